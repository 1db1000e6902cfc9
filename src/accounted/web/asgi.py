"""For uvicorn: `ACCOUNTED_ARCHIVE=/path uvicorn accounted.web.asgi:application`."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.asgi import get_asgi_application

from accounted.web import ready, workspace

workspace.configure(Path(os.environ.get("ACCOUNTED_ARCHIVE", ".")))
application = get_asgi_application()
ready.load()
ready.start()
