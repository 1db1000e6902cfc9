"""Tokens with which a person's programs read and write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.shortcuts import render
from django.utils.translation import gettext as _

from accounted.record.docket import DecisionRefused
from accounted.web.access import tokens as access
from accounted.web.access.roles import ROLES, may
from accounted.web.pages.sealed import never_kept
from accounted.web.paging import NotFound, act, page, redirect


@page("tokens/", name="tokens", may="use_api", template="account/tokens.html")
def tokens(request: Any) -> Mapping[str, Any]:
    """One's own tokens; for those who administer, everybody's."""
    from accounted.web.models import ApiToken

    everybody = may(request.user.role, "administer")
    rows = ApiToken.objects.select_related("user")
    now = request.archive.now()
    return {
        "title": _("Tokens"),
        "roles": [
            {"code": code, "title": _(ROLES[code].title)} for code in access.roles_for(request.user.role)
        ],
        "own_role": request.user.role,
        "until": (now + timedelta(days=90)).date().isoformat(),
        "tokens": [
            {
                "id": one.pk,
                "title": one.title,
                "owner": one.user.full_name if everybody else None,
                "begins": one.begins,
                "role": _(ROLES[one.role].title) if one.role in ROLES else one.role,
                "made": one.made,
                "expires": one.expires,
                "last_used": one.last_used,
                "good": one.revoked is None and one.expires > now,
            }
            for one in (rows if everybody else rows.filter(user=request.user))[:500]
        ],
        "everybody": everybody,
    }


@act("tokens/make", name="make_token", may="use_api")
def make(request: Any) -> Any:
    """A new token, shown once."""
    try:
        until = date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        raise DecisionRefused(_("say until which day the token is good: 2027-01-31")) from None
    row, token = access.create(
        request.user,
        title=request.POST.get("title", ""),
        role=request.POST.get("role", ""),
        archive=request.archive.id,
        expires=datetime.combine(until, time(), tzinfo=UTC),
        now=request.archive.now(),
    )
    request.audit("token_made", token=row.pk, role=row.role, expires=row.expires)
    return never_kept(
        render(
            request, "account/token.html", {"title": _("Your new token"), "token": token, "name": row.title}
        )
    )


@act("tokens/<int:token>/revoke", name="revoke_token", may="use_api")
def revoke(request: Any, token: int) -> Any:
    """From now on the token opens nothing."""
    from accounted.web.models import ApiToken

    rows = ApiToken.objects.filter(pk=token)
    if not may(request.user.role, "administer"):
        rows = rows.filter(user=request.user)
    found = rows.first()
    if found is None:
        raise NotFound(_("there is no such token"))
    access.revoke(found, now=request.archive.now())
    request.audit("token_revoked", token=found.pk)
    return redirect("tokens")
