"""Who calls: a token in the `Authorization` header, or the session of a browser."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from ninja.security import APIKeyCookie, HttpBearer

from accounted.web.access.middleware import sight_of

GUESSES, SECONDS = 30, 600  # tokens that are no good, from one address, before it has to wait


class Token(HttpBearer):
    """`Authorization: Bearer …`, with a token made under Account."""

    def authenticate(self, request: Any, token: str) -> Any:
        """The account the token stands for; None where it is unknown, over, or revoked."""
        from ninja.errors import HttpError

        from accounted.web.access.tokens import user_of

        user = user_of(token)
        if user is None:
            request.audit("token_refused", begins=token[:10], path=request.path)
            if _guesses(request) > GUESSES:  # who has a good one never waits
                raise HttpError(429, "too many tokens that are not good came from here; wait some minutes")
            return None
        request.user = user
        request.sight = sight_of(user)
        return user


def _guesses(request: Any) -> int:
    """How many tokens that are no good came from this address lately, whichever worker they came to."""
    from allauth.account.adapter import get_adapter
    from django.core.cache import cache

    address = str(get_adapter().get_client_ip(request))
    key = f"token:{sha256(address.encode()).hexdigest()}"
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, SECONDS)
    return count


class Session(APIKeyCookie):
    """The session of a browser, with its CSRF token for whatever changes something."""

    param_name = "sessionid"

    def __init__(self) -> None:
        super().__init__(csrf=True)

    def authenticate(self, request: Any, key: str | None) -> Any:
        """The account that is signed in."""
        return request.user if request.user.is_authenticated else None
