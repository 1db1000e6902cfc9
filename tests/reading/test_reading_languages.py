"""Mixed documents: each stretch is read by the lexicon of its own language."""

from __future__ import annotations

from typing import Any

import pytest

from accounted.claims import Document, Segment
from accounted.reading import read
from accounted.reading.lexicons import load_lexicon
from accounted.reading.multilingual import in_other_languages, likely_language
from accounted.reading.passages import Passage

ENGLISH = "Police in the town spoke to reporters on Monday."
UKRAINIAN = "У селі загинули 12 людей, ще троє поранені."
RUSSIAN = "В посёлке были убиты двое мирных жителей, обнаружены ещё 15 тел."


def _counted(text: str, language: str | None, no_places: Any) -> list[tuple[str, int | None]]:
    reading = read(Document(text, language=language), gazetteer=no_places)
    return [(c.tally.basis, c.tally.count.best) for c in reading.claims if c.tally is not None]


@pytest.mark.parametrize("main", ["en", "uk", "ru"])
def test_paragraphs_of_three_languages_are_read_each_by_its_own_lexicon(main: str, no_places: Any) -> None:
    text = f"{ENGLISH} Four people were killed.\n\n{UKRAINIAN}\n\n{RUSSIAN}"
    assert _counted(text, main, no_places) == [
        ("killed", 4), ("killed", 12), ("injured", 3), ("killed", 2), ("bodies_found", 15),
    ]  # fmt: skip


def test_lines_of_one_post_may_differ(no_places: Any) -> None:
    text = f"{RUSSIAN}\n{UKRAINIAN}\nhttps://example.org/post"
    assert _counted(text, "ru", no_places)[-2:] == [("killed", 12), ("injured", 3)]


def test_a_quotation_inside_a_sentence_is_read_in_its_language_and_has_its_speaker(no_places: Any) -> None:
    text = f"The mayor said: «{UKRAINIAN[:-1]}». Two more people were killed later."
    reading = read(Document(text, language="en"), gazetteer=no_places)
    quoted = [c for c in reading.claims if c.tally is not None and c.tally.count.best == 12]
    assert [c.speaker.text for c in quoted if c.speaker is not None] == ["The mayor"]
    assert ("killed", 2) in _counted(text, "en", no_places)


def test_a_segment_in_another_language_is_marked_with_it() -> None:
    passage = Passage(Document(f"{ENGLISH}\n\n{UKRAINIAN}", language="en"), load_lexicon("en"))
    assert [s.language for s in passage.segments] == [None, "uk"]
    assert [lexicon.language for lexicon in passage.lexicons] == ["en", "uk"]


def test_what_the_source_says_of_a_segment_is_believed() -> None:
    text = f"{ENGLISH}\n\nЗагинув 1 воїн."
    segments = (Segment(0, len(ENGLISH)), Segment(len(ENGLISH) + 2, len(text), language="uk"))
    found = in_other_languages(Document(text, language="en", segments=segments), segments, "en")
    assert [(s.start, s.end, s.language) for s in found] == [(len(ENGLISH) + 2, len(text), "uk")]


@pytest.mark.parametrize(
    ("text", "main"),
    [
        (f"{UKRAINIAN} Про це пише Reuters, за даними HIMARS Club.", "uk"),
        (f"{ENGLISH} It is called «Київ» there.", "en"),
        (f"{RUSSIAN} Так пишет «Українська правда».", "ru"),
        ("", "en"),
        ("123 456", "uk"),
    ],
)
def test_names_in_another_script_are_no_other_language(text: str, main: str) -> None:
    document = Document(text, language=main)
    assert in_other_languages(document, (Segment(0, len(text)),), main) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (UKRAINIAN, "uk"), (RUSSIAN, "ru"), ("قُتل عشرة أشخاص في القصف أمس", None)],
)
def test_the_language_of_a_text_of_which_nothing_is_known(text: str, language: str | None) -> None:
    assert likely_language(text) == language


def test_the_reading_names_every_lexicon_it_used(no_places: Any) -> None:
    reading = read(Document(f"{ENGLISH}\n\n{UKRAINIAN}", language="en"), gazetteer=no_places)
    assert [part.split()[0] for part in reading.reader.lexicon.split(", ")] == ["en", "uk"]
