"""The notes that go with every export: what was left out, what the form loses, what was converted (D-35)."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounted.reporting.exports.content import Content

FOR = {
    "public": "the public: what could put people at risk is withheld",
    "partner": "a partner organisation: nothing confidential is in it; contacts and protected names covered",
    "court": "a court or prosecutor: everything but what is ex parte",
}


def notes(content: Content, name: str, title: str, losses: Sequence[str], conversions: Sequence[str]) -> str:
    """The text of the notes to an export."""
    report = content.report
    archive, checkpoint = report["archive"], report["checkpoint"]
    state = (
        f"{checkpoint['size']} entries of the custody log, root {checkpoint['root']}"
        if checkpoint
        else "no checkpoint of the custody log"
    )
    lines = [
        f"Notes to {name}",
        "=" * (9 + len(name)),
        "",
        f"Form:         {title}",
        f"Archive:      {archive['title']}" + (f" ({archive['id']})" if archive["id"] else ""),
        f"Made:         {content.generated}" + (f" with {report['software']}" if report["software"] else ""),
        f"For:          {FOR[content.purpose]}",
        f"Contents as of: {report['as_of'] or 'not stated'}",
        f"Methodology:  {report['methodology']}; policy: range; where a number states its own, that",
        f"Rests on:     {state}",
        "",
        *_wrapped(
            "A number in this export is a documented minimum where a source's words give one: what could be "
            "found and kept, not all that happened. Bounds are what sources reported, never a confidence "
            "interval. Nothing was added up."
        ),
    ]
    for heading, points in (
        ("Left out for this audience", [str(one) for one in content.left_out]),
        ("Not found in the archive, or derived", list(content.remarks)),
        ("What this form cannot hold", list(losses)),
        ("Conversions made in these files", list(conversions)),
    ):
        lines += ["", heading, "-" * len(heading)]
        lines += [line for point in points for line in _wrapped(point, "- ")] or ["None."]
    return "\n".join(lines) + "\n"


def _wrapped(text: str, bullet: str = "") -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()), 100, initial_indent=bullet, subsequent_indent=" " * len(bullet)
    )
