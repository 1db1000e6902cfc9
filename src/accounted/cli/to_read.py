"""A file that is to be read without keeping it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounted.sources import Hints


@dataclass(frozen=True)
class ToRead:
    """One file to read and what is known of it from outside."""

    path: Path
    published: str | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None

    def hints(self) -> Hints:
        """What is known, as the readers of files take it."""
        from accounted.sources import Hints

        return Hints(published=self.published, publisher=self.publisher, language=self.language, url=self.url)
