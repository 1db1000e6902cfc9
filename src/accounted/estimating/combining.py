"""One estimate from several: over imputations or linkage draws, and over strata.

Totals over strata add draws; intervals are never added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

from accounted.estimating.estimate import Estimate

Floats = npt.NDArray[np.float64]
DegreesOfFreedom = Literal["bda3", "rubin"]
FEW_REPLICATES = 10


@dataclass(frozen=True, slots=True)
class Combined:
    """An estimate over replicates, with what it rests on.

    `within` and `between` are variances on the scale that was combined: log of the unlisted for `log-t`.
    """

    total: Estimate
    replicates: int
    within: float
    between: float
    freedom: float
    warnings: tuple[str, ...]


def combine_log_t(
    observed: Sequence[int],
    draws: Sequence[npt.ArrayLike],
    *,
    level: float = 0.95,
    df: DegreesOfFreedom = "bda3",
) -> Combined:
    """Over replicates by the rule of verdata (HRDAG 2023): normal on the log of the unlisted, t for few.

    The point is the mean documented plus the arithmetic mean of the unlisted; the interval is
    mean documented + exp(mean x ± t sqrt(T)) with x = log of the unlisted (none counts as 0.1) and
    T = W + (m + 1)/m B. Degrees of freedom `bda3`: (m - 1)(1 + W/((m + 1)B))**2, as verdata has them;
    `rubin`: (m - 1)(1 + m W/((m + 1)B))**2 (Rubin 1987).

    Arguments:
        observed: documented people in each replicate.
        draws: posterior draws of the total in each replicate.

    Raises:
        ValueError: fewer than two replicates (there is no variance between one), or unequal lengths.
    """
    _check(observed, draws, df)
    logs, unlisted = [], []
    for seen, total in zip(observed, draws, strict=True):
        missing = np.asarray(total, dtype=float) - seen
        if (missing < 0).any():
            raise ValueError("a draw of the total is below the documented count of its replicate.")
        unlisted.append(float(missing.mean()))
        logs.append(np.log(np.where(missing == 0, 0.1, missing)))
    moments = [(float(x.mean()), float(x.var(ddof=1))) for x in logs]
    return from_moments(observed, unlisted, moments, level=level, df=df)


def from_moments(
    observed: Sequence[int],
    unlisted: Sequence[float],
    moments: Sequence[tuple[float, float]],
    *,
    level: float = 0.95,
    df: DegreesOfFreedom = "bda3",
) -> Combined:
    """`combine_log_t` from the mean unlisted, and mean and variance of its log, of each replicate."""
    _check(observed, moments, df)
    count = len(observed)
    means = np.array([mean for mean, _ in moments])
    within = float(np.mean([variance for _, variance in moments]))
    between = float(means.var(ddof=1))
    if between > 0:
        ratio = within / ((count + 1) * between) * (count if df == "rubin" else 1)
        freedom = (count - 1) * (1 + ratio) ** 2
    else:
        freedom = float("inf")
    reach = float(student.ppf((1 + level) / 2, freedom)) * np.sqrt(within + (count + 1) / count * between)
    documented = float(np.mean(observed))
    low, high = (round(documented) + float(np.exp(means.mean() + side * reach)) for side in (-1, 1))
    total = Estimate(documented + float(np.mean(unlisted)), low, high, level)
    return Combined(total, count, within, between, float(freedom), _few(count))


def combine_draws(draws: Sequence[npt.ArrayLike], *, level: float = 0.95, seed: int = 1) -> Combined:
    """Over replicates by pooling as many draws of each: the posterior averaged over imputations."""
    _check(draws, draws, "bda3")
    fewest = min(np.asarray(one).size for one in draws)
    random = np.random.default_rng(seed)
    pooled = np.concatenate(
        [random.choice(np.asarray(one, dtype=float).ravel(), fewest, replace=False) for one in draws]
    )
    low, point, high = np.quantile(pooled, [(1 - level) / 2, 0.5, (1 + level) / 2]).tolist()
    values = [np.asarray(one, dtype=float) for one in draws]
    means = np.array([one.mean() for one in values])
    within = float(np.mean([one.var(ddof=1) for one in values]))
    return Combined(
        Estimate(point, low, high, level, pooled), len(draws), within, float(means.var(ddof=1)), float("nan"),
        _few(len(draws)),
    )  # fmt: skip


def documented_over_replicates(observed: Sequence[int], *, level: float = 0.95, floor: int = 0) -> Estimate:
    """Documented people where statistical imputation alone makes them uncertain; never below `floor`.

    Mean ± z sqrt((m + 1)/m B), B the variance over replicates (verdata's rule for documented counts).
    """
    _check(observed, observed, "bda3")
    counts = np.asarray(observed, dtype=float)
    spread = np.sqrt((len(counts) + 1) / len(counts) * counts.var(ddof=1))
    reach = float(student.ppf((1 + level) / 2, np.inf)) * float(spread)
    mean = float(counts.mean())
    return Estimate(mean, max(mean - reach, float(floor)), mean + reach, level)


def add_strata(
    draws: Sequence[npt.ArrayLike], *, documented_only: int = 0, level: float = 0.95, seed: int = 1
) -> Estimate:
    """The total over independent strata: draws are added, each stratum's in an order of its own.

    `documented_only` are the people of strata without an estimate: a floor, added as they are.
    """
    if not draws:
        raise ValueError("there is no stratum with draws to add.")
    random = np.random.default_rng(seed)
    count = max(np.asarray(one).size for one in draws)
    total = np.full(count, float(documented_only))
    for one in draws:
        values = np.asarray(one, dtype=float).ravel()
        total += np.concatenate([random.permutation(values) for _ in range(-(-count // values.size))])[:count]
    low, point, high = np.quantile(total, [(1 - level) / 2, 0.5, (1 + level) / 2]).tolist()
    return Estimate(point, low, high, level, total)


def _few(count: int) -> tuple[str, ...]:
    if count >= FEW_REPLICATES:
        return ()
    return (f"{count} replicates are few: the variance between them is itself uncertain; use ten or more.",)


def _check(observed: Sequence[object], draws: Sequence[object], df: str) -> None:
    if df not in ("bda3", "rubin"):
        raise ValueError(f"df {df!r}: choose bda3 or rubin.")
    if len(observed) != len(draws):
        raise ValueError(f"{len(observed)} documented counts but {len(draws)} sets of draws.")
    if len(observed) < 2:
        raise ValueError("one replicate has no variance between replicates; give at least two.")
