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
    from accounted.estimating.combining import (
        Combined,
        add_strata,
        combine_draws,
        combine_log_t,
        documented_over_replicates,
    )
    from accounted.estimating.comparing import Comparison, compare
    from accounted.estimating.convergence import Convergence, Mode
    from accounted.estimating.decomposable import DecomposableGraphs, decomposable_graphs
    from accounted.estimating.estimate import Estimate, Method, NotEstimable
    from accounted.estimating.figures import numbers, save, upset
    from accounted.estimating.highest_order import HighestOrderOdds
    from accounted.estimating.latent import MANY_KINDS, LatentClassModel, Progress
    from accounted.estimating.linked import (
        LinkedEstimate,
        LinkedLists,
        estimate_linked,
        linked_lists,
        read_linked,
    )
    from accounted.estimating.lists import InvalidLists, ListOverlap, Obstacle
    from accounted.estimating.loglinear import LogLinear
    from accounted.estimating.lower_bound import ChaoLowerBound
    from accounted.estimating.pairwise import Pair, pairs
    from accounted.estimating.sample_coverage import SampleCoverage
    from accounted.estimating.strata import (
        Strata,
        Stratum,
        estimate_strata,
        read_strata,
        tables_by,
        tables_of_linkage,
    )

_HOME = {
    "ChaoLowerBound": "lower_bound",
    "Combined": "combining",
    "Comparison": "comparing",
    "Convergence": "convergence",
    "DecomposableGraphs": "decomposable",
    "Estimate": "estimate",
    "HighestOrderOdds": "highest_order",
    "InvalidLists": "lists",
    "LatentClassModel": "latent",
    "LinkedEstimate": "linked",
    "LinkedLists": "linked",
    "ListOverlap": "lists",
    "LogLinear": "loglinear",
    "Method": "estimate",
    "Mode": "convergence",
    "NotEstimable": "estimate",
    "Obstacle": "lists",
    "MANY_KINDS": "latent",
    "Pair": "pairwise",
    "Progress": "latent",
    "SampleCoverage": "sample_coverage",
    "Strata": "strata",
    "Stratum": "strata",
    "add_strata": "combining",
    "combine_draws": "combining",
    "combine_log_t": "combining",
    "compare": "comparing",
    "decomposable_graphs": "decomposable",
    "documented_over_replicates": "combining",
    "estimate_linked": "linked",
    "estimate_strata": "strata",
    "linked_lists": "linked",
    "numbers": "figures",
    "pairs": "pairwise",
    "read_linked": "linked",
    "read_strata": "strata",
    "save": "figures",
    "tables_by": "strata",
    "tables_of_linkage": "strata",
    "upset": "figures",
}

__all__ = [
    "MANY_KINDS",
    "ChaoLowerBound",
    "Combined",
    "Comparison",
    "Convergence",
    "DecomposableGraphs",
    "Estimate",
    "HighestOrderOdds",
    "InvalidLists",
    "LatentClassModel",
    "LinkedEstimate",
    "LinkedLists",
    "ListOverlap",
    "LogLinear",
    "Method",
    "Mode",
    "NotEstimable",
    "Obstacle",
    "Pair",
    "Progress",
    "SampleCoverage",
    "Strata",
    "Stratum",
    "add_strata",
    "combine_draws",
    "combine_log_t",
    "compare",
    "decomposable_graphs",
    "documented_over_replicates",
    "estimate_linked",
    "estimate_strata",
    "linked_lists",
    "numbers",
    "pairs",
    "read_linked",
    "read_strata",
    "save",
    "tables_by",
    "tables_of_linkage",
    "upset",
]


def __getattr__(name: str) -> object:
    """Load the module of a name when the name is asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
