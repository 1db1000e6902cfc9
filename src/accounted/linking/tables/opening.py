"""Opening a list: CSV, workbook, Parquet, FollowTheMoney or other JSON; rows stream, nothing is interpreted.

Only text files, JSON lines and Parquet are read in a stream. A sheet of a workbook is held in memory while it
is read: the format has no other way to its cells that is fast enough, and ends at 1,048,576 rows.
"""

from __future__ import annotations

from pathlib import Path

from accounted.linking.tables.table import Table, UnreadableTable

_WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
_JSON = {".json", ".jsonl", ".ndjson", ".ftm", ".ijson"}


def read_tables(path: Path, *, name: str | None = None) -> tuple[Table, ...]:
    """Every table of a file: one for each filled sheet of a workbook, else one.

    What the file is, its first bytes say; its name only where they do not. `name` is that of the original
    where `path` is a kept copy.

    Raises:
        UnreadableTable: it is no table, empty, damaged, or protected; the message says what to do.
    """
    name = name or path.name
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise UnreadableTable(f"{name}: cannot be opened ({error.strerror}); check the path") from error
    if not head.strip():
        raise UnreadableTable(
            f"{name}: is empty; give a file with a row of headings and a row for each person"
        )
    suffix = Path(name).suffix.casefold()
    if head.startswith(b"PAR1"):
        from accounted.linking.tables.columnar import parquet

        return (parquet(path, name),)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or suffix in _WORKBOOKS:
        from accounted.linking.tables.workbooks import workbook

        return workbook(path, name)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if suffix in _JSON or start.startswith((b'{"', b"[{", b"[\n", b"[ {")):
        from accounted.linking.tables.entities import entities

        return (entities(path, name),)
    from accounted.linking.tables.delimited import delimited

    return (delimited(path, name),)


def read_table(path: Path, *, name: str | None = None, sheet: str | None = None) -> Table:
    """The one table of a file, or that of the sheet named.

    Raises:
        UnreadableTable: there are several and none is named, or none of that name.
    """
    found = read_tables(path, name=name)
    if sheet is not None:
        for one in found:
            if one.sheet == sheet:
                return one
        names = ", ".join(one.sheet or "" for one in found) or "none"
        raise UnreadableTable(f"{name or path.name}: there is no sheet {sheet!r}; its tables are: {names}")
    if len(found) > 1:
        names = ", ".join(one.sheet or "" for one in found)
        raise UnreadableTable(
            f"{name or path.name}: {len(found)} sheets hold tables ({names}); name one with --sheet"
        )
    return found[0]
