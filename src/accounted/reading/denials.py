"""Denials: an accusation rejected, called a lie, or answered with another version (rule D-17).

A denial stands beside what it denies. It names the claims of the same document that it rejects, where its
words tell which: by the act, by their place, by their sentence, or all that accuse the one who denies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from accounted.claims import Speaker
from accounted.reading.clauses import clause
from accounted.reading.passages import Mark, Passage, Sentence
from accounted.reading.subjects import before_verb, np_after
from accounted.reading.violence import Violence

_QUOTES: Final = frozenset("\"“”«»'’")
_SAME: Final = 14  # tokens between the verb of a denial and the word it ends in ("denounced … as a lie")
_BY: Final = 6  # tokens between "were denied" and "by the army"
_BEFORE: Final = 4  # tokens between an accusation and the word that denies it
_WHERE_SPEAKS: Final = 7  # tokens of "в министерстве обороны" before its verb

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DenialFound:
    """A denial at tokens [first, last).

    `what` are the acts it names, `scope` its words for what is denied; both empty where it is general.
    """

    first: int
    last: int
    cue: int
    modality: str
    speaker: Speaker | None
    here: bool  # it rejects what its own sentence alleges ("allegations which it denies")
    what: tuple[str, ...] = ()
    scope: Span | None = None


class DenialReader:
    """Reads denials sentence by sentence; it remembers the accusations of the sentence before."""

    def __init__(self, passage: Passage, violence: Violence) -> None:
        self.passage = passage
        self._violence = violence
        self._before: tuple[int, bool] = (-1, False)  # sentence, whether it accuses

    def read(self, sentence: Sentence, speakers: Sequence[Span]) -> list[DenialFound]:
        """The denials of a sentence."""
        accuses = bool(sentence.of("accusation"))
        previous = self._before[1] and self._before[0] == sentence.number - 1
        out: list[DenialFound] = []
        if sentence.of("denial"):
            out = self._found(sentence, speakers, accuses=accuses, previous=previous)
        self._before = (sentence.number, accuses)
        return [self._told(sentence, denial) for denial in out]

    def _found(
        self, sentence: Sentence, speakers: Sequence[Span], *, accuses: bool, previous: bool
    ) -> list[DenialFound]:
        passage = self.passage
        out: list[DenialFound] = []
        last_end = -1
        for mark in sentence.of("denial"):
            if mark.first < last_end or not self._rejects(sentence, mark, speakers, accuses or previous):
                continue
            label, weak = bool(mark.entry.get("label")), bool(mark.entry.get("weak"))
            if label and out and mark.first - out[-1].cue <= _SAME:
                end = mark.last
                while end < sentence.last and passage.tokens[end].text in _QUOTES:
                    end += 1
                out[-1] = replace(out[-1], last=max(out[-1].last, end))
                continue
            if out and not label and mark.first - out[-1].cue <= _SAME and not self._new_object(mark):
                continue
            a, b = clause(passage, sentence, mark.first, mark.last, speakers if not weak else ())
            if b == mark.last and not weak and self._content_at(sentence, b):
                _, b = clause(passage, sentence, mark.first, b + 2)  # «заперечує, що завдавала удару»
            if b < sentence.last and passage.begins(b, "accusation"):
                # "denied reports of …": what is denied is itself something said
                _, b = clause(passage, sentence, mark.first, passage.at(b, "accusation")[0].last)
            speaker, first = self._calls_it(sentence, mark) if label else self._speaker(sentence, mark)
            a = min(a, first)
            if out and out[-1].last > mark.first:
                # "denied … and denounced …": the second begins where the first ends
                cut = mark.first
                while cut > out[-1].cue and not passage.begins_as(cut, "function", "conjunction"):
                    cut -= 1
                if cut > out[-1].cue:
                    out[-1] = replace(out[-1], last=cut)
                    a = max(a, cut + 1)
                speaker = speaker or out[-1].speaker
            out.append(
                DenialFound(a, b, mark.first, str(mark.entry.get("modality")), speaker, self._own(mark))
            )
            last_end = mark.last
        return out

    def _content_at(self, sentence: Sentence, i: int) -> bool:
        """Whether a comma and "that" stand at a token."""
        passage = self.passage
        if i + 1 >= sentence.last or passage.tokens[i].text != ",":
            return False
        return passage.words[i + 1] in passage.lexicon.settings.get("content_openers", ())

    def _rejects(self, sentence: Sentence, mark: Mark, speakers: Sequence[Span], accused: bool) -> bool:
        """Whether the word rejects something grave: an accusation, or in a text that tells of violence."""
        passage, entry = self.passage, mark.entry
        if entry.get("none"):
            return False
        if entry.get("sure"):
            return True
        if entry.get("label") and not accused:
            called = self._calls_it(sentence, mark)[0] is not None  # «назвав це брехнею»
            return called and self._violence.near(sentence)
        if entry.get("needs_speaker") and not (
            (speakers or sentence.of("say")) and self._violence.near(sentence)
        ):
            return False
        if entry.get("weak") and not (accused or self._violence.near(sentence)):
            return False
        if not self._violence.anywhere():
            armed = any(sentence.of(kind) for kind in ("actor", "named_actor", "accused_house", "stands_for"))
            return armed and bool(sentence.of("accusation"))
        before = passage.covers(mark.first - 1, "function") if mark.first > sentence.first else None
        passive = before is not None and before.role == "auxiliary" and bool(before.entry.get("passive"))
        if entry.get("general") or (passive and mark.last - mark.first == 1):
            return accused
        return True

    def _speaker(self, sentence: Sentence, mark: Mark) -> tuple[Speaker | None, int]:
        """Who denies, and where the words for them begin."""
        passage = self.passage
        if mark.entry.get("modality") == "alternative" and sentence.of("say"):
            return None, mark.first  # whoever says what happened instead, as the sentence has it
        verb = mark.first
        if passage.words[verb - 1] in passage.lexicon.settings.get("object_pronouns", ()):
            verb -= 1  # «Київ це заперечив»
        found = before_verb(passage, sentence, verb)
        if found is None:
            other = self._speaks_in(sentence, mark) or self._denied_by(sentence, mark)
            if other is None and passage.ending(mark.first - 1, "function", "conjunction"):
                return self._calls_it(sentence, mark)[0], mark.first  # «назвало фейком і заперечило»
            if other is None:
                return None, mark.first
            return self._as_speaker(other), min(other[0], mark.first)
        first, last, pronoun = found
        if pronoun:
            span = self._named_before(sentence, first) or (first, last)
            return self._as_speaker(span), mark.first
        return self._as_speaker((first, last)), first

    def _calls_it(self, sentence: Sentence, mark: Mark) -> tuple[Speaker | None, int]:
        """Who calls it so: «МЗС назвало ці кадри постановкою»."""
        passage = self.passage
        calls = tuple(passage.lexicon.settings.get("calls_it", ()))
        for k in range(mark.first - 1, max(sentence.first, mark.first - _SAME) - 1, -1):
            if calls and passage.words[k].startswith(calls):
                found = before_verb(passage, sentence, k)
                if found is not None and not found[2]:
                    return self._as_speaker(found[:2]), found[0]
                if found is None and passage.tokens[k - 1].text == "," and (
                    span := np_after(passage, sentence, sentence.first)
                ):  # fmt: skip
                    # «речниця МЗС Марія Коваль розкритикувала звіт, назвавши його брехливим»: up to the name
                    last = span[1]
                    while last > span[0] + 1 and not passage.tokens[last - 1].capital:
                        last -= 1
                    return self._as_speaker((span[0], last) if last > span[0] + 1 else span), mark.first
                break
        return None, mark.first

    def _as_speaker(self, span: Span) -> Speaker:
        start, end = self.passage.span(*span)
        return Speaker(self.passage.text[start:end], start, end)

    def _denied_by(self, sentence: Sentence, mark: Mark) -> Span | None:
        """ "The allegations were denied by the army"."""
        passage = self.passage
        for k in range(mark.last, min(mark.last + _BY, sentence.last - 1)):
            if passage.tokens[k].text in ",;.":
                break
            if passage.begins(k, "agent"):
                return np_after(passage, sentence, passage.at(k, "agent")[0].last)
        return None

    def _speaks_in(self, sentence: Sentence, mark: Mark) -> Span | None:
        """ "В министерстве обороны отрицают": the house speaks for those in it."""
        passage = self.passage
        for k in range(mark.first - 1, max(sentence.first, mark.first - _WHERE_SPEAKS) - 1, -1):
            if passage.tokens[k].text in ",;:.":
                return None
            held = passage.at(k, "function", "preposition")
            if held and passage.begins(k, "speaking_house") and k + 1 < mark.first:
                return k + 1, mark.first
        return None

    def _named_before(self, sentence: Sentence, i: int) -> Span | None:
        """Whom a pronoun of the same sentence stands for: the actor named first in it."""
        for k in range(sentence.first, i):
            mark = self.passage.covers(k, "named_actor")
            if mark is not None:
                return mark.first, mark.last
        return None

    def _new_object(self, mark: Mark) -> bool:
        """Whether a second denial in a sentence rejects something of its own."""
        last = min(mark.last + 4, len(self.passage.tokens))
        return any(self.passage.begins(k, "accusation") for k in range(mark.first, last))

    def _own(self, mark: Mark) -> bool:
        """Whether what is denied stands before the word: "allegations which it denies"."""
        passage = self.passage
        return any(
            passage.begins_as(k, "function", "relative") or passage.lies_in(k, "accusation")
            for k in range(max(0, mark.first - _BEFORE), mark.first)
        )

    def _told(self, sentence: Sentence, denial: DenialFound) -> DenialFound:
        """The denial with the acts it names and its words for what is denied."""
        passage = self.passage
        acts = [m for m in sentence.of("act") if denial.cue <= m.first < denial.last]
        what = tuple(dict.fromkeys(w for m in acts for w in m.entry.get("what")))
        cue = next(m for m in sentence.of("denial") if m.first == denial.cue)
        start, end = cue.last, denial.last
        while start < end and (passage.tokens[start].text in _QUOTES or passage.tokens[start].text == ","):
            start += 1
        return replace(
            denial, what=what, scope=(start, end) if start < end and not cue.entry.get("weak") else None
        )
