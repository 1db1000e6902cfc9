"""Who speaks, whom they heard it from, and how far they are relied upon."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import Stated, enter, must_be_claims, must_exist, value_row
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, applies
from accounted.record.terms import check_code

if TYPE_CHECKING:
    from accounted.record.archive import Archive

COHERENCE = ("ok", "contradiction", "unclear")
CORROBORATION = ("not_done", "confirms", "no_conclusion", "rejects")


def record_source(
    archive: Archive,
    *,
    kind: str,
    name: str | None,
    by: Reviewer,
    reason: str,
    person: str | None = None,
    actor: str | None = None,
    values: Mapping[str, Stated] | None = None,
    notes: str | None = None,
) -> str:
    """Put a source on record: a person or body that says something.

    Its letter is F until somebody judges it.
    """
    frame = {"kind": kind, "name": name, "person": person, "actor": actor, "notes": notes}
    return enter(
        archive,
        "Source",
        by=by,
        reason=reason,
        values=values,
        frame={key: value for key, value in frame.items() if value is not None},
    )


def attribute(
    archive: Archive,
    claims: Sequence[str],
    source: str,
    *,
    by: Reviewer,
    ground: str,
    proximity: str | None = None,
) -> str:
    """A named person says which source on record the speaker of these claims is.

    The words stay as written.
    """
    must_be_a_person(by, "attributing claims")
    ground = must_have_reason(ground, "attributing claims")
    check_code("source_proximity", proximity)
    with archive.deciding() as docket:
        docket.rows.flush()
        must_exist("Source", source)
        must_be_claims(claims, where="attributing claims")
        decision = docket.decide(
            "attribute",
            {"claims": list(claims), "source": source, "proximity": proximity},
            by=by.pseudonym,
            reason=ground,
            subject=("Source", source),
        )
    return decision.id


@applies("attribute")
def _attributed(decision: Application) -> None:
    from accounted.record.models import Attribution

    content = decision.content
    decision.rows.flush()
    Attribution.objects.filter(claim_id__in=content["claims"], current=True).update(current=False)
    for claim in content["claims"]:
        decision.new(
            Attribution,
            claim_id=claim,
            source_id=content["source"],
            proximity=content["proximity"],
            ground=decision.reason,
            by=decision.by,
            at=decision.at,
        )


def state_upstream(archive: Archive, source: str, told_by: str, *, by: Reviewer, ground: str) -> str:
    """A named person says that a source has it from another (rule D-04).

    Raises:
        DecisionRefused: the other has it, directly or not, from this one: nobody is their own source.
    """
    must_be_a_person(by, "stating who told a source")
    ground = must_have_reason(ground, "stating who told a source")
    with archive.deciding() as docket:
        docket.rows.flush()
        must_exist("Source", source)
        must_exist("Source", told_by)
        if source == told_by or source in _above(told_by):
            raise DecisionRefused(
                f"{source}: cannot have it from {told_by}, who has it from {source} (rule D-04)"
            )
        decision = docket.decide(
            "state_upstream",
            {"source": source, "told_by": told_by},
            by=by.pseudonym,
            reason=ground,
            subject=("Source", source),
        )
    return decision.id


@applies("state_upstream")
def _upstream(decision: Application) -> None:
    from accounted.record.models import Upstream

    content = decision.content
    decision.rows.flush()
    if not Upstream.objects.filter(source_id=content["source"], told_by_id=content["told_by"]).exists():
        decision.new(
            Upstream, source_id=content["source"], told_by_id=content["told_by"], ground=decision.reason
        )


def _above(source: str) -> set[str]:
    """Every source this one has it from, directly or not."""
    from accounted.record.models import Upstream

    edges: dict[str, list[str]] = {}
    for one, told_by in Upstream.objects.values_list("source_id", "told_by_id"):
        edges.setdefault(one, []).append(told_by)
    above: set[str] = set()
    waiting = [source]
    while waiting:
        for told_by in edges.get(waiting.pop(), []):
            if told_by not in above:
                above.add(told_by)
                waiting.append(told_by)
    return above


def independent_roots(claims: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The sources at the root of these claims, each with the claims that lead to it (rule D-04).

    Speakers with a root in common are one source: they are counted under the smallest set of roots that they
    share. A claim nobody attributed to a source leads nowhere: its independence cannot be judged.
    """
    from accounted.record.models import Attribution, Upstream

    told_by: dict[str, list[str]] = {}
    for one, other in Upstream.objects.values_list("source_id", "told_by_id"):
        told_by.setdefault(one, []).append(other)

    def roots(source: str) -> frozenset[str]:
        above = told_by.get(source)
        return frozenset({source}) if not above else frozenset().union(*(roots(one) for one in above))

    groups: list[tuple[set[str], list[str]]] = []
    attributed = Attribution.objects.filter(claim_id__in=list(claims), current=True).order_by("claim_id")
    for claim, source in attributed.values_list("claim_id", "source_id"):
        found = set(roots(source))
        names = [claim]
        for group in [g for g in groups if g[0] & found]:
            groups.remove(group)
            found |= group[0]
            names = group[1] + names
        groups.append((found, names))
    return {"+".join(sorted(found)): tuple(names) for found, names in groups}


def grade_source(archive: Archive, source: str, letter: str, *, by: Reviewer, ground: str) -> str:
    """Judge how reliable a source is: the letter of the Admiralty code, apart from the digit (rule D-05)."""
    must_be_a_person(by, "grading a source")
    ground = must_have_reason(ground, "grading a source")
    check_code("admiralty_reliability", letter)
    with archive.deciding() as docket:
        docket.rows.flush()
        must_exist("Source", source)
        decision = docket.decide(
            "grade_source",
            {"source": source, "letter": letter},
            by=by.pseudonym,
            reason=ground,
            subject=("Source", source),
        )
    return decision.id


@applies("grade_source")
def _source_graded(decision: Application) -> None:
    from accounted.record.models import Source

    content = decision.content
    decision.change(Source, content["source"], reliability=content["letter"])
    value_row(
        decision,
        "Source",
        content["source"],
        "reliability",
        {"value": content["letter"], "ground": decision.reason},
    )


def grade_claim(
    archive: Archive,
    claim: str,
    digit: str,
    *,
    by: Reviewer,
    ground: str,
    corroborated_by: str | None = None,
    coherence: str | None = None,
    corroboration: str = "not_done",
) -> str:
    """Judge how credible a claim is: the digit of the Admiralty code, apart from the letter (rule D-05).

    Raises:
        DecisionRefused: 1 ("confirmed") without a claim of an independent source that confirms it.
    """
    must_be_a_person(by, "grading a claim")
    ground = must_have_reason(ground, "grading a claim")
    check_code("admiralty_credibility", digit)
    for said, known in ((coherence, COHERENCE), (corroboration, CORROBORATION)):
        if said is not None and said not in known:
            raise DecisionRefused(f"{claim}: {said!r}: say one of {', '.join(known)}")
    if corroborated_by == claim:
        raise DecisionRefused(f"{claim}: a claim does not confirm itself; name another one (rule D-05)")
    with archive.deciding() as docket:
        docket.rows.flush()
        must_exist("Claim", claim)
        if corroborated_by is not None:
            must_exist("Claim", corroborated_by)
        if digit == "1":
            _must_be_independent(claim, corroborated_by)
        decision = docket.decide(
            "grade_claim",
            {
                "claim": claim,
                "digit": digit,
                "corroborated_by": corroborated_by,
                "coherence": coherence,
                "corroboration": corroboration,
            },
            by=by.pseudonym,
            reason=ground,
            subject=("Claim", claim),
        )
    return decision.id


def _must_be_independent(claim: str, other: str | None) -> None:
    if other is None:
        raise DecisionRefused(
            f"{claim}: the digit 1 says that an independent source confirms it; name that claim (rule D-05)"
        )
    roots = independent_roots([claim, other])
    if len(roots) < 2:
        raise DecisionRefused(
            f"{claim}: {other} does not come from an independent source as far as the record knows (rules "
            "D-04, D-05); "
            "attribute both claims to their sources first"
        )


@applies("grade_claim")
def _claim_graded(decision: Application) -> None:
    from accounted.record.models import Grade

    content = decision.content
    decision.rows.flush()
    Grade.objects.filter(claim_id=content["claim"], current=True).update(current=False)
    decision.new(
        Grade,
        claim_id=content["claim"],
        credibility=content["digit"],
        corroborated_by_id=content["corroborated_by"],
        coherence=content["coherence"],
        corroboration=content["corroboration"],
        ground=decision.reason,
        by=decision.by,
        at=decision.at,
    )


__all__: Sequence[Any] = [
    "attribute",
    "grade_claim",
    "grade_source",
    "independent_roots",
    "record_source",
    "state_upstream",
]
