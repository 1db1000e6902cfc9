"""Which count a number is a part of: "534 bodies, 226 of them women", "864: 763 men", "of whom 34"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from accounted.reading.counted import Counted
from accounted.reading.drafts import BODIES, Draft, can_be_part, family, of_people
from accounted.reading.numbers import NumberPhrase
from accounted.reading.passages import Passage, Sentence
from accounted.reading.tokens import MARK

_JOINING: Final = frozenset({"conjunction", "adverb", "determiner"})
_LATELY: Final = 20  # counts that are kept in mind
_AGAIN: Final = 3  # sentences after which a figure may be given again as the whole of others


class Whole(NamedTuple):
    """A count and how another stands in it."""

    draft: Draft
    inherits: bool  # the part is of what the whole is of, unless it says otherwise
    listed: bool = False  # the parts are to give the whole


class WholeFinder:
    """Finds wholes, remembering the counts of the sentences before."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self._last: Draft | None = None
        self._last_by_basis: dict[str, Draft] = {}
        self._dead: list[Draft] = []  # the wholes that count the dead, in order
        self._lately: list[Draft] = []  # the counts of the sentences just before
        self._again: Draft | None = None  # the count that the sentence at hand gives again as its whole

    def remember(self, drafts: Sequence[Draft]) -> None:
        """Take in the counts of a sentence that has been read."""
        self._again = None
        if not drafts and len(self._lately) <= _LATELY:
            return
        self._lately = [*self._lately[-_LATELY:], *(d for d in drafts if d.victims)]
        people = any(d.victims and of_people(d) for d in drafts)
        for draft in drafts:
            if draft.victims:
                # 48 bodies from graves in three villages: "of them" is of the 48
                if of_people(draft) or not people:
                    self._last = draft.whole or draft
                if draft.whole is None:
                    self._last_by_basis[draft.basis] = draft
                    if family(draft.basis) == "dead" and not draft.counted.partitive:
                        self._dead.append(draft)

    def of_the_dead(self, part: Draft) -> Draft | None:
        """The whole of "eleven of the exhumed bodies": the last count of the dead that can hold the part.

        Where the words say which bodies ("exhumed"), it is a count of those or none.
        """
        passage = self.passage
        said = {
            str(mark.entry.get("basis"))
            for i in range(part.counted.first, part.counted.last)
            for mark in passage.at(i, "harm", "done")
            if part.counted.partitive and mark.entry.get("basis") in BODIES
        }
        for whole in reversed(self._dead):
            if (not said or whole.basis in said) and can_be_part(part, whole):
                return whole
        return None

    def of_its_kind(self, part: Draft) -> Draft | None:
        """The whole of "ten of the wounded": the last count on the same basis that can hold the part."""
        whole = self._last_by_basis.get(part.basis)
        return whole if whole is not None and whole is not part and can_be_part(part, whole) else None

    def last_counted(self) -> Draft | None:
        """The last whole of all, whatever it counts."""
        return self._last

    def last_dead(self) -> Draft | None:
        """The last whole that counts the dead."""
        return self._dead[-1] if self._dead else None

    def last(self, basis: str) -> Draft | None:
        """The last whole that was counted on a basis."""
        return self._last_by_basis.get(basis)

    def whole_of(
        self, sentence: Sentence, phrase: NumberPhrase, counted: Counted, found: Sequence[Draft]
    ) -> Whole | None:
        """The whole of a number, from the counts `found` before it in its sentence or in the one before."""
        earlier = [d for d in found if d.victims]
        if earlier:
            return self._in_sentence(sentence, phrase, counted, earlier)
        if self._again is not None:
            return Whole(self._again, True)
        divided = self._group_again(sentence, phrase)
        if divided is not None:
            return Whole(divided, True, listed=True)
        last = self._last
        if last is None or last.sentence.segment != sentence.segment:
            if last is not None and counted.kind == "part" and sentence.number - last.sentence.number == 1:
                return Whole(last, True)  # "… 48 people." / "At least thirty of them …"
            return self._among_the_dead(sentence, phrase)
        apart = sentence.number - last.sentence.number
        if apart > 1 and not (apart == 2 and self._told_between(sentence)):
            return self._among_the_dead(sentence, phrase)
        if counted.kind == "part":
            return Whole(last, True)
        if self._opens_with_parts(sentence, phrase):
            return self._among_the_dead(sentence, phrase) or Whole(last, True)
        return self._among_the_dead(sentence, phrase)

    def _told_between(self, sentence: Sentence) -> bool:
        """Whether the sentence before only says who told it: «Про це повідомив речник. Із них 76 — …»."""
        before = self.passage.sentences[sentence.number - 1]
        return any(mark.first == before.first for mark in before.of("saying_opens"))

    def given_again(self, sentence: Sentence, phrase: NumberPhrase, counted: Counted) -> bool:
        """ "Among the 436 were 21 servicemen": a figure given just before, as the whole of what follows."""
        passage, before = self.passage, phrase.first - 1
        if counted.kind != "nothing" or phrase.count.best is None or before < sentence.first:
            return False
        while before > sentence.first and _determiner(passage, before):
            before -= 1
        whole = passage.covers(before, "whole") or passage.covers(before, "breakdown")
        if whole is None or not self.opens_clause(sentence, whole.first):
            return False
        for draft in reversed(self._just_before(sentence, _AGAIN)):
            if draft.count == phrase.count:
                self._again = draft
                return True
        return False

    def _just_before(self, sentence: Sentence, reach: int = 1) -> list[Draft]:
        """The counts of the sentence before, or of some sentences, in the same paragraph."""
        return [
            d
            for d in self._lately
            if d.sentence.segment == sentence.segment and 0 < sentence.number - d.sentence.number <= reach
        ]

    def _group_again(self, sentence: Sentence, phrase: NumberPhrase) -> Draft | None:
        """ "The civilians were 194 men and 215 women": a group counted just before, divided."""
        passage, i = self.passage, sentence.first
        while i < phrase.first and _determiner(passage, i):
            i += 1
        people = [m for kind in ("person", "modifier") for m in passage.at(i, kind) if m.entry.get("group")]
        if not people:
            return None
        mark = max(people, key=lambda m: m.last)
        gap = range(mark.last, phrase.first)
        links = {"auxiliary", "adverb", "determiner"}
        held = [passage.covers(k, "function") for k in gap]
        if not gap or not all(
            (h is not None and h.role in links) or passage.tokens[k].text in "–—"
            for h, k in zip(held, gap, strict=True)
        ):
            return None
        group = set(mark.entry.get("group", ()))
        return next((d for d in self._just_before(sentence) if group == {*d.group}), None)

    def _right_after_cue(self, first: int, end: int) -> bool:
        """Whether "including", a bracket or the like stands right before one person."""
        before = left_of_determiners(self.passage, first, end)
        return before >= end and (
            bool(self.passage.lies_in(before, "breakdown")) or opens_list(self.passage, before)
        )

    def _opens_with_parts(self, sentence: Sentence, phrase: NumberPhrase) -> bool:
        """ "Among them were three children": the sentence goes on with parts of the count before it."""
        passage = self.passage
        for cue in sentence.of("breakdown"):
            if cue.first - sentence.first > 2:
                return False
            gap = range(cue.last, phrase.first)
            held = [passage.at(i, "function", "auxiliary", "adverb", "determiner") for i in gap]
            if all(h or passage.tokens[i].text in ",–—-:" for h, i in zip(held, gap, strict=True)):
                return True
        return False

    def _in_sentence(
        self, sentence: Sentence, phrase: NumberPhrase, counted: Counted, earlier: Sequence[Draft]
    ) -> Whole | None:
        passage, previous = self.passage, earlier[-1]
        end = previous.last if previous.last <= phrase.first else previous.counted.last
        gap = range(end, phrase.first)
        if phrase.bare_one and not self._right_after_cue(phrase.first, end):
            if previous.whole is not None and only_list_words(passage, gap):
                return Whole(previous.whole, True, previous.listed)  # five children and a pregnant woman
            return None
        if (outer := self._after_bracket(gap, earlier)) is not None:
            return outer
        opens = [i for i in gap if opens_list(passage, i)]
        cue = any(passage.begins(i, "breakdown") for i in gap)
        if (opens or cue) and not any(passage.begins_as(i, "function", "clause") for i in gap):
            whole = previous.whole if previous.whole is not None and not opens else previous
            if counted.kind in ("person", "nothing", "part"):
                # 201 bodies were exhumed from 194 graves: 96 men … are a part of the bodies
                whole = next((d for d in reversed(earlier) if of_people(d)), whole)
                whole = whole.whole or whole if not opens else whole
            return Whole(whole, True, listed=bool(opens) and not cue)
        if previous.whole is not None and only_list_words(passage, gap):
            return Whole(previous.whole, True, previous.listed)
        if counted.kind == "part":
            return Whole(previous.whole or previous, True)
        before = left_of_determiners(passage, earlier[0].phrase.first, sentence.first)
        of = passage.covers(before, "whole") if before >= sentence.first else None
        if of is not None and self.opens_clause(sentence, of.first):
            return Whole(earlier[0], True)
        return None

    def _after_bracket(self, gap: range, earlier: Sequence[Draft]) -> Whole | None:
        """ "846: 212 killed (118 men, 94 women) and 634 injured": after the bracket, of the outer whole."""
        passage = self.passage
        closes = next((i for i in gap if passage.tokens[i].text == ")"), None)
        if closes is None or not only_list_words(passage, range(closes + 1, gap.stop)):
            return None
        opened = next((i for i in range(closes, earlier[0].first, -1) if passage.tokens[i].text == "("), None)
        outer = [d for d in earlier if opened is not None and d.phrase.last <= opened]
        if not outer or outer[-1].whole is None:
            return None
        return Whole(outer[-1].whole, True, outer[-1].listed)

    def opens_clause(self, sentence: Sentence, i: int) -> bool:
        """Whether "of the 40 detainees" opens a clause; "the murder of 40" does not."""
        passage, k = self.passage, i - 1
        if k < sentence.first or passage.tokens[k].kind == MARK:
            return True
        opens = passage.lexicon.settings.get("content_openers", ())
        return bool(passage.ending(k, "function", "conjunction", "clause")) or passage.words[k] in opens

    def _among_the_dead(self, sentence: Sentence, phrase: NumberPhrase) -> Whole | None:
        """ "Among the wounded is also a nine-year-old girl": of those counted as wounded before."""
        for mark in sentence.of("harm", "of"):
            if mark.last <= phrase.first and self.passage.begins(mark.first, "breakdown"):
                basis = str(mark.entry.get("basis"))
                draft = self._last_by_basis.get(basis)
                if draft is None and family(basis) == "dead":
                    draft = self.last_dead()  # 35 bodies: among the dead are 24 civilians
                return Whole(draft, False) if draft is not None else None
        return None


def _determiner(passage: Passage, i: int) -> bool:
    held = passage.covers(i, "function")
    return bool(passage.begins(i, "article")) or (held is not None and held.role == "determiner")


def only_list_words(passage: Passage, gap: range) -> bool:
    """Whether nothing but commas and joining words stands between two counts."""
    if not 0 < len(gap) <= 3:
        return False
    for i in gap:
        held = passage.covers(i, "function")
        if passage.tokens[i].text not in ",;" and (held is None or held.role not in _JOINING):
            return False
    return True


def opens_list(passage: Passage, i: int) -> bool:
    """Whether a mark opens a list of parts: a dash, a colon, a bracket."""
    token = passage.tokens[i]
    if token.text in "–—:(":
        return True
    return token.text == "-" and passage.text[token.start - 1 : token.start].isspace()


def left_of_determiners(passage: Passage, i: int, first: int) -> int:
    """The token before a number phrase and its articles."""
    k = i - 1
    while k > first and (passage.begins_as(k, "function", "determiner") or passage.tokens[k].text == ","):
        k -= 1
    return k
