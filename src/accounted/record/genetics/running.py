"""The engine over what was gathered: the same inputs and parameters give the same outcome.

Tables of likelihoods are made in memory and kept nowhere: withdrawing a sample leaves nothing of it behind.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.proposing import Proposed
from accounted.record.docket import DecisionRefused
from accounted.record.genetics.forms import digest

if TYPE_CHECKING:
    from accounted.record.genetics.gathering import Gathered

MOST_CANDIDATES = 500  # missing people that one body may be, in a joint comparison
MOST_TOGETHER = 24  # bodies solved together; a larger group is taken apart first
MOST_CUTOFF = 6.0  # log10: the least likely pairs are left out up to here, to take groups apart
MANY = "there are too many possibilities together; compare some families by themselves"
_Ratios = dict[str, dict[str, float]]  # body → missing → log10 of the ratio of the pair by itself
NOT_COMPARED = "could not be compared; somebody with the role geneticist looks into it"


@dataclass(frozen=True)
class Parameters:
    """Everything that decides a comparison beside what goes in.

    Attributes:
        method: `screen` compares each body with each missing person by themselves; `joint` solves all
            together.
        listed: the prior probability that a body's family is among those compared (`screen`), or that a
            missing person is among the bodies (`joint` with the prior `present`).
        prior: `flat` or `present`, for `joint`.
        top: how many candidates of a body are proposed at most.
        least: candidates of a smaller posterior are not proposed.
        minimum: the frequency of an allele that the frequency set does not hold.
        cutoff: pairs whose own likelihood ratio is below are left out, for `joint`: true ones are among them
            with a probability of at most this (Markov's bound under the hypothesis that they are kin).
        seed: kept for methods that draw by chance; these do not.
    """

    method: str = "screen"
    listed: float = 0.5
    prior: str = "flat"
    top: int = 5
    least: float = 0.001
    minimum: float = 0.001
    cutoff: float = 1e-4
    pruning: str = "pedprobr"
    seed: int = 0

    def __post_init__(self) -> None:
        if self.method not in ("screen", "joint"):
            raise DecisionRefused(f"method {self.method!r}: choose screen or joint")
        if not 0.0 < self.listed < 1.0:
            raise DecisionRefused(f"listed {self.listed}: give a probability between 0 and 1")


@dataclass(frozen=True)
class Outcome:
    """What a comparison gave: proposals, its digest, and what could not be compared."""

    proposed: tuple[Proposed, ...]
    told: tuple[Mapping[str, Any], ...]
    set_aside: tuple[Mapping[str, str], ...]

    @property
    def sha256(self) -> str:
        """Digest of the outcome."""
        return digest(self.told)


def run(gathered: Gathered, parameters: Parameters, *, workers: int = 1) -> Outcome:
    """The engine over what was gathered: the same inputs and parameters give the same outcome."""
    if parameters.method == "screen":
        return _screen(gathered, parameters, workers)
    return _joint(gathered, parameters, workers)


def _rounded(value: float) -> float:
    return float(f"{value:.9g}")


@dataclass(frozen=True)
class _Ready:
    """Tables of everything that can be compared; `pairs` are family and missing member of each column."""

    tables: Any
    pairs: list[tuple[Any, str]]
    bodies: list[Any]
    aside: list[Mapping[str, str]]


def _ready(gathered: Gathered, parameters: Parameters, workers: int) -> _Ready:
    """One family, or one profile, that cannot be compared must not keep the others from it."""
    from accounted.identifying.errors import IdentifyingError
    from accounted.identifying.family_tables import Family
    from accounted.identifying.screening import ScreeningTables

    pairs = [(f, m) for f in gathered.families for m in f.missing]
    families = [Family(f.pedigree, f.references, m) for f, m in pairs]
    aside: list[Mapping[str, str]] = []
    pruning: Any = parameters.pruning
    tables = ScreeningTables(gathered.loci, pruning=pruning)
    try:
        tables.add(families, workers=workers)
    except IdentifyingError:
        sound = []
        for n, family in enumerate(families):
            try:
                ScreeningTables(gathered.loci, pruning=pruning).add([family])
                sound.append(n)
            except IdentifyingError:
                aside.append({"code": pairs[n][0].pedigree.id, "reason": NOT_COMPARED})
        pairs = [pairs[n] for n in sound]
        tables = ScreeningTables(gathered.loci, pruning=pruning)
        tables.add([families[n] for n in sound], workers=workers)
    bodies = list(gathered.bodies)
    try:
        tables.codes(bodies)
    except IdentifyingError:
        bodies = [body for body in bodies if _can_be_looked_up(tables, body)]
        usable = {body.id for body in bodies}
        aside += [{"code": b.id, "reason": NOT_COMPARED} for b in gathered.bodies if b.id not in usable]
    return _Ready(tables, pairs, bodies, aside)


def _screen(gathered: Gathered, parameters: Parameters, workers: int) -> Outcome:
    from accounted.identifying.screening import Prior, screen

    ready = _ready(gathered, parameters, workers)
    found = screen(
        ready.tables, ready.bodies, prior=Prior(parameters.listed), top=parameters.top, workers=workers
    )
    told, proposed = [], []
    for one in found:
        kept = [c for c in one.candidates if c.posterior >= parameters.least]
        rows = [(ready.pairs[c.family][1], _rounded(c.log10_ratio), _rounded(c.posterior)) for c in kept]
        told.append({"body": one.body, "candidates": rows, "not_listed": _rounded(one.not_listed)})
        proposed += [
            Proposed(
                remains=gathered.remains[one.body],
                missing=gathered.missing[missing],
                rank=rank,
                posterior=posterior,
                not_listed=_rounded(one.not_listed),
                log10_ratio=ratio,
            )
            for rank, (missing, ratio, posterior) in enumerate(rows, start=1)
        ]
    return Outcome(tuple(proposed), tuple(told), tuple(ready.aside))


def _can_be_looked_up(tables: Any, body: Any) -> bool:
    from accounted.identifying.errors import IdentifyingError

    try:
        tables.codes([body])
    except IdentifyingError:
        return False
    return True


def _joint(gathered: Gathered, parameters: Parameters, workers: int) -> Outcome:
    """Everything together, group by group: bodies and families that no candidate pair connects do not meet.

    With the flat prior the groups are independent, so that solving each by itself is exact. Where a group has
    too many possibilities, its least likely pairs are left out, ten times as many each time, until it falls
    apart; that is said of each of its bodies.
    """
    ready = _ready(gathered, parameters, workers)
    ratios = _candidates(ready, parameters, workers)
    aside = list(ready.aside)
    told: list[dict[str, Any]] = []
    least = math.log10(parameters.cutoff) if parameters.cutoff > 0.0 else -math.inf
    waiting = [(group, least) for group in _groups(ready.bodies, ready.pairs, ratios, parameters)]
    while waiting:
        (bodies, families), least = waiting.pop()
        found = None
        if len(bodies) <= MOST_TOGETHER:
            found = _solved(bodies, families, ratios, gathered.loci, parameters)
        if found is not None:
            told += found
            if least > math.log10(max(parameters.cutoff, 1e-300)):
                reason = f"compared only with those of a likelihood ratio of {10.0**least:g} or more"
                aside += [{"code": body.id, "reason": f"{reason}: {MANY}"} for body in bodies]
        elif least >= MOST_CUTOFF:
            aside += [{"code": body.id, "reason": MANY} for body in bodies]
        else:
            least = max(least, -4.0) + 1.0
            for body in bodies:
                ratios[body.id] = {m: r for m, r in ratios[body.id].items() if r >= least}
            pairs = [(f, m) for f in families for m in f.missing]
            waiting += [(group, least) for group in _groups(bodies, pairs, ratios, parameters)]
    told.sort(key=lambda one: str(one["body"]))
    aside.sort(key=lambda one: one["code"])
    proposed = [
        Proposed(
            remains=gathered.remains[one["body"]],
            missing=gathered.missing[row["missing"]],
            rank=rank,
            not_listed=one["not_listed"],
            **{key: value for key, value in row.items() if key != "missing"},
        )
        for one in told
        for rank, row in enumerate(one["candidates"], start=1)
    ]
    return Outcome(tuple(proposed), tuple(told), tuple(aside))


def _solved(
    bodies: list[Any], families: list[Any], ratios: _Ratios, loci: Any, parameters: Parameters
) -> list[dict[str, Any]] | None:
    """What the joint answer says of each body of a group; None where it has too many possibilities."""
    from accounted.identifying.errors import TooMany
    from accounted.identifying.joint import AssignmentPrior, JointProblem

    kind: Any = parameters.prior
    pruning: Any = parameters.pruning
    pairings = {body.id: list(ratios[body.id]) for body in bodies}
    problem = JointProblem(bodies, families, loci, pairings=pairings, pruning=pruning)
    try:
        answer = problem.solve(prior=AssignmentPrior(kind, parameters.listed))
    except TooMany:
        return None
    return _answers(problem, answer, parameters)


def _candidates(ready: _Ready, parameters: Parameters, workers: int) -> _Ratios:
    """The missing that each body may be, with log10 of the ratio by itself, where it reaches the cutoff."""
    from accounted.identifying.screening import Prior, screen

    top = min(len(ready.pairs), MOST_CANDIDATES)
    found = screen(ready.tables, ready.bodies, prior=Prior(parameters.listed), top=top, workers=workers)
    least = math.log10(parameters.cutoff) if parameters.cutoff > 0.0 else -math.inf
    return {
        one.body: {ready.pairs[c.family][1]: c.log10_ratio for c in one.candidates if c.log10_ratio >= least}
        for one in found
    }


def _groups(
    bodies: list[Any], pairs: list[tuple[Any, str]], ratios: _Ratios, parameters: Parameters
) -> list[tuple[list[Any], list[Any]]]:
    """Bodies and families that candidates connect; a body without any is a group of its own.

    The prior `present` knows how many bodies there are in all, so that its groups do not part.
    """
    families = {f.pedigree.id: f for f, _ in pairs}
    home = {m: f.pedigree.id for f, m in pairs}
    if parameters.prior != "flat":
        return [(bodies, list(families.values()))]
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = name = parent[parent[name]]
        return name

    for body in bodies:
        for missing in ratios[body.id]:
            parent[root(f"body {body.id}")] = root(f"family {home[missing]}")
    groups: dict[str, tuple[list[Any], list[Any]]] = {}
    for body in bodies:
        groups.setdefault(root(f"body {body.id}"), ([], []))[0].append(body)
    for code, family in families.items():
        name = root(f"family {code}")
        if name in groups:
            groups[name][1].append(family)
    return list(groups.values())


def _answers(problem: Any, answer: Any, parameters: Parameters) -> list[dict[str, Any]]:
    """What the joint answer says of each body."""
    from accounted.identifying.joint import NOBODY

    place = {body.id: n for n, body in enumerate(problem.bodies)}
    family = {m: n for n, one in enumerate(problem.families) for m in one.missing}
    told = []
    for body in answer.bodies:
        row = answer.posteriors[body]
        likely = sorted(((p, m) for m, p in row.items() if m != NOBODY), key=lambda one: (-one[0], one[1]))
        alike = sorted({one.of[body] for one in answer.best} - {NOBODY})
        rows: list[dict[str, Any]] = []
        for posterior, missing in likely[: parameters.top]:
            if posterior < parameters.least:
                break
            score = problem.score(family[missing], ((place[body], missing),))
            glr = answer.ratios[body][missing]
            rows.append(
                {
                    "missing": missing,
                    "posterior": _rounded(posterior),
                    "log10_ratio": _rounded(score / math.log(10.0)) if score > -math.inf else None,
                    "log10_generalised": _rounded(math.log10(glr)) if 0.0 < glr < math.inf else None,
                    "alternatives": [m for m in alike if m != missing] if missing in alike else [],
                }
            )
        told.append({"body": body, "candidates": rows, "not_listed": _rounded(row[NOBODY])})
    return told
