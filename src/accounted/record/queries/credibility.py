"""What people say of a claim beside its reading: whose word it is, how credible, and what rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounted.record.queries.entries import Ground, agents, grounds
from accounted.record.queries.titles import Reference, references
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

MOST = 30


@dataclass(frozen=True, slots=True)
class Resting:
    """An entry that rests on a claim, and how far it is established where that is judged."""

    entry: Reference
    verification: str | None
    standard: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim's source on record, and how credible it is (6 until somebody judges it, rule D-05).

    `accepted_by` are the people who took it as rightly read; two of them where two were asked for.
    """

    source: Reference | None
    proximity: str | None
    attributed_by: str | None
    credibility: str
    corroboration: str
    coherence: str | None
    corroborated_by: Ground | None
    graded_by: str | None
    graded_at: datetime | None
    ground: str | None
    accepted_by: tuple[str, ...]


def standing(archive: Archive, claim: str, *, sight: Sight = EVERYTHING, record: bool = True) -> Standing:
    """What stands beside a claim, which the caller knows may be seen; its source for who sees the record."""
    from accounted.record.models import Attribution, Grade

    archive.must_be_open()
    said_by: Any = Attribution.objects.filter(claim_id=claim, current=True).first()
    grade: Any = Grade.objects.filter(claim_id=claim, current=True).first()
    accepted = _accepted_by(claim)
    names = agents([*accepted, *(one.by for one in (said_by, grade) if one)], sight)
    source = None
    if said_by and record:
        source = references([("Source", said_by.source_id)], sight).get(said_by.source_id)
    other = grade.corroborated_by_id if grade else None
    return Standing(
        source=source,
        proximity=said_by.proximity if said_by and source else None,
        attributed_by=names[said_by.by] if said_by and source else None,
        credibility=grade.credibility if grade else "6",
        corroboration=grade.corroboration if grade else "not_done",
        coherence=grade.coherence if grade else None,
        corroborated_by=grounds([other], sight).get(other) if other else None,
        graded_by=names[grade.by] if grade else None,
        graded_at=grade.at if grade else None,
        ground=grade.ground if grade and sight.names else None,
        accepted_by=tuple(names[one] for one in accepted),
    )


def _accepted_by(claim: str) -> list[str]:
    """Who took a claim as rightly read and stands by it, while that is what counts."""
    from accounted.record.models import Judgement, Review

    reviews: list[Any] = list(Review.objects.filter(claim_id=claim).order_by("at", "id"))
    current = next((one for one in reversed(reviews) if one.current), None)
    if current is None or current.outcome != "accepted":
        return []
    # with those who judged apart, whose judgements are settled
    apart: Any = Judgement.objects.filter(claim_id=claim, open=False).order_by("at", "id")
    said: dict[str, str] = {one.by: one.outcome for one in (*apart, *reviews)}
    return [by for by, outcome in said.items() if outcome == "accepted"]


def resting(archive: Archive, claim: str, *, sight: Sight = EVERYTHING) -> tuple[Resting, ...]:
    """The entries that rest on a claim, as far as they may be seen."""
    from accounted.record import models
    from accounted.record.decisions.assessing import VERIFIABLE

    archive.must_be_open()
    values = models.Value.objects.filter(claims=claim).values_list("subject_kind", "subject_id")
    pairs = list(dict.fromkeys(values.order_by("subject_kind", "subject_id")[: MOST * 4]))[:MOST]
    known = references(pairs, sight)
    levels: dict[str, list[Any]] = {}
    for model in VERIFIABLE:
        ids = [one for of, one in pairs if of == model and one in known]
        if ids:
            rows = getattr(models, model).objects.filter(pk__in=ids)
            for pk, *told in rows.values_list("pk", "verification", "standard"):
                levels[pk] = told
    return tuple(Resting(known[one], *levels.get(one, [None, None])) for _, one in pairs if one in known)
