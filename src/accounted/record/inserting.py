"""Writing many rows of one table quickly.

Django's `bulk_create` makes an object of every row and an expression of every value, which for a table as
wide as that of claims costs more than the database does. The rows of a decision are plain columns, so a plain
INSERT for each, sent together, does the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
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

_as_json = json.JSONEncoder().encode


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
    columns = _columns(model)
    names = frozenset(column.name for column in columns)
    # What stands in a column by default is the same in every row, and so is the time of a decision: each is
    # prepared once. A row of a list fills few of the sixty columns of a person.
    usual = [
        value if prepare is None or value is None else prepare(value, connection)
        for _, default, prepare in columns
        for value in (default() if callable(default) else default,)
    ]
    place = {column.name: number for number, column in enumerate(columns)}
    times: dict[datetime, Any] = {}
    values = []
    for row in rows:
        if not names.issuperset(row):
            raise TypeError(f"{model.__name__} has no column {', '.join(sorted(row.keys() - names))}")
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
        cursor.executemany(_statement(model, connection.vendor), values)


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
            return _as_json(value)
        return prepare(value, connection)

    return as_json


@cache
def _statement(model: Any, vendor: str) -> str:
    quote = connections[alias_in_use()].ops.quote_name
    names = [field.column for field in _fields(model)]
    places = ", ".join(["%s"] * len(names))
    return f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, names))}) VALUES ({places})"  # noqa: S608


def _fields(model: Any) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


def _taken_as_it_is(field: Any) -> bool:
    if isinstance(field, models.ForeignKey):
        return _taken_as_it_is(field.target_field)
    return isinstance(field, AS_THEY_ARE)
