"""The record: lists of people, remains, sites and the other entries, and the page of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from accounted.record.decisions.assessing import VERIFIABLE
from accounted.record.decisions.verifying import APART
from accounted.record.queries.browsing import ORDERS, BadFilter, Filters, listed
from accounted.record.queries.dictionary import KINDS, Kind
from accounted.record.queries.entries import EntryOnRecord, entry
from accounted.record.queries.established import assessments, qualified, waiting_for_a_second
from accounted.record.queries.history import history
from accounted.record.queries.related import related
from accounted.record.queries.titles import references, titles
from accounted.vocabulary import vocabulary
from accounted.web.entry_forms.asides import asides, starts
from accounted.web.pages.saved_lists import kept
from accounted.web.paging import page
from accounted.web.searching import from_list, on_map
from accounted.web.templatetags.accounted import label
from accounted.web.templatetags.entries import address

MOST_AT_HAND = 20  # claims that small forms offer
_OWN = ("qualifications",)  # shown in a part of their own
FIRST = ("names", "consents")  # what stands beside an entry and is read before its fields


def _register(kind: Kind) -> None:
    """The pages of one kind of entry."""
    slug = kind.slug

    @page(f"{slug}/", name=slug, may="see_record", template="entries/list.html")
    def entries(request: Any) -> Mapping[str, Any]:
        return _list(request, kind)

    @page(f"{slug}/<str:identifier>/history/", name=f"{slug}.history", may="see_record",
          template="entries/history.html")  # fmt: skip
    def versions(request: Any, identifier: str) -> Mapping[str, Any]:
        return _history(request, kind, identifier)


def _register_entry(kind: Kind) -> None:
    """The page of one entry. Its address would take `new` for an identifier, so it comes after the forms."""

    @page(f"{kind.slug}/<str:identifier>/", name=f"{kind.slug}.entry", may="see_record",
          template="entries/detail.html")  # fmt: skip
    def one(request: Any, identifier: str) -> Mapping[str, Any]:
        return _entry(request, kind, identifier)


def _list(request: Any, kind: Kind) -> Mapping[str, Any]:
    given = {name: value for name, value in request.GET.items() if value}
    errors: dict[str, str] = {}
    filters = Filters()
    try:
        filters = Filters.of(kind, given)
    except BadFilter as wrong:
        errors[wrong.name] = wrong.message
    order = given.get("order", "newest")
    orders = tuple(one for one in ORDERS if one != "name" or kind.named is not None)
    found = listed(
        request.archive,
        kind.slug,
        filters,
        sight=request.sight,
        order=order if order in orders else "newest",
        after=given.get("after"),
        before=given.get("before"),
    )
    told = filters.told()
    people = _deciders(request)
    coded = {*kind.filters, "confidentiality"}
    return {
        "kind": kind.slug,
        "here": f"/{kind.slug}/",
        "listed": found,
        "columns": kind.columns,
        "given": given,
        "errors": errors,
        "keeping": _to_keep(kind, given),
        "on_map": on_map(kind, given),
        "kept": kept(request, kind),
        "asked": dict(told),
        "filtered": len(told),
        "chips": [
            {
                "name": name,
                "value": people.get(value, value),
                "field": kind.field(name) if name in coded else None,
            }
            for name, value in told.items()
        ],
        "coded": _coded(kind, given),
        "orders": orders,
        "order": order,
        "has_place": bool(kind.places),
        "has_name": kind.named is not None or kind.model == "Person",
        "people": people,
    }


def _coded(kind: Kind, given: Mapping[str, str]) -> list[dict[str, Any]]:
    coded = []
    for name in (*kind.filters, "confidentiality"):
        field = kind.field(name)
        assert field is not None
        choices = field.choices or tuple(term.code for term in vocabulary(field.vocabulary or ""))
        none = name != "confidentiality" and field.vocabulary is not None
        coded.append({"field": field, "choices": choices, "chosen": given.get(name, ""), "none": none})
    return coded


def _to_keep(kind: Kind, given: Mapping[str, str]) -> str:
    """The same as a search of everything, which can be kept and tells what is new."""
    return f"/search/?{urlencode(from_list(kind, given))}"


def _deciders(request: Any) -> dict[str, str]:
    from accounted.record.queries.entries import deciders

    return deciders(request.archive, sight=request.sight)


def _entry(request: Any, kind: Kind, identifier: str) -> Mapping[str, Any]:
    found = entry(request.archive, kind.slug, identifier, sight=request.sight)
    sections = related(request.archive, kind.slug, identifier, sight=request.sight)
    groups = [
        {
            "code": group.code,
            "filled": [one for one in group.fields if not one.empty or one.absent or one.hidden],
            "empty": [
                one.field.name for one in group.fields if one.empty and not one.absent and not one.hidden
            ],
        }
        for group in found.groups
    ]
    told = [one for group in found.groups for shown in group.fields for one in shown.grounds]
    told += [one for section in sections for row in section.rows for one in row.grounds]
    return {
        "entry": found,
        **_established(request, kind, identifier),
        "at_hand": tuple({one.claim: one for one in told}.values())[:MOST_AT_HAND],
        "groups": [group for group in groups if group["filled"]],
        "nothing": [group for group in groups if not group["filled"]],
        "first": [one for one in sections if one.code in FIRST],
        "sections": [one for one in sections if one.code not in (*FIRST, *_OWN)],
        "has_name": kind.named is not None or kind.model == "Person",
        "heading": _heading(found),
        "list": f"/{kind.slug}/",
        "here": address(kind.slug, identifier),
        "extras": asides(kind, identifier),
        "starts": starts(kind, identifier),
    }


def _heading(found: EntryOnRecord) -> str:
    """What stands above an entry that has no title: what was done, or seen, and to whom or where."""
    if found.title or found.number:
        return found.title or found.number or ""
    parts = []
    for name in ("type", "victim", "region"):
        one = found.shown(name)
        if one is None or one.hidden or one.empty:
            continue
        if one.references:
            parts.append(one.references[0].title)
        elif one.field.vocabulary and isinstance(one.value, str):
            parts.append(label(one.value, one.field.vocabulary))
    return " – ".join(part for part in parts if part)


def _established(request: Any, kind: Kind, identifier: str) -> dict[str, Any]:
    """How far people found it established, what waits for a second person, what law may call it."""
    if kind.model not in VERIFIABLE:
        return {}
    archive, sight, me = request.archive, request.sight, request.user.pseudonym or ""
    found: dict[str, Any] = {
        "assessments": assessments(archive, identifier, sight=sight),
        "asked": waiting_for_a_second(archive, identifier, me, sight=sight),
        "judging": APART,
        "standards": tuple(one.code for one in vocabulary("standard_of_proof")),
    }
    if kind.model == "Act":
        found["qualified"] = qualified(archive, identifier, me, sight=sight)
    return found


def _history(request: Any, kind: Kind, identifier: str) -> Mapping[str, Any]:
    versions = history(request.archive, kind.slug, identifier, sight=request.sight)
    current = max((one.number for one in versions if one.number), default=1)
    fields = {one.name: one for one in kind.fields()}
    pointed = [
        (fields[change.field].target or "", value)
        for one in versions
        for change in one.changes
        if change.field in fields and fields[change.field].form in ("reference", "references")
        for told in (change.before, change.after)
        for value in (told if isinstance(told, list) else [told])
        if isinstance(value, str) and fields[change.field].target != "Consent"
    ]
    named = references(pointed, request.sight)
    return {
        "kind": kind.slug,
        "identifier": identifier,
        "title": titles(kind.model, [identifier], request.sight).get(identifier, ""),
        "versions": tuple(reversed(versions)),
        "current": current,
        "fields": fields,
        "named": named,
        "list": f"/{kind.slug}/",
        "entry": address(kind.slug, identifier),
    }


for _kind in KINDS.values():
    _register(_kind)


def register_entries() -> None:
    """The pages of single entries; called when the forms have taken their addresses."""
    for kind in KINDS.values():
        _register_entry(kind)
