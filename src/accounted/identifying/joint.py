"""Whose are all these remains, solved together: every assignment of bodies to missing people that the genes
allow.

An assignment gives each body one missing person or none, and each missing person at most one body. Its
likelihood is a product over families, which meet only in that a body can be used once. So each family's own
assignments are listed with all impossible ones cut off early, and families are put together by dynamic
programming over the bodies used. Exact; where that would be too much, `TooMany` says so before it happens.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from accounted.identifying.assignments import NOBODY, Assignment, AssignmentPrior, JointAnswer, SymmetricSet
from accounted.identifying.errors import IdentifyingError, TooMany
from accounted.identifying.family_tables import possible_body
from accounted.identifying.likelihoods import evaluate, possible
from accounted.identifying.loci import Locus
from accounted.identifying.lumping import lump, moved
from accounted.identifying.pedigrees import Pedigree
from accounted.identifying.plans import Pruning, program, prune
from accounted.identifying.profiles import Profile

MOST_LOCAL = 2_000_000  # assignments within one family
MOST_STATES = 4_000_000  # sets of used bodies held while families are put together


@dataclass(frozen=True)
class FamilyCase:
    """A family with its references and all of its members who are missing."""

    pedigree: Pedigree
    references: Mapping[str, Profile]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Local:
    """One family's own assignment: bodies used as bits, pairs, log ratio against nobody assigned."""

    used: int
    pairs: tuple[tuple[int, str], ...]
    score: float


class JointProblem:
    """Bodies, families and what is allowed to go together."""

    def __init__(
        self,
        bodies: Sequence[Profile],
        families: Sequence[FamilyCase],
        loci: Sequence[Locus],
        *,
        pairings: Mapping[str, Sequence[str]] | None = None,
        pruning: Pruning = "pedprobr",
        cutoff: float = 0.0,
    ) -> None:
        self.bodies = tuple(bodies)
        self.families = tuple(families)
        self.loci = tuple(loci)
        self.pruning: Pruning = pruning
        self.cutoff = cutoff
        self.missing = tuple(m for family in families for m in family.missing)
        for name, what in ((self.missing, "missing person"), (tuple(b.id for b in bodies), "body")):
            twice = [one for one in name if name.count(one) > 1]
            if twice:
                raise IdentifyingError(
                    f"{twice[0]}: two of the same identifier; give each {what} another one"
                )
        self._allowed = [self._partners(body, pairings) for body in bodies]
        self._memo: dict[tuple[int, int, tuple[tuple[str, int], ...]], float] = {}
        self._alone: dict[tuple[int, int], float] = {}

    def _partners(self, body: Profile, pairings: Mapping[str, Sequence[str]] | None) -> frozenset[str]:
        if pairings is not None and body.id in pairings:
            return frozenset(pairings[body.id]) - {NOBODY}
        allowed = set()
        for family in self.families:
            for missing in family.missing:
                sex = family.pedigree.member(missing).sex
                if body.sex is None or sex is None or sex == body.sex:
                    allowed.add(missing)
        return frozenset(allowed)

    def with_body(self, body: Profile, partners: Sequence[str] | None = None) -> JointProblem:
        """The problem with one more body; every likelihood that was computed is kept.

        Arguments:
            partners: the missing people it may be; None: all whose sex does not speak against it.
        """
        pairings = {one.id: sorted(allowed) for one, allowed in zip(self.bodies, self._allowed, strict=True)}
        if partners is not None:
            pairings[body.id] = list(partners)
        grown = JointProblem(
            (*self.bodies, body),
            self.families,
            self.loci,
            pairings=pairings,
            pruning=self.pruning,
            cutoff=self.cutoff,
        )
        # Bodies keep their places, so what was computed for them holds.
        grown._memo, grown._alone = self._memo, self._alone
        return grown

    def partners(self, body: int) -> frozenset[str]:
        """The missing people that a body is compared with."""
        return self._allowed[body]

    # ---- likelihoods

    def log_alone(self, body: int) -> float:
        """log P(what was seen of a body, of an unrelated person)."""
        return sum(self._body_alone(body, n) for n in range(len(self.loci)) if self._typed(body, n))

    def _typed(self, body: int, locus: int) -> bool:
        return self.loci[locus].name in self.bodies[body].calls

    def _body_alone(self, body: int, n: int) -> float:
        key = (body, n)
        if key not in self._alone:
            locus = self.loci[n]
            seen = possible_body(self.bodies[body], locus)
            total = sum(w * locus.frequencies[a] * locus.frequencies[b] for a, b, w in seen)
            self._alone[key] = math.log(total) if total > 0.0 else -math.inf
        return self._alone[key]

    def log_references(self, family: int) -> float:
        """log P(references of a family)."""
        return sum(self._log_family(family, n, ()) for n in range(len(self.loci)))

    def score(self, family: int, pairs: Sequence[tuple[int, str]]) -> float:
        """log P(references, bodies as those members) − log P(references) − Σ log P(body)."""
        total = 0.0
        for n in range(len(self.loci)):
            typed = tuple(sorted((missing, body) for body, missing in pairs if self._typed(body, n)))
            if not typed:
                continue
            together = self._log_family(family, n, typed)
            if together == -math.inf:
                return -math.inf
            total += together - self._log_family(family, n, ())
            total -= sum(self._body_alone(body, n) for _, body in typed)
        return total

    def _log_family(self, family: int, n: int, typed: tuple[tuple[str, int], ...]) -> float:
        key = (family, n, typed)
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self._compute(family, n, typed)
        return found

    def _compute(self, family: int, n: int, typed: tuple[tuple[str, int], ...]) -> float:
        case, locus = self.families[family], self.loci[n]
        profiles = {k: p for k, p in case.references.items() if locus.name in p.calls}
        for missing, body in typed:
            profiles[missing] = self.bodies[body]
        if not profiles:
            return 0.0
        shape, places = prune(case.pedigree.shape(typed=profiles), pruning=self.pruning)
        made = program(shape, tries=1)
        seen = [
            possible(case.pedigree, case.pedigree.members[places[k]].id, profiles, locus) for k in made.typed
        ]
        small, place = lump(locus, {a for one in seen for state in one for a in state[:2]})
        value = float(evaluate(made, [small], moved(seen, place))[0])
        return math.log(value) if value > 0.0 else -math.inf

    # ---- assignments

    def local_assignments(self, family: int) -> list[_Local]:
        """Every possible assignment of bodies to the missing of one family, nobody assigned included.

        Raises:
            TooMany: more than `MOST_LOCAL`.
        """
        missing = self.families[family].missing
        candidates = [
            (b, [m for m in missing if m in self._allowed[b] and self._worth(family, b, m)])
            for b in range(len(self.bodies))
        ]
        # Bodies with few possibilities first: impossible branches end early.
        candidates = sorted(((b, ms) for b, ms in candidates if ms), key=lambda one: (len(one[1]), one[0]))
        found = [_Local(0, (), 0.0)]
        waiting = list(found)
        for b, partners in candidates:
            new = []
            for local in waiting:
                taken = {m for _, m in local.pairs}
                for m in partners:
                    if m in taken:
                        continue
                    pairs = (*local.pairs, (b, m))
                    score = self.score(family, pairs)
                    if score > -math.inf:
                        new.append(_Local(local.used | 1 << b, pairs, score))
            waiting += new
            if len(waiting) > MOST_LOCAL:
                raise TooMany(
                    f"family {self.families[family].pedigree.id}: more than {MOST_LOCAL:,} "
                    "assignments are possible; "
                    "settle undisputed matches first, raise the cutoff, or type more references"
                )
        return waiting

    def _worth(self, family: int, body: int, missing: str) -> bool:
        """Whether a pair can be part of any assignment: not impossible by itself, and above the cutoff."""
        alone = self.score(family, ((body, missing),))
        return alone > -math.inf and (self.cutoff <= 0.0 or alone >= math.log(self.cutoff))

    def pairwise(self) -> Mapping[str, Mapping[str, float]]:
        """The likelihood ratio of each body with each missing person by themselves; NaN: not considered."""
        made: dict[str, dict[str, float]] = {body.id: {} for body in self.bodies}
        for f, family in enumerate(self.families):
            for m in family.missing:
                for b, body in enumerate(self.bodies):
                    if m not in self._allowed[b]:
                        made[body.id][m] = math.nan
                        continue
                    score = self.score(f, ((b, m),))
                    made[body.id][m] = math.exp(score) if score < 700 else math.inf
        return made

    def solve(self, *, prior: AssignmentPrior | None = None, most_best: int = 100) -> JointAnswer:
        """All assignments together.

        Raises:
            TooMany: more assignments within a family, or more sets of used bodies, than are held.
        """
        prior = prior or AssignmentPrior()
        local = [self.local_assignments(f) for f in range(len(self.families))]
        return _Combined(self, local, prior).answer(most_best)


@dataclass
class _Combined:
    """Families put together over the bodies they use."""

    problem: JointProblem
    local: list[list[_Local]]
    prior: AssignmentPrior

    @cached_property
    def components(self) -> list[list[int]]:
        """Families that may use the same body, together; others do not meet."""
        uses = [frozenset(b for one in local for b, _ in one.pairs) for local in self.local]
        groups: list[tuple[set[int], list[int]]] = []
        for f, bodies in enumerate(uses):
            together, members = set(bodies), [f]
            for group in [g for g in groups if g[0] & together]:
                groups.remove(group)
                together |= group[0]
                members = group[1] + members
            groups.append((together, sorted(members)))
        return [members for _, members in groups]

    def answer(self, most_best: int) -> JointAnswer:
        """Posteriors, generalised likelihood ratios and the best assignments."""
        problem = self.problem
        forward, backward = self._tables()
        log_z = self._total(forward[-1])
        best = self._best_of(forward[-1])
        posteriors: dict[str, dict[str, float]] = {}
        ratios: dict[str, dict[str, float]] = {}
        with_pair: dict[tuple[int, str], list[float]] = defaultdict(list)
        best_pair: dict[tuple[int, str], float] = defaultdict(lambda: -math.inf)
        best_by_partner: dict[int, dict[str, float]] = defaultdict(dict)
        for f, local in enumerate(self.local):
            rest = _joined(forward[f], backward[f + 1])
            for one in local:
                if not one.pairs:
                    continue
                log_sum, log_best = self._beside(rest, one)
                for pair in one.pairs:
                    with_pair[pair].append(log_sum)
                    best_pair[pair] = max(best_pair[pair], log_best)
        for b, body in enumerate(problem.bodies):
            row, listed = {}, 0.0
            for m in problem.missing:
                share = math.exp(_log_sum(with_pair.get((b, m), [])) - log_z) if (b, m) in with_pair else 0.0
                row[m] = share
                listed += share
            row[NOBODY] = max(0.0, 1.0 - listed)
            posteriors[body.id] = row
            nobody = self._best_without(b)
            best_by_partner[b] = {m: best_pair[b, m] for m in problem.missing if (b, m) in best_pair}
            best_by_partner[b][NOBODY] = nobody
            ratios[body.id] = {}
            for m in problem.missing:
                others = max(v for k, v in best_by_partner[b].items() if k != m)
                top = best_pair.get((b, m), -math.inf)
                ratios[body.id][m] = math.exp(min(top - others, 700.0)) if top > -math.inf else 0.0
        found, complete = self._enumerate_best(best, most_best)
        base = sum(problem.log_references(f) for f in range(len(problem.families)))
        base += sum(problem.log_alone(b) for b in range(len(problem.bodies)))
        return JointAnswer(
            tuple(body.id for body in problem.bodies),
            problem.missing,
            posteriors,
            ratios,
            tuple(
                Assignment(
                    {body.id: one.get(b, NOBODY) for b, body in enumerate(problem.bodies)}, base + best
                )
                for one in found
            ),
            complete,
            base + log_z,
            math.prod(len(local) for local in self.local),
            {body.id: dict(best_by_partner[b]) for b, body in enumerate(problem.bodies)},
            self.prior,
            tuple(tuple(problem.families[f].pedigree.id for f in group) for group in self.components),
        )

    def _tables(self) -> tuple[list[_Table], list[_Table]]:
        """For each family, what those before it and those after it may use, with log-sum and best."""
        forward: list[_Table] = [{0: (0.0, 0.0)}]
        for local in self.local:
            forward.append(_extended(forward[-1], local))
        backward: list[_Table] = [{0: (0.0, 0.0)}]
        for local in reversed(self.local):
            backward.append(_extended(backward[-1], local))
        return forward, backward[::-1]

    def _weight(self, used: int) -> float:
        return self.prior.log_weight(used.bit_count(), len(self.problem.bodies), len(self.problem.missing))

    def _total(self, table: _Table) -> float:
        return _log_sum([log_sum + self._weight(used) for used, (log_sum, _) in table.items()])

    def _best_of(self, table: _Table) -> float:
        return max(best for _, best in table.values())

    def _beside(self, rest: _Table, one: _Local) -> tuple[float, float]:
        """log-sum (with prior) and best (without) of all that goes with a family's own assignment."""
        fitting = [(used, v) for used, v in rest.items() if not used & one.used]
        log_sum = _log_sum([s + self._weight(used | one.used) for used, (s, _) in fitting])
        return one.score + log_sum, one.score + max(best for _, (_, best) in fitting)

    def _best_without(self, body: int) -> float:
        table: _Table = {0: (0.0, 0.0)}
        for local in self.local:
            table = _extended(table, [one for one in local if not one.used >> body & 1])
        return self._best_of(table)

    def _enumerate_best(self, best: float, most: int) -> tuple[list[dict[int, str]], bool]:
        """All assignments of the greatest score, up to rounding."""
        _, backward = self._tables()
        found: list[dict[int, str]] = []
        stack: list[tuple[int, int, float, dict[int, str]]] = [(0, 0, 0.0, {})]
        while stack:
            f, used, score, pairs = stack.pop()
            if f == len(self.local):
                found.append(pairs)
                if len(found) >= most:
                    return found, False
                continue
            for one in self.local[f]:
                if one.used & used:
                    continue
                reach = max(
                    (v for u, (_, v) in backward[f + 1].items() if not u & (used | one.used)),
                    default=-math.inf,
                )
                if score + one.score + reach >= best - 1e-9 * max(1.0, abs(best)):
                    stack.append((f + 1, used | one.used, score + one.score, {**pairs, **dict(one.pairs)}))
        return found, True


_Table = dict[int, tuple[float, float]]  # bodies used → log-sum of scores, best score


def _extended(table: _Table, local: Sequence[_Local]) -> _Table:
    sums: dict[int, list[float]] = defaultdict(list)
    best: dict[int, float] = {}
    by_used: dict[int, tuple[list[float], float]] = {}
    for one in local:
        scores, top = by_used.get(one.used, ([], -math.inf))
        scores.append(one.score)
        by_used[one.used] = scores, max(top, one.score)
    merged = {used: (_log_sum(scores), top) for used, (scores, top) in by_used.items()}
    for used, (log_sum, top) in table.items():
        for mine, (own, own_top) in merged.items():
            if used & mine:
                continue
            both = used | mine
            sums[both].append(log_sum + own)
            best[both] = max(best.get(both, -math.inf), top + own_top)
            if len(best) > MOST_STATES:
                raise TooMany(
                    f"more than {MOST_STATES:,} sets of bodies are possible together; settle "
                    "undisputed matches first "
                    "or raise the cutoff"
                )
    return {used: (_log_sum(scores), best[used]) for used, scores in sums.items()}


def _joined(before: _Table, after: _Table) -> _Table:
    sums: dict[int, list[float]] = defaultdict(list)
    best: dict[int, float] = {}
    for used, (log_sum, top) in before.items():
        for other, (own, own_top) in after.items():
            if used & other:
                continue
            sums[used | other].append(log_sum + own)
            best[used | other] = max(best.get(used | other, -math.inf), top + own_top)
    return {used: (_log_sum(scores), best[used]) for used, scores in sums.items()}


def _log_sum(values: Sequence[float]) -> float:
    if not values:
        return -math.inf
    top = max(values)
    return top if top == -math.inf else top + math.log(float(np.exp(np.array(values) - top).sum()))


__all__ = [
    "NOBODY", "Assignment", "AssignmentPrior", "FamilyCase", "JointAnswer", "JointProblem", "SymmetricSet",
]  # fmt: skip
