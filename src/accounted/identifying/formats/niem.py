"""NIEM biometrics 5: DNA records and pedigrees in XML, as in the exchange of missing-person cases.

A `DNARecord` is a profile with its category; a `Pedigree` lists members with sex, father and mother, each
known (K) or sought (S). Records and members meet in the identification called “DNA Profile ID”. Whatever
element holds them is passed through: exchanges wrap them differently.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from accounted.identifying.cases import Case
from accounted.identifying.errors import IdentifyingError, InvalidPedigree, InvalidProfile
from accounted.identifying.formats.gathering import Gathered, Person, Role, sex_of
from accounted.identifying.formats.locus_names import AMELOGENIN, on_x, on_y, written
from accounted.identifying.formats.xml_nodes import Node, XmlText, parse_xml
from accounted.identifying.joint import FamilyCase
from accounted.identifying.profiles import Call, Profile

TITLE = "NIEM DNA"
LOSSES = (
    "frequencies and mutation rates",
    "drop-out and drop-in weights, and replicates",
    "years of birth of those without a profile, and identical twins",
)
BIOM = "http://release.niem.gov/niem/domains/biometrics/5.1/"
CORE = "http://release.niem.gov/niem/niem-core/5.0/"
STRUCTURES = "http://release.niem.gov/niem/structures/5.0/"
PROFILE_ID = "DNA Profile ID"
SEXES = {"male": "Male", "female": "Female"}


def gather(path: Path) -> Gathered:
    """Profiles and pedigrees of a NIEM exchange.

    Raises:
        IdentifyingError: there is no DNA record in it.
    """
    root = parse_xml(path)
    made = Gathered(path.stem)
    records = list(_below(root, "DNARecord"))
    pedigrees = list(_below(root, "Pedigree"))
    if not records and not pedigrees:
        raise IdentifyingError(
            f"{path}: neither DNARecord nor Pedigree in it; export NIEM biometrics DNA data"
        )
    known: dict[str, Person] = {}
    for record in records:
        _record(made, record, path.name, known)
    used: set[str] = set()
    for n, pedigree in enumerate(pedigrees, start=1):
        used |= _pedigree(made, pedigree, path.name, n, known)
    made.persons += [person for name, person in known.items() if name not in used]
    return made


def _below(node: Node, name: str) -> Iterator[Node]:
    for child in node.children:
        if child.name == name:
            yield child
        else:
            yield from _below(child, name)


def _identified(node: Node, element: str, category: str = PROFILE_ID) -> str:
    for one in node.all(element):
        if category in (
            one.words("IdentificationCategoryDescriptionText"),
            one.words("IdentificationCategoryText"),
        ):
            return one.words("IdentificationID")
    return ""


def _role(category: str) -> Role | None:
    words = category.lower()
    if words.startswith("unidentified"):
        return "body"
    if words in ("family relative", "relative", "family reference"):
        return "reference"
    if words.startswith("missing person"):
        return "direct"
    if words in ("staff", "elimination"):
        return "staff"
    return None


def _record(made: Gathered, node: Node, file: str, known: dict[str, Person]) -> None:
    where = f"{file}, line {node.line}"
    name = _identified(node, "DNADataIdentification") or (
        node.words("DNAEncoding", "DNASource", "DNASourceIdentification", "IdentificationID")
    )
    category = node.words("DNACategoryCode")
    role = _role(category)
    reason = ""
    if not name:
        reason = f"it has neither a {PROFILE_ID} nor a sample number; give it one"
    elif role is None:
        reason = f"category {category or '(none)'} has no place in identifying remains; leave it out"
    elif name in known:
        reason = "the profile stands twice; the first is kept, give the other its own number"
    if reason:
        made.refuse(f"DNA record {name}".strip(), reason, where, InvalidProfile)
        return
    person = Person(name, where, role)
    _about(made, person, node.first("DNADonor"), where)
    for data in _below(node, "DNASTRData"):
        person.kit = person.kit or data.words("DNAKit", "DNAKitName") or None
        for locus in data.all("DNALocus"):
            _locus(made, person, locus, f"{file}, line {locus.line}")
    known[name] = person


def _about(made: Gathered, person: Person, donor: Node | None, where: str) -> None:
    if donor is None:
        return
    try:
        person.sex = sex_of(donor.words("PersonSexText") or donor.words("PersonSexCode"))
    except ValueError as error:
        made.refuse(person.named, str(error), where, InvalidPedigree)
    born = donor.words("PersonBirthDate", "Date")[:4]
    person.born = int(born) if born.isdigit() else None


def _locus(made: Gathered, person: Person, node: Node, where: str) -> None:
    name = node.words("DNALocusName")
    alleles = []
    for allele in node.all("DNAAllele"):
        operator = allele.words("DNAAlleleOperatorCode")
        if operator not in ("", "Equal"):
            made.refuse(
                person.named,
                f"an allele that is {operator.lower()} a value; give the allele itself",
                where,
                InvalidProfile,
                name,
            )
            return
        alleles.append(allele.words("DNAAlleleCall1Text"))
    if not name or not alleles or not all(alleles):
        return
    if name in person.calls:
        made.refuse(
            person.named, "the locus stands twice; the first is kept, merge them", where, InvalidProfile, name
        )
        return
    person.calls[name] = Call(tuple(dict.fromkeys(alleles)))
    person.lines[name] = where


def _pedigree(made: Gathered, node: Node, file: str, number: int, known: dict[str, Person]) -> set[str]:
    family = _identified(node, "PedigreeIdentification", "Case ID") or (
        node.words("PedigreeIdentification", "IdentificationID") or f"family {number}"
    )
    names: dict[str, str] = {}
    members = list(node.all("PedigreeMember"))
    for member in members:
        reference = member.attributes.get("id", "")
        names[reference] = _identified(member, "PedigreeMemberIdentification") or (
            member.words("PedigreeMemberIdentification", "IdentificationID") or f"{family} {reference}"
        )
    used = set()
    for member in members:
        name = names[member.attributes.get("id", "")]
        where = f"{file}, line {member.line}"
        person = known.get(name) or Person(name, where)
        used.add(name)
        person.family, person.in_pedigree = family, True
        person.role = "missing" if member.words("PedigreeMemberStatusCode") == "S" else "reference"
        try:
            person.sex = sex_of(member.words("PersonSexText")) or person.sex
        except ValueError as error:
            made.refuse(person.named, str(error), where, InvalidPedigree)
        person.father = _parent(made, member, "PedigreeFatherIdentification", names, person)
        person.mother = _parent(made, member, "PedigreeMotherIdentification", names, person)
        person.twin_of = None
        made.persons.append(person)
    return used


def _parent(made: Gathered, member: Node, element: str, names: dict[str, str], person: Person) -> str | None:
    node = member.first(element)
    if node is None:
        return None
    reference = (
        node.attributes.get("metadata") or node.attributes.get("ref") or node.words("IdentificationID")
    )
    if reference in names:
        return names[reference]
    if reference in names.values():
        return reference
    made.refuse(
        person.named,
        f"a parent {reference!r} who is no member of the pedigree; add them",
        person.where,
        InvalidPedigree,
    )
    return None


# ---- writing


def as_files(case: Case) -> dict[str, bytes]:
    """Profiles and pedigrees of a case as NIEM XML."""
    out = XmlText()
    spaces = f'xmlns:biom="{BIOM}" xmlns:nc="{CORE}" xmlns:structures="{STRUCTURES}"'
    out.start("DNADataTransaction", spaces)
    for body in case.bodies:
        _write_record(out, body, "Unidentified Person", None)
    for family in case.families:
        for name, profile in family.references.items():
            _write_record(out, profile, "Family Relative", family.pedigree.member(name).born)
    for profile in case.others:
        _write_record(out, profile, "Missing Person", None)
    for profile in case.staff:
        _write_record(out, profile, "Staff", None)
    count = 0
    for family in case.families:
        count = _write_pedigree(out, family, count)
    out.end()
    return {".xml": str(out).encode()}


def _identification(out: XmlText, element: str, name: str, category: str) -> None:
    out.start(element)
    out.leaf("nc:IdentificationID", name)
    out.leaf("nc:IdentificationCategoryDescriptionText", category)
    out.end()


def _write_record(out: XmlText, profile: Profile, category: str, born: int | None) -> None:
    out.start("biom:DNARecord")
    out.leaf("biom:DNACategoryCode", category)
    if profile.sex is not None or born is not None:
        out.start("biom:DNADonor")
        if born is not None:
            out.start("nc:PersonBirthDate")
            out.leaf("nc:Date", born)
            out.end()
        if profile.sex is not None:
            out.leaf("nc:PersonSexText", SEXES[profile.sex])
        out.end()
    _identification(out, "biom:DNADataIdentification", profile.id, PROFILE_ID)
    out.start("biom:DNAEncoding")
    out.leaf("biom:DNATypingTechnologyCode", "STR")
    out.start("biom:DNASTRData")
    if profile.kit is not None:
        out.start("biom:DNAKit")
        out.leaf("biom:DNAKitName", profile.kit)
        out.end()
    for name, call in profile.calls.items():
        if call.alleles:
            _write_locus(out, name, call)
    for _ in range(3):
        out.end()


def _write_locus(out: XmlText, name: str, call: Call) -> None:
    out.start("biom:DNALocus")
    out.leaf("biom:DNALocusName", name if name != AMELOGENIN else written(name))
    out.leaf("biom:DNALocusCategoryCode", "Y-STR" if on_y(name) else "X-STR" if on_x(name) else "Autosomal")
    for allele in dict.fromkeys(call.alleles):
        out.start("biom:DNAAllele")
        out.leaf("biom:DNAAlleleOperatorCode", "Equal")
        out.leaf("biom:DNAAlleleCall1Text", allele)
        out.end()
    out.end()


def _write_pedigree(out: XmlText, family: FamilyCase, count: int) -> int:
    pedigree = family.pedigree
    numbers = {m.id: f"ID-{count + n}" for n, m in enumerate(pedigree.members, start=1)}
    out.start("biom:Pedigree")
    _identification(out, "biom:PedigreeIdentification", pedigree.id, "Case ID")
    out.leaf("biom:PedigreeStatusCode", "Claimed")
    for member in pedigree.members:
        out.start("biom:PedigreeMember", f"structures:id={quoteattr(numbers[member.id])}")
        _identification(out, "biom:PedigreeMemberIdentification", member.id, PROFILE_ID)
        if member.sex is not None:
            out.leaf("nc:PersonSexText", SEXES[member.sex])
        if member.id in family.missing:
            out.leaf("biom:PedigreeMemberStatusCode", "S")
        elif member.id in family.references:
            out.leaf("biom:PedigreeMemberStatusCode", "K")
        for element, parent in (("Father", member.father), ("Mother", member.mother)):
            if parent is not None:
                out.empty(
                    f"biom:Pedigree{element}Identification",
                    f"structures:metadata={quoteattr(numbers[parent])}",
                )
        out.end()
    out.end()
    return count + len(pedigree.members)
