"""The verb `accounted estimate`, and the section of the report."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from accounted.cli.estimate import app
from accounted.reporting.estimates import IncompleteEstimate, estimates_html, estimates_section, headline

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
