"""Familias `.fam` files, the DVI part included: read.

A text file of lines: persons with genotypes as positions in the list of alleles, pedigrees as pairs of
parent and child, loci with frequencies, mutation models and silent alleles; then, with headings in brackets,
the unidentified persons and the reference families. A missing person is called "Missing …"; "Missing person"
stands in relations without being listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from accounted.identifying.errors import IdentifyingError, InvalidLocus, InvalidPedigree, InvalidProfile
from accounted.identifying.formats.familias_models import model_of
from accounted.identifying.formats.frequencies import locus_from, number
from accounted.identifying.formats.gathering import Gathered, Person
from accounted.identifying.formats.text import text_of
from accounted.identifying.loci import FrequencyDatabase
from accounted.identifying.mutations import Mutations
from accounted.identifying.profiles import ANY, Call, Sex

MISSING = "Missing person"
OURS = "Written by Accounted"
_MISSING = re.compile(r"^missing\b", re.I)


@dataclass
class _Lines:
    """The lines of a file, one after the other, each known by its number."""

    path: Path
    lines: list[str]
    at: int = 0

    @property
    def where(self) -> str:
        return f"{self.path.name}, line {self.at}"

    def next(self, what: str) -> str:
        if self.at >= len(self.lines):
            raise IdentifyingError(
                f"{self.path}: the file ends where {what} should stand; save it again in Familias"
            )
        self.at += 1
        return self.lines[self.at - 1].strip()

    def text(self, what: str) -> str:
        return self.next(what).strip('"')

    def whole(self, what: str) -> int:
        line = self.next(what)
        found = re.match(r"-?\d+", line)
        if found is None:
            raise IdentifyingError(
                f"{self.path}, line {self.at}: {line!r} where {what} should stand; save the file again in "
                "Familias"
            )
        return int(found[0])

    def real(self, what: str) -> float:
        line = self.next(what)
        try:
            return number(line)
        except ValueError:
            raise IdentifyingError(
                f"{self.path}, line {self.at}: {line!r} where {what} should stand; save the file again in "
                "Familias"
            ) from None


@dataclass
class _Relations:
    name: str
    where: str
    pairs: list[tuple[str, str]] = field(default_factory=list)


def gather(path: Path) -> Gathered:
    """What a `.fam` file says: loci, and of its DVI part bodies and families.

    Raises:
        IdentifyingError: it is no such file, or breaks off: says at which line.
    """
    lines = _Lines(path, text_of(path).splitlines())
    if not lines.next("the first line").strip('"').startswith("Output from Familias"):
        raise IdentifyingError(f"{path}: the first line does not name Familias; save the file in Familias")
    ours = OURS in lines.text("the second line")
    made = Gathered(path.stem)
    lines.next("the version")
    lines.next("the description")
    persons, typed = _persons(lines)
    pedigrees = _pedigrees(lines, persons)
    _loci(lines, made)
    _name_genotypes(made, persons, typed)
    rest = [n for n, line in enumerate(lines.lines) if line.strip() == "[DVI]"]
    if rest:
        lines.at = rest[0] + 1
        _dvi(lines, made, ours)
    _main_families(made, persons, pedigrees)
    return made


# ---- persons and pedigrees of the first part


def _persons(lines: _Lines) -> tuple[list[Person], list[list[tuple[int, int, int]]]]:
    persons, typed = [], []
    for _ in range(lines.whole("the number of persons")):
        name = lines.text("the name of a person")
        person = Person(name, lines.where)
        lines.next("whether a child")
        born = lines.next("the year of birth")
        year = re.match(r"-?\d+", born)
        person.born = int(year[0]) if year is not None and int(year[0]) > 0 else None
        person.quality = "dropout" if "dropout" in born.lower() else None
        lines.next("whether dead")
        person.sex = "male" if lines.next("the sex").upper() == "#TRUE#" else "female"
        count = lines.whole("the number of typed loci")
        typed.append([
            (lines.whole("an allele"), lines.whole("an allele"), lines.whole("a locus")) for _ in range(count)
        ])  # fmt: skip
        persons.append(person)
    return persons, typed


def _pedigrees(lines: _Lines, persons: list[Person]) -> list[_Relations]:
    lines.next("the heading of known relations")
    known = _relations(lines, persons, _Relations("known", lines.where))
    made = []
    for _ in range(lines.whole("the number of pedigrees")):
        lines.next("the number of a pedigree")
        one = _Relations(lines.text("the name of a pedigree"), lines.where, list(known.pairs))
        made.append(_relations(lines, persons, one))
    return made


def _relations(lines: _Lines, persons: list[Person], into: _Relations) -> _Relations:
    women, men = lines.whole("the number of further women"), lines.whole("the number of further men")
    names = [p.id for p in persons]
    names += [f"woman {n + 1}" for n in range(women)] + [f"man {n + 1}" for n in range(men)]
    for _ in range(lines.whole("the number of relations")):
        parent, child = lines.whole("a parent"), lines.whole("a child")
        if not (0 <= parent < len(names) and 0 <= child < len(names)):
            raise IdentifyingError(
                f"{lines.path}, line {lines.at}: a relation of nobody; save the file again"
            )
        into.pairs.append((names[parent], names[child]))
    return into


# ---- loci


def _loci(lines: _Lines, made: Gathered) -> None:
    head = lines.next("the heading of the database")
    theta = re.search(r"Theta/Kinship/Fst:\s*([\d.,eE+-]+)", head)
    if theta is not None and number(theta[1]) > 0.0:
        made.theta = number(theta[1])
    count = lines.whole("the number of loci")
    if not count:
        return
    lines.next("whether there is a database")
    database = lines.text("the name of the database")
    found = {}
    for n in range(count):
        name = lines.text("the name of a locus")
        where = lines.where
        rates = lines.real("a mutation rate"), lines.real("a mutation rate")
        models = lines.whole("a mutation model"), lines.whole("a mutation model")
        lines.whole("the number of alleles")
        ranges = lines.real("a mutation range"), lines.real("a mutation range")
        seconds = lines.real("a second rate"), lines.real("a second rate")
        silent = lines.next("whether there is a silent allele").upper() == "#TRUE#"
        share = lines.real("the frequency of the silent allele")
        alleles = lines.whole("the number of alleles")
        lost = re.search(r"Dropout probability\s*=\s*([\d.,eE+-]+)", lines.lines[lines.at - 1])
        made.database_dropout[name] = number(lost[1]) if lost is not None else 0.0
        table: dict[str, float] = {}
        for _ in range(alleles):
            allele = lines.text("an allele")
            table[allele] = lines.real("a frequency")
        made.database_alleles[n] = (name, list(table))
        try:
            female, male = (
                model_of(models[k], rates[k], ranges[k], seconds[k], name, len(table), made.notes)
                for k in (0, 1)
            )
            mutations = None if female is None or male is None else Mutations(male, female)
            found[name] = locus_from(
                name, table, notes=made.notes, mutations=mutations, silent=share if silent else 0.0
            )
            found[name].transmission  # noqa: B018 - the model must fit the alleles
        except InvalidLocus as error:
            found.pop(name, None)
            made.refuse("", str(error), where, InvalidLocus)
    made.databases.append(FrequencyDatabase(database, "", lines.path.name, "", found))


def _name_genotypes(made: Gathered, persons: list[Person], typed: list[list[tuple[int, int, int]]]) -> None:
    for person, triples in zip(persons, typed, strict=True):
        for first, second, locus in triples:
            name, alleles = made.database_alleles.get(locus, ("", []))
            if not (0 <= first < len(alleles) and 0 <= second < len(alleles)):
                made.refuse(
                    person.named,
                    "a genotype that the database does not have; save the file again",
                    person.where,
                    InvalidProfile,
                    name or f"locus {locus}",
                )
                continue
            dropout = made.database_dropout.get(name, 0.0) if person.quality == "dropout" else 0.0
            pair = dict.fromkeys((alleles[first], alleles[second]))
            person.calls[name] = Call(tuple(pair), dropout=dropout)


# ---- the DVI part


def _dvi(lines: _Lines, made: Gathered, ours: bool) -> None:
    person: Person | None = None
    family = ""
    section = ""
    people: dict[str, dict[str, Person]] = {}
    pedigrees: dict[str, list[_Relations]] = {}
    locus = ""
    alleles: list[str] = []
    parent = ""
    while lines.at < len(lines.lines):
        line = lines.next("a line")
        heading = re.fullmatch(r"(\[+)\s*(.*?)\s*\]+", line)
        if heading is not None:
            depth, title = len(heading[1]), heading[2].lower()
            if depth == 1 and title != "dvi":
                if title == "prior" and not ours:
                    _prior(lines, made)
                break
            if depth == 2:
                section = title
            elif depth == 3 and title.startswith("family"):
                family = title
                people[family], pedigrees[family] = {}, []
            if title.startswith("person ") or title.startswith("pedigree "):
                person = None
            continue
        word, _, value = (part.strip() for part in line.partition("="))
        value = value.strip('"')
        if word == "Name":
            title = _heading_above(lines)
            if title.startswith("family"):
                name = value if value and value not in people else family
                people[name], pedigrees[name] = people.pop(family), pedigrees.pop(family)
                family = name
            elif title.startswith("pedigree"):
                pedigrees[family].append(_Relations(value, lines.where))
            else:
                person = Person(value, lines.where)
                if section.startswith("unidentified"):
                    person.role = "body"
                    made.persons.append(person)
                else:
                    person.family, person.in_pedigree, person.role = family, True, "reference"
                    people[family][value] = person
        elif word == "Gender" and person is not None:
            person.sex = {"m": "male", "f": "female"}.get(value[:1].lower())  # type: ignore[assignment]
        elif word == "SystemName":
            locus, alleles = value, []
        elif word in ("Allele1", "Allele2") and person is not None:
            alleles.append(value)
            if word == "Allele2" and any(alleles):
                person.calls[locus] = Call(tuple(dict.fromkeys(a or ANY for a in alleles)))
                person.lines[locus] = lines.where
        elif word == "Parent":
            parent = value
        elif word == "Child" and pedigrees.get(family):
            pedigrees[family][-1].pairs.append((parent, value))
    for name, members in people.items():
        _dvi_family(made, name, members, pedigrees[name], ours)


def _heading_above(lines: _Lines) -> str:
    for n in range(lines.at - 2, -1, -1):
        found = re.fullmatch(r"\[+\s*(.*?)\s*\]+", lines.lines[n].strip())
        if found is not None:
            return found[1].lower()
    return ""


def _prior(lines: _Lines, made: Gathered) -> None:
    for line in lines.lines[lines.at : lines.at + 5]:
        found = re.match(r"Size=\s*(\d+)", line)
        if found is not None and int(found[1]) > 0:
            made.notes.append(
                f"Familias was told of {int(found[1])} victims as prior; say yours with --listed"
            )


def _dvi_family(
    made: Gathered, family: str, members: dict[str, Person], pedigrees: list[_Relations], ours: bool
) -> None:
    """A reference family, by the first of its pedigrees that says how the missing belong to it."""
    about = [p for p in pedigrees if any(_MISSING.match(name) for pair in p.pairs for name in pair)]
    chosen = about[0] if about else pedigrees[0] if pedigrees else _Relations("", "")
    different = {frozenset(p.pairs) for p in about}
    if len(different) > 1:
        made.notes.append(
            f"family {family}: {len(different)} pedigrees differ; {chosen.name!r} is used, take it out "
            "to use another"
        )
    for pair in chosen.pairs:
        for name in pair:
            if name not in members:
                where = chosen.where
                members[name] = Person(name, where, "reference", family, in_pedigree=True)
    for name, person in members.items():
        if _MISSING.match(name):
            person.role = "missing"
    _set_parents(made, family, members, chosen)
    if ours:
        _our_names(members)
    made.persons += members.values()


def _set_parents(made: Gathered, family: str, members: dict[str, Person], relations: _Relations) -> None:
    parents: dict[str, list[str]] = {}
    for parent, child in dict.fromkeys(relations.pairs):
        parents.setdefault(child, []).append(parent)
    for child, found in parents.items():
        if len(found) > 2:
            made.refuse(
                f"family {family}, {child}",
                f"{len(found)} parents ({', '.join(found)}); take out those that are wrong",
                relations.where,
                InvalidPedigree,
            )
            found = found[:2]
        members[child].father, members[child].mother = _couple(found, members)


def _couple(found: list[str], members: dict[str, Person]) -> tuple[str | None, str | None]:
    """Father and mother; a parent of unknown sex takes the place that is left."""
    sexes: list[Sex | None] = [members[name].sex for name in found]
    if len(found) == 1:
        return (None, found[0]) if sexes[0] == "female" else (found[0], None)
    if sexes[0] == "female" or (sexes[0] is None and sexes[1] == "male"):
        return found[1], found[0]
    return found[0], found[1]


def _our_names(members: dict[str, Person]) -> None:
    """Take off the "Missing " that the form needs, where this program put it there."""
    new = {
        name: name.removeprefix("Missing ")
        for name, person in members.items()
        if person.role == "missing" and name != MISSING
    }
    for person in members.values():
        person.id = new.get(person.id, person.id)
        person.father = new.get(person.father, person.father) if person.father else None
        person.mother = new.get(person.mother, person.mother) if person.mother else None


def _main_families(made: Gathered, persons: list[Person], pedigrees: list[_Relations]) -> None:
    """Of the first part, pedigrees in which somebody is called missing; the others are hypotheses."""
    of_missing = [
        one for one in pedigrees if any(_MISSING.match(name) for pair in one.pairs for name in pair)
    ]
    for one in of_missing:
        names = list(dict.fromkeys(name for pair in one.pairs for name in pair))
        known = {p.id: p for p in persons}
        members = {}
        for name in names:
            old = known.get(name) or Person(name, one.where)
            members[name] = Person(
                name, old.where, "missing" if _MISSING.match(name) else "reference", one.name,
                sex=old.sex or ("female" if name.startswith("woman ") else "male"), born=old.born,
                calls=dict(old.calls), in_pedigree=True,
            )  # fmt: skip
        _set_parents(made, one.name, members, one)
        made.persons += members.values()
    if not of_missing and persons:
        made.notes.append(
            "the pedigrees of the file name nobody as missing; call that person “Missing …” in Familias, "
            "or use the DVI part"
        )
        made.persons += persons
