"""The command itself: which verbs there are, how they are found, and how errors reach a person.

Exit codes: 0 fine, 1 something is wrong with the data (and it was said what), 2 wrong usage.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from accounted import __version__

# verb → (module, what it does). Said here so that help need not load a verb to describe it.
VERBS: dict[str, tuple[str, str]] = {
    "init": ("accounted.cli.init", "Make a new, empty archive."),
    "add": ("accounted.cli.add", "Preserve files, read what they claim, and put it on record."),
    "import": ("accounted.cli.import_list", "Put a list of people on record, row by row."),
    "items": ("accounted.cli.items", "List what is kept, and what was refused and why."),
    "claims": ("accounted.cli.claims", "List who says what, in which exact words, where."),
    "read": ("accounted.cli.read", "Read files and show their claims, keeping nothing."),
    "reread": ("accounted.cli.reread", "Read documents on record again, with the reader of today."),
    "review": ("accounted.cli.review", "Accept or reject a claim as rightly read, with a reason."),
    "report": ("accounted.cli.report", "Write the report: one page that opens offline."),
    "serve": ("accounted.cli.serve", "Open the archive in the browser, for one person or a team."),
    "reckon": ("accounted.cli.reckon", "Say how many, as the sources allow, and why."),
    "estimate": ("accounted.cli.estimate", "Estimate how many are on none of several lists."),
    "reproduce": ("accounted.cli.reproduce", "Make every figure of a report again from the preserved bytes."),
    "link": ("accounted.cli.link", "Say who is the same person on lists, in many scripts."),
    "names": ("accounted.cli.names", "Say how alike names are, across scripts and spellings."),
    "identify": ("accounted.cli.identify", "Compare remains with the families of the missing."),
    "verify": ("accounted.cli.verify", "Check every byte, log entry and signature, and the record."),
    "export": ("accounted.cli.export", "Hand over evidence, tables, documents, other projects' shapes."),
    "checkpoint": ("accounted.cli.checkpoint", "Sign the state of the log, and have it time-stamped."),
    "log": ("accounted.cli.log", "Show the custody log."),
    "key": ("accounted.cli.key", "Show or change the key that signs the log."),
    "withhold": ("accounted.cli.withhold", "Take names out of log and record for good."),
    "seal": ("accounted.cli.seal", "Keep identities of protected people under seal."),
    "erase": ("accounted.cli.erase", "Destroy originals by order, and leave a tombstone."),
    "lock": ("accounted.cli.lock", "Stop every change, or everything, in an emergency."),
    "unlock": ("accounted.cli.unlock", "Lift the emergency lock, with a reason."),
    "doctor": ("accounted.cli.doctor", "Say what is right and wrong with a deployment."),
    "rebuild": ("accounted.cli.rebuild", "Make the record anew from the log and the kept bytes."),
}  # fmt: skip

# verbs for the person who looks after an archive: named in the help, described by their own
KEEPING = ("checkpoint", "log", "key", "withhold", "seal", "erase", "lock", "unlock", "doctor", "rebuild")
FAILED = 1  # something is wrong with the data


class Verbs(TyperGroup):
    """A group whose verbs are imported when they are called, so that `accounted` starts at once."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The verbs, in the order in which material flows through them."""
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The verb's own command, imported now."""
        if cmd_name not in VERBS:
            return None
        command = typer.main.get_command(importlib.import_module(VERBS[cmd_name][0]).app)
        command.name = cmd_name
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the verb, or say which one was probably meant."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], list(VERBS), n=1)
            hint = f"Did you mean {near[0]}?" if near else "Run accounted without a verb to see them all."
            ctx.fail(f"There is no verb {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The whole command on one screen."""
        formatter.write(
            "accounted: casualty recording and atrocity evidence.\n"
            "Every account kept, every person counted.\n\n"
            "Usage: accounted VERB …          accounted VERB --help explains one\n\n"
        )
        with formatter.section("Verbs"):
            formatter.write_dl([(name, what) for name, (_, what) in VERBS.items() if name not in KEEPING])
        formatter.write(
            f"\nTo look after an archive: {', '.join(KEEPING)}.\n"
            "Verbs that work on an archive take --archive DIR; without it ACCOUNTED_ARCHIVE is used,\n"
            "then the current directory. Listing verbs take --json. accounted --version shows the version.\n"
            "Exit codes: 0 fine; 1 something is wrong with the data, said which; 2 wrong usage.\n"
        )


app = typer.Typer(
    name="accounted", cls=Verbs, invoke_without_command=True,
    rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"accounted {__version__}")
        raise typer.Exit


@app.callback()
def accounted(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version and stop."),
    ] = False,
) -> None:
    """Casualty recording and atrocity evidence."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def run() -> None:
    """Run the command and leave the process with the exit code that fits."""
    try:
        app(prog_name="accounted")
    except BrokenPipeError:
        # the reader of our output went away (`accounted claims | head`); nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        from accounted.cli.trouble import explain

        message = explain(error)
        if message is None:
            raise
        typer.echo(f"accounted: {message}", err=True)
        sys.exit(FAILED)
