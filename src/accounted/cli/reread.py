"""`accounted reread`: read documents on record again, with the reader of today."""

from __future__ import annotations

from typing import Annotated

import typer

from accounted.cli import show
from accounted.cli.application import FAILED
from accounted.cli.options import HERE, ArchiveOption, JsonOption, OperatorOption

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def reread(
    archive: ArchiveOption = HERE,
    every: Annotated[
        bool, typer.Option("--all", help="All documents, not only those without a reading.")
    ] = False,
    by: OperatorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read documents on record again: those that no reader has read, or all.

    Earlier readings, their claims and the decisions about them stay on record; the newest is the current one.
    """
    from accounted.cli.checkpoint import sign
    from accounted.cli.place_names import load_gazetteer
    from accounted.record.archive import Archive
    from accounted.record.reading_again import read_again

    load_gazetteer()
    with Archive.open(archive, agent=by) as opened:
        with show.progress("reading") as done:
            found = read_again(opened, every=every, on_progress=done)
        if found.changed:
            sign(opened)
    if as_json:
        show.as_json(
            {
                "read": found.read,
                "changed": found.changed,
                "claims": found.claims,
                "failed": dict(found.failed),
            }
        )
    else:
        for item, why in found.failed:
            typer.echo(f"accounted: {item}: {show.printable(why)}", err=True)
        typer.echo(f"{found.read} documents read, {found.changed} with a new reading, {found.claims} claims.")
    raise typer.Exit(FAILED if found.failed else 0)
