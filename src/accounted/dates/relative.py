"""Relative dates: "last month", "on Monday", "early September", reckoned from a known day (rule D-22).

Every function takes an anchor, the date of the statement or the publication, which may itself be imprecise.
The words are resolved for each day the anchor may be, and the answer is all of it together: "yesterday" in
a report of October 2022 is a day from 30 September to 30 October. Where the anchor is only approximate and
another day would have changed the answer, the answer is marked approximate too, or holds all that it may be
where the mark does not reach so far; where the anchor is doubted, so is it. No answer is more precise than
the words.

Weeks run from Monday to Sunday (ISO 8601).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from math import ceil
from typing import Literal

from accounted.dates.algebra import about, coarsen, doubted, of_days
from accounted.dates.extents import Stretch
from accounted.dates.parsing import parse
from accounted.dates.partial import PartialDate
from accounted.dates.points import Point, month_span
from accounted.dates.spans import Span, Spans, merged, within

PeriodUnit = Literal["hour", "day", "week", "month", "year"]
Part = Literal["early", "mid", "late", "first_half", "second_half"]

_LONGEST_ANCHOR = 4000  # days; what was said some time in a decade says little about "yesterday"
_remembered = lru_cache(maxsize=4096)  # a document reckons the same words from the same days again and again


class NoAnchor(ValueError):
    """The date to reckon from is unknown, open, or too wide to reckon from."""


# -- days, weeks, months, years -------------------------------------------------------------------


@_remembered
def day(anchor: PartialDate, n: int) -> PartialDate:
    """The day `n` days on: 0 today, -1 yesterday, 1 tomorrow."""
    return _over(anchor, lambda d: _one(d + timedelta(days=n)))


def yesterday(anchor: PartialDate) -> PartialDate:
    """The day before."""
    return day(anchor, -1)


@_remembered
def week(anchor: PartialDate, n: int) -> PartialDate:
    """The week `n` weeks on, Monday to Sunday: 0 this week, -1 last week."""

    def monday_to_sunday(d: date) -> Span:
        monday = d.toordinal() - d.weekday() + 7 * n
        return monday, monday + 6

    return _over(anchor, monday_to_sunday)


@_remembered
def month(anchor: PartialDate, n: int) -> PartialDate:
    """The month `n` months on: 0 this month, -1 last month."""
    return _over(anchor, lambda d: month_span(*_month_on(d, n)))


def last_month(anchor: PartialDate) -> PartialDate:
    """The month before."""
    return month(anchor, -1)


@_remembered
def year(anchor: PartialDate, n: int) -> PartialDate:
    """The year `n` years on: 0 this year, -1 last year."""
    return _over(anchor, lambda d: _whole_year(d.year + n))


def ago(anchor: PartialDate, n: int, unit: PeriodUnit) -> PartialDate:
    """So many units before: the very day for days, about then for the rest.

    People round what they count in weeks and more, so "three weeks ago" is the week around that day, and "two
    months ago" is about that month (`~`).
    """
    if unit == "hour":
        return _over(anchor, lambda d: (d.toordinal() - ceil(n / 24), d.toordinal() - n // 24))
    if unit == "day":
        return day(anchor, -n)
    if unit == "week":
        return _over(anchor, lambda d: (d.toordinal() - 7 * n - 3, d.toordinal() - 7 * n + 3))
    found = month(anchor, -n) if unit == "month" else year(anchor, -n)
    # The anchor's margin is one thing, the rounding of the words another: they add up.
    return about(of_days(found._extent.may) if found.approximate else found)


def earlier_this(anchor: PartialDate, unit: Literal["week", "month", "year"]) -> PartialDate:
    """From the beginning of the week, month or year up to the anchor: "earlier this month"."""

    def so_far_of(d: date) -> Span:
        start = {
            "week": d - timedelta(days=d.weekday()),
            "month": d.replace(day=1),
            "year": d.replace(month=1, day=1),
        }[unit]
        return start.toordinal(), d.toordinal()

    return _over(anchor, so_far_of)


@_remembered
def weekday(
    anchor: PartialDate, n: int, which: Literal["recent", "last", "next", "this"] = "recent"
) -> PartialDate:
    """A day of the week, Monday 0 to Sunday 6.

    `recent`: the anchor itself if it is that day, otherwise the last one before it ("police said on Monday").
    `last`: the last one before the anchor. `next`: the first one after it. `this`: the one in its week.

    Raises:
        ValueError: no such day of the week.
    """
    if not 0 <= n <= 6:
        raise ValueError(f"weekdays are 0 (Monday) to 6 (Sunday), not {n}")

    def that_day(d: date) -> Span:
        back = (d.weekday() - n) % 7
        if which == "last":
            back = back or 7
        elif which == "next":
            back -= 7
        elif which == "this":
            back = d.weekday() - n
        return _one(d - timedelta(days=back))

    return _over(anchor, that_day)


def weekend(anchor: PartialDate) -> PartialDate:
    """The last Saturday and Sunday that have begun: on a Sunday, that day and the one before it."""

    def saturday_and_sunday(d: date) -> Span:
        saturday = d.toordinal() - (d.weekday() - 5) % 7
        return saturday, saturday + 1

    return _over(anchor, saturday_and_sunday)


def last_weekend(anchor: PartialDate) -> PartialDate:
    """The Saturday and Sunday before, never the one that the anchor is in."""

    def before(d: date) -> Span:
        saturday = d.toordinal() - (d.weekday() - 5) % 7 - (7 if d.weekday() >= 5 else 0)
        return saturday, saturday + 1

    return _over(anchor, before)


# -- nights ---------------------------------------------------------------------------------------


def night_of(evening: PartialDate) -> PartialDate:
    """The night that began on a day: on that day or the next."""
    return _over(evening, lambda d: (d.toordinal(), d.toordinal() + 1))


def night_before(morning: PartialDate) -> PartialDate:
    """The night that ended on a day: on the day before or that day."""
    return night_of(yesterday(morning))


def overnight(anchor: PartialDate) -> PartialDate:
    """The night before it was said: on the day before or the day itself."""
    return night_before(anchor)


# -- parts of months and years --------------------------------------------------------------------


@_remembered
def part_of_month(year: int, month: int, part: Part) -> PartialDate:
    """Some day in a part of a month: early 1–10, mid 11–20, late 21–end; halves 1–15 and 16–end."""
    first, last = month_span(year, month)
    low, high = {
        "early": (1, 10), "mid": (11, 20), "late": (21, 31), "first_half": (1, 15), "second_half": (16, 31),
    }[part]  # fmt: skip
    return of_days(((first + low - 1, min(first + high - 1, last)),))


@_remembered
def part_of_year(year: int, part: Part) -> PartialDate:
    """Some day in a part of a year: early January–April, mid May–August, late September–December; halves."""
    low, high = {
        "early": (1, 4), "mid": (5, 8), "late": (9, 12), "first_half": (1, 6), "second_half": (7, 12),
    }[part]  # fmt: skip
    return of_days(((month_span(year, low)[0], month_span(year, high)[1]),))


@_remembered
def part_of(period: PartialDate, part: Part) -> PartialDate:
    """Some day in a part of the month or year given, with its marks.

    Raises:
        ValueError: the period is neither one month nor one year.
    """
    point = period.parts[0]
    if not isinstance(point, Point) or period.unit not in ("month", "year") or "X" in str(point):
        raise ValueError(f"{period} is not a month or a year, so it has no {part.replace('_', ' ')} part")
    number = int(point.year)
    found = part_of_month(number, int(point.month), part) if point.month else part_of_year(number, part)
    found = about(found) if period.approximate else found
    return doubted(found) if period.uncertain else found


# -- dates without a year -------------------------------------------------------------------------

When = Literal["past", "future", "nearest"]


@_remembered
def month_without_year(anchor: PartialDate, month: int, when: When = "past") -> PartialDate:
    """The month of that number: the anchor's own or the last one before it, unless told otherwise."""

    def that_month(d: date) -> Span:
        return min((month_span(y, month) for y in _years_about(d)), key=lambda s: _distance(s, d, when))

    return _over(anchor, that_month)


@_remembered
def day_without_year(anchor: PartialDate, month: int, day: int, when: When = "past") -> PartialDate:
    """A day and month: the last such day not after the anchor, unless told otherwise.

    Raises:
        ValueError: no year has that day.
    """
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(2024, month)[1]:
        raise ValueError(f"no year has a day {day} in month {month}")

    def that_day(d: date) -> Span:
        days = [date(y, month, day) for y in _years_about(d) if day <= monthrange(y, month)[1]]
        return min((_one(e) for e in days), key=lambda s: _distance(s, d, when))

    return _over(anchor, that_day)


@_remembered
def season_without_year(anchor: PartialDate, season: int, when: When = "past") -> PartialDate:
    """A season (21 spring to 24 winter): the anchor's own or the last before it, unless told otherwise."""

    def that_season(d: date) -> Span:
        return min((_season_span(y, season) for y in _years_about(d)), key=lambda s: _distance(s, d, when))

    return _over(anchor, that_season)


def season(number: int, year: int) -> PartialDate:
    """A season of a year, by its months (21 spring to 24 winter); a winter of a year may be either of two."""
    if number == 24:
        return parse(f"{year:04d}-24")
    return of_days((_season_span(year, number),))


# -- stretches ------------------------------------------------------------------------------------


@_remembered
def since(start: PartialDate) -> PartialDate:
    """From then on, without an end: `2022-02-24/..`."""
    return PartialDate("interval", (Stretch(_as_end(start), "open"),))


@_remembered
def until(end: PartialDate) -> PartialDate:
    """Up to then, without a beginning: `../2022-09`."""
    return PartialDate("interval", (Stretch("open", _as_end(end)),))


@_remembered
def between(start: PartialDate, end: PartialDate) -> PartialDate:
    """From one to the other: `2022-02-24/2022-09-10`.

    Raises:
        ValueError: the end is before the start.
    """
    first, last = _as_end(start), _as_end(end)
    if first.stated()[0][0] > last.stated()[-1][1]:
        raise ValueError(f"a time from {start} to {end} ends before it starts")
    return PartialDate("interval", (Stretch(first, last),))


@_remembered
def past(anchor: PartialDate, n: int, unit: PeriodUnit) -> PartialDate:
    """The last so many hours, days, weeks, months or years, up to the anchor.

    Hours run back from the moment of speaking, so 48 of them touch the two days before; so does a single past
    day, which is 24 hours. Several days are counted by the calendar, the day of speaking among them: the last
    three days of a report of the 16th are the 14th, 15th and 16th.
    """
    days = {"hour": ceil(n / 24), "day": max(n - 1, 1), "week": 7 * n}.get(unit)
    return between(ago(anchor, n, unit) if days is None else day(anchor, -days), anchor)


@_remembered
def so_far(anchor: PartialDate, start: PartialDate | None = None) -> PartialDate:
    """Up to the anchor, from a start if there is one: "so far", "to date"."""
    return between(start, anchor) if start is not None else until(anchor)


# -- within ---------------------------------------------------------------------------------------


def _over(anchor: PartialDate, resolve: Callable[[date], Span]) -> PartialDate:
    """What the words mean on every day the anchor may be."""
    stated = _answers(anchor, anchor._extent.stated, resolve)
    found = of_days(stated)
    if anchor.approximate:
        possible = _answers(anchor, anchor._extent.may, resolve)
        if possible != stated:
            marked = about(found)
            found = marked if within(possible, marked._extent.may) else of_days(possible)
    return doubted(found) if anchor.uncertain else found


def _answers(anchor: PartialDate, days: Spans, resolve: Callable[[date], Span]) -> Spans:
    if anchor.earliest_possible is None or anchor.latest_possible is None:
        raise NoAnchor(f"{anchor} has no bound on some side; a relative date needs a day to reckon from")
    if days[-1][1] - days[0][0] > _LONGEST_ANCHOR:
        raise NoAnchor(f"{anchor} is too wide to reckon a relative date from")
    return merged(resolve(date.fromordinal(d)) for low, high in days for d in range(low, high + 1))


def _one(d: date) -> Span:
    return d.toordinal(), d.toordinal()


def _month_on(d: date, n: int) -> tuple[int, int]:
    years, index = divmod(d.year * 12 + d.month - 1 + n, 12)
    return years, index + 1


def _whole_year(number: int) -> Span:
    return date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal()


def _season_span(number: int, season: int) -> Span:
    """The season that began in a year."""
    first = 3 * (season - 21) + 3
    return month_span(number, first)[0], month_span(*_month_on(date(number, first, 1), 2))[1]


def _years_about(d: date) -> range:
    return range(max(1, d.year - 8), min(9998, d.year + 8) + 1)  # 29 February may be eight years away


def _distance(span: Span, d: date, when: When) -> tuple[bool, int]:
    """How far a span is from a day; those on the wrong side of it come last."""
    now = d.toordinal()
    wrong = (when == "past" and span[0] > now) or (when == "future" and span[1] < now)
    return wrong, max(span[0] - now, now - span[1], 0)


def _as_end(d: PartialDate) -> Point:
    """A date as the end of a stretch: itself if it is a single one, else the month, year … it lies in."""
    if d.kind == "point" and isinstance(d.parts[0], Point):
        return d.parts[0]
    if d.earliest is None or d.latest is None:
        raise NoAnchor(f"{d} has no bound on some side; it cannot begin or end a stretch of time")
    point = _smallest_around(d.earliest, d.latest)
    return point.marked(approximate=d.approximate, uncertain=d.uncertain)


def _smallest_around(low: date, high: date) -> Point:
    stretch = of_days(((low.toordinal(), high.toordinal()),))
    for around in (coarsen(stretch, "month"), coarsen(stretch, "year")):
        if around.kind == "point" and isinstance(around.parts[0], Point):
            return around.parts[0]
    if low.year // 10 == high.year // 10:
        return Point(f"{low.year // 10:03d}X")
    if low.year // 100 == high.year // 100:
        return Point(f"{low.year // 100:02d}XX")
    raise NoAnchor(f"{stretch} is too wide to begin or end a stretch of time")
