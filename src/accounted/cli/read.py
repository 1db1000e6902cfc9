"""`accounted read`: the same reading as `add`, keeping nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accounted.cli import show
from accounted.cli.application import FAILED
from accounted.cli.claim_words import claim_row, side_by_side
from accounted.cli.journal import read_into
from accounted.cli.manifests import rows
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
from accounted.cli.options import JsonOption, LimitOption, chosen_limits, edtf
from accounted.cli.to_read import ToRead

if TYPE_CHECKING:
    from accounted.claims import Reading

app = typer.Typer(rich_markup_mode=None, add_completion=False)

MANIFEST_COLUMNS = ("path", "published", "publisher", "language", "url")


@app.command()
def read(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files to read; with --journal also folders.")
    ] = None,
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
    reader: ReaderOption = RULES,
    endpoint: EndpointOption = None,
    model: ModelOption = None,
    allow_remote: RemoteOption = False,
    api_key_file: KeyFileOption = None,
    piece_size: PieceOption = None,
    timeout: TimeoutOption = None,
    limit: LimitOption = None,
    journal: Annotated[
        Path | None,
        typer.Option(help="Append the readings to this file, a line each; go on where an earlier run ended."),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="With --journal: processes that read.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Read files and show their claims, keeping nothing.

    With --json one object per document is printed, one a line (docs: reference/json). --reader llm asks a
    language model that you run (docs: how-to/second-reader); what does not stand in the text is dropped.
    --reader both shows where the rules and the model agree. --journal is for many files: nothing is printed,
    and a run that was ended goes on when it is started again.
    """
    second = second_reader(
        reader, endpoint=endpoint, model=model, allow_remote=allow_remote, key_file=api_key_file,
        piece_size=piece_size, timeout=timeout,
    )  # fmt: skip
    wanted = [ToRead(path, edtf(published, "--published"), publisher, language) for path in paths or []]
    if manifest is not None:
        wanted += list(_from_manifest(manifest))
    limits = chosen_limits(limit)
    if not wanted:
        raise typer.BadParameter("name at least one file, or a --manifest.")
    if journal is not None:
        if second is not None:
            raise typer.BadParameter("only the rules read into a journal.", param_hint="--reader")
        if limit:
            raise typer.BadParameter("for a journal, write limits into config.toml.", param_hint="--limit")
        raise typer.Exit(FAILED if read_into(journal, wanted, workers=workers) else 0)
    if workers > 1:
        raise typer.BadParameter("several processes read into a --journal; name one.", param_hint="--workers")

    from accounted.cli.place_names import load_gazetteer
    from accounted.reading import read as read_document
    from accounted.reading.model import NothingRead
    from accounted.sources import Extractor, RefusedFile

    gazetteer = load_gazetteer()
    failed = 0
    with Extractor(limits=limits) as extractor, show.progress("reading", len(wanted)) as done:
        for one in wanted:
            try:
                extraction = extractor.extract(one.path, hints=one.hints())
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
            of_rules = of_model = None
            if reader != "llm":
                of_rules = read_document(extraction.document, gazetteer=gazetteer)
            if second is not None:
                try:
                    of_model = second.read(extraction.document, gazetteer)
                except NothingRead as trouble:
                    failed += 1
                    typer.echo(f"accounted: {show.printable(one.path)}: {trouble}", err=True)
            if as_json:
                _print_json(one.path, of_rules, of_model)
            else:
                _print(one.path, of_rules, of_model)
    raise typer.Exit(FAILED if failed else 0)


def _print_json(path: Path, of_rules: Reading | None, of_model: Reading | None) -> None:
    """One line: the reading; of both, the model's beside it and how they agree."""
    from accounted.reading import to_contract
    from accounted.reading.model import compare

    first = of_rules or of_model
    if first is None:
        return
    told = to_contract(first, str(path))
    if of_rules is not None and of_model is not None:
        agreement = compare(of_rules.claims, of_model.claims)
        standing = agreement.standing()
        beside = to_contract(of_model)
        for claim in (*told["claims"], *beside["claims"]):
            claim["agreement"] = standing[claim["id"]]
        told["second"] = {key: beside[key] for key in ("reader", "warnings", "claims")}
        told["agreement"] = asdict(agreement)
    typer.echo(json.dumps(told, ensure_ascii=False))


def _print(path: Path, of_rules: Reading | None, of_model: Reading | None) -> None:
    first = of_rules or of_model
    if first is None:
        return
    typer.echo(f"{show.printable(path)}: {first.document.language or 'language not determined'}")
    columns = ("says", "what", "how many", "of whom", "exact words", "at", "place")
    if of_rules is not None and of_model is not None:
        rows = side_by_side(of_rules.claims, of_model.claims)
        columns = ("read by", *columns)
    else:
        rows = [claim_row(claim) for claim in first.claims]
    show.table(columns, rows, note="" if rows else "No claims were read.")
    for reading in (of_rules, of_model):
        for warning in reading.warnings if reading is not None else ():
            typer.echo(f"  {warning.rule}: {show.printable(warning.message)}")


def _from_manifest(manifest: Path) -> Iterator[ToRead]:
    for row in rows(manifest, frozenset(MANIFEST_COLUMNS[1:])):
        yield ToRead(row.path, **row.facts)
