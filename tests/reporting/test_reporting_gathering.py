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


@pytest.fixture
def small(tmp_path):
    """An archive of one press report about an invented person."""
    from accounted.record.archive import Archive
    from accounted.record.intake import IntakeFacts

    text = tmp_path / "report.txt"
    text.write_text(
        "Police said on Monday that 12 bodies were found in Poltava.\n\n"
        "Halyna Petrenko said that 3 people were killed in Poltava.\n",
        encoding="utf-8",
    )
    opened = Archive.create(tmp_path / "archive", title="One report", database_url=None)
    opened.add([text], facts=IntakeFacts(publisher="A newspaper", published="2025-06-12", language="en"))
    yield opened
    opened.close()


def test_the_name_of_a_person_on_record_is_not_printed_until_it_is_released(small):
    from accounted.record.decisions.people import record_person
    from accounted.record.queries import claims

    spoken = next(c.id for c in claims(small) if "3 people" in c.claim.excerpt.exact)
    assert "Petrenko" in report_html(gather(small), generated=WHEN)
    record_person(
        small,
        names=[("Halyna Petrenko", [spoken])],
        by=small.reviewer("Oksana"),
        reason="a witness who is on record",
    )
    assert "Petrenko" not in report_html(gather(small), generated=WHEN)
    assert "Petrenko" not in report_json(gather(small), generated=WHEN)
    assert "Petrenko" in report_html(gather(small), generated=WHEN, audience="internal")


def test_a_claim_that_a_reviewer_rejected_counts_for_nothing_and_is_listed(small):
    from accounted.record.decisions.reviewing import reject
    from accounted.record.queries import claims

    found = next(c for c in claims(small, basis="bodies_found"))
    reject(small, found.id, by=small.reviewer("Oksana"), reason="the number is a house number")
    structure = json.loads(report_json(gather(small), generated=WHEN))
    figures = [f for section in structure["sections"] for f in section["figures"] + section["further"]]
    assert not [f for f in figures if f["basis"] == "bodies_found"]
    assert [r for r in structure["not_counted"] if r["why"] == "rejected by a reviewer as wrongly read"]


def test_an_archive_without_a_checkpoint_says_so(small):
    assert gather(small).checkpoint is None
    assert "without a checkpoint" in report_html(gather(small), generated=WHEN)
