"""Dates counted from a day: yesterday, last week, three days ago, the next morning, early last month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from accounted.dates import PartialDate, parse, relative
from accounted.reading.lexicons import Entry
from accounted.reading.when.calendar import to_another
from accounted.reading.when.clock import Clock
from accounted.reading.when.words import Found, Reckoning, Scan, Words, then, year_alone, year_of

_MOVES: Final[dict[str, Callable[[PartialDate, int], PartialDate]]] = {
    "day": relative.day, "week": relative.week, "month": relative.month, "year": relative.year
}  # fmt: skip


def read_part(scan: Scan, i: int, end: int) -> Found | None:
    """ "Early September", "the end of last month", "late on Monday"."""
    passage, mark = scan.passage, scan.passage.at(i, "part")[0]
    j = scan.skip(mark.last, end)
    year = year_of(passage.tokens[j].text) if j < end else 0
    if year:
        word = passage.at(j + 1, "year_word") if j + 1 < end else []
        last = word[0].last if word else j + 1
        inner: Words | None = year_alone(j, last, year)
    else:
        single, scan.single = scan.single, True
        last, inner = scan.at(j, end) or (j, None)
        scan.single = single
    if inner is None or inner.kind == "stretch":
        return None
    if inner.day or inner.kind == "day":
        return last, replace(inner, first=i)
    made = replace(inner, first=i, last=last, reckon=then(inner.reckon, _part(mark.entry.get("part"))))
    return to_another(scan, (last, made), end)


def read_glued_part(scan: Scan, i: int, end: int) -> Found | None:
    """ "Mid-April", "late-2014": the part and the month in one word."""
    head, _, tail = scan.passage.words[i].partition("-")
    find = scan.passage.lexicon.find
    parts = [e for _, kind, _, e in find([head], 0) if kind == "part"]
    months = [e for _, kind, _, e in find([tail], 0) if kind == "month"] if tail else []
    year = year_of(tail)
    if not parts or not (months or year):
        return None
    found = scan.calendar(i, i + 1, end, int(months[0].get("value")), 0) if months else (
        i + 1, year_alone(i, i + 1, year)
    )  # fmt: skip
    last, inner = found
    if inner is None:
        return found
    return last, replace(inner, reckon=then(inner.reckon, _part(parts[0].get("part"))))


def _part(name: relative.Part) -> Callable[[PartialDate], PartialDate]:
    def of(whole: PartialDate) -> PartialDate:
        try:
            return relative.part_of(whole, name)
        except ValueError:
            return whole  # several months: no part is more precise than they are

    return of


def read_which(scan: Scan, i: int, end: int) -> Found | None:
    """ "Last Monday", "next week", "this May", "last summer"."""
    passage, mark = scan.passage, scan.passage.at(i, "which")[0]
    for kind, rule in _OF_WHICH.items():
        marks = passage.at(mark.last, kind) if mark.last < end else []
        reckon = rule(marks[0].entry, str(mark.entry.get("which"))) if marks else None
        if reckon is not None:
            month = int(marks[0].entry.get("value")) if kind == "month" else 0
            return marks[0].last, Words(
                i, marks[0].last, reckon, month=month, kind="day" if kind == "weekday" else "date"
            )
    return None


_STEP: Final = {"last": -1, "this": 0, "next": 1}


def _which_weekday(day: Entry, which: Any) -> Reckoning:
    number = int(day.get("value"))
    return lambda clock: relative.weekday(clock.now(), number, which)


def _which_month(month: Entry, which: str) -> Reckoning:
    """ "Last May" is one before this month; "this May" may be the present one."""
    when: relative.When = "future" if which == "next" else "past"
    number, step = int(month.get("value")), min(_STEP[which], 0)
    return lambda clock: relative.month_without_year(relative.month(clock.now(), step), number, when)


def _which_season(season: Entry, which: str) -> Reckoning:
    number, step = int(season.get("value")), min(_STEP[which], 0)
    return lambda clock: relative.season_without_year(relative.month(clock.now(), step), number)


def _which_unit(unit: Entry, which: str) -> Reckoning | None:
    name, step = str(unit.get("unit")), _STEP[which]
    if name not in ("week", "month", "year"):
        return None
    return lambda clock: _MOVES[name](clock.now(), step)


_OF_WHICH: Final[dict[str, Callable[[Entry, str], Reckoning | None]]] = {
    "weekday": _which_weekday, "month": _which_month, "season": _which_season, "unit": _which_unit
}  # fmt: skip


def read_relative(scan: Scan, i: int, end: int) -> Found | None:
    """ "Yesterday", "last week", "the next day": the lexicon says from which day and how far."""
    passage = scan.passage
    mark = (passage.at(i, "relative") or passage.at(i, "day_after"))[0]
    unit, back = str(mark.entry.get("unit", "day")), int(mark.entry.get("back", 1))
    base, last = str(mark.entry.get("from", "now")), mark.last
    if unit == "year" and last < end:  # торік у травні
        k = last + 1 if passage.begins(last, "date_preposition") else last
        if month := scan.month_at(k, end):
            return k + 1, Words(i, k + 1, scan.in_year(back, month, 0), month=month)
    if unit in ("night", "day") and last < end:  # вночі 5 травня; вчора, 5 травня
        inner = scan.at(last + 1 if passage.tokens[last].text == "," else last, end)
        if inner is not None and inner[1] is not None and inner[1].day:
            return inner[0], replace(inner[1], first=i)

    def reckon(clock: Clock) -> PartialDate:
        day = {"now": clock.now, "told": clock.then, "either": clock.then_or_now}[base]()
        return _moved(day, unit, back, mark.entry.get("of"))

    kind = "told" if base == "told" else "stretch" if unit.startswith(("past_", "from_")) else "date"
    return last, Words(i, last, reckon, kind=kind)


def _moved(day: PartialDate, unit: str, back: int, period: Any) -> PartialDate:
    """So many units back from a day; `period` is the week, month or year that the words speak of."""
    if unit.startswith("past_"):
        wide: Any = unit.removeprefix("past_")
        return relative.past(day, back, wide)
    if unit == "weekend":
        return relative.last_weekend(day) if back else relative.weekend(day)
    if unit == "night":
        return relative.overnight(day)
    if unit == "earlier":
        return relative.earlier_this(day, period)
    if unit == "from_start":
        return parse(f"{relative.earlier_this(day, period).earliest}/{day.edtf}")
    return _MOVES[unit](day, -back)


def read_past(scan: Scan, i: int, end: int) -> Found | None:
    """ "In the past three days", "за останній тиждень"."""
    passage, mark = scan.passage, scan.passage.at(i, "past")[0]
    amount, j = scan.amount(mark.last, end)
    units = passage.at(j, "unit") if j < end else []
    if not units or (not amount and not mark.entry.get("one")):
        return None
    unit, last, n = units[0].entry.get("unit"), units[0].last, amount or 1
    if last < end and passage.begins(last, "date_join") and scan.month_at(scan.skip(last, end), end):
        return None  # "the last week of May" is no week before today
    if hours := units[0].entry.get("hours"):  # сутки: hours, not days of the calendar
        unit, n = "hour", n * int(hours)
    return last, Words(i, last, lambda clock: relative.past(clock.now(), n, unit), kind="stretch")


def read_counted(scan: Scan, i: int, end: int) -> Found | None:
    """ "Three weeks ago", "two days later"."""
    passage = scan.passage
    amount, j = scan.amount(i, end)
    units = passage.at(j, "unit") if amount and j < end else []
    if not units:
        return None
    unit, j = units[0].entry.get("unit"), units[0].last
    for mark in passage.at(j, "ago") if j < end else ():
        if mark.entry.get("from"):
            return mark.last, Words(i, mark.last, lambda c: relative.ago(c.then_or_now(), amount, unit))
        return mark.last, Words(i, mark.last, lambda c: relative.ago(c.now(), amount, unit))
    for mark in passage.at(j, "later") if j < end else ():
        return mark.last, _later(i, mark.last, amount, unit)
    return None


def read_through(scan: Scan, i: int, end: int) -> Found | None:
    """ "Через три дні": after a day that has been told of."""
    passage, mark = scan.passage, scan.passage.at(i, "through")[0]
    amount, j = scan.amount(mark.last, end)
    units = passage.at(j, "unit") if j < end else []
    if not units:
        return None
    last = units[0].last
    if last < end and (after := passage.at(last, "later")):
        last = after[0].last
    return last, _later(i, last, amount or 1, units[0].entry.get("unit"))


def _later(first: int, last: int, n: int, unit: Any) -> Words:
    return Words(first, last, lambda clock: relative.ago(clock.then(), -n, unit), kind="told")


def read_day_of_war(scan: Scan, i: int, end: int) -> Found | None:
    """ "The 77th day of the full-scale war"."""
    passage, token = scan.passage, scan.passage.tokens[i]
    tail = token.word[len(token.figure) :].lstrip("-")
    counts = token.figure.isdigit() and len(token.figure) <= 4 and tail and scan.glued(tail, "an order")
    days = passage.at(i + 1, "unit") if counts and i + 1 < end else []
    war = scan.era_near(days[0].last, end) if days and days[0].entry.get("unit") == "day" else None
    if war is None:
        return None
    last, entry = war
    when = relative.day(parse(entry.get("edtf")), int(token.figure) - 1)
    return last, Words(i, last, lambda _: when, year=1)


def read_following(scan: Scan, i: int, end: int) -> Found | None:
    """ "Over the following weeks": from the day told of, for as long as nobody says."""
    last = scan.passage.at(i, "following")[0].last

    def reckon(clock: Clock) -> PartialDate:
        start = clock.then()
        if start.earliest is None:
            raise relative.NoAnchor("the day told of has no beginning")
        return parse(f"{start.edtf if start.kind == 'point' else start.earliest}/")

    return last, Words(i, last, reckon, kind="told")


def read_lasting(scan: Scan, i: int, end: int) -> Found | None:
    """ "The month-long occupation": so long, from when the text says that it began."""
    mark = scan.passage.at(i, "lasting")[0]
    move = _MOVES[str(mark.entry.get("unit"))]

    def reckon(clock: Clock) -> PartialDate:
        start = clock.then()
        return relative.between(start, move(start, 1))

    return mark.last, Words(i, mark.last, reckon, kind="told")
