"""Days as numbers, and dates as the span of days they may mean."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from accounted.dates import InvalidDate, parse
from accounted.reckoning.question import WrongWorld

ALWAYS = 0  # before any day
NEVER = 10_000_000  # after any day


@lru_cache(maxsize=200_000)
def span(edtf: str) -> tuple[int, int]:
    """The first and the last day that a date may mean, margins of approximate dates included.

    Raises:
        InvalidDate: it is no date.
    """
    read = parse(edtf)
    first, last = read.earliest_possible, read.latest_possible
    return (ALWAYS if first is None else first.toordinal(), NEVER if last is None else last.toordinal())


@lru_cache(maxsize=50_000)
def surely(edtf: str) -> tuple[int, int] | None:
    """The days that a stretch of time surely covers, or None where none is sure.

    “In September” said of deaths covers the month; “on one day of September” covers none surely.
    """
    read = parse(edtf)
    if read.kind == "one_of":
        return None
    first, last = span(edtf)
    if read.approximate:
        early, late = read.earliest, read.latest
        if early is None or late is None:
            return None
        margin = early.toordinal() - first
        first, last = early.toordinal() + margin, late.toordinal() - margin
        return (first, last) if first <= last else None
    return first, last


def span_of(edtf: str, statement: str, part: str) -> tuple[int, int]:
    """`span`, naming the statement where it is no date."""
    try:
        return span(edtf)
    except InvalidDate as why:
        raise WrongWorld(f"statement {statement}, {part}: {why}") from why


def day(ordinal: int) -> str | None:
    """The day of a number, as EDTF; None where it stands for no day."""
    return None if ordinal in (ALWAYS, NEVER) else date.fromordinal(ordinal).isoformat()
