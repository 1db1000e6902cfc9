"""Kappa and alpha against what their authors published, and against an independent implementation."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.record.agreement import cohen_kappa, krippendorff_alpha


def columns(*raters: str) -> list[list[str]]:
    """Units from one line for each rater; a star is nothing said."""
    return [
        [said for said in unit if said != "*"]
        for unit in zip(*(line.split() for line in raters), strict=True)
    ]


def test_alpha_of_two_observers_and_binary_data_as_krippendorff_published():
    units = columns("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    assert krippendorff_alpha(units).value == pytest.approx(0.095, abs=0.0005)


def test_alpha_of_two_observers_and_five_codes_as_krippendorff_published():
    units = columns("a a b b d c c c e d d a", "b a b b b c c c e d d d")
    assert krippendorff_alpha(units).value == pytest.approx(0.692, abs=0.0005)


def test_alpha_of_four_observers_with_missing_data_as_krippendorff_published():
    units = columns(
        "1 2 3 3 2 1 4 1 2 * * *",
        "1 2 3 3 2 2 4 1 2 5 * 3",
        "* 3 3 3 2 3 4 2 2 5 1 *",
        "1 2 3 3 2 4 4 1 2 5 1 *",
    )
    found = krippendorff_alpha(units)
    assert found.value == pytest.approx(0.743, abs=0.0005)
    assert found.units == 11  # of the twelfth only one observer said anything


def test_kappa_of_two_psychologists_as_cohen_published():
    """Table 2 of Cohen 1960: 200 patients, three categories."""
    table = {("p", "p"): 88, ("p", "n"): 14, ("p", "o"): 18, ("n", "p"): 10, ("n", "n"): 40, ("n", "o"): 10,
             ("o", "p"): 2, ("o", "n"): 6, ("o", "o"): 12}  # fmt: skip
    found = cohen_kappa(table)
    assert found.observed == pytest.approx(0.70)
    assert found.value == pytest.approx(0.492, abs=0.0005)


def test_the_error_of_kappa_as_fleiss_cohen_and_everitt_published():
    """The example of their paper: kappa .429, with a variance of .002885 for N = 200."""
    shares = {("1", "1"): 0.53, ("1", "2"): 0.05, ("1", "3"): 0.02, ("2", "1"): 0.11, ("2", "2"): 0.14,
              ("2", "3"): 0.05, ("3", "1"): 0.01, ("3", "2"): 0.06, ("3", "3"): 0.03}  # fmt: skip
    found = cohen_kappa({key: round(200 * share) for key, share in shares.items()})
    assert found.value == pytest.approx(0.429, abs=0.0005)
    assert ((found.high - found.low) / 2 / 1.96) ** 2 == pytest.approx(0.002885, abs=0.000002)


@given(st.lists(st.tuples(st.sampled_from("arcs"), st.sampled_from("arcs")), min_size=2, max_size=60))
def test_kappa_is_that_of_an_independent_implementation(pairs):
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")
    found = cohen_kappa(Counter(pairs))
    one, other = zip(*pairs, strict=True)
    if found.value is None:
        assert len(set(one) | set(other)) == 1
    else:
        assert found.value == pytest.approx(metrics.cohen_kappa_score(one, other))


def by_the_definition(units: list[list[str]]) -> float | None:
    """Alpha from the matrix of coincidences, written out as in the paper."""
    matrix: Counter[tuple[str, str]] = Counter()
    for unit in units:
        for i, one in enumerate(unit):
            for j, other in enumerate(unit):
                if i != j:
                    matrix[one, other] += 1 / (len(unit) - 1)
    margin: Counter[str] = Counter()
    for (one, _), number in matrix.items():
        margin[one] += number
    n = sum(margin.values())
    observed = sum(number for (one, other), number in matrix.items() if one != other)
    expected = sum(margin[c] * margin[k] for c in margin for k in margin if c != k)
    return None if expected == 0 else 1 - (n - 1) * observed / expected


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=2, max_size=5), min_size=1, max_size=30))
def test_alpha_is_that_of_the_matrix_of_coincidences(units):
    assert krippendorff_alpha(units).value == pytest.approx(by_the_definition(units))


def test_the_interval_of_alpha_is_about_that_of_resampled_units():
    chance = random.Random(7)
    units = [
        [code, code if chance.random() < 0.8 else chance.choice("abc")]
        for code in chance.choices("abc", k=300)
    ]
    found = krippendorff_alpha(units)
    drawn = sorted(krippendorff_alpha(chance.choices(units, k=300)).value for _ in range(400))
    assert found.low == pytest.approx(drawn[10], abs=0.02)
    assert found.high == pytest.approx(drawn[389], abs=0.02)


def test_nothing_is_told_of_agreement_where_there_is_no_variation():
    found = krippendorff_alpha([["a", "a"]] * 9)
    assert (found.value, found.observed) == (None, 1.0)
    assert cohen_kappa({("a", "a"): 9}).value is None
    assert cohen_kappa({}).units == krippendorff_alpha([["a"], []]).units == 0
