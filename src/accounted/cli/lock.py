"""`accounted lock`: the emergency lock. The archive is read-only, or closed, and everybody is signed out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accounted.cli.options import HERE, ArchiveOption, DirectoryArgument, OperatorOption

if TYPE_CHECKING:
    from accounted.record.archive import Archive

app = typer.Typer(rich_markup_mode=None, add_completion=False)

ReasonOption = Annotated[str, typer.Option(help="Why. It stays on record: name nobody in it.")]


@app.command()
def lock(
    directory: DirectoryArgument = None,
    archive: ArchiveOption = HERE,
    closed: Annotated[
        bool, typer.Option("--closed", help="Let nobody in at all; without it people can still read.")
    ] = False,
    reason: ReasonOption = "in an emergency",
    by: OperatorOption = None,
) -> None:
    """Lock the archive at once: nothing is changed or taken in, and everybody is signed out.

    It holds for the workspace, for programs and for every verb, and over a restart. Lift it with accounted
    unlock.
    """
    from accounted.evidence.settings import read_settings
    from accounted.record.locking import CLOSED, READ_ONLY, Lock, set_lock

    root, mode = directory or archive, CLOSED if closed else READ_ONLY
    read_settings(root)  # refuses what is no archive
    # The file first: whatever fails after it, the archive is locked.
    set_lock(root, Lock(mode, datetime.now(UTC).isoformat(), "", reason))
    typer.echo(f"Locked: {mode.replace('_', ' ')}. To lift it: accounted unlock --reason …")
    with opened(root) as there:
        pseudonym = pseudonym_of(there, by)
        if has_workspace(there):
            from accounted.web.access.lockdown import lock_archive

            ended = lock_archive(there, mode, by=pseudonym, reason=reason)
            typer.echo(f"Ended: {ended.sessions} sessions, {ended.tokens} tokens")
            return
        set_lock(root, Lock(mode, there.now().isoformat(), pseudonym, reason))
        there.store.note("restrict", agent=pseudonym, detail={"lock": mode, "reason": reason})


@contextlib.contextmanager
def opened(root: Path) -> Iterator[Archive]:
    """The archive, open to be read, with the workspace's database beside it where there is one."""
    from accounted.record.archive import Archive

    try:
        from accounted.web import workspace

        workspace.configure_to_look(root)
    except ImportError:  # the workspace is not installed: there are no sessions
        pass
    with Archive.open(root, to_read=True) as there:
        yield there


def has_workspace(there: Archive) -> bool:
    """Whether the archive has a workspace with tables of its own."""
    try:
        from accounted.web.database import is_there
    except ImportError:
        return False
    return is_there()


def pseudonym_of(there: Archive, by: str | None) -> str:
    """How the log calls whoever does this; nobody new is made known while the archive is locked."""
    from accounted.record.archive import operator_name
    from accounted.record.models import Agent

    name = by or operator_name()
    known = Agent.objects.filter(name=name).values_list("pseudonym", flat=True).first()
    return str(known or "operator")
