"""The database anew from the log and the kept objects: every row is a copy of something logged.

The only rows that the log does not hold are identities under seal (rule D-29); they are carried over.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accounted.record import database
from accounted.record.projection import catch_up

if TYPE_CHECKING:
    from accounted.record.archive import Archive

REBUILT = "rebuilt"
OnCount = Callable[[int], None]


def rebuild(archive: Archive, *, on_progress: OnCount | None = None) -> int:
    """Make the database of an archive anew; how many lines of the log it was made from.

    The old one stays in place until the new one is whole.

    Raises:
        EvidenceError: the log or an object it names is damaged or missing; the old database is untouched.
    """
    archive.must_be_open()
    if archive.database == "sqlite":
        return _new_file(archive, on_progress)
    return _in_place(archive, on_progress)


def rebuild_into(
    archive: Archive, settings: dict[str, Any], *, end: int | None = None, on_progress: OnCount | None = None
) -> int:
    """Make the rows of an archive in another, empty database, reached under the alias `rebuilt`.

    `end` leaves out the lines of the log from that number on.
    """
    from django.db import transaction

    database.connect(settings, REBUILT)
    with database.writing_into(REBUILT):
        database.migrate()
        with transaction.atomic(using=REBUILT):
            archive.put_identity()
            return catch_up(archive, end=end, on_progress=on_progress)


def _new_file(archive: Archive, on_progress: OnCount | None) -> int:
    path = Path(archive.path / "accounted.sqlite3")
    fresh = path.with_name("accounted.sqlite3.new")
    _remove(fresh)
    try:
        count = rebuild_into(archive, database.sqlite(fresh), on_progress=on_progress)
        sealed = _sealed()
        with database.writing_into(REBUILT):
            _restore(sealed)
            _settle()
        database.disconnect(REBUILT)
        database.disconnect()
        for leftover in ("-wal", "-shm"):
            path.with_name(path.name + leftover).unlink(missing_ok=True)
        fresh.replace(path)
    finally:
        database.disconnect(REBUILT)
        _remove(fresh)
    database.connect(database.sqlite(path))
    return count


def _in_place(archive: Archive, on_progress: OnCount | None) -> int:
    from django.apps import apps
    from django.db import connections, transaction

    alias = database.alias_in_use()
    with transaction.atomic(using=alias):
        database.one_writer_at_a_time()
        sealed = _sealed()
        tables = [
            model._meta.db_table
            for model in apps.get_app_config("record").get_models(include_auto_created=True)
        ]
        with connections[alias].cursor() as cursor:
            quoted = ", ".join(connections[alias].ops.quote_name(table) for table in tables)
            cursor.execute(f"TRUNCATE {quoted}")
        archive.put_identity()
        count = catch_up(archive, on_progress=on_progress)
        _restore(sealed)
    return count


def _sealed() -> dict[str, bytes]:
    from accounted.record.models import SealedIdentity

    rows = SealedIdentity.objects.filter(sealed__isnull=False).values_list("code", "sealed")
    return {code: bytes(sealed) for code, sealed in rows}


def _restore(sealed: dict[str, bytes]) -> None:
    """Put sealed identities back where the log says that they are still to be."""
    from accounted.record.models import Decision, SealedIdentity

    destroyed = set(Decision.objects.filter(kind="destroy_seal").values_list("subject_id", flat=True))
    for code, data in sealed.items():
        if code not in destroyed:
            SealedIdentity.objects.filter(code=code).update(sealed=data)


def _settle() -> None:
    """Write everything into the one file, so that it can be moved."""
    from django.db import connections

    with connections[REBUILT].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
