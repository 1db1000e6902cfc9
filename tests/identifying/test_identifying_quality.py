"""Checks before any comparison: whose profile is whose, and is any there that should not be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.identifying.conftest import kit, shared
from tests.identifying.simulated import dropped, invented_loci, nuclear

from accounted.identifying.case_files import case_from_json
from accounted.identifying.cases import Case, SetAside
from accounted.identifying.coancestry import direct_match_with_theta
from accounted.identifying.identity import Compared, Typing, _two_people
from accounted.identifying.joint import FamilyCase
from accounted.identifying.likelihoods import likelihood
from accounted.identifying.pedigrees import Member, Pedigree
from accounted.identifying.profiles import Profile
from accounted.identifying.quality.checks import check
from accounted.identifying.quality.findings import for_general_roles
from accounted.identifying.quality.relationships import ALTERNATIVES, claimed

LOCI = invented_loci()
EXACT = Typing(0.0, 0.0)


def family(name, seed, references=("father", "mother", "sister"), children=("missing", "sister", "brother")):
    pedigree = nuclear(name, children)
    everybody = dropped(pedigree, LOCI, seed)
    return FamilyCase(pedigree, {k: everybody[k] for k in references}, ("missing",)), everybody


def a_case(*families, bodies=(), staff=(), **rest):
    return Case("test", tuple(LOCI), tuple(bodies), tuple(families), staff=tuple(staff), **rest)


def named(profile, identifier):
    return replace(profile, id=identifier)


def kinds(checked):
    return [one.kind for one in checked.findings]


# ---- two profiles, one person?


def test_a_direct_match_over_23_loci_is_that_of_the_peer():
    from tests.identifying.conftest import case

    _, profiles, _ = case("full_sib")
    twice = [named(profiles["MP"], "A"), named(profiles["MP"], "B")]
    pair = Compared(twice, kit(), typing=EXACT).pair(0, 1)
    assert pair.unrelated == pytest.approx(shared("expected/extra_direct_match.json")["log10"], abs=1e-9)
    assert 0.0 < pair.sibling < pair.unrelated


@pytest.mark.parametrize("theta", [0.0, 0.03])
def test_probabilities_of_two_people_sum_to_one(theta):
    for table in _two_people(LOCI[0], theta):
        assert table.sum() == pytest.approx(1.0, abs=1e-12)
        assert np.allclose(table, table.T)


def test_two_siblings_by_the_table_are_two_siblings_by_the_pedigree():
    siblings = ALTERNATIVES["full siblings"]
    locus = LOCI[0]
    one, other = (Profile.from_genotypes(k, {"L1": g}) for k, g in (("a", ["8", "9"]), ("b", ["9", "12"])))
    table = _two_people(locus, 0.0)[1]
    a, b = np.triu_indices(10)
    place = {(int(x), int(y)): n for n, (x, y) in enumerate(zip(a, b, strict=True))}
    ours = table[place[0, 1], place[1, 4]]
    assert ours == pytest.approx(likelihood(siblings, {"a": one, "b": other}, locus), rel=1e-12)


def test_siblings_with_the_least_theta_are_siblings_without():
    for without, with_theta in zip(_two_people(LOCI[1], 0.0), _two_people(LOCI[1], 1e-9), strict=True):
        assert np.allclose(without, with_theta, atol=1e-8)


def test_a_direct_match_with_theta_is_that_of_the_formula():
    locus, theta = LOCI[2], 0.02
    for genotype in (["8", "8"], ["8", "11"]):
        twice = [Profile.from_genotypes(k, {locus.name: genotype}) for k in "ab"]
        ours = Compared(twice, [locus], typing=EXACT, theta=theta).pair(0, 1).unrelated
        places = [locus.place[a] for a in genotype]
        assert 10**-ours == pytest.approx(direct_match_with_theta(places, locus.p, theta), rel=1e-12)


def test_all_pairs_are_the_pairs():
    everybody = list(family("F", 3)[1].values())
    everybody.append(replace(named(everybody[0], "again"), calls=dict(list(everybody[0].calls.items())[:9])))
    compared = Compared(everybody, LOCI)
    ratios, loci = compared.all_pairs()
    for i, j in ((0, 1), (0, 2), (3, 4), (0, len(everybody) - 1)):
        pair = compared.pair(i, j)
        assert ratios[i, j] == pytest.approx(pair.unrelated, abs=1e-9) and loci[i, j] == pair.loci
    assert ratios[0, -1] > 6.0 and loci[0, -1] == 9


def test_one_allele_lost_does_not_part_two_samples_of_one_person():
    profile = family("F", 3)[1]["brother"]
    first = next(name for name, call in profile.calls.items() if len(set(call.alleles)) == 2)
    calls = dict(profile.calls)
    calls[first] = replace(calls[first], alleles=(calls[first].alleles[0],))
    lost = Profile("lost", calls, "male")
    assert Compared([profile, lost], LOCI, typing=EXACT).pair(0, 1).unrelated == float("-inf")
    pair = Compared([profile, lost], LOCI).pair(0, 1)
    assert pair.unrelated > 6.0 and pair.differing == (first,)


# ---- relationships


@pytest.mark.parametrize("seed", range(6))
def test_true_relatives_raise_no_finding(seed):
    one, _ = family("F", seed, references=("father", "mother", "sister", "brother"))
    assert [f for f in check(a_case(one)).findings if f.sensitive] == []


def test_a_father_who_is_not_is_found_and_what_he_is_instead():
    one, _ = family("F1", 1)
    _, strangers = family("F2", 2)
    wrong = FamilyCase(
        one.pedigree, {**one.references, "father": named(strangers["father"], "father")}, one.missing
    )
    found = check(a_case(wrong)).of_kind("relationship")
    pair = next(f for f in found if set(f.who) == {"father", "sister"})
    assert pair.instead == "unrelated" and pair.log10 > 3.0 and pair.sensitive
    assert "claimed: father the father of sister" in pair.words


def test_a_half_brother_taken_for_a_full_one_is_found():
    pedigree = Pedigree(
        "F",
        (
            Member("father", sex="male"), Member("mother", sex="female"), Member("other", sex="male"),
            Member("missing", "father", "mother", "male"), Member("sister", "other", "mother", "female"),
        ),
    )  # fmt: skip
    everybody = dropped(pedigree, LOCI, 5)
    wrong = FamilyCase(nuclear("F"), {k: everybody[k] for k in ("father", "sister")}, ("missing",))
    found = check(a_case(wrong)).of_kind("relationship")
    assert found and found[0].who == ("father", "sister")


def test_one_mutation_does_not_make_a_stranger_of_a_father():
    one, _ = family("F", 1)
    calls = dict(one.references["sister"].calls)
    father = set(one.references["father"].calls["L1"].alleles)
    mother = one.references["mother"].calls["L1"].alleles
    new = next(a for a in LOCI[0].alleles if a not in father)
    calls["L1"] = replace(calls["L1"], alleles=(new, mother[0]))
    mutated = FamilyCase(
        one.pedigree,
        {**one.references, "sister": replace(one.references["sister"], calls=calls)},
        one.missing,
    )
    assert check(a_case(mutated)).of_kind("relationship") == ()


def test_one_who_fits_each_other_but_not_the_family_is_found():
    # Four grandparents of whom one is a stranger: no two of them are related anyway.
    pedigree = Pedigree(
        "F",
        (
            Member("gf", sex="male"), Member("gm", sex="female"), Member("father", "gf", "gm", "male"),
            Member("mother", sex="female"), Member("missing", "father", "mother", "male"),
            Member("sister", "father", "mother", "female"), Member("brother", "father", "mother", "male"),
        ),
    )  # fmt: skip
    everybody = dropped(pedigree, LOCI, 8)
    stranger = dropped(pedigree, LOCI, 9)["gm"]
    right = {k: everybody[k] for k in ("gf", "gm", "mother", "sister", "brother")}
    assert [f for f in check(a_case(FamilyCase(pedigree, right, ("missing",)))).findings if f.sensitive] == []
    wrong = FamilyCase(pedigree, {**right, "gm": stranger}, ("missing",))
    assert "gm" in {who for f in check(a_case(wrong)).findings if f.sensitive for who in f.who}


def test_claims_are_read_from_the_pedigree():
    pedigree = Pedigree(
        "F",
        (
            Member("gf", sex="male"), Member("gm", sex="female"), Member("a", "gf", "gm", "male"),
            Member("b", "gf", "gm", "female"), Member("x", sex="female"), Member("y", sex="male"),
            Member("c", "a", "x", "male"), Member("d", "y", "b", "female"), Member("h", "a", None, "male"),
            Member("t", "a", "x", "male", twin_of="c"),
        ),
    )  # fmt: skip
    expected = {
        ("a", "c"): "a the father of c", ("gm", "a"): "gm the mother of a", ("a", "b"): "full siblings",
        ("c", "h"): "half siblings",
        ("gf", "d"): "gf a grandparent of d", ("b", "c"): "b an uncle or aunt of c",
        ("c", "d"): "first cousins", ("x", "y"): "unrelated", ("c", "t"): "identical twins",
    }  # fmt: skip
    for (one, other), words in expected.items():
        assert claimed(pedigree, one, other).words == words
        assert claimed(pedigree, other, one).words == words


def test_two_swapped_labels_are_proposed_to_be_traced():
    one, first = family("F1", 1, references=("father", "sister", "brother"))
    two, second = family("F2", 2, references=("father", "sister", "brother"))
    swapped = [
        FamilyCase(
            one.pedigree, {**one.references, "father": named(second["father"], "father")}, one.missing
        ),
        FamilyCase(two.pedigree, {**two.references, "father": named(first["father"], "father")}, two.missing),
    ]
    (swap,) = check(a_case(*swapped)).of_kind("swap")
    assert swap.who == ("father", "father") and "F1" in swap.words and "F2" in swap.words
    assert "do not exchange them" in swap.advice


# ---- the same profile twice


def test_a_body_that_looks_like_staff_is_called_contaminated():
    worker = named(family("X", 11)[1]["father"], "S1")
    found = check(a_case(family("F", 1)[0], bodies=[named(worker, "V1")], staff=[worker])).findings
    (one,) = [f for f in found if f.kind == "contamination"]
    assert one.who == ("V1", "S1") and "fresh sample" in one.advice


def test_one_person_in_two_families_is_a_duplicate_and_the_same_sample_in_one_may_be_twins():
    one, _ = family("F1", 1)
    two, _ = family("F2", 2)
    again = FamilyCase(two.pedigree, {**two.references, "mother": one.references["mother"]}, two.missing)
    assert "duplicate" in kinds(check(a_case(one, again)))
    alike = {**one.references, "brother": named(one.references["sister"], "brother")}
    pedigree = Pedigree(
        "F1",
        tuple(replace(m, sex="female") if m.id == "brother" else m for m in one.pedigree.members),
    )
    (found,) = check(a_case(FamilyCase(pedigree, alike, ("missing",)))).of_kind("twins")
    assert "twin_of" in found.advice


def test_a_brother_is_not_taken_for_the_same_person():
    one, everybody = family("F", 4, references=("father", "mother", "sister", "brother"))
    checked = check(a_case(one, bodies=[named(everybody["missing"], "V1")]))
    assert checked.findings == ()


def test_a_body_with_the_profile_of_a_reference_is_questioned():
    one, everybody = family("F", 4, references=("father", "brother"))
    (found,) = check(a_case(one, bodies=[named(everybody["brother"], "V1")])).of_kind("duplicate")
    assert "V1" in found.words and "swapped or contaminated" in found.advice


# ---- single profiles


def test_few_loci_and_many_single_alleles_are_pointed_out():
    _, everybody = family("F", 1)
    short = Profile("V1", dict(list(everybody["missing"].calls.items())[:3]), "male")
    single = Profile(
        "V2", {k: replace(c, alleles=c.alleles[:1]) for k, c in everybody["brother"].calls.items()}, "male"
    )
    found = check(a_case(family("F", 1)[0], bodies=[short, single])).findings
    assert {(f.kind, f.who) for f in found} >= {("few loci", ("V1",)), ("drop-out likely", ("V2",))}


def test_what_was_set_aside_when_reading_is_among_the_findings():
    aside = SetAside("V9", "three alleles", "bodies.csv, row 9", "L1")
    (found,) = check(a_case(family("F", 1)[0], set_aside=(aside,))).of_kind("set aside")
    assert found.who == ("V9",) and "three alleles" in found.words


def test_general_roles_are_not_told_who_is_not_whose_child():
    one, _ = family("F1", 1)
    _, strangers = family("F2", 2)
    wrong = FamilyCase(one.pedigree, {**one.references, "father": strangers["father"]}, one.missing)
    told = for_general_roles(check(a_case(wrong)).findings)
    assert told and all("father" not in f.words and f.who == () and f.log10 is None for f in told)


@pytest.mark.parametrize("name", ["planecrash", "icmp", "fire"])
def test_published_cases_are_checked(name):
    checked = check(case_from_json(shared(f"peer_cases/{name}.json")))
    assert [f.words for f in checked.findings if f.kind in ("relationship", "swap", "contamination")] == []
