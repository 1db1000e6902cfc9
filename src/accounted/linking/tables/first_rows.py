"""Which of the first rows holds the headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from accounted.linking.tables.headings import headings, plain
from accounted.linking.tables.table import Column, letters

LOOKED_AT = 30  # a title, a date and a stamp may stand above the headings
_NUMBER = re.compile(r"[\d\s.,%/:+-]+")


def heading_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The place of the heading row among the first rows, or None where no row names the columns.

    It is the row with most known headings; if none is known, the first filled row that is words only,
    none twice, and at least two of them, or the only column.
    """
    known = headings()
    best, most = None, 0
    for place, row in enumerate(rows[:LOOKED_AT]):
        score = len({known[plain(cell)] for cell in row if plain(cell) in known})
        if score > most:
            best, most = place, score
    if best is not None and (most > 1 or len([c for c in rows[best] if c.strip()]) <= 2):
        return best
    width = max((len(row) for row in rows), default=0)
    for place, row in enumerate(rows[:LOOKED_AT]):
        named = [cell.strip() for cell in row if cell.strip()]
        if not named or (width > 1 and len(named) < max(2, width - 1)):
            continue
        if len(set(named)) == len(named) and not any(_NUMBER.fullmatch(cell) for cell in named):
            return best if best is not None and best < place else place if len(rows) > place + 1 else None
        return best
    return best


def columns_of(row: Sequence[str] | None, width: int, first: int = 0) -> tuple[Column, ...]:
    """The columns a heading row names; a column without a heading is called by its letter."""
    found = []
    seen: dict[str, int] = {}
    for place in range(width):
        letter = letters(first + place)
        heading = " ".join((row[place] if row is not None and place < len(row) else "").split())
        heading = heading or f"column {letter}"
        seen[heading] = seen.get(heading, 0) + 1
        if seen[heading] > 1:
            heading = f"{heading} ({seen[heading]})"
        found.append(Column(place, heading, letter))
    return tuple(found)
