"""What the crash tests run under faults: takes things in and prints what it was told is on disk.

    python crash_workload.py ARCHIVE CONFIG SOURCES WORK…

Each line of output is an acknowledgement. A failure that the store explains (EvidenceError) is printed and
the work goes on; any other exception is a fault of the program and ends with exit code 70.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from accounted.evidence.errors import EvidenceError
from accounted.evidence.keys import KeyRing
from accounted.evidence.store import Store

AGENT = "p:4b1d0c7e92aa"


def now() -> datetime:
    return datetime(2026, 11, 22, 10, 40, 55, tzinfo=UTC)


def tell(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def one(store: Store, config: Path, sources: Path) -> Iterator[None]:
    """A small file, a large one, one that is held already."""
    for name in ("small", "large", "held"):
        kept = store.keep(sources / name, agent=AGENT, item=f"ACC-{name}", detail={"name": name})
        tell("kept", kept.seq, kept.sha256)
        yield


def batch(store: Store, config: Path, sources: Path) -> Iterator[None]:
    """A group of small files and a note."""
    with store.batch() as group:
        many = [group.keep(b"member %d" % number, agent=AGENT, detail={"n": number}) for number in range(10)]
        group.note("refuse", agent=AGENT, detail={"why": "broken"})
    for kept in many:
        tell("kept", kept.seq, kept.sha256)
    yield


def sign(store: Store, config: Path, sources: Path) -> Iterator[None]:
    """A checkpoint, a new key, a checkpoint by that."""
    ring = KeyRing(config)
    tell("signed", store.checkpoint(ring.signer(store)).size)
    yield
    ring.rotate(store, agent=AGENT, reason="yearly")
    yield
    tell("signed", store.checkpoint(ring.signer(store)).size)
    yield


def erase(store: Store, config: Path, sources: Path) -> Iterator[None]:
    """An erasure, a destruction, new settings, a companion file."""
    store.erase_detail(1, agent=AGENT, reason="asked")
    tell("erased", 1)
    yield
    held = store.entry(2).sha256
    assert held is not None
    store.destroy_object(held, agent=AGENT, reason="order")
    tell("destroyed", held)
    yield
    text = b'format = 1\nid = "crash"\ntitle = ""\nlanguage = "uk"\n'
    store.attach("archive.toml", text, event="settings", agent=AGENT)
    tell("noted", store.size - 1)
    yield


def load(store: Store, config: Path, sources: Path) -> Iterator[None]:
    """Goes on for ever, in groups of changing size, until it is killed."""
    pick = random.Random(os.getpid())
    for number in itertools.count():
        kept = []
        with store.batch() as group:
            for member in range(pick.choice([1, 1, 3, 20])):
                data = b"%d %d %d" % (os.getpid(), number, member)
                kept.append(
                    group.keep(data, agent=AGENT, item=f"ACC-{os.getpid()}-{number}", detail={"n": member})
                )
        for each in kept:
            tell("kept", each.seq, each.sha256)
        yield


def main() -> None:
    archive, config, sources = map(Path, sys.argv[1:4])
    work = {"one": one, "batch": batch, "sign": sign, "erase": erase, "load": load}
    if sys.argv[4] == "create":
        try:
            Store.create(archive, archive_id="crash", clock=now, agent=AGENT, title="t")
            tell("created")
        except EvidenceError as error:
            tell("failed", error)
        return
    for name in sys.argv[4:]:
        try:
            store = Store.open(archive, clock=now)
            for _ in work[name](store, config, sources):
                pass
            store.close()
        except EvidenceError as error:
            tell("failed", error)


if __name__ == "__main__":
    try:
        main()
    except Exception:
        traceback.print_exc()
        sys.exit(70)
