"""Taking in: limits the user sets, what is said when signing fails, one person with one pseudonym."""

from __future__ import annotations

import json
import shutil
from email.message import EmailMessage


def test_who_makes_an_archive_has_one_pseudonym_in_its_log(accounted):
    assert accounted("init", "made", "--by", "Ann Reader").code == 0
    log = (accounted.directory / "made/log/entries.jsonl").read_text().splitlines()
    assert len({json.loads(line)["agent"] for line in log}) == 1


def test_what_was_kept_is_told_even_when_the_log_cannot_be_signed_after_it(accounted, archive, statement):
    older = accounted.directory / "older"
    shutil.copytree(archive, older, symlinks=True)
    assert accounted("add", statement, "--archive", archive).code == 0
    shutil.rmtree(archive)
    older.rename(archive)  # a log that does not grow from what the key has signed
    added = accounted("add", statement, "--archive", archive, "--json")
    assert added.code == 1
    assert [one["number"] for one in added.json["kept"]] == ["ACC-000001"]
    assert added.json["checkpoint"] is None and "does not grow from" in added.json["error"]
    assert "Traceback" not in added.err
    shown = accounted("add", statement, "--archive", archive)
    assert shown.code == 1 and "the log is not signed" in shown.out


def test_an_intake_without_trouble_says_that_there_was_none(accounted, archive, statement):
    assert accounted("add", statement, "--archive", archive, "--json").json["error"] is None


def test_a_limit_is_set_for_one_command_or_in_the_settings(accounted, archive, statement):
    refused = accounted("add", statement, "--archive", archive, "--limit", "characters=100", "--json")
    assert refused.code == 1 and refused.json["kept"][0]["state"] == "refused"
    assert accounted("read", statement, "--limit", "characters=100").code == 1
    accounted.home.mkdir(exist_ok=True)
    settings = accounted.home / "config.toml"
    settings.write_text('[limits]\ntext_bytes = "0.1 KiB"\n')
    assert accounted("read", statement).code == 1
    assert accounted("read", statement, "--limit", "text_bytes=1MiB").code == 0
    settings.unlink()
    again = accounted("add", statement, "--archive", archive, "--json")
    assert (again.code, again.json["kept"][0]["state"]) == (0, "documented")
    assert accounted("verify", archive).code == 0


def test_a_limit_that_is_none_is_said_with_those_there_are(accounted, archive, statement):
    for given in ("sheep=4", "pages", "pages=-1", "pages=0", "pages=many", "pages=9e99", "pages=1TiB"):
        wrong = accounted("add", statement, "--archive", archive, "--limit", given)
        assert wrong.code == 2 and ("no limit" in wrong.err or "a number above 0" in wrong.err), given
    accounted.home.mkdir(exist_ok=True)
    (accounted.home / "config.toml").write_text("[limits]\nsheep = 4\n")
    wrong = accounted("add", statement, "--archive", archive)
    assert wrong.code == 2 and "[limits]" in wrong.err and "ocr_pages" in wrong.err
    (accounted.home / "config.toml").write_text("limits = 4\n")
    assert accounted("read", statement).code == 1


def test_a_limited_list_of_claims_begins_with_the_first_item(accounted, archive):
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Exhumation", "press@example.org"
    mail.set_content("Five bodies were exhumed near Poltava, the police said.\n")
    mail.add_attachment("Eight bodies were exhumed near Poltava, the police said.\n", filename="later.txt")
    path = accounted.directory / "mail.eml"
    path.write_bytes(bytes(mail))
    accounted("add", path, "--archive", archive)
    every = accounted("claims", "--archive", archive, "--json").json
    assert {one["item"] for one in every} == {"ACC-000001", "ACC-000002"}
    first = accounted("claims", "--archive", archive, "--limit", "1", "--json").json
    assert first == every[:1] and first[0]["item"] == "ACC-000001"
