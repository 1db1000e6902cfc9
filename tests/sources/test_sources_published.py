"""Dates as formats write them become EDTF, or nothing where they cannot be trusted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.dates import parse
from accounted.sources.published import edtf_of


@pytest.mark.parametrize(("stated", "edtf"), [
    ("2022-10-07", "2022-10-07"), ("2022-10-07T21:15:00+03:00", "2022-10-07"), ("2022-10", "2022-10"),
    ("2022", "2022"), ("D:20221007211500+03'00'", "2022-10-07"), ("20221007", "2022-10-07"),
    ("2022:10:07 15:04:05", "2022-10-07"), ("Fri, 07 Oct 2022 21:40:00 +0300", "2022-10-07"),
    ("October 7, 2022", "2022-10-07"), ("7 October 2022", "2022-10-07"), ("2022-13-01", None),
    ("2022-02-30", None), ("0001-01-01", None), ("9999-01-01", None), ("yesterday", None), ("", None),
    (None, None), ("Fri, 99 Foo 99999", None),
])  # fmt: skip
def test_a_stamp_becomes_the_day_it_states(stated, edtf):
    assert edtf_of(stated) == edtf


@settings(deadline=None)
@given(st.text(max_size=60) | st.from_regex(r"[0-9:/TZD+ -]{4,30}", fullmatch=True))
def test_any_stamp_gives_a_date_that_holds_or_none(stated):
    edtf = edtf_of(stated)
    assert edtf is None or parse(edtf).edtf == edtf
