"""Keeping the index up with the log: in short steps, each in a transaction of its own.

What a step looks at is what decisions since the last one made or touched. Nothing of an intake waits for
it: the
words are prepared outside the transaction, and the next search, or the server, brings the index up.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record import database
from accounted.record.projection import applied
from accounted.record.searching import tables
from accounted.record.searching.entries import KIND_OF, NAMED, entries_of
from accounted.record.searching.places import Surroundings

if TYPE_CHECKING:
    from accounted.places import Gazetteer
    from accounted.record.archive import Archive

STEP = 200  # lines of the log in one step
LITTLE = 2_000  # lines of the log that the index does not know
AT_ONCE = 4_000  # things of one kind prepared before they are written
_kept: list[Gazetteer] = []
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the index goes: so many lines of the log, of so many."""

    indexed: int
    applied: int

    @property
    def behind(self) -> int:
        """How many lines of the log it does not know yet."""
        return max(0, self.applied - self.indexed)


def behind(archive: Archive) -> Progress:
    """How far the index of an archive goes."""
    known = tables.state()
    if known is None or known[0] != archive.id or known[1] != tables.FORM:
        return Progress(0, applied())
    return Progress(known[2], applied())


def unknown_decisions() -> list[str] | None:
    """The decisions that the index does not know yet; None where it lacks much, or is not there.

    What they made is little enough to be looked at by itself.
    """
    from accounted.record.models import ArchiveIdentity, Decision

    known = tables.state()
    identity, end = ArchiveIdentity.objects.values_list("archive", "applied").get(pk=1)
    if known is None or known[:2] != (identity, tables.FORM) or not 0 <= end - known[2] <= LITTLE:
        return None
    if known[2] == end:
        return []
    return list(Decision.objects.filter(seq__gte=known[2]).order_by().values_list("id", flat=True))


def bring_up(
    archive: Archive,
    *,
    seconds: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Progress:
    """Bring the index up to what the rows hold, or as far as the time allows; how far it then goes."""
    from django.db import transaction

    archive.must_be_open()
    until = None if seconds is None else time.monotonic() + seconds
    with _one_at_a_time:
        _must_be_of(archive)
        around = Surroundings(opened_gazetteer)
        progress = behind(archive)
        first = progress.indexed == 0
        while progress.behind:
            _step(archive, progress.indexed, min(progress.applied, progress.indexed + STEP), around)
            progress = behind(archive)
            if on_progress is not None:
                on_progress(progress)
            if until is not None and time.monotonic() > until:
                break
        if not progress.behind and (first or not tables.finished()):
            with transaction.atomic(using=database.alias_in_use()):
                tables.finish()
    return progress


def forget(archive: Archive) -> None:
    """Throw the index away; the next search makes it anew."""
    from django.db import connections, transaction

    alias = database.alias_in_use()
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        tables.drop(cursor)


def _must_be_of(archive: Archive) -> None:
    from django.db import transaction

    known = tables.state()
    if known is None or known[:2] != (archive.id, tables.FORM) or known[2] > applied():
        with transaction.atomic(using=database.alias_in_use()):
            tables.make_anew(archive.id)


def _step(archive: Archive, start: int, end: int, around: Surroundings) -> None:
    from django.db import transaction

    touched, destroyed = _touched(start, end)
    first = start == 0
    lots = [
        (ids[n : n + AT_ONCE], list(entries_of(archive, kind, ids[n : n + AT_ONCE], around)))
        for kind, ids in touched.items()
        for n in range(0, len(ids), AT_ONCE)
    ]
    with transaction.atomic(using=database.alias_in_use()):
        if not tables.moved_on(start, end):
            return  # another process did this step
        for ids, made in lots:
            tables.replace([] if first else ids, made)
        if destroyed:
            tables.leave_no_trace()


def _touched(start: int, end: int) -> tuple[dict[str, list[str]], bool]:
    """What the decisions of these lines made or touched, by kind; and whether something was destroyed."""
    from accounted.record import models
    from accounted.record.models import Claim, Decision, Document, PersonName, PlaceName, Reading, Value

    window = {"decision__seq__gte": start, "decision__seq__lt": end}
    found: dict[str, dict[str, None]] = {kind: {} for kind in ("document", "claim", *NAMED)}

    def touch(kind: str, ids: Iterable[str]) -> None:
        found[kind].update(dict.fromkeys(ids))

    kinds = set(Decision.objects.filter(seq__gte=start, seq__lt=end).values_list("kind", flat=True))
    if not kinds:
        return {}, False
    touch("document", Document.objects.filter(**window).order_by("id").values_list("id", flat=True))
    touch("claim", Claim.objects.filter(**window).order_by("id").values_list("id", flat=True))
    for kind, model in NAMED.items():
        rows: Any = getattr(models, model).objects.filter(**window)
        touch(kind, rows.order_by("id").values_list("id", flat=True))
    touch("person", PersonName.objects.filter(**window).values_list("person_id", flat=True))
    touch("place", PlaceName.objects.filter(**window).values_list("place_id", flat=True))
    read = set(Reading.objects.filter(**window).values_list("document_id", flat=True))
    changed: set[str] = set()  # documents whose claims are told anew
    for subject_kind, subject in (
        *Decision.objects.filter(seq__gte=start, seq__lt=end, subject_id__isnull=False)
        .values_list("subject_kind", "subject_id").distinct(),
        *Value.objects.filter(**window).values_list("subject_kind", "subject_id").distinct(),
    ):  # fmt: skip
        if subject_kind in KIND_OF:
            touch(KIND_OF[subject_kind], [subject])
        elif subject_kind == "Claim":
            touch("claim", [subject])
        elif subject_kind == "Document":
            changed.add(subject)
        elif subject_kind == "Item" and not kinds <= {"take_in", "record_document", "record_reading"}:
            changed.update(Document.objects.filter(item_id=subject).values_list("id", flat=True))
    touch("document", sorted(changed))
    # Claims of an older reading make way for those of a newer one.
    touch("claim", tables.claims_indexed_of(sorted(read | changed)))
    return {kind: list(ids) for kind, ids in found.items() if ids}, "destroy" in kinds


def opened_gazetteer() -> Gazetteer | None:
    """The gazetteer, loaded once in a process."""
    from accounted.places import Gazetteer

    if not _kept:
        loaded = Gazetteer.load()
        if loaded is None:
            return None
        _kept.append(loaded)
    return _kept[0]
