"""Which days a date may touch, which it names, and which it surely covers.

A point dates something that happened on unknown days of it; an interval dates something that lasted. So of
`2022-09` no single day is sure, while of `2022-09-01/2022-09-10` all ten are, and of `2022-09/2022-11` all
from the last of September to the first of November.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from accounted.dates.points import Point
from accounted.dates.spans import FIRST, LAST, NOTHING, Span, Spans, merged

Missing = Literal["open", "unknown"]
Kind = Literal["point", "interval", "one_of", "all_of"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one point to another. A missing end is `open` (there is none) or `unknown` (not known)."""

    start: Point | Missing
    end: Point | Missing

    @property
    def points(self) -> tuple[Point, ...]:
        """The ends that are given."""
        return tuple(p for p in (self.start, self.end) if isinstance(p, Point))


Part = Point | Stretch


@dataclass(frozen=True, slots=True)
class Extent:
    """The days of a date.

    `stated`: as said, without margins. `may`: every day it may touch. `named`: the days it surely names
    when taken as a period. `sure`: the days it surely covers. `touched`: sets of days of each of which it
    surely has one. `start`, `end`: the first and last day its beginning, and its end, can be. named ⊆ may,
    sure ⊆ may.
    """

    stated: Spans
    may: Spans
    named: Spans
    sure: Spans
    touched: tuple[Spans, ...]
    start: Span
    end: Span


def extent_of(kind: Kind, parts: Sequence[Part]) -> Extent:
    """The days of a whole date: one part for a point or an interval, any number for a set."""
    each = [_of_point(p) if isinstance(p, Point) else _of_stretch(p) for p in parts]
    if kind in ("point", "interval"):
        return each[0]
    stated = merged(s for e in each for s in e.stated)
    may = merged(s for e in each for s in e.may)
    named = merged(s for e in each for s in e.named)
    if kind == "one_of":
        return _one_of(stated, may, named)
    return Extent(
        stated,
        may,
        named,
        sure=merged(s for e in each for s in e.sure),
        touched=tuple(t for e in each for t in e.touched),
        start=(min(e.start[0] for e in each), min(e.start[1] for e in each)),
        end=(max(e.end[0] for e in each), max(e.end[1] for e in each)),
    )


def _one_of(stated: Spans, may: Spans, named: Spans) -> Extent:
    """Something on unknown days of a set."""
    whole = (may[0][0], may[-1][1])
    sure = may if whole[0] == whole[1] else NOTHING
    return Extent(stated, may, named, sure, (may,), start=whole, end=whole)


def _of_point(point: Point) -> Extent:
    return _one_of(point.stated(), point.outer(), point.inner())


def _of_stretch(stretch: Stretch) -> Extent:
    a = _of_point(stretch.start) if isinstance(stretch.start, Point) else None
    b = _of_point(stretch.end) if isinstance(stretch.end, Point) else None
    first, last = (a.stated[0][0] if a else FIRST), (b.stated[-1][1] if b else LAST)
    may = (a.may[0][0] if a else FIRST), (b.may[-1][1] if b else LAST)
    start = a.start if a else (FIRST, FIRST if stretch.start == "open" else may[1])
    end = b.end if b else (LAST if stretch.end == "open" else may[0], LAST)
    # What ends cannot end before it starts.
    end = (max(end[0], start[0]), end[1])
    start = (start[0], min(start[1], end[1]))
    sure = merged([(start[1], end[0])])
    # An approximate end names days only from where it surely has begun; an unknown end names none.
    named_from = start[1] if a is None or _about(stretch.start) else first
    named_to = end[0] if b is None or _about(stretch.end) else last
    if stretch.start == "unknown":
        named_from = last
    if stretch.end == "unknown":
        named_to = a.stated[-1][1] if a else last
    return Extent(
        stated=((first, last),),
        may=(may,),
        named=merged([(named_from, named_to)]),
        sure=sure,
        touched=tuple(e.may for e in (a, b) if e),
        start=start,
        end=end,
    )


def _about(end: Point | Missing) -> bool:
    return isinstance(end, Point) and end.approximate
