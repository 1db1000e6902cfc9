"""Taking out what must go: withheld names, seals, and originals destroyed by order."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

ORDER = ("--ordered-by", "District Court of Zelenyi Hai", "--order", "No 12/2026")
TWO = ("--by", "Ann Reader", "--with", "Borys Second", "--reason", "as ordered", "--yes")


@pytest.fixture
def two_documents(accounted, archive, statement):
    other = accounted.directory / "later.txt"
    other.write_text("Eight bodies were exhumed near Poltava, the prosecutor's office said.\n")
    assert accounted("add", statement, other, "--archive", archive).code == 0
    return archive


def test_an_original_destroyed_by_order_leaves_an_archive_that_goes_on(accounted, two_documents):
    archive = two_documents
    done = accounted("erase", "ACC-000001", *ORDER, *TWO, "--facts", "--archive", archive)
    assert done.code == 0, done.err
    assert "ACC-000001: destroyed" in done.out

    verified = accounted("verify", archive)
    assert verified.code == 0, verified.err
    assert "District Court of Zelenyi Hai (No 12/2026)" in verified.out
    rebuilt = accounted("rebuild", "--archive", archive)
    assert rebuilt.code == 0, rebuilt.err
    assert accounted("verify", archive).code == 0

    report = accounted("report", "-o", "-", "--archive", archive, "--json")
    assert report.code == 0, report.err
    assert [one["ordered_by"] for one in report.json["destroyed"]] == ["District Court of Zelenyi Hai"]
    assert [one["item"] for one in report.json["documents"]] == ["ACC-000002"]
    page = accounted("report", "-o", "-", "--archive", archive).out
    assert "Destroyed by order" in page and "No 12/2026" in page and "Malenko" not in page

    claims = accounted("claims", "--archive", archive, "--json").json
    assert {claim["item"] for claim in claims} == {"ACC-000002"}
    listed = accounted("items", "--item", "ACC-000001", "--archive", archive, "--json").json["items"][0]
    assert listed["state"] == "destroyed" and listed["destroyed"]["order"] == "No 12/2026"
    assert "statement.txt" not in json.dumps(listed)
    assert "by order of District Court" in accounted("items", "--archive", archive).out


def test_a_bag_of_an_archive_with_a_destroyed_original_is_right_by_every_verifier(accounted, two_documents):
    archive = two_documents
    assert accounted("erase", "ACC-000001", *ORDER, *TWO, "--archive", archive).code == 0
    for name, more in (("all", ()), ("chosen", ("--item", "ACC-000001", "--item", "ACC-000002"))):
        bag = accounted.directory / name
        made = accounted("export", "bag", "-o", bag, *more, "--archive", archive)
        assert made.code == 0, made.err
        assert "destroyed on order" in made.out + made.err
        with_shell = subprocess.run(
            ["sh", bag / "verify.sh", bag], capture_output=True, text=True, check=False
        )
        assert with_shell.returncode == 0, with_shell.stdout
        with_python = subprocess.run(
            [sys.executable, "-I", "-S", bag / "verify.py", bag], capture_output=True, text=True, check=False
        )
        assert with_python.returncode == 0, with_python.stdout
        if shutil.which("sha256sum"):
            summed = subprocess.run(
                ["sha256sum", "-c", "--quiet", "manifest-sha256.txt"], cwd=bag, check=False
            )
            assert summed.returncode == 0
        assert not any(b"Malenko" in path.read_bytes() for path in bag.rglob("*") if path.is_file())


def test_erasing_takes_an_order_two_people_and_is_asked_for_twice(accounted, two_documents):
    archive = two_documents
    alone = accounted(
        "erase",
        "ACC-000001",
        *ORDER,
        "--by",
        "Ann",
        "--with",
        "Ann",
        "--reason",
        "r",
        "--yes",
        "--archive",
        archive,
    )
    assert alone.code == 1 and "two people" in alone.err
    unsure = accounted("erase", "ACC-000001", *ORDER, *TWO[:-1], "--archive", archive)
    assert unsure.code == 2 and "--yes" in unsure.err
    assert accounted("erase", "ACC-000001", *TWO, "--archive", archive).code == 2
    assert accounted("erase", "ACC-000009", *ORDER, *TWO, "--archive", archive).code == 1
    assert accounted("verify", archive).code == 0


def test_names_are_withheld_for_good(accounted, two_documents):
    archive = two_documents
    by = ("--by", "Ann Reader", "--reason", "at risk", "--yes", "--archive", archive)
    assert "statement.txt" in accounted("items", "--archive", archive).out
    assert accounted("withhold", "ACC-000001", *by).code == 0
    assert "statement.txt" not in accounted("items", "--archive", archive, "--json").out
    assert accounted("withhold", "ACC-000001", *by).code == 1
    assert accounted("withhold", "ACC-000077", *by).code == 1
    assert accounted("verify", archive).code == 0


def test_an_identity_is_sealed_opened_and_destroyed(accounted, archive):
    who = accounted.directory / "who.json"
    who.write_text('{"name": "Oksana P."}')
    by = ("--by", "Ann Reader", "--reason", "protected witness", "--archive", archive)
    assert accounted("seal", "key", "seal.key").code == 0
    assert accounted("seal", "key", "seal.key").code == 2
    put = accounted("seal", "put", who, "--key-file", "seal.key", *by)
    assert put.code == 0, put.err
    code = put.out.strip()
    opened = accounted("seal", "open", code, "--key-file", "seal.key", *by)
    assert opened.json == {"name": "Oksana P."}
    wrong = accounted.directory / "wrong.key"
    wrong.write_text("00" * 32)
    assert accounted("seal", "open", code, "--key-file", wrong, *by).code == 1
    wrong.write_text("no key")
    assert accounted("seal", "open", code, "--key-file", wrong, *by).code == 2
    assert accounted("seal", "destroy", code, *by, "--yes").code == 0
    gone = accounted("seal", "open", code, "--key-file", "seal.key", *by)
    assert gone.code == 1 and "destroyed" in gone.err
    assert accounted("verify", archive).code == 0
