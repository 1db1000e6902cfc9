"""An original destroyed by order (D-32): two people, a recorded order, a tombstone; the record goes on."""

from __future__ import annotations

import sqlite3

import pytest
from quarry_case import tell

from accounted.record import decisions, queries
from accounted.record.decisions import Order
from accounted.reporting.material import gather

ORDER = Order("District Court of Zelenyi Hai", "No 12/2026 of 3 March 2026")


@pytest.fixture
def other(told, tmp_path):
    """A second document in the archive of the case."""
    return tell(told.archive, tmp_path, "8 bodies were exhumed, Serhii Bohdan said", "later.txt")


@pytest.fixture
def corrected(told, anna):
    """A claim of the first document that a person corrected: its words are in a decision too."""
    words = told.claims[0].claim.excerpt
    claim = {
        "kind": "tally", "excerpt": {"start": words.start, "end": words.end, "exact": words.exact},
        "tally": {"basis": "bodies_found", "quantifier": "about", "best": 40},
    }  # fmt: skip
    return decisions.correct(told.archive, told.claims[0].id, claim, by=anna, reason=f"it says {words.exact}")


def destroy(archive, anna, borys, *numbers, order=ORDER):
    return decisions.destroy(archive, numbers, order=order, by=anna, second=borys, reason="as ordered")


def test_the_bytes_and_all_made_of_them_are_gone_and_the_rest_verifies(told, other, corrected, anna, borys):
    archive = told.archive
    document = next(d for d in queries.documents(archive) if d.item == "ACC-000001")
    gone = [document.sha256, document.text_sha256, document.structure_sha256]
    gone.append(queries.reading(archive, document.id).sha256)
    assert document.sha256 == document.text_sha256  # the original of a plain text is its text
    (result,) = destroy(archive, anna, borys, "ACC-000001")
    assert (result.item, result.objects, result.kept_elsewhere) == ("ACC-000001", 3, ())
    assert not any(archive.store.has(sha256) for sha256 in gone)
    assert archive.store.verify().ok
    found = archive.verify_record()
    assert found.ok, found.problems
    (note,) = [note for note in found.notes if note.startswith("ACC-000001: destroyed")]
    assert ORDER.by in note and ORDER.reference in note


def test_the_tombstone_says_what_when_by_whose_order_and_by_which_two(told, other, anna, borys):
    destroy(told.archive, anna, borys, "ACC-000001")
    item = queries.item(told.archive, "ACC-000001")
    assert item.state == "destroyed" and item.sha256
    assert (item.destroyed.ordered_by, item.destroyed.order) == (ORDER.by, ORDER.reference)
    assert {item.destroyed.by, item.destroyed.second} == {anna.pseudonym, borys.pseudonym}
    assert [one.item for one in queries.destructions(told.archive)] == ["ACC-000001"]


def test_nothing_of_its_words_is_left_in_log_details_database_or_objects(told, other, corrected, anna, borys):
    archive, words = told.archive, told.claims[0].claim.excerpt.exact
    destroy(archive, anna, borys, "ACC-000001")
    archive.close()
    for path in archive.path.rglob("*"):
        if path.is_file():
            assert words.encode() not in path.read_bytes(), path


def test_other_documents_are_listed_and_reported_as_before(told, other, corrected, anna, borys):
    archive = told.archive
    before = [one for one in queries.claims(archive) if one.item == "ACC-000002"]
    destroy(archive, anna, borys, "ACC-000001")
    assert [one.id for one in queries.claims(archive)] == [one.id for one in before]
    material = gather(archive)
    assert [one.item for one in material.documents] == ["ACC-000002"]
    assert [(one.item, one.ordered_by) for one in material.destroyed] == [("ACC-000001", ORDER.by)]


def test_the_record_is_rebuilt_equal_after_it(told, other, corrected, anna, borys):
    archive = told.archive
    decisions.accept(archive, told.claims[1].id, by=anna, reason="rightly read")
    destroy(archive, anna, borys, "ACC-000001")
    archive.rebuild()
    assert archive.verify_record().ok
    assert queries.item(archive, "ACC-000001").destroyed


def test_claims_keep_their_identifiers_and_no_content(told, other, anna, borys):
    destroy(told.archive, anna, borys, "ACC-000001")
    left = queries.claim(told.archive, told.claims[0].id)
    assert left.claim.excerpt.exact == "[destroyed]" and left.claim.speaker is None
    assert left.claim.tally.count.low is left.claim.tally.count.best is left.claim.tally.count.high is None


def test_it_takes_two_people_an_order_and_a_reason(told, anna, borys):
    archive = told.archive
    with pytest.raises(decisions.DecisionRefused, match="two people"):
        destroy(archive, anna, anna, "ACC-000001")
    with pytest.raises(decisions.DecisionRefused, match="needs an order"):
        destroy(archive, anna, borys, "ACC-000001", order=Order("court", " "))
    with pytest.raises(decisions.DecisionRefused, match="needs a reason"):
        decisions.destroy(archive, ["ACC-000001"], order=ORDER, by=anna, second=borys, reason="")
    with pytest.raises(decisions.NotOnRecord, match="ACC-000099"):
        destroy(archive, anna, borys, "ACC-000099")
    assert archive.store.verify().ok and archive.verify_record().ok
    assert queries.item(archive, "ACC-000001").state == "documented"


def test_what_was_destroyed_is_not_destroyed_again_nor_read_nor_reviewed(told, anna, borys):
    archive = told.archive
    destroy(archive, anna, borys, "ACC-000001")
    with pytest.raises(decisions.DecisionRefused, match="already"):
        destroy(archive, anna, borys, "ACC-000001")
    document = queries.documents(archive)[0]
    with pytest.raises(decisions.NotOnRecord, match="destroyed by order"):
        queries.text_of(archive, document)
    with pytest.raises(decisions.DecisionRefused, match="destroyed by order"):
        decisions.state(archive, document.id, {"kind": "testimony"}, by=anna, reason="I remember")


def test_a_text_that_another_item_has_as_well_stays_and_that_is_said(told, anna, borys, tmp_path):
    archive = told.archive
    text = queries.text_of(archive, queries.documents(archive)[0]).text
    copy = tmp_path / "copy.txt"
    copy.write_bytes(b"\xef\xbb\xbf" + text.encode())
    archive.add([copy])
    (result,) = destroy(archive, anna, borys, "ACC-000001")
    assert result.kept_elsewhere == ("ACC-000002",)
    assert archive.verify_record().ok
    assert queries.text_of(archive, queries.document(archive, "ACC-000002")).text == text
    (last,) = destroy(archive, anna, borys, "ACC-000002")
    assert last.kept_elsewhere == () and archive.verify_record().ok and archive.store.verify().ok


def test_when_it_stops_after_the_decision_the_rest_is_finished(
    told, other, corrected, anna, borys, monkeypatch
):
    archive = told.archive

    def power_cut(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(archive.store, "destroy_object", power_cut)
        with pytest.raises(KeyboardInterrupt):
            destroy(archive, anna, borys, "ACC-000001")
    assert "not_destroyed" in {problem.code for problem in archive.verify_record().problems}
    destroy(archive, anna, borys, "ACC-000001")
    assert archive.verify_record().ok and archive.store.verify().ok


def test_the_same_bytes_given_again_are_said_to_have_been_destroyed(told, anna, borys, tmp_path):
    archive = told.archive
    document = queries.documents(archive)[0]
    original = archive.load(document.sha256)
    destroy(archive, anna, borys, "ACC-000001")
    path = tmp_path / "again.txt"
    path.write_bytes(original)
    (kept,) = archive.add([path]).kept
    assert "were destroyed by order" in kept.trouble
    assert "not_destroyed" in {problem.code for problem in archive.verify_record().problems}
    destroy(archive, anna, borys, "ACC-000001")
    assert archive.verify_record().ok


def test_the_tombstone_itself_is_guarded_by_the_database(told, anna, borys, database_url):
    if database_url is not None:
        pytest.skip("the same constraint; looked at in SQLite")
    destroy(told.archive, anna, borys, "ACC-000001")
    told.archive.close()
    plain = sqlite3.connect(told.archive.path / "accounted.sqlite3")
    with pytest.raises(sqlite3.IntegrityError):
        plain.execute("UPDATE record_destruction SET second = by")
    plain.close()
