"""Acts against people: what was done, without a count of its victims.

An act that the words of a tally already state ("killed 12") is not said again. Legal words ("war crimes",
"execution") are kept as written and mapped to unspecified or alleged terms (rule D-19).
"""

from __future__ import annotations

from dataclasses import dataclass

from accounted.reading.clauses import clause, clusters
from accounted.reading.passages import Mark, Passage, Sentence

_TOGETHER = 4  # tokens between the acts of one list
_WORDS_ALONE = 3  # tokens: "Tortured. Executed." says it of those spoken of before
_AFTER = 5  # tokens after a count in which its own verb may still stand: "graves of civilians killed by …"


@dataclass(frozen=True, slots=True)
class ActFound:
    """An act, or a list of acts by one actor, at tokens [first, last); its words proper are [cue,
    cue_end).
    """

    first: int
    last: int
    cue: int
    cue_end: int
    what: tuple[str, ...]
    alleged: bool
    verb_first: bool


def read_acts(
    passage: Passage,
    sentence: Sentence,
    taken: list[tuple[int, int]],
    speakers: list[tuple[int, int]],
    *,
    tallied: bool,
    found: bool,
) -> list[ActFound]:
    """The acts of a sentence, but for words that are already part of another claim (`taken`).

    `tallied`: the sentence counts people harmed, so that a bare word for an attack is how they were harmed.
    `found`: it describes what was found on bodies, so that "shot" and "killed" say how they died.
    """
    marks = [m for m in sentence.of("act") if _free(m, taken) and _free(m, speakers)]
    marks = [m for m in marks if _counts(passage, sentence, m, tallied=tallied, found=found)]
    out: list[ActFound] = []
    for group in clusters(passage, _one_each(marks), _TOGETHER):
        first, last = group[0].first, group[-1].last
        a, b = clause(passage, sentence, first, last, speakers)
        what = tuple(dict.fromkeys(w for m in group for w in m.entry.get("what")))
        alleged = any(a - 4 <= m.first < last for m in sentence.of("act_modality"))
        passive = _passive(passage, sentence, group[0])
        out.append(ActFound(a, b, first, last, what, alleged, not passive))
    return out


def _one_each(marks: list[Mark]) -> list[Mark]:
    """One mark for each word, the most telling first: "beaten to death" over "beaten"."""
    out: list[Mark] = []
    for mark in marks:
        if out and out[-1].first == mark.first:
            if mark.last > out[-1].last:
                out[-1] = mark
        else:
            out.append(mark)
    return out


def _free(mark: Mark, taken: list[tuple[int, int]]) -> bool:
    return not any(a < mark.last and mark.first < b for a, b in taken)


def _passive(passage: Passage, sentence: Sentence, mark: Mark) -> bool:
    i = mark.first - 1
    while (
        i >= sentence.first and (held := passage.covers(i, "function")) is not None and held.role == "adverb"
    ):
        i = held.first - 1
    held = passage.covers(i, "function") if i >= sentence.first else None
    return bool(held is not None and held.role == "auxiliary" and held.entry.get("passive"))


def _counts(passage: Passage, sentence: Sentence, mark: Mark, *, tallied: bool, found: bool) -> bool:
    needs = mark.entry.get("needs", "")
    if needs == "attack" and (tallied or found):
        return False
    if found and mark.entry.get("participle"):
        return False
    if passage.covers(mark.first, "title") or _of_the_dead(passage, sentence, mark):
        return False
    for before in range(mark.first - 1, max(sentence.first, mark.first - 3) - 1, -1):
        if passage.ending(before, "function", "negation"):
            return False
        if not passage.covers(before, "function"):
            break  # "no one was killed", "nobody had been hurt": only auxiliaries stand between
    if needs:
        kinds = ("person", "actor", "named_actor", "slogan", "level", "pronoun", "part_pronoun")
        return any(sentence.of(kind) for kind in kinds) or sentence.last - sentence.first <= _WORDS_ALONE
    return True


def _of_the_dead(passage: Passage, sentence: Sentence, mark: Mark) -> bool:
    """ "Those killed were residents" says who the dead are, not that somebody was killed."""
    i = mark.first - 1
    return (
        i >= sentence.first
        and bool(passage.at(i, "function", "determiner"))
        and bool(mark.entry.get("participle"))
    )
