"""Inviting people, and what may change about their accounts."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from accounted.record.docket import DecisionRefused
from accounted.web.access.roles import ROLES
from accounted.web.access.sessions import end_sessions_of

GOOD_FOR = timedelta(days=3)
USERNAME = re.compile(r"[\w.@+-]{1,150}")
GROUP = re.compile(r"[a-z0-9][a-z0-9-]{0,47}")


def invite(
    *, username: str, full_name: str, role: str, groups: list[str], by: str, now: datetime
) -> tuple[Any, str]:
    """A new account and the secret of the link with which its holder sets a password, once.

    Raises:
        DecisionRefused: no name, one that is taken, or no such role or group.
    """
    from accounted.web.models import User

    full_name = " ".join(full_name.split())
    if not full_name:
        raise DecisionRefused("an account needs the person's name; the record and its log hold a pseudonym")
    if not USERNAME.fullmatch(username):
        raise DecisionRefused("the name to sign in with is letters, digits and . @ + - _, without spaces")
    must_be_a_role(role)
    if User.objects.filter(username__iexact=username).exists():
        raise DecisionRefused(f"{username}: somebody signs in under this name already; choose another")
    if User.objects.filter(full_name__iexact=full_name).exists():
        raise DecisionRefused(
            f"{full_name}: there is an account of this name, and decisions are told apart by it; add what "
            "tells the two people apart"
        )
    user = User(username=username, full_name=full_name, role=role)
    user.set_unusable_password()
    user.save()
    user.belongs_to.set(_groups(groups))
    return user, link_for(user, by=by, now=now)


def link_for(user: Any, *, by: str, now: datetime) -> str:
    """The secret of a link with which a person sets their password, once; any earlier link ends."""
    from accounted.web.models import Invitation

    secret = secrets.token_urlsafe(32)
    Invitation.objects.filter(user=user, used=None).update(expires=now)
    Invitation.objects.create(user=user, digest=_digest(secret), by=by, at=now, expires=now + GOOD_FOR)
    return secret


def end_links(*, now: datetime) -> None:
    """No link that is on its way sets a password any more."""
    from accounted.web.models import Invitation

    Invitation.objects.filter(used=None, expires__gt=now).update(expires=now)


def invited(secret: str, *, now: datetime) -> Any | None:
    """The invitation of a link that is still good, with its account."""
    from accounted.web.models import Invitation

    rows = Invitation.objects.filter(digest=_digest(secret), used=None, expires__gt=now)
    return rows.select_related("user").filter(user__is_active=True).first()


def accept(invitation: Any, password: str, *, now: datetime) -> Any:
    """Set the password; the link is used up, and whoever was signed in with the old one is signed out.

    Raises:
        ValidationError (of Django): a password that is too easy to guess.
        DecisionRefused: the link was used meanwhile.
    """
    from django.contrib.auth.password_validation import validate_password

    from accounted.web.models import Invitation

    user = invitation.user
    validate_password(password, user)
    if not Invitation.objects.filter(pk=invitation.pk, used=None).update(used=now):
        raise DecisionRefused("this link was used before; ask for a new one")
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions_of(user)
    return user


def change_role(user: Any, role: str, *, by: Any) -> None:
    """Give a person another role. They are signed out, so that nothing open shows what they no longer may.

    Raises:
        DecisionRefused: no such role, one's own, or the last owner's.
    """
    must_be_a_role(role)
    if user.pk == by.pk:
        raise DecisionRefused("nobody changes their own role; ask another who administers")
    if role != "owner":
        _must_not_be_the_last_owner(user)
    user.role = role
    user.save(update_fields=["role"])
    end_sessions_of(user)


def set_groups(user: Any, groups: list[str]) -> None:
    """Put a person into exactly these groups."""
    user.belongs_to.set(_groups(groups))


def deactivate(user: Any, *, by: Any, now: datetime) -> int:
    """End an account: no sign-in, no session, no token, no link. How many sessions ended.

    Raises:
        DecisionRefused: one's own account, or the last owner's.
    """
    from accounted.web.models import ApiToken, Invitation

    if user.pk == by.pk:
        raise DecisionRefused("nobody ends their own account; ask another who administers")
    _must_not_be_the_last_owner(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    ApiToken.objects.filter(user=user, revoked=None).update(revoked=now)
    Invitation.objects.filter(user=user, used=None).update(expires=now)
    return end_sessions_of(user)


def reactivate(user: Any) -> None:
    """Let a person in again. They set a new password by a link: the old one may be known to others."""
    user.is_active = True
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])


def remove_second_factors(user: Any) -> None:
    """Take the second factors of somebody who lost them away, and sign them out."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=user).delete()
    end_sessions_of(user)


def make_group(code: str, title: str) -> Any:
    """A new group of the team.

    Raises:
        DecisionRefused: a code that cannot be one, or that is taken, or no title.
    """
    from accounted.web.models import Group

    if not GROUP.fullmatch(code):
        raise DecisionRefused(f"{code!r}: a group's code is small letters, digits and hyphens: team-kharkiv")
    if not title.strip():
        raise DecisionRefused(f"{code}: a group needs a title, so that people know which it is")
    if Group.objects.filter(code=code).exists():
        raise DecisionRefused(f"{code}: there is a group of this code")
    return Group.objects.create(code=code, title=title.strip()[:200])


def must_be_a_role(role: str) -> None:
    """Refuse a role that does not exist."""
    if role not in ROLES:
        raise DecisionRefused(f"there is no role {role!r}; the roles are {', '.join(ROLES)}")


def _must_not_be_the_last_owner(user: Any) -> None:
    from accounted.web.models import User

    if user.role == "owner" and not (
        User.objects.filter(role="owner", is_active=True).exclude(pk=user.pk).exists()
    ):
        raise DecisionRefused("this is the last owner; make somebody else an owner first")


def _groups(codes: list[str]) -> list[Any]:
    from accounted.web.models import Group

    found = list(Group.objects.filter(code__in=codes))
    if unknown := set(codes) - {group.code for group in found}:
        raise DecisionRefused(f"there is no group {min(unknown)!r}")
    return found


def _digest(secret: str) -> str:
    """A link has 256 bits of chance, so a plain hash cannot be searched for it."""
    return sha256(secret.encode()).hexdigest()
