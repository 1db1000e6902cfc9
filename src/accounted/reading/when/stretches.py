"""Stretches of time and what bounds them: since, until, between, overnight, as of, in the course of a war."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from accounted.dates import PartialDate, parse, relative
from accounted.dates.algebra import about, hull
from accounted.reading.tokens import FIGURE
from accounted.reading.when.clock import Clock
from accounted.reading.when.words import (
    Found,
    Reckoning,
    Scan,
    Words,
    between_both,
    days_of,
    then,
    year_alone,
    year_of,
)

_CLAUSE: Final = 9  # tokens of "since the fighting in the east erupted in …"
_STOPS: Final = frozenset(",;:.!?()")


def read_between(scan: Scan, i: int, end: int) -> Found | None:
    """ "Between 1979 and 1982", "from 1 to 15 May", "з понеділка до середи"."""
    j = scan.skip(scan.passage.at(i, "between_dates")[0].last, end)
    day, k = scan.day_at(j, end)
    if day and k < end and scan.joins(k):
        after = scan.at(scan.skip(k + 1, end), end)  # from 1 to 15 May
        if after is not None and after[1] is not None and after[1].month and after[1].day > day:
            return after[0], days_of(replace(after[1], first=i), day)
    found = _one_end(scan, j, end)
    if found is None or found[1] is None:
        return None
    k, first = found[0], found[1]
    if first.kind == "stretch":
        return k, replace(first, first=i)  # between 1–15 May
    if k >= end or not scan.joins(k):
        return None
    start = scan.skip(k + 1, end)
    other = _one_end(scan, start, end)
    if other is None and first.day and first.month:
        day, last = scan.day_at(start, end)  # from May 1 to 15
        if day > first.day and (last >= end or not scan.passage.begins(last, "person")):
            other = scan.calendar(start, last, end, first.month, day)
    if other is None or other[1] is None or other[1].kind == "stretch":
        return None
    return other[0], between_both(first, other[1], i, other[0])


def _one_end(scan: Scan, i: int, end: int) -> Found | None:
    """A date that begins or ends a stretch; a bare year will do."""
    found = scan.at(i, end)
    number = year_of(scan.passage.tokens[i].text) if i < end else 0
    return (i + 1, year_alone(i, i + 1, number)) if found is None and number else found


def read_since(scan: Scan, i: int, end: int) -> Found | None:
    """ "Since February", "since the conflict erupted in April 2023", "з початку повномасштабної війни"."""
    passage, mark = scan.passage, scan.passage.at(i, "since")[0]
    inner = scan.inner(mark.last, end)
    if inner is not None:
        if _told_at(scan, inner.last, end) or inner.kind == "told":
            return inner.last, replace(inner, first=i)
        return inner.last, _from_then(inner.reckon, i, inner)
    if not mark.entry.get("clause"):
        return None
    war: tuple[int, Reckoning] | None = None
    began, reached = bool(mark.entry.get("onset")), mark.last
    for k in range(mark.last, min(mark.last + _CLAUSE, end)):
        if passage.tokens[k].text in _STOPS:
            break
        # "since the conflict erupted in April 2023", "since the town was retaken on 11 November"
        found = (scan.at(k + 1, end) or scan.at(k, end)) if passage.lies_in(k, "date_preposition") else None
        words = found[1] if found is not None else None
        if words is not None and words.kind in ("date", "day"):
            return words.last, _from_then(words.reckon, i, words)
        war = war or _war_at(scan, k, end)
        if passage.begins(k, "begins"):
            began, reached = True, k + 1
    if war is not None:
        last = war[0]
        while last < end and passage.begins(last, "begins"):
            last += 1
        return last, replace(_from_then(war[1], i, None), last=last)
    if not began:
        return None
    last = max(reached, min(scan.skip(mark.last, end) + 1, end))  # "since the siege began": nobody says when
    return last, Words(i, last, lambda clock: parse(f"/{clock.now().edtf}"), kind="stretch")


def _told_at(scan: Scan, i: int, end: int) -> bool:
    """ "Since 10 May 2010, when 110 were killed" names a day, not a stretch."""
    if i < end and scan.passage.tokens[i].text == ",":
        i += 1
    return i < end and bool(scan.passage.begins(i, "then"))


def _from_then(start: Reckoning, first: int, inner: Words | None) -> Words:
    """From then to the day of speaking; without an end where that is unknown."""

    def reckon(clock: Clock) -> PartialDate:
        begun = start(clock)
        if clock.speaking is None:
            return relative.since(begun)
        return relative.so_far(clock.now(), begun)

    last = inner.last if inner is not None else first + 1
    return Words(first, last, reckon, kind="stretch")


def _war_at(scan: Scan, i: int, end: int) -> tuple[int, Reckoning] | None:
    """A war, and how its beginning is reckoned: by common knowledge, or by what the text says of it."""
    era = scan.era_at(i, end)
    if era is not None:
        last, entry = era
        return last, lambda _: parse(entry.get("edtf"))
    wars = scan.passage.at(i, "war") if i < end else []
    if not wars:
        return None
    known = parse(wars[0].entry.get("edtf")) if scan.about(wars[0].entry) else None
    return wars[0].last, lambda clock: clock.begun(known)


def read_since_then(scan: Scan, i: int, end: int) -> Found | None:
    """ "Since then": from the day told of last."""
    last = scan.passage.at(i, "since_then")[0].last
    return last, replace(_from_then(lambda clock: clock.then(), i, None), last=last, kind="told")


def read_amid(scan: Scan, i: int, end: int) -> Found | None:
    """ "As a result of the full-scale invasion", "at the start of the invasion": the war dates it."""
    mark = scan.passage.at(i, "amid")[0]
    era = scan.era_near(mark.last, end)
    if era is None:
        return None
    last, entry = era
    when = parse(entry.get("month"))  # the words name the war, not its first day
    if mark.entry.get("start"):
        return last, Words(i, last, lambda _: when, year=1, kind="weak")
    stretch = _from_then(lambda _: when, i, None)
    return last, replace(stretch, last=last, kind="weak")


def read_as_of(scan: Scan, i: int, end: int) -> Found | None:
    """ "As of 10 a.m. on 5 May", "станом на ранок": the day up to which was counted."""
    passage, mark = scan.passage, scan.passage.at(i, "as_of")[0]
    j = mark.last
    timed, last = False, j
    while j < min(mark.last + 7, end):
        found = scan.at(j, end)
        if found is not None and found[1] is not None:
            fits = found[1].month if mark.entry.get("dated") else found[1].kind in ("date", "day", "told")
            return (found[0], replace(found[1], first=i, role="as_of")) if fits else None
        clock = passage.at(j, "day_part") or passage.at(j, "clock_word")
        hour = passage.tokens[j].kind == FIGURE and (
            ":" in passage.tokens[j].text or (j + 1 < end and passage.at(j + 1, "clock_word"))
        )
        if clock or hour:
            timed, last = True, clock[0].last if clock else j + 1
            j = last
            continue
        if not (
            passage.begins(j, "date_join") or passage.begins(j, "date_preposition")
            or passage.begins(j, "article")
            or passage.begins_as(j, "function", "determiner") or passage.tokens[j].text in ".,("
        ):  # fmt: skip
            break
        j += 1
    if mark.entry.get("dated") or not (timed or _ends_in_clock(scan, mark.last)):
        return None
    return last, Words(i, last, lambda clock: clock.now(), role="as_of")


def _ends_in_clock(scan: Scan, i: int) -> bool:
    """ "На ранок": the words for the hour are in the opening itself."""
    return bool(scan.passage.ending(i - 1, "clock_word"))


def read_so_far(scan: Scan, i: int, end: int) -> Found | None:
    """ "So far", "на сьогодні": up to the day of speaking, from whenever."""
    last = scan.passage.at(i, "so_far")[0].last
    return last, Words(i, last, lambda c: relative.so_far(c.now()), role="as_of", kind="weak")


def read_until(scan: Scan, i: int, end: int) -> Found | None:
    """ "Until 10 April", "before the summer of 2014": no day of the week, which would be one of hours."""
    return _changed(scan, "until", i, end, relative.until, days_of_week=False)


def read_after(scan: Scan, i: int, end: int) -> Found | None:
    """ "After 12 April": from then to the day of speaking. "After Monday's raid" is a day, and no stretch."""
    inner = scan.inner(scan.passage.at(i, "after_date")[0].last, end)
    if inner is None or not inner.month or inner.kind == "stretch":
        return None
    return inner.last, _from_then(inner.reckon, i, inner)


def read_about(scan: Scan, i: int, end: int) -> Found | None:
    """ "Around 5 May", "близько 5 травня"."""
    return _changed(scan, "about_date", i, end, about)


def read_night_to(scan: Scan, i: int, end: int) -> Found | None:
    """ "Overnight into Monday", "в ніч на 4 травня": the night that ends on that day."""
    return _changed(scan, "night_to", i, end, relative.night_before)


def read_night_of(scan: Scan, i: int, end: int) -> Found | None:
    """ "On the night of 3 May", "the night of 3–4 May"."""
    both = scan.passage.at(i, "night_of")[0].entry.get("both")
    found = _changed(scan, "night_of", i, end, _either_night if both else relative.night_of)
    if found is not None:
        return found
    inner = scan.inner(scan.passage.at(i, "night_of")[0].last, end)
    if inner is None or inner.kind != "stretch" or not inner.day:
        return None
    return inner.last, replace(inner, first=i, reckon=then(inner.reckon, _within), kind="date")


def read_night_span(scan: Scan, i: int, end: int) -> Found | None:
    """ "У ніч з 3 на 4 травня", "overnight from Sunday to Monday": the second day ends the night."""
    passage = scan.passage
    j = passage.at(i, "night_from")[0].last
    for k in range(j, min(j + 6, end)):
        if passage.begins(k, "night_into"):
            inner = scan.inner(k + 1, end)
            if inner is not None and inner.kind != "stretch":
                return inner.last, replace(
                    inner, first=i, reckon=then(inner.reckon, relative.night_before), kind="date"
                )
    return None


def _changed(
    scan: Scan,
    kind: str,
    i: int,
    end: int,
    change: Callable[[PartialDate], PartialDate],
    *,
    days_of_week: bool = True,
) -> Found | None:
    """The date after a word of that kind, changed as the word says."""
    inner = scan.inner(scan.passage.at(i, kind)[0].last, end)
    if inner is None or inner.kind in ("stretch", "weak") or (inner.kind == "day" and not days_of_week):
        return None
    made = "stretch" if kind == "until" else "date"
    return inner.last, replace(inner, first=i, reckon=then(inner.reckon, change), kind=made)


def _either_night(day: PartialDate) -> PartialDate:
    """ "Overnight on Monday": the night before or the night after."""
    return hull(relative.night_before(day), relative.night_of(day)) or day


def _within(stretch: PartialDate) -> PartialDate:
    """Some time in a stretch, not all of it."""
    if stretch.earliest is None or stretch.latest is None:
        return stretch
    return parse(f"[{stretch.earliest}..{stretch.latest}]")
