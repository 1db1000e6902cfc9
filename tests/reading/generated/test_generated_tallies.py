"""Sentences composed from a grammar of counts are read exactly: bounds, basis, group, speaker, part of what.

The composers have their own words and their own inflection; they know nothing of the reader's word lists. The
right answer is known because the sentence was made for it.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest
from compositions import Answer, Composed, Language
from english import ENGLISH
from russian import RUSSIAN
from ukrainian import UKRAINIAN

from accounted.claims import Claim, Document
from accounted.reading import load_lexicon, read
from accounted.vocabulary import vocabulary

# Terms of sex, age and status that a group may have, and the named groups that sentences are made with.
KINDS = frozenset(
    {
        "female", "male", "child", "adult", "older", "civilian", "armed_forces", "other_protected", "police",
        "journalist",
    }
)  # fmt: skip


def shown(claim: Claim, order: dict[str, int]) -> Answer:
    """A tally as an answer."""
    tally = claim.tally
    assert tally is not None
    return Answer(
        tally.basis,
        tally.count.quantifier,
        (tally.count.low, tally.count.best, tally.count.high),
        frozenset(tally.group) & KINDS,
        " ".join(claim.speaker.text.lower().split()) if claim.speaker else None,
        tally.incremental,
        order.get(tally.partition_of or ""),
    )


def answers(composed: Composed, no_places: object) -> tuple[Answer, ...]:
    document = Document(composed.text, language=composed.language, published="2024-05-20")
    reading = read(document, lexicon=load_lexicon(composed.language), gazetteer=no_places)  # type: ignore[arg-type]
    tallies = [c for c in reading.claims if c.tally is not None]
    order = {c.id: n for n, c in enumerate(tallies)}
    return tuple(shown(c, order) for c in tallies)


def failures(
    language: Language, no_places: object, each: int, more: int
) -> tuple[int, list[tuple[Composed, tuple[Answer, ...]]]]:
    """How many sentences were read, and those that were not read exactly."""
    made, wrong = 0, []
    for composed in language.sentences(each, more):
        made += 1
        read_as = answers(composed, no_places)
        if read_as != composed.answers:
            wrong.append((composed, read_as))
    return made, wrong


@pytest.mark.slow
@pytest.mark.parametrize("language", [ENGLISH, UKRAINIAN, RUSSIAN], ids=lambda language: language.code)
def test_composed_sentences_are_read_exactly(language: Language, no_places: object) -> None:
    made, wrong = failures(language, no_places, each=20, more=1000)
    shapes = Counter(composed.shape.rsplit("/", 1)[0] for composed, _ in wrong).most_common(12)
    first = "\n".join(f"{c.text}\n  is {c.answers}\n  was read {r}" for c, r in wrong[:5])
    assert len(wrong) <= 0.01 * made, f"{len(wrong)} of {made} are read otherwise: {shapes}\n{first}"


@pytest.mark.slow
@pytest.mark.parametrize("language", [ENGLISH, UKRAINIAN, RUSSIAN], ids=lambda language: language.code)
def test_what_nobody_asserts_is_not_read_as_asserted(language: Language, no_places: object) -> None:
    chance, wrong = random.Random(f"{language.code} 1948"), []
    for _ in range(600):
        text, rejected = language.unasserted(chance)
        document = Document(text, language=language.code, published="2024-05-20")
        reading = read(document, lexicon=load_lexicon(language.code), gazetteer=no_places)  # type: ignore[arg-type]
        modalities = {c.modality for c in reading.claims if c.tally is not None and c.tally.victims}
        if modalities != ({"denies"} if rejected else set()):
            wrong.append((text, modalities))
    assert len(wrong) <= 6, wrong[:8]


def test_every_basis_and_every_wording_of_a_number_is_composed() -> None:
    assert set(ENGLISH.bases) == {term.code for term in vocabulary("count_basis")}
    assert set(ENGLISH.quantifiers) == {term.code for term in vocabulary("quantifier")}
    for language in (UKRAINIAN, RUSSIAN):
        assert len(set(language.bases) & set(ENGLISH.bases)) >= 25
        assert set(language.quantifiers) <= set(ENGLISH.quantifiers)
