"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import get_language_bidi

from accounted import __version__
from accounted.web.access.roles import CAPABILITIES, may


def workspace(request: Any) -> dict[str, Any]:
    """The archive's title, what the person may do (`may.edit_record`), and the direction of the script."""
    user = getattr(request, "user", None)
    role = getattr(user, "role", "") if user is not None else ""
    archive = getattr(request, "archive", None)
    return {
        "archive_title": archive.title if archive is not None else "",
        "may": {capability: may(role, capability) for capability in CAPABILITIES},
        "direction": "rtl" if get_language_bidi() else "ltr",
        "languages": settings.LANGUAGES,
        "version": __version__,
    }
