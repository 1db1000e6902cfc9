"""Dates made of other dates: what two have in common, what covers both, and rounding outwards.

All of these reckon with every day a date may touch, margins of approximate dates included, so the result
holds no day less than is possible. A result that would take a long list of days to write is the stretch
that covers the list.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Literal

from accounted.dates.extents import Kind, Missing, Part, Stretch
from accounted.dates.parsing import day_point, from_parts
from accounted.dates.partial import PartialDate
from accounted.dates.points import Point, month_span
from accounted.dates.spans import FIRST, LAST, Span, Spans, clamp, common, merged, within

_READABLE = 100  # characters of a written date


def intersection(a: PartialDate, b: PartialDate) -> PartialDate | None:
    """When something can have been that both dates date; None if it cannot.

    `2022-09` and `[2022-09-20..2022-10-05]` leave `[2022-09-20..2022-09-30]`.
    """
    mine, its = a._extent.may, b._extent.may
    doubt = a.uncertain or b.uncertain
    if within(mine, its):
        return doubted(a) if doubt else a
    if within(its, mine):
        return doubted(b) if doubt else b
    days = common(mine, its)
    if not days:
        return None
    return of_days(days, _kind(a, b), _missing(a, b), doubt=doubt)


def hull(a: PartialDate, b: PartialDate) -> PartialDate | None:
    """The shortest stretch without gaps that covers both; None if nothing bounds it on either side."""
    mine, its = a._extent.may, b._extent.may
    doubt = a.uncertain or b.uncertain
    if len(mine) == 1 and within(its, mine):
        return doubted(a) if doubt else a
    if len(its) == 1 and within(mine, its):
        return doubted(b) if doubt else b
    low, high = min(mine[0][0], its[0][0]), max(mine[-1][1], its[-1][1])
    if low == FIRST and high == LAST:
        return None
    return of_days(((low, high),), _kind(a, b), _missing(a, b), doubt=doubt)


def widen(
    a: PartialDate, days: int = 0, *, before: int | None = None, after: int | None = None
) -> PartialDate:
    """The date with so many days more on both sides, or on either.

    The margin of an approximate date becomes part of its bounds.

    Raises:
        ValueError: a number of days below zero.
    """
    back, on = days if before is None else before, days if after is None else after
    if min(back, on) < 0:
        raise ValueError(f"a date is widened by a number of days, not by {min(back, on)}")
    if not back and not on:
        return a
    spans = merged((_back(low, back), _on(high, on)) for low, high in a._extent.may)
    return of_days(spans, _kind(a, a), _missing(a, a), doubt=a.uncertain)


def coarsen(a: PartialDate, to: Literal["month", "year"]) -> PartialDate:
    """The date rounded outwards to whole months or years: `2022-09-15` to `2022-09`."""
    spans = merged((_first_of(low, to), _last_of(high, to)) for low, high in a._extent.may)
    if spans == a._extent.may:
        return a
    return of_days(spans, _kind(a, a), _missing(a, a), doubt=a.uncertain)


def about(a: PartialDate) -> PartialDate:
    """The date marked approximate (`~`): its margins count on both sides."""
    return from_parts(a.kind, (_marked(p, approximate=True) for p in a.parts))


def doubted(a: PartialDate) -> PartialDate:
    """The date marked uncertain (`?`)."""
    return from_parts(a.kind, (_marked(p, uncertain=True) for p in a.parts))


def of_days(
    days: Spans,
    kind: Kind = "one_of",
    missing: tuple[Missing, Missing] = ("unknown", "unknown"),
    *,
    doubt: bool = False,
) -> PartialDate:
    """The date of a set of days, in the largest units that fit it exactly.

    `kind` says how several days are meant (see `PartialDate`); `missing` what an end without a bound is.
    """
    if kind == "interval" and len(days) == 1:
        made = PartialDate("interval", (_stretch(days[0], missing),))
        return doubted(made) if doubt else made
    meant: Kind = "all_of" if kind == "all_of" else "one_of"
    made = from_parts(meant, [_part(span) for span in days])
    if len(made.edtf) > _READABLE:
        made = from_parts("one_of", [_part((days[0][0], days[-1][1]))])
    return doubted(made) if doubt else made


def _kind(a: PartialDate, b: PartialDate) -> Kind:
    kinds = {a.kind, b.kind}
    if kinds == {"interval"}:
        return "interval"
    return "all_of" if kinds <= {"interval", "all_of"} else "one_of"


def _missing(a: PartialDate, b: PartialDate) -> tuple[Missing, Missing]:
    """What a bound that neither or only one of the two has is called."""
    no_start = [d.open_start for d in (a, b) if d.earliest is None]
    no_end = [d.open_end for d in (a, b) if d.latest is None]
    return "open" if all(no_start) else "unknown", "open" if all(no_end) else "unknown"


def _part(span: Span) -> Part:
    named = _named(span)
    return named if named is not None else _stretch(span, ("open", "open"))


def _named(span: Span) -> Point | None:
    """The day, month or year that is exactly this span."""
    if FIRST in span or LAST in span:
        return None
    low, high = date.fromordinal(span[0]), date.fromordinal(span[1])
    if low == high:
        return day_point(low)
    if (low.month, low.day, high.month, high.day, low.year) == (1, 1, 12, 31, high.year):
        return Point(f"{low.year:04d}")
    if span == month_span(low.year, low.month):
        return Point(f"{low.year:04d}", f"{low.month:02d}")
    return None


def _stretch(span: Span, missing: tuple[Missing, Missing]) -> Stretch:
    low = None if span[0] == FIRST else date.fromordinal(span[0])
    high = None if span[1] == LAST else date.fromordinal(span[1])
    months = (low is None or low.day == 1) and (
        high is None or high.day == monthrange(high.year, high.month)[1]
    )
    years = months and (low is None or low.month == 1) and (high is None or high.month == 12)

    def end(day: date | None, name: Missing) -> Point | Missing:
        if day is None:
            return name
        whole = day_point(day)
        return Point(whole.year, "" if years else whole.month, "" if months else whole.day)

    return Stretch(end(low, missing[0]), end(high, missing[1]))


def _marked(part: Part, *, approximate: bool = False, uncertain: bool = False) -> Part:
    if isinstance(part, Point):
        return part.marked(approximate=approximate, uncertain=uncertain)
    start, end = (
        e.marked(approximate=approximate, uncertain=uncertain) if isinstance(e, Point) else e
        for e in (part.start, part.end)
    )
    return Stretch(start, end)


def _back(day: int, days: int) -> int:
    return day if day in (FIRST, LAST) else clamp(day - days)


def _on(day: int, days: int) -> int:
    return day if day in (FIRST, LAST) else clamp(day + days)


def _first_of(day: int, to: Literal["month", "year"]) -> int:
    if day in (FIRST, LAST):
        return day
    at = date.fromordinal(day)
    return at.replace(day=1, month=at.month if to == "month" else 1).toordinal()


def _last_of(day: int, to: Literal["month", "year"]) -> int:
    if day in (FIRST, LAST):
        return day
    at = date.fromordinal(day)
    return month_span(at.year, at.month if to == "month" else 12)[1]
