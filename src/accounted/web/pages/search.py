"""Search: one field for words and names in any script, filters beside it, searches that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounted.record import searching
from accounted.record.docket import DecisionRefused
from accounted.record.searching import WrongSearch
from accounted.web import searching as asking
from accounted.web.access.roles import may
from accounted.web.models import SavedSearch
from accounted.web.pages.saved_lists import rename
from accounted.web.paging import NotFound, act, page, redirect

GROUPS = {
    "names": gettext_lazy("People, places and things"),
    "documents": gettext_lazy("Documents"),
    "claims": gettext_lazy("Claims"),
}
KINDS = {
    "person": gettext_lazy("Person"), "remains": gettext_lazy("Remains"),
    "burial_site": gettext_lazy("Burial site"),
    "site": gettext_lazy("Site"), "incident": gettext_lazy("Incident"), "actor": gettext_lazy("Actor"),
    "source": gettext_lazy("Source"), "investigation": gettext_lazy("Investigation"),
    "place": gettext_lazy("Place"), "list_row": gettext_lazy("Row of a list, set aside"),
    "document": gettext_lazy("Document"), "claim": gettext_lazy("Claim"),
}  # fmt: skip
CLAIM_KINDS = {
    "tally": gettext_lazy("Number"), "site": gettext_lazy("Site"), "finding": gettext_lazy("Finding"),
    "act": gettext_lazy("Act"), "denial": gettext_lazy("Denial"),
    "investigation": gettext_lazy("Investigation"), "testimony": gettext_lazy("Testimony"),
}  # fmt: skip
STATUSES = {
    "unreviewed": gettext_lazy("Not reviewed"), "accepted": gettext_lazy("Accepted"),
    "rejected": gettext_lazy("Rejected"), "corrected": gettext_lazy("Corrected"),
}  # fmt: skip
LANGUAGES = {"en": "English", "uk": "Українська", "ru": "Русский", "ar": "العربية", "es": "Español"}
_PATHS = {
    "document": "/documents/{}/", "claim": "/claims/{}/", "person": "/people/{}/", "remains": "/remains/{}/",
    "burial_site": "/burial-sites/{}/", "site": "/sites/{}/", "incident": "/incidents/{}/",
    "actor": "/actors/{}/", "source": "/sources/{}/", "investigation": "/investigations/{}/",
}  # fmt: skip
MOST_SAVED = 100


@page("search/", name="search", may="search", template="search/search.html")
def search(request: Any) -> Mapping[str, Any]:
    """Look for words and names in everything the person may see."""
    query = request.GET
    shown: dict[str, Any] = {
        "title": _("Search"),
        "q": query.get("q", "").strip(),
        "written": {name: query.get(name, "") for name in (*asking.FIELDS, *_coded_names(query))},
        "coded": _coded(request),
        "choices": _choices(),
        "saved": [_saved(one) for one in asking.renewed(request.user, request.archive)],
        "groups": [],
        "asked": False,
        "trouble": "",
        "behind": 0,
    }
    try:
        filters = _filters(request, query)
        if filters.asked.empty:
            return shown
        found = searching.find(
            request.archive, filters.asked, sight=request.sight, after=query.get("after") or None
        )
    except WrongSearch as trouble:
        return shown | {"trouble": str(trouble)}
    request.audit("search", query=_plain(query), found=found.total)
    if found.progress.behind:
        asking.keep_up(request.archive)
    return shown | {
        "asked": True,
        "groups": [_group(group) for group in found.groups],
        "total": found.total,
        "behind": found.progress.behind,
        "place": filters.place.name if filters.place else "",
        "filtered": any(v for name, v in filters.written.items() if name not in ("q", "group")),
    }


def _filters(request: Any, query: QueryDict) -> asking.Filters:
    """The filters of an address; coded fields of entries are for those who may see entries."""
    if _coded_names(query) and not may(request.user.role, "see_record"):
        raise WrongSearch(_("your role does not see the fields of entries; leave those filters out"))
    return asking.filters_of(query)


def _coded_names(query: Any) -> list[str]:
    return [name for name in sorted(query) if name.startswith(asking.CODED) and query[name].strip()]


def _coded(request: Any) -> list[dict[str, Any]]:
    """The coded fields of the kind that is chosen, to narrow by."""
    if not may(request.user.role, "see_record"):
        return []
    return asking.coded_choices(request.GET)


def _group(group: searching.Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "title": GROUPS[group.name],
        "total": group.total,
        "more": group.more,
        "after": group.after,
        "hits": [_hit(hit) for hit in group.hits],
    }


def _hit(hit: searching.Hit) -> dict[str, Any]:
    path = _PATHS.get(hit.kind)
    if path is None:
        address = f"/items/{hit.item}/" if hit.item else f"/map/?place={hit.id}"
    else:
        address = path.format(hit.id)
    claim_kind = hit.facts.get("claim_kind")
    return {
        "kind": hit.kind,
        "kind_title": CLAIM_KINDS[claim_kind] if claim_kind else KINDS[hit.kind],
        "id": hit.id,
        "href": address,
        "heading": [{"text": p.text, "mark": p.mark} for p in hit.title],
        "excerpts": [[{"text": p.text, "mark": p.mark} for p in excerpt] for excerpt in hit.excerpts],
        "item": hit.item,
        "loose": hit.loose,
        "facts": hit.facts,
    }


def _choices() -> dict[str, list[tuple[str, Any]]]:
    kinds = [(code, KINDS[code]) for code in asking.choices("kind")]
    return {
        "group": list(GROUPS.items()),
        "kind": kinds,
        "claim_kind": list(CLAIM_KINDS.items()),
        "status": list(STATUSES.items()),
        "language": list(LANGUAGES.items()),
    }


# ---- searches that are kept


@act("search/save", name="save_search", may="search")
def save_search(request: Any) -> Any:
    """Keep a search under a name; what comes from now on is new in it."""
    query, title = _asked_in(request.POST), " ".join(request.POST.get("title", "").split())[:200]
    if not title:
        raise DecisionRefused(_("a search that is kept needs a name"))
    if _filters(request, QueryDict(query)).asked.empty:
        raise DecisionRefused(_("nothing to look for; give a word, or choose a filter"))
    if request.user.searches.count() >= MOST_SAVED:
        raise DecisionRefused(_("so many searches are kept already; remove one first"))
    one, _made = SavedSearch.objects.update_or_create(
        user=request.user, title=title, defaults={"query": query, "at": request.archive.now()}
    )
    asking.seen(one)
    request.audit("search_saved", query=query)
    return redirect("search", query=dict(QueryDict(query).items()))


@act("search/saved/<int:number>/look", name="look_at_search", may="search")
def look_at_search(request: Any, number: int) -> Any:
    """Look at a kept search: what was new is new no more."""
    one = _mine(request, number)
    asking.seen(one)
    return redirect("search", query=dict(QueryDict(one.query).items()))


@act("search/saved/<int:number>/rename", name="rename_search", may="search")
def rename_search(request: Any, number: int) -> Any:
    """Keep a search under another name."""
    rename(_mine(request, number), request.user.searches, request.POST.get("title", ""))
    return redirect("search")


@act("search/saved/<int:number>/remove", name="remove_search", may="search")
def remove_search(request: Any, number: int) -> Any:
    """Keep a search no longer."""
    _mine(request, number).delete()
    return redirect("search")


def _mine(request: Any, number: int) -> SavedSearch:
    one: SavedSearch | None = request.user.searches.filter(pk=number).first()
    if one is None:
        raise NotFound(_("there is no such search"))
    return one


def _saved(one: SavedSearch) -> dict[str, Any]:
    return {"number": one.pk, "title": one.title, "query": one.query, "new": one.new}


def _asked_in(given: QueryDict) -> str:
    """The query of a search out of a form, without what is not a filter."""
    kept = QueryDict(mutable=True)
    for name in (*asking.FIELDS, *_coded_names(given)):
        if value := given.get(name, "").strip():
            kept[name] = value
    return kept.urlencode()


def _plain(query: QueryDict) -> str:
    return _asked_in(query)
