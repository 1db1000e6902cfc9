"""A date of birth found with a body (a paper, an engraved watch) against the one the family gives.

Dates are misremembered and misread in ways that have a shape: a year off, day and month swapped. How often
the difference falls in each class is learnt from people whose identity is settled; a class nobody fell into
keeps its prior count (a Dirichlet prior, as in mispitools).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from accounted.identifying.evidence.weighing import InvalidEvidence, Weighed

# Days by which the found date is after the given one; below the first and above the last is a class too.
CUTS = (-120, -30, 30, 120, 240, 360)
PRIOR = (1.0, 4.0, 60.0, 11.0, 6.0, 4.0, 4.0)


def classes(cuts: Sequence[int] = CUTS) -> tuple[str, ...]:
    """The classes of differences in words."""
    between = [f"{a} to {b} days" for a, b in pairwise(cuts)]
    return (f"below {cuts[0]} days", *between, f"above {cuts[-1]} days")


def weigh(
    found: date,
    given: date,
    births: Mapping[int, float],
    *,
    seen: Sequence[int] = (),
    cuts: Sequence[int] = CUTS,
    prior: Sequence[float] = PRIOR,
) -> Weighed:
    """The difference of the two dates, in classes.

    Arguments:
        births: how many of the dead were born in each year; the days of a year are alike.
        seen: of people whose identity is settled, how many fell into each class.

    Raises:
        InvalidEvidence: no births, or counts that are not one for each class.
    """
    if len(prior) != len(cuts) + 1 or (seen and len(seen) != len(prior)):
        raise InvalidEvidence(f"birth date: give {len(cuts) + 1} counts, one for each class of differences")
    if not births or min(births.values()) < 0.0 or sum(births.values()) <= 0.0:
        raise InvalidEvidence("birth date: give how many of the dead were born in each year")
    counts = np.asarray(prior, np.float64) + (np.asarray(seen, np.float64) if seen else 0.0)
    of_missing = counts / counts.sum()
    of_others = np.zeros(len(counts))
    for year, people in births.items():
        first = date(int(year), 1, 1).toordinal() - given.toordinal()
        days = date(int(year) + 1, 1, 1).toordinal() - date(int(year), 1, 1).toordinal()
        place = np.searchsorted(cuts, first + np.arange(days), side="right")
        of_others += people * np.bincount(place, minlength=len(counts)) / days
    # Half a person in every class: a class in which nobody of the sample was born is rare, not impossible.
    total = float(sum(births.values()))
    of_others = (of_others + 0.5) / (total + 0.5 * len(counts)) if total > 1.5 else of_others
    apart = (found - given).days
    k = int(np.searchsorted(cuts, apart, side="right"))
    return Weighed(
        "birth date",
        float(of_missing[k]),
        float(of_others[k]),
        f"a date of birth found with the body is {abs(apart)} days {'after' if apart >= 0 else 'before'} the "
        f"one the family gives ({classes(cuts)[k]})",
        "Dirichlet mean of the class / share of the class by the births of the dead",
        frozenset({"age"}),
    )
