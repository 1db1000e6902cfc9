"""Families: who descends from whom, checked before anything is computed from them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accounted.identifying.errors import InvalidPedigree
from accounted.identifying.plans import Node, Role, Shape
from accounted.identifying.profiles import Sex

# A family in which more people matter than this is a data error or needs splitting.
MOST_PEOPLE = 1_000
YOUNGEST_PARENT, OLDEST_MOTHER, OLDEST_FATHER = 11, 60, 90


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a family. `born` is the year of birth as far as known."""

    id: str
    father: str | None = None
    mother: str | None = None
    sex: Sex | None = None
    born: int | None = None
    twin_of: str | None = None  # an identical twin: one genotype


@dataclass(frozen=True)
class Pedigree:
    """A family.

    Raises:
        InvalidPedigree: names the family and the person, and says what to mend.
    """

    id: str
    members: tuple[Member, ...]

    def __post_init__(self) -> None:
        seen: dict[str, Member] = {}
        for member in self.members:
            if not member.id or member.id == "0":
                raise self._wrong(f"a person with the identifier {member.id!r}; give each person another one")
            if member.id in seen:
                raise self._wrong(f"{member.id} is listed twice; one person is one entry")
            seen[member.id] = member
        if len(self.members) > MOST_PEOPLE:
            raise self._wrong(
                f"{len(self.members)} people, at most {MOST_PEOPLE} are taken; leave out those who "
                "are neither "
                "typed nor missing nor needed to connect them"
            )
        for member in self.members:
            self._check_parents(member, seen)
        self._check_no_cycle(seen)

    def __getstate__(self) -> dict[str, Any]:
        # What was made ready stays behind when a family is sent elsewhere.
        return {"id": self.id, "members": self.members}

    def _check_parents(self, member: Member, seen: Mapping[str, Member]) -> None:
        if member.father is not None and member.father == member.mother:
            raise self._wrong(
                f"{member.father} is both father and mother of {member.id}; correct one of them"
            )
        for role, parent, wrong in (("father", member.father, "female"), ("mother", member.mother, "male")):
            if parent is None:
                continue
            if parent == member.id:
                raise self._wrong(f"{member.id} is their own {role}; correct the {role}")
            if parent not in seen:
                raise self._wrong(f"the {role} of {member.id}, {parent}, is not listed; add {parent}")
            if seen[parent].sex == wrong:
                raise self._wrong(
                    f"{parent} is {wrong} but the {role} of {member.id}; correct the sex or the {role}"
                )
            self._check_age(member, role, seen[parent])
        if member.twin_of is not None:
            other = seen.get(member.twin_of)
            if other is None or (other.father, other.mother) != (member.father, member.mother):
                raise self._wrong(f"{member.id} and {member.twin_of} are no twins: their parents differ")

    def _check_age(self, member: Member, role: str, parent: Member) -> None:
        if member.born is None or parent.born is None:
            return
        age = member.born - parent.born
        oldest = OLDEST_MOTHER if role == "mother" else OLDEST_FATHER
        if not YOUNGEST_PARENT <= age <= oldest:
            raise self._wrong(
                f"{parent.id}, born {parent.born}, would have been {age} at the birth of {member.id}, born "
                f"{member.born}; check the years and who is whose {role}"
            )

    def _check_no_cycle(self, seen: Mapping[str, Member]) -> None:
        done: set[str] = set()
        for start in seen:
            path: list[tuple[str, bool]] = [(start, False)]
            above: set[str] = set()
            while path:
                name, leaving = path.pop()
                if leaving:
                    above.discard(name)
                    done.add(name)
                    continue
                if name in above:
                    raise self._wrong(f"{name} is their own ancestor; one of the parents on the way is wrong")
                if name in done:
                    continue
                above.add(name)
                path.append((name, True))
                path += [(p, False) for p in (seen[name].father, seen[name].mother) if p is not None]

    def _wrong(self, what: str) -> InvalidPedigree:
        return InvalidPedigree(f"family {self.id}: {what}")

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The position of each member."""
        return {member.id: n for n, member in enumerate(self.members)}

    def member(self, identifier: str) -> Member:
        """A member by identifier.

        Raises:
            InvalidPedigree: there is none.
        """
        try:
            return self.members[self.place[identifier]]
        except KeyError:
            raise self._wrong(f"there is no {identifier!r} in it") from None

    @cached_property
    def programs(self) -> dict[Hashable, Any]:
        """What was made ready for this family before, by who is typed and who is asked for."""
        return {}

    def shape(self, *, typed: Iterable[str], open_for: Sequence[str] = ()) -> Shape:
        """The bare shape, with whose genotype is known and whose is asked for."""
        known, asked = set(typed), set(open_for)
        for identifier in (*known, *asked):
            self.member(identifier)
        return tuple(
            Node(
                self.place[m.father] if m.father is not None else None,
                self.place[m.mother] if m.mother is not None else None,
                m.sex or self._sex_as_parent(m.id),
                _role(m.id, known, asked),
            )
            for m in self.members
        )

    def _sex_as_parent(self, identifier: str) -> Sex:
        return "male" if any(m.father == identifier for m in self.members) else "female"


def _role(identifier: str, typed: set[str], open_for: set[str]) -> Role:
    return "open" if identifier in open_for else "typed" if identifier in typed else "untyped"


def pedigree_from_json(family: str, members: Sequence[Mapping[str, Any]]) -> Pedigree:
    """From the members of a case file: id, father, mother ("0" for none), sex (1 male, 2 female).

    Raises:
        InvalidPedigree: a field is missing or wrong; names the person.
    """
    made = []
    for n, one in enumerate(members, start=1):
        try:
            identifier = str(one["id"])
            father, mother = (None if str(one[k]) in ("0", "") else str(one[k]) for k in ("father", "mother"))
            sex = {"1": "male", "2": "female", "0": None}[str(one.get("sex", "0"))]
        except KeyError as missing:
            raise InvalidPedigree(
                f"family {family}, person {n}: {missing} is missing or not known; give id, father, mother "
                "(0 for none) and sex (1 male, 2 female)"
            ) from None
        made.append(Member(identifier, father, mother, sex, one.get("born")))  # type: ignore[arg-type]
    return Pedigree(family, tuple(made))
