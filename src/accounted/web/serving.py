"""Serving the workspace from one's own machine: one process, some threads, this machine only."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from accounted.record.archive import Archive
from accounted.web import database, workspace

THREADS = 8


def prepare(path: Path, *, operator: str, config: Path) -> str:
    """Make the workspace's tables, and an owner where nobody has an account; a link that lets them in.

    Raises:
        EvidenceError, DatabaseUnusable, SettingsInvalid: the archive or its settings cannot be used.
    """
    workspace.configure(path, config=config)
    with Archive.open(path, agent=operator):
        pass  # brings the record to this version and makes the operator known to it
    database.prepare()
    from accounted.web.models import User
    from accounted.web.pages.entering import ticket

    owner = User.objects.filter(role="owner", is_active=True, full_name=operator).first()
    if owner is None and not User.objects.exists():
        owner = User(username=_username(operator), full_name=operator, role="owner")
        owner.set_unusable_password()
        owner.save()
    return f"/enter/{ticket(owner)}/" if owner is not None else "/"


def public_address(path: Path) -> str:
    """Where others reach the workspace, as `workspace.toml` says; empty where it names no host."""
    from accounted.web.settings import Options, options_of

    options = options_of(path)
    named = [host for host in options.hosts if host not in Options().hosts]
    return f"{'https' if options.https else 'http'}://{named[0].lstrip('.')}" if named else ""


def _username(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name.casefold()).strip("-")[:150] or "owner"


def serve(*, host: str, port: int, on_ready: Callable[[int], None]) -> None:
    """Answer requests until interrupted. `on_ready` is told the port that was taken."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server

    from accounted.web import ready, searching, uploads

    os.umask(0o077)
    uploads.incoming_of(workspace.archive().path)
    tempfile.tempdir = settings.FILE_UPLOAD_TEMP_DIR  # bodies on their way in lie in the archive, not in /tmp
    searching.start(workspace.archive())
    uploads.wake(workspace.archive())  # what was being taken in when the server stopped goes on
    application = get_wsgi_application()
    ready.load()
    ready.start()
    server = create_server(
        application,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_body_size=64 << 20,
    )
    on_ready(int(server.effective_port))
    try:
        server.run()
    finally:
        server.close()
        workspace.close()
