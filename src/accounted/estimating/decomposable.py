"""Averaging over all decomposable graphs of dependence between lists.

Madigan & York 1997; Lum, Price & Banks 2013.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from accounted.estimating.chance import compiled, part
from accounted.estimating.estimate import Estimate, Method, NotEstimable
from accounted.estimating.lists import ListOverlap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_DRAWS = 4_000
MOST_LISTS = 6  # 18,154 graphs; 7 lists have 617,675


@dataclass(frozen=True, slots=True)
class Graphs:
    """Every decomposable graph on some lists.

    Attributes:
        edges: of each graph, as bits over the pairs of lists in order (0,1), (0,2), (1,2) … Shape (graphs,).
        balance: cliques minus separators, for each graph and each set of lists. Shape (graphs, 2**lists),
            int8; column s belongs to the set of lists whose bits are s; column 0 counts empty separators and
            is not used.
    """

    edges: npt.NDArray[np.int64]
    balance: npt.NDArray[np.int8]


@lru_cache(maxsize=8)
def decomposable_graphs(lists: int) -> Graphs:
    """All labelled chordal graphs: 8 for 3 lists, 61 for 4, 822 for 5, 18,154 for 6.

    Every set of pairs is tried; maximum-cardinality search tells whether it is chordal, and gives cliques and
    separators (Tarjan & Yannakakis 1984). For six lists these are 32,768 tries, compiled.
    """
    pairs = np.array(_pairs(lists), dtype=np.int64)
    balance = np.zeros((2 ** len(pairs), 2**lists), dtype=np.int8)
    edges = np.zeros(2 ** len(pairs), dtype=np.int64)
    found = _enumerate(lists, pairs, np.zeros(lists, np.int64), edges, balance)
    return Graphs(edges[:found], balance[:found].copy())


def _pairs(lists: int) -> list[tuple[int, int]]:
    return [(i, j) for j in range(lists) for i in range(j)]


@compiled
def _enumerate(lists: int, pairs: Ints, neighbours: Ints, edges: Ints, balance: npt.NDArray[np.int8]) -> int:
    """Fill `edges` and `balance` with the chordal graphs in ascending order; returns how many there are."""
    found = 0
    for chosen in range(1 << len(pairs)):
        neighbours[:] = 0
        for k in range(len(pairs)):
            if chosen >> k & 1:
                neighbours[pairs[k, 0]] |= 1 << pairs[k, 1]
                neighbours[pairs[k, 1]] |= 1 << pairs[k, 0]
        row = balance[found]
        row[:] = 0
        if _cliques_minus_separators(lists, neighbours, row):
            edges[found] = chosen
            found += 1
    return found


@part
def _cliques_minus_separators(lists: int, neighbours: Ints, balance: npt.NDArray[np.int8]) -> bool:
    """By maximum-cardinality search; False when the graph is not chordal."""
    numbered, previous, clique = 0, -1, 0
    for _ in range(lists):
        best, vertex = -1, -1
        for v in range(lists):
            if not numbered >> v & 1:
                weight = 0
                for w in range(lists):
                    weight += neighbours[v] & numbered & 1 << w != 0
                if weight > best:
                    best, vertex = weight, v
        before = neighbours[vertex] & numbered
        for w in range(lists):
            if before >> w & 1 and before & ~(1 << w) & ~neighbours[w]:
                return False
        if best <= previous:
            balance[clique] += 1
            balance[before] -= 1
        clique = before | 1 << vertex
        numbered |= 1 << vertex
        previous = best
    balance[clique] += 1
    return True


class DecomposableGraphs(Method):
    """The posterior of the total, averaged over every decomposable graph of dependence between the lists.

    Each graph has a hyper-Dirichlet prior on its cell probabilities; the graphs are equally likely
    beforehand.

    Args:
        delta: Dirichlet weight of each cell; None for 2**-lists.
        saturated: whether to average over the graph that joins all lists too. It says nothing of the
            unlisted, yet takes most of the weight in many real tables (Kosovo: .98 at delta 1). Out by
            default; its weight is always reported.
        prior: of the total N: `reciprocal` (1/N) or `uniform`.
        prior_weights: a prior of its own in place of `prior`: total to weight, zero where it is not named.
        highest: prior bound on the unlisted; None for as far as the posterior has mass.
        level: of the interval.
    """

    name: ClassVar[str] = "decomposable graphs"
    assumption: ClassVar[str] = (
        "lists depend on each other as some decomposable graph says, one that does not join all lists at "
        "once, and "
        "everyone with the same lists had the same chances"
    )

    def __init__(
        self,
        *,
        delta: float | None = None,
        saturated: bool = False,
        prior: Literal["reciprocal", "uniform"] = "reciprocal",
        prior_weights: Mapping[int, float] | None = None,
        highest: int | None = None,
        level: float = 0.95,
    ) -> None:
        super().__init__()
        if delta is not None and not delta > 0:
            raise ValueError(f"delta {delta}: the weight of a cell must be above zero.")
        if prior not in ("reciprocal", "uniform"):
            raise ValueError(f"prior {prior!r}: choose reciprocal or uniform.")
        self.delta, self.saturated, self.prior, self.prior_weights = delta, saturated, prior, prior_weights
        self.highest, self.level = highest, level

    def parameters(self) -> Mapping[str, Any]:
        """The options this was constructed with."""
        return {
            "delta": self.delta, "saturated": self.saturated, "prior": self.prior,
            "prior_weights": dict(self.prior_weights) if self.prior_weights else None,
            "highest": self.highest, "level": self.level,
        }  # fmt: skip

    def _fit(self, lists: ListOverlap) -> Estimate:
        if len(lists.names) > MOST_LISTS:
            raise NotEstimable(
                f"{len(lists.names)} lists have too many graphs; merge lists of one origin until there are "
                f"{MOST_LISTS}."
            )
        delta = 2.0 ** -len(lists.names) if self.delta is None else self.delta
        unlisted, width = self._grid(lists.observed)
        graphs = decomposable_graphs(len(lists.names))
        while True:
            weight = log_evidence(lists, graphs, unlisted, delta) + (
                self._log_prior(lists.observed + unlisted) + np.log(width)
            )
            posterior = np.exp(weight - weight.max())
            share = float(posterior[-1].sum() / posterior.sum())  # of the graph that joins all: the last
            if not self.saturated:
                posterior = np.exp(weight[:-1] - weight[:-1].max()) if share > 0.999 else posterior[:-1]
            posterior /= posterior.sum()
            of_unlisted = posterior.sum(axis=0)
            tail = float(of_unlisted[-max(len(of_unlisted) // 50, 1) :].sum())
            if tail < 1e-6 or self.highest is not None or unlisted[-1] > 1e4 * lists.observed:
                break
            unlisted, width = self._grid(lists.observed, int(unlisted[-1] * 4))
        return self._say(lists, graphs, unlisted, width, of_unlisted, posterior, share, tail, delta)

    def _grid(self, observed: int, reach: int | None = None) -> tuple[Floats, Floats]:
        """Numbers of unlisted: each while small, then widening cells; `width` is how many each stands for."""
        reach = self.highest if self.highest is not None else reach or 20 * observed
        if self.prior_weights is not None:
            given = np.array(sorted(n for n in self.prior_weights if n >= observed)) - observed
            return given.astype(float), np.ones(len(given))
        exact = min(reach, 200)
        edges = np.arange(exact + 2, dtype=float)
        if reach > exact:
            wide = np.unique(np.round(np.geomspace(exact + 1, reach + 1, 600)))
            edges = np.concatenate([edges[:-1], wide[wide > exact]])
        width = np.diff(edges)
        return edges[:-1] + (width - 1) / 2, width

    def _log_prior(self, total: Floats) -> Floats:
        if self.prior_weights is not None:
            return np.asarray(np.log([self.prior_weights[int(n)] for n in total]))
        return -np.log(total) if self.prior == "reciprocal" else np.zeros_like(total)

    def _say(
        self, lists: ListOverlap, graphs: Graphs, unlisted: Floats, width: Floats, of_unlisted: Floats,
        posterior: Floats, saturated_weight: float, tail: float, delta: float,
    ) -> Estimate:  # fmt: skip
        total = lists.observed + unlisted
        reached = np.cumsum(of_unlisted)
        upper = total + (width - 1) / 2
        low, middle, high = (
            float(round(np.interp(q, reached, upper)))
            for q in ((1 - self.level) / 2, 0.5, (1 + self.level) / 2)
        )
        edges = graphs.edges if self.saturated else graphs.edges[:-1]
        by_graph = posterior.sum(axis=1)
        best = np.argsort(-by_graph, kind="stable")[:10]
        self.diagnostics |= {
            "delta": delta,
            "mean": float(of_unlisted @ total),
            "median": middle,
            "relative_loss": _relative_loss(of_unlisted, total),
            "mode": float(total[int(np.argmax(of_unlisted / width))]),
            "saturated_weight": saturated_weight,
            "tail_mass": tail,
            "graphs": len(edges),
            "best_graphs": [
                {
                    "pairs": _named(int(edges[g]), lists),
                    "weight": float(by_graph[g]),
                    "mean": float(posterior[g] @ total / by_graph[g]),
                    "mode": float(total[int(np.argmax(posterior[g] / width))]),
                    "relative_loss": _relative_loss(posterior[g], total),
                }
                for g in best
                if by_graph[g] > 0
            ],
            "grid_highest": float(total[-1]),
        }
        if self.saturated and saturated_weight > 0.1:
            self.warnings.append(
                f"The graph that joins all lists has {saturated_weight:.0%} of the weight and says nothing "
                f"of the "
                "unlisted: what is printed is mostly the prior. Leave it out (saturated=False)."
            )
        elif saturated_weight > 0.5:
            self.warnings.append(
                f"Left in, the graph that joins all lists would take {saturated_weight:.0%} of the weight: "
                f"the table "
                "does not rule out a dependence of all lists at once."
            )
        if tail > 1e-6:
            self.warnings.append(
                f"{tail:.1e} of the posterior lies at the end of the grid: the upper end is not settled."
            )
        if high - lists.observed > 10 * max(low - lists.observed, 1.0):
            self.warnings.append(
                "The unlisted could be ten times more or fewer: the table says little about them."
            )
        # evenly spaced quantiles stand for draws, so that strata and replicates can be put together
        draws = np.interp((np.arange(_DRAWS) + 0.5) / _DRAWS, reached, upper).round()
        return Estimate(middle, low, high, self.level, draws)

    def plot(self) -> Figure:
        """The posterior of the total, and the weights of the best graphs."""
        from accounted.estimating.figures import graph_posterior

        return graph_posterior(self)


def log_evidence(lists: ListOverlap, graphs: Graphs, unlisted: Floats, delta: float) -> Floats:
    """log p(table, n0 | graph) for every graph and number of unlisted. Shape (graphs, grid).

    For a set A of p lists with margin table n_A and cell weight delta_A = delta 2**(p - |A|):
    L_A = sum_i lgamma(n_A(i) + delta_A) - 2**|A| lgamma(delta_A); the evidence is the product over cliques
    divided by that over separators, with the multinomial coefficient of the table (Dawid & Lauritzen 1993).
    """
    count = len(lists.names)
    total = lists.observed + unlisted
    scores = np.zeros((2**count, len(unlisted)))
    for subset in range(1, 2**count):
        weight = delta * 2.0 ** (count - subset.bit_count())
        margin: dict[int, int] = {}
        for pattern, people in zip((lists.patterns & subset).tolist(), lists.counts.tolist(), strict=True):
            margin[pattern] = margin.get(pattern, 0) + people
        nobody = margin.pop(0, 0)
        seen = sum(gammaln(people + weight) - gammaln(weight) for people in margin.values())
        scores[subset] = seen + gammaln(nobody + unlisted + weight) - gammaln(weight)
    balance = graphs.balance.astype(float)
    balance[:, 0] = 0
    whole = delta * 2.0**count
    components = graphs.balance[:, 1:].sum(axis=1).astype(float)
    return np.asarray(
        balance @ scores
        + components[:, None] * (gammaln(whole) - gammaln(total + whole))[None, :]
        + (gammaln(total + 1) - gammaln(unlisted + 1) - gammaln(lists.counts + 1).sum())[None, :]
    )


def _relative_loss(weight: Floats, total: Floats) -> float:
    """The total with the least expected squared error relative to the truth (Madigan & York 1997)."""
    return float((weight @ (1 / total)) / (weight @ (1 / total**2)))


def _named(edges: int, lists: ListOverlap) -> list[list[str]]:
    pairs = _pairs(len(lists.names))
    return [[lists.names[i], lists.names[j]] for k, (i, j) in enumerate(pairs) if edges >> k & 1]


__all__ = ["DecomposableGraphs", "Graphs", "decomposable_graphs", "log_evidence"]
