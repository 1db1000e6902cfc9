"""Small worlds whose every cell is known: the engine against all worlds that fit the claims, enumerated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.reckoning import PlaceNode, Question, Reckoner, Statement, World, reckon

DAYS = ("2022-09-01", "2022-09-02", "2022-09-03")
# The kinds of person of the worlds below, and for each group who is surely and who may be counted.
KINDS = ("woman", "girl", "other child", "anybody else")
GROUPS = {
    (): (set(KINDS), set(KINDS)),
    ("child",): ({"girl", "other child"}, {"girl", "other child"}),
    ("female", "adult"): ({"woman"}, {"woman", "girl"}),
    ("female", "child"): ({"girl"}, {"girl"}),
}


@dataclass(frozen=True)
class Shape:
    """Places as a tree, the kinds of person told apart, the groups claimed, and how many a cell may hold."""

    parents: dict[str, str | None]
    groups: tuple[tuple[str, ...], ...]
    kinds: tuple[tuple[str, ...], ...]  # kinds that no group parts
    most: int

    @property
    def places(self) -> tuple[PlaceNode, ...]:
        return tuple(PlaceNode(p, p, (q,) if q else ()) for p, q in self.parents.items())

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Each place outside the places in it, by each kind."""
        return [(p, k) for p in self.parents for k in range(len(self.kinds))]

    def within(self, place: str) -> set[str]:
        inside = {place}
        for p, q in self.parents.items():  # parents come first
            if q in inside:
                inside.add(p)
        return inside

    def scope(self, place: str, who: set[str]) -> np.ndarray:
        inside = self.within(place)
        return np.array([p in inside and set(self.kinds[k]) <= who for p, k in self.cells], dtype=np.int64)


EVERYBODY = (KINDS,)
SHAPES = (
    Shape({"top": None, "a": "top", "b": "top", "a1": "a"}, ((),), EVERYBODY, 7),
    Shape({"top": None, "a": "top", "b": "top"}, ((), ("child",)),
          (("woman", "anybody else"), ("girl", "other child")), 5),
    Shape({"top": None, "a": "top"}, tuple(GROUPS), tuple((k,) for k in KINDS), 3),
    Shape({"top": None}, tuple(GROUPS), tuple((k,) for k in KINDS), 9),
)  # fmt: skip


def all_worlds(shape: Shape) -> np.ndarray:
    return np.array(list(product(range(shape.most + 1), repeat=len(shape.cells))), dtype=np.int16)


WORLDS = {n: all_worlds(shape) for n, shape in enumerate(SHAPES)}


def truth(shape: Shape, random: Random) -> dict[str, np.ndarray]:
    """What there is on each day: counts that only grow, small enough for the enumeration."""
    now = np.zeros(len(shape.cells), dtype=np.int64)
    found = {}
    for day in DAYS:
        for _ in range(random.randrange(3)):
            now[random.randrange(len(now))] += 1
        found[day] = now.copy()
    return found


def truthful(shape: Shape, world: dict[str, np.ndarray], random: Random, key: str) -> Statement:
    """A claim that is right: whom it counts may lie between what its words surely and possibly cover."""
    place, day = random.choice(list(shape.parents)), random.choice(DAYS)
    group = random.choice(shape.groups)
    surely, possibly = GROUPS[group]
    low = int(shape.scope(place, surely) @ world[day])
    high = int(shape.scope(place, possibly) @ world[day])
    number = random.randint(low, high)
    form = random.choice(("exact", "exact", "at_least", "between", "at_most"))
    bounds = {
        "exact": (number, number),
        "at_least": (max(0, number - random.randrange(2)), None),
        "between": (max(0, number - random.randrange(3)), number + random.randrange(3)),
        "at_most": (None, number + random.randrange(2)),
    }[form]
    return Statement(key, "bodies_found", *bounds, quantifier=form, place=place, as_of=day, published=day,
                     group=group, origin=f"origin {key}")  # fmt: skip


def enumerated(
    shape: Shape, number: int, claims: list[Statement], place: str, group: tuple[str, ...], day: str
) -> np.ndarray:
    """The totals of what is asked in every world of a day that fits the claims."""
    worlds = WORLDS[number]
    fits = np.ones(len(worlds), dtype=bool)
    for s in claims:
        surely, possibly = GROUPS[s.group]
        if s.low and s.as_of <= day:
            fits &= worlds @ shape.scope(s.place, possibly) >= s.low
        if s.high is not None and s.as_of >= day:
            fits &= worlds @ shape.scope(s.place, surely) <= s.high
    return worlds[fits] @ shape.scope(place, GROUPS[group][0])


def a_case(seed: int, number: int, claims: int):
    random, shape = Random(seed), SHAPES[number]
    world = truth(shape, random)
    said = [truthful(shape, world, random, f"s{n}") for n in range(claims)]
    place, group, day = random.choice(list(shape.parents)), random.choice(shape.groups), random.choice(DAYS)
    if not any(s.as_of <= day for s in said):
        day = DAYS[-1]
    return random, shape, world, said, Question("bodies_found", place, group, as_of=day)


def ask(shape: Shape, said: list[Statement], question: Question):
    """The answer, or None where the question is refused because nobody had counted yet."""
    try:
        return reckon(World(tuple(said), shape.places), question)
    except ValueError as why:
        assert "nobody counted" in str(why)
        return None


seeds = st.integers(0, 10**9)


@pytest.mark.parametrize("number", range(len(SHAPES)))
@given(seed=seeds, claims=st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_the_truth_is_inside_and_the_ends_are_those_of_the_enumeration(number, seed, claims):
    _, shape, world, said, q = a_case(seed, number, claims)
    answer = ask(shape, said, q)
    if answer is None:
        return
    assert not answer.contradictions and not answer.set_aside
    true = int(shape.scope(q.place, GROUPS[q.group][0]) @ world[q.as_of])
    low = answer.low or 0
    assert low <= true
    assert answer.high is None or true <= answer.high
    totals = enumerated(shape, number, said, q.place, q.group, q.as_of)
    assert low == totals.min()
    if answer.high is None:
        assert totals.max() >= shape.most
    elif answer.high <= shape.most:
        assert totals.max() == answer.high
    else:
        assert totals.max() <= answer.high


@given(seed=seeds, number=st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_one_more_truthful_claim_never_widens(seed, number):
    random, shape, world, said, q = a_case(seed, number, 5)
    before = ask(shape, said, q)
    after = ask(shape, [*said, truthful(shape, world, random, "one more")], q)
    if before is None or after is None:
        return
    assert (after.low or 0) >= (before.low or 0)
    assert before.high is None or (after.high is not None and after.high <= before.high)


@given(seed=seeds, number=st.integers(0, 2))
@settings(max_examples=40, deadline=None)
def test_the_order_of_claims_never_matters(seed, number):
    random, shape, _, said, q = a_case(seed, number, 6)
    said.append(replace(said[0], id="false", low=40, high=40, origin="liar"))
    answer = ask(shape, said, q)
    shuffled = list(said)
    random.shuffle(shuffled)
    again = ask(shape, shuffled, q)
    assert (answer is None) == (again is None)
    if answer is not None:
        assert answer.to_json() == again.to_json()


def days_that_fail(shape: Shape, number: int, claims: list[Statement]) -> list[str]:
    return [d for d in DAYS if not len(enumerated(shape, number, claims, "top", (), d))]


@pytest.mark.parametrize("number", [0, 1, 3])
@given(seed=seeds)
@settings(max_examples=25, deadline=None)
def test_one_false_claim_is_among_those_set_aside_and_no_cheaper_way_exists(number, seed):
    random, shape, world, said, q = a_case(seed, number, 5)
    lie = truthful(shape, world, random, "lie")
    number_told = random.choice((0, shape.most))
    said.append(replace(lie, low=number_told, high=number_told, quantifier="exact"))
    q = replace(q, place="top", group=(), as_of=DAYS[-1])
    answer = ask(shape, said, q)
    if answer is None:
        return
    fails = days_that_fail(shape, number, said)
    assert bool(answer.set_aside) == bool(fails)
    if not fails:
        return
    (aside,) = answer.set_aside
    assert ("lie",) in aside.ways
    by_id = {s.id: s for s in said}
    for way in aside.ways:
        assert len(way) == 1  # without the lie everything fits
        assert not days_that_fail(shape, number, [s for s in said if s.id not in way])
    for clash in answer.contradictions:
        held = [by_id[k] for k in clash.statements]
        assert days_that_fail(shape, number, held)
        for fewer in combinations(held, len(held) - 1):
            assert not days_that_fail(shape, number, list(fewer))


@given(seed=seeds, number=st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_one_pass_over_all_places_says_what_each_question_says(seed, number):
    _, shape, _, said, _ = a_case(seed, number, 8)
    reckoner = Reckoner(World(tuple(said), shape.places))
    day = DAYS[-1]
    for one in reckoner.all_places("bodies_found", as_of=day):
        try:
            answer = reckoner.answer(Question("bodies_found", one.place, as_of=day))
        except ValueError:
            continue
        low, high = answer.low or 0, answer.high
        if one.exact:
            assert (one.low, one.high) == (low, high)
        else:
            assert one.low <= low
            assert one.high is None or (high is not None and high <= one.high)
