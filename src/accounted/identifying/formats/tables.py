"""Profiles and pedigrees in one wide table, or genotypes line by line, as CSV or a spreadsheet.

Wide: a row for each person, with what of `role`, `family`, `id`, `father`, `mother`, `sex`, `born`, `kit`
there is, and then the loci: one column with `15/17`, or two columns `D3S1358_1`, `D3S1358_2`, or twice the
same heading. Long (GeneMapper): sample, marker, allele 1, allele 2. One allele alone counts as twice the
same; `*` or `F` beside an allele says that the other one is not known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from accounted.identifying.cases import Case
from accounted.identifying.errors import IdentifyingError, InvalidPedigree, InvalidProfile
from accounted.identifying.formats.gathering import (
    Gathered,
    Person,
    Role,
    parent_of,
    sex_of,
    year_of,
)
from accounted.identifying.formats.interpol import form_number
from accounted.identifying.formats.rows import DATE, Row, rows_of, sheet_bytes, table_text
from accounted.identifying.profiles import ANY, Call, Profile

TITLE = "table of people and profiles"
LOSSES = (
    "frequencies and mutation rates",
    "drop-out and drop-in weights and replicates: an allele whose fellow may be lost stands beside *",
    "which pairs are allowed",
)
COLUMNS = {
    "id": ("id", "sample", "sampleid", "samplename", "specimen", "specimenid", "person", "name", "number"),
    "role": ("role", "type", "category", "kind"),
    "family": ("family", "familyid", "fid", "case"),
    "father": ("father", "fatherid", "fid_father", "dad", "pat"),
    "mother": ("mother", "motherid", "mom", "mat"),
    "sex": ("sex", "gender"),
    "born": ("born", "birthyear", "yearofbirth", "birth", "dateofbirth", "birthdate"),
    "kit": ("kit",),
    "quality": ("quality",),
    "twin_of": ("twinof", "twin"),
}
ROLES: dict[str, Role] = {
    "body": "body", "pm": "body", "remains": "body", "unidentified": "body", "unidentifiedperson": "body",
    "victim": "body", "missing": "missing", "am": "missing", "mp": "missing", "missingperson": "missing",
    "reference": "reference", "relative": "reference", "ref": "reference", "member": "reference",
    "donor": "reference", "direct": "direct", "staff": "staff", "elimination": "staff",
}  # fmt: skip
_NOTHING = {"", "0", "-9", "na", "n/a", "-", "nr", "null", "none", "nan"}
_ANY = {"*", "f", "any", "x?"}
_MARKER, _ALLELE = ("marker", "locus", "system"), re.compile(r"^allele[\s_.-]*([1-8])$", re.I)


def bare(heading: str) -> str:
    """A heading without spaces and punctuation, in small letters."""
    return re.sub(r"[^a-z0-9]", "", heading.lower())


def gather(path: Path) -> Gathered:
    """What a table says.

    Raises:
        IdentifyingError: it has no column of identifiers, or no locus and no parent.
    """
    rows = rows_of(path)
    head, body = rows[0], rows[1:]
    at = _columns(head)
    if "id" not in at:
        raise IdentifyingError(
            f"{head.where}: no column of identifiers among {', '.join(head.filled[:8])}; call it id"
        )
    made = Gathered(path.stem)
    if any(bare(h) in _MARKER for h in head.cells):
        _long(made, head, body, at)
    else:
        _wide(made, head, body, at)
    return made


def _columns(head: Row) -> dict[str, int]:
    at: dict[str, int] = {}
    headings = [bare(h) for h in head.cells]
    for name, spellings in COLUMNS.items():
        for spelling in spellings:
            if bare(spelling) in headings and name not in at:
                at[name] = headings.index(bare(spelling))
    return at


def _wide(made: Gathered, head: Row, rows: Sequence[Row], at: dict[str, int]) -> None:
    loci = _locus_columns(head.cells, set(at.values()))
    for row in rows:
        person = _person(made, row, at)
        if person is None:
            continue
        for name, columns in loci.items():
            _call(made, person, name, [row.at(c) for c in columns], row.where)
        made.persons.append(person)


def _locus_columns(headings: Sequence[str], taken: set[int]) -> dict[str, list[int]]:
    """Each locus with its columns: `D3S1358`, `D3S1358_1` and `_2`, or the same heading twice.

    A number at the end belongs to the name (D21S11) unless something stands between.
    """
    columns: dict[str, list[int]] = {}
    previous = ""
    for n, heading in enumerate(headings):
        if n in taken:
            continue
        found = re.match(r"^(.*?)[\s_.\-(]+(?:allele[\s_.-]*)?([12ab])\)?$", heading, re.I)
        name = found[1].strip() if found else heading
        if not heading and previous:  # a heading over two merged cells
            name = previous
        if name:
            columns.setdefault(name, []).append(n)
        previous = name if heading and not found else ""
    return columns


def _person(made: Gathered, row: Row, at: dict[str, int]) -> Person | None:
    def cell(name: str) -> str:
        return row.at(at[name]) if name in at else ""

    identifier = cell("id")
    if not identifier:
        made.refuse("row", "it has no identifier; give it one", row.where, InvalidProfile)
        return None
    person = Person(identifier, row.where, family=cell("family") or None)
    person.father, person.mother = parent_of(cell("father")), parent_of(cell("mother"))
    person.twin_of = parent_of(cell("twin_of"))
    person.kit, person.quality = cell("kit") or None, cell("quality") or None
    person.in_pedigree = person.family is not None and ("father" in at or "mother" in at)
    try:
        person.sex = sex_of(cell("sex"))
        person.born = year_of(cell("born"))
    except ValueError as error:
        made.refuse(person.named, str(error), row.where, InvalidPedigree)
    person.role = _role(made, person, cell("role"))
    if person.role == "body":
        person.family = None
    return person


def _role(made: Gathered, person: Person, written: str) -> Role | None:
    if written:
        role = ROLES.get(bare(written))
        if role is None:
            made.refuse(
                person.named,
                f"the role is {written!r}; write body, missing, reference, direct or staff",
                person.where,
                InvalidProfile,
            )
        return role
    number = form_number(person.id)
    if number is not None:
        return "body" if number.form == "PM" else "missing"
    return "reference" if person.family is not None else None


def _call(made: Gathered, person: Person, locus: str, cells: Sequence[str], where: str) -> None:
    if DATE in cells:
        made.refuse(
            person.named,
            "a date stands where alleles should: a spreadsheet program made one of 9/10; format the "
            "column as text and type it again, or use two columns",
            where,
            InvalidProfile,
            locus,
        )
        return
    alleles = [
        part for cell in cells for part in re.split(r"[/,;|\s]+", cell) if part.lower() not in _NOTHING
    ]
    if alleles:
        person.calls[locus] = Call(tuple(ANY if a.lower() in _ANY else a for a in alleles))
        person.lines[locus] = where


def _long(made: Gathered, head: Row, rows: Sequence[Row], at: dict[str, int]) -> None:
    marker = next(n for n, h in enumerate(head.cells) if bare(h) in _MARKER)
    alleles = [n for n, h in enumerate(head.cells) if _ALLELE.match(h)]
    people: dict[str, Person] = {}
    for row in rows:
        identifier = row.at(at["id"])
        person = people.get(identifier)
        if person is None:
            found = _person(made, row, at)
            if found is None:
                continue
            person = people[identifier] = found
            made.persons.append(person)
        locus = row.at(marker)
        if locus in person.calls:
            made.refuse(
                person.named,
                "the locus stands twice; the first is kept, merge the analyses",
                row.where,
                InvalidProfile,
                locus,
            )
            continue
        _call(made, person, locus, [row.at(n) for n in alleles], row.where)


# ---- writing

_ORDER = ("role", "family", "id", "father", "mother", "sex", "born", "twin_of", "kit", "quality")


def as_files(case: Case) -> dict[str, bytes]:
    """The people and profiles of a case as CSV."""
    return {".csv": table_text(table(case)).encode()}


def as_sheet(case: Case) -> dict[str, bytes]:
    """The people and profiles of a case as XLSX."""
    return {".xlsx": sheet_bytes(table(case), "people")}


def table(case: Case) -> list[list[str]]:
    """A row for each body, member of a family and other profile, under a row of headings."""
    loci = [locus.name for locus in case.loci]
    profiles = [
        *case.bodies,
        *(p for f in case.families for p in f.references.values()),
        *case.others,
        *case.staff,
    ]
    loci += [n for p in profiles for n in p.calls if n not in loci]
    loci = list(dict.fromkeys(loci))
    rows = [[*_ORDER, *(f"{name}_{k}" for name in loci for k in (1, 2))]]
    rows += [_row("body", body, loci) for body in case.bodies]
    for family in case.families:
        for member in family.pedigree.members:
            profile = family.references.get(member.id) or Profile(member.id, {}, member.sex)
            role = "missing" if member.id in family.missing else "reference"
            rows.append(
                _row(
                    role,
                    profile,
                    loci,
                    family=family.pedigree.id,
                    father=member.father or "0",
                    mother=member.mother or "0",
                    sex=member.sex or "",
                    born=str(member.born or ""),
                    twin_of=member.twin_of or "",
                )
            )
    rows += [_row("direct", one, loci) for one in case.others]
    rows += [_row("staff", one, loci) for one in case.staff]
    return rows


def _row(role: str, profile: Profile, loci: Sequence[str], **rest: str) -> list[str]:
    about = {
        "role": role, "id": profile.id, "sex": profile.sex or "", "kit": profile.kit or "",
        "quality": profile.quality or "", **rest,
    }  # fmt: skip
    cells = [about.get(name, "") for name in _ORDER]
    for name in loci:
        call = profile.calls.get(name)
        cells += call.pair if call is not None and call.alleles else ("", "")
    return cells
