"""What is compared of dates and ages: days, years, and the interval a birth or an event lies in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from accounted.linking.comparisons import times

if TYPE_CHECKING:
    from accounted.linking.making import Making

_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_EVENTS = ("death", "disappearance", "event_date", "discovery")
# How much more often the first of January must stand than other days to be taken for "day unknown".
_NEW_YEAR = 4


def date_columns(making: Making, has: Any) -> None:
    """The columns of birth, age and the event."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = len(making.people)
    low = high = None
    if "birth" in has:
        order = making.people.orders.get("birth", "cannot tell")
        new_year = _first_of_january(making.counts("birth"))
        making.mapped(
            "birth", lambda v: _born(v, order, new_year),
            ("birth", pa.string()), ("birth_low", pa.int32()), ("birth_high", pa.int32()),
        )  # fmt: skip
        low = making.made.pop("birth_low")
        high = making.made.pop("birth_high")
    events = [name for name in _EVENTS if name in has]
    for name in events:
        order = making.people.orders.get(name, "cannot tell")
        making.mapped(
            name, partial(_day, order=order), (name, pa.int32()), (f"{name}_year", pa.int32()),
            (f"{name}_first", pa.int32()), (f"{name}_last", pa.int32()),
        )  # fmt: skip
    if events:
        told = {name: tuple(making.made.pop(f"{name}_{end}") for end in ("first", "last")) for name in events}
        making.made |= times.columns(told, {name: making.made[name] for name in events})
        making.made["event"] = pc.coalesce(*[making.made.pop(name) for name in events])
        years = pc.coalesce(*[making.made.pop(f"{name}_year") for name in events])
    else:
        years = pa.nulls(rows, pa.int32())
    if "age" in has:
        making.mapped("age", _age, ("age_low", pa.int32()), ("age_high", pa.int32()))
        known = years.drop_null().to_numpy()
        # Where a row has no date of its own, ages are told at the middle of all of them, give or take.
        middle = int(np.median(known)) if len(known) else 2000
        at = pc.fill_null(years, middle)
        slack = 0 if len(known) else 1
        from_age = (
            pc.subtract(pc.subtract(at, making.made.pop("age_high")), slack + 1),
            pc.add(pc.subtract(at, making.made.pop("age_low")), slack),
        )
        low = from_age[0] if low is None else pc.coalesce(low, from_age[0])
        high = from_age[1] if high is None else pc.coalesce(high, from_age[1])
    if low is not None and high is not None:
        wide = pc.greater(pc.subtract(high, low), 40)
        none = pa.scalar(None, pa.int32())
        making.made["born_from"] = pc.if_else(wide, none, low)
        making.made["born_to"] = pc.if_else(wide, none, high)
        # One year to bring together by: the later of the two an age leaves open.
        making.made["born_year"] = pc.if_else(
            pc.less_equal(pc.subtract(high, low), 4), making.made["born_to"], none
        )


def _first_of_january(counts: Mapping[str, int]) -> bool:
    whole = Counter[str]()
    for value, count in counts.items():
        if match := _DAY.fullmatch(value):
            whole[match[2] + match[3]] += count
    total = whole.total()
    return total >= 200 and whole["0101"] > _NEW_YEAR * total / 366


def _bounds(value: str, order: str) -> tuple[Any, Any] | None:
    from datetime import date

    if match := _DAY.fullmatch(value):
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
            return day, day
        except ValueError:
            return None
    from accounted.dates import InvalidDate, parse
    from accounted.linking.tables.values import Unclear, date_of

    try:
        told = parse(value)
    except InvalidDate:
        try:
            told = parse(date_of(value, order))
        except (Unclear, InvalidDate):
            return None
    if told.earliest is None or told.latest is None:
        return None
    return told.earliest, told.latest


def _born(value: str, order: str, new_year: bool) -> tuple[str | None, int, int] | None:
    bounds = _bounds(value, order)
    if bounds is None:
        # Digits that are no day of the calendar still say which digits stood there.
        digits = re.sub(r"\D", "", value)
        if len(digits) == 8 and 1500 < int(digits[:4]) < 2100:
            return digits, int(digits[:4]), int(digits[:4])
        return None
    first, last = bounds
    unknown_day = first != last or (new_year and (first.month, first.day) == (1, 1))
    return None if unknown_day else f"{first:%Y%m%d}", first.year, last.year


def _day(value: str, order: str) -> tuple[int | None, ...] | None:
    bounds = _bounds(value, order)
    if bounds is None:
        return None
    first, last = bounds
    days = first.toordinal(), last.toordinal()
    return days[0] if first == last else None, last.year, *days


def _age(value: str) -> tuple[int, int] | None:
    from accounted.linking.tables.values import Unclear, ages_of

    try:
        low, high = ages_of(value)
    except Unclear:
        return None
    low = 0 if low is None else low
    return low, 125 if high is None else high
