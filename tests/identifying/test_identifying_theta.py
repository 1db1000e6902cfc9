"""Coancestry: two exact ways that agree with each other, with sums over everything and known formulas."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.identifying import coancestry
from accounted.identifying.coancestry import direct_match_with_theta, likelihood_with_theta, unrelated
from accounted.identifying.errors import TooMany
from accounted.identifying.loci import Locus
from accounted.identifying.mutations import MutationModel, Mutations
from accounted.identifying.pedigrees import Member, Pedigree
from accounted.identifying.profiles import Call, Profile

ALLELES = ("8", "9", "10")
P = (0.5, 0.3, 0.2)
PAIRS = list(itertools.combinations_with_replacement(ALLELES, 2))
genotypes = st.sampled_from(PAIRS)
models = st.sampled_from(
    [None, MutationModel("equal", 0.05), MutationModel("stepwise", 0.05, 0.2), MutationModel("dawid", 0.05)]
)
UNCLE = Pedigree(
    "F",
    (
        Member("g", sex="male"),
        Member("h", sex="female"),
        Member("u", "g", "h", "male"),
        Member("f", "g", "h", "male"),
        Member("m", sex="female"),
        Member("c", "f", "m", "male"),
    ),
)


def a_locus(model, silent=0.0):
    locus = Locus("L", ALLELES, P, None if model is None else Mutations.same(model))
    return locus.with_silent(silent) if silent else locus


def typed(name, pair, **rest):
    return Profile(name, {"L": Call(tuple(dict.fromkeys(pair)), **rest)})


def urn(genes, p, theta):
    """P(genes one after the other): Balding and Nichols' sampling formula."""
    chance = 1.0
    for n, a in enumerate(genes):
        copies = genes[:n].count(a)
        chance *= (theta * copies + (1 - theta) * p[a]) / (1 + (n - 1) * theta)
    return chance


def by_hand(father, child, locus, theta):
    """P(father, child) summed over every gene of father and mother and every meiosis."""
    alleles = range(len(locus.alleles))
    male, female = locus.transmission

    def shows(a, b, pair):
        seen = {x for x in (a, b) if x != locus.silent}
        return seen == {locus.place[x] for x in pair}

    total = 0.0
    for genes in itertools.product(alleles, repeat=4):
        if not shows(*genes[:2], father):
            continue
        for c, d in itertools.product(alleles, repeat=2):
            if shows(c, d, child):
                down = (male[genes[0], c] + male[genes[1], c]) * (female[genes[2], d] + female[genes[3], d])
                total += urn(genes, locus.p, theta) * down / 4.0
    return total


@given(model=models, father=genotypes, child=genotypes, theta=st.sampled_from([0.01, 0.2]))
@settings(max_examples=25, deadline=None)
def test_a_father_and_his_child_are_the_sum_over_all_their_genes(model, father, child, theta):
    locus = a_locus(model, 0.05)
    family = Pedigree("F", (Member("f", sex="male"), Member("m", sex="female"), Member("c", "f", "m")))
    seen = {"f": typed("f", father), "c": typed("c", child)}
    expected = by_hand(father, child, locus, theta)
    assert likelihood_with_theta([(family, seen)], locus, theta) == pytest.approx(expected, rel=1e-10)


@given(
    model=st.sampled_from([None, MutationModel("equal", 0.05), MutationModel("proportional", 0.05)]),
    uncle=genotypes,
    child=genotypes,
    body=genotypes,
    theta=st.sampled_from([0.01, 0.1]),
)
@settings(max_examples=15, deadline=None)
def test_the_sum_over_identity_is_the_integral_over_frequencies(model, uncle, child, body, theta):
    locus = a_locus(model)
    families = [(UNCLE, {"u": typed("u", uncle), "c": typed("c", child)}), unrelated(typed("V", body))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coancestry, "MOST_IDENTITIES", 0)
        integral = likelihood_with_theta(families, locus, theta)
        patch.setattr(coancestry, "MOST_IDENTITIES", 5_000)
        patch.setattr(coancestry, "_over_frequencies", coancestry._over_identity)
        identity = likelihood_with_theta(families, locus, theta)
    assert identity == pytest.approx(integral, rel=1e-11)


@given(model=models, uncle=genotypes, theta=st.sampled_from([0.01, 0.2]))
@settings(max_examples=15, deadline=None)
def test_all_genotypes_of_a_relative_and_of_a_stranger_sum_to_one(model, uncle, theta):
    locus = a_locus(model)
    seen = {"u": typed("u", uncle)}
    alone = likelihood_with_theta([(UNCLE, seen)], locus, theta)
    kin = sum(likelihood_with_theta([(UNCLE, {**seen, "c": typed("c", g)})], locus, theta) for g in PAIRS)
    strangers = sum(
        likelihood_with_theta([(UNCLE, seen), unrelated(typed("V", g))], locus, theta) for g in PAIRS
    )
    assert kin == pytest.approx(alone, rel=1e-10)
    assert strangers == pytest.approx(alone, rel=1e-10)


@pytest.mark.parametrize("pair", PAIRS)
def test_the_same_genotype_twice_is_the_formula_of_balding_and_nichols(pair):
    locus = a_locus(None)
    one = unrelated(typed("A", pair))
    twice = likelihood_with_theta([one, unrelated(typed("B", pair))], locus, 0.03)
    again = twice / likelihood_with_theta([one], locus, 0.03)
    a, b = (locus.place[x] for x in pair)
    assert again == pytest.approx(direct_match_with_theta((a, b), locus.p, 0.03), rel=1e-12)


def test_a_partial_profile_is_weighed_with_theta_too():
    locus = a_locus(MutationModel("stepwise", 0.01, 0.2))
    seen = {"u": typed("u", ("8", "9")), "c": typed("c", ("9", "9"), dropout=0.3)}
    partial = likelihood_with_theta([(UNCLE, seen)], locus, 0.02)
    whole = sum(
        weight * likelihood_with_theta([(UNCLE, {**seen, "c": typed("c", pair)})], locus, 0.02)
        for pair, weight in ((("9", "9"), 1 - 0.3**2), (("8", "9"), 0.7 * 0.3), (("9", "10"), 0.7 * 0.3))
    )
    assert partial == pytest.approx(whole, rel=1e-10)


def test_too_many_founders_under_a_model_that_steps_are_refused_with_what_to_do():
    alleles = tuple(str(n) for n in range(8, 28))
    locus = Locus("L", alleles, (0.05,) * 20, Mutations.same(MutationModel("stepwise", 0.01)))
    members = [Member("p0", sex="male"), Member("q0", sex="female")]
    for n in range(1, 12):
        members += [Member(f"p{n}", f"p{n - 1}", f"q{n - 1}", "male"), Member(f"q{n}", sex="female")]
    family = Pedigree("F", tuple(members))
    seen = {name: typed(name, ("9", "11")) for name in ("p11", "q11")}
    with pytest.raises(TooMany, match="type more founders"):
        likelihood_with_theta([(family, seen)], locus, 0.01)
