"""Claims that wait for one person's judgement, and what people judged apart, shown only when it may be.

A reviewer never sees another's judgement on a claim they have still to judge: nothing here tells it, and
nothing else holds it in a form that queries read (`accounted.record.decisions.judging`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from accounted.record.decisions.judging import people_asked_for
from accounted.record.queries.readers import newest_second, standing_in
from accounted.record.sight import EVERYTHING, LEVELS, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

# Groups of documents that are looked through for claims that can be seen: nearly always the first suffices.
DOCUMENTS_AT_ONCE = (3, 30, 30, 30, 30)
FEW = 1_000  # claims of a kind: their documents are named
CLAIMS_CAN_BE = frozenset({"internal", "confidential"})  # `accounted.record.decisions.claim_rows`

# An open judgement that was not given apart is that of who made the claim by hand.
_BY_HAND = Q(disputed=False, blind=False)

Place = tuple[str, int, str]  # document, start of the words, claim: where a claim stands in the queue


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many claims wait for a person. `more`: there are more than `number`, which were not counted.

    `disagreements` are claims that two others judged differently, for this person to settle.
    """

    number: int
    more: bool = False
    disagreements: int = 0


@dataclass(frozen=True, slots=True)
class JudgementOnClaim:
    """What one person said of a claim. `name` is left out for who has to decide between two."""

    outcome: str
    reason: str
    at: datetime
    blind: bool
    corrected: tuple[Mapping[str, Any], ...] = ()
    by: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A claim that two people judged differently, for a third to settle."""

    claim: str
    kind: str
    words: str
    document: str
    item: str
    since: datetime


@dataclass(frozen=True, slots=True)
class JudgingSeen:
    """How a claim stands for one person: what they judged, and what they may see of others.

    Attributes:
        mine: what this person judged, while the claim is not settled.
        others: how many others have judged an unsettled claim; told only to who has judged it themselves, or
            has to decide between two.
        shown: the judgements they may see: all, once it is settled or this person has to decide; else theirs.
        disputed: two people differ, and this person may decide between them.
    """

    mine: str | None = None
    others: int = 0
    shown: tuple[JudgementOnClaim, ...] = ()
    disputed: bool = False
    two_people: bool = False


def waiting_claims(
    archive: Archive,
    reviewer: str,
    *,
    after: str | Place | None = None,
    before: str | Place | None = None,
    kind: str | None = None,
    document: str | None = None,
    second: bool = False,
    sight: Sight = EVERYTHING,
    limit: int = 1,
) -> list[str]:
    """The claims that wait for this person's judgement, in the order of documents and of their text.

    `after` and `before` are claims, or where they stand: the next ones behind it, or those in front of it,
    the nearest first. With `second`, the claims that only a language model read: what the rules read as well
    is judged once, as they read it.
    """
    archive.must_be_open()
    anchor = _place_of(after or before)
    backwards = before is not None
    found: list[str] = []
    for documents in _documents(reviewer, anchor, backwards, kind, document, sight, second=second):
        rows = _claims_in(documents, reviewer, sight, second=second)
        if kind is not None:
            rows = rows.filter(kind=kind)
        rows = _from(rows, anchor, backwards).values_list("id", flat=True)
        if second:
            stands = standing_in(archive, documents, sight=sight)
            rows = [one for one in rows if one in stands and stands[one].standing == "only_model"]
        found += rows[: limit - len(found)]
        if len(found) >= limit:
            break
    return found


def count_waiting(archive: Archive, reviewer: str, *, sight: Sight = EVERYTHING) -> Waiting:
    """How many claims wait for this person: exactly, unless claims of a level are hidden from them.

    What two people judged differently and this person may settle is counted beside it.
    """
    from django.db.models import Count, Exists, OuterRef, Sum

    from accounted.record.models import Document, Judgement, Reading

    archive.must_be_open()
    own = Judgement.objects.filter(claim=OuterRef("claim"), open=True, by=reviewer)
    judged: Any = _seen(Judgement.objects.filter(open=True), sight).order_by()
    of_reading = Q(claim__origin="machine", claim__reading__current=True)
    counts = judged.annotate(own=Exists(own)).aggregate(
        not_for_me=Count("claim", distinct=True, filter=of_reading & (Q(by=reviewer) | Q(disputed=True))),
        by_hand=Count("claim", distinct=True, filter=_BY_HAND & Q(own=False)),
        disputed=Count("claim", distinct=True, filter=Q(disputed=True, own=False)),
    )
    if {*sight.confidentiality} >= CLAIMS_CAN_BE:
        readings: Any = Reading.objects.filter(current=True, waiting__gt=0)
        hidden = Document.objects.filter(confidentiality__in=set(LEVELS) - set(sight.confidentiality))
        if sight.hides_by_group or hidden.exists():
            readings = readings.filter(document__in=sight.documents(Document.objects.all()))
        total = readings.aggregate(n=Sum("waiting"))["n"] or 0
        number = max(0, total - counts["not_for_me"]) + counts["by_hand"]
        return Waiting(number, False, counts["disputed"])
    seen = looked_at = 0
    for documents in _documents(reviewer, None, False, None, None, sight):
        seen += _claims_in(documents, reviewer, sight).count()
        looked_at += 1
    return Waiting(seen, looked_at == len(DOCUMENTS_AT_ONCE), counts["disputed"])


def waits_for(
    archive: Archive, claim: str, reviewer: str, *, second: bool = False, sight: Sight = EVERYTHING
) -> bool:
    """Whether this claim waits for this person; with `second`, as one that only a language model read."""
    return bool(_claims_in(None, reviewer, sight, second=second).filter(pk=claim).exists())


def disagreements(
    archive: Archive, reviewer: str | None = None, *, sight: Sight = EVERYTHING, limit: int | None = None
) -> list[Disagreement]:
    """Claims that two people judged differently, the oldest first; those this person may settle, if given."""
    from accounted.record.models import Judgement

    archive.must_be_open()
    rows: Any = _seen(Judgement.objects.filter(open=True, disputed=True), sight)
    if reviewer is not None:
        mine = Judgement.objects.filter(open=True, disputed=True, by=reviewer).values("claim_id")
        rows = rows.exclude(claim_id__in=mine)
    rows = rows.select_related("claim__excerpt", "claim__document__item").order_by("at", "id")
    found: dict[str, Disagreement] = {}
    for row in rows.iterator(500) if limit is None else rows[: 2 * limit]:
        claim = row.claim
        found[claim.id] = Disagreement(
            claim.id, claim.kind, claim.excerpt.exact, row.document_id, claim.document.item.number, row.at
        )
    return list(found.values())[:limit]


def judging_seen(archive: Archive, claim: str, reviewer: str) -> JudgingSeen:
    """What this person may see of what was judged of a claim."""
    from accounted.record.models import Agent, Judgement

    archive.must_be_open()
    rows: list[Any] = list(Judgement.objects.filter(claim_id=claim).order_by("at", "id"))
    standing = [row for row in rows if row.open]
    mine = next((row for row in standing if row.by == reviewer), None)
    disputed = any(row.disputed for row in standing)
    two = people_asked_for() == 2
    names = dict(Agent.objects.values_list("pseudonym", "name")) if rows else {}
    settled = [_judgement(row, names) for row in rows if not row.open]
    if mine is not None:
        shown = [_judgement(row, names) for row in standing] if disputed else [_judgement(mine, names)]
        return JudgingSeen(mine.outcome, len(standing) - 1, (*settled, *shown), False, two)
    if disputed:
        return JudgingSeen(None, len(standing), (*settled, *(_judgement(r) for r in standing)), True, two)
    # Whether another has judged is not told either: that nobody objected yet would be a hint.
    made_by = [_judgement(row, names) for row in standing if not row.blind]
    return JudgingSeen(None, 0, (*settled, *made_by), False, two)


def judged_by(archive: Archive, reviewer: str, claims: Sequence[str]) -> dict[str, str]:
    """Of these claims, those this person has judged and that are not settled, with what they said."""
    from accounted.record.models import Judgement

    rows = Judgement.objects.filter(claim_id__in=list(claims), by=reviewer, open=True)
    return dict(rows.values_list("claim_id", "outcome"))


def _judgement(row: Any, names: Mapping[str, str | None] | None = None) -> JudgementOnClaim:
    who = {"by": row.by, "name": names.get(row.by)} if names is not None else {}
    return JudgementOnClaim(row.outcome, row.reason, row.at, row.blind, tuple(row.corrected), **who)


def _seen(judgements: Any, sight: Sight) -> Any:
    """Of these judgements, those on claims that the person may see.

    Asked for each: joined, a database without statistics would go through all claims for a few judgements.
    """
    from django.db.models import Exists, OuterRef

    from accounted.record.models import Claim

    return judgements.filter(Exists(sight.claims(Claim.objects.filter(pk=OuterRef("claim_id")))))


def _place_of(claim: str | Place | None) -> Place | None:
    from accounted.record.models import Claim

    if claim is None or isinstance(claim, tuple):
        return claim
    found = Claim.objects.filter(pk=claim).values_list("document_id", "excerpt__start", "id").first()
    return tuple(found) if found else None


def _documents(
    reviewer: str,
    anchor: Place | None,
    backwards: bool,
    kind: str | None,
    document: str | None,
    sight: Sight,
    *,
    second: bool = False,
) -> Iterator[list[str]]:
    """Documents with claims that wait for this person, some at a time; those wholly judged are left out."""
    from django.db.models import Count, Exists, F, OuterRef, Subquery
    from django.db.models.functions import Coalesce

    from accounted.record.models import Claim, Document, Judgement, Reading, Review

    if document is not None:
        yield [document]
        return
    of_reading = {"claim__reading": OuterRef("pk")} if second else {}
    judged = (
        Judgement.objects.filter(open=True, document=OuterRef("document"), claim__origin="machine")
        .filter(**of_reading)
        .filter(Q(by=reviewer) | Q(disputed=True))
        .order_by()
        .values("document")
        .annotate(n=Count("claim", distinct=True))
        .values("n")
    )
    rows: Any = newest_second() if second else Reading.objects.filter(current=True)
    rows = (
        rows.filter(waiting__gt=0)
        .annotate(judged=Coalesce(Subquery(judged), 0))
        .filter(waiting__gt=F("judged"))
    )
    if kind is not None:
        open_ones = Claim.objects.filter(kind=kind, origin="machine")
        open_ones = open_ones.filter(~Exists(Review.objects.filter(claim=OuterRef("pk"), current=True)))
        some = list(open_ones.order_by().values_list("reading_id", flat=True)[: FEW + 1])
        if len(some) <= FEW:  # of a rare kind, else every reading would be looked at for one
            rows = rows.filter(pk__in=set(some))
        else:
            rows = rows.filter(Exists(open_ones.filter(reading=OuterRef("pk"))))
    if not sight.sees_all_levels or sight.hides_by_group:
        rows = rows.filter(Exists(sight.documents(Document.objects.filter(pk=OuterRef("document_id")))))
    order = "-document_id" if backwards else "document_id"
    rows = rows.order_by(order).values_list("document_id", flat=True)
    by_hand = _stated(reviewer).order_by().values_list("document_id", flat=True)
    stated = [] if second else sorted(set(by_hand), reverse=backwards)
    if anchor is None and not backwards:
        # Every document is behind this; said so that SQLite takes the index that is in their order.
        rows = rows.filter(document_id__gt="")
    last = anchor[0] if anchor else None
    first_look = True
    for at_once in DOCUMENTS_AT_ONCE:
        rest = rows
        if last is not None:
            side = ("lte" if backwards else "gte") if first_look else ("lt" if backwards else "gt")
            rest = rest.filter(**{f"document_id__{side}": last})
            stated = [d for d in stated if (d <= last if backwards else d >= last)]
            stated = stated if first_look else [d for d in stated if d != last]
        found = list(rest[:at_once])
        full = len(found) == at_once
        reach = found[-1] if full else None
        beside = [d for d in stated if reach is None or (d >= reach if backwards else d <= reach)]
        some = sorted({*found, *beside}, reverse=backwards)
        if some:
            yield some
        if not full:
            return
        last, first_look = reach, False


def _claims_in(documents: Sequence[str] | None, reviewer: str, sight: Sight, *, second: bool = False) -> Any:
    """The claims of these documents, or of all, that wait for this person."""
    from django.db.models import Exists, OuterRef

    from accounted.record.models import Claim, Judgement, Review

    open_ones = Judgement.objects.filter(claim=OuterRef("pk"), open=True)
    rows: Any = Claim.objects.exclude(document__item__state="destroyed")
    if documents is not None:
        rows = rows.filter(document_id__in=list(documents))
    if second:
        rows = rows.filter(origin="machine", reading__in=newest_second(documents))
    else:
        rows = rows.filter(Q(origin="machine", reading__current=True) | Q(Exists(open_ones)))
    rows = rows.filter(~Exists(Review.objects.filter(claim=OuterRef("pk"), current=True)))
    rows = rows.filter(~Exists(Claim.objects.filter(corrects=OuterRef("pk"))))
    return sight.claims(rows.filter(~Exists(open_ones.filter(Q(by=reviewer) | Q(disputed=True)))))


def _stated(reviewer: str) -> Any:
    """What others made by hand, and this person has still to judge, where two people are asked for."""
    from django.db.models import Exists, OuterRef

    from accounted.record.models import Judgement

    own = Judgement.objects.filter(claim=OuterRef("claim"), open=True, by=reviewer)
    return Judgement.objects.filter(_BY_HAND, open=True).filter(~Exists(own))


def _from(rows: Any, anchor: Place | None, backwards: bool) -> Any:
    order = ("document_id", "excerpt__start", "id")
    rows = rows.order_by(*(f"-{name}" for name in order)) if backwards else rows.order_by(*order)
    if anchor is None:
        return rows
    document, start, claim = anchor
    side = "lt" if backwards else "gt"
    return rows.filter(
        Q(**{f"document_id__{side}": document})
        | Q(document_id=document, **{f"excerpt__start__{side}": start})
        | Q(document_id=document, excerpt__start=start, **{f"id__{side}": claim})
    )
