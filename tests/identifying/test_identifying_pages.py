"""The pages on identification name what there is: every module of a formula, every key of an answer."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from accounted.identifying.case_files import answer_as_data
from accounted.identifying.formats.json_cases import case_as_data
from accounted.identifying.simulate import Plan, simulated_site

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def page(name):
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_module_that_the_geneticists_page_names_exists():
    text = page("explanation/identifying.md")
    lines = re.findall(r"^`accounted\.identifying\.[^\n]*$", text, re.M)
    assert len(lines) > 10
    for line in lines:
        for name in re.findall(r"`([\w.]+)`", line):
            importlib.import_module(f"accounted.identifying.{name.removeprefix('accounted.identifying.')}")


def test_every_room_of_formulas_has_its_place_on_the_page():
    text = page("explanation/identifying.md")
    for name in (
        "likelihoods", "mutations", "profiles", "family_tables", "coancestry", "linkage", "screening",
        "joint", "undisputed", "identity", "quality", "power", "evidence",
    ):  # fmt: skip
        assert re.search(rf"`(?:accounted\.identifying\.)?{name}`", text), name


def test_every_key_of_a_case_file_and_of_the_joint_answer_is_on_the_page():
    site = simulated_site(4, Plan(families=2, strangers=1, loci=4))
    named = set(re.findall(r"`([\w\[\].]+)", page("reference/json.md")))
    named |= {word for one in named for word in re.split(r"[\[\].]+", one)}
    problem = site.case.problem(cutoff=1e-3)
    answer = answer_as_data(site.case, problem, problem.solve())
    assert set(answer) <= named
    data = case_as_data(site.case)
    parts = [data, data["loci"][0], data["pm"][0], data["families"][0], data["families"][0]["members"][0]]
    for part in parts:
        assert set(part) <= named, set(part) - named


@pytest.mark.parametrize("name", ["explanation/for-families.md", "explanation/for-families-uk.md"])
def test_the_pages_for_families_promise_nothing_and_name_no_method(name):
    text = page(name)
    assert not re.search(r"likelihood|posterior|allele|locus|STR\b|правдоподібн|алел|локус", text, re.I)
    assert len(text.split()) < 800


def test_both_languages_of_the_page_for_families_have_the_same_parts():
    sections = [len(re.findall(r"^## ", page(f"explanation/for-families{x}.md"), re.M)) for x in ("", "-uk")]
    points = [
        len(re.findall(r"^(?:- |\d\. )", page(f"explanation/for-families{x}.md"), re.M)) for x in ("", "-uk")
    ]
    assert sections[0] == sections[1]
    assert points[0] == points[1]
