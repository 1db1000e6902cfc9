"""The workspace as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Accounts, sessions, saved searches, uploads and the audit trail, in a database of their own."""

    name = "accounted.web"
    label = "web"
    verbose_name = "Workspace"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what happens to accounts."""
        from accounted.web.access import signals

        signals.connect()
