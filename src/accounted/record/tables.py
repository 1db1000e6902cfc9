"""Making and changing the tables of a version at once.

Django writes an initial migration with circular references as a model, then fields, then constraints one by
one; on SQLite each of the latter copies its table, and six hundred copies take a minute. Here the same
operations only describe the state, and every table is then made once, in its final shape. Later migrations
are put together in the same way, because describing the state anew for each step takes longer than the step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation


class CreateTables(Operation):
    """Several operations that together make new tables, carried out as one `CREATE TABLE` each."""

    reversible = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """As Django asks."""
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state after all of them."""
        # A state that has been rendered renders itself again for each operation; this one renders once,
        # when asked.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make every table in its final shape."""
        for model in self._new(app_label, from_state, to_state):
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop every table."""
        for model in reversed(self._new(app_label, to_state, from_state)):
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def describe(self) -> str:
        """As Django shows it."""
        return "Make the tables of the record"

    @staticmethod
    def _new(app_label: str, before: Any, after: Any) -> list[Any]:
        names = [name for app, name in after.models if app == app_label and (app, name) not in before.models]
        return [after.apps.get_model(app_label, name) for name in names]


class ChangeTables(CreateTables):
    """Several operations that together change tables, and may make new ones: one description for all."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make the new tables, then change the old ones step by step."""
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        new = {model._meta.model_name for model in self._new(app_label, from_state, to_state)}
        for operation in self.operations:
            named = getattr(operation, "model_name", None) or getattr(operation, "name", None)
            if str(named).lower() not in new:
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Refuse: an older version makes its database anew from the log."""
        raise NotImplementedError("the record is not taken back; an older version makes it from the log")

    def describe(self) -> str:
        """As Django shows it."""
        return "Change the tables of the record"
