"""Undisputed pairs first, symmetric solutions as sets, one more body, and large simple cases."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.identifying.conftest import shared

from accounted.identifying.assignments import NOBODY
from accounted.identifying.case_files import case_from_json, exclusions
from accounted.identifying.errors import IdentifyingError, TooMany
from accounted.identifying.large_matching import match
from accounted.identifying.undisputed import as_data, settle

SAME = {
    "Undisputed": "undisputed",
    "Match (GLR)": "match",
    "Symmetric match": "symmetric match",
    "Inconclusive": "inconclusive",
    "Excluded": "excluded",
}


def settled(name, **rest):
    case = case_from_json(shared(f"peer_cases/{name}.json"))
    counts = exclusions(case, case.problem())
    by_pair = {
        (body.id, m): count
        for body, row in zip(case.bodies, counts, strict=True)
        for m, count in zip(case.missing, row, strict=True)
        if count is not None
    }
    return settle(
        case.bodies, case.families, case.loci,
        pairings=case.pairings, exclusions=by_pair, most_exclusions=2, **rest,
    )  # fmt: skip


CASES = ("example1", "example2", "fire", "planecrash", "KETPchap481", "KETPchap484", "KETPexer497", "grave")


@pytest.mark.parametrize("name", [*CASES, pytest.param("icmp", marks=pytest.mark.slow)])
def test_where_each_missing_person_stands_is_what_dvir_concludes(name):
    expected = shared(f"peer_expected/{name}.json")["solve_default_threshold_1e4_maxIncomp_2"]["AM"]
    ours = {one.missing: one for one in settled(name).standings}
    for theirs in expected:
        one = ours[theirs["Missing"]]
        assert one.conclusion == SAME[theirs["Conclusion"]], theirs
        if one.conclusion in ("match", "symmetric match", "undisputed"):
            assert "/".join(one.bodies) == theirs["Sample"]
            if theirs["LR"] is not None:
                assert 10**one.log10_ratio == pytest.approx(theirs["LR"], rel=1e-7)
            if theirs["GLR"] is not None:
                assert 10**one.log10_glr == pytest.approx(theirs["GLR"], rel=1e-6)


def test_the_grave_is_solved_exactly_and_the_one_left_over_is_inconclusive():
    last = settled("grave").standings[-1]
    assert (last.missing, last.bodies, last.conclusion) == ("MP8", (), "inconclusive")
    assert 10**last.log10_ratio == pytest.approx(1.67384067678293, rel=1e-7)
    assert 10**last.log10_glr == pytest.approx(0.44828180236783, rel=1e-6)


def test_under_the_strict_rule_any_other_ratio_above_one_disputes():
    usual, strict = settled("planecrash"), settled("planecrash", strict=True)
    assert {s.missing for s in strict.steps} <= {s.missing for s in usual.steps}
    assert "reaches 1" in strict.rule and "every other" in usual.rule


def test_a_threshold_that_any_pair_would_reach_is_refused():
    with pytest.raises(IdentifyingError, match="above 1"):
        settled("example1", threshold=0.5)


def test_what_is_settled_is_data():
    data = as_data(settled("fire"))
    assert data["sets"] == [
        {"bodies": ["V2", "V3"], "missing": ["M2", "M3"], "log10_glr": pytest.approx(math.log10(2947149.1))}
    ]
    assert {one["conclusion"] for one in data["standings"]} == {"match", "symmetric match"}


# ---- sets


def test_brothers_that_cannot_be_told_apart_are_a_set():
    case = case_from_json(shared("peer_cases/fire.json"))
    answer = case.problem().solve()
    (group,) = answer.sets
    assert (group.bodies, group.missing) == (("V2", "V3"), ("M2", "M3"))
    assert math.exp(group.log_ratio) == pytest.approx(2947149.10353638, rel=1e-8)


def test_nothing_is_a_set_where_one_assignment_is_best():
    case = case_from_json(shared("peer_cases/planecrash.json"))
    assert case.problem().solve().sets == ()


def test_one_more_body_gives_the_answer_of_all_bodies_together():
    case = case_from_json(shared("peer_cases/planecrash.json"))
    full = case.problem().solve()
    from dataclasses import replace

    without = replace(case, bodies=case.bodies[:-1]).problem()
    without.solve()
    known = len(without._memo)
    grown = without.with_body(case.bodies[-1])
    answer = grown.solve()
    assert answer.log_sum == pytest.approx(full.log_sum, abs=1e-9)
    assert answer.best[0].of == full.best[0].of
    fresh = case.problem()
    fresh.solve()
    assert len(fresh._memo) > len(grown._memo) - known > 0  # only what the new body brings was computed


# ---- linear assignment


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_matching_is_the_best_of_all_there_are(data):
    bodies = [f"B{n}" for n in range(data.draw(st.integers(1, 5)))]
    people = [f"M{n}" for n in range(data.draw(st.integers(1, 4)))]
    values = st.floats(-3, 6).map(lambda x: round(x, 3))
    scores = {(b, m): data.draw(values) for b in bodies for m in people if data.draw(st.booleans())}
    found = match(scores, bodies)
    best = -math.inf
    for choice in itertools.product([*people, NOBODY], repeat=len(bodies)):
        listed = [m for m in choice if m != NOBODY]
        if len(set(listed)) < len(listed):
            continue
        pairs = [(b, m) for b, m in zip(bodies, choice, strict=True) if m != NOBODY]
        if all(pair in scores for pair in pairs):
            best = max(best, sum(scores[pair] for pair in pairs))
    assert found.log10_score == pytest.approx(best, abs=1e-9)
    assert sum(scores[b, m] for b, m in found.of.items() if m != NOBODY) == pytest.approx(best, abs=1e-9)
    for margin in found.margins.values():
        assert margin >= -1e-9


def test_the_margin_is_the_generalised_ratio_of_the_joint_solver():
    case = case_from_json(shared("peer_cases/planecrash.json"))
    problem = case.problem()
    answer = problem.solve()
    scores = {
        (body, m): math.log10(value)
        for body, row in problem.pairwise().items()
        for m, value in row.items()
        if value > 0.0
    }
    found = match(scores, [body.id for body in case.bodies])
    assert found.of == answer.best[0].of
    for body, margin in found.margins.items():
        assert 10**margin == pytest.approx(answer.ratios[body][found.of[body]], rel=1e-7)


def test_a_thousand_bodies_are_matched():
    rng = np.random.default_rng(2)
    scores = {(f"B{n}", f"M{n}"): 8.0 + rng.normal() for n in range(1000)}
    for a, b in rng.integers(0, 1000, (5000, 2)):
        scores.setdefault((f"B{a}", f"M{b}"), float(rng.normal(0, 2)))
    found = match(scores, [f"B{n}" for n in range(1000)])
    assert all(found.of[f"B{n}"] == f"M{n}" for n in range(1000))


def test_too_many_candidates_are_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr("accounted.identifying.large_matching.MOST_CANDIDATES", 2)
    with pytest.raises(TooMany, match="keep fewer families"):
        match({("B", "1"): 1.0, ("B", "2"): 1.0, ("B", "3"): 1.0}, ["B"])
    with pytest.raises(IdentifyingError, match="no body"):
        match({("X", "1"): 1.0}, ["B"])
