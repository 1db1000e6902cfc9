"""What the engine answers: a range, what it rests on, and everything that a reader must be told beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

from accounted.reckoning.question import METHODOLOGY_VERSION, Question
from accounted.reckoning.statements import ExcerptRef, Statement

ContradictionKind = Literal["sets", "breakdown"]


@dataclass(frozen=True, slots=True)
class PolicyAnswer:
    """The answer under one policy. `high` None is open. `because` names the statements it rests on."""

    policy: str
    low: int | None
    best: int | None
    high: int | None
    because: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Binding:
    """A statement without which the range would be wider, on the side it holds.

    `about` is the side of a number that holds none: “about 440” where nobody states a bound.
    """

    id: str
    side: Literal["low", "high", "about"]
    says: str  # “447 bodies exhumed at Izium as of 2022-09-25”
    weight: int  # how often it enters the sum: 1, or −1 for what is taken off


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements of which no world makes all true, and of which any smaller set could be true."""

    statements: tuple[str, ...]
    sentence: str
    rule: str
    kind: ContradictionKind = "sets"
    as_of: str | None = None  # the moment at which they clash


@dataclass(frozen=True, slots=True)
class SetAside:
    """Conflicts that hang together, and the cheapest ways out: each a set of statements to do without.

    All ways cost the same; the range of the answer allows for each of them. Nothing is deleted.
    """

    ways: tuple[tuple[str, ...], ...]
    cost: int

    @property
    def statements(self) -> tuple[str, ...]:
        """Every statement that some way sets aside."""
        return tuple(sorted({key for way in self.ways for key in way}))


@dataclass(frozen=True, slots=True)
class Superseded:
    """A figure that a later one by the same counter replaces (D-11). Both stay visible."""

    id: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotCompared:
    """Statements that touch what was asked and cannot be set against it, and the rule that says so."""

    rule: str
    reason: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """One independent origin and the statements that go back to it (D-04)."""

    name: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CopyWarning:
    """One number told under two bases, or of two days: somebody changed what was counted (D-03, D-04)."""

    statements: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class DenialBeside:
    """Who denies which statements (D-17)."""

    id: str
    by: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Documented:
    """Individuals on record by name or number in what was asked, and how many are reported beyond them."""

    count: int
    verified: int
    gap_low: int | None  # reported at least, less recorded; None where nothing is reported
    gap_high: int | None
    individuals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """What a stated breakdown leaves undescribed (D-08). It is of no stated group, never “men”."""

    whole: str
    parts: tuple[str, ...]
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a statement leaves open, and the answer under each way to read it.

    `chosen` is how a person settled it; None: not settled, and the range of the answer allows for every
    reading.
    """

    statement: str
    about: str
    readings: tuple[str, ...]
    answers: tuple[tuple[int | None, int | None], ...]
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A conversion of what is counted that nobody has stated or assumed (D-14)."""

    basis: str
    into: str
    statements: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a careful reader must be told, with its rule."""

    rule: str
    text: str
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """How many, as the sources allow, and why.

    `low` and `high` hold at `as_of`, under `question.policy` (`consistent` where all were asked); `high` None
    is open: nothing stated forbids more. `best` is the number last stated of exactly what was asked, where
    current statements agree on one. Every figure is a documented minimum in the sense of D-36: those who
    were never found or reported are in no list.

    `exact` says that no narrower range follows from the statements; False: the range is right, and could
    perhaps be narrower. `statements` holds every statement that the answer names.
    """

    question: Question
    place_name: str
    low: int | None
    best: int | None
    high: int | None
    as_of: str | None
    as_of_chosen: bool  # by the engine: the last day of a count of the whole
    policies: tuple[PolicyAnswer, ...] = ()
    binding: tuple[Binding, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    set_aside: tuple[SetAside, ...] = ()  # one for each knot of conflicts; () where nothing contradicts
    superseded: tuple[Superseded, ...] = ()
    not_compared: tuple[NotCompared, ...] = ()
    origins: tuple[Origin, ...] = ()
    copy_warnings: tuple[CopyWarning, ...] = ()
    denials: tuple[DenialBeside, ...] = ()
    documented: Documented | None = None
    rests: tuple[Rest, ...] = ()
    choices: tuple[Choice, ...] = ()
    refused: tuple[Refused, ...] = ()
    remarks: tuple[Remark, ...] = ()
    rules: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    conventional: bool = False  # the range rests on words whose bounds are a convention
    exact: bool = True
    methodology_version: str = METHODOLOGY_VERSION
    statements: Mapping[str, Statement] = field(default_factory=dict)

    @property
    def range(self) -> tuple[int | None, int | None]:
        """The least and the greatest."""
        return self.low, self.high

    @property
    def contested(self) -> bool:
        """Whether statements that bear on the answer contradict one another."""
        return bool(self.contradictions)

    def policy(self, name: str) -> PolicyAnswer:
        """The answer under one policy.

        Raises:
            KeyError: it was not asked for.
        """
        return next(p for p in self.policies if p.policy == name) if self._has(name) else self._missing(name)

    def _has(self, name: str) -> bool:
        return any(p.policy == name for p in self.policies)

    def _missing(self, name: str) -> PolicyAnswer:
        raise KeyError(f"{name} was not asked for; ask with policy={name!r} or policy='all'")

    def because(self, words: str) -> bool:
        """Whether a binding statement was made by a speaker, counter or source, or as of a day, so named."""
        asked = words.casefold()
        for bound in self.binding:
            s = self.statements[bound.id]
            told = (s.id, s.counter, s.speaker, s.source, s.origin, s.as_of, s.published)
            if any(asked in one.casefold() for one in told if one):
                return True
        return False

    def excerpts(self) -> Mapping[str, ExcerptRef]:
        """Where the words of each statement named stand."""
        return {k: s.excerpt for k, s in sorted(self.statements.items()) if s.excerpt is not None}

    def to_json(self) -> str:
        """The answer as JSON, the same bytes for the same answer: sorted keys, no time, no machine."""
        return json.dumps(as_data(self), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def as_data(value: Any) -> Any:
    """Dataclasses as dictionaries, tuples as lists, all else as it is."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_data(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): as_data(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [as_data(v) for v in value]
    return value


@dataclass(frozen=True, slots=True)
class KnownOn:
    """One step of a series: the answer as it stood from a day of publication on."""

    known_on: str
    low: int | None
    best: int | None
    high: int | None
    contested: bool
    updated_by: tuple[str, ...]  # statements first published that day that bear on the answer
    origins: int
