"""Files made to break readers are refused, or read within bounds; nothing else suffers."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from accounted.sources import Extraction, Extractor, RefusedFile, Request

hostile = sys.modules["hostile"]


def attempt(extractor: Extractor, path: Path, name: str) -> Extraction | str:
    try:
        return extractor.extract(path, name=name)
    except RefusedFile as refused:
        assert refused.what and refused.advice, "a refusal says what is wrong and what to do"
        return refused.code


@pytest.mark.parametrize("case", sorted(hostile.CORPUS))
def test_a_hostile_file_is_refused_or_read_within_bounds(extractor, tmp_path, case):
    file = hostile.CORPUS[case]
    path = tmp_path / "file"
    path.write_bytes(file.build())
    result = attempt(extractor, path, file.name)
    ended = result if isinstance(result, str) else "read"
    assert ended in file.ends
    if isinstance(result, Extraction):
        check(result, tmp_path)
        result.close()


def check(extraction: Extraction, outside: Path) -> None:
    """What came out holds together, and nothing was written where a hostile name pointed."""
    if extraction.document is not None:
        document = extraction.document
        document.text.encode("utf-8")
        assert "\0" not in document.text
        for segment in document.segments:
            assert 0 <= segment.start < segment.end <= len(document.text)
    for child in extraction.children:
        assert child.data_path.is_file() and not child.data_path.is_symlink()
        assert extraction.workspace is not None and child.data_path.parent == extraction.workspace.path
        assert ".." not in child.path_in_parent.split("/") and not child.path_in_parent.startswith("/")
        assert child.name.isprintable() or "\ufffd" in child.name
        assert "\u202e" not in child.name and "\n" not in child.name
    assert {entry.name for entry in outside.iterdir()} == {"file"}


def test_one_bad_file_never_stops_a_batch(extractor, tmp_path):
    good = tmp_path / "good.txt"
    good.write_text("The police said that forty bodies were found.", encoding="utf-8")
    requests = []
    for case in ("zip_bomb", "docx_that_asks_for_a_file", "png_of_enormous_dimensions", "text_that_is_noise"):
        bad = tmp_path / case
        bad.write_bytes(hostile.CORPUS[case].build())
        requests += [Request(bad, name=hostile.CORPUS[case].name), Request(good)]
    requests.append(Request(tmp_path / "missing.txt"))
    results = [result for _, result in extractor.extract_many(requests)]
    assert [isinstance(result, RefusedFile) for result in results] == [True, False] * 4 + [True]


def test_nothing_of_another_file_reaches_the_text_of_a_document_that_asks_for_it(extractor, tmp_path):
    for case in ("docx_that_asks_for_a_file", "odt_that_asks_for_a_file", "html_that_would_run_and_fetch"):
        path = tmp_path / case
        path.write_bytes(hostile.CORPUS[case].build())
        result = attempt(extractor, path, hostile.CORPUS[case].name)
        if isinstance(result, Extraction) and result.document is not None:
            assert "root:" not in result.document.text
            assert "written by a script" not in result.document.text


def test_archives_within_archives_end_at_the_limit(extractor, tmp_path):
    path = tmp_path / "nested.zip"
    path.write_bytes(hostile.nested_zip(12))
    found = list(extractor.walk(Request(path)))
    assert len(found) == extractor.limits.depth + 2
    assert all(item.extraction is not None for item in found[:-1])
    assert found[-1].refusal is not None and found[-1].refusal.code == "nested-too-deep"


def test_an_archive_within_the_limit_is_walked_to_its_end(extractor, tmp_path):
    path = tmp_path / "nested.zip"
    path.write_bytes(hostile.nested_zip(3))
    *_, last = extractor.walk(Request(path))
    assert last.extraction is not None and last.extraction.document is not None
    assert last.extraction.document.text == "the innermost file"
    assert [child.name for child in last.trail] == ["inner.zip", "inner.zip", "inner.txt"]


def test_a_gigabyte_in_one_line_is_refused_without_being_read(extractor, tmp_path):
    path = tmp_path / "line.txt"
    with path.open("wb") as out:
        out.write(b"a" * 70_000)
        out.truncate(1024**3)  # sparse: a gigabyte to the reader, nothing to the disk
    with pytest.raises(RefusedFile) as refused:
        extractor.extract(path)
    assert refused.value.code == "too-large"
    assert "1.0 GiB" in str(refused.value) and "text_bytes" in str(refused.value)


def test_links_and_devices_are_left_out_and_said(extractor, tmp_path):
    path = tmp_path / "devices.tar"
    path.write_bytes(hostile.CORPUS["tar_with_links_and_devices"].build())
    with extractor.extract(path) as extraction:
        assert [child.path_in_parent for child in extraction.children] == ["climb.txt", "absolute.txt"]
        assert extraction.children[0].metadata["name_as_stored"] == "../climb.txt"
        said = "\n".join(extraction.warnings)
    assert "a link: shadow, hard" in said
    assert "a device or pipe: null, disk, pipe" in said
    assert "outside the archive: ../climb.txt, /absolute.txt" in said


def test_an_encrypted_pdf_is_refused_with_advice(extractor, tmp_path):
    from fpdf import FPDF
    from fpdf.enums import AccessPermission

    pdf = FPDF()
    pdf.set_encryption("owner", "user", permissions=AccessPermission.none())
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.cell(text="secret")
    path = tmp_path / "locked.pdf"
    path.write_bytes(bytes(pdf.output()))
    with pytest.raises(RefusedFile) as refused:
        extractor.extract(path)
    assert refused.value.code == "encrypted"
    assert "without one" in refused.value.advice


def test_a_folder_a_missing_and_an_empty_file_are_refused(extractor, tmp_path):
    (tmp_path / "empty.txt").touch()
    for path, code in (
        (tmp_path, "not-a-file"), (tmp_path / "none.txt", "missing"), (tmp_path / "empty.txt", "empty"),
        (Path("/dev/zero"), "not-a-file"),
    ):  # fmt: skip
        with pytest.raises(RefusedFile) as refused:
            extractor.extract(path)
        assert refused.value.code == code


def test_what_a_stranger_wrote_cannot_steer_the_terminal_a_refusal_is_shown_on(extractor, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"\x7fELF" + bytes(100))
    with pytest.raises(RefusedFile) as refused:
        extractor.extract(path, name="photo\u202egpj.exe\x1b[2J\n.jpg")
    assert str(refused.value).isprintable() or "\ufffd" in str(refused.value)
    assert not set("\u202e\x1b\n") & set(str(refused.value))
    assert refused.value.name == "photo\u202egpj.exe\x1b[2J\n.jpg"
