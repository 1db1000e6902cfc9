"""Arithmetic on stated numbers, against every arrangement of people that the words allow."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.claims import Count
from accounted.reporting.counts import ContradictoryBreakdown, agree, alternatives, bounds, remainder, worded


def exact(n):
    return Count("exact", n, n, n)


def between(low, high):
    return Count("between", low, None, high)


def at_least(n):
    return Count("at_least", n, None, None)


def test_the_remainder_of_a_breakdown_whose_parts_exclude_one_another_is_a_number():
    assert bounds(remainder(exact(534), [exact(226), exact(19)])) == (289, 289)


def test_where_girls_may_be_counted_as_women_and_as_children_the_remainder_is_a_range():
    assert bounds(remainder(exact(534), [exact(226), exact(19)], overlap=True)) == (289, 308)


def test_the_remainder_of_an_open_total_is_open():
    assert bounds(remainder(at_least(447), [exact(200)])) == (247, None)


def test_a_part_without_an_upper_bound_may_leave_nothing():
    assert bounds(remainder(exact(50), [at_least(20)])) == (0, 30)


def test_parts_that_exceed_their_whole_are_refused_with_both_numbers():
    with pytest.raises(ContradictoryBreakdown, match=r"30 \+ 25 cannot be within 50 \(rule D-09\)"):
        remainder(exact(50), [exact(30), exact(25)])


def test_parts_that_may_overlap_may_add_up_to_more_than_their_whole():
    assert bounds(remainder(exact(50), [exact(30), exact(25)], overlap=True)) == (0, 20)


small = st.integers(0, 7)


@st.composite
def ranges(draw):
    low = draw(small)
    high = draw(st.one_of(st.none(), st.integers(low, 8)))
    return at_least(low) if high is None else between(low, high)


MOST = 12  # an open count is tried up to here: beyond every total and bound drawn


def possible(count):
    low, high = bounds(count)
    return range(low, (MOST if high is None else high) + 1)


@given(total=st.integers(0, 10), parts=st.lists(ranges(), max_size=3))
@settings(max_examples=150, deadline=None)
def test_the_remainder_is_what_disjoint_parts_can_leave_and_no_wider(total, parts):
    left = {total - sum(sizes) for sizes in product(*(possible(p) for p in parts)) if sum(sizes) <= total}
    if not left:
        with pytest.raises(ContradictoryBreakdown):
            remainder(exact(total), parts)
    else:
        assert bounds(remainder(exact(total), parts)) == (min(left), max(left))


@given(total=st.integers(0, 10), parts=st.lists(ranges(), max_size=3))
@settings(max_examples=150, deadline=None)
def test_the_remainder_is_what_overlapping_parts_can_leave_and_no_wider(total, parts):
    left = set()
    for sizes in product(*(possible(p) for p in parts)):
        if max(sizes, default=0) > total:
            continue
        # Sets of these sizes within the total can cover anything from the largest alone to all side by side.
        covered = range(max(sizes, default=0), min(sum(sizes), total) + 1)
        left |= {total - n for n in covered}
    if not left:
        with pytest.raises(ContradictoryBreakdown):
            remainder(exact(total), parts, overlap=True)
    else:
        assert bounds(remainder(exact(total), parts, overlap=True)) == (min(left), max(left))


@given(one=ranges(), other=ranges())
def test_two_counts_agree_when_some_number_satisfies_both(one, other):
    assert agree(one, other) == bool(set(possible(one)) & set(possible(other)))
    assert agree(one, other) == agree(other, one)


@given(counts=st.lists(ranges(), min_size=1, max_size=5))
def test_alternatives_are_what_the_largest_agreeing_sets_of_counts_leave(counts):
    numbers = range(0, MOST + 1)
    sets = {frozenset(n for n, c in enumerate(counts) if number in possible(c)) for number in numbers}
    largest = {s for s in sets if s and not any(s < other for other in sets)}
    expected = set()
    for together in largest:
        shared = set.intersection(*(set(possible(counts[n])) for n in together))
        expected.add((min(shared), None if max(shared) == MOST else max(shared)))
    assert set(alternatives(counts)) == expected


def test_loose_words_rule_nothing_out():
    assert agree(Count("about", None, 30, None), exact(34))
    assert agree(Count("dozens", 24, None, None), exact(20))
    assert alternatives([Count("many")]) == ()


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (exact(1534), "1,534"),
        (at_least(447), "at least 447"),
        (Count("more_than", 501, None, None), "more than 500"),
        (Count("less_than", None, None, 59), "fewer than 60"),
        (Count("at_most", None, None, 40), "up to 40"),
        (Count("about", None, 30, None), "about 30"),
        (between(40, 60), "40–60"),
        (Count("dozens", 24, None, None), "dozens (taken as 24 or more)"),
        (Count("many"), "many"),
        (Count("some"), "an unstated number"),
        (Count("none", 0, 0, 0), "none"),
        (Count("exact"), "number not stated"),
    ],
)
def test_a_count_keeps_the_doubt_that_was_in_its_words(count, words):
    assert worded(count) == words
