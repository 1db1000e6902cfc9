"""What a composed sentence is, and the bounds that words give a number, without the reader's word lists."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Bounds = tuple[int | None, int | None, int | None]  # low, best, high


@dataclass(frozen=True)
class Answer:
    """The right answer for one count of a sentence."""

    basis: str
    quantifier: str
    bounds: Bounds
    group: frozenset[str] = frozenset()
    speaker: str | None = None
    incremental: bool = False
    part_of: int | None = None  # the answer that it is a part of

    def __post_init__(self) -> None:
        if self.speaker is not None:
            object.__setattr__(self, "speaker", self.speaker.lower())


@dataclass(frozen=True)
class Composed:
    """A sentence with the right answers, in the order of their numbers."""

    language: str
    text: str
    answers: tuple[Answer, ...]
    shape: str  # which frame made it, for the report of failures


@dataclass(frozen=True)
class Amount:
    """A number as it is written, before its noun, with its bounds; `one` where it counts a single one."""

    words: str
    quantifier: str
    bounds: Bounds
    form: str = "many"  # how the noun and verb agree: "one", "few" (2–4 in Slavic), "many", "genitive" …
    case: str = "nominative"
    after: str = ""  # words behind the noun: "or more"
    incremental: bool = False


def exact(n: int) -> Bounds:
    return n, n, n


# What each quantifier does to a number N (or to N and M).
OPENS: dict[str, Callable[[int], Bounds]] = {
    "exact": exact,
    "at_least": lambda n: (n, None, None),
    "more_than": lambda n: (n + 1, None, None),
    "nearly": lambda n: (None, n, None),
    "about": lambda n: (None, n, None),
    "at_most": lambda n: (None, None, n),
    "less_than": lambda n: (None, None, n - 1),
}


@dataclass
class Language:
    """One language: everything that a sentence is put together from."""

    code: str
    compose: Callable[[random.Random, str, str], Composed | None]
    bases: tuple[str, ...]
    quantifiers: tuple[str, ...]
    pairs: Callable[[random.Random], Composed] = field(default=None)  # type: ignore[assignment]
    parts: Callable[[random.Random], Composed] = field(default=None)  # type: ignore[assignment]
    unasserted: Callable[[random.Random], tuple[str, bool]] = field(default=None)  # type: ignore[assignment]

    def sentences(self, each: int, more: int) -> Iterator[Composed]:
        """`each` sentences for every basis with every quantifier, and `more` with several counts."""
        chance = random.Random(f"{self.code} 1945")
        for basis in self.bases:
            for quantifier in self.quantifiers:
                for _ in range(each):
                    made = self.compose(chance, basis, quantifier)
                    if made is not None:
                        yield made
        for _ in range(more):
            yield self.pairs(chance)
            yield self.parts(chance)
