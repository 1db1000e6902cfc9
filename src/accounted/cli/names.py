"""`accounted names`: how alike names are, in any script, pair by pair."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, TextIO

import typer

from accounted.cli import show

if TYPE_CHECKING:
    from accounted.names.comparing import Rarity

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_NEEDED = ("numpy", "numba")
_MOST_NAMES = 2_000_000  # held at once


@app.callback()
def names() -> None:
    """Compare names across Cyrillic, Latin and Arabic script."""


@app.command()
def compare(
    pairs: Annotated[Path, typer.Argument(help="A CSV file with the columns a and b; - for standard input.")],
    output: Annotated[
        Path | None, typer.Option(help="Write the table here instead of to standard output.")
    ] = None,
    rarity: Annotated[
        bool,
        typer.Option("--rarity", help="Let names that are rare in this file weigh more than common ones."),
    ] = False,
) -> None:
    """Add a column `similarity`, 0 to 1, to rows with a name in `a` and in `b`.

    1 is the same words in any order; from about 0.75 on the names may well be one person's; one part in
    conflict, such as another given name, brings it below 0.5. A row without one of the names gets none.
    """
    absent = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if absent:
        typer.echo(
            f"accounted: comparing names needs {', '.join(absent)}; install what is missing with "
            "pip install 'accounted[linking]'.",
            err=True,
        )
        raise typer.Exit(1)
    if rarity and str(pairs) == "-":
        raise typer.BadParameter("the file is read twice for it; give a file.", param_hint="--rarity")
    if output is not None:
        from accounted.cli.outputs import must_be_writable

        must_be_writable(output, Path(output.anchor) / "nowhere")
        if output.resolve() == pairs.resolve():
            raise typer.BadParameter("that is the file of the pairs; name another.", param_hint="--output")
    with _opened(pairs) as source, _written(output) as target, show.progress("pairs") as tell:
        compared = 0
        for count in _compared(source, target, pairs, _learnt(pairs) if rarity else None):
            compared += count
            tell(f"{compared:,}")


def _compared(source: BinaryIO, target: TextIO, path: Path, learnt: Rarity | None) -> Iterator[int]:
    """Write the rows with their similarity; yields how many at a time."""
    import numpy as np

    from accounted.cli.pair_table import read
    from accounted.names.comparing import Names

    table = read(source, path)
    target.write(table.header)
    known = Names(learnt)
    for block in table.blocks:
        numbers, told = [], np.ones(len(block), bool)
        for column in (table.a, table.b):
            names, places = block.names(column)
            numbers.append(known.numbers(names)[places])
            told &= np.fromiter((not name.isspace() and name != "" for name in names), bool)[places]
        target.write(block.text(known.compare(*numbers)[0], told))
        yield len(block)
        if len(known) > _MOST_NAMES:
            known = Names(known.rarity)


def _learnt(path: Path) -> Rarity:
    from accounted.cli.pair_table import read
    from accounted.names.comparing import Rarity

    with _opened(path) as source:
        table = read(source, path)
        return Rarity.learn(
            names[place]
            for block in table.blocks
            for column in (table.a, table.b)
            for names, places in (block.names(column),)
            for place in places.tolist()
        )


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    with path.open("rb") as source:
        yield source


@contextmanager
def _written(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.touch(mode=0o600)  # names may endanger people
        with partial.open("w", encoding="utf-8", newline="") as target:
            yield target
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
