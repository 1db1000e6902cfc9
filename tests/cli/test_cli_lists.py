"""Lists from the command line: import, link, review, undo, report, as a person or a script does it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

LISTS = Path(__file__).parents[2] / "demonstration" / "lists"
NAMES = ("hospital", "police", "families", "aid")


@pytest.fixture(scope="module")
def linked(tmp_path_factory):
    """The invented lists of the demonstration in an archive, linked."""
    pytest.importorskip("splink", reason="linking is not installed: pip install 'accounted[linking]'")
    from tests.cli.conftest import Command

    here = tmp_path_factory.mktemp("lists")
    accounted = Command(here / "config", here)
    assert accounted("init", "archive").code == 0
    for name in NAMES:
        done = accounted(
            "import", LISTS / f"{name}.csv", "--archive", "archive", "--yes", "--no-duplicates",
            "--title", name, "--save-mapping", f"{name}.toml",
        )  # fmt: skip
        assert done.code == 0, done.err
    done = accounted("link", "--archive", "archive", "--out", "linked.json")
    assert done.code == 0, done.err
    return accounted


def test_the_guess_is_a_mapping_that_can_be_given_back(accounted):
    done = accounted("import", LISTS / "police.csv", "--guess")
    assert 'name = "ФИО"' in done.out and 'outcome = "Статус"' in done.out
    Path(accounted.directory / "m.toml").write_text(done.out, encoding="utf-8")
    accounted("init", "archive")
    done = accounted("import", LISTS / "police.csv", "--mapping", "m.toml", "--archive", "archive", "--json")
    assert (done.json["rows"], done.json["entered"], done.json["set_aside"]) == (9, 9, 0)


def test_places_of_one_name_are_shown_to_choose_from(accounted):
    path = Path(accounted.directory / "list.csv")
    path.write_text(
        "id,name,Place of birth\n1,Taras Hladun,Харків\n2,Lidia Sokyrko,Іванівка\n", encoding="utf-8"
    )
    accounted("init", "archive")
    guessed = accounted("import", path, "--guess").out
    lines = [line for line in guessed.splitlines() if line.startswith('# "Іванівка" = "gn:')]
    assert len(lines) > 2 and "# Ivanivka, " in lines[1]
    mapping = Path(accounted.directory / "m.toml")
    mapping.write_text(guessed.replace(lines[1], lines[1].removeprefix("# ")), encoding="utf-8")
    done = accounted("import", path, "--mapping", mapping, "--archive", "archive", "--json")
    assert (done.code, done.json["entered"]) == (0, 2), done.err


def test_a_row_that_took_others_into_it_is_named_before_the_list_is_taken(accounted):
    path = Path(accounted.directory / "list.csv")
    path.write_text('id,name,sex\n1,Taras Hladun,m\n2,"Lidia Sokyrko,f\n3,Ivan Yarchuk,m\n', encoding="utf-8")
    accounted("init", "archive")
    told = " ".join(accounted("import", path, "--yes", "--archive", "archive").out.split())
    assert "will be set aside: list.csv, row 3: a quotation mark opens in line 3 and is never closed" in told
    assert "set aside, 1: a quotation mark opens in line 3" in told
    assert "2 rows, 1 on record, 1 set aside" in told


def test_nothing_is_imported_that_nobody_confirmed(accounted):
    accounted("init", "archive")
    done = accounted("import", LISTS / "police.csv", "--archive", "archive")
    assert done.code == 2
    assert "nobody is there to confirm this; add --yes" in " ".join(done.err.split())
    assert accounted("items", "--archive", "archive", "--json").json["items"] == []


def test_people_in_four_scripts_are_found_and_brothers_stay_two(linked):
    told = json.loads((linked.directory / "linked.json").read_text(encoding="utf-8"))
    assert set(told["records"].values()) == set(NAMES)
    assert len(told["draws"]) == 20
    pairs = linked("link", "review", "--by", "Ann", "--json", "--limit", 500, "--archive", "archive").json
    written = {
        pair[end]: " ".join(c["written"] for c in pair["rows"][end]["cells"] if c["field"] != "birth")
        for pair in pairs
        for end in ("a", "b")
    }
    groups = [" | ".join(written.get(member, "") for member in group) for group in told["clusters"]]
    father = next(group for group in groups if "أولكسندر" in group)
    assert "Олександр" in father and "Александр Петрович" in father
    assert not any("Тарас" in group and "Іван" in group for group in groups)


def test_decisions_from_a_script_bind_the_next_run_and_can_be_undone(linked):
    def run(*arguments):
        done = linked("link", *arguments, "--archive", "archive")
        assert done.code == 0, done.err
        return done

    pairs = run("review", "--by", "Ann", "--json", "--limit", 3).json
    lines = [
        json.dumps({"a": p["a"], "b": p["b"], "verdict": "different", "reason": "looked at both"})
        for p in pairs
    ]
    (linked.directory / "decided.jsonl").write_text("\n".join(lines))
    assert (
        "3 decisions of Ann are on record" in run("review", "--by", "Ann", "--decisions", "decided.jsonl").out
    )
    again = linked("link", "--archive", "archive", "--json").json
    together = [set(group) for group in again["clusters"]]
    assert not any({p["a"], p["b"]} <= group for p in pairs for group in together)
    held = run("decisions", "--json").json
    assert "taken back by Ann" in run("undo", held[0]["id"], "--by", "Ann", "--reason", "a mistake").out
    assert [len(run("decisions", "--json").json), len(run("decisions", "--all", "--json").json)] == [2, 3]
    assert linked("verify", "archive").code == 0


def test_a_pair_is_explained_in_words(linked):
    pair = linked("link", "review", "--by", "Ann", "--json", "--limit", 1, "--archive", "archive").json[0]
    done = linked("link", "explain", pair["a"], pair["b"], "--archive", "archive")
    assert "pairs of records taken blindly, one is one person" in done.out
    assert "Together: probability" in done.out


def test_a_report_says_how_many_people_are_on_lists_and_names_nobody(linked):
    for audience in ("public", "internal"):
        done = linked("report", "--archive", "archive", "--audience", audience, "-o", "report.html", "--json")
        assert done.code == 0, done.err
        text = (linked.directory / "report.html").read_text(encoding="utf-8")
        listed = json.loads(text)["listed"]
        assert listed["low"] <= listed["best"] <= listed["high"] < listed["rows"] == 34
        assert "people are on lists (34 rows of 4 lists)" in listed["words"]
        assert ("titles" in listed) == (audience == "internal")
        for name in ("Гладун", "Hladun", "أولكسندر", "Сокирко"):
            assert name not in text
    done = linked("report", "--archive", "archive", "-o", "page.html")
    assert '<h2 id="listed-h">People on lists</h2>' in (linked.directory / "page.html").read_text()


def test_linked_lists_are_estimated_from_with_their_draws(linked):
    from_file = linked("estimate", "--linked", "linked.json", "--method", "chao", "--json")
    from_archive = linked("estimate", "--archive", "archive", "--method", "chao", "--json")
    assert sorted(from_file.json["lists"]) == sorted(from_archive.json["lists"]) == sorted(NAMES)


@pytest.mark.parametrize("form", ["ftm", "csv", "huridocs"])
@pytest.mark.parametrize("audience", ["public", "partner"])
def test_no_export_for_others_holds_a_name_of_a_list(linked, form, audience):
    made = f"{form}-{audience}"
    done = linked("export", "--as", form, "--for", audience, "--archive", "archive", "-o", made)
    written = linked.directory / made
    files = [written] if written.is_file() else [p for p in written.rglob("*") if p.is_file()]
    assert files, done.err
    for path in files:
        for name in ("Гладун", "Hladun", "أولكسندر", "Сокирко"):
            assert name.encode() not in path.read_bytes()


def test_a_listed_name_in_a_published_text_is_covered_for_the_public(linked):
    (linked.directory / "note.txt").write_text(
        "Bodies in Verba\n\nAt least 4 bodies were found at Verba. Тарас was there, said Hladun Ivan.\n",
        encoding="utf-8",
    )
    done = linked(
        "add", "note.txt", "--archive", "archive", "--type", "news_article", "--published", "2031-06-09"
    )
    assert done.code == 0, done.err
    for audience, covered in (("public", True), ("internal", False)):
        linked("report", "--archive", "archive", "--audience", audience, "-o", "note.html")
        page = (linked.directory / "note.html").read_text(encoding="utf-8")
        assert "Ivan Hladun" not in page and "Гладун Тарас" not in page
        assert "Тарас" in page  # one word is nobody's name in particular
        assert ("Hladun Ivan" in page) != covered
