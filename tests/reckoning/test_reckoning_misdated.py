"""One number told of two days is not two counts: who repeats a statement often takes its day wrongly."""

from __future__ import annotations

import pytest

from accounted.reckoning import PlaceNode, Question, Relation, Statement, World, reckon, reckon_all

PLACES = (PlaceNode("oblast", "the oblast", (), "region"), PlaceNode("town", "the town", ("oblast",)))


def killed(key: str, number: int, day: str, **more: object) -> Statement:
    fields = {"place": "town", "period": day, "as_of": "2023-06-13", "published": "2023-06-13", **more}
    return Statement(key, "killed", number, number, **fields)  # type: ignore[arg-type]


def ask(*statements: Statement, relations: tuple[Relation, ...] = ()):
    return reckon(World(statements, PLACES, relations=relations), Question("killed", "town"))


@pytest.mark.parametrize("origins", [("the morgue", "the morgue"), ("one paper", "another paper")])
def test_a_number_told_of_two_days_near_each_other_is_one_count(origins):
    one, other = (
        killed(day, 141, day, origin=o) for day, o in zip(("2023-06-11", "2023-06-12"), origins, strict=True)
    )
    answer = ask(one, other)
    assert answer.range == (141, None)
    (warning,) = answer.copy_warnings
    assert set(warning.statements) == {"2023-06-11", "2023-06-12"}
    assert "141" in warning.sentence
    ranges = reckon_all(World((one, other), PLACES), "killed")
    assert {place.place: place.low for place in ranges} == {"oblast": 141, "town": 141}


def test_of_which_of_the_days_it_is_stays_open():
    world = World((killed("a", 141, "2023-06-11"), killed("b", 141, "2023-06-12")), PLACES)
    assert reckon(world, Question("killed", "town", period="2023-06-11")).low is None
    assert reckon(world, Question("killed", "town", period="2023-06-11/2023-06-12")).range == (141, None)


def test_who_says_that_they_share_nobody_adds_them():
    relation = Relation("disjoint_stated", "a", "b", ground="two shellings, named by the prosecutor")
    answer = ask(killed("a", 141, "2023-06-11"), killed("b", 141, "2023-06-12"), relations=(relation,))
    assert answer.range == (282, None)
    assert not answer.copy_warnings


@pytest.mark.parametrize(
    ("number", "day"), [(140, "2023-06-12"), (141, "2023-06-20"), (141, "2023-06-12/2023-06-30")]
)
def test_other_numbers_days_far_apart_and_long_periods_are_counts_of_their_own(number, day):
    answer = ask(killed("a", 141, "2023-06-11"), killed("b", number, day))
    assert answer.range == (141 + number, None)


def test_two_small_equal_numbers_of_two_days_are_two_counts():
    assert ask(killed("a", 3, "2023-06-11"), killed("b", 3, "2023-06-12")).range == (6, None)
