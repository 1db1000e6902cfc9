"""Counts of people by what happened to them: "killed 12", "12 were wounded", "the bodies of 12"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from accounted.reading.counted import Counted
from accounted.reading.drafts import BODIES, Candidate, Draft
from accounted.reading.numbers import NumberPhrase
from accounted.reading.passages import Passage, Sentence
from accounted.reading.predicates import Predicate, predicate_before
from accounted.reading.wholes import only_list_words

_NO_ENDING: Final = ("\0",)
_OF_GOODS: Final = frozenset({"deported", "detained", "displaced", "trapped"})
_NOT_HARMED: Final = frozenset({"witnesses", "persons_other", "survivors"})


def by_predicate(number: Candidate) -> Draft | None:
    """People, and what happened to them."""
    phrase, counted = number.phrase, number.counted
    chosen = _chosen(number)
    if chosen is None:
        if counted.kind == "person" and counted.basis and not counted.victims:
            return number.draft(counted.basis, "head")
        return None
    if counted.kind == "unknown":
        if not (chosen.role in ("verb", "of", "joined") and chosen.sure):
            return None
        if chosen.basis in _OF_GOODS and number.passage.lexicon.settings.get("free_order"):
            return None  # «вивезли 12 картин»: what is not known to be people may be goods
    if chosen is number.before and not chosen.direct and counted.kind != "person":
        return None  # «вивезла з міста 14 дітей»: only people, where other words stand between
    of_bodies = number.whole is not None and number.whole.basis in BODIES
    if counted.kind == "nothing" and number.found and number.found[-1].basis in BODIES:
        of_bodies = True  # up to 1,500 bodies lie there, only 436 have been exhumed
    of_bodies = of_bodies or (counted.kind == "nothing" and number.after_bodies)
    dug_up = chosen.basis == "bodies_exhumed"  # nobody is exhumed alive
    if chosen.needs_bodies and not (of_bodies or dug_up or _may_be_bodies(counted, chosen)):
        return None
    after_people = bool(number.found) and number.found[-1].counted.kind == "person"
    if chosen.soft and counted.kind in ("nothing", "unknown") and not (of_bodies or after_people):
        return None  # "shot 68": the word has peaceful uses, and nobody is named
    if phrase.bare_one and (chosen.soft or not chosen.victims):
        return None
    if chosen.basis == "killed" and any(m.last <= phrase.first for m in number.sentence.of("condemned")):
        return None  # sentenced 12 men to death
    if chosen.basis == "with_sign" and (phrase.bare_one or not _signed(number, chosen)):
        return None
    basis = chosen.basis
    if chosen.role == "of" and basis == "bodies_found":
        basis, chosen = _recovered(number, chosen)
    if basis == "with_sign" and counted.kind == "person" and not of_bodies:
        basis = _of_the_living(number, chosen) or basis
    draft = number.draft(basis, f"predicate-{chosen.role}", predicate=chosen)
    draft.victims = chosen.victims and counted.victims
    if not counted.victims and counted.basis and chosen.basis in _NOT_HARMED:
        draft.basis = counted.basis
    if counted.kind == "unknown":
        done = tuple(number.passage.lexicon.settings.get("passive_endings", ())) or _NO_ENDING
        draft.group = () if counted.word.endswith(done) else (counted.word,)  # «тела девятерых сожжены»
    if "armed_forces" in draft.group:
        draft.group = tuple(dict.fromkeys((*draft.group, *chosen.group)))  # soldiers in captivity
    if not draft.group and (counted.kind == "nothing" or counted.state) and _same_people(number, chosen):
        draft.group = number.found[-1].group
    if counted.kind == "part" and not draft.group:
        whole = number.whole
        draft.group = whole.group if whole is not None else _spoken_of(number.sentence, draft.first)
    draft.extend(chosen.first, chosen.last)
    draft.what = draft.what or chosen.what
    return draft


def _chosen(number: Candidate) -> Predicate | None:
    """Of all that is said around a number, what is said of those counted."""
    phrase, counted, before, after = number.phrase, number.counted, number.before, number.after
    if counted.kind == "part" and phrase.count.best == 1 and not phrase.bare_one:
        after = None if after is None or not after.direct else after
    dead = counted.kind == "person" or (counted.state and counted.basis == "killed")
    if before and before.role == "of" and before.basis in BODIES and dead:
        return before  # the bodies of 132 executed civilians, «тіла 48 загиблих»
    if before and before.needs_bodies and before.direct and counted.state:
        return before  # identified 58 dead
    died = before is not None and before.direct and before.sure and before.basis == "killed"
    died = died and bool(number.passage.lexicon.settings.get("free_order"))
    if died and counted.state and counted.basis == "injured":
        return before  # «скончались ещё семеро раненых»
    if after and after.role == "happens" and _of_others_said(counted, after):
        return after  # nine of the wounded died
    if before and after and before.basis == "injured" and after.basis == "with_sign":
        return before  # treated 107 people with gunshot wounds
    of_their_own = counted.kind == "person" and counted.victims
    if counted.basis and (counted.state or of_their_own):
        return Predicate(counted.first, counted.last, counted.basis, "state", True, True)
    if before and before.role == "of":
        return before
    if after and after.needs_bodies and before and before.sure and not before.needs_bodies:
        return before  # «помер чоловік, якого дістали з-під завалів»
    if after and after.direct and not after.active:
        return after
    if before and (before.role == "verb" or counted.kind == "person"):
        return before
    if after and not after.active:
        return after
    return _joined_to(number.passage, number.found[-1], phrase, counted) if number.found else None


def _recovered(number: Candidate, of: Predicate) -> tuple[str, Predicate]:
    """ "Recovered the remains of 12", "the bodies of 12 were exhumed": the verb makes it more exact."""
    after = number.after
    if after is not None and after.auxiliary and after.basis in BODIES:
        return after.basis, replace(of, last=after.last, basis=after.basis)
    verb = predicate_before(number.passage, number.sentence, of.first)
    if verb is not None and verb.basis in BODIES and verb.basis != "bodies_found":
        return verb.basis, replace(of, first=verb.first, basis=verb.basis)
    return of.basis, of


def _of_others_said(counted: Counted, said: Predicate) -> bool:
    """Whether something else is said of a part: "nine of the wounded died"."""
    return counted.partitive and said.direct and said.basis != counted.basis


def _signed(number: Candidate, said: Predicate) -> bool:
    """Whether a sign follows a verb that takes one: "two bore shrapnel injuries", not "bore the cost"."""
    passage, sentence = number.passage, number.sentence
    if not any(m.entry.get("needs_sign") for m in passage.at(said.first, "harm")):
        return True
    end = min(said.last + 5, sentence.last)
    return any(passage.begins(k, "finding") or passage.begins(k, "sign") for k in range(said.last, end))


def _of_the_living(number: Candidate, said: Predicate) -> str | None:
    """ "107 people with gunshot wounds": wounded, where nothing says that they are dead."""
    living = [m.entry.get("living") for m in number.passage.at(said.first, "harm")]
    dead = number.counted.head is not None and number.counted.head.entry.get("bodies")
    return None if dead else next((str(basis) for basis in living if basis), None)


def _same_people(number: Candidate, said: Predicate) -> bool:
    """ "480 children died and over 968 were wounded": the second subject is children too."""
    last = number.found[-1] if number.found else None
    if last is None or last.predicate is None or last.counted.kind != "person" or last.implied:
        return False
    verb = last.predicate.auxiliary or last.predicate.role == "happens"  # not "left 31 civilians dead"
    subjects = verb and last.predicate.first >= last.counted.last and said.first >= number.phrase.last
    return subjects and only_list_words(number.passage, range(last.last, number.phrase.first))


def _spoken_of(sentence: Sentence, i: int) -> tuple[str, ...]:
    """The group of the people named last before "… of them"."""
    for mark in reversed(sentence.of("person")):
        if mark.last <= i:
            return tuple(mark.entry.get("group", ()))
    return ()


def _may_be_bodies(counted: Counted, predicate: Predicate) -> bool:
    """People "found" or "recovered" are bodies only where the text says that they were dead."""
    head = counted.head
    bodies = head is not None and bool(head.entry.get("bodies") or head.entry.get("basis") in BODIES)
    return predicate.role == "of" or predicate.deadly or bodies


def _joined_to(passage: Passage, previous: Draft, phrase: NumberPhrase, counted: Counted) -> Predicate | None:
    """ "killed five soldiers and three civilians": the second count shares the first one's verb."""
    predicate = previous.predicate
    if predicate is None or predicate.last > previous.phrase.first:
        return None
    if counted.kind not in ("person", "unknown"):
        return None
    if not only_list_words(passage, range(previous.counted.last, phrase.first)):
        return None
    return Predicate(
        phrase.first, phrase.last, predicate.basis, "joined", True, predicate.sure,
        victims=predicate.victims, needs_bodies=False, what=predicate.what,
    )  # fmt: skip
