"""From an archive on disk to its report."""

import importlib.util
import json
from pathlib import Path

import pytest

from accounted.reporting import report_html, report_json
from accounted.reporting.material import gather

WHEN = "2025-07-16T10:05:00Z"
DEMONSTRATION = Path(__file__).parents[2] / "demonstration"


def demonstration_documents(folder):
    spec = importlib.util.spec_from_file_location("demonstration_build", DEMONSTRATION / "build.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    return build.build(folder)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    import csv

    from accounted.evidence.keys import KeyRing
    from accounted.record.archive import Archive
    from accounted.record.intake import IntakeFacts

    folder = tmp_path_factory.mktemp("demonstration")
    documents = demonstration_documents(folder / "documents")
    opened = Archive.create(folder / "archive", title="Siryi Bir (invented)", database_url=None)
    taken = {
        "publisher",
        "published",
        "language",
        "url",
        "document_type",
        "obtained_from",
        "obtained_on",
        "note",
    }
    with (folder / "documents" / "manifest.csv").open(newline="", encoding="utf-8") as rows:
        for document, row in zip(documents, csv.DictReader(rows), strict=True):
            facts = IntakeFacts(**{name: row[name] or None for name in taken})
            opened.add([document], facts=facts)
    ring = KeyRing(folder / "config")
    opened.store.checkpoint(ring.create(opened.id))
    yield opened
    opened.close()


def test_the_report_of_an_archive_says_what_its_documents_say(archive):
    material = gather(archive)
    assert len(material.documents) >= 12
    structure = json.loads(report_json(material, generated=WHEN))
    figures = [f for section in structure["sections"] for f in section["figures"] + section["further"]]
    assert any(312 in (f["minimum"], f["best"]) for f in figures)
    assert not any(499 in (f["minimum"], f["high"]) for f in figures)
    assert structure["denials"]
    for row in structure["tallies"]:
        if not row["withheld"]:
            text = next(d["text"] for d in structure["documents"] if d["item"] == row["item"])
            assert text[row["start"] : row["end"]] == row["exact"]
            assert row["record"]


def test_the_report_names_the_state_of_the_log_it_rests_on(archive):
    material = gather(archive)
    state = material.checkpoint
    assert state.size == archive.store.size
    assert state.root == archive.store.latest_checkpoint().root.hex()
    assert state.signers
    assert state.key_protected is False
    assert state.root in report_html(material, generated=WHEN)


def test_the_account_of_the_witness_is_not_in_the_public_report(archive):
    for form in (report_html(gather(archive), generated=WHEN), report_json(gather(archive), generated=WHEN)):
        for word in ("SV-07", "Halyna", "Commander Lys", "grain office from", "+380 00 000"):
            assert word not in form


def test_two_gatherings_of_one_archive_give_the_same_report(archive):
    assert report_html(gather(archive), generated=WHEN) == report_html(gather(archive), generated=WHEN)
