"""The graph of sources: who relays whom, and how many reports have one root."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounted.record.queries.relaying import NEWEST, Relaying, Root
from accounted.web import drawn_relays, reckoned
from accounted.web.kept import told as kept_told
from accounted.web.paging import page

ROOTS = 40
ROWS = 200


@page("graph/", name="graph", may="see_record", template="graph/graph.html")
def graph(request: Any) -> Mapping[str, Any]:
    """Who relays whom, in layers, in words and as a table; `q` is a name to follow."""
    name = " ".join(request.GET.get("q", "").split())
    kept = reckoned.who_relays(request.archive, name or None, sight=request.sight)
    found: Relaying = kept.value if kept else Relaying({}, (), (), cut=False)
    drawn = drawn_relays.chosen(found)
    several = [root for root in found.roots if len(root.reports) > 1]
    rows = sorted(found.relays, key=lambda r: (-r.claims, r.from_, r.to))
    return {
        "title": _("Who relays whom"),
        "name": name,
        "picture": drawn_relays.draw(found, drawn, _link),
        "drawn": len({end for relay in drawn for end in (relay.from_, relay.to)}),
        "tellers": len(found.tellers),
        "told": [_told(root, found) for root in several[:ROOTS]],
        "rows": [
            {
                "from": found.tellers[row.from_].name,
                "from_source": found.tellers[row.from_].source,
                "to": found.tellers[row.to].name,
                "to_source": found.tellers[row.to].source,
                "claims": row.claims,
                "ground": row.ground,
            }
            for row in rows[:ROWS]
        ],
        "more": max(0, len(rows) - ROWS),
        "cut": NEWEST if found.cut else 0,
        "kept": kept_told(kept, request.archive),
    }


def _link(name: str) -> str:
    return f"/graph/?{urlencode({'q': name})}"


def _told(root: Root, found: Relaying) -> dict[str, Any]:
    """One root in words: five reports have one root."""
    reports = [found.tellers[key].name for key in root.reports]
    words = ngettext(
        "%(n)s report has one root: %(name)s", "%(n)s reports have one root: %(name)s", len(reports)
    )
    return {
        "words": words % {"n": len(reports), "name": root.name},
        "name": root.name,
        "href": _link(root.name),
        "reports": reports,
        "through": root.through,
    }
