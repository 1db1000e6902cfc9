"""What people are by profession: some decisions are for a lawyer, a clinician, a forensic examiner alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounted.record import decisions
from accounted.record.decisions.reviewers import PROFESSIONS, reviewer
from accounted.web.access.middleware import introduced
from accounted.web.paging import NotFound, act, redirect

WORDS = {
    "clinician": gettext_lazy("Clinician"),
    "forensic": gettext_lazy("Forensic examiner"),
    "geneticist": gettext_lazy("Geneticist"),
    "legal": gettext_lazy("Person of law"),
    "safeguarding": gettext_lazy("Safeguarding"),
}


def professions_of(request: Any, user: Any) -> list[dict[str, Any]]:
    """Every profession, and whether this account's holder is of it."""
    held = reviewer(request.archive, user.pseudonym).roles if user.pseudonym else frozenset()
    return [{"code": one, "title": str(WORDS[one]), "held": one in held} for one in PROFESSIONS]


@act("administration/users/<int:account>/professions", name="change_professions", may="administer")
def change_professions(request: Any, account: int) -> Any:
    """Say what a person is by profession. What they decided before stays."""
    from accounted.web.models import User

    found = User.objects.filter(pk=account, is_active=True).first()
    if found is None:
        raise NotFound(_("there is no such account"))
    asked = request.POST.getlist("professions")
    by = request.reviewer()
    person = introduced(request.archive, found)
    decisions.set_professions(
        request.archive, person.pseudonym, asked, by=by,
        reason=request.POST.get("reason", "").strip() or _("set in the administration"),
    )  # fmt: skip
    request.audit("professions_changed", account=found.pk, now=sorted(asked))
    return redirect("user", account=account)
