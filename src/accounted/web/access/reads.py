"""Whoever was shown something sensitive stands in the audit trail: by what the answer names, on every page.

Looking at the answer, and not at each page's own idea of it, leaves no page out: a list, a search, a map, an
answer of the interface for programs, or a picture of a page. The line is written before the answer leaves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounted.record.queries.sensitive import named_in, sensitive

EVENT = "read"
MOST = 1_000  # identifiers in one line; how many more there were is told
_CONFLICT = 409  # shows both versions


class Reads:
    """Writes a line for every answer that names sensitive things."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """The answer, once it is written down who had it."""
        response = self.get_response(request)
        if request.user.is_authenticated and not request.path.startswith(settings.STATIC_URL):
            things = sensitive(request.archive, _named(request, response))
            if things:
                more = {"more": len(things) - MOST} if len(things) > MOST else {}
                request.audit(EVENT, path=request.path, things=list(things[:MOST]), **more)
        return response


def _named(request: Any, response: HttpResponse) -> set[str]:
    """What the answer names, and the address it was asked for at: a picture names nothing."""
    if response.status_code >= 300 and response.status_code != _CONFLICT:
        return set()  # nothing was shown; what was asked for may be named, though
    named = named_in(request.path.encode()) if response.status_code < 300 else set()
    return named if response.streaming else named | named_in(response.content)
