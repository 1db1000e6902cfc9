"""Charts of a reckoned figure: how it grew as things became known, and the ladder of the claims behind it.

Drawn as SVG by hand so that a page needs no script and the same answer gives the same bytes. Colours come
from the page's style sheet; drawn alone (`standalone`) a chart carries its own. Every chart stands beside a
table of its numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDTH = 880
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 16, 40
_ALONE = (
    "text{font:13px system-ui,sans-serif;fill:#1c2126}.axis{stroke:#b9b3a4;fill:none}.grid{stroke:#dedad0}"
    ".band{fill:#fbeeb4}.low,.span{stroke:#0f5163;stroke-width:2.5;fill:none}.high{stroke:#b99a1d;stroke-width:2;"
    "fill:none}.dot{fill:#0f5163}.clash{fill:#8a3b12}.faint{opacity:.45}.open{stroke-dasharray:4 4}"
    ".soft{fill:#58616a}.gold{fill:#b99a1d}"
)


@dataclass(frozen=True, slots=True)
class Step:
    """The answer as known from a day on."""

    day: str  # ISO date
    low: int | None
    high: int | None  # None: open
    contested: bool


@dataclass(frozen=True, slots=True)
class Rung:
    """One claim of the ladder. `href` is where its words stand, if it may be linked to."""

    label: str
    note: str
    low: int | None
    high: int | None
    binds: bool
    set_aside: bool
    href: str | None = None


def known_over_time(steps: Sequence[Step], *, title: str, key: str, standalone: bool = False) -> SafeString:
    """How a figure grew as statements were published; empty with fewer than two days."""
    if len(steps) < 2:
        return mark_safe("")
    days = [date.fromisoformat(step.day).toordinal() for step in steps]
    first, last = min(days), max(days)
    after = max(1, (last - first) // 12)
    span = last - first + after
    top = _ceiling([n for step in steps for n in (step.low, step.high) if n is not None])
    height = 280

    def x(day: int) -> float:
        return round(_LEFT + (day - first) / span * (WIDTH - _LEFT - _RIGHT), 1)

    def y(value: int) -> float:
        return round(height - _BOTTOM - value / top * (height - _TOP - _BOTTOM - 24), 1)

    out = [_open(height, title, key, standalone)]
    for value in _ticks(top):
        out.append(f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y(value)}" y2="{y(value)}"/>')
        out.append(f'<text x="{_LEFT - 8}" y="{y(value) + 4}" text-anchor="end">{value:,}</text>')
    lows, highs = [], []
    for n, step in enumerate(steps):
        until = days[n + 1] if n + 1 < len(days) else last + after
        low = step.low or 0
        high = top if step.high is None else step.high
        out.append(
            f'<rect class="band" x="{x(days[n])}" y="{y(high)}" width="{round(x(until) - x(days[n]), 1)}" '
            f'height="{max(1.0, round(y(low) - y(high), 1))}"/>'
        )
        lows.append(f"{'M' if n == 0 else 'L'}{x(days[n])} {y(low)}H{x(until)}")
        highs.append((x(days[n]), x(until), y(high), step.high is None))
    out.append(f'<path class="low" d="{"".join(lows)}"/>')
    for start, end, at, is_open in highs:
        dashed = " open" if is_open else ""
        out.append(f'<line class="high{dashed}" x1="{start}" x2="{end}" y1="{at}" y2="{at}"/>')
    for n, step in enumerate(steps):
        mark = "clash" if step.contested else "dot"
        out.append(f'<circle class="{mark}" cx="{x(days[n])}" cy="{y(step.low or 0)}" r="4"/>')
    shown = -1000.0
    for n, step in enumerate(steps):
        if x(days[n]) - shown >= 92:
            shown = x(days[n])
            anchor = ' text-anchor="end"' if shown > WIDTH - 110 else ""
            out.append(f'<text x="{shown}" y="{height - _BOTTOM + 20}"{anchor}>{step.day}</text>')
    legend = (("dot", "at least"), ("gold", "at most (dashed: open)"), ("clash", "contradicted"))
    for n, (mark, words) in enumerate(legend):
        at = _LEFT + 10 + 130 * n + (50 if n == 2 else 0)
        out.append(f'<circle class="{mark}" cx="{at}" cy="{_TOP + 8}" r="4"/>')
        out.append(f'<text class="soft" x="{at + 8}" y="{_TOP + 12}">{words}</text>')
    out.append("</svg>")
    return mark_safe("".join(out))  # noqa: S308 - drawn here, all words escaped


def ladder(rungs: Sequence[Rung], *, title: str, key: str, standalone: bool = False) -> SafeString:
    """Each claim as the interval it states, on one line of numbers; empty without a claim that states one."""
    stated = [n for rung in rungs for n in (rung.low, rung.high) if n is not None]
    if not stated:
        return mark_safe("")
    top = _ceiling(stated)
    row, left = 34, 330
    height = _TOP + row * len(rungs) + _BOTTOM

    def x(value: int) -> float:
        return round(left + value / top * (WIDTH - left - _RIGHT), 1)

    out = [_open(height, title, key, standalone)]
    for value in _ticks(top):
        out.append(
            f'<line class="grid" x1="{x(value)}" x2="{x(value)}" y1="{_TOP}" y2="{height - _BOTTOM}"/>'
        )
        out.append(f'<text x="{x(value)}" y="{height - _BOTTOM + 20}" text-anchor="middle">{value:,}</text>')
    for n, rung in enumerate(rungs):
        at = _TOP + row * n + row // 2
        low = rung.low or 0
        faint = " faint" if rung.set_aside else ""
        out.append(f'<g class="rung{faint}">')
        label = f'<text x="0" y="{at}">{escape(_cut(rung.label, 44))}</text>'
        if rung.href:
            label = f'<a href="{escape(rung.href)}">{label}</a>'
        out.append(label)
        out.append(
            f'<text class="soft" x="0" y="{at + 14}" font-size="11">{escape(_cut(rung.note, 52))}</text>'
        )
        end = WIDTH - _RIGHT if rung.high is None else x(rung.high)
        dashed = " open" if rung.high is None else ""
        out.append(f'<line class="span{dashed}" x1="{x(low)}" x2="{end}" y1="{at}" y2="{at}"/>')
        mark = "clash" if rung.set_aside else "dot"
        radius = 6 if rung.binds else 4
        for value in dict.fromkeys((rung.low, rung.high)):
            if value is not None:
                out.append(f'<circle class="{mark}" cx="{x(value)}" cy="{at}" r="{radius}"/>')
        out.append("</g>")
    out.append("</svg>")
    return mark_safe("".join(out))  # noqa: S308 - drawn here, all words escaped


def _open(height: int, title: str, key: str, standalone: bool) -> str:
    size = f' width="{WIDTH}" height="{height}" xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    style = (
        f'<style>{_ALONE}</style><rect width="{WIDTH}" height="{height}" fill="#fff"/>' if standalone else ""
    )
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{escape(key)}-title"{size}>'
        f'<title id="{escape(key)}-title">{escape(title)}</title>{style}'
    )


def _ceiling(values: Sequence[int]) -> int:
    """A round number above all values, with some air."""
    most = max([*values, 1]) * 1.08
    unit = 10 ** math.floor(math.log10(most))
    return next(int(step * unit) for step in (1, 2, 2.5, 5, 10) if step * unit >= most and step * unit >= 1)


def _ticks(top: int) -> list[int]:
    parts = 5 if top % 5 == 0 else 4 if top % 4 == 0 else 2 if top % 2 == 0 else 1
    return [top * n // parts for n in range(parts + 1)]


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
