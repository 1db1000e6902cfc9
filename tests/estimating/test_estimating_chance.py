"""Random draws of the compiled samplers follow their distributions, in each way they are made."""

from __future__ import annotations

import numba
import numpy as np
import pytest
from scipy import stats

from accounted.estimating.chance import binomial, gamma, new_state, normal
from accounted.estimating.latent_chain import new_chain
from accounted.estimating.latent_gibbs import split


@numba.njit
def binomials(state, trials, chance, into):
    for at in range(len(into)):
        into[at] = binomial(state, trials, chance)


@numba.njit
def gammas(state, shape, into):
    for at in range(len(into)):
        into[at] = gamma(state, shape)


@numba.njit
def normals(state, into):
    for at in range(len(into)):
        into[at] = normal(state)


@numba.njit
def splits(chain, people, weight, into):
    for at in range(len(into)):
        split(chain.state, chain.into, chain.digits, people, weight, weight.sum())
        into[at] = chain.into


def state(number):
    return new_state(np.random.SeedSequence(number))


@pytest.mark.parametrize(
    ("trials", "chance"),
    [
        (1, 0.3), (5, 0.02), (64, 0.5), (65, 0.7), (300, 0.2), (320, 0.995),  # coins
        (50, 0.001), (5_000, 0.00004), (10_000, 0.0008), (3_000, 0.998),  # inversion
        (321, 0.5), (1_131, 0.85), (2_047, 0.03), (2_048, 0.03), (10**9, 0.37),  # transformed rejection
    ],
)  # fmt: skip
def test_binomials(trials, chance):
    drawn = np.empty(40_000, np.int64)
    binomials(state(trials), trials, chance, drawn)
    law = stats.binom(trials, chance)
    edges = np.unique(law.ppf(np.linspace(0, 1, 25)[1:-1]))
    seen = np.bincount(np.searchsorted(edges, drawn), minlength=len(edges) + 1)
    expected = np.diff(np.concatenate([[0.0], law.cdf(edges), [1.0]])) * len(drawn)
    kept = expected > 0
    assert seen[~kept].sum() == 0
    away = ((seen - expected)[kept] ** 2 / expected[kept]).sum()
    assert away < stats.chi2.ppf(0.9999, max(kept.sum() - 1, 1))


@pytest.mark.parametrize("shape", [0.05, 0.4, 1.0, 1.5, 2.0, 3.0, 7.0, 60.0, 4_000.0])
def test_gammas(shape):
    drawn = np.empty(60_000)
    gammas(state(int(100 * shape)), shape, drawn)
    assert stats.kstest(drawn, stats.gamma(shape).cdf).pvalue > 1e-4


def test_normals():
    drawn = np.empty(200_000)
    normals(state(7), drawn)
    assert stats.kstest(drawn, stats.norm.cdf).pvalue > 1e-4
    assert (np.abs(drawn) > 3.4426).mean() == pytest.approx(2 * stats.norm.sf(3.4426), rel=0.4)


@pytest.mark.parametrize("people", [3, 40, 64, 300, 2_500])
def test_people_are_put_into_classes_in_proportion(people):
    weight = np.array([0.5, 2.0, 0.0, 0.3, 1e-9, 1.0, 0.2])
    chain, drawn = new_chain(state(people), 2, len(weight), 3), np.empty((20_000, len(weight)), np.int64)
    splits(chain, people, weight, drawn)
    share = weight / weight.sum()
    assert (drawn.sum(axis=1) == people).all()
    assert drawn[:, 2].max() == 0
    error = np.sqrt(people * share * (1 - share) / len(drawn)) + 1e-9
    assert (np.abs(drawn.mean(axis=0) - people * share) / error < 4.5)[share > 1e-6].all()
    together = np.cov(drawn[:, 1], drawn[:, 5])[0, 1]  # of a multinomial: -n p q
    assert together == pytest.approx(-people * share[1] * share[5], rel=0.06)
