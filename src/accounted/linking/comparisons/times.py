"""Times as intervals: of a death told by month, of a disappearance before it, of being found after it.

A list of the missing has the day a person was last seen, a list of the dead the day of death, a list of
exhumations the day a body was found. They are one event told from three sides: whoever was seen alive on a
day did not die before it, and whoever was found dead did not die after.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

# What each field says of the event: that it was then, or not before, or not after.
THEN = ("death", "event_date")
NOT_BEFORE = ("disappearance",)
NOT_AFTER = ("discovery",)


_OPEN = 10_000_000  # days: before the first and after the last day of any calendar


def columns(
    told: Mapping[str, tuple[pa.Array, pa.Array]], days: Mapping[str, pa.Array]
) -> dict[str, pa.Array]:
    """What is needed to compare times as intervals: nothing where every date is a whole day of one field.

    `told` gives the first and last day of each field, `days` the day where one is told, as day numbers.
    `event_kind` is the field an exact day is of; `event_from` and `event_to` are the interval of the event:
    that of the death where it is told, else from the disappearance on, until the discovery.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    inexact = any(days[name].null_count > first.null_count for name, (first, _) in told.items())
    if len(told) == 1 and not inexact:
        return {}
    begins, ends = _either(told, (*THEN, *NOT_BEFORE), 0), _either(told, (*THEN, *NOT_AFTER), 1)
    rows = len(next(iter(days.values())))
    begins = pa.nulls(rows, pa.int32()) if begins is None else begins
    ends = pa.nulls(rows, pa.int32()) if ends is None else ends
    nothing = pc.and_(pc.is_null(begins), pc.is_null(ends))
    none = pa.scalar(None, pa.int32())
    kind = pa.nulls(rows, pa.string())
    for name in reversed(list(days)):
        kind = pc.if_else(pc.is_valid(days[name]), pa.scalar(name), kind)
    return {
        "event_kind": kind,
        "event_from": pc.if_else(nothing, none, pc.fill_null(begins, -_OPEN)),
        "event_to": pc.if_else(nothing, none, pc.fill_null(ends, _OPEN)),
    }


def _either(told: Mapping[str, tuple[pa.Array, pa.Array]], names: tuple[str, ...], side: int) -> Any:
    import pyarrow.compute as pc

    found = [told[name][side] for name in names if name in told]
    return pc.coalesce(*found) if found else None


def apart(days: int) -> str:
    """SQL: between the intervals lie at most so many days; 0 is that they meet."""
    return f"event_from_l - event_to_r <= {days} and event_from_r - event_to_l <= {days}"


def known_to_the_day() -> str:
    """SQL: both records tell the day of the same thing, so that days are compared and not intervals."""
    return "event_kind_l = event_kind_r"
