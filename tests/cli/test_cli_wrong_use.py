"""Wrong use, as somebody new would try it: each time a message that says what to do."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from accounted.cli.application import VERBS


def test_without_a_verb_the_help_fits_one_screen(accounted):
    shown = accounted()
    assert shown.code == 0
    assert len(shown.out.splitlines()) <= 30
    for verb in VERBS:
        assert f" {verb}" in shown.out, verb


def test_a_misspelt_verb_or_option_is_wrong_usage_with_a_suggestion(accounted):
    verb = accounted("clams")
    assert verb.code == 2 and "claims" in verb.err
    option = accounted("claims", "--achive", "x")
    assert option.code == 2 and "--archive" in option.err


def test_a_missing_file_is_named_and_the_rest_is_kept(accounted, archive, statement):
    added = accounted("add", "no-such-file.txt", statement, "--archive", archive)
    assert added.code == 1
    assert "no-such-file.txt: there is no such file" in added.err
    assert "1 kept" in added.out


def test_a_directory_that_is_no_archive_is_said_to_be_none(accounted):
    for verb in (["claims", "--archive", "."], ["verify", "."], ["add", ".", "--archive", "nowhere"]):
        told = accounted(*verb)
        assert told.code == 1 and "accounted init" in told.err, verb


def test_an_archive_is_not_made_where_one_is(accounted, archive):
    again = accounted("init", archive)
    assert again.code == 1 and "already" in again.err


def test_a_directory_of_junk_is_kept_or_refused_item_by_item(accounted, archive, statement):
    junk = accounted.directory / "junk"
    junk.mkdir()
    (junk / "empty.txt").write_bytes(b"")
    (junk / "noise.bin").write_bytes(bytes(range(256)) * 40)
    (junk / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    (junk / "half.zip").write_bytes(b"PK\x03\x04" + b"\0" * 30)
    (junk / "link.txt").symlink_to(statement)
    shutil.copy(statement, junk / "good.txt")
    added = accounted("add", junk, "--archive", archive)
    assert added.code == 1
    assert "broken.pdf" in added.out + added.err
    items = accounted("items", "--archive", archive, "--json").json
    states = {item["intakes"][0]["name"]: item["state"] for item in items["items"]}
    assert states["good.txt"] == "documented"
    assert states["broken.pdf"] == "refused"
    assert any("link.txt" in (one["path"] or one["name"]) for one in items["refused"])
    assert accounted("verify", archive).code == 0


def test_an_archive_of_a_newer_version_is_not_touched(accounted, archive):
    settings = archive / "archive.toml"
    settings.write_text(settings.read_text().replace("format = 1", "format = 99"))
    told = accounted("claims", "--archive", archive)
    assert told.code == 1 and "newer" in told.err.lower()


def test_a_date_that_cannot_be_read_says_what_to_write(accounted, archive, statement):
    told = accounted("add", statement, "--archive", archive, "--published", "7.5.2024")
    assert told.code == 2 and "2024-05-07" in told.err
    assert accounted("items", "--archive", archive, "--json").json["items"] == []


def test_a_manifest_with_an_unknown_column_or_a_bad_date_names_row_and_column(accounted, archive, statement):
    sheet = accounted.directory / "list.csv"
    sheet.write_text("path,publishd\nstatement.txt,Police\n")
    assert "publishd" in accounted("add", "--manifest", sheet, "--archive", archive).err
    sheet.write_text("path,published\nstatement.txt,yesterday\n")
    told = accounted("add", "--manifest", sheet, "--archive", archive)
    assert told.code == 2 and "row 2" in told.err and "published" in told.err


def test_an_unknown_term_lists_the_near_ones(accounted, archive):
    told = accounted("claims", "--archive", archive, "--basis", "bodies")
    assert told.code == 2 and "bodies_found" in told.err


def test_a_bag_is_never_written_over_something(accounted, archive):
    (accounted.directory / "bag").mkdir()
    told = accounted("export", "bag", "--archive", archive, "-o", "bag")
    assert told.code == 2 and "exists" in told.err


def test_on_a_read_only_disk_reading_works_and_writing_says_why_not(accounted, archive, statement):
    accounted("add", statement, "--archive", archive)
    mount = ["mount", "--bind", str(archive), str(archive)]
    script = " ".join(mount) + f" && mount -o remount,ro,bind {archive} && exec "
    if subprocess.run(["unshare", "-m", "sh", "-c", script + "true"], capture_output=True).returncode != 0:
        pytest.skip("this machine does not permit mounting a directory read-only")
    read_only = accounted.behind("unshare", "-m", "sh", "-c", script + '"$0" "$@"')
    reading = read_only("claims", "--archive", archive, "--json")
    assert reading.code == 0, reading.err
    assert read_only("verify", archive).code == 0
    writing = read_only("add", statement, "--archive", archive)
    assert writing.code == 1 and "read-only" in writing.err


def test_a_report_is_never_written_over_the_archive(accounted, archive):
    before = (archive / "archive.toml").read_bytes()
    told = accounted("report", "--archive", archive, "-o", archive / "archive.toml")
    assert told.code == 2 and "inside the archive" in told.err
    assert (archive / "archive.toml").read_bytes() == before
    assert accounted("report", "--archive", archive, "-o", "nowhere/report.html").code == 2


def test_a_manifest_in_another_encoding_is_told_from_one_in_utf_8(accounted, archive):
    sheet = accounted.directory / "list.csv"
    sheet.write_bytes("path,note\nstatement.txt,Ізюм\n".encode("cp1251"))
    for verb in (["add", "--archive", archive], ["read"]):
        told = accounted(*verb, "--manifest", sheet)
        assert told.code == 2 and "UTF-8" in told.err


def test_settings_in_single_brackets_are_told_how_to_be_written(accounted, archive, statement):
    accounted.home.mkdir(exist_ok=True)
    (accounted.home / "config.toml").write_text('[authority]\nname = "x"\n')
    told = accounted("add", statement, "--archive", archive)
    assert told.code == 1 and "[[authority]]" in told.err
    assert accounted("items", "--archive", archive, "--json").json["items"] == []


def test_a_damaged_record_is_a_problem_and_is_made_anew_beside_the_old(accounted, archive, statement):
    accounted("add", statement, "--archive", archive)
    for file in archive.glob("accounted.sqlite3*"):
        file.write_bytes(b"not a database")
    verified = accounted("verify", archive, "--json")
    assert verified.code == 1 and verified.json["problems"][0]["code"] == "record_unusable"
    assert accounted("rebuild", "--archive", archive).code == 0
    assert list(archive.glob("accounted.sqlite3.damaged-*"))
    assert accounted("verify", archive).code == 0


def test_a_missing_record_is_a_problem_not_silently_made_anew(accounted, archive, statement):
    accounted("add", statement, "--archive", archive)
    for file in archive.glob("accounted.sqlite3*"):
        file.unlink()
    verified = accounted("verify", archive, "--json")
    assert verified.code == 1 and verified.json["problems"][0]["code"] == "record_missing"


def test_an_archive_is_for_its_owner_only(accounted):
    (accounted.directory / "open").mkdir(mode=0o755)
    accounted("init", "open")
    for folder in ("open", "open/objects", "open/log"):
        assert (accounted.directory / folder).stat().st_mode & 0o077 == 0, folder


def test_another_archive_in_a_folder_is_passed_over(accounted, archive, statement):
    accounted("init", "other")
    accounted("add", statement, "--archive", "other")
    added = accounted("add", ".", "--archive", archive)
    assert added.code == 0, added.err
    assert "other: passed over, another archive" in added.out
    names = {
        i["intakes"][0]["name"] for i in accounted("items", "--archive", archive, "--json").json["items"]
    }
    assert names == {"statement.txt"}


def test_a_mistyped_item_is_no_answer(accounted, archive):
    told = accounted("claims", "--archive", archive, "--item", "ACC-999999")
    assert told.code == 1 and "no item of that number" in told.err
    assert accounted("claims", "--archive", archive, "--status", "accpted").code == 2
