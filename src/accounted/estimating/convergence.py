"""Have the chains found the same answer, and how many independent draws are theirs worth?

Rank-normalised split R-hat, bulk and tail effective sample size (Vehtari, Gelman, Simpson, Carpenter &
Bürkner 2021, Bayesian Analysis 16). Chains are rows: shape (chains, draws).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri
from scipy.stats import rankdata

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Convergence:
    """R-hat (the larger of bulk and folded), and effective draws for the middle and for the tails."""

    rhat: float
    bulk: float
    tail: float


@dataclass(frozen=True, slots=True)
class Mode:
    """One place where chains sit: its total with an interval of its own draws.

    `share` is the part of all draws here. Where chains do not change places it is a fact of their starts, not
    a probability.
    """

    point: float
    low: float
    high: float
    share: float
    chains: tuple[int, ...]

    def as_dict(self) -> dict[str, object]:
        """As plain data."""
        return {
            "point": self.point,
            "low": self.low,
            "high": self.high,
            "share": self.share,
            "chains": list(self.chains),
        }


def convergence(chains: Floats) -> Convergence:
    """Of one quantity. Constant draws have converged, and are worth as many draws as there are."""
    halves = split_chains(chains)
    if halves.shape[1] < 4:
        return Convergence(float("inf"), 0.0, 0.0)
    if np.all(halves == halves.flat[0]):
        return Convergence(1.0, float(chains.size), float(chains.size))
    normal = rank_normal(halves)
    folded = rank_normal(np.abs(halves - np.median(halves)))
    tails = [effective((halves <= np.quantile(halves, q)).astype(float)) for q in (0.05, 0.95)]
    return Convergence(max(rhat(normal), rhat(folded)), effective(normal), min(tails))


def split_chains(chains: Floats) -> Floats:
    """Each chain as two: a chain that drifts disagrees with itself."""
    half = chains.shape[1] // 2
    return np.concatenate([chains[:, :half], chains[:, chains.shape[1] - half :]])


def rank_normal(chains: Floats) -> Floats:
    """Normal scores of the ranks over all chains."""
    ranks = rankdata(chains, axis=None).reshape(chains.shape)
    return np.asarray(ndtri((ranks - 0.375) / (chains.size + 0.25)), dtype=np.float64)


def rhat(chains: Floats) -> float:
    """Square root of total by within-chain variance (Gelman & Rubin 1992)."""
    draws = chains.shape[1]
    within = float(chains.var(axis=1, ddof=1).mean())
    between = float(chains.mean(axis=1).var(ddof=1))
    if within == 0:
        return 1.0 if between == 0 else float("inf")
    return float(np.sqrt((draws - 1) / draws + between / within))


def effective(chains: Floats) -> float:
    """Effective draws, from autocorrelations over all chains (Geyer's initial monotone sequence)."""
    count, draws = chains.shape
    centred = chains - chains.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, n=2 * draws, axis=1)
    covariance = np.fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, :draws] / draws
    within = float(covariance[:, 0].mean()) * draws / (draws - 1)
    total = float(covariance[:, 0].mean())
    if count > 1:
        total += float(chains.mean(axis=1).var(ddof=1))
    if total == 0:
        return float(count * draws)
    correlation = 1 - (within - covariance.mean(axis=0) * draws / (draws - 1)) / total
    correlation[0] = 1.0
    pairs = correlation[: draws // 2 * 2].reshape(-1, 2).sum(axis=1)
    ends = np.flatnonzero(pairs < 0)
    pairs = np.minimum.accumulate(pairs[: ends[0]] if len(ends) else pairs)
    time = max(-1 + 2 * float(pairs.sum()), 1 / np.log10(count * draws))
    return float(count * draws / time)


def modes(
    chains: Floats, level: float, *, worth: float = 1000, least: float = 0.03, valley: float = 0.5
) -> tuple[Mode, ...]:
    """Where the draws heap up, lowest first: heaps with a valley between them half as deep as the lower one.

    Looked for on the log scale with a kernel of half the usual width, so that a narrow heap beside a wide one
    is seen; `worth` is how many independent draws these are, and so how fine a heap can be.
    Heaps with less than `least` of the draws are not counted.
    """
    log = np.log(np.maximum(chains, 1.0))
    spread = min(float(log.std()), float(np.subtract(*np.quantile(log, [0.75, 0.25]))) / 1.34) or float(
        log.std()
    )
    ends: list[float] = [-np.inf, np.inf]
    if spread > 0:
        width = max(0.45 * spread * float(np.clip(worth, 20, 2000)) ** -0.2, 1e-6)
        grid = np.linspace(log.min() - 3 * width, log.max() + 3 * width, 2000)
        counts, edges = np.histogram(log, bins=grid)
        step = edges[1] - edges[0]
        reach = max(int(4 * width / step), 1)
        kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * step / width) ** 2)
        density = np.convolve(counts, kernel, mode="same")
        ends = [-np.inf, *_valleys(density, edges, valley), np.inf]
    found: list[Mode] = []
    while True:
        shares = [float(((log > a) & (log <= b)).mean()) for a, b in pairwise(ends)]
        if len(shares) == 1 or min(shares) >= least:
            break
        small = int(np.argmin(shares))
        ends.pop(small if small > 0 else 1)
    for a, b in pairwise(ends):
        here = (log > a) & (log <= b)
        point, low, high = np.quantile(chains[here], [0.5, (1 - level) / 2, (1 + level) / 2]).tolist()
        mostly = tuple(np.flatnonzero(here.mean(axis=1) > 0.5).tolist())
        found.append(Mode(point, low, high, float(here.mean()), mostly))
    return tuple(found)


def places(chains: Floats, level: float) -> tuple[Mode, ...]:
    """Where chains sit that do not agree, lowest first: those whose middle halves touch sit in one place."""
    low, high = np.quantile(chains, [0.25, 0.75], axis=1)
    groups: list[list[int]] = []
    reach = -np.inf
    for chain in np.argsort(low, kind="stable").tolist():
        if low[chain] > reach:
            groups.append([])
        groups[-1].append(chain)
        reach = max(reach, float(high[chain]))
    found = []
    for group in groups:
        here = chains[group]
        point, lowest, highest = np.quantile(here, [0.5, (1 - level) / 2, (1 + level) / 2]).tolist()
        found.append(Mode(point, lowest, highest, len(group) / len(chains), tuple(sorted(group))))
    return tuple(found)


def _valleys(density: Floats, edges: Floats, depth: float) -> list[float]:
    """Places between two peaks where the density is below `depth` of the lower peak."""
    rising = np.sign(np.diff(density))
    turns = np.flatnonzero(rising)
    kinds = rising[turns]
    change = np.flatnonzero(np.diff(kinds))
    tops = [int(turns[c]) + 1 for c in change if kinds[c] > 0]
    lows = [int(tops[k] + np.argmin(density[tops[k] : tops[k + 1] + 1])) for k in range(len(tops) - 1)]
    while lows:
        shallow = [
            float(density[low] / min(density[tops[k]], density[tops[k + 1]])) for k, low in enumerate(lows)
        ]
        worst = int(np.argmax(shallow))
        if shallow[worst] <= depth:
            break
        tops.pop(worst if density[tops[worst]] < density[tops[worst + 1]] else worst + 1)
        lows.pop(worst)
    return [float(edges[low]) for low in lows]
