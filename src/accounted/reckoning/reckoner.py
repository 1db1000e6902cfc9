"""A question and a world in, an answer out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounted.reckoning.answer import Answer, KnownOn
from accounted.reckoning.question import Question
from accounted.reckoning.statements import World


@dataclass(frozen=True, slots=True)
class PlaceRange:
    """The range of one place in a pass over all of them. `exact` as in `Answer`."""

    place: str
    low: int
    high: int | None
    exact: bool
    contested: bool  # statements at, in or around the place contradict one another


class Reckoner:
    """A world made ready for many questions."""

    def __init__(self, world: World) -> None:
        self.world = world

    def answer(self, question: Question) -> Answer:
        """See `reckon`."""
        raise NotImplementedError

    def all_places(self, basis: str, *, as_of: str | None = None) -> Sequence[PlaceRange]:
        """See `reckon_all`."""
        raise NotImplementedError


def reckon(world: World, question: Question) -> Answer:
    """How many, as the sources allow, and why.

    Raises:
        WrongQuestion: a place without a node, an unknown basis or term, an as-of before any claim, a policy
            that needs a ranking; the message says what to do.
        WrongWorld: statements that cannot be what they say.
    """
    return Reckoner(world).answer(question)


def reckon_all(world: World, basis: str, *, as_of: str | None = None) -> Sequence[PlaceRange]:
    """The `consistent` range of every place with a node, for one basis at one moment, in one pass."""
    return Reckoner(world).all_places(basis, as_of=as_of)


def as_known(world: World, question: Question, *, days: Sequence[str] | None = None) -> tuple[KnownOn, ...]:
    """How the answer grew as things became known: one step for each day on which something new was published.

    `days` (EDTF) replaces those days. The as-of date of each step is that of the question, else the last day
    counted by then.
    """
    raise NotImplementedError
