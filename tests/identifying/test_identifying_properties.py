"""What must hold for any family, genotype and mutation model."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.identifying.case_files import case_from_json
from accounted.identifying.coancestry import likelihood_with_theta
from accounted.identifying.family_tables import Family, family_table
from accounted.identifying.joint import NOBODY, AssignmentPrior, FamilyCase, JointProblem
from accounted.identifying.likelihoods import likelihood
from accounted.identifying.linkage import likelihood_linked
from accounted.identifying.loci import Locus
from accounted.identifying.mutations import MutationModel, Mutations
from accounted.identifying.pedigrees import Member, Pedigree
from accounted.identifying.profiles import Call, Profile, observed, states
from accounted.identifying.screening import Prior, ScreeningTables, screen

ALLELES = ("8", "9", "10", "11")
MODELS = (
    None,
    MutationModel("equal", 0.01),
    MutationModel("proportional", 0.01),
    MutationModel("stepwise", 0.01, 0.2, 0.001),
    MutationModel("onestep", 0.01),
    MutationModel("dawid", 0.01, 0.3),
)

frequencies = st.lists(st.integers(1, 20), min_size=4, max_size=4).map(
    lambda parts: tuple(n / sum(parts) for n in parts)
)
genotypes = st.tuples(st.sampled_from(ALLELES), st.sampled_from(ALLELES))
models = st.sampled_from(MODELS)


def a_locus(p, model, name="L1"):
    return Locus(name, ALLELES, p, None if model is None else Mutations.same(model))


def typed(identifier, genotype, name="L1"):
    return Profile.from_genotypes(identifier, {name: genotype})


SIBLINGS = Pedigree(
    "F",
    (
        Member("father", sex="male"),
        Member("mother", sex="female"),
        Member("missing", "father", "mother", "male"),
        Member("sister", "father", "mother", "female"),
        Member("uncle's son", "father", None, "male"),
    ),
)


@given(p=frequencies, model=models, one=genotypes, other=genotypes)
@settings(max_examples=60)
def test_the_ratios_of_all_genotypes_average_to_one_for_a_stranger(p, model, one, other):
    locus = a_locus(p, model)
    references = {"sister": typed("sister", one), "uncle's son": typed("uncle's son", other)}
    table = family_table(Family(SIBLINGS, references, "missing"), locus)
    assert float((table.population * table.ratio).sum()) == pytest.approx(1.0, abs=1e-12)


@given(p=frequencies, one=genotypes, order=st.permutations(range(4)))
@settings(max_examples=30)
def test_other_names_for_alleles_and_people_change_nothing(p, one, order):
    locus = a_locus(p, MutationModel("equal", 0.01))
    before = likelihood(SIBLINGS, {"sister": typed("sister", one)}, locus)
    renamed = Locus("L1", tuple(ALLELES[n] for n in order), tuple(p[n] for n in order), locus.mutations)
    assert likelihood(SIBLINGS, {"sister": typed("sister", one)}, renamed) == pytest.approx(before, rel=1e-12)
    shuffled = Pedigree("F", tuple(reversed(SIBLINGS.members)))
    assert likelihood(shuffled, {"sister": typed("sister", one)}, locus) == pytest.approx(before, rel=1e-12)


@given(p=frequencies, one=genotypes, model=st.sampled_from([None, MODELS[2], MODELS[5]]))
@settings(max_examples=30)
def test_an_untyped_founder_more_changes_nothing_under_stationary_models(p, one, model):
    locus = a_locus(p, model)
    child_alone = Pedigree("F", (Member("c", "f", None), Member("f", sex="male")))
    both = Pedigree("F", (Member("c", "f", "m"), Member("f", sex="male"), Member("m", sex="female")))
    profiles = {"f": typed("f", one), "c": typed("c", one)}
    assert likelihood(both, profiles, locus) == pytest.approx(
        likelihood(child_alone, profiles, locus), rel=1e-12
    )


def test_a_model_that_is_not_stationary_makes_the_untyped_mother_matter_and_both_conventions_have_a_name():
    locus = a_locus((0.7, 0.1, 0.1, 0.1), MutationModel("stepwise", 0.05, 0.2))
    both = Pedigree("F", (Member("c", "f", "m"), Member("f", sex="male"), Member("m", sex="female")))
    profiles = {"f": typed("f", ("8", "9")), "c": typed("c", ("9", "11"))}
    kept = likelihood(both, profiles, locus, pruning="pedprobr")
    pruned = likelihood(both, profiles, locus, pruning="familias")
    assert kept != pytest.approx(pruned, rel=1e-6)


@given(p=frequencies, model=models, genotype=genotypes)
@settings(max_examples=30)
def test_all_children_that_two_people_can_have_sum_to_one(p, model, genotype):
    locus = a_locus(p, model)
    trio = Pedigree("F", (Member("f", sex="male"), Member("m", sex="female"), Member("c", "f", "m")))
    parents = {"f": typed("f", genotype), "m": typed("m", ("8", "10"))}
    total = sum(
        likelihood(trio, {**parents, "c": typed("c", pair)}, locus)
        for pair in itertools.combinations_with_replacement(ALLELES, 2)
    )
    assert total == pytest.approx(likelihood(trio, parents, locus), rel=1e-12)


@given(p=frequencies, dropout=st.floats(0, 0.6), dropin=st.floats(0, 0.3), genotype=genotypes)
@settings(max_examples=40)
def test_what_may_be_seen_of_a_genotype_sums_to_one(p, dropout, dropin, genotype):
    locus = a_locus(p, None)
    call = Call(("8",), dropout, dropin=dropin)
    a, b = (locus.place[x] for x in genotype)
    total = sum(
        observed(frozenset(seen), a, b, call, locus)
        for size in range(4)
        for seen in itertools.combinations(range(4), size)
    )
    assert total == pytest.approx(1.0, abs=1e-9)


def test_a_homozygote_in_a_partial_profile_is_not_a_homozygote():
    locus = a_locus((0.25, 0.25, 0.25, 0.25), None)
    certain = states(Call(("9",)), locus)
    doubtful = states(Call(("9",), 0.3), locus)
    assert {one[:2] for one in certain} == {(1, 1)}
    assert len({frozenset(one[:2]) for one in doubtful}) == 4


@given(p=frequencies, one=genotypes, other=genotypes, theta=st.sampled_from([0.0, 0.01, 0.2]))
@settings(max_examples=20)
def test_theta_zero_is_no_theta_and_all_genotypes_still_sum_to_one(p, one, other, theta):
    locus = a_locus(p, None)
    pair = Pedigree("F", (Member("f", sex="male"), Member("c", "f", None)))
    seen = {"f": typed("f", one), "c": typed("c", other)}
    if theta == 0.0:
        assert likelihood_with_theta([(pair, seen)], locus, 0.0) == pytest.approx(
            likelihood(pair, seen, locus), rel=1e-12, abs=1e-300
        )
    alone = Pedigree("B", (Member("b"),))
    total = sum(
        likelihood_with_theta([(pair, seen), (alone, {"b": typed("b", g)})], locus, theta)
        for g in itertools.combinations_with_replacement(ALLELES, 2)
    )
    assert total == pytest.approx(likelihood_with_theta([(pair, seen)], locus, theta), rel=1e-9, abs=1e-300)


@given(p=frequencies, q=frequencies, one=genotypes, other=genotypes)
@settings(max_examples=20)
def test_loci_far_apart_are_as_unlinked_ones(p, q, one, other):
    first, second = a_locus(p, None, "L1"), a_locus(q, None, "L2")
    seen = {"sister": Profile.from_genotypes("sister", {"L1": one, "L2": other})}
    seen["missing"] = Profile.from_genotypes("missing", {"L1": other, "L2": one})
    apart = likelihood(SIBLINGS, seen, first) * likelihood(SIBLINGS, seen, second)
    assert likelihood_linked(SIBLINGS, seen, [first, second], [0.5]) == pytest.approx(
        apart, rel=1e-12, abs=1e-300
    )


def test_on_the_x_a_father_hands_his_daughter_all_he_has():
    locus = replace(a_locus((0.4, 0.3, 0.2, 0.1), None), inheritance="x")
    family = Pedigree("F", (Member("f", sex="male"), Member("d", "f", None, "female")))
    seen = {"f": typed("f", ("9",)), "d": typed("d", ("9", "11"))}
    assert likelihood(family, seen, locus) == pytest.approx(0.3 * 0.1)
    assert likelihood(family, {**seen, "d": typed("d", ("8", "11"))}, locus) == 0.0


@pytest.mark.parametrize("inheritance", ["y", "mitochondrial"])
def test_a_lineage_hands_down_one_gene(inheritance):
    locus = replace(a_locus((0.4, 0.3, 0.2, 0.1), None), inheritance=inheritance)
    up = ("f", None) if inheritance == "y" else (None, "f")
    sex = "male" if inheritance == "y" else "female"
    family = Pedigree("F", (Member("f", sex=sex), Member("a", *up, "male"), Member("b", *up, "male")))
    same = {"a": typed("a", ("10",)), "b": typed("b", ("10",))}
    assert likelihood(family, same, locus) == pytest.approx(0.2)
    assert likelihood(family, {**same, "b": typed("b", ("9",))}, locus) == 0.0


# ---- joint assignment against every assignment there is


def brute_force(problem):
    """Every assignment of bodies to missing people or nobody, with its score."""
    choices = [[NOBODY, *sorted(problem.partners(n))] for n in range(len(problem.bodies))]
    home = {m: f for f, family in enumerate(problem.families) for m in family.missing}
    for one in itertools.product(*choices):
        named = [m for m in one if m != NOBODY]
        if len(set(named)) < len(named):
            continue
        score = 0.0
        for f in range(len(problem.families)):
            score += problem.score(f, [(b, m) for b, m in enumerate(one) if m != NOBODY and home[m] == f])
        yield one, score


@given(
    seed=st.integers(0, 10_000),
    kind=st.sampled_from(["flat", "present"]),
    model=st.sampled_from([None, MutationModel("equal", 0.02)]),
)
@settings(max_examples=12, deadline=None)
def test_the_joint_answer_is_that_of_every_assignment_there_is(seed, kind, model):
    chance = np.random.default_rng(seed)
    p = tuple(float(x) for x in chance.dirichlet(np.full(4, 3.0)))
    loci = [a_locus(p, model, name) for name in ("L1", "L2")]

    def draw():
        return {
            x.name: tuple(str(a) for a in chance.choice(ALLELES, 2, p=np.array(p) / sum(p))) for x in loci
        }

    brothers = Pedigree(
        "A",
        (Member("f", sex="male"), Member("m", sex="female"), Member("b1", "f", "m"), Member("b2", "f", "m")),
    )
    father = Pedigree("B", (Member("g", sex="male"), Member("s", "g", None)))
    families = [
        FamilyCase(brothers, {"m": Profile.from_genotypes("m", draw())}, ("b1", "b2")),
        FamilyCase(father, {"g": Profile.from_genotypes("g", draw())}, ("s",)),
    ]
    bodies = [Profile.from_genotypes(f"V{n}", draw()) for n in range(3)]
    problem = JointProblem(bodies, families, loci)
    prior = AssignmentPrior(kind, 0.7)
    answer = problem.solve(prior=prior)
    every = list(brute_force(problem))
    weighed = [(one, score + prior.log_weight(sum(m != NOBODY for m in one), 3, 3)) for one, score in every]
    total = math.fsum(math.exp(score) for _, score in weighed)
    for n, body in enumerate(bodies):
        assert sum(answer.posteriors[body.id].values()) == pytest.approx(1.0, abs=1e-9)
        for m in ("b1", "b2", "s", NOBODY):
            share = math.fsum(math.exp(score) for one, score in weighed if one[n] == m) / total
            assert answer.posteriors[body.id][m] == pytest.approx(share, abs=1e-9)
        for m in ("b1", "b2", "s"):
            with_it = max((score for one, score in every if one[n] == m), default=-math.inf)
            without = max(score for one, score in every if one[n] != m)
            expected = math.exp(with_it - without) if with_it > -math.inf else 0.0
            assert answer.ratios[body.id][m] == pytest.approx(expected, rel=1e-9)
    best = max(score for _, score in every)
    tied = {one for one, score in every if score > best - 1e-9}
    assert {tuple(a.of[body.id] for body in bodies) for a in answer.best} == tied


def test_of_strangers_at_most_one_in_t_reaches_a_ratio_of_t():
    chance = np.random.default_rng(3)
    p = (0.4, 0.3, 0.2, 0.1)
    loci = [a_locus(p, MutationModel("equal", 0.005), f"L{n}") for n in range(6)]

    def draw(name):
        calls = {x.name: tuple(str(a) for a in chance.choice(ALLELES, 2, p=p)) for x in loci}
        return Profile.from_genotypes(name, calls, "male")

    families = [Family(SIBLINGS, {"sister": draw("sister")}, "missing") for _ in range(60)]
    tables = ScreeningTables(loci)
    tables.add(families)
    found = screen(tables, [draw(f"V{n}") for n in range(200)], top=60)
    ratios = np.array([10**c.log10_ratio for one in found for c in one.candidates])
    pairs = 60 * 200
    for t in (2.0, 10.0, 100.0):
        share = (ratios >= t).sum() / pairs
        assert share <= 1 / t + 4 * math.sqrt(1 / t / pairs)
    for one in found:
        assert one.not_listed + sum(c.posterior for c in one.candidates) == pytest.approx(1.0, abs=0.01)


def test_a_family_computed_anew_and_families_added_later_give_what_all_at_once_gives(tmp_path):
    loci = [a_locus((0.4, 0.3, 0.2, 0.1), None)]
    families = [
        Family(SIBLINGS, {"sister": typed("sister", pair)}, "missing")
        for pair in itertools.combinations_with_replacement(ALLELES, 2)
    ]
    at_once, later = ScreeningTables(loci), ScreeningTables(loci, path=tmp_path / "tables")
    at_once.add(families)
    later.add([families[1], *families[1:4]])
    later.add(families[4:])
    later.replace(0, families[0])
    body = [typed("V1", ("8", "9"))]
    assert screen(at_once, body, prior=Prior(0.3)) == screen(later, body, prior=Prior(0.3))


# ---- wrong input


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda d: d["families"][0]["members"][1].update(father="M1", mother="M1"), "both father and mother"),
        (lambda d: d["families"][0]["members"][0].update(sex=2), "is female but the father"),
        (lambda d: d["families"][0]["members"][0].update(father="M2"), "own ancestor"),
        (lambda d: d["families"][0]["members"][0].update(father="M9"), "is not listed"),
        (
            lambda d: d["families"][0]["members"].append(
                {"id": "M1", "sex": 1, "father": "0", "mother": "0"}
            ),
            "twice",
        ),
        (lambda d: d["pm"][0]["genotypes"].update(L1=["1", "7"]), "not in the frequency database"),
        (lambda d: d["pm"][0]["genotypes"].update(L1=["1", "2", "3"]), "3 alleles"),
        (lambda d: d["pm"][0]["genotypes"].update(L9=["1", "2"]), "no such locus"),
        (lambda d: d["loci"][0].update(freqs=[0.1, 0.2, 0.3]), "sum to"),
        (lambda d: d["loci"][0].update(freqs=[0.0, 0.1, 0.9]), "frequency 0"),
        (lambda d: d.pop("pm"), "'pm'"),
        (lambda d: d["families"][0].update(missing=[]), "nobody of it is missing"),
        (lambda d: d["loci"].insert(0, 1), "locus 1 is not written as one"),
        (lambda d: d["loci"][0].update(freqs=["x", 0.1, 0.9]), "locus 1 is not written as one"),
        (lambda d: d["pm"][0].update(genotypes=5), "body 1 is not written as one"),
        (lambda d: d["families"].append(3), "family 2 is not written as one"),
    ],
)
def test_wrong_data_are_named_by_family_person_and_locus(change, says):
    data = {
        "loci": [{"name": "L1", "alleles": ["1", "2", "3"], "freqs": [0.05, 0.05, 0.9], "mutation": None}],
        "pm": [{"id": "V1", "sex": 1, "genotypes": {"L1": ["1", "1"]}}],
        "families": [
            {
                "family": "F1",
                "members": [
                    {"id": "M1", "father": "0", "mother": "0", "sex": 1},
                    {"id": "M2", "father": "M1", "mother": "R1", "sex": 1},
                    {"id": "R1", "father": "0", "mother": "0", "sex": 2},
                ],
                "references": ["R1"],
                "genotypes": {"R1": {"L1": ["1", "1"]}},
                "missing": ["M1", "M2"],
            }
        ],
    }
    changed = json.loads(json.dumps(data))
    change(changed)
    with pytest.raises(ValueError, match=says):
        case_from_json(changed)
    case_from_json(data)


def test_a_body_without_any_locus_says_nothing():
    locus = a_locus((0.4, 0.3, 0.2, 0.1), None)
    tables = ScreeningTables([locus])
    tables.add([Family(SIBLINGS, {"sister": typed("sister", ("8", "9"))}, "missing")])
    (found,) = screen(tables, [Profile("V1", {}, "male")], prior=Prior(0.5))
    assert found.loci == 0 and found.candidates[0].log10_ratio == 0.0
    assert found.not_listed == pytest.approx(0.5)


def test_more_people_than_can_be_right_are_refused_before_anything_is_computed():
    members = tuple(Member(f"p{n}") for n in range(2_000))
    with pytest.raises(ValueError, match="at most"):
        Pedigree("F", members)


def test_impossible_ages_are_named():
    with pytest.raises(ValueError, match="would have been 5"):
        Pedigree("F", (Member("f", sex="male", born=1980), Member("c", "f", None, born=1985)))


def clan(generations, per_generation, share):
    """A family in which everybody marries within it, or brings a stranger where `share` says so."""
    chance = np.random.default_rng(1)
    members, last = [], []
    for g in range(generations):
        now = []
        for n in range(per_generation):
            sex = "male" if n % 2 else "female"
            parents = (None, None)
            if last:
                men, women = (
                    [m for m in last if m.sex == "male"],
                    [m for m in last if m.sex == "female"],
                )
                parents = (men[chance.integers(len(men))].id, women[chance.integers(len(women))].id)
            now.append(Member(f"g{g}p{n}", *parents, sex))
        members += now
        last = now
    return Pedigree("clan", tuple(members)), [m.id for m in last[:: round(1 / share)]]


def test_a_clan_too_entangled_to_compute_is_refused_before_it_fills_the_memory():
    locus = a_locus((0.4, 0.3, 0.2, 0.1), None)
    family, seen = clan(6, 60, 0.5)
    with pytest.raises(ValueError, match=r"too entangled: .+ numbers at once"):
        likelihood(family, {name: typed(name, ("8", "9")) for name in seen}, locus)


def test_hundreds_of_typed_people_give_a_number_or_say_why_not():
    """Products of many small numbers do not quietly become an exclusion."""
    locus = a_locus((0.97, 0.01, 0.01, 0.01), None)

    def brothers(number):
        couple = (Member("f", sex="male"), Member("m", sex="female"))
        others = tuple(Member(f"s{n}", sex="male") for n in range(number))
        return Pedigree("F", (*couple, Member("c", "f", "m"), *others))

    def seen(number):
        return {f"s{n}": typed(f"s{n}", ("9", "10")) for n in range(number)}

    assert likelihood(brothers(60), seen(60), locus) == pytest.approx((2 * 0.01 * 0.01) ** 60, rel=1e-9)
    with pytest.raises(ValueError, match="too small for"):
        likelihood(brothers(120), seen(120), locus)
