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
Scope = tuple[dict[str, object], set[str], set[str]]


@dataclass(frozen=True)
class Shape:
    """Places as a tree, the kinds that are told apart, what claims may be of, and how many a cell may hold.

    A scope is how a claim says whom it counts, the kinds it surely counts, and those it may count.
    """

    parents: dict[str, str | None]
    kinds: tuple[str, ...]
    scopes: tuple[Scope, ...]
    most: int

    @property
    def places(self) -> tuple[PlaceNode, ...]:
        return tuple(PlaceNode(p, p, (q,) if q else ()) for p, q in self.parents.items())

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Each place outside the places in it, by each kind."""
        return [(p, k) for p in self.parents for k in self.kinds]

    def within(self, place: str) -> set[str]:
        inside = {place}
        for p, q in self.parents.items():  # parents come first
            if q in inside:
                inside.add(p)
        return inside

    def scope(self, place: str, who: set[str]) -> np.ndarray:
        inside = self.within(place)
        return np.array([p in inside and k in who for p, k in self.cells], dtype=np.int64)


def scope(surely: str, possibly: str | None = None, **said: object) -> Scope:
    inner = set(surely.split("|")) - {""}
    return said, inner, inner if possibly is None else set(possibly.split("|"))


CHAIN = {"top": None, "a": "top"}
FORK = {"top": None, "a": "top", "b": "top"}
PERSONS = (
    scope("woman|girl|child|other"),
    scope("girl|child", group=("child",)),
    scope("woman", "woman|girl", group=("female", "adult")),
    scope("girl", group=("female", "child")),
)
SHAPES = {
    "places": Shape({**FORK, "a1": "a"}, ("anybody",), (scope("anybody"),), 7),
    "children": Shape(FORK, ("child", "other"),
                      (scope("child|other"), scope("child", group=("child",))), 5),
    "women in two places": Shape(CHAIN, ("woman", "girl", "child", "other"), PERSONS, 3),
    "women": Shape({"top": None}, ("woman", "girl", "child", "other"), PERSONS, 9),
    "status": Shape({"top": None}, ("cc", "ca", "sc", "sa", "oc", "oa"), (
        scope("cc|ca|sc|sa|oc|oa"), scope("cc|ca", group=("civilian",)),
        scope("sc|sa", group=("armed_forces", "soldier")), scope("cc|sc|oc", group=("child",)),
        scope("cc", group=("civilian", "child"))), 5),
    "named parts": Shape(CHAIN, ("both", "medic", "journalist", "neither"), (
        scope("both|medic|journalist|neither"), scope("both|medic", group=("medical",)),
        scope("both|journalist", group=("journalist",))), 3),
    "periods": Shape(CHAIN, ("tens", "month", "else"), (
        scope("tens|month|else"), scope("tens|month", period="2022-09"),
        scope("tens", period="2022-09-10/2022-09-20"),
        scope("", "tens", period="[2022-09-10..2022-09-20]")), 5),
}  # fmt: skip


def all_worlds(shape: Shape) -> np.ndarray:
    return np.array(list(product(range(shape.most + 1), repeat=len(shape.cells))), dtype=np.int16)


WORLDS = {name: all_worlds(shape) for name, shape in SHAPES.items()}


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
    said, surely, possibly = random.choice(shape.scopes)
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
                     origin=f"origin {key}", **said)  # type: ignore[arg-type]  # fmt: skip


def covered(shape: Shape, group: tuple[str, ...], period: str | None) -> tuple[set[str], set[str]]:
    """What a claim or question of some words surely and possibly covers."""
    return next(
        (surely, possibly)
        for said, surely, possibly in shape.scopes
        if (said.get("group", ()), said.get("period")) == (group, period)
    )


def enumerated(number: str, claims: list[Statement], q: Question, day: str | None = None) -> np.ndarray:
    """The totals of what is asked in every world of a day that fits the claims."""
    worlds, shape, day = WORLDS[number], SHAPES[number], day or q.as_of
    fits = np.ones(len(worlds), dtype=bool)
    for s in claims:
        surely, possibly = covered(shape, s.group, s.period)
        if s.low and s.as_of <= day:
            fits &= worlds @ shape.scope(s.place, possibly) >= s.low
        if s.high is not None and s.as_of >= day:
            fits &= worlds @ shape.scope(s.place, surely) <= s.high
    return worlds[fits] @ asked_cells(shape, q)


def asked_cells(shape: Shape, q: Question) -> np.ndarray:
    return shape.scope(q.place, covered(shape, q.group, q.period)[0])


def a_case(seed: int, number: str, claims: int):
    random, shape = Random(seed), SHAPES[number]
    world = truth(shape, random)
    said = [truthful(shape, world, random, f"s{n}") for n in range(claims)]
    place, day = random.choice(list(shape.parents)), random.choice(DAYS)
    words = random.choice([said for said, surely, _ in shape.scopes if surely])
    if not any(s.as_of <= day for s in said):
        day = DAYS[-1]
    return random, shape, world, said, Question("bodies_found", place, as_of=day, **words)


def ask(shape: Shape, said: list[Statement], question: Question):
    """The answer, or None where the question is refused: nobody had counted yet, or never of that part."""
    try:
        return reckon(World(tuple(said), shape.places), question)
    except ValueError as why:
        assert "nobody counted" in str(why) or "no statement" in str(why)
        return None


seeds = st.integers(0, 10**9)


@pytest.mark.parametrize("number", SHAPES)
@given(seed=seeds, claims=st.integers(1, 9))
@settings(max_examples=40, deadline=None)
def test_the_truth_is_inside_and_the_ends_are_those_of_the_enumeration(number, seed, claims):
    _, shape, world, said, q = a_case(seed, number, claims)
    answer = ask(shape, said, q)
    if answer is None:
        return
    assert not answer.contradictions and not answer.set_aside
    true = int(asked_cells(shape, q) @ world[q.as_of])
    low = answer.low or 0
    assert low <= true
    assert answer.high is None or true <= answer.high
    totals = enumerated(number, said, q)
    if not answer.exact:  # numbers of another named part: right, and could be narrower
        assert low <= totals.min() and (answer.high is None or totals.max() <= answer.high)
        return
    assert low == totals.min()
    if answer.high is None:
        assert totals.max() >= shape.most
    elif answer.high <= shape.most:
        assert totals.max() == answer.high
    else:
        assert totals.max() <= answer.high


@given(seed=seeds, number=st.sampled_from(list(SHAPES)))
@settings(max_examples=40, deadline=None)
def test_one_more_truthful_claim_never_widens(seed, number):
    random, shape, world, said, q = a_case(seed, number, 5)
    before = ask(shape, said, q)
    after = ask(shape, [*said, truthful(shape, world, random, "one more")], q)
    if before is None or after is None:
        return
    assert (after.low or 0) >= (before.low or 0)
    assert before.high is None or (after.high is not None and after.high <= before.high)


@given(seed=seeds, number=st.sampled_from(list(SHAPES)))
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


def days_that_fail(number: str, claims: list[Statement]) -> list[str]:
    return [d for d in DAYS if not len(enumerated(number, claims, Question("bodies_found", "top"), d))]


@pytest.mark.parametrize("number", ["places", "children", "women", "status", "periods"])
@given(seed=seeds)
@settings(max_examples=25, deadline=None)
def test_one_false_claim_is_among_those_set_aside_and_no_cheaper_way_exists(number, seed):
    random, shape, world, said, _ = a_case(seed, number, 5)
    lie = truthful(shape, world, random, "lie")
    number_told = random.choice((0, shape.most))
    said.append(replace(lie, low=number_told, high=number_told, quantifier="exact"))
    q = Question("bodies_found", "top", as_of=DAYS[-1])
    answer = ask(shape, said, q)
    if answer is None:
        return
    fails = days_that_fail(number, said)
    assert bool(answer.set_aside) == bool(fails)
    if not fails:
        return
    (aside,) = answer.set_aside
    assert ("lie",) in aside.ways
    by_id = {s.id: s for s in said}
    for way in aside.ways:
        assert len(way) == 1  # without the lie everything fits
        assert not days_that_fail(number, [s for s in said if s.id not in way])
    for clash in answer.contradictions:
        held = [by_id[k] for k in clash.statements]
        assert days_that_fail(number, held)
        for fewer in combinations(held, len(held) - 1):
            assert not days_that_fail(number, list(fewer))


@given(seed=seeds, number=st.sampled_from(list(SHAPES)))
@settings(max_examples=40, deadline=None)
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
