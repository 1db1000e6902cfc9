"""`accounted read --journal`: many files, read by several processes, going on where an earlier run ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from accounted.cli import show
from accounted.cli.to_read import ToRead

if TYPE_CHECKING:
    from accounted.claims import Document
    from accounted.sources import Extractor

_extractor: Extractor | None = None  # of this process: it starts a confined reader once


def load(one: ToRead) -> Document:
    """The document of a file, in the process that reads it.

    Raises:
        ValueError: the file cannot be read, or has no text of its own; the message says what to do.
    """
    global _extractor
    from accounted.cli.settings import parser_limits
    from accounted.sources import Extractor, RefusedFile

    if _extractor is None:
        _extractor = Extractor(limits=parser_limits())
    try:
        document = _extractor.extract(one.path, hints=one.hints()).document
    except RefusedFile as refusal:
        raise ValueError(f"{refusal.what}; {refusal.advice}") from None
    if document is None:
        raise ValueError("holds other files and no text of its own; unpack it first.")
    return document


def read_into(journal: Path, wanted: Sequence[ToRead], *, workers: int) -> int:
    """Read files, and those in folders, into a journal; say how it ended. Returns how many were not read."""
    from accounted.cli.place_names import load_gazetteer
    from accounted.reading.many import ForeignJournal, JournalInUse, read_many

    load_gazetteer()  # so that an index that has to be compiled is compiled once
    files = sum(1 for _ in _files(wanted, journal, quiet=True))
    try:
        with show.progress("reading", files) as done:

            def on_done(key: str, trouble: str | None) -> None:
                done(key)
                if trouble is not None:
                    typer.echo(f"accounted: {show.printable(key)}: {show.printable(trouble)}", err=True)

            outcome = read_many(
                ((str(one.path), one) for one in _files(wanted, journal)),
                journal,
                load=load,
                workers=workers,
                on_done=on_done,
            )
    except (ForeignJournal, JournalInUse) as error:
        raise typer.BadParameter(f"{error}.", param_hint="--journal") from None
    typer.echo(
        f"{outcome.read} documents read into {show.printable(journal)}, {outcome.held} held already, "
        f"{outcome.failed} not read."
    )
    return outcome.failed


def _files(wanted: Sequence[ToRead], journal: Path, *, quiet: bool = False) -> Iterator[ToRead]:
    """Every file wanted, those below folders in a fixed order; of what is passed over one is told."""
    from accounted.record.walk import walk

    own = journal.resolve()
    for one in wanted:
        for met in walk([one.path], archive=own):
            if met.why_not is None:
                if met.path.resolve() != own:
                    yield replace(one, path=met.path)
            elif not met.junk and not quiet:
                typer.echo(f"accounted: {show.printable(met.why_not)}", err=True)
