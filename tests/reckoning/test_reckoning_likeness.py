"""Sketches of texts tell how alike they are, and near ones share a band."""

from __future__ import annotations

from random import Random

import pytest

from accounted.reckoning.likeness import about, bands, likeness, packed, sequences, sketch, unpacked

WORDS = [a + b + c for a in "bdfgklmnprst" for b in ("a", "e", "i", "ar") for c in ("ba", "ne", "to", "ri")]


def a_pair(random: Random, words: int, same: float) -> tuple[frozenset[int], frozenset[int]]:
    """Two texts whose first words are the same."""
    body = random.choices(WORDS, k=words)
    other = [*body[: int(words * same)], *random.choices(WORDS, k=words - int(words * same))]
    return sequences(" ".join(body)), sequences(" ".join(other))


@pytest.mark.parametrize(("words", "same"), [(40, 0.8), (300, 0.7), (300, 0.95)])
def test_a_sketch_tells_the_likeness_without_leaning_to_either_side(words, same):
    random = Random(words)
    wrong = []
    for _ in range(80):
        one, other = a_pair(random, words, same)
        wrong.append(about(sketch(one), sketch(other)) - likeness(one, other))
    assert abs(sum(wrong) / len(wrong)) < 0.02
    assert sorted(map(abs, wrong))[int(0.95 * len(wrong)) - 1] < 0.12


def test_texts_of_likeness_seven_tenths_share_a_band():
    random = Random(3)
    pairs = [a_pair(random, 200, 0.83) for _ in range(60)]
    assert all(0.62 < likeness(*pair) < 0.8 for pair in pairs)
    assert sum(bool({*bands(sketch(a))} & {*bands(sketch(b))}) for a, b in pairs) >= 59


def test_texts_that_share_nothing_share_no_band():
    random = Random(4)
    found = [set(bands(sketch(sequences(" ".join(random.choices(WORDS, k=200)))))) for _ in range(60)]
    assert sum(bool(a & b) for n, a in enumerate(found) for b in found[:n]) == 0


def test_the_order_of_words_counts_and_case_and_stops_do_not():
    one = sequences("one two three four five six seven eight")
    assert one == sequences("ONE, two: three – four; five six; seven (eight)!")
    assert not one & sequences("eight seven six five four three two one")
    assert sequences("one two three four five six seven") == frozenset()


def test_a_sketch_is_kept_in_512_bytes_and_is_the_same_everywhere():
    made = sketch(sequences("Двадцять тіл знайшли в лісі на північ від міста у вересні"))
    assert len(packed(made)) == 512 and unpacked(packed(made)) == made
    assert bands(made)[:2] == (6451162283145693582, 6303362749673440260) and all(
        0 <= band < 1 << 63 for band in bands(made)
    )
