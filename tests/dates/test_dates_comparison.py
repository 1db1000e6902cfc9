"""Comparing partial dates: yes, no, or cannot tell, checked against every world the two dates allow."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from dated import narrow_dates, worlds, written_dates
from hypothesis import given

from accounted.dates import Answer, parse

YES, NO, CANNOT_TELL = Answer.YES, Answer.NO, Answer.CANNOT_TELL


@pytest.mark.parametrize(
    ("outer", "inner", "answer"),
    [
        ("2022", "2022-09", YES),
        ("2022-09", "2022-09-15", YES),
        ("2022-09", "2022-10-15", NO),
        ("2022-09", "2022", CANNOT_TELL),
        ("2022-09", "2022-09-28/2022-10-03", NO),
        ("2022-09", "[2022-09-28..2022-10-03]", CANNOT_TELL),
        ("2022-09", "2022-09", YES),
        ("[2022-09,2022-11]", "2022-10-15", NO),
        ("[2022-09,2022-11]", "2022-11-15", YES),
        ("2022-02-24/..", "2035-01-01", YES),
        ("2022-02-24/", "2022-09", CANNOT_TELL),
        ("2022-02-24/", "2022-01", NO),
        ("2022-02-24/2022-09-10", "2022-09", CANNOT_TELL),
        ("2022-02-24/2022-09-10", "2022-08", YES),
        ("2022-10~", "2022-10-15", CANNOT_TELL),
        ("2022-10~", "2022-12-15", NO),
        ("2022-10~", "2022-10~", YES),
        ("2022~", "2022-06", CANNOT_TELL),
        ("{2022-09,2022-11}", "2022-11-04", YES),
        ("2022", "2022-03-04/..", NO),
        ("2022", "2022-03-04/", CANNOT_TELL),
        ("2022", "{2022-03,2023-04}", NO),
    ],
)
def test_containment(outer, inner, answer):
    assert parse(outer).contains(parse(inner)) is answer


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ("2022-09-14", "2022-09-15", YES),
        ("2022-09-15", "2022-09-15", NO),
        ("2022-09", "2022-10", YES),
        ("2022-09", "2022-09-15", CANNOT_TELL),
        ("2022-09", "2022", CANNOT_TELL),
        ("2022-10~", "2022-11-15", CANNOT_TELL),
        ("2022-10~", "2022-12-01", YES),
        ("2022-02-24/2022-09-10", "2022-09-08/2022-09-20", NO),
        ("2022-02-24/..", "2050", NO),
        ("2022-02-24/", "2050", CANNOT_TELL),
        ("2021", "2022-02-24/..", YES),
        ("2022", "../2023", NO),
        ("2022", "/2023", CANNOT_TELL),
    ],
)
def test_what_came_before(a, b, answer):
    assert parse(a).before(parse(b)) is answer
    assert parse(b).after(parse(a)) is answer


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ("2022-09-15", "2022-09-15", YES),
        ("2022-09", "2022-09", CANNOT_TELL),
        ("2022-09", "2022-10", NO),
        ("2022-09-01/2022-09-30", "2022-09", YES),
        ("2022-09-01/2022-09-30", "2022-09-15", YES),
        ("2022-09/2022-11", "2022-10", YES),
        ("2022-09/2022-11", "2022-09", CANNOT_TELL),
        ("2022-02-24/..", "2023", YES),
        ("2022-02-24/", "2023", CANNOT_TELL),
        ("[2022-09,2022-11]", "2022-10", NO),
        ("2022-10~", "2022-11-20", CANNOT_TELL),
        ("{2022-09-01..2022-09-10}", "2022-09-05", YES),
        ("{2022-09-01,2022-09-10}", "2022-09-05", NO),
    ],
)
def test_what_shares_a_day(a, b, answer):
    assert parse(a).overlaps(parse(b)) is answer
    assert parse(b).overlaps(parse(a)) is answer


def test_a_plain_day_may_be_compared_with():
    assert parse("2022-09").contains(date(2022, 9, 15)) is YES
    assert parse("2022-09").before(date(2022, 10, 1)) is YES
    assert parse("2022-09-01/2022-09-30").overlaps(date(2022, 10, 1)) is NO


def test_an_answer_is_not_a_truth_value():
    with pytest.raises(TypeError, match="cannot tell"):
        if parse("2022").contains(parse("2022-09")):
            pass


def settled(outcomes: set[bool]) -> Answer:
    return CANNOT_TELL if len(outcomes) == 2 else YES if outcomes == {True} else NO


@given(narrow_dates(), narrow_dates())
def test_before_is_what_every_world_says(a, b):
    a, b = parse(a), parse(b)
    ends, starts = {max(w) for w in worlds(a)}, {min(w) for w in worlds(b)}
    assert a.before(b) is settled({end < start for end, start in product(ends, starts)})


@given(narrow_dates(sets=False), narrow_dates(sets=False))
def test_overlap_is_what_every_world_says(a, b):
    a, b = parse(a), parse(b)
    mine = {(min(w), max(w)) for w in worlds(a)}
    its = {(min(w), max(w)) for w in worlds(b)}
    outcomes = {low <= high2 and low2 <= high for (low, high), (low2, high2) in product(mine, its)}
    assert a.overlaps(b) is settled(outcomes)


@given(narrow_dates(), narrow_dates())
def test_overlap_is_never_claimed_against_a_world(a, b):
    a, b = parse(a), parse(b)
    outcomes = {bool(v & w) for v, w in product(set(worlds(a)), set(worlds(b)))}
    answer = a.overlaps(b)
    assert answer is CANNOT_TELL or {answer is YES} == outcomes


@given(narrow_dates(), narrow_dates())
def test_containment_is_never_claimed_against_a_world(a, b):
    a, b = parse(a), parse(b)
    possible = frozenset().union(*worlds(a))
    answer = a.contains(b)
    if a == b:
        assert answer is YES
    elif answer is YES:
        assert all(w <= possible for w in worlds(b))
    elif answer is NO:
        assert not any(w <= possible for w in worlds(b))


@given(written_dates(), written_dates(), written_dates())
def test_containment_is_a_partial_order(a, b, c):
    a, b, c = parse(a), parse(b), parse(c)
    assert a.contains(a) is YES
    if a.contains(b) is YES and b.contains(a) is YES:
        assert (a.earliest_possible, a.latest_possible) == (b.earliest_possible, b.latest_possible)
    if a.contains(b) is YES and b.contains(c) is YES:
        assert a.contains(c) is YES


@given(narrow_dates(), narrow_dates(), narrow_dates())
def test_containment_is_transitive_where_dates_are_near(a, b, c):
    a, b, c = parse(a), parse(b), parse(c)
    if a.contains(b) is YES and b.contains(c) is YES:
        assert a.contains(c) is YES


@given(written_dates(), written_dates())
def test_comparison_is_antisymmetric(a, b):
    a, b = parse(a), parse(b)
    if a.before(b) is YES:
        assert b.before(a) is NO
        assert a.overlaps(b) is NO
        assert a.contains(b) is NO
    assert a.before(a) is not YES


@given(narrow_dates(), narrow_dates(), narrow_dates())
def test_before_is_transitive(a, b, c):
    a, b, c = parse(a), parse(b), parse(c)
    if a.before(b) is YES and b.before(c) is YES:
        assert a.before(c) is YES


@given(written_dates(), written_dates())
def test_overlap_is_symmetric_and_not_denied_by_containment(a, b):
    a, b = parse(a), parse(b)
    assert a.overlaps(b) is b.overlaps(a)
    if a.contains(b) is YES:
        assert a.overlaps(b) is not NO
