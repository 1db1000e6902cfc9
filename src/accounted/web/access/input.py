"""What no text has is refused at the door, on every page: the databases differ in what they make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounted.web.errors import problem

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Input:
    """Answers 400 where an address, a query or a form holds a character that no text has."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or a refusal."""
        texts: list[str] = [request.path]
        if "%00" in request.META.get("QUERY_STRING", ""):
            texts += _values(request.GET)
        if request.method == "POST" and request.content_type in FORMS:
            texts += _values(request.POST)
        if is_text(texts):
            return self.get_response(request)
        return problem(request, 400, _("A character in it is none that a text can have (NUL)."))


def _values(form: Any) -> list[str]:
    return [text for name, values in form.lists() for text in (name, *values)]


def is_text(told: Any) -> bool:
    """Whether every text in some data is one that both databases can hold: no NUL, no half of a character."""
    if isinstance(told, str):
        return "\0" not in told and (told.isascii() or not any("\ud800" <= c <= "\udfff" for c in told))
    if isinstance(told, dict):
        return is_text(told.keys()) and is_text(told.values())
    if isinstance(told, Iterable):
        return all(is_text(one) for one in told)
    return True
