"""`accounted rebuild`: the record made anew from the log and the kept bytes."""

from __future__ import annotations

import typer

from accounted.cli.options import HERE, ArchiveOption

app = typer.Typer(rich_markup_mode=None)


@app.command()
def rebuild(archive: ArchiveOption = HERE) -> None:
    """Make the record anew from the log and the kept bytes.

    For a lost or damaged database: everything that was ever decided is in the log and is put back from there.
    """
    from accounted.record.archive import Archive

    with Archive.open(archive) as opened:
        typer.echo(f"Made the record anew from {opened.rebuild()} log entries.")
