"""How much of the archive an export takes: all of it, items, a place, an incident, a search that is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounted.record.docket import DecisionRefused
from accounted.record.queries import scoping
from accounted.record.queries.browsing import BadFilter, Filters
from accounted.record.queries.choosing import chosen
from accounted.record.queries.dictionary import SLUGS, kind_of
from accounted.record.queries.scoping import Within
from accounted.record.sight import Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.queries.happenings import Happenings
    from accounted.reporting.material import Material

KINDS = ("archive", "items", "place", "incident", "search")
_PAGE = 500


def scope_of(archive: Archive, user: Any, told: Any, *, sight: Sight) -> dict[str, Any]:
    """The scope that a form names, as it is kept with the request: what it is, of what, how it is called.

    A search is taken as it is kept now; a later change of it does not change the request.

    Raises:
        DecisionRefused: no such scope, place, incident or search.
    """
    kind = told.get("scope", "") or ("items" if told.get("items", "").strip() else "archive")
    if kind not in KINDS:
        raise DecisionRefused(_("an export is of: %s") % ", ".join(KINDS))
    if kind == "archive":
        return {"kind": kind}
    if kind == "items":
        numbers = [one for one in re.split(r"[\s,;]+", told.get("items", "")) if one]
        if not numbers:
            raise DecisionRefused(_("items: name one or more, such as ACC-000001"))
        return {"kind": kind, "of": numbers}
    if kind == "place":
        typed = " ".join(told.get("place", "").split())
        if not typed:
            raise DecisionRefused(_("place: name one"))
        return {"kind": kind, "of": typed, "called": typed}
    if kind == "incident":
        found = chosen(archive, "Incident", told.get("incident", ""), sight=sight)
        if len(found) != 1:
            raise DecisionRefused(
                _("incident: nothing on record is called “%s”") % told.get("incident", "")
                if not found
                else _("incident: several are called so; give the identifier of one")
            )
        return {"kind": kind, "of": found[0].id, "called": found[0].title}
    return _kept(user, told.get("search", ""))


def _kept(user: Any, told: str) -> dict[str, Any]:
    """A search or list of this person: `search:12`, `list:3`."""
    sort, _colon, number = told.partition(":")
    rows = {"search": user.searches, "list": user.lists}.get(sort)
    one = rows.filter(pk=int(number)).first() if rows is not None and number.isdecimal() else None
    if one is None:
        raise DecisionRefused(_("search: choose one that you keep"))
    made = {"kind": "search", "of": one.query, "called": one.title}
    return {**made, "list": one.kind} if sort == "list" else made


def kept_by(user: Any) -> list[tuple[str, str]]:
    """The searches and lists that somebody keeps: how a form names each, and what it is called."""
    from accounted.web import wording

    lists = [(f"list:{one.pk}", f"{wording.KINDS[one.kind][1]}: {one.title}") for one in user.lists.all()]
    return [*((f"search:{one.pk}", one.title) for one in user.searches.all()), *lists]


def within(archive: Archive, scope: Mapping[str, Any], material: Material, *, sight: Sight) -> Within | None:
    """What of the archive a scope takes, for whoever asked; None: all of it.

    Raises:
        DecisionRefused: a kept search that can no longer be understood.
    """
    kind = scope.get("kind", "archive")
    if kind == "archive":
        return None
    if kind == "items":
        return Within({}, frozenset(scope["of"]))
    if kind == "place":
        found = scoping.of_place(archive, scope["of"], sight=sight)
        return replace(found, items=found.items | _items_at(scope["of"], material))
    if kind == "incident":
        return scoping.of_incident(archive, scope["of"], sight=sight)
    try:
        if "list" in scope:
            told = dict(QueryDict(scope["of"]).items())
            filters = Filters.of(kind_of(scope["list"]), told)
            return scoping.of_list(archive, scope["list"], filters, sight=sight)
        return _found(archive, scope["of"], sight)
    except BadFilter as wrong:
        raise DecisionRefused(str(wrong)) from None


def _items_at(place: str, material: Material) -> frozenset[str]:
    """Documents with a claim about a place of that name, or about one that lies within it."""
    from accounted.reporting.enclosing import place_key

    wanted = place.casefold()
    keys = {
        key
        for told in material.told()
        if (at := told.claim.place) is not None and (key := place_key(at)) is not None
        and wanted in {one.casefold() for one in (at.name, at.text) if one}
    }  # fmt: skip
    keys |= _known_to_the_gazetteer(place)
    found = set()
    for told in material.told():
        key = place_key(told.claim.place)
        if key is not None and (key in keys or keys & set(material.enclosing.get(key, ()))):
            found.add(told.source.item)
    return frozenset(found)


def _known_to_the_gazetteer(place: str) -> set[str]:
    from accounted.record.searching.places import named

    found = named(place)
    if found is None:
        return set()
    told = (("gn", found.geonames), ("iso", found.iso3166_2 if found.kind == "region" else None),
            ("country", found.country if found.kind == "country" else None))  # fmt: skip
    return {f"{system}:{code}" for system, code in told if code is not None}


def _found(archive: Archive, query: str, sight: Sight) -> Within:
    """What a search finds: items, and entries with what they rest on."""
    from accounted.record import searching
    from accounted.record.models import Document
    from accounted.record.searching import WrongSearch
    from accounted.record.searching.finding import GROUPS
    from accounted.web.searching import filters_of

    entries: dict[str, set[str]] = {}
    documents: set[str] = set()
    try:
        asked = filters_of(QueryDict(query)).asked
        for group in (asked.group,) if asked.group else GROUPS:
            after = None
            while True:
                of_group = replace(asked, group=group)
                found = searching.find(archive, of_group, sight=sight, after=after, limit=_PAGE).groups
                page = found[0] if found else None
                if page is None:
                    break
                if page.more:
                    raise DecisionRefused(
                        _("the search finds more than %s things of one kind; narrow it") % page.total
                    )
                for hit in page.hits:
                    model = "".join(word.capitalize() for word in hit.kind.split("_"))
                    if hit.kind == "document":
                        documents.add(hit.id)
                    elif hit.kind == "claim" and hit.document is not None:
                        documents.add(hit.document)
                    elif model in SLUGS:
                        entries.setdefault(SLUGS[model], set()).add(hit.id)
                after = page.after
                if after is None or not page.hits:
                    break
    except WrongSearch as wrong:
        raise DecisionRefused(str(wrong)) from None
    part = scoping.of_entries(archive, entries, sight=sight)
    rows = sight.documents(Document.objects.filter(pk__in=documents))
    return replace(part, items=part.items | set(rows.values_list("item__number", flat=True)))


def narrowed(material: Material, happened: Happenings, part: Within) -> tuple[Material, Happenings]:
    """Of material and happenings what is within a part of the archive; numbers of the whole are left out."""
    from accounted.record.queries import IdentifyingCounts

    individuals = tuple(
        one
        for one in material.judged.individuals
        if one.id in part.of("people") or one.id in part.of("remains")
    )
    bodies = part.of("people")
    return (
        replace(
            material,
            documents=tuple(one for one in material.documents if one.item in part.items),
            judged=replace(material.judged, individuals=individuals, listed=()),
            listed=None,
            identifying=IdentifyingCounts(),
            identifications=tuple(one for one in material.identifications if one.person in bodies),
            refused=(),
            destroyed=(),
        ),
        replace(
            happened,
            accounts=tuple(one for one in happened.accounts if one.id in part.of("testimonies")),
            persons=tuple(one for one in happened.persons if one.id in part.of("people")),
            incidents=tuple(one for one in happened.incidents if one.id in part.of("incidents")),
            acts=tuple(one for one in happened.acts if one.id in part.of("acts")),
        ),
    )


def in_words(scope: Mapping[str, Any], items: list[str]) -> str:
    """A scope as people read it; requests of before there were scopes name items, or everything."""
    told = _part_in_words(scope, items)
    if scope.get("within_scope"):
        told = _("%s; without figures and events outside the declared scope") % told
    return told


def _part_in_words(scope: Mapping[str, Any], items: list[str]) -> str:
    kind = scope.get("kind") or ("items" if items else "archive")
    if kind == "archive":
        return _("the whole archive: everything that the audience may have")
    if kind == "items":
        return ", ".join(scope.get("of", items))
    called = scope.get("called") or scope.get("of", "")
    return {
        "place": _("what was said of %s, and what happened there"),
        "incident": _("the incident “%s”, with what it rests on"),
        "search": _("what the search “%s” finds when it is made"),
    }[kind] % called
