"""Where and when somebody was last seen, against where and when a body was found: a matter of the prior.

How likely each missing person is to be in this grave before any gene is looked at is a prior weight, not a
ratio: put it in once (`screening.Prior(weights=…)`) and nowhere else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounted.identifying.evidence.weighing import InvalidEvidence

EARTH = 6371.0  # kilometres


@dataclass(frozen=True, slots=True)
class Seen:
    """A place and the days between which it was: last seen, or died and was left there."""

    latitude: float
    longitude: float
    earliest: date | None = None
    latest: date | None = None

    def __post_init__(self) -> None:
        if not (-90.0 <= self.latitude <= 90.0 and -180.0 <= self.longitude <= 180.0):
            raise InvalidEvidence(
                f"the place {self.latitude:g}, {self.longitude:g}: give degrees north and east"
            )


def kilometres(one: Seen, other: Seen) -> float:
    """The distance over the ground."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(other.longitude - one.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2.0 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def prior_weights(
    body: Seen,
    missing: Sequence[Seen | None],
    *,
    spread: float = 30.0,
    days: float = 60.0,
    doubt: float = 0.05,
) -> tuple[float, ...]:
    """A weight for each missing person, of mean 1: closer in place and time is likelier, nothing impossible.

    (1 − doubt) exp(−d² / 2 spread²) exp(−t / days) + doubt: d kilometres apart, t days between being last
    seen and the earliest day the body can have come there; last seen after the body was there leaves `doubt`.
    Whoever has no place or date on record has the mean of the others.

    Raises:
        InvalidEvidence: spread, days or doubt out of range.
    """
    if not (spread > 0.0 and days > 0.0 and 0.0 < doubt < 1.0):
        raise InvalidEvidence(
            f"place and date: spread {spread:g} km and {days:g} days must be above 0, doubt {doubt:g} a "
            "probability"
        )
    raw = [None if one is None else _weight(body, one, spread, days, doubt) for one in missing]
    known = [one for one in raw if one is not None]
    middle = sum(known) / len(known) if known else 1.0
    filled = [middle if one is None else one for one in raw]
    mean = sum(filled) / len(filled) if filled else 1.0
    return tuple(one / mean for one in filled)


def _weight(body: Seen, missing: Seen, spread: float, days: float, doubt: float) -> float:
    near = math.exp(-0.5 * (kilometres(body, missing) / spread) ** 2)
    when = 1.0
    if missing.earliest is not None and body.latest is not None and missing.earliest > body.latest:
        when = 0.0
    elif missing.latest is not None and body.earliest is not None:
        when = math.exp(-max(0, (body.earliest - missing.latest).days) / days)
    return (1.0 - doubt) * near * when + doubt
