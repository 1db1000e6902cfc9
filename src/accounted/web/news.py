"""What is new in the searches and lists that a person keeps, counted beside requests and told on Today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.urls import reverse

from accounted.record.queries.browsing import BadFilter, Filters, entered_since
from accounted.record.queries.dictionary import KINDS, kind_of
from accounted.web import searching
from accounted.web.access.roles import may

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.sight import Sight
    from accounted.web.models import SavedList, User

COUNTED = 100  # new entries of a list are counted up to here


def told(user: User, archive: Archive) -> list[dict[str, Any]]:
    """The searches and lists of this person in which something is new, and what to do to look at it."""
    found = []
    if may(user.role, "search"):
        found += [
            {"title": one.title, "kind": "", "news": one.new, "more": False,
             "address": reverse("look_at_search", args=[one.pk])}
            for one in searching.renewed(user, archive)
        ]  # fmt: skip
    if may(user.role, "see_record"):
        lists: list[SavedList] = list(user.lists.filter(kind__in=KINDS))
        if any(one.counted < archive.store.size for one in lists):
            searching.keep_up(archive)
        found += [
            {"title": one.title, "kind": one.kind, "news": one.new, "more": one.new >= COUNTED,
             "address": reverse("look_at_list", args=[one.pk])}
            for one in lists
        ]  # fmt: skip
    return [one for one in found if one["news"]]


def in_list(archive: Archive, one: SavedList, sight: Sight) -> int:
    """How many entries of a kept list are new to its person, counted up to `COUNTED`."""
    asked: Mapping[str, str] = dict(QueryDict(one.query).items())
    try:
        filters = Filters.of(kind_of(one.kind), asked)
    except BadFilter:  # a term that is gone since: its page says so
        return 0
    return entered_since(archive, one.kind, filters, one.looked_at, sight=sight, most=COUNTED)


def recount_lists(archive: Archive) -> None:
    """Count what is new in every kept list that was last counted before the log went on."""
    from accounted.web.access.middleware import sight_of
    from accounted.web.models import SavedList

    size = archive.store.size
    stale: Any = SavedList.objects.filter(counted__lt=size, kind__in=KINDS, user__is_active=True)
    for one in stale.select_related("user"):
        new = in_list(archive, one, sight_of(one.user))
        SavedList.objects.filter(pk=one.pk, looked_at=one.looked_at).update(new=new, counted=size)
