"""`accounted export`: hand material to others in a form they can check without this software."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from accounted.cli import show
from accounted.cli.options import HERE, ArchiveOption, JsonOption, OperatorOption

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    help="Hand material to others in a form they can check themselves.",
)

NO_PURPOSE = "not stated; exported so that others can check the material"


@app.callback()
def export() -> None:
    """Hand material to others in a form they can check themselves."""


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
