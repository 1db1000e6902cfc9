"""Errors as pages for people and as problem details (RFC 9457) for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounted.web.plain import as_json


def problem(
    request: HttpRequest, status: int, detail: str, *, as_data: bool = False, **more: Any
) -> HttpResponse:
    """The answer that says what is wrong and what to do."""
    title = _titles().get(status, _("This could not be done"))
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    if as_data or wants_data(request):
        return HttpResponse(as_json(told), content_type="application/problem+json", status=status)
    return render(request, "error.html", told, status=status)


def _titles() -> dict[int, str]:
    return {
        400: _("This request cannot be understood"),
        401: _("Sign in first"),
        403: _("You may not do this"),
        404: _("There is no such page"),
        409: _("Somebody else changed this meanwhile"),
        413: _("This is too large"),
        422: _("This cannot be decided so"),
        423: _("The archive is locked"),
        429: _("Too many attempts; wait a while"),
        500: _("Something went wrong here"),
    }


def wants_data(request: HttpRequest) -> bool:
    """Whether a program asks, and gets data for an answer."""
    return request.path.endswith(".json") or request.path.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return problem(request, 400, _("The request is not one this page understands."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return problem(request, 403, _("Your role may not do this."))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from this workspace, or from a session that has ended."""
    return problem(request, 403, _("The form is from another session; load the page again and repeat."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. What address was asked for is not repeated."""
    return problem(request, 404, _("Check the address, or search."))


def not_offered(request: HttpRequest, **_given: Any) -> HttpResponse:
    """404, for pages of allauth that this workspace does without."""
    return not_found(request, Exception())


def broken(request: HttpRequest) -> HttpResponse:
    """500. What went wrong stands in the server's log, without what the person typed."""
    return problem(request, 500, _("Nothing was changed. If it happens again, tell whoever runs this."))
