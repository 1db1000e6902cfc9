"""Identities under seal: shown to named people only, each time with a reason, logged before it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounted.record import decisions
from accounted.record.docket import DecisionRefused, NotOnRecord
from accounted.record.queries import protection
from accounted.web.access import sealed as access
from accounted.web.access.middleware import who
from accounted.web.access.roles import ROLES, may
from accounted.web.paging import NotFound, act, page, redirect
from accounted.web.people_named import called


@page("sealed/", name="sealed", may="see_protected", template="sealed/list.html")
def sealed(request: Any) -> Mapping[str, Any]:
    """The codes under seal; who may see whom."""
    from accounted.web.models import SealReader, User

    held = protection.seals(request.archive)
    named = list(SealReader.objects.select_related("user"))
    names = called(request, [one.by for one in held])
    mine = {one.code for one in named if one.user_id == request.user.pk}
    return {
        "title": _("Under seal"),
        "seals": [
            {
                "code": one.code,
                "by": names[one.by],
                "at": one.at,
                "reason": one.reason,
                "destroyed": one.destroyed,
                "opened": one.opened,
                "named": "" in mine or one.code in mine,
            }
            for one in held
        ],
        "readers": [
            {"id": one.pk, "name": one.user.full_name, "code": one.code, "at": one.at, "reason": one.reason}
            for one in named
        ],
        "people": [
            {"account": one.pk, "name": one.full_name}
            for one in User.objects.filter(
                is_active=True, role__in=[role for role in ROLES if may(role, "see_protected")]
            ).exclude(pk=request.user.pk)
        ],
    }


@page("sealed/new/", name="seal_form", may="seal_identity", template="sealed/new.html")
def seal_form(request: Any) -> Mapping[str, Any]:
    """The form in which an identity is put under seal."""
    return {"title": _("Put an identity under seal"), "key": access.key_file(request.archive).exists()}


@act("sealed/seal", name="seal_identity", may="seal_identity")
def seal(request: Any) -> Any:
    """Put an identity under seal; the code by which the record knows the person."""
    told = {
        name: value
        for name in ("name", "contact", "born", "note")
        if (value := request.POST.get(name, "").strip())
    }
    if "name" not in told:
        raise DecisionRefused(_("an identity needs a name"))
    code = decisions.seal(
        request.archive,
        told,
        key=access.key_of(request.archive),
        by=request.reviewer(),
        reason=request.POST.get("reason", ""),
    )
    request.audit("sealed", code=code)
    return never_kept(render(request, "sealed/made.html", {"title": _("Under seal"), "code": code}))


@page("sealed/<str:code>/", name="seal", may="see_protected", template="sealed/seal.html")
def one_seal(request: Any, code: str) -> Mapping[str, Any]:
    """One seal: who opened it and why, and the form to open it for those who are named."""
    found = _found(request, code)
    opened = protection.openings(request.archive, code)
    names = called(request, [found.by, *(one.by for one in opened)])
    return {
        "title": code,
        "code": code,
        "sealed": {"by": names[found.by], "at": found.at, "reason": found.reason},
        "destroyed": found.destroyed,
        "named": access.is_named(request.user, code),
        "openings": [{"by": names[one.by], "at": one.at, "reason": one.reason} for one in opened],
    }


@act("sealed/<str:code>/open", name="open_seal", may="see_protected")
def open_seal(request: Any, code: str) -> Any:
    """Show an identity, once, after who asked and why is in the audit trail and in the custody log."""
    _found(request, code)
    reason = request.POST.get("reason", "").strip()
    if not access.is_named(request.user, code):
        request.audit("seal_refused", code=code)
        raise DecisionRefused(_("you are not among the people named to see this identity"))
    if not reason:
        raise DecisionRefused(_("opening a seal needs a reason; write down why"))
    request.audit("seal_opened", code=code, reason=reason)
    try:
        identity = decisions.unseal(
            request.archive,
            code,
            key=access.key_of(request.archive),
            by=request.reviewer(),
            reason=reason,
        )
    except (DecisionRefused, NotOnRecord):
        request.audit("seal_not_opened", code=code)
        raise
    return never_kept(
        render(
            request,
            "sealed/identity.html",
            {"title": code, "code": code, "identity": [(str(k), str(v)) for k, v in identity.items()]},
        )
    )


@act("sealed/name", name="name_reader", may="administer")
def name_reader(request: Any) -> Any:
    """Name somebody who may see an identity, or all of them."""
    from accounted.web.models import User

    told, code = request.POST.get("account", ""), request.POST.get("code", "").strip()
    user = User.objects.filter(pk=int(told)).first() if told.isdecimal() else None
    if user is None:
        raise NotFound(_("there is no such account"))
    if code:
        _found(request, code)
    reason = request.POST.get("reason", "")
    access.name_reader(
        user, code, by=request.user, by_who=who(request.user), reason=reason, now=request.archive.now()
    )
    request.audit("seal_reader_named", account=user.pk, code=code or "all", reason=reason)
    return redirect("sealed")


@act("sealed/readers/<int:reader>/remove", name="remove_reader", may="administer")
def remove_reader(request: Any, reader: int) -> Any:
    """From now on the person no longer sees it."""
    from accounted.web.models import SealReader

    row = SealReader.objects.filter(pk=reader).first()
    if row is None:
        raise NotFound(_("nobody is named by that"))
    request.audit("seal_reader_removed", account=row.user_id, code=row.code or "all")
    row.delete()
    return redirect("sealed")


def never_kept(response: HttpResponse) -> HttpResponse:
    """The answer, in no cache and no history."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _found(request: Any, code: str) -> protection.SealOnRecord:
    found = protection.seal_of(request.archive, code)
    if found is None:
        raise NotFound(_("there is no such seal"))
    return found
