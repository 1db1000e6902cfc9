"""`accounted identify` with files of other programs, and with files that are wrong."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from accounted.identifying.simulate import Plan, simulated_site, site_files


@pytest.fixture(scope="module")
def files():
    return site_files(simulated_site(1, Plan(families=2, strangers=1)))


@pytest.fixture
def site(files, tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def test_a_simulated_site_is_that_of_its_seed_and_says_what_it_is(accounted, files, tmp_path):
    done = accounted("identify", "simulate", tmp_path / "made", "--families", "2", "--strangers", "1")
    assert done.code == 0, done.err
    assert "the people never lived" in done.out
    assert {path.name: path.read_bytes() for path in (tmp_path / "made").iterdir()} == files


def spoilt(site, change):
    data = json.loads((site / "site.json").read_text(encoding="utf-8"))
    change(data)
    (site / "bad.json").write_text(json.dumps(data), encoding="utf-8")
    return site / "bad.json"


def test_verbs_take_a_table_with_frequencies_beside_it(accounted, site):
    alone = accounted("identify", "power", site / "people.csv")
    assert alone.code == 1
    assert "no allele frequencies; add a frequency database" in alone.err
    both = accounted("identify", "power", site / "people.csv", "--with", site / "frequencies.csv", "--json")
    assert both.code == 0, both.err
    assert {one["family"] for one in both.json} == {"F01", "F02"}


def test_a_case_goes_through_familias_and_comes_back_with_the_same_answer(accounted, site, tmp_path):
    first = accounted("identify", "convert", site / "people.csv", tmp_path / "case.json",
                      "--with", site / "frequencies.csv")  # fmt: skip
    assert first.code == 0, first.err
    there = accounted("identify", "convert", tmp_path / "case.json", tmp_path / "case.fam")
    assert "Familias; 20 loci" in there.out and "Not held by this format: drop-out" in there.out
    answers = [
        accounted("identify", "joint", tmp_path / name, "--json").json for name in ("case.json", "case.fam")
    ]
    for ours, theirs in zip(answers[0]["posteriors"], answers[1]["posteriors"], strict=True):
        assert ours == pytest.approx(theirs, abs=1e-9)


def test_what_is_left_out_is_said_and_the_answer_ends_with_code_1(accounted, site):
    def mixture(data):
        data["pm"][0]["genotypes"]["SIM01"] = ["8", "9", "10"]

    bad = spoilt(site, mixture)
    done = accounted("identify", "joint", bad, "--json")
    assert done.code == 1
    assert "SIM01: 3 alleles (8, 9, 10); one person has one or two, look for a mixture" in done.err
    assert "the answer is without what was set aside" in done.err
    assert len(done.json["posteriors"]) == len(done.json["victims"]) > 0
    assert "3 alleles" in done.json["set_aside"][0]
    meant = accounted("identify", "joint", bad, "--set-aside", "--json")
    assert meant.code == 0
    assert "3 alleles" in meant.err


def test_an_allele_that_the_database_lacks_can_be_added(accounted, site, tmp_path):
    def new(data):
        data["pm"][0]["genotypes"]["SIM02"] = ["8", "44.1"]

    bad = spoilt(site, new)
    assert "allele '44.1' is not in the frequency database" in accounted("identify", "screen", bad).err
    done = accounted("identify", "convert", bad, tmp_path / "ok.json", "--minimum-frequency", "0.002")
    assert done.code == 0
    assert "SIM02: 44.1 added at frequency 0.002" in done.err
    assert accounted("identify", "screen", tmp_path / "ok.json").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("convert", "site.json", "x.abc"), "the ending says no format"),
        (("convert", "site.json", "x.json", "--to", "word"), "there is no format 'word'"),
        (("convert", "site.json", "people.csv"), "is there already; add --force"),
        (("convert", "site.json", "nowhere/x.json"), "there is no directory nowhere"),
        (("convert", "site.json", "x.xml"), "CMF 3.3 does not know this locus"),
        (("convert", "absent.json", "x.json"), "there is no such file or directory"),
        (("simulate", "."), "is not an empty directory"),
        (("joint", "README.txt"), "no column of identifiers"),
        (("joint", "truth.json"), "there is no list 'loci'"),
        (("check", "frequencies.csv"), "no body with a profile; add the bodies"),
        (("parts", "people.csv"), "no allele frequencies; add a frequency database"),
        (("joint", "site.json", "--cutoff", "-1"), "is not in the range"),
    ],
)
def test_wrong_use_is_answered_with_what_to_do(accounted, site, arguments, words):
    done = replace(accounted, directory=site)("identify", *arguments)
    assert done.code in (1, 2)
    assert words in " ".join(done.err.replace("│", " ").split())
    assert "Traceback" not in done.err


def test_nobody_who_is_missing_too_is_proposed_for_a_sample(accounted, site):
    done = accounted("identify", "power", site / "site.json", "--next", "--json")
    brothers = [one for one in done.json if one["family"] == "F02"]
    assert len(brothers) == 2
    for one in brothers:
        assert {n["relative"] for n in one["sample_next"]} == {"F02-father"}


def test_power_needs_families_and_frequencies_and_no_body(accounted, site):
    rows = (site / "people.csv").read_text(encoding="utf-8").splitlines()
    families = site / "families.csv"
    families.write_text("\n".join(row for row in rows if not row.startswith("body")), encoding="utf-8")
    done = accounted("identify", "power", families, "--with", site / "frequencies.csv")
    assert done.code == 0, done.err
    assert "AM-011" in done.out and "a pair alone needs a ratio" in done.out
