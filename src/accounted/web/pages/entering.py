"""Coming in on one's own machine: a link that works once, printed by `accounted serve`.

The link stands for the password and for nothing more: where a second factor is set up it is asked for, and
where one is required and missing nothing opens before it is set up (`accounted.web.access.guard`).
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

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
    from allauth.account.internal.flows.login import perform_login
    from allauth.account.models import Login
    from django.core.cache import cache

    try:
        pk, used = signing.loads(told, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        raise NotFound("this link is no longer good; start `accounted serve` again") from None
    user = User.objects.filter(pk=pk, is_active=True).first()
    first = cache.add(f"entered:{sha256(told.encode()).hexdigest()}", True, SECONDS)  # for all workers
    if user is None or _used(user) != used or not first:
        raise NotFound("this link was used before; start `accounted serve` again")
    # allauth's own way in: it goes through the second factor, and holds the session only then
    answer = perform_login(
        request, Login(user=user, redirect_url="/", signal_kwargs={"how": "link of the server"})
    )
    return redirect("today") if request.user.pk == user.pk else answer


def _used(user: User) -> str:
    """Changes when the person signs in, so that a link is good once."""
    return user.last_login.isoformat() if user.last_login else ""
