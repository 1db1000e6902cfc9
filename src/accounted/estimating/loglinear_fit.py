"""One log-linear model fitted to a pattern table, or why it cannot be.

Counts are Poisson, log mu_c = sum of alpha_theta over the terms theta of the model that lie within the
pattern c; the unlisted are exp(alpha_0), the fitted count of the empty pattern (Fienberg 1972; Bishop,
Fienberg & Holland 1975).

Sparse tables follow Chan, Silverman & Vincent (2021): a term on whose lists nobody is found in common has no
finite maximum-likelihood value; the patterns containing it are left out and the parameter is dropped. Whether
the rest has a maximum (Fienberg & Rinaldo 2012) is decided by linear programming before any number is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.special import gammaln

Terms = frozenset[int]  # each term a set of lists as bits; the intercept is the empty set, 0
Floats = npt.NDArray[np.float64]

MOST_CELLS = 2**14  # all patterns of 14 lists; beyond it a full table is not what a log-linear model is for
_CONVERGED = 1e-10
_CLEARLY_POSITIVE = 1e-4  # people fitted in a cell
_POSITIVE = 1e-7  # how far the linear programme's optimum must be above zero, in people


class Existence(NamedTuple):
    """Whether the maximum-likelihood estimate exists, and whether the parameters are identifiable.

    `code` is 0 when both hold, 1 when the estimate does not exist, 2 when it is not identifiable, 3 when
    neither.
    """

    exists: bool
    identifiable: bool

    @property
    def code(self) -> int:
        """0, 1, 2 or 3 as in the literature on sparse tables."""
        return (0 if self.exists else 1) + (0 if self.identifiable else 2)


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted log-linear model.

    Attributes:
        terms: the parameters that were estimated, the intercept (0) first, ascending.
        alpha: their values, natural log scale. Shape (terms,).
        covariance: inverse Fisher information. Shape (terms, terms).
        unlisted: exp(alpha_0), people on no list.
        total: people on some list, plus `unlisted`.
        log_likelihood: Poisson, of the cells that were kept.
        infinite: terms dropped because nobody is on all their lists (their value is minus infinity).
    """

    terms: tuple[int, ...]
    alpha: Floats
    covariance: Floats
    unlisted: float
    total: float
    log_likelihood: float
    observed: int
    infinite: tuple[int, ...]
    cells: npt.NDArray[np.int64]
    fitted: Floats

    @property
    def parameters(self) -> int:
        """Parameters of the model, those at minus infinity included: they were chosen too."""
        return len(self.terms) + len(self.infinite)

    @property
    def bic(self) -> float:
        """Bayesian information criterion, with the number of people observed as the sample size."""
        return -2.0 * self.log_likelihood + float(np.log(self.observed)) * self.parameters

    @property
    def aic(self) -> float:
        """Akaike information criterion."""
        return -2.0 * self.log_likelihood + 2.0 * self.parameters

    @property
    def standard_error(self) -> float:
        """Of log(unlisted)."""
        return float(np.sqrt(self.covariance[0, 0]))


@dataclass(frozen=True, slots=True)
class Cells:
    """A pattern table written out over every pattern of its lists.

    Shape (2**lists - 1,) for `patterns` and `counts`, in ascending order of pattern.
    """

    lists: int
    patterns: npt.NDArray[np.int64]
    counts: Floats

    @classmethod
    def of(cls, lists: int, patterns: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> Cells:
        """Write out a table in which only observed patterns stand."""
        every = np.arange(1, 2**lists, dtype=np.int64)
        full = np.zeros(len(every))
        full[patterns - 1] = counts
        return cls(lists, every, full)

    def margin(self, term: int) -> float:
        """People on all lists of a term, whatever else they are on."""
        return float(self.counts[self.patterns & term == term].sum())


def main_effects(lists: int) -> Terms:
    """The terms of independent lists: the intercept and one for each list."""
    return frozenset({0, *(1 << j for j in range(lists))})


def hierarchical(terms: Iterable[int], lists: int) -> Terms:
    """The smallest hierarchical model that holds these terms: with each, everything inside it."""
    inside = set(main_effects(lists))
    for term in terms:
        part = term
        while part:
            inside.add(part)
            part = (part - 1) & term
    return frozenset(inside)


@lru_cache(maxsize=20_000)
def _kept(terms: Terms, infinite: Terms, lists: int) -> tuple[tuple[int, ...], npt.NDArray[np.bool_], Floats]:
    """Finite terms, which cells are kept, and their design. Cached: bootstraps ask again and again."""
    finite = tuple(sorted(t for t in terms if not any(t & gone == gone for gone in infinite)))
    patterns = np.arange(1, 2**lists, dtype=np.int64)
    keep = np.ones(len(patterns), dtype=bool)
    for gone in infinite:
        keep &= patterns & gone != gone
    design = ((patterns[keep, None] & np.array(finite)[None, :]) == np.array(finite)[None, :]).astype(float)
    return finite, keep, design


def infinite_terms(terms: Terms, cells: Cells) -> Terms:
    """The terms of a model whose lists have nobody in common."""
    return frozenset(t for t in terms if t & (t - 1) and cells.margin(t) == 0)


def existence(terms: Terms, cells: Cells) -> Existence:
    """Whether a model has a finite, unique maximum-likelihood estimate on this table (Fienberg & Rinaldo
    2012).

    The estimate exists if and only if some strictly positive table has the same sufficient statistics:
    maximise s subject to A x = A n, x >= s, s >= 0.
    """
    _, keep, design = _kept(terms, infinite_terms(terms, cells), cells.lists)
    return _existence(design, cells.counts[keep])


def _existence(design: Floats, counts: Floats) -> Existence:
    identifiable = bool(np.linalg.matrix_rank(design) == design.shape[1])
    if np.all(counts > 0):
        return Existence(True, identifiable)  # the table itself is the positive table
    sufficient = design.T @ counts
    # x = s + y with y >= 0 keeps the programme in standard form
    columns = np.hstack([design.T, design.T.sum(axis=1, keepdims=True)])
    objective = np.zeros(columns.shape[1])
    objective[-1] = -1.0
    solved = linprog(objective, A_eq=columns, b_eq=sufficient, bounds=(0, None), method="highs")
    return Existence(bool(solved.status == 0 and -solved.fun > _POSITIVE), identifiable)


def fit(terms: Terms, cells: Cells) -> Fit | None:
    """Maximum likelihood by Newton's method with step halving; None when there is no estimate.

    A converged fit whose every cell is well above zero is itself a positive table with the observed
    sufficient statistics, which proves that the estimate exists; only other fits are put to the linear
    programme.
    """
    gone = infinite_terms(terms, cells)
    finite, keep, design = _kept(terms, gone, cells.lists)
    counts = cells.counts[keep]
    found = maximise(design, counts)
    if found is None:
        return None
    alpha, mu, information = found
    if mu.min() < _CLEARLY_POSITIVE and _existence(design, counts).code != 0:
        return None
    try:
        covariance = np.asarray(np.linalg.inv(information), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None  # not identifiable on the cells that are left
    observed = int(cells.counts.sum())
    unlisted = float(np.exp(alpha[0]))
    return Fit(
        terms=finite,
        alpha=alpha,
        covariance=covariance,
        unlisted=unlisted,
        total=observed + unlisted,
        log_likelihood=float(counts @ (design @ alpha) - mu.sum() - gammaln(counts + 1).sum()),
        observed=observed,
        infinite=tuple(sorted(gone)),
        cells=cells.patterns[keep],
        fitted=mu,
    )


def maximise(design: Floats, counts: Floats, *, rounds: int = 100) -> tuple[Floats, Floats, Floats] | None:
    """Poisson maximum likelihood: coefficients, fitted counts, information; None without convergence."""
    # start where a smoothed table would be: near the answer, and finite where counts are zero
    weight = counts + 0.5
    try:
        smooth: Floats = design.T @ (weight * np.log(weight))
        alpha: Floats = np.asarray(np.linalg.solve(design.T @ (weight[:, None] * design), smooth), np.float64)
    except np.linalg.LinAlgError:
        return None
    eta = design @ alpha
    mu = np.exp(np.minimum(eta, 50.0))
    value = counts @ eta - mu.sum()
    for _ in range(rounds):
        gradient = design.T @ (counts - mu)
        information = design.T @ (mu[:, None] * design)
        try:
            step = np.linalg.solve(information, gradient)
        except np.linalg.LinAlgError:
            return None
        gain = float(gradient @ step)
        if not np.isfinite(gain):
            return None
        scale = 1.0
        for _ in range(40):
            next_eta = design @ (alpha + scale * step)
            next_mu = np.exp(np.minimum(next_eta, 50.0))
            next_value = counts @ next_eta - next_mu.sum()
            if next_value >= value - 1e-12 * abs(value):
                break
            scale /= 2
        else:
            return None
        alpha, mu, value = alpha + scale * step, next_mu, next_value
        if gain < _CONVERGED:
            return alpha, mu, design.T @ (mu[:, None] * design)
    return None
