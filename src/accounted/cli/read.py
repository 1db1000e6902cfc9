"""`accounted read`: the same reading as `add`, keeping nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accounted.cli import show
from accounted.cli.application import FAILED
from accounted.cli.claim_words import claim_row
from accounted.cli.manifests import rows
from accounted.cli.options import JsonOption, edtf

if TYPE_CHECKING:
    from accounted.claims import Reading

app = typer.Typer(rich_markup_mode=None, add_completion=False)

MANIFEST_COLUMNS = ("path", "published", "publisher", "language", "url")


@dataclass(frozen=True)
class ToRead:
    """One file to read and what is known of it from outside."""

    path: Path
    published: str | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None


@app.command()
def read(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files to read.")] = None,
    manifest: Annotated[
        Path | None, typer.Option(help=f"A CSV of files to read, with columns {', '.join(MANIFEST_COLUMNS)}.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="When it was published: 2022-10-06, 2022-10~, unknown …")
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    language: Annotated[
        str | None, typer.Option(help="Its language: en, uk, ru …; found when not given.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read files and show their claims, keeping nothing.

    With --json one object per document is printed, one a line (docs: reference/json).
    """
    wanted = [ToRead(path, edtf(published, "--published"), publisher, language) for path in paths or []]
    if manifest is not None:
        wanted += list(_from_manifest(manifest))
    if not wanted:
        raise typer.BadParameter("name at least one file, or a --manifest.")

    from accounted.cli.place_names import load_gazetteer
    from accounted.reading import read as read_document
    from accounted.reading import to_contract
    from accounted.sources import Extractor, Hints, RefusedFile

    gazetteer = load_gazetteer()
    failed = 0
    with Extractor() as extractor, show.progress("reading", len(wanted)) as done:
        for one in wanted:
            hints = Hints(
                published=one.published, publisher=one.publisher, language=one.language, url=one.url
            )
            try:
                extraction = extractor.extract(one.path, hints=hints)
            except RefusedFile as refusal:
                failed += 1
                typer.echo(f"accounted: {one.path}: {refusal.what}; {refusal.advice}", err=True)
                continue
            finally:
                done(one.path.name)
            if extraction.document is None:
                failed += 1
                typer.echo(
                    f"accounted: {one.path}: holds other files and no text of its own; unpack it first.",
                    err=True,
                )
                continue
            reading = read_document(extraction.document, gazetteer=gazetteer)
            if as_json:
                typer.echo(json.dumps(to_contract(reading, str(one.path)), ensure_ascii=False))
            else:
                _print(one.path, reading)
    raise typer.Exit(FAILED if failed else 0)


def _print(path: Path, reading: Reading) -> None:
    typer.echo(f"{show.printable(path)}: {reading.document.language or 'language not determined'}")
    show.table(
        ("says", "what", "how many", "of whom", "exact words", "at", "place"),
        [claim_row(claim) for claim in reading.claims],
        note="" if reading.claims else "No claims were read.",
    )
    for warning in reading.warnings:
        typer.echo(f"  {warning.rule}: {show.printable(warning.message)}")


def _from_manifest(manifest: Path) -> Iterator[ToRead]:
    for row in rows(manifest, frozenset(MANIFEST_COLUMNS[1:])):
        yield ToRead(row.path, **row.facts)
