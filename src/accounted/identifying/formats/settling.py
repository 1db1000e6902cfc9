"""From what files say to a case: everything checked, and what cannot be used set aside with the reason.

A call is set aside by itself; a profile where its sample is in doubt (two loci with three alleles, a sex that
the amelogenin contradicts); a family where its pedigree cannot be. The rest stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from accounted.identifying.cases import Case, SetAside
from accounted.identifying.errors import IdentifyingError, InvalidLocus, InvalidPedigree, InvalidProfile
from accounted.identifying.formats.chosen_loci import chosen_loci
from accounted.identifying.formats.gathering import Gathered, Person
from accounted.identifying.formats.interpol import check_form
from accounted.identifying.formats.locus_names import is_amelogenin, key, on_x, on_y
from accounted.identifying.joint import FamilyCase
from accounted.identifying.loci import Locus
from accounted.identifying.pedigrees import Member, Pedigree
from accounted.identifying.profiles import ANY, Call, Profile, Sex


@dataclass(frozen=True)
class Choices:
    """What a person decides about a case that its files leave open.

    `minimum` is the frequency that alleles missing from the database get (without it they are refused);
    `population` which of several databases is used; `missing` who is missing, as `person` or
    `family:person`, where the files cannot say it.
    """

    minimum: float | None = None
    population: str | None = None
    missing: tuple[str, ...] = ()


def settle(gathered: Gathered, choices: Choices | None = None) -> Case:
    """The case that was gathered.

    Raises:
        InvalidLocus: several databases and none chosen: the choice changes every likelihood ratio.
    """
    return _Settling(gathered, choices or Choices()).case()


@dataclass
class _Settling:
    gathered: Gathered
    choices: Choices
    aside: list[SetAside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def case(self) -> Case:
        gathered = self.gathered
        self.aside += gathered.set_aside
        self.notes += gathered.notes
        self._name_the_missing()
        loci, database = chosen_loci(gathered, self.choices.population, self.notes)
        self._check_calls(loci)
        loci = self._with_new_alleles(loci)
        profiles = self._profiles(loci)
        families, used = self._families(profiles)
        bodies, others, staff, untyped = [], [], [], []
        loose: tuple[list[str], list[str]] = ([], [])
        for person in gathered.persons:
            if id(person) in used:
                continue
            profile = profiles.get(id(person))
            if person.role == "body":
                if profile is not None and self._usable_body(person, profile):
                    bodies.append(profile)
                elif profile is None and self._described(person):
                    untyped.append(Profile(person.id, {}, person.sex))
            elif profile is not None and person.role == "staff":
                staff.append(profile)
            elif profile is not None:
                others.append(profile)
                loose[person.role == "direct"].append(person.id)
        self._loose(*loose)
        return Case(
            gathered.name, tuple(loci), tuple(self._single(bodies)), tuple(families), gathered.pairings,
            tuple(others), tuple(staff), tuple(untyped), tuple(self.aside), tuple(dict.fromkeys(self.notes)),
            gathered.theta, database, gathered.beside,
        )  # fmt: skip

    def _set_aside(self, person: Person, reason: str, locus: str | None = None,
                   kind: type[IdentifyingError] = InvalidProfile) -> None:  # fmt: skip
        where = person.lines.get(locus, person.where) if locus else person.where
        self.aside.append(SetAside(person.named, reason, where, locus, kind))

    # ---- who is missing

    def _name_the_missing(self) -> None:
        for chosen in self.choices.missing:
            family, _, name = chosen.rpartition(":")
            found = [p for p in self.gathered.persons if p.id == name and (not family or p.family == family)]
            if not found:
                raise IdentifyingError(f"nobody is called {chosen!r}; write PERSON or FAMILY:PERSON")
            if len(found) > 1:
                families = ", ".join(str(p.family) for p in found)
                raise IdentifyingError(f"{name} is in several families ({families}); write FAMILY:{name}")
            found[0].role = "missing"

    # ---- calls

    def _check_calls(self, loci: Sequence[Locus]) -> None:
        """Give every call the locus's own name; take off those that cannot be."""
        names = {locus.name: locus.name for locus in loci}
        spelled = {key(locus.name): locus.name for locus in loci}
        unknown: dict[str, list[Person]] = defaultdict(list)
        skipped: Counter[str] = Counter()
        for person in self.gathered.persons:
            kept: dict[str, Call] = {}
            sexing: tuple[str, ...] = ()
            broken: list[str] = []
            for written, call in person.calls.items():
                name = names.get(written) or spelled.get(key(written))
                if name is None and is_amelogenin(written):
                    sexing = call.alleles
                    continue
                if not loci:
                    name = written
                elif name is None:
                    if on_y(written) or on_x(written):
                        skipped[key(written)] += 1
                    else:
                        unknown[written].append(person)
                    continue
                wrong = _wrong_call(call)
                if wrong is None:
                    kept[name] = call
                elif wrong:
                    broken.append(written)
                    self._set_aside(person, wrong, written)
                if name != written and written in person.lines:
                    person.lines[name] = person.lines[written]
            person.calls = kept
            if len(broken) > 1 and person.wrong is None:
                person.wrong = (
                    f"more than two alleles at {len(broken)} loci ({', '.join(broken)}); look for a mixture "
                    "or contamination, and type the sample again"
                )
            self._check_sex(person, sexing)
        for locus, people in unknown.items():
            who = ", ".join(p.named for p in people[:3]) + (", …" if len(people) > 3 else "")
            where = people[0].lines.get(locus, people[0].where)
            reason = f"no such locus among the loci of the case ({who} typed); add its frequencies"
            self.aside.append(SetAside(f"locus {locus}", reason, where, None, InvalidLocus))
        if skipped:
            self.notes.append(
                f"{len(skipped)} loci of the X or Y chromosome are typed ({', '.join(sorted(skipped)[:4])}"
                f"{', …' if len(skipped) > 4 else ''}); they are left out here"
            )

    def _check_sex(self, person: Person, sexing: Iterable[str]) -> None:
        shown = {a.strip().upper() for a in sexing} & {"X", "Y"}
        seen: Sex | None = "male" if "Y" in shown else "female" if shown == {"X"} else None
        if seen is None:
            return
        if person.sex is None:
            person.sex = seen
        elif person.sex != seen and person.wrong is None:
            lost = "; a lost Y in old bone looks the same" if seen == "female" else ""
            person.wrong = (
                f"stated as {person.sex}, but the amelogenin shows {', '.join(sorted(shown))} ({seen}); "
                f"check the label and the sample, then correct the sex or the profile{lost}"
            )

    # ---- alleles that the database lacks

    def _with_new_alleles(self, loci: Sequence[Locus]) -> list[Locus]:
        typed: dict[str, dict[str, list[Person]]] = {locus.name: {} for locus in loci}
        for person in self.gathered.persons:
            for name, call in person.calls.items():
                for one in (call.alleles, *call.replicates):
                    for allele in one:
                        if allele != ANY and name in typed:
                            typed[name].setdefault(allele, []).append(person)
        made = []
        for locus in loci:
            new = {a: people for a, people in typed[locus.name].items() if a not in locus.place}
            added = False
            if new and self.choices.minimum is not None:
                try:
                    widened = locus.with_alleles(new, self.choices.minimum)
                    widened.transmission  # noqa: B018 - a mutation model must know the new ones too
                    locus, added = widened, True
                    self.notes.append(
                        f"{locus.name}: {', '.join(sorted(new))} added at frequency {self.choices.minimum:g}"
                    )
                except InvalidLocus as error:
                    self.aside.append(SetAside(f"locus {locus.name}", f"{error}", "", None, InvalidLocus))
            if not added:
                self._refuse(new, locus)
            made.append(locus)
        return made

    def _refuse(self, new: dict[str, list[Person]], locus: Locus) -> None:
        for allele, people in new.items():
            for person in dict.fromkeys(map(id, people)):
                one = next(p for p in people if id(p) == person)
                self._set_aside(
                    one,
                    f"allele {allele!r} is not in the frequency database; check the typing, or add it at the "
                    "minimum frequency",
                    locus.name,
                )
                one.calls.pop(locus.name, None)

    # ---- profiles and families

    def _profiles(self, loci: Sequence[Locus]) -> dict[int, Profile]:
        made = {}
        for person in self.gathered.persons:
            if person.wrong is not None:
                self._set_aside(person, person.wrong)
                continue
            if person.calls:
                made[id(person)] = Profile(
                    person.id, person.calls, person.sex, kit=person.kit, quality=person.quality
                )
            elif person.role == "body" and not self._described(person):
                self._set_aside(
                    person,
                    "no locus is typed; type the sample again or another one, or leave the body to other "
                    "evidence",
                )
        return made

    def _described(self, person: Person) -> bool:
        """Whether a part without a profile is described all the same: it counts, and is not compared."""
        return person.wrong is None and person.id in self.gathered.beside.get("part", {})

    def _usable_body(self, person: Person, profile: Profile) -> bool:
        return self._try(person, lambda: check_form(profile.id, "PM"))

    def _try(self, person: Person, check: Callable[[], None]) -> bool:
        try:
            check()
        except IdentifyingError as error:
            self.aside.append(SetAside("", str(error), person.where, None, type(error)))
            return False
        return True

    def _families(self, profiles: dict[int, Profile]) -> tuple[list[FamilyCase], set[int]]:
        by_family: dict[str, list[Person]] = defaultdict(list)
        for person in self.gathered.persons:
            if person.family is not None and person.role != "body" and person.in_pedigree:
                by_family[person.family].append(person)
        made, used = [], set()
        for name, people in by_family.items():
            used |= {id(p) for p in people}
            family = self._family(name, people, profiles)
            if family is not None:
                made.append(family)
        return self._apart(made), used

    def _family(self, name: str, people: list[Person], profiles: dict[int, Profile]) -> FamilyCase | None:
        where = people[0].where
        members = tuple(Member(p.id, p.father, p.mother, p.sex, p.born, p.twin_of) for p in people)
        there = [p.id for p in people if p.role == "missing"]
        order = [m for m in self.gathered.order.get(name, ()) if m in there]
        missing = tuple(dict.fromkeys([*order, *there]))
        try:
            _both_roles(name, people)
            pedigree = Pedigree(name, members)
            if not missing:
                raise InvalidPedigree(f"family {name}: nobody of it is missing; name at least one")
            for one in missing:
                check_form(one, "AM")
        except IdentifyingError as error:
            self.aside.append(SetAside("", str(error), where, None, type(error)))
            return None
        references = {}
        for person in people:
            profile = profiles.get(id(person))
            if profile is None:
                continue
            if person.role == "missing":
                self.notes.append(
                    f"family {name}: {person.id} is missing and has a profile of their own; it is not used "
                    "here, compare it with the bodies directly"
                )
                continue
            references[person.id] = profile
        if not references:
            self.notes.append(
                f"family {name}: no reference is typed at any locus, so that its genes say nothing; "
                "sample a relative"
            )
        return FamilyCase(pedigree, references, missing)

    def _apart(self, families: list[FamilyCase]) -> list[FamilyCase]:
        """Every missing person under an identifier of their own; the family's name is put in front."""
        counts = Counter(m for family in families for m in family.missing)
        twice = {m for m, n in counts.items() if n > 1}
        if not twice:
            return families
        return [_renamed(family, twice & set(family.missing)) for family in families]

    def _single(self, bodies: list[Profile]) -> list[Profile]:
        kept: dict[str, Profile] = {}
        for body in bodies:
            if body.id in kept:
                reason = "listed twice; give each body a number of its own"
                self.aside.append(SetAside(f"body {body.id}", reason, "", None, InvalidProfile))
                continue
            kept[body.id] = body
        return list(kept.values())

    def _loose(self, no_family: list[str], direct: list[str]) -> None:
        for names, words in (
            (no_family, "in no family here; add the pedigrees, or these profiles are not used"),
            (direct, "samples of missing people's own; compare them with the bodies directly"),
        ):
            if names:
                few = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
                self.notes.append(f"{few}: {words}")


def _wrong_call(call: Call) -> str | None:
    """What is wrong with a call; None if nothing, empty if it says nothing and is left out quietly."""
    for one in (call.alleles, *call.replicates):
        if len(set(one)) > 2:
            return (
                f"{len(set(one))} alleles ({', '.join(one)}); one person has one or two, look for a mixture, "
                "a duplication or a typing error"
            )
    if not call.alleles and not call.dropout:
        return ""
    odd = [a for one in (call.alleles, *call.replicates) for a in one if a.upper() in ("OL", "?")]
    if odd:
        return f"the allele is written {odd[0]!r}: off the ladder; name it, or leave the locus out"
    return None


def _both_roles(family: str, people: Sequence[Person]) -> None:
    """Nobody is a father here and a mother there: a parent of unknown sex gets one from the role.

    Raises:
        InvalidPedigree: somebody is both.
    """
    both = {p.father for p in people if p.father} & {p.mother for p in people if p.mother}
    of_no_sex = sorted(both & {p.id for p in people if p.sex is None})
    if of_no_sex:
        raise InvalidPedigree(
            f"family {family}: {of_no_sex[0]} is the father of one and the mother of another; correct one of "
            "them, and state the sex"
        )


def _renamed(family: FamilyCase, names: set[str]) -> FamilyCase:
    new = {name: f"{family.pedigree.id}: {name}" for name in names}

    def other(name: str | None) -> str | None:
        return new.get(name, name) if name is not None else None

    members = tuple(
        replace(
            m,
            id=new.get(m.id, m.id),
            father=other(m.father),
            mother=other(m.mother),
            twin_of=other(m.twin_of),
        )
        for m in family.pedigree.members
    )
    return FamilyCase(
        Pedigree(family.pedigree.id, members), family.references, tuple(new.get(m, m) for m in family.missing)
    )
