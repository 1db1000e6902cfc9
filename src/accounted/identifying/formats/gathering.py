"""What a file says of people and loci, before anything is checked.

Readers fill this in and never stop at one bad entry: each person and each call keeps the place where it
stands, so that `settling` can name it. Several files of one case are gathered into one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from accounted.identifying.cases import SetAside
from accounted.identifying.errors import IdentifyingError, InvalidProfile
from accounted.identifying.loci import FrequencyDatabase, Locus
from accounted.identifying.profiles import Call, Sex

# direct: a sample of the missing person's own; staff: somebody who may have touched a sample
Role = Literal["body", "reference", "missing", "direct", "staff"]
UNKNOWN_PARENT = ("", "0", "NA", "-")


@dataclass
class Person:
    """Somebody in a file. `where` says where; `lines` says it for single loci where that is finer."""

    id: str
    where: str = ""
    role: Role | None = None
    family: str | None = None
    father: str | None = None
    mother: str | None = None
    sex: Sex | None = None
    born: int | None = None
    twin_of: str | None = None
    calls: dict[str, Call] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    kit: str | None = None
    quality: str | None = None
    in_pedigree: bool = False
    wrong: str | None = None  # why nothing of this person can be used, found while reading

    @property
    def named(self) -> str:
        """How messages call them."""
        if self.role == "body":
            return f"body {self.id}"
        return f"family {self.family}, {self.id}" if self.family else f"person {self.id}"


@dataclass
class Gathered:
    """Everything that one or more files say."""

    name: str = "case"
    persons: list[Person] = field(default_factory=list)
    loci: list[Locus] = field(default_factory=list)
    databases: list[FrequencyDatabase] = field(default_factory=list)
    pairings: Mapping[str, tuple[str, ...]] | None = None
    set_aside: list[SetAside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    theta: float | None = None
    order: dict[str, tuple[str, ...]] = field(default_factory=dict)  # a family's missing, as the file has it
    beside: dict[str, Any] = field(default_factory=dict)  # what a case file says beside the genes, as it is
    # Familias and LINKAGE write alleles as positions: locus → its name and alleles.
    database_alleles: dict[int, tuple[str, list[str]]] = field(default_factory=dict)
    database_dropout: dict[str, float] = field(default_factory=dict)  # Familias: of each locus

    def refuse(
        self,
        what: str,
        reason: str,
        where: str,
        kind: type[IdentifyingError] = InvalidProfile,
        locus: str | None = None,
    ) -> None:
        """Set something aside: who or what, why and what to do, and where it stands."""
        self.set_aside.append(SetAside(what, reason, where, locus, kind))

    def join(self, other: Gathered) -> None:
        """Take in another file of the same case; people it names again are completed, not doubled."""
        known: dict[tuple[str | None, str], Person] = {(p.family, p.id): p for p in self.persons}
        by_id: dict[str, list[Person]] = {}
        for person in self.persons:
            by_id.setdefault(person.id, []).append(person)
        for person in other.persons:
            same = known.get((person.family, person.id))
            if same is None:
                alike = by_id.get(person.id, [])
                # A profile that names no family belongs to the one person of that identifier.
                if len(alike) == 1 and None in (person.family, alike[0].family):
                    same = alike[0]
            if same is None:
                self.persons.append(person)
                known[person.family, person.id] = person
                by_id.setdefault(person.id, []).append(person)
                continue
            self._complete(same, person)
        self.loci += [locus for locus in other.loci if locus.name not in {one.name for one in self.loci}]
        self.databases += other.databases
        self.order = {**other.order, **self.order}
        self.beside = {**other.beside, **self.beside}
        self.pairings = self.pairings or other.pairings
        self.set_aside += other.set_aside
        self.notes += other.notes
        self.theta = self.theta if self.theta is not None else other.theta

    def _complete(self, mine: Person, theirs: Person) -> None:
        for name in ("family", "father", "mother", "sex", "born", "twin_of", "kit", "quality", "wrong"):
            old, new = getattr(mine, name), getattr(theirs, name)
            if old is None:
                setattr(mine, name, new)
            elif new is not None and new != old and name in ("father", "mother", "sex", "born"):
                self.refuse(
                    mine.named,
                    f"{name} is {new} here but {old} at {mine.where}; {old} is kept, correct one of them",
                    theirs.where,
                    InvalidProfile,
                )
        if theirs.role == "missing" or mine.role is None:
            mine.role = theirs.role or mine.role
        mine.in_pedigree |= theirs.in_pedigree
        for locus, call in theirs.calls.items():
            if locus in mine.calls and set(mine.calls[locus].alleles) != set(call.alleles):
                self.refuse(
                    mine.named,
                    f"typed {'/'.join(call.alleles)} here but {'/'.join(mine.calls[locus].alleles)} at "
                    f"{mine.lines.get(locus, mine.where)}; the first is kept, look for a label swap",
                    theirs.lines.get(locus, theirs.where),
                    InvalidProfile,
                    locus,
                )
                continue
            mine.calls.setdefault(locus, call)
            mine.lines.setdefault(locus, theirs.lines.get(locus, theirs.where))


def sex_of(written: object) -> Sex | None:
    """A sex as files write it: 1 or M or male, 2 or F or female, 0 or nothing for unknown.

    Raises:
        ValueError: it is none of these.
    """
    word = str(written if written is not None else "").strip().lower()
    if word in ("1", "m", "male", "man", "xy"):
        return "male"
    if word in ("2", "f", "female", "woman", "xx"):
        return "female"
    if word in ("0", "", "u", "unknown", "na", "?", "none", "-9"):
        return None
    raise ValueError(f"the sex is {written!r}; write 1 or M for male, 2 or F for female, 0 for unknown")


def parent_of(written: object) -> str | None:
    """The identifier of a parent; None for the ways in which files write that there is none."""
    word = str(written if written is not None else "").strip()
    return None if word in UNKNOWN_PARENT else word


def year_of(written: object) -> int | None:
    """A year of birth.

    Raises:
        ValueError: it is no year.
    """
    word = str(written if written is not None else "").strip()
    if word in ("", "0", "-1", "NA"):
        return None
    word = word.split("-")[0] if len(word) == 10 else word
    if not (word.isdigit() and 1800 <= int(word) <= 2200):
        raise ValueError(f"the year of birth is {written!r}; write it with four digits, or leave it empty")
    return int(word)
