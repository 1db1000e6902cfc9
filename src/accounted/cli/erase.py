"""`accounted erase`: destroy originals by order, and leave a tombstone."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from accounted.cli import show
from accounted.cli.options import HERE, ArchiveOption, JsonOption, NamedOption, SureOption, make_sure

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def erase(
    item: Annotated[list[str], typer.Argument(help="Items by number: ACC-000004.")],
    ordered_by: Annotated[str, typer.Option("--ordered-by", help="Who ordered it: a court, an authority.")],
    order: Annotated[str, typer.Option("--order", help="How the order can be found: file number and date.")],
    by: NamedOption,
    second: Annotated[str, typer.Option("--with", help="The second person who sees to it, by name.")],
    reason: Annotated[str, typer.Option(help="Why. It stays on record: do not repeat what goes.")],
    archive: ArchiveOption = HERE,
    facts: Annotated[
        bool, typer.Option("--facts", help="Take the names, paths and notes of its intakes out as well.")
    ] = False,
    yes: SureOption = False,
    as_json: JsonOption = False,
) -> None:
    """Destroy items by order: the bytes, the text, every reading, the words of every claim. There is no undo.

    What stays is that the item was there, its digest, and by whose order it went, with two named people.
    Verify, report and rebuild go on for the rest. Bags, reports and backups made before are beyond this:
    list them first.
    """
    from accounted.cli.checkpoint import sign
    from accounted.record import queries
    from accounted.record.archive import Archive
    from accounted.record.decisions import Order, destroy, withhold_facts

    make_sure(f"Destroy {', '.join(item)} for good?", yes)
    with Archive.open(archive, agent=by) as opened:
        first, other = opened.reviewer(by), opened.reviewer(second)
        done = destroy(opened, item, order=Order(ordered_by, order), by=first, second=other, reason=reason)
        for one in done if facts else ():
            for intake in queries.item(opened, one.item).intakes:
                if intake.number and (intake.name or intake.path):
                    withhold_facts(opened, intake.number, by=first, reason=reason)
        sign(opened)
    if as_json:
        show.as_json([asdict(one) for one in done])
        return
    for one in done:
        typer.echo(f"{one.item}: destroyed, {one.objects} objects. The log says by whose order.")
        if one.kept_elsewhere:
            typer.echo(f"  The same text stays, as that of {', '.join(one.kept_elsewhere)}.")
        if one.inside:
            typer.echo(f"  What came out of it stays: {', '.join(one.inside)}.")
    typer.echo("Copies given away before, backups and the free space of the disk are beyond this program.")
