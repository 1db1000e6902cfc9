"""The tables of a new database from a ready-made script, instead of one migration after another.

Going through the migrations takes seconds; what comes out is always the same. Each app keeps it as SQL, one
script for each kind of database, in its folder `ready_made`. A script names the migrations it stands for with
the SHA-256 of each, and the series of Django that went through them: if any of these is not as it was, the
script is not used. Migrations that came after it are then applied to what it made.

`tests/record/generated_schema.py` writes the scripts; a test holds each against what the migrations make.
"""

from __future__ import annotations

import hashlib
import importlib.util
import pkgutil
import re
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = "ready_made"
BETWEEN = ";\n\n"  # two statements
_NAMED = re.compile(r"-- (?P<app>\w+)\.(?P<name>\w+) sha256:(?P<sha256>[0-9a-f]{64})")
_DJANGO = "-- Django {}"


def names_of_migrations(app: str) -> set[str]:
    """The migrations an app brings with it, by the names of their files, which are not read."""
    folder = _folder_of_migrations(app)
    return {
        module.name
        for module in pkgutil.iter_modules([str(folder)] if folder else [])
        if not module.ispkg and module.name[0] not in "_~"
    }


def applied_migrations(connection: Any, app: str) -> set[str]:
    """The migrations of an app that a database has had."""
    if "django_migrations" not in connection.introspection.table_names():
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = %s", [app])
        return {name for (name,) in cursor.fetchall()}


def lay(connection: Any, app: str) -> bool:
    """Make the tables of an app in an empty database from its script; whether there was one that could serve.

    They stand together with the names of their migrations, or not at all.
    """
    from django.db import transaction
    from django.db.migrations.recorder import MigrationRecorder

    text = _script(connection.vendor, app)
    if text is None or connection.introspection.table_names():
        return False
    first, _, statements = text.partition("\n\n")
    named = [found.group("app", "name") for found in _NAMED.finditer(first)]
    recorder = MigrationRecorder(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in statements.split(BETWEEN):
            if statement.strip():
                cursor.execute(statement)
        recorder.migration_qs.bulk_create(
            recorder.Migration(app=of, name=name)  # type: ignore[misc]
            for of, name in named
        )
    return True


def heading(title: str, migrations: list[tuple[str, str]]) -> str:
    """What a script begins with: what it is, and what it was made from."""
    lines = [f"-- {title}", _DJANGO.format(_series())]
    for app, name in migrations:
        sha256 = _sha256(app, name)
        assert sha256 is not None, f"{app}.{name} has no file"
        lines.append(f"-- {app}.{name} sha256:{sha256}")
    return "\n".join(lines) + "\n\n"


def path_of_script(vendor: str, app: str) -> Path:
    """Where the script of an app for one kind of database is, or would be."""
    from django.apps import apps

    return Path(apps.get_app_config(app).path) / FOLDER / f"{vendor}.sql"


def _script(vendor: str, app: str) -> str | None:
    """The script, if it was made from the migrations as they are now."""
    try:
        text = path_of_script(vendor, app).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    first = text.partition("\n\n")[0]
    named = [found.groups() for found in _NAMED.finditer(first)]
    if not named or _DJANGO.format(_series()) not in first.splitlines():
        return None
    return text if all(_sha256(of, name) == sha256 for of, name, sha256 in named) else None


def _sha256(app: str, name: str) -> str | None:
    folder = _folder_of_migrations(app)
    path = folder / f"{name}.py" if folder else None
    return hashlib.sha256(path.read_bytes()).hexdigest() if path and path.is_file() else None


@cache
def _folder_of_migrations(app: str) -> Path | None:
    from django.apps import apps

    try:
        found = importlib.util.find_spec(f"{apps.get_app_config(app).name}.migrations")
    except LookupError:  # an app that is not installed here
        return None
    places = list(found.submodule_search_locations or ()) if found else []
    return Path(places[0]) if places else None


def _series() -> str:
    """Django's series: releases within one make the same tables."""
    import django

    return ".".join(map(str, django.VERSION[:2]))
