"""What is compared, made once for each distinct value: forms, skeletons, days, years, sexes.

`made(people)` gives one row a record. A column stands in it only if some list says it. Columns are those of
`COLUMNS`; those of several (`residence_1`) are numbered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from accounted.linking.comparisons import numbers, places
from accounted.linking.date_columns import date_columns
from accounted.linking.forms import text_form, words
from accounted.linking.making import Making
from accounted.linking.name_columns import name_columns
from accounted.linking.people import CannotLink, People

if TYPE_CHECKING:
    import pyarrow as pa

    from accounted.places import Gazetteer

_PLACES = ("place", "last_seen_place", "found_place")
_ON_THE_MAP = ("place", "birth_place")
_TEXTS = ("birth_place", "region", "occupation", "nationality")
_EQUAL_OR_NOT = ("_key", "_row")


@dataclass(frozen=True, slots=True)
class Columns:
    """The table that is compared, the names of its columns, and what was noticed in making it."""

    table: pa.Table
    warnings: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names of the columns."""
        return frozenset(self.table.column_names)


def made(people: People, gazetteer: Gazetteer | None = None) -> Columns:
    """The columns of all records; with a gazetteer places are also compared on the map.

    Raises:
        CannotLink: no list says anything that can be compared.
    """
    import numpy as np
    import pyarrow as pa

    making = Making(_with_what_numbers_say(people))
    has = making.people.columns.keys()
    name_columns(making, has)
    date_columns(making, has)
    _sex(making, has)
    _places(making, has, gazetteer)
    _numbers(making, has)
    columns = {
        name: _numbered(column) if name.endswith(_EQUAL_OR_NOT) else column
        for name, column in making.made.items()
        if column.null_count < len(column)
    }
    if not columns:
        raise CannotLink("no list says a name, a date, a place or a number that could be compared")
    table = pa.table({
        "rec": pa.array(np.arange(len(people), dtype=np.int64)),
        "list": pa.array(np.asarray(people.list_of, dtype=np.int16)),
        **columns,
    })  # fmt: skip
    return Columns(table, tuple(making.warnings))


def _numbered(column: pa.Array) -> pa.Array:
    """Values as numbers, where only their equality matters: engines join by numbers much faster."""
    encoded = column.dictionary_encode()
    return encoded.indices


def _with_what_numbers_say(people: People) -> People:
    """The day of birth and the sex that identity numbers tell, for records that do not say them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = dict(people.columns)
    for name in [name for name in found if name.startswith("id_number")]:
        making = Making(people)
        scheme = numbers.scheme_of(making.counts(name))
        if scheme not in numbers.TELLING:
            continue
        making.mapped(
            name, partial(_said, scheme=scheme), ("birth", pa.string()), ("sex", pa.string())
        )  # fmt: skip
        for field, told in making.made.items():
            if told.null_count < len(told):
                found[field] = pc.coalesce(found[field], told) if field in found else told
    return replace(people, columns=found)


def _said(value: str, scheme: str) -> tuple[str, str] | None:
    kept = numbers.signs(value)
    return numbers.said(kept, scheme) if kept else None


def _sex(making: Making, has: Any) -> None:
    import pyarrow as pa

    from accounted.linking.tables.values import SEXES, Unclear, code_of

    def told(value: str) -> tuple[str] | None:
        try:
            return (code_of(value, SEXES),)
        except Unclear:
            return None

    if "sex" in has:
        making.mapped("sex", told, ("sex", pa.string()))


def _places(making: Making, has: Any, gazetteer: Gazetteer | None) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pa.string()
    there = [name for name in _PLACES if name in has]
    for name in there:
        making.mapped(name, _place, (name, text), (f"{name}_key", text))
    if there:
        for end in ("", "_key"):
            making.made[f"place{end}"] = pc.coalesce(*[making.made[name + end] for name in there])
            for name in there:
                if name != "place":
                    making.made.pop(name + end)
    if gazetteer is not None:
        for column in _ON_THE_MAP:
            fields = there if column == "place" else [name for name in has if name == column]
            _on_the_map(making, column, fields, gazetteer)
    for name in (*_TEXTS, *(one for one in has if one.startswith("residence"))):
        if name in has:
            making.mapped(name, _place, (name, text), (f"{name}_key", text))


def _on_the_map(making: Making, column: str, fields: list[str], gazetteer: Gazetteer) -> None:
    """Which place of the gazetteer each field of a column means, where most of them are known there."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kinds = {"at": pa.string(), "in": pa.string(), "lat": pa.float64(), "lon": pa.float64()}
    found: list[str] = []
    for name in fields:
        known = places.located(making.counts(name), gazetteer)
        if known:
            making.mapped(
                name,
                partial(_located, known=known),
                *((f"{name}_{end}", kind) for end, kind in kinds.items()),
            )
            found.append(name)
    for end in kinds if found else ():
        parts = [making.made.pop(f"{name}_{end}") for name in found]
        making.made[f"{column}_{end}"] = pc.coalesce(*parts)


def _located(value: str, known: Mapping[str, places.Located]) -> tuple[Any, ...] | None:
    one = known.get(value)
    return None if one is None else (one.id, one.within, one.lat, one.lon)


def _place(value: str) -> tuple[str, str] | None:
    form = text_form(value)
    if not form:
        return None
    found = words(value)
    return form, " ".join(word.skeleton for word in found) or form


def _numbers(making: Making, has: Any) -> None:
    import pyarrow as pa

    for name in has:
        if name == "postcode" or name.startswith(("id_number", "body_number")):
            making.mapped(name, _number, (name, pa.string()))
        if name.startswith("id_number") and (scheme := numbers.scheme_of(making.counts(name))):
            making.mapped(name, partial(_right, scheme=scheme), (f"{name}_right", pa.int8()))


def _number(value: str) -> tuple[str] | None:
    kept = numbers.signs(value)
    return (kept,) if kept else None


def _right(value: str, scheme: str) -> tuple[int] | None:
    kept = numbers.signs(value)
    return (int(numbers.right(kept, scheme)),) if kept else None
