"""Matches that nothing disputes, settled one after the other before the rest is solved together.

A pair is undisputed where its likelihood ratio reaches a threshold and is as many times greater than that of
every other pair with the same body or the same missing person (dvir's rule; `strict`: no other reaches 1).
Its body then counts as a reference of the family, ratios are computed anew, and again until nothing more is
undisputed. What is left is solved jointly. That makes large graves tractable; it is a choice with a
threshold, so it is named wherever its results are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from accounted.identifying.assignments import NOBODY, AssignmentPrior, JointAnswer
from accounted.identifying.errors import IdentifyingError
from accounted.identifying.joint import FamilyCase, JointProblem
from accounted.identifying.loci import Locus
from accounted.identifying.plans import Pruning
from accounted.identifying.profiles import Profile

Conclusion = Literal[
    "undisputed", "match", "symmetric match", "disputed", "inconclusive", "excluded", "not compared"
]
THRESHOLD = 1e4


@dataclass(frozen=True, slots=True)
class Step:
    """A pair that was undisputed: in which round, and its log10 ratio then."""

    round: int
    body: str
    missing: str
    family: str
    log10: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How a missing person stands in the end, with the bodies that come into question.

    `log10_ratio` is that of the pair by itself, given what was settled before; `log10_glr` how much likelier
    the best assignment with one of `bodies` is than the best without. None where there is none.
    """

    missing: str
    family: str
    bodies: tuple[str, ...]
    conclusion: Conclusion
    log10_ratio: float | None
    log10_glr: float | None
    words: str


@dataclass(frozen=True)
class Settled:
    """What was undisputed, the joint answer to what was left, and where each missing person stands."""

    threshold: float
    strict: bool
    steps: tuple[Step, ...]
    rest: JointAnswer | None
    problem: JointProblem
    standings: tuple[Standing, ...]

    @property
    def rule(self) -> str:
        """The rule in a sentence."""
        others = "no other pair of either reaches 1" if self.strict else "that many times every other's"
        return (
            f"a pair was settled beforehand where its likelihood ratio was at least {self.threshold:g} and "
            f"{others}; then with its body as a reference, again"
        )


def settle(
    bodies: Sequence[Profile],
    families: Sequence[FamilyCase],
    loci: Sequence[Locus],
    *,
    threshold: float = THRESHOLD,
    strict: bool = False,
    pairings: Mapping[str, Sequence[str]] | None = None,
    exclusions: Mapping[tuple[str, str], int] | None = None,
    most_exclusions: int | None = None,
    pruning: Pruning = "pedprobr",
    cutoff: float = 0.0,
    prior: AssignmentPrior | None = None,
) -> Settled:
    """Settle what is undisputed, and solve the rest together.

    Arguments:
        exclusions: how many loci exclude each (body, missing), as `case_files.exclusions` counts them.
        most_exclusions: pairs with more are not considered further; a filter, not a conclusion.

    Raises:
        IdentifyingError: the threshold is not above 1.
        TooMany: the rest is too much to solve together.
    """
    if not threshold > 1.0:
        raise IdentifyingError(
            f"the threshold is {threshold:g}; give a likelihood ratio above 1, such as 10000"
        )
    start = JointProblem(bodies, families, loci, pairings=pairings, pruning=pruning, cutoff=cutoff)
    allowed = {body.id: set(start.partners(b)) for b, body in enumerate(bodies)}
    out: dict[str, int] = {}
    if exclusions is not None and most_exclusions is not None:
        for (body, missing), count in exclusions.items():
            if count > most_exclusions and missing in allowed[body]:
                allowed[body].discard(missing)
                out[missing] = min(count, out.get(missing, count))
    left, cases = list(bodies), list(families)
    steps: list[Step] = []
    log_threshold = math.log(threshold)
    number = 1
    while True:
        problem = _problem(start, left, cases, allowed)
        scores = {
            (b, m): problem.score(f, ((b, m),))
            for f, case in enumerate(cases)
            for m in case.missing
            for b in range(len(left))
            if m in problem.partners(b)
        }
        found = _undisputed(scores, log_threshold, strict)
        if not found:
            break
        for b, m in found:
            f = next(n for n, case in enumerate(cases) if m in case.missing)
            family = cases[f].pedigree.id
            steps.append(Step(number, left[b].id, m, family, scores[b, m] / _TEN))
            cases[f] = identified(cases[f], m, left[b])
        gone = {left[b].id for b, _ in found}
        left = [body for body in left if body.id not in gone]
        number += 1
    rest = problem.solve(prior=prior) if left and any(case.missing for case in cases) else None
    standings = _standings(start, cases, problem, scores, steps, rest, log_threshold, out)
    return Settled(threshold, strict, tuple(steps), rest, problem, standings)


def identified(family: FamilyCase, missing: str, body: Profile) -> FamilyCase:
    """The family with a body as one of its members: its profile counts as a reference from now on."""
    member = family.pedigree.member(missing)
    profile = replace(body, id=missing, sex=member.sex or body.sex)
    return FamilyCase(
        family.pedigree,
        {**family.references, missing: profile},
        tuple(m for m in family.missing if m != missing),
    )


def _problem(
    start: JointProblem,
    bodies: Sequence[Profile],
    families: Sequence[FamilyCase],
    allowed: Mapping[str, set[str]],
) -> JointProblem:
    still = {m for family in families for m in family.missing}
    return JointProblem(
        bodies,
        families,
        start.loci,
        pairings={body.id: sorted(allowed[body.id] & still) for body in bodies},
        pruning=start.pruning,
        cutoff=start.cutoff,
    )


def _undisputed(
    scores: Mapping[tuple[int, str], float], log_threshold: float, strict: bool
) -> list[tuple[int, str]]:
    found = []
    for (b, m), score in scores.items():
        if score < log_threshold:
            continue
        others = [v for (b2, m2), v in scores.items() if (b2 == b) != (m2 == m)]
        limit = 0.0 if strict else score - log_threshold
        # the same to rounding is not less: full brothers dispute one another
        if all(v <= limit + 1e-9 for v in others):
            found.append((b, m))
    return found


def _standings(
    start: JointProblem,
    cases: Sequence[FamilyCase],
    problem: JointProblem,
    scores: Mapping[tuple[int, str], float],
    steps: Sequence[Step],
    rest: JointAnswer | None,
    log_threshold: float,
    out: Mapping[str, int],
) -> tuple[Standing, ...]:
    made = []
    settled = {step.missing: step for step in steps}
    for family in start.families:
        name = family.pedigree.id
        for m in family.missing:
            step = settled.get(m)
            if step is not None:
                words = f"{step.body} in round {step.round}, nothing disputes it"
                made.append(Standing(m, name, (step.body,), "undisputed", step.log10, None, words))
                continue
            mine = {b: v for (b, other), v in scores.items() if other == m}
            if not mine:
                why = (
                    f"at least {out[m]} loci exclude every body"
                    if m in out
                    else "no body is compared with it"
                )
                made.append(
                    Standing(m, name, (), "excluded" if m in out else "not compared", None, None, why)
                )
                continue
            if rest is None or max(mine.values()) == -math.inf:
                made.append(Standing(m, name, (), "excluded", None, None, "impossible with every body"))
                continue
            made.append(_standing(m, name, problem, mine, rest, log_threshold))
    return tuple(made)


def _standing(
    m: str,
    family: str,
    problem: JointProblem,
    mine: Mapping[int, float],
    rest: JointAnswer,
    log_threshold: float,
) -> Standing:
    """A missing person by the joint answer: a match, one of a set that cannot be told apart, or neither."""
    named = {one.body_of(m) for one in rest.best}
    place = {body.id: b for b, body in enumerate(problem.bodies)}
    disputed = _disputed(m, problem, rest, log_threshold)
    unclear: Conclusion = "disputed" if disputed else "inconclusive"
    top = max(max(of.values()) for of in rest.best_with.values())
    if named == {NOBODY}:
        with_somebody = max((of[m] for of in rest.best_with.values() if m in of), default=-math.inf)
        words = "taken together with the others, the likeliest is that none of the bodies is this person"
        likeliest = max(mine.values())
        return Standing(m, family, (), unclear, likeliest / _TEN, (with_somebody - top) / _TEN, words)
    bodies = tuple(sorted(named - {NOBODY}))
    log10 = max((mine[place[body]] for body in bodies if place[body] in mine), default=-math.inf) / _TEN
    group = next((one for one in rest.sets if m in one.missing), None)
    if group is not None:
        others = ", ".join(one for one in group.missing if one not in (m, NOBODY))
        words = f"{' or '.join(bodies)}; the genes cannot tell this person from {others or 'nobody listed'}"
        enough = group.log_ratio >= log_threshold and NOBODY not in group.missing
        kind: Conclusion = "symmetric match" if enough else unclear
        return Standing(m, family, bodies, kind, log10, group.log_ratio / _TEN, words)
    (body,) = bodies
    others_best = max((v for who, v in rest.best_with[body].items() if who != m), default=-math.inf)
    glr = top - others_best
    if glr >= log_threshold:
        words = f"{body}, solved together; the best without it is 10^{glr / _TEN:.1f} times less likely"
        return Standing(m, family, bodies, "match", log10, glr / _TEN, words)
    words = f"{body} is the likeliest, but the best without it is only {math.exp(glr):,.1f} times less likely"
    return Standing(m, family, bodies, unclear, log10, glr / _TEN, words)


def _disputed(m: str, problem: JointProblem, rest: JointAnswer, log_threshold: float) -> bool:
    """Whether two bodies reach the threshold for the person by themselves."""
    reached = 0
    for f, family in enumerate(problem.families):
        if m in family.missing:
            for b in range(len(problem.bodies)):
                if m in problem.partners(b):
                    reached += problem.score(f, ((b, m),)) >= log_threshold
    return reached > 1


_TEN = math.log(10.0)


def as_data(settled: Settled) -> dict[str, Any]:
    """For JSON."""

    def finite(value: float | None) -> float | None:
        return value if value is not None and math.isfinite(value) else None

    return {
        "rule": settled.rule,
        "threshold": settled.threshold,
        "strict": settled.strict,
        "steps": [
            {"round": s.round, "body": s.body, "missing": s.missing, "family": s.family, "log10_lr": s.log10}
            for s in settled.steps
        ],
        "standings": [
            {
                "missing": s.missing,
                "family": s.family,
                "bodies": list(s.bodies),
                "conclusion": s.conclusion,
                "log10_lr": finite(s.log10_ratio),
                "log10_glr": finite(s.log10_glr),
                "words": s.words,
            }
            for s in settled.standings
        ],
        "sets": [] if settled.rest is None else sets_as_data(settled.rest),
    }


def sets_as_data(answer: JointAnswer) -> list[dict[str, Any]]:
    """The symmetric sets of a joint answer, for JSON."""
    return [
        {
            "bodies": list(one.bodies),
            "missing": list(one.missing),
            "log10_glr": one.log_ratio / _TEN if math.isfinite(one.log_ratio) else None,
        }
        for one in answer.sets
    ]
