"""`accounted withhold`: take names out of log and record for good."""

from __future__ import annotations

from typing import Annotated

import typer

from accounted.cli.options import HERE, ArchiveOption, NamedOption, SureOption, make_sure

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def withhold(
    what: Annotated[
        str,
        typer.Argument(
            metavar="INTAKE|PSEUDONYM", help="An intake (ACC-000004), or a person (p:0f0f8b42b3c1)."
        ),
    ],
    by: NamedOption,
    reason: Annotated[str, typer.Option(help="Why. It stays on record: do not repeat what goes.")],
    archive: ArchiveOption = HERE,
    yes: SureOption = False,
) -> None:
    """Take the facts of one intake, or the name behind a pseudonym, out of log and record. There is no undo.

    Of an intake: names, paths, who obtained it from whom, address, machine, notes. The file and its claims
    stay. Of a person: the name. What they decided stays, under the pseudonym.
    """
    from accounted.cli.checkpoint import sign
    from accounted.record.archive import Archive
    from accounted.record.decisions import withhold_facts, withhold_name

    make_sure(f"Take out what names people in {what}, for good?", yes)
    with Archive.open(archive, agent=by) as opened:
        person = opened.reviewer(by)
        take_out = withhold_name if what.startswith("p:") else withhold_facts
        take_out(opened, what, by=person, reason=reason)
        sign(opened)
    typer.echo(f"{what}: taken out of log and record. The log line stays and says so.")
