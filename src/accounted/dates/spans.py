"""Sets of days, as sorted spans that do not touch.

A day is its proleptic Gregorian ordinal (`date.toordinal()`). `FIRST` and `LAST` stand before and after every
day there is: a span that reaches one of them has no bound on that side.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

Span = tuple[int, int]
Spans = tuple[Span, ...]

FIRST = date.min.toordinal() - 1
LAST = date.max.toordinal() + 1
NOTHING: Spans = ()


def merged(spans: Iterable[Span]) -> Spans:
    """The same days as sorted spans with at least one day between them. Empty spans vanish."""
    out: list[Span] = []
    for low, high in sorted(spans):
        if low > high:
            continue
        if out and low <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return tuple(out)


def common(a: Spans, b: Spans) -> Spans:
    """The days in both."""
    out: list[Span] = []
    i = j = 0
    while i < len(a) and j < len(b):
        low, high = max(a[i][0], b[j][0]), min(a[i][1], b[j][1])
        if low <= high:
            out.append((low, high))
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return tuple(out)


def within(inner: Spans, outer: Spans) -> bool:
    """Whether every day of `inner` is in `outer`."""
    return common(inner, outer) == inner


def clamp(day: int) -> int:
    """The day, or the end of the calendar it has run past."""
    return min(max(day, FIRST), LAST)


def as_date(day: int) -> date | None:
    """The day as a date; None where there is no bound."""
    return date.fromordinal(day) if FIRST < day < LAST else None
