"""Who told whom up to one document, and the other reports of its roots, drawn as the graph of sources is."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounted.record.queries.relaying import Relay, Relaying, Teller, roots_of
from accounted.record.queries.telling import Telling
from accounted.web import drawn_relays


def draw(told: Telling, *, names: bool) -> SafeString:
    """The chains and the other reports of their roots as SVG; nothing where nobody told anybody.

    Every box leads on: a source to its page, another report to its document, a name to the graph of all.
    """
    shown: dict[str, Teller] = {}
    leads: dict[str, str] = {}
    relays: dict[tuple[str, str], Relay] = {}

    def put(key: str, name: str, source: str | None, address: str) -> None:
        shown.setdefault(key, Teller(key, name, source, 0))
        leads.setdefault(name, address)

    def tie(one: str, other: str, claims: int, ground: str | None = None) -> None:
        known = relays.get((one, other), Relay(one, other, 0, None))
        relays[one, other] = Relay(one, other, known.claims + claims, known.ground or ground)

    for chain in told.chains:
        for step in chain.steps:
            put(step.key, step.name, step.source, _address(step.source, step.name, names))
        if chain.steps[-1].how != "published":
            put("this", _("this document"), None, "#document")
            tie(chain.steps[-1].key, "this", chain.claims)
        for one, other in pairwise(chain.steps):
            tie(one.key, other.key, chain.claims, other.ground)
    for root in told.roots:
        for report in root.reports:
            by = report.publisher or report.title or report.item
            put(report.id, f"{by} ({report.item})", None, reverse("document", args=[report.id]))
            tie(root.key, report.id, 0)
    if not relays:
        return SafeString()
    listed = tuple(relays[key] for key in sorted(relays))
    graph = Relaying(shown, listed, roots_of(listed, {key: t.name for key, t in shown.items()}), False)
    return drawn_relays.draw(graph, listed, lambda name: leads[name])


def _address(source: str | None, name: str, names: bool) -> str:
    if source:
        return f"/sources/{source}/"
    return f"/graph/?{urlencode({'q': name})}" if names else "#chain"
