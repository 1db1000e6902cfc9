"""The verb `accounted estimate`, and the section of the report."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from accounted.cli.estimate import app
from accounted.estimating import InvalidLists, read_strata
from accounted.record.archive import Archive
from accounted.record.decisions.people import record_person
from accounted.record.intake import IntakeFacts
from accounted.record.queries import claims
from accounted.reporting import report_html, report_json
from accounted.reporting.estimates import IncompleteEstimate, estimates_html, estimates_section, headline
from accounted.reporting.material import gather

RUN = CliRunner()
TABLE = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,35\n1,1,0,9\n1,0,1,8\n0,1,1,7\n1,1,1,3\n"


@pytest.fixture
def lists(tmp_path):
    path = tmp_path / "lists.csv"
    path.write_text(TABLE)
    return path


def result_of(*arguments: str):
    answer = RUN.invoke(app, list(arguments))
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_every_method_is_printed_with_its_assumption_as_data(lists):
    found = result_of("--lists", str(lists), "--budget", "20000", "--resamples", "100", "--json")
    assert found["documented"] == 132
    assert list(found["methods"]) == ["latent", "graphs", "loglinear", "chao", "coverage"]
    for one in found["methods"].values():
        assert set(one["total"]) == {"point", "low", "high", "level"}
        assert one["assumption"]
        assert {"diagnostics", "warnings", "modes"} <= set(one)


def test_one_method_can_be_asked_for_and_a_seed_repeats_it(lists):
    asked = ("--lists", str(lists), "--method", "latent", "--budget", "8000", "--seed", "3", "--json")
    assert result_of(*asked) == result_of(*asked)


def test_figures_and_report_are_written_beside_the_numbers(lists, tmp_path):
    page = tmp_path / "page.html"
    result_of(
        "--lists", str(lists), "--method", "graphs", "--figures", str(tmp_path / "figures"),
        "--report", str(page), "--json",
    )  # fmt: skip
    assert {path.name for path in (tmp_path / "figures").iterdir()} == {
        "graphs.svg", "graphs.csv", "overlaps.svg", "overlaps.csv",
    }  # fmt: skip
    assert "132" in page.read_text()


STRATA = "place,year," + TABLE.splitlines()[0] + "\n"
STRATA += "".join(f"north,{year},{row}\n" for year in (1, 2) for row in TABLE.splitlines()[1:])
STRATA += "south,1,1,0,0,9\nsouth,1,0,1,0,8\n"


def test_strata_are_columns_of_the_table_and_only_draws_are_added(tmp_path):
    path = tmp_path / "strata.csv"
    path.write_text(STRATA)
    found = result_of("--lists", str(path), "--strata", "place,year", "--method", "graphs", "--json")
    assert [one["stratum"] for one in found["strata"]] == [
        {"place": "north", "year": "1"}, {"place": "north", "year": "2"}, {"place": "south", "year": "1"},
    ]  # fmt: skip
    assert [one["documented"] for one in found["strata"]] == [132, 132, 17]
    assert "reason" in found["strata"][2]["methods"]["graphs"]
    whole = found["methods"]["graphs"]
    assert found["documented"] == 281
    assert whole["total"]["low"] > 281
    assert any("17 documented are counted as they are" in words for words in whole["warnings"])
    bound = result_of("--lists", str(path), "--strata", "place,year", "--method", "chao", "--json")
    assert bound["methods"]["chao"]["total"]["point"] is None
    assert any("never added" in words for words in bound["methods"]["chao"]["warnings"])
    section = estimates_section(found)
    assert "place south, year 1" in section
    assert section.count("documented</span>") == 4


def test_a_bad_row_of_a_stratum_is_named_by_its_place_in_the_file(tmp_path):
    path = tmp_path / "strata.csv"
    path.write_text(STRATA + "\nsouth,2,1,0,0,-4\n")
    with pytest.raises(InvalidLists, match="row 19, column count: '-4' is below zero"):
        read_strata(path, ["place", "year"])
    with pytest.raises(InvalidLists, match="no column 'plce'"):
        read_strata(path, ["plce"])


@pytest.fixture
def named(tmp_path):
    """An archive of three publishers' rolls, and people that stand in one, two or three of them."""
    archive = Archive.create(tmp_path / "archive", title="Rolls", database_url=None)
    claimed = {}
    for name in ("Mothers", "Parish", "Wall"):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"The {name} roll says that 40 people were killed in Poltava.", encoding="utf-8")
        archive.add([path], facts=IntakeFacts(publisher=name, language="en"))
        claimed[name] = list(claims(archive))[-1].id
    on = {("Mothers",): 5, ("Parish",): 4, ("Wall",): 4, ("Mothers", "Parish"): 3, ("Parish", "Wall"): 2,
          ("Mothers", "Wall"): 2, ("Mothers", "Parish", "Wall"): 1}  # fmt: skip
    for lists, people in on.items():
        for k in range(people):
            record_person(
                archive, by=archive.reviewer("Anna"), reason="on the rolls",
                names=[(f"Person {k} of {lists[0]}", [claimed[name] for name in lists])],
            )  # fmt: skip
    archive.close()
    return tmp_path / "archive"


def test_people_on_record_are_listed_by_the_publishers_that_name_them(named):
    found = result_of("--archive", str(named), "--method", "chao", "--json")
    assert found["documented"] == 21
    assert found["lists"] == ["Mothers", "Parish", "Wall"]
    assert {tuple(p["lists"]): p["both"] for p in found["pairs"]} == {
        ("Mothers", "Parish"): 4, ("Mothers", "Wall"): 3, ("Parish", "Wall"): 3,
    }  # fmt: skip


def test_an_archive_that_names_nobody_says_what_is_needed(tmp_path):
    Archive.create(tmp_path / "archive", title="Empty", database_url=None).close()
    answer = RUN.invoke(app, ["--archive", str(tmp_path / "archive")])
    assert isinstance(answer.exception, InvalidLists)
    assert "three lists that overlap" in str(answer.exception)


def test_lists_come_from_a_table_or_an_archive_and_not_from_both(lists, tmp_path):
    assert RUN.invoke(app, []).exit_code == 2
    assert RUN.invoke(app, ["--lists", str(lists), "--archive", str(tmp_path)]).exit_code == 2


def test_a_report_carries_the_section_and_leaves_small_overlaps_out_of_the_public_edition(named, lists):
    text = RUN.invoke(app, ["--lists", str(lists), "--method", "graphs", "--json"]).stdout
    given = json.loads(text.replace('"both": 10', '"both": 3'))
    with Archive.open(named, to_read=True) as archive:
        material = gather(archive)
    made = {
        audience: report_html(material, generated="2025-06-12T00:00:00Z", audience=audience, estimates=given)
        for audience in ("public", "internal")
    }
    for page in made.values():
        assert '<section id="estimates"' in page
        assert "<b>132</b> documented" in page
        assert given["methods"]["graphs"]["assumption"] in page
    assert "fewer than 5" in made["public"]
    assert "fewer than 5" not in made["internal"]
    assert "estimates" not in json.loads(report_json(material, generated="2025-06-12T00:00:00Z"))


def test_an_unknown_method_is_a_wrong_usage(lists):
    assert RUN.invoke(app, ["--lists", str(lists), "--method", "guess"]).exit_code == 2


def test_two_lists_get_the_reason_and_no_number(tmp_path):
    path = tmp_path / "two.csv"
    path.write_text("A,B,count\n1,0,4\n0,1,5\n1,1,2\n")
    answer = RUN.invoke(app, ["--lists", str(path), "--method", "chao", "--json"])
    assert answer.exit_code == 1
    assert "11 are documented" in json.loads(answer.stdout)["methods"]["chao"]["reason"]


def test_a_missing_extra_is_named(lists, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    answer = RUN.invoke(app, ["--lists", str(lists)])
    assert answer.exit_code == 1
    assert "accounted[estimating]" in answer.output


def test_nothing_heavy_is_loaded_with_the_package():
    program = "import accounted.estimating, sys; print({'numpy', 'numba', 'scipy'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "set()"


def shown(point, modes=()):
    low, high = (None, None) if point is None else (point - 10, point + 10)
    one = {
        "total": {"point": point, "low": low, "high": high, "level": 0.95}, "assumption": "lists <b> differ",
        "warnings": ["read & beware"], "diagnostics": {}, "modes": list(modes),
    }  # fmt: skip
    other = {**one, "total": {"point": 500.0, "low": 400.0, "high": 600.0, "level": 0.95}, "modes": []}
    return {
        "documented": 132, "lists": ["A", "B", "C"], "data_sha256": "0" * 64,
        "methods": {"latent": one, "graphs": other},
    }  # fmt: skip


def test_a_section_shows_documented_count_assumption_and_warnings_with_each_estimate():
    html = estimates_section(shown(250.0))
    assert html.count("<b>132</b> documented") == 2
    assert html.count("lists &lt;b&gt; differ") == 3
    assert html.count("read &amp; beware") == 2
    assert "250 [240–260]" in html


def test_chains_that_disagree_leave_no_headline_whatever_other_methods_say():
    modes = [{"point": 200.0, "low": 180.0, "high": 220.0}, {"point": 900.0, "low": 800.0, "high": 1000.0}]
    result = shown(None, modes)
    assert headline(result) is None
    html = estimates_html(result)
    assert "No single number" in html
    assert "200 [180–220]; 900 [800–1,000]" in html
    assert "<script" not in html and "http://" not in html and "https://" not in html


@pytest.mark.parametrize("part", ["assumption", "warnings", "total"])
def test_an_estimate_without_what_belongs_to_it_is_not_shown(part):
    result = shown(250.0)
    del result["methods"]["graphs"][part]
    with pytest.raises(IncompleteEstimate, match="graphs"):
        estimates_section(result)
