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
