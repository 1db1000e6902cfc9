"""The tables of sketches beside the index: what each document is like, and which share a band with it.

`record_search_sketch` holds the sketch of a document (`accounted.reckoning.likeness`), `record_search_band`
a row for each of its bands. Documents are known by the number of their entry in the index. Documents with
exactly the text of an earlier one have none of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from accounted.reckoning import likeness

_SKETCH = "record_search_sketch"
_BAND = "record_search_band"
_TABLES = (_SKETCH, _BAND)
MOST_IN_A_BAND = 200  # looked at: what so many share is a form that they were written by
AT_ONCE = 5_000


def make(cursor: Any, *, lite: bool) -> None:
    """Empty tables."""
    number, raw, packed = ("INTEGER", "BLOB", "WITHOUT ROWID") if lite else ("BIGINT", "BYTEA", "")
    cursor.execute(f"CREATE TABLE {_SKETCH} (id {number} PRIMARY KEY, sketch {raw} NOT NULL)")
    cursor.execute(
        f"CREATE TABLE {_BAND} (band {number} NOT NULL, id {number} NOT NULL, PRIMARY KEY (band, id)) "
        f"{packed}"
    )


def drop(cursor: Any) -> None:
    """Take the tables away."""
    for table in _TABLES:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")


def put(cursor: Any, made: Iterable[tuple[int, bytes]]) -> None:
    """Keep sketches by the numbers of their entries, of which none is there."""
    rows = list(made)
    if not rows:
        return
    cursor.executemany(f"INSERT INTO {_SKETCH} (id, sketch) VALUES (%s, %s)", rows)  # noqa: S608
    bands = sorted((band, number) for number, kept in rows for band in _bands(kept))
    cursor.executemany(f"INSERT INTO {_BAND} (band, id) VALUES (%s, %s)", bands)  # noqa: S608


def take_out(cursor: Any, numbers: Sequence[int]) -> None:
    """Remove the sketches of entries."""
    for number, kept in of(cursor, numbers).items():
        cursor.executemany(
            f"DELETE FROM {_BAND} WHERE band = %s AND id = %s",  # noqa: S608
            [(band, number) for band in _bands(kept)],
        )
        cursor.execute(f"DELETE FROM {_SKETCH} WHERE id = %s", [number])  # noqa: S608


def of(cursor: Any, numbers: Sequence[int]) -> dict[int, bytes]:
    """The sketches of entries, of those that have one."""
    found: dict[int, bytes] = {}
    for start in range(0, len(numbers), AT_ONCE):
        some = list(numbers[start : start + AT_ONCE])
        places = ", ".join(["%s"] * len(some))
        cursor.execute(f"SELECT id, sketch FROM {_SKETCH} WHERE id IN ({places})", some)  # noqa: S608
        found |= {number: bytes(kept) for number, kept in cursor.fetchall()}
    return found


def sharing_a_band(cursor: Any, kept: bytes) -> list[int]:
    """The entries that share a band with a sketch, those that share the most first."""
    bands = _bands(kept)
    one = f"SELECT id FROM (SELECT id FROM {_BAND} WHERE band = %s ORDER BY id DESC LIMIT {MOST_IN_A_BAND}) b"  # noqa: S608
    cursor.execute(" UNION ALL ".join([one] * len(bands)), list(bands))
    shared: dict[int, int] = {}
    for (number,) in cursor.fetchall():
        shared[number] = shared.get(number, 0) + 1
    return sorted(shared, key=lambda number: (-shared[number], number))


def _bands(kept: bytes) -> tuple[int, ...]:
    return likeness.bands(likeness.unpacked(kept))
