"""What waits for one person today, and how far the archive is, in few and cheap questions."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from accounted.record.queries.review_queue import Waiting, count_waiting
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

RECENT = timedelta(days=30)
CHECKPOINT_DUE = timedelta(days=7)
LISTED = 5
POINTS = 60  # of the chart
_kept: dict[tuple[Any, ...], tuple[int, Any]] = {}
_keeping = threading.Lock()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something given that was not kept, or was kept and cannot be opened."""

    item: str | None  # its number, where its bytes are kept
    name: str | None
    why: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ConsentGone:
    """Somebody who told refused, or took back, what they had agreed to."""

    testimony: str
    state: str
    at: datetime
    withdrawn_on: str | None


@dataclass(frozen=True, slots=True)
class CheckpointState:
    """Whether the log is due to be signed: `lines` were written since it last was, at `at`."""

    lines: int
    at: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Today:
    """What waits for one person. A number is None where it is not for them."""

    claims: Waiting
    pairs: int
    proposals: int | None
    consents: tuple[ConsentGone, ...]
    troubles: tuple[Trouble, ...]
    trouble_count: int
    checkpoint: CheckpointState


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far the archive is. `days` are (ISO date, documents, claims) on record by the end of it."""

    items: int
    documents: int
    claims: int
    waiting: int
    people: int
    remains: int
    incidents: int
    days: tuple[tuple[str, int, int], ...]

    @property
    def judged(self) -> int:
        """How many of the claims somebody has decided about."""
        return self.claims - self.waiting


def today(
    archive: Archive,
    reviewer: str,
    *,
    sight: Sight = EVERYTHING,
    proposals: bool = False,
    record: bool = True,
    now: datetime | None = None,
) -> Today:
    """What waits for this person.

    `proposals`: identification proposals are among it, for those who judge them. `record`: consents are.
    """
    archive.must_be_open()
    now = now or archive.now()
    troubles, number = _troubles(sight, now)
    return Today(
        claims=_recent(
            archive, ("waiting", reviewer, sight), lambda: count_waiting(archive, reviewer, sight=sight)
        ),
        pairs=_pairs(),
        proposals=_proposals(reviewer) if proposals else None,
        consents=_consents(sight, now) if record else (),
        troubles=troubles,
        trouble_count=number,
        checkpoint=checkpoint_state(archive, now),
    )


def _recent(archive: Archive, key: tuple[Any, ...], ask: Any) -> Any:
    """An answer that was asked for at the same size of the log."""
    size = archive.store.size
    key = (archive.id, *key)
    with _keeping:
        known = _kept.get(key)
    if known is not None and known[0] == size:
        return known[1]
    answer = ask()
    with _keeping:
        if len(_kept) > 500:
            _kept.clear()
        _kept[key] = (size, answer)
    return answer


def _pairs() -> int:
    """How many pairs of the current run nobody has decided: its pairs, less those decided since."""
    from accounted.record.models import LinkageRun, PairJudgement

    run: Any = LinkageRun.objects.filter(current=True).only("pairs", "at").first()
    if run is None:
        return 0
    decided = PairJudgement.objects.filter(current=True, at__gte=run.at).exclude(verdict="unsure")
    return max(0, int(run.pairs) - decided.count())


def _proposals(reviewer: str) -> int:
    from accounted.record.models import Proposal

    return int(Proposal.objects.filter(state="open").exclude(reviews__reviewer=reviewer).count())


def _consents(sight: Sight, now: datetime) -> tuple[ConsentGone, ...]:
    from accounted.record.models import Testimony

    rows: Any = Testimony.objects.filter(
        consent__state__in=("refused", "withdrawn"), consent__at__gte=now - RECENT
    )
    rows = sight.entries(rows).select_related("consent").order_by("-consent__at", "id")[:LISTED]
    return tuple(
        ConsentGone(row.id, row.consent.state, row.consent.at, row.consent.withdrawn_on) for row in rows
    )


def _troubles(sight: Sight, now: datetime) -> tuple[tuple[Trouble, ...], int]:
    """What was lately refused, and what is kept and cannot be opened: the newest, and how many in all."""
    from accounted.record.models import Intake, Item

    refused: Any = Intake.objects.filter(item__isnull=True, at__gte=now - RECENT)
    if sight.hides_by_group:
        refused = refused.none()  # of what never became an item nobody can say whose it was
    closed: Any = sight.items(Item.objects.filter(state="refused"))
    count = int(refused.count()) + int(closed.count())
    listed = [
        Trouble(None, row.original_name, row.refused, row.at)
        for row in refused.order_by("-at", "-id")[:LISTED]
    ]
    listed += [Trouble(row.number, None, row.trouble, None) for row in closed.order_by("-number")[:LISTED]]
    return tuple(listed[:LISTED]), count


def checkpoint_state(archive: Archive, now: datetime) -> CheckpointState:
    """How much of the log is not signed yet, and whether that is due."""
    from accounted.record.models import CustodyEvent

    newest = archive.store.latest_checkpoint()
    size = archive.store.size
    signed = newest.size if newest else 0
    times = dict(CustodyEvent.objects.filter(seq__in=[signed - 1, signed]).values_list("seq", "time"))
    # The first line after a checkpoint is its own note in the log: it asks for no other one.
    lines = max(0, size - signed - (1 if newest else 0))
    waiting_since = times.get(signed)
    overdue = lines > 0 and waiting_since is not None and now - waiting_since > CHECKPOINT_DUE
    return CheckpointState(lines, times.get(signed - 1), overdue)


def progress(archive: Archive) -> Progressed:
    """How far the archive is; the same for everybody. Of very many documents it takes a second."""
    from django.db.models import CharField, Count, Sum
    from django.db.models.functions import Cast, Substr

    from accounted.record.models import Document, Incident, Item, Person, Reading, Remains

    archive.must_be_open()
    current: Any = Reading.objects.filter(current=True)
    sums = current.aggregate(claims=Sum("claims_count"), waiting=Sum("waiting"))
    # As text: SQLite has no dates of its own, and Django's stand-in for them is slow over many rows.
    by_day = (
        current.annotate(day=Substr(Cast("read_at", CharField()), 1, 10))
        .values("day")
        .annotate(documents=Count("pk"), claims=Sum("claims_count"))
        .order_by("day")
    )
    return Progressed(
        items=Item.objects.count(),
        documents=Document.objects.count(),
        claims=sums["claims"] or 0,
        waiting=sums["waiting"] or 0,
        people=Person.objects.count(),
        remains=Remains.objects.count(),
        incidents=Incident.objects.count(),
        days=_accumulated([(row["day"], row["documents"], row["claims"]) for row in by_day]),
    )


def _accumulated(days: list[tuple[str, int, int]]) -> tuple[tuple[str, int, int], ...]:
    """Running sums; of very many days only so many that a chart can show them."""
    documents = claims = 0
    summed = []
    for day, more_documents, more_claims in days:
        documents, claims = documents + more_documents, claims + more_claims
        summed.append((day, documents, claims))
    step = -(-len(summed) // POINTS) or 1
    return tuple(summed[(len(summed) - 1) % step :: step])
