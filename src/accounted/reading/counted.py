"""What a number counts: the noun phrase after it, as groups of people or things."""

from __future__ import annotations

from typing import Final

from accounted.reading.numbers import NumberPhrase
from accounted.reading.passages import Mark, Passage, Sentence
from accounted.reading.tokens import FIGURE, MARK, WORD

_NOUN_LIKE: Final = frozenset(
    {"person", "thing", "uncounted", "statemodifier", "modifier", "demonym", "other"}
)
_NOUNS: Final = ("person", "thing", "uncounted", "other")
_QUOTES: Final = frozenset("\"“”«»„‘’'")
_NO_ENDING: Final = ("\0",)
_REACH: Final = 9  # tokens: a noun phrase of a count is short


class Counted:
    """The noun phrase after a number: tokens [first, last).

    `kind` is what the head is: person, thing, uncounted, other ("22 others"), part ("70 of them"), unknown (a
    noun the lexicon does not have) or nothing (a bare number).
    """

    __slots__ = (
        "again", "basis", "cases", "first", "group", "groups", "head", "kind", "last", "others", "partitive",
        "scare", "state", "victims", "what", "word",
    )  # fmt: skip

    def __init__(
        self, first: int, last: int, kind: str = "nothing", head: Mark | None = None,
        group: tuple[str, ...] = (), groups: list[tuple[str, ...]] | None = None,
    ) -> None:  # fmt: skip
        self.first = first
        self.last = last
        self.kind = kind
        self.head = head
        self.group = group
        self.basis: str | None = None  # from the head ("bodies") or a state word before ("12 dead civilians")
        self.what: tuple[str, ...] = ()
        self.victims = True
        self.scare = False
        self.cases = False
        self.state = False  # the head is itself a state: "12 dead", "40 wounded"
        self.partitive = False  # "of the bodies": a part of those spoken of before
        self.again = False  # "two of the five": a part of a figure given before
        self.others = False  # "forty other men": beside one spoken of
        self.word = ""
        self.groups: list[tuple[str, ...]] = groups if groups is not None else []


def _best(passage: Passage, i: int, limit: int) -> Mark | None:
    """The longest noun-like mark at a token; people before things where both fit."""
    if not passage.begins_any(i, _NOUN_LIKE):
        return None
    found = [
        m
        for kind in ("person", "thing", "uncounted", "statemodifier", "modifier", "demonym", "other")
        for m in passage.at(i, kind)
        if m.last <= limit
    ]
    if not found:
        return None
    best = max(found, key=lambda m: m.last - m.first)
    if best.kind == "person" and best.last < limit and passage.begins(best.last, "person"):
        # "elderly women": a word that may be either says of whom, where people follow
        return next((m for m in found if m.kind == "modifier" and m.last == best.last), best)
    return best


def counted_after(passage: Passage, sentence: Sentence, phrase: NumberPhrase) -> Counted:
    """Read the noun phrase that follows a number."""
    if phrase.first > sentence.first and passage.ending(phrase.first - 1, "brings_to"):
        of = passage.at(phrase.last, "number_of") if phrase.last < sentence.last else []
        if of:  # "brought to 36 the number of media workers murdered"
            return noun_phrase(passage, sentence, max(m.last for m in of))
    return noun_phrase(passage, sentence, phrase.last)


def noun_phrase(passage: Passage, sentence: Sentence, first: int) -> Counted:
    """Read the noun phrase that begins at a token."""
    tokens, end = passage.tokens, sentence.last
    np = Counted(first, first)
    i, unknown, pending = first, 0, []
    while i < end and i - first < _REACH:
        token = tokens[i]
        if token.text in _QUOTES and _short_quote(passage, i):
            np.scare = True
            i += 1
            continue
        if token.kind == MARK:
            if token.text in "[]" or (token.text in _QUOTES and np.scare):
                i += 1
                continue
            break
        if np.head is None and i == first and passage.begins(i, "of"):
            return _of(passage, sentence, np, i)
        mark = _best(passage, i, end)
        if mark is None:
            if "-" in token.word and token.kind == WORD:
                mark = _joined_noun(passage, i)
            if mark is None and (token.kind == FIGURE or "-" in token.word):
                if token.kind == FIGURE and not token.word[len(token.figure) :].startswith("-"):
                    break
                i += 1  # 35-year-old, US-backed: says of what kind
                continue
        if mark is None:
            if np.head is not None or _closed(passage, i) or unknown >= 3 or token.kind != WORD:
                break
            done = passage.at(i, "harm", "done")
            if done and done[0].last < end and passage.begins(done[0].last, "thing"):
                i = done[0].last  # eleven of the exhumed bodies
                continue
            if passage.begins(i, "harm") or passage.words[i].endswith(_of_verbs(passage)):
                break  # «свыше 500 обратились за помощью»
            if np.kind == "person" and np.last == i and passage.words[i - 1].endswith("s"):
                break  # "15 Palestinians sheltering": a people is a noun, where it is many
            unknown += 1
            pending.append(i)
            i += 1
            continue
        if np.head is not None and not _continues(passage, np, mark):
            break
        if pending and mark.kind == "person" and passage.words[mark.last - 1].endswith(_by_whom(passage)):
            break  # «один избит полицейскими»
        if np.kind == "person" and mark.kind == "uncounted":
            break  # 365 Palestinians last week
        if np.head is None and mark.entry.get("state") and mark.last < end and _people_at(passage, mark.last):
            # 12 dead civilians: the state says of whom the number is true, the people are the head
            np.basis, np.kind = np.basis or mark.entry.get("basis"), "person"
        else:
            _take(np, mark)
        i = mark.last
        np.last = i
    if np.head is None and pending:
        np.kind, np.last = "unknown", pending[-1] + 1 if np.last <= pending[-1] else np.last
        np.word = passage.words[pending[-1]]
    if np.head is not None or np.kind == "unknown":
        _coordinate(passage, sentence, np)
        _complement(passage, sentence, np)
    if np.scare and np.last < end and tokens[np.last].text in _QUOTES:
        np.last += 1
    return np


def _by_whom(passage: Passage) -> tuple[str, ...]:
    """The endings of those by whom something is done."""
    return tuple(passage.lexicon.settings.get("doer_endings", _NO_ENDING))


def _of_verbs(passage: Passage) -> tuple[str, ...]:
    """The endings that only verbs have."""
    return tuple(passage.lexicon.settings.get("verb_endings", _NO_ENDING))


def _joined_noun(passage: Passage, i: int) -> Mark | None:
    """«Дітей-сиріт», «сестрам-близнючкам»: the first noun of two says who they are."""
    if not passage.lexicon.settings.get("free_order"):
        return None
    head = passage.words[i].partition("-")[0]
    for end, kind, role, entry in passage.lexicon.find([head], 0):
        if kind == "person" and end == 1:
            return Mark(i, i + 1, kind, role, entry)
    return None


def _short_quote(passage: Passage, i: int) -> bool:
    quotation = passage.quote_mark(i)
    return quotation is not None and not quotation.speech


def _closed(passage: Passage, i: int) -> bool:
    """Whether a token is a closed-class word, at which no noun phrase goes on."""
    return bool(
        passage.lies_in(i, "function")
        or passage.begins(i, "pronoun")
        or passage.begins(i, "say")
        or passage.begins(i, "article")
        or passage.begins(i, "breakdown")
        or passage.begins(i, "described")
        or passage.lies_in(i, "date_word")
    ) and not passage.begins(i, "modifier")


def _continues(passage: Passage, np: Counted, mark: Mark) -> bool:
    """Whether a noun right after the head makes a compound (civilian deaths, hospital workers)."""
    if not passage.lexicon.settings.get("compounds"):
        return False
    if mark.kind not in ("person", "thing", "uncounted") or np.state:
        return False
    state = bool(mark.entry.get("state"))
    return mark.first == np.last and not state


def _people_at(passage: Passage, i: int) -> bool:
    if passage.begins(i, "person"):
        return True
    before = passage.at(i, "demonym") or passage.at(i, "modifier")
    return bool(before) and bool(passage.begins(before[0].last, "person"))


def _take(np: Counted, mark: Mark) -> None:
    entry = mark.entry
    np.others = np.others or mark.kind == "other" or bool(entry.get("others"))
    if mark.kind in ("modifier", "statemodifier", "demonym"):
        np.group += tuple(entry.get("group", ()))
        if mark.kind == "statemodifier":
            np.basis = np.basis or entry.get("basis")
        if mark.kind == "demonym":
            np.group += tuple(entry.get("name", ()))
        if mark.kind != "modifier" and np.kind == "nothing":
            np.kind = "person"
        return
    if np.head is not None and np.head.kind == "person" and mark.kind != "person":
        pass  # civilian deaths: the group stays, the head is the deaths
    elif np.head is not None and mark.kind == "person":
        np.group = tuple(g for g in np.group if g not in np.head.entry.get("group", ()))
        np.basis = None
    np.head, np.kind, np.state = mark, mark.kind, bool(entry.get("state"))
    np.group += tuple(entry.get("group", ()))
    np.groups = [tuple(entry.get("group", ()))]
    if mark.kind in ("thing", "person"):
        np.basis = entry.get("basis") if mark.kind == "thing" else (entry.get("basis") or np.basis)
        np.what = tuple(entry.get("what", ()))
        np.victims = bool(entry.get("victims", True))
        np.cases = bool(entry.get("cases", False))


def _of(passage: Passage, sentence: Sentence, np: Counted, i: int) -> Counted:
    """ "70 of them", "60 of the bodies", "226 of the 534 bodies"."""
    j = i + 1
    end = sentence.last
    while j < end and (passage.begins_as(j, "function", "determiner") or passage.begins(j, "exact_word")):
        j += 1
    number = j < end and (passage.tokens[j].kind == FIGURE or passage.at(j, "number"))
    if j < end and passage.begins(j, "part_pronoun"):
        np.kind, np.last = "part", j + 1
        return np
    if not number and (j > i + 1 or (j < end and _best(passage, j, end))):
        inner = noun_phrase(passage, sentence, j)
        if inner.head is not None or inner.kind == "person":
            inner.first = np.first
            inner.partitive = any(passage.begins_as(k, "function", "determiner") for k in range(i + 1, j))
            if j > i + 1 and inner.kind == "person" and inner.basis is None:
                inner.kind = "person"
            return inner
    if number:
        # 120 of the 450 bodies: a part, of what the other number counts
        inner = noun_phrase(passage, sentence, j + 1)
        np.kind, np.last, np.head, np.group = "part", j, inner.head, inner.group
        np.again = inner.kind == "nothing" and j > i + 1  # two of the five: the five were spoken of before
    return np


def _coordinate(passage: Passage, sentence: Sentence, np: Counted) -> None:
    """ "men, women and children": one count of several groups."""
    if np.kind not in ("person", "thing"):
        return
    end = sentence.last
    heads = [np.head]
    while True:
        j = np.last
        if j < end and passage.tokens[j].text == ",":
            j += 1
        if j < end and passage.begins_as(j, "function", "conjunction"):
            j = passage.at(j, "function", "conjunction")[0].last
        if j == np.last or j >= end:
            break
        if passage.begins_as(j, "function", "determiner"):
            j += 1
        k = j
        while k < end and k - j < 2 and passage.begins(k, "modifier"):
            k = passage.at(k, "modifier")[0].last
        marks = [m for m in passage.at(k, np.kind) if not m.entry.get("state")] if k < end else []
        if not marks or (
            passage.tokens[np.last].text == ","
            and not _list_closes(passage, sentence, marks[0].last, np.kind)
        ):
            break
        mark = max(marks, key=lambda m: m.last)
        head = np.head.first if np.head is not None else np.first
        free = passage.lexicon.settings.get("free_order")
        if free and passage.begins(mark.first, "singular"):
            numbered = np.first > sentence.first and passage.lies_in(np.first - 1, "number")
            if numbered or not passage.begins(head, "singular"):
                break  # «двоє дітей і жінка», «четырёх человек и спасатель»: the number is of the first
        if (
            np.kind == "thing"
            and np.head is not None
            and mark.entry.get("basis") != np.head.entry.get("basis")
        ):
            break
        if passage.begins(head, "singular") and not passage.begins(mark.first, "singular"):
            break  # "a driver and citizens of three countries": one, and others
        heads.append(mark)
        np.groups.append(tuple(mark.entry.get("group", ())))
        np.last = mark.last
    if len(heads) > 1 and np.kind == "person":
        np.group = _joined(np.groups)


def _list_closes(passage: Passage, sentence: Sentence, i: int, kind: str) -> bool:
    """Whether a list of nouns goes on to an "and": otherwise the comma ends the phrase."""
    end = min(sentence.last, i + 8)
    for j in range(i, end):
        if passage.begins_as(j, "function", "conjunction"):
            return j + 1 < end and bool(
                passage.begins(j + 1, kind) or passage.begins_as(j + 1, "function", "determiner")
            )
        if not (passage.tokens[j].text == "," or passage.lies_in(j, kind) or passage.lies_in(j, "modifier")):
            return False
    return (
        i < sentence.last
        and bool(passage.lies_in(i - 1, kind))
        and bool(passage.begins_as(i, "function", "conjunction"))
    )


def _joined(groups: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The group of a mixed count: both sexes or all ages together say nothing about anyone."""
    every = {g for group in groups for g in group}
    if any(not group for group in groups) or {"male", "female"} <= every:
        return ()
    return tuple(dict.fromkeys(g for group in groups for g in group))


def _complement(passage: Passage, sentence: Sentence, np: Counted) -> None:
    """ "230 corpses of tribesmen", "25 people of the Yazidi minority", "75 cases of arbitrary detention"."""
    end, j = sentence.last, np.last
    if j < end and np.scare and passage.tokens[j].text in _QUOTES:
        j += 1
    if j >= end:
        return
    if passage.begins(j, "of"):
        j += 1
    elif not (np.cases and passage.lexicon.settings.get("free_order")):
        return  # «340 випадків затримань»: the case is said by the ending
    k = j
    if np.cases:
        for k in range(j, min(end, j + 14)):
            found = passage.at(k, "case")
            if found:
                best = max(found, key=lambda m: m.last)
                np.basis, np.victims, np.last = best.entry.get("basis"), True, best.last
                np.victims = np.basis != "incidents"
                if not np.group:
                    np.group = _groups_between(passage, j, k)
                return
            if passage.tokens[k].text in ".;":
                break
        return
    while (
        k < end
        and k - j < 4
        and (
            passage.begins_as(k, "function", "determiner")
            or passage.begins(k, "modifier")
            or passage.begins(k, "article")
        )
    ):
        k += 1
    if k >= end:
        return
    people = passage.at(k, "person")
    demonym = passage.at(k, "demonym")
    if np.kind == "thing" and people and np.basis and not passage.begins(k, "number"):
        mark = max(people, key=lambda m: m.last)
        if mark.entry.get("victims", True):
            np.group = tuple(mark.entry.get("group", ()))
            np.groups = [np.group]
            np.last = mark.last
            inner = Counted(k, mark.last, "person", mark, np.group, groups=[np.group])
            _coordinate(passage, sentence, inner)
            np.group, np.last = inner.group, inner.last
    elif (
        np.kind == "person"
        and demonym
        and demonym[0].last < end
        and passage.begins(demonym[0].last, "community")
    ):
        np.group += tuple(demonym[0].entry.get("name", ())) or (passage.words[demonym[0].first],)
        np.last = demonym[0].last + 1


def _groups_between(passage: Passage, first: int, last: int) -> tuple[str, ...]:
    """The group of the first people named between two tokens."""
    for k in range(first, last):
        for mark in passage.at(k, "person"):
            return tuple(mark.entry.get("group", ()))
    return ()
