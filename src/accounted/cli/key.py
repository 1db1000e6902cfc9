"""`accounted key`: show the key that signs the log, or put another in its place."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from accounted.cli import show
from accounted.cli.options import HERE, ArchiveOption, JsonOption, OperatorOption

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def key(
    archive: ArchiveOption = HERE,
    rotate: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Change to a new key, for this reason; the old one admits it."),
    ] = None,
    by: OperatorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the keys of the log, oldest first, or change to a new one.

    The passphrase of a new key is asked for, or taken from ACCOUNTED_NEW_PASSPHRASE.
    """
    from accounted.cli.signing import PASSPHRASE, key_ring, new_passphrase, passphrase, unprotected_note
    from accounted.record.archive import Archive

    with Archive.open(archive, agent=by, to_read=rotate is None) as opened:
        if rotate is not None:
            ring = key_ring()
            old = passphrase(opened.store)
            chosen = os.environ.get("ACCOUNTED_NEW_PASSPHRASE")
            if chosen is None:
                chosen = os.environ.get(PASSPHRASE) or new_passphrase()
            changed = ring.rotate(
                opened.store,
                agent=opened.agent.pseudonym,
                reason=rotate,
                old_passphrase=old,
                new_passphrase=chosen or None,
            )
            opened.store.checkpoint(changed, agent=opened.agent.pseudonym)
        admitted = opened.store.keys()
        if as_json:
            show.as_json(
                [{"key": one.key.vkey, "protected": one.protected, "after": one.after} for one in admitted]
            )
            return
        show.table(
            ("key", "passphrase", "after"),
            [(one.key.vkey, "yes" if one.protected else "no", one.after or "the first") for one in admitted],
            note=unprotected_note(admitted[-1].protected)
            if admitted
            else "No key yet: accounted checkpoint makes one.",
        )
