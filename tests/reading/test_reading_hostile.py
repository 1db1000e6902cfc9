"""Hostile text: the work grows with its length and not with its square, and nothing breaks.

The work is counted in calls, not in seconds, so that the test says the same on every machine.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from accounted.claims import Document
from accounted.reading import load_lexicon, read

SENTENCE = "Police said at least 12 people were killed in Izium on Monday, and 3 wounded. "
HOSTILE = {
    "many sentences": SENTENCE,
    "one endless line": SENTENCE.replace(".", ","),
    "capitals": SENTENCE.upper(),
    "figures": "1 ",
    "one figure": "9",
    "quotation marks that never close": "“",
    "quotations within quotations": "“said ",
    "straight quotation marks": '"a ',
    "brackets": "(",
    "dashes": "- ",
    "one word": "a",
    "one hyphenated word": "a-",
    "stops": ". ",
    "commas": "a, ",
    "spaces": " ",
    "empty lines": "\n \n",
    "short lines": "x\n",
    "zero-width and right-to-left marks": "\u200b12\u200d people\u202e killed ",
    "of the of the": "of the ",
    "he said he said": "he said ",
    "denials": "Russia denied it. ",
    "parts of parts": "12 of them, ",
    "sites": "They found a mass grave in Bucha. ",
}


def calls(text: str, no_places: object) -> int:
    """How many function calls it takes to read a text."""
    count = 0

    def counted(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    lexicon = load_lexicon("en")
    document = Document(text, language="en", published="2022-10-05")
    sys.setprofile(counted)
    try:
        read(document, lexicon=lexicon, gazetteer=no_places)  # type: ignore[arg-type]
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_four_times_the_text_takes_about_four_times_the_work(name: str, no_places: object) -> None:
    piece = HOSTILE[name]
    short = piece * (2400 // len(piece))
    calls(short, no_places)  # the first reading fills the lexicon's memory of words
    once, four = calls(short, no_places), calls(short * 4, no_places)
    assert four <= 4.6 * once + 2000


def test_a_million_digits_count_nothing(no_places: object) -> None:
    document = Document("They killed " + "9" * 1_000_000 + " people.", language="en")
    reading = read(document, lexicon=load_lexicon("en"), gazetteer=no_places)  # type: ignore[arg-type]
    assert not [c for c in reading.claims if c.tally is not None]


def test_a_sentence_is_never_so_long_that_a_search_within_it_grows_with_the_text(no_places: object) -> None:
    from accounted.reading.passages import Passage

    passage = Passage(Document("killed 12 people and " * 2000), load_lexicon("en"))
    assert max(s.last - s.first for s in passage.sentences) <= 241


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["a", "9", " ", "\n", "a-", "9,"])
def test_ten_megabytes_on_one_line_are_read(piece: str, no_places: object) -> None:
    text = "They killed 12 people. " + piece * (10_000_000 // len(piece))
    reading = read(Document(text, language="en"), lexicon=load_lexicon("en"), gazetteer=no_places)  # type: ignore[arg-type]
    assert [c.tally.count.best for c in reading.claims if c.tally is not None] == [12]


@pytest.mark.parametrize("quotes", ["“”", "«»", "„“", '""', "''", "()"])
def test_quotations_ten_thousand_deep_leave_the_words_in_them(quotes: str, no_places: object) -> None:
    deep = 10_000
    text = quotes[0] * deep + "They killed 12 people. " + quotes[1] * deep
    reading = read(Document(text, language="en"), lexicon=load_lexicon("en"), gazetteer=no_places)  # type: ignore[arg-type]
    assert [c.tally.count.best for c in reading.claims if c.tally is not None] == [12]


@pytest.mark.parametrize("mark", ["\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\u00ad"])
def test_marks_that_nobody_sees_in_their_thousands_are_read_over(mark: str, no_places: object) -> None:
    text = mark * 50_000 + "They killed 12 people. " + mark * 50_000
    reading = read(Document(text, language="en"), lexicon=load_lexicon("en"), gazetteer=no_places)  # type: ignore[arg-type]
    assert all(c.excerpt.holds_in(text) for c in reading.claims)
    assert [c.tally.count.best for c in reading.claims if c.tally is not None] == [12]
