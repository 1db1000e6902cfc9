"""One place: its names, what contains it, and what is on record of it.

A place is asked for by its identifier on record, or by one of the gazetteer (`gn:706483`, `iso:UA-63`): what
claims speak of is known by codes, and is only seldom a place that somebody entered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.names import script_of
from accounted.record.docket import NotOnRecord
from accounted.record.queries.titles import Reference, references
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted import places
    from accounted.record.archive import Archive

NEWEST = 5_000  # claims looked through for how a place is written, and for what lies within it
MOST = 40
DEEP = 4  # levels of places on record within one
ENTRIES = (("incidents", "Incident"), ("sites", "Site"), ("burial-sites", "BurialSite"))


@dataclass(frozen=True, slots=True)
class NameOfPlace:
    """A name, and where it is from: official, former, press, typo; `written`: as claims write it."""

    text: str
    kind: str
    script: str | None
    language: str | None = None
    claims: int = 0


@dataclass(frozen=True, slots=True)
class PlaceStep:
    """Another place: one that contains this one, or that lies in it, with claims of it where counted."""

    id: str
    name: str
    kind: str
    claims: int = 0


@dataclass(frozen=True, slots=True)
class ClaimAtPlace:
    """A claim of the place, in one line."""

    id: str
    kind: str
    words: str
    place: str
    speaker: str | None
    basis: str | None
    document: str
    document_title: str
    published: str | None


@dataclass(frozen=True, slots=True)
class EntriesAtPlace:
    """Entries of one kind at a place, or at one within it; `more`: there are more than those told."""

    slug: str
    rows: tuple[Reference, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class PlaceOnRecord:
    """A place with all that is known of it here."""

    id: str
    name: str
    kind: str
    country: str | None
    on_record: str | None
    codes: tuple[tuple[str, str], ...]
    lat: float | None
    lon: float | None
    names: tuple[NameOfPlace, ...]
    parents: tuple[PlaceStep, ...]  # the nearest first
    within: tuple[PlaceStep, ...]
    entries: tuple[EntriesAtPlace, ...]


def place_id(
    geonames: int | None, iso3166_2: str | None, country: str | None, kind: str | None
) -> str | None:
    """The identifier under which a place that a claim speaks of has its page; None where it has none."""
    if geonames:
        return f"gn:{geonames}"
    if iso3166_2 and kind in (None, "region"):
        return f"iso:{iso3166_2}"
    return f"iso:{country}" if country and kind == "country" else None


def place(
    archive: Archive,
    identifier: str,
    *,
    gazetteer: Callable[[], places.Gazetteer | None],
    entries: bool = True,
    sight: Sight = EVERYTHING,
) -> PlaceOnRecord:
    """A place by its identifier, on record or in the gazetteer.

    Raises:
        NotOnRecord: neither knows it, or the person may not see it and the gazetteer does not know it.
    """
    archive.must_be_open()
    known = gazetteer()
    listed = _listed(known, identifier)
    row = _row(identifier, listed, sight)
    if listed is None and row is not None and known is not None and row.geonames:
        listed = known.by_geonames(row.geonames)
    if row is None and listed is None:
        raise NotOnRecord(f"{identifier}: no place of that identifier is on record or in the gazetteer")
    spoken = _spoken(row, listed, sight)
    return PlaceOnRecord(
        id=row.id if row is not None and listed is None else _id(listed),
        name=row.name if row is not None else listed.name,  # type: ignore[union-attr]
        kind=row.kind if row is not None else listed.kind,  # type: ignore[union-attr]
        country=(row.country if row is not None else None) or (listed.country if listed else None),
        on_record=row.id if row is not None else None,
        codes=_codes(row, listed),
        lat=row.lat if row is not None and row.lat is not None else (listed.lat if listed else None),
        lon=row.lon if row is not None and row.lon is not None else (listed.lon if listed else None),
        names=(*_names(row), *_written(spoken)),
        parents=_parents(row, listed, known, sight),
        within=_within(row, listed, known, sight),
        entries=_entries(row, sight) if entries and row is not None else (),
    )


class ClaimsAtPlace:
    """Claims that speak of a place itself, the newest first; ask for a slice of them."""

    def __init__(self, found: PlaceOnRecord, sight: Sight) -> None:
        codes = dict(found.codes)
        self._sight = sight
        self._rows = _claims(codes.get("geonames"), codes.get("iso3166_2"), found.name, sight).order_by("-id")

    def __getitem__(self, part: slice) -> list[ClaimAtPlace]:
        columns = (
            "id", "kind", "excerpt__exact", "place_text", "speaker_name", "tally__basis", "document_id",
            "document__title", "document__item__number", "document__published",
        )  # fmt: skip
        return [
            ClaimAtPlace(
                one,
                kind,
                words,
                place,
                self._sight.name(speaker) or None,
                basis,
                document,
                title or item,
                day,
            )
            for one, kind, words, place, speaker, basis, document, title, item, day in (
                self._rows.values_list(*columns)[part]
            )
        ]


def _listed(gazetteer: Any, identifier: str) -> Any:
    if gazetteer is None:
        return None
    system, _, code = identifier.partition(":")
    if system == "gn" and code.isdecimal() and len(code) < 12:
        return gazetteer.by_geonames(int(code))
    if system == "iso" and "-" in code:
        return gazetteer.by_code("iso3166_2", code)
    if system == "iso" and len(code) == 2:
        try:
            return gazetteer.country(code)
        except LookupError:
            return None
    return gazetteer.by_code("pcode", code) if system == "pcode" else None


def _row(identifier: str, listed: Any, sight: Sight) -> Any:
    """The place as somebody entered it, if the person may see it."""
    from django.db.models import Q

    from accounted.record.models import Place

    asked = Q(pk=identifier)
    if listed is not None and listed.geonames:
        asked |= Q(geonames=listed.geonames)
    if listed is not None and listed.kind == "region" and listed.iso3166_2:
        asked |= Q(iso3166_2=listed.iso3166_2, kind="region")
    return sight.entries(Place.objects.filter(asked)).order_by("id").first()


def _id(listed: Any) -> str:
    return f"gn:{listed.geonames}" if listed.geonames else str(listed.id)


def _codes(row: Any, listed: Any) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for name in ("geonames", "iso3166_2", "katotth", "pcode", "osm", "wikidata"):
        for one in (row, listed):
            if value := getattr(one, name, None):
                found.setdefault(name, str(value))
    return tuple(found.items())


def _claims(geonames: str | None, iso3166_2: str | None, name: str, sight: Sight) -> Any:
    from django.db.models import Q

    from accounted.record.models import Claim

    rows = Claim.objects.filter(Q(reading__isnull=True) | Q(reading__current=True) | Q(origin="human"))
    if geonames:
        rows = rows.filter(place_geonames=int(geonames))
    elif iso3166_2:
        rows = rows.filter(place_iso3166_2=iso3166_2, place_kind="region")
    else:
        rows = rows.filter(place_name=name, place_geonames__isnull=True)
    return sight.claims(rows)


def _spoken(row: Any, listed: Any, sight: Sight) -> list[str]:
    """How claims write the place, once for each claim, among the newest."""
    codes = dict(_codes(row, listed))
    name = row.name if row is not None else listed.name
    rows = _claims(codes.get("geonames"), codes.get("iso3166_2"), name, sight)
    return [text for text in rows.order_by("-id").values_list("place_text", flat=True)[:NEWEST] if text]


def _names(row: Any) -> tuple[NameOfPlace, ...]:
    if row is None:
        return ()
    return tuple(
        NameOfPlace(one.text, one.kind, one.script or script_of(one.text), one.language)
        for one in row.names.order_by("kind", "text")[:MOST]
    )


def _written(spoken: Sequence[str]) -> tuple[NameOfPlace, ...]:
    counted = Counter(" ".join(text.split()) for text in spoken)
    return tuple(
        NameOfPlace(text, "written", script_of(text), None, number)
        for text, number in sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    )


def _parents(row: Any, listed: Any, gazetteer: Any, sight: Sight) -> tuple[PlaceStep, ...]:
    from accounted.record.models import Place

    if listed is not None and gazetteer is not None:
        return tuple(PlaceStep(_id(one), one.name, one.kind) for one in gazetteer.parents(listed))
    found: list[PlaceStep] = []
    above, seen = row.parent_id, {row.id}
    while above and above not in seen and len(found) < DEEP:
        one: Any = sight.entries(Place.objects.filter(pk=above)).first()
        if one is None:
            break
        seen.add(one.id)
        found.append(PlaceStep(one.id, one.name, one.kind))
        above = one.parent_id
    return tuple(found)


def _within(row: Any, listed: Any, gazetteer: Any, sight: Sight) -> tuple[PlaceStep, ...]:
    """What lies in the place: places on record, and those that the newest claims speak of."""
    from accounted.record.models import Claim, Place

    found = {}
    if row is not None:
        inner = sight.entries(Place.objects.filter(parent=row.id)).order_by("name", "id")
        for identifier, name, kind, geonames in inner.values_list("id", "name", "kind", "geonames")[:MOST]:
            found[f"gn:{geonames}" if geonames else identifier] = PlaceStep(identifier, name, kind)
    if listed is not None and gazetteer is not None and listed.kind != "settlement":
        rows = sight.claims(Claim.objects.filter(place_geonames__isnull=False)).order_by("-id")
        told = Counter(rows.values_list("place_geonames", "place_name", "place_kind")[:NEWEST])
        for (geonames, name, kind), number in told.most_common():
            inner = gazetteer.by_geonames(geonames)
            if inner is not None and inner.id != listed.id and gazetteer.contains(listed, inner):
                found[f"gn:{geonames}"] = PlaceStep(f"gn:{geonames}", name or inner.name, kind or "", number)
    return tuple(found.values())[:MOST]


def _entries(row: Any, sight: Sight) -> tuple[EntriesAtPlace, ...]:
    from accounted.record import models
    from accounted.record.models import Place

    inside, level = {row.id}, [row.id]
    for _ in range(DEEP):
        level = list(
            Place.objects.filter(parent__in=level).exclude(pk__in=inside).values_list("id", flat=True)[:1_000]
        )
        if not level:
            break
        inside |= set(level)
    listed: dict[str, list[str]] = {}
    for slug, model in ENTRIES:
        rows = sight.entries(getattr(models, model).objects.filter(place__in=sorted(inside)))
        listed[slug] = list(rows.order_by("-id").values_list("id", flat=True)[: MOST + 1])
    told = references(((model, one) for slug, model in ENTRIES for one in listed[slug][:MOST]), sight)
    return tuple(
        EntriesAtPlace(slug, tuple(told[one] for one in ids[:MOST] if one in told), len(ids) > MOST)
        for slug, ids in listed.items()
        if ids
    )
