"""Why a body and a missing person were put together or kept apart: locus by locus, and what stands beside.

Everything that decides is here in numbers and in words: the hypotheses, each locus with what the genotype
says, the loci that exclude, the prior and the posterior with "nobody listed" among the candidates, other
evidence by itself, and a product only where its assumption is stated.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from accounted.identifying.case_evidence import CaseEvidence
from accounted.identifying.errors import IdentifyingError
from accounted.identifying.evidence.combining import Combined, combine
from accounted.identifying.evidence.weighing import InvalidEvidence, Weighed
from accounted.identifying.family_tables import Family, family_table, loci_of, possible_body
from accounted.identifying.joint import FamilyCase, JointProblem
from accounted.identifying.loci import Locus
from accounted.identifying.plans import Pruning
from accounted.identifying.profiles import Profile
from accounted.identifying.verbal_scale import (
    WITHOUT,
    VerbalScale,
    plain_ratio,
    scale_from_json,
    share_in_words,
)

if TYPE_CHECKING:
    from accounted.identifying.cases import Case


@dataclass(frozen=True, slots=True)
class LocusSays:
    """What one locus says. `log10` is None where the body or all references lack it.

    `excludes`: no genotype that fits the body can be the missing person's without a mutation. `likeliest`:
    the genotype the references lead to expect, and its probability.
    """

    locus: str
    body: tuple[str, ...]
    log10: float | None
    excludes: bool
    likeliest: tuple[str, ...]
    likeliest_share: float
    words: str


@dataclass(frozen=True)
class Explanation:
    """Everything that is said of one body and one missing person."""

    body: str
    family: str
    missing: str
    hypotheses: tuple[str, str]
    loci: tuple[LocusSays, ...]
    log10: float
    posterior: float
    not_listed: float
    prior: str
    alternatives: tuple[tuple[str, float, float], ...]
    also_missing: tuple[str, ...]
    beside: tuple[Weighed, ...]
    notes: tuple[str, ...]
    combined: Combined | None
    not_combined: str | None
    scale: VerbalScale | None

    @property
    def exclusions(self) -> tuple[str, ...]:
        """The loci that exclude, were there no mutation."""
        return tuple(one.locus for one in self.loci if one.excludes)

    @property
    def compared(self) -> int:
        """How many loci were compared."""
        return sum(one.log10 is not None for one in self.loci)

    def words(self) -> tuple[str, ...]:
        """The explanation in sentences, most important first."""
        loci = f"{self.compared} {'locus' if self.compared == 1 else 'loci'}"
        than = "" if self.log10 == -math.inf else " than if it is somebody unrelated"
        said = [
            f"The genes of body {self.body} at {loci} are {plain_ratio(self.log10)} "
            f"({self.missing}, family {self.family}){than}."
        ]
        if self.exclusions:
            which = f"{len(self.exclusions)} of them ({', '.join(self.exclusions)})"
            said.append(
                f"At {which} they exclude one another unless there was a mutation, a "
                "drop-out, or the relationships are not as claimed."
            )
        said.append(
            f"Prior: {self.prior}. Under it the probability is {share_in_words(self.posterior)}, and "
            f"{share_in_words(self.not_listed)} that the body is nobody listed."
        )
        if self.also_missing:
            said.append(
                f"{', '.join(self.also_missing)} of the same family "
                f"{'is' if len(self.also_missing) == 1 else 'are'} missing too: a pair by itself can "
                "mislead, "
                "solve them together."
            )
        for one in self.beside:
            said.append(f"Beside the genes, {one.words}: {_times(one)}.")
        said += [f"Not weighed: {note}." for note in self.notes]
        if self.combined is not None:
            said.append(f"Together {plain_ratio(self.combined.log10)}; this {self.combined.assumption}.")
        elif self.not_combined is not None and self.beside:
            said.append(f"Not multiplied: {self.not_combined}.")
        said.append(
            f"In words: {self.scale.words(self.log10)}." if self.scale else f"{WITHOUT.capitalize()}."
        )
        return tuple(said)

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "body": self.body,
            "family": self.family,
            "missing": self.missing,
            "hypotheses": list(self.hypotheses),
            "log10_lr": _finite(self.log10),
            "loci_compared": self.compared,
            "exclusions": list(self.exclusions),
            "posterior": self.posterior,
            "not_listed": self.not_listed,
            "prior": self.prior,
            "alternatives": [
                {"missing": name, "log10_lr": _finite(log10), "posterior": share}
                for name, log10, share in self.alternatives
            ],
            "also_missing": list(self.also_missing),
            "loci": [
                {
                    "locus": one.locus,
                    "body": list(one.body),
                    "log10_lr": None if one.log10 is None else _finite(one.log10),
                    "impossible": one.log10 == -math.inf,
                    "excludes": one.excludes,
                    "likeliest": list(one.likeliest),
                    "likeliest_share": one.likeliest_share,
                    "words": one.words,
                }
                for one in self.loci
            ],
            "beside": [one.as_data() for one in self.beside],
            "not_weighed": list(self.notes),
            "combined": None if self.combined is None else self.combined.as_data(),
            "not_combined": self.not_combined,
            "verbal": None if self.scale is None else self.scale.words(self.log10),
            "words": list(self.words()),
        }


def find(case: Case, body: str, family: str, missing: str | None = None) -> tuple[int, int, str]:
    """The places of a body and a family in a case, and the missing person.

    Raises:
        IdentifyingError: there is none of the name (says which there are), or several are missing.
    """
    bodies = [one.id for one in case.bodies]
    families = [one.pedigree.id for one in case.families]
    if body not in bodies:
        raise IdentifyingError(f"there is no body {body!r}; the case has {_some(bodies)}")
    if family not in families:
        of = [one.pedigree.id for one in case.families if family in one.missing]
        if not of:
            raise IdentifyingError(f"there is no family {family!r}; the case has {_some(families)}")
        family, missing = of[0], missing or family
    f = families.index(family)
    among = case.families[f].missing
    if missing is None and len(among) > 1:
        raise IdentifyingError(
            f"family {family}: {', '.join(among)} are missing; say which of them with --missing"
        )
    chosen = among[0] if missing is None else missing
    if chosen not in among:
        raise IdentifyingError(f"family {family}: {chosen!r} is not missing; {_some(among)} are")
    return bodies.index(body), f, chosen


def explain(
    case: Case,
    body: str,
    family: str,
    missing: str | None = None,
    *,
    evidence: CaseEvidence | None = None,
    listed: float = 0.5,
    pruning: Pruning = "pedprobr",
    problem: JointProblem | None = None,
) -> Explanation:
    """Why a body and a missing person of a family do or do not go together.

    Arguments:
        family: the family, or the missing person themselves.
        listed: the prior probability that the body is one of the missing of the case at all.
        problem: the joint problem of the case, where one is at hand: its likelihoods are used again.

    Raises:
        IdentifyingError: there is no such body or family, or evidence is written wrong.
    """
    if not 0.0 < listed < 1.0:
        raise IdentifyingError(
            f"the prior that a body is listed is {listed}; it must lie between 0 and 1: “not listed” is "
            "always "
            "possible"
        )
    evidence = evidence or CaseEvidence()
    b, f, chosen = find(case, body, family, missing)
    problem = problem or case.problem(pruning=pruning)
    ratios, shares, not_listed, prior = _posteriors(case, problem, evidence, b, listed)
    family_case = case.families[f]
    # A sex that differs is a reason not to compare, and is said; the ratio is given all the same.
    if chosen not in ratios:
        ratios[chosen] = problem.score(f, ((b, chosen),)) / math.log(10.0)
        shares[chosen] = 0.0
    loci = tuple(_locus(family_case, chosen, case.bodies[b], locus, problem.pruning) for locus in case.loci)
    sex_of_missing = family_case.pedigree.member(chosen).sex
    beside, notes = evidence.weigh(body, chosen, sex_of_missing=sex_of_missing)
    filtered = {"sex"} if case.bodies[b].sex is not None and sex_of_missing is not None else set()
    combined, refused = _together(ratios[chosen], beside, evidence, filtered)
    others = sorted(((name, ratios[name], shares[name]) for name in ratios if name != chosen), key=_by_share)
    return Explanation(
        body,
        family_case.pedigree.id,
        chosen,
        (
            f"the body is {chosen}, whose relatives are as family {family_case.pedigree.id} claims",
            "the body is somebody unrelated to the family, of the population of the frequencies",
        ),
        loci,
        ratios[chosen],
        shares[chosen],
        not_listed,
        prior,
        tuple(others[:5]),
        tuple(m for m in family_case.missing if m != chosen),
        beside,
        notes,
        combined,
        refused,
        scale_from_json(evidence.calibration),
    )


def _posteriors(
    case: Case, problem: JointProblem, evidence: CaseEvidence, b: int, listed: float
) -> tuple[dict[str, float], dict[str, float], float, str]:
    """log10 LR and posterior of a body with each missing person it is compared with, and with nobody."""
    body = case.bodies[b]
    compared = [
        (f, m) for f, one in enumerate(case.families) for m in one.missing if m in problem.partners(b)
    ]
    weights = evidence.prior_weights(body.id, [m for _, m in compared])
    even = [1.0] * len(compared) if weights is None else list(weights)
    ratios = {m: problem.score(f, ((b, m),)) / math.log(10.0) for f, m in compared}
    of = {m: listed * w / sum(even) for (_, m), w in zip(compared, even, strict=True)}
    top = max((value for value in ratios.values() if value > -math.inf), default=0.0)
    top = max(top, 0.0)
    parts = {m: of[m] * 10.0 ** (ratios[m] - top) for m in ratios}
    none = (1.0 - listed) * 10.0**-top
    total = none + math.fsum(parts.values())
    prior = (
        f"the body is one of the {len(compared)} missing it was compared with, with probability {listed:g}, "
    )
    prior += "each alike" if weights is None else "weighted by place and date of their disappearance"
    return ratios, {m: part / total for m, part in parts.items()}, none / total, prior


def _locus(family: FamilyCase, missing: str, body: Profile, locus: Locus, pruning: Pruning) -> LocusSays:
    typed = {k: p for k, p in family.references.items() if locus.name in p.calls}
    seen = body.calls[locus.name].alleles if locus.name in body.calls else ()
    if not seen or not typed:
        who = "the body" if not seen else "any reference"
        return LocusSays(locus.name, seen, None, False, (), 0.0, f"not typed in {who}; says nothing")
    own = Family(family.pedigree, typed, missing)
    if not loci_of(own, [locus]):
        return LocusSays(locus.name, tuple(seen), -math.inf, True, (), 0.0, f"{missing} has no Y chromosome")
    table = family_table(own, locus, pruning=pruning)
    ratio = table.likelihood_ratio(possible_body(body, locus))
    log10 = math.log10(ratio) if ratio > 0.0 else -math.inf
    strict = table
    if locus.mutations is not None:
        strict = family_table(own, replace(locus, mutations=None), pruning=pruning)
    excludes = strict.excludes(possible_body(body, locus))
    likeliest, share = _likeliest(table.given_missing, locus)
    words = f"{'/'.join(seen)}: {plain_ratio(log10)}"
    if excludes:
        words += "; no genotype the references allow fits without a mutation or a drop-out"
    words += f"; the references lead to expect {'/'.join(likeliest)} first ({share:.0%})"
    return LocusSays(locus.name, tuple(seen), log10, excludes, likeliest, share, words)


def _likeliest(given: Any, locus: Locus) -> tuple[tuple[str, ...], float]:
    if given.ndim == 1:
        a = int(given.argmax())
        return (locus.alleles[a],), float(given[a])
    both = given + given.T
    for a in range(len(locus.alleles)):
        both[a, a] /= 2.0
    a, b = sorted(divmod(int(both.argmax()), len(locus.alleles)))
    return (locus.alleles[a], locus.alleles[b]), float(both[a, b])


def _together(
    log10: float, beside: Sequence[Weighed], evidence: CaseEvidence, filtered: set[str]
) -> tuple[Combined | None, str | None]:
    if not beside:
        return None, None
    named = evidence.independence.of if evidence.independence else ()
    chosen = [one for one in beside if one.kind in named] if named else list(beside)
    try:
        in_prior = {"place", "date"} if evidence.place_prior else set()
        if named and not chosen:
            return (
                None,
                f"the statement of independence names {', '.join(named)}, of which nothing was weighed",
            )
        return combine(log10, chosen, evidence.independence, filtered=filtered, in_prior=in_prior), None
    except InvalidEvidence as error:
        return None, str(error)


def _by_share(one: tuple[str, float, float]) -> tuple[float, float, str]:
    return -one[2], -one[1], one[0]


def _times(one: Weighed) -> str:
    return plain_ratio(one.log10)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


__all__ = ["Explanation", "LocusSays", "explain", "find"]
