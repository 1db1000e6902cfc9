"""Likelihoods and screenings against published programs: pedprobr, Familias, forrel, dvir."""

from __future__ import annotations

import csv
import gzip
import math

import numpy as np
import pytest
from tests.identifying.conftest import IDENTIFYING, MODELS, case, kit, mutating, shared

from accounted.identifying.batched_tables import log10_tables
from accounted.identifying.case_files import answer_as_data, case_from_json, exclusions
from accounted.identifying.coancestry import likelihood_with_theta, unrelated
from accounted.identifying.distinct_calls import genotype_codes
from accounted.identifying.family_tables import Family, family_table
from accounted.identifying.likelihoods import genotype_table, likelihood
from accounted.identifying.linkage import likelihood_linked
from accounted.identifying.power import power

PEDIGREES = (
    "parent_child", "both_parents", "child_only", "child_and_spouse", "full_sib", "three_sibs",
    "mother_two_sibs", "half_sib", "grandparent", "four_grandparents", "uncle", "first_cousin", "mixed_rich",
    "cousin_marriage", "large_9typed", "large_distant",
)  # fmt: skip
JOINT = ("example1", "example2", "fire", "planecrash", "KETPchap481", "KETPchap484", "KETPexer497")


def log(value):
    return math.log(value) if value > 0 else -math.inf


def agree(ours, theirs, tolerance):
    expected = -math.inf if theirs is None else theirs
    assert ours == expected or abs(ours - expected) <= tolerance, (ours, theirs)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", PEDIGREES)
def test_log_likelihoods_are_those_of_pedprobr(name, model):
    results = shared("expected/cases_loglik.json")["results"]
    found = [r["expected"] for r in results if (r["case"], r["model"]) == (name, model)]
    if not found:
        pytest.skip(f"pedprobr has no result for {name} with {model}: it does not finish")
    pedigree, profiles, _ = case(name)
    references = {k: p for k, p in profiles.items() if k != "MP"}
    for n, locus in enumerate(kit(model)):
        together = log(likelihood(pedigree, profiles, locus))
        agree(together, found[0]["loglik_H1_per_marker"][n], 1e-10)
        agree(
            log(likelihood(pedigree, references, locus)), found[0]["loglik_references_per_marker"][n], 1e-10
        )
        joint = genotype_table(pedigree, references, "MP", locus)
        a, b = (locus.place[x] for x in profiles["MP"].calls[locus.name].alleles)
        agree(log(joint[a, b] + (joint[b, a] if a != b else 0.0)), found[0]["loglik_H1_per_marker"][n], 1e-10)


def familias(theta):
    for r in shared("expected/cases_familias.json")["results"]:
        if (r["theta"] > 0) == theta:
            yield r


def familias_locus(result, locus):
    if "stepwise" in result["mutation"]:
        locus = mutating(locus, "stepwise")
    return locus.with_silent(result["silent"]) if result["silent"] else locus


def test_silent_alleles_and_mutation_are_those_of_familias():
    loci = {locus.name: locus for locus in kit()}
    for r in familias(theta=False):
        pedigree, profiles, _ = case(r["case"])
        for name, expected in zip(r["loci"], r["likelihood_H1"], strict=True):
            ours = likelihood(pedigree, profiles, familias_locus(r, loci[name]), pruning="familias")
            assert ours == pytest.approx(expected, rel=1e-9), (r["case"], r["config"], name)


def test_theta_is_that_of_familias_with_mutation_and_silent_alleles_too():
    loci = {locus.name: locus for locus in kit()}
    for r in familias(theta=True):
        pedigree, profiles, _ = case(r["case"])
        references = {k: p for k, p in profiles.items() if k != "MP"}
        body = unrelated(profiles["MP"])
        for name, h1, h2 in zip(r["loci"], r["likelihood_H1"], r["likelihood_H2"], strict=True):
            locus = familias_locus(r, loci[name])
            together = likelihood_with_theta([(pedigree, profiles)], locus, r["theta"], pruning="familias")
            apart = likelihood_with_theta(
                [(pedigree, references), body], locus, r["theta"], pruning="familias"
            )
            assert together == pytest.approx(h1, rel=1e-9), (r["case"], r["config"], name)
            assert apart == pytest.approx(h2, rel=1e-9), (r["case"], r["config"], name)


def test_two_linked_loci_are_those_of_pedprobr():
    loci = {locus.name: locus for locus in kit()}
    pair = [loci["vWA"], loci["D12S391"]]
    for r in shared("expected/extra_linked_pair.json")["results"]:
        pedigree, profiles, _ = case(r["case"])
        references = {k: p for k, p in profiles.items() if k != "MP"}
        for seen, expected in ((profiles, r["likelihood_H1"]), (references, r["likelihood_references"])):
            ours = likelihood_linked(pedigree, seen, pair, [r["rho"]])
            assert ours == pytest.approx(expected, rel=1e-12), (r["case"], r["rho"])


def test_exclusion_power_is_that_of_forrel():
    for r in shared("expected/extra_exclusion_power.json")["results"]:
        pedigree, profiles, _ = case(r["case"])
        references = {k: p for k, p in profiles.items() if k != "MP"}
        ours = power(Family(pedigree, references, "MP"), kit())
        assert ours.exclusion == pytest.approx(r["EPtotal"], abs=1e-12)
        assert list(ours.exclusion_by_locus.values()) == pytest.approx(r["EPperMarker"], abs=1e-10)
        assert ours.expected_mismatches == pytest.approx(r["expectedMismatch"], abs=1e-9)


def test_the_expected_log_ratio_lies_within_the_error_of_forrels_simulation():
    for r in shared("expected/extra_inclusion_power_sim.json"):
        pedigree, profiles, _ = case(r["case"])
        references = {k: p for k, p in profiles.items() if k != "MP"}
        ours = power(Family(pedigree, references, "MP"), kit())
        # 200 simulations of a log10 LR with a standard deviation of two to three
        assert ours.mean_if_missing == pytest.approx(r["meanLogLR"], abs=4 * 3.0 / math.sqrt(r["nsim"]))
        for threshold, share in r["IP"].items():
            exact = ours.identification.get(float(threshold))
            if exact is not None:
                assert exact == pytest.approx(share, abs=4 * math.sqrt(0.25 / r["nsim"]))


def test_a_direct_match_over_23_loci_is_that_of_the_peer():
    _, profiles, _ = case("full_sib")
    expected = shared("expected/extra_direct_match.json")
    log10 = 0.0
    for locus in kit():
        a, b = (locus.place[x] for x in profiles["MP"].calls[locus.name].alleles)
        log10 -= math.log10(locus.p[a] * locus.p[b] * (1 if a == b else 2))
    assert log10 == pytest.approx(expected["log10"], abs=1e-9)


@pytest.mark.parametrize(("model", "size"), [("none", 200), ("equal", 20), ("stepwise", 20)])
def test_screening_matrices_are_those_of_dvir(model, size):
    data = shared("cases/screen_200.json")
    made = case_from_json(data)
    with gzip.open(IDENTIFYING / f"expected/screen_200_{model}_log10LR_{size}.csv.gz", "rt") as file:
        rows = list(csv.reader(file))[1:]
    expected = np.array([[float(x) for x in row[1:]] for row in rows])
    ours = np.zeros((size, size))
    families = [Family(f.pedigree, f.references, f.missing[0]) for f in made.families[:size]]
    for locus in made.loci:
        table = log10_tables(families, mutating(locus, model))
        codes = genotype_codes(len(locus.alleles))
        for n, body in enumerate(made.bodies[:size]):
            call = body.calls.get(locus.name)
            if call is not None:
                ours[n] += table[codes[locus.place[call.alleles[0]], locus.place[call.alleles[-1]]]]
    assert (np.isneginf(ours) == np.isneginf(expected)).all()
    finite = ~np.isneginf(expected)
    assert np.abs(ours[finite] - expected[finite]).max() < 1e-6


@pytest.mark.parametrize("name", [*JOINT, pytest.param("icmp", marks=pytest.mark.slow)])
def test_joint_answers_are_those_of_dvir(name):
    made = case_from_json(shared(f"peer_cases/{name}.json"))
    alone, joint = shared(f"peer_expected/{name}.json"), shared(f"peer_expected/{name}_joint_full.json")
    problem = made.problem()
    data = answer_as_data(made, problem, problem.solve())
    for ours, theirs in zip(data["pairwise"], alone["pairwise_lr"], strict=True):
        assert [x is None for x in ours] == [x is None for x in theirs]
        assert [x for x in ours if x is not None] == pytest.approx(
            [x for x in theirs if x is not None], rel=1e-8
        )
    assert data["exclusions"] == alone["exclusion_matrix"]
    assert data["best_log_likelihood"] == pytest.approx(joint["best_loglik"], abs=1e-8)
    assert joint["best"] in data["equally_good"]
    assert data["log_sum"] == pytest.approx(joint["logsumexp_all"], abs=1e-8)
    for ours, theirs in zip(data["posteriors"], joint["posterior_flat_prior_over_assignments"], strict=True):
        assert ours == pytest.approx(theirs, abs=1e-8)
    for ours, theirs in zip(data["glr"], joint["glr"], strict=True):
        for x, y in zip(ours, theirs, strict=True):
            assert (x is None) == (y is None)
            if y:
                assert x == pytest.approx(y, rel=1e-8)


def test_the_pairwise_best_of_example_1_is_not_the_joint_one():
    made = case_from_json(shared("peer_cases/example1.json"))
    problem = made.problem()
    pairwise = problem.pairwise()
    assert max(pairwise["V1"], key=lambda m: pairwise["V1"][m]) == "M2"
    assert problem.solve().best[0].of["V1"] == "M3"


def test_exclusions_count_loci_without_mutation_even_where_the_case_has_it():
    made = case_from_json(shared("peer_cases/planecrash.json"))
    assert exclusions(made, made.problem()) == shared("peer_expected/planecrash.json")["exclusion_matrix"]


def test_the_table_and_the_likelihood_of_the_whole_family_say_the_same():
    pedigree, profiles, stranger = case("mixed_rich")
    references = {k: p for k, p in profiles.items() if k != "MP"}
    for locus in kit("stepwise")[:5]:
        table = family_table(Family(pedigree, references, "MP"), locus)
        a, b = (locus.place[x] for x in stranger.calls[locus.name].alleles)
        apart = table.references * locus.p[a] * locus.p[b] * (1 if a == b else 2)
        whole = likelihood(pedigree, {**references, "MP": stranger}, locus)
        assert table.ratio[a, b] == pytest.approx(whole / apart, rel=1e-12)
