"""How a claim is settled: by one person, or by two who judge apart, with a third where they differ.

How many people are asked for stands in the methodology. Where it is two, a judgement stays by itself until
another person's says the same: it makes no review, no new claim and no readable row of decisions, so that
nothing of it can be seen by somebody who has still to judge.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.assessing import set_methodology
from accounted.record.decisions.claim_rows import check_claim
from accounted.record.decisions.entering import must_exist
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, Docket, applies

if TYPE_CHECKING:
    from accounted.record.archive import Archive

REVIEWERS = "reviewers_of_a_claim"  # in the thresholds of the methodology
OUTCOMES = ("accepted", "rejected", "corrected", "split")
_DOING = {
    "accepted": "accepting a claim",
    "rejected": "rejecting a claim",
    "corrected": "correcting a claim",
    "split": "splitting a claim",
}
_NOT_OF_THE_READING = frozenset({"id", "rule", "segment"})


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a judgement.

    `outcome` is what now stands for the claim; None while another person has still to judge, or a third to
    decide between two (`disputed`). `claims` are the new claims, where it was corrected or split.
    """

    decision: str
    outcome: str | None
    claims: tuple[str, ...] = ()
    disputed: bool = False


def people_asked_for() -> int:
    """How many people judge each claim: one, or two apart."""
    from accounted.record.models import Methodology

    newest = Methodology.objects.order_by("at", "id").last()
    return 2 if newest and str(newest.thresholds.get(REVIEWERS)) == "2" else 1


def ask_for_reviewers(archive: Archive, people: int, *, by: Reviewer, reason: str) -> str:
    """Decide how many people judge each claim from now on: 1 or 2. It is a new version of the methodology.

    Raises:
        DecisionRefused: another number, or it is so already.
    """
    from accounted.record.models import Methodology

    if people not in (1, 2):
        raise DecisionRefused(f"reviewers of a claim: {people}; it is 1, or 2 who judge apart")
    with archive.deciding() as docket:
        docket.rows.flush()
        if people_asked_for() == people:
            raise DecisionRefused(f"reviewers of a claim: it is {people} already")
        newest = Methodology.objects.order_by("at", "id").last()
        own = {"id", "version", "at", "by", "decision", "thresholds"}
        names = {f.name for f in Methodology._meta.fields} - own if newest else set()
        told = {name: getattr(newest, name) for name in sorted(names)}
        return set_methodology(
            archive,
            _next_version(),
            by=by,
            reason=reason,
            thresholds={**(newest.thresholds if newest else {}), REVIEWERS: people},
            **told,
        )


def _next_version() -> str:
    from accounted.record.models import Methodology

    taken = set(Methodology.objects.values_list("version", flat=True))
    number = len(taken) + 1
    while str(number) in taken:
        number += 1
    return str(number)


def judge(
    archive: Archive,
    claim: str,
    outcome: str,
    *,
    by: Reviewer,
    reason: str,
    corrected: Sequence[Mapping[str, Any]] = (),
) -> Judged:
    """What a named person says of a claim: accepted, rejected, corrected, or split into several.

    `corrected` are the claims as the person reads them, in the form of the reading contract: one for
    `corrected`, two or more for `split`. Where two people are asked for, the first two judge without seeing
    each other's judgement; where they differ, the judgement of a third settles it.

    Raises:
        DecisionRefused: no reason, judged by this person already, words that are not in the document, or the
            claim was corrected (judge the correction).
        UnknownTerm: a code the vocabularies do not have.
    """
    if outcome not in OUTCOMES:
        raise DecisionRefused(f"{outcome!r}: say {', '.join(OUTCOMES)}")
    must_be_a_person(by, _DOING[outcome])
    reason = must_have_reason(reason, _DOING[outcome])
    with archive.deciding() as docket:
        docket.rows.flush()
        row = must_exist("Claim", claim)
        told = _checked(archive, row, outcome, corrected)
        others = _open_judgements(claim)
        if people_asked_for() == 1 and len(others) < 2:
            return _settle(docket, row, outcome, told, by=by, reason=reason)
        if any(other.by == by.pseudonym for other in others):
            raise DecisionRefused(
                f"{claim}: {by.name or by.pseudonym} has judged it already; another person judges next"
            )
        alike = len(others) == 1 and _same(others[0], outcome, told)
        disputed = len(others) == 1 and not alike
        # A third decides between two whose judgements they see: theirs is not given apart.
        decision = _put_judgement(
            docket, row, outcome, told, by=by, reason=reason, disputes=disputed, blind=len(others) < 2
        )
        if alike or len(others) >= 2:
            return _settle(docket, row, outcome, told, by=by, reason=reason)
        return Judged(decision.id, None, disputed=disputed)


def stand_behind(docket: Docket, claim: Any, *, by: Reviewer, reason: str) -> None:
    """Where two people are asked for, who made a claim by hand is one of them; the other sees who it was."""
    if people_asked_for() == 2:
        _put_judgement(docket, claim, "accepted", (), by=by, reason=reason, disputes=False, blind=False)


def split(
    archive: Archive, claim: str, parts: Sequence[Mapping[str, Any]], *, by: Reviewer, reason: str
) -> tuple[str, ...]:
    """A named person reads two or more claims where one was read; the old one stays beside them.

    Returns the new claims; none yet, while a second person has still to judge.
    """
    return judge(archive, claim, "split", by=by, reason=reason, corrected=parts).claims


def _open_judgements(claim: str) -> list[Any]:
    from accounted.record.models import Judgement

    return list(Judgement.objects.filter(claim_id=claim, open=True).order_by("at", "id"))


def _checked(
    archive: Archive, row: Any, outcome: str, corrected: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    from accounted.record.decisions import reviewing
    from accounted.record.models import Claim

    reviewing.must_be_newest(row)
    asked = {"corrected": "one claim", "split": "two claims or more"}.get(outcome, "no claims")
    if not {"corrected": len(corrected) == 1, "split": len(corrected) > 1}.get(outcome, not corrected):
        raise DecisionRefused(f"{row.id}: {outcome} takes {asked}; {len(corrected)} are given")
    if outcome == "accepted":
        reviewing.must_add_something(archive, row)
    if not corrected:
        return []
    text = reviewing.text_of(archive, row.document)
    others = set(Claim.objects.filter(document=row.document).values_list("id", flat=True))
    told = []
    for number, claim in enumerate(corrected, start=1):
        local = row.local_id if outcome == "corrected" else f"{row.local_id}.{number}"
        told.append({**claim, "id": local})
        check_claim(told[-1], text, others, where=f"claim {row.id}")
    if len({_essence(one) for one in told}) < len(told):
        raise DecisionRefused(f"{row.id}: two of its parts are the same claim")
    return told


def _put_judgement(
    docket: Docket,
    claim: Any,
    outcome: str,
    corrected: Sequence[Mapping[str, Any]],
    *,
    by: Reviewer,
    reason: str,
    disputes: bool,
    blind: bool = True,
) -> Application:
    decision = docket.decide(
        "judge",
        {
            "claim": claim.id,
            "document": claim.document_id,
            "outcome": outcome,
            "corrected": [dict(one) for one in corrected],
            "reason": reason,
            "blind": blind,
            "disputes": disputes,
        },
        by=by.pseudonym,
        subject=("Claim", claim.id),
    )
    docket.rows.flush()
    return decision


def _settle(
    docket: Docket, row: Any, outcome: str, told: Sequence[Mapping[str, Any]], *, by: Reviewer, reason: str
) -> Judged:
    from accounted.record.models import Claim

    if not told:
        decision = docket.decide(
            "review",
            {"claim": row.id, "outcome": outcome, "corrected_to": None},
            by=by.pseudonym,
            reason=reason,
            subject=("Claim", row.id),
        )
        return Judged(decision.id, outcome)
    made = [
        docket.decide(
            "state",
            {
                "document": row.document_id,
                "text_sha256": row.document.text_sha256,
                "structure_sha256": row.document.structure_sha256,
                "claim": dict(claim),
                "version": row.version + 1,
                "corrects": row.id,
                "reading": row.reading_id,
                **({"part": number} if outcome == "split" else {}),
            },
            by=by.pseudonym,
            reason=reason,
            subject=("Claim", row.id),
        )
        for number, claim in enumerate(told, start=1)
    ]
    docket.rows.flush()
    by_decision = dict(
        Claim.objects.filter(decision_id__in=[one.id for one in made]).values_list("decision_id", "id")
    )
    return Judged(made[0].id, outcome, tuple(by_decision[one.id] for one in made))


def _same(judgement: Any, outcome: str, told: Sequence[Mapping[str, Any]]) -> bool:
    """Whether two people say the same of a claim, and where they correct it, read the same in its words."""
    mine, theirs = map(_essence, told), map(_essence, judgement.corrected)
    return judgement.outcome == outcome and sorted(mine) == sorted(theirs)


def _essence(claim: Mapping[str, Any]) -> str:
    """What a claim says, without what is empty and what does not come from the words."""
    return json.dumps(_stated(claim, _NOT_OF_THE_READING), sort_keys=True, ensure_ascii=False)


def _stated(value: Any, left_out: frozenset[str] = frozenset()) -> Any:
    if isinstance(value, Mapping):
        kept = {key: _stated(one) for key, one in value.items() if key not in left_out}
        return {key: one for key, one in kept.items() if one not in (None, [], {}, False, "")}
    if isinstance(value, (list, tuple)):
        return [_stated(one) for one in value]
    return value


@applies("judge")
def _judged(decision: Application) -> None:
    from accounted.record.models import Judgement

    content = decision.content
    decision.new(
        Judgement,
        claim_id=content["claim"],
        document_id=content["document"],
        outcome=content["outcome"],
        corrected=content["corrected"],
        by=decision.by,
        at=decision.at,
        reason=content["reason"],
        blind=content["blind"],
    )
    if content["disputes"]:
        decision.rows.flush()
        Judgement.objects.filter(claim_id=content["claim"], open=True).update(disputed=True)
