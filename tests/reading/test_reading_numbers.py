"""Numbers as texts write them, and the bounds that the words around them give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.claims import Document
from accounted.reading.lexicons import load_lexicon
from accounted.reading.numbers import NumberPhrase, phrases
from accounted.reading.numerals import figure_value
from accounted.reading.passages import Passage
from accounted.reading.quantifiers import both_readings, bounded, vague


def numbers(text: str) -> list[tuple[Passage, NumberPhrase]]:
    passage = Passage(Document(text), load_lexicon("en"))
    return [(passage, p) for s in passage.sentences for p in phrases(passage, s)]


@pytest.mark.parametrize(
    ("text", "quantifier", "low", "best", "high"),
    [
        ("534 bodies", "exact", 534, 534, 534),
        ("1,126 people", "exact", 1126, 1126, 1126),
        ("33000 residents", "exact", 33000, 33000, 33000),
        ("twenty-five men", "exact", 25, 25, 25),
        ("two hundred and fifty thousand people", "exact", 250_000, 250_000, 250_000),
        ("one hundred and five men", "exact", 105, 105, 105),
        ("half a million people", "exact", 500_000, 500_000, 500_000),
        ("17.5 thousand people", "exact", 17_500, 17_500, 17_500),
        ("500 thousand people", "exact", 500_000, 500_000, 500_000),
        ("two dozen people", "exact", 24, 24, 24),
        ("a hundred people", "exact", 100, 100, 100),
        ("at least 447 victims", "at_least", 447, None, None),
        ("no fewer than 40 people", "at_least", 40, None, None),
        ("a hundred or more civilians", "at_least", 100, None, None),
        ("more than 500 civilians", "more_than", 501, None, None),
        ("500+ people", "more_than", 501, None, None),
        ("up to 30 bodies", "at_most", None, None, 30),
        ("as many as 350 people", "at_most", None, None, 350),
        ("fewer than ten people", "less_than", None, None, 9),
        ("about 25 people", "about", None, 25, None),
        ("some 300 people", "about", None, 300, None),
        ("nearly 100 others", "nearly", None, 100, None),
        ("between 12 and 28 civilians", "between", 12, None, 28),
        ("12-15 people", "between", 12, None, 15),
        ("12 to 15 thousand people", "between", 12_000, None, 15_000),
        ("several people", "several", 3, None, None),
        ("dozens of people", "dozens", 24, None, None),
        ("scores of people", "dozens", 40, None, None),
        ("hundreds of people", "hundreds", 200, None, None),
        ("several hundred people", "hundreds", 300, None, None),
        ("thousands of people", "hundreds", 2000, None, None),
        ("tens of thousands of people", "hundreds", 20_000, None, None),
        ("a large number of people", "many", None, None, None),
    ],
)
def test_both_bounds_follow_the_words(
    text: str, quantifier: str, low: int | None, best: int | None, high: int | None
) -> None:
    ((_, phrase),) = numbers(text)
    count = phrase.count
    assert (count.quantifier, count.low, count.best, count.high) == (quantifier, low, best, high)
    assert phrase.reason is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a 35-year-old man", "an age"),
        ("a nine-year-old girl", "an age"),
        ("aged 60", "an age"),
        ("$150,000 in cash", "money"),
        ("5% of homes", "a share"),
        ("at 19:14 sharp", "a time"),
        ("the 93rd brigade", "an order"),
        ("School No. 5 burned", "a designation"),
        ("Article 6 applies", "a designation"),
        ("a five-storey house", "a distance or size"),
        ("in 2014 they left", "a year"),
        ("version 1.2.3 of it", "not a number that counts"),
        ("2.5 people", "a decimal figure"),
    ],
)
def test_a_number_that_counts_nobody_says_why(text: str, reason: str) -> None:
    assert [p.reason for _, p in numbers(text)] == [reason]


@pytest.mark.parametrize("text", ["20 more people", "another 20 people", "an additional 20 people"])
def test_an_addition_is_marked_as_one(text: str) -> None:
    ((_, phrase),) = numbers(text)
    assert phrase.incremental
    assert phrase.count.best == 20


def test_twenty_more_keeps_both_readings() -> None:
    count, readings = both_readings(20)
    assert count.quantifier == "ambiguous"
    assert [(r.quantifier, r.low, r.best, r.high) for r in readings] == [
        ("exact", 20, 20, 20),
        ("more_than", 21, None, None),
    ]


def test_zero_is_none_and_not_unknown() -> None:
    assert bounded("exact", 0).quantifier == "none"
    assert bounded("exact", 0).high == 0


def test_a_vague_quantity_under_a_ceiling_has_no_floor() -> None:
    assert vague("hundreds", 200, "at_most").low is None


@given(st.integers(0, 999_999_999))
def test_a_figure_means_the_same_with_and_without_grouping(value: int) -> None:
    assert figure_value(str(value), ".") == value
    assert figure_value(f"{value:,}", ".") == value
    assert figure_value(f"{value:,}".replace(",", "."), ",") == value


@given(st.text(alphabet="0123456789.,:", max_size=40))
def test_no_string_of_digits_breaks_the_parser(figure: str) -> None:
    value = figure_value(figure, ".")
    assert value is None or value >= 0


@given(
    st.integers(1, 10**6),
    st.sampled_from(["at_least", "more_than", "at_most", "less_than", "about", "exact"]),
)
def test_low_best_high_are_in_order(value: int, quantifier: str) -> None:
    count = bounded(quantifier, value)  # Count refuses what is out of order (rule D-02)
    assert {count.low, count.best, count.high} != {None}
