"""Mutation models as Familias numbers them: 0 equal, 1 proportional, 2 and 3 by steps, 4 extended by steps.

Models 2 and 3 count steps along the list of alleles, not in repeats, and know no microvariants. 3 is 2 made
stationary; it is not computed here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from accounted.identifying.errors import InvalidLocus
from accounted.identifying.loci import Locus
from accounted.identifying.mutations import MutationModel

EQUAL, PROPORTIONAL, STEPS, STATIONARY_STEPS, EXTENDED = range(5)


def model_of(
    code: int, rate: float, span: float, second: float, locus: str, alleles: int, notes: list[str]
) -> MutationModel | None:
    """The model of a number; None where nothing mutates.

    Raises:
        InvalidLocus: there is no such number.
    """
    if rate == 0.0 and second == 0.0:
        return MutationModel("equal", 0.0)
    if code == EQUAL:
        return MutationModel("equal", rate)
    if code == PROPORTIONAL:
        return MutationModel("proportional", rate)
    if code in (STEPS, STATIONARY_STEPS):
        if code == STATIONARY_STEPS:
            notes.append(f"{locus}: the stationary step model is computed without its correction")
        return MutationModel("custom", rate, given=steps_along_the_list(alleles, rate, span))
    if code == EXTENDED:
        return MutationModel("stepwise", rate, span, second)
    raise InvalidLocus(f"{locus}: mutation model {code}; choose one of 0 to 4 in Familias")


def steps_along_the_list(alleles: int, rate: float, span: float) -> Any:
    """float64 [alleles, alleles]: each step along the list is rarer by the factor `span`."""
    n = np.arange(alleles)
    made = span ** np.abs(n[:, None] - n[None, :]).astype(float)
    np.fill_diagonal(made, 0.0)
    if alleles > 1:
        made *= rate / made.sum(axis=1, keepdims=True)
    np.fill_diagonal(made, 1.0 - made.sum(axis=1))
    return made


def code_of(model: MutationModel, locus: Locus) -> tuple[int, float, float, float]:
    """The number of a model with its rate, range and second rate.

    Raises:
        InvalidLocus: Familias does not have the model.
    """
    if model.kind == "equal":
        return EQUAL, model.rate, 0.1, 0.0
    if model.kind == "proportional":
        return PROPORTIONAL, model.rate, 0.1, 0.0
    if model.kind == "stepwise":
        return EXTENDED, model.rate, model.range, model.rate2
    if model.kind == "custom":
        found = _recognised(np.asarray(model.given, np.float64))
        if found is not None:
            return found
    raise InvalidLocus(
        f"{locus.name}: Familias has no mutation model {model.kind!r}; give equal, proportional or stepwise"
    )


def _recognised(matrix: Any) -> tuple[int, float, float, float] | None:
    """Equal, or steps along the list, if a matrix is one of them."""
    n = len(matrix)
    rate = float(1.0 - matrix[0, 0])
    if n == 1 or rate == 0.0:
        return (EQUAL, 0.0, 0.1, 0.0) if np.allclose(matrix, np.eye(n), atol=1e-15) else None
    if np.allclose(matrix[~np.eye(n, dtype=bool)], rate / (n - 1), rtol=1e-9, atol=0.0):
        return EQUAL, rate, 0.1, 0.0
    if n < 3:
        return None
    span = float(matrix[0, 2] / matrix[0, 1]) if matrix[0, 1] > 0.0 else 0.0
    steps = steps_along_the_list(n, rate, span)
    return (STEPS, rate, span, 0.0) if np.allclose(matrix, steps, rtol=1e-9, atol=1e-15) else None
