"""Keeping things to groups, and locking the archive in an emergency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import logout
from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounted.record import decisions
from accounted.record.docket import DecisionRefused
from accounted.record.locking import CLOSED, READ_ONLY, lock_of
from accounted.record.queries import protection
from accounted.web.access import lockdown
from accounted.web.access.middleware import who
from accounted.web.errors import problem
from accounted.web.paging import act, page, redirect
from accounted.web.people_named import called


@page(
    "administration/restrictions/",
    name="restrictions",
    may="restrict",
    template="administration/restrictions.html",
)
def restrictions(request: Any) -> Mapping[str, Any]:
    """What is kept to groups; `?kind=Item&id=ACC-000001` fills the form in."""
    from accounted.record.decisions.restricting import restrictable
    from accounted.web.models import Group

    held = protection.restrictions(request.archive, request.sight)
    names = called(request, [one.by for one in held])
    kind, identifier = request.GET.get("kind", ""), request.GET.get("id", "")
    now = next((one for one in held if one.kind == kind and identifier in (one.identifier, one.title)), None)
    return {
        "title": _("Restrictions"),
        "restrictions": [
            {
                "kind": one.kind,
                "id": one.identifier,
                "title": one.title,
                "groups": one.groups,
                "by": names[one.by],
                "at": one.at,
            }
            for one in held
        ],
        "kinds": restrictable(),
        "groups": [{"code": one.code, "title": one.title} for one in Group.objects.all()],
        "asked": {"kind": kind or "Item", "id": identifier, "groups": now.groups if now else ()},
    }


@act("administration/restrictions/restrict", name="restrict", may="restrict")
def restrict(request: Any) -> Any:
    """Keep an item or an entry to groups; to none: lift its restriction."""
    from accounted.web.models import Group

    kind = request.POST.get("kind", "")
    identifier = protection.must_see(request.archive, kind, request.POST.get("id", "").strip(), request.sight)
    wanted = set(request.POST.getlist("groups"))
    peopled = Group.objects.filter(code__in=wanted, members__is_active=True).values_list("code", flat=True)
    if empty := wanted - set(peopled):
        raise DecisionRefused(
            _("%(group)s: there is no such group with anybody in it; nobody could see the thing then")
            % {"group": min(empty)}
        )
    decisions.restrict(
        request.archive,
        kind,
        identifier,
        wanted,
        by=request.reviewer(),
        reason=request.POST.get("reason", ""),
    )
    request.audit("restricted", kind=kind, id=identifier, groups=sorted(wanted))
    return redirect("restrictions")


@page("administration/lock/", name="lock", may="lock", template="administration/lock.html")
def lock(request: Any) -> Mapping[str, Any]:
    """The emergency lock."""
    held = lock_of(request.archive.path)
    return {
        "title": _("Emergency lock"),
        "locked": None if held is None else {"mode": held.mode, "at": held.at, "reason": held.reason},
    }


@act("administration/lock/set", name="lock_archive", may="lock")
def lock_archive(request: Any) -> HttpResponse:
    """Lock the archive and sign everybody out, whoever pressed the button included."""
    mode = CLOSED if request.POST.get("mode") == CLOSED else READ_ONLY
    by, reason = who(request.user), request.POST.get("reason", "")
    lockdown.lock_archive(request.archive, mode, by=by, reason=reason)
    logout(request)
    return problem(
        request,
        423,
        _("The archive is locked, and everybody is signed out. Its owner unlocks it on its machine."),
    )
