"""What stands before every page: the emergency lock, and the second factor where it is required."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounted.record.locking import CLOSED, lock_of
from accounted.web.errors import problem, wants_data

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Posts that change nothing of the archive: signing in and out, the second factor, the language.
OF_ACCOUNTS = ("/account/", "/i18n/", "/administration/lock")
# What somebody without a second factor reaches where one is required.
TO_SET_UP = ("/account/2fa/", "/account/reauthenticate/", "/account/logout/", "/account/login/", "/i18n/")


class Guard:
    """Answers 423 while the archive is locked, and leads to setting up a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """The answer, or why there is none."""
        return self._locked(request) or self._one_factor_only(request) or self.get_response(request)

    def _locked(self, request: Any) -> HttpResponse | None:
        lock = lock_of(request.archive.path)
        if lock is None:
            return None
        if lock.mode == CLOSED:
            return problem(request, 423, _("The archive is closed. Its owner opens it again on its machine."))
        if request.method in SAFE or request.path.startswith(OF_ACCOUNTS):
            return None
        return problem(request, 423, _("The archive can be read now, not changed. Nothing was written."))

    def _one_factor_only(self, request: Any) -> HttpResponse | None:
        if not settings.ACCOUNTED_REQUIRE_MFA or not request.user.is_authenticated:
            return None
        if request.path.startswith(TO_SET_UP) or has_second_factor(request.user):
            return None
        if request.method == "GET" and not wants_data(request):
            return HttpResponseRedirect(reverse("mfa_index"))
        return problem(request, 403, _("Set up a second factor first; nothing else opens without one."))


def has_second_factor(user: Any) -> bool:
    """Whether the person signs in with more than a password."""
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(user))
