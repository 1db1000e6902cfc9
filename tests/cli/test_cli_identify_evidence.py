"""`accounted identify` before, beside and after the genes: check, parts, explain, compare, power, joint."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Outcome
from tests.identifying.simulated import dropped, invented_loci, nuclear
from typer.testing import CliRunner

from accounted.cli import trouble
from accounted.cli.application import app

LOCI = invented_loci(12, 8)
SEX = {"male": 1, "female": 2, None: 0}


def genotypes(profile):
    return {name: list(call.alleles) for name, call in profile.calls.items()}


def a_case(**more):
    """A father and a mother look for a son; his body, a stranger's, and what is known beside the genes."""
    pedigree = nuclear("F1")
    everybody = dropped(pedigree, LOCI, 12)
    stranger = dropped(nuclear("X"), LOCI, 99)["missing"]
    rates = {sex: {"model": "proportional", "rate": 0.002} for sex in ("male", "female")}
    case = {
        "name": "a small case",
        "loci": [
            {"name": x.name, "alleles": list(x.alleles), "freqs": list(x.frequencies), "mutation": rates}
            for x in LOCI
        ],
        "pm": [
            {
                "id": "V1", "sex": 1, "genotypes": genotypes(everybody["missing"]),
                "evidence": {
                    "sex": {"seen": "male"}, "age": {"low": 30, "high": 40, "coverage": 0.9},
                    "traits": {"handedness": "left"}, "marks": {"scar, left forearm": True},
                    "teeth": {"16": "filled", "26": "sound"},
                },
            },
            {"id": "V2", "sex": 1, "genotypes": genotypes(stranger)},
        ],
        "families": [
            {
                "family": "F1",
                "members": [
                    {
                        "id": m.id, "father": m.father or "0", "mother": m.mother or "0", "sex": SEX[m.sex],
                    }
                    for m in pedigree.members
                ],
                "references": ["father", "mother"],
                "genotypes": {k: genotypes(everybody[k]) for k in ("father", "mother")},
                "missing": ["missing"],
                "told": {
                    "missing": {
                        "age": {"years": 34, "margin": 1}, "traits": {"handedness": "left"},
                        "marks": {"scar, left forearm": True}, "teeth": {"16": "filled", "26": "sound"},
                    }
                },
            }
        ],
        "population": {
            "sex": {"male": 0.8, "female": 0.2},
            "ages": {"18-29": 30, "30-44": 40, "45+": 30},
            "traits": {"handedness": {"frequencies": {"left": 10, "right": 90}, "error": 0.05}},
            "marks": {"scar, left forearm": {"common": 0.03}},
        },
        **more,
    }  # fmt: skip
    return case


class Identify:
    """The verbs in this process: starting one for each would take longer than what it does."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def __call__(self, *arguments: object) -> Outcome:
        done = CliRunner().invoke(app, [str(one) for one in arguments])
        if done.exception is None or isinstance(done.exception, SystemExit):
            return Outcome(done.exit_code, done.stdout, done.stderr)
        said = trouble.explain(done.exception)
        assert said is not None, done.exc_info
        return Outcome(1, done.stdout, done.stderr + said)


@pytest.fixture
def accounted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Identify(tmp_path)


@pytest.fixture
def case(accounted):
    def write(name="case.json", **more):
        path = accounted.directory / name
        path.write_text(json.dumps(a_case(**more)))
        return path

    return write


# ---- check


def test_a_case_that_is_in_order_says_so(accounted, case):
    told = accounted("identify", "check", case())
    assert told.code == 0 and "0 findings" in told.out


def test_three_alleles_are_named_and_everything_else_is_checked(accounted, case):
    wrong = a_case()
    wrong["pm"][1]["genotypes"]["L3"] = ["8", "9", "10"]
    path = accounted.directory / "wrong.json"
    path.write_text(json.dumps(wrong))
    told = accounted("identify", "check", path, "--set-aside", "--json")
    kinds = [one["kind"] for one in told.json["findings"]]
    assert told.code == 0 and kinds.count("set aside") == 1 and "V2" in told.json["findings"][0]["words"]


def test_a_father_who_is_not_is_told_to_the_laboratory_and_not_to_general_roles(accounted, case):
    wrong = a_case()
    stranger = dropped(nuclear("X"), LOCI, 5)["father"]
    wrong["families"][0]["genotypes"]["sister"] = genotypes(dropped(nuclear("F1"), LOCI, 12)["sister"])
    wrong["families"][0]["references"].append("sister")
    wrong["families"][0]["genotypes"]["father"] = genotypes(stranger)
    path = accounted.directory / "wrong.json"
    path.write_text(json.dumps(wrong))
    told = accounted("identify", "check", path)
    assert "father the father of sister" in told.out and "stands in no report to a family" in told.out
    general = accounted("identify", "check", path, "--general")
    assert "the father of sister" not in general.out and "ask the laboratory" in general.out


def test_staff_in_a_sample_is_contamination(accounted, case):
    with_staff = a_case()
    with_staff["staff"] = [{"id": "S1", "genotypes": with_staff["pm"][1]["genotypes"]}]
    path = accounted.directory / "staff.json"
    path.write_text(json.dumps(with_staff))
    told = accounted("identify", "check", path, "--json").json
    assert [(f["kind"], f["who"]) for f in told["findings"]] == [("contamination", ["V2", "S1"])]


# ---- explain


def test_a_pair_is_explained_locus_by_locus_and_beside_the_genes(accounted, case):
    told = accounted("identify", "explain", case(), "V1", "F1", "--json").json
    assert told["missing"] == "missing" and told["posterior"] > 0.999 and len(told["loci"]) == 12
    assert told["log10_lr"] == pytest.approx(sum(one["log10_lr"] for one in told["loci"]))
    beside = {one["kind"]: one["ratio"] for one in told["beside"]}
    assert set(beside) == {"sex", "age", "handedness", "mark: scar, left forearm"}
    assert beside["mark: scar, left forearm"] > 10.0 > beside["sex"] > 1.0
    assert told["combined"] is None and "nobody stated" in told["not_combined"]
    assert any("teeth" in note and "reference charts" in note for note in told["not_weighed"])
    assert told["verbal"] is None


def test_evidence_is_multiplied_where_independence_is_stated_and_not_where_sex_was_a_filter(accounted, case):
    named = ["genes", "age", "handedness"]
    path = case(independence={"of": named, "because": "bones, genes and habits were looked at apart"})
    told = accounted("identify", "explain", path, "V1", "F1", "--json").json
    assert set(told["combined"]["parts"]) == set(named)
    assert told["combined"]["log10_lr"] == pytest.approx(sum(told["combined"]["parts"].values()))
    assert "habits were looked at apart" in told["combined"]["assumption"]
    filtered = case("filtered.json", independence={"of": [*named, "sex"], "because": "stated"})
    told = accounted("identify", "explain", filtered, "V1", "F1", "--json").json
    assert told["combined"] is None and "left out by sex" in told["not_combined"]


def test_words_for_a_ratio_need_a_calibration(accounted, case):
    scale = {
        "name": "laboratory scale", "source": "validation 2024", "related": 400, "unrelated": 90000,
        "steps": [
            {"from_log10": 2, "words": "moderate support"}, {"from_log10": 6, "words": "strong support"},
        ],
    }  # fmt: skip
    told = accounted("identify", "explain", case(calibration=scale), "V1", "F1").out
    assert "“strong support” on the scale laboratory scale (validation 2024; calibrated on 400" in told
    assert "no verbal scale" in accounted("identify", "explain", case(), "V1", "F1").out.lower()
    scale.pop("related")
    broken = accounted("identify", "explain", case("broken.json", calibration=scale), "V1", "F1")
    assert broken.code == 1 and "calibration is not complete" in broken.err


def test_a_stranger_is_excluded_in_words(accounted, case):
    told = accounted("identify", "explain", case(), "V2", "missing").out
    assert "exclude one another unless there was a mutation" in told and "less likely" in told


def test_a_body_or_a_family_that_is_not_there_is_named(accounted, case):
    told = accounted("identify", "explain", case(), "V9", "F1")
    assert told.code == 1 and "no body 'V9'" in told.err and "V1, V2" in told.err
    assert "no family 'F9'" in accounted("identify", "explain", case(), "V1", "F9").err


def test_evidence_that_is_written_wrong_is_named(accounted, case):
    wrong = a_case()
    wrong["pm"][0]["evidence"]["age"] = {"low": 50, "high": 30}
    path = accounted.directory / "wrong.json"
    path.write_text(json.dumps(wrong))
    told = accounted("identify", "explain", path, "V1", "F1")
    assert told.code == 1 and "body V1, missing: age 50 to 30" in told.err


# ---- compare


def test_the_report_for_the_board_is_written_with_room_for_two(accounted, case):
    page = accounted.directory / "board.html"
    chart = accounted.directory / "posteriors.svg"
    told = accounted("identify", "compare", case(), "--output", page, "--chart", chart)
    assert told.code == 0 and "1 pairs" in told.out
    text = page.read_text()
    for words in ("Body V1 and missing", "Agrees", "Conflicts", "Not recorded of both", "First reviewer",
                  "Second reviewer", "nobody listed", "<svg", "Nobody is told anything"):  # fmt: skip
        assert words in text, words
    assert "http" not in text.replace("http://www.w3.org", "").replace("http://purl.org", "").replace(
        "http://creativecommons.org", ""
    ).replace("https://matplotlib.org", "")
    assert page.stat().st_mode & 0o077 == 0 and chart.stat().st_mode & 0o077 == 0
    assert chart.with_suffix(".csv").read_text().startswith("body,missing,posterior")


def test_a_pair_against_the_joint_answer_is_in_conflict_with_it(accounted, case):
    told = accounted("identify", "compare", case(), "--pair", "V2=missing", "--json").json
    (one,) = told["comparisons"]
    assert any("rather nobody listed" in line for line in one["conflicts"])
    assert any(line.startswith("genes") for line in one["conflicts"])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--pair", "V1"], "BODY=MISSING"),
        (["--output", "board.docx"], ".html or .txt"),
        (["--output", "nowhere/board.html"], "no directory"),
        (["--chart", "posteriors.png"], ".svg or .pdf"),
        (["--no-joint"], "--pair"),
    ],
)
def test_wrong_use_of_compare_is_said_before_the_work(accounted, case, options, says):
    told = accounted("identify", "compare", case(), *options)
    assert told.code == 2 and says in told.err


# ---- parts, power, joint


def test_parts_are_sorted_and_counted(accounted, case):
    mixed = a_case()
    first, second = mixed["pm"]
    again = {**first, "id": "V3", "part": {"element": "femur", "side": "left"}}
    first["part"] = {"element": "femur", "side": "left"}
    path = accounted.directory / "parts.json"
    path.write_text(json.dumps({**mixed, "pm": [first, second, again]}))
    told = accounted("identify", "parts", path, "--json").json
    group = next(one for one in told["groups"] if len(one["parts"]) == 2)
    assert group["parts"] == ["V1", "V3"] and group["disputed"]
    assert told["minimum"]["together"] == 3
    said = accounted("identify", "parts", path).out
    assert "two of a kind" in said and "At least 3 people" in said and "keeps its own number" in said


def test_power_says_what_chance_does_what_is_needed_and_whom_to_sample_next(accounted, case):
    told = accounted("identify", "power", case(), "--next", "--json").json
    (one,) = told
    assert one["expected_false_hits"]["10000"] <= one["false_hits_at_most"]["10000"] == pytest.approx(2e-4)
    assert one["ratio_needed"] == pytest.approx(1999.0)
    assert {n["relative"] for n in one["sample_next"]} == {"sister", "brother"}
    chart = accounted.directory / "power.svg"
    assert accounted("identify", "power", case(), "--chart", chart).code == 0
    assert "<svg" in chart.read_text()


def test_joint_can_settle_first_or_match(accounted, case):
    settled = accounted("identify", "joint", case(), "--undisputed", "10000", "--json").json
    assert settled["settled"]["standings"][0]["conclusion"] == "undisputed"
    assert settled["best"] == {"V1": "missing", "V2": "*"} and settled["posteriors"][0] is None
    matched = accounted("identify", "joint", case(), "--linear", "--json").json
    assert matched["best"] == settled["best"] and matched["log10_glr"]["V1"] > 4.0
    plain = accounted("identify", "joint", case(), "--json").json
    assert plain["best"] == settled["best"] and plain["sets"] == [] and plain["left_out"] == 0.0
