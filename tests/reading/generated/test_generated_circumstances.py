"""Composed sentences about deeds, signs, places and denials are read exactly: what, by whom, to whom, on what
part of the body, said how.
"""

from __future__ import annotations

from collections import Counter

import pytest
from deeds import Asked, sentences

from accounted.claims import Claim, Document
from accounted.reading import load_lexicon, read


def differs(asked: Asked, claims: list[Claim]) -> list[str]:
    """What is not as the sentence was made to say."""
    if len(claims) != 1:
        return [f"{len(claims)} claims"]
    (claim,) = claims
    found = {
        "what": asked.what if asked.what in claim.what else claim.what,
        "modality": claim.modality,
        "party": claim.party.text if claim.party else None,
        "victims": claim.victims.text if claim.victims else None,
        "speaker": claim.speaker.text if claim.speaker else None,
        "regions": claim.body_regions,
        "extent": claim.extent,
    }
    wanted = {name: getattr(asked, name) for name in found}
    unasked = {name for name, value in wanted.items() if value == "" or (name == "regions" and value is None)}
    return [f"{n}: {found[n]!r}" for n in found if n not in unasked and found[n] != wanted[n]]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_composed_sentences_are_read_exactly(language: str, no_places: object) -> None:
    lexicon = load_lexicon(language)
    made: Counter[str] = Counter()
    wrong: list[tuple[str, list[str]]] = []
    for asked in sentences(language):
        made[asked.kind] += 1
        document = Document(asked.text, language=language, published="2024-05-20")
        reading = read(document, lexicon=lexicon, gazetteer=no_places)  # type: ignore[arg-type]
        if differences := differs(asked, [c for c in reading.claims if c.kind == asked.kind]):
            wrong.append((asked.text, differences))
    assert set(made) == {"act", "finding", "site", "denial"}
    assert len(wrong) <= 0.01 * made.total(), (made, wrong[:20])


def test_there_are_thousands_of_them() -> None:
    made = sum(1 for language in ("en", "uk", "ru") for _ in sentences(language))
    assert made > 5_000
