"""The demonstration, added to an archive and reported: what its README says that a careful reader finds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from commands import run

ROOT = Path(__file__).parents[2]


class Demonstration(NamedTuple):
    """The report as data: for those inside, and for the public (also as a page)."""

    inside: dict[str, Any]
    public: dict[str, Any]
    page: str

    def figures(self, basis: str, place: str | None = None) -> list[dict[str, Any]]:
        found = [f for s in self.inside["sections"] for f in s["figures"] if f["basis"] == basis]
        return [f for f in found if place is None or f["place"] == place]

    def tallies(self, number: int, item: int | None = None) -> list[dict[str, Any]]:
        found = [t for t in self.inside["tallies"] if number in (t["low"], t["best"], t["high"])]
        return [t for t in found if item is None or t["item"] == f"ACC-{item:06}"]

    def remarks(self, rule: str, item: int | None = None) -> list[str]:
        found = [w for w in self.inside["warnings"] if w["rule"] == rule]
        return [w["message"] for w in found if item is None or w["item"] == f"ACC-{item:06}"]

    def contradictions(self, rule: str) -> list[str]:
        return [c["text"] for c in self.inside["contradictions"] if c["rule"] == rule]


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    folder = tmp_path_factory.mktemp("demonstration")
    material, archive = folder / "material", folder / "archive"
    env = {**os.environ, "ACCOUNTED_CONFIG": str(folder / "config")}

    def accounted(*arguments: str) -> None:
        done = run(*arguments, cwd=folder, env=env)
        assert done.returncode == 0, done.stderr

    build = [sys.executable, str(ROOT / "demonstration" / "build.py"), str(material)]
    subprocess.run(build, env=env, capture_output=True, check=True)
    accounted("init", str(archive))
    accounted("add", "--manifest", str(material / "manifest.csv"), "--archive", str(archive))
    reports = {}
    for audience in ("internal", "public"):
        out = folder / f"{audience}.json"
        accounted("report", "--archive", str(archive), "--audience", audience, "--json", "-o", str(out))
        reports[audience] = json.loads(out.read_text(encoding="utf-8"))
    page = folder / "public.html"
    accounted("report", "--archive", str(archive), "-o", str(page))
    return Demonstration(reports["internal"], reports["public"], page.read_text(encoding="utf-8"))


def test_01_a_whole_and_its_parts(shown: Demonstration) -> None:
    breakdowns = [b for f in shown.figures("bodies_recovered") for b in f["breakdowns"]]
    (police,) = [b for b in breakdowns if b["item"] == "ACC-000002"]
    assert [p["words"] for p in police["parts"]] == ["141", "23"]
    assert (police["remainder"]["low"], police["remainder"]["high"]) == (148, 171)


def test_02_a_subset_is_not_added(shown: Demonstration) -> None:
    assert shown.tallies(312, 2)
    assert shown.tallies(187, 2)
    assert not shown.tallies(499)
    figures = [figure for section in shown.inside["sections"] for figure in section["figures"]]
    reckoned = [figure["reckoned"] for figure in figures if figure["reckoned"]]
    shown_of_each = ("words", "minimum", "low", "high")
    assert not any("499" in str(figure[name]) for figure in figures for name in shown_of_each)
    assert not any(499 in (made["low"], made["high"]) for made in reckoned)
    assert not any("499" in line for made in reckoned for line in made["text"])


def test_03_a_breakdown_that_does_not_add_up(shown: Demonstration) -> None:
    assert shown.remarks("D-09", 5) == ["the parts add up to 198, the whole is said to be 201"]
    said = [text for text in shown.contradictions("D-09") if "not 201" in text]
    assert said
    assert all("= 198" in text for text in said), "one sum of one breakdown, not two"
    assert any("96" in m and "99" in m for m in shown.remarks("D-09", 8))
    assert shown.remarks("D-09", 9) == ["the rows add up to 120, the total row says 118"]


def test_04_every_count_of_the_site_stays_visible(shown: Demonstration) -> None:
    for number, item in ((118, 1), (187, 2), (201, 5)):
        assert shown.tallies(number, item)
    assert not [text for text in shown.contradictions("D-03") if "cannot both be right" in text]


def test_05_graves_are_not_bodies(shown: Demonstration) -> None:
    assert {t["basis"] for t in shown.tallies(194, 5)} == {"graves"}
    assert {t["basis"] for t in shown.tallies(194, 6)} == {"bodies_exhumed"}
    assert any("Graves are not bodies" in text for text in shown.contradictions("D-03"))


def test_06_bodies_found_are_not_people_killed(shown: Demonstration) -> None:
    assert any(n["rule"] == "D-14" for f in shown.figures("bodies_exhumed") for n in f["notes"])
    assert not [t for n in (312, 201) for t in shown.tallies(n) if t["basis"] == "killed"]


def test_07_seven_more_has_two_readings(shown: Demonstration) -> None:
    for tally in (*shown.tallies(7, 2), *shown.tallies(7, 3)):
        assert (tally["basis"], tally["quantifier"]) == ("sites", "ambiguous")
        assert tally["readings"] == ["7", "more than 7"]
    assert shown.tallies(7, 2)


def test_08_figures_with_one_root_stand_side_by_side(shown: Demonstration) -> None:
    for number, item in ((23, 2), (32, 3), (187, 2), (178, 3)):
        assert shown.tallies(number, item)
    assert all(f["sources"] == 1 for f in shown.figures("bodies_found", "Tykhobrid district"))


def test_09_a_caption_is_a_repeat(shown: Demonstration) -> None:
    said = shown.tallies(301, 4)
    assert [t["same_as"] is None for t in said] == [True, False]
    assert said[1]["segment"] == "caption"


def test_10_civilian_is_contested_and_both_are_shown(shown: Demonstration) -> None:
    assert any("status is contested" in text for text in shown.contradictions("D-27"))
    (note,) = [c for c in shown.inside["contradictions"] if c["rule"] == "D-27"]
    quoted = {t["exact"] for t in shown.inside["tallies"] if t["key"] in {c["key"] for c in note["claims"]}}
    assert "all the dead were civilians" in quoted
    assert any("uniform" in words for words in quoted)


def test_11_a_misspelt_place_is_remarked_on_and_kept(shown: Demonstration) -> None:
    assert any("Poltvava" in message for message in shown.remarks("D-25", 3))
    stated = [t for n in (301, 312) for t in shown.tallies(n, 3) if "OVER" not in t["exact"]]
    assert stated
    assert all(t["place"] == "Tykhobrid district" for t in stated)


def test_12_denials_stand_beside_what_they_deny(shown: Demonstration) -> None:
    assert len(shown.inside["denials"]) >= 3
    assert shown.tallies(187, 2)


def test_13_villages_under_investigation_are_no_deaths(shown: Demonstration) -> None:
    nine = [t for t in shown.tallies(9) if t["basis"] == "settlements"]
    assert {t["item"] for t in nine} == {"ACC-000002", "ACC-000004", "ACC-000006"}
    assert all(t["modality"] == "investigates" for t in nine)


def test_14_34_and_about_30_neither_replace_each_other_nor_rival_the_whole(shown: Demonstration) -> None:
    (exact,), (about,) = shown.tallies(34, 5), shown.tallies(30, 4)
    assert exact["basis"] == about["basis"] == "with_sign"
    (breakdown,) = [
        b for f in shown.figures("bodies_exhumed") for b in f["breakdowns"] if b["item"] == "ACC-000005"
    ]
    assert {"34", "9", "22"} <= {p["words"] for p in breakdown["others"]}
    for number in (9, 11, 22):
        (part,) = [t for t in shown.tallies(number, 5) if t["basis"] in ("with_sign", "bodies_found")]
        assert part["partition_of"] is not None
    assert not [text for text in shown.contradictions("D-03") if "cannot both be right" in text]


def test_15_the_man_beaten_to_death_is_not_assumed_to_be_one_man(shown: Demonstration) -> None:
    told = [t for t in shown.tallies(1) if t["basis"] == "killed"]
    assert told
    assert all(t["same_as"] is None for t in told)
    (cause,) = shown.tallies(59, 5)
    assert cause["partition_of"] is not None, "the dead whose cause is known are a part of the dead"


def test_16_people_are_protected(shown: Demonstration) -> None:
    public = json.dumps(shown.public, ensure_ascii=False) + shown.page
    for words in (
        "+380 00 000 00 00",
        "Petro",
        "Halyna",
        "Commander Lys",
        "grain office. There was one bucket",
    ):
        assert words not in public
    assert shown.public["totals"]["withheld"] or any(d.get("withheld") for d in shown.public["documents"])


def test_documents_with_nearly_the_same_text_are_pointed_out_and_nothing_is_decided(
    shown: Demonstration,
) -> None:
    (pair,) = shown.inside["syndication"]
    assert pair["rule"] == "D-04" and 0.5 <= pair["similarity"] < 1.0
    assert len(set(pair["items"])) == 2
