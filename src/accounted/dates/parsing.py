"""Reading dates: EDTF (ISO 8601-2:2019) levels 0 and 1, and of level 2 the sets.

Not read, and refused with advice: years before 0001 or after 9999, years without their first two digits,
marks inside a date (`2022-09-~05`), seasons 25 and above, an interval whose end is itself a set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from accounted.dates.advice import instead_of
from accounted.dates.extents import Kind, Missing, Part, Stretch, extent_of
from accounted.dates.partial import PartialDate
from accounted.dates.points import NoSuchDay, Point

_CLOCK = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[Tt ](?:[01]\d|2[0-4])(?::?[0-5]\d(?::?[0-6]\d(?:[.,]\d+)?)?)?"
    r"\s?(?:[Zz]|[+-]\d\d(?::?\d\d)?)?"
)
_LONGEST = 1000  # a set of dates is a handful; more is no date but a mistake


class InvalidDate(ValueError):
    """A text that is no date. The message says what to write instead."""


@lru_cache(maxsize=4096)
def parse(written: str) -> PartialDate:
    """The date written.

    A time of day is accepted behind a full date and dropped, with its zone: what is kept is the day as
    written. Marks may be `?~` for `%`; spaces around the whole are ignored; members of a set are put in
    order and said once. The canonical form of all that is `.edtf`, and `parse(d.edtf) == d`.

    Raises:
        InvalidDate: it is no date, or no calendar has it; the message says what to write instead.
    """
    text = written.strip()
    if len(text) > _LONGEST:
        raise InvalidDate(f"a date of {len(text)} characters; {instead_of('2022')}")
    try:
        return _read(text, written)
    except NoSuchDay as error:
        raise InvalidDate(f"{_short(written)} is no date: {error}") from None


def _read(text: str, written: str) -> PartialDate:
    for kind, opening, closing in (("one_of", "[", "]"), ("all_of", "{", "}")):
        if text.startswith(opening) and text.endswith(closing):
            return _set(kind, text[1:-1], written)  # type: ignore[arg-type]  # the two kinds just named
    if text.count("/") == 1 and text != "/":
        start, end = text.split("/")
        return _interval(start, end, written)
    return PartialDate("point", (_point(text, written),))


def _point(text: str, written: str) -> Point:
    clock = _CLOCK.fullmatch(text)
    plain = clock["day"] if clock else re.sub(r"(?:\?~|~\?)$", "%", text)
    try:
        point = Point.read(plain)
    except NoSuchDay as error:
        raise InvalidDate(f"{_short(written)} is no date: {error}") from None
    if point is None:
        raise InvalidDate(f"{_short(written)} is no date we can read; {instead_of(text)}")
    return point


def _interval(start: str, end: str, written: str) -> PartialDate:
    if {start.strip(), end.strip()} <= {"", ".."} or not _dateish(start, end):
        raise InvalidDate(f"{_short(written)} is no interval we can read; {instead_of(written)}")
    stretch = Stretch(_end(start, written), _end(end, written))
    _in_order(stretch, written, f"write {end}/{start} if the two were swapped")
    return PartialDate("interval", (stretch,))


def _dateish(*ends: str) -> bool:
    """Whether the ends look like years first, so that 15/2022 is not taken for an interval."""
    return all(re.match(r"\s*(?:\d{4}|\d{3}X|\d\dXX|\.\.\s*$|$|[\[{])", end) for end in ends)


def _end(text: str, written: str) -> Point | Missing:
    text = text.strip()
    if text[:1] in ("[", "{"):
        raise InvalidDate(
            f"{_short(written)}: an end of an interval is one date, not a set; "
            "write its first day as a start, its last as an end, or an approximate date such as 2022-09~"
        )
    return "open" if text == ".." else "unknown" if text == "" else _point(text, written)


def _set(kind: Kind, inside: str, written: str) -> PartialDate:
    made = from_parts(kind, [_member(m.strip(), written) for m in inside.split(",")])
    if made.earliest is None and made.latest is None:
        raise InvalidDate(
            f"{_short(written)} has no bound on either side and says nothing; leave the date out"
        )
    return made


def _member(text: str, written: str) -> Part:
    if ".." not in text:
        return _point(text, written)
    start, _, end = text.partition("..")
    if not start and not end:
        raise InvalidDate(f"{_short(written)}: a member without any bound says nothing; leave the date out")
    first: Point | Missing = _point(start.strip(), written) if start else "open"
    last: Point | Missing = _point(end.strip(), written) if end else "open"
    if isinstance(first, Point) and first == last:
        return first
    stretch = Stretch(first, last)
    _in_order(stretch, written, f"write {end}..{start} if the two were swapped")
    return stretch


def _in_order(stretch: Stretch, written: str, advice: str) -> None:
    a, b = stretch.start, stretch.end
    if isinstance(a, Point) and isinstance(b, Point) and a.stated()[0][0] > b.stated()[-1][1]:
        raise InvalidDate(f"{_short(written)} ends before it starts; {advice}")


def _short(written: str) -> str:
    return repr(written if len(written) <= 60 else written[:57] + "…")


def from_parts(kind: Kind, parts: Iterable[Part]) -> PartialDate:
    """A date of parts. A set is ordered and rid of repeats, and one of a single date is that date."""
    if kind == "interval":
        return PartialDate(kind, tuple(parts))
    unique = sorted(dict.fromkeys(parts), key=lambda p: (extent_of("one_of", (p,)).stated, str(p)))
    if len(unique) == 1 and isinstance(unique[0], Point):
        return PartialDate("point", tuple(unique))
    return PartialDate(kind, tuple(unique))


def on(day: date) -> PartialDate:
    """The date of one day."""
    return PartialDate("point", (day_point(day),))


def day_point(day: date) -> Point:
    """One day as a point."""
    return Point(f"{day.year:04d}", f"{day.month:02d}", f"{day.day:02d}")
