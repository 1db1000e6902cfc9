"""Numbers as texts write them: figures, words, multiples, ranges, vague quantities.

A number phrase is only a number with its quantifier. What it counts, and whether it counts anyone, is
decided in
`counted` and `tallies`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from accounted.claims import Count
from accounted.reading.passages import Mark, Passage, Sentence
from accounted.reading.quantifiers import bounded, vague
from accounted.reading.tokens import FIGURE, MARK, WORD

_OPENERS = frozenset({"number", "vague", "fraction", "article", "multiplier"})
_LONGEST = 12  # digits: nothing that is counted here has more, and int() of a million digits is not linear
_MONEY = frozenset("$£€₴₽¥₪₹")


@dataclass(slots=True)
class NumberPhrase:
    """A number of a sentence: tokens [first, last) with quantifier, [core, core_end) without."""

    first: int
    last: int
    core: int
    core_end: int
    count: Count
    incremental: bool = False
    reason: str | None = None  # why it cannot be a count of anything
    bare_one: bool = False  # an indefinite article, not a number word
    vague: bool = False
    tail: str = ""  # what is glued to a figure: "year-old"
    more_after: bool = False  # "twenty more", which may also be said of a figure exceeded


@dataclass(slots=True)
class _Core:
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
    kinds = ("number", "vague", "multiplier", "quantifier", "fraction", "incremental")
    return passage.tokens[i].kind == FIGURE or any(passage.at(i, kind) for kind in kinds)


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


def _core(passage: Passage, sentence: Sentence, i: int) -> _Core | None:
    """The number that begins at token `i`, without quantifier."""
    tokens, last = passage.tokens, sentence.last
    token = tokens[i]
    marks = passage.at(i, "vague")
    if marks and not _goes_on(passage, marks[0]):
        return _Core(marks[0].last, None, vague=marks[0], words=True)
    fractions = passage.at(i, "fraction")
    if fractions:
        after = fractions[0].last
        scale = passage.at(after, "multiplier") if after < last else []
        if scale:
            value = float(fractions[0].entry.get("value")) * scale[0].entry.get("value")
            return _Core(scale[0].last, value, words=True)
        return None
    if token.kind == FIGURE:
        return _figure(passage, sentence, i)
    if token.kind != WORD:
        return None
    compound = _compound(passage, i)
    if compound:
        return _Core(i + 1, compound[0], _glued_reason(passage, compound[1]), words=True, tail=compound[1])
    return _words(passage, sentence, i)


def _figure(passage: Passage, sentence: Sentence, i: int) -> _Core:
    tokens = passage.tokens
    token = tokens[i]
    decimal = passage.lexicon.settings.get("decimal", ".")
    tail = token.word[len(token.figure) :].lstrip("-")
    value = figure_value(token.figure, decimal)
    end = i + 1
    if tail:
        scale = [e for n, k, _, e in passage.lexicon.find([tail], 0) if k == "multiplier" and n == 1]
        if scale and value is not None:
            return _Core(end, value * scale[0].get("value"), grouped=True)
        return _Core(end, value, _glued_reason(passage, tail) or "a designation", tail=tail)
    if value is None:
        reason = "a time" if ":" in token.figure else "not a number that counts"
        return _Core(end, None, reason)
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
        return _Core(end, None, "a decimal figure")
    return _Core(end, value, grouped=grouped)


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


def _words(passage: Passage, sentence: Sentence, i: int) -> _Core | None:
    """Number words in sequence: two hundred and fifty thousand; a hundred; one and a half million."""
    total, current, end, seen = 0.0, 0.0, i, False
    if passage.at(i, "article") and i + 1 < sentence.last and passage.at(i + 1, "multiplier"):
        current, end, seen = 1.0, i + 1, True
    scale = passage.at(i, "multiplier")
    if scale and scale[0].entry.get("alone"):
        total, end, seen = float(scale[0].entry.get("value")), i + 1, True  # тисяча, миллион
    bare = passage.at(i, "vague")
    if bare and _goes_on(passage, bare[0]):
        total, end, seen = float(bare[0].entry.get("bounded")), bare[0].last, True
    whole = passage.at(i, "number")
    if whole and whole[0].last > i + 1:
        return _Core(whole[0].last, float(whole[0].entry.get("value")), words=True)
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
            and passage.at(end, "and")
            and end + 1 < sentence.last
            and (current % 100 == 0 and current + total >= 100)
            and _spelt(passage, end + 1) is not None
            and passage.at(end - 1, "multiplier")
        ):
            end += 1
        else:
            break
    return _Core(end, total + current, words=True) if seen else None


def _goes_on(passage: Passage, mark: Mark) -> bool:
    """Whether a word that may be vague begins a number: «не меньше тысячи шестисот»."""
    return (
        bool(mark.entry.get("bounded"))
        and mark.last < len(passage.tokens)
        and bool(passage.at(mark.last, "number"))
    )


_INFINITE = 9


def phrases(
    passage: Passage, sentence: Sentence, in_date: Callable[[int], bool] = lambda _: False
) -> list[NumberPhrase]:
    """The number phrases of a sentence, in order, those that count nothing included (with their reason).

    `in_date` says of a token whether it belongs to a date, whose figures count nothing.
    """
    out: list[NumberPhrase] = []
    done = first = sentence.first
    figures, joined = passage.figures(first, sentence.last), passage.joined(first, sentence.last)
    for i in sorted({*sentence.where(_OPENERS), *figures, *joined}):
        if i < done:
            continue
        if passage.at(i, "pronoun_one"):
            done = passage.at(i, "pronoun_one")[0].last  # a second one, no one
            continue
        if in_date(i):
            if passage.tokens[i].kind == FIGURE:
                out.append(NumberPhrase(i, i + 1, i, i + 1, Count("exact"), reason="a date"))
            continue
        core = _core(passage, sentence, i)
        if core is not None:
            phrase = _phrase(passage, sentence, i, core)
            out.append(phrase)
            done = max(phrase.last, i + 1)
    return out


def _phrase(passage: Passage, sentence: Sentence, i: int, core: _Core) -> NumberPhrase:
    first, last = i, core.last
    high: float | None = None
    joiner = core.last
    if core.value is not None and core.reason is None and joiner + 1 < sentence.last:
        marks = passage.at(joiner, "range")
        between = i > sentence.first and bool(passage.ending(i - 1, "between"))
        if marks and (
            between or marks[0].entry.get("always") or passage.words[joiner] not in _needs_between(passage)
        ):
            other = _core(passage, sentence, joiner + 1)
            if other and other.value is not None and other.reason is None and _wider(core, other):
                value = other.value
                low = core.value
                scale = _scaled(passage, joiner + 1, other) if low < 1000 <= value else 0.0
                if scale and low * scale < value:
                    low = low * scale
                core.value, high, last = low, value, other.last
                if between:
                    first = passage.covers(i - 1, "between").first  # type: ignore[union-attr]
    if high is not None and _changed(passage, sentence, i):
        core.value, high = high, None  # "rose from 12 to 15": the figure is 15 now
    incremental, more_after = False, False
    quantifier = "exact"
    # Words before the number, nearest first: at least another 20.
    while first > sentence.first:
        more = passage.ending(first - 1, "incremental", "before")
        bound = passage.ending(first - 1, "quantifier", "before")
        if more:
            incremental, first = True, more[0].first
        elif bound:
            if quantifier == "exact":
                quantifier = bound[0].entry.get("quantifier")
            first = bound[0].first
        else:
            break
    if last < sentence.last:
        bound = passage.at(last, "quantifier", "after")
        if bound and quantifier == "exact" and core.vague is None:
            quantifier, last = bound[0].entry.get("quantifier"), bound[0].last
    if last < sentence.last:
        more = passage.at(last, "incremental", "after")
        if more:
            incremental, more_after, last = True, True, more[0].last
    floor = core.vague.entry.get("bounded") if core.vague is not None and quantifier != "exact" else None
    if floor is not None:
        core.value, core.vague = float(floor), None  # «более тысячи»: more than 1,000, not "thousands"
    if (
        core.reason is None
        and quantifier in ("more_than", "less_than")
        and _an_age(passage, sentence, first, last)
    ):
        core.reason = "an age"
    reason = core.reason or _context_reason(passage, sentence, i, core, ranged=high is not None)
    if core.vague is not None:
        count = vague(core.vague.entry.get("quantifier"), core.vague.entry.get("low"), quantifier)
    elif core.value is None or reason:
        count = Count("exact")
    else:
        count = bounded(quantifier, int(core.value), int(high) if high is not None else None)
    return NumberPhrase(
        first,
        last,
        i,
        core.last,
        count,
        incremental,
        reason,
        vague=core.vague is not None,
        tail=core.tail,
        more_after=more_after,
    )


def _an_age(passage: Passage, sentence: Sentence, first: int, last: int) -> bool:
    """ "most of them under 30": a bound without a noun, right after people."""
    before = first - 1
    ends = last >= sentence.last or passage.tokens[last].kind == MARK
    if not ends or before < sentence.first:
        return False
    held = passage.covers(before, "part_pronoun") or passage.covers(before, "person")
    return held is not None and held.last == first


def _changed(passage: Passage, sentence: Sentence, i: int) -> bool:
    """Whether "from 12 to 15" says how a figure changed: a verb of change stands close before."""
    k = i - 1
    if k <= sentence.first or not passage.at(k, "change_from"):
        return False
    return any(passage.ending(j, "changed") for j in range(max(sentence.first, k - 4), k))


def _needs_between(passage: Passage) -> frozenset[str]:
    """Words that join a range only after an opening word: between 12 and 28."""
    return frozenset(passage.lexicon.settings.get("range_needs_opening", ()))


def _wider(low: _Core, high: _Core) -> bool:
    assert low.value is not None and high.value is not None
    years = all(1900 <= v <= 2100 for v in (low.value, high.value)) and not (low.grouped or high.grouped)
    return low.value < high.value and not years


def _scaled(passage: Passage, at: int, core: _Core) -> float:
    """The multiplier that a range's second number shares with its first: 12 to 15 thousand."""
    scale = 1.0
    for k in range(at, core.last):
        for mark in passage.at(k, "multiplier"):
            scale *= mark.entry.get("value")
    return scale if scale > 1 else 0.0


def _context_reason(passage: Passage, sentence: Sentence, i: int, core: _Core, *, ranged: bool) -> str | None:
    """Why the words around make this number no count: money, a share, a designation, an age."""
    tokens, words = passage.tokens, passage.words
    if i > sentence.first:
        before = tokens[i - 1]
        if before.text in _MONEY:
            return "money"
        if passage.ending(i - 1, "numbered"):
            return "a designation"
        if before.text in "№#/§" and before.kind == MARK:
            return "a designation"
        glued = before.text in ".-_@" and before.end == tokens[i].start and i - 1 > sentence.first
        if glued and (not passage.at(i - 1, "range") or tokens[i - 2].end == before.start):
            return "part of a name or address" if tokens[i - 2].kind == WORD else "not a number that counts"
        if passage.ending(i - 1, "aged"):
            return "an age"
        if passage.ending(i - 1, "parent_of"):
            return "the children of one who is named"
    if core.last < sentence.last and not ranged:
        after = tokens[core.last]
        if after.text == "%":
            return "a share"
        if after.text in _MONEY:
            return "money"
        if (
            after.text in "/°-_"
            and after.end < len(passage.text)
            and after.start == tokens[core.last - 1].end
        ):
            follower = tokens[core.last + 1] if core.last + 1 < sentence.last else after
            if follower.kind == FIGURE and follower.start == after.end and not core.words:
                return "not a number that counts"
    if (
        not core.words
        and not core.grouped
        and core.value is not None
        and 1900 <= core.value <= 2100
        and core.last - i == 1
        and len(words[i]) == 4
        and (
            (i > sentence.first and passage.ending(i - 1, "year_cue"))
            or core.last >= sentence.last
            or tokens[core.last].kind == MARK
            or passage.at(core.last, "function", "conjunction")
        )
    ):
        return "a year"
    return None
