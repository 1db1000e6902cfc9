"""Dates made of dates: intersection, hull, widening and rounding never lose a possible day."""

from __future__ import annotations

import pytest
from dated import narrow_dates, written_dates
from hypothesis import given
from hypothesis import strategies as st

from accounted.dates import hull, intersection, parse, widen
from accounted.dates.algebra import about, coarsen, doubted
from accounted.dates.spans import common, within


def may(d):
    return d._extent.may


@pytest.mark.parametrize(
    ("a", "b", "both"),
    [
        ("2022", "2022-09", "2022-09"),
        ("2022-09", "[2022-09-20..2022-10-05]", "[2022-09-20..2022-09-30]"),
        ("2022-09", "2022-10", None),
        ("2022-02-24/..", "2022-01/2022-09", "2022-02-24/2022-09-30"),
        ("2022-02-24/..", "../2022-09", "2022-02-24/2022-09-30"),
        ("2022-02-24/..", "2021/..", "2022-02-24/.."),
        ("2022-02-24/..", "2021/", "2022-02-24/.."),
        ("2022-XX-15", "[2022-03..2022-04]", "[2022-03-15,2022-04-15]"),
        ("2022-10~", "2022-10-05", "2022-10-05"),
        ("2022-10~", "2022-10~", "2022-10~"),
        ("2022-10~", "[2022-10-20..2022-12-20]", "[2022-10-20..2022-11-30]"),
        ("2022-09?", "2022-09-15", "2022-09-15?"),
        ("2022", "[2021-09..2022-03]", "[2022-01..2022-03]"),
    ],
)
def test_what_two_dates_have_in_common(a, b, both):
    for found in (intersection(parse(a), parse(b)), intersection(parse(b), parse(a))):
        assert (found and found.edtf) == both


@pytest.mark.parametrize(
    ("a", "b", "covers"),
    [
        ("2022-09", "2022-10", "[2022-09..2022-10]"),
        ("2022-09-01", "2022-09-10", "[2022-09-01..2022-09-10]"),
        ("2022-09-01/2022-09-03", "2022-09-08/2022-09-10", "2022-09-01/2022-09-10"),
        ("2022", "2022-09", "2022"),
        ("2021", "2022", "[2021..2022]"),
        ("2022-02-24/..", "2021", "[2021..]"),
        ("2022-02-24/..", "2021-02-24/2021-03-01", "2021-02-24/.."),
        ("2022-02-24/..", "../2021", None),
        ("2022-10~", "2022-11", "2022-10~"),
    ],
)
def test_what_covers_both(a, b, covers):
    for found in (hull(parse(a), parse(b)), hull(parse(b), parse(a))):
        assert (found and found.edtf) == covers


@given(written_dates() | narrow_dates(), written_dates() | narrow_dates())
def test_the_intersection_holds_the_days_of_both_and_no_others(a, b):
    a, b = parse(a), parse(b)
    both = common(may(a), may(b))
    found = intersection(a, b)
    if found is None:
        assert both == ()
    else:
        assert within(both, may(found))
        assert (may(found)[0][0], may(found)[-1][1]) == (both[0][0], both[-1][1])
        assert parse(found.edtf) == found


@given(written_dates() | narrow_dates(), written_dates() | narrow_dates())
def test_the_hull_covers_both_and_no_day_more_at_either_end(a, b):
    a, b = parse(a), parse(b)
    found = hull(a, b)
    low, high = min(may(a)[0][0], may(b)[0][0]), max(may(a)[-1][1], may(b)[-1][1])
    if found is None:
        assert (a.earliest_possible is None or b.earliest_possible is None) and (
            a.latest_possible is None or b.latest_possible is None
        )
    else:
        assert may(found) == ((low, high),)
        assert parse(found.edtf) == found


@given(written_dates(), st.integers(0, 400), st.integers(0, 400))
def test_widening_never_shrinks(written, before, after):
    d = parse(written)
    wide = widen(d, before=before, after=after)
    assert within(may(d), may(wide))
    assert parse(wide.edtf) == wide
    assert (wide.open_start, wide.open_end) == (d.open_start, d.open_end) or d.kind == "all_of"


def test_widening_goes_so_many_days_and_takes_the_margin_in():
    assert widen(parse("2022-09-15"), 1).edtf == "[2022-09-14..2022-09-16]"
    assert widen(parse("2022-09-15"), before=2).edtf == "[2022-09-13..2022-09-15]"
    assert widen(parse("2022-09-15/2022-09-20"), after=1).edtf == "2022-09-15/2022-09-21"
    assert widen(parse("2022-09-15~"), 1).edtf == "[2022-09-11..2022-09-19]"
    assert widen(parse("2022-02-24/.."), 1).edtf == "2022-02-23/.."
    assert widen(parse("2022-09-15?"), 1).edtf == "[2022-09-14?..2022-09-16?]"
    assert widen(parse("2022-10~"), 0) is parse("2022-10~")


def test_a_date_is_not_widened_by_less_than_nothing():
    with pytest.raises(ValueError, match="not by -1"):
        widen(parse("2022-09-15"), -1)


@given(written_dates(), st.sampled_from(["month", "year"]))
def test_rounding_outwards_never_shrinks_and_is_done_once(written, unit):
    d = parse(written)
    coarse = coarsen(d, unit)
    assert within(may(d), may(coarse))
    assert coarsen(coarse, unit) == coarse
    assert parse(coarse.edtf) == coarse


def test_rounding_outwards_gives_whole_months_and_years():
    assert coarsen(parse("2022-09-15"), "month").edtf == "2022-09"
    assert coarsen(parse("2022-09-15"), "year").edtf == "2022"
    assert coarsen(parse("2022-09-29~"), "month").edtf == "[2022-09..2022-10]"
    assert coarsen(parse("2022-02-24/.."), "month").edtf == "2022-02/.."


@given(written_dates())
def test_marks_add_up_and_never_shrink(written):
    d = parse(written)
    assert about(d).approximate and within(may(d), may(about(d)))
    assert doubted(d).uncertain and may(doubted(d)) == may(d)
    assert about(doubted(d)) == doubted(about(d))
    assert about(about(d)) == about(d)
    assert parse(about(d).edtf) == about(d)
