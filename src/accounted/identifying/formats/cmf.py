"""CODIS Common Message Format 3.2 and 3.3: profiles by specimen, in XML.

The form holds profiles and what kind of specimen each is; no pedigree, no frequencies. Specimens of
offenders, suspects and crime scenes are never taken: nothing here searches for anyone but the missing.
Which family a relative belongs to is written into the comment of the specimen (`family F1`), and read back
from it; the pedigree itself comes from another file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from accounted.identifying.cases import Case
from accounted.identifying.errors import IdentifyingError, InvalidProfile
from accounted.identifying.formats.gathering import Gathered, Person, Role
from accounted.identifying.formats.locus_names import AMELOGENIN, key, written
from accounted.identifying.formats.xml_nodes import Node, XmlText, parse_xml
from accounted.identifying.profiles import ANY, Call, Profile, Sex

NAMESPACE = "urn:CODISImportFile-schema"
TITLE = "CODIS CMF"
LOSSES = (
    "pedigrees: only which family a relative belongs to, in the comment",
    "frequencies and mutation rates",
    "drop-out and drop-in weights",
    "sex, but for what the amelogenin shows",
)
MOST_ALLELES, LONGEST_ID, LONGEST_ALLELE = 8, 24, 10
ROLES: dict[str, tuple[Role | None, Sex | None]] = {
    "unidentified person": ("body", None),
    "unidentified human": ("body", None),
    "unidentified human remains": ("body", None),
    "missing person": ("direct", None),
    "biological mother": ("reference", "female"),
    "biological father": ("reference", "male"),
    "alleged mother": ("reference", "female"),
    "alleged father": ("reference", "male"),
    "biological sibling": ("reference", None),
    "biological child": ("reference", None),
    "maternal relative": ("reference", None),
    "paternal relative": ("reference", None),
    "spouse": ("reference", None),
    "staff": ("staff", None),
    "elimination, known": ("staff", None),
}
# Loci that each version knows, as `locus_names.key` makes them.
LOCI_32 = frozenset(
    [
        "AMEL",
        "CSF1PO",
        "D13S317",
        "D16S539",
        "D18S51",
        "D19S433",
        "D21S11",
        "D2S1338",
        "D3S1358",
        "D5S818",
        "D7S820",
        "D8S1179",
        "FGA",
        "PENTAD",
        "PENTAE",
        "TH01",
        "TPOX",
        "VWA",
    ]
)
LOCI_33 = LOCI_32 | frozenset(
    [
        "D1S1656",
        "D2S441",
        "D6S1043",
        "D10S1248",
        "D12S391",
        "D22S1045",
        "SE33",
        "DYF387S1",
        "DYS19",
        "DYS385",
        "DYS389I",
        "DYS389II",
        "DYS390",
        "DYS391",
        "DYS392",
        "DYS393",
        "DYS437",
        "DYS438",
        "DYS439",
        "DYS448",
        "DYS449",
        "DYS456",
        "DYS458",
        "DYS460",
        "DYS481",
        "DYS518",
        "DYS533",
        "DYS549",
        "DYS570",
        "DYS576",
        "DYS627",
        "DYS635",
        "DYS643",
        "YGATAH4",
        "YINDEL",
    ]
)


def gather(path: Path) -> Gathered:
    """The profiles of a CMF file.

    Raises:
        IdentifyingError: it is no CMF file.
    """
    root = parse_xml(path)
    if root.name != "CODISImportFile":
        raise IdentifyingError(
            f"{path}, line {root.line}: the outermost element is {root.name}, not CODISImportFile; "
            "export STR data as CMF 3.2 or 3.3"
        )
    made = Gathered(path.stem)
    version = root.words("HEADERVERSION")
    if version not in ("3.2", "3.3", ""):
        made.notes.append(f"{path.name}: CMF version {version}; 3.2 and 3.3 are known, it is read as 3.3")
    kit = root.words("KIT") or None
    for specimen in root.all("SPECIMEN"):
        _specimen(made, specimen, f"{path.name}, line {specimen.line}", kit)
    if not made.persons and not made.set_aside:
        raise IdentifyingError(f"{path}: there is no SPECIMEN in it; export the profiles again")
    return made


def _specimen(made: Gathered, node: Node, where: str, kit: str | None) -> None:
    name = node.words("SPECIMENID")
    category = node.words("SPECIMENCATEGORY")
    if not name:
        made.refuse("specimen", "it has no SPECIMENID; give it one", where, InvalidProfile)
        return
    known = ROLES.get(category.lower())
    if known is None:
        made.refuse(
            f"specimen {name}",
            f"category {category or '(none)'} has no place in identifying remains; give it that of "
            "an unidentified person, a relative or staff, or leave it out",
            where,
            InvalidProfile,
        )
        return
    role, sex = known
    family = re.fullmatch(r"family (.+)", node.words("SPECIMENCOMMENT"))
    person = Person(name, where, role, family[1] if family else None, sex=sex, kit=kit)
    for locus in node.all("LOCUS"):
        line = f"{where.rpartition(',')[0]}, line {locus.line}"
        label = locus.words("LOCUSNAME")
        alleles = tuple(allele.words("ALLELEVALUE") for allele in locus.all("ALLELE"))
        if not label:
            made.refuse(f"specimen {name}", "a locus without LOCUSNAME; name it", line, InvalidProfile)
        elif alleles and all(alleles):
            if label in person.calls:
                made.refuse(
                    person.named,
                    "the locus stands twice; the first is kept, merge them",
                    line,
                    InvalidProfile,
                    label,
                )
                continue
            person.calls[label] = Call(tuple(ANY if a in ("*", "F", "ANY") else a for a in alleles))
            person.lines[label] = line
    made.persons.append(person)


# ---- writing


def as_files(case: Case, *, version: str = "3.3", made_at: str = "1970-01-01T00:00:00") -> dict[str, bytes]:
    """The profiles of a case as a CMF file: bodies, relatives, staff.

    Raises:
        InvalidProfile: an identifier or an allele is longer than the form allows, or a locus is not known to
            the version: says whose.
    """
    allowed = LOCI_32 if version == "3.2" else LOCI_33
    out = XmlText()
    out.start("CODISImportFile", f'xmlns="{NAMESPACE}"')
    for name, value in (
        ("HEADERVERSION", version), ("MESSAGETYPE", "Import"), ("DESTINATIONORI", "UNKNOWN"),
        ("SOURCELAB", "UNKNOWN"), ("SUBMITBYUSERID", "accounted"), ("SUBMITDATETIME", made_at),
    ):  # fmt: skip
        out.leaf(name, value)
    for profile, category, comment in _specimens(case):
        _write(out, profile, category, comment, allowed, version, made_at)
    out.end()
    return {".xml": str(out).encode()}


def _specimens(case: Case) -> Iterator[tuple[Profile, str, str]]:
    for body in case.bodies:
        yield body, "Unidentified Person", ""
    for family in case.families:
        for name, profile in family.references.items():
            yield profile, _category(family.pedigree, name, family.missing), f"family {family.pedigree.id}"
    for profile in case.others:
        yield profile, "Missing Person", ""
    for profile in case.staff:
        yield profile, "Staff", ""


def _category(pedigree: object, name: str, missing: tuple[str, ...]) -> str:
    """What a relative is to the first of the missing, in the words of CODIS."""
    from accounted.identifying.pedigrees import Pedigree

    assert isinstance(pedigree, Pedigree)
    lost, one = pedigree.member(missing[0]), pedigree.member(name)
    if lost.mother == name:
        return "Biological Mother"
    if lost.father == name:
        return "Biological Father"
    if lost.id in (one.father, one.mother):
        return "Biological Child"
    if lost.father and lost.mother and (one.father, one.mother) == (lost.father, lost.mother):
        return "Biological Sibling"
    if any({lost.id, name} == {m.father, m.mother} for m in pedigree.members):
        return "Spouse"
    above = {p for p in (lost.mother,) if p}
    while above:
        person = pedigree.member(above.pop())
        if name in (person.id, person.father, person.mother):
            return "Maternal Relative"
        above |= {p for p in (person.father, person.mother) if p}
    return "Paternal Relative"


def _write(out: XmlText, profile: Profile, category: str, comment: str, allowed: frozenset[str],
           version: str, made_at: str) -> None:  # fmt: skip
    if len(profile.id) > LONGEST_ID:
        raise InvalidProfile(
            f"{profile.id}: {len(profile.id)} characters, CMF takes {LONGEST_ID}; give a shorter number"
        )
    out.start("SPECIMEN")
    out.leaf("SPECIMENID", profile.id)
    out.leaf("SPECIMENCATEGORY", category)
    if comment:
        out.leaf("SPECIMENCOMMENT", comment[:255])
    calls = dict(profile.calls)
    if profile.sex is not None:
        calls.setdefault(AMELOGENIN, Call(("X", "Y") if profile.sex == "male" else ("X",)))
    for locus, call in calls.items():
        if key(locus) not in allowed:
            raise InvalidProfile(
                f"{profile.id}, {locus}: CMF {version} does not know this locus; "
                + ("write CMF 3.3, or leave it out" if version == "3.2" else "leave it out")
            )
        alleles = tuple(dict.fromkeys(call.alleles))
        too_long = next((a for a in alleles if len(a) > LONGEST_ALLELE), None)
        if too_long is not None or len(alleles) > MOST_ALLELES:
            raise InvalidProfile(
                f"{profile.id}, {locus}: {too_long or f'{len(alleles)} alleles'}; CMF takes {MOST_ALLELES} "
                f"alleles of {LONGEST_ALLELE} characters"
            )
        if not alleles:
            continue
        out.start("LOCUS")
        out.leaf("LOCUSNAME", written(locus))
        out.leaf("READINGBY", "accounted")
        out.leaf("READINGDATETIME", made_at)
        for allele in alleles:
            out.start("ALLELE")
            out.leaf("ALLELEVALUE", allele)
            out.end()
        out.end()
    out.end()
