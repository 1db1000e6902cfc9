"""The key under which identities are sealed: kept outside the archive and its database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounted.record.docket import DecisionRefused

if TYPE_CHECKING:
    from accounted.record.archive import Archive


def seal_key(archive: Archive) -> bytes | None:
    """The key for seals of this archive; None where this machine has none."""
    from accounted.web.access.sealed import key_of

    try:
        return key_of(archive)
    except DecisionRefused:
        return None
