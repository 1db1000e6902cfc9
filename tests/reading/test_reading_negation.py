"""What a text says did not happen is not counted as if it had. Every sentence was written for the test."""

from __future__ import annotations

import pytest

from accounted.claims import Document
from accounted.reading import load_lexicon, read


def claims_of(text: str, no_places: object, language: str = "en"):
    document = Document(text, language=language, published="2023-05-20")
    return read(document, lexicon=load_lexicon(language), gazetteer=no_places).claims


@pytest.mark.parametrize(
    "sentence",
    [
        "About 40 people did not die in the fire, the mayor said.",
        "The 12 passengers were not injured, the governor said.",
        "No one was killed in the strike, the mayor said.",
        "Nobody had been executed there, residents said.",
    ],
)
def test_harm_that_is_negated_is_no_harm(sentence, no_places):
    assert [c for c in claims_of(sentence, no_places) if c.kind in ("tally", "act")] == []


def test_harm_beside_a_negated_one_is_still_read(no_places):
    tallies = [
        c.tally
        for c in claims_of(
            "Some 12 people were not injured, but 5 people were killed, police said.", no_places
        )
        if c.kind == "tally"
    ]
    assert [(t.basis, t.count.best) for t in tallies] == [("killed", 5)]


def test_a_count_that_somebody_denies_is_asserted_by_nobody(no_places):
    said = claims_of("Colonel Shvets denied that 12 people were killed at the station.", no_places)
    tally = next(c for c in said if c.kind == "tally")
    assert tally.modality == "denies"
    assert tally.speaker is not None and "Shvets" in tally.speaker.text


def test_what_is_told_beside_a_denial_stays_asserted(no_places):
    said = claims_of("He denied responsibility for the strike that killed 12 people.", no_places)
    tally = next(c for c in said if c.kind == "tally")
    assert tally.modality != "denies"
