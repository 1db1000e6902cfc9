"""What people conclude.

Verification by two, hypotheses, the method of the project, and what law may call an act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import must_be_claims, must_exist, value_row
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.decisions.sourcing import independent_roots
from accounted.record.docket import Application, DecisionRefused, applies
from accounted.record.terms import PROVEN, check_code

if TYPE_CHECKING:
    from accounted.record.archive import Archive

VERIFIABLE = ("Person", "Incident", "Act", "Site")
MINIMUM_SOURCES = 2


def assess(
    archive: Archive,
    kind: str,
    identifier: str,
    *,
    question: str,
    status: str,
    standard: str,
    claims: Sequence[str],
    first: Reviewer,
    reason: str,
    second: Reviewer | None = None,
    grade: str | None = None,
    confidence: str | None = None,
    resolved: tuple[int | None, int | None, int | None] = (None, None, None),
    method: str | None = None,
    gaps: str | None = None,
    dissent: str | None = None,
) -> str:
    """A judgement on a person, incident, act or site. The newest counts; the earlier ones stay.

    `verified` needs two different named reviewers, at least as many independent sources as the project's
    methodology asks for (two by default), and a standard of reasonable grounds or more (rule D-06). A denial
    among the claims neither prevents it nor counts as a source for it (rule D-17).

    Raises:
        DecisionRefused: any of this is missing.
    """
    must_be_a_person(first, "an assessment")
    reason = must_have_reason(reason, "an assessment")
    if kind not in VERIFIABLE:
        raise DecisionRefused(f"assessment: of a {kind}; it is of a {', '.join(VERIFIABLE)}")
    check_code("verification_status", status)
    check_code("standard_of_proof", standard)
    check_code("airwars_grade", grade)
    check_code("confidence", confidence)
    stated = [n for n in resolved if n is not None]
    if stated != sorted(stated):
        raise DecisionRefused(f"assessment: low, best, high {resolved} are not in order (rule D-02)")
    with archive.deciding() as docket:
        docket.rows.flush()
        must_exist(kind, identifier)
        must_be_claims(claims, where="assessment")
        if status == "verified":
            _must_be_two(first, second)
            _must_be_verifiable(standard, claims)
        roots = independent_roots(_supporting(claims))
        version, _ = _methodology()
        decision = docket.decide(
            "assess",
            {
                "kind": kind,
                "id": identifier,
                "question": question,
                "status": status,
                "standard": standard,
                "claims": list(claims),
                "second": second.pseudonym if second else None,
                "grade": grade,
                "confidence": confidence,
                "resolved": list(resolved),
                "method": method,
                "gaps": gaps,
                "dissent": dissent,
                "independent_sources": sorted(roots),
                "methodology_version": version,
            },
            by=first.pseudonym,
            reason=reason,
            subject=(kind, identifier),
        )
    return decision.id


def may_be_verified(kind: str, identifier: str, standard: str, claims: Sequence[str]) -> None:
    """Whether two people could find this verified, on these claims and to this standard (rule D-06).

    Raises:
        DecisionRefused, NotOnRecord: as `assess` says.
    """
    if kind not in VERIFIABLE:
        raise DecisionRefused(f"assessment: of a {kind}; it is of a {', '.join(VERIFIABLE)}")
    check_code("standard_of_proof", standard)
    must_exist(kind, identifier)
    must_be_claims(claims, where="assessment")
    _must_be_verifiable(standard, claims)


def _supporting(claims: Sequence[str]) -> list[str]:
    from accounted.record.models import Claim

    rows = Claim.objects.filter(pk__in=list(claims)).exclude(kind="denial").exclude(modality="denies")
    return list(rows.order_by("id").values_list("id", flat=True))


def _methodology() -> tuple[str, int]:
    from accounted.record.models import Methodology

    newest = Methodology.objects.order_by("at", "id").last()
    return (newest.version, newest.minimum_sources) if newest else ("default", MINIMUM_SOURCES)


def _must_be_two(first: Reviewer, second: Reviewer | None) -> None:
    if second is None:
        raise DecisionRefused("assessment: verified needs two named reviewers (rule D-06); one is given")
    must_be_a_person(second, "an assessment")
    if second.pseudonym == first.pseudonym:
        raise DecisionRefused(
            "assessment: verified needs two different reviewers (rule D-06); they are the same person"
        )


def _must_be_verifiable(standard: str, claims: Sequence[str]) -> None:
    if standard not in PROVEN:
        raise DecisionRefused(
            f"assessment: verified needs a standard of reasonable_grounds or more (rule D-06), not {standard}"
        )
    supporting = _supporting(claims)
    roots = independent_roots(supporting)
    _, minimum = _methodology()
    if len(roots) < minimum:
        raise DecisionRefused(
            f"assessment: verified needs {minimum} independent sources (rule D-06); the "
            f"{len(supporting)} claims lead to "
            f"{len(roots)} (claims that nobody attributed to a source lead to none, rule D-04)"
        )


@applies("assess")
def _assessed(decision: Application) -> None:
    from accounted.record import models

    content = decision.content
    low, best, high = content["resolved"]
    row = decision.new(
        models.Assessment,
        subject_kind=content["kind"],
        subject_id=content["id"],
        question=content["question"],
        method=content["method"],
        independent_sources=content["independent_sources"],
        status=content["status"],
        standard=content["standard"],
        grade=content["grade"],
        confidence=content["confidence"],
        range_low=low,
        range_best=best,
        range_high=high,
        gaps=content["gaps"],
        dissent=content["dissent"],
        methodology_version=content["methodology_version"],
        first_reviewer=decision.by,
        second_reviewer=content["second"],
        at=decision.at,
    )
    decision.rows.link(row, "claims", content["claims"])
    columns = {"verification": content["status"], "standard": content["standard"]}
    if content["kind"] == "Site":
        columns["alleged"] = content["status"] != "verified"
    if content["kind"] == "Incident":
        columns["grade"] = content["grade"]
    decision.change(getattr(models, content["kind"]), content["id"], **columns)
    for name in ("verification", "standard"):
        value_row(
            decision,
            content["kind"],
            content["id"],
            name,
            {"value": columns[name], "claims": content["claims"], "ground": decision.reason, "rule": "D-06"},
        )


def set_methodology(
    archive: Archive,
    version: str,
    *,
    by: Reviewer,
    reason: str,
    minimum_sources: int = MINIMUM_SOURCES,
    **told: Any,
) -> str:
    """Write down the method from now on: scope, sources, thresholds, vague numbers.

    Raises:
        DecisionRefused: no sources at all asked for, a version used before, or a field that does not exist.
    """
    from accounted.record.models import Methodology

    must_be_a_person(by, "setting the methodology")
    reason = must_have_reason(reason, "setting the methodology")
    if minimum_sources < 1:
        raise DecisionRefused("methodology: at least one source is needed to verify anything")
    names = {f.name for f in Methodology._meta.fields} - {"id", "at", "by", "decision", "version"}
    if unknown := sorted(set(told) - names):
        raise DecisionRefused(
            f"methodology: there is no field {unknown[0]!r}; the fields are {', '.join(sorted(names))}"
        )
    with archive.deciding() as docket:
        docket.rows.flush()
        if Methodology.objects.filter(version=version).exists():
            raise DecisionRefused(f"methodology: version {version} exists; a change is a new version")
        decision = docket.decide(
            "set_methodology",
            {"version": version, "minimum_sources": minimum_sources, **told},
            by=by.pseudonym,
            reason=reason,
            subject=("Methodology", version),
        )
    return decision.id


@applies("set_methodology")
def _methodology_set(decision: Application) -> None:
    from accounted.record.models import Methodology

    decision.new(Methodology, at=decision.at, by=decision.by, **decision.content)


def suppose(
    archive: Archive,
    question: str,
    answer: str,
    *,
    by: Reviewer,
    ground: str,
    supporting: Sequence[str] = (),
    contradicting: Sequence[str] = (),
    state: str = "open",
    supersedes: str | None = None,
) -> str:
    """A hypothesis with what speaks for it and against it.

    A new state is a new row that names the old one.
    """
    must_be_a_person(by, "a hypothesis")
    ground = must_have_reason(ground, "a hypothesis")
    if state not in ("open", "favoured", "rejected"):
        raise DecisionRefused(f"hypothesis: state {state!r}; it is open, favoured or rejected")
    with archive.deciding() as docket:
        docket.rows.flush()
        must_be_claims([*supporting, *contradicting], where="hypothesis")
        if supersedes is not None:
            must_exist("Hypothesis", supersedes)
        decision = docket.decide(
            "suppose",
            {
                "question": question,
                "answer": answer,
                "supporting": list(supporting),
                "contradicting": list(contradicting),
                "state": state,
                "supersedes": supersedes,
            },
            by=by.pseudonym,
            reason=ground,
        )
    return decision.id


@applies("suppose")
def _supposed(decision: Application) -> None:
    from accounted.record.models import Hypothesis

    content = decision.content
    row = decision.new(
        Hypothesis,
        question=content["question"],
        answer=content["answer"],
        state=content["state"],
        ground=decision.reason,
        by=decision.by,
        at=decision.at,
        supersedes_id=content["supersedes"],
    )
    decision.rows.link(row, "supporting", content["supporting"])
    decision.rows.link(row, "contradicting", content["contradicting"])


def qualify(
    archive: Archive,
    act: str,
    article: str,
    *,
    by: Reviewer,
    ground: str,
    elements: Sequence[Mapping[str, Any]] = (),
    standard: str = "none",
    body: str | None = None,
) -> str:
    """Propose what law may call an act: a separate act by a named person, never a source's word (rule D-19).

    Raises:
        DecisionRefused: the person does not have the legal role, or an element in no known state.
    """
    must_be_a_person(by, "a legal qualification")
    ground = must_have_reason(ground, "a legal qualification")
    if "legal" not in by.roles:
        raise DecisionRefused(
            f"legal qualification: proposed only by a person with the legal role (rule D-19), "
            f"{by.name or by.pseudonym} has: {', '.join(sorted(by.roles)) or 'none'}"
        )
    check_code("standard_of_proof", standard)
    for element in elements:
        if element.get("state") not in ("supported", "contradicted", "not_addressed"):
            raise DecisionRefused(
                f"legal qualification: element {element.get('no')}: state {element.get('state')!r}"
            )
    with archive.deciding() as docket:
        docket.rows.flush()
        must_exist("Act", act)
        must_be_claims((c for e in elements for c in e.get("claims", ())), where="legal qualification")
        decision = docket.decide(
            "qualify",
            {
                "act": act,
                "article": article,
                "elements": [dict(e) for e in elements],
                "standard": standard,
                "body": body,
            },
            by=by.pseudonym,
            reason=ground,
            subject=("Act", act),
        )
        docket.rows.flush()
    from accounted.record.models import LegalQualification

    identifier: str = LegalQualification.objects.values_list("id", flat=True).get(decision_id=decision.id)
    return identifier


def decide_qualification(
    archive: Archive, qualification: str, *, adopted: bool, by: Reviewer, reason: str
) -> str:
    """Adopt or reject a proposed qualification: another named person with the legal role."""
    must_be_a_person(by, "deciding on a legal qualification")
    reason = must_have_reason(reason, "deciding on a legal qualification")
    if "legal" not in by.roles:
        raise DecisionRefused("legal qualification: decided only by a person with the legal role (rule D-19)")
    with archive.deciding() as docket:
        docket.rows.flush()
        row = must_exist("LegalQualification", qualification)
        if row.status != "proposed":
            raise DecisionRefused(f"{qualification}: was {row.status} already; propose it anew")
        if row.proposed_by == by.pseudonym:
            raise DecisionRefused(f"{qualification}: whoever proposed it does not also decide on it")
        decision = docket.decide(
            "decide_qualification",
            {"id": qualification, "status": "adopted" if adopted else "rejected"},
            by=by.pseudonym,
            reason=reason,
            subject=("LegalQualification", qualification),
        )
    return decision.id


@applies("qualify")
def _qualified(decision: Application) -> None:
    from accounted.record.models import LegalQualification

    content = dict(decision.content)
    act = content.pop("act")
    decision.new(
        LegalQualification,
        act_id=act,
        ground=decision.reason,
        proposed_by=decision.by,
        at=decision.at,
        **content,
    )


@applies("decide_qualification")
def _qualification_decided(decision: Application) -> None:
    from accounted.record.models import LegalQualification

    content = decision.content
    decision.change(LegalQualification, content["id"], status=content["status"], adopted_by=decision.by)
