"""What several verbs ask for in the same way."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

ArchiveOption = Annotated[
    Path,
    typer.Option(
        "--archive", envvar="ACCOUNTED_ARCHIVE", help="The archive.", show_default="current directory"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
OperatorOption = Annotated[
    str | None,
    typer.Option(
        "--by", envvar="ACCOUNTED_OPERATOR", help="Who does this; the log line holds a pseudonym only."
    ),
]
NamedOption = Annotated[
    str, typer.Option("--by", envvar="ACCOUNTED_OPERATOR", help="Who decides: a person's name.")
]
SureOption = Annotated[bool, typer.Option("--yes", help="Do not ask again: it is meant.")]

HERE = Path()


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
