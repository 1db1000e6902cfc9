"""All methods side by side, convergence by its own measures, and figures with their numbers."""

from __future__ import annotations

import numpy as np
import pytest

from accounted.estimating import (
    ChaoLowerBound,
    DecomposableGraphs,
    HighestOrderOdds,
    LatentClassModel,
    ListOverlap,
    LogLinear,
    SampleCoverage,
    compare,
    numbers,
    save,
    upset,
)
from accounted.estimating.convergence import convergence, modes, places

FOUR = ListOverlap.from_counts(
    "ABCD",
    {1: 60, 2: 50, 4: 55, 8: 40, 3: 14, 5: 12, 9: 8, 6: 13, 10: 9, 12: 7, 7: 5, 11: 3, 13: 2, 14: 3, 15: 2},
)


@pytest.fixture(scope="module")
def compared():
    return compare(FOUR, budget=8_000)


def test_every_kind_of_variation_has_its_rows(compared):
    kinds = [row.kind for row in compared.rows]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "method": 5, "without": 4, "merged": 6, "classes": 2, "prior": 5, "odds": 5,
    }  # fmt: skip


def test_the_odds_rows_fall_as_the_odds_rise(compared):
    points = [row.point for row in compared.rows if row.kind == "odds"]
    assert points == sorted(points, reverse=True)


def test_the_text_has_each_assumption_and_each_warning(compared):
    text = compared.text()
    for row in compared.rows:
        if row.kind == "method":
            assert row.assumption in text
    for words in compared.warnings:
        assert words in text


def test_every_figure_has_its_numbers_and_the_hash_of_its_data(compared, tmp_path):
    drawn = [compared.plot(), upset(FOUR)]
    for method in (
        LatentClassModel(4, budget=4_000), DecomposableGraphs(), LogLinear(), ChaoLowerBound(),
        SampleCoverage(resamples=50), HighestOrderOdds(),
    ):  # fmt: skip
        drawn.append(method.fit(FOUR).plot())
    for figure in drawn:
        assert FOUR.sha256[:16] in figure.get_supxlabel()
        assert numbers(figure).rows
    first, second = (save(upset(FOUR), tmp_path / name) for name in ("a.svg", "b.svg"))
    assert first[0].read_bytes() == second[0].read_bytes()
    assert first[1].read_text().splitlines()[1] == "A,60"
    with pytest.raises(ValueError, match=r"\.svg or \.pdf"):
        save(drawn[1], tmp_path / "a.png")


def test_independent_draws_have_converged_and_are_worth_their_number():
    draws = np.random.default_rng(1).normal(size=(4, 2000))
    found = convergence(draws)
    assert found.rhat < 1.01
    assert found.bulk == pytest.approx(8000, rel=0.15)
    assert found.tail == pytest.approx(8000, rel=0.2)


def test_one_chain_elsewhere_is_seen():
    draws = np.random.default_rng(1).normal(size=(4, 500))
    draws[3] += 5
    assert convergence(draws).rhat > 1.5


def test_chains_of_one_place_and_different_width_are_seen():
    """The folded draws show what means do not (Vehtari et al. 2021, section 3.1)."""
    draws = np.random.default_rng(1).normal(size=(4, 500))
    draws[3] *= 5
    assert convergence(draws).rhat > 1.1


@pytest.mark.parametrize("correlation", [0.5, 0.9])
def test_an_autoregressive_chain_is_worth_what_theory_says(correlation):
    random = np.random.default_rng(2)
    draws = np.zeros((4, 20_000))
    for k in range(1, draws.shape[1]):
        draws[:, k] = correlation * draws[:, k - 1] + random.normal(size=4)
    assert convergence(draws).bulk == pytest.approx(80_000 * (1 - correlation) / (1 + correlation), rel=0.15)


def test_heaps_are_told_apart_and_a_single_one_stays_one():
    random = np.random.default_rng(3)
    low, high = random.lognormal(7, 0.05, 6000), random.lognormal(8, 0.1, 2000)
    found = modes(np.concatenate([low, high]).reshape(4, -1), 0.95)
    assert len(found) == 2
    assert found[0].share == pytest.approx(0.75, abs=0.01)
    assert found[0].point == pytest.approx(np.exp(7), rel=0.02)
    assert found[1].point == pytest.approx(np.exp(8), rel=0.03)
    assert len(modes(random.lognormal(7, 0.4, (4, 2000)), 0.95)) == 1


def test_chains_that_sit_apart_are_each_a_place():
    random = np.random.default_rng(4)
    draws = random.normal(1000, 300, (4, 2000))
    draws[3] += 1200
    found = places(draws, 0.95)
    assert [one.chains for one in found] == [(0, 1, 2), (3,)]
    assert found[1].point == pytest.approx(2200, rel=0.02)
    assert len(places(draws[:3], 0.95)) == 1
