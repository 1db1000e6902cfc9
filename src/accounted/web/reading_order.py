"""Characters that turn the order of reading are shown in pages, and not obeyed.

With them “04 bodies” is read as “40 bodies”, and a name as another (Boucher and Anderson 2021, “Trojan
Source”). Each is put as one sign, so that places in a text are counted as before; what stands in a field to
be filled in stays as it is, because it comes back. The record, the JSON twin and the original keep them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

TURNING = "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates and their ends
SIGN = "⇄"
_THERE = re.compile(rb"\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
_OUTSIDE_FIELDS = re.compile(rf'(<textarea\b.*?</textarea>|\bvalue="[^"]*")|[{TURNING}]', re.DOTALL)
_ANY = re.compile(f"[{TURNING}]")


def turns(text: str) -> bool:
    """Whether a text holds a character that turns the order of reading."""
    return _ANY.search(text) is not None


def put_plainly(page: str) -> str:
    """The HTML of a page with a sign in place of every such character outside of fields."""
    return _OUTSIDE_FIELDS.sub(lambda found: found[1] or SIGN, page)


class ReadingOrder:
    """Puts every page plainly."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, if it is a page with such characters in it put plainly."""
        response = self.get_response(request)
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        if _THERE.search(response.content):
            response.content = put_plainly(response.content.decode("utf-8")).encode("utf-8")
        return response
