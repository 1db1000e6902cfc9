"""Exports outside the team: asked for, approved by another, made, downloaded; all of it on the trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounted.web.access import exporting, scopes
from accounted.web.access.middleware import sight_of
from accounted.web.access.roles import may
from accounted.web.paging import NotFound, act, page, paginate, redirect


@page("administration/exports/", name="exports", may="export", template="administration/exports.html")
def exports(request: Any) -> Mapping[str, Any]:
    """One's own requests; for those who approve, everybody's."""
    from accounted.web.models import ExportRequest

    approves = may(request.user.role, "approve_export")
    rows = ExportRequest.objects.select_related("asked_by", "decided_by")
    shown = paginate(rows if approves else rows.filter(asked_by=request.user), request)
    return {
        "title": _("Exports"),
        "forms": exporting.FORMS,
        "audiences": [
            {"code": "public", "what": _("public: withholds what could endanger people")},
            {"code": "partner", "what": _("partner: nothing confidential")},
            {"code": "court", "what": _("court: all but ex parte")},
        ],
        "requests": [
            {
                "id": one.pk,
                "form": one.form,
                "audience": one.audience,
                "items": one.items,
                "scope": exporting.scope_told(one),
                "what": scopes.in_words(exporting.scope_told(one), one.items),
                "recipient": one.recipient,
                "reason": one.reason,
                "asked_by": one.asked_by.full_name,
                "asked_at": one.asked_at,
                "own": one.asked_by_id == request.user.pk,
                "outcome": one.outcome,
                "decided_by": one.decided_by.full_name if one.decided_by else None,
                "decided_at": one.decided_at,
                "remark": one.remark,
                "made_at": one.made_at,
                "sha256": one.sha256,
            }
            for one in shown.rows
        ],
        "pages": {"previous": shown.previous, "next": shown.next},
        "approves": approves,
        "kept": scopes.kept_by(request.user),
        "asked": {
            name: request.GET.get(name, "") for name in ("scope", "items", "place", "incident", "search")
        },
    }


@act("administration/exports/ask", name="ask_export", may="export")
def ask(request: Any) -> Any:
    """Ask for an export outside the team."""
    told = request.POST
    made = exporting.ask(
        request.archive,
        request.user,
        form=told.get("form", ""),
        audience=told.get("audience", ""),
        scope=scopes.scope_of(request.archive, request.user, told, sight=request.sight)
        | ({"within_scope": True} if told.get("within_scope") else {}),
        recipient=told.get("recipient", ""),
        reason=told.get("reason", ""),
        sight=request.sight,
    )
    request.audit(
        "export_asked",
        export=made.pk,
        form=made.form,
        audience=made.audience,
        items=made.items,
        scope=made.scope,
        recipient=made.recipient,
        reason=made.reason,
    )
    return redirect("exports")


@act("administration/exports/<int:export>/approve", name="approve_export", may="approve_export")
def approve(request: Any, export: int) -> Any:
    """A second person approves."""
    return _decide(request, export, approved=True)


@act("administration/exports/<int:export>/refuse", name="refuse_export", may="approve_export")
def refuse(request: Any, export: int) -> Any:
    """A second person refuses."""
    return _decide(request, export, approved=False)


@act("administration/exports/<int:export>/make", name="make_export", may="export")
def make(request: Any, export: int) -> Any:
    """Make what was approved."""
    found = _own(request, export)
    exporting.make(request.archive, found, by=request.reviewer(), sight=sight_of(found.asked_by))
    found.refresh_from_db()
    request.audit("export_made", export=export, sha256=found.sha256)
    return redirect("exports")


@act("administration/exports/<int:export>/download", name="download_export", may="export")
def download(request: Any, export: int) -> Any:
    """Hand the file to whoever asked for it."""
    found = _own(request, export)
    packed = exporting.file_of(request.archive, found)
    request.audit("export_downloaded", export=export, sha256=found.sha256)
    return HttpResponse(
        packed,
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{found.file}"',
            "Cache-Control": "no-store",
        },
    )


def _decide(request: Any, export: int, *, approved: bool) -> Any:
    found = _found(export)
    remark = request.POST.get("remark", "")
    exporting.decide(request.archive, found, request.user, approved=approved, remark=remark)
    request.audit("export_approved" if approved else "export_refused", export=export, remark=remark)
    return redirect("exports")


def _own(request: Any, export: int) -> Any:
    found = _found(export)
    if found.asked_by_id != request.user.pk:
        raise NotFound(_("there is no such export of yours"))
    return found


def _found(export: int) -> Any:
    from accounted.web.models import ExportRequest

    rows = ExportRequest.objects.select_related("asked_by", "decided_by")
    found = rows.filter(pk=export).first()
    if found is None:
        raise NotFound(_("there is no such export"))
    return found
