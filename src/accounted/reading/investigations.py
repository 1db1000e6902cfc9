"""Inquiries: who investigates what; opened, under way, asked for or refused.

To investigate is not to conclude (rule D-18): the claim's modality is `investigates` unless the words say
that
something was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from accounted.reading.clauses import clause
from accounted.reading.passages import Mark, Passage, Sentence
from accounted.reading.subjects import before_verb
from accounted.reading.violence import Violence

_BODY_REACH: Final = 8  # tokens between "handed to the" and the body
_BESIDE: Final = 3  # tokens around "the investigation" in which its verb says that it goes on, or has ended
_VERB_REACH: Final = 2  # tokens between a verb and the inquiry that is its object
_SCOPE: Final = 16  # tokens of what is investigated
_AGAIN: Final = 2  # sentences in which "the investigation" is the one spoken of before
_NO_SCOPE: Final = frozenset(",;:.()!?—–")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class InquiryFound:
    """An inquiry at tokens [first, last), with its types as the words suggest them.

    `body` are the words for who investigates, `scope` for what; `status` how far it has come.
    """

    first: int
    last: int
    what: tuple[str, ...]
    status: str | None = None
    body: Span | None = None
    scope: Span | None = None


class InquiryReader:
    """Reads inquiries sentence by sentence; it remembers which one was spoken of last."""

    def __init__(self, passage: Passage, violence: Violence) -> None:
        self.passage = passage
        self._violence = violence
        self._known: tuple[str, ...] = ()  # the types named last
        self._last = -9  # the sentence of the last inquiry

    def read(self, sentence: Sentence, speakers: Sequence[Span]) -> list[InquiryFound]:
        """The inquiries of a sentence: at most one, from its first cue to its last.

        `speakers`: words that name who speaks are no cue.
        """
        found = self._found(sentence, speakers)
        if found is not None:
            self._last = sentence.number
        named = tuple(dict.fromkeys(str(m.entry.get("type")) for m in sentence.of("inquiry_body")))
        self._known = named or (found.what if found is not None else ()) or self._known
        return [found] if found is not None else []

    def _found(self, sentence: Sentence, speakers: Sequence[Span]) -> InquiryFound | None:
        passage = self.passage
        press = sentence.of("press_finds")
        marks = sentence.of("investigation")
        if not marks and not press:
            return None
        titles = _titles(passage, speakers)
        marks = [m for m in marks if not any(a <= m.first < b for a, b in titles)]
        if press and not marks:
            if not self._violence.anywhere():
                return None
            a, b = clause(passage, sentence, press[0].first, press[0].last)
            return InquiryFound(a, b, ("press",))
        said = [m for m in marks if self._is_one(sentence, m)]
        if not said or self._spoken_of(sentence, said):
            return None
        bodies = tuple(dict.fromkeys(str(m.entry.get("type")) for m in sentence.of("inquiry_body")))
        if not bodies and sentence.of("inquiry_again"):
            bodies = self._known
        first, last = said[0].first, said[-1].last
        a, b = clause(passage, sentence, said[0].first, said[0].last)
        a, b = min(a, first), max(b, last)
        status = self._status(sentence, said)
        return InquiryFound(a, b, bodies, status, self._body(sentence, said[0]), self._scope(sentence, said))

    def _is_one(self, sentence: Sentence, mark: Mark) -> bool:
        passage, entry = self.passage, mark.entry
        if entry.get("none"):
            return False
        if mark.first > sentence.first and passage.lies_in(mark.first, "title"):
            return False
        if entry.get("body") and not any(
            0 <= m.first - mark.last <= _BODY_REACH for m in sentence.of("inquiry_body")
        ):
            return False
        if entry.get("needs") == "act" and not sentence.of("act"):
            return False
        if entry.get("sure"):
            return True
        spoken = bool(entry.get("status")) or bool(sentence.of("investigation_verb"))
        grave = any(m.entry.get("grave") for m in sentence.of("inquiry_body"))
        return spoken and (grave or self._violence.anywhere())

    def _spoken_of(self, sentence: Sentence, said: Sequence[Mark]) -> bool:
        """ "The investigation" right after one was told of is that one."""
        if sentence.number - self._last > _AGAIN:
            return False
        low, high = said[0].first - _BESIDE, said[-1].last + _BESIDE
        stages = [m.entry.get("status") for m in sentence.of("investigation_verb") if low <= m.first < high]
        return all(
            self.passage.lies_in(m.first, "inquiry_again") and not m.entry.get("status") for m in said
        ) and all(stage in (None, "open") for stage in stages)

    def _status(self, sentence: Sentence, said: Sequence[Mark]) -> str | None:
        verbs = [m for m in sentence.of("investigation_verb") if m.entry.get("status")]
        unsure = [
            m for m in verbs if m.entry.get("status") in ("unknown", "announced") and m.first < said[0].last
        ]
        if unsure:
            return str(unsure[0].entry.get("status"))
        own = [m for m in said if m.entry.get("status")]
        if own:
            return str(own[0].entry.get("status"))
        if verbs:
            cue = said[0].first
            return str(min(verbs, key=lambda m: abs(m.first - cue)).entry.get("status"))
        return None

    def _body(self, sentence: Sentence, cue: Mark) -> Span | None:
        """Who investigates: the subject of the verb, else the body that the sentence names."""
        passage = self.passage
        verbs = [m for m in sentence.of("investigation_verb") if m.last <= cue.first]
        close = [m.first for m in verbs[-1:] if cue.first - m.last <= _VERB_REACH]
        stages = [m.first for m in verbs if m.entry.get("status")]
        for verb in (*close, cue.first, *stages[-1:]):
            subject = before_verb(passage, sentence, verb)
            if (
                subject is not None
                and not subject[2]
                and not passage.begins_as(subject[0], "function", "relative")
            ):
                return subject[:2]
        bodies = [m for m in sentence.of("inquiry_body") if m.last <= cue.first or m.first >= cue.last]
        if not bodies:
            return None
        nearest = min(bodies, key=lambda m: abs(m.first - cue.first))
        return nearest.first, nearest.last

    def _scope(self, sentence: Sentence, said: Sequence[Mark]) -> Span | None:
        """What is investigated: after "into", "за фактом", or right after the verb."""
        passage, cue = self.passage, said[-1]
        start = cue.last
        openers = [m for m in sentence.of("scope_opener") if cue.last <= m.first <= cue.last + 2]
        if openers:
            start = openers[0].last
        elif not passage.words[cue.last - 1].endswith(_verb_endings(passage)):
            return None
        end = start
        while end < sentence.last and end - start < _SCOPE and passage.tokens[end].text not in _NO_SCOPE:
            if passage.begins_as(end, "function", "clause") or (passage.begins(end, "say") and end > start):
                break
            end += 1
        return (start, end) if end > start else None


def _verb_endings(passage: Passage) -> tuple[str, ...]:
    return tuple(passage.lexicon.settings.get("inquiry_endings", ()))


def _titles(passage: Passage, speakers: Sequence[Span]) -> list[Span]:
    """The speakers with the apposition after their name: "Erik Mose, the chairman of the inquiry,"."""
    out = []
    for first, last in speakers:
        end = last
        if end < len(passage.tokens) and passage.tokens[end].text == ",":
            end += 1
            while end < len(passage.tokens) and end - last < 20 and passage.tokens[end].text not in ",.:;":
                if passage.begins(end, "say"):
                    break
                end += 1
        out.append((first, end))
    return out
