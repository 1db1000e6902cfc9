"""Where a verb may write its file, and how."""

from __future__ import annotations

import os
from pathlib import Path

import typer


def must_be_writable(output: Path, archive: Path, option: str = "--output") -> None:
    """Refuse to write into the archive's own files, over a directory, or into nowhere."""
    if str(output) == "-":
        return
    if output.is_dir():
        raise typer.BadParameter(f"{output} is a directory; name a file in it.", param_hint=option)
    if not output.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no directory {output.parent}; make it first.", param_hint=option)
    inside = archive.resolve()
    target = output.absolute().parent.resolve() / output.name
    if target.is_relative_to(inside) and not target.is_relative_to(inside / "exports"):
        raise typer.BadParameter(
            f"{output} is inside the archive, where only exports/ is for reports.", param_hint=option
        )


def write_private(output: Path, content: bytes) -> None:
    """All of the file or nothing of it, readable by its owner: what is in it may endanger people."""
    partial = output.with_name(f".{output.name}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)
