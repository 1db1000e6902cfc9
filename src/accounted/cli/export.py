"""`accounted export`: hand material to others in a form they can check without this software."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from click.core import ParameterSource

from accounted.cli import show
from accounted.cli.options import HERE, ArchiveOption, JsonOption, OperatorOption

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    help="Hand material to others: a bag of evidence, tables, documents, the shapes of other projects.",
)

NO_PURPOSE = "not stated; exported so that others can check the material"


FORMS = (
    "bag",
    "csv",
    "xlsx",
    "docx",
    "pdf",
    "ucdp",
    "acled",
    "ibc",
    "airwars",
    "sdg",
    "huridocs",
    "ftm",
    "geojson",
)
AUDIENCES = ("public", "partner", "court")


@app.callback(invoke_without_command=True)
def export(
    context: typer.Context,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The new file, or folder, to write.")
    ] = None,
    form: Annotated[str, typer.Option("--as", metavar="FORM", help=f"The form: {', '.join(FORMS)}.")] = "bag",
    audience: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="AUDIENCE",
            help="public (withholds what could endanger people), partner (nothing confidential) or court "
            "(all but ex parte).",
        ),
    ] = "public",
    archive: ArchiveOption = HERE,
    purpose: Annotated[str, typer.Option(help="What it is for; kept in the custody log.")] = NO_PURPOSE,
    recipient: Annotated[str, typer.Option(help="Who receives it; kept in a detail record.")] = "",
    within_scope: Annotated[
        bool,
        typer.Option(
            "--within-scope", help="Leave out figures and events outside the scope of the project's method."
        ),
    ] = False,
    by: OperatorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hand material to others: a bag of evidence, tables, documents, or the shape another project uses.

    Every form but the bag comes with notes on what was left out, lost and converted. Read them, and the
    files, before you hand them over: no program knows who in a text is in danger.
    """
    if context.invoked_subcommand is not None:
        return
    if output is None:
        if context.get_parameter_source("form") is ParameterSource.DEFAULT:
            typer.echo(context.get_help())
            return
        raise typer.BadParameter("say where to write it.", param_hint="--output")
    if form not in FORMS:
        raise typer.BadParameter(f"{form!r}: choose {', '.join(FORMS)}.", param_hint="--as")
    if audience not in AUDIENCES:
        raise typer.BadParameter(f"{audience!r}: choose {', '.join(AUDIENCES)}.", param_hint="--for")
    if form != "bag":
        _files(form, output, audience, archive, purpose, recipient, by, as_json, within_scope)
        return
    if context.get_parameter_source("audience") is not ParameterSource.DEFAULT:
        raise typer.BadParameter(
            "a bag holds the items whole, whoever receives it; choose them with accounted export bag --item.",
            param_hint="--for",
        )
    bag(output, archive, purpose=purpose, recipient=recipient, by=by, as_json=as_json)


def _files(
    form: str,
    output: Path,
    audience: str,
    archive: Path,
    purpose: str,
    recipient: str,
    by: str | None,
    as_json: bool,
    within_scope: bool,
) -> None:
    """Write one form, with its notes, and put it on the custody log."""
    from datetime import UTC, datetime

    from accounted.cli.outputs import must_be_writable
    from accounted.cli.place_names import load_gazetteer
    from accounted.cli.signing import signer
    from accounted.record.archive import Archive
    from accounted.record.queries.happenings import happenings
    from accounted.reporting import exports
    from accounted.reporting.exports.content import content_of
    from accounted.reporting.exports.writing import must_be_free, places, write
    from accounted.reporting.material import gather

    must_be_writable(output, archive)
    must_be_free(places(None, output, single=bool(exports.target_of(form).suffix)))
    with Archive.open(archive, agent=by) as opened, show.progress("exporting"):
        key = signer(opened.store)
        gazetteer = load_gazetteer()
        content = content_of(
            gather(opened, gazetteer=gazetteer),
            generated=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            purpose=audience,  # type: ignore[arg-type]
            happenings=happenings(opened),
            gazetteer=gazetteer,
            reckoned=form in exports.RECKONED,
            within_scope=within_scope,
        )
        made = exports.make(form, content)
        told = {
            "purpose": purpose,
            "recipient": recipient,
            "destination": output.name,
            "form": form,
            "audience": audience,
            "items": [source["item"] for source in content.sources if not source["withheld"]],
        }

        def log(digests: Mapping[str, str]) -> None:
            opened.store.note("export", agent=opened.agent.pseudonym, detail=told | {"files": dict(digests)})

        try:
            written = write(made, content, output, log=log)
        except OSError as error:
            failed = {"outcome": f"not written: {error.__class__.__name__}", "destination": output.name}
            opened.store.note("export", agent=opened.agent.pseudonym, detail=failed)
            raise
        opened.store.checkpoint(key, agent=opened.agent.pseudonym)
    if as_json:
        show.as_json(
            {
                "form": form, "audience": audience, "paths": [str(path) for path in written],
                "left_out": [str(one) for one in content.left_out], "conversions": list(made.conversions),
            }
        )  # fmt: skip
        return
    typer.echo(f"Wrote {' and '.join(str(path) for path in written)} ({form}, {audience}).")
    for one in content.left_out:
        typer.echo(str(one))
    if made.conversions:
        typer.echo(f"{len(made.conversions)} conversions were made; the notes list them.")
    if purpose == NO_PURPOSE:
        typer.echo("No --purpose was given; the custody log says so.")


@app.command()
def bag(
    output: Annotated[Path, typer.Option("-o", "--output", help="A new directory for the bag.")],
    archive: ArchiveOption = HERE,
    item: Annotated[
        list[str] | None, typer.Option(help="Only this item and what was derived from it; may be repeated.")
    ] = None,
    purpose: Annotated[str, typer.Option(help="What it is for; kept in the custody log.")] = NO_PURPOSE,
    recipient: Annotated[str, typer.Option(help="Who receives it; kept in a detail record.")] = "",
    disclose: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ITEM", help="Hand over names, paths and reasons of this item too; may be repeated."
        ),
    ] = None,
    organisation: Annotated[str, typer.Option(help="Who hands it over, for bag-info.txt.")] = "",
    contact: Annotated[str, typer.Option(help="Whom to ask, for bag-info.txt.")] = "",
    by: OperatorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a BagIt bag: bytes, log or proofs, signatures, time stamps, and how to check them.

    The other side needs sha256sum and openssl, or Python; VERIFY.md in the bag explains. Details that name
    people stay out unless disclosed item by item. The export itself is logged and signed first.
    """
    from accounted.cli.checkpoint import ask_for_stamps, chosen_authorities
    from accounted.cli.signing import signer
    from accounted.evidence.bag import write_bag
    from accounted.record.archive import Archive

    if os.path.lexists(output):
        raise typer.BadParameter(
            f"{output} exists; choose a new name, nothing is overwritten.", param_hint="--output"
        )
    with Archive.open(archive, agent=by) as opened, show.progress("exporting") as done:
        stamps = chosen_authorities()
        key = signer(opened.store)
        made = write_bag(
            opened.store,
            output,
            signer=key,
            agent=opened.agent.pseudonym,
            purpose=purpose,
            recipient=recipient,
            items=item or None,
            disclose_details=disclose or False,
            organisation=organisation,
            contact=contact,
            after_checkpoint=lambda _: ask_for_stamps(opened, stamps),
            progress=lambda copied, of: done(f"{copied} of {of}"),
        )
        opened.store.checkpoint(key, agent=opened.agent.pseudonym)  # the seal of the bag is signed too
    if as_json:
        show.as_json(
            {
                "path": str(made.path), "items": list(made.items), "objects": made.objects, "size": made.size,
                "stamps": made.stamps, "sha256": made.sha256, "notes": list(made.notes),
            }
        )  # fmt: skip
        return
    typer.echo(
        f"Wrote {made.path}: {len(made.items)} items, {made.objects} objects, {made.stamps} time stamps."
    )
    for note in made.notes:
        typer.echo(f"Note: {note}")
    if purpose == NO_PURPOSE:
        typer.echo("No --purpose was given; the custody log says so.")
    typer.echo(f"Others check it with: sh {output}/verify.sh    (or follow {output}/VERIFY.md by hand)")
