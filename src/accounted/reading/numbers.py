"""Number phrases: a number with the words that bound it, ranges and changes, and why some count nothing.

What a phrase counts, and whether it counts anyone, is decided in `counted` and `tallies`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from accounted.claims import Count
from accounted.reading.numerals import Numeral, numeral, scale_of
from accounted.reading.passages import Passage, Sentence
from accounted.reading.quantifiers import bounded, vague
from accounted.reading.tokens import FIGURE, MARK, WORD

_OPENERS: Final = frozenset({"number", "vague", "fraction", "article", "multiplier"})
_OLDEST: Final = 110
_MONEY: Final = frozenset("$£€₴₽¥₪₹")


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


def phrases(
    passage: Passage, sentence: Sentence, in_date: Callable[[int], bool] = lambda _: False
) -> list[NumberPhrase]:
    """The number phrases of a sentence, in order, those that count nothing included (with their reason).

    `in_date` says of a token whether it belongs to a date, whose figures count nothing.
    """
    out: list[NumberPhrase] = []
    done = sentence.first
    figures, joined = sentence.figures, sentence.joined
    starts = sentence.where(_OPENERS)
    if figures or joined:
        starts = sorted({*starts, *figures, *joined})
    for i in starts:
        if i < done:
            continue
        pronoun = passage.at(i, "pronoun_one")
        if pronoun and not passage.begins(pronoun[0].last, "multiplier"):
            done = pronoun[0].last  # a second one, no one; but: another one hundred
            continue
        if in_date(i):
            if passage.tokens[i].kind == FIGURE:
                out.append(NumberPhrase(i, i + 1, i, i + 1, Count("exact"), reason="a date"))
            continue
        core = numeral(passage, sentence, i)
        if core is not None:
            phrase = _phrase(passage, sentence, i, core)
            out.append(phrase)
            done = max(phrase.last, i + 1)
    return out


def _phrase(passage: Passage, sentence: Sentence, i: int, core: Numeral) -> NumberPhrase:
    first, last = i, core.last
    high: float | None = None
    joiner = core.last
    if core.value is not None and core.reason is None and joiner + 1 < sentence.last:
        marks = passage.at(joiner, "range")
        between = i > sentence.first and bool(passage.ending(i - 1, "between"))
        if marks and (
            between or marks[0].entry.get("always") or passage.words[joiner] not in _needs_between(passage)
        ):
            other = numeral(passage, sentence, joiner + 1)
            if other and other.value is not None and other.reason is None and _wider(core, other):
                value = other.value
                low = core.value
                scale = scale_of(passage, joiner + 1, other) if low < 1000 <= value else 0.0
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
    if not ends or before < sentence.first or any(m.last <= before for m in sentence.of("harm", "toll")):
        return False
    held = passage.covers(before, "part_pronoun") or passage.covers(before, "person")
    return held is not None and held.last == first


def _age_of_one_named(passage: Passage, sentence: Sentence, i: int, core: Numeral) -> bool:
    """ "Olha Marchuk, 28, whose house …": a figure between commas behind a name that is no place."""
    tokens, name = passage.tokens, i - 2
    plain = core.value is not None and core.value <= _OLDEST and core.last - i == 1 and not core.words
    if not plain or tokens[i + 1].text not in ",)" or name < sentence.first or not tokens[name].capital:
        return False
    while name > sentence.first and tokens[name].capital and tokens[name].kind == WORD:
        name -= 1
    return not passage.lies_in(name, "placed") and not passage.lies_in(name, "level")


def _changed(passage: Passage, sentence: Sentence, i: int) -> bool:
    """Whether "from 12 to 15" says how a figure changed: a verb of change stands close before."""
    k = i - 1
    if k <= sentence.first or not passage.begins(k, "change_from"):
        return False
    return any(passage.ending(j, "changed") for j in range(max(sentence.first, k - 4), k))


def _needs_between(passage: Passage) -> frozenset[str]:
    """Words that join a range only after an opening word: between 12 and 28."""
    return frozenset(passage.lexicon.settings.get("range_needs_opening", ()))


def _wider(low: Numeral, high: Numeral) -> bool:
    assert low.value is not None and high.value is not None
    years = all(1900 <= v <= 2100 for v in (low.value, high.value)) and not (low.grouped or high.grouped)
    return low.value < high.value and not years


def _context_reason(
    passage: Passage, sentence: Sentence, i: int, core: Numeral, *, ranged: bool
) -> str | None:
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
        if glued and (not passage.begins(i - 1, "range") or tokens[i - 2].end == before.start):
            return "part of a name or address" if tokens[i - 2].kind == WORD else "not a number that counts"
        if passage.ending(i - 1, "aged"):
            return "an age"
        if passage.ending(i - 1, "parent_of"):
            return "the children of one who is named"
        if before.text == "," and core.last < sentence.last and _age_of_one_named(passage, sentence, i, core):
            return "an age"
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
            or passage.begins_as(core.last, "function", "conjunction")
        )
    ):
        return "a year"
    return None
