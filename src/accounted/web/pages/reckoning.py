"""Reckoning: how many, as the sources allow, at a place, under a basis, as of a day; and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounted.dates import InvalidDate, parse
from accounted.reckoning import WrongQuestion
from accounted.record.queries.denials import UntiedDenial, untied_denials
from accounted.record.searching.places import named
from accounted.vocabulary import vocabulary
from accounted.web import reckoned
from accounted.web.access.roles import may
from accounted.web.days import slider
from accounted.web.kept import told as kept_told
from accounted.web.local_terms import labels_of
from accounted.web.paging import page

FIRST = "bodies_found"


@page("reckoning/", name="reckoning", may="see_figures", template="reckoning/reckoning.html")
def reckoning(request: Any) -> Mapping[str, Any]:
    """A figure with its range, the claims behind it, what contradicts and denies it, and how it grew."""
    written = {
        name: request.GET.get(name, "").strip() for name in ("place", "basis", "as_of", "known_on", "scope")
    }
    basis = written["basis"] or FIRST
    shown: dict[str, Any] = {
        "title": _("Reckoning"),
        "written": written | {"basis": basis},
        "bases": [
            {"code": code, "label": label} for code, label in labels_of("count_basis", get_language() or "en")
        ],
        "trouble": "",
        "figure": None,
        "spoken_of": [],
        "of_newest": None,
        "slider": None,
        "kept": None,
        "scope": None,
    }
    if basis not in vocabulary("count_basis"):
        return shown | {"trouble": _("%(basis)s is no basis of counting") % {"basis": basis}}
    place = named(written["place"]) if written["place"] else None
    if place is None:
        if written["place"]:
            shown["trouble"] = (
                _("%(place)s: neither the record nor the gazetteer knows a place of that name") % written
            )
        places = reckoned.spoken_of(request.archive, basis, sight=request.sight)
        listed = places.value.places if places else ()
        return shown | {
            "spoken_of": [{"name": n, "country": c, "number": k} for n, c, k in listed],
            "of_newest": places.value.newest if places else None,
            "kept": kept_told(places, request.archive),
        }
    try:
        question = {"basis": basis, "as_of": _edtf(written["as_of"]), "known_on": _edtf(written["known_on"])}
        shown["scope"] = scope = reckoned.scope_of(request.archive, place, basis)
        if scope is not None and written["scope"] == "within":
            scope["limited"] = True
            if scope["outside"]:
                return shown | {"place": place.name}
            question["period"] = scope["period"]
        kept = reckoned.answer(request.archive, place, question, sight=request.sight)
    except WrongQuestion as trouble:
        return shown | {"trouble": str(trouble)}
    if kept is None:
        return shown | {"kept": kept_told(kept, request.archive)}
    figure = kept.value
    untied: tuple[UntiedDenial, ...] = ()
    if may(request.user.role, "see_material"):
        untied = untied_denials(request.archive, _claims_of(figure), sight=request.sight)
    if not request.sight.names:
        figure = reckoned.without_names(figure)
    charts = {
        # Drawn by accounted.reporting.charts, which escapes every word.
        name: mark_safe(figure[name])  # noqa: S308
        for name in ("chart_known", "chart_ladder")
        if figure.get(name)
    }
    return shown | {
        "figure": {**figure, **charts},
        "place": place.name,
        "slider": _slider(figure, written),
        "untied": untied,
    }


def _claims_of(figure: Mapping[str, Any]) -> list[str]:
    """The claims that a figure rests on, by their identifiers."""
    told = [*figure["binding"], *(one for origin in figure["origins"] for one in origin["statements"])]
    return [one["href"].split("/")[2] for one in told if (one.get("href") or "").startswith("/claims/")]


def _edtf(written: str) -> str | None:
    if not written:
        return None
    try:
        parse(written)
    except InvalidDate as trouble:
        raise WrongQuestion(str(trouble)) from None
    return written


def _slider(figure: Mapping[str, Any], written: Mapping[str, str]) -> dict[str, Any] | None:
    """The days that the slider goes over: from the first to the last that a claim counts at."""
    days = figure["days"]
    if not days:
        return None
    chosen = parse(written["as_of"]) if written["as_of"] else None
    return slider(date.fromisoformat(days[0]), date.fromisoformat(days[-1]), chosen)
