"""From files to claims on record."""

import os
import zipfile

import pytest
from quarry_case import TEXT, read_simply

from accounted.record import queries
from accounted.record.decisions import DecisionRefused
from accounted.record.intake import IntakeFacts


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "material"
    made.mkdir()
    return made


def write(folder, name, text=TEXT):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_file_is_kept_read_and_its_claims_are_on_record(archive, reader, folder):
    result = archive.add([write(folder, "statement.txt")])
    (kept,) = result.kept
    assert result.ok
    assert kept.state == "documented"
    assert kept.number == "ACC-000001"
    assert kept.claims == 4
    on_record = queries.claims(archive, document=kept.document)
    assert [c.claim.kind for c in on_record] == ["tally", "tally", "act", "denial"]
    assert on_record[0].claim.speaker.text == "Officer Lysenko"
    assert on_record[0].claim.tally.count.best == 40
    assert on_record[1].claim.tally.partition_of == on_record[0].id
    assert on_record[3].claim.denies == (on_record[2].id,)
    assert on_record[2].denied_by == (on_record[3].id,)


def test_every_excerpt_stands_in_the_text_that_is_kept(archive, reader, folder):
    archive.add([write(folder, "statement.txt")])
    (document,) = queries.documents(archive)
    text = archive.load(document.text_sha256).decode()
    assert text == TEXT
    for claim in queries.claims(archive):
        excerpt = claim.claim.excerpt
        assert text[excerpt.start : excerpt.end] == excerpt.exact
        assert TEXT[: excerpt.start].endswith(claim.prefix)


def test_the_log_tells_keeping_extracting_and_reading_with_their_tools(archive, reader, folder):
    archive.add([write(folder, "statement.txt")])
    lines = queries.custody(archive, "ACC-000001")
    assert [line.event for line in lines] == ["ingest", "derive", "derive", "read"]
    assert lines[1].tool and lines[1].derived_from == lines[0].sha256
    assert lines[3].tool.startswith("reader simple 1")
    assert lines[3].derived_from == lines[1].sha256


def test_names_and_paths_stand_in_the_detail_and_never_in_the_line(archive, reader, folder):
    path = write(folder, "Petrenko-statement.txt")
    archive.add(
        [path], facts=IntakeFacts(obtained_from="Maria Petrenko", note="by hand", url="https://x.example/p")
    )
    lines = (archive.path / "log/entries.jsonl").read_text()
    for secret in ("Petrenko", "Olena", "x.example", "by hand", str(folder)):
        assert secret not in lines
    intake = queries.item(archive, "ACC-000001").intakes[0]
    assert intake.obtained_from == "Maria Petrenko"
    assert intake.name == "Petrenko-statement.txt"
    detail = queries.custody(archive, "ACC-000001", details=True)[0].detail
    assert detail["decision"]["content"]["obtained_from"] == "Maria Petrenko"


def test_what_of_the_minimum_is_missing_is_said(archive, reader, folder):
    path = write(folder, "a.txt")
    (kept,) = archive.add([path]).kept
    assert kept.missing == ("url", "html_source", "full_page_capture")
    facts = IntakeFacts(url="https://example.org/a", html_source="a.html", full_page_capture="a.png")
    (again,) = archive.add([path], facts=facts).kept
    assert again.missing == ()


def test_the_same_bytes_again_are_a_new_intake_and_no_second_document(archive, reader, folder):
    archive.add([write(folder, "first.txt")])
    before = queries.count_claims(archive)
    (again,) = archive.add([write(folder, "copy.txt")]).kept
    assert again.already_held
    assert again.number == "ACC-000001"
    assert again.accession == "ACC-000002"
    assert len(queries.documents(archive)) == 1
    assert queries.count_claims(archive) == before
    assert [i.name for i in queries.item(archive, "ACC-000001").intakes] == ["first.txt", "copy.txt"]
    assert queries.item(archive, "ACC-000002").number == "ACC-000001"


def test_what_is_told_of_bytes_held_already_is_kept_with_the_new_intake(archive, reader, folder):
    archive.add([write(folder, "a.txt")], facts=IntakeFacts(publisher="The Courier", published="2022-10"))
    (again,) = archive.add(
        [write(folder, "b.txt")],
        facts=IntakeFacts(publisher="The Herald", published="2022-10", author="O. P."),
    ).kept
    assert again.warnings == (
        "held already: publisher, author given now is kept with this intake; the document on record stays as "
        "it is, and a person may amend it",
    )
    first, second = queries.item(archive, "ACC-000001").intakes
    assert (first.publisher, first.author) == ("The Courier", None)
    assert (second.publisher, second.published, second.author) == ("The Herald", "2022-10", "O. P.")
    assert queries.documents(archive)[0].publisher == "The Courier"
    assert archive.verify_record().ok


def test_two_alike_in_one_folder_are_one_item(archive, reader, folder):
    write(folder, "a.txt")
    write(folder, "b.txt")
    result = archive.add([folder])
    assert [k.number for k in result.kept] == ["ACC-000001", "ACC-000001"]
    assert [k.already_held for k in result.kept] == [False, True]
    assert result.documents == 1


def test_other_bytes_with_the_same_text_are_tied_to_the_first(archive, reader, folder):
    write(folder, "a.txt")
    (folder / "b.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    archive.add([folder])
    first, second = queries.documents(archive)
    assert second.text_sha256 == first.text_sha256
    assert second.same_text_as == first.id


def test_a_folder_is_walked_in_a_fixed_order_without_following_links(archive, reader, folder):
    for name in ("b.txt", "a.txt", "sub/c.txt", "Z.txt"):
        write(folder, name, f"{name}: 3 bodies\n")
    outside = write(folder.parent, "outside.txt")
    os.symlink(outside, folder / "link.txt")
    os.symlink(folder, folder / "loop")
    result = archive.add([folder])
    assert [os.path.basename(k.name) for k in result.kept] == ["Z.txt", "a.txt", "b.txt", "c.txt"]
    assert len(result.refused) == 2
    assert all("links are not followed" in one.reason for one in result.refused)


def test_what_desktops_leave_behind_is_noted_and_not_kept(archive, reader, folder):
    write(folder, ".DS_Store", "junk")
    write(folder, "__MACOSX/._a.txt", "junk")
    write(folder, "a.txt")
    result = archive.add([folder])
    assert len(result.kept) == 1
    assert {os.path.basename(one.name) for one in result.skipped} == {".DS_Store", "__MACOSX"}


def test_the_archive_itself_is_never_taken_into_itself(archive, reader):
    result = archive.add([archive.path.parent])
    assert result.kept == ()
    assert [one.why for one in result.skipped] == ["the archive itself"]


def test_one_bad_file_stops_nothing_and_is_on_record_as_refused(archive, reader, folder):
    write(folder, "a.txt")
    (folder / "b.pdf").write_bytes(b"%PDF-1.7\nbroken")
    write(folder, "c.txt", "Nothing is claimed here.\n")
    result = archive.add([folder])
    assert [k.state for k in result.kept] == ["documented", "refused", "documented"]
    assert not result.ok
    (item,) = queries.items(archive, state="refused")
    assert item.trouble
    assert [line.event for line in queries.custody(archive, item.number)] == ["ingest", "refuse"]
    assert archive.store.has(item.sha256), "what cannot be opened is kept all the same"


def test_a_missing_file_is_refused_with_what_to_do(archive, reader, folder):
    result = archive.add([folder / "nowhere.txt", write(folder, "a.txt")])
    assert len(result.kept) == 1
    (refused,) = result.refused
    assert "no such file" in refused.reason
    assert [one.refused for one in queries.refusals(archive)] == [refused.reason]


def test_a_file_that_no_reader_can_read_costs_the_others_nothing(archive, folder, monkeypatch):
    def read(document, **_):
        if "poison" in document.text:
            raise RuntimeError("no idea")
        return read_simply(document)

    monkeypatch.setattr("accounted.reading.read", read)
    monkeypatch.setattr("accounted.places.Gazetteer.load", lambda *_: None)
    write(folder, "a.txt", "poison")
    write(folder, "b.txt")
    first, second = archive.add([folder]).kept
    assert first.state == "documented" and "no idea" in first.trouble
    assert second.claims == 4


def test_a_reading_that_breaks_a_rule_is_not_recorded_and_the_text_is(archive, folder, monkeypatch):
    def read(document, **_):
        reading = read_simply(document)
        object.__setattr__(reading.claims[0].excerpt, "exact", "something else")
        return reading

    monkeypatch.setattr("accounted.reading.read", read)
    monkeypatch.setattr("accounted.places.Gazetteer.load", lambda *_: None)
    (kept,) = archive.add([write(folder, "a.txt")]).kept
    assert "D-01" in kept.trouble
    assert kept.document and queries.claims(archive) == []


def test_what_is_inside_an_archive_file_is_an_item_of_its_own_with_its_parent(archive, reader, folder):
    with zipfile.ZipFile(folder / "papers.zip", "w") as packed:
        packed.writestr("inner/statement.txt", TEXT)
        packed.writestr("note.txt", "5 bodies")
    result = archive.add([folder / "papers.zip"], facts=IntakeFacts(publisher="The Paper"))
    by_name = {os.path.basename(k.name): k for k in result.kept}
    assert by_name["papers.zip"].state == "no_text"
    assert by_name["statement.txt"].parent == by_name["papers.zip"].number
    document = queries.document(archive, by_name["statement.txt"].number)
    assert document.parent == by_name["papers.zip"].number
    assert document.publisher == "The Paper"
    children = queries.item(archive, by_name["papers.zip"].number).children
    assert set(children) == {by_name["statement.txt"].number, by_name["note.txt"].number}


def test_the_sources_particulars_are_on_the_document(archive, reader, folder):
    facts = IntakeFacts(
        publisher="The Paper",
        published="2022-10~",
        language="en",
        title="At the quarry",
        document_type="news_article",
    )
    archive.add([write(folder, "a.txt")], facts=facts)
    (document,) = queries.documents(archive)
    assert (document.publisher, document.published, document.language) == ("The Paper", "2022-10~", "en")
    assert (document.title, document.type) == ("At the quarry", "news_article")


@pytest.mark.parametrize("facts", [IntakeFacts(published="last spring"), IntakeFacts(obtained_on="2022-13")])
def test_a_fact_that_is_no_date_is_refused_before_anything_is_kept(archive, reader, folder, facts):
    size = archive.store.size
    with pytest.raises(DecisionRefused):
        archive.add([write(folder, "a.txt")], facts=facts)
    assert archive.store.size == size


def test_an_interrupted_intake_is_finished_by_running_it_again(archive, reader, folder, monkeypatch):
    path = write(folder, "a.txt")

    def stop(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("accounted.record.intake._Intake._record", stop)
        with pytest.raises(KeyboardInterrupt):
            archive.add([path])
    assert queries.documents(archive) == []
    (kept,) = archive.add([path]).kept
    assert kept.state == "documented" and kept.claims == 4
    assert len(queries.documents(archive)) == 1
    assert archive.verify_record().ok


def test_an_archive_file_whose_inside_was_interrupted_is_opened_anew(archive, reader, folder, monkeypatch):
    with zipfile.ZipFile(folder / "papers.zip", "w") as packed:
        packed.writestr("statement.txt", TEXT)

    def stop(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("accounted.record.intake._Intake._expand", stop)
        with pytest.raises(KeyboardInterrupt):
            archive.add([folder])
    archive.add([folder])
    assert len(queries.documents(archive)) == 1
    assert {one.state for one in queries.items(archive)} == {"no_text", "documented"}


def test_progress_is_told_for_each_file(archive, reader, folder):
    write(folder, "a.txt")
    write(folder, "b.txt", "2 bodies")
    seen = []
    archive.add([folder], on_progress=seen.append)
    assert [(p.phase, p.done, p.name) for p in seen] == [
        ("keeping", 1, "a.txt"),
        ("keeping", 2, "b.txt"),
        ("reading", 1, "a.txt"),
        ("reading", 2, "b.txt"),
    ]


def test_a_name_that_is_no_text_is_written_so_that_it_can_be_told(archive, reader, folder):
    name = os.fsencode(str(folder)) + b"/statement-\xff.txt"
    with open(name, "wb") as file:
        file.write(TEXT.encode())
    (kept,) = archive.add([folder]).kept
    assert "\\udcff" in queries.item(archive, kept.number).name


def test_words_that_no_database_can_hold_do_not_stop_the_others(archive, reader, folder):
    (folder / "a.txt").write_bytes(b"Officer Lysenko said 7 bodies\x00 were found.\n")
    write(folder, "b.txt")
    result = archive.add([folder])
    assert {k.name.rsplit("/")[-1]: k.state for k in result.kept}["b.txt"] == "documented"
    assert archive.verify_record().ok
