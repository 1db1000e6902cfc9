"""Figures in tables: a number under a heading that says what it counts.

A cell is read only where its column's heading names what is counted ("Bodies received", "Killed"). Where
the table has a row of totals, the total is the count and the other rows are its parts. The number of rows is
never a claim: a list of bodies one by one is left to the record, which keeps each as itself (rule D-12).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from accounted.claims import Claim, Count, Document, Excerpt, ReadingWarning, Table, Tally
from accounted.reading.lexicons import Entry, Lexicon
from accounted.reading.numerals import figure_value
from accounted.reading.tokens import tokenise

_MOST_ROWS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of counts: its index, and what its heading says."""

    index: int
    basis: str
    group: tuple[str, ...]
    what: tuple[str, ...]
    part: bool  # "of whom children": a part of the count in the column before


def read_tables(document: Document, lexicon: Lexicon) -> tuple[list[Claim], list[ReadingWarning]]:
    """The counts in a document's tables, each quoted as its cell, and what there is to remark on them."""
    claims: list[Claim] = []
    warnings: list[ReadingWarning] = []
    for number, table in enumerate(document.tables):
        if not table.has_header or len(table.rows) < 2:
            continue
        columns = list(_columns(table, lexicon))
        if not columns:
            warnings.extend(_listed(table, lexicon))
            continue
        cells: list[Claim] = []
        for column in columns:
            before = [c for c in columns if not c.part and c.index < column.index and c.basis != "graves"]
            found = list(_column(document, table, number, column, before[-1] if before else None, lexicon))
            cells.extend(found)
            warnings.extend(_sums(found))
        claims.extend(cells)
        warnings.extend(_across(cells))
    return claims, warnings


def _found(lexicon: Lexicon, text: str) -> list[tuple[str, str, Entry]]:
    words = [t.word for t in tokenise(text)]
    return [(kind, role, e) for at in range(len(words)) for _, kind, role, e in lexicon.find(words, at)]


def _columns(table: Table, lexicon: Lexicon) -> Iterator[Column]:
    basis: str | None = None
    for index, heading in enumerate(table.rows[0]):
        known = _found(lexicon, heading)
        kinds = {kind for kind, _, _ in known}
        groups = [
            tuple(e.get("group", ()))
            for kind, _, e in known
            if kind in ("person", "described") and e.get("group")
        ]
        things = [e for kind, _, e in known if kind == "thing" and e.get("basis")]
        labels = [
            e for kind, role, e in known if kind == "harm" and role in ("label", "toll", "done", "soft")
        ]
        if "numbered" in kinds or not any(_number(row, index, lexicon) is not None for row in table.rows[1:]):
            continue
        own = next((str(e.get("basis")) for e in (*things, *labels)), None)
        part = "breakdown" in kinds or (own is None and bool(groups) and basis is not None)
        if own is None and not (part and basis):
            continue
        what = tuple(things[0].get("what", ())) if things else ()
        exact = next((str(e.get("basis")) for e in labels if e.get("bodies") and own == "bodies_found"), None)
        chosen = exact or own or basis
        assert chosen is not None
        yield Column(index, basis if part and basis else chosen, groups[0] if groups else (), what, part)
        basis = basis if part else chosen


def _number(row: tuple[str, ...], index: int, lexicon: Lexicon) -> int | None:
    if index >= len(row):
        return None
    value = figure_value(row[index].strip(), lexicon.settings.get("decimal", "."))
    return int(value) if value is not None and value == int(value) else None


def _is_total(row: tuple[str, ...], lexicon: Lexicon) -> bool:
    return any(kind == "total" for cell in row[:2] for kind, _, _ in _found(lexicon, cell))


def _column(
    document: Document, table: Table, number: int, column: Column, whole: Column | None, lexicon: Lexicon
) -> Iterator[Claim]:
    rows = table.rows[1 : _MOST_ROWS + 1]
    total = next((n for n, row in enumerate(rows) if _is_total(row, lexicon)), None)
    for n, row in enumerate(rows):
        value = _number(row, column.index, lexicon)
        if value is None:
            continue
        start, end = table.offsets[n + 1][column.index]
        while start < end and document.text[start].isspace():
            start += 1
        if not document.text[start:end]:
            continue
        part_of = None
        if column.part and whole is not None and _number(row, whole.index, lexicon) is not None:
            part_of = _key(number, whole.index, n)
        elif total is not None and n != total:
            part_of = _key(number, column.index, total)
        count = Count("none", 0, 0, 0) if value == 0 else Count("exact", value, value, value)
        tally = Tally(column.basis, count, group=column.group, partition_of=part_of)
        yield Claim(
            _key(number, column.index, n), "tally", Excerpt.of(document.text, start, end), what=column.what,
            tally=tally, rule="tally/table",
        )  # fmt: skip


def _key(table: int, column: int, row: int) -> str:
    return f"table{table}/{column}/{row}"


def _sums(claims: list[Claim]) -> list[ReadingWarning]:
    """A total row that the rows above do not give (rule D-09)."""
    by_id = {c.id: c for c in claims}
    parts: dict[str, list[Claim]] = {}
    for claim in claims:
        whole = claim.tally.partition_of if claim.tally is not None else None
        if whole in by_id:
            parts.setdefault(str(whole), []).append(claim)
    out = []
    for key, found in parts.items():
        total = by_id[key].tally
        added = sum(c.tally.count.best or 0 for c in found if c.tally is not None)
        if total is not None and total.count.best is not None and added != total.count.best:
            message = f"the rows add up to {added}, the total row says {total.count.best}"
            out.append(ReadingWarning("D-09", message, (key, *(c.id for c in found))))
    return out


def _across(claims: list[Claim]) -> list[ReadingWarning]:
    """Rows whose columns divide a number wholly and do not give it: 99 bodies, 35 women … (rule D-09).

    Only where even those of undetermined sex have a column: otherwise the rest need be of no named group.
    """
    by_id = {c.id: c for c in claims}
    divided: dict[str, list[Claim]] = {}
    for claim in claims:
        tally = claim.tally
        if tally is not None and tally.group and tally.partition_of in by_id:
            divided.setdefault(str(tally.partition_of), []).append(claim)
    out = []
    for key, parts in divided.items():
        whole = by_id[key].tally
        named = {term for part in parts if part.tally is not None for term in part.tally.group}
        added = sum(part.tally.count.best or 0 for part in parts if part.tally is not None)
        total = whole.count.best if whole is not None else None
        if total is not None and {"male", "female", "undetermined"} <= named and added != total:
            message = f"the columns of a row add up to {added}, the row says {total}"
            out.append(ReadingWarning("D-09", message, (key, *(part.id for part in parts))))
    return out


def _listed(table: Table, lexicon: Lexicon) -> list[ReadingWarning]:
    """A table with one row for each body or person: said, and not turned into a count."""
    heading = " ".join(table.rows[0])
    kinds = {kind for kind, _, _ in _found(lexicon, heading)}
    if "thing" not in kinds and "person" not in kinds:
        return []
    name = f"“{table.name}” " if table.name else ""
    message = (
        f"the table {name}lists {len(table.rows) - 1} rows one by one; "
        "their number is not a claim of the source"
    )
    return [ReadingWarning("D-12", message)]
