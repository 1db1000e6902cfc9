"""What the engine reckons with: statements of numbers, the places they are of, and how they hang together.

Everything here is plain data that a caller fills in; nothing is looked up. Dates are EDTF strings. Codes are
terms of the vocabularies `count_basis`, `quantifier`, `sex`, `age_group`, `person_status`, `finding_type`,
`site_type`, `statement_modality`, `verification_status`, `admiralty_reliability`, `admiralty_credibility`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Bounds = tuple[int | None, int | None]
StatementKind = Literal["tally", "record"]


@dataclass(frozen=True, slots=True)
class PlaceNode:
    """A place that statements or questions name, and the places that contain it.

    `containers` are ids of any places known to contain it, in any order (the chain of
    `Gazetteer.parents` is enough); those without a node of their own are ignored. With `rest`, the node is
    “elsewhere in” its innermost container: all of it that is in none of the other places listed.
    """

    id: str
    name: str
    containers: tuple[str, ...] = ()
    kind: str | None = None
    rest: bool = False


@dataclass(frozen=True, slots=True)
class ExcerptRef:
    """Where the exact words stand: the number of an item, code points of its text, the words."""

    item: str
    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One number that somebody stated, or one individual on record, as the engine sees it.

    `low` and `high` are inclusive; None is open, never zero. `group` holds every term that narrows who is
    counted: sex, age, status, named groups; () is everybody.

    As of: the moment the figure describes. Where `as_of` is None the day of the statement is taken, then the
    day of publication, and the answer says so (D-22). `period` bounds when what is counted *happened*; None
    is “at any time”, so pass a period wherever the claim has one. `published` decides what was known on a
    past day; `stated` is used where it is None.

    A statement may leave open what exactly it counted (women: with or without girls). Such doubt is kept: see
    `accounted.reckoning.groups`. A person settles it in `World.choices`.

    `counter` is who counted, `speaker` who is credited, `source` the document or publisher that carries the
    words, `origin` the root of who told whom; None: found from `World.told_by`.
    """

    id: str
    basis: str
    low: int | None = None
    high: int | None = None
    best: int | None = None
    quantifier: str = "exact"
    readings: tuple[Bounds, ...] = ()  # of an ambiguous number: each reading
    place: str | None = None  # id of a PlaceNode
    sub_place: str | None = None  # words for a part of the place that no gazetteer knows
    whole_place: bool = True  # False: only areas visited, districts reached
    period: str | None = None  # EDTF
    as_of: str | None = None  # EDTF
    as_of_inferred: bool = False
    stated: str | None = None  # EDTF
    published: str | None = None  # EDTF
    group: tuple[str, ...] = ()
    finding: tuple[str, ...] = ()  # terms: on how many a sign was seen, which kind of site
    incremental: bool = False  # “twenty more”
    adds_to: str | None = None  # id of the number that an incremental one adds to, where stated
    final: bool = False  # the source says that nothing will be added: “complete”
    partition_of: str | None = None  # id of the whole
    complete: bool = False  # of a whole: its stated parts are all of it and exclude one another
    same_as: str | None = None  # id of an earlier mention of the same figure
    supersedes: str | None = None  # id of a figure that the source says this one replaces
    counter: str | None = None
    speaker: str | None = None
    source: str | None = None
    origin: str | None = None
    reliability: str = "F"
    credibility: str = "6"
    verification: str = "unreviewed"
    modality: str = "asserts"
    denied_by: tuple[str, ...] = ()  # ids of denials, with who denies in `World.denials`
    excerpt: ExcerptRef | None = None
    kind: StatementKind = "tally"
    individual: str | None = None  # of a record: whose, so that one person is one however often recorded;
    # None: so many people are on lists, one by one, whoever they are
    secondary: bool = False  # stands in a caption, a credit or a headline (D-15, D-16)
    rules: tuple[str, ...] = ()  # rules that made its fields (D-37)


@dataclass(frozen=True, slots=True)
class Denial:
    """Somebody rejects something: it stands beside what it denies and lowers nothing (D-17)."""

    id: str
    by: str
    response: str | None = None  # vocabulary attribution_response
    published: str | None = None
    excerpt: ExcerptRef | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """What a person or a source says of two statements (vocabulary `tally_relation`).

    Used: `same_set_later` (the one replaces the other), `subset_stated` and `partition_of` (the one is part
    of the other), `disjoint_stated` and `disjoint_presumed` (they share nobody, and add up). The others
    change no number: statements are compared by what they count.
    """

    kind: str
    one: str
    other: str
    ground: str = ""
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """An explicit assumption that what is counted under one basis is also counted under another (D-14).

    “The bodies exhumed at this site were killed” makes each of the first one of the second: a least number of
    the second, never a most. Without it no basis becomes another.
    """

    basis: str
    into: str
    ground: str
    by: str
    statements: tuple[str, ...] = ()  # () = every statement of the basis


@dataclass(frozen=True, slots=True)
class World:
    """Everything the engine may know.

    Args:
        statements: in any order; the answer does not depend on it.
        places: the places that statements and questions name, with those that contain them.
        told_by: for a speaker or source, who told it. The roots are the independent origins (D-04).
        relations: between statements, as people or sources declared them.
        denials: by whom, and in which words.
        choices: for a statement, how a person settled what it leaves open: `with_girls`, `without_girls`,
            `with_boys`, `without_boys`, `all_statuses`, `only_civilians`, or `reading:N` of an ambiguous
            number, counted from 0.
        conversions: explicit assumptions from one basis to another.
    """

    statements: tuple[Statement, ...] = ()
    places: tuple[PlaceNode, ...] = ()
    told_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    denials: tuple[Denial, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    conversions: tuple[Conversion, ...] = ()
