"""Assignments of bodies to missing people: their prior, the answer over all of them, and what stays open."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

NOBODY = "*"

PriorKind = Literal["flat", "present"]


@dataclass(frozen=True, slots=True)
class AssignmentPrior:
    """How likely each assignment is before looking at genes; stated with every result.

    `flat`: all assignments alike (as dvir). Note that this is not 1/N per pair. `present`: each missing
    person is among the bodies with probability `listed`, and then is any of them with equal probability.
    """

    kind: PriorKind = "flat"
    listed: float = 0.5

    def log_weight(self, used: int, bodies: int, missing: int) -> float:
        """log of the prior weight of an assignment that uses so many of the bodies."""
        if self.kind == "flat":
            return 0.0
        ways = math.lgamma(bodies - used + 1) - math.lgamma(bodies + 1)
        return used * math.log(self.listed) + (missing - used) * math.log1p(-self.listed) + ways

    def words(self) -> str:
        """The prior in a sentence."""
        if self.kind == "flat":
            return "every possible assignment is equally likely beforehand"
        return (
            f"each missing person is among the bodies with probability {self.listed:g}, and then "
            "equally likely any of "
            "them"
        )


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment: who each body is (or nobody listed), with its natural log-likelihood."""

    of: Mapping[str, str]
    log_likelihood: float

    def body_of(self, missing: str) -> str:
        """The body that is this missing person, or `NOBODY`."""
        return next((body for body, who in self.of.items() if who == missing), NOBODY)


@dataclass(frozen=True, slots=True)
class SymmetricSet:
    """Bodies and missing people (`NOBODY` among them, where one may be left out) that the genes cannot pair.

    All ways to pair them are equally good. `log_ratio` is how much likelier, as a natural logarithm, the best
    assignment is than the best in which one of these bodies is somebody else.
    """

    bodies: tuple[str, ...]
    missing: tuple[str, ...]
    log_ratio: float


@dataclass(frozen=True)
class JointAnswer:
    """Everything the joint analysis says.

    `posteriors[body][missing]` sums to one over the missing and `NOBODY`. `ratios[body][missing]` is the
    generalised likelihood ratio: the best assignment with the pair against the best without it. `best` are
    all assignments of the greatest likelihood: more than one where the genes cannot tell them apart, as
    with brothers; `sets` says between whom. `best_with[body][missing]` is the log score of the best
    assignment with the pair, against nobody assigned. `left_out`: the posterior of all assignments that were
    left out because there were too many sums to at most this; then ratios below it are NaN (nothing is known
    of them), and a ratio of one in it stands for "at least".
    """

    bodies: tuple[str, ...]
    missing: tuple[str, ...]
    posteriors: Mapping[str, Mapping[str, float]]
    ratios: Mapping[str, Mapping[str, float]]
    best: tuple[Assignment, ...]
    best_is_all: bool
    log_sum: float
    assignments: int
    best_with: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    prior: AssignmentPrior = field(default_factory=AssignmentPrior)
    components: tuple[tuple[str, ...], ...] = ()
    left_out: float = 0.0

    @property
    def sets(self) -> tuple[SymmetricSet, ...]:
        """Bodies that the genes leave open between several people, with all that hang together."""
        partners = {body: {one.of[body] for one in self.best} for body in self.bodies}
        groups: list[tuple[set[str], set[str]]] = []
        for body, missing in partners.items():
            if len(missing) == 1:
                continue
            together, among = {body}, set(missing)
            for group in [g for g in groups if g[1] & among - {NOBODY}]:
                groups.remove(group)
                together |= group[0]
                among |= group[1]
            groups.append((together, among))
        top = max((max(of.values()) for of in self.best_with.values()), default=0.0)
        return tuple(
            SymmetricSet(
                tuple(sorted(bodies)),
                tuple(sorted(among)),
                min(
                    top
                    - max(
                        (v for b in bodies for m, v in self.best_with[b].items() if m not in among),
                        default=-math.inf,
                    ),
                    -math.log(self.left_out) if self.left_out else math.inf,
                ),
            )
            for bodies, among in groups
        )
