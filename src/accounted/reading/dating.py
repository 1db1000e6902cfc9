"""When: the dates of a sentence, resolved against the day of speaking (rules D-22, D-23).

The package `when` finds the words and says what they are the date of; here they are resolved in the order of
the text, each by the clock of its place. Every date is an EDTF string that covers what the words
mean and no less.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from accounted.claims import DateMention
from accounted.dates import PartialDate, parse, relative
from accounted.reading.passages import Passage, Sentence
from accounted.reading.when.clock import Clock, anchor_of
from accounted.reading.when.roles import NOT_OF_EVENTS, opens_document, role_of
from accounted.reading.when.rules import OPENERS, RULES
from accounted.reading.when.words import Scan, Words

_HEADINGS: Final = frozenset({"dateline", "credit"})
_NEAR: Final = 3  # sentences over which a day told of is still the one meant
_TOLL: Final = 4  # days for which the toll of one event is brought up to date
_OUTSET: Final = 6  # tokens before a date in which a text says that a war began then


@dataclass(slots=True)
class Dated:
    """A date in the text: tokens [first, last), what it means, and what it is the date of."""

    first: int
    last: int
    when: PartialDate
    inferred: bool = False
    role: str = "act"
    weak: bool = False  # names a frame ("so far", "as a result of the war"); any other date says more

    @property
    def edtf(self) -> str:
        """The date as written in EDTF."""
        return self.when.edtf


class DateReader:
    """Finds the dates of a passage, sentence by sentence."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        document = passage.document
        self.anchor = anchor_of(document.published, inferred=document.published_inferred)
        self._words = Scan(passage, RULES)
        self._covered: set[int] = set()
        spotted = {s.number: self._spotted(s) for s in passage.sentences}
        self._fixed = [w for words in spotted.values() for w in words if w.year and w.month]
        self._outset = self._outset_of(spotted)
        self._era = self._words.era(passage.sentences)
        self._told: Dated | None = None
        self._told_at: Sentence | None = None
        self._last: PartialDate | None = None  # the date before, of whatever role
        self._speaking: PartialDate | None = None  # said in the text, where nobody gave a day of publication
        self._found = {
            s.number: self._resolved(s, spotted[s.number]) if spotted[s.number] else []
            for s in passage.sentences
        }
        passage.turn_to(None)
        self.event: Dated | None = self._only_event()

    def of(self, sentence: Sentence) -> list[Dated]:
        """The dates of a sentence, in order."""
        return self._found[sentence.number]

    def covers(self, i: int) -> bool:
        """Whether a token belongs to a date (so that its figure counts nothing)."""
        return i in self._covered

    # -- finding --------------------------------------------------------------------------------------------

    def _spotted(self, sentence: Sentence) -> list[Words]:
        """The words of date of a sentence, none inside another."""
        self.passage.turn_to(sentence)
        starts = sentence.where(OPENERS)
        if sentence.figures:
            starts = sorted({*starts, *sentence.figures})
        out: list[Words] = []
        reached = sentence.first
        born = [[word] for word in self.passage.lexicon.settings.get("born", ())]  # «2022 року народження»
        for i in starts:
            if i < reached:
                continue
            found = self._words.at(i, sentence.last)
            if found is None:
                continue
            reached, words = found
            if words is not None and self.passage.words[words.last : words.last + 1] not in born:
                out.append(words)
                reached = max(reached, words.last)
            self._covered.update(range(i, reached))
        return out

    def _outset_of(self, spotted: dict[int, list[Words]]) -> PartialDate | None:
        """When the war began that the document tells of: "the conflict erupted in April 2023"."""
        for sentence in self.passage.sentences:
            begins, words = sentence.of("begins"), spotted[sentence.number]
            if not begins or not words or not (sentence.of("war") or sentence.of("era")):
                continue
            wars = [*sentence.of("war"), *sentence.of("era")]
            for date in words:
                verb = next(
                    (m for m in begins if 0 <= date.last - m.last <= _OUTSET and m.first < date.last), None
                )
                if verb is not None and any(0 <= verb.first - w.last <= _OUTSET for w in wars):
                    inner = self._words.at(verb.last, sentence.last)
                    for k in range(verb.last, min(verb.last + 3, sentence.last)):
                        inner = inner or self._words.at(k, sentence.last)
                    if inner is not None and inner[1] is not None:
                        made = self._made(inner[1], Clock(self.anchor))
                        if made is not None:
                            return made
        return None

    @staticmethod
    def _made(words: Words, clock: Clock) -> PartialDate | None:
        """What the words mean by the clock; None where that cannot be told."""
        try:
            return words.reckon(clock)
        except (ValueError, OverflowError):
            return None  # 31 April, "on Monday" in a text of unknown date: no date, not a guess

    # -- resolving ------------------------------------------------------------------------------------------

    def _resolved(self, sentence: Sentence, spotted: list[Words]) -> list[Dated]:
        passage = self.passage
        passage.turn_to(sentence)
        roles = [w.role or role_of(passage, sentence, w.first, w.last, w.kind) for w in spotted]
        if passage.segments[sentence.segment].kind in _HEADINGS:
            roles = ["publication"] * len(roles)  # "KYIV, 5 May (Agency) –" dates the text
        said = self._said(spotted, roles)
        out: list[Dated] = []
        for words, role in zip(spotted, roles, strict=True):
            # A day of the month has the year of publication, whenever the words were said.
            own = role in NOT_OF_EVENTS or (words.month > 0 and not words.year)
            clock = self._clock(sentence, words, None if own else said)
            when = self._made(words, clock)
            if when is None:
                continue
            whole = bool(words.year)
            if role == "act" and words.day and opens_document(passage, words, when, self.anchor, whole=whole):
                role = "publication"
            dated = Dated(words.first, words.last, when, clock.guessed, role, words.kind == "weak")
            out.append(dated)
            if when.kind in ("point", "one_of") and not dated.weak:
                self._last = when
            self._remember(sentence, dated, words)
        return self._framed(sentence, out)

    def _said(self, spotted: list[Words], roles: list[str]) -> PartialDate | None:
        """The day on which a sentence says that it was said: what else it dates is reckoned from there."""
        if len(spotted) < 2:
            return None
        for words, role in zip(spotted, roles, strict=True):
            if role == "statement" and words.kind in ("date", "day"):
                when = self._made(
                    words, Clock(self.anchor or self._speaking, neighbour=self._neighbour(words.first))
                )
                if when is not None and when.unit == "day":
                    return when
        return None

    def _clock(self, sentence: Sentence, words: Words, said: PartialDate | None) -> Clock:
        told = None
        if (
            self._told is not None
            and self._told_at is not None
            and self._told_at.segment >= sentence.segment - 1
        ):
            near = (
                sentence.number - self._told_at.number <= _NEAR or self._told_at.segment == sentence.segment
            )
            told = self._told.when if near else None
        speaking = said or self.anchor or self._speaking
        published = said is not None or self.anchor is not None
        clock = Clock(speaking, told, self._neighbour(words.first), self._outset, published)
        clock.guessed = self.anchor is None and said is None and speaking is not None and not words.year
        return clock

    def _neighbour(self, i: int) -> PartialDate | None:
        """The nearest date of the text that has its year."""
        if self.anchor is not None or self._last is not None or not self._fixed:
            return self._last
        return self._made(min(self._fixed, key=lambda w: abs(w.first - i)), Clock())

    def _remember(self, sentence: Sentence, dated: Dated, words: Words) -> None:
        if dated.role in ("statement", "publication", "as_of"):
            if self.anchor is None and dated.when.unit == "day" and dated.role != "as_of":
                self._speaking = dated.when
            return
        if words.kind != "stretch" or self._told is None:
            self._told, self._told_at = dated, sentence

    def _framed(self, sentence: Sentence, dates: list[Dated]) -> list[Dated]:
        """ "As of 5 May, as a result of the full-scale war": what was counted, from the war to that day.

        Where the document names the war before, and the figure is of those harmed, the war is the frame too.
        """
        until = next((d for d in dates if d.role == "as_of" and not d.weak), None)
        if until is None:
            return dates
        since = next((d for d in dates if d.weak and d.when.kind == "interval"), None)
        if since is None and (len(dates) > 1 or not self._era or not sentence.of("harm")):
            return dates
        try:
            begun = parse(since.edtf.split("/")[0]) if since is not None else parse(self._era)
            when = relative.between(begun, until.when)
        except ValueError:
            return dates
        if since is not None:
            return [replace(d, when=when, weak=False, role="act") if d is since else d for d in dates]
        return [replace(until, when=when, role="act", inferred=True), until]

    def _only_event(self) -> Dated | None:
        """The day of the one event that a short report tells of; None where its dates differ."""
        only: Dated | None = None
        for sentence in self.passage.sentences:
            for dated in self._found[sentence.number]:
                if dated.role in NOT_OF_EVENTS or dated.weak:
                    continue
                if dated.when.unit != "day" or (only is not None and dated.edtf != only.edtf):
                    return None
                only = only or dated
        return only if only is not None and only.role in ("act", "discovery") else None

    @staticmethod
    def toll_of(told: Dated, counted: Dated) -> bool:
        """Whether a figure "as of" a day is the toll of what was told just now, a day or two before."""
        first, last = told.when.earliest, counted.when.latest
        if told.role != "act" or told.when.unit != "day" or first is None or last is None:
            return False
        return 0 <= (last - first).days <= _TOLL

    # -- as claims carry them -------------------------------------------------------------------------------

    def mention(self, dated: Dated, *, inferred: bool = False, role: str | None = None) -> DateMention:
        """The date as a claim carries it."""
        start, end = self.passage.span(dated.first, dated.last)
        text = self.passage.text[start:end]
        return DateMention(text, dated.edtf, role or dated.role, start, end, inferred or dated.inferred)
