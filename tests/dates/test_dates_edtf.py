"""Reading and writing dates: what is accepted, what it means, and what a wrong date is told."""

from __future__ import annotations

import pickle
import re
from datetime import date, timedelta

import pytest
from dated import written_dates, written_points
from hypothesis import given
from hypothesis import strategies as st

from accounted.dates import InvalidDate, PartialDate, on, parse
from accounted.vocabulary import vocabulary

DECADE = [str(date(2020, 1, 1) + timedelta(days=i)) for i in range(10 * 365 + 3)]


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("2022-09-15", "2022-09-15", "2022-09-15"),
        ("2022-09", "2022-09-01", "2022-09-30"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2022-XX", "2022-01-01", "2022-12-31"),
        ("2022-09-XX", "2022-09-01", "2022-09-30"),
        ("2022-09-1X", "2022-09-10", "2022-09-19"),
        ("2022-09-3X", "2022-09-30", "2022-09-30"),
        ("2022-XX-31", "2022-01-31", "2022-12-31"),
        ("2022-1X", "2022-10-01", "2022-12-31"),
        ("2022-XX-15", "2022-01-15", "2022-12-15"),
        ("2022-21", "2022-03-01", "2022-05-31"),
        ("2022-22", "2022-06-01", "2022-08-31"),
        ("2022-23", "2022-09-01", "2022-11-30"),
        ("2022-24", "2022-01-01", "2023-02-28"),
        ("2022-10~", "2022-10-01", "2022-10-31"),
        ("2022-09-01/2022-09-10", "2022-09-01", "2022-09-10"),
        ("2022-02-24/2022-09", "2022-02-24", "2022-09-30"),
        ("2022-02-24/..", "2022-02-24", None),
        ("2022-02-24/", "2022-02-24", None),
        ("../2022-09", None, "2022-09-30"),
        ("/2022-09", None, "2022-09-30"),
        ("[2022-09-01..2022-09-10]", "2022-09-01", "2022-09-10"),
        ("[2022-09,2022-11]", "2022-09-01", "2022-11-30"),
        ("[..2022-09-10]", None, "2022-09-10"),
        ("[2022-09-10..]", "2022-09-10", None),
        ("{2022-09,2022-11-04}", "2022-09-01", "2022-11-04"),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_bounds_are_inclusive_and_open_where_there_are_none(written, earliest, latest):
    d = parse(written)
    assert (d.earliest, d.latest) == (day(earliest), day(latest))
    assert d.edtf == written


def test_a_set_leaves_out_what_lies_between_its_members():
    assert date(2022, 10, 15) not in set(parse("[2022-09,2022-11]").days())
    assert [d.month for d in parse("2022-XX-31").days()] == [1, 3, 5, 7, 8, 10, 12]


def test_a_winter_is_the_one_that_began_or_the_one_that_ended_in_its_year():
    months = {(d.year, d.month) for d in parse("2022-24").days()}
    assert months == {(2022, 1), (2022, 2), (2022, 12), (2023, 1), (2023, 2)}


def test_an_unknown_end_is_not_an_open_end():
    not_ended, ended_sometime = parse("2022-02-24/.."), parse("2022-02-24/")
    assert (not_ended.open_end, not_ended.unknown_end) == (True, False)
    assert (ended_sometime.open_end, ended_sometime.unknown_end) == (False, True)
    assert not_ended != ended_sometime
    always, began_sometime = parse("../2022-09"), parse("/2022-09")
    assert (always.open_start, always.unknown_start) == (True, False)
    assert (began_sometime.open_start, began_sometime.unknown_start) == (False, True)
    assert not always.open_end and not always.unknown_end


def test_on_or_before_a_day_has_an_unknown_start():
    d = parse("[..2022-09-10]")
    assert (d.open_start, d.unknown_start) == (False, True)


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("2022-09-15~", "2022-09-12", "2022-09-18"),
        ("2022-10~", "2022-09-01", "2022-11-30"),
        ("2022-23~", "2022-08-01", "2022-12-31"),
        ("2022~", "2021-01-01", "2023-12-31"),
        ("202X~", "2015-01-01", "2034-12-31"),
        ("2024-02%", "2024-01-01", "2024-03-31"),
        ("2022-02-24/2022-09-10~", "2022-02-24", "2022-09-13"),
        ("2022-10?", "2022-10-01", "2022-10-31"),
        ("0001~", None, "0002-12-31"),
    ],
)
def test_about_adds_a_margin_of_its_own_unit_and_doubt_adds_none(written, earliest, latest):
    d = parse(written)
    assert (d.earliest_possible, d.latest_possible) == (day(earliest), day(latest))


@pytest.mark.parametrize(
    ("written", "approximate", "uncertain"),
    [
        ("2022-10", False, False), ("2022-10~", True, False), ("2022-10?", False, True),
        ("2022-10%", True, True), ("2022-09-01/2022-09-10~", True, False),
        ("[2022-09?,2022-11]", False, True),
    ],
)  # fmt: skip
def test_marks_are_told_apart(written, approximate, uncertain):
    d = parse(written)
    assert (d.approximate, d.uncertain) == (approximate, uncertain)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (" 2022-09-15 ", "2022-09-15"),
        ("2022-09?~", "2022-09%"),
        ("2022-09~?", "2022-09%"),
        ("2022-09-15T12:30:05Z", "2022-09-15"),
        ("2022-09-15T23:59:59.123+03:00", "2022-09-15"),
        ("2022-09-15 08:00", "2022-09-15"),
        ("2022-09-15T08:00:00/2022-09-16T08:00:00", "2022-09-15/2022-09-16"),
        ("[2022-11, 2022-09]", "[2022-09,2022-11]"),
        ("[2022-09,2022-09]", "2022-09"),
        ("{2022-09-10}", "2022-09-10"),
        ("[2022-09-10..2022-09-10]", "2022-09-10"),
    ],
)
def test_the_written_form_is_canonical(written, canonical):
    assert parse(written).edtf == str(parse(written)) == canonical


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("15.09.2022", "write 2022-09-15"),
        ("15/09/2022", "write 2022-09-15"),
        ("9/15/2022", "write 2022-09-15"),
        ("15-9-22", "write 2022-09-15"),
        ("2022/09/15", "write 2022-09-15"),
        ("2022:09:15 10:00:00", "write 2022-09-15"),
        ("2022-9-5", "write 2022-09-05"),
        ("20220915", "write 2022-09-15"),
        ("09.2022", "write 2022-09"),
        ("03/04/2022", "write 2022-04-03 for 3 April, or 2022-03-04 for 4 March"),
        ("September 2022", "write 2022-09"),
        ("15 September 2022", "write 2022-09-15"),
        ("Sept. 15th, 2022", "write 2022-09-15"),
        ("15-Sep-2022", "write 2022-09-15"),
        ("15 вересня 2022 року", "write 2022-09-15"),
        ("15 сентября 2022 г.", "write 2022-09-15"),
        ("15 septembre 2022", "write 2022-09-15"),
        ("circa 2022", "write 2022~"),
        ("about September 2022", "write 2022-09~"),
        ("1990s", "write 199X"),
        ("199u", "write 199X"),
        ("2022-09-~05", "write 2022-09-05~"),
        ("2022-09-01..2022-09-10", "write 2022-09-01/2022-09-10 for a time from one to"),
        ("1 Sept 2022 – 10 Sept 2022", "write 2022-09-01/2022-09-10"),
        ("2022-02-24/open", "write an open one as .."),
        ("2022-02-24/unknown", "leave an unknown end of an interval empty"),
        ("2022-13", "months are 01 to 12, seasons 21"),
        ("2022-25", "seasons 21 (spring) to 24 (winter)"),
        ("2022-02-30", "its days are 01 to 28, as 2022 is not a leap year"),
        ("2024-02-30", "its days are 01 to 29"),
        ("2022-09-00", "its days are 01 to 30"),
        ("2022-02-3X", "no day 3X"),
        ("2022-23-15", "autumn has no day"),
        ("0000", "years are 0001 to 9999"),
        ("-0044", "years are four digits"),
        ("12022", "years are four digits"),
        ("Y-12022", "years are four digits"),
        ("XXXX-09-15", "a year needs its first two digits"),
        ("2022-09-10/2022-09-01", "write 2022-09-01/2022-09-10 if the two were swapped"),
        ("[2022-09-10..2022-09-01]", "write 2022-09-01..2022-09-10 if the two were swapped"),
        ("2022-09-01/2022-09-05/2022-09-09", "an interval has two ends"),
        ("[2022-09]/2022-10", "an end of an interval is one date, not a set"),
        ("2022-09-15T25:00", "is no date"),
        ("", "leave an unknown date out"),
        ("unknown", "leave an unknown date out"),
        ("[]", "leave an unknown date out"),
        ("/", "leave it out"),
        ("../..", "leave it out"),
        ("[..]", "leave the date out"),
        ("{..2010,1995..}", "has no bound on either side"),
        ("last month", "dates are written 2022-09-15"),
        ("2022-09-15" * 200, "a date of 2000 characters"),
    ],
)  # fmt: skip
def test_a_wrong_date_is_told_what_to_write(written, advice):
    with pytest.raises(InvalidDate) as refused:
        parse(written)
    assert advice in str(refused.value)


@given(st.text(max_size=30) | st.text(alphabet="0123456789-/.X[]{}~?%,T: ", max_size=25))
def test_any_text_is_a_date_or_a_clear_refusal(text):
    try:
        d = parse(text)
    except InvalidDate as error:
        assert ";" in str(error) or ":" in str(error)
    else:
        assert parse(d.edtf) == d


@given(st.dates())
def test_advice_given_can_be_followed(d):
    for form in ("%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%Y/%m/%d"):
        if d.day <= 12 and form == "%d.%m.%Y":
            continue  # which figure is the month cannot be told
        text = d.strftime(form.replace("%Y", f"{d.year:04d}"))
        with pytest.raises(InvalidDate) as refused:
            parse(text)
        assert parse(str(refused.value).rpartition("write ")[2]) == on(d)


@given(written_dates())
def test_what_is_written_reads_back_the_same(written):
    d = parse(written)
    assert parse(d.edtf) == d
    assert parse(d.edtf).edtf == d.edtf
    assert hash(parse(d.edtf)) == hash(d)


@given(written_dates())
def test_earliest_is_not_after_latest_and_margins_lie_outside(written):
    d = parse(written)
    if d.earliest and d.latest:
        assert d.earliest <= d.latest
    if d.earliest_possible:
        assert d.earliest and d.earliest_possible <= d.earliest
    if d.latest_possible:
        assert d.latest and d.latest <= d.latest_possible


@given(written_points())
def test_every_day_lies_within_the_bounds_and_the_bounds_are_days(written):
    d = parse(written)
    days = list(d.days())
    assert days == sorted(set(days))
    assert (days[0], days[-1]) == (d.earliest, d.latest)


@given(written_points((2020, 2025)))
def test_the_days_of_a_point_are_those_the_calendar_writes_so(written):
    """Brute force: a day fits if its own digits fit those written."""
    d = parse(written)
    digits = written.rstrip("?~%")
    if len(digits) == 7 and digits[5:].isdigit() and int(digits[5:]) > 12:
        return  # seasons have no digits of their own
    shape = re.compile(digits.replace("X", "."))
    assert [c for c in DECADE if shape.match(c)] == [c for c in map(str, d.days()) if "2020" <= c < "2030"]


@given(written_dates())
def test_precision_is_a_term_of_the_vocabulary(written):
    assert parse(written).precision in vocabulary("date_precision")


@pytest.mark.parametrize(
    ("written", "precision"),
    [
        ("2022-09-15", "1"), ("[2022-09-15..2022-09-16]", "2"), ("2022-09-15/2022-09-20", "2"),
        ("2022-09-12/2022-09-18", "3"), ("[2022-09-01..2022-09-10]", "4"), ("2022-09", "4"),
        ("2022-10~", "4"),
        ("2022-23", "5"), ("2022", "5"), ("2022-XX-15", "5"), ("2022-02-24/..", "0"), ("/2022", "0"),
        ("2022-09-15~", "3"), ("2022-09-15?", "1"),
    ],
)  # fmt: skip
def test_precision_says_how_wide_the_bounds_are(written, precision):
    assert parse(written).precision == precision


def test_an_open_date_has_no_list_of_days():
    with pytest.raises(ValueError, match=r"2022-02-24/\.\. has no last day"):
        list(parse("2022-02-24/..").days())
    with pytest.raises(ValueError, match="has no first day"):
        list(parse("/2022").days())


def test_the_unit_of_a_single_date():
    assert [parse(d).unit for d in ("2022-09-15", "2022-09", "2022-23", "2022", "202X", "20XX")] == [
        "day", "month", "season", "year", "decade", "century",
    ]  # fmt: skip
    assert parse("2022-09/2022-10").unit is None


def test_a_date_cannot_be_changed_and_travels_between_processes():
    d = parse("[2022-09-01..2022-09-10]")
    with pytest.raises(AttributeError):
        d.edtf = "2022"  # type: ignore[misc]
    copy = pickle.loads(pickle.dumps(d))
    assert copy == d and copy.edtf == d.edtf and copy.latest == d.latest
    assert isinstance(copy, PartialDate)


def test_dates_are_listed_by_their_first_day_then_their_last():
    written = ["2022-09-15", "2022", "2022-09", "../2022", "2022-09-01", "2022-02-24/.."]
    assert sorted(written, key=lambda w: parse(w).sort_key) == [
        "../2022", "2022", "2022-02-24/..", "2022-09-01", "2022-09", "2022-09-15",
    ]  # fmt: skip
