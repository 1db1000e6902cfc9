"""Lists with their filters that a person keeps, and how many entries are new in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounted.record.docket import DecisionRefused
from accounted.record.queries.browsing import BadFilter, Filters
from accounted.record.queries.dictionary import KINDS, Kind, kind_of
from accounted.web import news
from accounted.web.paging import NotFound, act, redirect

MOST = 50  # that one person keeps of one kind


@act("lists/<str:slug>/save/", name="save_list", may="see_record")
def save_list(request: Any, slug: str) -> Any:
    """Keep a list with its filters under a name; what is entered from now on is new in it."""
    from accounted.web.models import SavedList

    kind = kind_of(slug)
    title = " ".join(request.POST.get("title", "").split())[:200]
    if not title:
        raise DecisionRefused(_("a list that is kept needs a name"))
    query = asked_in(kind, request.POST)
    if not query:
        raise DecisionRefused(_("no filter is set; choose what the list is narrowed by"))
    if request.user.lists.filter(kind=slug).count() >= MOST:
        raise DecisionRefused(_("so many lists are kept already; remove one first"))
    SavedList.objects.update_or_create(
        user=request.user, kind=slug, title=title,
        defaults={"query": query, "looked_at": request.archive.now(), "new": 0},
    )  # fmt: skip
    request.audit("list_saved", kind=slug, query=query)
    return redirect(slug, query=dict(QueryDict(query).items()))


@act("lists/saved/<int:number>/look/", name="look_at_list", may="see_record")
def look_at_list(request: Any, number: int) -> Any:
    """Look at a kept list: what was new is new no more."""
    one = _mine(request, number)
    one.looked_at, one.new = request.archive.now(), 0
    one.save(update_fields=["looked_at", "new"])
    return redirect(one.kind, query=dict(QueryDict(one.query).items()))


@act("lists/saved/<int:number>/rename/", name="rename_list", may="see_record")
def rename_list(request: Any, number: int) -> Any:
    """Keep a list under another name."""
    one = _mine(request, number)
    rename(one, request.user.lists.filter(kind=one.kind), request.POST.get("title", ""))
    return redirect(one.kind, query=dict(QueryDict(one.query).items()))


@act("lists/saved/<int:number>/remove/", name="remove_list", may="see_record")
def remove_list(request: Any, number: int) -> Any:
    """Keep a list no longer."""
    one = _mine(request, number)
    kind = one.kind
    one.delete()
    return redirect(kind)


def asked_in(kind: Kind, given: Any) -> str:
    """The filters of a list as its address names them: those that can be understood.

    Raises:
        DecisionRefused: one of them cannot.
    """
    told = {name: value.strip() for name, value in given.items() if value and value.strip()}
    try:
        known = Filters.of(kind, told).told()
    except BadFilter as wrong:
        raise DecisionRefused(str(wrong)) from None
    # as typed: a month stays a month
    return urlencode({name: told.get(name, value) for name, value in sorted(known.items())})


def kept(request: Any, kind: Kind) -> list[Mapping[str, Any]]:
    """The lists of a kind that this person keeps, with how many entries are new in each."""
    return [
        {
            "number": one.pk,
            "title": one.title,
            "query": one.query,
            "new": (new := news.in_list(request.archive, one, request.sight)),
            "more": new >= news.COUNTED,
        }
        for one in request.user.lists.filter(kind=kind.slug)[:MOST]
    ]


def rename(one: Any, beside: Any, title: str) -> None:
    """Give a search or a list that somebody keeps another name, which none beside it has."""
    title = " ".join(title.split())[:200]
    if not title:
        raise DecisionRefused(_("what is kept needs a name"))
    if beside.filter(title=title).exclude(pk=one.pk).exists():
        raise DecisionRefused(
            _("%(title)s: another has this name; choose one that none has") % {"title": title}
        )
    one.title = title
    one.save(update_fields=["title"])


def _mine(request: Any, number: int) -> Any:
    one = request.user.lists.filter(pk=number, kind__in=KINDS).first()
    if one is None:
        raise NotFound(_("there is no such list"))
    return one
