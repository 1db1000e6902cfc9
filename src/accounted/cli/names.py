"""`accounted names`: how alike names are, in any script, pair by pair."""

from __future__ import annotations

import csv
import importlib.util
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Annotated, TextIO

import typer

from accounted.cli import show

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_NEEDED = ("numpy", "numba")
_AT_ONCE = 100_000
_MOST_LETTERS = 1_000_000  # of one field


class UnreadablePairs(ValueError):
    """The file is no table of pairs; the message says why and what to do."""


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


def _compared(source: TextIO, target: TextIO, path: Path, learnt: object) -> Iterator[int]:
    """Write the rows with their similarity; yields how many at a time."""
    from accounted.names.comparing import Names, Rarity

    reader, fields = _table(source, path)
    writer = csv.writer(target, lineterminator="\n")
    kept = [n for n, field in enumerate(fields) if field != "similarity"]
    writer.writerow([*(fields[n] for n in kept), "similarity"])
    a, b = fields.index("a"), fields.index("b")
    known = Names(learnt if isinstance(learnt, Rarity) else None)
    for rows in iter(lambda: list(islice(reader, _AT_ONCE)), []):
        first, second = ([_at(row, n) for row in rows] for n in (a, b))
        scores, _ = known.compare(known.numbers(first), known.numbers(second))
        for row, x, y, score in zip(rows, first, second, scores, strict=True):
            told = f"{score:.4f}" if x.strip() and y.strip() else ""
            writer.writerow([*(_at(row, n) for n in kept), told])
        yield len(rows)
        if len(known) > 2_000_000:
            known = Names(known.rarity)


def _learnt(path: Path) -> object:
    from accounted.names.comparing import Rarity

    with _opened(path) as source:
        reader, fields = _table(source, path)
        a, b = fields.index("a"), fields.index("b")
        return Rarity.learn(_at(row, n) for row in reader for n in (a, b))


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _table(source: TextIO, path: Path) -> tuple[Iterator[Sequence[str]], Sequence[str]]:
    """The rows below the header, and the header."""
    csv.field_size_limit(_MOST_LETTERS)
    try:
        first = source.readline()
    except UnicodeDecodeError:
        raise UnreadablePairs(f"{path}: not UTF-8. Save it as UTF-8 CSV and try again.") from None
    by = max(",;\t", key=first.count)
    try:
        fields = [field.strip() for field in next(csv.reader([first], delimiter=by), [])]
    except csv.Error as error:
        raise UnreadablePairs(f"{path}, row 1: {error}. Save it as CSV and try again.") from None
    absent = [name for name in ("a", "b") if name not in fields]
    if absent:
        has = ", ".join(fields) if any(fields) else "nothing"
        raise UnreadablePairs(
            f"{path}: there is no column {' and no column '.join(absent)} in its first row, which has {has}. "
            "Name the two columns of names a and b."
        )
    return _rows(csv.reader(source, delimiter=by), path), fields


def _rows(reader: Iterator[Sequence[str]], path: Path) -> Iterator[Sequence[str]]:
    number = 1
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadablePairs(
                f"{path}, row {number}: {error}. Put the row right and try again."
            ) from None
        except UnicodeDecodeError:
            raise UnreadablePairs(
                f"{path}, after row {number}: not UTF-8. Save it as UTF-8 CSV and try again."
            ) from None
        if row:
            yield row


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    if str(path) == "-":
        yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
        return
    with path.open(encoding="utf-8-sig", newline="") as source:
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
