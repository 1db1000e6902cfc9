"""What happens to accounts goes into the audit trail: signing in and out, failures, second factors.

Never a password, nor what was typed as a name.
"""

from __future__ import annotations

from typing import Any


def connect() -> None:
    """Listen. Called once, when Django is set up."""
    from allauth.account import signals as account
    from allauth.mfa import signals as mfa
    from django.contrib.auth import signals as auth

    for signal, receiver in (
        (account.user_logged_in, _signed_in),
        (auth.user_logged_out, _signed_out),
        (auth.user_login_failed, _failed),
        (account.password_changed, _password_changed),
        (mfa.authentication_failed, _factor_failed),
        (mfa.authenticator_added, _factor_added),
        (mfa.authenticator_removed, _factor_removed),
        (mfa.authenticator_reset, _factor_reset),
    ):
        signal.connect(receiver, dispatch_uid=f"accounted {receiver.__name__}")


def _signed_in(request: Any, user: Any, how: str = "password", **_: Any) -> None:
    request.audit("signed_in", how=how)


def _signed_out(request: Any, user: Any, **_: Any) -> None:
    if user is not None and hasattr(request, "audit"):
        request.audit("signed_out")


def _failed(credentials: Any, request: Any = None, **_: Any) -> None:
    from accounted.web.accounts import account_of

    if request is not None and hasattr(request, "audit"):
        request.audit("sign_in_failed", account=account_of(credentials.get("username")))


def _password_changed(request: Any, user: Any, **_: Any) -> None:
    request.audit("password_changed")


def _factor_failed(request: Any, user: Any, **_: Any) -> None:
    request.audit("second_factor_failed", account=user.pk)


def _factor_added(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    request.audit("second_factor_added", account=user.pk, kind=authenticator.type)


def _factor_removed(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    request.audit("second_factor_removed", account=user.pk, kind=authenticator.type)


def _factor_reset(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    request.audit("second_factor_renewed", account=user.pk, kind=authenticator.type)
