"""Whose are all these remains, solved together: every assignment of bodies to missing people that the genes
allow.

An assignment gives each body one missing person or none, and each missing person at most one body. Its
likelihood is a product over families, which meet only in that a body can be used once. So each family's own
assignments are listed with all impossible ones cut off early, and families are put together by dynamic
programming over the bodies used. Exact; where that would be too much, `TooMany` says so before it happens.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounted.identifying.assignments import NOBODY, Assignment, AssignmentPrior, JointAnswer, SymmetricSet
from accounted.identifying.errors import IdentifyingError, TooMany
from accounted.identifying.family_tables import possible_body
from accounted.identifying.joint_combining import Local, Names, combined
from accounted.identifying.likelihoods import evaluate, possible, prepared
from accounted.identifying.loci import Locus
from accounted.identifying.lumping import lump, moved
from accounted.identifying.pedigrees import Pedigree
from accounted.identifying.plans import Pruning
from accounted.identifying.profiles import Profile, State, genes_at

MOST_LOCAL = 2_000_000  # assignments within one family


@dataclass(frozen=True)
class FamilyCase:
    """A family with its references and all of its members who are missing."""

    pedigree: Pedigree
    references: Mapping[str, Profile]
    missing: tuple[str, ...]


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
        self._seen: dict[tuple[int, str, str, int], tuple[State, ...]] = {}

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
            p = locus.frequencies
            one_gene = genes_at(locus, self.bodies[body].sex) == 1
            total = sum(w * p[a] * (1.0 if one_gene else p[b]) for a, b, w in seen)
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
            if not genes_at(locus, case.pedigree.member(missing).sex):
                return -math.inf  # a body with a Y chromosome is no missing woman
            profiles[missing] = self.bodies[body]
        if not profiles:
            return 0.0
        made, members = prepared(
            case.pedigree, tuple(profiles), locus.inheritance, pruning=self.pruning, tries=1
        )
        seen = [self._states(family, member, profiles, n) for member in members]
        small, place = lump(locus, {a for one in seen for state in one for a in state[:2]})
        value = float(evaluate(made, [small], moved(seen, place))[0])
        return math.log(value) if value > 0.0 else -math.inf

    def _states(self, family: int, member: str, profiles: Mapping[str, Profile], n: int) -> tuple[State, ...]:
        key = family, member, profiles[member].id, n
        found = self._seen.get(key)
        if found is None:
            found = possible(self.families[family].pedigree, member, profiles, self.loci[n])
            self._seen[key] = found
        return found

    # ---- assignments

    def local_assignments(self, family: int) -> list[Local]:
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
        found = [Local(0, (), 0.0)]
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
                        new.append(Local(local.used | 1 << b, pairs, score))
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
        base = sum(self.log_references(f) for f in range(len(self.families)))
        names = Names(
            tuple(body.id for body in self.bodies),
            self.missing,
            tuple(family.pedigree.id for family in self.families),
            base + sum(self.log_alone(b) for b in range(len(self.bodies))),
        )
        return combined(local, names, prior, most_best)


__all__ = [
    "NOBODY", "Assignment", "AssignmentPrior", "FamilyCase", "JointAnswer", "JointProblem", "SymmetricSet",
]  # fmt: skip
