"""Which numbers count people harmed, bodies, graves or places, and on what basis.

For each number phrase the noun after it is read (`counted`), then the words that say what happened to those
counted: the noun itself ("12 bodies"), what stands before it ("killed 12", "the bodies of 12"), what stands
after it ("12 were wounded", "12 dead"), a toll ("the death toll reached 12"), or the count it is a part of
("including 12 children"). Without such a word a number counts nothing, and the reason is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from accounted.reading.counted import Counted, counted_after
from accounted.reading.drafts import BODIES, Draft, Uncounted, can_be_part
from accounted.reading.numbers import NumberPhrase
from accounted.reading.passages import Passage, Sentence
from accounted.reading.predicates import Predicate, predicate_after, predicate_before, said_to_be
from accounted.reading.singles import singles
from accounted.reading.wholes import WholeFinder, only_list_words

_SAYS_LITTLE = 20  # smaller figures recur by chance
_NOT = frozenset({"not", "n't", "не"})
_TOLL_REACH = 16  # tokens between "death toll" and its figure


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
            within = held is not None and held.kind == "part" and held.last == phrase.core
            draft = self._draft(sentence, phrase, counted, starts, skips, found, within=within)
            if draft is None:
                if not phrase.bare_one:
                    self.uncounted.append(Uncounted(phrase.first, phrase.last, _why_not(counted)))
                continue
            found.append(draft)
        for part, whole in pairwise(found):
            if part.counted.kind == "part" and part.whole is None and whole.phrase.core == part.counted.last:
                part.whole = whole  # 120 of the 450 bodies
        self._remember(found)
        said = self._said_of_all(sentence)
        self.drafts.extend(said)
        return [*found, *said]

    def _said_of_all(self, sentence: Sentence) -> list[Draft]:
        """ "All the dead were civilians": said of the whole counted before, with its number (rule D-27)."""
        passage, out = self.passage, []
        for mark in sentence.of("all_of_them"):
            said = said_to_be(passage, sentence, mark.last)
            whole = self.wholes.last_dead()
            about = range(max(sentence.first, mark.first - 1), said.last if said is not None else mark.last)
            negated = any(passage.words[i] in _NOT or passage.at(i, "function", "negation") for i in about)
            if negated or said is None or "civilian" not in said.group or whole is None:
                continue
            phrase = NumberPhrase(mark.first, mark.last, mark.first, mark.last, whole.count)
            counted = Counted(mark.last, said.last, "person", group=said.group)
            out.append(self._make(sentence, phrase, counted, whole.basis, "all", same_as=whole, implied=True))
        return out

    def _remember(self, found: list[Draft]) -> None:
        self.drafts.extend(found)
        self.wholes.remember(found)
        for draft in found:
            if draft.counted.kind == "person":
                for figure in {draft.count.low, draft.count.best, draft.count.high} - {None}:
                    self._by_figure[figure] = draft

    def _negated(self, first: int, last: int) -> bool:
        """Whether a negation stands right before a verb: between the counted and it, with no other clause."""
        passage = self.passage
        between = range(max(first, last - 3), last)
        if any(passage.tokens[i].text in ",;:" for i in between):
            return False
        return any(passage.words[i] in _NOT or passage.at(i, "function", "negation") for i in between)

    # -- one number -----------------------------------------------------------------------------------------

    def _draft(
        self,
        sentence: Sentence,
        phrase: NumberPhrase,
        counted: Counted,
        starts: dict[int, Counted],
        skips: dict[int, int],
        found: list[Draft],
        *,
        within: bool,
    ) -> Draft | None:
        """The tally of one number, if it is one. `within`: it is the whole of "34 of the 201 bodies"."""
        passage = self.passage
        if counted.kind == "uncounted":
            return None
        singled = counted.head is not None and phrase.count.best == 1 and phrase.last < counted.last
        if singled and passage.at(phrase.last, "of"):
            return None  # "one of these graves" singles out, it does not count
        inside = found and found[-1].counted.last == phrase.first - 1 and passage.at(phrase.first - 1, "of")
        if inside and found[-1].counted.kind == counted.kind == "person":
            return None  # "three members of one family" are three
        before = predicate_before(passage, sentence, phrase.first)
        after = predicate_after(passage, sentence, counted.last, starts, skips)
        if within or self._inside_phrase(sentence, phrase, counted.last, after):
            after = None
        passed = after is not None and (
            after.last in starts or any(counted.last <= start < after.first for start in starts)
        )
        if passed and ((before and before.role == "verb" and before.sure) or self._told(sentence, phrase)):
            after = None  # "killed 12, 30 were wounded": what comes after another count is of that one
        if after is not None and self._negated(counted.last, after.first):
            return None  # "40 people did not die"
        place = self.wholes.whole_of(sentence, phrase, counted, found)
        whole = place.draft if place is not None else None
        inherits = place is not None and place.inherits
        draft = self._by_sign(sentence, phrase, counted, found) or self._by_head(
            sentence, phrase, counted, before, after
        )
        if draft is None and inherits and before is None and not (after is not None and after.direct):
            # "including two children, and others were hurt": the part is of what the whole is of
            draft = self._by_part(sentence, phrase, counted, after, whole)
        if draft is None:
            draft = self._by_predicate(sentence, phrase, counted, before, after, found, whole)
        if draft is None and not phrase.bare_one:
            draft = (
                self._by_toll(sentence, phrase, counted, found)
                or self._by_label(sentence, phrase, counted)
                or self._by_part(sentence, phrase, counted, after, whole if inherits else None)
                or self._by_ellipsis(sentence, phrase, counted, after, found)
                or self._by_distribution(sentence, phrase, counted, found)
                or self._by_place(sentence, phrase, counted, found)
                or self._by_repeat(sentence, phrase, counted)
            )
        elif draft is None and inherits and whole is not None:
            draft = self._by_part(sentence, phrase, counted, after, whole)
        if draft is None:
            return None
        if phrase.bare_one:
            draft.implied = True
        if draft.rule == "distribution":
            total = self.wholes.last(draft.basis)
            if total is not None and total.group == draft.group and can_be_part(draft, total):
                draft.whole = total
            return draft
        if place is not None and place.draft is not draft and can_be_part(draft, place.draft):
            draft.whole, draft.listed = place.draft, place.listed
        elif place is None and not within and (counted.partitive or draft.rule == "sign"):
            draft.whole = self.wholes.of_the_dead(draft)
        if draft.listed and draft.whole is not None and {draft.basis, draft.whole.basis} <= BODIES:
            draft.basis = draft.whole.basis  # 201 exhumed: 96 men … and 17 bodies: exhumed as well
        self._describe(sentence, draft)
        if draft.whole is not None and not draft.group and draft.count.best == 1 and phrase.bare_one:
            draft.group = counted.group
        return draft

    def _inside_phrase(
        self, sentence: Sentence, phrase: NumberPhrase, last: int, after: Predicate | None
    ) -> bool:
        """Whether a number stands inside another phrase ("in three cars", "out of 40"), and so is no
        subject.
        """
        i = phrase.first - 1
        if after is None or i < sentence.first:
            return False
        if self.passage.covers(i, "whole") and i - sentence.first <= 2:
            return not (after.direct and not after.auxiliary and after.first <= last + 1)
        if after.direct and not after.auxiliary:
            return False
        held = self.passage.covers(i, "function")
        if held is None or held.role != "preposition":
            return False
        return not self.passage.at(i, "of")

    def _make(
        self,
        sentence: Sentence,
        phrase: NumberPhrase,
        counted: Counted,
        basis: str,
        rule: str,
        **more: object,
    ) -> Draft:
        draft = Draft(
            sentence, phrase, counted, phrase.count, basis, phrase.first, max(counted.last, phrase.last),
            rule,
            group=tuple(dict.fromkeys(counted.group)), what=counted.what, victims=counted.victims,
            incremental=phrase.incremental,
        )  # fmt: skip
        for name, value in more.items():
            setattr(draft, name, value)
        return draft

    def _by_sign(
        self, sentence: Sentence, phrase: NumberPhrase, counted: Counted, found: list[Draft]
    ) -> Draft | None:
        """ "Burns were recorded on nine bodies, and fractures on 22": bodies with a sign."""
        passage, k = self.passage, phrase.first - 1
        bodies = counted.kind == "thing" and counted.basis == "bodies_found"
        last = found[-1] if found and found[-1].rule == "sign" else None
        if not (bodies or (counted.kind == "nothing" and last is not None)):
            return None
        cues = passage.ending(k, "shown_on") if k >= sentence.first else []
        again = (
            last is not None
            and last.counted.last <= k
            and passage.words[k] == passage.words[last.phrase.first - 1]
        )
        if not cues and not again:
            return None
        cue = cues[0].first if cues else k
        start = last.counted.last if last is not None else sentence.first
        signs = [m for m in sentence.of("finding") if start <= m.first and m.last <= cue]
        if not signs:
            return None
        first = signs[-1].first
        draft = self._make(sentence, phrase, counted, "with_sign", "sign", first=first)
        draft.what = tuple(signs[-1].entry.get("what"))
        return draft

    def _describe(self, sentence: Sentence, draft: Draft) -> None:
        """ "17 bodies whose sex could not be determined", "eleven were in uniform": words behind the noun."""
        passage, i = self.passage, draft.counted.last
        while i < sentence.last and passage.at(i, "function", "auxiliary", "adverb", "determiner"):
            i += 1
        for mark in passage.at(i, "described") if i < sentence.last else ():
            draft.group = tuple(dict.fromkeys((*draft.group, *mark.entry.get("group", ()))))
            draft.last = max(draft.last, mark.last)

    def _by_head(
        self, sentence: Sentence, phrase: NumberPhrase, counted: Counted,
        before: Predicate | None, after: Predicate | None,
    ) -> Draft | None:  # fmt: skip
        """Bodies, graves, sites, deaths: the noun says what is counted; a verb may make it more exact."""
        if counted.head is None or counted.head.kind != "thing" or counted.basis is None:
            return None
        if counted.state:
            return None
        basis = counted.basis
        draft = self._make(sentence, phrase, counted, basis, "head")
        if counted.head.entry.get("investigated") and not _inquired(self.passage, sentence, phrase):
            return None
        if after is not None and after.direct and after.basis == "with_sign" and basis in BODIES:
            draft.basis = "with_sign"
            _extend(draft, after)
            return draft
        if basis in BODIES or basis == "body_parts":
            for predicate in (after, before):
                if predicate and predicate.basis in BODIES and basis == "bodies_found":
                    draft.basis = predicate.basis
                    if predicate.basis != "bodies_found":
                        draft.predicate = predicate
                        _extend(draft, predicate)
        return draft

    def _by_predicate(
        self, sentence: Sentence, phrase: NumberPhrase, counted: Counted,
        before: Predicate | None, after: Predicate | None, found: list[Draft], whole: Draft | None,
    ) -> Draft | None:  # fmt: skip
        """People, and what happened to them."""
        if counted.kind == "part" and phrase.count.best == 1 and not phrase.bare_one:
            after = None if after is None or not after.direct else after
        chosen: Predicate | None = None
        if before and before.role == "of" and before.basis in BODIES and counted.kind == "person":
            chosen = before  # the bodies of 132 executed civilians
        elif before and before.needs_bodies and before.direct and counted.state:
            chosen = before  # identified 58 dead
        elif (counted.state and counted.basis) or (
            counted.basis and counted.kind == "person" and counted.victims
        ):
            chosen = Predicate(counted.first, counted.last, counted.basis, "state", True, True)
        elif before and before.role == "of":
            chosen = before
        elif after and after.direct and not after.active:
            chosen = after
        elif before and (before.role == "verb" or counted.kind == "person"):
            chosen = before
        elif after and not after.active:
            chosen = after
        elif found and (joined := _joined_to(self.passage, found[-1], phrase, counted)):
            chosen = joined
        if chosen is None:
            if counted.kind == "person" and counted.basis and not counted.victims:
                return self._make(sentence, phrase, counted, counted.basis, "head")
            return None
        if counted.kind == "unknown" and not (chosen.role in ("verb", "of", "joined") and chosen.sure):
            return None
        of_bodies = whole is not None and whole.basis in BODIES
        if chosen.needs_bodies and not (of_bodies or _may_be_bodies(counted, chosen)):
            return None
        if phrase.bare_one and (chosen.soft or not chosen.victims):
            return None
        basis = chosen.basis
        if chosen.role == "of" and basis == "bodies_found":
            basis, chosen = self._recovered(sentence, chosen, after)
        draft = self._make(sentence, phrase, counted, basis, f"predicate-{chosen.role}", predicate=chosen)
        draft.victims = chosen.victims and counted.victims
        if (
            not counted.victims
            and counted.basis
            and chosen.basis in ("witnesses", "persons_other", "survivors")
        ):
            draft.basis = counted.basis
        if counted.kind == "unknown":
            draft.group = (counted.word,)
        if counted.kind == "part" and not draft.group:
            draft.group = _spoken_of(sentence, draft.first)
        _extend(draft, chosen)
        draft.what = draft.what or chosen.what
        return draft

    def _recovered(self, sentence: Sentence, of: Predicate, after: Predicate | None) -> tuple[str, Predicate]:
        """ "Recovered the remains of 12", "the bodies of 12 were exhumed": the verb makes the basis more
        exact.
        """
        if after is not None and after.auxiliary and after.basis in BODIES:
            return after.basis, replace(of, last=after.last, basis=after.basis)
        verb = predicate_before(self.passage, sentence, of.first)
        if verb is not None and verb.basis in BODIES and verb.basis != "bodies_found":
            return verb.basis, replace(of, first=verb.first, basis=verb.basis)
        return of.basis, of

    def _told(self, sentence: Sentence, phrase: NumberPhrase) -> bool:
        """Whether "the death toll" stands before a number, with no other figure between."""
        tolls = [m for m in sentence.of("harm", "toll") if m.last <= phrase.first]
        return bool(tolls) and not any(
            self.passage.tokens[i].text in ",;" for i in range(tolls[-1].last, phrase.first)
        )

    def _by_label(self, sentence: Sentence, phrase: NumberPhrase, counted: Counted) -> Draft | None:
        """ "Killed: 12"."""
        i = phrase.first - 1
        if counted.kind not in ("nothing", "person") or i - 1 < sentence.first:
            return None
        if self.passage.tokens[i].text not in ":–—-":
            return None
        for label in self.passage.ending(i - 1, "harm", "label"):
            return self._make(sentence, phrase, counted, label.entry.get("basis"), "label", first=label.first)
        return None

    def _by_toll(
        self, sentence: Sentence, phrase: NumberPhrase, counted: Counted, found: list[Draft]
    ) -> Draft | None:
        """ "The death toll from the attack reached at least 112"."""
        if counted.kind not in ("nothing", "person", "other"):
            return None
        for toll in reversed(sentence.of("harm", "toll")):
            if toll.last > phrase.first or phrase.first - toll.last > _TOLL_REACH:
                continue
            between = range(toll.last, phrase.first)
            words = self.passage
            if any(words.tokens[i].text in ";:" and i < phrase.first - 1 for i in between):
                return None
            if any(words.at(i, "function", "clause") or words.at(i, "say") for i in between):
                return None
            if any(toll.last <= d.phrase.first < phrase.first for d in found):
                return None
            return self._make(
                sentence, phrase, counted, toll.entry.get("basis"), "toll", first=toll.first,
                predicate=Predicate(toll.first, toll.last, toll.entry.get("basis"), "toll", True, True),
            )  # fmt: skip
        return None

    def _by_part(
        self, sentence: Sentence, phrase: NumberPhrase, counted: Counted, after: Predicate | None,
        whole: Draft | None,
    ) -> Draft | None:  # fmt: skip
        if whole is None:
            return None
        said = said_to_be(self.passage, sentence, counted.last)
        if counted.kind in ("person", "other", "unknown"):
            if counted.kind == "unknown" and (phrase.bare_one or phrase.count.best == 1):
                return None
            draft = self._make(sentence, phrase, counted, whole.basis, "part")
            if counted.kind == "unknown":
                draft.group = (counted.word,)
        elif counted.kind in ("nothing", "part") and said is not None:
            counted.group = said.group
            draft = self._make(sentence, phrase, counted, whole.basis, "part", last=said.last)
        elif counted.kind == "part" and self.passage.at(counted.last, "severity"):
            draft = self._make(sentence, phrase, counted, whole.basis, "part", last=counted.last + 1)
        else:
            return None
        draft.what = whole.what
        draft.whole = whole
        return draft

    def _by_ellipsis(
        self, sentence: Sentence, phrase: NumberPhrase, counted: Counted, after: Predicate | None,
        found: list[Draft],
    ) -> Draft | None:  # fmt: skip
        """ "Three cemeteries were found in A, one in B, and one found in C": the noun is understood."""
        if counted.kind != "nothing" or not found or phrase.bare_one:
            return None
        passage, previous = self.passage, found[-1]
        if phrase.last >= sentence.last:
            return None
        follows = passage.at(phrase.last, "placed") or (after is not None and after.first == phrase.last)
        i = phrase.first - 1
        joined = passage.tokens[i].text in ",;" or passage.ending(i, "function", "conjunction")
        if not follows or not joined:
            return None
        draft = self._make(sentence, phrase, counted, previous.basis, "ellipsis")
        draft.group, draft.what, draft.victims = previous.group, previous.what, previous.victims
        draft.last = max(draft.last, min(sentence.last, phrase.last + 2))
        return draft

    def _by_distribution(
        self, sentence: Sentence, phrase: NumberPhrase, counted: Counted, found: list[Draft]
    ) -> Draft | None:
        """ "Most were hurt in Donetsk region – 455, Kharkiv region – 275": a figure for each place."""
        passage, i = self.passage, phrase.first - 1
        if counted.kind != "nothing" or i - 1 < sentence.first or passage.tokens[i].text not in "–—-:":
            return None
        named = passage.tokens[i - 1].capital or passage.covers(i - 1, "level")
        first = i - 1
        while first > sentence.first and passage.covers(first, "level"):
            first -= 1
        if not named or not passage.tokens[first].capital:
            return None
        for draft in reversed(found):
            if draft.rule == "distribution":
                return self._make(
                    sentence, phrase, counted, draft.basis, "distribution", first=first, group=draft.group,
                    what=draft.what,
                )  # fmt: skip
        for mark in sentence.of("harm", "verb", "happens", "done", "toll", "label"):
            if mark.last <= first and mark.entry.get("victims", True):
                people = [m for m in sentence.of("person") if m.first <= first]
                group = tuple(people[0].entry.get("group", ())) if people else ()
                return self._make(
                    sentence,
                    phrase,
                    counted,
                    mark.entry.get("basis"),
                    "distribution",
                    first=first,
                    group=group,
                )
        return None

    def _by_place(
        self, sentence: Sentence, phrase: NumberPhrase, counted: Counted, found: list[Draft]
    ) -> Draft | None:
        """ "In the second grave there are six people"."""
        if counted.kind != "person":
            return None
        for mark in sentence.of("harm", "place"):
            near = mark.last <= phrase.first <= mark.last + 6
            if near and not any(d.first > mark.first for d in found):
                return self._make(sentence, phrase, counted, mark.entry.get("basis"), "place")
        return None

    def _by_repeat(self, sentence: Sentence, phrase: NumberPhrase, counted: Counted) -> Draft | None:
        """A figure given again without its verb: "at least 500,000 were deported … 500 thousand people!"."""
        if counted.kind != "person" or phrase.vague:
            return None
        figure = phrase.count.best or phrase.count.low or phrase.count.high
        draft = self._by_figure.get(figure)
        if draft is not None and figure is not None and figure >= _SAYS_LITTLE:
            return self._make(
                sentence, phrase, counted, draft.basis, "repeat", same_as=draft, victims=draft.victims
            )
        return None


def _spoken_of(sentence: Sentence, i: int) -> tuple[str, ...]:
    """The group of the people named last before "… of them"."""
    for mark in reversed(sentence.of("person")):
        if mark.last <= i:
            return tuple(mark.entry.get("group", ()))
    return ()


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


def _extend(draft: Draft, predicate: Predicate) -> None:
    draft.first = min(draft.first, predicate.first)
    draft.last = max(draft.last, predicate.last)


def _may_be_bodies(counted: Counted, predicate: Predicate) -> bool:
    """People "found" or "recovered" are bodies only where the text says that they were dead."""
    return predicate.role == "of" or predicate.deadly or _is_bodies(counted)


def _is_bodies(counted: Counted) -> bool:
    head = counted.head
    return head is not None and bool(head.entry.get("bodies") or head.entry.get("basis") in BODIES)


def _inquired(passage: Passage, sentence: Sentence, phrase: NumberPhrase) -> bool:
    return bool(sentence.of("investigation"))


def _joined_to(passage: Passage, previous: Draft, phrase: NumberPhrase, counted: Counted) -> Predicate | None:
    """ "killed five soldiers and three civilians": the second count shares the first one's verb."""
    predicate = previous.predicate
    if (
        predicate is None
        or predicate.last > previous.phrase.first
        or counted.kind not in ("person", "unknown")
    ):
        return None
    if not only_list_words(passage, range(previous.counted.last, phrase.first)):
        return None
    return Predicate(
        phrase.first, phrase.last, predicate.basis, "joined", True, predicate.sure,
        victims=predicate.victims, needs_bodies=False, what=predicate.what,
    )  # fmt: skip
