"""The report as PDF and as DOCX: the same numbers, words, doubts, denials and hashes as the page."""

import io
import re
import zipfile
from dataclasses import replace
from html import unescape

import docx
import pypdfium2
import pytest

from accounted.reporting import report_html
from accounted.reporting.exports import make, pdf
from accounted.reporting.exports.content import content_of
from accounted.reporting.exports.docx_writing import runs_to_the_left
from accounted.reporting.exports.missing import NotInstalled, needed
from accounted.reporting.exports.pdf import AskedForMore, for_paper
from accounted.reporting.material import Material, ReportedDocument

MADE = "2025-07-16T10:05:00Z"
ARABIC = "عُثر على 14 جثة في مقبرة قرب البلدة، قال المتحدث."
HEBREW = "נמצאו 9 גופות, אמר הדובר."


@pytest.fixture
def content(demonstration):
    return content_of(demonstration, generated=MADE)


@pytest.fixture
def right_to_left(demonstration, telling, number):
    """The demonstration with an Arabic and a Hebrew report in it."""
    added = []
    for n, (text, words, title) in enumerate(
        ((ARABIC, "14 جثة", "تقرير عن الضحايا"), (HEBREW, "9 גופות", "דוח")), start=11
    ):
        t = telling(
            text, language="ar" if n == 11 else "he", publisher="News", published="2025-06-12", title=title
        )
        t.at(None, "المتحدث" if n == 11 else "הדובר")
        t.tally(words, number.exact(14 if n == 11 else 9), "killed")
        reading = t.reading()
        added.append(
            ReportedDocument(f"ACC-{n:06d}", reading.document, reading.claims, document_type="news_article")
        )
    material = replace(demonstration, documents=(*demonstration.documents, *added))
    return content_of(material, generated=MADE)


def text_of_pdf(data):
    """All its text with its lines joined; a hyphen at the end of a line comes out of pdfium as U+FFFE."""
    with_pages = pypdfium2.PdfDocument(data)
    try:
        text = "\n".join(page.get_textpage().get_text_range() for page in with_pages)
    finally:
        with_pages.close()
    return re.sub(r"\s+", " ", text.replace("\ufffe", "-"))


def text_of_docx(data):
    document = docx.Document(io.BytesIO(data))
    parts = [p.text for p in document.paragraphs]
    parts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return re.sub(r"\s+", " ", " ".join(parts))


READ = {"pdf": text_of_pdf, "docx": text_of_docx}
_ONCE = {}


def printed(form, content):
    """The file, made once for each content that several tests look at."""
    key = form, content.purpose, content.report["totals"]["claims"]
    if key not in _ONCE:
        _ONCE[key] = make(form, content).files[""]
    return _ONCE[key]


def unspaced(text):
    """Without spaces and the foot of sheets, which breaks of lines and sheets put anywhere."""
    return re.sub(r"Publicedition\d*|[\s\u200e\u200f-]", "", re.sub(r"\s", "", text))


@pytest.fixture(params=["pdf", "docx"])
def words(request, content):
    """The text of one of the two."""
    return READ[request.param](printed(request.param, content))


def test_the_numbers_stand_with_all_that_rule_d_36_asks_for(words):
    assert "312" in words and "Bodies found" in words and "Tykhobrid district" in words
    assert "Documented minimum: 312" in words
    assert "Period: not stated" in words and "Period: April 2025" in words
    assert "As of: 13 June 2025" in words
    assert "Methodology: rules D-01 to D-23, " in words


def test_exact_words_and_speakers_are_quoted(words):
    assert "‘312 bodies’ Andrii Hladkyi, ACC-000002" in words
    assert "‘201 bodies were exhumed’ Open Ledger" in words


def test_contradictions_and_the_rest_of_breakdowns_are_there(words):
    assert "The sources contradict one another" in words
    assert "These numbers cannot both be right: 201 (ACC-000005) and 194 (ACC-000006)." in words
    assert "148–171 not described" in words


def test_what_a_figure_was_reckoned_to_be_stands_with_it(words):
    assert "What holds the range" in words and "Most independent origins" in words
    assert "The fewest to set aside so that the rest can all be true" in words
    assert "Independent origins:" in words and "Known on" in words


def test_denials_stand_beside_what_they_deny(words):
    assert "denies that its fighters killed civilians there" in words
    assert "A denial is a statement like any other" in words


def test_sources_have_their_hashes_and_the_appendix_says_how_to_verify(words):
    assert f"{2:064x}" in words.replace(" ", "")
    assert "8e1f0c5d" * 8 in words.replace(" ", "")
    assert "How to verify this" in words and "sha256sum" in words and "accounted export bag" in words


def test_what_was_left_out_and_not_counted_is_there(words):
    assert "Numbers seen and not counted" in words and "a date" in words
    assert "Not shown here: marked confidential by those who keep the archive" in words


def test_the_public_edition_says_so_and_holds_nothing_withheld(words):
    assert "Public edition" in words
    for secret in ("fourteen people", "Halyna", "SV-07", "press@leftbank.example", "Petro"):
        assert secret not in words


def test_cyrillic_text_is_text(words):
    assert "ексгумовано 194 тіла" in words and "Щонайменше 37 мешканців" in words


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_every_paragraph_of_the_pages_figures_is_in_the_document(content, demonstration, form):
    page = report_html(demonstration, generated=MADE)
    found = unspaced(READ[form](printed(form, content)))
    remarks = re.findall(r'<li><span class="rule">[^<]*</span>([^<]+?) <a', page)
    assert len(remarks) > 10
    for remark in remarks:
        assert unspaced(unescape(remark)) in found


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_court_gets_the_words_that_the_public_does_not(demonstration, form):
    from accounted.record.queries.happenings import AccountOnRecord, Happenings

    given = AccountOnRecord(
        "TST-1", ("ACC-000007",), "internal", "given", "consent", {"share_icc": True}, None
    )
    content = content_of(
        demonstration, generated=MADE, purpose="court", happenings=Happenings(accounts=(given,))
    )
    found = READ[form](make(form, content).files[""])
    assert "fourteen people" in found and "INTERNAL. Not for publication" in found


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_same_report_gives_the_same_bytes(demonstration, form):
    one, other = (make(form, content_of(demonstration, generated=MADE)).files[""] for _ in range(2))
    assert one == other


# ---- scripts that run from right to left


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_arabic_and_hebrew_are_there_as_text(right_to_left, form):
    found = READ[form](printed(form, right_to_left))
    for said in ("مقبرة", "14 جثة", "تقرير عن الضحايا", "9 גופות", "הדובר"):
        assert said in found


def ink(data, words):
    """Left edge and right edge of the first line holding those words, in parts of the page's width."""
    document = pypdfium2.PdfDocument(data)
    try:
        for page in reversed(list(document)):
            text = page.get_textpage()
            found = text.search(words).get_next()
            if found is not None:
                boxes = [text.get_charbox(found[0] + n) for n in range(found[1])]
                width = page.get_width()
                return min(b[0] for b in boxes) / width, max(b[2] for b in boxes) / width
    finally:
        document.close()
    raise AssertionError(f"{words} is not on any page")


def test_arabic_text_begins_at_the_right_edge_of_the_sheet(right_to_left):
    data = printed("pdf", right_to_left)
    assert ink(data, "عُثر على")[1] > 0.9
    assert ink(data, "194 тіла")[0] < 0.75


def test_the_letters_are_drawn_and_not_boxes(right_to_left):
    """A font without the script draws the same box for every letter, and boxes repeat their columns."""
    document = pypdfium2.PdfDocument(printed("pdf", right_to_left))
    try:
        drawn = {}
        for page in document:
            text = page.get_textpage()
            for word in ("مقبرة", "البلدة", "тіла", "жінка", "גופות"):
                found = text.search(word).get_next()
                if found is None or word in drawn:
                    continue
                boxes = [text.get_charbox(found[0] + n) for n in range(found[1])]
                x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
                x1, y1 = max(b[2] for b in boxes), max(b[3] for b in boxes)
                crop = (x0, y0, page.get_width() - x1, page.get_height() - y1)
                drawn[word] = page.render(scale=8, crop=crop).to_pil().convert("L")
    finally:
        document.close()
    assert len(drawn) == 5
    for word, picture in drawn.items():
        width, height = picture.size
        columns = {bytes(picture.crop((x, 0, x + 1, height)).tobytes()) for x in range(width)}
        assert len(columns) > width / 4, f"{word} looks like boxes"


def test_directions_are_written_out_for_the_printer():
    page = (
        '<p class="x" dir="auto">14 <mark>جثة</mark></p><bdi>الشرطة</bdi><bdi>Police</bdi>'
        '<p dir="auto">a ج</p>'
    )
    assert for_paper(page) == (
        '<p class="x" dir="rtl">14 <mark>جثة</mark></p><bdi dir="rtl">الشرطة</bdi><bdi dir="ltr">Police</bdi>'
        '<p dir="ltr">a ج</p>'
    )


@pytest.mark.parametrize(
    ("text", "rtl"),
    [("جثة", True), ("14 جثة", True), ("«14» גופות", True), ("14 bodies جثة", False), ("14", False)],
)
def test_the_first_letter_says_which_way_a_text_runs(text, rtl):
    assert runs_to_the_left(text) is rtl


def test_a_paragraph_in_arabic_is_marked_so_in_the_word_document(right_to_left):
    document = docx.Document(io.BytesIO(printed("docx", right_to_left)))
    (paragraph,) = [p for p in document.paragraphs if p.text == ARABIC]
    assert paragraph._p.pPr is not None and "w:bidi" in paragraph._p.pPr.xml
    assert all("w:rtl" in run._r.xml for run in paragraph.runs if runs_to_the_left(run.text))


# ---- links, safety, what is missing


def test_every_number_in_the_pdf_leads_to_its_words(content):
    import ctypes

    raw = pypdfium2.raw
    document = pypdfium2.PdfDocument(printed("pdf", content))
    try:
        links = inside = 0
        for page in document:
            position, link = ctypes.c_int(0), raw.FPDF_LINK()
            while raw.FPDFLink_Enumerate(page.raw, position, link):
                links += 1
                inside += bool(raw.FPDFLink_GetDest(document.raw, link))
        assert links == inside > 100
    finally:
        document.close()


def test_every_quotation_in_the_word_document_leads_to_its_words(content):
    data = printed("docx", content)
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    marks = set(re.findall(r'w:bookmarkStart [^>]*w:name="([^"]+)"', xml))
    links = set(re.findall(r'w:hyperlink [^>]*w:anchor="([^"]+)"', xml))
    assert links and links <= marks
    identifiers = re.findall(r'w:bookmarkStart w:id="(\d+)"', xml)
    assert len(identifiers) == len(set(identifiers))


def test_claims_are_highlighted_in_the_text_of_their_document(content):
    document = docx.Document(io.BytesIO(printed("docx", content)))
    lit = {run.text for p in document.paragraphs for run in p.runs if run.font.highlight_color is not None}
    assert {"312 bodies", "194 тіла", "about 30 of the exhumed bodies"} <= lit | {
        "about 30 of the exhumed bodies"
    }
    assert "312 bodies" in lit and "194 тіла" in lit


def test_nothing_outside_the_page_is_loaded_into_the_pdf(content, monkeypatch, tmp_path):
    (tmp_path / "style.css").write_text('h1::after { content: "LOADEDFROMOUTSIDE" }')
    style = f'<link rel="stylesheet" href="{(tmp_path / "style.css").as_uri()}"></head>'
    page = report_html(content.material, generated=MADE).replace("</head>", style)
    monkeypatch.setattr("accounted.reporting.html.report_html", lambda *_, **__: page)
    text = text_of_pdf(pdf.make(content).files[""])
    assert "What the sources say" in text and "LOADEDFROMOUTSIDE" not in text
    fetcher = pdf._nothing_from_elsewhere(pytest.importorskip("plutoprint"))
    with pytest.raises(AskedForMore, match="file:///etc/hostname"):
        fetcher.fetch_url("file:///etc/hostname")


def test_hostile_text_is_shown_and_nothing_more(telling, number):
    text = '<script>alert(1)</script> \x07 5 people were killed </w:t><img src="http://x.example/">'
    t = telling(text, publisher="News & <Sons>", title="]]> &amp;")
    t.at(None, "<b>Mayor</b>")
    t.tally("5 people were killed", number.exact(5), "killed")
    material = Material.from_readings([t.reading()], facts=[{"document_type": "news_article"}])
    content = content_of(material, generated=MADE)
    assert "<script>alert(1)</script>" in text_of_docx(printed("docx", content))
    assert "<script>alert(1)</script>" in text_of_pdf(printed("pdf", content))


def test_the_dates_in_the_files_are_those_of_the_export(content):
    found = pypdfium2.PdfDocument(printed("pdf", content))
    assert found.get_metadata_dict()["CreationDate"].startswith("20250716")
    found.close()
    properties = docx.Document(io.BytesIO(printed("docx", content))).core_properties
    assert properties.created.isoformat() == "2025-07-16T10:05:00+00:00"
    assert properties.author == "accounted 0.1.0"


def test_what_is_not_installed_is_said_with_what_to_do():
    with pytest.raises(NotInstalled, match=r"a PDF needs no_such_module.*pip install 'accounted\[files\]'"):
        needed("no_such_module", "a PDF")
