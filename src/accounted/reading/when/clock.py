"""What a date in a text is reckoned from: the day of speaking, the day told last, the year of a neighbour.

A reader of "on Monday" looks at the day the text was published; of "the next day", at the day the text has
just told of; of "on 26 February" in a text of unknown date, at the years that the text names elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from accounted.dates import Answer, InvalidDate, PartialDate, parse, relative
from accounted.dates.algebra import about

_RECENT: Final = 62  # days: a day without a year that lies so shortly before publication is that day


def anchor_of(published: str | None, *, inferred: bool) -> PartialDate | None:
    """The day the document speaks from; None where it is unknown or has no bounds."""
    if not published or published == "unknown":
        return None
    try:
        when = parse(published)
    except InvalidDate:
        return None
    if when.earliest_possible is None or when.latest_possible is None:
        return None
    return about(when) if inferred and not when.approximate else when


@dataclass(slots=True)
class Clock:
    """The days that words of date are reckoned from, at one place of a text; it notes which were needed."""

    speaking: PartialDate | None = None  # the day of the statement or of publication
    told: PartialDate | None = None  # the day that the text told of last, nearby
    neighbour: PartialDate | None = None  # the date before, or else the nearest in the text that has its year
    outset: PartialDate | None = None  # when the war began that the document tells of
    published: bool = (
        True  # whether the day of speaking is that of publication, which has the years of a report
    )
    guessed: bool = False  # an answer rests on more than the words and the day of speaking

    def now(self) -> PartialDate:
        """The day of speaking."""
        if self.speaking is None:
            raise relative.NoAnchor("the day of speaking is unknown")
        if self.speaking.approximate or self.speaking.uncertain or self.speaking.unit != "day":
            self.guessed = True
        return self.speaking

    def then(self) -> PartialDate:
        """The day told of last."""
        if self.told is None:
            raise relative.NoAnchor("no day has been told of")
        return self.told

    def then_or_now(self) -> PartialDate:
        """The day told of last, or else the day of speaking."""
        return self.told if self.told is not None else self.now()

    def begun(self, known: PartialDate | None = None) -> PartialDate:
        """When the war of the document began: as the text says, or as everybody knows."""
        found = self.outset or known
        if found is None or (self.speaking is not None and self.speaking.before(found) is Answer.YES):
            raise relative.NoAnchor("the text does not say when the war began")
        self.guessed = True
        return found

    def of_year(self, month: int, day: int) -> PartialDate:
        """A month or a day of it without its year.

        Where it lies shortly before publication, that is the year. Otherwise the day told of last, in the
        same passage, has the year; else it is the last such day before publication.
        """

        def nearest(to: PartialDate, when: relative.When) -> PartialDate:
            if day:
                return relative.day_without_year(to, month, day, when)
            return relative.month_without_year(to, month, when)

        if self.speaking is None or not self.published:
            near = self.neighbour or self.told or self.speaking
            if near is None:
                raise relative.NoAnchor("nothing tells the year")
            self.guessed = True
            return nearest(near, "nearest")
        recent = nearest(self.now(), "past")
        if self.told is None or self.told.kind == "interval" or _days(recent, self.speaking) <= _RECENT:
            return recent
        beside = nearest(self.told, "nearest")
        if beside.edtf != recent.edtf and _days(beside, self.speaking) >= 0:
            self.guessed = True
            return beside
        return recent


def _days(earlier: PartialDate, later: PartialDate) -> int:
    """Days from one date to another, by their first days."""
    if earlier.earliest is None or later.latest is None:
        return 0
    return (later.latest - earlier.earliest).days
