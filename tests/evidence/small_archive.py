"""A small archive with something of everything, and an export of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from accounted.evidence import KeyRing, Store
from accounted.evidence.bag import Bag
from accounted.evidence.checkpoint import Checkpoint
from accounted.evidence.note import Signer


def steady_clock(start: datetime = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)) -> Callable[[], datetime]:
    """A clock that goes on by an hour each time it is read."""
    hours = iter(range(1_000_000))
    return lambda: start + timedelta(hours=next(hours))


def small_archive(folder: Path) -> tuple[Store, Signer]:
    """An archive of five items, one of them derived from another, with details beside each."""
    store = Store.create(
        folder / "archive", archive_id="kharkiv-7f3a", clock=steady_clock(), agent="p:4b1d0c7e92aa"
    )
    for number in range(1, 5):
        kept = store.keep(
            f"statement number {number}\n".encode(),
            agent="p:4b1d0c7e92aa",
            item=f"ACC-{number:06d}",
            detail={"original_name": f"заява-{number}.txt", "obtained_from": f"Witness {number}"},
        )
    store.keep(
        b"text of the fourth\n",
        agent="p:4b1d0c7e92aa",
        event="derive",
        item="ACC-000004/text",
        derived_from=kept.sha256,
        tool="text 1.0",
    )
    return store, KeyRing(folder / "keys").signer(store)


@dataclass
class Exported:
    """An archive with a stamped history, and a bag of all of it."""

    store: Store
    signer: Signer
    early: Checkpoint
    bag: Bag

    def copy(self, place: Path) -> Path:
        return Path(shutil.copytree(self.bag.path, place / "copy"))
