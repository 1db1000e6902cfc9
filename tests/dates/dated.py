"""Strategies that write dates, and the worlds a date allows: a slow reckoning by enumeration."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

from hypothesis import strategies as st

from accounted.dates import PartialDate
from accounted.dates.extents import Stretch
from accounted.dates.points import Point

START = date(2022, 9, 5)

SHAPES = ["y", "ym", "ymd", "ymd", "s", "dec", "cen", "yX", "yXX", "ymX", "ymXX", "yXd", "yxm"]

marks = st.sampled_from(["", "", "", "?", "~", "%"])


@st.composite
def written_points(draw: st.DrawFn, years=(1995, 2030)) -> str:
    """Any point the room reads."""
    year = draw(st.integers(*years))
    month, day = draw(st.integers(1, 12)), draw(st.integers(1, 28))
    shape = draw(st.sampled_from(SHAPES))
    text = {
        "y": f"{year}",
        "ym": f"{year}-{month:02d}",
        "ymd": f"{year}-{month:02d}-{day:02d}",
        "s": f"{year}-{draw(st.integers(21, 24))}",
        "dec": f"{year // 10}X",
        "cen": f"{year // 100}XX",
        "yX": f"{year}-XX",
        "yXX": f"{year}-XX-XX",
        "ymX": f"{year}-{month:02d}-{draw(st.sampled_from('012'))}X",
        "ymXX": f"{year}-{month:02d}-XX",
        "yXd": f"{year}-XX-{day:02d}",
        "yxm": f"{year}-{draw(st.sampled_from(['0X', '1X']))}-{day:02d}",
    }[shape]
    return text + draw(marks)


@st.composite
def written_dates(draw: st.DrawFn) -> str:
    """Any date, interval or set the room reads."""
    shape = draw(st.sampled_from(["point", "point", "interval", "open", "unknown", "set"]))
    if shape == "point":
        return draw(written_points())
    a, b = draw(written_points((1995, 2005))), draw(written_points((2010, 2030)))
    # Centuries of both ranges meet, so that an interval may not be written with them at either end.
    a, b = a.replace("19XX", "1999").replace("20XX", "2000"), b.replace("20XX", "2030")
    if shape == "interval":
        return f"{a}/{b}"
    if shape in ("open", "unknown"):
        missing = ".." if shape == "open" else ""
        return f"{a}/{missing}" if draw(st.booleans()) else f"{missing}/{b}"
    endless = f"..{b}" if draw(st.booleans()) else f"{a}.."
    member = st.one_of(written_points(), st.just(f"{a}..{b}"), st.just(endless))
    inside = ",".join(draw(st.lists(member, min_size=1, max_size=3)))
    return f"[{inside}]" if draw(st.booleans()) else "{" + inside + "}"


@st.composite
def narrow_dates(draw: st.DrawFn, *, sets: bool = True) -> str:
    """Dates within a few weeks, so that every world can be enumerated."""
    day = st.integers(0, 14).map(lambda n: (START + timedelta(days=n)).isoformat())
    point = st.one_of(day, day.map(lambda d: d + "~"), st.sampled_from(["2022-09-0X", "2022-09-1X"]))
    shape = draw(st.sampled_from(["point", "interval", "interval", "one_of"] + ["all_of"] * sets))
    if shape == "point":
        return draw(point)
    a, b = sorted((draw(day), draw(day)))
    a, b = a + draw(st.sampled_from(["", "~"])), b + draw(st.sampled_from(["", "~"]))
    if shape == "interval":
        return f"{a}/{b}"
    inside = ",".join(draw(st.lists(st.one_of(day, st.just(f"{a[:10]}..{b[:10]}")), min_size=1, max_size=2)))
    return f"[{inside}]" if shape == "one_of" else "{" + inside + "}"


def _possible(point: Point) -> list[int]:
    days = [d for low, high in point.stated() for d in range(low, high + 1)]
    if not point.approximate:
        return days
    assert point.unit == "day"
    return sorted({d + shift for d in days for shift in range(-3, 4)})


def worlds(d: PartialDate) -> list[frozenset[int]]:
    """Every way the dated thing can have been: the days it took, for each."""
    if d.kind == "point":
        return [frozenset([day]) for day in _possible(d.parts[0])]
    each = [_worlds_of(part) for part in d.parts]
    if d.kind == "interval":
        return each[0]
    if d.kind == "one_of":
        return [frozenset([day]) for options in each for world in options for day in world]
    return [frozenset().union(*choice) for choice in product(*each)]


def _worlds_of(part: Point | Stretch) -> list[frozenset[int]]:
    if isinstance(part, Point):
        return [frozenset([day]) for day in _possible(part)]
    return [
        frozenset(range(a, b + 1)) for a, b in product(_possible(part.start), _possible(part.end)) if a <= b
    ]
