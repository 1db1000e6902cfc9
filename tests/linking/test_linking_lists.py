"""Linking whole lists: kin stay apart, scripts do not matter, decisions hold, bad lists are answered."""

import json
from pathlib import Path

import numpy as np
import pytest

from accounted.linking import CannotLink, Decision, LinkRecord, People, Settings, link
from accounted.linking.evaluation import against_decisions, against_truth, estimated_quality, sensitivity
from accounted.linking.simulate import kin_merged, simulate
from commands import run


@pytest.fixture(scope="module")
def simulated():
    return simulate(3000, seed=2)


@pytest.fixture(scope="module")
def linkage(simulated):
    return link(People.of(simulated.lists), Settings(within=True))


def test_kin_are_merged_in_fewer_than_one_in_a_thousand(simulated, linkage):
    merged, pairs = kin_merged(simulated, linkage.clusters())
    assert pairs > 3000
    assert merged / pairs < 1 / 1000


def test_persons_are_found_across_scripts(simulated, linkage):
    truth = np.array([simulated.truth[id_] for id_ in linkage.people.ids])
    found = against_truth(linkage.person, truth)
    assert found.pairs.precision > 0.99
    assert found.pairs.recall > 0.88


def test_the_model_knows_about_how_good_it_is(simulated, linkage):
    estimate = estimated_quality(linkage)
    truth = np.array([simulated.truth[id_] for id_ in linkage.people.ids])
    found = against_truth(linkage.person, truth)
    assert abs(estimate.precision - found.pairs.precision) < 0.02
    low, high = sensitivity(linkage)
    assert low <= linkage.persons <= high


def test_the_same_seed_gives_the_same_answer_and_the_same_draws(simulated, linkage):
    again = link(People.of(simulated.lists), Settings(within=True))
    assert again.pairs() == linkage.pairs()
    assert again.draws(2, seed=5) == linkage.draws(2, seed=5)


def test_decisions_hold_against_the_evidence(simulated, linkage):
    pair = linkage.pairs()[0]
    others = [group[0] for group in linkage.clusters()[-2:]]
    decided = (Decision(pair["a"], pair["b"], False), Decision(*others, True))
    after = link(People.of(simulated.lists), Settings(within=True), decided)
    person = {id_: int(p) for id_, p in zip(after.people.ids, after.person, strict=True)}
    assert person[pair["a"]] != person[pair["b"]]
    assert person[others[0]] == person[others[1]]


def test_precision_and_recall_against_held_back_decisions_have_intervals(simulated, linkage):
    ids = linkage.people.ids
    chosen = np.argsort(np.abs(linkage.weight), kind="stable")[:60]
    decided = [
        Decision(ids[a], ids[b], simulated.truth[ids[a]] == simulated.truth[ids[b]])
        for a, b in zip(linkage.a[chosen].tolist(), linkage.b[chosen].tolist(), strict=True)
    ]
    found = against_decisions(linkage, decided)
    assert found.recall.low <= found.recall.value <= found.recall.high
    assert found.b_cubed_low <= found.b_cubed_high


def test_each_person_once_where_lists_have_no_duplicates():
    lists = {
        "a": [LinkRecord("1", {"given": "Олена", "family": "Коваль", "birth": "1970-03-04"})],
        "b": [
            LinkRecord("2", {"given": "Olena", "family": "Koval", "birth": "1970-03-04"}),
            LinkRecord("3", {"given": "Olena", "family": "Koval", "birth": "1970-03-05"}),
        ],
    }
    assert link(lists, Settings(one_to_one=True)).clusters() == [["1", "2"]]


def test_a_hundred_thousand_copies_are_one_person_in_bounded_time():
    row = {"name": "Олена Коваль", "age": "33", "sex": "f", "place": "Нова Липа", "death": "2022-03-04"}
    records = [LinkRecord(str(i), row) for i in range(100_000)]
    found = link({"a": records})
    assert found.persons == 1
    assert len(found.pairs()) < 200_000


def test_marks_of_writing_direction_are_not_seen():
    rows = ["\u202bأحمد حسن\u202c", "\u200fاحمد حسن", "Ahmad Hasan\u200e"]
    records = [LinkRecord(str(i), {"name": name, "birth": "1990-05-06"}) for i, name in enumerate(rows)]
    assert link({"a": records}).clusters() == [["0", "1", "2"]]


def test_a_decision_on_a_record_that_is_not_there_is_refused():
    records = [LinkRecord("1", {"name": "Олена Коваль"}), LinkRecord("2", {"name": "Іван Бондар"})]
    with pytest.raises(CannotLink, match="stands on no list"):
        link({"a": records}, decisions=(Decision("1", "9", True),))


def _accounted(*given):
    return run(*given, cwd=Path.cwd())


def test_the_command_prints_pairs_and_clusters_by_the_id_column(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(
        "uid,given name,surname,date of birth,place of death,truth\n"
        "x1,Олена,Коваль,1970-03-04,Нова Липа,1\nx2,Olena,Koval,1970-03-04,Nova Lypa,1\n"
        "x3,Іван,Коваль,1999-01-09,Нова Липа,2\n",
        encoding="utf-8",
    )
    ran = _accounted("link", file, "--json")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["clusters"] == [["x1", "x2"]]
    assert [(one["a"], one["b"]) for one in told["pairs"]] == [("x1", "x2")]
    assert set(told["pairs"][0]) == {"a", "b", "probability", "weight"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,name\n", "no rows"),
        ("id,name\n1,\n2,\n", "compared"),
        ("id,name\n1,Олена Коваль\n1,Іван Бондар\n", "does not tell rows apart"),
        ("id,name\n1,Олена Коваль\n", "one record"),
    ],
)
def test_a_list_that_cannot_be_linked_is_answered_with_what_to_do(tmp_path, text, said):
    file = tmp_path / "list.csv"
    file.write_text(text, encoding="utf-8")
    ran = _accounted("link", file, "--json")
    assert ran.returncode == 1
    assert said in ran.stderr


TEN = ["Олена Коваль", "Olena Koval", "Іван Бондар", "Taras Hladun", "Lidiia Sokyrko", "Кузьма Ярчук",
       "Оксана Бережна", "Марія Дрозд", "Ганна Дрозд", "Petro Voron"]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "more"),
    [
        (["id", "name", "born"], ["1970"]),
        (["id", "name"], []),
        (["id", "name", "sex", "place of death"], ["", ""]),
    ],
    ids=["ten rows", "one column", "columns empty all through"],
)
def test_a_list_that_says_little_is_linked_by_what_it_says(tmp_path, headings, more):
    file = tmp_path / "list.csv"
    lines = [",".join(map(str, (n, name, *more))) for n, name in enumerate(TEN)]
    file.write_text("\n".join([",".join(headings), *lines]), encoding="utf-8")
    found = link(People.read([file]))
    assert found.persons in (9, 10)
    assert all(group == ["0", "1"] for group in found.clusters())


def test_a_name_of_ten_thousand_characters_is_linked_like_any_other(tmp_path):
    file = tmp_path / "list.csv"
    long = "Дрозд " * 1_700
    rows = [*TEN, long, long + "ів"]
    file.write_text("id,name,born\n" + "".join(f"{n},{one},1970\n" for n, one in enumerate(rows)))
    found = link(People.read([file]))
    assert found.persons >= 9


def test_what_does_not_fit_into_memory_lies_apart_and_goes_with_the_session(tmp_path, monkeypatch):
    """Rows of a list are names of people: none may stay in the folder one happened to work in."""
    import pyarrow as pa

    from accounted.linking.scoring import Session

    monkeypatch.chdir(tmp_path)
    session = Session.open(pa.table({"list": pa.array([1, 1])}), True, Settings())
    where = session.api.duckdb_con.sql("select current_setting('temp_directory')").fetchall()[0][0]
    assert Path(where).is_dir() and Path(where).parent != tmp_path
    session.close()
    assert not Path(where).exists()
    assert list(tmp_path.iterdir()) == []


def test_a_pair_is_explained_in_words_from_where_every_pair_starts(linkage):
    from accounted.linking.explaining import explain

    pair = linkage.pairs()[0]
    told = explain(linkage, pair["a"], pair["b"])
    assert told["steps"][0]["what"] == "start"
    assert abs(sum(step["weight"] for step in told["steps"]) - told["weight"]) < 0.1
    assert told["words"][-1].startswith("Together: probability")


def test_how_many_pairs_will_be_compared_is_said_before_any_is(simulated):
    said = []
    people = People.of({name: rows[:60] for name, rows in simulated.lists.items()})
    done = link(people, Settings(within=True), on_plan=lambda plan: said.append((plan.pairs, str(plan))))
    assert said[0][0] == done.plan.pairs
    assert "pairs at most will be compared" in said[0][1]
