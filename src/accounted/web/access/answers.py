"""Every refusal says what is wrong: also those that Django and the libraries give without a word."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounted.web.errors import problem, wants_data

KEPT = ("Allow", "Retry-After", "WWW-Authenticate")
DATA = "application/problem+json"


class Answers:
    """Gives a refusal that has no words of ours a page for people, or problem details for programs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or a better one with the same status."""
        response = self.get_response(request)
        if response.status_code < 400 or response.streaming:
            return response
        speaks = response.headers.get("Content-Type", "").split(";")[0]
        if speaks == DATA or (response.content and speaks == "text/html" and not wants_data(request)):
            return response
        if speaks == "application/json" and not request.path.startswith("/api/"):
            return response  # what our own pages tell their own scripts
        told = problem(request, response.status_code, _detail(response))
        for name in KEPT:
            if name in response.headers:
                told.headers[name] = response.headers[name]
        return told


def _detail(response: HttpResponse) -> str:
    if response.status_code == 405:
        allowed = response.headers.get("Allow", "")
        return _("This address takes other methods: %(methods)s.") % {"methods": allowed or "GET"}
    if response.status_code == 429:
        return _("Too many attempts from here. Wait some minutes, then go on.")
    return response.reason_phrase
