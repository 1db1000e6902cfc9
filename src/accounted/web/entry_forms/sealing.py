"""The key under which identities are sealed: kept outside the archive and its database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounted.record.archive import Archive


def seal_key(archive: Archive) -> bytes | None:
    """The key for seals of this archive; None where none was set up."""
    return None
