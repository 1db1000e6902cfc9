"""Coming in by an invitation: the link is good once, and sets the password."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounted.web.access import inviting
from accounted.web.access.roles import ANYONE
from accounted.web.paging import NotFound, Shown, act, page, redirect


@page("invitation/<str:secret>/", name="invitation", may=ANYONE, template="account/invitation.html")
def invitation(request: Any, secret: str) -> Mapping[str, Any]:
    """The form in which an invited person sets a password."""
    return _form(_good(request, secret), secret)


@act("invitation/<str:secret>/accept", name="accept_invitation", may=ANYONE)
def accept(request: Any, secret: str) -> Any:
    """Set the password. The person then signs in with it, and with a second factor where they have one."""
    found = _good(request, secret)
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        return Shown(
            "account/invitation.html", _form(found, secret, [_("The two passwords are not the same.")]), 422
        )
    try:
        user = inviting.accept(found, password, now=request.archive.now())
    except ValidationError as weak:
        return Shown("account/invitation.html", _form(found, secret, weak.messages), 422)
    request.audit("password_set", account=user.pk, how="link")
    messages.success(request, _("The password is set. Sign in with it."))
    return redirect("account_login")


def _good(request: Any, secret: str) -> Any:
    found = inviting.invited(secret, now=request.archive.now())
    if found is None:
        request.audit("link_refused")
        raise NotFound(_("This link is no longer good; ask whoever sent it for a new one."))
    return found


def _form(found: Any, secret: str, wrong: list[str] | None = None) -> dict[str, Any]:
    return {
        "title": _("Set your password"),
        "username": found.user.username,
        "full_name": found.user.full_name,
        "secret": secret,
        "wrong": wrong or [],
    }
