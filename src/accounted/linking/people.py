"""The records of one or more lists, side by side as columns: what linking works on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from accounted.linking.tables import Table

# Fields a table may have several columns of, each compared on its own.
_SEVERAL = ("residence", "id_number")
NAMES = ("name", "given", "patronymic", "family", "maiden", "father", "grandfather", "mother")
IDS = ("uid", "unique_id", "id")
_AT_ONCE = 50_000


class CannotLink(ValueError):
    """What was given cannot be linked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One row of a list: its identifier, and what it says by field (the fields of a mapping)."""

    id: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class People:
    """Records of lists, in the order they were given.

    Attributes:
        ids: the identifier of each record.
        list_of: the number of its list, by record.
        lists: the name of each list.
        columns: for each field what each record says, as written or as read; null where it says nothing.
            Fields of several columns are numbered: `residence_1`, `residence_2`.
        orders: for a date field whether the day or the month stands first.
        no_duplicates: for each list, whether no two of its rows are one person.
    """

    ids: Sequence[str]
    list_of: Sequence[int]
    lists: tuple[str, ...]
    columns: Mapping[str, pa.Array]
    orders: Mapping[str, str] = field(default_factory=dict)
    no_duplicates: tuple[bool, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, lists: Mapping[str, Iterable[LinkRecord]], *, no_duplicates: Iterable[str] = ()) -> People:
        """From records by the name of their list."""
        import pyarrow as pa

        ids: list[str] = []
        list_of: list[int] = []
        values: list[Mapping[str, Any]] = []
        for number, records in enumerate(lists.values()):
            for record in records:
                ids.append(record.id)
                list_of.append(number)
                values.append(record.values)
        names = sorted({name for one in values for name in one} - {"id", "list", "note"})
        columns = {name: pa.array([_text(one.get(name)) for one in values], pa.string()) for name in names}
        clean = set(no_duplicates)
        return cls(ids, list_of, tuple(lists), columns, no_duplicates=tuple(name in clean for name in lists))

    @classmethod
    def read(
        cls, paths: Sequence[Path], *, mapping: Path | None = None, id_column: str | None = None
    ) -> People:
        """From files, their columns known by a mapping file or else by headings and contents.

        Raises:
            CannotLink: no column says anything that can be compared, or the identifiers are not one a row.
            UnreadableTable: a file is no table.
            InvalidMapping: the mapping does not fit.
        """
        read = [_read(path, mapping, id_column) for path in paths]
        names = [path.stem for path in paths]
        if len(set(names)) < len(names):
            names = [str(path) for path in paths]
        return _together(read, tuple(names))


@dataclass(frozen=True, slots=True)
class _ReadList:
    ids: list[str]
    columns: Mapping[str, pa.ChunkedArray]
    orders: Mapping[str, str]
    no_duplicates: bool


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, tuple):
        return "-".join("" if part is None else str(part) for part in value)
    return str(value)


def _read(path: Path, mapping: Path | None, id_column: str | None) -> _ReadList:

    from accounted.linking.tables import guess_columns, read_mapping, read_tables
    from accounted.linking.tables.mapping import must_fit

    table = read_tables(path)[0]
    written = _columns(path, table)
    for heading in written.column_names:
        if written[heading].null_count == len(written):
            written = written.drop_columns([heading])
    if not written.column_names:
        raise CannotLink(f"{path.name}: every cell is empty; there is nothing to compare")
    if mapping is not None:
        told = read_mapping(mapping)
        must_fit(told, table)
    else:
        sample = {
            heading: ["" if cell is None else cell for cell in written[heading][:1000].to_pylist()]
            for heading in written.column_names
        }
        told = guess_columns(sample, entities=table.form == "entities").mapping
    chosen = _id_heading(path, written.column_names, told.columns.get("id", ()), id_column)
    columns: dict[str, pa.ChunkedArray] = {}
    for name, headings in told.columns.items():
        there = [one for one in headings if one in written.column_names and one != chosen]
        if name in ("id", "note", "list", "status") or not there:
            continue
        if name in _SEVERAL:
            columns |= {f"{name}_{i}": written[one] for i, one in enumerate(there, 1)}
        else:
            columns[name] = _joined([written[one] for one in there])
    if not columns:
        raise CannotLink(
            f"{path.name}: no column says a name, a date, a place or anything else that is compared "
            f"(columns: {', '.join(written.column_names[:12])}); say in a mapping file which column says what"
        )
    ids = (
        [str(i) for i in range(1, len(written) + 1)]
        if chosen is None
        else _ids(path, written[chosen], chosen)
    )
    return _ReadList(ids, columns, dict(told.dates), told.no_duplicates)


def _ids(path: Path, column: pa.ChunkedArray, heading: str) -> list[str]:
    import pyarrow.compute as pc

    counts = pc.value_counts(column)
    if len(counts) < len(column):
        doubled = next(one["values"].as_py() for one in counts if one["counts"].as_py() > 1)
        raise CannotLink(
            f"{path.name}: column {heading} does not tell rows apart ({doubled or 'empty'} stands in "
            "several); name another with --id"
        )
    ids: list[str] = column.to_pylist()
    return ids


def _id_heading(path: Path, headings: Sequence[str], guessed: Sequence[str], asked: str | None) -> str | None:
    if asked is not None:
        if asked not in headings:
            raise CannotLink(f"{path.name}: there is no column {asked}; there are: {', '.join(headings)}")
        return asked
    lower = {heading.strip().casefold(): heading for heading in reversed(headings)}
    for known in IDS:
        if known in lower:
            return lower[known]
    return next((one for one in guessed if one in headings), None)


def _columns(path: Path, table: Table) -> pa.Table:
    """The cells of a table as columns of text, blank ones null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if table.form == "parquet":
        import pyarrow.parquet as parquet

        headings = [one.heading for one in table.columns]
        whole = parquet.read_table(path, columns=headings)
        made = {name: _as_text(whole[name]) for name in headings}
    else:
        made = _streamed(table)
    return pa.table({
        name: pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
        for name, column in made.items()
        for trimmed in [pc.utf8_trim_whitespace(column)]
    })  # fmt: skip


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_floating(column.type):
        whole = pc.all(pc.equal(pc.floor(column), column)).as_py()
        return pc.cast(pc.cast(column, pa.int64()) if whole else column, pa.string())
    if pa.types.is_timestamp(column.type):
        return pc.cast(pc.cast(column, pa.date32(), safe=False), pa.string())
    if pa.types.is_nested(column.type):
        return pa.chunked_array([pa.array([_text(one) for one in column.to_pylist()], pa.string())])
    return pc.cast(column, pa.string())


def _streamed(table: Table) -> dict[str, pa.ChunkedArray]:
    import pyarrow as pa

    parts: dict[str, list[pa.Array]] = {one.heading: [] for one in table.columns}
    rows = table.rows()
    while batch := list(islice(rows, _AT_ONCE)):
        for one in table.columns:
            place = one.position
            cells = [row.cells[place] if place < len(row.cells) else "" for row in batch]
            parts[one.heading].append(pa.array(cells, pa.string()))
    return {heading: pa.chunked_array(made, pa.string()) for heading, made in parts.items()}


def _joined(columns: list[pa.ChunkedArray]) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    if len(columns) == 1:
        return columns[0]
    return pc.binary_join_element_wise(*columns, " ", null_handling="skip")


def _together(read: Sequence[_ReadList], names: tuple[str, ...]) -> People:
    import pyarrow as pa

    known: list[str] = []
    for one in read:
        known += [name for name in one.columns if name not in known]
    columns = {
        name: pa.concat_arrays([
            chunk
            for one in read
            for chunk in (
                one.columns[name].chunks if name in one.columns else [pa.nulls(len(one.ids), pa.string())]
            )
        ])
        for name in known
    }  # fmt: skip
    orders = {name: order for one in read for name, order in one.orders.items()}
    return People(
        [id_ for one in read for id_ in one.ids],
        [number for number, one in enumerate(read) for _ in one.ids],
        names, columns, orders, tuple(one.no_duplicates for one in read),
    )  # fmt: skip
