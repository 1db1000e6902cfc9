"""Ending sessions: of one person, or of everybody."""

from __future__ import annotations

from typing import Any


def end_sessions_of(user: Any) -> int:
    """Sign a person out everywhere; how many sessions there were."""
    from django.contrib.sessions.models import Session

    mine = [
        one.session_key
        for one in Session.objects.iterator(chunk_size=500)
        if one.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    _end(Session.objects.filter(session_key__in=mine))
    return len(mine)


def end_all_sessions() -> int:
    """Sign everybody out; how many sessions there were."""
    from django.contrib.sessions.models import Session

    return _end(Session.objects.all())


def _end(rows: Any) -> int:
    from allauth.usersessions.models import UserSession

    keys = list(rows.values_list("session_key", flat=True))
    rows.delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)
