"""What the reader asks of a gazetteer. `Gazetteer` answers it; a test may answer it with a few places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from accounted.places.place import Match, Mention, Place, Resolution


class Places(Protocol):
    """The questions of the reader."""

    def mentions_in(self, text: str) -> list[Mention]:
        """See `Gazetteer.mentions_in`."""
        ...

    def resolve(self, mentions: Sequence[str | Mention]) -> Mapping[str, Resolution]:
        """See `Gazetteer.resolve`."""
        ...

    def find(self, name: str, *, fuzzy: bool = True, limit: int = 10) -> list[Match]:
        """See `Gazetteer.find`."""
        ...

    def contains(self, outer: Place, inner: Place) -> bool:
        """See `Gazetteer.contains`."""
        ...
