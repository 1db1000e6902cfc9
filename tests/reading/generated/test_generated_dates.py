"""Sentences composed around a date: the reader finds it, resolves it, and knows what it is the date of."""

from __future__ import annotations

from collections import Counter

import pytest
from dates_said import Said, sentences

from accounted.claims import Document
from accounted.reading import load_lexicon, read
from accounted.reading.dating import DateReader
from accounted.reading.passages import Passage

DAYS = 30  # of publication; each with every way of saying a date in every clause
LEAST = 0.99


def _read(said: Said) -> list[tuple[str, str]]:
    document = Document(said.text, language=said.language, published=said.published)
    passage = Passage(document, load_lexicon(said.language))
    dates = DateReader(passage)
    return [(d.edtf, d.role) for s in passage.sentences for d in dates.of(s)]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_composed_dates_are_read_exactly(language: str) -> None:
    made, wrong = 0, []
    for said in sentences(language, DAYS, seed=7):
        made += 1
        if _read(said) != [(said.edtf, said.role)]:
            wrong.append((said, _read(said)))
    assert made > 3500
    by_role = Counter(said.role for said, _ in wrong)
    assert len(wrong) <= (1 - LEAST) * made, f"{len(wrong)} of {made}, {by_role}: {wrong[:10]}"


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_claims_carry_the_date_of_the_deed_or_the_find(language: str, no_places: object) -> None:
    made, wrong = 0, []
    for said in sentences(language, 2, seed=11):
        if said.role not in ("act", "discovery", "exhumation"):
            continue
        made += 1
        document = Document(said.text, language=language, published=said.published)
        claims = read(document, gazetteer=no_places).claims  # type: ignore[arg-type]
        if [c.date.edtf for c in claims if c.tally is not None and c.date is not None] != [said.edtf]:
            wrong.append((said, claims))
    assert len(wrong) <= (1 - LEAST) * made, f"{len(wrong)} of {made}: {wrong[:5]}"
