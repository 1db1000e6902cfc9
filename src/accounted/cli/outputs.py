"""Where a verb may write its file."""

from __future__ import annotations

from pathlib import Path

import typer


def must_be_writable(output: Path, archive: Path) -> None:
    """Refuse to write into the archive's own files, over a directory, or into nowhere."""
    if str(output) == "-":
        return
    if output.is_dir():
        raise typer.BadParameter(f"{output} is a directory; name a file in it.", param_hint="--output")
    if not output.absolute().parent.is_dir():
        raise typer.BadParameter(
            f"there is no directory {output.parent}; make it first.", param_hint="--output"
        )
    inside = archive.resolve()
    target = output.absolute().parent.resolve() / output.name
    if target.is_relative_to(inside) and not target.is_relative_to(inside / "exports"):
        raise typer.BadParameter(
            f"{output} is inside the archive, where only exports/ is for reports.", param_hint="--output"
        )
