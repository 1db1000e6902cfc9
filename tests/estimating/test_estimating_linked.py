"""Estimates from a linking result: who is the same person is uncertain, and the total says so."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from accounted.cli.application import app
from accounted.estimating import (
    ChaoLowerBound,
    DecomposableGraphs,
    InvalidLists,
    LatentClassModel,
    estimate_linked,
    linked_lists,
    read_linked,
)

LISTS = ("hospital", "police", "families")


def linkage(seed: int = 3, people: int = 400) -> dict[str, object]:
    """Records of three independent lists, the true linkage, and draws that miss some true pairs."""
    random = np.random.default_rng(seed)
    on = random.uniform(size=(people, 3)) < (0.5, 0.4, 0.3)
    records = {f"{LISTS[j]}-{i}": LISTS[j] for i in range(people) for j in range(3) if on[i, j]}
    clusters = [[f"{LISTS[j]}-{i}" for j in range(3) if on[i, j]] for i in range(people) if on[i].any()]
    draws = []
    for _ in range(4):
        drawn: list[list[str]] = []
        for cluster in clusters:
            apart = len(cluster) > 1 and random.uniform() < 0.1
            drawn += [cluster[:1], cluster[1:]] if apart else [cluster]
        draws.append(drawn)
    return {"records": records, "clusters": clusters, "draws": draws}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "linked.json"
    path.write_text(json.dumps(linkage()), encoding="utf-8")
    return path


def test_a_record_in_no_cluster_is_a_person_of_its_own():
    records = {"a": "hospital", "b": "police", "c": "police"}
    table = linked_lists(records, [["a", "b"]], []).table
    assert table.observed == 2
    assert table.list_sizes().tolist() == [1, 2]


def test_two_records_of_one_list_that_are_one_person_are_counted_once():
    records = {"a": "hospital", "b": "hospital", "c": "police", "d": "families"}
    assert linked_lists(records, [["a", "b"]], []).table.observed == 3


def test_missed_matches_make_more_documented_and_a_greater_total():
    found = linkage()
    lists = linked_lists(found["records"], found["clusters"], found["draws"])
    one = estimate_linked(lists, DecomposableGraphs())
    assert all(draw.observed > lists.table.observed for draw in lists.draws)
    assert one.over_draws is not None and one.over_draws[0] > one.stands.total.point
    assert one.over_draws[0] <= one.pooled.total.point <= one.over_draws[1]
    assert one.total == one.pooled.total
    assert one.by_rule.replicates == 4


def test_linkage_uncertainty_widens_the_interval():
    """The same linkage drawn over and over has the width of one; linkages that differ are wider."""
    found = linkage()
    lists = linked_lists(found["records"], found["clusters"], found["draws"])
    same = linked_lists(found["records"], found["clusters"], [found["clusters"]] * 4)
    model = LatentClassModel(3, budget=12_000, effective=100)
    certain, uncertain = estimate_linked(same, model), estimate_linked(lists, model)
    assert certain.pooled.between == pytest.approx(0, abs=1e-9)
    assert uncertain.pooled.between > 0


def test_a_method_without_draws_says_how_far_its_points_go():
    found = linkage()
    lists = linked_lists(found["records"], found["clusters"], found["draws"])
    one = estimate_linked(lists, ChaoLowerBound())
    assert one.pooled is None
    assert "of one linkage" in one.warnings[0]


def test_draws_without_an_estimate_are_not_left_out_in_silence():
    records = {f"{name}-{i}": name for name in LISTS for i in range(3)}
    together = [[f"{name}-{i}" for name in LISTS] for i in range(3)]
    lists = linked_lists(records, together, [together, []])
    one = estimate_linked(lists, LatentClassModel(3, budget=4_000))
    assert one.total is None
    assert one.without_estimate >= 1
    assert "none is given over all" in one.warnings[0]


def test_workers_change_nothing():
    found = linkage(people=120)
    lists = linked_lists(found["records"], found["clusters"], found["draws"][:2])
    model = LatentClassModel(2, budget=4_000, effective=50, temper=False)
    one, two = (estimate_linked(lists, model, workers=workers) for workers in (1, 2))
    assert np.array_equal(one.total.draws, two.total.draws)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("not json", "not JSON"),
        ('{"records": {"a": "x"}}', "not a linking result"),
        ('{"records": {}, "clusters": []}', "no records"),
        ('{"records": {"a": "x"}, "clusters": ["a"]}', "not a linking result"),
        ('{"records": {"a": "x"}, "clusters": [["a", "b"]]}', "'b' is in no list"),
        ('{"records": {"a": "x"}, "clusters": [["a"], ["a"]]}', "'a' is in 2 clusters"),
        ('{"records": {"a": "x"}, "clusters": [["a"]], "draws": [[["a"], ["a"]]]}', "draw 1"),
    ],
)
def test_a_file_that_is_no_linking_result_is_named_with_what_it_should_be(tmp_path, content, said):
    path = tmp_path / "wrong.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidLists, match=r"wrong\.json") as trouble:
        read_linked(path)
    assert said in str(trouble.value)


def test_the_command_carries_the_draws_of_the_linkage(file):
    done = CliRunner().invoke(app, ["estimate", "--linked", str(file), "--method", "graphs", "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    graphs = found["methods"]["graphs"]
    assert graphs["linkage"]["draws"] == 4
    low, high = graphs["linkage"]["points_from_to"]
    assert low <= graphs["total"]["point"] <= high
    assert graphs["as_it_stands"]["point"] < graphs["total"]["point"]
    assert found["documented_over_draws"][0] > found["documented"]


def test_a_linking_result_beside_a_table_is_refused(file):
    done = CliRunner().invoke(app, ["estimate", "--linked", str(file), "--lists", str(file)])
    assert done.exit_code == 2


def test_a_prior_that_is_none_is_refused(file):
    done = CliRunner().invoke(app, ["estimate", "--linked", str(file), "--prior", "flat"])
    assert done.exit_code == 2
    assert "many-kinds" in done.output


def test_the_prior_for_many_kinds_is_in_the_parameters(file):
    asked = ["estimate", "--linked", str(file), "--method", "latent", "--prior", "many-kinds", "--json"]
    found = json.loads(CliRunner().invoke(app, [*asked, "--budget", "2000"]).stdout)
    parameters = found["methods"]["latent"]["parameters"]
    assert parameters["alpha"] == [2.0, 1.0]
    assert parameters["inclusion"] == [1.0, 2.0]
