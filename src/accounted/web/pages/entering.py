"""Coming in on one's own machine: a link that works once, printed by `accounted serve`."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.core import signing

from accounted.web.access.roles import ANYONE
from accounted.web.models import User
from accounted.web.paging import NotFound, page, redirect

SALT = "accounted.enter"
SECONDS = 600


def ticket(user: User) -> str:
    """A link that lets this person in once, within ten minutes."""
    return signing.dumps([user.pk, _used(user)], salt=SALT)


@page("enter/<str:told>/", name="enter", may=ANYONE, template="error.html")
def enter(request: Any, told: str) -> Any:
    """Sign in whoever holds the link that the server printed when it started."""
    try:
        pk, used = signing.loads(told, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        raise NotFound("this link is no longer good; start `accounted serve` again") from None
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or _used(user) != used:
        raise NotFound("this link was used before; start `accounted serve` again")
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.audit("signed_in", how="link of the server")
    return redirect("today")


def _used(user: User) -> str:
    """Changes when the person signs in, so that a link is good once."""
    return user.last_login.isoformat() if user.last_login else ""
