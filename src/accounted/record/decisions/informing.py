"""That the family was told of an identification: when, and by whom. How they are told is for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounted.record.decisions.entering import must_exist
from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, applies
from accounted.record.terms import bounds

if TYPE_CHECKING:
    from accounted.record.archive import Archive


def tell_family(
    archive: Archive, identification: str, *, told_on: str, told_by: str, by: Reviewer, reason: str
) -> str:
    """Write down that a family was told of an identification. A later one corrects it; both stay.

    `told_on` is an EDTF date, `told_by` whoever spoke to them, in words. Returns the decision.

    Raises:
        DecisionRefused: no day, a day to come, nobody who told them, or an identification taken back before
            they were told.
    """
    must_be_a_person(by, "writing down that a family was told")
    reason = must_have_reason(reason, "writing down that a family was told")
    told_on, told_by = told_on.strip(), told_by.strip()
    if not told_on:
        raise DecisionRefused("notified_on: say when the family was told, as far as it is known")
    if not told_by:
        raise DecisionRefused("notified_by: say who told the family")
    first, _last = bounds(told_on)
    if first is not None and first > archive.now().date():
        raise DecisionRefused(f"notified_on: {told_on} is still to come; write it down when they were told")
    with archive.deciding() as docket:
        docket.rows.flush()
        row = must_exist("Identification", identification)
        if row.withdrawn and row.notified_on is None:
            raise DecisionRefused(f"{identification}: was taken back; there is nothing to tell of it")
        decision = docket.decide(
            "tell_family",
            {"identification": identification, "on": told_on, "by": told_by},
            by=by.pseudonym,
            reason=reason,
            subject=("Identification", identification),
        )
    return decision.id


@applies("tell_family")
def _told(decision: Application) -> None:
    from django.db.models import F

    from accounted.record.models import Identification

    content = decision.content
    decision.change(
        Identification,
        content["identification"],
        notified_on=content["on"],
        notified_by=content["by"],
        updated_at=decision.at,
        updated_by=decision.by,
        version=F("version") + 1,
    )
