"""`accounted init`: a new, empty archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from accounted.cli.options import OperatorOption

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def init(
    directory: Annotated[Path, typer.Argument(help="Where to make it; made when it does not exist.")],
    title: Annotated[
        str | None, typer.Option(help="What it is called; the directory's name by default.")
    ] = None,
    by: OperatorOption = None,
) -> None:
    """Make a new, empty archive: a store, a custody log, a record, and a key that signs the log.

    The key is kept in your configuration directory, not in the archive. DATABASE_URL selects PostgreSQL for
    the record; without it, the record is a SQLite file in the archive.
    """
    from accounted.cli.signing import signer, unprotected_note
    from accounted.record.archive import Archive

    if directory.exists() and not directory.is_dir():
        raise typer.BadParameter(f"{directory} is a file; name a directory.")
    name = title or directory.resolve().name
    with Archive.create(directory, title=name, agent=by) as archive:
        key = signer(archive.store)
        archive.store.checkpoint(key, agent=archive.agent.pseudonym)
        typer.echo(f"Made {directory}: {name} ({archive.id}).")
        typer.echo(f"Log key: {key.key.vkey}")
        typer.echo("  Publish this line, or send it to a partner: it is how others know your signature.")
        if note := unprotected_note(key.protected):
            typer.echo(f"  {note}")
        typer.echo(f"Next: accounted add FILES --archive {directory}")
