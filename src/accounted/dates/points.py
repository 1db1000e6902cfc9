"""One date as EDTF writes it: year, month, day or season, digits that may be missing, and a qualifier.

ISO 8601-2:2019, levels 0 and 1, and `X` in any place of month and day (level 2) because witnesses remember
"the fifteenth" better than the month. Seasons are the meteorological ones of the northern hemisphere. A
winter is named after the year it began in by some and the year it ended in by others, so `2022-24` is
January and February 2022 or December 2022 to February 2023: both stay possible.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from accounted.dates.spans import LAST, Spans, clamp, merged

Unit = Literal["day", "month", "season", "year", "decade", "century"]

# How far "about" reaches on either side of what was said, by the unit it was said in. The standard leaves
# this to the community of use; these are ours, wide enough for a press report's "around".
MARGIN: dict[Unit, tuple[int, Literal["days", "months"]]] = {
    "day": (3, "days"),
    "month": (1, "months"),
    "season": (1, "months"),
    "year": (12, "months"),
    "decade": (60, "months"),
    "century": (600, "months"),
}

MONTHS_OF_SEASON = {21: (3, 4, 5), 22: (6, 7, 8), 23: (9, 10, 11)}
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d\d|\dX|X\d|XX)(?:-(?P<day>\d\d|\dX|X\d|XX))?)?(?P<mark>[?~%]?)"
)


class NoSuchDay(ValueError):
    """A date of the right shape that no calendar has."""


@dataclass(frozen=True, slots=True)
class Point:
    """A year, season, month or day, any digit of which may be missing.

    `month` and `day` are two characters each, or empty; `mark` is `?`, `~`, `%` or empty.
    """

    year: str
    month: str = ""
    day: str = ""
    mark: str = ""

    @classmethod
    def read(cls, written: str) -> Point | None:
        """The point written, or None if it has not the shape of one.

        Raises:
            NoSuchDay: it has the shape, and no day fits it.
        """
        found = _POINT.fullmatch(written)
        if found is None:
            return None
        point = cls(found["year"], found["month"] or "", found["day"] or "", found["mark"])
        point.stated()
        return point

    def __str__(self) -> str:
        return "-".join(part for part in (self.year, self.month, self.day) if part) + self.mark

    @property
    def approximate(self) -> bool:
        """Marked `~` or `%`: about then."""
        return self.mark in ("~", "%")

    @property
    def uncertain(self) -> bool:
        """Marked `?` or `%`: the source is not sure."""
        return self.mark in ("?", "%")

    @property
    def unit(self) -> Unit:
        """The unit the date is given in."""
        if self.day:
            return "day"
        if self.month:
            return "season" if self.month.isdigit() and int(self.month) in SEASONS else "month"
        return "century" if self.year.endswith("XX") else "decade" if self.year.endswith("X") else "year"

    def stated(self) -> Spans:
        """The days it may mean, taken at its word.

        Raises:
            NoSuchDay: there are none.
        """
        return _stated(self.year, self.month, self.day)

    def outer(self) -> Spans:
        """The days it may mean, with the margin of an approximate date added."""
        spans = self.stated()
        return merged((self._moved(low, -1), self._moved(high, 1)) for low, high in spans)

    def inner(self) -> Spans:
        """The days it surely names as a period: without the margin of an approximate date."""
        spans = self.stated()
        return merged((self._moved(low, 1), self._moved(high, -1)) for low, high in spans)

    def marked(self, *, approximate: bool = False, uncertain: bool = False) -> Point:
        """The same with a mark added to what it has."""
        return Point(
            self.year,
            self.month,
            self.day,
            _mark(approximate or self.approximate, uncertain or self.uncertain),
        )

    def _moved(self, day: int, direction: int) -> int:
        if not self.approximate:
            return day
        amount, unit = MARGIN[self.unit]
        if unit == "days":
            return clamp(day + direction * amount)
        return shifted(day, direction * amount)


def _mark(approximate: bool, uncertain: bool) -> str:
    return "%" if approximate and uncertain else "~" if approximate else "?" if uncertain else ""


def shifted(day: int, months: int) -> int:
    """The day so many months later; a last day of a month stays a last day."""
    if not 0 < day < LAST:
        return day
    at = date.fromordinal(day)
    month = at.year * 12 + at.month - 1 + months
    year, index = divmod(month, 12)
    if not 1 <= year <= 9999:
        return clamp(LAST if months > 0 else 0)
    end = monthrange(year, index + 1)[1]
    is_last = at.day == monthrange(at.year, at.month)[1]
    return date(year, index + 1, end if is_last else min(at.day, end)).toordinal()


def month_span(year: int, month: int) -> tuple[int, int]:
    """First and last day of a month."""
    first = date(year, month, 1).toordinal()
    return first, first + monthrange(year, month)[1] - 1


@cache
def _stated(year: str, month: str, day: str) -> Spans:
    years = [y for y in _numbers(year) if y > 0]
    if not years:
        raise NoSuchDay("there is no year 0000; years are 0001 to 9999")
    if not month:
        return ((date(years[0], 1, 1).toordinal(), date(years[-1], 12, 31).toordinal()),)
    if month.isdigit() and int(month) in SEASONS:
        if day:
            raise NoSuchDay(f"{SEASONS[int(month)]} has no day {day}; write the month, or leave the day out")
        return merged(span for y in years for span in _season(y, int(month)))
    months = [m for m in _numbers(month) if 1 <= m <= 12]
    if not months:
        raise NoSuchDay(f"there is no month {month}; months are 01 to 12, seasons 21 (spring) to 24 (winter)")
    if not day:
        return merged(month_span(y, m) for y in years for m in months)
    wanted = _numbers(day)
    days = [
        date(y, m, d).toordinal()
        for y in years
        for m in months
        for d in wanted
        if 1 <= d <= monthrange(y, m)[1]
    ]
    if not days:
        raise NoSuchDay(_no_day(years, months, day))
    return merged((d, d) for d in days)


def _season(year: int, season: int) -> list[tuple[int, int]]:
    if season in MONTHS_OF_SEASON:
        months = MONTHS_OF_SEASON[season]
        return [(month_span(year, months[0])[0], month_span(year, months[-1])[1])]
    winter = [(month_span(year, 1)[0], month_span(year, 2)[1])]
    next_end = month_span(year + 1, 2)[1] if year < 9999 else LAST
    return [*winter, (month_span(year, 12)[0], next_end)]


def _numbers(digits: str) -> list[int]:
    """Every number the digits may be: `1X` is 10 to 19."""
    found = [""]
    for digit in digits:
        found = [f + d for f in found for d in ("0123456789" if digit == "X" else digit)]
    return [int(f) for f in found]


def _no_day(years: list[int], months: list[int], day: str) -> str:
    if len(years) == len(months) == 1:
        last = monthrange(years[0], months[0])[1]
        leap = f", as {years[0]} is not a leap year" if months[0] == 2 and not isleap(years[0]) else ""
        return f"{years[0]:04d}-{months[0]:02d} has no day {day}: its days are 01 to {last}{leap}"
    return f"no month that fits has a day {day}"
