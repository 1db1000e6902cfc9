"""A CSV file of pairs in blocks of rows: its columns a and b read, a column of likeness written behind them.

A block without a quotation mark, whose rows are all as long as the header, is read and written as columns,
several times as fast as row by row; any other block is read as rows. What comes out is the same.
"""

from __future__ import annotations

import csv
import importlib.util
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import numpy as np

AT_ONCE = 16 << 20  # bytes of a block
_LONGEST_LINE = 64 << 20
_MOST_LETTERS = 1_000_000  # of one field
_MARK = b"\xef\xbb\xbf"
# How alike, as it is written; the last is of a row without one of the names.
_WRITTEN = [*(f"{n / 10_000:.4f}" for n in range(10_001)), ""]

Array = Any


class UnreadablePairs(ValueError):
    """The file is no table of pairs; the message says why and what to do."""


class Block(Protocol):
    """Some of the rows."""

    def __len__(self) -> int:
        """How many rows."""

    def names(self, column: int) -> tuple[list[str], Array]:
        """The names of a column, as distinct ones and the place of each row's among them."""

    def text(self, scores: Array, told: Array) -> str:
        """The rows as CSV with how alike the names are; where `told` is false, with nothing."""


@dataclass(frozen=True, slots=True)
class PairTable:
    """The header of the file, and its rows as a stream of blocks.

    `columns` are those that are written again: one that is called `similarity` already is made anew.
    """

    fields: tuple[str, ...]
    columns: tuple[int, ...]
    a: int
    b: int
    blocks: Iterator[Block]

    @property
    def header(self) -> str:
        """The first line of what is written."""
        return _csv_line([*(self.fields[n] for n in self.columns), "similarity"])


def read(source: BinaryIO, path: Path) -> PairTable:
    """The table of a file that is open for reading.

    Raises:
        UnreadablePairs: no UTF-8, no CSV, or it has no columns a and b; while blocks are read, too.
    """
    first = source.readline(_LONGEST_LINE).removeprefix(_MARK)
    try:
        line = first.decode()
    except UnicodeDecodeError:
        raise UnreadablePairs(f"{path}: not UTF-8. Save it as UTF-8 CSV and try again.") from None
    if "\r" in line.rstrip("\r\n"):  # lines that end as they did on old Macs
        line, rest = line.split("\r", 1)
        first = rest.encode()
    else:
        first = b""
    by = max(",;\t", key=line.count)
    csv.field_size_limit(_MOST_LETTERS)
    try:
        fields = [field.strip() for field in next(csv.reader([line], delimiter=by), [])]
    except csv.Error as error:
        raise UnreadablePairs(f"{path}, row 1: {error}. Save it as CSV and try again.") from None
    absent = [name for name in ("a", "b") if name not in fields]
    if absent:
        has = ", ".join(fields) if any(fields) else "nothing"
        raise UnreadablePairs(
            f"{path}: there is no column {' and no column '.join(absent)} in its first row, which has {has}. "
            "Name the two columns of names a and b."
        )
    kept = tuple(n for n, field in enumerate(fields) if field != "similarity")
    blocks = _blocks(_bytes(source, first, path), by, len(fields), kept, path)
    return PairTable(tuple(fields), kept, fields.index("a"), fields.index("b"), blocks)


def _bytes(source: BinaryIO, first: bytes, path: Path) -> Iterator[bytes]:
    """The file in pieces that end with a line."""
    rest = first
    while read := source.read(AT_ONCE):
        whole = rest + read
        end = whole.rfind(b"\n") + 1
        if end:
            yield whole[:end]
        rest = whole[end:]
        if len(rest) > _LONGEST_LINE:
            raise UnreadablePairs(f"{path}: a line of more than {len(rest) >> 20} MiB. Save it as CSV again.")
    if rest:
        yield rest


def _blocks(
    pieces: Iterator[bytes], by: str, width: int, kept: tuple[int, ...], path: Path
) -> Iterator[Block]:
    number = 1
    quick = importlib.util.find_spec("pyarrow") is not None
    for piece in pieces:
        # What stands between quotation marks may hold line ends, so from the first of them on rows are read.
        if b'"' in piece:
            for block in _in_rows(_lines(piece, pieces, path, number), by, kept, path, number):
                yield block
            return
        found = _as_columns(piece, by, width, kept) if quick and (by == "," or b"," not in piece) else None
        made: Iterator[Block] = (
            _in_rows(_lines(piece, iter(()), path, number), by, kept, path, number)
            if found is None
            else iter((found,))
        )
        for block in made:
            number += len(block)
            yield block


def _lines(piece: bytes, pieces: Iterator[bytes], path: Path, number: int) -> Iterator[str]:
    while True:
        try:
            text = piece.decode()
        except UnicodeDecodeError:
            raise UnreadablePairs(
                f"{path}, after row {number}: not UTF-8. Save it as UTF-8 CSV and try again."
            ) from None
        yield from io.StringIO(text, newline="")
        following = next(pieces, None)
        if following is None:
            return
        piece = following


# ---- as columns


@dataclass(frozen=True, slots=True)
class _Columns:
    columns: list[Any]
    kept: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.columns[0])

    def names(self, column: int) -> tuple[list[str], Array]:
        encoded = self.columns[column].dictionary_encode()
        return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)

    def text(self, scores: Array, told: Array) -> str:
        import pyarrow as pa
        import pyarrow.compute as pc

        written = pa.array([f"{one}\n" for one in _WRITTEN])
        ends = written.take(pa.array(_places(scores, told)))
        rows = pc.binary_join_element_wise(*(self.columns[n] for n in self.kept), ends, ",")
        # One row behind the other is how a column of text lies in memory.
        start, end = rows.offset, rows.offset + len(rows)
        places = np.frombuffer(rows.buffers()[1], np.int32)
        whole: bytes = rows.buffers()[2][int(places[start]) : int(places[end])].to_pybytes()
        return whole.decode()


def _as_columns(piece: bytes, by: str, width: int, kept: tuple[int, ...]) -> _Columns | None:
    """The rows as columns, or None where some row is longer or shorter, or no UTF-8."""
    import pyarrow as pa
    from pyarrow import csv as columnar

    called = [str(n) for n in range(width)]
    try:
        table = columnar.read_csv(
            pa.py_buffer(piece),
            read_options=columnar.ReadOptions(
                column_names=called, use_threads=False, block_size=len(piece) + 1
            ),
            parse_options=columnar.ParseOptions(delimiter=by, quote_char=False),
            convert_options=columnar.ConvertOptions(
                column_types=dict.fromkeys(called, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    return _Columns([table[one].combine_chunks() for one in called], kept) if len(table) else None


# ---- as rows


@dataclass(frozen=True, slots=True)
class _Rows:
    rows: Sequence[Sequence[str]]
    kept: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def names(self, column: int) -> tuple[list[str], Array]:
        return [_at(row, column) for row in self.rows], np.arange(len(self.rows))

    def text(self, scores: Array, told: Array) -> str:
        made = io.StringIO()
        writer = csv.writer(made, lineterminator="\n")
        for row, place in zip(self.rows, _places(scores, told).tolist(), strict=True):
            writer.writerow([*(_at(row, n) for n in self.kept), _WRITTEN[place]])
        return made.getvalue()


_ROWS_AT_ONCE = 100_000


def _in_rows(
    lines: Iterator[str], by: str, kept: tuple[int, ...], path: Path, number: int
) -> Iterator[_Rows]:
    reader = csv.reader(lines, delimiter=by)
    waiting: list[Sequence[str]] = []
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise UnreadablePairs(
                f"{path}, row {number}: {error}. Put the row right and try again."
            ) from None
        if row:
            waiting.append(row)
        if len(waiting) == _ROWS_AT_ONCE:
            yield _Rows(waiting, kept)
            waiting = []
    if waiting:
        yield _Rows(waiting, kept)


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _places(scores: Array, told: Array) -> Array:
    """Where in the table of what is written each of the scores stands."""
    near = np.rint(scores.astype(np.float64) * 10_000).astype(np.int32)
    return np.where(told, near, len(_WRITTEN) - 1)


def _csv_line(cells: Sequence[str]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerow(cells)
    return made.getvalue()
