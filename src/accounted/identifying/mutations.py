"""How alleles change from parent to child: matrices of mutation probabilities (rows: the parent's allele).

Sources: the extended stepwise model and its grouping by microvariants as in Familias (Kling, Tillmar &
Egeland 2014); the proportional model and the one of Dawid, Mortera & Pascali (2001) are stationary and
reversible. A model that is not stationary makes a likelihood depend on untyped parents (see `plans.prune`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np

from accounted.identifying.errors import InvalidLocus

Kind = Literal["equal", "proportional", "stepwise", "onestep", "dawid", "custom"]


@dataclass(frozen=True)
class MutationModel:
    """A model for one sex of parent.

    `rate` is the probability that an allele is handed down changed (for `proportional` and `dawid` the mean
    over alleles). `range` is how much rarer each further step is, `rate2` the total probability of a change
    to another group of microvariants (9 → 9.3), both for `stepwise`. `matrix` is for `custom`.
    """

    kind: Kind
    rate: float = 0.0
    range: float = 0.1
    rate2: float = 0.0
    given: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise InvalidLocus(f"mutation model {self.kind!r}: choose one of {', '.join(get_args(Kind))}")
        for name in ("rate", "rate2", "range"):
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:
                raise InvalidLocus(f"mutation model {self.kind}: {name} is {value}, not between 0 and 1")

    def matrix(self, alleles: Sequence[str], frequencies: Any) -> Any:
        """float64 [alleles, alleles]; rows sum to one.

        Raises:
            InvalidLocus: the alleles have no repeat numbers where the model steps between them, a rate is too
                high for the alleles, or a custom matrix is not one of probabilities.
        """
        n = len(alleles)
        p = np.asarray(frequencies, np.float64)
        if self.kind == "custom":
            return _checked(np.asarray(self.given, np.float64), n)
        if n == 1:
            return np.ones((1, 1))
        if self.kind == "equal":
            made = np.full((n, n), self.rate / (n - 1))
            np.fill_diagonal(made, 1.0 - self.rate)
        elif self.kind == "proportional":
            k = self.rate / float(np.sum(p * (1.0 - p)))
            made = (1.0 - k) * np.eye(n) + k * p[None, :]
        elif self.kind == "stepwise":
            made = _stepwise(_repeats(alleles), self.rate, self.range, self.rate2)
        elif self.kind == "onestep":
            made = _onestep(_repeats(alleles), self.rate)
        else:
            made = _dawid(_repeats(alleles), p, self.rate, self.range)
        return _checked(made, n)


@dataclass(frozen=True)
class Mutations:
    """The models of both sexes."""

    male: MutationModel
    female: MutationModel

    @classmethod
    def same(cls, model: MutationModel) -> Mutations:
        """One model for fathers and mothers."""
        return cls(model, model)

    @classmethod
    def from_matrices(cls, given: Mapping[str, Mapping[str, Any]]) -> Mutations:
        """As a case file gives them: `{"male": {"matrix": …}, "female": {"matrix": …}}`."""
        try:
            made = {sex: MutationModel("custom", given=given[sex]["matrix"]) for sex in ("male", "female")}
        except KeyError as missing:
            raise InvalidLocus(
                f"mutation: {missing} is missing; give a matrix for male and for female"
            ) from None
        return cls(made["male"], made["female"])

    def matrices(self, alleles: Sequence[str], frequencies: Any) -> Any:
        """float64 [2, alleles, alleles]: fathers', then mothers'."""
        return np.stack([m.matrix(alleles, frequencies) for m in (self.male, self.female)])


def _checked(made: Any, n: int) -> Any:
    if made.shape != (n, n):
        raise InvalidLocus(f"mutation matrix of shape {made.shape}; it must be {n} × {n}, one row per allele")
    if not np.all(np.isfinite(made)) or made.min() < 0.0:
        low = float(np.nanmin(made))
        raise InvalidLocus(
            f"mutation matrix with the entry {low:g}; lower the rate or add the missing alleles"
        )
    if not np.allclose(made.sum(axis=1), 1.0, atol=1e-9):
        row = int(np.argmax(np.abs(made.sum(axis=1) - 1.0)))
        raise InvalidLocus(f"mutation matrix: row {row + 1} sums to {made[row].sum():.6g}, not to 1")
    return made


def _repeats(alleles: Sequence[str]) -> list[tuple[int, int]]:
    """Whole repeats and the extra bases of each allele: "28.2" is (28, 2)."""
    found = []
    for allele in alleles:
        whole, _, extra = allele.partition(".")
        if not whole.isdigit() or not (extra.isdigit() or extra == ""):
            raise InvalidLocus(
                f"allele {allele!r} has no number of repeats; a stepwise model needs one, use equal or "
                "proportional for such a locus"
            )
        found.append((int(whole), int(extra or 0)))
    return found


def _stepwise(repeats: Sequence[tuple[int, int]], rate: float, span: float, rate2: float) -> Any:
    n = len(repeats)
    made = np.zeros((n, n))
    for i, (whole, extra) in enumerate(repeats):
        group = [j for j, other in enumerate(repeats) if other[1] == extra and j != i]
        others = [j for j, other in enumerate(repeats) if other[1] != extra]
        steps = np.array([span ** abs(repeats[j][0] - whole) for j in group])
        if group:
            made[i, group] = rate * steps / steps.sum()
        if others:
            made[i, others] = rate2 / len(others)
        made[i, i] = 1.0 - made[i].sum()
    return made


def _onestep(repeats: Sequence[tuple[int, int]], rate: float) -> Any:
    n = len(repeats)
    made = np.zeros((n, n))
    for i, (whole, extra) in enumerate(repeats):
        near = [j for j, other in enumerate(repeats) if other[1] == extra and abs(other[0] - whole) == 1]
        if near:
            made[i, near] = rate / len(near)
        made[i, i] = 1.0 - made[i].sum()
    return made


def _dawid(repeats: Sequence[tuple[int, int]], p: Any, rate: float, span: float) -> Any:
    """Stationary and reversible: p_i M_ij is symmetric, falling with the number of steps within a group."""
    n = len(repeats)
    joint = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i != j and repeats[i][1] == repeats[j][1]:
                joint[i, j] = min(p[i], p[j]) * span ** abs(repeats[i][0] - repeats[j][0])
    total = float(joint.sum())
    if total > 0.0:
        joint *= rate / total
    made = joint / p[:, None]
    np.fill_diagonal(made, 1.0 - made.sum(axis=1))
    return made
