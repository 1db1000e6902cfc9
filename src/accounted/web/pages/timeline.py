"""The time line: things with the intervals of their dates, and who held which place when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounted.record.queries.holding import Held, held
from accounted.record.queries.placed import placed
from accounted.record.searching import WrongSearch
from accounted.record.searching.index import opened_gazetteer
from accounted.record.searching.places import Surroundings
from accounted.web import control as control_told
from accounted.web import drawn_time
from accounted.web.access.roles import may
from accounted.web.drawn_time import Stretch
from accounted.web.pages.map import NAMES, ROWS, asked_of, filtered, form_of, row_of
from accounted.web.paging import page
from accounted.web.searching import to_list

_MOST_DAYS = 366 * 200


@page("timeline/", name="timeline", may="see_figures", template="timeline/timeline.html")
def timeline(request: Any) -> Mapping[str, Any]:
    """Everything dated that fits, drawn and as a table; a stretch that is chosen is the next window."""
    shown: dict[str, Any] = {
        "title": _("Timeline"), **form_of(request), "rows": [], "control": [], "stretches": [],
    }  # fmt: skip
    try:
        filters = asked_of(request)
        around = Surroundings(opened_gazetteer)
        found = placed(request.archive, filters.asked, sight=request.sight, around=around)
    except WrongSearch as trouble:
        return shown | {"trouble": str(trouble)}
    shown |= {
        "filtered": filtered(filters),
        "list": to_list(filters.written) if may(request.user.role, "see_record") else "",
    }
    dated = [thing for thing in found.things if thing.edtf is not None]
    dated.sort(key=lambda thing: (thing.earliest or date.min, thing.latest or date.max, thing.id))
    control = held(request.archive, filters.asked, sight=request.sight, around=around)
    window = drawn_time.window(dated, control, filters.asked.first, filters.asked.last)
    if window is None:
        return shown | {"undated": len(found.things)}
    start, end = window
    if (end - start).days > _MOST_DAYS:
        start = end - timedelta(days=_MOST_DAYS)
    cut = drawn_time.stretches(dated, start, end)
    names = control_told.words()

    def link(one: Stretch) -> str:
        query = request.GET.copy()
        query["from"], query["to"] = one.first.isoformat(), one.last.isoformat()
        query.pop("page", None)
        return f"?{query.urlencode()}"

    number = _page_number(request)
    rows = dated[number * ROWS : (number + 1) * ROWS]
    return shown | {
        "picture": drawn_time.draw(dated, control, cut, start, end, link, names),
        "start": start,
        "end": end,
        "stretches": [
            {
                "label": one.label,
                "number": one.number,
                "first": one.first,
                "last": one.last,
                "href": link(one),
            }
            for one in cut
        ],
        "wider": _wider(request, start, end),
        "rows": [row_of(thing) for thing in rows],
        "control": [control_told.row_of(one, request) | {"on_map": _on_map(request, one)} for one in control],
        "bands": drawn_time.BANDS if len({one.place for one in control}) > drawn_time.BANDS else 0,
        "one_by_one": len(dated) <= drawn_time.SHOWN,
        "total": len(dated),
        "undated": len(found.things) - len(dated),
        "cut": [NAMES[kind] for kind in found.cut],
        "next": number + 2 if len(dated) > (number + 1) * ROWS else None,
        "previous": number or None,
    }


def _wider(request: Any, start: date, end: date) -> str:
    """The address of a window three times as wide."""
    days = max(1, (end - start).days)
    query = request.GET.copy()
    try:
        query["from"] = (start - timedelta(days=days)).isoformat()
        query["to"] = (end + timedelta(days=days)).isoformat()
    except OverflowError:
        return "?"
    return f"?{query.urlencode()}"


def _on_map(request: Any, one: Held) -> str:
    """The address of the map on the first day that somebody held a place."""
    day = one.earliest or one.latest
    query = request.GET.copy()
    query.pop("page", None)
    if day is None:
        return ""
    query["on"] = day.isoformat()
    return f"/map/?{query.urlencode()}"


def _page_number(request: Any) -> int:
    try:
        return max(0, min(10_000, int(request.GET.get("page", "1")) - 1))
    except ValueError:
        return 0
