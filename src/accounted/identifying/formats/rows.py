"""Rows of a table, from CSV, TSV, TXT, XLSX or ODS, each knowing where it stands."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounted.identifying.errors import IdentifyingError
from accounted.identifying.formats.text import bytes_of, text_of

SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
DATE = "⟨date⟩"  # what a cell says that a spreadsheet program made a date of


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row as text, and where it is."""

    cells: tuple[str, ...]
    where: str

    def at(self, column: int) -> str:
        """A cell; empty beyond the end."""
        return self.cells[column] if column < len(self.cells) else ""

    @property
    def filled(self) -> list[str]:
        """The cells that are not empty."""
        return [cell for cell in self.cells if cell]


def rows_of(path: Path) -> list[Row]:
    """The rows of a table that are not empty.

    Raises:
        IdentifyingError: the file cannot be read, or holds no rows.
    """
    rows = _sheet(path) if path.suffix.lower() in SHEETS else _text(path)
    rows = [row for row in rows if any(row.cells)]
    if not rows:
        raise IdentifyingError(f"{path}: there is no row in it; export it again")
    return rows


def _text(path: Path) -> list[Row]:
    text = text_of(path)
    head = "\n".join(text.splitlines()[:5])
    delimiter = max("\t;,", key=lambda d: (head.count(d), d == ","))
    if head.count(delimiter) == 0:
        delimiter = "\t"
    try:
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        return [
            Row(tuple(cell.strip() for cell in cells), f"{path.name}, line {reader.line_num}")
            for cells in reader
        ]
    except csv.Error as error:
        raise IdentifyingError(f"{path}: not a table ({error}); export it as CSV in UTF-8") from None


def _sheet(path: Path) -> list[Row]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise IdentifyingError(f"{path}: spreadsheets need python-calamine; or export it as CSV") from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(bytes_of(path)))
        name = book.sheet_names[0]
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise IdentifyingError(f"{path}: not a spreadsheet ({error}); save it again as XLSX") from None
    return [
        Row(tuple(_cell(cell) for cell in cells), f"{path.name}, {name}, row {n}")
        for n, cells in enumerate(rows, start=1)
    ]


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, (datetime.date, datetime.datetime, datetime.time, datetime.timedelta)):
        return DATE
    return str(value if value is not None else "").strip()


def table_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def sheet_bytes(rows: Sequence[Sequence[str]], title: str) -> bytes:
    """Rows as XLSX, every cell as text: no program shall make dates of alleles.

    Raises:
        IdentifyingError: the package that writes XLSX is not installed.
    """
    try:
        from xlsxwriter import Workbook  # type: ignore[import-untyped]
    except ImportError:
        raise IdentifyingError(
            "writing XLSX needs the package xlsxwriter: write CSV, or install it"
        ) from None
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    sheet = book.add_worksheet(title[:31])
    text = book.add_format({"num_format": "@"})
    for n, row in enumerate(rows):
        for k, cell in enumerate(row):
            if cell:
                sheet.write_string(n, k, cell, text)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
