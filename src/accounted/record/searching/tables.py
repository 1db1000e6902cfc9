"""The tables of the index, in SQLite (FTS5) and PostgreSQL (tsvector). They are no part of the record.

`record_search_entry` says what each entry is of; one table for each group holds its words. They are made when
the index is first brought up, and can be dropped at any time. Statements here hold no value that came from
outside:
all of those are parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections

from accounted.names import keys
from accounted.reckoning import likeness
from accounted.record.database import alias_in_use
from accounted.record.searching import sketches, words
from accounted.record.searching.asking import Expression
from accounted.record.searching.entries import GROUPS, IndexEntry

# Of the tables, of the words in them, of the keys of names and of the sketches of documents: with another,
# the index is made anew.
FORM = f"2-{words.VERSION}-{keys.VERSION}-{likeness.VERSION}"
_STATE = "record_search_state"
_ENTRY = "record_search_entry"
_COLUMNS = (
    "id", "grp", "kind", "subject", "part", "document", "item", "level", "document_level", "earliest",
    "latest",
    "lat", "lon",
)  # fmt: skip
ASKED_FOR = 2_000  # entries at once, at least
_MOST_TOKENS = 15_000  # a tsvector knows no more than 16,383 positions


def _connection() -> Any:
    return connections[alias_in_use()]


def _words_table(group: str) -> str:
    return f"record_search_{group}"


def there() -> bool:
    """Whether the tables exist."""
    connection = _connection()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [_STATE])
        else:
            cursor.execute(
                "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = %s", [_STATE]
            )
        return cursor.fetchone() is not None


def state() -> tuple[str, str, int] | None:
    """The archive indexed, the form of the index, and how far into the log it goes; None without an index."""
    if not there():
        return None
    with _connection().cursor() as cursor:
        cursor.execute(f"SELECT archive, form, indexed FROM {_STATE}")  # noqa: S608
        row = cursor.fetchone()
        return (row[0], row[1], int(row[2])) if row else None


def make_anew(archive: str) -> None:
    """Empty tables for an archive, in place of any that are there. Inside a transaction."""
    connection = _connection()
    lite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        drop(cursor)
        number = "INTEGER" if lite else "BIGINT"
        real = "REAL" if lite else "DOUBLE PRECISION"
        cursor.execute(
            f"CREATE TABLE {_STATE} (archive TEXT NOT NULL, form TEXT NOT NULL, indexed {number} NOT NULL)"
        )
        cursor.execute(
            f"CREATE TABLE {_ENTRY} (id {number} PRIMARY KEY, grp TEXT NOT NULL, kind TEXT NOT NULL, "
            "subject TEXT NOT NULL, part INTEGER NOT NULL, document TEXT, item TEXT, level TEXT NOT NULL, "
            f"document_level TEXT NOT NULL, earliest DATE, latest DATE, lat {real}, lon {real})"
        )
        cursor.execute(f"CREATE INDEX {_ENTRY}_subject ON {_ENTRY} (subject)")
        cursor.execute(f"CREATE INDEX {_ENTRY}_document ON {_ENTRY} (document)")
        for group in GROUPS:
            table = _words_table(group)
            if lite:
                # The tokens are put right before they come here: nothing is left to fold.
                cursor.execute(
                    f"CREATE VIRTUAL TABLE {table} USING fts5(words, tokenize = \"ascii tokenchars '_'\")"
                )
            else:
                cursor.execute(f"CREATE TABLE {table} (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        sketches.make(cursor, lite=lite)
        cursor.execute(f"INSERT INTO {_STATE} VALUES (%s, %s, 0)", [archive, FORM])  # noqa: S608


def finish() -> None:
    """Make the indexes of the words, where they are not there yet: after the first filling, not before it.

    Filling a GIN index row by row takes many times as long as making it of rows that are there.
    """
    connection = _connection()
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        for group in GROUPS:
            table = _words_table(group)
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {table}_words ON {table} USING gin (words)")
            cursor.execute(f"ANALYZE {table}")


def finished() -> bool:
    """Whether the words have their indexes."""
    connection = _connection()
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema() AND indexname = ANY(%s)",
            [[f"{_words_table(group)}_words" for group in GROUPS]],
        )
        return bool(cursor.fetchone()[0] == len(GROUPS))


def drop(cursor: Any) -> None:
    """Take the tables away."""
    for table in (_STATE, _ENTRY, *map(_words_table, GROUPS)):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
    sketches.drop(cursor)


def moved_on(from_: int, to: int) -> bool:
    """Note that the index now goes to a later line; False where another process was quicker."""
    with _connection().cursor() as cursor:
        cursor.execute(f"UPDATE {_STATE} SET indexed = %s WHERE indexed = %s", [to, from_])  # noqa: S608
        return bool(cursor.rowcount == 1)


def claims_indexed_of(documents: Sequence[str]) -> list[str]:
    """The claims of documents that are in the index."""
    found: list[str] = []
    with _connection().cursor() as cursor:
        for some in _lots(documents):
            cursor.execute(
                f"SELECT subject FROM {_ENTRY} WHERE kind = 'claim' AND document IN ({_places(some)})",  # noqa: S608
                some,
            )
            found += [row[0] for row in cursor.fetchall()]
    return found


def replace(subjects: Sequence[str], entries: Iterable[IndexEntry]) -> int:
    """Put entries in the place of whatever was there of these subjects; how many entries. In a
    transaction."""
    connection = _connection()
    lite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        numbers = _take_out(cursor, subjects)
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {_ENTRY}")  # noqa: S608
        following = cursor.fetchone()[0]
        rows, texts = [], {group: [] for group in GROUPS}  # type: ignore[var-annotated]
        sketched = []
        for entry in entries:
            number = numbers.pop((entry.kind, entry.subject, entry.part), None)
            if number is None:
                following += 1
                number = following
            rows.append(
                (number, entry.group, entry.kind, entry.subject, entry.part, entry.document, entry.item,
                 entry.level, entry.document_level, entry.earliest, entry.latest, entry.lat, entry.lon)
            )  # fmt: skip
            texts[entry.group].append((number, _fts5(entry) if lite else _tsvector(entry)))
            if entry.sketch is not None:
                sketched.append((number, entry.sketch))
        if rows:
            columns = ", ".join(_COLUMNS)
            cursor.executemany(
                f"INSERT INTO {_ENTRY} ({columns}) VALUES ({_places(_COLUMNS)})",  # noqa: S608
                rows,
            )
        for group, told in texts.items():
            if told:
                key = "rowid" if lite else "id"
                cast = "%s" if lite else "%s::tsvector"
                cursor.executemany(
                    f"INSERT INTO {_words_table(group)} ({key}, words) VALUES (%s, {cast})",  # noqa: S608
                    told,
                )
        sketches.put(cursor, sketched)
    return len(rows)


def _take_out(cursor: Any, subjects: Sequence[str]) -> dict[tuple[str, str, int], int]:
    """Remove the entries of subjects; the number each had, which it keeps when it comes back."""
    numbers: dict[tuple[str, str, int], int] = {}
    for some in _lots(subjects):
        cursor.execute(
            f"SELECT id, grp, kind, subject, part FROM {_ENTRY} WHERE subject IN ({_places(some)})",  # noqa: S608
            some,
        )
        gone: dict[str, list[int]] = {}
        documents = []
        for number, group, kind, subject, part in cursor.fetchall():
            numbers[kind, subject, part] = number
            gone.setdefault(group, []).append(number)
            if kind == "document":
                documents.append(number)
        sketches.take_out(cursor, documents)
        for group, listed in gone.items():
            key = "rowid" if _connection().vendor == "sqlite" else "id"
            for ids in _lots(listed):
                for table, column in ((_words_table(group), key), (_ENTRY, "id")):
                    cursor.execute(f"DELETE FROM {table} WHERE {column} IN ({_places(ids)})", ids)  # noqa: S608
    return numbers


def leave_no_trace() -> None:
    """Write the index anew from what is in it, so that words of what was destroyed are in no leftover of
    it."""
    connection = _connection()
    if connection.vendor != "sqlite":
        return  # PostgreSQL's own vacuum takes dead rows away
    with connection.cursor() as cursor:
        for group in GROUPS:
            table = _words_table(group)
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608


def _fts5(entry: IndexEntry) -> str:
    return " ".join((*entry.forms, *entry.tokens))


def _tsvector(entry: IndexEntry) -> str:
    positions: dict[str, list[str]] = {}
    for number, form in enumerate(entry.forms[:_MOST_TOKENS], 1):
        known = positions.setdefault(form, [])
        if len(known) < 250:  # PostgreSQL keeps 255 of a word
            known.append(str(number))
    return " ".join(
        [f"'{form}':{','.join(at)}" for form, at in positions.items()] + [f"'{t}'" for t in set(entry.tokens)]
    )


# ---- looking


def newest() -> int:
    """The number of the entry that came last."""
    with _connection().cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {_ENTRY}")  # noqa: S608
        return int(cursor.fetchone()[0])


def candidates(
    group: str, sought: Expression | None, conditions: Sequence[str], values: Sequence[Any], *, most: int
) -> list[int]:
    """Numbers of the entries that fit, newest first, at most so many.

    `conditions` are further ones in SQL, on the columns of the entry as `e`, with their values.
    """
    connection = _connection()
    lite = connection.vendor == "sqlite"
    table = _words_table(group)
    key = f"{table}.rowid" if lite else f"{table}.id"
    where: list[str] = []
    given: list[Any] = []
    if sought is not None:
        where.append(f"{table} MATCH %s" if lite else f"{table}.words @@ %s::tsquery")
        given.append(sought.fts5 if lite else sought.tsquery)
    source = table
    if conditions:
        source += f" {'CROSS' if lite else ''} JOIN {_ENTRY} e ON e.id = {key}"
        where += conditions
    # Asked for few, PostgreSQL would go back through all entries until it met them.
    limit = int(most) if lite else max(int(most), ASKED_FOR)
    sql = (
        f"SELECT {key} FROM {source} {'WHERE ' + ' AND '.join(where) if where else ''} "  # noqa: S608
        f"ORDER BY {key} DESC LIMIT {limit}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *values])
        return [int(row[0]) for row in cursor.fetchall()[:most]]


def subjects_sought(group: str, sought: Expression, *, kind: str) -> tuple[str, list[Any]]:
    """A statement that gives the subjects of the entries of a kind that fit, and its values."""
    table = _words_table(group)
    if _connection().vendor == "sqlite":
        joined, fits, value = "CROSS JOIN", f"{table} MATCH %s", sought.fts5
        key = f"{table}.rowid"
    else:
        joined, fits, value = "JOIN", f"{table}.words @@ %s::tsquery", sought.tsquery
        key = f"{table}.id"
    sql = f"SELECT e.subject FROM {table} {joined} {_ENTRY} e ON e.id = {key} WHERE {fits} AND e.kind = %s"  # noqa: S608
    return sql, [value, kind]


def subjects(group: str, sought: Expression, *, kind: str, most: int) -> list[str] | None:
    """The subjects of the entries of a kind that fit; None where more than so many entries fit.

    In two steps: joined, PostgreSQL would go through all entries for some thousands.
    """
    numbers = candidates(group, sought, [], [], most=most + 1)
    if len(numbers) > most:
        return None
    return [row[1] for row in entries(numbers).values() if row[0] == kind]


def entries(numbers: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """What entries are of, by their numbers: kind, subject, part, document, item."""
    found: dict[int, tuple[Any, ...]] = {}
    with _connection().cursor() as cursor:
        for some in _lots(numbers):
            cursor.execute(
                f"SELECT id, kind, subject, part, document, item FROM {_ENTRY} WHERE id IN ({_places(some)})",  # noqa: S608
                some,
            )
            found |= {row[0]: tuple(row[1:]) for row in cursor.fetchall()}
    return found


def first_entries(documents: Sequence[str]) -> list[int]:
    """The numbers of the entries with which documents begin."""
    with _connection().cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {_ENTRY} WHERE kind = 'document' AND part = 0 "  # noqa: S608
            f"AND subject IN ({_places(documents)})",
            list(documents),
        )
        return [int(row[0]) for row in cursor.fetchall()]


def _lots(listed: Sequence[Any], size: int = 5_000) -> Iterable[list[Any]]:
    return (list(listed[n : n + size]) for n in range(0, len(listed), size))


def _places(some: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(some))
