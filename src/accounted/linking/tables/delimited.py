"""Rows of a text file with separators, as a stream."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from accounted.linking.tables.first_rows import LOOKED_AT, columns_of, heading_row
from accounted.linking.tables.table import Row, Table, UnreadableTable

_SAMPLE = 1 << 18
LONGEST_CELL = 100_000


def delimited(path: Path, name: str) -> Table:
    """A CSV or TSV; encoding and separator are found from its beginning.

    Raises:
        UnreadableTable: no rows below the headings, or bytes that are no text.
    """
    from accounted.sources import RefusedFile
    from accounted.sources.decoding import decode
    from accounted.sources.grid import separator_of

    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    if len(sample) == _SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    try:
        decoded = decode(sample)
    except RefusedFile as refused:
        raise UnreadableTable(f"{name}: {refused}") from refused
    encoding = decoded.encoding
    if b"\0" in sample and not encoding.casefold().startswith(("utf-16", "utf-32")):
        raise UnreadableTable(
            f"{name}: is no table; give CSV, XLSX, ODS, Parquet, or FollowTheMoney entities as JSON lines"
        )
    separator = separator_of(decoded.text)
    # A file of one encoding in its first quarter of a megabyte may still hold a byte that is none.
    reading = {"utf-8": "utf-8-sig", "ascii": "utf-8"}.get(encoding.casefold(), encoding)

    def rows(start: int = 0) -> Iterator[Row]:
        csv.field_size_limit(LONGEST_CELL * 10)
        with path.open(encoding=reading, errors="replace", newline="") as file:
            number = 0
            reader = csv.reader(file, delimiter=separator, strict=False)
            while True:
                number += 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    raise UnreadableTable(
                        f"{name}, row {number} (line {reader.line_num}): {error}; look for a quotation mark "
                        "that is never closed"
                    ) from error
                if number > start and any(cell and not cell.isspace() for cell in cells):
                    if number == 1 and cells[0].startswith("\ufeff"):
                        cells[0] = cells[0][1:]
                    yield Row(number, tuple(cells))

    first = list(islice(rows(), LOOKED_AT))
    at = heading_row([row.cells for row in first])
    if at is None:
        headed, start = None, 0
    else:
        headed, start = first[at], first[at].number
    width = len(headed.cells) if headed else max((len(row.cells) for row in first), default=0)
    if headed is not None:
        while (
            width > 1
            and not headed.cells[width - 1].strip()
            and not any(len(row.cells) >= width and row.cells[width - 1].strip() for row in first)
        ):
            width -= 1
    if next(rows(start), None) is None:
        raise UnreadableTable(f"{name}: no rows below the headings; there is nobody on this list")
    columns = columns_of(headed.cells if headed else None, width)
    mark = {"\t": "tab"}.get(separator, separator)
    remarks = [f"encoding {encoding}, separator {mark}", *decoded.warnings]
    return Table(
        name, "csv", columns, lambda: rows(start), heading_row=headed.number if headed else None,
        remarks=tuple(remarks),
    )  # fmt: skip
