"""Each format gives its words, who and when, its tables with every cell in place, and the items inside."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from accounted.claims import Document
from accounted.sources import Extraction, Extractor, Hints, Limits, RefusedFile, extract

wholesome = sys.modules["wholesome"]
ROWS = wholesome.TABLE


@pytest.fixture
def read(extractor, tmp_path):
    def read(kind: str, **given: object) -> Extraction:
        name, build = wholesome.FILES[kind]
        path = tmp_path / "bytes"
        path.write_bytes(build())
        return extractor.extract(path, name=name, **given)

    return read


def words(document: Document, kind: str) -> list[str]:
    return [document.text[s.start : s.end] for s in document.segments if s.kind == kind]


@pytest.mark.parametrize("kind", sorted(wholesome.FILES))
def test_every_format_is_known_by_its_bytes_alone(extractor, tmp_path, kind):
    name, build = wholesome.FILES[kind]
    path = tmp_path / "without-a-name"
    path.write_bytes(build())
    named, unnamed = extractor.extract(path, name=name), extractor.extract(path)
    if kind == "csv":  # three lines are too few to tell a table from a text
        assert (named.extractor, unnamed.extractor) == ("csv", "plain")
    else:
        assert named.extractor == unnamed.extractor
        assert named.media_type == unnamed.media_type


@pytest.mark.parametrize("kind", sorted(wholesome.FILES))
def test_the_same_bytes_give_the_same_extraction(extractor, tmp_path, kind):
    name, build = wholesome.FILES[kind]
    path = tmp_path / "bytes"
    path.write_bytes(build())
    first, second = extractor.extract(path, name=name), extractor.extract(path, name=name)
    assert first.document == second.document
    assert [(c.name, c.read()) for c in first.children] == [(c.name, c.read()) for c in second.children]
    assert (first.extractor, first.version, first.warnings) == (
        second.extractor,
        second.version,
        second.warnings,
    )
    assert first.extractor and first.version.startswith("1.")


@pytest.mark.parametrize("kind", sorted(set(wholesome.FILES) - {"png", "warc", "wacz", "zip", "targz"}))
def test_reading_in_this_process_says_the_same_as_reading_confined(read, tmp_path, kind):
    confined = read(kind)
    name = wholesome.FILES[kind][0]
    here = extract(tmp_path / "bytes", name=name, sandbox=False, limits=Limits(ocr_pages=0))
    assert here.document == confined.document


@pytest.mark.parametrize("kind", ["csv", "html", "docx", "odt", "ods", "rtf", "xlsx", "xls"])
def test_every_cell_of_a_table_is_quoted_at_its_offsets(read, kind):
    document = read(kind).document
    table = document.tables[0]
    assert table.rows[0][:2] == ROWS[0]
    assert [row[0] for row in table.rows[1:]] == ["Bereznyk", "Lozova Balka"]
    assert [row[1] for row in table.rows[1:]] == ["40", "7"]
    assert table.has_header
    for row, places in zip(table.rows, table.offsets, strict=True):
        for cell, (start, end) in zip(row, places, strict=True):
            assert document.text[start:end] == cell
    lines = words(document, "table")
    assert lines[1].startswith("Bereznyk | 40")


def test_a_page_gives_its_article_and_says_what_is_not_part_of_it(read):
    document = read("html").document
    assert (document.title, document.author, document.publisher) == (
        wholesome.HEADLINE,
        "Anna Example",
        "The Example",
    )
    assert (document.published, document.url, document.language) == (
        "2022-10-07",
        "https://example.org/quarry",
        "en",
    )
    assert not document.published_inferred
    assert words(document, "headline") == [wholesome.HEADLINE]
    assert words(document, "caption") == [wholesome.CAPTION]
    assert words(document, "credit") == ["By Anna Example", "(EPA)"]
    assert words(document, "body") == [wholesome.SENTENCE, wholesome.UKRAINIAN]
    assert words(document, "boilerplate") == [
        "Home World",
        "Another story altogether",
        "© 2022 The Example. Terms",
    ]
    assert "changed by a script" not in document.text


def test_a_paragraph_in_another_language_is_marked(read):
    document = read("html").document
    (ukrainian,) = [s for s in document.segments if s.language == "uk"]
    assert document.text[ukrainian.start : ukrainian.end] == wholesome.UKRAINIAN


def test_a_pdf_keeps_pages_and_boxes_and_knows_its_furniture(read):
    document = read("pdf").document
    assert (document.title, document.author) == ("Quarry report", "Example Office")
    assert (document.published, document.published_inferred) == ("2022-10-09", True)
    assert words(document, "headline") == [wholesome.HEADLINE]
    assert words(document, "page_furniture")[:2] == ["Example Office - internal", "Page 1 of 2"]
    body = [s for s in document.segments if s.kind == "body"]
    assert (
        document.text[body[0].start : body[0].end]
        == f"{wholesome.SENTENCE} A second team went down on page 1."
    )
    assert [s.page for s in body] == [1, 1, 2, 2]
    left, top, right, bottom = body[0].box
    assert (
        55 < left < right < 365 and 135 < top < bottom < 200
    )  # where it was set, from the top left, in points


def test_a_pdf_without_a_text_layer_says_how_to_get_one(extractor, tmp_path):
    from PIL import Image

    path = tmp_path / "scan.pdf"
    Image.new("L", (100, 100), 255).save(path)
    extraction = extractor.extract(path)
    assert extraction.document.text == ""
    assert "page 1 has no text layer; install Tesseract" in extraction.warnings[0]


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_words_in_pictures_and_scans_are_recognised_where_tesseract_is_installed(tmp_path):
    from PIL import Image

    path = tmp_path / "scan.png"
    path.write_bytes(wholesome.png_of_words("The police found 40 bodies", "Знайдено 40 осіб"))
    scan = tmp_path / "scan.pdf"
    Image.open(path).save(scan, resolution=150)
    with Extractor() as extractor:
        for file in (path, scan):
            extraction = extractor.extract(file)
            document = extraction.document
            assert "The police found 40 bodies" in document.text
            assert "tesseract" in extraction.version
            assert any("check figures and names" in warning for warning in extraction.warnings)
            first = document.segments[0]
            assert first.page == 1 and first.box is not None and first.box[0] < first.box[2]


def test_a_word_document_keeps_its_styles_and_its_facts(read):
    document = read("docx").document
    assert (document.title, document.author) == ("Quarry statement", "Example Office")
    assert (document.published, document.published_inferred) == ("2022-10-08", True)
    assert words(document, "headline") == [wholesome.HEADLINE]
    assert words(document, "list") == ["Seven were soldiers."]
    assert words(document, "caption") == [wholesome.CAPTION]
    assert words(document, "page_furniture") == ["Example Office"]


def test_deleted_text_of_tracked_changes_is_left_out_and_said(extractor, tmp_path):
    hostile = sys.modules["hostile"]
    path = tmp_path / "tracked.docx"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    path.write_bytes(hostile.word(
        f"<w:document {space}><w:body><w:p><w:r><w:t xml:space='preserve'>It was </w:t></w:r>"
        "<w:del><w:r><w:delText>forty </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>fifty</w:t></w:r></w:ins></w:p>"
        "</w:body></w:document>"
    ))  # fmt: skip
    extraction = extractor.extract(path)
    assert extraction.document.text == "It was fifty"
    assert "1 deletions are left out" in extraction.warnings[0]


def test_an_opendocument_text_keeps_spaces_notes_and_no_deletions(read):
    document = read("odt").document
    assert (document.title, document.author, document.published) == (
        "Quarry statement",
        "Example Office",
        "2022-10-08",
    )
    assert words(document, "body") == [wholesome.SENTENCE, "Counted on 7 October."]
    assert "Struck out" not in document.text


def test_rtf_takes_the_code_page_of_the_font(read):
    document = read("rtf").document
    assert document.title == "Quarry statement"
    assert wholesome.UKRAINIAN.replace("’", "'") in document.text
    assert "Zelený, seven soldiers – no more." in document.text
    assert "89504e47" not in document.text


def test_a_mail_gives_headers_body_and_attachments_as_items(read):
    extraction = read("eml")
    document = extraction.document
    assert (document.title, document.published, document.language) == (
        "Список із кар’єру",
        "2022-10-07",
        "uk",
    )
    assert document.author == "Олена Приклад <olena@example.org>"
    assert "Subject: Список із кар’єру" in words(document, "header")
    assert words(document, "body") == [wholesome.UKRAINIAN, "Додаю таблицю."]
    assert document.text.count(wholesome.UKRAINIAN) == 1, "the same words as HTML are not a second body"
    table, message = extraction.children
    assert (table.name, table.media_type, table.read()) == ("список.csv", "text/csv", wholesome.csv_())
    assert (message.name, message.media_type) == ("Count of the day.eml", "message/rfc822")


def test_an_outlook_message_gives_the_same(read):
    extraction = read("msg")
    document = extraction.document
    assert (document.title, document.published) == ("Count of the day", "2022-10-07")
    assert "police@example.org" in document.author
    assert words(document, "body") == [wholesome.SENTENCE]
    (table,) = extraction.children
    assert (table.name, table.read()) == ("list.csv", wholesome.csv_())


def test_a_workbook_writes_values_plainly_and_says_what_is_hidden(read):
    extraction = read("xlsx")
    places, notes = extraction.document.tables
    assert places.rows[1] == ("Bereznyk", "40", "2022-10-07", "TRUE", "0.5")
    assert places.rows[2] == ("Lozova Balka", "7", "2022-10-08 14:30:00", "FALSE", "")
    assert notes.rows == (("Checked by", "A. Example"),)
    assert any("hidden sheets" in warning and "Notes" in warning for warning in extraction.warnings)


def test_a_photograph_keeps_time_place_caption_and_credit(read):
    extraction = read("jpeg")
    metadata = extraction.document.metadata
    assert metadata["exif:DateTimeOriginal"] == "2022:10:07 15:04:05"
    assert (metadata["latitude"], metadata["longitude"]) == ("49.208333", "-37.250000")
    assert words(extraction.document, "caption") == [wholesome.CAPTION]
    assert words(extraction.document, "credit") == ["EPA", "© 2022 EPA"]
    assert metadata["iptc:copyright_notice"] == "© 2022 EPA" and metadata["iptc:credit_line"] == "EPA"
    assert extraction.document.author == "Ivan Example"


def test_a_picture_without_recognition_is_an_empty_document_that_says_how_to_get_it(read):
    extraction = read("png")
    assert extraction.document.text == ""
    assert "apt install tesseract-ocr" in extraction.warnings[0]


@pytest.mark.parametrize("kind", ["warc", "wacz"])
def test_a_web_archive_gives_pages_with_address_and_time_of_capture(read, extractor, kind):
    extraction = read(kind)
    assert extraction.document is None
    (page,) = extraction.children
    assert (page.url, page.captured) == ("https://example.org/quarry", "2022-10-08T06:00:00Z")
    assert page.media_type == "text/html" and page.read() == wholesome.html()
    assert page.metadata.get("title") == ("As it was captured" if kind == "wacz" else None)
    assert any("style sheets" in warning for warning in extraction.warnings)


def test_a_folder_gives_its_members_with_path_and_time(read):
    extraction = read("zip")
    statement, page = extraction.children
    assert (statement.name, statement.path_in_parent) == ("statement.txt", "papers/statement.txt")
    assert statement.captured == "2022-10-08T09:00:00"
    assert (page.media_type, page.read()) == ("text/html", wholesome.html())
    assert any("__MACOSX" in warning for warning in extraction.warnings)
    (member,) = read("targz").children
    assert (member.path_in_parent, member.captured) == ("papers/statement.txt", "2022-10-08T09:00:00Z")


def test_the_bytes_of_children_vanish_with_the_extraction(read):
    extraction = read("zip")
    child = extraction.children[0]
    directory = child.data_path.parent
    assert directory.stat().st_mode & 0o077 == 0, "nobody else can look in"
    extraction.close()
    assert not directory.exists()


def test_the_bytes_of_a_child_live_as_long_as_the_child(read):
    child = read("zip").children[0]
    assert child.read() == wholesome.txt()


def test_what_is_known_from_outside_stands_before_what_the_file_says(read):
    hints = Hints(
        title="Given",
        publisher="Given Press",
        published="2022-10~",
        language="uk",
        url="https://given.example/",
    )
    document = read("html", hints=hints).document
    assert (document.title, document.publisher, document.url) == (
        "Given",
        "Given Press",
        "https://given.example/",
    )
    assert (document.published, document.published_inferred, document.language) == ("2022-10~", False, "uk")
    assert document.author == "Anna Example"


def test_a_page_called_pdf_is_read_as_a_page_with_a_remark(extractor, tmp_path):
    path = tmp_path / "statement.pdf"
    path.write_bytes(wholesome.html())
    extraction = extractor.extract(path)
    assert extraction.media_type == "text/html"
    assert extraction.warnings[0] == "the name ends in .pdf, but the bytes are text/html"


@pytest.mark.parametrize(("head", "name", "advice"), [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "old.doc", "save it as .docx"),
    (b"\x00\x00\x00\x18ftypheic" + bytes(60), "photo.heic", "convert it to JPEG"),
    (b"\x00\x00\x00\x18ftypisom" + bytes(60), "film.mp4", "a transcript"),
    (b"Rar!\x1a\x07\x00" + bytes(60), "papers.rar", "unpack it"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "s.docx", "without one"),
])  # fmt: skip
def test_what_has_no_reader_is_refused_with_what_to_do_instead(extractor, tmp_path, head, name, advice):
    path = tmp_path / name
    path.write_bytes(head)
    with pytest.raises(RefusedFile) as refused:
        extractor.extract(path)
    assert advice in refused.value.advice
    assert str(refused.value).startswith(f"{name}: ")


def test_a_file_of_the_source_tree_is_plain_text(extractor):
    extraction = extractor.extract(Path(__file__))
    assert extraction.document.text == Path(__file__).read_text("utf-8")
