"""From an address to a search: the filters that search, map and time line share; and the index kept up."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounted.dates import InvalidDate, parse
from accounted.record import searching
from accounted.record.queries.placed import KINDS
from accounted.record.searching import Asked, WrongSearch
from accounted.record.searching.entries import NAMED
from accounted.record.searching.finding import coded_kind, count_since
from accounted.record.searching.places import Wanted, named

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.queries.dictionary import Field, Kind
    from accounted.web.models import SavedSearch, User

FIELDS = (
    "q",
    "group",
    "kind",
    "claim_kind",
    "language",
    "publisher",
    "status",
    "speaker",
    "from",
    "to",
    "place",
    "km",
)
CODED = "code_"  # before the name of a coded field of the kind: code_type=mass_grave
MOST_KM = 500.0
_working = threading.Lock()
_served = False


@dataclass(frozen=True)
class Filters:
    """What a form holds, as written, and what it asks."""

    written: Mapping[str, str]
    asked: Asked
    place: Wanted | None = None


def filters_of(query: QueryDict) -> Filters:
    """The filters of an address.

    Raises:
        WrongSearch: a date that is none, a place nobody knows, a distance without a place.
    """
    written = {name: query.get(name, "").strip() for name in FIELDS}
    told = {name: query[name].strip() for name in sorted(query) if name.startswith(CODED)}
    written |= {name: code for name, code in told.items() if code}
    first, last = _day(written["from"], latest=False), _day(written["to"], latest=True)
    place = named(written["place"]) if written["place"] else None
    if written["place"] and place is None:
        raise WrongSearch(
            _("%(place)s: neither the record nor the gazetteer knows a place of that name") % written
        )
    asked = Asked(
        text=written["q"],
        first=first,
        last=last,
        codes=_codes(written),
        **{
            name: written[name] or None
            for name in ("group", "kind", "claim_kind", "language", "publisher", "status", "speaker")
        },
    )
    if written["km"]:
        if place is None:
            raise WrongSearch(_("a distance needs the place it is from"))
        asked = replace(asked, near=place.near(_km(written["km"])))
        if asked.near is None:
            raise WrongSearch(_("%(place)s: nobody knows where it is; leave out the distance") % written)
    elif place is not None:
        asked = replace(asked, place=place.key)
    return Filters(written, asked, place)


def _codes(written: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The coded fields of the kind that are asked for, each with a code that it can have."""
    found = []
    known = {choice.name: choice for choice in coded(written["kind"])}
    for name, code in written.items():
        if not name.startswith(CODED):
            continue
        field = name.removeprefix(CODED)
        if field not in known:
            raise WrongSearch(
                _("%(field)s: is no field of the kind of thing that is asked for; leave it out")
                % {"field": field}
            )
        if code not in known[field].codes and not (code == "none" and known[field].none):
            raise WrongSearch(
                _("%(field)s: %(code)s is none of its codes; choose from the list")
                % {"field": field, "code": code}
            )
        found.append((field, code))
    return tuple(found)


@dataclass(frozen=True)
class Coded:
    """A coded field that things of a kind can be narrowed by, as the lists of the record are."""

    name: str
    field: Field
    codes: tuple[str, ...]
    none: bool  # that it is not given can be asked for


def coded(kind: str) -> tuple[Coded, ...]:
    """The coded fields of a kind of thing, by the name searches and maps have for it."""
    from accounted.vocabulary import vocabulary

    known = coded_kind("remains" if kind == "recovery" else kind)
    found = []
    for name in (*known.filters, "confidentiality") if known is not None else ():
        field = known.field(name) if known is not None else None
        if field is None:
            continue
        codes = field.choices or tuple(term.code for term in vocabulary(field.vocabulary or ""))
        found.append(Coded(name, field, codes, name != "confidentiality" and field.vocabulary is not None))
    return tuple(found)


def coded_choices(query: QueryDict) -> list[dict[str, Any]]:
    """The coded fields of the kind that is asked for, for a form, with what is chosen in each."""
    return [
        {"field": one.field, "name": CODED + one.name, "codes": one.codes, "none": one.none,
         "chosen": query.get(CODED + one.name, "").strip()}
        for one in coded(query.get("kind", "").strip())
    ]  # fmt: skip


def from_list(kind: Kind, given: Mapping[str, str]) -> dict[str, str]:
    """The filters of a list of the record, as searches, maps and time lines name them."""
    word = next((name for name, model in NAMED.items() if model == kind.model), "")
    same = {"text": "q", "place": "place", "since": "from", "until": "to"}
    asked = {"kind": word} | {there: given[here] for here, there in same.items() if given.get(here)}
    coded = (*kind.filters, "confidentiality")
    return asked | {f"{CODED}{name}": given[name] for name in coded if given.get(name)}


def on_map(kind: Kind, given: Mapping[str, str]) -> str:
    """The filters of a list as the map and the time line name them; empty where they do not show the kind."""
    asked = from_list(kind, given)
    asked["kind"] = "recovery" if asked["kind"] == "remains" else asked["kind"]
    return urlencode(asked) if asked["kind"] in KINDS else ""


def to_list(written: Mapping[str, str]) -> str:
    """The address of the list of the record with the same filters; empty where no one list shows the kind."""
    word = written.get("kind", "")
    kind = coded_kind("remains" if word == "recovery" else word)
    if kind is None:
        return ""
    same = {"q": "text", "place": "place", "from": "since", "to": "until"}
    asked = {there: written[here] for here, there in same.items() if written.get(here)}
    asked |= {name.removeprefix(CODED): code for name, code in written.items() if name.startswith(CODED)}
    return f"/{kind.slug}/?{urlencode(asked)}"


def _day(edtf: str, *, latest: bool) -> date | None:
    if not edtf:
        return None
    try:
        parsed = parse(edtf)
    except InvalidDate as trouble:
        raise WrongSearch(str(trouble)) from None
    return parsed.latest if latest else parsed.earliest


def _km(written: str) -> float:
    try:
        km = float(written.replace(",", "."))
    except ValueError:
        km = 0.0
    if not 0 < km <= MOST_KM:
        raise WrongSearch(
            _("a distance is a number of kilometres, at most %(most)s") % {"most": int(MOST_KM)}
        )
    return km


# ---- saved searches


def renewed(user: User, archive: Archive) -> list[SavedSearch]:
    """A person's saved searches with how much is new in each, as far as it was counted.

    Where the index has gone on since, it is counted again beside the requests.
    """
    from accounted.record.searching import tables

    saved = list(user.searches.all())
    if saved and tables.there():
        newest = tables.newest()
        if any(one.counted < newest for one in saved) or searching.behind(archive).behind:
            keep_up(archive)
    return saved


def recount(archive: Archive) -> None:
    """Count what is new in every saved search that was last counted before the index went on."""
    from accounted.record.searching import tables
    from accounted.web.access.middleware import sight_of
    from accounted.web.models import SavedSearch

    if not tables.there():
        return
    newest = tables.newest()
    stale: Any = SavedSearch.objects.filter(counted__lt=newest, user__is_active=True).select_related("user")
    for one in stale:
        try:
            asked = filters_of(QueryDict(one.query)).asked
            new, _newest = count_since(archive, asked, one.known, sight=sight_of(one.user))
        except WrongSearch:  # a place that is gone, a date of an older form: its page says so
            new = 0
        SavedSearch.objects.filter(pk=one.pk, known=one.known).update(new=new, counted=newest)


def seen(one: SavedSearch) -> None:
    """The person has looked: nothing is new any more."""
    from accounted.record.searching import tables

    one.known = one.counted = tables.newest() if tables.there() else 0
    one.new = 0
    one.save(update_fields=["known", "counted", "new"])


# ---- the index


def keep_up(archive: Archive) -> None:
    """Bring the index and the saved searches up beside the requests, where a server runs to do so."""
    if not _served or not _working.acquire(blocking=False):
        return

    def work() -> None:
        from django.db import connections

        from accounted.web import news

        try:
            searching.bring_up(archive)
            recount(archive)
            news.recount_lists(archive)
        except Exception:  # noqa: S110  the next search tries again, and says how far the index goes
            pass
        finally:
            connections.close_all()
            _working.release()

    threading.Thread(target=work, name="index", daemon=True).start()


def serve(on: bool = True) -> None:
    """From here on this process keeps the index up, from the first search that sees it is behind."""
    global _served
    _served = on


def wait() -> None:
    """Until whatever is being brought up now is done."""
    with _working:
        pass


def start(archive: Archive) -> None:
    """Keep the index up from now on, beginning at once."""
    serve()
    keep_up(archive)


def choices(name: str) -> list[str]:
    """What can be chosen in a filter that has fixed choices."""
    return _CHOICES[name]


_CHOICES: dict[str, list[Any]] = {
    "group": ["names", "documents", "claims"],
    "kind": [
        "person",
        "remains",
        "burial_site",
        "site",
        "incident",
        "actor",
        "source",
        "investigation",
        "place",
    ],
    "claim_kind": ["tally", "site", "finding", "act", "denial", "investigation", "testimony"],
    "status": ["unreviewed", "accepted", "rejected", "corrected"],
    "language": ["en", "uk", "ru", "ar", "es"],
}
