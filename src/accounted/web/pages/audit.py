"""The audit trail: who looked at what was sensitive, searched, exported, signed in, or was refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounted.web.access import anchoring, audit
from accounted.web.access.middleware import who
from accounted.web.paging import act, page, paginate, redirect
from accounted.web.people_named import called


@page("administration/audit/", name="audit", may="see_audit", template="administration/audit.html")
def trail(request: Any) -> Mapping[str, Any]:
    """The lines of the trail, the newest first, narrowed by who, what and when."""
    from accounted.web.models import AuditAnchor, AuditEntry

    asked = {name: request.GET.get(name, "").strip() for name in ("who", "event", "since", "until")}
    rows: Any = AuditEntry.objects.order_by("-seq")
    if asked["who"]:
        rows = rows.filter(who=asked["who"])
    if asked["event"]:
        rows = rows.filter(event=asked["event"])
    if (since := _day(asked["since"])) is not None:
        rows = rows.filter(at__gte=since)
    if (until := _day(asked["until"])) is not None:
        rows = rows.filter(at__lt=until + timedelta(days=1))
    shown = paginate(rows, request)
    people = sorted(AuditEntry.objects.order_by().values_list("who", flat=True).distinct()[:500])
    names = called(request, [*people, *(row.who for row in shown.rows)])
    last = AuditAnchor.objects.first()
    return {
        "title": _("Audit trail"),
        "asked": asked,
        "lines": [
            {
                "seq": row.seq,
                "at": row.at,
                "who": row.who,
                "name": names[row.who],
                "event": row.event,
                "facts": row.facts,
                "sha256": row.sha256,
            }
            for row in shown.rows
        ],
        "pages": {"previous": shown.previous, "next": shown.next},
        "people": [{"who": one, "name": names[one]} for one in people],
        "events": sorted(AuditEntry.objects.order_by().values_list("event", flat=True).distinct()),
        "anchored": None if last is None else {"seq": last.seq, "entry": last.entry, "at": last.at},
    }


@act("administration/audit/anchor", name="anchor_audit", may="verify")
def anchor(request: Any) -> Any:
    """Write the head of the trail into the custody log now."""
    anchoring.anchor(request.archive, agent=who(request.user))
    return redirect("audit")


@page(
    "administration/audit/check/", name="check_audit", may="see_audit", template="administration/check.html"
)
def check(request: Any) -> Mapping[str, Any]:
    """Go through the whole trail: its chain of hashes, and what the custody log holds of it."""
    found = [*audit.broken(), *anchoring.anchored_wrongly(request.archive)]
    return {"title": _("The trail, checked"), "problems": found}


def _day(told: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(told), time(), tzinfo=UTC)
    except ValueError:
        return None
