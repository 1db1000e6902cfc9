"""From the log to the rows: after a decision, after a crash, after another process, or from the beginning."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounted.evidence import details
from accounted.evidence.errors import Damaged
from accounted.record.docket import Application, Rows, application_of, apply, decision_row
from accounted.record.tombstones import loading

if TYPE_CHECKING:
    from accounted.evidence.entry import Entry
    from accounted.evidence.store import Store
    from accounted.record.archive import Archive

AT_ONCE = 5_000
Detail = Mapping[str, Any]


class Details:
    """The detail records of a log in order: each file of them is read once, not once a record."""

    def __init__(self, store: Store) -> None:
        self._root = store.root
        self._first = -1
        self._records: dict[int, details.Record] = {}

    def of(self, entry: Entry) -> Detail | None:
        """The detail of an entry; None where it has none or it was erased.

        Raises:
            Damaged: the record is not the one that was logged.
        """
        if entry.commit is None:
            return None
        record = self._record(entry.seq)
        if record is None:
            return None
        if record.commit != entry.commit:
            raise Damaged(f"log/details: the detail of entry {entry.seq} is not the one that was logged")
        detail: Detail = json.loads(record.detail)
        return detail

    def _record(self, seq: int) -> details.Record | None:
        first = details.first_of(seq)
        if first != self._first or seq not in self._records:
            path = details.file_of(self._root, seq)
            self._first = first
            self._records = {r.seq: r for r in details.read_records(path)} if path.exists() else {}
        return self._records.get(seq)


def custody_row(entry: Entry) -> dict[str, Any]:
    """A log line as a row."""
    return {
        "seq": entry.seq,
        "time": datetime.fromisoformat(entry.t),
        "event": entry.event,
        "item": entry.item,
        "sha256": entry.sha256,
        "size": entry.size,
        "agent": entry.agent,
        "tool": entry.tool,
        "derived_from": entry.derived_from,
        "line_sha256": hashlib.sha256(entry.line).hexdigest(),
    }


def applied() -> int:
    """How many lines of the log are in the rows of the database in use."""
    from accounted.record.models import ArchiveIdentity

    return int(ArchiveIdentity.objects.values_list("applied", flat=True).get(pk=1))


def catch_up(
    archive: Archive, *, end: int | None = None, on_progress: Callable[[int], None] | None = None
) -> int:
    """Make the rows of every log line the database does not hold yet; how many there were.

    `end` leaves out the lines from that number on.

    They come from a process that was stopped between log and database, from another process that is taking
    files in, or from an intake that is under way here. Call it inside a transaction that holds the lock.
    """
    start = applied()
    if archive.store.size <= start:
        return 0
    return _apply(archive, start, {}, on_progress, end)


def record_lines(archive: Archive, decided: Mapping[int, Application]) -> None:
    """After logging: the lines as rows. Lines of other processes in between are applied with them."""
    _apply(archive, applied(), decided, None)


def _apply(
    archive: Archive,
    start: int,
    done: Mapping[int, Application],
    on_progress: Callable[[int], None] | None,
    end: int | None = None,
) -> int:
    from accounted.record.models import ArchiveIdentity, CustodyEvent, Decision

    rows = Rows()
    count = 0
    load = loading(archive.load, archive.store, start)
    for entry, detail, erased in _with_details(archive.store, start, done):
        if entry.seq == end:
            break
        count += 1
        rows.add(CustodyEvent, custody_row(entry))
        if entry.seq in done:
            rows.add(Decision, decision_row(done[entry.seq], entry.seq))
        elif detail and "decision" in detail:
            application = application_of(
                detail["decision"],
                by=entry.agent,
                rows=rows,
                load=load,
                sha256=entry.sha256,
                size=entry.size,
                item=entry.item,
            )
            apply(application)
            rows.add(Decision, decision_row(application, entry.seq, erased=erased))
        if count % AT_ONCE == 0:
            rows.flush()
            if on_progress:
                on_progress(count)
    rows.flush()
    ArchiveIdentity.objects.filter(pk=1).update(applied=start + count)
    return count


def _with_details(
    store: Store, start: int, done: Mapping[int, Any]
) -> Iterator[tuple[Entry, Detail | None, bool]]:
    """Each line with its detail; where that was erased, with what a later decision left of it."""
    left = what_was_left(store, start) if any(e.event == "erase" for e in store.entries(start)) else {}
    reader = Details(store)
    for entry in store.entries(start):
        if entry.seq in done:
            yield entry, None, False
            continue
        detail = reader.of(entry)
        if detail is None and entry.seq in left:
            yield entry, {"decision": left[entry.seq]}, True
        else:
            yield entry, detail, False


def what_was_left(store: Store, start: int = 0) -> dict[int, Detail]:
    """For entries whose names were withheld, or whose words were destroyed: what was left of their detail."""
    reader = Details(store)
    left: dict[int, Detail] = {}
    for _, decision in decisions_in(store.entries(start), reader):
        if decision["kind"] == "withhold_facts":
            left[decision["content"]["of"]] = decision["content"]["left"]
        elif decision["kind"] == "destroy":
            left |= {int(seq): told for seq, told in decision["content"]["left"]["details"].items()}
    return left


def decisions_in(entries: Iterable[Entry], reader: Details) -> Iterator[tuple[Entry, Detail]]:
    """The lines that hold a decision, with it."""
    for entry in entries:
        if entry.event == "decide":
            detail = reader.of(entry)
            if detail and "decision" in detail:
                yield entry, detail["decision"]
