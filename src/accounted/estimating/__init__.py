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
    from accounted.estimating.decomposable import DecomposableGraphs
    from accounted.estimating.estimate import Estimate, Method, NotEstimable
    from accounted.estimating.highest_order import HighestOrderOdds
    from accounted.estimating.lists import InvalidLists, ListOverlap, Obstacle
    from accounted.estimating.loglinear import LogLinear
    from accounted.estimating.lower_bound import ChaoLowerBound
    from accounted.estimating.pairs import Pair, pairs
    from accounted.estimating.sample_coverage import SampleCoverage

_HOME = {
    "ChaoLowerBound": "lower_bound",
    "DecomposableGraphs": "decomposable",
    "Estimate": "estimate",
    "HighestOrderOdds": "highest_order",
    "InvalidLists": "lists",
    "ListOverlap": "lists",
    "LogLinear": "loglinear",
    "Method": "estimate",
    "NotEstimable": "estimate",
    "Obstacle": "lists",
    "Pair": "pairs",
    "SampleCoverage": "sample_coverage",
    "pairs": "pairs",
}

__all__ = [
    "ChaoLowerBound",
    "DecomposableGraphs",
    "Estimate",
    "HighestOrderOdds",
    "InvalidLists",
    "ListOverlap",
    "LogLinear",
    "Method",
    "NotEstimable",
    "Obstacle",
    "Pair",
    "SampleCoverage",
    "pairs",
]


def __getattr__(name: str) -> object:
    """Load the module of a name when the name is asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
