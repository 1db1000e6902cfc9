"""Tables of overlapping lists: what is taken, what is refused, and what is said to be estimable."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.estimating import (
    ChaoLowerBound,
    DecomposableGraphs,
    InvalidLists,
    LatentClassModel,
    ListOverlap,
    LogLinear,
    NotEstimable,
    SampleCoverage,
)

THREE = ("A", "B", "C")


def rows(*lines: str) -> list[list[str]]:
    return [line.split(",") for line in lines]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["1,0,0,-3"], "row 2, column count: '-3' is below zero"),
        (["1,0,0,2.5"], "not a whole number"),
        (["1,0,0,many"], "'many' is not a number"),
        (["1,0,0,nan"], "not a whole number"),
        (["1,0,2,4"], "column C: '2' is not 0 or 1"),
        (["yes,0,0,4"], "column A: 'yes' is not 0 or 1"),
        (["1,0,0,4", "1,0,0,5"], "row 3: the same lists as row 2"),
        (["0,0,0,7"], "7 people on no list"),
        (["1,0,4"], "3 cells where 3 lists and a count make 4"),
        ([], "no rows"),
    ],
)
def test_a_bad_table_is_refused_with_the_row_and_what_is_wrong(lines, words):
    with pytest.raises(InvalidLists, match=words.replace("(", r"\(")):
        ListOverlap.from_table(rows(*lines), THREE)


def test_a_list_named_twice_or_not_at_all_is_refused():
    with pytest.raises(InvalidLists, match="appears twice"):
        ListOverlap.from_counts(["A", "A", "B"], {1: 1})
    with pytest.raises(InvalidLists, match="no name"):
        ListOverlap.from_counts(["A", " ", "B"], {1: 1})


def test_sixty_two_lists_are_taken_and_sixty_three_refused():
    names = [f"L{j}" for j in range(62)]
    lists = ListOverlap.from_counts(names, {1 << j | 1: 1 for j in range(1, 62)})
    assert len(lists.names) == 62
    with pytest.raises(InvalidLists, match="at most 62"):
        ListOverlap.from_counts([*names, "more"], {1: 1})


def test_a_thousand_million_people_are_counted_exactly_and_too_many_are_refused():
    lists = ListOverlap.from_counts(THREE, {1: 10**9, 2: 10**9, 4: 10**9, 3: 7, 5: 7, 6: 7})
    assert lists.observed == 3 * 10**9 + 21
    assert ChaoLowerBound().fit(lists).total.point > lists.observed
    with pytest.raises(InvalidLists, match="not exact"):
        ListOverlap.from_counts(THREE, {1: 2**53 + 1})


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize(
    "method",
    [
        DecomposableGraphs(), LogLinear("stepwise"), LogLinear("bic"), ChaoLowerBound(), SampleCoverage(),
        LatentClassModel(3, budget=4_000, temper=False),
    ],
    ids=lambda one: type(one).__name__,
)  # fmt: skip
def test_every_method_stands_a_thousand_million_people(method):
    """Either a number that is one, or its reason; never an overflow."""
    chance, people = (0.3, 0.25, 0.2, 0.3), 5 * 10**9
    counts = {
        on: round(people * math.prod(p if on >> j & 1 else 1 - p for j, p in enumerate(chance)))
        for on in range(1, 16)
    }
    lists = ListOverlap.from_counts(("A", "B", "C", "D"), counts)
    total = method.fit(lists).total
    if total.point is None:
        assert method.warnings
    else:
        assert total.low <= total.point <= total.high
        assert total.point == pytest.approx(people, rel=0.2)


def test_an_empty_list_is_removed_and_said():
    lists = ListOverlap.from_counts(("A", "B", "C", "none"), {1: 4, 2: 5, 4: 6, 3: 1, 6: 2})
    assert lists.names == THREE
    assert lists.removed == ("none",)
    assert any(o.code == "empty_list" and "none" in o.message and not o.fatal for o in lists.check())


@pytest.mark.parametrize(
    ("names", "counts", "code"),
    [
        (("A",), {1: 9}, "few_lists"),
        (("A", "B"), {1: 9, 2: 4, 3: 3}, "few_lists"),
        (THREE, {}, "nobody"),
        (THREE, {1: 9, 2: 4, 4: 3}, "no_overlap"),
        (("A", "B", "C", "D"), {1: 9, 2: 4, 3: 3, 4: 5, 8: 6, 12: 2}, "disconnected"),
    ],
)
def test_what_cannot_be_estimated_is_said_with_the_documented_count(names, counts, code):
    lists = ListOverlap.from_counts(names, counts)
    assert code in {o.code for o in lists.check() if o.fatal}
    with pytest.raises(NotEstimable, match=f"{lists.observed} are documented"):
        ChaoLowerBound().fit(lists)


def test_records_are_counted_by_the_lists_they_are_on():
    people = [{"A": 1, "B": "yes"}, {"A": True, "B": 0}, {"A": "0", "B": ""}, {"C": 1, "A": None}]
    lists = ListOverlap.from_records(people, THREE)
    assert [lists.count_of(p) for p in (1, 2, 3, 4)] == [1, 0, 0, 0] or lists.names == ("A", "B", "C")
    assert lists.observed == 3  # the third is on no list


def test_a_linking_result_becomes_a_table():
    people = [[("A", 1), ("B", 7)], [("A", 2)], [("B", 8), ("C", 1)], [("A", 3), ("A", 4)]]
    lists = ListOverlap.from_clusters(people)
    assert lists.names == THREE
    assert {p: lists.count_of(p) for p in (1, 3, 6)} == {1: 2, 3: 1, 6: 1}


tables_of_four = st.dictionaries(st.integers(1, 15), st.integers(0, 50), min_size=1)


@given(tables_of_four)
def test_the_canonical_table_reads_back_as_itself(counts):
    lists = ListOverlap.from_counts("WXYZ", counts)
    if not len(lists.counts):
        return
    lines = [line.split(",") for line in lists.to_csv().splitlines()]
    again = ListOverlap.from_table(lines[1:], lines[0][:-1])
    assert again.sha256 == lists.sha256


@given(tables_of_four)
def test_the_order_of_rows_does_not_change_the_hash(counts):
    backwards = dict(reversed(list(counts.items())))
    assert ListOverlap.from_counts("WXYZ", counts).sha256 == ListOverlap.from_counts("WXYZ", backwards).sha256


@given(tables_of_four)
def test_leaving_a_list_out_loses_only_those_on_it_alone(counts):
    lists = ListOverlap.from_counts("WXYZ", counts)
    for j, name in enumerate(lists.names):
        if len(lists.names) > 1:
            assert lists.without(name).observed == lists.observed - lists.count_of(1 << j)


@given(tables_of_four)
def test_merging_two_lists_loses_nobody(counts):
    lists = ListOverlap.from_counts("WXYZ", counts)
    if len(lists.names) > 1:
        assert lists.merged(lists.names[0], lists.names[-1]).observed == lists.observed
