"""Ready to answer: what the first person would otherwise wait for is done when the server starts."""

from __future__ import annotations

import gc
import threading


def load() -> None:
    """Import every page, compile every template, and let the collector pass over what is there then."""
    from django.conf import settings
    from django.template import TemplateDoesNotExist
    from django.template.loader import get_template
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for path in sorted(folder.rglob("*.html")):
            try:
                get_template(path.relative_to(folder).as_posix())
            except TemplateDoesNotExist:  # one that builds on a template of a library that is not there
                continue
    gc.collect()
    gc.freeze()


def start() -> None:
    """From here on this process works out beside the requests what takes long, beginning at once."""
    from accounted.web import kept, searching

    searching.serve()
    kept.serve()
    threading.Thread(target=_begin, name="ready", daemon=True).start()


def _begin() -> None:
    from django.db import connections

    from accounted.web import reckoned, workspace
    from accounted.web.pages.today import progress_of

    try:
        archive = workspace.archive()
        progress_of(archive)
        reckoned.start(archive)
    except Exception:  # noqa: S110  the first request meets the same trouble, and tells it
        pass
    finally:
        connections.close_all()
