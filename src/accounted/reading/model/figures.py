"""The number of a claim read again from its words, by the grammar that the rule reader uses.

What a model says a number is decides nothing: the words are read anew, and the count that is kept is ours.
The model's figures only say which of the numbers in its excerpt it means; one that our grammar does not find
there is not believed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accounted.claims import Count
from accounted.reading.counted import Counted, counted_after
from accounted.reading.numbers import NumberPhrase, phrases
from accounted.reading.passages import Passage, Sentence
from accounted.reading.quantifiers import both_readings
from accounted.reading.singles import singles


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the text that counts something, as our grammar reads it."""

    start: int
    end: int
    count: Count
    group: tuple[str, ...]
    readings: tuple[Count, ...] = ()
    incremental: bool = False
    implied: bool = False


class FigureReader:
    """Reads the numbers of a passage again, each sentence once."""

    def __init__(self, passage: Passage, in_date: frozenset[int]) -> None:
        self.passage = passage
        self._in_date = in_date
        self._read: dict[int, list[Figure]] = {}

    def within(self, start: int, end: int) -> list[Figure]:
        """The numbers that stand between two offsets of the text and may count something."""
        found = (one for sentence in self.sentences(start, end) for one in self._of(sentence))
        return [one for one in found if start <= one.start and one.end <= end]

    def sentences(self, start: int, end: int) -> Iterator[Sentence]:
        """The sentences that a stretch of the text touches."""
        passage = self.passage
        sentence = passage.sentence_at(passage.token_at(start))
        number = sentence.number if sentence is not None else 0
        for one in passage.sentences[number:]:
            first, last = passage.span(one.first, one.last)
            if first >= end:
                return
            if last > start:
                yield one

    def _of(self, sentence: Sentence) -> list[Figure]:
        held = self._read.get(sentence.number)
        if held is None:
            held = self._read[sentence.number] = list(self._figures(sentence))
        return held

    def _figures(self, sentence: Sentence) -> Iterator[Figure]:
        passage = self.passage
        passage.turn_to(sentence)  # each sentence by the grammar of its own language
        spelt = phrases(passage, sentence, self._in_date.__contains__)
        for phrase in spelt:
            if phrase.reason is None:
                counted = counted_after(passage, sentence, phrase)
                if counted.kind != "uncounted":
                    yield _figure(passage, phrase, counted)
        for phrase, counted in singles(passage, sentence, spelt):
            yield _figure(passage, phrase, counted, implied=True)


def _figure(passage: Passage, phrase: NumberPhrase, counted: Counted, *, implied: bool = False) -> Figure:
    start, end = passage.span(phrase.first, phrase.last)
    count = phrase.count
    if phrase.more_after and not phrase.vague and count.quantifier == "exact" and count.best is not None:
        # "Twenty more": additional, or more than twenty; which, is not for a model to say
        shared, readings = both_readings(count.best)
        return Figure(start, end, shared, counted.group, readings)
    return Figure(start, end, count, counted.group, (), phrase.incremental, implied)


def meant(figures: list[Figure], numbers: tuple[int, ...]) -> Figure | None:
    """The number of an excerpt that a model means by its figures; None where there is no such number.

    Every figure it gives must be one that the words give: the number written, or a bound that follows from it
    ("more than 12": 12 or 13). With no figure, the words must give none either ("many", "dozens").
    """
    for one in figures:
        given = _given(one)
        if (set(numbers) <= given) if numbers else one.count.best is None and not _written(one.count):
            return one
    return None


def _given(figure: Figure) -> set[int]:
    """The figures that a reader of the words may rightly write down for them."""
    every = (figure.count, *figure.readings)
    bounds = {n for count in every for n in (count.low, count.best, count.high) if n is not None}
    return bounds | {n for count in every for n in _written(count)}


def _written(count: Count) -> set[int]:
    """The number as it stands in the words, taken back from the bounds."""
    match count.quantifier:
        case "more_than" if count.low is not None:
            return {count.low - 1}
        case "less_than" if count.high is not None:
            return {count.high + 1}
        case "at_least" if count.low is not None:
            return {count.low}
        case "at_most" if count.high is not None:
            return {count.high}
        case "between":
            return {n for n in (count.low, count.high) if n is not None}
    return set() if count.best is None else {count.best}
