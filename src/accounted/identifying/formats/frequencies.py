"""Frequency databases: how common each allele is, from tables of several shapes.

A table with a column `Allele` and one column for each locus (STRidER, forrel's "allelic"); a table with the
columns locus, allele, frequency and perhaps population; and lines as Familias and forrel's "list" have them:
the name of a locus, then allele and frequency, line by line. A row `N` gives the number of alleles or people
sampled. Nothing of this kind ships with the project: use one that is published for the population at hand,
and name it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from accounted.identifying.cases import Case
from accounted.identifying.errors import IdentifyingError, InvalidLocus
from accounted.identifying.formats.gathering import Gathered
from accounted.identifying.formats.locus_names import on_x, on_y
from accounted.identifying.formats.rows import Row, rows_of, table_text
from accounted.identifying.loci import SILENT, FrequencyDatabase, Locus
from accounted.identifying.mutations import Mutations

TITLE = "allele frequencies"
LOSSES = ("bodies, families and every profile", "mutation rates")
ROUNDING = 0.02  # how far from 1 the frequencies of a locus may sum before the table is wrong, not rounded
_COUNT = re.compile(r"^(n|2n|sample ?size|count|individuals?)$", re.I)


def number(written: str) -> float:
    """A number with a point or a comma.

    Raises:
        ValueError: it is none.
    """
    return float(written.strip().replace(",", "."))


def locus_from(
    name: str,
    frequencies: Mapping[str, float],
    *,
    notes: list[str],
    mutations: Mutations | None = None,
    silent: float = 0.0,
) -> Locus:
    """A locus from what a table says; rounding is made good, alleles of frequency 0 are left out.

    Arguments:
        silent: the frequency of a silent allele; the others make room where they sum to one without it.

    Raises:
        InvalidLocus: the frequencies cannot be.
    """
    wrong = next((a for a, f in frequencies.items() if not 0.0 <= f <= 1.0), None)
    if wrong is not None:
        raise InvalidLocus(
            f"{name}: allele {wrong} has the frequency {frequencies[wrong]:g}, not one of 0 to 1; correct it"
        )
    seen = {allele: f for allele, f in frequencies.items() if f > 0.0}
    if not seen:
        raise InvalidLocus(f"{name}: no allele has a frequency above 0; correct the table")
    total = sum(seen.values())
    room = 1.0 - silent if abs(total + silent - 1.0) < abs(total - 1.0) else 1.0
    if abs(total - room) > ROUNDING:
        raise InvalidLocus(
            f"{name}: the frequencies sum to {total:.4g}, not to 1; complete them (are rare alleles missing?)"
        )
    if abs(total - room) > 1e-6:
        notes.append(f"{name}: frequencies that sum to {total:.6g} were rescaled to {room:g}")
    scale = (1.0 - silent) / total
    exact = abs(total - (1.0 - silent)) <= 1e-9
    alleles = tuple(seen)
    shares = tuple(f if exact else f * scale for f in seen.values())
    if silent > 0.0:
        alleles, shares = (*alleles, SILENT), (*shares, silent)
    return Locus(name, alleles, shares, mutations, "y" if on_y(name) else "x" if on_x(name) else "autosomal")


def gather(path: Path) -> Gathered:
    """The databases of a file of frequencies, one for each population.

    Raises:
        IdentifyingError: it is no such file.
    """
    rows = rows_of(path)
    made = Gathered(path.stem)
    shape = shape_of(rows)
    if shape == "long":
        tables, counts = _long(rows, made)
    elif shape == "wide":
        tables, counts = _wide(rows, made)
    elif shape == "lines":
        tables, counts = _lines(rows, made)
    else:
        raise IdentifyingError(
            f"{path}: no frequencies found; give a table with the column Allele and one column a locus, "
            "or with the columns locus, allele, frequency"
        )
    for population, loci in tables.items():
        built = {}
        for name, (where, frequencies) in loci.items():
            try:
                built[name] = locus_from(name, frequencies, notes=made.notes)
            except InvalidLocus as error:
                made.refuse("", str(error), where, InvalidLocus)
        count = counts.get(population)
        made.databases.append(
            FrequencyDatabase(
                path.stem,
                "",
                str(path.name),
                population,
                built,
                minimum=5.0 / (2.0 * count) if count else 0.001,
            )
        )
    return made


def shape_of(rows: Sequence[Row]) -> str | None:
    """Which of the three shapes a table has: wide, long, lines; None for another kind of table."""
    head = [cell.lower() for cell in rows[0].cells] if rows else []
    if {"allele", "alleles"} & set(head) and any(h in ("frequency", "freq", "frequencies") for h in head):
        return "long" if any(h in ("locus", "marker", "system") for h in head) else None
    if head and head[0] in ("allele", "alleles", "allele / locus") and len(head) > 1:
        return "wide"
    if rows and len(rows[0].filled) == 1 and len(rows) > 1 and _allele_line(rows[1]):
        return "lines"
    return None


def _allele_line(row: Row) -> tuple[str, float] | None:
    cells = row.filled if len(row.filled) == 2 else row.cells[0].split() if row.cells else []
    if len(cells) != 2:
        return None
    try:
        return cells[0], number(cells[1])
    except ValueError:
        return None


_Tables = dict[str, dict[str, tuple[str, dict[str, float]]]]


def _long(rows: Sequence[Row], made: Gathered) -> tuple[_Tables, dict[str, float]]:
    head = [cell.lower() for cell in rows[0].cells]
    at = {
        "locus": next(n for n, h in enumerate(head) if h in ("locus", "marker", "system")),
        "allele": next(n for n, h in enumerate(head) if h in ("allele", "alleles")),
        "frequency": next(n for n, h in enumerate(head) if h in ("frequency", "freq", "frequencies")),
    }
    where = next((n for n, h in enumerate(head) if h in ("population", "database")), None)
    tables: _Tables = {}
    for row in rows[1:]:
        name, allele = row.at(at["locus"]), row.at(at["allele"])
        if not name and not allele:
            continue
        population = row.at(where) if where is not None else ""
        share = _share(row, row.at(at["frequency"]), name, allele, made)
        if share is not None:
            _put(tables, population, name, allele, share, row, made)
    return tables, {}


def _wide(rows: Sequence[Row], made: Gathered) -> tuple[_Tables, dict[str, float]]:
    names = rows[0].cells
    tables: _Tables = {}
    counts: list[float] = []
    for row in rows[1:]:
        allele = row.at(0)
        if not allele:
            continue
        for n, name in enumerate(names[1:], start=1):
            cell = row.at(n)
            if not name or cell in ("", "-", "NA", "0"):
                continue
            share = _share(row, cell, name, allele, made)
            if share is None:
                continue
            if _COUNT.match(allele):
                counts.append(share / (2.0 if allele.lower() == "2n" else 1.0))
            else:
                _put(tables, "", name, allele, share, row, made)
    return tables, {"": min(counts)} if counts else {}


def _lines(rows: Sequence[Row], made: Gathered) -> tuple[_Tables, dict[str, float]]:
    tables: _Tables = {}
    name = ""
    for row in rows:
        found = _allele_line(row)
        if len(row.filled) == 1 and found is None:
            name = row.filled[0]
        elif found is not None and name:
            _put(tables, "", name, found[0], found[1], row, made)
        elif row.filled:
            made.refuse(
                f"locus {name}",
                f"{' '.join(row.filled)!r} is no allele with a frequency; correct the line",
                row.where,
                InvalidLocus,
            )
    return tables, {}


def _share(row: Row, written: str, name: str, allele: str, made: Gathered) -> float | None:
    try:
        return number(written)
    except ValueError:
        made.refuse(
            f"locus {name}",
            f"allele {allele} has the frequency {written!r}; write a number",
            row.where,
            InvalidLocus,
        )
        return None


def _put(tables: _Tables, population: str, name: str, allele: str, share: float, row: Row,
         made: Gathered) -> None:  # fmt: skip
    _, frequencies = tables.setdefault(population, {}).setdefault(name, (row.where, {}))
    if allele in frequencies:
        made.refuse(
            f"locus {name}",
            f"allele {allele} is listed twice; the first is kept, add them up or take one out",
            row.where,
            InvalidLocus,
        )
        return
    frequencies[allele] = share


def as_files(case: Case) -> dict[str, bytes]:
    """The frequencies of a case as a table: locus, allele, frequency."""
    rows = [["locus", "allele", "frequency"]]
    for locus in case.loci:
        rows += [[locus.name, a, repr(p)] for a, p in zip(locus.alleles, locus.frequencies, strict=True)]
    return {".csv": table_text(rows).encode()}
