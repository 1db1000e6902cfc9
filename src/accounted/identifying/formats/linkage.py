"""LINKAGE files: pedigrees in `.ped`, loci in `.dat`, which lie side by side under one name.

`.ped`: family, person, father, mother, sex, then the columns that `.dat` describes. Numbered alleles (code
3) are positions; what they are called stands behind `#` on the line of their frequencies. A locus of
affection (code 1) called MISSING says who is missing: 2. A family of one typed person is a body. Merlin's
`.dat` (`M name`, `A MISSING`) is read too; alleles then stand by name and frequencies come from another file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from accounted.identifying.cases import Case
from accounted.identifying.errors import IdentifyingError, InvalidLocus, InvalidPedigree
from accounted.identifying.formats.frequencies import locus_from, number
from accounted.identifying.formats.gathering import Gathered, Person, parent_of, sex_of
from accounted.identifying.formats.text import text_of
from accounted.identifying.profiles import Call, Profile

TITLE = "LINKAGE"
LOSSES = (
    "mutation models and silent alleles",
    "drop-out and drop-in weights, and replicates: an allele whose fellow may be lost stands beside 0",
    "years of birth, kits, and the names of families with spaces in them",
    "samples of the missing person's own, and staff",
)
MISSING = "MISSING"


@dataclass(frozen=True)
class _Column:
    """A locus of the `.dat` file: affection (one column) or alleles (two)."""

    name: str
    alleles: tuple[str, ...] | None  # None: alleles are written by name
    affection: bool = False


def gather(path: Path) -> Gathered:
    """Pedigrees and loci of a pair of files; either may be named.

    Raises:
        IdentifyingError: one of the two is missing, or is not of its form.
    """
    ped, dat = path.with_suffix(".ped"), path.with_suffix(".dat")
    if path.suffix.lower() not in (".ped", ".dat", ".pre"):
        ped = path
    if path.suffix.lower() == ".pre":
        ped = path
    for one in (ped, dat):
        if not one.exists():
            raise IdentifyingError(f"{one} is not there; LINKAGE needs .ped and .dat under one name")
    made = Gathered(path.stem)
    columns = _dat(made, dat)
    _ped(made, ped, columns)
    return made


def _dat(made: Gathered, path: Path) -> list[_Column]:
    lines = text_of(path).splitlines()
    first = next((line.split() for line in lines if line.strip()), [])
    if first and first[0] in ("M", "A", "S", "S2", "T", "C"):
        return _merlin(lines, path)
    if not first or not first[0].isdigit():
        raise IdentifyingError(f"{path}: the first line gives no number of loci; export the file again")
    columns: list[_Column] = []
    at = 0
    numbered = [(n, line) for n, line in enumerate(lines, start=1) if line.strip()]
    for at in range(3, len(numbered)):  # three lines of settings come first
        n, line = numbered[at]
        words, _, note = line.partition("#")
        if not note or len(columns) == int(first[0]):
            continue
        code = words.split()
        name = note.strip()
        if len(code) < 2 or code[0] not in ("1", "3"):
            continue
        if code[0] == "1":
            columns.append(_Column(name, None, affection=True))
            continue
        shares, _, names = numbered[at + 1][1].partition("#") if at + 1 < len(numbered) else ("", "", "")
        columns.append(_numbered(made, path, n, name, int(code[1]), shares, names))
    if len(columns) != int(first[0]):
        raise IdentifyingError(
            f"{path}: {first[0]} loci announced, {len(columns)} found; every locus of code 1 or 3 needs its "
            "name behind #"
        )
    return columns


def _numbered(
    made: Gathered, path: Path, line: int, name: str, count: int, shares: str, names: str
) -> _Column:
    alleles = tuple(names.split()) or tuple(str(k) for k in range(1, count + 1))
    try:
        frequencies = [number(word) for word in shares.split()]
        if len(frequencies) != count or len(alleles) != count:
            raise InvalidLocus(
                f"{name}: {count} alleles announced, {len(frequencies)} shares and {len(alleles)} names; "
                "complete them"
            )
        made.loci.append(locus_from(name, dict(zip(alleles, frequencies, strict=True)), notes=made.notes))
    except (InvalidLocus, ValueError) as error:
        made.refuse("", str(error), f"{path.name}, line {line}", InvalidLocus)
    return _Column(name, alleles)


def _merlin(lines: list[str], path: Path) -> list[_Column]:
    columns = []
    for n, line in enumerate(lines, start=1):
        words = line.split(maxsplit=1)
        if not words:
            continue
        if len(words) == 2 and words[0] == "M":
            columns.append(_Column(words[1].strip(), None))
        elif len(words) == 2 and words[0] in ("A", "T", "C", "S"):
            columns.append(_Column(words[1].strip(), None, affection=True))
        else:
            raise IdentifyingError(
                f"{path}, line {n}: {line.strip()!r}; write M and the name of a locus, or A MISSING"
            )
    return columns


def _ped(made: Gathered, path: Path, columns: list[_Column]) -> None:
    wanted = 5 + sum(1 if c.affection else 2 for c in columns)
    people: dict[str, list[Person]] = {}
    for n, line in enumerate(text_of(path).splitlines(), start=1):
        words = line.replace("/", " ").split()
        if not words:
            continue
        where = f"{path.name}, line {n}"
        if len(words) != wanted:
            made.refuse(
                f"person {' '.join(words[:2])}",
                f"{len(words)} columns where the loci ask for {wanted}; correct the line",
                where,
                InvalidPedigree,
            )
            continue
        person = Person(
            words[1], where, "reference", words[0], parent_of(words[2]), parent_of(words[3]), in_pedigree=True
        )
        try:
            person.sex = sex_of(words[4])
        except ValueError as error:
            made.refuse(person.named, str(error), where, InvalidPedigree)
        _columns(made, person, words[5:], columns)
        people.setdefault(words[0], []).append(person)
    for members in people.values():
        one = members[0]
        if len(members) == 1 and one.calls and one.role != "missing":
            one.role, one.family, one.in_pedigree = "body", None, False
        made.persons += members


def _columns(made: Gathered, person: Person, words: list[str], columns: list[_Column]) -> None:
    at = 0
    for column in columns:
        if column.affection:
            if column.name.upper() == MISSING and words[at] == "2":
                person.role = "missing"
            at += 1
            continue
        pair = words[at : at + 2]
        at += 2
        seen = [word for word in pair if word != "0"]
        if not seen:
            continue
        if column.alleles is not None:
            wrong = next((w for w in seen if not (w.isdigit() and 1 <= int(w) <= len(column.alleles))), None)
            if wrong is not None:
                made.refuse(
                    person.named,
                    f"allele {wrong} of {len(column.alleles)}; correct the line or the number of alleles",
                    person.where,
                    InvalidPedigree,
                    column.name,
                )
                continue
            seen = [column.alleles[int(word) - 1] for word in seen]
        person.calls[column.name] = Call(
            tuple(dict.fromkeys(seen)) if len(pair) == len(seen) else (*seen, "*")
        )
        person.lines[column.name] = person.where


# ---- writing


def as_files(case: Case) -> dict[str, bytes]:
    """The case as `.ped` and `.dat`.

    Raises:
        InvalidLocus: a locus has a silent allele, which the form does not know.
        IdentifyingError: an identifier has a space in it.
    """
    return {".ped": _ped_text(case).encode(), ".dat": _dat_text(case).encode()}


def _word(text: str) -> str:
    if not text or any(c.isspace() or c in "/#" for c in text) or text == "0":
        raise IdentifyingError(f"{text!r}: LINKAGE takes no space, / or # in an identifier; give another one")
    return text


def _dat_text(case: Case) -> str:
    count = len(case.loci) + 1
    lines = [f"{count} 0 0 5", "0 0.0 0.0 0", " ".join(str(n) for n in range(1, count + 1))]
    lines += [f"1 2 # {MISSING}", "0.999 0.001", "1", "0 0 1"]
    for locus in case.loci:
        if locus.silent is not None:
            raise InvalidLocus(f"{locus.name}: LINKAGE has no silent allele; write Familias or a case file")
        lines.append(f"3 {len(locus.alleles)} # {locus.name}")
        shares = " ".join(repr(p) for p in locus.frequencies)
        lines.append(f"{shares} # {' '.join(_word(a) for a in locus.alleles)}")
    lines += ["0 0", " ".join("0.5" for _ in range(count - 1)) or "0.5", "1 0.1 0.5"]
    return "\n".join(lines) + "\n"


def _ped_text(case: Case) -> str:
    lines = []
    for body in case.bodies:
        lines.append(_line(case, _word(body.id), body.id, "0", "0", body.sex, False, body))
    for family in case.families:
        for m in family.pedigree.members:
            profile = family.references.get(m.id)
            lines.append(
                _line(
                    case,
                    _word(family.pedigree.id),
                    m.id,
                    m.father or "0",
                    m.mother or "0",
                    m.sex,
                    m.id in family.missing,
                    profile,
                )
            )
    return "\n".join(lines) + "\n"


def _line(case: Case, family: str, person: str, father: str, mother: str, sex: str | None, missing: bool,
          profile: Profile | None) -> str:  # fmt: skip
    words = [family, _word(person), father, mother, {"male": "1", "female": "2"}.get(sex or "", "0")]
    words.append("2" if missing else "1")
    for locus in case.loci:
        call = profile.calls.get(locus.name) if profile is not None else None
        pair = call.pair if call is not None and call.alleles else ()
        words += [str(locus.place[a] + 1) if a in locus.place else "0" for a in pair] or ["0", "0"]
    return " ".join(words)
