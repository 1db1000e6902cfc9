"""Chao's lower bounds: what must be missing if some people are harder to list than others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
from scipy.special import ndtri

from accounted.estimating.estimate import Estimate, Method
from accounted.estimating.lists import ListOverlap

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class ChaoLowerBound(Method):
    """A lower bound for the total from how many are on exactly one and exactly two lists (Chao 1987, 1989).

    Args:
        model: `mt`: lists differ in reach (f0 >= sum of f_i f_j over pairs, by f2); `mh`: people differ,
            lists do not (f0 >= (J-1)/J f1²/(2 f2)); `bias_corrected`: f1(f1-1)/(2(f2+1)), for few people on
            two lists.
        level: of the interval, log-normal in the unlisted.
    """

    name: ClassVar[str] = "Chao lower bound"
    assumption: ClassVar[str] = (
        "given how easy a person is to list, the lists are independent; if being on one list makes another "
        "less "
        "likely, the bound can be above the truth"
    )

    def __init__(self, model: Literal["mt", "mh", "bias_corrected"] = "mt", *, level: float = 0.95) -> None:
        super().__init__()
        if model not in ("mt", "mh", "bias_corrected"):
            raise ValueError(f"model {model!r}: choose mt, mh or bias_corrected.")
        self.model, self.level = model, level

    def parameters(self) -> Mapping[str, Any]:
        """The options this was constructed with."""
        return {"model": self.model, "level": self.level}

    def _fit(self, lists: ListOverlap) -> Estimate:
        times = lists.times_listed().astype(float)
        lists_count = len(lists.names)
        f1, f2 = times[1], times[2]
        model = self.model
        if f2 == 0 and model != "bias_corrected":
            model = "bias_corrected"
            self.warnings.append("Nobody is on exactly two lists; the bias-corrected form is used.")
        if model == "mt":
            alone = np.array([lists.count_of(1 << j) for j in range(lists_count)], dtype=float)
            products = (f1**2 - float(alone @ alone)) / 2
            unlisted = products / f2
            # delta method; the f are Poisson, as they are nearly in large populations
            variance = float((((f1 - alone) / f2) ** 2) @ alone) + (products / f2**2) ** 2 * f2
        elif model == "mh":
            share = (lists_count - 1) / lists_count
            unlisted = share * f1**2 / (2 * f2)
            variance = f2 * (
                share**2 * (f1 / f2) ** 4 / 4 + share**2 * (f1 / f2) ** 3 + share * (f1 / f2) ** 2 / 2
            )
        else:
            unlisted = f1 * (f1 - 1) / (2 * (f2 + 1))
            variance = (
                unlisted
                + f1 * (2 * f1 - 1) ** 2 / (4 * (f2 + 1) ** 2)
                + f1**2 * f2 * (f1 - 1) ** 2 / (4 * (f2 + 1) ** 4)
            )
        self.diagnostics |= {
            "model": model, "on_one_list": int(f1), "on_two_lists": int(f2),
            "standard_error": float(np.sqrt(variance)),
        }  # fmt: skip
        low, high = log_normal_interval(lists.observed, unlisted, variance, self.level)
        return Estimate(float(lists.observed + unlisted), low, high, self.level)

    def plot(self) -> Figure:
        """How many are on one, two, three … lists, and the bound."""
        from accounted.estimating.figures import times_listed

        return times_listed(self)


def log_normal_interval(observed: int, unlisted: float, variance: float, level: float) -> tuple[float, float]:
    """Observed plus an interval that is log-normal in the unlisted (Chao 1987): never below the observed."""
    if unlisted <= 0:
        return float(observed), float(observed)
    factor = float(np.exp(ndtri((1 + level) / 2) * np.sqrt(np.log1p(variance / unlisted**2))))
    return float(observed + unlisted / factor), float(observed + unlisted * factor)
