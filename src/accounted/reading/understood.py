"""Counts whose kind is understood from elsewhere: a toll, a heading, the whole, the count before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from accounted.reading.counted import noun_phrase
from accounted.reading.drafts import Candidate, Draft, family
from accounted.reading.passages import Passage, Sentence
from accounted.reading.predicates import Predicate, predicate_after, said_to_be
from accounted.reading.tokens import MARK
from accounted.reading.wholes import only_list_words

_SAYS_LITTLE: Final = 20  # smaller figures recur by chance
_LISTED: Final = 16  # tokens of a list in which a count may stand
_NO_LIST: Final = frozenset({"harm", "say", "pronoun"})
_TOLL_REACH: Final = 16  # tokens between "death toll" and its figure


def told(passage: Passage, sentence: Sentence, first: int) -> bool:
    """Whether "the death toll" stands before a number, with no other figure between."""
    tolls = [m for m in sentence.of("harm", "toll") if m.last <= first]
    return bool(tolls) and not any(passage.tokens[i].text in ",;" for i in range(tolls[-1].last, first))


def by_among(number: Candidate) -> Draft | None:
    """«Серед загиблих — жінка, а також 17 військових»: a list of those who are among the dead."""
    passage, sentence, phrase = number.passage, number.sentence, number.phrase
    if number.counted.kind != "person" or number.after is not None:
        return None
    for mark in sentence.of("harm", "of"):
        if mark.first - sentence.first > 1 or not passage.begins(mark.first, "breakdown"):
            return None
        listed = range(mark.last, phrase.first)
        if not listed or passage.tokens[mark.last].text not in "—–-:" or len(listed) > _LISTED:
            return None
        if any(passage.tokens[i].text == ";" or passage.covers_any(i, _NO_LIST) for i in listed):
            return None
        return number.draft(mark.entry.get("basis"), "label")
    return None


def by_label(number: Candidate) -> Draft | None:
    """ "Killed: 12"."""
    passage, sentence, i = number.passage, number.sentence, number.phrase.first - 1
    if number.counted.kind not in ("nothing", "person") or i - 1 < sentence.first:
        return None
    if passage.tokens[i].text not in ":–—-":
        return None
    for label in passage.ending(i - 1, "harm", "label"):
        return number.draft(label.entry.get("basis"), "label", first=label.first)
    return None


def by_toll(number: Candidate) -> Draft | None:
    """ "The death toll from the attack reached at least 112"."""
    passage, phrase = number.passage, number.phrase
    if number.counted.kind not in ("nothing", "person", "other"):
        return None
    for toll in reversed(number.sentence.of("harm", "toll")):
        if toll.last > phrase.first or phrase.first - toll.last > _TOLL_REACH:
            continue
        between = range(toll.last, phrase.first)
        if any(passage.tokens[i].text in ";:" and i < phrase.first - 1 for i in between):
            return None
        if any(passage.begins_as(i, "function", "clause") or passage.begins(i, "say") for i in between):
            return None
        if any(toll.last <= d.phrase.first < phrase.first for d in number.found):
            return None
        basis = toll.entry.get("basis")
        predicate = Predicate(toll.first, toll.last, basis, "toll", True, True)
        return number.draft(basis, "toll", first=toll.first, predicate=predicate)
    return None


def by_number_of(number: Candidate) -> Draft | None:
    """ "Bringing to 112 the death toll"; "the number of teachers killed rose to 36"."""
    passage, phrase, sentence = number.passage, number.phrase, number.sentence
    if number.counted.kind not in ("nothing", "person", "other"):
        return None
    if phrase.last < sentence.last and passage.ending(phrase.first - 1, "brings_to"):
        for toll in passage.at(phrase.last, "harm", "toll"):
            return number.draft(toll.entry.get("basis"), "toll", last=toll.last)
        i = phrase.last + bool(passage.begins_as(phrase.last, "function", "determiner"))
        for toll in passage.at(i, "harm", "toll"):
            return number.draft(toll.entry.get("basis"), "toll", last=toll.last)
    for mark in reversed(sentence.of("number_of")):
        if not 0 < phrase.first - mark.last <= _TOLL_REACH or any(d.first >= mark.last for d in number.found):
            continue
        if not passage.ending(phrase.first - 1, "reaches"):
            return None
        people = noun_phrase(passage, sentence, mark.last)
        if people.kind == "nothing" and passage.begins_as(mark.last + 1, "function", "relative"):
            people.kind, people.last = "person", mark.last + 1  # the number of those who died
        said = predicate_after(passage, sentence, people.last, {phrase.first: number.counted}, {})
        if people.kind not in ("person", "unknown") or not people.victims:
            return None
        basis = people.basis or (said.basis if said is not None and said.last <= phrase.first else None)
        if basis is None:
            return None
        predicate = Predicate(mark.first, mark.last, basis, "toll", True, True)
        return number.draft(basis, "toll", predicate=predicate, group=tuple(people.group))
    return None


def by_companion(number: Candidate) -> Draft | None:
    """ "My husband was held in the basement with some forty other men": what befell the one befell them."""
    passage, sentence, i = number.passage, number.sentence, number.phrase.first - 1
    if number.counted.kind not in ("person", "other") or i <= sentence.first:
        return None
    withs = passage.ending(i, "alongside")
    if not withs:
        return None
    if withs[0].entry.get("of_others") and not number.counted.others:
        return None
    for mark in reversed(sentence.of("harm", "done", "happens")):
        if mark.last <= withs[0].first <= mark.last + _TOLL_REACH and mark.entry.get("victims", True):
            between = range(mark.last, withs[0].first)
            if any(passage.tokens[k].text in ";:" or passage.begins(k, "pronoun") for k in between):
                return None
            if mark.role == "done" and not passage.ending(mark.first - 1, "function", "auxiliary"):
                return None
            predicate = Predicate(mark.first, mark.last, str(mark.entry.get("basis")), "joined", True, True)
            return number.draft(predicate.basis, "companion", predicate=predicate)
    return None


def by_part(number: Candidate) -> Draft | None:
    """A part of what the whole is of: "including two children", "226 were women"."""
    passage, phrase, counted, whole = number.passage, number.phrase, number.counted, number.whole
    if whole is None or not number.inherits:
        return None
    said = said_to_be(passage, number.sentence, counted.last)
    if said is not None and said.group == ("undetermined",) and passage.ending(phrase.first - 1, "of"):
        return None  # the sex of 11 could not be determined
    if counted.kind in ("person", "other", "unknown"):
        if counted.head is None and counted.basis and family(counted.basis) != family(whole.basis):
            return None  # «погибли восемь, в том числе двое детей, 34 ранены»
        if counted.kind == "unknown" and (phrase.bare_one or phrase.count.best == 1):
            return None
        draft = number.draft(_told_with(number, whole), "part")
        if counted.kind == "unknown":
            draft.group = (counted.word,)
    elif counted.kind in ("nothing", "part") and said is not None:
        counted.group = said.group
        draft = number.draft(whole.basis, "part", last=said.last)
    elif counted.kind == "part" and passage.begins(counted.last, "severity"):
        draft = number.draft(whole.basis, "part", last=counted.last + 1)
    elif counted.kind == "part" and not counted.again and _how(number):
        draft = number.draft(whole.basis, "part")
    else:
        return None
    draft.what = whole.what
    draft.whole = whole
    return draft


def _told_with(number: Candidate, whole: Draft) -> str:
    """The basis of a part: «серед загиблих — 24 цивільні та 11 військових» tells both as its first."""
    last = number.found[-1] if number.found else None
    if last is None or last.whole is not whole or last.rule == "part":
        return whole.basis
    joined = only_list_words(number.passage, range(last.counted.last, number.phrase.first))
    return last.basis if joined else whole.basis


def _how(number: Candidate) -> bool:
    """ "29 of them under torture": where or how, of those harmed, so many were."""
    i = number.counted.last
    return i < number.sentence.last and bool(number.passage.begins_as(i, "function", "preposition"))


def by_ellipsis(number: Candidate) -> Draft | None:
    """ "Three cemeteries were found in A, one in B, and one found in C": the noun is understood."""
    passage, phrase, found = number.passage, number.phrase, number.found
    if number.counted.kind != "nothing" or not found or phrase.bare_one:
        return None
    if phrase.last >= number.sentence.last:
        return None
    after, i = number.after, phrase.first - 1
    follows = bool(passage.begins(phrase.last, "placed")) or (
        after is not None and after.first == phrase.last
    )
    follows = follows or passage.begins(phrase.last, "agent")  # 242 by soldiers and eight by settlers
    joined = passage.tokens[i].text in ",;" or bool(passage.ending(i, "function", "conjunction"))
    if passage.ending(i, "ordinal"):  # 17 bodies in the first grave, in the second six
        follows = joined = phrase.last >= number.sentence.last or passage.tokens[phrase.last].kind == MARK
    if not follows or not joined:
        return None
    previous = found[-1]
    draft = number.draft(previous.basis, "ellipsis")
    draft.group, draft.what, draft.victims = previous.group, previous.what, previous.victims
    if previous.rule in ("part", "ellipsis"):
        draft.whole = previous.whole  # 29 of them under torture and 11 for lack of care
    draft.last = max(draft.last, min(number.sentence.last, phrase.last + 2))
    return draft


def by_rival(number: Candidate, told_of: Draft | None) -> Draft | None:
    """ "…, although earlier reports spoke of more than 400": another figure for those just counted."""
    passage, first = number.passage, number.phrase.first
    if number.counted.kind != "nothing" or first <= number.sentence.first:
        return None
    if not any(m.entry.get("counts") for m in passage.ending(first - 1, "say")):
        return None
    rival = number.found[-1] if number.found else told_of
    if rival is None or not rival.victims or number.sentence.number - rival.sentence.number > 1:
        return None
    return number.draft(rival.basis, "rival", group=rival.group)


def by_distribution(number: Candidate) -> Draft | None:
    """ "Most were hurt in Donetsk region – 455, Kharkiv region – 275": a figure for each place."""
    passage, sentence, i = number.passage, number.sentence, number.phrase.first - 1
    if number.counted.kind != "nothing" or i - 1 < sentence.first or passage.tokens[i].text not in "–—-:":
        return None
    named = passage.tokens[i - 1].capital or passage.covers(i - 1, "level")
    first = i - 1
    while first > sentence.first and passage.lies_in(first, "level"):
        first -= 1
    if not named or not passage.tokens[first].capital:
        return None
    for draft in reversed(number.found):
        if draft.rule == "distribution":
            return number.draft(draft.basis, "distribution", first=first, group=draft.group, what=draft.what)
    for mark in sentence.of("harm", "verb", "happens", "done", "toll", "label"):
        if mark.last <= first and mark.entry.get("victims", True):
            people = [m for m in sentence.of("person") if m.first <= first]
            group = tuple(people[0].entry.get("group", ())) if people else ()
            return number.draft(mark.entry.get("basis"), "distribution", first=first, group=group)
    return None


def by_place(number: Candidate) -> Draft | None:
    """ "In the second grave there are six people"."""
    if number.counted.kind != "person":
        return None
    for mark in number.sentence.of("harm", "place"):
        near = mark.last <= number.phrase.first <= mark.last + 6
        if near and not any(d.first > mark.first for d in number.found):
            return number.draft(mark.entry.get("basis"), "place")
    return None


def by_repeat(number: Candidate, by_figure: Mapping[int | None, Draft]) -> Draft | None:
    """A figure given again without its verb: "at least 500,000 were deported … 500 thousand people!"."""
    phrase = number.phrase
    if number.counted.kind != "person" or phrase.vague:
        return None
    figure = phrase.count.best or phrase.count.low or phrase.count.high
    draft = by_figure.get(figure)
    if draft is None or figure is None or figure < _SAYS_LITTLE:
        return None
    return number.draft(draft.basis, "repeat", same_as=draft, victims=draft.victims)
