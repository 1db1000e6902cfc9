"""Writing many rows of one table quickly.

Django's `bulk_create` prepares every value of every row as an expression of its own, which for a table as
wide as that of claims costs more than the database does. The rows of a decision have all their values, so a
plain INSERT for each, sent together, does the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

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

Prepare = Callable[[Any, Any], Any]


def insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Write new rows of one model, with all their columns, into the database in use."""
    connection = connections[alias_in_use()]
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = [field.attname for field in fields]
    prepared = [(n, field) for n, field in enumerate(fields) if not _taken_as_it_is(field)]
    values = []
    for row in rows:
        told = [getattr(row, name) for name in names]
        for n, field in prepared:
            told[n] = field.get_db_prep_save(told[n], connection)
        values.append(told)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})", values)  # noqa: S608


def _taken_as_it_is(field: models.Field[Any, Any]) -> bool:
    if isinstance(field, models.ForeignKey):
        return _taken_as_it_is(field.target_field)
    return isinstance(field, AS_THEY_ARE)
