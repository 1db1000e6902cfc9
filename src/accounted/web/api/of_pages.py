"""Every page and act of the workspace as an operation, made from the register of pages.

What a person can do with a form, a program can do with a body of the same fields.
"""

from __future__ import annotations

import inspect
import json
import re
from typing import Annotated, Any

from django.http import QueryDict
from django.http.response import HttpResponseBase
from ninja import Body, Path, Router, Schema
from ninja.errors import HttpError

from accounted.web.access.roles import ANYONE
from accounted.web.api.problems import PROBLEMS, must
from accounted.web.api.shapes import Identifier
from accounted.web.paging import Registered, Shown, registered
from accounted.web.plain import plain

PART = re.compile(r"<(\w+):(\w+)>")
MOST_FIELDS = 2_000
Fields = dict[str, str | list[str]]


class Done(Schema):
    """Where the act led: the address of the page that shows what came of it, or its data."""

    location: str | None = None
    data: dict[str, Any] | None = None


def router_of_pages() -> Router:
    """One operation for each page and each act, under the page's own address."""
    router = Router(tags=["pages"])
    for one in registered():
        if one.may == ANYONE or one.raw:
            continue
        address = "/" + PART.sub(r"{\2}", one.pattern).strip("/") or "/"
        if one.changes:
            register = router.post(address, response={200: Done, **PROBLEMS}, **_told(one))
        else:
            register = router.get(address, response={200: dict[str, Any], **PROBLEMS}, **_told(one))
        register(_operation(one))
    return router


def _told(one: Registered) -> dict[str, Any]:
    told = inspect.getdoc(one.function) or one.name
    return {
        "summary": told.split("\n")[0].rstrip("."),
        "description": f"{told}\n\nNeeds: {one.may}.",
        "operation_id": f"pages_{one.name}",
    }


def _operation(one: Registered) -> Any:
    """A function with the signature the description of the interface is made from."""
    kinds = {"int": int}
    given = [
        inspect.Parameter(
            name,
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            annotation=Annotated[kinds.get(kind, Identifier), Path()],
        )
        for kind, name in PART.findall(one.pattern)
    ]
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    body = inspect.Parameter(
        "fields", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Annotated[Fields, Body()], default={}
    )

    def operation(request: Any, **told: Any) -> Any:
        must(request, one.may)
        if one.changes:
            request.POST = _form(told.pop("fields", {}))
        return _answer(one, one.function(request, **told))

    operation.__name__ = f"page_{one.name}"
    operation.__doc__ = one.function.__doc__
    parameters = [request, *given, *([body] if one.changes else [])]
    operation.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    operation.__annotations__ = {p.name: p.annotation for p in parameters if p.name != "request"}
    return operation


def _form(fields: Fields) -> QueryDict:
    """The fields of a body as those of a form."""
    if len(fields) > MOST_FIELDS:
        raise HttpError(422, f"fields: at most {MOST_FIELDS}")
    form = QueryDict(mutable=True)
    for name, value in fields.items():
        form.setlist(name, [value] if isinstance(value, str) else list(value))
    return form


def _answer(one: Registered, answer: Any) -> Any:
    if isinstance(answer, HttpResponseBase):
        if not one.changes or answer.status_code not in (302, 303):
            return answer
        return {"location": answer.headers["Location"]}
    if isinstance(answer, Shown):
        if answer.status >= 400:
            raise HttpError(answer.status, json.dumps(plain(answer.data), ensure_ascii=False)[:2_000])
        return {"data": plain(answer.data)} if one.changes else plain(answer.data)
    return {"data": plain(answer)} if one.changes else plain(answer)
