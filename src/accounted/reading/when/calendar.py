"""Dates of the calendar: figures, months with their days and years, days of the week, seasons."""

from __future__ import annotations

from dataclasses import replace

from accounted.dates import PartialDate, parse, relative
from accounted.reading.tokens import CLITIC, FIGURE
from accounted.reading.when.clock import Clock
from accounted.reading.when.words import (
    Found,
    Reckoning,
    Scan,
    Words,
    between_both,
    days_of,
    small,
    year_alone,
    year_of,
)


def read_figure(scan: Scan, i: int, end: int) -> Found | None:
    """ "2022-03-02", "5 May", "1–15 травня", "in 2014", "2014–2015", "the 1990s"."""
    written = _in_figures(scan, i, end)
    if written is not None:
        return written
    day, j = scan.day_at(i, end)
    found = _day_of_month(scan, i, day, j, end) if day else None
    if found is not None:
        return scan.with_day_part(found, end)
    return _year(scan, i, end)


def _year(scan: Scan, i: int, end: int) -> Found | None:
    """A year, where a word before or after says that the figure is one."""
    passage, token = scan.passage, scan.passage.tokens[i]
    year, tail = year_of(token.figure), token.word[4:].lstrip("-")
    if not year:
        return None
    if tail and year % 10 == 0 and scan.glued(tail, "a decade"):
        return i + 1, Words(i, i + 1, lambda _: parse(f"{year // 10}X"), year=year)
    if i > 0 and passage.ending(i - 1, "copyright"):
        return i + 1, None
    if tail and not scan.glued(tail, "an order"):
        return None
    last, first = i + 1, year_alone(i, i + 1, year)
    other = year_of(passage.tokens[i + 2].text) if i + 2 < end and passage.begins(i + 1, "to_date") else 0
    last = i + 3 if other > year else last
    word = passage.at(last, "year_word") if last < end else []
    if not word and not (i > 0 and passage.ending(i - 1, "year_cue")):
        return None
    last = word[0].last if word else last
    if other > year:
        return last, between_both(first, year_alone(i + 2, i + 3, other), i, last)
    return last, replace(first, last=last)


def _day_of_month(scan: Scan, first: int, day: int, j: int, end: int) -> Found | None:
    """ "5 May", "the fifth of May", "1–15 May", "3 and 4 May"; the day is read, `j` is where it ends."""
    passage = scan.passage
    k = j
    while k < end and k < j + 2 and passage.begins(k, "date_join"):
        k += 1
    if month := scan.month_at(k, end):
        return to_another(scan, scan.calendar(first, k + 1, end, month, day), end)
    if j < end and scan.joins(j):
        other, k = scan.day_at(j + 1, end)
        while k < end and other and passage.begins(k, "date_join"):
            k += 1
        if other > day and (month := scan.month_at(k, end)):
            last, words = scan.calendar(first, k + 1, end, month, other)
            return last, days_of(words, day) if words is not None else None
    return None


def to_another(scan: Scan, found: Found, end: int) -> Found:
    """ "28 May – 3 June", "March–May 2022": a date, a dash and another."""
    last, words = found
    if scan.single or words is None or last >= end or scan.passage.tokens[last].text not in "-–—":
        return found
    scan.single = True
    after = scan.at(last + 1, end)
    scan.single = False
    other = after[1] if after is not None else None
    if after is None or other is None or not other.month or bool(other.day) != bool(words.day):
        return found
    return after[0], between_both(words, other, words.first, after[0])


def _in_figures(scan: Scan, i: int, end: int) -> Found | None:
    """A date in figures: 2022-03-02, 02.03.2022, 02/03/2022; "as of 12.05"."""
    passage, token = scan.passage, scan.passage.tokens[i]
    parts = token.figure.split(".")
    if len(parts) == 3 and (found := _of_parts(scan, parts, i, i + 1)):
        return found
    if len(parts) == 2 and len(parts[0]) <= 2 and len(parts[1]) == 2 and i > 0:
        day, month = small(parts[0], 31), small(parts[1], 12)
        if day and month and (passage.lies_in(i - 1, "as_of") or passage.lies_in(i - 1, "since")):
            return scan.calendar(i, i + 1, end, month, day)
    if i + 4 < end and passage.tokens[i + 1].text in "-/" and passage.tokens[i + 3].text in "-/":
        listed = [passage.tokens[i + n].text for n in (0, 2, 4)]
        if all(p.isascii() and p.isdigit() for p in listed):
            return _of_parts(scan, listed, i, i + 5)
    return None


def _of_parts(scan: Scan, parts: list[str], i: int, last: int) -> Found | None:
    if year_of(parts[0]) and len(parts[1]) == len(parts[2]) == 2:
        year, orders = int(parts[0]), [(small(parts[1], 12), small(parts[2], 31))]
    else:
        year = year_of(parts[2]) or (small(parts[2], 99) + 2000 if len(parts[2]) == 2 else 0)
        a, b = small(parts[0], 31), small(parts[1], 31)
        # Americans write the month first; where both readings are possible both are kept.
        either = scan.passage.lexicon.settings.get("month_first") and "/" in scan.passage.says(i, last)
        orders = [(b, a), (a, b)] if either and a != b else [(b, a)]
    days = []
    for month, day in orders:
        try:
            if month and day:
                days.append(parse(f"{year:04}-{month:02}-{day:02}"))
        except ValueError:
            continue
    if not year or not days:
        return None
    when = days[0] if len(days) == 1 else parse(f"[{','.join(sorted(d.edtf for d in days))}]")
    return last, Words(i, last, lambda _: when, month=1, day=1, year=year)


def read_month(scan: Scan, i: int, end: int) -> Found | None:
    """ "May", "May 5, 2022", "May 1–15", "in March and April"."""
    month = scan.month_at(i, end)
    if not month:
        return None
    passage, j = scan.passage, i + 1
    if j < end and passage.tokens[j].text == "." and len(passage.words[i]) < 5:
        j += 1
    if passage.lexicon.settings.get("month_first"):
        k = scan.skip(j, end) if j < end and passage.begins_as(j, "function", "determiner") else j
        day, k = scan.day_at(k, end)
        if day and not year_of(passage.tokens[k - 1].text):
            return _month_first(scan, i, month, day, k, end)
    last, words = scan.calendar(i, j, end, month, 0)
    if words is not None and not words.year and last < end and passage.begins(last, "date_and"):
        after = read_month(scan, last + 1, end)
        other = after[1] if after is not None else None
        if after is not None and other is not None and other.month == month % 12 + 1 and not other.day:
            return after[0], between_both(words, other, i, after[0])
    return to_another(scan, (last, words), end)


def _month_first(scan: Scan, i: int, month: int, day: int, k: int, end: int) -> Found:
    """ "May 5", "May 1–15", as Americans write; token `k` follows the first day."""
    passage = scan.passage
    found = scan.calendar(i, k, end, month, day)
    if k < end and passage.begins(k, "to_date") and not scan.month_at(k + 1, end):
        other, after = scan.day_at(k + 1, end)
        counts = after < end and (passage.at(after, "unit") or passage.at(after, "person"))
        if other > day and not counts:
            last, words = scan.calendar(i, after, end, month, other)
            return last, days_of(words, day) if words is not None else None
    return to_another(scan, found, end)


def read_ordinal(scan: Scan, i: int, end: int) -> Found | None:
    """ "The first of May", "двадцять четвертого лютого"."""
    day, j = scan.day_at(i, end)
    return _day_of_month(scan, i, day, j, end) if day else None


def read_weekday(scan: Scan, i: int, end: int) -> Found | None:
    """ "Monday", "Monday night, 2 May", "Monday last week": the last one, the day of speaking included."""
    passage, mark = scan.passage, scan.passage.at(i, "weekday")[0]
    opened = i > 0 and (passage.ending(i - 1, "date_preposition") or passage.covers(i - 1, "day_part"))
    if not passage.tokens[i].capital and not opened:
        return None
    number, last = int(mark.entry.get("value")), mark.last
    if last < end and passage.tokens[last].kind == CLITIC:
        last += 1
    words = Words(i, last, lambda clock: relative.weekday(clock.now(), number), kind="day")
    k, part = last, passage.at(last, "day_part") if last < end else []
    k = part[0].last if part else k
    if k < end and (passage.tokens[k].text == "," or passage.begins(k, "date_join")):
        k += 1
    if k < end and (
        scan.month_at(k, end) or passage.tokens[k].kind == FIGURE or passage.begins(k, "day_ordinal")
    ):
        inner = scan.at(k, end)
        if inner is not None and inner[1] is not None and inner[1].day:
            night = bool(part) and bool(part[0].entry.get("night"))
            dated = replace(inner[1], first=i)
            return inner[0], scan.of_night(dated) if night else dated
    for after in passage.at(k, "relative") if k < end else ():
        if after.entry.get("unit") == "week":
            return after.last, replace(
                words, last=after.last, reckon=_in_week(number, after.entry.get("back", 1))
            )
    return last, words


def _in_week(number: int, back: int) -> Reckoning:
    def reckon(clock: Clock) -> PartialDate:
        return relative.weekday(relative.day(clock.now(), -7 * back), number, "this")

    return reckon


def read_season(scan: Scan, i: int, end: int) -> Found | None:
    """ "In the summer of 2022", "влітку": alone only where the word can be nothing else."""
    passage, mark = scan.passage, scan.passage.at(i, "season")[0]
    season = int(mark.entry.get("value"))
    year, last = scan.year_at(mark.last, end)
    if year:
        return last, Words(i, last, lambda _: relative.season(season, year), year=year)
    past = scan.relative_year(mark.last, end)
    if past is not None:
        back, last = past
        return last, Words(
            i, last, lambda c: relative.season(season, int(relative.year(c.now(), -back).edtf[:4]))
        )
    before = i - 1
    while before > 0 and passage.begins_as(before, "function", "determiner"):
        before -= 1
    if not mark.entry.get("adverb") and (before < 0 or not passage.ending(before, "date_preposition")):
        return None
    return mark.last, Words(i, mark.last, lambda clock: relative.season_without_year(clock.now(), season))
