"""Verified by two: what one person asks, what another judges apart, what waits for this person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounted.record import decisions
from accounted.record.docket import NotOnRecord
from accounted.record.queries.established import Asked, to_verify
from accounted.web.paging import act, page, redirect


@page("review/verifications/", name="verifications", may="review_claims",
      template="review/verifications.html")  # fmt: skip
def verifications(request: Any) -> Mapping[str, Any]:
    """What others found verified, and this person may judge apart; what they asked themselves."""
    found = to_verify(request.archive, request.user.pseudonym or "", sight=request.sight, own=True)
    return {
        "title": _("To verify"),
        "waiting": [one for one in found if not one.own],
        "own": [one for one in found if one.own],
    }


@act("review/verifications/<str:asked>/judge/", name="judge_verification", may="review_claims")
def judge(request: Any, asked: str) -> Any:
    """The second person judges the same claims, without having seen what the first concluded."""
    found = _seen(request, asked)
    form = request.POST
    decisions.judge_verification(
        request.archive, asked, status=form.get("status", ""), standard=form.get("standard", ""),
        by=request.reviewer(), reason=form.get("reason", ""),
    )  # fmt: skip
    request.audit("verification_judged", asked=asked, entry=found.about.id)
    return redirect(f"{found.about.kind}.entry", identifier=found.about.id)


@act("review/verifications/<str:asked>/take-back/", name="take_back_verification", may="edit_record")
def take_back(request: Any, asked: str) -> Any:
    """Whoever asked asks no longer."""
    found = _seen(request, asked)
    decisions.take_back_asking(request.archive, asked, by=request.reviewer())
    request.audit("verification_not_asked", asked=asked, entry=found.about.id)
    return redirect(f"{found.about.kind}.entry", identifier=found.about.id)


def _seen(request: Any, asked: str) -> Asked:
    """What was asked, where the person may see what it is about."""
    found = to_verify(request.archive, request.user.pseudonym or "", sight=request.sight, own=True)
    for one in found:
        if one.id == asked:
            return one
    raise NotOnRecord(f"{asked}: nothing of that identifier waits for a second person")
