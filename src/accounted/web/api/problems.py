"""Errors as problem details (RFC 9457), in one shape for every operation."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from accounted.record.decisions.entering import Conflict
from accounted.record.docket import DecisionRefused, NotOnRecord
from accounted.record.queries.browsing import BadFilter
from accounted.vocabulary import UnknownTerm
from accounted.web.access.input import is_text
from accounted.web.access.roles import may
from accounted.web.errors import problem
from accounted.web.paging import NotFound
from accounted.web.plain import as_json
from accounted.web.uploads import NoRoom


class Problem(Schema):
    """What is wrong, and what to do (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


PROBLEMS: dict[int | frozenset[int], Any] = {
    frozenset({400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 423, 429, 503, 507}): Problem,
}


class ProblemRenderer(BaseRenderer):
    """Plain data as JSON, by the same rules as the twins of the pages."""

    media_type = "application/json"

    def render(self, request: Any, data: Any, *, response_status: int) -> str:
        """The text of an answer."""
        return as_json(data)


class NotJson(ValueError):
    """A body that does not say that it is JSON."""


class JsonParser(Parser):
    """Takes a body for JSON only where its type says so."""

    def parse_body(self, request: Any) -> Any:
        """The body as data.

        Raises:
            NotJson: its type is another.
        """
        kind = request.content_type or ""
        if kind != "application/json" and not kind.endswith("+json"):
            raise NotJson("send the body as JSON, with Content-Type: application/json")
        told = super().parse_body(request)
        if not is_text(told):
            raise ValueError("a text in it holds NUL, or half of a character")
        return told


def must(request: Any, capability: str) -> None:
    """Refuse somebody whose role, or whose token, may not do this.

    Raises:
        HttpError: 403.
    """
    if not may(request.user.role, capability):  # of a token: the token's role
        request.audit("refused", path=request.path, may=capability)
        raise HttpError(403, f"your role may not do this: it takes {capability}")


def handle_problems(api: NinjaAPI) -> None:
    """Say for each kind of error how it is answered."""

    def answer(kind: type[Exception], status: int) -> None:
        def handler(request: Any, trouble: Exception) -> Any:
            return problem(request, status, str(trouble), as_data=True)

        api.add_exception_handler(kind, handler)

    for kind, status in (
        (NoRoom, 507),
        (NotOnRecord, 404),
        (NotFound, 404),
        (Conflict, 409),
        (DecisionRefused, 422),
        (UnknownTerm, 422),
        (BadFilter, 422),
    ):
        answer(kind, status)

    def unauthenticated(request: Any, trouble: Exception) -> Any:
        refused = problem(request, 401, "give a token: Authorization: Bearer …", as_data=True)
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused

    def invalid(request: Any, trouble: Any) -> Any:
        where = [f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in trouble.errors]
        return problem(request, 422, "; ".join(where), as_data=True)

    def plainly(request: Any, trouble: Any) -> Any:
        if isinstance(trouble.__cause__, NotJson):
            return problem(request, 415, str(trouble.__cause__), as_data=True)
        return problem(request, trouble.status_code, str(trouble), as_data=True)

    def missing(request: Any, trouble: Exception) -> Any:
        return problem(request, 404, "there is no such thing", as_data=True)

    api.add_exception_handler(AuthenticationError, unauthenticated)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(HttpError, plainly)
    api.add_exception_handler(Http404, missing)
