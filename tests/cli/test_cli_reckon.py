"""How many, asked of an archive of real figures that contradict one another, and reports made again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from accounted.reckoning import Question, WrongQuestion

NOTES = Path(__file__).parents[2] / "demonstration" / "izium.py"


@pytest.fixture(scope="module")
def izium(tmp_path_factory):
    """The public figures of Izium as an archive, with the command to ask it."""
    from tests.cli.conftest import Command

    here = tmp_path_factory.mktemp("izium")
    subprocess.run([sys.executable, NOTES, here / "notes"], check=True, capture_output=True)
    accounted = Command(here / "config", here)
    assert accounted("init", "archive", "--title", "Izium figures").code == 0
    added = accounted("add", "--manifest", "notes/manifest.csv", "--archive", "archive")
    assert added.code == 0, added.err
    return accounted


@pytest.fixture(scope="module")
def reckonings(izium):
    """The archive made ready for many questions, in this process."""
    from accounted.places import Gazetteer
    from accounted.record.archive import Archive
    from accounted.reporting.disclosure import disclose
    from accounted.reporting.material import gather
    from accounted.reporting.reckoned import Reckonings
    from accounted.reporting.rows import Rows
    from accounted.reporting.world import world_of

    gazetteer = Gazetteer.load()
    with Archive.open(izium.directory / "archive", to_read=True) as opened:
        material = gather(opened, gazetteer=gazetteer)
    world = world_of(material, gazetteer=gazetteer)
    return Reckonings(material, world, Rows(material, disclose(material, "internal")))


OBLAST, TOWN = "gn:706482", "gn:707292"


def asked(reckonings, basis, place, **rest):
    return reckonings.shown(reckonings.ask(Question(basis, place, **rest)))


def test_534_found_in_the_oblast_and_447_of_them_in_the_town_are_never_added(reckonings):
    oblast = asked(reckonings, "bodies_found", OBLAST, policy="all")
    assert oblast["low"] == 534
    assert oblast["high"] is None, "534 civilians: nobody says that there were no others"
    for policy in oblast["policies"]:
        assert (policy["low"] or 0) < 981, policy


def test_graves_are_never_compared_with_bodies_though_the_number_is_the_same(reckonings):
    town = asked(reckonings, "bodies_found", TOWN)
    assert town["low"] == 447
    graves = [n for n in town["not_compared"] if "graves" in n["reason"]]
    assert graves and graves[0]["rule"] == "D-03"
    assert any("440" in warning["sentence"] for warning in town["copy_warnings"])


def test_21_and_22_servicemen_cannot_both_be_true_and_both_stay(reckonings):
    exhumed = asked(reckonings, "bodies_exhumed", TOWN)
    clashes = [c for c in exhumed["contradictions"] if {row["low"] for row in c["statements"]} == {21, 22}]
    assert all("cannot all be true" in clash["sentence"] for clash in clashes)
    words = {row["exact"] for clash in clashes for row in clash["statements"]}
    assert words >= {"22 servicemen", "21 were soldiers"}
    assert all(row["item"] and row["start"] is not None for c in clashes for row in c["statements"])


def test_414_and_22_and_11_are_not_448_and_it_is_said(reckonings):
    exhumed = asked(reckonings, "bodies_exhumed", TOWN)
    assert (exhumed["low"], exhumed["high"]) == (447, 448)
    (broken,) = [c for c in exhumed["contradictions"] if "414 + 22 + 11 = 447" in c["sentence"]]
    assert broken["rule"] == "D-09" and "not 448" in broken["sentence"]


def test_as_of_each_day_the_exhumed_are_those_counted_by_then(reckonings):
    for day, expected in {"2022-09-21": (263, 263), "2022-09-25": (447, 447)}.items():
        answer = asked(reckonings, "bodies_exhumed", TOWN, as_of=day, known_on=day)
        assert (answer["low"], answer["high"]) == expected, day
    grown = asked(reckonings, "bodies_exhumed", TOWN)["series"]
    assert [step["low"] for step in grown] == sorted(step["low"] for step in grown)


def test_torture_sites_of_the_town_lie_within_those_of_the_oblast(reckonings):
    assert asked(reckonings, "sites", OBLAST, finding=("torture_site",))["low"] == 18


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (Question("bodies_exhumed", "gn:1"), "place"),
        (Question("bodys_found", TOWN), "bodies_found"),
        (Question("bodies_exhumed", TOWN, as_of="2001-01-01"), "2022"),
        (Question("bodies_exhumed", TOWN, policy="hierarchy"), "rank"),
        (Question("bodies_exhumed", TOWN, policy="average"), "consistent"),
    ],
)
def test_a_wrong_question_is_told_what_to_do(reckonings, question, says):
    with pytest.raises(WrongQuestion, match=says):
        reckonings.ask(question)


def test_every_place_in_one_table(izium):
    places = izium("reckon", "--archive", "archive", "--basis", "bodies_found", "--json").json
    assert {(one["place"], one["low"]) for one in places} == {("Kharkiv oblast", 534), ("Izyum", 447)}


def test_every_place_at_once_takes_no_question_that_it_would_not_answer(izium):
    told = izium("reckon", "--archive", "archive", "--basis", "bodies_found", "--group", "child")
    assert told.code == 2 and "with --group name one place" in " ".join(told.err.split())
    shown = izium("reckon", "--archive", "archive", "--basis", "bodies_found").out
    for stated in (
        "Bodies found",
        "7 October 2022",
        "documented minimum",
        "Methodology",
        "policy consistent",
    ):
        assert stated in shown
    assert "name a --place" in izium("reckon", "--archive", "archive", "--basis", "graves").out


def test_what_came_out_later_is_not_in_the_chart_of_what_was_known(reckonings):
    shown = asked(reckonings, "bodies_exhumed", TOWN, known_on="2022-09-23")
    assert [step["known_on"] for step in shown["series"]] == ["2022-09-21", "2022-09-23"]


def test_about_440_graves_are_said_as_stated(reckonings):
    shown = asked(reckonings, "graves", TOWN)
    assert (shown["words"], shown["low"], shown["best"], shown["high"]) == ("about 440", None, 440, None)
    assert [row["exact"] for row in shown["binding"]] == ["about 440 separate graves"]


def test_what_is_printed_says_basis_place_day_method_and_documented_minimum(izium):
    said = izium(
        "reckon",
        "--archive",
        "archive",
        "--place",
        "Kharkiv oblast",
        "--basis",
        "bodies_found",
        "--chart",
        "a.png",
    )
    assert said.code == 0, said.err
    words = ("at least 534", "Bodies found", "Kharkiv oblast", "7 October 2022", "documented minimum",
             "Methodology: reckoning", "“The bodies of 534 civilians")  # fmt: skip
    assert all(one in said.out for one in words), said.out
    assert (izium.directory / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--place", "Qwxzvk", "--basis", "bodies_found"), "They speak of"),
        (("--place", "Izium", "--basis", "bodies_exhumed", "--as-of", "yesterday"), "--as-of"),
        (("--place", "Izium", "--basis", "bodies_exhumed", "--chart", "it.gif"), ".svg"),
        (
            ("--place", "Izium", "--basis", "bodies_exhumed", "--chart", "archive/it.svg"),
            "inside the archive",
        ),
        (("--place", "Izium", "--basis", "bodies_exhumed", "--chart", "nowhere/it.svg"), "make it first"),
    ],
)
def test_wrong_use_is_told_what_to_do(izium, arguments, says):
    refused = izium("reckon", "--archive", "archive", *arguments)
    assert refused.code == 2
    assert says in refused.err, refused.err


@pytest.fixture(scope="module")
def report(izium):
    """The report of the archive, as data."""
    made = izium("report", "--archive", "archive", "--json", "-o", "report.json")
    assert made.code == 0, made.err
    return izium.directory / "report.json"


def test_a_report_is_made_again_from_the_bytes(izium, report):
    again = izium("reproduce", report, "--archive", "archive", "--json")
    assert again.code == 0, again.out + again.err
    assert again.json["ok"]
    assert again.json["figures"] == again.json["figures_same"] > 3
    assert {one["outcome"] for one in again.json["documents"]} == {"same"}


def test_beside_each_figure_stand_the_day_method_and_policy_of_its_number(report):
    data = json.loads(report.read_text(encoding="utf-8"))
    figures = [f for s in data["sections"] for f in (*s["figures"], *s["further"])]
    for figure in figures:
        assert figure["policy"] in ("consistent", "range") and figure["methodology"]
        if figure["policy"] == "consistent":
            answer = figure["reckoned"]
            assert (figure["words"], figure["as_of"]) == (answer["words"], answer["as_of"])
            assert figure["methodology"].startswith("reckoning ")
    assert ("447", "2022-10-07") in {(f["words"], f["as_of"]) for f in figures}


def test_the_page_carries_what_is_needed_to_make_it_again(izium):
    assert izium("report", "--archive", "archive", "-o", "report.html").code == 0
    assert izium("reproduce", "report.html", "--archive", "archive").code == 0


def test_a_report_is_the_same_bytes_in_another_locale_and_time_zone(izium, report):
    data = json.loads(report.read_text(encoding="utf-8"))
    elsewhere = izium(
        "report",
        "--archive",
        "archive",
        "--json",
        "-o",
        "-",
        LC_ALL="C",
        TZ="Pacific/Auckland",
        PYTHONHASHSEED="7",
    ).json
    for one in (data, elsewhere):
        del one["generated"], one["generated_words"]
    assert json.dumps(data, sort_keys=True) == json.dumps(elsewhere, sort_keys=True)


def test_a_figure_changed_after_the_fact_is_found_and_named(izium, report):
    data = json.loads(report.read_text(encoding="utf-8"))
    figure = next(
        f for s in data["sections"] for f in s["figures"] if f["reckoned"] and f["reckoned"]["low"] == 447
    )
    figure["reckoned"]["low"] = 440
    (izium.directory / "changed.json").write_text(json.dumps(data), encoding="utf-8")
    again = izium("reproduce", "changed.json", "--archive", "archive", "--json")
    assert again.code == 1
    (found,) = again.json["differences"]
    assert (found["reported"], found["recomputed"]) == (440, 447)
    assert "changed after it was made" in found["why"]
    assert again.json["figures_same"] == again.json["figures"] - 1


def test_what_came_after_the_report_does_not_disturb_it(izium, report, tmp_path):
    late = tmp_path / "late.txt"
    late.write_text("Another 12 bodies were found in Izium, the police said.\n", encoding="utf-8")
    assert izium("add", late, "--archive", "archive", "--published", "2023-01-10").code == 0
    again = izium("reproduce", report, "--archive", "archive", "--json")
    assert again.code == 0, again.out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("not a report", "neither a report"),
        ('{"format": "something-else"}', "not a report of accounted"),
        (
            '{"format": "accounted-report", "version": 1, "audience": "public", "log_entries": 3}',
            "of which archive",
        ),
        (
            '{"format": "accounted-report", "version": 1, "audience": "public", "log_entries": -5,'
            ' "generated": "x", "archive": {"id": "x"}}',
            "from which state of its log",
        ),
    ],
)
def test_what_is_no_report_is_refused(izium, content, says):
    (izium.directory / "wrong.json").write_text(content, encoding="utf-8")
    refused = izium("reproduce", "wrong.json", "--archive", "archive")
    assert refused.code == 1 and says in refused.err


@pytest.mark.parametrize("kept", ["the source", "the reading"])
def test_damaged_bytes_are_named_and_nothing_is_reproduced_from_them(izium, report, tmp_path, kept):
    from accounted.record.archive import Archive
    from accounted.record.queries import documents, reading

    damaged = tmp_path / "damaged"
    shutil.copytree(izium.directory / "archive", damaged)
    with Archive.open(damaged, to_read=True) as opened:
        row = documents(opened)[0]
        sha256 = row.sha256 if kept == "the source" else reading(opened, row.id).sha256
        path = opened.store.object_path(sha256)
    path.chmod(0o600)
    with path.open("ab") as file:
        file.write(b" ")  # still the same text, still the same JSON
    again = izium("reproduce", report, "--archive", damaged)
    assert again.code == 1
    told = " ".join((again.out + again.err).split())
    assert sha256[:12] in told and "not those that were kept" in told and "Traceback" not in told
