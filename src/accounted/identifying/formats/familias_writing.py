"""Familias `.fam` files with a DVI part: written."""

from __future__ import annotations

from accounted.identifying.cases import Case
from accounted.identifying.errors import IdentifyingError
from accounted.identifying.formats.familias import MISSING, OURS
from accounted.identifying.formats.familias_models import code_of
from accounted.identifying.joint import FamilyCase
from accounted.identifying.loci import Locus
from accounted.identifying.profiles import ANY, Profile

TITLE = "Familias"
LOSSES = (
    "drop-out and drop-in weights, and replicates: an allele whose fellow may be lost stands alone",
    "years of birth and identical twins in the DVI part",
    "the mutation models onestep and dawid, and matrices that are none of its own (refused)",
    "samples of the missing person's own, and staff",
)
VERSION = "3.3.1"


def as_files(case: Case) -> dict[str, bytes]:
    """The case as a `.fam` file that Familias opens in its DVI module.

    Raises:
        InvalidLocus: a mutation model that Familias does not have.
        IdentifyingError: a name that the file cannot hold.
    """
    lines = [f'"Output from Familias, version {VERSION}"', f'"{OURS}"', f"{VERSION} (DVI)", '""', "0"]
    lines += ['"Known relations"', "0", "0", "0", "0"]
    lines.append(f"#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: {case.theta or 0:g} )")
    lines += [str(len(case.loci)), "#TRUE#", f'"{_one_line(case.database or case.name)}"']
    for locus in case.loci:
        lines += _locus(locus)
    lines += ["", "[DVI]", "[[Unidentified persons]]", f"nPersons= {len(case.bodies)}"]
    for n, body in enumerate(case.bodies, start=1):
        lines += _person(3, f"Person {n} ", body.id, body.sex, body)
    lines += ["[[Notes]]", f"nFamilies= {len(case.families)}", *("" for _ in case.families)]
    lines += ["[[Reference Families]]", f"nFamilies= {len(case.families)}"]
    for n, family in enumerate(case.families, start=1):
        lines += _family(n, family)
    lines += ["[Prior]", "UseList= No", f"Size= {len(case.missing)}"]
    return {".fam": ("\r\n".join(lines) + "\r\n").encode()}


def _one_line(text: str) -> str:
    if any(character in text for character in '"\r\n='):
        raise IdentifyingError(f"{text!r}: Familias takes no quotation mark, = or line break in a name")
    return text


def _locus(locus: Locus) -> list[str]:
    silent = locus.silent
    alleles = locus.alleles if silent is None else locus.alleles[:-1]
    if locus.mutations is None:
        codes = [(0, 0.0, 0.1, 0.0)] * 2
    else:
        codes = [code_of(model, locus) for model in (locus.mutations.female, locus.mutations.male)]
    lines = [f'"{_one_line(locus.name)}"', *(repr(c[1]) for c in codes), *(str(c[0]) for c in codes)]
    lines += [str(len(alleles)), *(repr(c[2]) for c in codes), *(repr(c[3]) for c in codes)]
    lines += ["#FALSE#", "0"] if silent is None else ["#TRUE#", repr(locus.frequencies[silent])]
    lines.append(
        f"{len(alleles)}\t(DatabaseSize = 0 , Dropout probability = 0 , Minor allele frequency = 0 )"
    )
    for allele, frequency in zip(alleles, locus.frequencies, strict=False):
        lines += [f'"{_one_line(allele)}"', repr(frequency)]
    return lines


def _person(depth: int, title: str, name: str, sex: str | None, profile: Profile | None) -> list[str]:
    calls = profile.calls if profile is not None else {}
    lines = [f"{'[' * depth}{title}{']' * depth}", f"Name= {_one_line(name)}"]
    lines.append(f"Gender= {'Unknown' if sex is None else sex.capitalize()}")
    lines += [f"{'[' * (depth + 1)}DNA data{']' * (depth + 1)}", f"nSystems= {len(calls)}"]
    for locus, call in calls.items():
        pair = [a if a != ANY else "" for a in call.pair]
        lines += [f"SystemName= {locus}", f"Allele1= {pair[0]}", f"Allele2= {pair[1]}"]
    return lines


def _family(number: int, family: FamilyCase) -> list[str]:
    pedigree = family.pedigree
    names = {m: _missing_name(m) for m in family.missing}
    lines = [f"[[[Family {number} ]]]", f"Name= {_one_line(pedigree.id)}", "[[[[Persons]]]]"]
    lines.append(f"nPersons= {len(pedigree.members)}")
    for n, member in enumerate(pedigree.members, start=1):
        name = names.get(member.id, member.id)
        if member.id not in names and name.lower().startswith("missing"):
            raise IdentifyingError(
                f"family {pedigree.id}, {name}: Familias takes everyone called “Missing …” for missing; give "
                "the relative another name"
            )
        profile = family.references.get(member.id)
        lines += _person(5, f"Person {n}", name, member.sex, profile)
    pairs = [
        (names.get(parent, parent), names.get(member.id, member.id))
        for member in pedigree.members
        for parent in (member.father, member.mother)
        if parent is not None
    ]
    lines += ["[[[[Pedigrees]]]]", "nPedigrees= 2"]
    for n, title in enumerate(("Reference pedigree", "Family"), start=1):
        lines += [f"[[[[[Pedigree {n}]]]]]", f"Name= {title}", f"nRelations= {len(pairs)}"]
        for parent, child in pairs:
            lines += [f"Parent= {parent}", f"Child= {child}"]
    return lines


def _missing_name(name: str) -> str:
    return name if name == MISSING else f"Missing {name}"
