"""Denials: an accusation rejected, called a lie, or answered with another version (rule D-17).

A denial stands beside what it denies. It names the claims of the same document that it rejects, where its
words tell which: by their place, by their sentence, or all that accuse the one who denies.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from accounted.claims import Speaker
from accounted.reading.clauses import clause
from accounted.reading.passages import Mark, Passage, Sentence
from accounted.reading.subjects import before_verb

_QUOTES = frozenset("\"“”«»'’")
_SAME = 14  # tokens between the verb of a denial and the word it ends in ("denounced … as a lie")


@dataclass(frozen=True, slots=True)
class DenialFound:
    """A denial at tokens [first, last)."""

    first: int
    last: int
    cue: int
    modality: str
    speaker: Speaker | None
    here: bool  # it rejects what its own sentence alleges ("allegations which it denies")


def read_denials(
    passage: Passage, sentence: Sentence, speakers: list[tuple[int, int]], previous: list[Mark]
) -> list[DenialFound]:
    """The denials of a sentence. `previous` are the accusation words of the sentence before."""
    out: list[DenialFound] = []
    accusations = sentence.of("accusation")
    last_end = -1
    for mark in sentence.of("denial"):
        if mark.first < last_end:
            continue
        entry = mark.entry
        label, weak = bool(entry.get("label")), bool(entry.get("weak"))
        if label and out and mark.first - out[-1].cue <= _SAME:
            end = mark.last
            while end < sentence.last and passage.tokens[end].text in _QUOTES:
                end += 1
            out[-1] = replace(out[-1], last=max(out[-1].last, end))
            continue
        if out and not label and mark.first - out[-1].cue <= _SAME and not _new_object(passage, mark):
            continue
        if label and not (accusations or previous or entry.get("sure")):
            continue
        if entry.get("needs_speaker") and not (speakers or sentence.of("say")):
            continue
        a, b = clause(passage, sentence, mark.first, mark.last, speakers if not weak else ())
        found = before_verb(passage, sentence, mark.first)
        speaker = None
        if found is not None and not entry.get("label"):
            first, last, pronoun = found
            if pronoun:
                first, last = _named_before(passage, sentence, first) or (first, last)
            start, end = passage.span(first, last)
            speaker = Speaker(passage.text[start:end], start, end)
            a = min(a, first) if not pronoun else a
        if out and out[-1].last > mark.first:
            # "denied … and denounced …": the second begins where the first ends
            cut = mark.first
            while cut > out[-1].cue and not passage.at(cut, "function", "conjunction"):
                cut -= 1
            if cut > out[-1].cue:
                out[-1] = replace(out[-1], last=cut)
                a = max(a, cut + 1)
            speaker = speaker or out[-1].speaker
        out.append(
            DenialFound(a, b, mark.first, str(entry.get("modality")), speaker, _own_sentence(passage, mark))
        )
        last_end = mark.last
    return out


def _new_object(passage: Passage, mark: Mark) -> bool:
    """Whether a second denial in a sentence rejects something of its own."""
    return any(
        passage.at(k, "accusation") for k in range(mark.first, min(mark.last + 4, len(passage.tokens)))
    )


def _named_before(passage: Passage, sentence: Sentence, i: int) -> tuple[int, int] | None:
    """Whom a pronoun of the same sentence stands for: the actor named first in it."""
    for k in range(sentence.first, i):
        mark = passage.covers(k, "named_actor")
        if mark is not None:
            return mark.first, mark.last
    return None


def _own_sentence(passage: Passage, mark: Mark) -> bool:
    return any(
        passage.words[k] in ("which", "allegations", "that")
        for k in range(max(0, mark.first - 4), mark.first)
    )
