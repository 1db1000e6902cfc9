"""Accounts: nobody makes one for themselves; somebody who administers the workspace invites them."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """Sign-in by name and password; no sign-up, no mail."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Nobody signs up."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """No mail leaves: it would tell a provider who works on what."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail leaves; what happened stands in the audit trail."""

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        """Before a password is looked at: too many that were wrong lock the name and the address out."""
        from django.core.exceptions import ValidationError

        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            request.audit("locked_out", account=account_of(credentials.get("username")))
            raise


def account_of(username: str | None) -> int | None:
    """The number of an account. What was typed is not kept: it may be a password in the wrong field."""
    from accounted.web.models import User

    if not username:
        return None
    return User.objects.filter(username=username).values_list("pk", flat=True).first()
