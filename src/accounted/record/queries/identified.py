"""Whose remains, as somebody may see it: identifications with their evidence, proposals with their state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.docket import NotOnRecord
from accounted.record.queries.entries import Ground, agents, grounds
from accounted.record.queries.identifying import ProposalOnRecord, proposal, told_proposal
from accounted.record.queries.titles import Reference, references
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

MOST = 500


@dataclass(frozen=True, slots=True)
class LineOfEvidence:
    """One line of evidence: by which method, what came of it, who examined, on which claims."""

    method: str
    result: str | None  # None: the person sees no names, and words may hold some
    examiner: str | None
    likelihood_ratio: float | None
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Identified:
    """An identification. `state` is standing or taken back; the lines are those of its own page only."""

    id: str
    remains: Reference
    person: Reference
    conclusion: str
    reviewers: tuple[str, str]
    decided_on: str | None
    entered_on: str
    certificate: str | None
    notified_on: str | None
    notified_by: str | None
    withdrawn: bool
    withdrawn_reason: str | None
    proposal: str | None
    confidentiality: str
    lines: tuple[LineOfEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal of a comparison with what it is of."""

    proposal: ProposalOnRecord
    remains: Reference
    person: Reference
    reconciled: bool
    identification: str | None


def identified(archive: Archive, *, sight: Sight = EVERYTHING) -> tuple[Identified, ...]:
    """The newest identifications whose remains and person this person may see."""
    archive.must_be_open()
    return _told(list(_rows(sight).order_by("-created_at", "-id")[:MOST]), sight)


def page_of_identified(
    archive: Archive, *, size: int, after: str | None = None, oldest: bool = False, sight: Sight = EVERYTHING
) -> tuple[tuple[Identified, ...], int, str | None]:
    """A page of them in the order of their identifiers, which begin with the time; how many there are in all;
    and what is given as `after` for the next page, None for the last."""
    archive.must_be_open()
    rows = _rows(sight)
    ordered = rows.order_by("id" if oldest else "-id")
    if after is not None:
        ordered = ordered.filter(**{"id__gt" if oldest else "id__lt": after})
    found = list(ordered[: size + 1])
    following = found[size - 1].id if len(found) > size else None
    return _told(found[:size], sight), rows.count(), following


def one_identified(archive: Archive, identifier: str, *, sight: Sight = EVERYTHING) -> Identified:
    """One identification with its lines of evidence.

    Raises:
        NotOnRecord: there is none, or the person may not see it: the two are not told apart.
    """
    archive.must_be_open()
    found = _told(list(_rows(sight).filter(pk=identifier)), sight, lines=True)
    if not found:
        raise NotOnRecord(f"{identifier}: there is no such identification on record")
    return found[0]


def proposed(
    archive: Archive, *, state: str | None = None, sight: Sight = EVERYTHING
) -> tuple[Proposed, ...]:
    """Proposals of comparisons, those that wait first, as far as remains and person may be seen."""
    from django.db.models import Count

    from accounted.record.models import Person, Proposal, Remains

    archive.must_be_open()
    rows: Any = Proposal.objects.filter(
        remains__in=sight.entries(Remains.objects.all()),
        missing__person__in=sight.entries(Person.objects.all()),
    )
    if state is not None:
        rows = rows.filter(state=state)
    rows = rows.select_related("remains", "missing__family", "comparison")
    rows = rows.annotate(judged=Count("reviews", distinct=True))
    return _proposed(rows.order_by("-comparison__at", "remains__number", "rank", "id")[:MOST], sight)


def one_proposed(archive: Archive, identifier: str, *, sight: Sight = EVERYTHING) -> Proposed:
    """One proposal.

    Raises:
        NotOnRecord: there is none, or what it is of may not be seen.
    """
    from django.db.models import Count

    from accounted.record.models import Person, Proposal, Remains

    proposal(archive, identifier)  # or there is none at all
    rows: Any = Proposal.objects.filter(
        pk=identifier,
        remains__in=sight.entries(Remains.objects.all()),
        missing__person__in=sight.entries(Person.objects.all()),
    )
    rows = rows.select_related("remains", "missing__family", "comparison")
    found = _proposed(rows.annotate(judged=Count("reviews", distinct=True)), sight)
    if not found:
        raise NotOnRecord(f"{identifier}: there is no such proposal")
    return found[0]


def has_reviewed(archive: Archive, identifier: str, pseudonym: str | None) -> bool:
    """Whether this person has judged a proposal."""
    from accounted.record.models import ProposalReview

    archive.must_be_open()
    return bool(ProposalReview.objects.filter(proposal=identifier, reviewer=pseudonym or "").exists())


def _rows(sight: Sight) -> Any:
    from accounted.record.models import Identification, Person, Remains

    return sight.entries(Identification.objects.all()).filter(
        remains__in=sight.entries(Remains.objects.all()), person__in=sight.entries(Person.objects.all())
    )


def _told(rows: list[Any], sight: Sight, *, lines: bool = False) -> tuple[Identified, ...]:
    others = _of(((row.remains_id, row.person_id) for row in rows), sight)
    names = agents([who for row in rows for who in (row.first_reviewer, row.second_reviewer)], sight)
    return tuple(
        Identified(
            id=row.id,
            remains=others[row.remains_id],
            person=others[row.person_id],
            conclusion=row.conclusion,
            reviewers=(names[row.first_reviewer], names[row.second_reviewer]),
            decided_on=row.decided_on,
            entered_on=f"{row.created_at:%Y-%m-%d}",
            certificate=row.certificate if sight.names else None,
            notified_on=row.notified_on,
            notified_by=sight.name(row.notified_by) if row.notified_by else None,
            withdrawn=row.withdrawn,
            withdrawn_reason=row.withdrawn_reason if sight.names else None,
            proposal=row.proposal_id,
            confidentiality=row.confidentiality,
            lines=_lines(row.id, sight) if lines else (),
        )
        for row in rows
        if row.remains_id in others and row.person_id in others
    )


def _lines(identifier: str, sight: Sight) -> tuple[LineOfEvidence, ...]:
    from accounted.record.models import IdentificationLine

    rows = list(IdentificationLine.objects.filter(identification=identifier).order_by("id"))
    claims: dict[str, list[str]] = {}
    links = IdentificationLine.claims.through.objects.filter(identificationline_id__in=[r.pk for r in rows])
    for line, claim in links.order_by("id").values_list("identificationline_id", "claim_id"):
        claims.setdefault(line, []).append(claim)
    said = grounds((claim for told in claims.values() for claim in told), sight)
    return tuple(
        LineOfEvidence(
            method=row.method,
            result=row.result if sight.names else None,
            examiner=sight.name(row.examiner) if row.examiner else None,
            likelihood_ratio=row.likelihood_ratio,
            grounds=tuple(said[claim] for claim in claims.get(row.pk, ()) if claim in said),
        )
        for row in rows
    )


def _proposed(rows: Iterable[Any], sight: Sight) -> tuple[Proposed, ...]:
    from accounted.record.models import Identification, Reconciliation

    listed = list(rows)
    ids = [row.pk for row in listed]
    others = _of(((row.remains_id, row.missing.person_id) for row in listed), sight)
    reconciled = set(Reconciliation.objects.filter(proposal__in=ids).values_list("proposal_id", flat=True))
    concluded = dict(
        Identification.objects.filter(proposal__in=ids).order_by("id").values_list("proposal_id", "id")
    )
    return tuple(
        Proposed(
            told_proposal(row),
            others[row.remains_id],
            others[row.missing.person_id],
            row.pk in reconciled,
            concluded.get(row.pk),
        )
        for row in listed
        if row.remains_id in others and row.missing.person_id in others
    )


def _of(pairs: Iterable[tuple[str, str]], sight: Sight) -> dict[str, Reference]:
    wanted = [one for remains, person in pairs for one in (("Remains", remains), ("Person", person))]
    return references(wanted, sight)
