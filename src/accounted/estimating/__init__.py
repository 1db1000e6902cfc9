"""How many nobody listed: multiple systems estimation from incomplete lists of the same dead.

from accounted.estimating import LatentClassModel, ListOverlap

lists = ListOverlap.read_csv("kosovo.csv")
model = LatentClassModel(seed=7).fit(lists)
print(model.summary())

Every method has one life: construct with options, `fit(lists)`, read `total`, `assumption`, `diagnostics`
and `warnings`. Nothing heavy is imported before a name is asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounted.estimating.convergence import Convergence, Mode, convergence
    from accounted.estimating.decomposable import DecomposableGraphs
    from accounted.estimating.estimate import Estimate, Method, NotEstimable
    from accounted.estimating.highest_order import HighestOrderOdds
    from accounted.estimating.latent import LatentClassModel
    from accounted.estimating.lists import InvalidLists, ListOverlap, Obstacle
    from accounted.estimating.loglinear import LogLinear
    from accounted.estimating.lower_bound import ChaoLowerBound
    from accounted.estimating.pairs import Pair, pairs
    from accounted.estimating.sample_coverage import SampleCoverage

_HOME = {
    "ChaoLowerBound": "lower_bound",
    "Convergence": "convergence",
    "DecomposableGraphs": "decomposable",
    "Estimate": "estimate",
    "HighestOrderOdds": "highest_order",
    "InvalidLists": "lists",
    "LatentClassModel": "latent",
    "ListOverlap": "lists",
    "LogLinear": "loglinear",
    "Method": "estimate",
    "Mode": "convergence",
    "NotEstimable": "estimate",
    "Obstacle": "lists",
    "Pair": "pairs",
    "SampleCoverage": "sample_coverage",
    "convergence": "convergence",
    "pairs": "pairs",
}

__all__ = [
    "ChaoLowerBound",
    "Convergence",
    "DecomposableGraphs",
    "Estimate",
    "HighestOrderOdds",
    "InvalidLists",
    "LatentClassModel",
    "ListOverlap",
    "LogLinear",
    "Method",
    "Mode",
    "NotEstimable",
    "Obstacle",
    "Pair",
    "SampleCoverage",
    "convergence",
    "pairs",
]


def __getattr__(name: str) -> object:
    """Load the module of a name when the name is asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
