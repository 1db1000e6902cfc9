"""For gunicorn: `ACCOUNTED_ARCHIVE=/path gunicorn accounted.web.wsgi`."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from accounted.web import ready, workspace

workspace.configure(Path(os.environ.get("ACCOUNTED_ARCHIVE", ".")))
application = get_wsgi_application()
ready.load()
ready.start()
