"""That something is verified: one person asks, a second judges the same claims apart (rule D-06).

What the first concluded stands in the decision that asks, and is shown to nobody who has still to judge.
Only what both conclude becomes `verified`; where they differ, what the second says stands, with the first
person's as dissent beside it. Any later assessment of the same thing ends what was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.assessing import assess, may_be_verified
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason, reviewer
from accounted.record.docket import Application, DecisionRefused, applies
from accounted.record.terms import PROVEN, check_code

if TYPE_CHECKING:
    from accounted.record.archive import Archive

ASKED, TAKEN_BACK = "ask_to_verify", "take_back_asking"
ENDING = ("assess", TAKEN_BACK)
VERIFIED = "verified"
APART = ("verified", "provisional", "pending", "inconclusive", "disputed", "rejected")


def ask_to_verify(
    archive: Archive,
    kind: str,
    identifier: str,
    *,
    question: str,
    standard: str,
    claims: Sequence[str],
    by: Reviewer,
    reason: str,
    grade: str | None = None,
) -> str:
    """A named person finds something verified, and asks a second to judge it apart. Nothing stands yet.

    Returns the decision, by which the second one answers.

    Raises:
        DecisionRefused: too few independent sources or too low a standard for anybody to verify it; the same
            waits for a second person already.
    """
    must_be_a_person(by, "asking to verify")
    reason = must_have_reason(reason, "asking to verify")
    if not question.strip():
        raise DecisionRefused("assessment: question: say which question is answered")
    check_code("airwars_grade", grade)
    with archive.deciding() as docket:
        docket.rows.flush()
        may_be_verified(kind, identifier, standard, claims)
        if asked_of(identifier) is not None:
            raise DecisionRefused(f"{identifier}: waits for a second person already")
        decision = docket.decide(
            ASKED,
            {
                "kind": kind,
                "id": identifier,
                "question": question.strip(),
                "standard": standard,
                "grade": grade,
                "claims": list(claims),
                # not in the column that histories show: whoever judges next has not seen it
                "reason": reason,
            },
            by=by.pseudonym,
            subject=(kind, identifier),
        )
    return decision.id


def judge_verification(
    archive: Archive, asked: str, *, status: str, standard: str, by: Reviewer, reason: str
) -> str:
    """The second person judges the same claims. Where both find it verified, it is: to the lower standard.

    Returns the decision of the assessment that stands from now on.

    Raises:
        DecisionRefused: one's own asking, one that no longer waits, or a standard too low for `verified`.
    """
    must_be_a_person(by, "judging a verification")
    reason = must_have_reason(reason, "judging a verification")
    if status not in APART:
        raise DecisionRefused(f"{status!r}: judge one of {', '.join(APART)}")
    with archive.deciding() as docket:
        docket.rows.flush()
        row = _waiting(asked)
        content = row.content
        if row.by == by.pseudonym:
            raise DecisionRefused(
                "verified needs two different people (rule D-06): whoever asks does not judge it as well"
            )
        told: dict[str, Any] = {
            "question": content["question"],
            "claims": content["claims"],
            "grade": content["grade"],
            "status": status,
        }
        if status != VERIFIED:
            dissent = f"{content['standard']}: {content['reason']}"
            return assess(
                archive, content["kind"], content["id"], standard=standard, first=by, reason=reason,
                dissent=f"verified, {dissent}", **told,
            )  # fmt: skip
        return assess(
            archive,
            content["kind"],
            content["id"],
            standard=_lower(content["standard"], standard),
            first=reviewer(archive, row.by),
            second=by,
            reason=f"{content['reason']}; {reason}",
            **told,
        )


def take_back_asking(archive: Archive, asked: str, *, by: Reviewer) -> str:
    """Whoever asked for a second person asks no longer.

    Raises:
        DecisionRefused: somebody else asked, or it no longer waits.
    """
    must_be_a_person(by, "taking back what was asked")
    with archive.deciding() as docket:
        docket.rows.flush()
        row = _waiting(asked)
        if row.by != by.pseudonym:
            raise DecisionRefused("only whoever asked for a second person takes it back")
        decision = docket.decide(
            TAKEN_BACK, {"asked": asked}, by=by.pseudonym, subject=(row.subject_kind, row.subject_id)
        )
    return decision.id


def asked_of(identifier: str) -> Any:
    """The decision that asks for a second person about this entry and still waits, or None."""
    from accounted.record.models import Decision

    newest = (
        Decision.objects.filter(subject_id=identifier, kind__in=(ASKED, *ENDING)).order_by("-seq").first()
    )
    return newest if newest is not None and newest.kind == ASKED else None


def _waiting(asked: str) -> Any:
    from accounted.record.models import Decision

    row: Any = Decision.objects.filter(pk=asked, kind=ASKED).first()
    if row is None or (newest := asked_of(row.subject_id)) is None or newest.id != row.id:
        raise DecisionRefused(f"{asked}: no longer waits for a second person")
    return row


def _lower(one: str, other: str) -> str:
    """The lower of two standards; one that proves nothing is told, so that it is refused."""
    order = tuple(PROVEN)
    if one not in order or other not in order:
        return other if other not in order else one
    return min(one, other, key=order.index)


@applies(ASKED)
def _asked(decision: Application) -> None:
    """No rows: the decision itself is what waits."""


@applies(TAKEN_BACK)
def _taken_back(decision: Application) -> None:
    """No rows: what was asked no longer waits."""
