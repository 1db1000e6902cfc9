"""Rows of a text with separators, and what is wrong with the quotation marks of one.

A quotation mark that is never closed takes the lines below it into its cell, up to the next mark or the end
of the file; the rows in them are seen by nobody. The cells are given as they are read; what is wrong is said
with them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

LONGEST_CELL = 1_000_000
_LINE_END = re.compile(r"\r\n|\r|\n")


class QuotedRow(NamedTuple):
    """A row: its number and the line it begins in, both from 1; its cells; what is wrong, or None."""

    number: int
    line: int
    cells: list[str]
    trouble: str | None


class CellTooLong(ValueError):
    """A cell of more than a million characters, in the row and from the line named."""

    def __init__(self, row: int, line: int) -> None:
        self.row, self.line = row, line
        super().__init__(f"row {row} (from line {line}): a cell of more than {LONGEST_CELL:,} characters")


def quoted_rows(lines: Iterable[str], separator: str) -> Iterator[QuotedRow]:
    """Every row of these lines, which keep their ends; an empty line is a row without cells.

    Raises:
        CellTooLong: a cell is longer than any of a table.
    """
    csv.field_size_limit(LONGEST_CELL)
    taken: list[str] = []  # the lines of the row at hand
    ended = False

    def given() -> Iterator[str]:
        nonlocal ended
        for line in lines:
            taken.append(line)
            yield line
        ended = True

    reader = csv.reader(given(), delimiter=separator, strict=False)
    number, before = 0, 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CellTooLong(number, before + 1) from error
        trouble = None
        # The lines end inside a row only where a mark in it is open.
        if ended:
            trouble = _never_closed(cells, before + len(taken))
        elif len(taken) > 1:
            trouble = _closed_within_a_word(taken, separator, before + 1)
        yield QuotedRow(number, before + 1, cells, trouble)
        before += len(taken)
        taken.clear()


def _never_closed(cells: list[str], last: int) -> str:
    """For the row that ends in `last`: where the mark of its last cell opens, and what that took in."""
    cell = cells[-1]
    below = len(_LINE_END.findall(cell)) - cell.endswith(("\n", "\r"))
    told = f"a quotation mark opens in line {last - below} and is never closed"
    if not below:
        return f"{told}: the file ends inside it; see whether it is whole"
    return f"{told}: {_lines(below)} below it, to the end of the file, stand in one cell"


def _closed_within_a_word(taken: list[str], separator: str, first: int) -> str | None:
    """For a row of several lines: whether each mark that opens in it closes before a separator."""
    try:
        next(csv.reader(taken, delimiter=separator, strict=True))
    except csv.Error:
        return (
            f"a quotation mark that opens in line {first} or below is closed in the middle of a cell in line "
            f"{first + len(taken) - 1} or above: {_lines(len(taken))} were taken for one row"
        )
    return None


def _lines(many: int) -> str:
    return f"{many:,} line{'s' * (many != 1)}"
