"""Signs of violence, and what only an examiner may say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.entering import Stated, enter, must_exist, value_row
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, applies
from accounted.record.terms import EXAMINED, check_code

if TYPE_CHECKING:
    from accounted.record.archive import Archive

SUBJECTS = ("remains", "person", "site", "media")


def record_finding(
    archive: Archive,
    *,
    type: Stated,
    exam_level: Stated,
    by: Reviewer,
    reason: str,
    remains: str | None = None,
    person: str | None = None,
    site: str | None = None,
    media: str | None = None,
    values: Mapping[str, Stated] | None = None,
    frame: Mapping[str, Any] | None = None,
    links: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Put a sign on one body, person, place or picture on record, as reported or as examined.

    Seen on "some" bodies it goes on the group with the words in `extent_text` and no number (rule D-13).
    How it agrees with an account is not assessed until an examiner does (rule D-20).

    Raises:
        DecisionRefused: on none or several things, or a number for "some".
    """
    on = {"remains": remains, "person": person, "site": site, "media": media}
    if sum(one is not None for one in on.values()) != 1:
        raise DecisionRefused(f"finding: is on one thing; give one of {', '.join(SUBJECTS)}")
    given = {"type": type, "exam_level": exam_level, **(values or {})}
    vague = given["extent_quantifier"].value if "extent_quantifier" in given else None
    if vague in ("some", "many") and any(given.get(f"extent_{b}") for b in ("low", "best", "high")):
        raise DecisionRefused(f'finding: "{vague}" states no number; leave the extent open (rule D-13)')
    told = {**{k: v for k, v in on.items() if v is not None}, **(frame or {})}
    if type.value == "sexual_injury":
        told.setdefault("confidentiality", "ex_parte")
    return enter(archive, "Finding", by=by, reason=reason, frame=told, values=given, links=links)


def assess_consistency(archive: Archive, finding: str, degree: str, *, by: Reviewer, reason: str) -> str:
    """How far a finding agrees with the account (Istanbul Protocol).

    Only by a clinician or forensic examiner, and
    only after an external examination or an autopsy (rule D-20).
    """
    return _examiner_says(archive, finding, "consistency", degree, "degree_consistency", by, reason)


def assign_icd10(archive: Archive, finding: str, code: str, *, by: Reviewer, reason: str) -> str:
    """The ICD-10 code of a finding, by a clinician or forensic examiner after an examination (rule D-20)."""
    return _examiner_says(archive, finding, "icd10", code, None, by, reason)


def _examiner_says(
    archive: Archive, finding: str, column: str, value: str, vocabulary: str | None, by: Reviewer, reason: str
) -> str:
    must_be_a_person(by, f"setting {column}")
    reason = must_have_reason(reason, f"setting {column}")
    if vocabulary is not None:
        check_code(vocabulary, value)
    if not by.may_assess_consistency:
        raise DecisionRefused(
            f"finding: {column} is set only by a clinician or forensic examiner (rule D-20); "
            f"{by.name or by.pseudonym} has the roles: {', '.join(sorted(by.roles)) or 'none'}"
        )
    with archive.deciding() as docket:
        docket.rows.flush()
        row = must_exist("Finding", finding)
        if row.exam_level not in EXAMINED:
            raise DecisionRefused(
                f"{finding}: was seen at the level {row.exam_level!r}; {column} needs an external "
                "examination or "
                "an autopsy (rule D-20)"
            )
        decision = docket.decide(
            "examiner_says",
            {"finding": finding, "column": column, "value": value},
            by=by.pseudonym,
            reason=reason,
            subject=("Finding", finding),
        )
    return decision.id


@applies("examiner_says")
def _said(decision: Application) -> None:
    from django.db.models import F

    from accounted.record.models import Finding

    content = decision.content
    column = content["column"]
    decision.change(
        Finding,
        content["finding"],
        version=F("version") + 1,
        updated_at=decision.at,
        updated_by=decision.by,
        **{column: content["value"], f"{column}_by": decision.by},
    )
    value_row(
        decision,
        "Finding",
        content["finding"],
        column,
        {"value": content["value"], "ground": decision.reason},
    )
