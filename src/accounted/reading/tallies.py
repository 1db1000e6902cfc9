"""Which numbers count people harmed, bodies, graves or places, and on what basis.

For each number phrase the noun after it is read (`counted`), then the words that say what happened to those
counted: the noun itself ("12 bodies"), what stands before it ("killed 12", "the bodies of 12"), what stands
after it ("12 were wounded", "12 dead"), a toll ("the death toll reached 12"), or the count it is a part of
("including 12 children"). Without such a word a number counts nothing, and the reason is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from accounted.reading import asserted, named, understood
from accounted.reading.counted import Counted, counted_after
from accounted.reading.drafts import BODIES, Candidate, Draft, Uncounted, can_be_part
from accounted.reading.harmed import by_predicate
from accounted.reading.numbers import NumberPhrase
from accounted.reading.passages import Passage, Sentence
from accounted.reading.predicates import Predicate, predicate_after, predicate_before, said_to_be
from accounted.reading.singles import singles
from accounted.reading.wholes import WholeFinder

_NOT: Final = frozenset({"not", "n't", "не"})
_VICTIMS: Final = 3  # sentences over which "the victims" are those counted before


class TallyReader:
    """Reads the tallies of a passage sentence by sentence, remembering what was counted before."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.drafts: list[Draft] = []
        self.uncounted: list[Uncounted] = []
        self.wholes = WholeFinder(passage)
        self._by_figure: dict[int | None, Draft] = {}  # the last count of people that gave a figure

    def read(self, sentence: Sentence, phrases: Sequence[NumberPhrase]) -> list[Draft]:
        """The tallies of one sentence, in order."""
        passage = self.passage
        usable = []
        for phrase in phrases:
            if phrase.reason is not None:
                self.uncounted.append(Uncounted(phrase.first, phrase.last, phrase.reason))
            else:
                usable.append((phrase, counted_after(passage, sentence, phrase)))
        usable.extend(singles(passage, sentence, phrases))
        usable.sort(key=lambda pair: pair[0].first)
        found: list[Draft] = []
        starts = {phrase.first: counted for phrase, counted in usable}
        skips = {p.first: p.last for p in phrases if p.reason is not None}
        for at, (phrase, counted) in enumerate(usable):
            held = usable[at - 1][1] if at else None
            if held is not None and held.again and held.last == phrase.core:
                continue  # "two of the five": the five are no new count
            if not found and self.wholes.given_again(sentence, phrase, counted):
                continue  # among the 436 were 21 servicemen
            if held is not None and self._said_again(usable[at - 1][0], held, phrase):
                held.group = held.group or counted.group
                continue  # "one of them, a 44-year-old electrician, died": the same one
            within = held is not None and held.kind == "part" and held.last == phrase.core
            number = Candidate(passage, sentence, phrase, counted, None, None, found)
            draft = self._draft(number, starts, skips, within)
            if draft is None:
                if not phrase.bare_one:
                    why = number.reason or _why_not(counted)
                    self.uncounted.append(Uncounted(phrase.first, phrase.last, why))
                continue
            found.append(draft)
        for part, whole in pairwise(found):
            if part.counted.kind == "part" and part.whole is None and whole.phrase.core == part.counted.last:
                part.whole = whole  # 120 of the 450 bodies
        if len(found) > 1:
            self._among(found)
        self._remember(found)
        said = self._said_of_all(sentence) if "all_of_them" in sentence.kinds else []
        self.drafts.extend(said)
        return [*found, *said]

    def _said_again(self, before: NumberPhrase, held: Counted, phrase: NumberPhrase) -> bool:
        """Whether a single person is the one counted right before, described between commas."""
        one = phrase.bare_one and phrase.count.best == 1 and not before.bare_one and before.count.best == 1
        one = one and before.count.quantifier == "exact" and phrase.first == held.last + 1
        return one and self.passage.tokens[held.last].text == ","

    def _among(self, found: Sequence[Draft]) -> None:
        """ "Two children and a woman were among eight people killed": parts of the count that follows."""
        passage = self.passage
        for at, whole in enumerate(found[1:], 1):
            i = whole.phrase.first - 1
            while i > 0 and passage.ending(i, "function", "determiner"):
                i -= 1
            if not passage.ending(i, "among"):
                continue
            for part in found[:at]:
                if part.whole is None and can_be_part(part, whole):
                    part.whole = whole

    def _said_of_all(self, sentence: Sentence) -> list[Draft]:
        """ "All the dead were civilians": said of the whole counted before, with its number (rule D-27)."""
        passage, out = self.passage, []
        for mark in sentence.of("all_of_them"):
            said = said_to_be(passage, sentence, mark.last)
            whole = self.wholes.last_dead()
            about = range(max(sentence.first, mark.first - 1), said.last if said is not None else mark.last)
            negated = any(
                passage.words[i] in _NOT or passage.begins_as(i, "function", "negation") for i in about
            )
            if negated or said is None or "civilian" not in said.group or whole is None:
                continue
            phrase = NumberPhrase(mark.first, mark.last, mark.first, mark.last, whole.count)
            counted = Counted(mark.last, said.last, "person", group=said.group)
            number = Candidate(passage, sentence, phrase, counted, None, None, [])
            out.append(number.draft(whole.basis, "all", same_as=whole, implied=True))
        return out

    def _remember(self, found: list[Draft]) -> None:
        self.drafts.extend(found)
        self.wholes.remember(found)
        for draft in found:
            if draft.counted.kind == "person":
                for figure in {draft.count.low, draft.count.best, draft.count.high} - {None}:
                    self._by_figure[figure] = draft

    def _severe(self, sentence: Sentence, i: int) -> bool:
        """Whether words for a grave condition follow at once, a dash or a verb "to be" aside."""
        passage = self.passage
        while i < sentence.last and (
            passage.tokens[i].text in "–—-" or passage.at(i, "function", "auxiliary", "adverb")
        ):
            i += 1
        return i < sentence.last and passage.begins(i, "severity")

    def _negated(self, first: int, last: int) -> bool:
        """Whether a negation stands right before a verb: between the counted and it, with no other clause."""
        passage = self.passage
        between = range(max(first, last - 3), last)
        if any(passage.tokens[i].text in ",;:" for i in between):
            return False
        return any(passage.words[i] in _NOT or passage.begins_as(i, "function", "negation") for i in between)

    # -- one number -----------------------------------------------------------------------------------------

    def _draft(
        self, number: Candidate, starts: Mapping[int, Counted], skips: Mapping[int, int], within: bool
    ) -> Draft | None:
        """The tally of one number, if it is one. `within`: it is the whole of "34 of the 201 bodies"."""
        passage, sentence = self.passage, number.sentence
        phrase, counted, found = number.phrase, number.counted, number.found
        if counted.kind == "uncounted" or self._singled_out(number):
            return None
        number.before = predicate_before(passage, sentence, phrase.first)
        last = counted.last + 1 if counted.again else counted.last
        after = predicate_after(passage, sentence, last, starts, skips)
        if within:  # thirty of the 447 bodies exhumed in Izium: the participle right behind is of the 447
            number.after = after if after is not None and _reduced(passage, after, last) else None
        else:
            number.after = self._of_those_counted(number, after, starts)
        if number.after is not None and self._negated(counted.last, number.after.first):
            return None  # "40 people did not die"
        place = self.wholes.whole_of(sentence, phrase, counted, found)
        opens = counted.kind != "part" and passage.tokens[phrase.first - 1].text == ";"
        if place is not None and number.after is not None and opens:
            place = None  # "two were killed, among them a doctor; 16 people … were hurt": told of their own
        if place is not None and counted.kind == "part" and place.draft.sentence is not sentence:
            others = any(c.kind == "person" for first, c in starts.items() if first < phrase.first)
            place = None if others else place  # "39 came home, six of whom are children": of those
        if place is not None:
            number.whole, number.inherits = place.draft, place.inherits
        lately = self.wholes.last_counted()
        near = lately is not None and 0 <= sentence.number - lately.sentence.number <= 1
        number.after_bodies = near and lately is not None and lately.basis in BODIES
        draft = self._read(number)
        if draft is None:
            return None
        number.reason = asserted.supposed(number, draft)
        if number.reason is not None:
            return None
        draft.rejected = asserted.rejected(number, draft)
        if asserted.for_each(number, draft):
            draft.count = asserted.at_the_least(draft.count)
        if phrase.bare_one:
            draft.implied = True
        if draft.rule == "distribution":
            total = self.wholes.last(draft.basis)
            if total is not None and total.group == draft.group and can_be_part(draft, total):
                draft.whole = total
            return draft
        if place is not None and place.draft is not draft and can_be_part(draft, place.draft):
            draft.whole, draft.listed = place.draft, place.listed
            if place.inherits and not draft.group and counted.kind in ("part", "person", "nothing"):
                draft.group = place.draft.group  # of the soldiers, about 2,000 people
        elif (
            place is None
            and draft.predicate is not None
            and passage.lies_in(draft.predicate.first, "severity")
        ):
            draft.whole = self.wholes.of_its_kind(draft)  # four are in grave condition
        elif place is None and draft.predicate is not None and self._among_those(draft.predicate.first):
            draft.whole = self.wholes.of_its_kind(draft) or self.wholes.of_the_dead(draft)
        elif place is None and counted.state and self._severe(sentence, counted.last):
            draft.whole = self.wholes.of_its_kind(draft)  # «четверо поранених — у важкому стані»
        elif place is None and not within and (counted.partitive or draft.basis == "with_sign"):
            draft.whole = self.wholes.of_the_dead(draft) or self.wholes.of_its_kind(draft)
        if draft.listed and draft.whole is not None and {draft.basis, draft.whole.basis} <= BODIES:
            draft.basis = draft.whole.basis  # 201 exhumed: 96 men … and 17 bodies: exhumed as well
        if counted.partitive and not draft.group:
            said = said_to_be(passage, sentence, counted.last)
            if said is not None:  # five of the dead were children
                draft.group, draft.last = said.group, max(draft.last, said.last)
        named.describe(number, draft)
        if draft.whole is not None and not draft.group and draft.count.best == 1 and phrase.bare_one:
            draft.group = counted.group
        return draft

    def _read(self, number: Candidate) -> Draft | None:
        """The first of the rules that makes a tally of a number, the surest rule first."""
        phrase, before, after = number.phrase, number.before, number.after
        draft = understood.by_label(number) or named.by_sign(number) or named.by_head(number)
        if draft is None and before is None and not (after is not None and after.direct):
            # "including two children, and others were hurt": the part is of what the whole is of
            draft = understood.by_part(number)
        draft = draft or by_predicate(number)
        if draft is not None:
            return draft
        if phrase.bare_one:
            return understood.by_part(number)
        return (
            understood.by_toll(number)
            or understood.by_number_of(number)
            or understood.by_part(number)
            or understood.by_companion(number)
            or understood.by_ellipsis(number)
            or understood.by_rival(number, self.wholes.last_counted())
            or understood.by_distribution(number)
            or understood.by_among(number)
            or understood.by_place(number)
            or understood.by_repeat(number, self._by_figure)
            or self._of_the_victims(number)
        )

    def _among_those(self, i: int) -> bool:
        """ "A woman and a boy were among the victims": of those counted before."""
        return self.passage.begins(i, "breakdown") and self.passage.begins(i, "harm")

    def _of_the_victims(self, number: Candidate) -> Draft | None:
        """ "Thirty-five of the victims came from one family": of the dead, whatever is said of them."""
        counted, head, whole = number.counted, number.counted.head, self.wholes.last_dead()
        if not counted.partitive or head is None or not head.entry.get("bodies") or whole is None:
            return None
        if number.phrase.count.best == 1 or number.sentence.number - whole.sentence.number > _VICTIMS:
            return None
        draft = number.draft(whole.basis, "part")
        return draft if can_be_part(draft, whole) else None

    def _singled_out(self, number: Candidate) -> bool:
        """Whether a number counts nobody of its own: "one of these graves", "three members of one family"."""
        passage, phrase, counted = self.passage, number.phrase, number.counted
        singled = counted.head is not None and phrase.count.best == 1 and phrase.last < counted.last
        singled = singled and not (counted.kind == "person" and passage.lexicon.settings.get("free_order"))
        if singled and passage.begins(phrase.last, "of"):
            return True
        last = number.found[-1] if number.found else None
        inside = last is not None and last.counted.last == phrase.first - 1
        inside = inside and bool(passage.begins(phrase.first - 1, "of"))
        return inside and last is not None and last.counted.kind == counted.kind == "person"

    def _of_those_counted(
        self, number: Candidate, after: Predicate | None, starts: Mapping[int, Counted]
    ) -> Predicate | None:
        """What is said after a number, where it is said of those counted."""
        phrase, counted, before = number.phrase, number.counted, number.before
        if after is None or self._inside_phrase(number.sentence, phrase, counted.last, after):
            return None
        passed = after.last in starts or any(counted.last <= start < after.first for start in starts)
        told = before is not None and before.role == "verb" and before.sure
        if passed and phrase.bare_one and self.passage.lexicon.settings.get("free_order"):
            return None  # «сім'я з чотирьох людей і рятувальник, семеро поранені»
        if passed and (told or understood.told(self.passage, number.sentence, phrase.first)):
            return None  # "killed 12, 30 were wounded": what comes after another count is of that one
        return after

    def _inside_phrase(
        self, sentence: Sentence, phrase: NumberPhrase, last: int, after: Predicate | None
    ) -> bool:
        """Whether a number stands inside another phrase ("in three cars", "out of 40"), and so is no
        subject.
        """
        i = phrase.first - 1
        if after is None or i < sentence.first:
            return False
        of = self.passage.covers(i, "whole")
        if of is not None and i - sentence.first <= 2 and self.wholes.opens_clause(sentence, of.first):
            said_of = any(
                self.passage.begins_as(k, "function", "relative")
                for k in range(last, min(after.first, last + 5))
            )  # «з 60 оборонців, які лишаються в полоні»
            return not (after.direct and not after.auxiliary and (after.first <= last + 1 or said_of))
        if after.direct and not after.auxiliary:
            return False
        held = self.passage.covers(i, "function")
        if held is None or held.role != "preposition":
            return False
        return not self.passage.begins(i, "of")


def _reduced(passage: Passage, after: Predicate, last: int) -> bool:
    """Whether a participle stands right behind its noun: "bodies exhumed in Izium", «тіл, ексгумованих в»."""
    behind = last + (passage.tokens[last].text == ",")
    return after.first == behind and after.role == "done" and not after.auxiliary and not after.active


def _why_not(counted: Counted) -> str:
    if counted.kind == "uncounted" and counted.head is not None:
        return str(counted.head.entry.get("reason"))
    if counted.kind == "person":
        return "people not said to be harmed"
    if counted.kind == "thing":
        return "named as places or events, not counted as harm"
    if counted.kind == "unknown":
        return f"counts something else ({counted.word})"
    return "nothing says what it counts"
