"""Whatever the text, no excerpt is anything but the text at its place (rule D-01), and nothing breaks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.claims import Claim, Document, Reading
from accounted.reading import load_lexicon, read

_PIECES = """police said killed were 12 more than 500 civilians, women children of them “ ” ' ( ) - – : ; .
! ? bodies found in Izium at least dozens according to the head of regional Russia denied wounded on Monday
5 May 2022 torture chamber signs of mass grave was accused Putin’s troops including twenty hundred and a
man who that after “we one two Of Out The AT LEAST KILLED 17.5 thousand % $ № 35-year-old 0 000 \u200b"""
_WORDS = st.sampled_from([*_PIECES.split(), '"', "\n", "\n\n"])


def _check(reading: Reading) -> None:
    text = reading.document.text
    known = {c.id for c in reading.claims}
    for claim in reading.claims:
        assert claim.excerpt.holds_in(text)
        for named in (claim.speaker, claim.place, claim.party, claim.date):
            if named is not None and named.start is not None:
                assert text[named.start : named.end] == named.text
        assert set(_references(claim)) <= known
    assert all(e.holds_in(text) for e, _ in reading.not_counted)
    assert all(set(w.claims) <= known for w in reading.warnings)


def _references(claim: Claim) -> list[str]:
    tally = claim.tally
    linked = [tally.partition_of, tally.same_as] if tally is not None else []
    return [*claim.denies, *(i for i in linked if i is not None)]


@pytest.mark.parametrize("language", ["en", "uk"])
def test_an_empty_document_claims_nothing(language: str, no_places: object) -> None:
    for text in ("", " ", "\n\n", "\u200b"):
        document = Document(text, language=language)
        reading = read(document, lexicon=load_lexicon(language), gazetteer=no_places)  # type: ignore[arg-type]
        assert reading.claims == ()


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=60).map(" ".join))
def test_every_excerpt_of_shuffled_words_is_grounded(no_places: object, text: str) -> None:
    document = Document(text, language="en", published="2022-10-05")
    _check(read(document, lexicon=load_lexicon("en"), gazetteer=no_places))  # type: ignore[arg-type]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_every_excerpt_of_any_text_is_grounded(no_places: object, text: str) -> None:
    document = Document(text, language="en", published="2022-10~")
    _check(read(document, lexicon=load_lexicon("en"), gazetteer=no_places))  # type: ignore[arg-type]


def test_the_same_document_gives_the_same_reading(no_places: object) -> None:
    document = Document("Police said 12 of the 40 people held there were killed.", language="en")
    once, again = (read(document, lexicon=load_lexicon("en"), gazetteer=no_places) for _ in range(2))  # type: ignore[arg-type]
    assert once == again
