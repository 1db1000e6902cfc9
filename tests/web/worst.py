"""Notes which fields of a query or form a page asks for."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

ASKED: set[str] = set()


class Noting(QueryDict):
    """A query or form that notes the names it is asked for."""

    def get(self, key: Any, default: Any = None) -> Any:
        ASKED.add(key)
        return super().get(key, default)

    def getlist(self, key: Any, default: Any = None) -> Any:
        ASKED.add(key)
        return super().getlist(key, default)

    def __getitem__(self, key: Any) -> Any:
        ASKED.add(key)
        return super().__getitem__(key)


def noting(get_response: Any) -> Any:
    """A middleware that lets pages ask a query that notes."""

    def middleware(request: Any) -> Any:
        for name in ("GET", "POST"):
            noted = Noting(mutable=True)
            noted.update(getattr(request, name))
            setattr(request, name, noted)
        return get_response(request)

    return middleware
