"""What laboratories and forms get wrong: each thing is named, with what to do, and the rest stays usable."""

from __future__ import annotations

import copy
import json

import pytest

from accounted.identifying.case_files import case_from_json, read_case
from accounted.identifying.errors import (
    IdentifyingError,
    InvalidLocus,
    InvalidPedigree,
    InvalidProfile,
)
from accounted.identifying.formats.settling import Choices

GOOD = {
    "name": "good",
    "loci": [
        {"name": "L1", "alleles": ["8", "9", "10"], "freqs": [0.2, 0.3, 0.5], "mutation": None},
        {"name": "L2", "alleles": ["8", "9", "10"], "freqs": [0.2, 0.3, 0.5], "mutation": None},
    ],
    "pm": [
        {"id": "B1", "sex": 1, "genotypes": {"L1": ["8", "9"], "L2": ["9", "9"]}},
        {"id": "B2", "sex": 1, "genotypes": {"L1": ["9", "10"], "L2": ["8", "9"]}},
    ],
    "families": [
        {
            "family": "F1",
            "members": [
                {"id": "dad", "father": "0", "mother": "0", "sex": 1, "born": 1950},
                {"id": "mum", "father": "0", "mother": "0", "sex": 2, "born": 1953},
                {"id": "M1", "father": "dad", "mother": "mum", "sex": 1, "born": 1980},
            ],
            "references": ["mum"],
            "genotypes": {"mum": {"L1": ["8", "10"], "L2": ["9", "10"]}},
            "missing": ["M1"],
        },
        {
            "family": "F2",
            "members": [
                {"id": "pa", "father": "0", "mother": "0", "sex": 1},
                {"id": "M2", "father": "pa", "mother": "0", "sex": 1},
            ],
            "references": ["pa"],
            "genotypes": {"pa": {"L1": ["9", "9"], "L2": ["8", "10"]}},
            "missing": ["M2"],
        },
    ],
}  # fmt: skip


def spoilt(change):
    data = copy.deepcopy(GOOD)
    change(data)
    return data


def member(data, place, **values):
    data["families"][0]["members"][place].update(values)


BAD = {
    "half-sexed parents": (
        lambda d: member(d, 0, sex=2),
        InvalidPedigree,
        "family F1: dad is female but the father of M1; correct the sex or the father",
    ),
    "one person as both parents": (
        lambda d: member(d, 2, mother="dad"),
        InvalidPedigree,
        "family F1: dad is both father and mother of M1; correct one of them",
    ),
    "a father here and a mother there": (
        lambda d: d["families"][0]["members"].extend([
            {"id": "x", "father": "0", "mother": "0", "sex": 0},
            {"id": "y", "father": "x", "mother": "mum", "sex": 1},
            {"id": "z", "father": "dad", "mother": "x", "sex": 1},
        ]),
        InvalidPedigree,
        "family F1: x is the father of one and the mother of another; correct one of them, and state the "
        "sex",
    ),
    "impossible ages": (
        lambda d: member(d, 2, born=1960),
        InvalidPedigree,
        "family F1: dad, born 1950, would have been 10 at the birth of M1, born 1960; check the years "
        "and who is whose father",
    ),
    "a year that is none": (
        lambda d: member(d, 2, born="soon"),
        InvalidPedigree,
        "family F1, M1: the year of birth is 'soon'; write it with four digits, or leave it empty",
    ),
    "an allele not in the database": (
        lambda d: d["pm"][0]["genotypes"].update(L1=["8", "11"]),
        InvalidProfile,
        "body B1, L1: allele '11' is not in the frequency database; check the typing, or add it at the "
        "minimum frequency",
    ),
    "an allele of a relative not in the database": (
        lambda d: d["families"][0]["genotypes"]["mum"].update(L2=["9", "7"]),
        InvalidProfile,
        "family F1, mum, L2: allele '7' is not in the frequency database",
    ),
    "three alleles at a locus": (
        lambda d: d["pm"][0]["genotypes"].update(L1=["8", "9", "10"]),
        InvalidProfile,
        "body B1, L1: 3 alleles (8, 9, 10); one person has one or two, look for a mixture",
    ),
    "mislabelled sex": (
        lambda d: (d["pm"][0].update(sex=2), d["pm"][0]["genotypes"].update(AMEL=["X", "Y"])),
        InvalidProfile,
        "body B1: stated as female, but the amelogenin shows X, Y (male); check the label and the sample",
    ),
    "a sex that is none": (
        lambda d: member(d, 0, sex=7),
        InvalidPedigree,
        "family F1, dad: the sex is 7; write 1 or M for male, 2 or F for female, 0 for unknown",
    ),
    "a pedigree of 2,000 people": (
        lambda d: d["families"][0]["members"].extend(
            {"id": f"p{n}", "father": "0", "mother": "0", "sex": 1} for n in range(1997)
        ),
        InvalidPedigree,
        "family F1: 2000 people, at most 1000 are taken; leave out those who are neither typed nor missing",
    ),
    "all loci missing": (
        lambda d: d["pm"][0].update(genotypes={}),
        InvalidProfile,
        "body B1: no locus is typed; type the sample again or another one, or leave the body to other "
        "evidence",
    ),
    "their own ancestor": (
        lambda d: (member(d, 0, father="M1", born=None), member(d, 1, born=None)),
        InvalidPedigree,
        "is their own ancestor; one of the parents on the way is wrong",
    ),
    "a parent who is not listed": (
        lambda d: member(d, 2, father="somebody"),
        InvalidPedigree,
        "family F1: the father of M1, somebody, is not listed; add somebody",
    ),
    "one person twice": (
        lambda d: d["families"][0]["members"].append({"id": "M1", "father": "0", "mother": "0", "sex": 1}),
        InvalidPedigree,
        "family F1: M1 is listed twice; one person is one entry",
    ),
    "nobody missing": (
        lambda d: d["families"][0].update(missing=[]),
        InvalidPedigree,
        "family F1: nobody of it is missing; name at least one",
    ),
    "somebody missing who is not of the family": (
        lambda d: d["families"][0].update(missing=["stranger"]),
        InvalidPedigree,
        "family F1: there is no 'stranger' in it",
    ),
    "a locus without frequencies": (
        lambda d: d["pm"][0]["genotypes"].update(L9=["8", "9"]),
        InvalidLocus,
        "locus L9: no such locus among the loci of the case (body B1 typed); add its frequencies",
    ),
    "frequencies that do not sum to one": (
        lambda d: d["loci"][0].update(freqs=[0.2, 0.3, 0.4]),
        InvalidLocus,
        "L1: the frequencies sum to 0.9, not to 1; complete or rescale them",
    ),
    "a mutation matrix of another size": (
        lambda d: d["loci"][0].update(mutation={s: {"matrix": [[1.0]]} for s in ("male", "female")}),
        InvalidLocus,
        "L1: mutation matrix of shape (1, 1); it must be 3 × 3, one row per allele",
    ),
    "one number for two bodies": (
        lambda d: d["pm"][1].update(id="B1"),
        InvalidProfile,
        "body B1: listed twice; give each body a number of its own",
    ),
    "a body without a number": (
        lambda d: d["pm"][0].pop("id"),
        IdentifyingError,
        "body 1 has no id; give each body one",
    ),
    "a body that is no object": (
        lambda d: d["pm"].insert(0, 5),
        IdentifyingError,
        "body 1 is not written as one",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_named_with_what_to_do(name, tmp_path):
    change, kind, words = BAD[name]
    with pytest.raises(kind) as error:
        case_from_json(spoilt(change))
    assert words in str(error.value)
    path = tmp_path / "case.json"
    path.write_text(json.dumps(spoilt(change)), encoding="utf-8")
    with pytest.raises(kind) as error:
        read_case(path)
    assert words in str(error.value)
    assert str(error.value).startswith(str(path))


@pytest.mark.parametrize("name", BAD)
def test_the_rest_of_the_case_stays_usable(name):
    change, _, words = BAD[name]
    case = case_from_json(spoilt(change), set_aside=True)
    assert any(words in one.words() for one in case.set_aside)
    assert case.bodies
    assert "F2" in {family.pedigree.id for family in case.families}
    if case.loci and "L2" in {locus.name for locus in case.loci}:
        assert case.ready().problem().solve().posteriors


def test_two_loci_with_three_alleles_are_a_mixture_and_the_whole_profile_is_in_doubt():
    def mixed(data):
        data["pm"][0]["genotypes"] = {"L1": ["8", "9", "10"], "L2": ["8", "9", "10"]}

    case = case_from_json(spoilt(mixed), set_aside=True)
    assert [b.id for b in case.bodies] == ["B2"]
    assert "more than two alleles at 2 loci" in case.set_aside[-1].words()


def test_a_reference_whose_sample_is_in_doubt_counts_as_untyped_and_the_family_stays():
    def swapped(data):
        data["families"][0]["genotypes"]["mum"]["AMEL"] = ["X", "Y"]

    case = case_from_json(spoilt(swapped), set_aside=True)
    family = next(f for f in case.families if f.pedigree.id == "F1")
    assert not family.references
    assert any("family F1: no reference is typed at any locus" in note for note in case.notes)


def test_an_x_alone_in_old_bone_may_be_a_lost_y():
    def lost(data):
        data["pm"][0]["genotypes"]["AMEL"] = ["X"]

    with pytest.raises(InvalidProfile, match="a lost Y in old bone looks the same"):
        case_from_json(spoilt(lost))


def test_an_allele_that_the_database_lacks_is_added_at_the_frequency_that_a_person_chooses(tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(spoilt(BAD["an allele not in the database"][0])), encoding="utf-8")
    case = read_case(path, choices=Choices(minimum=0.001))
    assert case.loci[0].alleles == ("8", "9", "10", "11")
    assert case.loci[0].frequencies[-1] == pytest.approx(0.001 / 1.001)
    assert "L1: 11 added at frequency 0.001" in case.notes


def test_a_matrix_cannot_take_a_new_allele_and_says_so(tmp_path):
    data = spoilt(BAD["an allele not in the database"][0])
    identity = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    data["loci"][0]["mutation"] = {s: {"matrix": identity} for s in ("male", "female")}
    path = tmp_path / "case.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    case = read_case(path, choices=Choices(minimum=0.001), set_aside=True)
    words = [one.words() for one in case.set_aside]
    assert any("locus L1" in one and "it must be 4 × 4" in one for one in words)
    assert any("body B1, L1: allele '11'" in one for one in words)


def test_a_case_with_nothing_to_compare_says_what_is_lacking():
    data = spoilt(lambda d: d.update(pm=[], families=[]))
    with pytest.raises(IdentifyingError, match=r"no body with a profile.*no family with somebody missing"):
        case_from_json(data).ready()


def test_what_is_no_case_at_all_is_refused(tmp_path):
    with pytest.raises(IdentifyingError, match="a case is an object with loci, pm and families"):
        case_from_json([1, 2])
    with pytest.raises(IdentifyingError, match="there is no list 'pm'"):
        case_from_json({"loci": [], "families": []})
    path = tmp_path / "cut.json"
    path.write_text('{"loci": [\n', encoding="utf-8")
    with pytest.raises(IdentifyingError, match=r"cut\.json is not a JSON file: .* at line 2"):
        read_case(path)


def test_a_described_bone_without_a_profile_is_kept_for_sorting_parts_and_not_compared():
    def bone(data):
        data["pm"][0].update(genotypes={}, part={"element": "femur", "side": "left"})

    case = case_from_json(spoilt(bone))
    assert [b.id for b in case.bodies] == ["B2"]
    assert [b.id for b in case.untyped] == ["B1"]


def test_alleles_as_numbers_and_genotypes_as_text_are_taken_as_meant():
    def other(data):
        data["loci"][0]["alleles"] = [8, 9.0, "10"]
        data["pm"][0]["genotypes"] = {"L1": "8/9", "L2": [9, 9.0]}

    (body, _) = case_from_json(spoilt(other)).bodies
    assert body.calls["L1"].alleles == ("8", "9")
    assert body.calls["L2"].alleles == ("9", "9")
