"""A large archive to measure the workspace on: 100,000 documents, 1,000,000 claims, 200,000 persons.

A hundredth of it is put on record through decisions, as everywhere; its rows, and those of the search index,
are then copied a hundred times inside the database under new identifiers, since only reading is measured.
One that was kept is brought to what this version makes (`renew`): its tables, and its index of words.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

COPIES = 100
GIVEN = ("Taras", "Olena", "Ivan", "Maria", "Petro", "Hanna", "Yurii", "Oksana", "Andrii", "Nadiia")
STEMS = ("Bolv", "Shevch", "Kov", "Lys", "Hryts", "Marth", "Sav", "Tkach", "Bond", "Pol", "Rud", "Zin")
ENDS = ("enko", "chuk", "ynov", "yshyn", "skyi", "ak", "iuk", "ovych")
TABLES = (
    "Item", "Intake", "Document", "Reading", "Excerpt", "Claim", "Tally", "ClaimTerm", "Person",
    "PersonName", "Value",
)  # fmt: skip


def make(path: Path, url: str | None, scale: float) -> None:
    """The whole archive, in a directory and, with an address, in a PostgreSQL database."""
    from accounted.record.archive import Archive

    with Archive.create(path, title=path.name, agent="Olena Bench", database_url=url or "") as archive:
        fill(archive, scale)
    with Archive.open(path, agent="Olena Bench", database_url=url or ""):
        copy_rows(COPIES)


def renew(path: Path, url: str | None) -> None:
    """Bring an archive that was kept to this version: tables, dates of people, the index of words.

    The index is not left to bring itself up: the log tells of a hundredth of what is there.
    """
    from accounted.record.archive import Archive

    with Archive.open(path, agent="Olena Bench", database_url=url or "") as archive:
        from accounted.record.models import Value
        from accounted.record.projection import applied
        from accounted.record.searching import bring_up, tables
        from accounted.record.searching.index import LITTLE

        if not Value.objects.exists():
            date_deaths(archive)
            copy_rows(COPIES, ("Value",), index=False)
        known = tables.state()
        if known is None or known[1] != tables.FORM or applied() - known[2] > LITTLE or not tables.finished():
            index_again(archive)
        bring_up(archive)  # what was measured last time left lines in the log


def date_deaths(archive: Any) -> None:
    """Four of five people died on a known day, or in a known month."""
    from accounted.record import decisions
    from accounted.record.models import Claim, Person

    chance = random.Random(6)
    by = archive.reviewer("Olena Bench")
    claims = list(Claim.objects.exclude(pk__contains="-").order_by("pk").values_list("pk", flat=True)[:2000])
    people = Person.objects.exclude(pk__contains="-").order_by("pk").values_list("pk", flat=True)
    with archive.deciding():
        for person in list(people):
            day = f"{chance.randint(2014, 2023)}-{chance.randint(1, 12):02}"
            if chance.random() < 0.8:
                values = {"date:death": decisions.stated(day, chance.choice(claims))}
                decisions.amend(archive, "Person", person, values=values, by=by, reason="told")


def index_again(archive: Any) -> None:
    """The index of what was put on record, copied as its rows were."""
    from django.apps import apps
    from django.db import connections, transaction

    from accounted.record.projection import applied
    from accounted.record.searching import index, tables
    from accounted.record.searching.entries import NAMED, entries_of
    from accounted.record.searching.places import Surroundings

    around = Surroundings(index.opened_gazetteer)
    with transaction.atomic():
        tables.make_anew(archive.id)
        for kind, model in {"document": "Document", "claim": "Claim", **NAMED}.items():
            rows = apps.get_model("record", model).objects.exclude(pk__contains="-").order_by("pk")
            for some in _lots(list(rows.values_list("pk", flat=True))):
                tables.replace([], entries_of(archive, kind, some, around))
    with connections["default"].cursor() as cursor:
        _copy_index(cursor, connections["default"].vendor == "sqlite", numbers_to(COPIES))
        cursor.execute("UPDATE record_search_state SET indexed = %s", [applied()])
        tables.finish()
        if connections["default"].vendor != "sqlite":
            cursor.execute("ANALYZE record_search_entry")


def _lots(ids: list[str], size: int = 4_000) -> Iterator[list[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def fill(archive: Any, scale: float) -> None:
    """A hundredth of the archive, through decisions."""
    from accounted.record import decisions, searching
    from accounted.record.models import Claim
    from record import fill as documents_with_claims

    documents_with_claims(archive, max(20, int(1000 * scale)), 10)
    chance = random.Random(5)
    by = archive.reviewer("Olena Bench")
    claims = list(Claim.objects.values_list("pk", flat=True)[:2000])
    with archive.deciding():
        for _ in range(max(40, int(2000 * scale))):
            name = f"{chance.choice(GIVEN)} {chance.choice(STEMS)}{chance.choice(ENDS)}"
            decisions.record_person(
                archive, names=[(name, [chance.choice(claims)])], by=by, reason="named in the document"
            )
    date_deaths(archive)
    for number in range(40):
        decisions.record_incident(archive, title=f"Shelling {number}", by=by, reason="reported")
        decisions.record_burial_site(archive, by=by, reason="reported", frame={"name": f"Grave {number}"})
    searching.bring_up(archive)


def numbers_to(copies: int) -> str:
    """A query of its own before another: `n` with the numbers from 1."""
    from django.db import connections

    if connections["default"].vendor == "sqlite":
        return f"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {copies})"
    return f"WITH n AS (SELECT generate_series(1, {copies}) AS k)"


def copy_rows(copies: int, names: Sequence[str] = TABLES, *, index: bool = True) -> None:
    """Every row of these tables again, `copies` times, under identifiers of its own; of the index too."""
    from django.apps import apps
    from django.db import connections

    connection = connections["default"]
    lite = connection.vendor == "sqlite"
    models = [apps.get_model("record", name) for name in names]
    ours = {apps.get_model("record", name) for name in TABLES}
    through = [
        relation.remote_field.through
        for model in models
        for relation in model._meta.many_to_many
        if relation.remote_field.model in ours
    ]
    every: list[Any] = list(dict.fromkeys([*models, *through]))
    numbers = numbers_to(copies)
    with connection.cursor() as cursor, _in_bulk(cursor, lite, [model._meta.db_table for model in every]):
        for model in every:
            columns, told = [], []
            for one in model._meta.concrete_fields:
                if one.primary_key and one.get_internal_type() in ("AutoField", "BigAutoField"):
                    continue
                columns.append(f'"{one.column}"')
                told.append(_copied(one, ours))
            table = model._meta.db_table
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) {numbers} "
                f"SELECT {', '.join(told)} FROM {table} AS t, n ORDER BY {'t.rowid, k' if lite else '1'}"
            )
        if index:
            _copy_index(cursor, lite, numbers)
    if not lite:  # as PostgreSQL does by itself; SQLite has no statistics unless somebody asks for them
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@contextlib.contextmanager
def _in_bulk(cursor: Any, lite: bool, tables: list[str]) -> Iterator[None]:
    """Inside, no foreign key is looked up and no second index kept; the indices are made anew at its end."""
    if lite:
        before = "PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000"
        after = "PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536"
        listed = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN"
        )
    else:
        before = (
            "SET session_replication_role = replica; SET synchronous_commit = off; "
            "SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'"
        )
        after = "RESET session_replication_role; RESET maintenance_work_mem; RESET work_mem"
        listed = (
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND "
            "indexname NOT IN (SELECT conname FROM pg_constraint) AND tablename IN"
        )
    for statement in before.split("; "):
        cursor.execute(statement)
    search = [
        "record_search_entry",
        *(f"record_search_{group}" for group in ("names", "documents", "claims")),
    ]
    cursor.execute(f"{listed} ({', '.join(['%s'] * (len(tables) + 4))})", [*tables, *search])
    indices = cursor.fetchall()
    for name, _ in indices:
        cursor.execute(f'DROP INDEX "{name}"')
    cursor.execute("BEGIN")
    yield
    cursor.execute("COMMIT")
    for _, definition in indices:
        cursor.execute(definition)
    for statement in after.split("; "):
        cursor.execute(statement)


def _copied(one: Any, ours: set[type]) -> str:
    column = f't."{one.column}"'
    if one.primary_key or (one.is_relation and one.related_model in ours) or one.column == "subject_id":
        return f"{column} || '-' || k"
    if one.unique and one.name == "number":
        return f"{column} || '-' || k"
    if one.unique and one.name == "sha256":
        return f"k || substr({column}, 1, 56)"
    return column


def _copy_index(cursor: Any, lite: bool, numbers: str) -> None:
    cursor.execute("SELECT max(id) FROM record_search_entry")
    most = int(cursor.fetchone()[0])
    names = "id, grp, kind, subject, part, document, item, level, document_level, earliest, latest, lat, lon"
    cursor.execute(
        f"INSERT INTO record_search_entry ({names}) {numbers} SELECT id + k * {most}, grp, kind, "
        "subject || '-' || k, part, document || '-' || k, item || '-' || k, level, document_level, earliest, "
        "latest, lat, lon FROM record_search_entry, n ORDER BY 1"
    )
    for group in ("names", "documents", "claims"):
        table, key = f"record_search_{group}", "rowid" if lite else "id"
        cursor.execute(
            f"INSERT INTO {table} ({key}, words) {numbers} SELECT {key} + k * {most}, words FROM {table}, n "
            "ORDER BY 1"
        )
