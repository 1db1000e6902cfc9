"""`accounted reread`: read documents on record again, with the reader of today."""

from __future__ import annotations

from typing import Annotated

import typer

from accounted.cli import show
from accounted.cli.application import FAILED
from accounted.cli.model_options import (
    RULES,
    EndpointOption,
    KeyFileOption,
    ModelOption,
    PieceOption,
    ReaderOption,
    RemoteOption,
    TimeoutOption,
    second_reader,
)
from accounted.cli.options import HERE, ArchiveOption, JsonOption, OperatorOption

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def reread(
    archive: ArchiveOption = HERE,
    every: Annotated[
        bool, typer.Option("--all", help="All documents, not only those without a reading.")
    ] = False,
    reader: ReaderOption = RULES,
    endpoint: EndpointOption = None,
    model: ModelOption = None,
    allow_remote: RemoteOption = False,
    api_key_file: KeyFileOption = None,
    piece_size: PieceOption = None,
    timeout: TimeoutOption = None,
    by: OperatorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read documents on record again: those that no reader has read, or all.

    Earlier readings, their claims and the decisions about them stay on record; the newest is the current one.
    What a language model reads (--reader llm or both) is kept beside it as a second reading: its claims are
    listed by accounted claims --reader both, and count only once a person accepted them.
    """
    from accounted.cli.checkpoint import sign
    from accounted.cli.place_names import load_gazetteer
    from accounted.record.archive import Archive
    from accounted.record.reading_again import read_again

    second = second_reader(
        reader, endpoint=endpoint, model=model, allow_remote=allow_remote, key_file=api_key_file,
        piece_size=piece_size, timeout=timeout,
    )  # fmt: skip
    load_gazetteer()
    with Archive.open(archive, agent=by) as opened:
        size = opened.store.size
        with show.progress("reading") as done:
            found = read_again(opened, every=every, rules=reader != "llm", second=second, on_progress=done)
        if opened.store.size > size:
            sign(opened)
    if as_json:
        show.as_json(
            {
                "read": found.read,
                "changed": found.changed,
                "claims": found.claims,
                "failed": dict(found.failed),
                "not_sent": found.apart,
            }
        )
    else:
        for item, why in found.failed:
            typer.echo(f"accounted: {item}: {show.printable(why)}", err=True)
        for item in found.apart:
            typer.echo(f"  {item}: confidential, and not sent to another machine")
        typer.echo(f"{found.read} documents read, {found.changed} with a new reading, {found.claims} claims.")
    raise typer.Exit(FAILED if found.failed else 0)
