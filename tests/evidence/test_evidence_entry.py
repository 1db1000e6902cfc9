"""The log line: one spelling and no other."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.evidence import Damaged, EvidenceError, NewerFormat
from accounted.evidence.entry import Draft, read_entry, utc

HEX = st.text("0123456789abcdef", min_size=64, max_size=64)
WORD = st.from_regex(r"[A-Za-z0-9._:@/-]{1,40}", fullmatch=True)
DRAFTS = st.builds(
    Draft,
    event=st.from_regex(r"[a-z][a-z_]{0,39}", fullmatch=True),
    agent=WORD,
    item=st.none() | WORD,
    sha256=st.none() | HEX,
    size=st.none() | st.integers(0, 10**15),
    derived_from=st.none() | HEX,
    tool=st.none() | st.from_regex(r"[ !#-\[\]-~]{1,40}", fullmatch=True),
    file=st.none() | st.from_regex(r"[A-Za-z0-9._/-]{1,40}", fullmatch=True),
    of=st.none() | st.integers(0, 10**15),
)
A_LINE = Draft("ingest", "p:4b1d", item="ACC-000001", sha256="ab" * 32, size=12, tool="accounted 0.1.0").line(
    7, "2026-11-22T10:40:55Z", "cd" * 32
)


@given(DRAFTS, st.integers(0, 10**15), st.none() | HEX)
def test_what_is_written_is_read_back(draft: Draft, seq: int, commit: str | None):
    draft.check()
    line = draft.line(seq, "2026-11-22T10:40:55Z", commit)
    entry = read_entry(line, seq)
    assert entry.line == line and entry.commit == commit and entry.t == "2026-11-22T10:40:55Z"
    for key in ("event", "agent", "item", "sha256", "size", "derived_from", "tool", "file", "of"):
        assert getattr(entry, key) == getattr(draft, key)


@given(DRAFTS, st.integers(0, 10**15), st.none() | HEX)
def test_a_line_is_compact_json_with_sorted_keys(draft: Draft, seq: int, commit: str | None):
    line = draft.line(seq, "2026-11-22T10:40:55Z", commit)
    value = json.loads(line)
    assert json.dumps(value, sort_keys=True, separators=(",", ":")).encode() == line
    assert value["v"] == 1 and value["seq"] == seq


@pytest.mark.parametrize(
    "line",
    [
        A_LINE + b" ",
        b" " + A_LINE,
        A_LINE.replace(b'"seq":7', b'"seq":07'),
        A_LINE.replace(b'"seq":7', b'"seq":7.0'),
        A_LINE.replace(b'"seq":7', b'"seq": 7'),
        A_LINE.replace(b"abab", b"ABab"),
        A_LINE.replace(b"2026-11", b"2026-13"),
        A_LINE.replace(b"2026-11-22", b"2026-02-30"),
        A_LINE.replace(b"ingest", b"Ingest"),
        A_LINE.replace(b'"v":1', b'"v":1,"x":2'),
        A_LINE.replace(b'"item":"ACC-000001",', b'"item":"ACC-000001","item":"ACC-000002",'),
        A_LINE.replace(b"ACC-000001", "ACC-№1".encode()),
        A_LINE.replace(b"ACC-000001", rb"ACC-\u0041"),
        b"",
        b"{}",
        b"\0" * 200,
        A_LINE[:-1],
    ],
)
def test_any_other_spelling_is_damage(line: bytes):
    with pytest.raises(Damaged):
        read_entry(line, 7)


def test_a_line_out_of_its_place_is_damage():
    with pytest.raises(Damaged, match="says that it is number 7"):
        read_entry(A_LINE, 8)


def test_a_line_of_a_later_version_is_not_called_damage():
    with pytest.raises(NewerFormat, match="newer version"):
        read_entry(A_LINE.replace(b'"v":1', b'"v":2'), 7)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("agent", "Олена Коваль"),
        ("agent", "Jane Doe"),
        ("agent", ""),
        ("event", "Ingest"),
        ("item", 'ACC"1'),
        ("tool", "made in Київ"),
        ("sha256", "AB" * 32),
        ("derived_from", "ab"),
    ],
)
def test_what_cannot_stand_in_a_line_is_refused_before_it_is_written(key: str, value: str):
    draft = Draft("ingest", "p:1")
    setattr(draft, key, value)
    with pytest.raises(EvidenceError, match=key):
        draft.check()


def test_times_are_utc_whatever_zone_the_clock_has():
    kyiv = timezone(timedelta(hours=2))
    assert utc(datetime(2026, 11, 22, 12, 40, 55, tzinfo=kyiv)) == "2026-11-22T10:40:55Z"
    assert read_entry(A_LINE, 7).time == datetime(2026, 11, 22, 10, 40, 55, tzinfo=UTC)
    with pytest.raises(ValueError, match="zone"):
        utc(datetime(2026, 11, 22))
