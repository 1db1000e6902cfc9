"""Log-linear models: fixed, stepwise, or the best of all hierarchical ones by BIC."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri
from scipy.stats import chi2

from accounted.estimating.estimate import Estimate, Method, NotEstimable
from accounted.estimating.lists import InvalidLists, ListOverlap
from accounted.estimating.loglinear_fit import Cells, Fit, Terms, existence, fit, hierarchical, maximise
from accounted.estimating.model_search import THRESHOLD, by_bic, stepwise

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Interval = Literal["wald", "profile", "bca"]
Search = Callable[[Cells], Fit | None]
_RARE = 5  # resamples


class LogLinear(Method):
    """Log-linear models of list overlaps, with the choice of model carried into the interval where asked.

    Args:
        model: `stepwise` (Chan, Silverman & Vincent 2021), `bic` (best of all hierarchical models;
            Silverman, Chan & Vincent 2024), `independence`, or the interactions themselves, each a sequence
            of list names: `[["A", "B"], ["A", "B", "C"]]`; everything inside a term is in the model too.
        interval: `bca` resamples the people and chooses the model again each time (Efron 1987); `wald` and
            `profile` take the chosen model as given, and so promise too much.
        resamples: of the bootstrap.
        top: with `bic` and `bca`: how many of the best models are tried again in each resample.
        order: with `bic`: the largest number of lists in one term; None for all.
        threshold: of the stepwise p-values.
        level: of the interval.
        seed: of the bootstrap.
    """

    name: ClassVar[str] = "log-linear"
    assumption: ClassVar[str] = (
        "lists depend on each other only through the interactions in the model; there is no interaction of "
        "all lists "
        "at once, and everyone has the same chances of being listed"
    )

    def __init__(
        self,
        model: Literal["stepwise", "bic", "independence"] | Sequence[Sequence[str]] = "stepwise",
        *,
        interval: Interval = "wald",
        resamples: int = 1000,
        top: int = 20,
        order: int | None = None,
        threshold: float = THRESHOLD,
        level: float = 0.95,
        seed: int = 1,
    ) -> None:
        super().__init__()
        if interval not in ("wald", "profile", "bca"):
            raise ValueError(f"interval {interval!r}: choose wald, profile or bca.")
        if isinstance(model, str) and model not in ("stepwise", "bic", "independence"):
            raise ValueError(
                f"model {model!r}: choose stepwise, bic, independence, or name the interactions."
            )
        self.model, self.interval, self.resamples, self.top = model, interval, resamples, top
        self.order, self.threshold, self.level, self.seed = order, threshold, level, seed

    def parameters(self) -> Mapping[str, Any]:
        """The options this was constructed with."""
        return {
            "model": self.model, "interval": self.interval, "resamples": self.resamples, "top": self.top,
            "order": self.order, "threshold": self.threshold, "level": self.level, "seed": self.seed,
        }  # fmt: skip

    def _fit(self, lists: ListOverlap) -> Estimate:
        cells = Cells.of(len(lists.names), lists.patterns, lists.counts)
        search, terms = self._search(cells, lists)
        chosen = search(cells)
        if chosen is None:
            raise NotEstimable(self._why_not(terms, cells))
        self.diagnostics |= {
            "terms": [_named(term, lists) for term in chosen.terms if term & (term - 1)],
            "infinite_terms": [_named(term, lists) for term in chosen.infinite],
            "log_likelihood": chosen.log_likelihood,
            "aic": chosen.aic,
            "bic": chosen.bic,
            "standard_error": float(chosen.unlisted * chosen.standard_error),
            "fitted": dict(zip(chosen.cells.tolist(), chosen.fitted.tolist(), strict=True)),
        }
        if self.interval == "bca":
            low, high, draws = self._bca(cells, search, chosen)
            if not isinstance(self.model, str):
                self.warnings.append(
                    "The model was chosen before; the interval does not know of that choice."
                )
        else:
            low, high = (wald if self.interval == "wald" else profile)(chosen, cells, self.level)
            draws = None
            if self.model in ("stepwise", "bic"):
                self.warnings.append(
                    "The interval takes the chosen model as certain and is too narrow; use interval='bca'."
                )
        if (
            high is not None
            and low is not None
            and high - lists.observed > 10 * max(low - lists.observed, 1.0)
        ):
            self.warnings.append(
                "The unlisted could be ten times more or fewer: the table says little about them."
            )
        return Estimate(chosen.total, low, high, self.level, draws)

    def _search(self, cells: Cells, lists: ListOverlap) -> tuple[Search, Terms | None]:
        if self.model == "stepwise":
            return lambda data: stepwise(data, threshold=self.threshold)[1], None
        if self.model == "bic":
            ranked = by_bic(cells, order=self.order, best=max(self.top, 10))
            if not ranked:
                return lambda data: None, None
            self.diagnostics["best_models"] = [
                {
                    "bic": bic,
                    "total": found.total,
                    "terms": [_named(t, lists) for t in sorted(terms) if t & (t - 1)],
                }
                for bic, terms, found in ranked[:10]
            ]
            candidates = [terms for _, terms, _ in ranked[: self.top]]

            def best_again(data: Cells) -> Fit | None:
                fits = [found for terms in candidates if (found := fit(terms, data)) is not None]
                return min(fits, key=lambda found: found.bic) if fits else None

            return best_again, None
        terms = frozenset({0}) if self.model == "independence" else _terms(self.model, lists)
        terms = hierarchical(terms, cells.lists)
        return lambda data: fit(terms, data), terms

    @staticmethod
    def _why_not(terms: Terms | None, cells: Cells) -> str:
        if terms is None:
            return "No model of the search has an estimate on this table: too few people are on two lists."
        found = existence(terms, cells)
        reason = "has no finite estimate" if not found.exists else "is not identifiable"
        return (
            f"The model {reason} on this table (code {found.code}); leave out interactions of lists that "
            f"share few "
            "people, or merge lists."
        )

    def _bca(
        self, cells: Cells, search: Search, chosen: Fit
    ) -> tuple[float | None, float | None, npt.NDArray[np.float64]]:
        """Bias-corrected and accelerated bootstrap, the model chosen anew in each resample (Efron 1987)."""
        random = np.random.default_rng(
            np.random.SeedSequence([self.seed, cells.lists, int(cells.counts.sum())])
        )
        people = int(cells.counts.sum())
        share = cells.counts / people
        draws = []
        for counts in random.multinomial(people, share, size=self.resamples):
            again = search(Cells(cells.lists, cells.patterns, counts.astype(float)))
            if again is not None:
                draws.append(again.total)
        failed = self.resamples - len(draws)
        self.diagnostics["resamples_without_estimate"] = failed
        if failed > 0.05 * self.resamples:
            self.warnings.append(
                f"{failed} of {self.resamples} resamples have no estimate: the table is fragile."
            )
        values = np.sort(np.array(draws))
        if len(values) < 20:
            return None, None, values
        acceleration = self._acceleration(cells, search)
        self.diagnostics["acceleration"] = acceleration
        bias = float(
            ndtri(np.clip(np.mean(values < chosen.total), 1 / (2 * len(values)), 1 - 1 / (2 * len(values))))
        )
        self.diagnostics["bias_correction"] = bias
        ends, at = [], []
        for tail in ((1 - self.level) / 2, (1 + self.level) / 2):
            z = bias + ndtri(tail)
            at.append(float(ndtr(bias + z / (1 - acceleration * z))))
            ends.append(float(np.quantile(values, at[-1], method="median_unbiased")))
        self.diagnostics["quantiles_of_resamples"] = at
        if min(at[0], 1 - at[1]) < _RARE / len(values):
            self.warnings.append(
                f"An end of the interval is read from fewer than {_RARE} of {len(values)} resamples: another "
                "seed moves it by a tenth or more. Use more resamples."
            )
        return ends[0], ends[1], values

    def _acceleration(self, cells: Cells, search: Search) -> float:
        """From the jackknife over people; those with one pattern are alike, so one fit serves them all."""
        values, weights = [], []
        for at in np.flatnonzero(cells.counts):
            counts = cells.counts.copy()
            counts[at] -= 1
            without = search(Cells(cells.lists, cells.patterns, counts))
            if without is not None:
                values.append(without.total)
                weights.append(cells.counts[at])
        value, weight = np.array(values), np.array(weights)
        away = (weight @ value) / weight.sum() - value
        spread = float(weight @ away**2)
        return float(weight @ away**3) / (6 * spread**1.5) if spread > 0 else 0.0

    def plot(self) -> Figure:
        """Observed against fitted counts of every pattern, and the total with its interval."""
        from accounted.estimating.figures import fitted_counts

        return fitted_counts(self)


def wald(chosen: Fit, cells: Cells, level: float) -> tuple[float, float]:
    """Interval that is symmetric for log(unlisted): n + exp(alpha_0 ± z se)."""
    reach = float(ndtri((1 + level) / 2)) * chosen.standard_error
    return (
        chosen.observed + chosen.unlisted * float(np.exp(-reach)),
        chosen.observed + chosen.unlisted * float(np.exp(reach)),
    )


def profile(chosen: Fit, cells: Cells, level: float) -> tuple[float, float | None]:
    """Profile likelihood of the multinomial model in the unlisted (Cormack 1992).

    For each number of unlisted the model is fitted again with that number in the empty cell. The ends are
    where twice the log likelihood has fallen by the chi-squared quantile; None where it never does.
    """
    from scipy.special import gammaln

    terms = np.array(chosen.terms)
    patterns = np.concatenate([[0], chosen.cells])
    design = ((patterns[:, None] & terms[None, :]) == terms[None, :]).astype(float)
    counts = np.concatenate([[0.0], cells.counts[chosen.cells - 1]])
    people = counts.sum()

    def height(log_unlisted: float) -> float:
        unlisted = float(np.exp(log_unlisted))
        counts[0] = unlisted
        found = maximise(design, counts)
        if found is None:
            return -np.inf
        total = people + unlisted
        share = found[1] / found[1].sum()
        return float(gammaln(total + 1) - gammaln(unlisted + 1) + counts @ np.log(np.maximum(share, 1e-300)))

    middle = float(np.log(max(chosen.unlisted, 1e-3)))
    grid = middle + np.linspace(-1.0, 1.0, 41) * max(chosen.standard_error, 0.05)
    top = max(height(float(at)) for at in grid)
    drop = float(chi2.ppf(level, 1)) / 2

    def above(log_unlisted: float) -> float:
        return height(log_unlisted) - top + drop

    step = max(chosen.standard_error, 0.05)
    ends: list[float | None] = []
    for direction in (-1.0, 1.0):
        at = middle
        for _ in range(60):
            at += direction * step
            if above(at) < 0:
                root = brentq(above, *sorted((at, at - direction * step)), xtol=1e-6)
                ends.append(float(people + np.exp(root)))
                break
        else:
            ends.append(float(people) if direction < 0 else None)
    return ends[0] or float(people), ends[1]


def _terms(interactions: Sequence[Sequence[str]], lists: ListOverlap) -> Terms:
    terms = set()
    for names in interactions:
        unknown = [name for name in names if name not in lists.names]
        if unknown:
            raise InvalidLists(f"there is no list {unknown[0]!r}; the lists are {', '.join(lists.names)}.")
        terms.add(sum(1 << lists.names.index(name) for name in set(names)))
    if (1 << len(lists.names)) - 1 in terms:
        raise NotEstimable(
            "The saturated model says nothing of the unlisted; leave out the interaction of all lists."
        )
    return frozenset(terms)


def _named(term: int, lists: ListOverlap) -> list[str]:
    return [name for j, name in enumerate(lists.names) if term >> j & 1]
