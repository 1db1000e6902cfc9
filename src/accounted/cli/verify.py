"""`accounted verify`: every byte, every log entry, every signature, and the record against the log."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accounted.cli import show
from accounted.cli.application import FAILED
from accounted.cli.options import HERE, ArchiveOption, DirectoryArgument, JsonOption

if TYPE_CHECKING:
    from accounted.evidence import Verification
    from accounted.record.archive import Archive
    from accounted.record.verification import RecordProblem

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@dataclass
class Checked:
    """What was found in the evidence and in the record together."""

    evidence: Verification
    problems: list[Any] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    record: dict[str, int] | None = None  # what of the record was counted; None when it was not checked


@app.command()
def verify(
    directory: DirectoryArgument = None,
    archive: ArchiveOption = HERE,
    quick: Annotated[
        bool, typer.Option("--quick", help="Check a sample of the bytes; all of the log.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Which sample --quick takes.")] = 0,
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="An older checkpoint that somebody else kept; may be repeated.")
    ] = None,
    key: Annotated[
        list[str] | None, typer.Option(help="A log key as it was published elsewhere; may be repeated.")
    ] = None,
    evidence_only: Annotated[bool, typer.Option("--evidence-only", help="Leave the record out.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Check every byte, log entry, signature and time stamp, and the record against the log.

    Exit code 1 when anything is wrong; each problem is named with what it means.
    """
    from accounted.evidence.verification import verify as verify_evidence

    root = directory or archive
    with show.progress("verifying") as done:
        found = verify_evidence(
            root,
            quick=quick,
            seed=seed,
            held=_held(root, checkpoint or []),
            keys=key or (),
            progress=lambda what, at, of: done(f"{what} {at} of {of}"),
        )
    checked = Checked(found, list(found.problems), list(found.notes))
    if not evidence_only:
        _check_record(root, checked)
    if as_json:
        show.as_json(_plain(checked))
    else:
        _tell(checked)
    raise typer.Exit(FAILED if checked.problems else 0)


def _held(root: Path, files: list[Path]) -> dict[int, bytes]:
    """Roots of the log known from outside: checkpoints others kept, and what our own key signed last."""
    from accounted.cli.signing import key_ring
    from accounted.evidence.checkpoint import read_checkpoint
    from accounted.evidence.note import InvalidNote
    from accounted.evidence.settings import read_settings

    roots: dict[int, bytes] = {}
    for file in files:
        try:
            known = read_checkpoint(file.read_bytes())
        except InvalidNote as error:
            raise typer.BadParameter(
                f"{file} is not a checkpoint: {error}.", param_hint="--checkpoint"
            ) from None
        roots[known.size] = known.root
    try:
        archive_id = str(read_settings(root)["id"])
    except Exception:  # what is wrong with the settings is for the verification to say
        return roots
    if (remembered := key_ring().remembered(archive_id)) is not None:
        roots.setdefault(remembered.size, remembered.root())
    return roots


def _check_record(root: Path, checked: Checked) -> None:
    if checked.problems:
        checked.notes.append("The record was not checked, because the evidence it rests on has problems.")
        return
    from accounted.record.archive import DATABASE
    from accounted.record.database import DatabaseUnusable
    from accounted.record.verification import RecordProblem

    if "DATABASE_URL" not in os.environ and not (root / DATABASE).exists():
        checked.problems.append(
            RecordProblem(
                "record_missing",
                str(root / DATABASE),
                "the record is not there",
                "Everything that was decided is in the log. Run: accounted rebuild",
            )
        )
        return
    try:
        _compare(root, checked)
    except DatabaseUnusable as error:
        checked.problems.append(
            RecordProblem(
                "record_unusable",
                str(root / DATABASE),
                str(error),
                "The evidence was checked and the record was not. Run: accounted rebuild",
            )
        )


def _compare(root: Path, checked: Checked) -> None:
    from accounted.record.archive import Archive
    from accounted.record.verification import verify_record

    look_at_workspace(root)
    with Archive.open(root, to_read=True) as opened, show.progress("verifying the record") as done:
        found = verify_record(
            opened,
            quick=checked.evidence.quick,
            on_progress=lambda what, count: done(f"{what} {count}"),
        )
        trail = trail_problems(opened)
    checked.problems += [*found.problems, *trail]
    checked.notes += found.notes
    checked.record = {"documents": found.documents, "claims": found.claims, "excerpts": found.excerpts}


def look_at_workspace(root: Path) -> None:
    """Let what belongs to the workspace of an archive be read too, where it has one."""
    from accounted.web.database import FILE

    if (root / FILE).exists() or "DATABASE_URL" in os.environ:
        try:
            from accounted.web import workspace

            workspace.configure_to_look(root)
        except ImportError:  # the workspace is not installed here
            return


def trail_problems(opened: Archive) -> list[RecordProblem]:
    """What is wrong with the audit trail of the archive's workspace, by itself and against the log."""
    from django.conf import settings

    from accounted.record.verification import RecordProblem

    if "accounted.web" not in settings.INSTALLED_APPS:
        return []
    from accounted.web import workspace
    from accounted.web.access import anchoring, audit
    from accounted.web.database import FILE, is_there

    if workspace.served() != opened.path or not is_there():
        return []
    return [
        RecordProblem(
            "audit_trail",
            str(opened.path / FILE),
            one,
            "Somebody changed or shortened the trail of who looked at what. Compare it with a backup.",
        )
        for one in (*audit.broken(), *anchoring.anchored_wrongly(opened))
    ]


def _plain(checked: Checked) -> dict[str, Any]:
    evidence = checked.evidence
    return {
        "ok": not checked.problems,
        "quick": evidence.quick,
        "entries": evidence.entries,
        "objects": evidence.objects,
        "checkpoints": evidence.checkpoints,
        "stamps": evidence.stamps,
        "root": evidence.root.hex(),
        "keys": list(evidence.keys),
        "record": checked.record,
        "problems": [
            {"code": one.code, "where": one.where, "message": one.message, "meaning": one.meaning}
            for one in checked.problems
        ],
        "notes": checked.notes,
    }


def _tell(checked: Checked) -> None:
    evidence = checked.evidence
    for problem in checked.problems:
        typer.echo(f"accounted: {show.printable(problem)}", err=True)
    for note in checked.notes:
        typer.echo(f"Note: {show.printable(note)}")
    sampled = " (a sample)" if evidence.quick else ""
    typer.echo(
        f"Checked {evidence.objects} objects{sampled}, {evidence.entries} log entries, "
        f"{evidence.checkpoints} checkpoints, {evidence.stamps} time stamps."
    )
    if checked.record is not None:
        counts = checked.record
        typer.echo(f"Checked {counts['documents']} documents and {counts['claims']} claims against the log.")
    typer.echo(f"Tree: {evidence.root.hex()} at {evidence.entries} entries.")
    for key in evidence.keys:
        typer.echo(f"Key:  {key}   (compare with what was published)")
    typer.echo(
        "Everything is as it was taken in."
        if not checked.problems
        else f"{len(checked.problems)} problems: see above. Keep a copy as it is before anything is repaired."
    )
