"""Cases with loci on the X and the Y chromosome and mitochondrial ones beside the others."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from accounted.identifying.case_files import answer_as_data, case_from_json
from accounted.identifying.errors import InvalidLocus
from accounted.identifying.family_tables import Family, log10_ratio
from accounted.identifying.loci import haplotypes
from accounted.identifying.pedigrees import Member, Pedigree
from accounted.identifying.power import power
from accounted.identifying.profiles import Profile
from accounted.identifying.screening import ScreeningTables, screen

LOCI = [
    {"name": name, "alleles": ["1", "2", "3"], "freqs": [0.5, 0.3, 0.2], "mutation": None, **rest}
    for name, rest in (
        ("A", {}),
        ("X1", {"inheritance": "x"}),
        ("YH", {"inheritance": "y"}),
        ("MT", {"inheritance": "mitochondrial"}),
    )
]
MEMBERS = [
    {"id": "f", "father": "0", "mother": "0", "sex": 1},
    {"id": "m", "father": "0", "mother": "0", "sex": 2},
    {"id": "son", "father": "f", "mother": "m", "sex": 1},
    {"id": "daughter", "father": "f", "mother": "m", "sex": 2},
]
CASE = {
    "loci": LOCI,
    "pm": [
        {"id": "V1", "sex": 1, "genotypes": {"A": ["1", "2"], "X1": ["3"], "YH": ["2"], "MT": ["3"]}},
        {"id": "V2", "sex": 2, "genotypes": {"A": ["1", "3"], "X1": ["1", "3"], "MT": ["3"]}},
        {"id": "V3", "sex": 0, "genotypes": {"A": ["1", "2"], "YH": ["2"]}},
    ],
    "families": [
        {
            "family": "F",
            "members": MEMBERS,
            "references": ["f", "m"],
            "genotypes": {
                "f": {"A": ["1", "2"], "X1": ["1"], "YH": ["2"], "MT": ["1"]},
                "m": {"A": ["1", "3"], "X1": ["3", "3"], "MT": ["3"]},
            },
            "missing": ["son", "daughter"],
        }
    ],
}


def test_every_way_of_comparing_gives_the_same_ratios():
    case = case_from_json(CASE)
    problem = case.problem()
    pairwise = problem.pairwise()
    family = case.families[0]
    own = {name: Family(family.pedigree, family.references, name) for name in family.missing}
    # The son: A ½·(p₁ p₂ shared) …, X from the mother for certain, Y from the father, mitochondria from her.
    assert pairwise["V1"]["son"] == pytest.approx((0.25 / (2 * 0.5 * 0.3)) / 0.2 / 0.3 / 0.2)
    assert pairwise["V2"]["daughter"] == pytest.approx((0.25 / (2 * 0.5 * 0.2)) / (2 * 0.5 * 0.2) / 0.2)
    assert pairwise["V3"]["daughter"] == 0.0  # who has a Y chromosome is no missing daughter
    tables = ScreeningTables(case.loci, precise=True)
    tables.add([own["son"], own["daughter"]])
    for body, one in zip(case.bodies, screen(tables, case.bodies), strict=True):
        found = {family.missing[c.family]: c.log10_ratio for c in one.candidates}
        for name, ratio in pairwise[body.id].items():
            if math.isnan(ratio):
                assert name not in found
                continue
            exact = log10_ratio(own[name], body, case.loci)[0]
            assert ratio == pytest.approx(10**exact, rel=1e-12)
            assert found.get(name, -math.inf) == pytest.approx(exact)
    data = answer_as_data(case, problem, problem.solve())
    assert data["best"] == {"V1": "son", "V2": "daughter", "V3": "*"}
    assert data["exclusions"][2][1] >= 1


def test_a_missing_woman_has_no_power_on_the_y_and_a_man_has():
    case = case_from_json(CASE)
    family = case.families[0]
    said = {
        name: power(Family(family.pedigree, family.references, name), case.loci) for name in family.missing
    }
    assert said["son"].exclusion_by_locus["YH"] == pytest.approx(0.7)
    assert "YH" not in said["daughter"].exclusion_by_locus
    assert said["daughter"].exclusion_by_locus["MT"] == pytest.approx(0.8)


def test_a_haplotype_counts_itself_and_brothers_are_not_told_apart():
    """P = (count + 1) / (N + 1): one that the database lacks is not impossible."""
    locus = haplotypes("Y23", {"h1": 3, "h2": 1}, 99, seen=["h1", "h9"], inheritance="y")
    assert dict(zip(locus.alleles, locus.frequencies, strict=True)) == pytest.approx(
        {"h1": 0.04, "h9": 0.01, "other": 0.95}
    )
    family = Pedigree(
        "F",
        (Member("f", sex="male"), *(Member(name, "f", None, "male") for name in ("a", "b", "c"))),
    )
    brother = Profile.from_genotypes("a", {"Y23": ["h9"]}, "male")
    ratios = [
        log10_ratio(Family(family, {"a": brother}, name), replace(brother, id="V"), [locus])[0]
        for name in ("b", "c")
    ]
    assert ratios == pytest.approx([2.0, 2.0])


def test_a_database_too_small_for_the_haplotypes_seen_is_refused():
    with pytest.raises(InvalidLocus, match="a larger database"):
        haplotypes("Y23", {}, 2, seen=["h1", "h2", "h3"], inheritance="y")
