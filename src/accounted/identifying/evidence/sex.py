"""Sex as the skeleton or the amelogenin gene shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from accounted.identifying.evidence.weighing import InvalidEvidence, Weighed, probability
from accounted.identifying.profiles import Sex

Method = Literal["morphology", "amelogenin"]
# How often each method is wrong where nothing better is given: the pelvis is right in about 95 of 100
# (mispitools takes the same), amelogenin in all but about 1 of 1000 (deletions of its Y copy).
ERROR: Mapping[Method, float] = {"morphology": 0.05, "amelogenin": 0.001}


def weigh(
    seen: Sex,
    missing: Sex,
    population: Mapping[Sex, float],
    *,
    error: float | None = None,
    method: Method = "morphology",
) -> Weighed:
    """The sex seen of a body against that of a missing person.

    P(seen | true sex) is 1 − e for the right one and e for the other; in the population each sex has its
    share *of the dead of this event*, by name, never by position.

    Raises:
        InvalidEvidence: an unknown method, an error of 0 or 1, or a population without both sexes.
    """
    if method not in ERROR:
        raise InvalidEvidence(f"sex: {method!r} is no method; choose {' or '.join(ERROR)}")
    wrong = probability("sex: the error", ERROR[method] if error is None else error, above=True)
    if set(population) != {"male", "female"} or abs(sum(population.values()) - 1.0) > 1e-6:
        raise InvalidEvidence("sex: give the shares of male and female among the dead, summing to 1")
    of: Mapping[Sex, float] = {sex: 1.0 - wrong if sex == seen else wrong for sex in ("male", "female")}
    under_other = sum(of[sex] * population[sex] for sex in ("male", "female"))
    agrees = "agrees with" if seen == missing else "differs from"
    return Weighed(
        "sex",
        of[missing],
        under_other,
        f"sex by {method}: {seen}, which {agrees} the missing person ({missing}); the method errs in "
        f"{wrong:.3g} of cases, and {population[seen]:.0%} of the dead are {seen}",
        "P(seen | sex of the missing) / Σ P(seen | sex) × share of the sex among the dead",
        frozenset({"sex"}),
    )
