"""What several verbs ask for in the same way."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from accounted.sources import Limits

ArchiveOption = Annotated[
    Path,
    typer.Option(
        "--archive", envvar="ACCOUNTED_ARCHIVE", help="The archive.", show_default="current directory"
    ),
]
DirectoryArgument = Annotated[
    Path | None, typer.Argument(help="The archive; as --archive.", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
OperatorOption = Annotated[
    str | None,
    typer.Option(
        "--by", envvar="ACCOUNTED_OPERATOR", help="Who does this; the log line holds a pseudonym only."
    ),
]
LimitOption = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="NAME=VALUE",
        help="How far the readers of files go: pages=50000, text_bytes=200MiB; may be repeated.",
    ),
]
NamedOption = Annotated[
    str, typer.Option("--by", envvar="ACCOUNTED_OPERATOR", help="Who decides: a person's name.")
]
SureOption = Annotated[bool, typer.Option("--yes", help="Do not ask again: it is meant.")]

HERE = Path()


def chosen_limits(given: list[str] | None) -> Limits:
    """The limits of the readers, from the settings and from --limit."""
    from accounted.cli.settings import InvalidLimit, parser_limits

    try:
        return parser_limits(given)
    except InvalidLimit as error:
        raise typer.BadParameter(str(error)) from None


def make_sure(question: str, yes: bool) -> None:
    """Ask before what cannot be undone; where there is nobody to ask, --yes has to say it."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise typer.BadParameter("this cannot be undone; add --yes when it is meant.")
    typer.confirm(f"{question} This cannot be undone.", abort=True, err=True)


def edtf(written: str | None, option: str) -> str | None:
    """A date as given on the command line, checked; `unknown` is None."""
    if written is None or written == "unknown":
        return None
    from accounted.dates import InvalidDate, parse

    try:
        return parse(written).edtf
    except InvalidDate as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def known(vocabulary: str, code: str | None, option: str) -> None:
    """Refuse a code that the vocabulary does not have, naming the near ones."""
    if code is None:
        return
    from accounted.vocabulary import UnknownTerm, term

    try:
        term(vocabulary, code)
    except UnknownTerm as error:
        raise typer.BadParameter(str(error), param_hint=option) from None
