"""How far a thing is established: what was assessed, by whom, on which sources; what waits for a second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounted.record.queries.beside import claims_of
from accounted.record.queries.entries import Ground, agents, grounds
from accounted.record.queries.titles import Reference, references
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

MOST = 50


@dataclass(frozen=True, slots=True)
class Assessed:
    """One assessment; the newest counts. `second` is None where one person judged alone.

    `sources` are the independent sources among its claims, each by the names of its roots.
    """

    at: datetime
    question: str | None  # None: words, which this person does not see
    status: str
    standard: str
    grade: str | None
    first: str
    second: str | None
    sources: tuple[str, ...]
    method: str
    reason: str | None
    dissent: str | None
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A verification that waits for a second person. What the first concluded is told to themselves only."""

    id: str
    about: Reference
    question: str | None
    at: datetime
    by: str
    own: bool
    standard: str | None
    reason: str | None
    grounds: tuple[Ground, ...] = ()


def assessments(archive: Archive, identifier: str, *, sight: Sight = EVERYTHING) -> tuple[Assessed, ...]:
    """The assessments of an entry that the person may see, the newest first."""
    from accounted.record.models import Assessment

    archive.must_be_open()
    rows: Any = Assessment.objects.filter(subject_id=identifier).select_related("decision")
    listed = list(rows.order_by("-at", "-id")[:MOST])
    if not listed:
        return ()
    claims = claims_of(Assessment, listed)
    said = grounds((claim for told in claims.values() for claim in told), sight)
    names = agents([w for row in listed for w in (row.first_reviewer, row.second_reviewer) if w], sight)
    roots = {one for row in listed for told in row.independent_sources for one in told.split("+")}
    sources = references((("Source", one) for one in roots), sight)
    return tuple(
        Assessed(
            at=row.at,
            question=row.question if sight.names else None,
            status=row.status,
            standard=row.standard,
            grade=row.grade,
            first=names[row.first_reviewer],
            second=names[row.second_reviewer] if row.second_reviewer else None,
            sources=tuple(_called(told, sources) for told in row.independent_sources),
            method=row.methodology_version,
            reason=row.decision.reason if sight.names else None,
            dissent=row.dissent if sight.names else None,
            grounds=tuple(said[claim] for claim in claims.get(row.pk, ()) if claim in said),
        )
        for row in listed
    )


def _called(roots: str, sources: dict[str, Reference]) -> str:
    known = [sources[one].title or one for one in roots.split("+") if one in sources]
    return " + ".join(known) or "–"


def waiting_for_a_second(
    archive: Archive, identifier: str, me: str, *, sight: Sight = EVERYTHING
) -> Asked | None:
    """What was asked about this entry, which the caller knows may be seen; None where nothing waits."""
    from accounted.record.decisions.verifying import asked_of

    archive.must_be_open()
    row = asked_of(identifier)
    return next(iter(_told([row], me, sight)), None) if row is not None else None


def to_verify(
    archive: Archive, me: str, *, sight: Sight = EVERYTHING, own: bool = False
) -> tuple[Asked, ...]:
    """What others asked a second person to verify, of things this person may see, the oldest first.

    With `own`, what this person asked as well.
    """
    archive.must_be_open()
    return tuple(_told(_waiting(None if own else me), me, sight))


def count_to_verify(archive: Archive, me: str, *, sight: Sight = EVERYTHING) -> int:
    """How many verifications others asked for wait, of things this person may see."""
    archive.must_be_open()
    rows = _waiting(me)
    about = references(((row.subject_kind, row.subject_id) for row in rows), sight)
    return sum(row.subject_id in about for row in rows)


def _waiting(not_of: str | None) -> list[Any]:
    """The decisions that ask for a second person and still wait, the oldest first; none of this person's."""
    from django.db.models import Exists, OuterRef

    from accounted.record.decisions.verifying import ASKED, ENDING
    from accounted.record.models import Decision

    later = Decision.objects.filter(
        subject_id=OuterRef("subject_id"), kind__in=ENDING, seq__gt=OuterRef("seq")
    )
    rows: Any = Decision.objects.filter(~Exists(later), kind=ASKED, erased=False)
    if not_of is not None:
        rows = rows.exclude(by=not_of)
    return list(rows.order_by("seq")[: MOST * 4])


def _told(rows: list[Any], me: str, sight: Sight) -> Iterable[Asked]:
    about = references(((row.subject_kind, row.subject_id) for row in rows), sight)
    seen = [row for row in rows if row.subject_id in about]
    names = agents([row.by for row in seen], sight)
    said = grounds((claim for row in seen for claim in row.content["claims"]), sight)
    for row in seen:
        own, content = row.by == me, row.content
        yield Asked(
            id=row.id,
            about=about[row.subject_id],
            question=content["question"] if sight.names else None,
            at=row.at,
            by=names[row.by],
            own=own,
            standard=content["standard"] if own else None,
            reason=content["reason"] if own and sight.names else None,
            grounds=tuple(said[claim] for claim in content["claims"] if claim in said),
        )


@dataclass(frozen=True, slots=True)
class Qualified:
    """What law might call an act: proposed by one person of law, decided by another (rule D-19)."""

    id: str
    article: str
    standard: str
    status: str
    body: str | None
    ground: str | None
    proposed_by: str
    at: datetime
    decided_by: str | None
    own: bool
    elements: tuple[dict[str, Any], ...]


def qualified(archive: Archive, act: str, me: str, *, sight: Sight = EVERYTHING) -> tuple[Qualified, ...]:
    """The legal qualifications of an act that may be seen, with their elements and what speaks for each."""
    from accounted.record.models import LegalQualification

    archive.must_be_open()
    rows = list(LegalQualification.objects.filter(act=act).order_by("at", "id")[:MOST])
    if not rows:
        return ()
    names = agents([w for row in rows for w in (row.proposed_by, row.adopted_by) if w], sight)
    said = grounds((claim for row in rows for e in row.elements for claim in e.get("claims", ())), sight)
    return tuple(
        Qualified(
            id=row.id,
            article=row.article,
            standard=row.standard,
            status=row.status,
            body=row.body if sight.names else None,
            ground=row.ground if sight.names else None,
            proposed_by=names[row.proposed_by],
            at=row.at,
            decided_by=names[row.adopted_by] if row.adopted_by else None,
            own=row.proposed_by == me,
            elements=tuple(
                {
                    "no": one.get("no"),
                    "text": one.get("text") if sight.names else None,
                    "state": one["state"],
                    "grounds": tuple(said[claim] for claim in one.get("claims", ()) if claim in said),
                }
                for one in row.elements
            ),
        )
        for row in rows
    )
