"""`accounted review`: a named person accepts or rejects a claim as rightly read."""

from __future__ import annotations

from typing import Annotated

import typer

from accounted.cli.options import HERE, ArchiveOption

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def review(
    claim: Annotated[str, typer.Argument(help="The claim's identifier, from accounted claims --json.")],
    decision: Annotated[str, typer.Argument(metavar="accept|reject")],
    by: Annotated[
        str, typer.Option("--by", envvar="ACCOUNTED_OPERATOR", help="Who decides: a person's name.")
    ],
    reason: Annotated[str, typer.Option(help="Why.")],
    archive: ArchiveOption = HERE,
) -> None:
    """Accept or reject a claim as rightly read, with a reason.

    Accepting says that the source does say this, in these words. It does not make the claim true.
    """
    if decision not in ("accept", "reject"):
        raise typer.BadParameter(f"{decision!r}: say accept or reject.")
    from accounted.record.archive import Archive
    from accounted.record.decisions import reviewing

    with Archive.open(archive, agent=by) as opened:
        person = opened.reviewer(by, roles=("reviewer",))
        decide = reviewing.accept if decision == "accept" else reviewing.reject
        made = decide(opened, claim, by=person, reason=reason)
    typer.echo(f"{claim}: {decision}ed by {by} ({made}).")
