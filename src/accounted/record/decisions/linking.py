"""Who is the same person: decisions on two records, their undoing, and what a run of linking proposed.

Two records that were decided to be one person stay as they are; the earlier on record stands for both
(`Person.same_as`). Undoing a decision takes exactly that back. Which records stand for which follows from the
decisions that hold now, in whatever order they were taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import must_exist
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, NotOnRecord, applies

if TYPE_CHECKING:
    from accounted.record.archive import Archive

VERDICTS = ("same", "different", "unsure")
_DOING = "deciding whether two records are one person"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a run of the engine proposed, to be put on record.

    `content` is the whole result as plain data; it names records, never people.
    """

    content: Mapping[str, Any]
    lists: Sequence[str]
    engine: str
    versions: Mapping[str, str]
    parameters: Mapping[str, Any]
    records: int
    pairs: int
    low: int
    best: int
    high: int
    basis: str
    warnings: Sequence[str] = ()


def judge_pair(
    archive: Archive,
    one: str,
    other: str,
    verdict: str,
    *,
    by: Reviewer,
    reason: str,
    probability: float | None = None,
) -> str:
    """A named person decides whether two records are one person: `same`, `different` or `unsure`.

    A decision on the pair that held before is replaced; it stays on record. Returns the judgement's
    identifier.

    Raises:
        DecisionRefused: one record twice, an unknown verdict, no reason, or it contradicts what was decided
            of others: of records already decided to be one person, no two can be different.
        NotOnRecord: no such person.
    """
    must_be_a_person(by, _DOING)
    reason = must_have_reason(reason, _DOING)
    if verdict not in VERDICTS:
        raise DecisionRefused(f"{verdict!r} is no verdict; say {', '.join(VERDICTS)}")
    first, second = sorted((one, other))
    if first == second:
        raise DecisionRefused(f"{one}: is one record; name two")
    with archive.deciding() as docket:
        docket.rows.flush()
        for identifier in (first, second):
            if must_exist("Person", identifier).counting_unit != "individual":
                raise DecisionRefused(f"{identifier}: is a group known as a number, not one person")
        _must_not_contradict(first, second, verdict)
        decision = docket.decide(
            "judge_pair",
            {"one": first, "other": second, "verdict": verdict, "probability": probability},
            by=by.pseudonym,
            reason=reason,
            subject=("Person", first),
        )
        docket.rows.flush()
    return _judgement_id(decision)


def undo_judgement(archive: Archive, judgement: str, *, by: Reviewer, reason: str) -> str:
    """Take back a decision on a pair. Both stay on record; the pair is open again. Returns the decision's id.

    Raises:
        NotOnRecord: no such judgement, or it does not hold any more.
    """
    must_be_a_person(by, "taking back a decision on a pair")
    reason = must_have_reason(reason, "taking back a decision on a pair")
    with archive.deciding() as docket:
        docket.rows.flush()
        row = must_exist("PairJudgement", judgement)
        if not row.current:
            raise NotOnRecord(f"{judgement}: does not hold any more; it was undone or replaced")
        decision = docket.decide(
            "undo_judgement",
            {"judgement": judgement, "one": row.one_id, "other": row.other_id},
            by=by.pseudonym,
            reason=reason,
            subject=("PairJudgement", judgement),
        )
        docket.rows.flush()
    return decision.id


def record_linkage(archive: Archive, proposed: Proposed) -> str:
    """Put on record what a run of linking proposed. It changes no person; the newest run is the current one.

    Raises:
        DecisionRefused: it moves a pair somebody decided.
    """
    _must_keep_decisions(proposed.content.get("clusters", ()))
    kept = json.dumps(
        proposed.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()
    with archive.deciding() as docket:
        decision = docket.decide(
            "record_linkage",
            {
                "lists": list(proposed.lists),
                "engine": proposed.engine,
                "versions": dict(proposed.versions),
                "parameters": dict(proposed.parameters),
                "records": proposed.records,
                "pairs": proposed.pairs,
                "persons_low": proposed.low,
                "persons_best": proposed.best,
                "persons_high": proposed.high,
                "basis": proposed.basis,
                "warnings": list(proposed.warnings),
            },
            by=archive.agent.pseudonym,
            keep=kept,
            tool=f"linking {proposed.versions.get('accounted', '')}".strip(),
        )
    return f"lnk_{decision.id.removeprefix('dec_')}"


def _judgement_id(decision: Application) -> str:
    return f"pjd_{decision.id.removeprefix('dec_')}"


def _must_not_contradict(first: str, second: str, verdict: str) -> None:
    """Refuse what cannot hold together with the decisions on other pairs."""
    from django.db.models import Q

    from accounted.record.models import PairJudgement

    if verdict == "unsure":
        return
    held = PairJudgement.objects.filter(current=True).exclude(one_id=first, other_id=second)
    here, there = _joined(first, held), _joined(second, held)
    if verdict == "different":
        if second in here:
            raise DecisionRefused(
                f"{first} and {second} were decided to be one person through other records; undo one of "
                f"those decisions first (accounted link decisions {first})"
            )
        return
    apart: Any = held.filter(verdict="different").filter(
        Q(one_id__in=here, other_id__in=there) | Q(one_id__in=there, other_id__in=here)
    )
    against = apart.first()
    if against is not None:
        raise DecisionRefused(
            f"{against.one_id} and {against.other_id} were decided to be two people ({against.id}), and "
            "these would become one with them; undo that decision first"
        )


def _joined(person: str, held: Any) -> set[str]:
    """Everyone decided to be the same person as this record, itself included."""
    from django.db.models import Q

    found, new = {person}, {person}
    while new:
        rows = held.filter(verdict="same").filter(Q(one_id__in=new) | Q(other_id__in=new))
        new = {end for pair in rows.values_list("one_id", "other_id") for end in pair} - found
        found |= new
    return found


def _must_keep_decisions(clusters: Iterable[Sequence[str]]) -> None:
    from accounted.record.models import PairJudgement

    of = {member: number for number, cluster in enumerate(clusters) for member in cluster}
    rows = PairJudgement.objects.filter(current=True, verdict__in=("same", "different"))
    for identifier, one, other, verdict in rows.values_list("id", "one_id", "other_id", "verdict"):
        together = one in of and of[one] == of.get(other)
        if one in of and other in of and together != (verdict == "same"):
            raise DecisionRefused(
                f"the run does not keep the decision {identifier} ({one} and {other} are {verdict}); a run "
                "never moves a decided pair, so it is not put on record"
            )


@applies("judge_pair")
def _judged(decision: Application) -> None:
    from accounted.record.models import PairJudgement

    content = decision.content
    decision.rows.flush()
    pair = {"one_id": content["one"], "other_id": content["other"]}
    PairJudgement.objects.filter(current=True, **pair).update(current=False)
    decision.new(
        PairJudgement,
        id=_judgement_id(decision),
        verdict=content["verdict"],
        probability=content["probability"],
        reason=decision.reason,
        by=decision.by,
        at=decision.at,
        **pair,
    )
    decision.rows.flush()
    _settle(pair.values())


@applies("undo_judgement")
def _undone(decision: Application) -> None:
    from accounted.record.models import PairJudgement

    content = decision.content
    decision.change(PairJudgement, content["judgement"], current=False)
    _settle((content["one"], content["other"]))


def _settle(persons: Iterable[str]) -> None:
    """Let the earliest of each group stand for it, for the groups these belong to now."""
    from django.db.models import Q

    from accounted.record.models import PairJudgement, Person

    held = PairJudgement.objects.filter(current=True)
    touched = set(persons)
    # Those that were one with them until now may stand alone from here on.
    heads = set(Person.objects.filter(pk__in=touched).values_list("same_as_id", flat=True)) | touched
    touched |= set(
        Person.objects.filter(Q(pk__in=heads) | Q(same_as_id__in=heads)).values_list("id", flat=True)
    )
    while touched:
        group = _joined(min(touched), held)
        head = min(group)
        Person.objects.filter(pk=head).update(same_as=None)
        Person.objects.filter(pk__in=group - {head}).update(same_as=head)
        touched -= group


@applies("record_linkage")
def _linked(decision: Application) -> None:
    from accounted.record.models import LinkageRun

    decision.rows.flush()
    LinkageRun.objects.filter(current=True).update(current=False)
    decision.new(
        LinkageRun,
        id=f"lnk_{decision.id.removeprefix('dec_')}",
        sha256=decision.sha256,
        at=decision.at,
        by=decision.by,
        **decision.content,
    )
