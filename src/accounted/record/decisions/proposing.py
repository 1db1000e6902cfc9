"""Comparisons and the proposals that come of them. A machine proposes; what it proposed can be run again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import entered
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, applies
from accounted.record.terms import check_code

if TYPE_CHECKING:
    from accounted.record.archive import Archive


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison as it is put on record: what went in, how, and a digest of what came out."""

    method: str  # screen, joint
    purpose: str
    engine: str
    frequencies: str  # identifier of the FrequencySet
    parameters: Mapping[str, Any]
    samples: Sequence[Mapping[str, str]]
    families: Sequence[Mapping[str, str]]
    inputs_sha256: str
    result_sha256: str
    set_aside: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Proposed:
    """One pair as it is put on record; remains and missing are identifiers of rows."""

    remains: str
    missing: str
    rank: int
    posterior: float
    not_listed: float
    log10_ratio: float | None = None
    log10_generalised: float | None = None
    alternatives: Sequence[str] = ()


def propose(
    archive: Archive, compared: Compared, proposed: Sequence[Proposed], *, by: Reviewer, reason: str
) -> str:
    """Put a comparison and its proposals on record; the identifier of the comparison.

    No likelihood of a single locus is among them, and no allele: those are computed again when they are
    asked for, by who has the key.
    """
    must_be_a_person(by, "comparing genetic data")
    reason = must_have_reason(reason, "comparing genetic data")
    check_code("comparison_purpose", compared.purpose)
    content = {
        "method": compared.method,
        "purpose": compared.purpose,
        "engine": compared.engine,
        "frequencies": compared.frequencies,
        "parameters": dict(compared.parameters),
        "samples": [dict(one) for one in compared.samples],
        "families": [dict(one) for one in compared.families],
        "inputs_sha256": compared.inputs_sha256,
        "result_sha256": compared.result_sha256,
        "set_aside": [dict(one) for one in compared.set_aside],
        "proposals": [
            {
                "remains": one.remains,
                "missing": one.missing,
                "rank": one.rank,
                "posterior": one.posterior,
                "not_listed": one.not_listed,
                "log10_ratio": one.log10_ratio,
                "log10_generalised": one.log10_generalised,
                "alternatives": list(one.alternatives),
            }
            for one in proposed
        ],
    }
    with archive.deciding() as docket:
        decision = docket.decide(
            "propose",
            content,
            by=by.pseudonym,
            reason=reason,
            tool=compared.engine,
        )
    return entered(decision, "Comparison")


@applies("propose")
def _proposed(decision: Application) -> None:
    from accounted.record.models import Comparison, Proposal

    content = dict(decision.content)
    proposals = content.pop("proposals")
    comparison = entered(decision, "Comparison")
    frequencies = content.pop("frequencies")
    decision.new(
        Comparison,
        id=comparison,
        frequencies_id=frequencies,
        at=decision.at,
        by=decision.by,
        **content,
    )
    for told in proposals:
        columns = dict(told)
        decision.new(
            Proposal,
            comparison_id=comparison,
            remains_id=columns.pop("remains"),
            missing_id=columns.pop("missing"),
            **columns,
        )


def refuse_comparison(
    archive: Archive, purpose: str, samples: Sequence[str], *, by: Reviewer, reason: str
) -> None:
    """Log that a comparison was asked for and refused: some of its samples are not consented for it."""
    with archive.deciding() as docket:
        docket.decide(
            "refuse_comparison",
            {"purpose": purpose, "samples": list(samples)},
            by=by.pseudonym,
            reason=reason,
            event="refuse",
        )


@applies("refuse_comparison")
def _comparison_refused(decision: Application) -> None:
    """A comparison that was refused makes no row; the decision itself is the trace."""


def open_profiles(
    archive: Archive, purpose: str, samples: Sequence[str], *, by: Reviewer, reason: str
) -> None:
    """Log that sealed profiles are opened, by whom and what for, before anything of them is shown."""
    must_be_a_person(by, "opening genetic data")
    reason = must_have_reason(reason, "opening genetic data")
    check_code("comparison_purpose", purpose)
    with archive.deciding() as docket:
        docket.decide(
            "open_profiles",
            {"purpose": purpose, "samples": list(samples)},
            by=by.pseudonym,
            reason=reason,
            event="unseal",
        )


@applies("open_profiles")
def _profiles_opened(decision: Application) -> None:
    """Opening sealed profiles changes no row; the decision itself is the trace."""
