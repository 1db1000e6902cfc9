"""Administration: accounts and groups of the team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounted.web.access import inviting
from accounted.web.access.middleware import who
from accounted.web.access.roles import CAPABILITIES, ROLES, may
from accounted.web.access.sessions import end_sessions_of
from accounted.web.pages.professions import professions_of
from accounted.web.paging import NotFound, Shown, act, page, redirect

# What there is to administer: the page, who may, and what it is for.
SECTIONS = (
    ("users", "administer", gettext_lazy("People"), gettext_lazy("accounts, roles, groups, invitations")),
    ("groups", "administer", gettext_lazy("Groups"), gettext_lazy("to which items and entries can be kept")),
    ("restrictions", "restrict", gettext_lazy("Restrictions"), gettext_lazy("what only some groups may see")),
    (
        "sealed",
        "see_protected",
        gettext_lazy("Under seal"),
        gettext_lazy("identities that only named people may see"),
    ),
    ("exports", "export", gettext_lazy("Exports"), gettext_lazy("asked for by one, approved by another")),
    (
        "methodology",
        "set_methodology",
        gettext_lazy("Method"),
        gettext_lazy("scope, thresholds, vague numbers"),
    ),
    ("vocabularies", "administer", gettext_lazy("Vocabularies"), gettext_lazy("your own words for terms")),
    ("keys", "verify", gettext_lazy("Keys and checkpoints"), gettext_lazy("what signs the custody log")),
    ("audit", "see_audit", gettext_lazy("Audit trail"), gettext_lazy("who looked, searched, exported")),
    ("tokens", "use_api", gettext_lazy("Tokens"), gettext_lazy("with which your programs read and write")),
    ("lock", "lock", gettext_lazy("Emergency lock"), gettext_lazy("stops every change, or everything")),
)


@page("administration/", name="administration", may="see_audit", template="administration/index.html")
def administration(request: Any) -> Mapping[str, Any]:
    """What this person may administer."""
    return {
        "title": _("Administration"),
        "sections": [
            {"name": name, "address": reverse(name), "title": title, "what": what}
            for name, capability, title, what in SECTIONS
            if may(request.user.role, capability)
        ],
    }


@page("administration/users/", name="users", may="administer", template="administration/users.html")
def users(request: Any) -> Mapping[str, Any]:
    """Everybody with an account."""
    from accounted.web.models import Group, User

    return {
        "title": _("People"),
        "users": [_told(user) for user in _users(User.objects.order_by("full_name", "pk"))],
        "roles": _roles(),
        "groups": [{"code": one.code, "title": one.title} for one in Group.objects.all()],
    }


@page(
    "administration/users/<int:account>/", name="user", may="administer", template="administration/user.html"
)
def user(request: Any, account: int) -> Mapping[str, Any]:
    """One account: its role, groups, sessions."""
    from accounted.web.models import Group, User

    found = next(iter(_users(User.objects.filter(pk=account))), None)
    if found is None:
        raise NotFound(_("there is no such account"))
    return {
        "title": found.full_name or found.username,
        "account": _told(found),
        "own": found.pk == request.user.pk,
        "professions": professions_of(request, found),
        "roles": _roles(),
        "groups": [{"code": one.code, "title": one.title} for one in Group.objects.all()],
    }


@act("administration/users/invite", name="invite", may="administer")
def invite(request: Any) -> Any:
    """Make an account, and the link with which its holder sets a password."""
    made, secret = inviting.invite(
        username=request.POST.get("username", "").strip(),
        full_name=request.POST.get("full_name", ""),
        role=request.POST.get("role", ""),
        groups=request.POST.getlist("groups"),
        by=who(request.user),
        now=request.archive.now(),
    )
    request.audit("invited", account=made.pk, role=made.role, groups=request.POST.getlist("groups"))
    return _link(request, made, secret)


@act("administration/users/<int:account>/link", name="new_link", may="administer")
def new_link(request: Any, account: int) -> Any:
    """A new link to set a password: the old one was not used in time, or the password is forgotten."""
    found = _found(account)
    if not found.is_active:
        raise NotFound(_("this account is ended; let the person in again first"))
    secret = inviting.link_for(found, by=who(request.user), now=request.archive.now())
    request.audit("link_made", account=found.pk)
    return _link(request, found, secret)


@act("administration/users/<int:account>/role", name="change_role", may="administer")
def change_role(request: Any, account: int) -> Any:
    """Give a person another role."""
    found = _found(account)
    before = found.role
    inviting.change_role(found, request.POST.get("role", ""), by=request.user)
    request.audit("role_changed", account=found.pk, before=before, now=found.role)
    return redirect("user", account=account)


@act("administration/users/<int:account>/groups", name="change_groups", may="administer")
def change_groups(request: Any, account: int) -> Any:
    """Put a person into groups."""
    found = _found(account)
    before = sorted(found.belongs_to.values_list("code", flat=True))
    inviting.set_groups(found, request.POST.getlist("groups"))
    request.audit("groups_changed", account=found.pk, before=before, now=request.POST.getlist("groups"))
    return redirect("user", account=account)


@act("administration/users/<int:account>/end", name="deactivate", may="administer")
def deactivate(request: Any, account: int) -> Any:
    """End an account, with its sessions and tokens."""
    found = _found(account)
    ended = inviting.deactivate(found, by=request.user, now=request.archive.now())
    request.audit("account_ended", account=found.pk, sessions=ended)
    return redirect("user", account=account)


@act("administration/users/<int:account>/again", name="reactivate", may="administer")
def reactivate(request: Any, account: int) -> Any:
    """Let a person in again, with a new link."""
    found = _found(account)
    inviting.reactivate(found)
    secret = inviting.link_for(found, by=who(request.user), now=request.archive.now())
    request.audit("account_opened_again", account=found.pk)
    return _link(request, found, secret)


@act("administration/users/<int:account>/sign-out", name="sign_out_user", may="administer")
def sign_out(request: Any, account: int) -> Any:
    """End every session of a person."""
    found = _found(account)
    request.audit("sessions_ended", account=found.pk, sessions=end_sessions_of(found))
    return redirect("user", account=account)


@act("administration/users/<int:account>/factors", name="remove_factors", may="administer")
def remove_factors(request: Any, account: int) -> Any:
    """Take away the second factors of somebody who lost them."""
    found = _found(account)
    inviting.remove_second_factors(found)
    request.audit("second_factors_removed", account=found.pk)
    return redirect("user", account=account)


@page("administration/groups/", name="groups", may="administer", template="administration/groups.html")
def groups(request: Any) -> Mapping[str, Any]:
    """The groups of the team and who belongs to them."""
    from accounted.web.models import Group

    return {
        "title": _("Groups"),
        "groups": [
            {
                "code": one.code,
                "title": one.title,
                "members": [member.full_name for member in one.members.all() if member.is_active],
            }
            for one in Group.objects.prefetch_related("members")
        ],
    }


@act("administration/groups/make", name="make_group", may="administer")
def make_group(request: Any) -> Any:
    """A new group."""
    made = inviting.make_group(request.POST.get("code", "").strip(), request.POST.get("title", ""))
    request.audit("group_made", group=made.code)
    return redirect("groups")


def _found(account: int) -> Any:
    from accounted.web.models import User

    found = User.objects.filter(pk=account).first()
    if found is None:
        raise NotFound(_("there is no such account"))
    return found


def _users(rows: Any) -> list[Any]:
    return list(rows.prefetch_related("belongs_to", "authenticator_set", "invitations"))


def _told(user: Any) -> dict[str, Any]:
    return {
        "account": user.pk,
        "username": user.username,
        "full_name": user.full_name,
        "role": user.role,
        "role_title": user.get_role_display(),
        "groups": [group.code for group in user.belongs_to.all()],
        "active": user.is_active,
        "password": user.has_usable_password(),
        "second_factor": any(one.type != "recovery_codes" for one in user.authenticator_set.all()),
        "last_login": user.last_login,
        "invited": next((one.at for one in user.invitations.all() if one.used is None), None),
    }


def _roles() -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "title": _(role.title),
            "may": [_(CAPABILITIES[one]) for one in CAPABILITIES if one in role.capabilities],
        }
        for code, role in ROLES.items()
    ]


def _link(request: Any, user: Any, secret: str) -> Shown:
    address = request.build_absolute_uri(reverse("invitation", kwargs={"secret": secret}))
    return Shown(
        "administration/link.html",
        {
            "title": _("Link for %(name)s") % {"name": user.full_name},
            "account": user.pk,
            "link": address,
            "days": inviting.GOOD_FOR.days,
        },
    )
