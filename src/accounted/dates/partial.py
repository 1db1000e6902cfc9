"""A date as precise as its source, and what can be said of two such dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from accounted.dates.extents import Extent, Kind, Part, Stretch, extent_of
from accounted.dates.points import Point, Unit
from accounted.dates.spans import FIRST, LAST, as_date, common, within


class Answer(Enum):
    """What partial knowledge allows to be said. It has no truth value: say which answer is meant."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot tell"

    def __bool__(self) -> bool:
        raise TypeError(
            f"an answer may be 'cannot tell', so it is neither true nor false; "
            f"compare it: `is Answer.YES`, `is not Answer.NO` (it is {self.value!r})"
        )


@dataclass(frozen=True, slots=True)
class PartialDate:
    """An immutable date, interval or set of dates, in the words of EDTF (ISO 8601-2).

    Made by `accounted.dates.parse`. Two are equal when their canonical strings are. What they mean:

    - `2022-09` happened on unknown days of September; `2022-09-XX` on one unknown day of it.
    - `2022-09-01/2022-09-10` lasted from the first to the tenth; `[2022-09-01..2022-09-10]` happened on one
      unknown day of the ten; `{2022-09-01..2022-09-10}` on all ten.
    - `2022-02-24/..` has not ended; `2022-02-24/` has ended, nobody knows when.
    - `~` adds a margin on both sides (three days, one month, one season and a month, one year: see
      `accounted.dates.points.MARGIN`); `?` says that the source doubts it and moves no bound; `%` is both.
    """

    kind: Kind
    parts: tuple[Part, ...]
    edtf: str = field(init=False, compare=False)
    _extent: Extent = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "edtf", _written(self.kind, self.parts))
        object.__setattr__(self, "_extent", extent_of(self.kind, self.parts))

    def __str__(self) -> str:
        return self.edtf

    def __repr__(self) -> str:
        return f"PartialDate({self.edtf!r})"

    # -- bounds ----------------------------------------------------------------------------------

    @property
    def earliest(self) -> date | None:
        """The first day it can be, as stated. None: no bound, either open or unknown."""
        return as_date(self._extent.stated[0][0])

    @property
    def latest(self) -> date | None:
        """The last day it can be, as stated, inclusive. None: no bound, either open or unknown."""
        return as_date(self._extent.stated[-1][1])

    @property
    def earliest_possible(self) -> date | None:
        """`earliest`, with the margin of an approximate date."""
        return as_date(self._extent.may[0][0])

    @property
    def latest_possible(self) -> date | None:
        """`latest`, with the margin of an approximate date."""
        return as_date(self._extent.may[-1][1])

    @property
    def open_start(self) -> bool:
        """It has no beginning: `../2022-09`."""
        return self.kind != "one_of" and any(isinstance(p, Stretch) and p.start == "open" for p in self.parts)

    @property
    def open_end(self) -> bool:
        """It has no end, or has not ended: `2022-02-24/..`."""
        return self.kind != "one_of" and any(isinstance(p, Stretch) and p.end == "open" for p in self.parts)

    @property
    def unknown_start(self) -> bool:
        """It has a beginning that is not known: `/2022-09`, `[..2022-09]`."""
        return self._extent.stated[0][0] == FIRST and not self.open_start

    @property
    def unknown_end(self) -> bool:
        """It has an end that is not known: `2022-02-24/`, `[2022-09..]`."""
        return self._extent.stated[-1][1] == LAST and not self.open_end

    def days(self) -> Iterator[date]:
        """Every day it may be, as stated, in order.

        Raises:
            ValueError: one end has no bound.
        """
        if self.earliest is None or self.latest is None:
            raise ValueError(f"{self.edtf} has no {'first' if self.earliest is None else 'last'} day")
        for low, high in self._extent.stated:
            yield from map(date.fromordinal, range(low, high + 1))

    # -- quality ---------------------------------------------------------------------------------

    @property
    def points(self) -> tuple[Point, ...]:
        """Every single date written in it."""
        return tuple(q for p in self.parts for q in ((p,) if isinstance(p, Point) else p.points))

    @property
    def approximate(self) -> bool:
        """Any of it is marked `~` or `%`."""
        return any(p.approximate for p in self.points)

    @property
    def uncertain(self) -> bool:
        """Any of it is marked `?` or `%`."""
        return any(p.uncertain for p in self.points)

    @property
    def unit(self) -> Unit | None:
        """The unit of a single date; None for intervals and sets."""
        return self.parts[0].unit if isinstance(self.parts[0], Point) and self.kind == "point" else None

    @property
    def precision(self) -> str:
        """How wide the bounds are, as a term of the vocabulary `date_precision`.

        1 a day, 2 two to six days, 3 a week, 4 up to a month, 5 more, 0 no bound on some side. A day or a few
        days said to be approximate count with their margin; a month or a year stays what it was called.
        """
        width = self._width(self._extent.stated)
        if width is not None and width < 7 and self.approximate:
            width = self._width(self._extent.may)
        if width is None:
            return "0"
        return next((code for code, most in (("1", 1), ("2", 6), ("3", 7), ("4", 31)) if width <= most), "5")

    @staticmethod
    def _width(spans: tuple[tuple[int, int], ...]) -> int | None:
        low, high = spans[0][0], spans[-1][1]
        return None if low == FIRST or high == LAST else high - low + 1

    @property
    def sort_key(self) -> tuple[int, int, str]:
        """For listing dates by their first, then last day. It does not say what came first: see `before`."""
        return self._extent.stated[0][0], self._extent.stated[-1][1], self.edtf

    # -- comparison ------------------------------------------------------------------------------

    def contains(self, other: PartialDate | date) -> Answer:
        """Whether what `other` dates lies wholly in the period this one names.

        `2022-09` contains `2022-09-15`; whether it contains `2022` or `2022-09-28/2022-10~`, one cannot
        tell. An approximate period surely names only what its margins leave, and always itself. Of a period
        with an unknown end only the known end is named.
        """
        mine, its = self._extent, _dated(other)._extent
        if self == other or within(its.may, mine.named):
            return Answer.YES
        if not within(its.sure, mine.may) or not all(common(t, mine.may) for t in its.touched):
            return Answer.NO
        return Answer.CANNOT_TELL

    def before(self, other: PartialDate | date) -> Answer:
        """Whether this ended before the other began: YES if it did on every reading, NO if on none."""
        end, start = self._extent.end, _dated(other)._extent.start
        if end[1] < start[0]:
            return Answer.YES
        return Answer.NO if end[0] >= start[1] else Answer.CANNOT_TELL

    def after(self, other: PartialDate | date) -> Answer:
        """Whether this began after the other ended."""
        return _dated(other).before(self)

    def overlaps(self, other: PartialDate | date) -> Answer:
        """Whether both dated things share a day.

        Two things "in September" may or may not: cannot tell. One that lasted all month shares a day with
        either of them.
        """
        other = _dated(other)
        mine, its = self._extent, other._extent
        if not common(mine.may, its.may):
            return Answer.NO
        if "all_of" not in (self.kind, other.kind):
            # What happened without a break shares a day with another such thing unless one came first.
            sure = self.before(other) is other.before(self) is Answer.NO
        else:
            sure = bool(common(mine.sure, its.sure)) or (
                any(within(t, its.sure) for t in mine.touched)
                or any(within(t, mine.sure) for t in its.touched)
            )
        return Answer.YES if sure else Answer.CANNOT_TELL


def _dated(other: PartialDate | date) -> PartialDate:
    if isinstance(other, PartialDate):
        return other
    return PartialDate("point", (Point(f"{other.year:04d}", f"{other.month:02d}", f"{other.day:02d}"),))


def _written(kind: Kind, parts: tuple[Part, ...]) -> str:
    if kind == "point":
        return str(parts[0])
    if kind == "interval":
        return (
            "/".join(_end(e) for e in (parts[0].start, parts[0].end)) if isinstance(parts[0], Stretch) else ""
        )
    opening, closing = ("[", "]") if kind == "one_of" else ("{", "}")
    return opening + ",".join(_member(p) for p in parts) + closing


def _end(end: Point | str) -> str:
    return {"open": "..", "unknown": ""}[end] if isinstance(end, str) else str(end)


def _member(part: Part) -> str:
    if isinstance(part, Point):
        return str(part)
    return "..".join("" if isinstance(e, str) else str(e) for e in (part.start, part.end))
