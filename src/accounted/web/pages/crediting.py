"""Beside a claim: which source on record said it, and how credible it is, as people judge (rule D-05)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounted.record import decisions
from accounted.record.decisions import DecisionRefused
from accounted.record.queries.choosing import chosen
from accounted.record.queries.reading_room import must_see_claim
from accounted.web.entry_forms.reading import claims_in
from accounted.web.paging import act, redirect


@act("claims/<str:claim>/attribute", name="attribute_claim", may="edit_record")
def attribute(request: Any, claim: str) -> Any:
    """Say which source on record the speaker is. Independent sources are counted by it (rule D-04)."""
    must_see_claim(request.archive, claim, request.sight)
    form = request.POST
    typed = form.get("source", "").strip()
    found = chosen(request.archive, "Source", typed, sight=request.sight)
    if len(found) != 1:
        raise DecisionRefused(
            _("Several are called so; give the identifier of one.")
            if found
            else _("Nothing on record is called “%s”; enter it first, or give its identifier.") % typed
        )
    decisions.attribute(
        request.archive, [claim], found[0].id, by=request.reviewer(),
        ground=form.get("reason", "").strip() or _("the words name it"),
        proximity=form.get("proximity") or None,
    )  # fmt: skip
    request.audit("attributed", claim=claim, source=found[0].id)
    return redirect("claim", claim=claim)


@act("claims/<str:claim>/grade", name="grade_claim", may="edit_record")
def grade(request: Any, claim: str) -> Any:
    """Judge how credible a claim is: a digit, apart from the letter of its source."""
    must_see_claim(request.archive, claim, request.sight)
    form = request.POST
    other = claims_in(form.get("corroborated_by", ""))
    for one in other:
        must_see_claim(request.archive, one, request.sight)
    if len(other) > 1:
        raise DecisionRefused(_("name one claim that confirms it; others under Why"))
    decisions.grade_claim(
        request.archive, claim, form.get("digit", ""), by=request.reviewer(), ground=form.get("reason", ""),
        corroborated_by=other[0] if other else None, coherence=form.get("coherence") or None,
        corroboration=form.get("corroboration") or "not_done",
    )  # fmt: skip
    request.audit("claim_graded", claim=claim)
    return redirect("claim", claim=claim)
