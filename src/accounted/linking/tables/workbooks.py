"""Sheets of a workbook (XLSX, XLSB, XLS, ODS) through calamine."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from accounted.linking.tables.first_rows import LOOKED_AT, columns_of, heading_row
from accounted.linking.tables.table import Row, Table, UnreadableTable

_MOST_EXPANDED = 4 << 30
_MOST_CELLS = 60_000_000


def workbook(path: Path, name: str) -> tuple[Table, ...]:
    """A table for each sheet that has one; hidden sheets too, and said.

    Raises:
        UnreadableTable: protected, damaged, or it would expand too far.
    """
    import python_calamine as calamine

    _refuse_a_bomb(path, name)
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
    except calamine.PasswordError as error:
        raise UnreadableTable(
            f"{name}: is protected with a password; open it, save it without one, and give that copy"
        ) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableTable(
            f"{name}: is no whole workbook ({str(error)[:120]}); open it and save it again as XLSX"
        ) from error
    found = []
    for index, about in enumerate(book.sheets_metadata):
        try:
            sheet = book.get_sheet_by_index(index)
        except calamine.CalamineError as error:
            raise UnreadableTable(
                f"{name}, sheet {about.name}: cannot be read ({str(error)[:120]})"
            ) from error
        if sheet.start is None or sheet.width == 0:
            continue
        if sheet.width * sheet.total_height > _MOST_CELLS:
            raise UnreadableTable(
                f"{name}, sheet {about.name}: spans {sheet.total_height:,} rows and {sheet.width:,} columns; "
                "delete stray cells far from the table"
            )
        hidden = "hidden" in str(about.visible).casefold()
        table = _table(sheet, name, about.name, ("a hidden sheet",) if hidden else ())
        if table is not None:
            found.append(table)
    if not found:
        raise UnreadableTable(f"{name}: no sheet has rows below headings; there is nobody on this list")
    return tuple(found)


def _table(sheet: Any, name: str, title: str, remarks: tuple[str, ...]) -> Table | None:
    from accounted.sources.workbook import shown

    def rows(start: int = 0) -> Iterator[Row]:
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if number > start:
                written = tuple(shown(cell) for cell in cells)
                if any(written):
                    yield Row(number, written)

    first = []
    for row in rows():
        first.append(row)
        if len(first) == LOOKED_AT:
            break
    at = heading_row([row.cells for row in first])
    headed = None if at is None else first[at]
    start = headed.number if headed else 0
    if not any(row.number > start for row in first):
        return None
    columns = columns_of(headed.cells if headed else None, sheet.width, first=sheet.start[1])
    return Table(
        name, "workbook", columns, lambda: rows(start), sheet=title,
        heading_row=headed.number if headed else None, count=sheet.total_height - start, remarks=remarks,
    )  # fmt: skip


def _refuse_a_bomb(path: Path, name: str) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as package:
        expanded = sum(one.file_size for one in package.infolist())
    if expanded > _MOST_EXPANDED:
        raise UnreadableTable(f"{name}: expands to {expanded >> 20:,} MiB; save the one sheet as CSV")
