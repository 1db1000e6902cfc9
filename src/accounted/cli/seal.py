"""`accounted seal`: identities of protected people, encrypted, apart from the rest of the record."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Annotated, Any

import typer

from accounted.cli import show
from accounted.cli.options import HERE, ArchiveOption, NamedOption, SureOption, make_sure

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    help="Identities of protected people, encrypted, apart from the rest of the record.",
)

KEY_BYTES = 32
KeyOption = Annotated[
    Path,
    typer.Option(
        "--key-file", help="The key of the seal, made by accounted seal key.", exists=True, dir_okay=False
    ),
]
ReasonOption = Annotated[str, typer.Option(help="Why. It stays on record: name nobody in it.")]
CodeArgument = Annotated[str, typer.Argument(help="The code of the person: S-0F0F8B42.")]


@app.callback()
def seal() -> None:
    """Identities of protected people, encrypted, apart from the rest of the record."""


@app.command("key")
def make_key(file: Annotated[Path, typer.Argument(help="A new file, outside the archive.")]) -> None:
    """Make a key for seals, readable by you alone. Whoever has it can open them; without it nobody can."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(secrets.token_hex(KEY_BYTES) + "\n")
    except FileExistsError:
        raise typer.BadParameter(f"{file} exists; nothing is overwritten.") from None
    typer.echo(f"Made {file}. Keep it apart from the archive, and a copy of it safe.")


@app.command()
def put(
    identity: Annotated[Path, typer.Argument(help="JSON that tells who it is; - for standard input.")],
    key_file: KeyOption,
    by: NamedOption,
    reason: ReasonOption,
    archive: ArchiveOption = HERE,
) -> None:
    """Put an identity under seal; prints the code by which the rest of the record knows the person."""
    from accounted.cli.checkpoint import sign
    from accounted.record import decisions
    from accounted.record.archive import Archive

    told = _identity(identity)
    with Archive.open(archive, agent=by) as opened:
        code = decisions.seal(opened, told, key=_key(key_file), by=opened.reviewer(by), reason=reason)
        sign(opened)
    typer.echo(code)


@app.command("open")
def open_seal(
    code: CodeArgument,
    key_file: KeyOption,
    by: NamedOption,
    reason: ReasonOption,
    archive: ArchiveOption = HERE,
) -> None:
    """Open a seal and print the identity. Who opened it, when and why is logged first."""
    from accounted.cli.checkpoint import sign
    from accounted.record import decisions
    from accounted.record.archive import Archive

    with Archive.open(archive, agent=by) as opened:
        found = decisions.unseal(opened, code, key=_key(key_file), by=opened.reviewer(by), reason=reason)
        sign(opened)
    show.as_json(found)


@app.command()
def destroy(
    code: CodeArgument,
    by: NamedOption,
    reason: ReasonOption,
    archive: ArchiveOption = HERE,
    yes: SureOption = False,
) -> None:
    """Destroy a sealed identity for good. The code stays; nobody can be found from it any more."""
    from accounted.cli.checkpoint import sign
    from accounted.record import decisions
    from accounted.record.archive import Archive

    make_sure(f"Destroy the identity behind {code} for good?", yes)
    with Archive.open(archive, agent=by) as opened:
        decisions.destroy_seal(opened, code, by=opened.reviewer(by), reason=reason)
        opened.rebuild()  # a database keeps what was deleted from it in its free pages
        sign(opened)
    typer.echo(f"{code}: destroyed. The code stays in the record.")


def _key(file: Path) -> bytes:
    try:
        key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except (ValueError, UnicodeDecodeError):
        key = b""
    if len(key) != KEY_BYTES:
        raise typer.BadParameter(f"{file} holds no key of a seal; make one with: accounted seal key FILE")
    return key


def _identity(file: Path) -> dict[str, Any]:
    import sys

    try:
        told = json.loads(sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise typer.BadParameter(f"{file}: there is no such file.") from None
    except ValueError:
        raise typer.BadParameter(f'{file} is not JSON; write it as {{"name": "…"}}.') from None
    if not isinstance(told, dict) or not told:
        raise typer.BadParameter(f"{file} is no JSON object with at least one entry.")
    return told
