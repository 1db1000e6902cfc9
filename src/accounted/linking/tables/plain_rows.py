"""Rows of a list as plain values by field, each with its cell; rows that fail, with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from accounted.linking.tables.headings import is_unknown
from accounted.linking.tables.mapping import DATES, Mapping, must_fit
from accounted.linking.tables.table import Column, Row, Table
from accounted.linking.tables.values import OUTCOMES, SEXES, STATUSES, Unclear, ages_of, code_of, date_of

LONGEST_NAME = 400
LONGEST_CELL = 4_000
NAMES = ("name", "given", "patronymic", "family", "maiden", "alias", "father", "grandfather", "mother")
_CODES = {"sex": SEXES, "outcome": OUTCOMES, "status": STATUSES}
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u0000-\u0008\u000b-\u001f\u007f]")
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_FOUND = frozenset({*NAMES, "body_number", "id_number"})


@dataclass(slots=True)
class PlainRow:
    """One row of a list, read.

    Attributes:
        number: of the row in its file.
        id: its own identifier in the list, else its number.
        values: what could be told, by field. Dates are EDTF, `age` is (least, greatest), codes are those of
            the vocabularies; everything else is the text without the marks that are not seen.
        cells: by field, the reference of its column and the cell as written.
        unclear: by field, why the cell could not be taken for a value. The row still counts.
        failed: why the row is set aside as a whole; None where it is not.
    """

    number: int
    id: str
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    unclear: dict[str, str] = field(default_factory=dict)
    failed: str | None = None


def plain_rows(table: Table, mapping: Mapping) -> Iterator[PlainRow]:
    """Every row of a table, in order, in one pass. A failed row is given too, never left out.

    Raises:
        InvalidMapping: the mapping names columns the table does not have.
    """
    must_fit(mapping, table)
    width = len(table.columns)
    readers = [(name, *_places(table, headings), _reader(name, mapping)) for name, headings in
               mapping.columns.items()]  # fmt: skip
    headed = _headed(table)
    seen: dict[int, int] = {}  # rows by the hash of their identifier: 1,000,000 take 100 MB
    for row in table.rows():
        one = _read(row, readers)
        if row.trouble is not None:
            one.failed = row.trouble
        elif len(row.cells) == 1 and width > 2 and (other := _other_separator(row.cells[0], width)):
            one.failed = f"one cell where there are {width} columns; its parts are separated by {other}"
        elif headed is not None and headed.heading in row.cells and _headings_again(row, table):
            one.failed = "the headings stand here once more; lists were put together"
        if one.failed is None and len(row.cells) > width and any(row.cells[width:]):
            one.failed = (
                f"{len(row.cells)} cells where there are {width} columns; a separator inside a cell without "
                "quotation marks shifts the rest"
            )
        if one.failed is None and "id" in one.values:
            before = seen.setdefault(hash(one.id), row.number)
            if before != row.number:
                # Numbers are mistyped and given twice; two rows of one number may be two people.
                one.unclear["id"] = f"stands in row {before} already"
                one.id = f"{one.id} (row {row.number})"
        yield one


def _other_separator(cell: str, width: int) -> str | None:
    """What separates the cells of a row that is one cell by the separator of its list."""
    return next((name for sign, name in _SEPARATORS.items() if cell.count(sign) == width - 1), None)


def _headed(table: Table) -> Column | None:
    """The first column that a heading row names; None where none does."""
    if table.heading_row is None:
        return None
    return next((one for one in table.columns if one.heading != f"column {one.reference}"), None)


def _headings_again(row: Row, table: Table) -> bool:
    """Whether a row is that of the headings; of two of one name the second is told as `name (2)`."""
    cells = (*row.cells, *[""] * (len(table.columns) - len(row.cells)))
    return all(
        (said := " ".join(cells[one.position].split())) == one.heading
        or one.heading.startswith(f"{said} (" if said else "column ")
        for one in table.columns
    )


def _places(table: Table, headings: tuple[str, ...]) -> tuple[tuple[int, ...], str]:
    columns = [column for heading in headings if (column := table.column(heading)) is not None]
    return tuple(one.position for one in columns), "+".join(one.reference for one in columns)


def _reader(name: str, mapping: Mapping) -> Callable[[str], Any] | None:
    own = dict(mapping.words.get(name, {}))
    if name in DATES:
        order = mapping.dates.get(name, "cannot tell")
        return lambda text: date_of(text, order)
    if name == "age":
        return ages_of
    if name in _CODES:
        codes = _CODES[name]
        return lambda text: code_of(text, codes, own)
    return None


def _read(row: Row, readers: list[tuple[str, tuple[int, ...], str, Callable[[str], Any] | None]]) -> PlainRow:
    cells = row.cells
    one = PlainRow(row.number, str(row.number))
    for name, places, reference, reader in readers:
        if len(places) == 1:
            written = cells[places[0]] if places[0] < len(cells) else ""
        else:
            written = " ".join(filter(None, (cells[p].strip() for p in places if p < len(cells))))
        if not written or written.isspace():
            continue
        text, unknown = _said(written)
        if len(text) > LONGEST_CELL or (name in NAMES and len(text) > LONGEST_NAME):
            limit = LONGEST_NAME if name in NAMES else LONGEST_CELL
            one.cells[name] = (reference, written[:LONGEST_CELL])
            one.failed = f"{reference}{row.number}: {name} of {len(text):,} characters, more than {limit:,}"
            continue
        one.cells[name] = (reference, written)
        if unknown:
            continue
        if reader is None:
            one.values[name] = text
            continue
        try:
            one.values[name] = reader(text)
        except Unclear as error:
            one.unclear[name] = str(error)
    if "id" in one.values:
        one.id = one.values["id"]
    if one.failed is None:
        one.failed = _why_it_fails(one.values)
    return one


def _why_it_fails(values: MappingOf[str, Any]) -> str | None:
    if not values:
        return "says nothing of anybody"
    named = _FOUND & values.keys()
    if not named and not {"sex", "age", "birth", "death", "disappearance", "discovery"} & values.keys():
        return "no name, number, age, sex or date; nothing tells whom the row is about"
    birth, death = values.get("birth"), values.get("death")
    if birth and death and _certainly_after(birth, death):
        return f"born {birth}, died {death}: the birth is after the death"
    return None


def _certainly_after(one: str, other: str) -> bool:
    if len(one) == len(other) == 10:  # two days; their digits are in the order of time
        return one > other
    from accounted.dates import parse

    earliest, latest = parse(one).earliest, parse(other).latest
    return earliest is not None and latest is not None and earliest > latest


@lru_cache(maxsize=1 << 15)
def _said(written: str) -> tuple[str, bool]:
    """A cell without the marks that are not seen, and whether it says that nothing is known."""
    text = _clean(written)
    return text, not text or is_unknown(text)


def _clean(written: str) -> str:
    # Most cells hold nothing unseen, which is quicker asked than searched for.
    text = written if written.isprintable() else _UNSEEN.sub("", written)
    return " ".join(text.split())
