"""`accounted import`: put a list of people on record, row by row."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accounted.cli import show
from accounted.cli.options import HERE, ArchiveOption, JsonOption, OperatorOption, edtf, known
from accounted.cli.outputs import must_be_writable, write_private

if TYPE_CHECKING:
    from accounted.linking.tables import Guess, Mapping, Table
    from accounted.record.archive import Archive
    from accounted.record.lists import ImportedList

_TOLD = 20  # rows that cannot be taken, told before the list is
app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("import")
def import_list(
    file: Annotated[
        Path,
        typer.Argument(metavar="LIST", help="CSV, XLSX, ODS, Parquet, FollowTheMoney or other JSON."),
    ],
    archive: ArchiveOption = HERE,
    mapping: Annotated[
        Path | None, typer.Option(help="Which column says what (TOML); guessed and shown when not given.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take the mapping as guessed without asking.")] = False,
    only_guess: Annotated[
        bool, typer.Option("--guess", help="Only print the mapping as guessed; nothing is kept.")
    ] = False,
    save_mapping: Annotated[
        Path | None,
        typer.Option(help="Where the confirmed mapping is saved.", show_default="beside the list"),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Of a workbook with several tables: which.")] = None,
    title: Annotated[str | None, typer.Option(help="What the list is called.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Whose list it is.")] = None,
    as_of: Annotated[str | None, typer.Option(help="The day it stands at; ages are told at it.")] = None,
    everyone: Annotated[
        str | None, typer.Option(help="The outcome of all on it where no column says one: dead, missing …")
    ] = None,
    no_duplicates: Annotated[
        bool,
        typer.Option("--no-duplicates", help="Duplicates were removed: no two rows are one person."),
    ] = False,
    confidentiality: Annotated[
        str, typer.Option(help="public, internal, confidential or ex_parte.")
    ] = "confidential",
    obtained_from: Annotated[str | None, typer.Option(help="From whom it was obtained.")] = None,
    obtained_on: Annotated[str | None, typer.Option(help="When it was obtained.")] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Also write the rows set aside, with the reasons, as CSV here.")
    ] = None,
    by: OperatorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a list of people on record: each row a person, or remains, each value with the cell it stands in.

    The file is kept as an item. Columns are guessed from their headings and contents, and shown; what you
    confirm is saved as a mapping file. A row that cannot be a record is set aside with the reason, never
    dropped. Interrupted, run it again: it goes on where it stopped. Lists are confidential unless you say
    otherwise.
    """
    known("confidentiality", confidentiality, "--confidentiality")
    known("victim_outcome", everyone, "--everyone")
    for output, option in ((save_mapping, "--save-mapping"), (rejects, "--rejects")):
        if output is not None:
            must_be_writable(output, archive, option)
    from accounted.linking.tables import read_mapping, read_table

    given = read_mapping(mapping) if mapping is not None else None
    table = read_table(file, sheet=sheet or (given.sheet if given is not None else None))
    if given is not None:
        chosen = given
    else:
        from accounted.linking.tables import guess

        guessed = guess(table)
        chosen = guessed.mapping
    chosen = replace(
        chosen,
        title=title or chosen.title,
        publisher=publisher or chosen.publisher,
        as_of=edtf(as_of, "--as-of") or chosen.as_of,
        everyone=everyone or chosen.everyone,
        no_duplicates=no_duplicates or chosen.no_duplicates,
    )
    if given is None:
        if only_guess:
            from accounted.linking.tables import write_mapping

            typer.echo(write_mapping(chosen) + _choices(table, chosen), nl=False)
            return
        _confirm(table, replace(guessed, mapping=chosen), yes, quiet=as_json)
        _save(chosen, save_mapping, file, archive)
    _import(
        archive, file, chosen, confidentiality=confidentiality, obtained_from=obtained_from,
        obtained_on=edtf(obtained_on, "--obtained-on"), rejects=rejects, by=by, as_json=as_json,
    )  # fmt: skip


def _import(
    archive: Path,
    file: Path,
    mapping: Mapping,
    *,
    confidentiality: str,
    obtained_from: str | None,
    obtained_on: str | None,
    rejects: Path | None,
    by: str | None,
    as_json: bool,
) -> None:
    from accounted.cli.add import _key
    from accounted.record.archive import Archive
    from accounted.record.intake import IntakeFacts
    from accounted.record.lists import import_list as put_on_record

    facts = IntakeFacts(
        confidentiality=confidentiality, obtained_from=obtained_from, obtained_on=obtained_on,
        publisher=mapping.publisher, title=mapping.title,
    )  # fmt: skip
    with Archive.open(archive, agent=by) as opened:
        key = _key(opened.store)
        with show.progress_to("importing") as tell:
            result = put_on_record(opened, file, mapping, facts=facts, on_progress=tell)
        if key is not None:
            opened.store.checkpoint(key, agent=opened.agent.pseudonym)
        if rejects is not None:
            _write_rejects(opened, result.id, rejects)
    if as_json:
        show.as_json(asdict(result))
    else:
        _tell(result, rejects)


def _confirm(table: Table, guessed: Guess, yes: bool, *, quiet: bool) -> None:
    """Show what each column is taken for; ask, where somebody is there to be asked."""
    if yes and quiet:
        return
    samples: dict[str, list[str]] = {}
    for number, row in enumerate(table.rows()):
        for column in table.columns:
            if column.position < len(row.cells) and row.cells[column.position].strip():
                samples.setdefault(column.heading, []).append(row.cells[column.position])
        if number == 2:
            break
    references = {column.heading: column.reference for column in table.columns}
    show.table(
        ("column", "heading", "is taken for", "why", "first cells"),
        [
            (
                references[heading],
                heading,
                field or "not used",
                why,
                " · ".join(samples.get(heading, ()))[:60],
            )
            for heading, field, why in guessed.reasons
        ],
        note=f"A row is taken for {'a person' if guessed.mapping.kind == 'person' else 'remains'}"
        + (f"; everyone on the list is {guessed.mapping.everyone}" if guessed.mapping.everyone else "")
        + ".",
    )
    for remark in (*table.remarks, *guessed.remarks):
        typer.echo(f"  {show.printable(remark)}")
    for trouble in islice(table.troubles(), _TOLD):
        typer.echo(f"  will be set aside: {show.printable(trouble)}")
    for one in _open_places(table, guessed.mapping):
        typer.echo(f"  {show.printable(one)}")
    if yes:
        return
    if not sys.stdin.isatty():
        raise typer.BadParameter(
            "nobody is there to confirm this; add --yes, or correct it: accounted import LIST --guess > "
            "m.toml, then --mapping m.toml."
        )
    typer.confirm("Is that right?", abort=True, err=True)


def _open_places(table: Table, mapping: Mapping) -> list[str]:
    """Which names several places bear, and how one of them is chosen."""
    from accounted.record.list_places import PlacesOfList

    found = PlacesOfList.of(table, mapping).open()
    told = [
        f"{one.field}: {one.written} ({one.rows:,}) may be "
        + "; ".join(f"{identifier} {words}" for identifier, words in one.candidates)
        for one in found[:_TOLD]
    ]
    if len(found) > _TOLD:
        told.append(f"and {len(found) - _TOLD:,} more names that several places bear")
    if found:
        told.append("their cells stay as written; to choose, add [places] to a mapping (--guess writes one)")
    return told


def _choices(table: Table, mapping: Mapping) -> str:
    """The places to choose from, as lines of a mapping file that say nothing until their mark is removed."""
    from accounted.record.list_places import PlacesOfList

    found = PlacesOfList.of(table, mapping).open()
    lines = [
        f"# {json.dumps(one.written, ensure_ascii=False)} = {json.dumps(identifier)}  # {words}"
        for one in found
        for identifier, words in one.candidates
    ]
    if not lines:
        return ""
    return "\n".join(["", "# Names that several places bear: remove the mark of the one that is meant.",
                      "[places]", *lines, ""])  # fmt: skip


def _save(mapping: Mapping, where: Path | None, file: Path, archive: Path) -> None:
    from accounted.linking.tables import write_mapping

    target = where or file.with_name(f"{file.name}.mapping.toml")
    if where is None and target.exists():
        return
    try:
        write_private(target, write_mapping(mapping).encode())
    except OSError as error:
        if where is not None:
            raise
        typer.echo(f"  the mapping could not be saved beside the list ({error.strerror}).", err=True)
        return
    typer.echo(f"  mapping saved: {show.printable(target)}", err=True)


def _write_rejects(archive: Archive, of: str, output: Path) -> None:
    from accounted.record.queries.linking import set_aside

    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(("row", "identifier", "reason", "field", "column", "written"))
    for row in set_aside(archive, of):
        cells = [(cell.field, cell.reference, cell.written) for cell in row.cells] or [("", "", "")]
        for cell in cells:
            writer.writerow((row.number, row.given_id, row.failed, *cell))
    write_private(output, made.getvalue().encode("utf-8-sig"))


def _tell(result: ImportedList, rejects: Path | None) -> None:
    if result.already:
        typer.echo("The list is on record already; nothing was entered.")
    for count, reason in result.reasons:
        typer.echo(f"  set aside, {count}: {show.printable(reason)}")
    for name, count in (result.unclear or {}).items():
        typer.echo(f"  {name}: {count} cells could not be taken for a value; their rows are on record")
    typer.echo(
        f"{result.id} ({result.item}), {show.printable(result.title)}: {result.rows:,} rows, "
        f"{result.entered:,} on record, {result.set_aside:,} set aside"
        + (f", written to {show.printable(rejects)}" if rejects else "")
        + "."
    )
