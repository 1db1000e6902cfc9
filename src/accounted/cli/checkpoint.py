"""`accounted checkpoint`: sign the state of the log, and have it time-stamped by the user's authorities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from accounted.cli import show
from accounted.cli.application import FAILED
from accounted.cli.options import HERE, ArchiveOption, JsonOption, OperatorOption

if TYPE_CHECKING:
    from accounted.evidence import Checkpoint
    from accounted.evidence.stamping import Authority
    from accounted.record.archive import Archive

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def checkpoint(archive: ArchiveOption = HERE, by: OperatorOption = None, as_json: JsonOption = False) -> None:
    """Sign the state of the log, and have it time-stamped.

    Time stamps are asked for only from authorities in your own config.toml; there are none by default. One
    that cannot be reached never blocks: run this again later.
    """
    from accounted.record.archive import Archive

    with Archive.open(archive, agent=by) as opened:
        made = sign(opened)
        trouble = ask_for_stamps(opened, chosen_authorities())
        if as_json:
            show.as_json(
                {
                    "origin": made.origin,
                    "size": made.size,
                    "root": made.root.hex(),
                    "note": made.text.decode(),
                    "unstamped": trouble,
                }
            )
        else:
            typer.echo(made.text.decode(), nl=False)
            typer.echo(
                "Send it to partners: whoever holds it can tell if the log is ever rewritten.", err=True
            )
    raise typer.Exit(FAILED if trouble else 0)


def sign(opened: Archive) -> Checkpoint:
    """A checkpoint over the log as it stands, signed with the user's key."""
    from accounted.cli.signing import signer

    return opened.store.checkpoint(signer(opened.store), agent=opened.agent.pseudonym)


def chosen_authorities() -> list[Authority]:
    """The user's time-stamp authorities; that there are none is said."""
    from accounted.cli.settings import authorities

    chosen = authorities()
    if not chosen:
        typer.echo(
            "No time-stamp authority is configured: signed, not stamped (how-to/time-stamps).", err=True
        )
    return chosen


def ask_for_stamps(opened: Archive, chosen: list[Authority]) -> list[str]:
    """Ask each authority to stamp the newest checkpoint; what went wrong is said and returned."""
    if not chosen:
        return []
    from accounted.cli.network import fetch
    from accounted.evidence.stamping import stamp_newest, waiting

    trouble = []
    for attempt in stamp_newest(opened.store, chosen, fetch, agent=opened.agent.pseudonym):
        if attempt.judgement is None:
            trouble.append(f"{attempt.authority}: {attempt.problem}")
        else:
            typer.echo(f"Stamped by {attempt.authority} at {attempt.judgement.time.isoformat()}.", err=True)
    for late in waiting(opened.store, chosen):
        typer.echo(
            f"accounted: signed, not stamped by {late.authority} since {late.since}; run this again.",
            err=True,
        )
    for line in trouble:
        typer.echo(f"accounted: {line}", err=True)
    return trouble
