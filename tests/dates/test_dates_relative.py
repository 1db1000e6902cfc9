"""Relative dates: reckoned from the anchor, never more precise than the words or than the anchor."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dated import written_dates, written_points
from hypothesis import given
from hypothesis import strategies as st

from accounted.dates import on, parse, relative
from accounted.dates.spans import within

ANCHOR = parse("2022-10-06")  # a Thursday

days = st.dates(date(1999, 1, 1), date(2035, 12, 31))
near_anchors = st.builds(
    lambda d, shape: parse(
        {"d": d.isoformat(), "m": d.isoformat()[:7], "y": d.isoformat()[:4]}[shape[0]] + shape[1:]
    ),
    days,
    st.sampled_from(["d", "d~", "d?", "d%", "m", "m~", "y"]),
)
reckonings = st.sampled_from(
    [
        relative.yesterday, relative.last_month, relative.overnight,
        lambda a: relative.week(a, -1), lambda a: relative.year(a, -1), lambda a: relative.weekday(a, 2),
        lambda a: relative.weekday(a, 4, "last"), lambda a: relative.weekday(a, 4, "next"),
        lambda a: relative.ago(a, 3, "week"), lambda a: relative.ago(a, 2, "month"),
        lambda a: relative.earlier_this(a, "month"), lambda a: relative.month_without_year(a, 9),
        lambda a: relative.day_without_year(a, 2, 29), lambda a: relative.season_without_year(a, 24),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("found", "edtf"),
    [
        (relative.day(ANCHOR, 0), "2022-10-06"),
        (relative.yesterday(ANCHOR), "2022-10-05"),
        (relative.week(ANCHOR, 0), "[2022-10-03..2022-10-09]"),
        (relative.week(ANCHOR, -1), "[2022-09-26..2022-10-02]"),
        (relative.last_month(ANCHOR), "2022-09"),
        (relative.month(ANCHOR, 3), "2023-01"),
        (relative.year(ANCHOR, -1), "2021"),
        (relative.ago(ANCHOR, 10, "day"), "2022-09-26"),
        (relative.ago(ANCHOR, 3, "week"), "[2022-09-12..2022-09-18]"),
        (relative.ago(ANCHOR, 2, "month"), "2022-08~"),
        (relative.ago(ANCHOR, 8, "year"), "2014~"),
        (relative.ago(ANCHOR, 36, "hour"), "[2022-10-04..2022-10-05]"),
        (relative.overnight(ANCHOR), "[2022-10-05..2022-10-06]"),
        (relative.night_of(parse("2022-09-15")), "[2022-09-15..2022-09-16]"),
        (relative.night_before(parse("2022-09-15")), "[2022-09-14..2022-09-15]"),
        (relative.earlier_this(ANCHOR, "month"), "[2022-10-01..2022-10-06]"),
        (relative.part_of_month(2022, 9, "early"), "[2022-09-01..2022-09-10]"),
        (relative.part_of_month(2022, 9, "mid"), "[2022-09-11..2022-09-20]"),
        (relative.part_of_month(2022, 2, "late"), "[2022-02-21..2022-02-28]"),
        (relative.part_of_month(2022, 9, "second_half"), "[2022-09-16..2022-09-30]"),
        (relative.part_of(parse("2022"), "late"), "[2022-09..2022-12]"),
        (relative.part_of(parse("2022-09~"), "early"), "[2022-09-01~..2022-09-10~]"),
        (relative.month_without_year(ANCHOR, 10), "2022-10"),
        (relative.month_without_year(ANCHOR, 11), "2021-11"),
        (relative.month_without_year(ANCHOR, 11, "future"), "2022-11"),
        (relative.month_without_year(ANCHOR, 11, "nearest"), "2022-11"),
        (relative.day_without_year(ANCHOR, 2, 29), "2020-02-29"),
        (relative.day_without_year(ANCHOR, 10, 6), "2022-10-06"),
        (relative.day_without_year(ANCHOR, 10, 7), "2021-10-07"),
        (relative.season_without_year(ANCHOR, 22), "[2022-06..2022-08]"),
        (relative.since(parse("2022-02-24")), "2022-02-24/.."),
        (relative.since(parse("[2022-09-01..2022-09-10]")), "2022-09/.."),
        (relative.until(parse("2022-09~")), "../2022-09~"),
        (relative.between(parse("2022-02-24"), parse("2022-09")), "2022-02-24/2022-09"),
        (relative.past(ANCHOR, 3, "month"), "2022-07~/2022-10-06"),
        (relative.past(ANCHOR, 48, "hour"), "2022-10-04/2022-10-06"),
        (relative.past(ANCHOR, 1, "day"), "2022-10-05/2022-10-06"),
        (relative.past(ANCHOR, 3, "day"), "2022-10-04/2022-10-06"),
        (relative.past(ANCHOR, 2, "week"), "2022-09-22/2022-10-06"),
        (relative.weekend(ANCHOR), "[2022-10-01..2022-10-02]"),
        (relative.weekend(parse("2022-10-08")), "[2022-10-08..2022-10-09]"),
        (relative.last_weekend(ANCHOR), "[2022-10-01..2022-10-02]"),
        (relative.last_weekend(parse("2022-10-09")), "[2022-10-01..2022-10-02]"),
        (relative.season(22, 2021), "[2021-06..2021-08]"),
        (relative.season(24, 2021), "2021-24"),
        (relative.so_far(ANCHOR), "../2022-10-06"),
        (relative.so_far(ANCHOR, parse("2022-01-01")), "2022-01-01/2022-10-06"),
    ],
)
def test_words_reckoned_from_a_day(found, edtf):
    assert found.edtf == edtf


@pytest.mark.parametrize(
    ("which", "number", "edtf"),
    [
        ("recent", 3, "2022-10-06"),
        ("recent", 2, "2022-10-05"),
        ("recent", 4, "2022-09-30"),
        ("last", 3, "2022-09-29"),
        ("next", 3, "2022-10-13"),
        ("next", 4, "2022-10-07"),
        ("this", 0, "2022-10-03"),
        ("this", 6, "2022-10-09"),
    ],
)
def test_a_weekday_is_the_day_itself_or_the_last_before_it(which, number, edtf):
    assert relative.weekday(ANCHOR, number, which).edtf == edtf


def test_last_month_of_an_approximate_publication_is_approximate():
    """The article of the tests: published about October 2022, the hearings were last month (rule D-22)."""
    assert relative.last_month(parse("2022-10~")).edtf == "2022-09~"


def test_a_year_filled_in_alike_from_every_day_of_the_anchor_is_not_widened():
    assert relative.month_without_year(parse("2022-10~"), 4).edtf == "2022-04"


def test_a_vague_anchor_gives_a_vague_day():
    assert relative.yesterday(parse("2022-10")).edtf == "[2022-09-30..2022-10-30]"
    assert relative.yesterday(parse("2022-10~")).edtf == "[2022-08-31..2022-11-29]"
    assert relative.weekday(parse("2022-10"), 5).edtf == (
        "[2022-10-01,2022-10-08,2022-10-15,2022-10-22,2022-10-29]"
    )


def test_a_doubted_anchor_gives_a_doubted_date():
    assert relative.last_month(parse("2022-10?")).edtf == "2022-09?"


@pytest.mark.parametrize("anchor", ["2022-02-24/..", "/2022", "[..2022-09]", "20XX"])
def test_nothing_is_reckoned_from_an_anchor_without_bounds(anchor):
    with pytest.raises(relative.NoAnchor, match="reckon"):
        relative.yesterday(parse(anchor))


def test_wrong_use_is_told_what_is_wrong():
    with pytest.raises(ValueError, match=r"weekdays are 0 \(Monday\) to 6"):
        relative.weekday(ANCHOR, 7)
    with pytest.raises(ValueError, match="no year has a day 31 in month 4"):
        relative.day_without_year(ANCHOR, 4, 31)
    with pytest.raises(ValueError, match="ends before it starts"):
        relative.between(parse("2022-09"), parse("2022-08"))
    with pytest.raises(ValueError, match="is not a month or a year"):
        relative.part_of(parse("2022-09-15"), "early")


@given(near_anchors, reckonings)
def test_the_answer_holds_what_the_words_mean_on_every_day_the_anchor_may_be(anchor, reckon):
    found = reckon(anchor)
    day = anchor.earliest_possible
    while day <= anchor.latest_possible:
        assert within(reckon(on(day))._extent.may, found._extent.may)
        day += timedelta(days=29)
    assert parse(found.edtf) == found


@given(days, st.integers(0, 6))
def test_a_weekday_is_that_weekday_and_within_a_week(d, n):
    recent = relative.weekday(on(d), n).earliest
    assert recent.weekday() == n and timedelta(0) <= d - recent < timedelta(7)
    last = relative.weekday(on(d), n, "last").earliest
    assert last.weekday() == n and timedelta(0) < d - last <= timedelta(7)
    following = relative.weekday(on(d), n, "next").earliest
    assert following.weekday() == n and timedelta(0) < following - d <= timedelta(7)


@given(days, st.integers(1, 12))
def test_a_month_without_a_year_is_not_in_the_future_and_under_a_year_away(d, month):
    found = relative.month_without_year(on(d), month)
    assert found.earliest <= d and found.earliest.month == month
    assert found.earliest > d - timedelta(days=366)


@given(days, st.integers(-30, 30))
def test_months_on_and_back_return(d, n):
    assert relative.month(relative.month(on(d), n), -n).edtf == d.isoformat()[:7]


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_the_three_parts_of_a_month_are_all_of_it_once(year, month):
    parts = [set(relative.part_of_month(year, month, p).days()) for p in ("early", "mid", "late")]
    assert set().union(*parts) == set(parse(f"{year}-{month:02d}").days())
    assert sum(map(len, parts)) == len(set().union(*parts))


@given(written_points((2000, 2020)), written_dates())
def test_since_and_until_leave_one_end_open(a, b):
    assert relative.since(parse(a)).open_end and relative.until(parse(a)).open_start
