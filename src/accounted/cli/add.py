"""`accounted add`: preserve files, read what they claim, and put it on record."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accounted.cli import show
from accounted.cli.application import FAILED
from accounted.cli.options import HERE, ArchiveOption, JsonOption, OperatorOption, edtf

if TYPE_CHECKING:
    from accounted.evidence import Store
    from accounted.evidence.note import Signer
    from accounted.record.intake import IntakeFacts, IntakeResult, Progress

app = typer.Typer(rich_markup_mode=None)


@app.command()
def add(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files and directories.")] = None,
    archive: ArchiveOption = HERE,
    manifest: Annotated[
        Path | None,
        typer.Option(help="A CSV with a column path and, for each file, any of the facts below as columns."),
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    published: Annotated[str | None, typer.Option(help="When: 2022-10-06, 2022-10~, unknown …")] = None,
    language: Annotated[str | None, typer.Option(help="Its language; found when not given.")] = None,
    document_type: Annotated[
        str | None,
        typer.Option("--type", help="Its kind: news_article, official_statement, witness_statement …"),
    ] = None,
    confidentiality: Annotated[
        str | None, typer.Option(help="public, internal, confidential or ex_parte.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Where it was published.")] = None,
    obtained_by: Annotated[str | None, typer.Option(help="Who got it.")] = None,
    obtained_from: Annotated[str | None, typer.Option(help="From whom.")] = None,
    obtained_on: Annotated[str | None, typer.Option(help="When it was obtained.")] = None,
    obtained_how: Annotated[
        str | None, typer.Option(help="How: downloaded, handed over, photographed …")
    ] = None,
    note: Annotated[str | None, typer.Option(help="Anything else worth knowing.")] = None,
    by: OperatorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Preserve files, read what they claim, and put it on record.

    Directories are walked; archives and mail are opened and what is in them is kept too. A file that cannot
    be kept or opened is named with the reason, and the rest goes on. Adding the same bytes again is a new
    event in the log, never a second document.
    """
    from accounted.cli.checkpoint import ask_for_stamps
    from accounted.cli.place_names import load_gazetteer
    from accounted.cli.settings import authorities
    from accounted.record.archive import Archive
    from accounted.record.intake import IntakeFacts

    facts = IntakeFacts(
        publisher=publisher, published=edtf(published, "--published"), language=language,
        document_type=document_type, confidentiality=confidentiality, url=url, obtained_by=obtained_by,
        obtained_from=obtained_from, obtained_on=edtf(obtained_on, "--obtained-on"),
        obtained_how=obtained_how, note=note,
    )  # fmt: skip
    wanted = [(path, facts) for path in paths or []]
    if manifest is not None:
        wanted += _from_manifest(manifest, facts)
    if not wanted:
        raise typer.BadParameter("name at least one file or directory, or a --manifest.")
    missing = [path for path, _ in wanted if not os.path.lexists(path)]
    for path in missing:
        typer.echo(
            f"accounted: {show.printable(path)}: there is no such file or directory; check the path.",
            err=True,
        )

    load_gazetteer()
    with Archive.open(archive, agent=by) as opened:
        key = _key(opened.store)
        with _progress() as report:
            result = opened.add([one for one in wanted if one[0] not in missing], on_progress=report)
        made = None if key is None else opened.store.checkpoint(key, agent=opened.agent.pseudonym)
        if made is not None and (chosen := authorities()):
            ask_for_stamps(opened, chosen)
    if as_json:
        show.as_json(
            {
                "kept": [asdict(item) for item in result.kept],
                "refused": [asdict(one) for one in result.refused],
                "skipped": [asdict(one) for one in result.skipped],
                "checkpoint": {"size": made.size, "root": made.root.hex()} if made else None,
            }
        )
    else:
        _tell(result, made.size if made else None)
    raise typer.Exit(0 if made and not missing and result.ok else FAILED)


def _key(store: Store) -> Signer | None:
    """The signing key, asked for before the work begins; without it files are kept all the same, unsigned."""
    from accounted.cli.signing import signer
    from accounted.evidence import KeyProblem

    try:
        return signer(store)
    except KeyProblem as problem:
        typer.echo(f"accounted: {problem}", err=True)
        typer.echo(
            "  What is added now is kept and logged, but not signed: run accounted checkpoint with the key.",
            err=True,
        )
        return None


def _from_manifest(manifest: Path, given: IntakeFacts) -> Iterator[tuple[Path, IntakeFacts]]:
    """Each file of a manifest with its facts; what a row does not say is taken from the command line."""
    from dataclasses import replace

    known = {field.name for field in fields(given)}
    with manifest.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        columns = set(rows.fieldnames or ())
        if "path" not in columns:
            raise typer.BadParameter(f"{manifest}: there is no column path.")
        if strange := columns - known - {"path"}:
            raise typer.BadParameter(
                f"{manifest}: there is no fact called {sorted(strange)[0]!r}; the columns are path, "
                f"{', '.join(sorted(known))}."
            )
        for number, row in enumerate(rows, start=2):
            if not row["path"]:
                raise typer.BadParameter(f"{manifest}, row {number}: the column path is empty.")
            facts: dict[str, Any] = {name: value for name, value in row.items() if name != "path" and value}
            for name in ("published", "obtained_on"):
                if name in facts:
                    facts[name] = edtf(facts[name], f"{manifest}, row {number}, column {name}")
            path = Path(row["path"])
            yield path if path.is_absolute() else manifest.parent / path, replace(given, **facts)


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    with show.progress("adding") as done:

        def report(progress: Progress) -> None:
            done(f"{progress.phase} {progress.done} of {progress.total}: {progress.name}")

        yield report


def _tell(result: IntakeResult, entries: int | None) -> None:
    kept = sorted(result.kept, key=lambda item: item.number)
    show.table(
        ("item", "name", "state", "claims", "sha256"),
        [
            (
                item.number,
                Path(item.name).name,
                "held already" if item.already_held else item.state.replace("_", " "),
                item.claims,
                item.sha256[:12],
            )
            for item in kept
        ],
    )
    for item in kept:
        for warning in item.warnings:
            typer.echo(f"  {item.number} {show.printable(item.name)}: {show.printable(warning)}")
        if item.missing and not item.already_held:
            typer.echo(f"  {item.number}: not given: {', '.join(item.missing)}")
    for item in kept:
        if item.trouble:
            typer.echo(f"accounted: {item.number}, kept but unread: {show.printable(item.trouble)}", err=True)
    for refused in result.refused:
        typer.echo(
            f"accounted: {show.printable(refused.name)}: not kept. {show.printable(refused.reason)}", err=True
        )
    for skipped in result.skipped:
        typer.echo(f"  {show.printable(skipped.name)}: passed over, {skipped.why}")
    typer.echo(
        f"{len(kept)} kept, {len(result.refused)} refused, {result.claims} claims read; "
        + (f"log signed at {entries} entries." if entries else "the log is not signed.")
    )
