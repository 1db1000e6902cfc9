"""What is asked, and how a wrong question is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

METHODOLOGY_VERSION = "reckoning 1.1"

POLICIES: Mapping[str, str] = MappingProxyType(
    {
        "consistent": "The least and the greatest total that every comparable statement allows; where they "
        "contradict one another, after setting aside the cheapest set of them.",
        "range": "The lowest and the highest of the current tallies of exactly what is asked, or of the "
        "largest parts of it where nobody counted the whole.",
        "hierarchy": "What the highest-ranked source says that has counted what is asked.",
        "majority": "What more than half of the independent origins agree on.",
        "documented_minimum": "The least that verified statements and verified records give; never a most.",
    }
)


class WrongQuestion(ValueError):
    """A question that cannot be answered as asked; the message says what to do."""


class WrongWorld(ValueError):
    """Statements that cannot be what they say: a place without a node, a low above a high."""


@dataclass(frozen=True, slots=True)
class Question:
    """How many of what, where, of whom, as of when, as known when.

    `as_of` is the moment the figure describes, a single day at the last: of `2022-10` the 31st is taken.
    None is the last day on which a comparable statement counted the whole of what is asked. `known_on`
    leaves out whatever was published later. `policy` is one of `POLICIES`, or `all`. `ranking` (for
    `hierarchy`) lists origins, speakers or counters, best first.

    `conventions` lets “dozens”, “about 30” and other words whose bounds are only a convention bind like
    stated bounds; otherwise they are shown, and used only where nothing else is known.
    """

    basis: str
    place: str
    group: tuple[str, ...] = ()
    finding: tuple[str, ...] = ()
    period: str | None = None
    as_of: str | None = None
    known_on: str | None = None
    policy: str = "consistent"
    ranking: tuple[str, ...] = ()
    modality: str | None = None  # None: what is stated as fact; or `alleges`, `investigates`
    conventions: bool = False
    alternatives: int = 16  # ways out of conflicts that are tried one by one
    seed: int = 0  # nothing is drawn at random; kept with the answer so that a report can state it
