"""Words of date: what in a text names a day, a month, a stretch of time.

Every rule starts at a word that the lexicon knows as an opening of dates ("since", "early", "last", a month,
a figure) and reads on from there; rules call one another, so that "since early March last year" is one date.
Nothing is resolved here: each date carries its reckoning, which is given a clock later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from accounted.dates import PartialDate, parse, relative
from accounted.reading.lexicons import Entry
from accounted.reading.passages import Passage, Sentence
from accounted.reading.tokens import FIGURE
from accounted.reading.when.clock import Clock

Reckoning = Callable[[Clock], PartialDate]

_DEEP: Final = 4  # dates within dates; people do not nest them deeper


@dataclass(slots=True)
class Words:
    """Words of date: tokens [first, last), how they are reckoned, and what they say of themselves.

    `kind` is `date`, `day` (of the week), `stretch` (from one day to another), `told` (reckoned from the day
    told last) or `weak` (a frame, such as a war). `month`, `day` and `year` are those that the words give.
    """

    first: int
    last: int
    reckon: Reckoning
    role: str = ""  # what the words themselves make it the date of
    month: int = 0
    day: int = 0
    year: int = 0
    kind: str = "date"


Found = tuple[int, Words | None]
"""Where words of date end, and what they are; None: a date that nobody can resolve."""


class Scan:
    """Finds the words of date of one passage by the rules it is given: kind of opening word, and rule."""

    def __init__(self, passage: Passage, rules: Sequence[tuple[str, Rule]]) -> None:
        self.passage = passage
        self._rules: dict[str, list[tuple[int, Rule]]] = {}  # by the kind of word that opens them
        for number, (kind, rule) in enumerate(rules):
            self._rules.setdefault(kind, []).append((number, rule))
        self.single = False  # a date by itself is asked for, not the first of two joined by a dash
        self._text = ""  # in small letters, made when a war asks where the text is about
        self._deep = 0
        self._end = -1  # of the sentence at hand
        self._read: dict[tuple[int, bool], Found | None] = {}  # what begins at its tokens, as far as read

    def at(self, i: int, end: int) -> Found | None:
        """The date that begins at token `i`: where it ends, and what it is (None: a date nobody can resolve).

        None where no date begins.
        """
        if i >= end or self._deep >= _DEEP:
            return None
        if end != self._end:
            self._end = end
            self._read.clear()
        key = i, self.single
        if key not in self._read:
            self._deep += 1
            self._read[key] = None  # a date is no part of itself
            self._read[key] = self._by_rules(i, end)
            self._deep -= 1
        return self._read[key]

    def _by_rules(self, i: int, end: int) -> Found | None:
        rules: list[tuple[int, Rule]] = []
        for kind in self.passage.kinds(i):
            if kind in self._rules:
                rules += self._rules[kind]
        if self.passage.tokens[i].kind == FIGURE:
            rules += self._rules[FIGURE]
        if len(rules) > 1:
            rules.sort(key=_number_of)
        for _, rule in rules:
            found = rule(self, i, end)
            if found is not None:
                return self.with_day_part(found, end)
        return None

    def skip(self, i: int, end: int) -> int:
        """Past the small words that may stand between the parts of a date: the, of, on."""
        passage = self.passage
        stop = min(i + 3, end)
        while i < stop and (
            passage.begins(i, "article")
            or passage.begins_as(i, "function", "determiner")
            or passage.begins(i, "date_join")
            or passage.begins(i, "date_filler")
        ):
            i += 1
        return i

    def inner(self, i: int, end: int) -> Words | None:
        """The date that begins here or after a small word."""
        found = self.at(i, end) or self.at(self.skip(i, end), end)
        return found[1] if found is not None else None

    def with_day_part(self, found: Found, end: int) -> Found:
        """The time of day after a date belongs to it: "5 May in the evening", "yesterday morning"."""
        last, words = found
        if words is None or words.kind == "stretch":
            return found
        while last < end and (marks := self.passage.at(last, "day_part")):
            last = marks[0].last
            if marks[0].entry.get("night") and words.kind == "day":
                words = self.of_night(words)
        return (last, replace(words, last=last)) if last != words.last else (last, words)

    def month_at(self, i: int, end: int) -> int:
        """The month a token names, 0 if none; words with another meaning need a figure or preposition."""
        passage = self.passage
        if i >= end:
            return 0
        marks = passage.at(i, "month")
        if not marks:
            return 0
        if passage.begins(i, "ambiguous_month"):
            near = i + 1 < len(passage.tokens) and passage.tokens[i + 1].kind == FIGURE
            near = near or (i > 0 and passage.tokens[i - 1].kind == FIGURE)
            near = near or (i > 0 and bool(passage.lies_in(i - 1, "date_preposition")))
            near = near or (i > 0 and bool(passage.lies_in(i - 1, "day_ordinal")))
            if not near or not passage.tokens[i].capital:
                return 0
        return int(marks[0].entry.get("value"))

    def day_at(self, i: int, end: int) -> tuple[int, int]:
        """The day of a month that tokens from `i` name, and where they end; 0 if none."""
        passage = self.passage
        if i >= end:
            return 0, i
        token = passage.tokens[i]
        if token.kind == FIGURE:
            day = small(token.figure, 31)
            tail = token.word[len(token.figure) :].lstrip("-")
            return (day, i + 1) if day and (not tail or self.glued(tail, "an order")) else (0, i)
        tens = 0
        if (marks := passage.at(i, "number")) and marks[0].entry.get("value") in (20, 30):
            tens, i = int(marks[0].entry.get("value")), marks[0].last
        ordinals = passage.at(i, "day_ordinal") if i < end else []
        value = tens + int(ordinals[0].entry.get("value")) if ordinals else 0
        return (value, ordinals[0].last) if 0 < value <= 31 else (0, i)

    def glued(self, tail: str, reason: str) -> bool:
        """Whether letters after a figure are an ending of that sort: the th of 5th."""
        find = self.passage.lexicon.find
        return any(k == "glued" and e.get("reason") == reason for _, k, _, e in find([tail], 0))

    def year_at(self, i: int, end: int) -> tuple[int, int]:
        """A year after a month, with the word for year: its number and where it ends; 0 if none."""
        passage = self.passage
        k = i + 1 if i < end and passage.begins(i, "date_join") else i
        if k >= end:
            return 0, i
        token = passage.tokens[k]
        year = year_of(token.figure)
        tail = token.word[len(token.figure) :].lstrip("-") if year else ""
        if not year or (tail and not self.glued(tail, "an order")):
            return 0, i
        word = passage.at(k + 1, "year_word") if k + 1 < end else []
        return year, word[0].last if word else k + 1

    def relative_year(self, i: int, end: int) -> tuple[int, int] | None:
        """ "Last year" after a month: how many years back, and where the words end."""
        passage = self.passage
        for k in (i, i + 1) if i < end and passage.begins(i, "date_join") else (i,):
            for mark in passage.at(k, "relative") if k < end else ():
                if mark.entry.get("unit") == "year":
                    return int(mark.entry.get("back", 1)), mark.last
        return None

    def calendar(self, first: int, i: int, end: int, month: int, day: int) -> Found:
        """A month, or a day of it, with the year that may follow at token `i`."""
        year, last = self.year_at(i, end)
        if year:
            try:
                when = parse(f"{year:04}-{month:02}" + (f"-{day:02}" if day else ""))
            except ValueError:
                return last, None  # 31 April: no date, not a guess
            return last, Words(first, last, lambda _: when, month=month, day=day, year=year)
        past = self.relative_year(i, end)
        if past is not None:
            back, last = past
            return last, Words(first, last, self.in_year(back, month, day), month=month, day=day)
        return i, Words(first, i, lambda clock: clock.of_year(month, day), month=month, day=day)

    @staticmethod
    def in_year(back: int, month: int, day: int) -> Reckoning:
        """A month, or a day of it, of the year so many before the day of speaking."""

        def reckon(clock: Clock) -> PartialDate:
            year = relative.year(clock.now(), -back).edtf[:4]
            return parse(f"{year}-{month:02}" + (f"-{day:02}" if day else ""))

        return reckon

    @staticmethod
    def of_night(words: Words) -> Words:
        """The night of that day: on it or the next."""
        return replace(words, reckon=then(words.reckon, relative.night_of), kind="date")

    def amount(self, i: int, end: int) -> tuple[int, int]:
        """How many of a unit the tokens from `i` say, and where they end; 0 if none."""
        if i >= end:
            return 0, i
        token = self.passage.tokens[i]
        if numbers := self.passage.at(i, "number"):
            return int(numbers[0].entry.get("value")), numbers[0].last
        if token.kind == FIGURE and token.text.isascii() and token.text.isdigit() and len(token.text) <= 3:
            return int(token.text), i + 1
        return 0, i

    def era(self, sentences: Sequence[Sentence]) -> str:
        """The month in which the war began that the document calls by its name; empty if it names none."""
        for sentence in sentences:
            for mark in sentence.of("era"):
                named = self.era_at(mark.first, sentence.last)
                if named is not None:
                    return str(named[1].get("month"))
        return ""

    def era_near(self, i: int, end: int) -> tuple[int, Entry] | None:
        """The same, after small words: "of the full-scale war"."""
        for k in range(i, min(i + 4, end)):
            found = self.era_at(k, end)
            if found is not None or self.skip(k, k + 1) == k:
                return found
        return None

    def _lower(self) -> str:
        if not self._text:
            self._text = self.passage.text.lower()
        return self._text

    def era_at(self, i: int, end: int) -> tuple[int, Entry] | None:
        """The name of a war whose beginning is common knowledge, where the text is about its country."""
        for mark in self.passage.at(i, "era") if i < end else ():
            if self.about(mark.entry):
                return mark.last, mark.entry
        return None

    def about(self, war: Entry) -> bool:
        """Whether the text is about the country of a war."""
        where = war.get("where", ())
        return not where or any(word in self._lower() for word in where)

    def joins(self, i: int) -> bool:
        """Whether a token may stand between the two ends of a stretch."""
        return bool(self.passage.begins(i, "to_date") or self.passage.begins(i, "date_and"))


Rule = Callable[[Scan, int, int], Found | None]


def _number_of(rule: tuple[int, Rule]) -> int:
    return rule[0]


def then(reckon: Reckoning, change: Callable[[PartialDate], PartialDate]) -> Reckoning:
    """A reckoning with a change made to what it gives."""
    return lambda clock: change(reckon(clock))


def days_of(words: Words, first_day: int) -> Words:
    """From an earlier day of the month to the day that the words name."""

    def reckon(clock: Clock) -> PartialDate:
        last = words.reckon(clock)
        return relative.between(parse(f"{last.edtf[:8]}{first_day:02}"), last)

    return replace(words, reckon=reckon, kind="stretch")


def between_both(a: Words, b: Words, first: int, last: int) -> Words:
    """From one date to another; a year that only the second has is the first one's too."""

    def reckon(clock: Clock) -> PartialDate:
        end = b.reckon(clock)
        if not a.month or a.year:
            return relative.between(a.reckon(clock), end)
        if a.day:
            return relative.between(relative.day_without_year(end, a.month, a.day), end)
        begun = relative.month_without_year(end, a.month)
        return relative.between(begun, end)

    return Words(first, last, reckon, kind="stretch", month=b.month, day=b.day, year=b.year)


def year_alone(first: int, last: int, number: int) -> Words:
    """A whole year."""
    return Words(first, last, lambda _: parse(f"{number:04}"), year=number)


def small(figures: str, most: int) -> int:
    """A number of one or two figures up to `most`; 0 if it is none."""
    fits = figures.isascii() and figures.isdigit() and len(figures) <= 2 and 1 <= int(figures) <= most
    return int(figures) if fits else 0


def year_of(text: str) -> int:
    """A year in four figures; 0 if it is none."""
    fits = len(text) == 4 and text.isascii() and text.isdigit() and 1900 <= int(text) <= 2100
    return int(text) if fits else 0
