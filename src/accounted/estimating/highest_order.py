"""How the answer hangs on what no table can show: the interaction of all lists at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from scipy.special import ndtri

from accounted.estimating.estimate import Estimate, Method, NotEstimable
from accounted.estimating.lists import ListOverlap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ODDS = (1 / 2, 2 / 3, 1.0, 3 / 2, 2.0)


class HighestOrderOdds(Method):
    """The total under a stated highest-order odds ratio, for a table of which nothing else is assumed.

    log n0 = sum over patterns c of (-1)**(|c| + 1) log n_c, minus log xi (Bishop, Fienberg & Holland 1975;
    Aleshin-Guendel, Sadinle & Wakefield 2024). xi = 1 is the usual assumption of no interaction of all lists
    at once. The table has the same fit under every xi: only knowledge from outside can choose.

    Args:
        xi: the odds ratio that `total` is for.
        others: odds ratios of the sensitivity table in `diagnostics["by_odds"]`.
        level: of the interval, log-normal in the unlisted.
    """

    name: ClassVar[str] = "highest-order odds"
    assumption: ClassVar[str] = (
        "the odds ratio of all lists at once is the one stated, and is the same for everyone"
    )

    def __init__(self, xi: float = 1.0, *, others: Sequence[float] = ODDS, level: float = 0.95) -> None:
        super().__init__()
        if not all(0 < value < np.inf for value in (xi, *others)):
            raise ValueError("an odds ratio must be a number above zero.")
        self.xi, self.others, self.level = xi, tuple(others), level

    def parameters(self) -> Mapping[str, Any]:
        """The options this was constructed with."""
        return {"xi": self.xi, "others": self.others, "level": self.level}

    def _fit(self, lists: ListOverlap) -> Estimate:
        patterns = 2 ** len(lists.names) - 1
        if len(lists.counts) < patterns:
            raise NotEstimable(
                f"{patterns - len(lists.counts)} of {patterns} combinations of lists hold nobody, so their "
                f"logarithm is "
                "minus infinity; merge lists, or use a method that smooths."
            )
        sizes = np.bitwise_count(lists.patterns.astype(np.uint64)).astype(int)
        log_unlisted = float(((-1.0) ** (sizes + 1)) @ np.log(lists.counts))
        error = float(np.sqrt((1.0 / lists.counts).sum()))
        self.diagnostics["standard_error_of_log"] = error
        self.diagnostics["by_odds"] = [
            {"xi": xi, **self._at(lists, log_unlisted - float(np.log(xi)), error).as_dict()}
            for xi in self.others
        ]
        self.warnings.append(
            "The table fits equally well under every odds ratio; read the whole sensitivity table, not one "
            "line of it."
        )
        return self._at(lists, log_unlisted - float(np.log(self.xi)), error)

    def _at(self, lists: ListOverlap, log_unlisted: float, error: float) -> Estimate:
        reach = float(ndtri((1 + self.level) / 2)) * error
        return Estimate(
            lists.observed + float(np.exp(log_unlisted)),
            lists.observed + float(np.exp(log_unlisted - reach)),
            lists.observed + float(np.exp(log_unlisted + reach)),
            self.level,
        )

    def plot(self) -> Figure:
        """The total and its interval for each odds ratio."""
        from accounted.estimating.figures import by_odds

        return by_odds(self)
