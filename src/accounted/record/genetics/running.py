"""The engine over what was gathered: the same inputs and parameters give the same outcome.

Tables of likelihoods are made in memory and kept nowhere: withdrawing a sample leaves nothing of it behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.proposing import Proposed
from accounted.record.docket import DecisionRefused
from accounted.record.genetics.forms import digest

if TYPE_CHECKING:
    from accounted.record.genetics.gathering import Gathered

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
        cutoff: pairs whose own likelihood ratio is below are left out, for `joint`.
        seed: kept for methods that draw by chance; these do not.
    """

    method: str = "screen"
    listed: float = 0.5
    prior: str = "flat"
    top: int = 5
    least: float = 0.001
    minimum: float = 0.001
    cutoff: float = 0.0
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
    return _joint(gathered, parameters)


def _rounded(value: float) -> float:
    return float(f"{value:.9g}")


def _screen(gathered: Gathered, parameters: Parameters, workers: int) -> Outcome:
    from accounted.identifying.errors import IdentifyingError
    from accounted.identifying.family_tables import Family
    from accounted.identifying.screening import Prior, ScreeningTables, screen

    pairs = [(f, m) for f in gathered.families for m in f.missing]
    families = [Family(f.pedigree, f.references, m) for f, m in pairs]
    aside: list[Mapping[str, str]] = []
    pruning: Any = parameters.pruning
    tables = ScreeningTables(gathered.loci, pruning=pruning)
    try:
        tables.add(families, workers=workers)
    except IdentifyingError:
        # one family whose references cannot all be right must not keep the others from being compared
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
    found = screen(tables, bodies, prior=Prior(parameters.listed), top=parameters.top, workers=workers)
    told, proposed = [], []
    for one in found:
        kept = [c for c in one.candidates if c.posterior >= parameters.least]
        rows = [(pairs[c.family][1], _rounded(c.log10_ratio), _rounded(c.posterior)) for c in kept]
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
    return Outcome(tuple(proposed), tuple(told), tuple(aside))


def _can_be_looked_up(tables: Any, body: Any) -> bool:
    from accounted.identifying.errors import IdentifyingError

    try:
        tables.codes([body])
    except IdentifyingError:
        return False
    return True


def _joint(gathered: Gathered, parameters: Parameters) -> Outcome:
    import math

    from accounted.identifying.joint import NOBODY, AssignmentPrior, JointProblem

    pruning: Any = parameters.pruning
    problem = JointProblem(
        gathered.bodies, gathered.families, gathered.loci, pruning=pruning, cutoff=parameters.cutoff
    )
    kind: Any = parameters.prior
    answer = problem.solve(prior=AssignmentPrior(kind, parameters.listed))
    place = {body.id: n for n, body in enumerate(gathered.bodies)}
    family = {m: n for n, one in enumerate(gathered.families) for m in one.missing}
    told, proposed = [], []
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
        not_listed = _rounded(row[NOBODY])
        told.append({"body": body, "candidates": rows, "not_listed": not_listed})
        proposed += [
            Proposed(
                remains=gathered.remains[body],
                missing=gathered.missing[one["missing"]],
                rank=rank,
                not_listed=not_listed,
                **{key: value for key, value in one.items() if key != "missing"},
            )
            for rank, one in enumerate(rows, start=1)
        ]
    return Outcome(tuple(proposed), tuple(told), ())
