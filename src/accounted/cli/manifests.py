"""Lists of files with what is known of each: CSV, as a person or a spreadsheet program writes it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from accounted.cli.options import edtf

DATES = ("published", "obtained_on")


@dataclass(frozen=True)
class Row:
    """One file of a manifest: its path, and what the row says of it (empty cells left out, dates checked)."""

    path: Path
    facts: dict[str, str | None]


def rows(manifest: Path, columns: frozenset[str]) -> Iterator[Row]:
    """The rows of a manifest, paths taken from where it lies.

    Raises:
        typer.BadParameter: it is missing, not text in UTF-8, or has a wrong column, an empty path or a bad
            date; names the row.
    """
    try:
        text = manifest.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise typer.BadParameter(f"{manifest}: there is no such file.", param_hint="--manifest") from None
    except UnicodeDecodeError:
        raise typer.BadParameter(
            f"{manifest} is not UTF-8 text; save it as “CSV UTF-8”.", param_hint="--manifest"
        ) from None
    reader = csv.DictReader(text.splitlines(keepends=True))
    given = set(reader.fieldnames or ())
    if "path" not in given:
        raise typer.BadParameter(f"{manifest}: there is no column path.", param_hint="--manifest")
    if strange := given - columns - {"path"}:
        raise typer.BadParameter(
            f"{manifest}: there is no fact called {sorted(strange)[0]!r}; the columns are path, "
            f"{', '.join(sorted(columns))}.",
            param_hint="--manifest",
        )
    for number, row in enumerate(reader, start=2):
        if not row["path"]:
            raise typer.BadParameter(f"{manifest}, row {number}: the column path is empty.")
        facts: dict[str, str | None] = {n: value for n, value in row.items() if n in columns and value}
        for name in DATES:
            if name in facts:
                facts[name] = edtf(facts[name], f"{manifest}, row {number}, column {name}")
        path = Path(row["path"])
        yield Row(path if path.is_absolute() else manifest.parent / path, facts)
