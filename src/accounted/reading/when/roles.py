"""What a date is the date of: the deed, the find, what was said of it, its publication, a change of control.

The roles are kept apart because they are not the same day (rule D-23): bodies are found after people die, and
people speak after both. A date belongs to the verb beside it; where no verb claims it, it dates the deed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from accounted.dates import PartialDate
from accounted.reading.passages import Mark, Passage, Sentence
from accounted.reading.tokens import WORD
from accounted.reading.when.words import Words

NOT_OF_EVENTS: Final = frozenset({"statement", "publication", "control_change", "as_of"})
_REACH: Final = 9.0  # tokens between a date and the verb it belongs to
_HEAD: Final = 3  # sentences at the top of a text in which a bare date is its own
_SPEAKER: Final = 7  # tokens of a speaker between a date and "said"
_HARM: Final = ("verb", "done", "happens", "of", "soft")
_EDGES: Final = frozenset(',;:–—()«»“”"')


def role_of(passage: Passage, sentence: Sentence, first: int, last: int, kind: str = "date") -> str:
    """The role of the date at tokens [first, last); `kind` as in `words.Words`."""
    if kind != "stretch" and _of_saying(passage, sentence, first, last):
        return "statement"
    told = [*sentence.of("accused"), *(sentence.of("testimony") if sentence.of("teller") else ())]
    if kind != "stretch" and first - sentence.first <= 2 and any(m.first >= last for m in told):
        return "statement"  # "In April they were accused of …" dates the accusation, not the deed
    best: tuple[float, str] | None = None
    for mark, role in _cues(passage, sentence):
        if first <= mark.first < last:
            continue  # "since the town was retaken on 11 November": since then, whatever else is told
        reach = 2.0 if role == "publication" else _REACH
        most = reach if best is None else min(reach, best[0])
        distance = _distance(passage, mark, first, last, most)
        if distance <= reach and (best is None or distance < best[0]):
            best = (distance, role)
    return best[1] if best else "act"


def opens_document(
    passage: Passage, words: Words, when: PartialDate, anchor: PartialDate | None, *, whole: bool
) -> bool:
    """Whether a date is the heading of the text, and so the day of its publication: "Sun 16 Apr 2017 …".

    It is all of one of the first sentences; or it stands first in the text, nothing puts an event on it, and
    it has its year (`whole`), on a line of its own or as the very day of publication.
    """
    first, last, tokens = words.first, words.last, passage.tokens
    if when.unit != "day":
        return False
    sentence = passage.sentence_at(first)
    alone_in = sentence is not None and (sentence.first, sentence.last) in ((first, last), (first, last + 1))
    if alone_in and sentence is not None and sentence.number <= _HEAD:
        return True  # "КИЇВ. 5 травня. УНІАН."
    if not whole or first > 1 or (first == 1 and tokens[0].kind == WORD):
        return False
    alone = last >= len(tokens) or "\n" in passage.text[tokens[last - 1].end : tokens[last].start]
    same = anchor is not None and anchor.edtf == when.edtf
    return alone or (same and bool(passage.lexicon.settings.get("dates_need_preposition")))


def _of_saying(passage: Passage, sentence: Sentence, first: int, last: int) -> bool:
    """ "Police said on Monday", "told Reuters late on Monday", "on Monday, the mayor said that"."""
    tokens, steps = passage.tokens, 0
    openers = passage.lexicon.settings.get("content_openers", ())
    for k in range(first - 1, max(sentence.first, first - 8) - 1, -1):
        if _says(passage, k):
            return True
        if passage.words[k] in openers:
            break  # "said that on Tuesday …": the day is of what was said
        small = (
            passage.covers(k, "date_preposition") or passage.at(k, "pronoun") or passage.covers(k, "part")
            or passage.covers(k, "statement_where") or passage.covers(k, "date_filler")
            or passage.at(k, "function", "determiner") or passage.at(k, "article")
        )  # fmt: skip
        if small:
            continue
        steps += 1
        named = tokens[k].capital and tokens[k].kind == WORD
        if steps > 2 or not (named or passage.lies_in(k, "statement_where")):
            break
    if passage.covers(first - 1, "statement_where") is not None and first > sentence.first:
        return True
    # "On Monday, the regional prosecutor said that …": the date opens the clause whose verb is one of saying
    opened = first - 1
    while opened >= sentence.first and (
        passage.lies_in(opened, "date_preposition") or passage.lies_in(opened, "part")
        or passage.lies_in(opened, "date_filler") or passage.begins_as(opened, "function", "determiner")
    ):  # fmt: skip
        opened -= 1
    if (
        opened >= sentence.first
        and tokens[opened].text not in _EDGES
        and not (
            passage.lies_in(opened, "function") and passage.covers(opened, "function").role == "conjunction"  # type: ignore[union-attr]
        )
    ):
        return False
    k = last + 1 if last < sentence.last and tokens[last].text == "," else last
    for at in range(k, min(k + _SPEAKER, sentence.last)):
        if _says(passage, at) and at > k:
            before = passage.covers(at - 1, "function")
            passive = before is not None and before.entry.get("passive")  # "12 were reported killed"
            return not passive and _has_content(passage, at, sentence)
        if tokens[at].text in _EDGES or passage.lies_in(at, "harm") or passage.lies_in(at, "date_role"):
            held = passage.covers(at, "date_role")
            if held is None or held.role != "statement":
                return False
    return False


def _says(passage: Passage, i: int) -> bool:
    held = passage.covers(i, "say")
    if held is None or held.entry.get("weak"):
        return False
    return not passage.begins(held.last, "passive_of")


def _has_content(passage: Passage, i: int, sentence: Sentence) -> bool:
    """Whether something is said after the verb of saying, so that it is the verb of the clause.

    Ukrainian and Russian put a comma, a colon or "about" before what is said; without one the verb has an
    object of its own ("the images showed two pits").
    """
    held = passage.covers(i, "say")
    if held is None or held.last >= sentence.last - 1:
        return False
    if not passage.lexicon.settings.get("said_takes_comma"):
        return True
    after = passage.tokens[held.last]
    return after.text in _EDGES or bool(passage.begins(held.last, "said_about"))


def _cues(passage: Passage, sentence: Sentence) -> Iterator[tuple[Mark, str]]:
    for mark in sentence.of("date_role"):
        role = str(mark.entry.get("role"))
        if role == "statement" or (role == "control_change" and not _changes_hands(passage, mark)):
            continue
        if mark.entry.get("of_document") and not sentence.of("document_noun"):
            continue  # a man is released too
        yield mark, role
    for mark in sentence.of("harm", *_HARM):
        yield mark, "act"
    for kind in ("attack", "act"):
        for mark in sentence.of(kind):
            yield mark, "act"


def _changes_hands(passage: Passage, mark: Mark) -> bool:
    """Whether a word tells of a change of control: not "in occupied Bucha", nor "seized a hospital"."""
    if mark.entry.get("noun"):
        return True
    if mark.entry.get("of_place"):
        ahead = range(mark.last, min(mark.last + 2, len(passage.tokens)))
        taken = any(passage.tokens[k].capital or passage.lies_in(k, "level") for k in ahead)
        held = passage.covers(mark.first - 1, "function") if mark.first else None
        if not taken and not (held is not None and held.entry.get("passive")):
            return False
    return not _attributive(passage, mark)


def _attributive(passage: Passage, mark: Mark) -> bool:
    """ "In occupied Bucha", "the liberated towns": says what a place was, and dates nothing."""
    before, after = mark.first - 1, mark.last
    if passage.words[mark.first].count("-"):
        return True
    if before < 0 or after >= len(passage.tokens):
        return False
    held = passage.covers(before, "function")
    opened = (held is not None and held.role in ("preposition", "determiner")) or bool(
        passage.lies_in(before, "article") or passage.lies_in(before, "placed")
    )
    named = (
        passage.tokens[after].capital or passage.covers(after, "level") or passage.covers(after, "direction")
    )
    return opened and bool(named)


def _distance(passage: Passage, mark: Mark, first: int, last: int, most: float) -> float:
    """Tokens between a word and a date; small words count little, commas and new clauses much.

    Beyond `most` it no longer matters how far they are apart.
    """
    a, b = (mark.last, first) if mark.last <= first else (last, mark.first)
    if b <= a:
        return 0.0
    cost = 0.2 * (b - a)
    if cost > most:
        return cost
    cost = 0.0
    for k in range(a, b):
        if cost > most:
            break
        if passage.tokens[k].text in _EDGES:
            cost += 3
        elif passage.begins_as(k, "function", "clause") or passage.begins_as(k, "function", "relative"):
            cost += 4
        elif passage.lies_in(k, "date_preposition") or passage.begins(k, "article"):
            cost += 0.2
        else:
            cost += 1
    return cost
