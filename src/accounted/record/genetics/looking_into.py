"""What stands behind a proposal, and whether families are as they say: shown by who asks.

That a family's genes and its stated relations do not agree can hurt people who never asked (a father is not
the father). It is shown to nobody but those with the role geneticist; others learn that somebody should look.
Opening profiles is logged first.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.proposing import open_profiles, refuse_comparison
from accounted.record.docket import DecisionRefused
from accounted.record.genetics.comparing import frequency_set
from accounted.record.genetics.gathering import NOT_AGREED, PURPOSE, Chosen, Gathered, choose, gather

if TYPE_CHECKING:
    from accounted.identifying.case_files import Case
    from accounted.record.archive import Archive
    from accounted.record.decisions.reviewers import Reviewer
    from accounted.record.genetics.vault import Vault

MINIMUM = 0.001  # the frequency of an allele that the frequency set does not hold
FOR_ALL = ("body", "family", "missing", "log10_lr", "loci_compared")


def explain_pair(
    archive: Archive,
    vault: Vault,
    body: str,
    missing: str,
    *,
    by: Reviewer,
    reason: str,
    frequencies: str | None = None,
) -> dict[str, Any]:
    """What the genes say of remains and a missing person, both of this archive.

    `missing` is a code as a proposal has it: F-…/3. In all, for everybody; locus by locus, with what
    excludes, for geneticists.

    Raises:
        NotOnRecord: there are no such remains, or there is no such family.
        DecisionRefused: nobody of that family agreed to it, or the member is not missing.
    """
    from accounted.identifying.explaining import explain
    from accounted.record.queries.identifying import proposals

    family = missing.partition("/")[0]
    chosen = choose(archive, bodies=[body], families=[family], identified_too=True)
    if missing not in chosen.missing:
        raise DecisionRefused(
            f"{missing}: is nobody who is missing in this archive and can be compared; see accounted "
            "identify proposals"
        )
    case = as_case(_opened(archive, vault, chosen, PURPOSE, frequencies, by=by, reason=reason))
    found = explain(case, body, family, missing)
    data = found.as_data()
    shown = data if by.may_see_relations else {name: data[name] for name in FOR_ALL}
    # Prior and posterior are of a comparison with everybody, not of this pair by itself.
    for name in ("posterior", "not_listed", "prior", "alternatives", "words"):
        shown.pop(name, None)
    shown["proposals"] = [
        {
            "proposal": one.id,
            "method": one.method,
            "on": one.on,
            "posterior": one.posterior,
            "not_listed": one.not_listed,
            "cannot_be_told_from": list(one.alternatives),
            "state": one.state,
        }
        for one in proposals(archive, body=body)
        if one.missing == missing
    ]
    return shown


def check_families(
    archive: Archive,
    vault: Vault,
    *,
    by: Reviewer,
    reason: str,
    families: Collection[str] | None = None,
    frequencies: str | None = None,
) -> list[dict[str, Any]]:
    """Whether families are as they say, and profiles are whose they should be: findings as data.

    Only with the donors' consent to check_relations. Who is not a geneticist is told which family somebody
    should look at, and nothing else of it.
    """
    from accounted.identifying.quality.checks import check
    from accounted.identifying.quality.findings import for_general_roles

    chosen = choose(archive, families=families, purpose="check_relations", identified_too=True)
    if refused := [one["code"] for one in chosen.set_aside if one["reason"] == NOT_AGREED]:
        refuse_comparison(archive, "check_relations", refused, by=by, reason=NOT_AGREED)
    case = as_case(_opened(archive, vault, chosen, "check_relations", frequencies, by=by, reason=reason))
    findings = check(case).findings
    shown = findings if by.may_see_relations else for_general_roles(findings)
    return [one.as_data() for one in shown]


def _opened(
    archive: Archive,
    vault: Vault,
    chosen: Chosen,
    purpose: str,
    frequencies: str | None,
    *,
    by: Reviewer,
    reason: str,
) -> Gathered:
    held = frequency_set(archive, frequencies)
    open_profiles(archive, purpose, chosen.samples, by=by, reason=reason)
    return gather(archive, vault, chosen, held, MINIMUM, both=purpose == PURPOSE)


def as_case(gathered: Gathered) -> Case:
    """What was gathered as a case of the engine."""
    from accounted.identifying.case_files import Case

    return Case("archive", gathered.loci, gathered.bodies, gathered.families, None)
