"""Today: what waits for the person who looks, and how far the archive is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounted.record.queries import waiting
from accounted.record.queries.established import count_to_verify
from accounted.web import kept, news, uploads
from accounted.web.access.roles import ROLES, SIGNED_IN, may
from accounted.web.growth import drawn
from accounted.web.models import ExportRequest
from accounted.web.paging import page

if TYPE_CHECKING:
    from accounted.record.archive import Archive


@page("", name="today", may=SIGNED_IN, template="today/today.html")
def today(request: Any) -> Mapping[str, Any]:
    """What waits for this person, by what their role lets them do; progress in numbers and one chart."""
    role, archive = request.user.role, request.archive
    known = ROLES.get(role)
    found = waiting.today(
        archive,
        request.user.pseudonym or "",
        sight=request.sight,
        proposals=may(role, "review_claims") and bool(known and {"lead", "reviewer"} & set(known.in_record)),
        record=may(role, "see_record"),
    )
    known = progress_of(archive)
    progress = known.value if known else None
    return {
        "title": _("Today"),
        "claims": found.claims if may(role, "review_claims") else None,
        "disagreements": found.claims.disagreements if may(role, "review_claims") else None,
        "pairs": found.pairs if may(role, "judge_pairs") else None,
        "proposals": found.proposals if may(role, "see_record") else None,
        "to_verify": count_to_verify(archive, request.user.pseudonym or "", sight=request.sight)
        if may(role, "review_claims")
        else 0,
        "consents": found.consents,
        "troubles": found.troubles if may(role, "see_material") else (),
        "trouble_count": found.trouble_count if may(role, "see_material") else 0,
        "checkpoint": found.checkpoint if may(role, "verify") else None,
        "uploads": _uploads(request) if may(role, "add_material") else (),
        "news": (found_new := news.told(request.user, archive)),
        "news_count": sum(one["news"] for one in found_new),
        "approvals": _approvals(request) if may(role, "approve_export") else 0,
        "progress": progress,
        "judged": progress.judged if progress else None,
        "chart": drawn(progress.days, _("Claims on record over time")) if progress else "",
        "kept": kept.told(known, archive),
    }


def progress_of(archive: Archive) -> kept.Kept | None:
    """How far the archive is; the same for everybody, and as of the moment it tells."""
    return kept.latest(archive, "progress", lambda: waiting.progress(archive))


def _uploads(request: Any) -> list[uploads.Batch]:
    """What this person sent and is not taken in yet. What was left when the server stopped goes on now."""
    uploads.wake(request.archive)
    return [one for one in uploads.batches_of(request.archive, request.user.pk) if not one.finished]


def _approvals(request: Any) -> int:
    """Exports that others asked for."""
    waiting_for_another = ExportRequest.objects.filter(outcome="").exclude(asked_by=request.user)
    return int(waiting_for_another.count())
