"""What a number is of: one voice for all statements of one origin that say the same."""

from __future__ import annotations

from dataclasses import dataclass

ON_LISTS = "people on lists"

Key = tuple[frozenset[str], int]  # a layer, and a set of classes in stretches of time


def within(one: Key, other: Key) -> bool:
    """Whether all of one scope is in the other: fewer classes, or more conditions."""
    return one[0] >= other[0] and one[1] & ~other[1] == 0


@dataclass(slots=True, eq=False)
class Voice:
    """One number of one origin about one set of things at one time, however often it is repeated.

    Its number is a least for `outer` on and after the day `last`, and a most for `inner` up to the day
    `first`. `inner` 0 bounds nothing from above.
    """

    ids: tuple[str, ...]
    node: int
    layer: frozenset[str]
    outer: int
    inner: int
    first: int
    last: int
    low: int
    high: int | None
    cost: int
    origin: str
    final: bool = False
    record: bool = False
    derived: str = ""  # the rule that made it of other statements
    rests_on: tuple[Voice, ...] = ()  # the voices without any of which it falls

    @property
    def recorded(self) -> str:
        """Of records: how many, in words."""
        return f"{self.low} {ON_LISTS if self.origin == ON_LISTS else 'individuals on record'}"

    @property
    def least(self) -> Key:
        """What its low is a least number of."""
        return self.layer, self.outer

    @property
    def most(self) -> Key:
        """What its high is a greatest number of."""
        return self.layer, self.inner
