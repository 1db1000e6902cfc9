"""`accounted unlock`: lift the emergency lock, on the machine itself, with a reason."""

from __future__ import annotations

from typing import Annotated

import typer

from accounted.cli.lock import has_workspace, opened, pseudonym_of
from accounted.cli.options import HERE, ArchiveOption, DirectoryArgument, OperatorOption

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def unlock(
    reason: Annotated[str, typer.Option(help="Why it is lifted. It stays on record: name nobody in it.")],
    directory: DirectoryArgument = None,
    archive: ArchiveOption = HERE,
    by: OperatorOption = None,
) -> None:
    """Lift the emergency lock. Who can do it is who can write the archive's directory on its machine."""
    from accounted.record.locking import lift_lock, lock_of

    root = directory or archive
    if not reason.strip():
        raise typer.BadParameter("write down why it is lifted.", param_hint="--reason")
    held = lock_of(root)
    if held is None:
        typer.echo("The archive is not locked.")
        return
    with opened(root) as there:
        pseudonym = pseudonym_of(there, by)
        there.store.note("restrict", agent=pseudonym, detail={"lock": "none", "reason": reason})
        if has_workspace(there):
            from accounted.web.access import audit

            audit.append(pseudonym, "unlocked", {"mode": held.mode, "reason": reason}, at=there.now())
        lift_lock(root)
    typer.echo(f"Unlocked. It was {held.mode.replace('_', ' ')} since {held.at or 'an unknown time'}.")
