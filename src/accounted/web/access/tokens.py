"""Tokens for programs: made, used, and taken back."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from accounted.record.docket import DecisionRefused
from accounted.record.locking import lock_of
from accounted.web.access.roles import ROLES, may, narrower

START = "acc_"
LONGEST = timedelta(days=366)
_NOTED = timedelta(minutes=1)  # a use is written down no more often than this


def create(
    user: Any, *, title: str, role: str, archive: str, expires: datetime, now: datetime
) -> tuple[Any, str]:
    """A new token; its row, and the token itself, which is nowhere else and is not shown again.

    Raises:
        DecisionRefused: the person may have none, the role is wider than theirs, or the time is over or
            more than a year away.
    """
    from accounted.web.models import ApiToken

    if not may(user.role, "use_api"):
        raise DecisionRefused("your role may not have tokens")
    if role not in roles_for(user.role):
        raise DecisionRefused(
            f"a token of yours is of the role {', '.join(roles_for(user.role))}, not {role!r}: "
            "no token does more than its owner"
        )
    if not title.strip():
        raise DecisionRefused("say what the token is for, so that it can be told from the others")
    if not now < expires <= now + LONGEST:
        raise DecisionRefused("a token ends after now, and within a year")
    token = START + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        user=user,
        title=title.strip()[:200],
        digest=_digest(token),
        begins=token[:10],
        role=role,
        archive=archive,
        made=now,
        expires=expires,
    )
    return row, token


def roles_for(role: str) -> tuple[str, ...]:
    """The roles that a token of somebody of this role may have."""
    return tuple(one for one in ROLES if role in ROLES and narrower(one, role) and may(one, "use_api"))


def user_of(token: str, *, archive: str | None = None, now: datetime | None = None) -> Any | None:
    """Whose token it is, in the token's role; None when it is not good (any more), while the archive is
    locked, or where a second factor is required and its owner has none.

    `archive` and `now` are those of the archive being served, where they are not given. The user's row is
    not to be saved as a whole: its role is the token's.
    """
    from django.conf import settings

    from accounted.web import workspace
    from accounted.web.access.guard import has_second_factor
    from accounted.web.models import ApiToken

    if not token.startswith(START) or len(token) > 200:
        return None
    served = workspace.archive()
    archive, now = archive or served.id, now or served.now()
    if lock_of(served.path) is not None:
        return None
    row = ApiToken.objects.filter(digest=_digest(token)).select_related("user").first()
    if row is None or row.revoked is not None or row.archive != archive or row.expires <= now:
        return None
    user = row.user
    if not user.is_active or row.role not in roles_for(user.role):
        return None
    if settings.ACCOUNTED_REQUIRE_MFA and not has_second_factor(user):
        return None
    if row.last_used is None or now - row.last_used > _NOTED:
        ApiToken.objects.filter(pk=row.pk).update(last_used=now)
    user.role = row.role
    return user


def revoke(row: Any, *, now: datetime) -> None:
    """From now on the token opens nothing."""
    if row.revoked is None:
        row.revoked = now
        row.save(update_fields=["revoked"])


def revoke_all(*, now: datetime) -> int:
    """No token opens anything from now on; how many did."""
    from accounted.web.models import ApiToken

    return int(ApiToken.objects.filter(revoked=None, expires__gt=now).update(revoked=now))


def _digest(token: str) -> str:
    """A token has 256 bits of chance, so a plain hash cannot be searched for it."""
    return sha256(token.encode()).hexdigest()
