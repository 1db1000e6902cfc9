"""Columns in the making: each distinct value of a field is worked on once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from accounted.linking.people import People


class Making:
    """The columns made so far of some people."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.made: dict[str, pa.Array] = {}
        self.warnings: list[str] = []

    def mapped(
        self, name: str, make: Callable[[str], tuple[Any, ...] | None], *columns: tuple[str, Any]
    ) -> None:
        """Columns from the distinct values of a field."""
        import pyarrow as pa

        encoded = self.people.columns[name].dictionary_encode()
        results = [make(value) for value in encoded.dictionary.to_pylist()]
        for place, (column, kind) in enumerate(columns):
            values = pa.array([None if one is None else one[place] for one in results], kind)
            self.made[column] = values.take(encoded.indices)

    def counts(self, name: str) -> dict[str, int]:
        """How often each value of a field stands."""
        import pyarrow.compute as pc

        counted = pc.value_counts(self.people.columns[name].drop_null())
        return {one["values"]: one["counts"] for one in counted.to_pylist()}
