"""Where there is too much to search, the answer stays right, says so, and is the same each time."""

from __future__ import annotations

import sys

import pytest

from accounted.reckoning import PlaceNode, Question, Statement, World, conflict, reckon, suggest_syndication
from accounted.reckoning.programme import NeedsHiGHS

PLACES = (PlaceNode("oblast", "the oblast"), PlaceNode("town", "the town", ("oblast",)))


def said(key: str, low: int, high: int | None, place: str = "town", group: tuple[str, ...] = ()) -> Statement:
    return Statement(
        key, "killed", low, high, place=place, group=group, as_of="2022-10-01", origin=f"origin of {key}"
    )  # fmt: skip


# Only groups and places together show that these cannot all be true: 447 and 226 − 5 are more than 600.
KNOT = (
    said("whole", 600, 600, "oblast"), said("town", 447, 447), said("few women", 5, 5, group=("female",)),
    said("women", 226, 226, "oblast", ("female",)),
)  # fmt: skip


def test_a_conflict_of_groups_and_places_has_four_ways_out():
    answer = reckon(World(KNOT, PLACES), Question("killed", "oblast"))
    (clash,) = answer.contradictions
    assert set(clash.statements) == {"whole", "town", "few women", "women"}
    (knot,) = answer.set_aside
    assert len(knot.ways) == 4
    assert answer.range == (600, None) and answer.exact


def test_too_many_ways_out_leave_out_whatever_any_would_and_say_so():
    answer = reckon(World(KNOT, PLACES), Question("killed", "oblast", alternatives=1))
    exact = reckon(World(KNOT, PLACES), Question("killed", "oblast"))
    assert not answer.exact
    assert (answer.low or 0) <= exact.low and answer.high is None


def test_a_search_cut_short_sets_aside_what_does_not_fit_and_says_so(monkeypatch):
    monkeypatch.setattr(conflict, "_SEARCHES", 0)
    answer = reckon(World(KNOT, PLACES), Question("killed", "oblast"))
    assert answer.set_aside and not answer.exact
    assert any("may not be the cheapest" in r.text for r in answer.remarks)


def test_earlier_days_are_skipped_only_with_a_remark(monkeypatch):
    early = tuple(
        Statement(f"{s.id} before", s.basis, s.low, s.high, place=s.place, group=s.group, as_of="2022-09-01",
                  origin=s.origin)
        for s in KNOT[:1]
    )  # fmt: skip
    monkeypatch.setattr(conflict, "_CELLS", 0)
    answer = reckon(World((*KNOT, *early), PLACES), Question("killed", "oblast"))
    assert any("on earlier days, place by place" in r.text for r in answer.remarks)


def test_without_the_solver_a_question_that_needs_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "highspy", None)
    with pytest.raises(NeedsHiGHS, match=r"pip install 'accounted\[reckoning\]'"):
        reckon(World(KNOT, PLACES), Question("killed", "oblast"))
    plain = reckon(World(KNOT[:2], PLACES), Question("killed", "oblast"))
    assert plain.range == (600, 600)


def test_no_texts_make_no_suggestions():
    assert suggest_syndication({}) == ()
