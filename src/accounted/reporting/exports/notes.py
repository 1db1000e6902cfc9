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
    lines += _scope(content)
    for heading, points in (
        ("Left out for this audience", [str(one) for one in content.left_out]),
        ("Not found in the archive, or derived", list(content.remarks)),
        ("What this form cannot hold", list(losses)),
        ("Conversions made in these files", list(conversions)),
    ):
        lines += ["", heading, "-" * len(heading)]
        lines += [line for point in points for line in _wrapped(point, "- ")] or ["None."]
    return "\n".join(lines) + "\n"


def _scope(content: Content) -> list[str]:
    """What the project declared to count, and what of this export lies outside."""
    told = content.scope
    if told is None:
        return []
    lines = [
        "",
        "The declared scope",
        "------------------",
        *_wrapped(f"Version {told.version}: {told.words}."),
    ]
    if told.unread:
        lines += _wrapped(f"Not read, and decides nothing: {'; '.join(told.unread)}.")
    for sure, heading in ((True, "Outside it:"), (False, "Partly or perhaps outside it:")):
        named = [f"{called}: {why}" for called, is_sure, why in told.beyond if is_sure is sure]
        if named and sure and told.limited:
            lines += _wrapped(f"{len(named)} that lie outside it are left out of these files.")
        elif named:
            lines += [heading, *(line for one in named for line in _wrapped(one, "- "))]
    if not told.beyond:
        lines.append("Everything here lies within it, as far as places and days are told.")
    return lines


def _wrapped(text: str, bullet: str = "") -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()), 100, initial_indent=bullet, subsequent_indent=" " * len(bullet)
    )
