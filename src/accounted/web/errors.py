"""Errors as pages for people and as problem details (RFC 9457) for programs."""

from __future__ import annotations

import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounted.web.plain import as_json
from accounted.web.uploads.room import is_full


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
        405: _("This cannot be done here"),
        409: _("Somebody else changed this meanwhile"),
        412: _("Say which version you have before you"),
        413: _("This is too large"),
        415: _("This kind of content is not taken here"),
        422: _("This cannot be decided so"),
        423: _("The archive is locked"),
        429: _("Too many attempts; wait a while"),
        500: _("Something went wrong here"),
        503: _("The database does not answer at the moment"),
        507: _("There is no room left"),
    }


def wants_data(request: HttpRequest) -> bool:
    """Whether a program asks, and gets data for an answer."""
    if request.path.endswith(".json") or request.path.startswith("/api/"):
        return True
    return request.headers.get("Accept", "").split(",")[0].split(";")[0].strip() == "application/json"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where it is only too large."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return problem(request, 413, _("Send less at once; files are sent in pieces, or one by one."))
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


def too_many(request: HttpRequest) -> HttpResponse:
    """429."""
    answer = problem(request, 429, _("Too many attempts from here. Wait some minutes, then go on."))
    answer.headers["Retry-After"] = "300"
    return answer


def broken(request: HttpRequest) -> HttpResponse:
    """500. What went wrong stands in the server's log, without what the person typed."""
    trouble = sys.exc_info()[1]
    if is_outage(trouble):
        return unavailable(request)
    if is_full(trouble):
        return problem(request, 507, _("The disk is full; nothing was kept. Whoever runs this makes room."))
    return problem(request, 500, _("Nothing was changed. If it happens again, tell whoever runs this."))


SECONDS_TO_WAIT = 5


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database restarts, or is busy for too long. The page is made without asking it anything."""
    detail = _("What you sent was recorded as a whole or not at all: look before you send it again.")
    told = {"type": "about:blank", "title": _titles()[503], "status": 503, "detail": detail}
    if wants_data(request):
        answer = HttpResponse(as_json(told), content_type="application/problem+json", status=503)
    else:
        again = request.get_full_path() if request.method == "GET" else "/"
        answer = HttpResponse(render_to_string("unavailable.html", {**told, "again": again}), status=503)
    answer.headers["Retry-After"] = str(SECONDS_TO_WAIT)
    return answer


def is_outage(trouble: BaseException | None) -> bool:
    """Whether this is the database being away or busy, and not a mistake of ours in what we asked it."""
    from accounted.record.database import DatabaseUnusable

    if isinstance(trouble, DatabaseUnusable):
        return isinstance(trouble.__cause__, (OperationalError, InterfaceError))
    return isinstance(trouble, (OperationalError, InterfaceError)) and "no such" not in str(trouble)
