"""`accounted export --as …`: every form from a real archive, nothing half-written, all of it on the log."""

from __future__ import annotations

import csv
import json
import os
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

STATEMENT = """\
Police: attack on Poltava

At least 14 civilians were killed on 3 May 2024 in Poltava, among them 3 children, the regional police said.

Over 40 bodies were exhumed near Kharkiv, said Ihor Malenko, the head of the investigators.

The occupation administration denied the accusations and called the allegations "fiction".
"""
FORMS = ("csv", "xlsx", "docx", "pdf", "ucdp", "acled", "ibc", "airwars", "sdg", "huridocs", "ftm", "geojson")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """An archive with a public statement and a confidential account, made once."""
    import sys

    sys.path.insert(0, str(Path(__file__).parent))
    from conftest import Command  # type: ignore[import-not-found]

    root = tmp_path_factory.mktemp("export")
    work = root / "work"
    work.mkdir()
    accounted = Command(root / "config", work)
    assert accounted("init", "archive", "--title", "Poltava").code == 0
    (work / "statement.txt").write_text(STATEMENT, encoding="utf-8")
    (work / "account.txt").write_text("We were 11 people. 2 people were killed in Sumy.\n", encoding="utf-8")
    add = ("add", "--archive", "archive", "--published", "2024-06-10")
    added = accounted(*add, "statement.txt", "--publisher", "Police", "--type", "official_statement")
    assert added.code == 0, added.err
    added = accounted(*add, "account.txt", "--type", "witness_statement", "--confidentiality", "confidential")
    assert added.code == 0, added.err
    return accounted


def logged(accounted):
    """The details of every export on the log."""
    import tomllib

    from accounted.evidence import Store

    root = accounted.directory / "archive"
    assert tomllib.loads((root / "archive.toml").read_text())
    store = Store.open(root, clock=lambda: None)
    return [store.detail(e.seq) for e in store.entries() if e.event == "export"]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_written_with_its_notes_and_logged(filled, form):
    done = filled("export", "--as", form, "-o", f"out.{form}", "--archive", "archive", "--purpose", "trial")
    assert done.code == 0, done.err
    target = filled.directory / f"out.{form}"
    if target.is_dir():
        files = sorted(target.iterdir())
        assert target / "NOTES.txt" in files and len(files) > 4
    else:
        files = [target, filled.directory / f"out.{form}.notes.txt"]
    detail = logged(filled)[-1]
    assert (detail["form"], detail["audience"], detail["purpose"]) == (form, "public", "trial")
    assert detail["files"] == {path.name: sha256(path.read_bytes()).hexdigest() for path in files}
    assert detail["items"] == ["ACC-000001"]
    assert all(oct(path.stat().st_mode & 0o777) == "0o600" for path in files)
    assert "1 document left out: marked confidential" in done.out
    words = b"".join(path.read_bytes() for path in files)
    assert b"We were 11" not in words and b"Sumy" not in words
    assert not [name for name in os.listdir(filled.directory) if name.endswith(".partial")]


def test_the_numbers_in_the_files_are_those_that_were_said(filled):
    for form in ("ucdp", "xlsx", "pdf"):
        assert filled("export", "--as", form, "-o", f"said.{form}", "--archive", "archive").code == 0
    (row,) = csv.DictReader((filled.directory / "said.ucdp").open(newline=""))
    assert (row["low"], row["country"], row["adm_1"], row["date_start"]) == (
        "14", "Ukraine", "Poltava oblast", "2024-05-03",
    )  # fmt: skip
    assert row["deaths_civilians"] == "14" and "called the allegations" in row["remarks"]
    table = (
        CalamineWorkbook.from_path(filled.directory / "said.xlsx").get_sheet_by_name("figures").to_python()
    )
    assert any(line[1] == "at least 14" and line[3] == "documented minimum" for line in table)
    pdf = pypdfium2.PdfDocument(filled.directory / "said.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    assert "Documented minimum: 14" in text.replace("\r\n", " ") and "At least 14 civilians" in text


def test_the_log_is_signed_and_whole_after_an_export(filled):
    assert filled("export", "--as", "sdg", "-o", "verified.csv", "--archive", "archive").code == 0
    assert filled("verify", "archive").code == 0


def test_nothing_is_overwritten_and_nothing_is_logged_for_it(filled):
    (filled.directory / "there.csv").write_text("mine")
    before = len(logged(filled))
    refused = filled("export", "--as", "ucdp", "-o", "there.csv", "--archive", "archive")
    assert refused.code == 1 and "nothing is overwritten" in refused.err
    (filled.directory / "beside.notes.txt").write_text("mine")
    refused = filled("export", "--as", "ucdp", "-o", "beside", "--archive", "archive")
    assert refused.code == 1 and not (filled.directory / "beside").exists()
    assert (filled.directory / "there.csv").read_text() == "mine"
    assert len(logged(filled)) == before


def test_an_export_that_cannot_be_written_leaves_nothing_and_the_log_says_so(filled):
    before = sorted(os.listdir(filled.directory))
    failed = filled("export", "--as", "sdg", "-o", "x" * 250, "--archive", "archive")  # no room for the notes
    assert failed.code == 1
    assert sorted(os.listdir(filled.directory)) == before
    assert logged(filled)[-1]["outcome"].startswith("not written")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--as", "parquet", "-o", "x"), "choose bag, csv"),
        (("--as", "csv", "-o", "x", "--for", "press"), "choose public, partner, court"),
        (("--as", "csv"), "say where to write it"),
        (("--as", "csv", "-o", "nowhere/x"), "there is no directory"),
        (("--as", "csv", "-o", "archive/objects/x"), "only exports/"),
        (("-o", "x", "--for", "court"), "a bag holds the items whole"),
    ],
)
def test_wrong_use_says_what_to_do(filled, options, said):
    told = filled("export", *options, "--archive", "archive")
    assert told.code == 2 and said in " ".join(told.err.replace("│", " ").split())
    assert not (filled.directory / "x").exists()


def test_without_a_form_a_bag_is_made(filled):
    done = filled("export", "-o", "a-bag", "--archive", "archive", "--purpose", "trial")
    assert done.code == 0, done.err
    assert (filled.directory / "a-bag" / "bagit.txt").exists()


def test_the_json_form_lists_what_was_left_out_and_converted(filled):
    told = filled(
        "export", "--as", "acled", "-o", "json.csv", "--archive", "archive", "--for", "partner", "--json"
    )
    made = json.loads(told.out)
    assert made["audience"] == "partner" and len(made["paths"]) == 2
    assert any("marked confidential" in line for line in made["left_out"])
    assert any("D-14" in line for line in made["conversions"])
