"""Samples, the consent that those of the living rest on, and their withdrawal.

What is decided here names codes only. Genotypes are sealed before (`accounted.record.genetics`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import entered, must_exist
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.decisions.testimonies import (
    GIVEN,
    ConsentGiven,
    check_consent,
    consent_row,
    consent_told,
)
from accounted.record.docket import Application, DecisionRefused, NotOnRecord, applies
from accounted.record.terms import bounds

if TYPE_CHECKING:
    from accounted.record.archive import Archive

OTHER_BASES = frozenset({"vital_interest", "public_interest", "legal_obligation"})


def allows(state: str, basis: str | None, purposes: Sequence[str], purpose: str) -> bool:
    """Whether a donor's answer allows a comparison for a purpose. Not asked is no (rule D-28)."""
    if purpose not in purposes:
        return False
    return state in GIVEN or (state == "not_needed" and basis in OTHER_BASES)


def take_sample(
    archive: Archive,
    code: str,
    *,
    loci: int,
    sealed_sha256: str,
    by: Reviewer,
    reason: str,
    remains: str | None = None,
    relative: str | None = None,
    consent: ConsentGiven | None = None,
    kind: str | None = None,
    taken_on: str | None = None,
    kit: str | None = None,
) -> str:
    """Put the sample behind a sealed profile on record: of remains, or of a relative who agreed to it.

    Raises:
        DecisionRefused: of neither or both, or a relative's consent does not allow to look for their missing.
    """
    must_be_a_person(by, "recording a sample")
    reason = must_have_reason(reason, "recording a sample")
    bounds(taken_on)
    if (remains is None) == (relative is None):
        raise DecisionRefused(f"{code}: a sample is of remains or of a relative; name one of them")
    if relative is not None:
        must_allow(code, consent)
    with archive.deciding() as docket:
        docket.rows.flush()
        if remains is not None:
            must_exist("Remains", remains)
        else:
            must_exist("Relative", relative)
        decision = docket.decide(
            "take_sample",
            {
                "code": code,
                "remains": remains,
                "relative": relative,
                "consent": None if consent is None else consent_told(consent),
                "kind": kind,
                "taken_on": taken_on,
                "kit": kit,
                "loci": loci,
                "sealed_sha256": sealed_sha256,
            },
            by=by.pseudonym,
            reason=reason,
            subject=("Sample", code),
        )
    return entered(decision, "Sample")


def must_allow(who: str, consent: ConsentGiven | None) -> None:
    """Refuse a relative's profile without an answer that lets us look for their missing.

    Raises:
        DecisionRefused: says what is lacking.
    """
    if consent is None:
        raise DecisionRefused(
            f"{who}: nothing says that this relative agreed; record their consent with its date and purposes"
        )
    check_consent(consent)
    if not allows(consent.state, consent.basis, consent.purposes, "identify_missing"):
        raise DecisionRefused(
            f"{who}: consent is {consent.state} for {', '.join(consent.purposes) or 'no purpose'}; a "
            "relative's profile is kept only with consent to identify_missing"
        )
    if consent.date is None:
        raise DecisionRefused(f"{who}: consent without a date; say when the relative agreed")


@applies("take_sample")
def _sample(decision: Application) -> None:
    from accounted.record.models import Sample

    content = dict(decision.content)
    consent = content.pop("consent")
    row = None if consent is None else consent_row(decision, consent)
    decision.new(
        Sample,
        id=entered(decision, "Sample"),
        remains_id=content.pop("remains"),
        relative_id=content.pop("relative"),
        consent_id=row,
        at=decision.at,
        by=decision.by,
        **content,
    )


def refuse_sample(archive: Archive, family: str, member: str, *, by: Reviewer, reason: str) -> None:
    """Log that a relative's profile was offered and not kept, and why. Nothing of it is held."""
    with archive.deciding() as docket:
        docket.decide(
            "refuse_sample",
            {"family": family, "member": member},
            by=by.pseudonym,
            reason=reason,
            event="refuse",
            subject=("Family", family),
        )


@applies("refuse_sample")
def _sample_refused(decision: Application) -> None:
    """A profile that was not kept makes no row; the decision itself is the trace."""


def answer_anew(archive: Archive, sample: str, consent: ConsentGiven, *, by: Reviewer, reason: str) -> str:
    """A donor's new answer on what their sample may be compared for. The earlier answers stay.

    Withdrawing altogether is `withdraw_samples`: that destroys the profile.
    """
    must_be_a_person(by, "changing consent")
    reason = must_have_reason(reason, "changing consent")
    check_consent(consent)
    if consent.state in ("withdrawn", "refused"):
        raise DecisionRefused(
            f"{sample}: the donor withdrew; that destroys the profile: accounted identify withdraw {sample}"
        )
    with archive.deciding() as docket:
        docket.rows.flush()
        row = held_sample(sample)
        if row.relative_id is None:
            raise DecisionRefused(f"{sample}: is of remains; nobody's consent is recorded for it")
        decision = docket.decide(
            "answer_anew",
            {"sample": row.id, "consent": consent_told(consent)},
            by=by.pseudonym,
            reason=reason,
            subject=("Sample", sample),
        )
    return decision.id


@applies("answer_anew")
def _answered(decision: Application) -> None:
    from accounted.record.models import Sample

    consent = consent_row(decision, decision.content["consent"])
    decision.change(Sample, decision.content["sample"], consent_id=consent)


def held_sample(code: str) -> Any:
    """The row of a sample that was not withdrawn.

    Raises:
        NotOnRecord: there is none, or it was withdrawn.
    """
    from accounted.record.models import Sample

    row = Sample.objects.filter(code=code).first()
    if row is None:
        raise NotOnRecord(f"{code}: there is no sample of that code")
    if row.withdrawn_at is not None:
        raise NotOnRecord(f"{code}: was withdrawn on {row.withdrawn_at:%Y-%m-%d}; nothing of it is held")
    return row


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What went with samples that were withdrawn. `identifications` stand, and should be looked at again."""

    samples: tuple[str, ...]
    comparisons: tuple[str, ...]
    proposals: tuple[str, ...]
    identifications: tuple[str, ...]


def withdraw_samples(
    archive: Archive, codes: Sequence[str], *, by: Reviewer, reason: str, on: str | None = None
) -> Withdrawn:
    """Withdraw samples: comparisons and proposals that were computed from them are withdrawn with them.

    Destroy key and sealed data right after (`genetics.Vault.settle`). What two people decided stands: it is
    theirs to look at again.

    Raises:
        NotOnRecord: no such sample, or it was withdrawn already.
    """
    from accounted.record.models import Comparison, Identification, Proposal

    must_be_a_person(by, "withdrawing samples")
    reason = must_have_reason(reason, "withdrawing samples")
    with archive.deciding() as docket:
        docket.rows.flush()
        rows = [held_sample(code) for code in codes]
        day = on or f"{archive.now():%Y-%m-%d}"
        bounds(day)
        gone = {row.code for row in rows}
        comparisons = [
            one.id
            for one in Comparison.objects.filter(withdrawn_at__isnull=True)
            if gone & {sample["code"] for sample in one.samples}
        ]
        proposals = list(Proposal.objects.filter(comparison_id__in=comparisons).values_list("id", flat=True))
        standing = Identification.objects.filter(proposal_id__in=proposals, withdrawn=False)
        docket.decide(
            "withdraw_samples",
            {
                "samples": {row.id: row.consent_id for row in rows},
                "comparisons": comparisons,
                "proposals": proposals,
                "on": day,
            },
            by=by.pseudonym,
            reason=reason,
            subject=("Sample", codes[0]) if len(codes) == 1 else None,
        )
        return Withdrawn(
            tuple(codes), tuple(comparisons), tuple(proposals), tuple(standing.values_list("id", flat=True))
        )


@applies("withdraw_samples")
def _samples_withdrawn(decision: Application) -> None:
    from accounted.record.models import Comparison, Consent, Proposal, Sample

    content = decision.content
    decision.rows.flush()
    for sample, consent in content["samples"].items():
        columns: dict[str, Any] = {"withdrawn_at": decision.at, "withdrawn_reason": decision.reason}
        if consent is not None:
            before = Consent.objects.get(pk=consent)
            told = {
                name: getattr(before, name)
                for name in (
                    "basis",
                    "asked_by",
                    "language",
                    "text_version",
                    "information_given",
                    "date",
                    "guardian",
                )
            }
            told |= {"state": "withdrawn", "scopes": {}, "purposes": [], "withdrawn_on": content["on"]}
            columns["consent_id"] = consent_row(decision, told)
        decision.change(Sample, sample, **columns)
    Comparison.objects.filter(pk__in=content["comparisons"]).update(withdrawn_at=decision.at)
    # what was decided is said by the identification; of a proposal nothing can be computed again
    Proposal.objects.filter(pk__in=content["proposals"]).update(state="withdrawn")
