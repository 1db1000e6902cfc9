"""From a list of people to records: keep the file, read its rows in one pass, account for every one of them.

What is read is the kept copy, by a mapping that is kept too. A run that was interrupted is simply run again:
it goes on after the last group of rows that is on record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accounted.linking.tables import Mapping as ColumnMapping
from accounted.linking.tables import PlainRow, Table, plain_rows, read_table
from accounted.linking.tables.mapping import InvalidMapping, mapping_of, must_fit
from accounted.record.decisions import lists as decided
from accounted.record.decisions import material
from accounted.record.docket import DecisionRefused
from accounted.record.intake_facts import IntakeFacts, printable
from accounted.record.intake_items import HEAD
from accounted.record.list_places import PlacesOfList
from accounted.sources import sniff

if TYPE_CHECKING:
    from accounted.record.archive import Archive

AT_ONCE = 5_000
SHOWN = 20
_DATES = {
    "birth": "date:birth",
    "death": "date:death",
    "disappearance": "date:disappearance",
    "discovery": "date:discovery",
    "event_date": "date:act",
}
_TEXTS = ("occupation", "nationality")
_TYPES = {"maiden": "maiden", "alias": "alias"}
_PARTS = ("family", "given", "patronymic")

OnRows = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class ImportedList:
    """What became of a list.

    Attributes:
        id: of the list; `item`: the number of the file.
        rows, entered, set_aside: every row was entered or set aside.
        reasons: how many rows were set aside for which reason (the first rows of each), without any name.
        unclear: by field, how many cells could not be taken for a value; their rows are on record.
        already: the list was on record before, whole; nothing was entered now.
    """

    id: str
    item: str
    title: str
    rows: int
    entered: int
    set_aside: int
    reasons: tuple[tuple[int, str], ...] = ()
    unclear: Mapping[str, int] | None = None
    already: bool = False


def import_list(
    archive: Archive,
    path: Path,
    mapping: ColumnMapping,
    *,
    facts: IntakeFacts | None = None,
    on_progress: OnRows | None = None,
) -> ImportedList:
    """Keep a list and put its rows on record: a person each, or remains; or set aside, with the reason.

    Memory does not grow with the number of rows, as far as the format can be read in a stream.

    Raises:
        UnreadableTable: no table. InvalidMapping: the mapping does not fit it.
        DecisionRefused: the same sheet is on record by another mapping.
    """
    from accounted.record.models import PersonList

    facts = facts or IntakeFacts()
    item = _keep(archive, path, facts)
    archive.must_be_as_kept(item.sha256)
    table = read_table(archive.store.object_path(item.sha256), name=path.name, sheet=mapping.sheet)
    must_fit(mapping, table)
    mapping = replace(mapping, sheet=table.sheet)
    told = mapping.as_data()
    held = PersonList.objects.filter(item_id=item.id, sheet=table.sheet or "").first()
    title = mapping.title or facts.title or (f"{path.name}, {table.sheet}" if table.sheet else path.name)
    if held is not None and held.mapping != told:
        raise DecisionRefused(
            f"{path.name}: is on record as list {held.id} ({item.number}) by another mapping; use that one "
            "(accounted import --show-mapping), or give the corrected list as a new file"
        )
    if held is not None and held.complete:
        return _result(held.id, already=True)
    places = PlacesOfList.of(table, mapping)
    if held is None:
        table.must_be_readable()
        identifier = decided.open_list(
            archive,
            item=item.id,
            item_number=item.number,
            sheet=table.sheet or "",
            kind=mapping.kind,
            mapping=told,
            references={
                name: "+".join(c.reference for h in headings if (c := table.column(h)) is not None)
                for name, headings in mapping.columns.items()
            },
            title=title,
            publisher=mapping.publisher or facts.publisher,
            as_of=mapping.as_of,
            no_duplicates=mapping.no_duplicates,
            confidentiality=facts.confidentiality or "confidential",
        )
        done = 0
    else:
        identifier, done = held.id, held.rows
    report = on_progress or (lambda rows, of: None)
    rows = islice(plain_rows(table, mapping), done, None)
    taken = _Numbers()
    parts = _in_order(table, mapping)
    for group in _groups(rows):
        read = [_as_read(row, mapping, taken, parts) for row in group]
        named: set[str] = set()
        for one in read:
            if "failed" not in one and (told_places := places.told(one["values"])):
                one["places"] = told_places
                if chosen := places.chosen_in(one["values"]):
                    one["chosen"] = chosen
                named.update(told_places.values())
        decided.enter_list_rows(
            archive, read, of=identifier, item_number=item.number, item_sha256=item.sha256,
            places=places.described(named),
        )  # fmt: skip
        done += len(read)
        report(done, table.count)
    decided.close_list(archive, identifier, item=item.id, item_number=item.number)
    return _result(identifier)


def mapping_on_record(archive: Archive, identifier: str) -> ColumnMapping:
    """The mapping a list was read by."""
    from accounted.record.docket import NotOnRecord
    from accounted.record.models import PersonList

    archive.must_be_open()
    row = PersonList.objects.filter(pk=identifier).first()
    if row is None:
        raise NotOnRecord(f"{identifier}: there is no such list on record")
    return mapping_of(row.mapping)


@dataclass(frozen=True, slots=True)
class _Kept:
    id: str
    number: str
    sha256: str


def _keep(archive: Archive, path: Path, facts: IntakeFacts) -> _Kept:
    """Keep the bytes of a list, or find the item they are already."""
    from accounted.record.models import Item

    number = archive.reserve_numbers(1)[0]
    with path.open("rb") as file:
        head = file.read(HEAD)
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    given = {name: getattr(facts, name) for name in material.FACTS if hasattr(facts, name)}
    with archive.store.batch() as batch:
        kept = batch.keep(
            path,
            event="ingest",
            agent=archive.agent.pseudonym,
            item=number,
            detail=material.taking_in(
                archive,
                number=number,
                facts={
                    **{name: value for name, value in given.items() if value is not None},
                    "original_name": printable(path.name),
                    "original_path": printable(str(path)),
                    "media_type": sniff(head, path.name) if head else None,
                    "modified": modified,
                    "confidentiality": facts.confidentiality or "confidential",
                },
                parent=None,
            ),
        )
    archive.catch_up()
    row = Item.objects.get(sha256=kept.sha256)
    if row.state == "destroyed":
        raise DecisionRefused(
            f"{path.name}: these bytes were {row.number}, destroyed by order; they do not come back"
        )
    return _Kept(row.id, row.number, row.sha256)


class _Numbers:
    """Numbers of remains that were given before: none is given twice (rule D-38)."""

    def __init__(self) -> None:
        self._here: set[str] = set()

    def take(self, number: str) -> bool:
        from accounted.record.models import Remains

        if number in self._here or Remains.objects.filter(number=number).exists():
            return False
        self._here.add(number)
        return True


def _groups(rows: Iterable[PlainRow]) -> Iterator[list[PlainRow]]:
    waiting = iter(rows)
    while group := list(islice(waiting, AT_ONCE)):
        yield group


def _as_read(row: PlainRow, mapping: ColumnMapping, taken: _Numbers, parts: Sequence[str]) -> dict[str, Any]:
    """A row as it is kept: its values, what its cells say where that differs, and the record it becomes."""
    told: dict[str, Any] = {"n": row.number, "id": row.id[:200], "values": row.values}
    written = {name: cell for name, (_, cell) in row.cells.items() if row.values.get(name) != cell}
    if written:
        told["written"] = written
    if row.unclear:
        told["unclear"] = row.unclear
    failed = row.failed
    if failed is None and mapping.kind == "remains":
        number = row.values.get("body_number") or row.values.get("id")
        if number is None:
            failed = "a body without its number; remains are known by a number (rule D-38)"
        elif len(number) > 60:
            failed = f"a number of {len(number)} characters, more than 60"
        elif not taken.take(number):
            failed = f"number {number} was given before; a number is never used again (rule D-38)"
        told["number"] = number
    if failed is None:
        told["fields"] = _fields(row.values, mapping)
        if mapping.kind == "person":
            told["names"] = _names(row, parts)
    else:
        told["failed"] = failed
        told.pop("number", None)
    return told


def _fields(values: Mapping[str, Any], mapping: ColumnMapping) -> dict[str, Any]:
    """Columns of the record with their values."""
    found: dict[str, Any] = {}
    if "sex" in values:
        found["sex"] = values["sex"]
    if "age" in values:
        low, high = values["age"]
        found |= {name: one for name, one in (("age_min", low), ("age_max", high)) if one is not None}
    found |= {_DATES[name]: values[name] for name in _DATES if name in values}
    if mapping.kind != "person":
        return found
    outcome = values.get("outcome") or mapping.everyone
    if outcome:
        found["outcome"] = outcome
        if outcome == "missing":
            found["missing_status"] = "missing"
    if "status" in values:
        found["status"] = values["status"]
    found |= {name: values[name] for name in _TEXTS if name in values}
    return found


def _names(row: PlainRow, in_order: Sequence[str]) -> list[dict[str, Any]]:
    """The names of a person, each as written, with the parts its columns or its own letters say."""
    from accounted.names import parse_name, script_of

    cells = {name: " ".join(cell.split()) for name, (_, cell) in row.cells.items() if name in row.values}
    found = []
    parts = {name: cells[name] for name in in_order if name in cells}
    whole = cells.get("name")
    if whole is None and parts:
        whole = " ".join(parts.values())
    if whole is not None:
        one: dict[str, Any] = {"as_written": whole, "type": "as_written", "script": script_of(whole)}
        if not parts:
            with suppress(ValueError):
                parsed = parse_name(whole)
                parts = {name: part for name in _PARTS if (part := getattr(parsed, name, None))}
        found.append(one | {name: part[:200] for name, part in parts.items()})
    for name, kind in _TYPES.items():
        if name in cells:
            found.append({"as_written": cells[name], "type": kind, "script": script_of(cells[name])})
    return found


def _in_order(table: Table, mapping: ColumnMapping) -> tuple[str, ...]:
    """The parts of a name in the order of their columns, so that the whole is as the list writes it."""
    there = {
        name: column.position
        for name in _PARTS
        for heading in mapping.columns.get(name, ())[:1]
        if (column := table.column(heading)) is not None
    }
    return tuple(sorted(there, key=lambda name: there[name]))


def _result(identifier: str, *, already: bool = False) -> ImportedList:
    from django.db.models import Count, Min

    from accounted.record.models import ListRow, PersonList

    row = PersonList.objects.select_related("item").get(pk=identifier)
    failed = (
        ListRow.objects.filter(list_id=identifier, failed__isnull=False)
        .values("failed")
        .annotate(many=Count("id"), first=Min("number"))
        .order_by("-many", "first")
    )
    unclear: dict[str, int] = {}
    for told in (
        ListRow.objects.filter(list_id=identifier)
        .exclude(unclear={})
        .values_list("unclear", flat=True)
        .iterator()
    ):
        for name in told:
            unclear[name] = unclear.get(name, 0) + 1
    return ImportedList(
        row.id,
        row.item.number,
        row.title or "",
        row.rows,
        row.entered,
        row.set_aside,
        tuple((one["many"], f"{one['failed']} (first in row {one['first']})") for one in failed[:SHOWN]),
        unclear,
        already,
    )


__all__ = ["ImportedList", "InvalidMapping", "Table", "import_list", "mapping_on_record"]
