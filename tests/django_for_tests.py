"""Django is set up once in a process, so with the workspace: its tests run beside the others."""

from __future__ import annotations

import tempfile
from pathlib import Path


def set_up() -> None:
    """Set Django up with the workspace, over no database yet."""
    from django import setup
    from django.conf import settings

    from accounted.record.database import sqlite
    from accounted.web.settings import Options, settings_for

    if settings.configured:
        return
    nowhere = sqlite(Path(tempfile.gettempdir()) / "accounted-tests-no-workspace.sqlite3")
    options = Options(hosts=("localhost", "testserver"))
    settings.configure(**settings_for(nowhere, options=options, secret="of-the-tests" * 5))
    setup()
