"""From a file on disk to a report and a bag, as a person would go."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("ACCOUNTED_SHARED", Path(__file__).resolve().parents[3] / "shared"))


def test_an_article_becomes_a_preserved_sourced_verifiable_record_and_a_report(accounted, archive, statement):
    added = accounted(
        "add", statement, "--archive", archive, "--publisher", "Police", "--published", "2024-05-07"
    )
    assert added.code == 0, added.err
    assert "1 kept, 0 refused" in added.out

    claims = accounted("claims", "--archive", archive, "--json")
    assert claims.code == 0
    tallies = {c["excerpt"]["exact"]: c for c in claims.json if c["kind"] == "tally"}
    assert {c["tally"]["low"] for c in tallies.values()} >= {41, 57, 20, 3}
    for claim in claims.json:
        where = claim["excerpt"]
        assert statement.read_text()[where["start"] : where["end"]] == where["exact"]

    verified = accounted("verify", archive)
    assert verified.code == 0, verified.out + verified.err
    assert "kept without a passphrase" in verified.out

    assert accounted("report", "--archive", archive, "-o", "report.html").code == 0
    page = (accounted.directory / "report.html").read_text()
    assert "http-equiv" in page and "At least 41 bodies" in page

    exported = accounted("export", "bag", "--archive", archive, "-o", "bag", "--purpose", "court")
    assert exported.code == 0, exported.err
    assert subprocess.run(["sh", "verify.sh"], cwd=accounted.directory / "bag", check=False).returncode == 0


@pytest.mark.skipif(not SHARED.exists(), reason=f"the real article is not at {SHARED} (ACCOUNTED_SHARED)")
def test_the_real_article_yields_every_numeric_tally_denial_and_speaker(accounted, archive):
    article = SHARED / "sources" / "press-report.txt"
    added = accounted(
        "add", article, "--archive", archive, "--publisher", "The Independent", "--published", "2022-10~"
    )
    assert added.code == 0, added.err
    claims = accounted("claims", "--archive", archive, "--json").json
    text = article.read_text(encoding="utf-8")
    assert all(text[c["excerpt"]["start"] : c["excerpt"]["end"]] == c["excerpt"]["exact"] for c in claims)

    tallies = [c for c in claims if c["kind"] == "tally"]
    bounds = {(t["tally"]["basis"], t["tally"]["low"], t["tally"]["high"]) for t in tallies}
    bodies = {(501, None), (534, 534), (226, 226), (19, 19), (447, None)}
    assert {("bodies_found", *ends) for ends in bodies} | {
        ("settlements", 16, 16),
        ("killed", 1, 1),
    } <= bounds
    twenty = next(t for t in tallies if "twenty" in t["excerpt"]["exact"])
    assert (twenty["tally"]["basis"], twenty["tally"]["quantifier"]) == ("sites", "ambiguous")

    assert len([c for c in claims if c["kind"] == "denial"]) == 2
    speakers = " | ".join(c["speaker"]["text"] for c in claims if c["speaker"])
    for name in (
        "head of Kharviv",
        "Bolvinov",
        "Yenin",
        "Mose",
        "Officials in Ukraine",
        "prisoner",
        "Russia",
    ):
        assert name in speakers, name


def test_reading_without_keeping_gives_the_same_claims(accounted, archive, statement):
    accounted("add", statement, "--archive", archive, "--published", "2024-05-07")
    kept = accounted("claims", "--archive", archive, "--json").json
    read = accounted("read", statement, "--published", "2024-05-07", "--json").json
    assert read["document"]["text"] == statement.read_text()
    assert [c["excerpt"] for c in read["claims"]] == [c["excerpt"] for c in kept]
    assert [c["tally"] and c["tally"]["low"] for c in read["claims"]] == [
        c["tally"] and c["tally"]["low"] for c in kept
    ]


def test_a_manifest_is_read_one_object_a_line(accounted, statement):
    (accounted.directory / "list.csv").write_text(
        "path,published,publisher,language,url\nstatement.txt,2024-05-07,Police,en,\nstatement.txt,unknown,,,\n"
    )
    lines = accounted("read", "--manifest", "list.csv", "--json").out.splitlines()
    assert [json.loads(line)["document"]["published"] for line in lines] == ["2024-05-07", None]


def test_the_same_bytes_twice_are_one_document_and_two_events(accounted, archive, statement):
    accounted("add", statement, "--archive", archive)
    again = accounted("add", statement, "--archive", archive)
    assert again.code == 0 and "held already" in again.out
    items = accounted("items", "--archive", archive, "--json").json["items"]
    assert len(items) == 1 and len(items[0]["intakes"]) == 2


def test_the_archive_is_found_from_the_environment_and_then_the_current_directory(
    accounted, archive, statement
):
    accounted("add", statement, "--archive", archive)
    assert accounted("claims", "--json", ACCOUNTED_ARCHIVE=str(archive)).code == 0
    assert accounted("claims", "--json").code == 1
    inside = type(accounted)(accounted.home, archive)
    assert inside("claims", "--json").code == 0


def test_a_person_accepts_a_claim_and_the_decision_is_on_record(accounted, archive, statement):
    accounted("add", statement, "--archive", archive)
    claim = accounted("claims", "--archive", archive, "--kind", "tally", "--json").json[0]["id"]
    decided = accounted(
        "review",
        claim,
        "accept",
        "--by",
        "O. Hnatiuk",
        "--reason",
        "read beside the text",
        "--archive",
        archive,
    )
    assert decided.code == 0, decided.err
    accepted = accounted("claims", "--archive", archive, "--status", "accepted", "--json").json
    assert [c["id"] for c in accepted] == [claim]
    assert "Hnatiuk" not in (archive / "log" / "entries.jsonl").read_text()
    assert accounted("verify", archive).code == 0


def test_a_lost_record_is_made_anew_from_the_log(accounted, archive, statement):
    accounted("add", statement, "--archive", archive)
    before = accounted("claims", "--archive", archive, "--json").json
    for file in archive.glob("accounted.sqlite3*"):
        file.unlink()
    assert accounted("rebuild", "--archive", archive).code == 0
    assert accounted("claims", "--archive", archive, "--json").json == before
    assert accounted("verify", archive).code == 0


def test_a_protected_key_signs_only_with_its_passphrase(accounted, statement):
    secret = {"ACCOUNTED_PASSPHRASE": "four words of hers"}
    assert accounted("init", "safe", **secret).code == 0
    unsigned = accounted("add", statement, "--archive", "safe")
    assert unsigned.code == 1 and "passphrase" in unsigned.err and "1 kept" in unsigned.out
    signed = accounted("checkpoint", "--archive", "safe", **secret)
    assert signed.code == 0
    verified = accounted("verify", "safe", **secret)
    assert verified.code == 0 and "without a passphrase" not in verified.out


def test_a_changed_key_is_admitted_by_the_old_one(accounted, archive, statement):
    accounted("add", statement, "--archive", archive)
    assert accounted("key", "--archive", archive, "--rotate", "the laptop was lost").code == 0
    keys = accounted("key", "--archive", archive, "--json").json
    assert len(keys) == 2 and keys[1]["after"] == keys[0]["key"].split("+")[1]
    assert accounted("verify", archive).code == 0


def test_one_flipped_bit_is_found_and_named(accounted, archive, statement):
    accounted("add", statement, "--archive", archive)
    kept = next(path for path in (archive / "objects").rglob("*") if path.is_file())
    kept.chmod(0o644)
    data = bytearray(kept.read_bytes())
    data[7] ^= 1
    kept.write_bytes(data)
    verified = accounted("verify", archive, "--json")
    assert verified.code == 1
    assert kept.name in json.dumps(verified.json["problems"])


def test_a_checkpoint_that_somebody_else_kept_reveals_a_rewritten_log(
    accounted, archive, statement, tmp_path
):
    import shutil

    accounted("add", statement, "--archive", archive)
    held = accounted.directory / "held-by-a-partner"
    accounted("checkpoint", "--archive", archive)
    held.write_bytes(max((archive / "log" / "checkpoints").iterdir()).read_bytes())
    # the insider makes the archive anew with the same identity, without what they want gone
    shutil.rmtree(archive)
    shutil.rmtree(accounted.home)
    accounted("init", "archive", "--title", "Poltava")
    rewritten = accounted("verify", archive, "--checkpoint", held)
    assert rewritten.code == 1


def test_who_may_see_a_document_is_said_at_intake_and_kept_to(accounted, archive, statement):
    (accounted.directory / "list.csv").write_text(
        "path,published,confidentiality,document_type\nstatement.txt,2024-05-07,confidential,official_statement\n"
    )
    assert accounted("add", "--manifest", "list.csv", "--archive", archive).code == 0
    accounted("report", "--archive", archive, "-o", "public.html")
    public = (accounted.directory / "public.html").read_text()
    assert "Malenko" not in public and "withheld" in public
    accounted("report", "--archive", archive, "-o", "internal.html", "--audience", "internal")
    assert "Malenko" in (accounted.directory / "internal.html").read_text()
    wrong = accounted("add", statement, "--archive", archive, "--confidentiality", "secret")
    assert wrong.code == 2 and "confidential" in wrong.err


def test_documents_are_read_again_without_losing_what_was_read_before(accounted, archive, statement):
    accounted("add", statement, "--archive", archive)
    before = accounted("claims", "--archive", archive, "--json").json
    again = accounted("reread", "--archive", archive, "--all", "--json")
    assert again.json == {"read": 1, "changed": 0, "claims": 0, "failed": {}, "not_sent": []}
    assert accounted("claims", "--archive", archive, "--json").json == before
