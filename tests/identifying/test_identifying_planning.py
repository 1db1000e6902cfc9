"""Before any body is looked at: what chance will do, what is needed, and whom to sample next."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.identifying.conftest import case, kit, mutating
from tests.identifying.simulated import dropped, invented_loci, nuclear

from accounted.identifying.errors import IdentifyingError
from accounted.identifying.family_tables import Family, family_table
from accounted.identifying.likelihoods import genotype_table, joint_genotype_table
from accounted.identifying.next_sample import whom_to_sample_next
from accounted.identifying.power import power
from accounted.identifying.profiles import Call, Profile
from accounted.identifying.ratio_distributions import (
    expected_false_hits,
    if_missing,
    if_unrelated,
    ratio_needed,
    spread,
)

LOCI = invented_loci(10, 6)


def a_family(references=("sister", "brother"), seed=3):
    pedigree = nuclear("F")
    everybody = dropped(pedigree, LOCI, seed)
    return Family(pedigree, {k: everybody[k] for k in references}, "missing"), everybody


# ---- distributions


def test_the_two_distributions_are_one_weighed_by_the_ratio():
    # P(LR = x | unrelated) = P(LR = x | missing) / x, genotype by genotype
    family, _ = a_family()
    for locus in LOCI:
        table = family_table(family, locus)
        (v, w), (u, q) = if_missing(table), if_unrelated(table)
        assert v == pytest.approx(u) and w == pytest.approx(q * 10**u)


def test_what_is_impossible_and_what_is_not_sum_to_one():
    family, _ = a_family(("father",))
    found = spread(family, LOCI).if_unrelated
    assert found.shares.sum() + found.impossible == pytest.approx(1.0, abs=1e-12)
    assert found.impossible == pytest.approx(power(family, LOCI).exclusion, abs=1e-12)
    kin = spread(family, LOCI).if_missing
    assert kin.impossible == pytest.approx(0.0, abs=1e-9)
    assert kin.mean == pytest.approx(power(family, LOCI).mean_if_missing, abs=1e-9)


@pytest.mark.parametrize("references", [("father",), ("sister",), ("sister", "brother")])
def test_chance_hits_are_those_that_strangers_give(references):
    family, _ = a_family(references)
    found = spread(family, LOCI).if_unrelated
    rng = np.random.default_rng(5)
    total = np.zeros(200_000)
    for locus in LOCI:
        with np.errstate(divide="ignore"):
            ratio = np.log10(family_table(family, locus).ratio)
        a, b = rng.choice(len(locus.alleles), (2, len(total)), p=locus.p)
        total += ratio[a, b]
    for threshold in (0.0, 1.0, 2.0):
        share = (total >= threshold).mean()
        error = 4 * math.sqrt(max(share, 1e-5) / len(total)) + 0.03 * share  # the grid moves a little
        assert found.share_above(threshold) == pytest.approx(share, abs=error)


def test_chance_never_exceeds_one_in_the_threshold():
    for references in (("father",), ("sister",), ("father", "mother", "sister")):
        found = spread(a_family(references)[0], LOCI).if_unrelated
        for threshold in (1e1, 1e2, 1e4, 1e6):
            assert found.share_above(math.log10(threshold)) <= 1.0 / threshold * 1.05


def test_false_hits_of_a_search_are_counted_for_each_body_with_its_own_loci_and_sex():
    family, everybody = a_family(("father",))
    full = Profile("V1", everybody["missing"].calls, "male")
    short = Profile("V2", dict(list(full.calls.items())[:4]), None)
    woman = Profile("V3", full.calls, "female")
    (hits,) = expected_false_hits([family], [full, short, woman], LOCI, [10.0])
    assert hits.pairs == 2  # the missing son is not compared with a woman
    alone = spread(family, LOCI).if_unrelated.share_above(1.0)
    few = spread(family, LOCI, typed=short.calls).if_unrelated.share_above(1.0)
    assert hits.expected == pytest.approx(alone + few, rel=1e-12)
    assert hits.expected <= hits.at_most == pytest.approx(0.2)
    with pytest.raises(IdentifyingError, match="above 0"):
        expected_false_hits([family], [full], LOCI, [0.0])


def test_the_ratio_that_is_needed_grows_with_how_many_are_missing():
    assert ratio_needed(8000) == pytest.approx(1999 * 8000, rel=1e-9)
    assert ratio_needed(40_000) == pytest.approx(1999 * 40_000, rel=1e-9)
    with pytest.raises(IdentifyingError):
        ratio_needed(0)


def test_expected_ratios_are_those_of_the_reference_profiles():
    expected = {
        "parent_child": 11.25, "both_parents": 20.36, "full_sib": 6.96, "half_sib": 2.41,
        "grandparent": 1.77, "uncle": 2.03, "first_cousin": 0.77, "mother_two_sibs": 16.45,
    }  # fmt: skip
    for name, mean in expected.items():
        pedigree, profiles, _ = case(name)
        references = {k: p for k, p in profiles.items() if k != "MP"}
        found = spread(Family(pedigree, references, "MP"), kit())
        assert found.if_missing.mean == pytest.approx(mean, abs=0.006), name


# ---- whom to sample next


@pytest.mark.parametrize("model", ["none", "equal", "stepwise"])
def test_the_table_of_two_members_agrees_with_that_of_one(model):
    family, _ = a_family(("brother",))
    locus = mutating(LOCI[0], model)
    for members in (("father", "missing"), ("missing", "father"), ("sister", "missing")):
        both = joint_genotype_table(family.pedigree, family.references, members, locus)
        for member, axes in ((members[0], (2, 3)), (members[1], (0, 1))):
            alone = genotype_table(family.pedigree, family.references, member, locus)
            assert both.sum(axis=axes) == pytest.approx(alone, rel=1e-12)


def test_typing_one_more_is_worth_what_all_outcomes_are_worth_on_average():
    family, _ = a_family(("brother",))
    loci = LOCI[:2]
    (found,) = whom_to_sample_next(family, loci, ["mother"])
    total = 0.0
    for locus in loci:
        theirs = family_table(Family(family.pedigree, family.references, "mother"), locus)
        for a in range(6):
            for b in range(6):
                if theirs.given_missing[a, b] < 1e-12:
                    continue
                profile = Profile("mother", {locus.name: Call((locus.alleles[a], locus.alleles[b]))})
                typed = Family(family.pedigree, {**family.references, "mother": profile}, "missing")
                values, weights = if_missing(family_table(typed, locus))
                total += theirs.given_missing[a, b] * float(values @ weights)
    assert found.mean_after == pytest.approx(total, rel=1e-9)
    before = sum(float(np.dot(*if_missing(family_table(family, locus)))) for locus in loci)
    assert found.gain == pytest.approx(total - before, rel=1e-9)


def test_a_parent_is_worth_more_than_a_sibling_and_nobody_costs():
    family, _ = a_family(("brother",))
    found = whom_to_sample_next(family, LOCI)
    assert {one.relative for one in found} == {"father", "mother", "sister"}
    assert found[-1].relative == "sister" and all(one.gain > 0.0 for one in found)
    with pytest.raises(IdentifyingError, match="another relative"):
        whom_to_sample_next(family, LOCI, ["brother"])


def test_the_widow_of_a_childless_man_adds_nothing():
    from accounted.identifying.pedigrees import Member, Pedigree

    pedigree = Pedigree(
        "F",
        (
            Member("father", sex="male"), Member("mother", sex="female"),
            Member("missing", "father", "mother", "male"), Member("widow", sex="female"),
        ),
    )  # fmt: skip
    everybody = dropped(pedigree, LOCI, 1)
    family = Family(pedigree, {"father": everybody["father"]}, "missing")
    (widow,) = whom_to_sample_next(family, LOCI, ["widow"])
    assert widow.gain == pytest.approx(0.0, abs=1e-12)


def test_23_loci_are_asked_at_once():
    pedigree, profiles, _ = case("full_sib")
    references = {k: p for k, p in profiles.items() if k != "MP"}
    found = whom_to_sample_next(Family(pedigree, references, "MP"), kit("stepwise"))
    assert found[0].gain > 5.0
