"""A number that may count, the tally it becomes, and a number that was left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from accounted.claims import Count
from accounted.reading.counted import Counted
from accounted.reading.numbers import NumberPhrase
from accounted.reading.passages import Passage, Sentence
from accounted.reading.predicates import Predicate

BODIES: Final = frozenset(
    {"bodies_found", "bodies_recovered", "bodies_exhumed", "identified", "buried", "unidentified"}
)
_FAMILY: Final = {
    "bodies_found": "dead", "bodies_recovered": "dead", "bodies_exhumed": "dead", "killed": "dead",
    "died_any": "dead", "executed": "dead",
}  # fmt: skip
_OF_THINGS: Final = frozenset({"graves", "sites", "settlements", "incidents", "cases"})


def family(basis: str) -> str:
    """Bases under which sources restate one figure: the killed, and their bodies."""
    return _FAMILY.get(basis, basis)


@dataclass(slots=True)
class Draft:
    """A tally in the making."""

    sentence: Sentence
    phrase: NumberPhrase
    counted: Counted
    count: Count
    basis: str
    first: int
    last: int
    rule: str
    group: tuple[str, ...] = ()
    what: tuple[str, ...] = ()
    victims: bool = True
    incremental: bool = False
    implied: bool = False
    readings: tuple[Count, ...] = ()
    whole: Draft | None = None
    same_as: Draft | None = None
    predicate: Predicate | None = None
    rejected: bool = False  # named in order to be called false
    listed: bool = False  # a part in a list that is to give the whole: "201: 96 men, 71 women …"

    def extend(self, first: int, last: int) -> None:
        """Take further tokens into the words that the tally quotes."""
        self.first, self.last = min(self.first, first), max(self.last, last)


@dataclass(slots=True)
class Candidate:
    """A number that may count somebody, with everything that was found around it."""

    passage: Passage
    sentence: Sentence
    phrase: NumberPhrase
    counted: Counted
    before: Predicate | None
    after: Predicate | None
    found: list[Draft]  # the tallies before it in its sentence
    whole: Draft | None = None  # the count that it stands in as a part
    inherits: bool = False  # the part is of what the whole is of, unless it says otherwise
    reason: str | None = None  # why it is no tally, where that is known
    after_bodies: bool = False  # bodies were counted right before: "Three remain unidentified"

    def draft(self, basis: str, rule: str, **more: object) -> Draft:
        """The tally of this number on a basis, found by a rule; `more` sets further fields."""
        phrase, counted = self.phrase, self.counted
        draft = Draft(
            self.sentence, phrase, counted, phrase.count, basis, phrase.first,
            max(counted.last, phrase.last), rule,
            group=tuple(dict.fromkeys(counted.group)), what=counted.what, victims=counted.victims,
            incremental=phrase.incremental,
        )  # fmt: skip
        for name, value in more.items():
            setattr(draft, name, value)
        return draft


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A number that was seen and left out: tokens [first, last), and why."""

    first: int
    last: int
    reason: str


def can_be_part(draft: Draft, whole: Draft) -> bool:
    """A part is of the whole's kind, or of a kind that the whole's covers, and is not larger."""
    covers = ("casualties", "killed_or_missing", "bodies_found", "detained", "abducted")
    signs = draft.basis in ("with_sign", "identified") and (
        whole.basis in BODIES or family(whole.basis) == "dead"
    )
    of_those = draft.counted.partitive and draft.counted.basis == whole.basis  # nine of the wounded died
    of_those = of_those or (
        draft.counted.kind == "part" and whole.basis == "injured" and family(draft.basis) == "dead"
    )  # 35 wounded, six of whom died
    same = family(draft.basis) == family(whole.basis)
    if not (same or whole.basis in covers or signs or of_those):
        return False
    part = draft.count.best or draft.count.low or draft.count.high or 0
    top = whole.count.high if whole.count.high is not None else whole.count.best
    return top is None or part <= top


def of_people(draft: Draft) -> bool:
    """Whether a count is of people or their bodies, so that people can be a part of it."""
    return draft.basis not in _OF_THINGS
