"""Writing many rows of one table quickly.

Django's `bulk_create` makes an object of every row and an expression of every value, which for a table as
wide as that of claims costs more than the database does. The rows of a decision are plain columns, so a plain
INSERT for each, sent together, does the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db import connections, models

from accounted.record.database import alias_in_use

# Fields whose values a driver takes as they are.
AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.FloatField,
    models.BooleanField,
)

_encode = json.JSONEncoder().encode
_EMPTY: dict[type, str] = {dict: "{}", list: "[]", str: '""'}


class _Column(NamedTuple):
    """One column: its name, what stands in it by default, how values are prepared for the driver."""

    name: str
    default: Callable[[], Any] | Any
    prepare: Callable[[Any, Any], Any] | None


def insert(model: type, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new rows of one model, given by their columns, into the database in use.

    Raises:
        TypeError: a row names a column the table does not have.
    """
    connection = connections[alias_in_use()]
    named: set[str] = set()
    for row in rows:
        named.update(row)
    there = _columns(model)
    if unknown := named - {column.name for column in there}:
        raise TypeError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
    # A row of a list fills few of the sixty columns of a person: columns that no row names and that are empty
    # by default are left to the database. What stands in the others by default is the same in every row, and
    # so is the time of a decision: each is prepared once.
    columns, usual = _told(there, named, connection)
    place = {column.name: number for number, column in enumerate(columns)}
    times: dict[datetime, Any] = {}
    values = []
    for row in rows:
        told = usual.copy()
        for name, value in row.items():
            number = place[name]
            prepare = columns[number].prepare
            if prepare is None or value is None:
                told[number] = value
            elif isinstance(value, datetime):
                if value not in times:
                    times[value] = prepare(value, connection)
                told[number] = times[value]
            else:
                told[number] = prepare(value, connection)
        values.append(told)
    with connection.cursor() as cursor:
        cursor.executemany(_statement(model, connection.vendor, tuple(place)), values)


def _told(
    columns: Iterable[_Column], named: Collection[str], connection: Any
) -> tuple[list[_Column], list[Any]]:
    """The columns that are written, and what stands in each by default, as the driver takes it."""
    written, usual = [], []
    for column in columns:
        value = column.default() if callable(column.default) else column.default
        if value is not None or column.name in named:
            written.append(column)
            prepare = column.prepare
            usual.append(value if prepare is None or value is None else prepare(value, connection))
    return written, usual


@cache
def _columns(model: Any) -> tuple[_Column, ...]:
    return tuple(
        _Column(
            field.attname,
            field.default if field.has_default() else None,
            None if _taken_as_it_is(field) else _preparation(field),
        )
        for field in _fields(model)
    )


def _preparation(field: Any) -> Callable[[Any, Any], Any]:
    """How values of a field are prepared for the driver."""
    prepare: Callable[[Any, Any], Any] = field.get_db_prep_save
    if type(field) is not models.JSONField or field.encoder is not None:
        return prepare

    def as_json(value: Any, connection: Any) -> Any:
        # What Django hands to SQLite, without the way there: most cells of a list are plain text.
        if connection.vendor == "sqlite" and isinstance(value, (str, dict, list, int)):
            return _encode(value) if value else _EMPTY.get(type(value)) or _encode(value)
        return prepare(value, connection)

    return as_json


@lru_cache(maxsize=256)
def _statement(model: Any, vendor: str, attributes: tuple[str, ...]) -> str:
    quote = connections[alias_in_use()].ops.quote_name
    chosen = set(attributes)
    names = [field.column for field in _fields(model) if field.attname in chosen]
    places = ", ".join(["%s"] * len(names))
    return f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, names))}) VALUES ({places})"  # noqa: S608


def _fields(model: Any) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


def _taken_as_it_is(field: Any) -> bool:
    if isinstance(field, models.ForeignKey):
        return _taken_as_it_is(field.target_field)
    return isinstance(field, AS_THEY_ARE)
