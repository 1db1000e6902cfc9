"""`accounted add`: preserve files, read what they claim, and put it on record."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accounted.cli import show
from accounted.cli.application import FAILED
from accounted.cli.manifests import rows
from accounted.cli.options import (
    HERE,
    ArchiveOption,
    JsonOption,
    LimitOption,
    OperatorOption,
    chosen_limits,
    edtf,
    known,
)
from accounted.cli.trouble import explain

if TYPE_CHECKING:
    from accounted.evidence import Store
    from accounted.evidence.note import Signer
    from accounted.record.intake import IntakeFacts, IntakeResult, KeptItem, Progress

app = typer.Typer(rich_markup_mode=None, add_completion=False)


# how a state is called in the table: a file that was not kept is refused, one that is kept may be unread
STATES = {"documented": "read", "no_text": "no text", "refused": "unread"}


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
    limit: LimitOption = None,
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

    known("document_type", document_type, "--type")
    known("confidentiality", confidentiality, "--confidentiality")
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

    if len(missing) == len(wanted):
        raise typer.Exit(FAILED)
    chosen, limits = authorities(), chosen_limits(limit)
    result, made, trouble = None, None, None
    try:
        with Archive.open(archive, agent=by) as opened:
            load_gazetteer()
            key = _key(opened.store)
            given = [one for one in wanted if one[0] not in missing]
            with _progress() as report:
                result = opened.add(given, on_progress=report, limits=limits)
            made = None if key is None else opened.store.checkpoint(key, agent=opened.agent.pseudonym)
            if made is not None:
                ask_for_stamps(opened, chosen)
    except Exception as error:
        if result is None:
            raise
        # What was kept is kept, whatever went wrong after it: it has to be said.
        trouble = explain(error) or f"{type(error).__name__}: {error}"
        typer.echo(f"accounted: {show.printable(trouble)}", err=True)
    if as_json:
        show.as_json(
            {
                "error": trouble,
                "kept": [asdict(item) for item in result.kept],
                "refused": [asdict(one) for one in result.refused],
                "skipped": [asdict(one) for one in result.skipped],
                "checkpoint": {"size": made.size, "root": made.root.hex()} if made else None,
            }
        )
    else:
        _tell(result, made.size if made else None)
    raise typer.Exit(0 if made and not missing and not trouble and result.ok else FAILED)


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
    for row in rows(manifest, frozenset(field.name for field in fields(given))):
        yield row.path, replace(given, **row.facts)


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
                "held already" if item.already_held else STATES.get(item.state, item.state),
                item.claims,
                item.sha256[:12],
            )
            for item in kept
        ],
    )
    for item in kept:
        for warning in item.warnings:
            typer.echo(f"  {item.number} {show.printable(item.name)}: {show.printable(warning)}")
    for item in kept:
        if item.trouble:
            typer.echo(f"accounted: {item.number}, kept but unread: {show.printable(item.trouble)}", err=True)
    for refused in result.refused:
        typer.echo(
            f"accounted: {show.printable(refused.name)}: not kept. {show.printable(refused.reason)}", err=True
        )
    for skipped in result.skipped:
        typer.echo(f"  {show.printable(skipped.name)}: passed over, {skipped.why}")
    for missing, items in _by_missing(kept).items():
        typer.echo(f"  not given: {', '.join(missing)} (for {items})")
    typer.echo(
        f"{len(kept)} kept, {len(result.refused)} refused, {result.claims} claims read; "
        + (f"log signed at {entries} entries." if entries else "the log is not signed.")
    )


def _by_missing(kept: list[KeptItem]) -> dict[tuple[str, ...], str]:
    """What of the minimum for online material was not given, and for which items, said once for all."""
    found: dict[tuple[str, ...], list[str]] = {}
    for item in kept:
        if item.missing and not item.already_held:
            found.setdefault(item.missing, []).append(item.number)
    return {
        missing: ", ".join(numbers) if len(numbers) <= 3 else f"{numbers[0]} and {len(numbers) - 1} others"
        for missing, numbers in found.items()
    }
