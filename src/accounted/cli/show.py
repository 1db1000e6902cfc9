"""How results reach the screen: tables for people, JSON for programs, progress for the patient."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any

import typer

FIRST_WORD = 3.0  # seconds of silence before long work says where it is, when nobody watches a bar
NEXT_WORD = 10.0


def as_json(value: Any) -> None:
    """Print one JSON document: keys in the order they are documented, text as text."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def as_json_lines(values: Iterable[Any]) -> None:
    """Print one JSON object a line."""
    for value in values:
        typer.echo(json.dumps(value, ensure_ascii=False))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, note: str = "") -> None:
    """Print a table that folds long words; without colours or boxes when the output is not a terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    on_terminal = sys.stdout.isatty()
    console = Console(soft_wrap=False, width=None if on_terminal else 160, highlight=False)
    drawn = Table(box=box.SIMPLE_HEAD if on_terminal else box.SIMPLE, pad_edge=False, show_edge=False)
    for name in columns:
        drawn.add_column(name, overflow="fold")
    count = 0
    for row in rows:
        count += 1
        # Text, not markup: what a source says is never a command to the terminal
        drawn.add_row(*(Text(printable(cell)) for cell in row))
    if count:
        console.print(drawn)
    if note:
        typer.echo(note)


def printable(value: object) -> str:
    """A value as one readable line: control characters and direction overrides are shown, not obeyed."""
    text = "" if value is None else str(value)
    return "".join(
        character if character.isprintable() or character == " " else f"\\u{ord(character):04x}"
        for character in " ".join(text.split("\n"))
    )


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[str], None]]:
    """Report long work: a bar on a terminal, a plain line now and then elsewhere (on standard error).

    Yields a function that is told each thing done.
    """
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(what, total=total)

            def on_terminal(name: str) -> None:
                bar.update(task, advance=1, description=f"{what} {printable(name)[:40]}")

            yield on_terminal
        return

    due = monotonic() + FIRST_WORD

    def in_plain_lines(name: str) -> None:
        nonlocal due
        if monotonic() >= due:
            due = monotonic() + NEXT_WORD
            typer.echo(f"{what}: {printable(name)}", err=True)

    yield in_plain_lines


@contextmanager
def progress_to(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """The same for work that says how far it is: yields a function of how many are done, of how many."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(what, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
        return
    with progress(what) as tell:
        yield lambda done, total: tell(f"{done:,}{f' of {total:,}' if total else ''}")
