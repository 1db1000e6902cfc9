"""Pages and acts: what is registered here has an address, a rule who may use it, and a JSON twin.

A page is a function from a request to plain data. The same data are shown by its template and, under the
same address with `.json`, given as they are. An act changes something: it is a POST and calls a decision.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from accounted.record.decisions.entering import Conflict
from accounted.record.docket import DecisionRefused, NotOnRecord
from accounted.web.access.roles import ANYONE, may
from accounted.web.errors import problem
from accounted.web.plain import as_json

Function = Callable[..., Any]


class NotFound(LookupError):
    """There is no such thing, or the person may not know that there is."""


@dataclass(frozen=True)
class Shown:
    """An answer of a page or an act: a template, its data, and the status."""

    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Registered:
    """One page or act, with its rule."""

    pattern: str
    name: str
    may: str
    function: Function
    template: str = ""
    changes: bool = False
    raw: bool = False  # an act that takes bytes, or JSON of its own, in place of a form


REGISTERED: dict[str, Registered] = {}


def page(pattern: str, *, name: str, may: str, template: str) -> Callable[[Function], Function]:
    """Register a function from a request to plain data as a page and its JSON twin."""
    return _register(pattern, name, may, template, changes=False)


def act(pattern: str, *, name: str, may: str, raw: bool = False) -> Callable[[Function], Function]:
    """Register a function that changes something: a POST that ends in a redirect, or in what is `Shown`."""
    return _register(pattern, name, may, "", changes=True, raw=raw)


def _register(
    pattern: str, name: str, may: str, template: str, *, changes: bool, raw: bool = False
) -> Callable[[Function], Function]:
    def register(function: Function) -> Function:
        if name in REGISTERED:
            raise ValueError(f"two pages are called {name!r}")
        REGISTERED[name] = Registered(pattern, name, may, function, template, changes, raw)
        return function

    return register


def registered() -> list[Registered]:
    """Every page and act; an address that names something comes before one that stands for anything."""
    return sorted(REGISTERED.values(), key=lambda one: ["<" in part for part in one.pattern.split("/")])


def urls() -> list[Any]:
    """An address for every page, its JSON twin, and every act."""
    found = []
    for one in registered():
        found.append(path(one.pattern, _view(one, twin=False), name=one.name))
        if not one.changes:
            twin = f"{one.pattern.rstrip('/') or 'today'}.json"
            found.append(path(twin, _view(one, twin=True), name=f"{one.name}.json"))
    return found


def _view(one: Registered, *, twin: bool) -> Callable[..., HttpResponse]:
    @functools.wraps(one.function)
    def view(request: HttpRequest, **given: Any) -> HttpResponse:
        refused = refusal(request, one.may, as_data=twin)
        if refused is not None:
            return refused
        try:
            answer = one.function(request, **given)
        except (NotFound, NotOnRecord) as missing:
            return problem(request, 404, str(missing), as_data=twin)
        except Conflict as conflict:
            return problem(request, 409, str(conflict), as_data=twin)
        except (DecisionRefused, ValueError) as refused_by_a_rule:
            if not isinstance(refused_by_a_rule, DecisionRefused) and not _told(refused_by_a_rule):
                raise
            return problem(request, 422, str(refused_by_a_rule), as_data=twin)
        if isinstance(answer, HttpResponseBase):
            return answer
        shown = answer if isinstance(answer, Shown) else Shown(one.template, answer)
        if twin:
            return HttpResponse(as_json(shown.data), content_type="application/json", status=shown.status)
        response = render(request, shown.template, dict(shown.data), status=shown.status)
        patch_vary_headers(response, ["HX-Request"])
        return response

    return require_POST(view) if one.changes else require_safe(view)


def _told(trouble: ValueError) -> bool:
    """Whether a ValueError is one of ours, with a message for the person who typed something wrong."""
    return type(trouble).__module__.startswith("accounted.")


def refusal(request: Any, capability: str, *, as_data: bool) -> HttpResponse | None:
    """The answer to somebody who may not: the way to sign in, or a refusal that goes into the audit trail."""
    if capability == ANYONE:
        return None
    if not request.user.is_authenticated:
        if as_data:
            return problem(request, 401, "sign in, or give a token", as_data=True)
        return HttpResponseRedirect(
            f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
        )
    if not may(request.user.role, capability):
        request.audit("refused", path=request.path, may=capability)
        return problem(request, 403, "your role may not do this", as_data=as_data)
    return None


def redirect(name: str, *, query: Mapping[str, Any] | None = None, **given: Any) -> HttpResponse:
    """On to another page, by its name (303: the browser gets it, and does not post again)."""
    address = reverse(name, kwargs=given) + (f"?{urlencode(query)}" if query else "")
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


@dataclass(frozen=True)
class Paged:
    """One page of rows, and the way to the ones beside it."""

    rows: list[Any]
    number: int
    more: bool
    previous: str | None
    next: str | None


def paginate(rows: Any, request: HttpRequest, *, size: int = 50) -> Paged:
    """One page of a queryset or sequence; `?page=` says which. The whole, maybe large, is not counted."""
    try:
        number = max(1, int(request.GET.get("page", "1")))
    except ValueError:
        number = 1
    number = min(number, 100_000)
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return Paged(
        rows=found[:size],
        number=number,
        more=len(found) > size,
        previous=_address(request, number - 1) if number > 1 else None,
        next=_address(request, number + 1) if len(found) > size else None,
    )


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
