"""`accounted rebuild`: the record made anew from the log and the kept bytes."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from accounted.cli.options import HERE, ArchiveOption

if TYPE_CHECKING:
    from accounted.record.archive import Archive

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def rebuild(archive: ArchiveOption = HERE) -> None:
    """Make the record anew from the log and the kept bytes.

    For a lost or damaged database: everything that was ever decided is in the log and is put back from there.
    A database that cannot be opened at all is moved aside, never deleted.
    """
    with _open(archive) as opened:
        typer.echo(f"Made the record anew from {opened.rebuild()} log entries.")


def _open(path: Path) -> Archive:
    from accounted.record.archive import DATABASE, Archive
    from accounted.record.database import DatabaseUnusable

    try:
        return Archive.open(path)
    except DatabaseUnusable:
        damaged = path / DATABASE
        if "DATABASE_URL" in os.environ or not damaged.exists():
            raise
        aside = f"{DATABASE}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        for suffix in ("", "-wal", "-shm"):
            part = path / (DATABASE + suffix)
            if part.exists():
                part.rename(path / (aside + suffix))
        typer.echo(f"The database could not be opened; it was moved aside as {path / aside}.", err=True)
        return Archive.open(path)
