"""Undisputed pairs first, symmetric solutions as sets, one more body, and large simple cases."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.identifying.conftest import mutating, shared
from tests.identifying.simulated import dropped, invented_loci, nuclear

from accounted.identifying.assignments import NOBODY, AssignmentPrior
from accounted.identifying.case_files import case_from_json, exclusions
from accounted.identifying.errors import IdentifyingError, TooMany
from accounted.identifying.joint import FamilyCase, JointProblem
from accounted.identifying.joint_bounds import Local, bounds_of
from accounted.identifying.large_matching import match
from accounted.identifying.pedigrees import Pedigree
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


# ---- components, and what is left out where there is too much


def a_site(seed, families=4, strangers=2):
    """Families that miss one or two, and their bodies among strangers; mutation makes every pair possible."""
    loci = [mutating(locus, "equal") for locus in invented_loci(8, 6)]
    bodies, cases = [], []
    for n in range(families):
        children = ("missing", "sister", "second") if n % 2 else ("missing", "sister")
        everybody = dropped(nuclear(f"F{n}", children), loci, 31 * seed + n)
        named = {name: f"{name}{n}" for name in everybody}
        pedigree = Pedigree(
            f"F{n}",
            tuple(
                replace(m, id=named[m.id], father=named.get(m.father), mother=named.get(m.mother))
                for m in nuclear(f"F{n}", children).members
            ),
        )
        missing = tuple(named[c] for c in children if c != "sister")
        references = {named[c]: replace(everybody[c], id=named[c]) for c in ("father", "sister")}
        cases.append(FamilyCase(pedigree, references, missing))
        bodies += [replace(everybody[c], id=f"V{len(bodies)}.{c}{n}") for c in children if c != "sister"][:2]
    for k in range(strangers):
        other = dropped(nuclear("X"), loci, 977 * seed + k)["missing"]
        bodies.append(replace(other, id=f"V{len(bodies)}"))
    return JointProblem(bodies, cases, loci)


@pytest.mark.parametrize("kind", ["flat", "present"])
@pytest.mark.parametrize("seed", range(3))
def test_what_is_left_out_changes_no_posterior_by_more_than_its_bound(monkeypatch, seed, kind):
    problem = a_site(seed)
    prior = AssignmentPrior(kind, 0.6)
    exact = problem.solve(prior=prior)
    assert exact.left_out == 0.0
    monkeypatch.setattr("accounted.identifying.joint_combining.LEFT_OUT", (1e-4,))
    short = problem.solve(prior=prior)
    assert 0.0 < short.left_out <= 1e-4
    assert len(short.components) >= len(exact.components)
    for body in exact.bodies:
        for who, share in exact.posteriors[body].items():
            assert short.posteriors[body][who] == pytest.approx(share, abs=2 * short.left_out)
        for m in exact.missing:
            ratio, true = short.ratios[body][m], exact.ratios[body][m]
            if math.isnan(ratio):
                assert exact.posteriors[body][m] <= short.left_out
            elif ratio == pytest.approx(1.0 / short.left_out):
                assert true >= ratio * (1.0 - 1e-9)
            else:
                assert ratio == pytest.approx(true, rel=1e-9)
    assert short.best[0].of == exact.best[0].of


@pytest.mark.parametrize("kind", ["flat", "present"])
def test_sets_held_in_arrays_say_what_sets_held_one_by_one_say(monkeypatch, kind):
    problem = a_site(4)
    prior = AssignmentPrior(kind, 0.3)
    one_by_one = problem.solve(prior=prior)
    monkeypatch.setattr("accounted.identifying.joint_tables.FEW", 0)
    arrays = problem.solve(prior=prior)
    assert arrays.left_out == 0.0 and arrays.log_sum == pytest.approx(one_by_one.log_sum, abs=1e-9)
    assert [one.of for one in arrays.best] == [one.of for one in one_by_one.best]
    for body in arrays.bodies:
        assert arrays.posteriors[body] == pytest.approx(one_by_one.posteriors[body], abs=1e-12)
        assert arrays.ratios[body] == pytest.approx(one_by_one.ratios[body], rel=1e-9)
        assert arrays.best_with[body] == pytest.approx(one_by_one.best_with[body], abs=1e-9)


def test_too_much_is_left_out_before_it_is_refused_and_the_refusal_says_what_to_do(monkeypatch):
    problem = a_site(1)
    exact = problem.solve()
    monkeypatch.setattr("accounted.identifying.joint_tables.FEW", 1500)
    monkeypatch.setattr("accounted.identifying.joint_tables.MOST", 0)
    bounded = problem.solve()
    assert bounded.left_out > 0.0 and bounded.best[0].of == exact.best[0].of
    monkeypatch.setattr("accounted.identifying.joint_tables.FEW", 1)
    with pytest.raises(TooMany, match="--undisputed"):
        problem.solve()


@pytest.mark.parametrize("kind", ["flat", "present"])
def test_families_that_do_not_meet_are_solved_apart_to_the_same_answer(kind):
    # Two copies of a small problem under one roof: what one says of its bodies, the other changes only
    # through the prior.
    case = case_from_json(shared("peer_cases/KETPchap484.json"))
    problem = case.problem()
    answer = problem.solve(prior=AssignmentPrior(kind, 0.4))
    assert len(answer.components) > 1
    for body in answer.bodies:
        assert sum(answer.posteriors[body].values()) == pytest.approx(1.0, abs=1e-9)
    assert answer.best_is_all and len(answer.best) == 1


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_posterior_exceeds_its_bound(data):
    """Families with any scores at all: the posterior of each own assignment, by listing everything."""
    bodies = 3
    local = []
    for f in range(data.draw(st.integers(1, 3))):
        people = [f"m{f}.{k}" for k in range(data.draw(st.integers(1, 2)))]
        own = [Local(0, (), 0.0)]
        for count in range(1, len(people) + 1):
            for chosen in itertools.permutations(range(bodies), count):
                for who in itertools.combinations(people, count):
                    pairs = tuple(sorted(zip(chosen, who, strict=True)))
                    score = data.draw(st.floats(-12, 12))
                    own.append(Local(sum(1 << b for b in chosen), pairs, score))
        local.append(own)
    missing = sum(max(len(one.pairs) for one in own) for own in local)
    prior = AssignmentPrior(data.draw(st.sampled_from(["flat", "present"])), data.draw(st.floats(0.1, 0.9)))
    weights, total = [], 0.0
    for choice in itertools.product(*local):
        used = reduce(int.__or__, [one.used for one in choice])
        if used.bit_count() != sum(len(one.pairs) for one in choice):
            continue  # one body in two families
        score = sum(one.score for one in choice) + prior.log_weight(used.bit_count(), bodies, missing)
        weights.append((choice, math.exp(score)))
        total += math.exp(score)
    for f, (own, bounds) in enumerate(zip(local, bounds_of(local, prior, bodies), strict=True)):
        for one, bound in zip(own, bounds, strict=True):
            share = sum(weight for choice, weight in weights if choice[f] is one) / total
            assert share <= math.exp(bound) * (1.0 + 1e-9)
