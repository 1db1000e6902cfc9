"""How the archive grew, as a drawing made on the server: a line of claims on record over the days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 720, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 12, 28


def drawn(days: Sequence[tuple[str, int, int]], title: str) -> SafeString:
    """The chart of (day, documents, claims); empty with fewer than two days. A table stands beside it."""
    if len(days) < 2:
        return SafeString()
    numbers = [date.fromisoformat(day).toordinal() for day, *_ in days]
    first, span = numbers[0], max(1, numbers[-1] - numbers[0])
    top = max(1, *(claims for *_, claims in days))

    def x(number: int) -> float:
        return round(_LEFT + (number - first) / span * (WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - _BOTTOM - value / top * (HEIGHT - _TOP - _BOTTOM), 1)

    points = " ".join(f"{x(n)},{y(claims)}" for n, (*_, claims) in zip(numbers, days, strict=True))
    ground = y(0)
    grid = format_html_join(
        "",
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (_LEFT, WIDTH - _RIGHT, y(value), y(value), _LEFT - 8, y(value) + 4, f"{value:,}")
            for value in sorted({0, top // 2, top})
        ),
    )
    ends = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (at, HEIGHT - 8, anchor, day)
            for at, anchor, day in ((_LEFT, "start", days[0][0]), (WIDTH - _RIGHT, "end", days[-1][0]))
        ),
    )
    return format_html(
        '<svg class="growth" viewBox="0 0 {} {}" role="img" aria-label="{}">{}'
        '<polygon class="area" points="{},{} {} {},{}"/><polyline class="line" points="{}"/>{}</svg>',
        WIDTH, HEIGHT, title, grid, x(numbers[0]), ground, points, x(numbers[-1]), ground, points, ends,
    )  # fmt: skip
