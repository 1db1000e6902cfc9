"""Who is counted: the classes that no two of share a person, and what a group term covers of them.

A record tells persons apart by seven classes of sex and age (man, woman, boy, girl, adult of unknown sex,
child of unknown sex, unknown) and four of status (civilian, combatant, other, unknown): 28 classes. A group
is a set of them, and a set is a whole number whose bits are the classes.

A statement does not always say exactly whom it counted. “226 women” surely counts the women, and may count
some girls. So a statement has two sets: everyone in `inner` was counted, nobody outside `outer` was. Its
number is a most for the inner set and a least for the outer set, whatever it counted in between. Where the
words leave nothing open the two are one.

Terms that are none of these (older persons, medical staff, prisoners) name a part whose members are not known
to exclude those of other parts. They make a *layer*: at most as many as everybody, class by class.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CLASSES = ("man", "woman", "boy", "girl", "adult of unknown sex", "child of unknown sex", "unknown")
STATUSES = ("civilian", "combatant", "other", "unknown")
WIDTH = len(CLASSES) * len(STATUSES)
EVERYBODY = (1 << WIDTH) - 1

MAN, WOMAN, BOY, GIRL, ADULT, CHILD, UNKNOWN = range(7)

_COMBATANT = frozenset(
    {"armed_forces", "direct_participation", "soldier", "soldiers", "servicemen", "combatants", "fighters"}
)
_STATUS = {"civilian": 0, **dict.fromkeys(_COMBATANT, 1), "other_protected": 2}
_UNDETERMINED = frozenset({"undetermined"})
_FEMALE = frozenset({"female", "woman", "women", "girl", "girls"})
_MALE = frozenset({"male", "man", "men", "boy", "boys"})
_CHILD = frozenset({"child", "children", "girl", "girls", "boy", "boys", "infant", "fetus"})
_ADULT = frozenset({"adult", "woman", "women", "man", "men", "older"})
# Terms that say no more than the class; all others make a layer.
_SAID = (
    _FEMALE | _MALE | _CHILD | _ADULT | _UNDETERMINED | frozenset(_STATUS) | {"unknown", "not_applicable"}
) - {"infant", "fetus", "older"}


@dataclass(frozen=True, slots=True)
class Group:
    """What a group term covers: surely, possibly, the layer, and how its doubt may be settled."""

    inner: int
    outer: int
    layer: frozenset[str]
    readings: tuple[str, ...] = ()  # names of the ways to settle it; () where nothing is open


def _classes(ages: Iterable[int], statuses: Iterable[int]) -> int:
    listed = tuple(statuses)
    return sum(1 << (a * len(STATUSES) + s) for a in ages for s in listed)


def group_of(terms: Iterable[str], choice: str | None = None) -> Group:
    """The group of a statement: `choice` settles what the words leave open (see `World.choices`)."""
    said = frozenset(terms)
    inner, outer, readings = _ages(said, choice)
    statuses = sorted({_STATUS[t] for t in said & frozenset(_STATUS)}) or range(4)
    if "civilian" in said and choice == "all_statuses":
        statuses = range(4)
    return Group(_classes(inner, statuses), _classes(outer, statuses), said - _SAID, readings)


def asked_group(terms: Iterable[str]) -> Group:
    """The group of a question, where “women” are grown women and nothing is left open."""
    terms = tuple(terms)
    group = group_of(terms)
    return Group(group.inner, group.inner, group.layer)


def _ages(
    said: frozenset[str], choice: str | None
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[str, ...]]:
    female, male = bool(said & _FEMALE), bool(said & _MALE)
    child, adult = bool(said & _CHILD), bool(said & _ADULT)
    everybody = tuple(range(7))
    if female and male:
        female = male = False
    if child and adult:
        child = adult = False
    if female or male:
        grown, young, word = (WOMAN, GIRL, "girls") if female else (MAN, BOY, "boys")
        if child:
            return (young,), (young,), ()
        if not adult:
            return (grown, young), (grown, young), ()
        readings = (f"without_{word}", f"with_{word}")
        if choice == readings[0]:
            return (grown,), (grown,), readings
        if choice == readings[1]:
            return (grown, young), (grown, young), readings
        return (grown,), (grown, young), readings
    if child:
        return (BOY, GIRL, CHILD), (BOY, GIRL, CHILD), ()
    if adult:
        return (MAN, WOMAN, ADULT), (MAN, WOMAN, ADULT), ()
    if said & _UNDETERMINED:
        return (UNKNOWN,), (ADULT, CHILD, UNKNOWN), ()
    return everybody, everybody, ()


def has_class(term: str) -> bool:
    """Whether a term is told apart by the classes, rather than by a layer of its own."""
    return term in _SAID


def spread(classes: int, atoms: Iterable[int]) -> int:
    """A set of classes within some stretches of time: one block of classes for each stretch."""
    made = 0
    for atom in atoms:
        made |= classes << (atom * WIDTH)
    return made
