"""Families of the missing, and the allele frequencies they are compared by. Codes name nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import entered, must_exist
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, applies

if TYPE_CHECKING:
    from accounted.record.archive import Archive


def record_family(
    archive: Archive,
    code: str,
    pedigree: Sequence[Mapping[str, Any]],
    *,
    people: Mapping[str, str],
    missing: Sequence[str],
    sealed_sha256: str,
    by: Reviewer,
    reason: str,
) -> str:
    """Put a family on record: who descends from whom, who of it is missing and who gave samples.

    `people` gives the person on record of a member. A family of which nobody is missing is none of ours:
    nothing here can search for anyone else.

    Raises:
        DecisionRefused: nobody of it is missing, or a missing or typed member is no person on record.
    """
    must_be_a_person(by, "recording a family")
    reason = must_have_reason(reason, "recording a family")
    members = {str(one["id"]) for one in pedigree}
    if not missing:
        raise DecisionRefused(
            f"family {code}: nobody of it is missing; only families who look for somebody are recorded"
        )
    for member in missing:
        if member not in people:
            raise DecisionRefused(f"family {code}: {member} is missing, but no person on record is named")
    if strange := sorted(set(people) - members):
        raise DecisionRefused(f"family {code}: {strange[0]} is no member of its pedigree")
    with archive.deciding() as docket:
        docket.rows.flush()
        for person in people.values():
            must_exist("Person", person)
        decision = docket.decide(
            "record_family",
            {
                "code": code,
                "pedigree": [dict(one) for one in pedigree],
                "people": dict(people),
                "missing": list(missing),
                "sealed_sha256": sealed_sha256,
            },
            by=by.pseudonym,
            reason=reason,
            subject=("Family", code),
        )
    return entered(decision, "Family")


@applies("record_family")
def _family(decision: Application) -> None:
    from accounted.record.models import Family, Relative

    content = decision.content
    family = entered(decision, "Family")
    decision.new(
        Family,
        id=family,
        code=content["code"],
        pedigree=content["pedigree"],
        sealed_sha256=content["sealed_sha256"],
        at=decision.at,
        by=decision.by,
    )
    for member, person in content["people"].items():
        decision.new(
            Relative,
            family_id=family,
            member=member,
            person_id=person,
            missing=member in content["missing"],
        )


def add_relative(
    archive: Archive, family: str, member: str, person: str, *, by: Reviewer, reason: str
) -> str:
    """A member of a family on record who gives a sample now; the identifier of the relative."""
    must_be_a_person(by, "recording a relative")
    with archive.deciding() as docket:
        docket.rows.flush()
        must_exist("Person", person)
        row = must_exist("Family", family)
        if member not in {one["id"] for one in row.pedigree}:
            raise DecisionRefused(f"family {row.code}: {member} is no member of its pedigree")
        decision = docket.decide(
            "add_relative",
            {"family": family, "member": member, "person": person},
            by=by.pseudonym,
            reason=must_have_reason(reason, "recording a relative"),
            subject=("Family", row.code),
        )
    return entered(decision, "Relative")


@applies("add_relative")
def _relative(decision: Application) -> None:
    from accounted.record.models import Relative

    content = decision.content
    decision.new(
        Relative,
        id=entered(decision, "Relative"),
        family_id=content["family"],
        member=content["member"],
        person_id=content["person"],
    )


def keep_frequencies(
    archive: Archive,
    code: str,
    *,
    name: str,
    version: str,
    loci: int,
    sealed_sha256: str,
    by: Reviewer,
    reason: str,
    source: str | None = None,
    population: str | None = None,
    mutation: str | None = None,
) -> str:
    """Put a sealed set of allele frequencies on record by name and version."""
    must_be_a_person(by, "keeping frequencies")
    content = {
        "code": code,
        "name": name,
        "version": version,
        "source": source,
        "population": population,
        "mutation": mutation,
        "loci": loci,
        "sealed_sha256": sealed_sha256,
    }
    with archive.deciding() as docket:
        decision = docket.decide(
            "keep_frequencies",
            content,
            by=by.pseudonym,
            reason=must_have_reason(reason, "keeping frequencies"),
            subject=("FrequencySet", code),
        )
    return entered(decision, "FrequencySet")


@applies("keep_frequencies")
def _frequencies(decision: Application) -> None:
    from accounted.record.models import FrequencySet

    identifier = entered(decision, "FrequencySet")
    decision.new(FrequencySet, id=identifier, at=decision.at, by=decision.by, **decision.content)
