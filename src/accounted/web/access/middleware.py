"""What every request carries: the archive, who asks, what they may see, and a way to the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounted.record.decisions import Reviewer
from accounted.record.sight import Sight
from accounted.web import workspace
from accounted.web.access import audit
from accounted.web.access.anchoring import anchor_if_due
from accounted.web.access.roles import ROLES

NOBODY = Sight(confidentiality=(), groups=frozenset(), names=False)


class Workspace:
    """Puts `archive`, `sight`, `reviewer()` and `audit()` on the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """The answer, with what this middleware adds."""
        request.archive = workspace.archive()
        request.sight = sight_of(request.user)
        request.reviewer = lambda: reviewer_of(request)
        request.audit = lambda event, **facts: _audit(request, event, facts)
        return self.get_response(request)


def sight_of(user: Any) -> Sight:
    """What a person may see, by their role and groups; nothing without an account."""
    if not user.is_authenticated or user.role not in ROLES:
        return NOBODY
    role = ROLES[user.role]
    return Sight(
        confidentiality=role.confidentiality,
        groups=frozenset(user.belongs_to.values_list("code", flat=True)),
        names=role.names,
    )


def reviewer_of(request: Any) -> Reviewer:
    """The person as the record knows them; made known to it when they first decide something."""
    return introduced(request.archive, request.user)


def introduced(archive: Any, user: Any) -> Reviewer:
    """The holder of an account as the record knows them, made known to it if they are not yet."""
    if user.pseudonym is None:
        roles = ROLES[user.role].in_record
        person = archive.reviewer(user.full_name or user.username, roles=roles)
        user.pseudonym = person.pseudonym
        user.save(update_fields=["pseudonym"])
        return person
    from accounted.record.decisions.reviewers import reviewer

    return reviewer(archive, user.pseudonym)


def who(user: Any) -> str:
    """How the audit trail calls a person: never by name."""
    if not user.is_authenticated:
        return "nobody"
    return user.pseudonym or f"account:{user.pk}"


def _audit(request: Any, event: str, facts: dict[str, Any]) -> None:
    by = who(request.user)
    seq = audit.append(by, event, facts, at=request.archive.now())
    anchor_if_due(request.archive, seq, agent=by)
