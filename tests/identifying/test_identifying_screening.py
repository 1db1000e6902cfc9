"""Screening: what it finds is what the likelihoods say, however the tables and the bodies came together."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.identifying.batched_tables import log10_tables
from accounted.identifying.errors import IdentifyingError, InvalidPedigree, InvalidProfile
from accounted.identifying.family_tables import Family, log10_ratio
from accounted.identifying.loci import Locus
from accounted.identifying.mutations import MutationModel, Mutations
from accounted.identifying.pedigrees import Member, Pedigree
from accounted.identifying.profiles import Call, Profile
from accounted.identifying.screening import Prior, Screening, ScreeningTables, screen

ALLELES = ("8", "9", "10", "11", "12")
P = (0.3, 0.25, 0.2, 0.15, 0.1)


def loci(model=None, number=4):
    mutations = None if model is None else Mutations.same(model)
    return [Locus(f"L{n}", ALLELES, P, mutations) for n in range(number)]


def drawn(chance, kit, name, sex="male", share=0.9):
    calls = {
        x.name: tuple(str(a) for a in chance.choice(ALLELES, 2, p=P)) for x in kit if chance.random() < share
    }
    return Profile.from_genotypes(name, calls, sex)


def family(chance, kit, number):
    members = (
        Member("f", sex="male"),
        Member("m", sex="female"),
        Member("missing", "f", "m", "male" if number % 4 else "female"),
        Member("s", "f", "m", "female"),
    )
    who = (("f",), ("f", "m"), ("s",))[number % 3]
    references = {name: drawn(chance, kit, name, share=0.95) for name in who}
    return Family(Pedigree(f"F{number}", members), references, "missing")


def site(seed, kit, bodies, families):
    chance = np.random.default_rng(seed)
    return (
        [drawn(chance, kit, f"V{n}", ("male", "female", None)[n % 3]) for n in range(bodies)],
        [family(chance, kit, n) for n in range(families)],
    )


def same(one, other):
    """Two screenings say the same, to within the rounding of tables in single precision."""
    assert [x.body for x in one] == [x.body for x in other]
    for a, b in zip(one, other, strict=True):
        assert (a.compared, a.excluded, a.loci) == (b.compared, b.excluded, b.loci)
        assert a.not_listed == pytest.approx(b.not_listed, rel=1e-5)
        assert [c.log10_ratio for c in a.candidates] == pytest.approx(
            [c.log10_ratio for c in b.candidates], abs=1e-4
        )
        assert {c.family: c.exclusions for c in a.candidates[:-1]} == {
            c.family: c.exclusions for c in b.candidates[:-1]
        }


@given(seed=st.integers(0, 1000), model=st.sampled_from([None, MutationModel("stepwise", 0.01, 0.1, 1e-4)]))
@settings(max_examples=8, deadline=None)
def test_a_screening_says_of_each_pair_what_its_likelihoods_say(seed, model):
    kit = loci(model)
    bodies, families = site(seed, kit, 6, 9)
    tables = ScreeningTables(kit, precise=True)
    tables.add(families)
    found = screen(tables, bodies, prior=Prior(0.4), top=9)
    for body, one in zip(bodies, found, strict=True):
        ratios = {}
        for n, other in enumerate(families):
            sex = other.pedigree.member("missing").sex
            if body.sex is None or body.sex == sex:
                ratios[n] = log10_ratio(other, body, kit)[0]
        possible = {n: r for n, r in ratios.items() if r > -math.inf}
        assert (one.compared, one.excluded) == (len(ratios), len(ratios) - len(possible))
        assert {c.family: c.log10_ratio for c in one.candidates} == pytest.approx(possible, abs=1e-9)
        everything = 0.6 + sum(0.4 / 9 * 10**r for r in possible.values())
        assert one.not_listed == pytest.approx(0.6 / everything, rel=1e-6)
        total = one.not_listed + sum(c.posterior for c in one.candidates)
        assert total == pytest.approx(1.0, abs=1e-6)


@given(seed=st.integers(0, 1000))
@settings(max_examples=6, deadline=None)
def test_a_body_with_drop_out_is_weighed_over_all_its_genotypes(seed):
    kit = [locus.with_silent(0.02) for locus in loci(MutationModel("equal", 0.002), 3)]
    chance = np.random.default_rng(seed)
    families = [family(chance, kit, n) for n in range(6)]
    calls = {
        "L0": Call(("9",), 0.3, dropin=0.05),
        "L1": Call(("8", "10"), 0.2, replicates=(("8",), ("8", "10"))),
        "L2": Call(("11", "*")),
    }
    bodies = [Profile("V1", calls, "male"), Profile("V2", {**calls, "L0": Call(("9",))}, "male")]
    tables = ScreeningTables(kit, precise=True)
    tables.add(families)
    for body, one in zip(bodies, screen(tables, bodies, top=6), strict=True):
        for candidate in one.candidates:
            exact = log10_ratio(families[candidate.family], body, kit)[0]
            assert candidate.log10_ratio == pytest.approx(exact, abs=1e-9)


def test_tables_in_single_precision_are_close_enough():
    kit = loci(MutationModel("equal", 0.002), 8)
    bodies, families = site(5, kit, 30, 40)
    rough, precise = ScreeningTables(kit), ScreeningTables(kit, precise=True)
    rough.add(families)
    precise.add(families)
    same(screen(rough, bodies), screen(precise, bodies))


def haploid(inheritance):
    """A locus with a stationary mutation model, so that untyped mothers do not matter."""
    return replace(
        Locus("H", ALLELES, P, Mutations.same(MutationModel("proportional", 0.01))), inheritance=inheritance
    )


def test_men_and_women_share_what_their_mother_handed_down():
    """A mitochondrial haplotype passes from mother to all her children, from father to none."""
    kit = [haploid("mitochondrial")]
    members = (
        Member("f", sex="male"),
        Member("m", sex="female"),
        Member("missing", "f", "m", "male"),
        Member("s", "f", "m", "female"),
    )
    seen = Profile.from_genotypes("x", {"H": ["11"]}, "male")
    sister = Family(Pedigree("A", members), {"s": seen}, "missing")
    father = Family(Pedigree("B", members), {"f": seen}, "missing")
    tables = ScreeningTables(kit, precise=True)
    tables.add([sister, father])
    (found,) = screen(tables, [seen])
    by_family = {c.family: 10**c.log10_ratio for c in found.candidates}
    # Both got it from the mother: M² / p, near enough 0.98 / 0.15.
    assert by_family[0] == pytest.approx(10 ** log10_ratio(sister, seen, kit)[0])
    assert by_family[0] == pytest.approx((0.99**2) / 0.15, rel=0.01)
    assert by_family[1] == pytest.approx(1.0)


def test_on_the_y_a_woman_is_not_compared_and_brothers_share_all():
    kit = [haploid("y")]
    members = (
        Member("f", sex="male"),
        Member("brother", "f", None, "male"),
        Member("missing", "f", None, "male"),
        Member("sister", "f", None, "female"),
    )
    seen = Profile.from_genotypes("brother", {"H": ["10"]}, "male")
    him = Family(Pedigree("A", members), {"brother": seen}, "missing")
    her = Family(Pedigree("A", members), {"brother": seen}, "sister")
    tables = ScreeningTables(kit)
    tables.add([him, her])
    unknown = Profile.from_genotypes("V1", {"H": ["10"]})
    (found,) = screen(tables, [unknown])
    ratios = {c.family: c.log10_ratio for c in found.candidates}
    assert ratios[0] == pytest.approx(log10_ratio(him, unknown, kit)[0], abs=1e-6)
    assert 1 not in ratios and found.excluded == 1
    assert log10_ratio(her, unknown, kit)[0] == -math.inf
    with pytest.raises(InvalidProfile, match="no Y chromosome"):
        screen(tables, [Profile.from_genotypes("V2", {"H": ["10"]}, "female")])


@pytest.mark.parametrize("sex", ["male", "female"])
def test_on_the_x_a_son_has_one_gene_and_a_daughter_two(sex):
    kit = [haploid("x")]
    members = (
        Member("f", sex="male"),
        Member("m", sex="female"),
        Member("missing", "f", "m", sex),
        Member("s", "f", "m", "female"),
    )
    sister = Profile.from_genotypes("s", {"H": ["9", "11"]}, "female")
    one = Family(Pedigree("A", members), {"s": sister}, "missing")
    tables = ScreeningTables(kit, precise=True)
    tables.add([one])
    body = Profile.from_genotypes("V1", {"H": ["11"] if sex == "male" else ["9", "10"]}, sex)
    (found,) = screen(tables, [body])
    assert found.candidates[0].log10_ratio == pytest.approx(log10_ratio(one, body, kit)[0], abs=1e-9)
    with pytest.raises(InvalidPedigree, match="sex of missing is not known"):
        unknown = Pedigree("B", (*members[:2], Member("missing", "f", "m"), members[3]))
        ScreeningTables(kit).add([Family(unknown, {"s": sister}, "missing")])


@given(seed=st.integers(0, 1000))
@settings(max_examples=6, deadline=None)
def test_what_comes_later_gives_what_all_at_once_gives(seed):
    kit = loci(MutationModel("equal", 0.01))
    bodies, families = site(seed, kit, 12, 300)
    bodies2, families2 = site(seed + 1, kit, 3, 300)
    at_once = ScreeningTables(kit, exclusions=True)
    later = ScreeningTables(kit, exclusions=True)
    changed = [families2[n] if n in (0, 5, 299) else f for n, f in enumerate(families)]
    at_once.add(changed)
    later.add(families[:250])
    kept = Screening(later, bodies[:10], top=4)
    kept.add_families(families[250:])
    kept.add_bodies([*bodies[10:], *bodies2])
    for n in (0, 5, 299):
        kept.replace_family(n, families2[n])
    same(kept.results(), screen(at_once, [*bodies, *bodies2], top=4))


def test_a_family_that_led_a_list_and_left_it_makes_room_for_the_one_that_had_dropped_out():
    kit = loci(None, 2)
    members = (Member("f", sex="male"), Member("missing", "f", None, "male"))

    def of(number, *alleles):
        father = Profile.from_genotypes("f", {"L0": alleles, "L1": alleles}, "male")
        return Family(Pedigree(f"F{number}", members), {"f": father}, "missing")

    body = Profile.from_genotypes("V1", {"L0": ("12", "12"), "L1": ("12", "12")}, "male")
    tables = ScreeningTables(kit)
    tables.add([of(0, "12", "12"), of(1, "12", "11"), of(2, "8", "9")])
    kept = Screening(tables, [body], top=1)
    assert kept.results()[0].candidates[0].family == 0
    kept.replace_family(0, of(0, "8", "8"))
    assert kept.results()[0].candidates[0].family == 1


def test_tables_in_a_file_are_found_again_and_only_what_changed_is_computed(tmp_path):
    kit = loci(MutationModel("equal", 0.01))
    bodies, families = site(3, kit, 5, 20)
    others = site(4, kit, 0, 20)[1]
    first, computed = ScreeningTables.open(tmp_path / "tables", kit, families)
    assert computed == 20
    before = screen(first, bodies)
    again, computed = ScreeningTables.open(tmp_path / "tables", kit, families)
    assert computed == 0
    assert screen(again, bodies) == before
    changed = [*families[:7], others[7], *families[8:]]
    third, computed = ScreeningTables.open(tmp_path / "tables", kit, changed)
    assert computed == 1
    fresh = ScreeningTables(kit)
    fresh.add(changed)
    assert screen(third, bodies) == screen(fresh, bodies)
    _, computed = ScreeningTables.open(tmp_path / "tables", loci(MutationModel("equal", 0.02)), changed)
    assert computed == 20


def test_exclusions_are_counted_as_if_there_were_no_mutation():
    kit = loci(MutationModel("equal", 0.01), 3)
    members = (Member("f", sex="male"), Member("missing", "f", None, "male"))
    father = Profile.from_genotypes("f", {"L0": ("8", "8"), "L1": ("8", "9"), "L2": ("10", "10")}, "male")
    tables = ScreeningTables(kit, exclusions=True)
    tables.add([Family(Pedigree("F", members), {"f": father}, "missing")])
    body = Profile.from_genotypes("V", {"L0": ("9", "9"), "L1": ("9", "12"), "L2": ("11", "11")}, "male")
    (found,) = screen(tables, [body])
    assert found.candidates[0].exclusions == 2
    doubtful = Profile("V", {**body.calls, "L0": Call(("9",), 0.2)}, "male")
    (found,) = screen(tables, [doubtful])
    assert found.candidates[0].exclusions == 1


def test_several_workers_find_what_one_finds():
    kit = loci(MutationModel("equal", 0.01))
    bodies, families = site(9, kit, 40, 300)
    one, two = ScreeningTables(kit), ScreeningTables(kit)
    one.add(families)
    two.add(families, workers=2)
    assert (one.blocks == two.blocks).all()
    assert screen(one, bodies) == screen(two, bodies, workers=2)


def test_a_family_that_cannot_be_leaves_the_tables_as_they_were():
    kit = loci(None, 2)
    _, families = site(1, kit, 0, 4)
    members = (
        Member("f", sex="male"),
        Member("missing", "f", None, "male"),
        Member("s", "f", None, "male"),
        Member("t", "s", None, "male"),
    )
    wrong = Family(
        Pedigree("W", members),
        {
            "s": Profile.from_genotypes("s", {"L1": ("8", "8")}, "male"),
            "t": Profile.from_genotypes("t", {"L1": ("9", "9")}, "male"),
        },
        "missing",
    )
    tables = ScreeningTables(kit)
    tables.add(families)
    before = tables.blocks.copy()
    with pytest.raises(InvalidProfile, match="family W, L1: the references cannot all be right"):
        tables.add([wrong])
    with pytest.raises(InvalidProfile, match="family W"):
        tables.replace(0, wrong)
    assert len(tables) == 4
    assert (tables.blocks == before).all()


def test_a_prior_leaves_room_for_nobody_listed_and_fits_the_families():
    with pytest.raises(IdentifyingError, match="always possible"):
        Prior(1.0)
    tables = ScreeningTables(loci())
    with pytest.raises(IdentifyingError, match="no families"):
        screen(tables, [])
    tables.add(site(1, loci(), 0, 3)[1])
    with pytest.raises(IdentifyingError, match="one each"):
        screen(tables, [], prior=Prior(0.5, [1.0, 2.0]))


@pytest.mark.parametrize("inheritance", ["autosomal", "x", "y", "mitochondrial"])
@pytest.mark.parametrize("model", [None, MutationModel("stepwise", 0.01, 0.1), MutationModel("dawid", 0.01)])
def test_over_all_genotypes_the_tables_of_a_screening_average_to_one_for_a_stranger(inheritance, model):
    mutations = None if model is None else Mutations.same(model)
    locus = Locus("L", ALLELES, P, mutations, inheritance)
    chance = np.random.default_rng(8)
    one_gene = inheritance in ("y", "mitochondrial")
    members = (
        Member("f", sex="male"),
        Member("m", sex="female"),
        Member("missing", "f", "m", "male"),
        Member("s", "f", "m", "male"),
    )
    families = []
    for n in range(12):
        seen = {}
        for name in ("f", "m", "s")[: 1 + n % 3]:
            male = name != "m"
            if inheritance == "y" and not male:
                continue
            genes = 1 if one_gene or (inheritance == "x" and male) else 2
            calls = {"L": Call(tuple({str(a) for a in chance.choice(ALLELES, genes, p=P)}))}
            seen[name] = Profile(name, calls, "male" if male else "female")
        if model is None:
            seen.pop("s", None)
        families.append(Family(Pedigree(f"F{n}", members), seen, "missing"))
    table = 10.0 ** log10_tables(families, locus)
    if inheritance == "autosomal":
        strangers = [P[a] * P[b] * (1 if a == b else 2) for a in range(len(P)) for b in range(a, len(P))]
    elif inheritance == "x":  # a man: one gene, which has the row of the homozygote
        strangers = [P[a] if a == b else 0.0 for a in range(len(P)) for b in range(a, len(P))]
    else:
        strangers = list(P)
    assert np.array(strangers) @ table[:-1] == pytest.approx(1.0, abs=1e-12)


def test_references_whose_alleles_may_have_dropped_out_are_weighed_too():
    kit = loci(MutationModel("equal", 0.002), 1)
    members = (Member("f", sex="male"), Member("missing", "f", None, "male"))
    body = Profile.from_genotypes("V", {"L0": ("9", "12")}, "male")

    def of(call):
        return Family(Pedigree("F", members), {"f": Profile("f", {"L0": call}, "male")}, "missing")

    certain, doubtful = of(Call(("8",))), of(Call(("8",), 0.3))
    tables = ScreeningTables(kit, precise=True)
    tables.add([certain, doubtful])
    (found,) = screen(tables, [body])
    ratios = {c.family: c.log10_ratio for c in found.candidates}
    assert ratios[1] == pytest.approx(log10_ratio(doubtful, body, kit)[0], abs=1e-9)
    assert ratios[1] > ratios[0] + 1.0
