"""Attributions: a verb of saying with its subject, or a phrase such as "according to" with whom it names.

An attribution *leads* (what is said follows) or *trails* (what is said went before); "this was reported by"
is of the sentences before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from accounted.reading.passages import Mark, Passage, Sentence
from accounted.reading.subjects import (
    after_verb,
    before_citing,
    before_verb,
    is_document,
    np_after,
    shouted,
)
from accounted.reading.tokens import FIGURE, MARK, WORD

NEAR: Final = 14  # tokens between a speech and the words that say whose it is
_BEGINS_NUMBER: Final = frozenset({"number", "vague", "quantifier", "fraction"})
_QUOTES: Final = frozenset("\"“”«»„‘’'")
_NO_HEADING: Final = frozenset({"harm", "say"})
_HEADING: Final = 6  # words that may stand before the colon of a heading
_WHEN: Final = 6  # tokens that say when or where it was said
_SAID_WHEN: Final = frozenset({"statement_tail", "weekday", "month", "relative"})
_TAIL: Final = 11  # tokens that may follow "X said" when what was said went before


@dataclass(slots=True)
class Attribution:
    """Somebody says something: the subject's tokens [first, last), the verb's [verb, verb_end)."""

    first: int
    last: int
    verb: int
    verb_end: int
    leads: bool
    trails: bool
    modality: str
    weak: bool = False
    pronoun: bool = False
    cited: tuple[int, int] | None = None  # the one whom the subject cites
    of_before: bool = False  # "this was reported by …": of the sentences before
    found: bool = False  # a publisher with what it found out itself: others may speak in its sentence
    finds: bool = False  # "police found 12 bodies": a finder, who speaks only where nobody else does


class AttributionReader:
    """Reads attributions sentence by sentence and remembers who spoke last, and by which names."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self._by_sentence: dict[int, list[Attribution]] = {}
        self._names: dict[str, tuple[int, int]] = {}
        self._last_subject: tuple[int, int] | None = None
        self._last_body: tuple[int, int] | None = None
        for sentence in passage.sentences:
            self._by_sentence[sentence.number] = self._attributions(sentence)

    def of(self, sentence: Sentence) -> list[Attribution]:
        """The attributions of a sentence, in order."""
        return self._by_sentence[sentence.number]

    def _attributions(self, sentence: Sentence) -> list[Attribution]:
        passage = self.passage
        found: list[Attribution] = []
        for mark in sentence.of("according"):
            span = np_after(passage, sentence, mark.last)
            if span is None:
                continue
            bare = span[1] - span[0] == 1 and is_document(passage, *span)
            if bare and self._last_subject is not None and not passage.tokens[span[0]].capital:
                span = self._last_subject  # "according to report": the report of whoever spoke last
            opening = all(
                passage.tokens[i].text in ',"“«'
                or passage.lies_in(i, "function")
                or passage.lies_in(i, "date_word")
                for i in range(sentence.first, mark.first)
            )
            closed = span[1] < sentence.last and passage.tokens[span[1]].text == ","
            inserted = closed and mark.first > sentence.first and passage.tokens[mark.first - 1].text == ","
            cited = self._cited(sentence, span[1], span[1])
            end = max(mark.last, span[1] if span[0] >= mark.last else mark.last)
            found.append(
                Attribution(
                    *span, mark.first, max(end, cited[1]) if cited else end, leads=opening or inserted,
                    trails=not opening, modality="asserts", cited=cited,
                )
            )  # fmt: skip
        heading = self._heading(sentence)
        if heading is not None:
            found.append(heading)
        found.extend(self._publishers(sentence))
        for mark in sentence.of("say"):
            attribution = self._said(sentence, mark, found)
            if attribution is not None and not any(
                attribution.verb <= max(a.verb, a.verb_end - 1)
                and (a.verb <= attribution.first < a.verb_end or a.first == attribution.first)
                for a in found
            ):
                found.append(attribution)
        found.sort(key=lambda a: a.verb)
        strong = [a for a in found if not a.weak and a.leads]
        found = [
            a
            for a in found
            if not (
                (a.weak or a.pronoun)
                and any(s.verb < a.verb and not self.parted(s.verb_end, a.verb) for s in strong)
            )
        ]
        if found:
            last = next((a for a in reversed(found) if not a.pronoun), None)
            if last is not None:
                self._remember(last)
        return found

    def _publishers(self, sentence: Sentence) -> list[Attribution]:
        """ "The Meridian Courier has learned": a publisher speaks for what it found out itself."""
        out = []
        for mark in sentence.of("press_finds"):
            subject = before_verb(self.passage, sentence, mark.first) if mark.role != "noun" else None
            if subject is not None and not subject[2]:
                out.append(
                    Attribution(
                        *subject[:2], mark.first, mark.last, leads=True, trails=False, modality="asserts",
                        found=True,
                    )
                )  # fmt: skip
        return out

    def _heading(self, sentence: Sentence) -> Attribution | None:
        """ "Prosecutors: 480 children killed": whoever stands before a colon at the beginning."""
        passage = self.passage
        for i in range(sentence.first, min(sentence.first + _HEADING, sentence.last - 1)):
            token = passage.tokens[i]
            if token.text == ":" and i > sentence.first:
                spoken = passage.covers(i - 1, "role") or passage.covers(i - 1, "title")
                if spoken is None or passage.tokens[sentence.first].text in _QUOTES:
                    return None
                return Attribution(sentence.first, i, i, i + 1, leads=True, trails=False, modality="asserts")
            if token.kind != WORD or passage.covers_any(i, _NO_HEADING):
                return None
        return None

    def _remember(self, attribution: Attribution) -> None:
        self._last_subject = (attribution.first, attribution.last)
        self.full_name(attribution.first, attribution.last)
        if is_document(self.passage, attribution.first, attribution.last):
            self._last_body = self._last_subject

    def _said(self, sentence: Sentence, mark: Mark, found: list[Attribution]) -> Attribution | None:
        passage = self.passage
        named = passage.tokens[mark.first].capital and mark.first > sentence.first
        named = named and passage.tokens[mark.first - 1].text not in _QUOTES
        if named and not shouted(passage, sentence):
            return None  # the United States
        if (
            mark.last < sentence.last
            and passage.begins(mark.last, "passive_of")
            and mark.entry.get("modality") == "alleges"
        ):
            return None
        if mark.entry.get("counts") and not _number_at(passage, mark.last):
            return None
        shared: tuple[int, int] | None = None
        weak = bool(mark.entry.get("weak"))
        modality = str(mark.entry.get("modality", "asserts"))
        if mark.first > sentence.first and passage.begins(mark.first, "person"):
            before = passage.tokens[mark.first - 1]
            if before.kind == FIGURE or passage.lies_in(mark.first - 1, "number"):
                return None  # "arrested eight suspects"
        ends = mark.last >= sentence.last or passage.tokens[mark.last].kind == MARK
        if modality == "observes" and ends:
            return None  # "shot everyone they saw": nothing is told to have been seen
        opens = passage.ending(mark.first - 1, "saying_opens") if mark.first > sentence.first else []
        this = self._this(sentence, mark) if not opens else None
        if this is not None and passage.begins_as(this.last, "function", "preposition"):
            opens = [this]  # «про це в ефірі телемарафону розповів речник»
        relayed = self._relayed(sentence, mark)
        subject = before_verb(passage, sentence, mark.first) if not opens and relayed is None else None
        subject = (*relayed[0], False) if relayed is not None else subject
        if this is not None and subject is not None and subject[0] < this.last < subject[1]:
            subject = (this.last, *subject[1:])
        inverted = False
        if subject is None and not weak:
            subject = after_verb(passage, sentence, mark, opened=bool(opens))
            inverted = subject is not None
        if subject is None and passage.ending(mark.first - 1, "function", "conjunction"):
            shared = self._shared(sentence, mark, found)
            subject = (*shared, False) if shared is not None else None
        if subject is None:
            return None
        first, last, pronoun = subject
        if mark.entry.get("of_many") and not (
            passage.lies_in(last - 1, "role") and passage.words[last - 1].endswith("s") and not pronoun
        ):
            return None  # "juvenile prosecutors report", not "the latest report"
        if passage.begins(mark.first, "harm") and _number_at(passage, mark.last):
            spoken = any(passage.lies_in(i, "role") for i in range(first, last))
            named = any(passage.tokens[i].capital for i in range(first + 1, last))
            if not (spoken or named or pronoun):
                return None  # "the war has claimed 15,000 lives"
        if weak and not (pronoun or is_document(passage, first, last)):
            return None
        if pronoun:
            plural = passage.at(first, "plural_pronoun") and self._people_before(sentence, first)
            thing = passage.at(first, "thing_pronoun")
            many = bool(passage.begins(first, "plural_pronoun")) and first - sentence.first <= 1
            told_of = self._subject_of_before(sentence, people=many) if thing or many else None
            here = next(((a.first, a.last) for a in reversed(found) if a.verb_end <= subject[0]), None)
            resolved = plural or told_of or (self._last_body if thing else None) or here or self._last_subject
            if resolved:
                first, last = resolved
        cited = (relayed[1] if relayed is not None else None) or self._cited(sentence, first, mark.last)
        end = mark.last if not inverted else max(last if not pronoun else mark.last, mark.last)
        until = next((i for i in range(end, sentence.last) if passage.tokens[i].text == ";"), sentence.last)
        until = next((m.first for m in sentence.of("citing") if end <= m.first < until), until)
        rest = until - end
        tail_only = (
            rest <= _TAIL
            and not any(
                passage.begins(i, "harm")
                or passage.begins(i, "person")
                or passage.begins(i, "pronoun")
                or passage.begins(i, "thing")
                or passage.words[i] == "that"
                for i in range(end, until)
            )
            and not passage.speech_begins(end, until)
        )
        if tail_only and end < sentence.last and passage.words[end] in ("that", ":"):
            tail_only = False
        tail_only = tail_only and not mark.entry.get("counts")
        middle = end < sentence.last and passage.tokens[end].text == "," and not tail_only
        middle = middle or (not tail_only and not inverted and self._inserted(end, until))
        starts_sentence = (first if not pronoun else mark.first) <= sentence.first + 1
        trails = inverted or tail_only or middle
        if trails and starts_sentence and not inverted:
            trails = False
        if any(passage.begins_as(i, "harm", "toll") for i in range(mark.first, mark.last)):
            end = mark.first + 1  # "put the number of missing at 80": the number is what is said
        of_before = this is not None or (bool(opens) and opens[0].role == "this")
        begins = mark.first if shared else min(mark.first, subject[0])
        leads = (not trails or middle) and not of_before
        return Attribution(
            first, last, begins, end, leads=leads, trails=trails and not of_before, modality=modality,
            weak=weak, pronoun=pronoun, cited=cited, of_before=of_before,
            finds=bool(mark.entry.get("finds")),
        )  # fmt: skip

    def _this(self, sentence: Sentence, mark: Mark) -> Mark | None:
        """The "of this" that opens the sentence of a verb of saying: «про це голова області повідомив»."""
        passage = self.passage
        for opens in sentence.of("saying_opens"):
            if opens.role != "this" or opens.first != sentence.first:
                return None
            gap = range(opens.last, mark.first)
            plain = not any(passage.tokens[i].text in ",:;" or passage.begins(i, "say") for i in gap)
            return opens if 0 < len(gap) <= NEAR and plain else None
        return None

    def _inserted(self, end: int, until: int) -> bool:
        """ "…, Amnesty said on Tuesday, a year after 276 were taken": when it was said, and then a comma."""
        passage = self.passage
        for i in range(end, min(until, end + _WHEN)):
            if passage.tokens[i].text == ",":
                return i > end
            if not (passage.lies_in(i, "date_word") or passage.covers_any(i, _SAID_WHEN)):
                return False
        return False

    def _shared(self, sentence: Sentence, mark: Mark, found: Sequence[Attribution]) -> tuple[int, int] | None:
        """The subject of "… and established that": of the verb of saying before it, or of the sentence."""
        if found and found[-1].leads:
            return found[-1].first, found[-1].last
        opens = self.passage.lexicon.settings.get("content_openers", ())
        denied = any(m.last <= mark.first for m in sentence.of("denial"))  # denied it, and said
        if mark.last >= sentence.last or not (denied or self.passage.words[mark.last] in opens):
            return None
        return np_after(self.passage, sentence, sentence.first)

    def _relayed(self, sentence: Sentence, mark: Mark) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Who cites and who is cited, of "the agency, citing a source in the police, writes"."""
        for citing in sentence.of("citing"):
            gap = range(citing.last, mark.first)
            if not 0 < len(gap) <= NEAR or any(self.passage.begins(i, "say") for i in gap):
                continue
            outer = before_citing(self.passage, sentence, citing)
            last = mark.first - (self.passage.tokens[mark.first - 1].text == ",")
            if outer is not None:
                return outer, np_after(self.passage, sentence, citing.last) or (citing.last, last)
        return None

    def _cited(self, sentence: Sentence, first: int, end: int) -> tuple[int, int] | None:
        """Whom the one who speaks cites: "the ministry, citing local police"."""
        for citing in sentence.of("citing"):
            if citing.first >= first and citing.first - end <= NEAR:
                return np_after(self.passage, sentence, citing.last)
        return None

    def _subject_of_before(self, sentence: Sentence, *, people: bool = False) -> tuple[int, int] | None:
        """ "The report rests on interviews. It concludes": what the sentence before began with."""
        if sentence.number == 0:
            return None
        before = self.passage.sentences[sentence.number - 1]
        span = np_after(self.passage, before, before.first) if before.segment == sentence.segment else None
        if span is None:
            return None
        who = people and any(self.passage.lies_in(i, k) for i in range(*span) for k in ("role", "person"))
        return span if who or is_document(self.passage, *span) else None

    def _people_before(self, sentence: Sentence, i: int) -> tuple[int, int] | None:
        """The people named last before a "they" of the same sentence."""
        passage = self.passage
        for k in range(i - 1, max(sentence.first, i - 16) - 1, -1):
            if passage.lies_in(k, "person") or passage.lies_in(k, "demonym") or passage.lies_in(k, "teller"):
                if k + 1 < i and passage.lies_in(k + 1, "person"):
                    continue
                first = k
                while first > sentence.first and (
                    passage.lies_in(first - 1, "vague") or passage.lies_in(first - 1, "number")
                    or passage.lies_in(first - 1, "person") or passage.lies_in(first - 1, "demonym")
                    or passage.begins_as(first - 1, "function", "determiner")
                    or passage.begins(first - 1, "modifier")
                ):  # fmt: skip
                    first -= 1
                return first, k + 1
        return None

    def parted(self, start: int, end: int) -> bool:
        """Whether a new clause ("…, although figures …", "; …") parts an attribution from a word."""
        passage = self.passage
        for k in range(start, end):
            mark = passage.tokens[k].text
            if mark == ";":
                return True
            if mark == "," and k + 1 < end:
                held = passage.at(k + 1, "function", "clause")
                joins = passage.lexicon.settings.get("joining_clauses", ())  # «сказав, що …, а 690 …»
                joined = passage.words[k + 1] in joins or (bool(held) and self._goes_on(held[0].last))
                if held and held[0].entry.get("parts") and not joined:
                    return True
        return False

    def _goes_on(self, i: int) -> bool:
        """ "Observers said they saw blood, but found two bodies": the same ones go on, with another verb."""
        return any(m.entry.get("finds") for m in self.passage.at(i, "say"))

    def full_name(self, first: int, last: int) -> str | None:
        """The fullest form of a name that the document gives: "Bogner" is Matilda Bogner."""
        passage = self.passage
        key = passage.words[last - 1]
        held = self._names.get(key)
        if passage.tokens[last - 1].capital:
            start = last - 1
            while (
                start > first
                and passage.tokens[start - 1].capital
                and passage.tokens[start - 1].kind == "word"
            ):
                start -= 1
            if held is None or last - start > held[1] - held[0]:
                self._names[key] = held = (start, last)
        if held is None or held[1] - held[0] < 2 or (held[0] >= first and held[1] <= last):
            return None
        return passage.says(*held)


def _number_at(passage: Passage, i: int) -> bool:
    """Whether a number, or a word that bounds one, begins at a token."""
    if i >= len(passage.tokens):
        return False
    return passage.tokens[i].kind == FIGURE or passage.begins_any(i, _BEGINS_NUMBER)
