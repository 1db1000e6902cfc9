"""A number as a text writes it: figures, grouped figures, words, multiples, fractions; no quantifier yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from accounted.reading.passages import Mark, Passage, Sentence
from accounted.reading.tokens import FIGURE, WORD

_LONGEST: Final = 12  # digits: nothing counted here has more, and int() of a million digits is not linear
_INFINITE: Final = 9
_BEGINS_NUMBER: Final = frozenset({"number", "vague", "multiplier", "quantifier", "fraction", "incremental"})


@dataclass(slots=True)
class Numeral:
    """A number that ends before token `last`; without a value where it is vague or counts nothing."""

    last: int
    value: float | None
    reason: str | None = None
    vague: Mark | None = None
    words: bool = False
    grouped: bool = False
    tail: str = ""


def figure_value(figure: str, decimal: str) -> float | None:
    """The value of digits with separators; None when they are no cardinal number (a time, a version).

    `decimal` is the language's decimal mark; the other of `.` and `,` groups thousands.
    """
    if len(figure) > _LONGEST or ":" in figure:
        return None
    group = "," if decimal == "." else "."
    if not figure.replace(",", "").replace(".", "").isdigit() or not figure.isascii():
        return None
    whole, _, fraction = figure.partition(decimal)
    if decimal in fraction:
        # 1.126.000 in a language whose decimal mark is the point: groups after all
        parts = figure.split(decimal)
        if all(len(p) == 3 for p in parts[1:]) and len(parts[0]) <= 3 and group not in figure:
            return float("".join(parts))
        return None
    groups = whole.split(group)
    if len(groups) > 1:
        if not all(len(g) == 3 for g in groups[1:]) or not 0 < len(groups[0]) <= 3:
            if len(groups) == 2 and not fraction and groups[0] and 0 < len(groups[1]) <= 2:
                return float(f"{groups[0]}.{groups[1]}")  # the other convention: 17,5 in English
            return None
        whole = "".join(groups)
    if not whole.isdigit() or (fraction and not fraction.isdigit()):
        return None
    return float(f"{whole}.{fraction}") if fraction else float(whole)


def _spelt(passage: Passage, i: int) -> float | None:
    """The value of one number word, also of a hyphenated one (twenty-five)."""
    marks = passage.at(i, "number")
    if marks and marks[0].last == i + 1:
        if marks[0].entry.get("alone") and _number_at(passage, i + 1):
            return None
        return float(marks[0].entry.get("value"))
    word = passage.words[i]
    if "-" in word:
        total, find = 0.0, passage.lexicon.find
        for part in word.split("-"):
            values = [e.get("value") for end, kind, _, e in find([part], 0) if kind == "number" and end == 1]
            if not values:
                return None
            total += float(values[0])
        return total
    return None


def _number_at(passage: Passage, i: int) -> bool:
    if i >= len(passage.tokens):
        return False
    if passage.tokens[i].kind == FIGURE or passage.begins_any(i, _BEGINS_NUMBER):
        return True
    return "-" in passage.words[i] and _spelt(passage, i) is not None


def _compound(passage: Passage, i: int) -> tuple[float, str] | None:
    """A number word glued to what it measures: nine-year-old → (9, "year-old")."""
    head, _, rest = passage.words[i].partition("-")
    if not rest:
        return None
    for end, kind, _, entry in passage.lexicon.find([head], 0):
        if kind == "number" and end == 1 and _glued_reason(passage, rest):
            return float(entry.get("value")), rest
    return None


def _glued_reason(passage: Passage, tail: str) -> str | None:
    for end, kind, _, entry in passage.lexicon.find([tail], 0):
        if kind == "glued" and end == 1:
            return str(entry.get("reason"))
    head = tail.split("-")[0]
    for end, kind, _, entry in passage.lexicon.find([head], 0):
        if kind == "uncounted" and end == 1:
            return str(entry.get("reason"))
    return None


def numeral(passage: Passage, sentence: Sentence, i: int) -> Numeral | None:
    """The number that begins at token `i`, without quantifier."""
    tokens, last = passage.tokens, sentence.last
    token = tokens[i]
    marks = passage.at(i, "vague")
    if marks and not _goes_on(passage, marks[0]):
        return Numeral(marks[0].last, None, vague=marks[0], words=True)
    fractions = passage.at(i, "fraction")
    if fractions:
        after = fractions[0].last
        scale = passage.at(after, "multiplier") if after < last else []
        if scale:
            value = float(fractions[0].entry.get("value")) * scale[0].entry.get("value")
            return Numeral(scale[0].last, value, words=True)
        return None
    if token.kind == FIGURE:
        return _figure(passage, sentence, i)
    if token.kind != WORD:
        return None
    compound = _compound(passage, i)
    if compound:
        return Numeral(i + 1, compound[0], _glued_reason(passage, compound[1]), words=True, tail=compound[1])
    return _words(passage, sentence, i)


def _figure(passage: Passage, sentence: Sentence, i: int) -> Numeral:
    tokens = passage.tokens
    token = tokens[i]
    decimal = passage.lexicon.settings.get("decimal", ".")
    tail = token.word[len(token.figure) :].lstrip("-")
    value = figure_value(token.figure, decimal)
    end = i + 1
    if tail:
        scale = [e for n, k, _, e in passage.lexicon.find([tail], 0) if k == "multiplier" and n == 1]
        if scale and value is not None:
            return Numeral(end, value * scale[0].get("value"), grouped=True)
        return Numeral(end, value, _glued_reason(passage, tail) or "a designation", tail=tail)
    if value is None:
        reason = "a time" if ":" in token.figure else "not a number that counts"
        return Numeral(end, None, reason)
    grouped = "," in token.figure or "." in token.figure
    if value < 1000 and not grouped:
        end, value, joined = _spaced_groups(passage, sentence, i, value)
        grouped = grouped or joined
    while end < sentence.last:
        scale_marks = passage.at(end, "multiplier")
        if not scale_marks:
            break
        value *= scale_marks[0].entry.get("value")
        end, grouped = scale_marks[0].last, True
    if value != int(value):
        return Numeral(end, None, "a decimal figure")
    return Numeral(end, value, grouped=grouped)


def _spaced_groups(passage: Passage, sentence: Sentence, i: int, value: float) -> tuple[int, float, bool]:
    """Figures grouped by spaces: 189 500. A common space only where the language writes so."""
    tokens, end, joined = passage.tokens, i + 1, False
    allowed = " \u00a0\u2009\u202f" if passage.lexicon.settings.get("space_groups") else "\u00a0\u2009\u202f"
    while end < sentence.last and end - i < 4:
        follower = tokens[end]
        gap = passage.text[tokens[end - 1].end : follower.start]
        if follower.kind != FIGURE or len(follower.text) != 3 or len(gap) != 1 or gap not in allowed:
            break
        value = value * 1000 + int(follower.text)
        end, joined = end + 1, True
    return end, value, joined


def _words(passage: Passage, sentence: Sentence, i: int) -> Numeral | None:
    """Number words in sequence: two hundred and fifty thousand; a hundred; one and a half million."""
    total, current, end, seen = 0.0, 0.0, i, False
    if passage.begins(i, "article") and i + 1 < sentence.last and passage.begins(i + 1, "multiplier"):
        current, end, seen = 1.0, i + 1, True
    scale = passage.at(i, "multiplier")
    if scale and scale[0].entry.get("alone"):
        total, end, seen = float(scale[0].entry.get("value")), i + 1, True  # тисяча, миллион
    bare = passage.at(i, "vague")
    if bare and _goes_on(passage, bare[0]):
        total, end, seen = float(bare[0].entry.get("bounded")), bare[0].last, True
    whole = passage.at(i, "number")
    if whole and whole[0].last > i + 1:
        return Numeral(whole[0].last, float(whole[0].entry.get("value")), words=True)
    before = _INFINITE
    while end < sentence.last:
        spelt = _spelt(passage, end)
        scale = passage.at(end, "multiplier")
        if spelt is not None and (
            not seen or current % 100 == 0 or (current % 10 == 0 and spelt < 10 <= current % 100)
        ):
            if seen and current and spelt >= 100:
                break
            if seen and before == 1 and current % 100:
                break
            current += spelt
            before = 1 if spelt < 10 else 2
            end, seen = end + 1, True
        elif scale and seen:
            factor = scale[0].entry.get("value")
            if factor == 100:
                current = (current or 1) * 100
            else:
                total, current = total + (current or 1) * factor, 0.0
            before = _INFINITE
            end = scale[0].last
        elif (
            seen
            and passage.begins(end, "and")
            and end + 1 < sentence.last
            and (current % 100 == 0 and current + total >= 100)
            and _spelt(passage, end + 1) is not None
            and passage.begins(end - 1, "multiplier")
        ):
            end += 1
        else:
            break
    return Numeral(end, total + current, words=True) if seen else None


def _goes_on(passage: Passage, mark: Mark) -> bool:
    """Whether a word that may be vague begins a number: «не меньше тысячи шестисот»."""
    return (
        bool(mark.entry.get("bounded"))
        and mark.last < len(passage.tokens)
        and bool(passage.begins(mark.last, "number"))
    )


def scale_of(passage: Passage, at: int, core: Numeral) -> float:
    """The multiplier that a range's second number shares with its first: 12 to 15 thousand."""
    scale = 1.0
    for k in range(at, core.last):
        for mark in passage.at(k, "multiplier"):
            scale *= mark.entry.get("value")
    return scale if scale > 1 else 0.0
