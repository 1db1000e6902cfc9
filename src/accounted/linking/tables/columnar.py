"""Parquet, batch by batch through pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from accounted.linking.tables.table import Column, Row, Table, UnreadableTable

_AT_ONCE = 20_000


def parquet(path: Path, name: str) -> Table:
    """A Parquet file; row 1 is its first row, a cell is pointed at by its column's name.

    Raises:
        UnreadableTable: pyarrow is not installed, or the file is damaged or empty.
    """
    try:
        import pyarrow
        import pyarrow.parquet as columnar
    except ImportError:
        raise UnreadableTable(
            f"{name}: reading Parquet needs pyarrow; install it with pip install 'accounted[linking]'"
        ) from None
    try:
        file = columnar.ParquetFile(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise UnreadableTable(f"{name}: is no whole Parquet file ({str(error)[:120]})") from error
    count = file.metadata.num_rows
    if not count:
        raise UnreadableTable(f"{name}: has no rows; there is nobody on this list")
    names = [one for one in file.schema_arrow.names if not one.startswith("__index_level_")]

    def rows() -> Iterator[Row]:
        number = 0
        for batch in columnar.ParquetFile(path).iter_batches(_AT_ONCE, columns=names):
            written = [[_shown(value) for value in column.to_pylist()] for column in batch.columns]
            for cells in zip(*written, strict=True):
                number += 1
                if any(cells):
                    yield Row(number, cells)

    columns = tuple(Column(place, one, one) for place, one in enumerate(names))
    return Table(name, "parquet", columns, rows, count=count)


def _shown(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "; ".join(_shown(one) for one in value)
    return str(value)
