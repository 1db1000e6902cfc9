"""Every worked example of “How the reader decides” is what the reader does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from accounted.claims import Document
from accounted.cli.claim_words import count_words, speaker_words, what_words
from accounted.places import Gazetteer
from accounted.reading import read

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "how-the-reader-decides.md"


def examples() -> list[tuple[str, list[str]]]:
    """Each text with the lines below it."""
    found = []
    for block in re.findall(
        r"^```reader\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    ):
        for example in block.strip().split("\n\n"):
            text, *lines = example.split("\n")
            found.append((text.removeprefix("> "), lines))
    return found


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def test_the_page_has_examples():
    assert len(examples()) > 15 and all(lines for _, lines in examples())


@pytest.mark.parametrize(
    ("text", "lines"), examples(), ids=lambda value: value[:40] if isinstance(value, str) else ""
)
def test_the_reader_reads_the_example_so(text, lines, gazetteer):
    reading = read(Document(text=text, language="en", published="2025-03-14"), gazetteer=gazetteer)
    claims = [
        " | ".join((what_words(one), count_words(one), one.excerpt.exact, speaker_words(one))).replace(
            "|  |", "| |"
        )
        for one in reading.claims
    ]
    for line in lines:
        if line == "(no claims)":
            assert claims == []
        elif line.startswith("! "):
            rule, words = line.removeprefix("! ").split(" | ")
            assert any(one.rule == rule and words in one.message for one in reading.warnings), (
                reading.warnings
            )
        elif line.startswith("- "):
            exact, reason = line.removeprefix("- ").split(" | ")
            assert (exact, reason) in [(excerpt.exact, why) for excerpt, why in reading.not_counted]
        else:
            assert line in claims
