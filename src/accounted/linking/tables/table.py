"""A table as it was written: columns, rows, and the cell each value stands in."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class UnreadableTable(ValueError):
    """A file that is no table, or that cannot be opened as one; says where and what to do."""


class Row(NamedTuple):
    """One row: its number as a person finds it in the file, and its cells as text, "" where empty.

    A row may have more cells than there are columns; what to make of that is for the reader of the rows.
    `trouble` says why its cells cannot be believed.
    """

    number: int
    cells: tuple[str, ...]
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading as written, and how a cell of it is pointed at (`C`, or a property's name)."""

    position: int
    heading: str
    reference: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file. `rows()` begins again at the first row each time it is called.

    Attributes:
        name: of the file.
        form: csv, workbook, parquet, entities or json.
        sheet: of a workbook; None elsewhere.
        columns: in their order.
        heading_row: the number of the row the headings stand in; None where there are none.
        count: how many rows there are, where the form says so without reading all.
        remarks: what should be known of how it was read (encoding, separator, passed-over sheets).
    """

    name: str
    form: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Row]]
    sheet: str | None = None
    heading_row: int | None = None
    count: int | None = None
    remarks: tuple[str, ...] = ()

    def column(self, heading: str) -> Column | None:
        """The column of this heading, or of this reference (`C`), or None."""
        wanted = heading.strip()
        for one in self.columns:
            if one.heading == wanted:
                return one
        return next((one for one in self.columns if one.reference == wanted), None)

    def troubles(self) -> Iterator[str]:
        """What is wrong with rows as they are written, with the file and the row."""
        for row in self.rows():
            if row.trouble is not None:
                yield f"{self.name}, row {row.number}: {row.trouble}"

    def must_be_readable(self) -> None:
        """Read a text file to its end: one that breaks off in the middle is refused before a row is used.

        Raises:
            UnreadableTable: it cannot be read to its end.
        """
        if self.form == "csv":  # the others say so when they are opened
            deque(self.rows(), maxlen=0)

    def where(self, row: int, column: Column | None = None) -> str:
        """How a person finds a row or a cell of it: `sheet Deaths, C118`, `row 118, birthDate`."""
        sheet = f"sheet {self.sheet}, " if self.sheet else ""
        if column is None:
            return f"{sheet}row {row}"
        if self.form in ("csv", "workbook"):
            return f"{sheet}{column.reference}{row}"
        return f"{sheet}row {row}, {column.reference}"


def letters(position: int) -> str:
    """How spreadsheets call a column: 0 → A, 26 → AA."""
    found = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found
