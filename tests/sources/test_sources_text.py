"""Plain text: the encoding is found, the text is exactly the decoded file, paragraphs are labelled."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.sources.decoding import decode
from accounted.sources.extraction import RefusedFile
from accounted.sources.press import segments_of

UKRAINIAN = "Поліція повідомила, що їхні тіла знайшли біля кар’єру: сорок осіб, серед них є діти і жінки."
RUSSIAN = "Полиция сообщила, что тела нашли у карьера: сорок человек, среди них дети и женщины, ещё семь."
SHARED = Path(os.environ.get("ACCOUNTED_SHARED", Path(__file__).resolve().parents[3] / "shared"))
ARTICLE = SHARED / "sources" / "press-report.txt"

# The readers run on shared machines: how long one example takes says nothing.
unhurried = settings(deadline=None, max_examples=80)

# Anything a text file may hold: every character but controls (which text does not have) and lone surrogates.
texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\r\t\x0c"), max_size=300
)
ukrainian_words = st.lists(st.sampled_from(UKRAINIAN.replace("’", "'").split()), min_size=5, unique=True).map(
    " ".join
)
russian_words = st.lists(st.sampled_from(RUSSIAN.split()), min_size=5, unique=True).map(" ".join)


@unhurried
@given(texts)
def test_utf8_comes_back_as_it_went(text):
    decoded = decode(text.encode("utf-8"))
    assert decoded.text == text.removeprefix("\ufeff")
    assert decoded.encoding == "utf-8" and not decoded.warnings


@unhurried
@given(texts, st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]))
def test_a_byte_order_mark_decides_and_is_not_part_of_the_text(text, encoding):
    decoded = decode(("\ufeff" + text).encode(encoding))
    assert decoded.text == text
    assert decoded.bom


@unhurried
@given(ukrainian_words, st.sampled_from(["cp1251", "koi8-u", "iso8859-5", "cp1125", "mac-cyrillic"]))
def test_ukrainian_comes_back_from_every_code_page_it_was_written_in(text, encoding):
    assert decode(text.encode(encoding)).text == text


@unhurried
@given(russian_words, st.sampled_from(["cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic"]))
def test_russian_comes_back_from_every_code_page_it_was_written_in(text, encoding):
    assert decode(text.encode(encoding)).text == text


@unhurried
@given(st.one_of(ukrainian_words, russian_words), st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf16_is_known_without_a_mark(text, encoding):
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(("text", "encodings"), [
    ("Київ", ("cp1251", "koi8-u", "iso8859-5")),
    ("Иванов Иван", ("cp1251", "koi8-r", "cp866")),
    ("Les corps ont été retrouvés à Izioum, où la police enquête.", ("cp1252", "iso8859-15", "mac-roman")),
    ("Die Körper wurden in größeren Gräbern gefunden.", ("cp1252", "cp850")),
    ("Ciała ponad pięciuset cywilów znaleziono w obwodzie, powiedział szef.", ("cp1250", "iso8859-2")),
    ("Beş yüzden fazla sivilin cesedi bulundu, dedi polis şefi; çoğu kadındı.", ("cp1254",)),
    ("عثر على جثث أكثر من خمسمائة مدني في المنطقة", ("cp1256", "iso8859-6")),
    ("Βρέθηκαν πτώματα περισσότερων από πεντακοσίων αμάχων", ("cp1253", "iso8859-7")),
    ("He said: “We were struck” – it’s a lie…", ("cp1252",)),
    ("A pause – and no more.", ("cp1252",)),
    ("警方负责人表示,在该地区发现了五百多名平民的遗体,其中有妇女和儿童,这是最新的一起事件。", ("gb18030",)),
])  # fmt: skip
def test_other_languages_come_back_from_theirs(text, encodings):
    for encoding in encodings:
        assert decode(text.encode(encoding)).text == text, encoding


def test_a_declared_charset_helps_but_the_bytes_decide():
    assert decode("Ізюм".encode("mac-cyrillic"), "x-mac-cyrillic").text == "Ізюм"
    assert decode(UKRAINIAN.encode(), "windows-1251").text == UKRAINIAN  # declared wrongly: it is valid UTF-8
    wrong = decode(UKRAINIAN.replace("’", "'").encode("koi8-u"), "windows-1251")
    assert wrong.text == UKRAINIAN.replace("’", "'")
    assert "koi8-u" in wrong.warnings[0]


def test_broken_bytes_become_replacement_characters_and_are_said():
    decoded = decode(UKRAINIAN.encode() + b"\xd0 " + UKRAINIAN.encode())
    assert decoded.text == f"{UKRAINIAN}\ufffd {UKRAINIAN}"
    assert "1 place could not be decoded as utf-8" in decoded.warnings[0]


def test_nul_characters_are_replaced_without_moving_anything():
    decoded = decode(b"forty\0bodies")
    assert decoded.text == "forty\ufffdbodies"
    assert "1 NUL character" in decoded.warnings[0]


def test_noise_is_not_taken_for_text():
    with pytest.raises(RefusedFile) as refused:
        decode(bytes(range(128, 256)) * 20)
    assert refused.value.code == "binary"


@unhurried
@given(texts)
def test_segments_lie_in_the_text_in_order_and_hold_all_of_its_words(text):
    found = list(segments_of(text))
    position = 0
    for start, end, _ in found:
        assert position <= start < end <= len(text)
        assert not text[position:start].strip(
            " \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\ufeff\u200b"
        ) or (text[position:start].isspace())
        position = end


def labelled(text: str) -> list[tuple[str, str]]:
    return [(kind, text[start:end]) for start, end, kind in segments_of(text)]


def test_a_caption_is_parted_from_its_credit():
    rights = "(Copyright 2022 The Press. All rights reserved)"
    text = f"Headline of the day\n\nWorkers at the quarry (EPA)\n\nBags on a lorry {rights}"
    assert labelled(text)[1:] == [
        ("caption", "Workers at the quarry"),
        ("credit", "(EPA)"),
        ("caption", "Bags on a lorry"),
        ("credit", rights),
    ]


@pytest.mark.parametrize("line", [
    "(Press Association Images)", "Photo: Anna Example/AFP", "© 2022 Example", "Фото: Укрінформ",
    "(Getty Images)",
    "Photo by Anna Example", "By Anna Example", "(Anna Example/Reuters)",
])  # fmt: skip
def test_a_line_that_only_names_its_maker_is_a_credit(line):
    assert labelled(f"The first paragraph is here.\n\n{line}") == [
        ("body", "The first paragraph is here."),
        ("credit", line),
    ]


@pytest.mark.parametrize("paragraph", [
    "The commission visited the town (see page 4).", "He was 41 (his brother said).",
    "They came from the north (west of it)", "The policeman, a member of the pa (local council), said so.",
    "The group (AP) said it counted forty.",
])  # fmt: skip
def test_an_ordinary_parenthesis_is_no_credit(paragraph):
    assert labelled(f"First of all.\n\n{paragraph}") == [("body", "First of all."), ("body", paragraph)]


def test_a_dateline_is_parted_from_the_sentence_after_it():
    assert labelled("First of all.\n\nKHARKIV, Ukraine, Oct. 7 (Reuters) - Police said so.")[1:] == [
        ("dateline", "KHARKIV, Ukraine, Oct. 7 (Reuters) -"),
        ("body", "Police said so."),
    ]
    assert labelled("First of all.\n\nКИЇВ, 7 жовтня — Поліція повідомила.")[1][0] == "dateline"


def test_agency_lines_lists_quotes_and_notices_are_known():
    text = (
        "First of all.\n\n(Reporting by A. Example; editing by B. Example)\n\n"
        "- forty bodies\n- seven graves\n\n> as he wrote\n\nRead more: another story"
    )
    assert labelled(text)[1:] == [
        ("agency_line", "(Reporting by A. Example; editing by B. Example)"),
        ("list", "- forty bodies"),
        ("list", "- seven graves"),
        ("quote", "> as he wrote"),
        ("boilerplate", "Read more: another story"),
    ]


def test_wrapped_lines_are_one_paragraph_and_unwrapped_ones_are_not():
    wrapped = (
        "The head of the district police said on Friday that the\n"
        "bodies of forty people had been recovered from the quarry,\nand that the work went on."
    )
    assert labelled(wrapped) == [("body", wrapped)]
    lines = (
        "The first paragraph stands on one long line of its own, which nobody wrapped by hand at any width "
        "at all.\nThe second is short.\nThe third too."
    )
    assert [text for _, text in labelled(lines)] == lines.split("\n")


@pytest.mark.skipif(not ARTICLE.exists(), reason="the shared article is not here (set ACCOUNTED_SHARED)")
def test_the_real_article_is_its_own_text_with_captions_and_credits_known(extractor):
    document = extractor.extract(ARTICLE).document
    assert document.text == ARTICLE.read_bytes().decode("utf-8")
    assert document.language == "en"
    kinds = [segment.kind for segment in document.segments]
    assert kinds.count("caption") == 2 and kinds.count("credit") == 3
    assert document.segments[3].kind == "caption" and document.segments[3].start == 353
    assert set(kinds) == {"body", "caption", "credit"}
