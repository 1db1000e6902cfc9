"""Rows of a text file with separators, as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from accounted.linking.tables.first_rows import LOOKED_AT, columns_of, heading_row
from accounted.linking.tables.table import Row, Table, UnreadableTable

_SAMPLE = 1 << 18
LONGEST_LINE = 16_000_000
_FEW_NULS = 0.01  # of the bytes; with more it is no text


def delimited(path: Path, name: str) -> Table:
    """A CSV or TSV; encoding and separator are found from its beginning.

    Raises:
        UnreadableTable: no rows below the headings, or bytes that are no text.
    """
    from accounted.sources import RefusedFile
    from accounted.sources.decoding import decode
    from accounted.sources.grid import separator_of

    sample = _sample(path)
    try:
        decoded = decode(sample)
    except RefusedFile as refused:
        raise UnreadableTable(f"{name}: {refused}") from refused
    encoding = decoded.encoding
    wide = encoding.casefold().startswith(("utf-16", "utf-32"))
    if not wide and sample.count(0) > _FEW_NULS * len(sample):
        raise UnreadableTable(
            f"{name}: is no table; give CSV, XLSX, ODS, Parquet, or FollowTheMoney entities as JSON lines"
        )
    separator = separator_of(decoded.text)
    # A file of one encoding in its first quarter of a megabyte may still hold a byte that is none.
    reading = {"utf-8": "utf-8-sig", "ascii": "utf-8"}.get(encoding.casefold(), encoding)

    def rows(start: int = 0) -> Iterator[Row]:
        from accounted.sources.quoted_rows import CellTooLong, quoted_rows

        with path.open(encoding=reading, errors="replace", newline="") as file:
            try:
                for number, line, cells, trouble in quoted_rows(_lines(file, name), separator):
                    if number <= start or not any(cell and not cell.isspace() for cell in cells):
                        continue
                    if number == 1 and cells[0].startswith("\ufeff"):
                        cells[0] = cells[0][1:]
                    if trouble is not None:
                        trouble = f"{trouble}; mend it, and import those lines as a list of their own"
                    elif any("\0" in cell for cell in cells):
                        nuls = sum(cell.count("\0") for cell in cells)
                        cells = [cell.replace("\0", "\ufffd") for cell in cells]
                        trouble = f"line {line} holds {nuls:,} bytes of zero for letters; the file is damaged"
                    yield Row(number, tuple(cells), trouble)
            except CellTooLong as error:
                raise UnreadableTable(
                    f"{name}, {error}; look for a quotation mark that is never closed"
                ) from error

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


def _sample(path: Path) -> bytes:
    """The beginning of a file, to the end of a line and of a character."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    if len(sample) == _SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
        if b"\0" in sample:  # a line of UTF-16 or UTF-32 ends with a zero more
            sample = sample[: len(sample) - len(sample) % 4]
    return sample


def _lines(file: TextIO, name: str) -> Iterator[str]:
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise UnreadableTable(
                f"{name}, line {number}: is longer than {LONGEST_LINE:,} characters; give a list with a line "
                "for each row"
            )
        yield line
