"""A case: bodies, families and loci to be compared, with what could not be used and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from accounted.identifying.errors import IdentifyingError
from accounted.identifying.joint import FamilyCase, JointProblem
from accounted.identifying.loci import Locus
from accounted.identifying.plans import Pruning
from accounted.identifying.profiles import Profile

Needed = Literal["loci", "bodies", "families"]
_LACKING = {
    "loci": "no allele frequencies; add a frequency database (--with FILE)",
    "bodies": "no body with a profile; add the bodies",
    "families": "no family with somebody missing; add the families",
}


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something that could not be used, where it stands, and what to do about it.

    The rest of the case stays usable; whoever reads a case is told of every one of these.
    """

    what: str
    reason: str
    where: str = ""
    locus: str | None = None
    kind: type[IdentifyingError] = IdentifyingError

    def words(self) -> str:
        """One sentence: where, who, at which locus, what is wrong and what to do."""
        named = ", ".join(part for part in (self.what, self.locus) if part)
        return ": ".join(part for part in (self.where, named, self.reason) if part)

    def error(self) -> IdentifyingError:
        """The same as an error, for readers that take a whole case or none of it."""
        return self.kind(self.words())


@dataclass(frozen=True)
class Case:
    """Bodies, families and loci to be compared. `pairings` are those allowed, where the file limits them.

    `others` are profiles that belong to no family and are no bodies: a relative whose family is not known
    yet, or a sample of the missing person's own. `staff` are profiles of people who may have touched samples.
    `untyped` are described parts without a profile: they count where parts are sorted.
    `theta` is the coancestry that the file asks for, `beside` what a case file says beside the genes.
    """

    name: str
    loci: tuple[Locus, ...]
    bodies: tuple[Profile, ...]
    families: tuple[FamilyCase, ...]
    pairings: Mapping[str, tuple[str, ...]] | None = None
    others: tuple[Profile, ...] = ()
    staff: tuple[Profile, ...] = ()
    untyped: tuple[Profile, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()
    theta: float | None = None
    database: str = ""
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """All missing people, family by family."""
        return tuple(m for family in self.families for m in family.missing)

    def ready(self, *needed: Needed) -> Case:
        """The case itself, if what is needed is there; without arguments, all that a comparison takes.

        Raises:
            IdentifyingError: no frequencies, no bodies or no families: says which, and what was set aside.
        """
        there = {"loci": self.loci, "bodies": self.bodies, "families": self.families}
        words = [_LACKING[one] for one in needed or there if not there[one]]
        if words:
            aside = "".join(f"\n  {one.words()}" for one in self.set_aside[:20])
            raise IdentifyingError(
                f"{self.name}: {'; '.join(words)}" + (f"\n  set aside:{aside}" if aside else "")
            )
        return self

    def problem(self, *, pruning: Pruning = "pedprobr", cutoff: float = 0.0) -> JointProblem:
        """The joint problem of the case."""
        return JointProblem(
            self.bodies, self.families, self.loci, pairings=self.pairings, pruning=pruning, cutoff=cutoff
        )
