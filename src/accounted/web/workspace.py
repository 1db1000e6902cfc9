"""The archive a process serves: found once, opened when it is first needed."""

from __future__ import annotations

import secrets
import threading
from pathlib import Path
from typing import Any

from accounted.record.archive import Archive

SQLITE_CACHE = 8_192  # kB of a connection; each thread has one to the record, a smaller one to the workspace
# A page asks for few rows of many tables: PostgreSQL would think of every order to join them in, for longer
# than it then takes to find them. Joined as they are written, four at a time, they are found as fast.
POSTGRESQL_ORDER = "-c join_collapse_limit=4"

_lock = threading.Lock()
_path: Path | None = None
_archive: Archive | None = None


def configure(path: Path, *, secret: str | None = None, config: Path | None = None) -> None:
    """Set Django up for the workspace of the archive in that directory.

    `secret` signs sessions; without it, the one in the configuration directory is used, or made.

    Raises:
        EvidenceError, DatabaseUnusable, SettingsInvalid: the archive or its settings cannot be used.
    """
    import django
    from django.apps import apps
    from django.conf import settings

    from accounted.record.configuration import config_dir
    from accounted.web import database
    from accounted.web.settings import options_of, secret_key, settings_for

    identity, record = _what_is_there(path)
    if secret is None:
        secret = secret_key(config or config_dir(), identity)
    if not settings.configured:
        settings.configure(
            **settings_for(database.settings_for(path, record), options=options_of(path), secret=secret)
        )
    if not apps.ready:
        django.setup()
    point_to(path, database.settings_for(path, record))


def configure_to_look(path: Path) -> None:
    """Set Django up to look at the workspace of that archive without serving it: no session is signed."""
    configure(path, secret=secrets.token_urlsafe(64))


def point_to(path: Path, workspace: dict[str, Any]) -> None:
    """From here on this process serves the archive in that directory."""
    from django.conf import settings
    from django.db import connections

    from accounted.record.database import connect
    from accounted.web.database import WORKSPACE
    from accounted.web.uploads.batches import FOLDER, SENDING

    global _path
    close()
    connect(workspace, WORKSPACE)
    connections[WORKSPACE].close()
    # What a form sends is private and may be large: it arrives in the archive, never in a common folder.
    settings.FILE_UPLOAD_TEMP_DIR = str(path / FOLDER / SENDING)
    _path = path


def _what_is_there(path: Path) -> tuple[str, dict[str, Any]]:
    """The archive's identity and the settings of its record's database."""
    from accounted.record.archive import record_settings

    return record_settings(path)


def served() -> Path | None:
    """The directory of the archive that is served; None before any is."""
    return _path


def archive() -> Archive:
    """The archive, open."""
    global _archive
    with _lock:
        if _archive is None:
            if _path is None:
                raise RuntimeError("the workspace was not configured: call configure(path) first")
            _archive = Archive.open(_path, to_read=True)
            _keep_connections()
        return _archive


def _keep_connections() -> None:
    """Let each thread keep its connection between requests, with as little memory as many threads allow.

    What SQLite does not hold itself stands in the system's own cache, which all threads and workers share.
    """
    from django.db import connections

    for alias, kilobytes in (("default", SQLITE_CACHE), ("workspace", SQLITE_CACHE // 8)):
        kept = connections.settings[alias]
        kept["CONN_MAX_AGE"] = 600
        kept["CONN_HEALTH_CHECKS"] = True
        options = kept["OPTIONS"]
        if "init_command" in options:
            pragma = f"PRAGMA cache_size=-{kilobytes};"
            kept["OPTIONS"] = {**options, "init_command": f"{options['init_command']} {pragma}"}
        else:
            kept["OPTIONS"] = {
                **options,
                "options": f"{options.get('options', '')} {POSTGRESQL_ORDER}".strip(),
            }
        connections[alias].close()


def close() -> None:
    """Close the archive; the next request opens it again."""
    global _archive
    with _lock:
        if _archive is not None:
            _archive.close()
            _archive = None
