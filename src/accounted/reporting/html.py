"""The report as one page that opens anywhere: no network, no script, no font or picture from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

from accounted.reporting.disclosure import Audience
from accounted.reporting.estimates import estimates_section
from accounted.reporting.map import Point, draw
from accounted.reporting.marked import Marking, marked_blocks
from accounted.reporting.material import Material, claim_key
from accounted.reporting.page import Page, abridged, with_estimates
from accounted.reporting.wording import label

_TEMPLATES = Path(__file__).parent / "templates"

# Texts in which line breaks and spaces are the author's; elsewhere they come from the layout of a page.
_PREFORMATTED = frozenset({"text/plain", "message/rfc822", "text/markdown"})
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "yi", "ckb", "sd", "ug"})

_ON_EVERY_SHEET: dict[Audience, str] = {
    "public": "Public edition",
    "internal": "INTERNAL. Not for publication",
}


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(_TEMPLATES)], autoescape=True, debug=False)


def report_html(
    material: Material,
    *,
    generated: str,
    audience: Audience = "public",
    estimates: Mapping[str, Any] | None = None,
) -> str:
    """The report as one self-contained HTML page.

    Arguments:
        material: what to report.
        generated: when, as an ISO 8601 time; nothing here reads a clock.
        audience: `public` (withholds, see `disclosure`) or `internal`.
        estimates: what `accounted estimate --json` printed, to stand beside what is documented.
    """
    page = Page.of(material, generated, audience)
    structure = with_estimates(page.build(), estimates)
    data = json.dumps(abridged(structure), ensure_ascii=False, sort_keys=True)
    broken: list[str] = []
    for entry, source in zip(structure["documents"], material.documents, strict=True):
        if entry["withheld"] is not None:
            continue
        shown = page.seen.documents[source.item]
        markings = [
            Marking(claim_key(source.item, c.id), c.excerpt.start, c.excerpt.end, c.kind, _mark_label(c))
            for c in shown.claims
            if c.id not in source.held_back or audience == "internal"
        ]
        markings += [
            Marking(claim_key(source.item, f"n{n + 1}"), e.start, e.end, "left-out", f"not counted: {why}")
            for n, (e, why) in enumerate(shown.not_counted)
            if e.start < e.end
        ]
        entry["blocks"], pieces = marked_blocks(shown.document, markings)
        broken += pieces
        entry["preformatted"] = shown.document.media_type in _PREFORMATTED
        entry["direction"] = direction(shown.document.language)
    for section in structure["sections"]:
        for figure in section["figures"]:
            if (charts := page.sections.charts(figure["key"])) is not None:
                figure["chart"] = charts
    points = [
        Point(p["key"], p["name"], p["lat"], p["lon"], p["kind"] or "settlement", len(p["claims"]))
        for p in structure["places"]
        if p["lat"] is not None and p["lon"] is not None
    ]
    style = _style(broken, _ON_EVERY_SHEET[audience])
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    context = Context(
        {
            "report": structure,
            "data": data,
            "style": style,
            "style_hash": digest,
            "map": draw(points),
            "estimates": _estimates(structure),
        },
        autoescape=True,
        use_l10n=False,
        use_tz=False,
    )
    return str(_engine().get_template("report.html").render(context))


def _estimates(structure: Mapping[str, Any]) -> SafeString:
    """The section on people whom nobody listed, where estimates were given; its text is escaped there."""
    if "estimates" not in structure:
        return mark_safe("")
    return mark_safe(estimates_section(structure["estimates"], audience=structure["audience"]))  # noqa: S308


def _mark_label(claim: Any) -> str:
    words = label("count_basis", claim.tally.basis) if claim.tally is not None else claim.kind
    return f"{claim.id}: {words}"


def direction(language: str | None) -> str:
    """Which way a text of that language runs; decided by its letters where the language is not known."""
    if language is None:
        return "auto"
    return "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def _style(broken: list[str], on_every_sheet: str) -> SafeString:
    """The style sheet, with the foot of every printed sheet and the lighting of marks in pieces."""
    css = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    # Keys are made of letters, digits and hyphens only (`claim_key`), so they cannot end their rule.
    lit = "background: var(--lit); outline: 2px solid var(--lit-line)"
    rules = [f'\n.text:has([id="{key}"]:target) [data-of="{key}"] {{ {lit} }}' for key in broken]
    foot = f'@bottom-left {{ content: "{on_every_sheet}" }} @bottom-right {{ content: counter(page) }}'
    rules.append(f"\n@media print {{ @page {{ {foot} }} }}\n")
    return mark_safe(css + "".join(rules))  # noqa: S308 - our own style sheet
