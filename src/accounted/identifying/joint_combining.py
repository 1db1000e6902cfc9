"""Families put together over the bodies they use: dynamic programming, component by component.

Families meet only in that a body can be used once. The state is the set of bodies used so far. Under a prior
that looks at how many are used in all, components meet in that number too, and in nothing else.

Where there are too many sets to hold, assignments that weigh nothing are left out, with a bound
(`joint_bounds`); what was left out sums to at most `JointAnswer.left_out`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from accounted.identifying.assignments import NOBODY, Assignment, AssignmentPrior, JointAnswer
from accounted.identifying.errors import TooMany
from accounted.identifying.joint_bounds import Local, bounds_of, without_least
from accounted.identifying.joint_tables import Tables, log_add, log_sum_of, tables_of

LEFT_OUT = (0.0, 1e-12, 1e-9, 1e-6)  # the posterior that may be left out, the least that suffices


@dataclass(frozen=True)
class Names:
    """Who the bodies, the missing and the families are, and the log-likelihood with nobody assigned."""

    bodies: tuple[str, ...]
    missing: tuple[str, ...]
    families: tuple[str, ...]
    base: float


def combined(
    local: Sequence[Sequence[Local]], names: Names, prior: AssignmentPrior, most_best: int
) -> JointAnswer:
    """Posteriors, generalised likelihood ratios and the best assignments.

    Raises:
        TooMany: too much even without what weighs less than the last of `LEFT_OUT`.
    """
    bounds = None
    for allowed in LEFT_OUT:
        kept: Sequence[Sequence[Local]] = local
        lost = 0.0
        if allowed:
            bounds = bounds or bounds_of(local, prior, len(names.bodies))
            kept, lost = without_least(local, bounds, allowed)
        try:
            return _Combining(kept, names, prior, lost, math.prod(map(len, local))).answer(most_best)
        except TooMany:
            continue
    raise TooMany(
        f"{len(names.bodies)} bodies and {len(names.missing)} missing hang together in more ways than are "
        f"held, even without those of a posterior below {LEFT_OUT[-1]:g}; settle undisputed matches first "
        "(--undisputed 10000) or raise the cutoff"
    )


class _Combining:
    def __init__(
        self, local: Sequence[Sequence[Local]], names: Names, prior: AssignmentPrior, lost: float, ways: int
    ) -> None:
        self.names = names
        self.prior = prior
        self.lost = lost
        self.ways = ways
        self.groups = _groups(local)
        self.components = [tables_of([local[f] for f in families]) for families in self.groups]

    def answer(self, most_best: int) -> JointAnswer:
        names = self.names
        weights = self._weights()
        best = math.fsum(one.best for one in self.components)
        with_pair: dict[tuple[int, str], float] = defaultdict(lambda: -math.inf)
        best_pair: dict[tuple[int, str], float] = {}
        nobody = dict.fromkeys(range(len(names.bodies)), best)
        found: list[tuple[list[dict[int, str]], bool]] = []
        log_z = 0.0
        for one, weight in zip(self.components, weights, strict=True):
            log_z = one.look_back(weight)
            elsewhere = best - one.best
            for n, own in enumerate(one.local):
                for mine in own:
                    if mine.pairs:
                        total, top = one.beside(n, mine)
                        for pair in mine.pairs:
                            with_pair[pair] = log_add(with_pair[pair], total - log_z)
                            best_pair[pair] = max(best_pair.get(pair, -math.inf), top + elsewhere)
            for b in {b for own in one.local for mine in own for b, _ in mine.pairs}:
                nobody[b] = one.best_without(b) + elsewhere
            found.append(_best_of(one, most_best))
        return self._as_answer(with_pair, best_pair, nobody, best, found, log_z, most_best)

    def _weights(self) -> list[dict[int, float]]:
        """For each component, the log weight of how many bodies it uses: the prior, and all the others."""
        counts = [one.by_count() for one in self.components]
        size = len(self.names.bodies)
        if self.prior.kind == "flat":
            total = math.fsum(log_sum_of(list(one.values())) for one in counts)
            return [dict.fromkeys(range(size + 1), total - log_sum_of(list(one.values()))) for one in counts]
        made = []
        for skip in range(len(counts)):
            others = {0: 0.0}
            for n, one in enumerate(counts):
                if n != skip:
                    others = _convolved(others, one)
            made.append(
                {
                    used: log_sum_of(
                        [
                            value + self.prior.log_weight(used + more, size, len(self.names.missing))
                            for more, value in others.items()
                            if used + more <= min(size, len(self.names.missing))
                        ]
                    )
                    for used in range(size + 1)
                }
            )
        return made

    def _as_answer(
        self,
        with_pair: Mapping[tuple[int, str], float],
        best_pair: Mapping[tuple[int, str], float],
        nobody: Mapping[int, float],
        best: float,
        found: Sequence[tuple[list[dict[int, str]], bool]],
        log_z: float,
        most_best: int,
    ) -> JointAnswer:
        names = self.names
        posteriors: dict[str, dict[str, float]] = {}
        ratios: dict[str, dict[str, float]] = {}
        best_with: dict[str, dict[str, float]] = {}
        for b, body in enumerate(names.bodies):
            row = {
                m: min(1.0, math.exp(with_pair[b, m])) if (b, m) in with_pair else 0.0 for m in names.missing
            }
            row[NOBODY] = max(0.0, 1.0 - math.fsum(row.values()))
            posteriors[body] = row
            scores = {m: best_pair[b, m] for m in names.missing if (b, m) in best_pair}
            best_with[body] = {**scores, NOBODY: nobody[b]}
            ratios[body] = {}
            for m in names.missing:
                others = max(v for k, v in best_with[body].items() if k != m)
                ratios[body][m] = self._ratio(best_pair.get((b, m), -math.inf), others, best)
        every = product(*(ways for ways, _ in found))
        chosen = [_joined(ways) for ways in islice(every, most_best)]
        count = math.prod(len(ways) for ways, _ in found)
        return JointAnswer(
            names.bodies,
            names.missing,
            posteriors,
            ratios,
            tuple(
                Assignment(
                    {body: one.get(b, NOBODY) for b, body in enumerate(names.bodies)}, names.base + best
                )
                for one in chosen
            ),
            count <= most_best and all(complete for _, complete in found),
            names.base + log_z,
            self.ways,
            best_with,
            self.prior,
            tuple(tuple(names.families[f] for f in families) for families in self.groups),
            self.lost,
        )

    def _ratio(self, with_it: float, others: float, best: float) -> float:
        """A generalised ratio. What was left out is at most `lost` times as likely as the best: below that
        nothing is known, and nothing is above one in that."""
        if not self.lost:
            return math.exp(min(with_it - others, 700.0)) if with_it > -math.inf else 0.0
        if with_it - best < math.log(self.lost):
            return math.nan
        return math.exp(min(with_it - others, -math.log(self.lost)))


def _groups(local: Sequence[Sequence[Local]]) -> list[list[int]]:
    """Families that may use the same body, together; others do not meet."""
    uses = [frozenset(b for one in own for b, _ in one.pairs) for own in local]
    groups: list[tuple[set[int], list[int]]] = []
    for f, bodies in enumerate(uses):
        together, members = set(bodies), [f]
        for group in [g for g in groups if g[0] & together]:
            groups.remove(group)
            together |= group[0]
            members = group[1] + members
        groups.append((together, sorted(members)))
    return [members for _, members in groups]


def _best_of(one: Tables, most: int) -> tuple[list[dict[int, str]], bool]:
    """All assignments of a component's greatest score, up to rounding; whether that is all of them."""
    least = one.best - 1e-9 * max(1.0, abs(one.best))
    found: list[dict[int, str]] = []
    stack: list[tuple[int, int, float, dict[int, str]]] = [(0, 0, 0.0, {})]
    while stack:
        n, used, score, pairs = stack.pop()
        if n == len(one.local):
            found.append(pairs)
            if len(found) >= most:
                return found, False
            continue
        for mine in one.local[n]:
            if mine.used & used:
                continue
            both = used | mine.used
            if score + mine.score + one.best_after(n + 1, both) >= least:
                stack.append((n + 1, both, score + mine.score, {**pairs, **dict(mine.pairs)}))
    return found, True


def _joined(ways: Sequence[dict[int, str]]) -> dict[int, str]:
    made: dict[int, str] = {}
    for one in ways:
        made |= one
    return made


def _convolved(one: Mapping[int, float], other: Mapping[int, float]) -> dict[int, float]:
    made: dict[int, float] = {}
    for a, x in one.items():
        for b, y in other.items():
            made[a + b] = log_add(made.get(a + b, -math.inf), x + y)
    return made


__all__ = ["Local", "Names", "combined"]
