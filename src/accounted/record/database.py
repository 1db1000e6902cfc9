"""The database under the record: SQLite beside the archive, or PostgreSQL by `DATABASE_URL`.

Django is configured here, without a project: one settings object for the process, one database alias that is
pointed at the archive in use. A second alias lets `rebuild` write into another database with the same code.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ALIAS = "default"
RECORD = "record"  # the label of the app
NEWER_FORMAT = "a newer version of Accounted"
_target: ContextVar[str] = ContextVar("accounted_database", default=ALIAS)
_setting_up = threading.Lock()

# SQLite takes 32,766 values in one statement since 3.32; Django still assumes the old limit of 999, which
# would
# cut a bulk insert of claims into statements of a dozen rows.
SQLITE_VALUES_IN_A_STATEMENT = 32_000

# Rows that say what a document says, or what was decided: written once, never changed.
WRITTEN_ONCE = (
    "record_excerpt",
    "record_claim",
    "record_claimterm",
    "record_tally",
    "record_value",
    "record_consent",
    "record_listrow",
    "record_proposalreview",
    "record_reconciliation",
)


class DatabaseUnusable(RuntimeError):
    """The database cannot be used as it is. The message says what to do."""


class Router:
    """Sends every query to the database of the archive in use, or to the one being rebuilt."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """The alias in use here."""
        return _target.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """The alias in use here."""
        return _target.get()

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Rows of one archive may always refer to each other."""
        return True


def sqlite(path: Path) -> dict[str, Any]:
    """Settings of a SQLite database: write-ahead log, foreign keys, patience with other writers.

    Transactions that write take the lock when they begin, so that the order of commits is the order of
    the log. `synchronous` is NORMAL: a power cut may lose the last rows, never corrupt them, and what
    is lost is written again from the log when the archive is opened.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 60,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
        },
    }


def is_frozen(settings: dict[str, Any]) -> bool:
    """Whether the database is a SQLite file on a disk, or in a directory, that we cannot write."""
    if not settings["ENGINE"].endswith("sqlite3"):
        return False
    path = Path(settings["NAME"])
    return path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def frozen(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings of the same SQLite file as something that nobody writes: no lock, no journal."""
    address = f"{Path(settings['NAME']).resolve().as_uri()}?mode=ro&immutable=1"
    return {"ENGINE": settings["ENGINE"], "NAME": address, "OPTIONS": {"uri": True}}


def postgresql(url: str) -> dict[str, Any]:
    """Settings of a PostgreSQL database from `postgresql://user:password@host:port/name?option=value`.

    Raises:
        DatabaseUnusable: the address is of another kind or has no database name, or the driver is missing.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise DatabaseUnusable(
            f"DATABASE_URL: {parts.scheme or 'no'} address; the record is kept in SQLite or PostgreSQL: "
            "give postgresql://user@host:port/name, or unset DATABASE_URL to use SQLite"
        )
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise DatabaseUnusable("DATABASE_URL: no database name; give postgresql://user@host:port/NAME")
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise DatabaseUnusable(
            "DATABASE_URL names a PostgreSQL database, but its driver is not installed; "
            "run: pip install 'accounted[postgres]'"
        ) from None
    options = dict(parse_qsl(parts.query))
    # To compile a query pays for those that run for seconds. Here one is asked for a page, and of a large
    # archive it takes longer to compile than to answer.
    options["options"] = f"-c jit=off {options.get('options', '')}".strip()
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }


def configure() -> None:
    """Set Django up for the record, once in a process. A project that did so before is left as it is."""
    import django
    from django.apps import apps
    from django.conf import settings

    with _setting_up:
        if not settings.configured:
            settings.configure(
                INSTALLED_APPS=["accounted.record"],
                DATABASES={ALIAS: {"ENGINE": "django.db.backends.dummy"}},
                DATABASE_ROUTERS=["accounted.record.database.Router"],
                DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
                USE_TZ=True,
                TIME_ZONE="UTC",
                LOGGING_CONFIG=None,
            )
        if not apps.ready:
            django.setup()


def connect(settings: dict[str, Any], alias: str = ALIAS) -> None:
    """Point an alias at a database. A connection to the one before it is closed."""
    from django.db import connections

    disconnect(alias)
    # The settings of an alias are completed by Django when it first reads them; a new one is completed alike.
    complete = {
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {},
        "TIME_ZONE": None,
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
        "TEST": {"CHARSET": None, "COLLATION": None, "MIGRATE": True, "MIRROR": None, "NAME": None},
        **settings,
    }
    connections.settings[alias] = complete
    connection = connections[alias]
    if connection.vendor == "sqlite":
        connection.features.max_query_params = SQLITE_VALUES_IN_A_STATEMENT
        if "bulk_batch_size" in vars(type(connection.ops)):
            connection.ops.bulk_batch_size = lambda fields, objs: max(  # type: ignore[method-assign]
                1, SQLITE_VALUES_IN_A_STATEMENT // max(1, len(fields))
            )
    try:
        connection.ensure_connection()
    except Exception as trouble:  # the driver's own errors differ; all mean that nobody answers
        disconnect(alias)
        raise DatabaseUnusable(_unreachable(settings, trouble)) from trouble


def disconnect(alias: str = ALIAS) -> None:
    """Close the connection of an alias, if this thread has one."""
    from django.db import connections

    if hasattr(connections._connections, alias):  # type: ignore[attr-defined]
        connections[alias].close()
        del connections[alias]


def _unreachable(settings: dict[str, Any], trouble: Exception) -> str:
    why = str(trouble).strip().splitlines()[0] if str(trouble).strip() else type(trouble).__name__
    if is_frozen(settings):
        return (
            f"{settings['NAME']}: the disk is read-only, or the file is not ours to write; "
            "claims, items, report and verify work here, for anything else copy the archive elsewhere"
        )
    if settings["ENGINE"].endswith("sqlite3"):
        return f"{settings['NAME']}: the database cannot be opened ({why}); check its directory"
    return (
        f"DATABASE_URL: PostgreSQL at {settings['HOST'] or 'the local socket'} does not let us in ({why}); "
        "check that the server runs and that the user may use the database"
    )


@contextlib.contextmanager
def writing_into(alias: str) -> Iterator[None]:
    """Inside, every query of the record goes to that alias."""
    token = _target.set(alias)
    try:
        yield
    finally:
        _target.reset(token)


def alias_in_use() -> str:
    """The alias the record's queries go to."""
    return _target.get()


def migrate(app: str = RECORD) -> None:
    """Bring the tables of the database in use to this version, and guard what is written once.

    An empty database gets them from a ready-made script where there is one (`accounted.record.ready_made`).
    """
    from django.core.management import call_command
    from django.db import connections

    from accounted.record import ready_made

    ready_made.lay(connections[alias_in_use()], app)
    if behind(app):
        call_command("migrate", app, database=alias_in_use(), verbosity=0, interactive=False)
    if app == RECORD:
        _guard()


def behind(app: str = RECORD) -> list[str]:
    """The migrations the database in use has not had, oldest first.

    Names are compared first; the migrations themselves are loaded only where the names differ.

    Raises:
        DatabaseUnusable: the database has had migrations this version does not know.
    """
    from django.db import connections

    from accounted.record import ready_made

    connection = connections[alias_in_use()]
    applied, known = ready_made.applied_migrations(connection, app), ready_made.names_of_migrations(app)
    if not applied or applied == known:
        return sorted(known - applied)
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    applied = {name for of, name in executor.loader.applied_migrations if of == app}
    known = {name for of, name in executor.loader.disk_migrations if of == app}
    if applied - known:
        raise DatabaseUnusable(
            f"the database was written by {NEWER_FORMAT} ({', '.join(sorted(applied - known))}); "
            "install that version to open it: pip install --upgrade accounted"
        )
    return sorted(known - applied)


def holds_an_archive() -> bool:
    """Whether the database in use says that it is the record of an archive."""
    from django.db import connections

    from accounted.record.models import ArchiveIdentity

    tables = connections[alias_in_use()].introspection.table_names()
    return ArchiveIdentity._meta.db_table in tables and ArchiveIdentity.objects.exists()


def _guard() -> None:
    """Let the database itself refuse to change a row that is written once."""
    from django.db import connections

    connection = connections[alias_in_use()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION record_written_once() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION '% is written once; a correction is a new row', TG_TABLE_NAME; "
                "END $$"
            )
        for table in WRITTEN_ONCE:
            if connection.vendor == "sqlite":
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {table}_written_once BEFORE UPDATE ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is written once; a correction is a new row'); END"
                )
            else:
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER {table}_written_once BEFORE UPDATE ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION record_written_once()"
                )


def one_writer_at_a_time() -> None:
    """Inside a transaction: wait for any other writer.

    SQLite does so by itself when the transaction begins.
    """
    from django.db import connections

    connection = connections[alias_in_use()]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Any fixed number does; this one spells the project's name, so that an administrator can find it.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('accounted record'))")
