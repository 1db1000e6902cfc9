"""Whether a text says that a count happened, only supposes it, rejects it, or gives it for each of several.

A condition, a plan, a question of yes or no count nobody. A figure named in order to be called false is kept,
as denied. So many *for each* day or grave is no total: it is what the total is at the least.
"""

from __future__ import annotations

from typing import Final

from accounted.claims import Count
from accounted.reading.drafts import Candidate, Draft
from accounted.reading.passages import Mark, Passage, Sentence

_NEAR: Final = 5  # tokens that may stand between "each day" and those counted


def supposed(number: Candidate, draft: Draft) -> str | None:
    """Why a count is not said to have happened; None where it is."""
    passage, sentence, first = number.passage, number.sentence, draft.phrase.first
    if _in_condition(passage, sentence, first):
        return "a condition, not said to have happened"
    if _asked(passage, sentence):
        return "asked, not said"
    if draft.phrase.count.best == 1 and _without(passage, sentence, first, draft.phrase.bare_one):
        return "said not to be"
    predicate = draft.predicate
    if predicate is not None and _not_yet(passage, sentence, draft):
        return "planned, feared or yet to come, not said to have happened"
    return None


def _in_condition(passage: Passage, sentence: Sentence, first: int) -> bool:
    """ "If 20 people were killed, …": from the word of condition to the comma that ends its clause."""
    for mark in sentence.of("conditional"):
        if mark.last > first:
            break
        commas = [i for i in range(mark.last, first) if passage.tokens[i].text in ",;:"]
        if all(_goes_on(passage, i) for i in commas):
            return True
    return False


def _goes_on(passage: Passage, comma: int) -> bool:
    """Whether a comma only parts the items of a list, or opens a breakdown."""
    i = comma + 1
    return passage.tokens[comma].text == "," and bool(
        passage.begins(i, "breakdown")
        or passage.begins(i, "number")
        or passage.begins_as(i, "function", "conjunction")
    )


def _without(passage: Passage, sentence: Sentence, first: int, bare: bool) -> bool:
    """ "Without showing us a single body", "not one civilian": there is none."""
    if first > sentence.first and not bare and passage.begins_as(first - 1, "function", "negation"):
        return True
    for i in range(first - 1, max(sentence.first, first - _NEAR) - 1, -1):
        if passage.tokens[i].text in ",;:" or passage.begins_as(i, "function", "clause"):
            return False
        if passage.begins(i, "without"):
            return True
    return False


def _asked(passage: Passage, sentence: Sentence) -> bool:
    """ "Did 20 people die?": the question itself is whether it happened."""
    ends = [passage.tokens[i].text for i in range(max(sentence.first, sentence.last - 2), sentence.last)]
    if "?" not in ends:
        return False
    return any(mark.first - sentence.first <= mark.entry.get("within", 1) for mark in sentence.of("asks"))


def _not_yet(passage: Passage, sentence: Sentence, draft: Draft) -> bool:
    """Whether "would", "planned to", "risk of" governs the verb or noun of the count."""
    predicate, counted = draft.predicate, draft.counted
    assert predicate is not None
    if predicate.first >= counted.last:
        between = range(max(counted.last, predicate.first - 6), predicate.last)
        if any(passage.tokens[i].text in ",;:" for i in between):
            return False
        return any(passage.begins(i, "not_yet") for i in between)
    i = predicate.first - 1
    while i >= sentence.first:
        if passage.ending(i, "not_yet"):
            return True
        held = passage.covers(i, "function")
        if held is None or held.role not in ("adverb", "determiner", "auxiliary"):
            return passage.covers(predicate.first, "not_yet") is not None
        i = held.first - 1
    return False


def rejected(number: Candidate, draft: Draft) -> bool:
    """ "Reports of 50 dead were false", "it is not true that 50 died", "dismissed claims that 50 died"."""
    passage, sentence, first = number.passage, number.sentence, draft.phrase.first
    told = [m for m in sentence.of("told_of") if m.last <= first and _near_before(passage, m, first)]
    for mark in sentence.of("falsehood"):
        if told and mark.first >= draft.counted.last and not _parted(passage, draft.counted.last, mark.first):
            return True
        before = mark.last <= first and mark.role == "that"
        if before and not any(
            passage.tokens[i].text in ",;:" and not _that(passage, i + 1) for i in range(mark.last, first)
        ):
            return True
    if any(_denied_that(passage, m, first) for m in sentence.of("denial")):
        return True
    return any(
        m.entry.get("modality") == "denies" and m.last <= told[-1].first <= m.last + 3
        for m in (sentence.of("denial") if told else ())
        if not m.entry.get("label")
    )


def _denied_that(passage: Passage, mark: Mark, first: int) -> bool:
    """ "Denies that 70 people died": the count stands in what is denied."""
    if mark.entry.get("modality") != "denies" or mark.entry.get("label") or mark.last >= first:
        return False
    i = mark.last + (passage.tokens[mark.last].text == ",")
    return (
        i < first and _that(passage, i) and not any(passage.tokens[k].text in ",;:" for k in range(i, first))
    )


def _that(passage: Passage, i: int) -> bool:
    return passage.words[i] in passage.lexicon.settings.get("content_openers", ())


def _near_before(passage: Passage, mark: Mark, first: int) -> bool:
    """Whether what was told is this count: no sentence mark, and nobody speaking, between them."""
    between = range(mark.last, first)
    return len(between) <= 12 and not any(
        passage.tokens[i].text in ";:"
        or passage.begins(i, "say")
        or passage.begins_as(i, "function", "clause")
        for i in between
    )


def _parted(passage: Passage, first: int, last: int) -> bool:
    return any(passage.tokens[i].text in ";:" or passage.begins(i, "say") for i in range(first, last))


def for_each(number: Candidate, draft: Draft) -> bool:
    """ "21 a day", "more than one body in each grave": so many for each of several."""
    passage, sentence = number.passage, number.sentence
    last = max(draft.counted.last, draft.predicate.last if draft.predicate is not None else 0)
    for mark in sentence.of("each"):
        if mark.last <= draft.phrase.first:
            opens = (
                mark.first == sentence.first and passage.tokens[mark.last].text == ","
            )  # Each day, 21 are …
            gap = range(mark.last + opens, draft.phrase.first)
            near = len(gap) <= _NEAR + 3 and mark.role != "after"
        else:
            gap = range(min(draft.counted.last, mark.first), mark.first)
            near = mark.first >= draft.counted.last and mark.first - last <= _NEAR
            near = near and not (
                mark.role == "after" and passage.ending(mark.first - 1, "function", "preposition")
            )
        if near and not any(passage.tokens[i].text in ",;:" or passage.lies_in(i, "number") for i in gap):
            return True
    return False


def at_the_least(count: Count) -> Count:
    """The total of which a number is given for each of several: that number at the least."""
    floor = count.low if count.low is not None else count.best
    return Count("at_least", low=floor) if floor is not None else Count("some")
