"""Samples, proposals and identifications on record, as far as who asks may see them. No genotype is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.docket import NotOnRecord

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.decisions.reviewers import Reviewer

STATES = ("open", "decided", "reversed", "withdrawn")


@dataclass(frozen=True, slots=True)
class ProposalOnRecord:
    """That remains may be a missing person's. `missing` is the code of the member: F-…/3.

    `judged` is how many people have judged it; what they concluded is in `reviews_of`.
    """

    id: str
    body: str
    missing: str
    person: str
    state: str
    rank: int
    posterior: float
    not_listed: float
    log10_ratio: float | None
    log10_generalised: float | None
    alternatives: tuple[str, ...]
    judged: int
    comparison: str
    method: str
    on: str  # the day of the comparison


@dataclass(frozen=True, slots=True)
class SampleOnRecord:
    """A sample by its code. `of` is the number of remains, or the code of a family's member: F-…/3."""

    code: str
    of: str
    loci: int
    consent: str | None  # consent_state; None for remains
    purposes: tuple[str, ...]
    taken_on: str | None
    withdrawn_on: str | None

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "purposes": list(self.purposes)}


@dataclass(frozen=True, slots=True)
class ComparisonOnRecord:
    """A comparison, with everything needed to run it again; digests and codes only."""

    id: str
    method: str
    purpose: str
    engine: str
    frequencies: str
    parameters: Mapping[str, Any]
    samples: int
    families: int
    inputs_sha256: str
    result_sha256: str
    set_aside: tuple[Mapping[str, str], ...]
    on: str
    withdrawn_on: str | None


@dataclass(frozen=True, slots=True)
class ReviewOfProposal:
    """What one named person concluded, and why."""

    reviewer: str
    conclusion: str
    reason: str
    on: str


@dataclass(frozen=True, slots=True)
class ReviewsSeen:
    """The reviews of a proposal as one person may see them. `hidden` of them are not shown yet."""

    shown: tuple[ReviewOfProposal, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class IdentificationOnRecord:
    """Whose remains, as two people concluded; `reversed_for` why it was taken back, if it was."""

    id: str
    body: str
    person: str
    conclusion: str
    on: str
    reviewers: tuple[str, str]
    proposal: str | None
    reversed_for: str | None


@dataclass(frozen=True, slots=True)
class IdentifyingCounts:
    """How far identification is, in numbers alone: what anybody may know of it."""

    bodies_sampled: int = 0
    families: int = 0
    missing: int = 0
    donors: int = 0
    withdrawn: int = 0
    comparisons: int = 0
    proposals_open: int = 0
    established: int = 0
    probable: int = 0
    reversed: int = 0

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.bodies_sampled or self.families or self.established or self.reversed)


def proposals(
    archive: Archive, *, state: str | None = None, body: str | None = None, comparison: str | None = None
) -> tuple[ProposalOnRecord, ...]:
    """Proposals, the newest comparison first, then by body and rank."""
    from django.db.models import Count

    from accounted.record.models import Proposal

    archive.must_be_open()
    rows: Any = Proposal.objects.select_related("remains", "missing__family", "comparison")
    rows = rows.annotate(judged=Count("reviews"))
    if state is not None:
        rows = rows.filter(state=state)
    if body is not None:
        rows = rows.filter(remains__number=body)
    if comparison is not None:
        rows = rows.filter(comparison_id=comparison)
    return tuple(map(told_proposal, rows.order_by("-comparison__at", "remains__number", "rank", "id")))


def proposal(archive: Archive, identifier: str) -> ProposalOnRecord:
    """One proposal.

    Raises:
        NotOnRecord: there is none.
    """
    from django.db.models import Count

    from accounted.record.models import Proposal

    archive.must_be_open()
    rows: Any = Proposal.objects.select_related("remains", "missing__family", "comparison")
    row = rows.annotate(judged=Count("reviews")).filter(pk=identifier).first()
    if row is None:
        raise NotOnRecord(f"{identifier}: there is no such proposal; see accounted identify proposals")
    return told_proposal(row)


def told_proposal(row: Any) -> ProposalOnRecord:
    """A row of proposals, with how many have judged it, as plain data."""
    return ProposalOnRecord(
        id=row.id,
        body=row.remains.number or row.remains_id,
        missing=f"{row.missing.family.code}/{row.missing.member}",
        person=row.missing.person_id,
        state=row.state,
        rank=row.rank,
        posterior=row.posterior,
        not_listed=row.not_listed,
        log10_ratio=row.log10_ratio,
        log10_generalised=row.log10_generalised,
        alternatives=tuple(row.alternatives),
        judged=row.judged,
        comparison=row.comparison_id,
        method=row.comparison.method,
        on=f"{row.comparison.at:%Y-%m-%d}",
    )


def samples(archive: Archive, *, family: str | None = None) -> tuple[SampleOnRecord, ...]:
    """Samples by their codes: of remains first, then of relatives; withdrawn ones are among them."""
    from accounted.record.models import Sample

    archive.must_be_open()
    rows: Any = Sample.objects.select_related("remains", "relative__family", "consent")
    if family is not None:
        rows = rows.filter(relative__family__code=family)
    found = [
        SampleOnRecord(
            code=row.code,
            of=(row.remains.number or row.remains_id)
            if row.remains is not None
            else f"{row.relative.family.code}/{row.relative.member}",
            loci=row.loci,
            consent=None if row.consent is None else row.consent.state,
            purposes=() if row.consent is None else tuple(row.consent.purposes),
            taken_on=row.taken_on,
            withdrawn_on=None if row.withdrawn_at is None else f"{row.withdrawn_at:%Y-%m-%d}",
        )
        for row in rows.order_by("id")
    ]
    return tuple(sorted(found, key=lambda one: (one.consent is not None, one.of, one.code)))


def comparison(archive: Archive, identifier: str) -> ComparisonOnRecord:
    """One comparison.

    Raises:
        NotOnRecord: there is none.
    """
    from accounted.record.models import Comparison

    archive.must_be_open()
    row = Comparison.objects.select_related("frequencies").filter(pk=identifier).first()
    if row is None:
        raise NotOnRecord(f"{identifier}: there is no such comparison on record")
    return ComparisonOnRecord(
        id=row.id,
        method=row.method,
        purpose=row.purpose,
        engine=row.engine,
        frequencies=f"{row.frequencies.name} {row.frequencies.version}",
        parameters=row.parameters,
        samples=len(row.samples),
        families=len(row.families),
        inputs_sha256=row.inputs_sha256,
        result_sha256=row.result_sha256,
        set_aside=tuple(row.set_aside),
        on=f"{row.at:%Y-%m-%d}",
        withdrawn_on=None if row.withdrawn_at is None else f"{row.withdrawn_at:%Y-%m-%d}",
    )


def conflicts_of(archive: Archive, identifier: str) -> tuple[tuple[str, str], ...]:
    """What the record itself shows to conflict in a proposal: (method, in words)."""
    from accounted.record.decisions.concluding import conflicts_on_record
    from accounted.record.models import Proposal

    proposal(archive, identifier)
    row = Proposal.objects.select_related("remains", "missing__person").get(pk=identifier)
    return tuple(conflicts_on_record(row))


def reviews_of(archive: Archive, identifier: str, *, seen_by: Reviewer | None) -> ReviewsSeen:
    """What was concluded of a proposal, for who may see it.

    While it is open, only for people who have judged it themselves: nobody who has still to judge sees what
    another concluded, and nobody unnamed does.
    """
    from accounted.record.models import Agent, Proposal

    proposal(archive, identifier)
    row: Any = Proposal.objects.prefetch_related("reviews").get(pk=identifier)
    reviews = list(row.reviews.all())
    judged = seen_by is not None and any(one.reviewer == seen_by.pseudonym for one in reviews)
    if row.state == "open" and not judged:
        return ReviewsSeen((), len(reviews))
    names = dict(Agent.objects.values_list("pseudonym", "name"))
    return ReviewsSeen(
        tuple(
            ReviewOfProposal(
                names.get(one.reviewer) or one.reviewer, one.conclusion, one.reason, f"{one.at:%Y-%m-%d}"
            )
            for one in reviews
        ),
        0,
    )


def reconciliation_of(archive: Archive, identifier: str) -> Mapping[str, Any] | None:
    """The newest reconciliation of a proposal: what agrees, conflicts and is missing."""
    from accounted.record.models import Reconciliation

    archive.must_be_open()
    row = Reconciliation.objects.filter(proposal_id=identifier).order_by("at", "id").last()
    if row is None:
        return None
    return {"agrees": row.agrees, "conflicts": row.conflicts, "missing": row.missing}


def identifications(archive: Archive) -> tuple[IdentificationOnRecord, ...]:
    """Every identification, reversed ones included, in the order in which they were made."""
    from accounted.record.models import Agent, Identification

    archive.must_be_open()
    names = dict(Agent.objects.values_list("pseudonym", "name"))
    rows: Any = Identification.objects.select_related("remains").order_by("created_at", "id")
    return tuple(
        IdentificationOnRecord(
            id=row.id,
            body=row.remains.number or row.remains_id,
            person=row.person_id,
            conclusion=row.conclusion,
            on=row.decided_on or f"{row.created_at:%Y-%m-%d}",
            reviewers=(
                names.get(row.first_reviewer) or row.first_reviewer,
                names.get(row.second_reviewer) or row.second_reviewer,
            ),
            proposal=row.proposal_id,
            reversed_for=row.withdrawn_reason if row.withdrawn else None,
        )
        for row in rows
    )


def identifying_counts(archive: Archive) -> IdentifyingCounts:
    """How far identification is, in numbers alone."""
    from accounted.record.models import (
        Comparison,
        Family,
        Identification,
        Proposal,
        Relative,
        Sample,
    )

    archive.must_be_open()
    held = Sample.objects.filter(withdrawn_at__isnull=True)
    standing = Identification.objects.filter(withdrawn=False)
    return IdentifyingCounts(
        bodies_sampled=held.filter(remains__isnull=False).values("remains").distinct().count(),
        families=Family.objects.count(),
        missing=Relative.objects.filter(missing=True).count(),
        donors=held.filter(relative__isnull=False).values("relative").distinct().count(),
        withdrawn=Sample.objects.filter(withdrawn_at__isnull=False).count(),
        comparisons=Comparison.objects.count(),
        proposals_open=Proposal.objects.filter(state="open").count(),
        established=standing.filter(conclusion="established").count(),
        probable=standing.filter(conclusion="probable").count(),
        reversed=Identification.objects.filter(withdrawn=True).count(),
    )
