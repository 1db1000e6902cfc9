"""People as JSON: FollowTheMoney entities, or objects of plain properties; one on a line, or one array.

Of FollowTheMoney, entities of the schemata Person and LegalEntity are people; others are passed over and
counted. A property with several values gives them with "; " between.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from accounted.linking.tables.table import Column, Row, Table, UnreadableTable

PEOPLE = frozenset({"Person", "LegalEntity"})
_LOOKED_AT = 2_000
_LARGEST_ARRAY = 256 << 20
_LONGEST_LINE = 4 << 20


def entities(path: Path, name: str) -> Table:
    """The people of a JSON file as a table.

    The columns are the properties of the first 2,000; a property that only occurs later is no column.

    Raises:
        UnreadableTable: not JSON, no objects in it, nobody among them, or one array too large to hold.
    """

    def objects() -> Iterator[tuple[int, dict[str, Any]]]:
        return _objects(path, name)

    first = list(islice(objects(), _LOOKED_AT))
    if not first:
        raise UnreadableTable(f"{name}: holds no objects; give one person a line, or one array of them")
    ftm = any(isinstance(one.get("properties"), dict) and "schema" in one for _, one in first)
    names: dict[str, None] = {}
    others = 0
    for _, one in first:
        told = _told(one, ftm)
        if told is None:
            others += 1
        else:
            names |= dict.fromkeys(told)
    if not names:
        raise UnreadableTable(f"{name}: none of its first entities is a person (schema Person)")

    def rows() -> Iterator[Row]:
        for number, one in objects():
            told = _told(one, ftm)
            if told is not None:
                yield Row(number, tuple(told.get(heading, "") for heading in names))

    columns = tuple(Column(place, heading, heading) for place, heading in enumerate(names))
    remarks = (f"{others} of the first {len(first)} entities are no persons",) if others else ()
    return Table(name, "entities" if ftm else "json", columns, rows, remarks=remarks)


def _told(one: dict[str, Any], ftm: bool) -> dict[str, str] | None:
    if not ftm:
        return {str(key): _shown(value) for key, value in one.items()}
    if one.get("schema") not in PEOPLE:
        return None
    properties = one.get("properties") or {}
    told = {"id": _shown(one.get("id"))}
    told |= {str(key): _shown(value) for key, value in properties.items()}
    return told


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, (_shown(one) for one in value)))
    if isinstance(value, dict):
        return _shown(value.get("caption") or value.get("id") or json.dumps(value, ensure_ascii=False))
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def _objects(path: Path, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        start = file.read(64).lstrip()
        file.seek(0)
        if not start.startswith("["):
            whole = True
            for number, line in enumerate(file, start=1):
                if len(line) > _LONGEST_LINE:
                    raise UnreadableTable(f"{name}, line {number}: longer than {_LONGEST_LINE:,} characters")
                if not line.strip():
                    continue
                try:
                    one = json.loads(line)
                except ValueError as error:
                    if number == 1 and line.strip() == "{":
                        whole = False
                        break
                    raise UnreadableTable(f"{name}, line {number}: no JSON ({error})") from error
                if isinstance(one, dict) and isinstance(one.get("entities"), list):
                    yield from _numbered(one["entities"], name)
                elif isinstance(one, dict):
                    yield number, one
                else:
                    raise UnreadableTable(f"{name}, line {number}: no object; give one person a line")
            if whole:
                return
    if path.stat().st_size > _LARGEST_ARRAY:
        raise UnreadableTable(
            f"{name}: one array of {path.stat().st_size >> 20:,} MiB; write one object a line instead"
        )
    try:
        everything = json.loads(path.read_text(encoding="utf-8-sig", errors="replace"))
    except ValueError as error:
        raise UnreadableTable(f"{name}: no JSON ({error})") from error
    if isinstance(everything, dict):
        lists = [value for value in everything.values() if isinstance(value, list)]
        everything = lists[0] if lists else [everything]
    yield from _numbered(everything, name)


def _numbered(objects: list[Any], name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, one in enumerate(objects, start=1):
        if not isinstance(one, dict):
            raise UnreadableTable(f"{name}, entry {number}: no object; give one object a person")
        yield number, one
