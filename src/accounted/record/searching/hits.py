"""From numbers of the index to what a person is shown: a title, marked excerpts, and a few facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accounted.record.searching import tables
from accounted.record.searching.entries import STRETCH
from accounted.record.searching.excerpts import Excerpt, Marker, Piece
from accounted.record.searching.finding import Hit
from accounted.record.sight import Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive


def hits_of(
    archive: Archive,
    page: Sequence[tuple[int, bool]],
    marker: Marker,
    sight: Sight,
    asked: Mapping[int, tuple[Any, ...]],
) -> tuple[Hit, ...]:
    """The hits of a page, in its order. A document found in several stretches stands there once.

    `asked`: what is known of entries already (`tables.entries`).
    """
    numbers = [number for number, _ in page]
    known = {number: asked[number] for number in numbers if number in asked}
    known |= tables.entries([number for number in numbers if number not in asked])
    by_kind: dict[str, list[str]] = {}
    for kind, subject, *_ in known.values():
        by_kind.setdefault(kind, []).append(subject)
    rows = {(kind, row["id"]): row for kind, ids in by_kind.items() for row in _rows(kind, ids)}
    hits: dict[tuple[str, str], Hit] = {}
    for number, loose in page:
        if number not in known:
            continue
        kind, subject, part, document, _ = known[number]
        row = rows.get((kind, subject))
        if row is None or (kind, subject) in hits:
            continue
        title, excerpts, facts = _told(archive, kind, part, row, marker, sight)
        hits[kind, subject] = Hit(kind, subject, title, excerpts, document, row.get("item"), facts, loose)
    return tuple(hits.values())


def _told(
    archive: Archive, kind: str, part: int, row: dict[str, Any], marker: Marker, sight: Sight
) -> tuple[Excerpt, tuple[Excerpt, ...], dict[str, Any]]:
    if kind == "document":
        title = marker.marked(row["title"] or row["item"])
        facts = {name: row[name] for name in ("publisher", "published", "language", "type")}
        return title, marker.excerpts(_stretch(archive, row["text_sha256"], part)), facts
    if kind == "claim":
        title = marker.marked(row["speaker_name"] or "")
        before = "… " if row["excerpt__prefix"] else ""
        words = f"{row['excerpt__prefix']}{row['excerpt__exact']}{row['excerpt__suffix']}"
        facts = {
            "claim_kind": row["kind"], "basis": row["tally__basis"],
            "place": row["place_name"] or row["place_text"],
            "date": row["date_edtf"], "publisher": row["document__publisher"],
            "document_title": row["document__title"],
        }  # fmt: skip
        return title, ((Piece(before, False), *marker.marked(words)),), facts
    names = [name for name in row["names"] if name] or [row.get("number") or row["id"]]
    facts = {name: row[name] for name in ("place", "list", "why", "date") if row.get(name)}
    if kind in _HIDDEN and not sight.names:
        return (Piece(sight.name(names[0], row["id"]), False),), (), facts
    further = [marker.marked(name) for name in names[1:4]]
    return marker.marked(names[0]), tuple(further), facts


_HIDDEN = frozenset({"person", "source", "list_row", "actor"})


def _stretch(archive: Archive, sha256: str, part: int) -> str:
    with archive.store.open_object(sha256) as file:
        text = file.read().decode("utf-8", errors="replace")
    return text[part * STRETCH : (part + 1) * STRETCH]


def _rows(kind: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    from accounted.record import models

    if kind == "document":
        found: Any = models.Document.objects.filter(pk__in=ids).values(
            "id", "title", "publisher", "published", "language", "type", "text_sha256", "item__number"
        )
        return [row | {"item": row["item__number"]} for row in found]
    if kind == "claim":
        found = models.Claim.objects.filter(pk__in=ids).values(
            "id", "kind", "speaker_name", "place_name", "place_text", "date_edtf", "excerpt__prefix",
            "excerpt__exact",
            "excerpt__suffix", "tally__basis", "document__publisher", "document__title",
            "document__item__number",
        )  # fmt: skip
        return [row | {"item": row["document__item__number"]} for row in found]
    return _NAMED[kind](ids)


def _people(ids: Sequence[str]) -> list[dict[str, Any]]:
    from accounted.record.models import Person, PersonName

    names: dict[str, list[str]] = {}
    written = PersonName.objects.filter(person_id__in=ids).order_by("id")
    for person, name in written.values_list("person_id", "as_written"):
        names.setdefault(person, []).append(name)
    rows: Any = Person.objects.filter(pk__in=ids).values("id", "alias_code", "last_seen_place__name")
    return [
        {"id": row["id"], "names": names.get(row["id"], []), "number": row["alias_code"],
         "place": row["last_seen_place__name"]}
        for row in rows
    ]  # fmt: skip


def _simple(model: str, *columns: str) -> Any:
    """Things whose names are columns of their own."""

    def rows(ids: Sequence[str]) -> list[dict[str, Any]]:
        from accounted.record import models

        kind: Any = getattr(models, model)
        fields = {f.name for f in kind._meta.concrete_fields}
        place = "place__name" if "place" in fields else "recovery_place__name" if model == "Remains" else None
        found = kind.objects.filter(pk__in=ids).values("id", *columns, *([place] if place else []))
        return [
            {"id": row["id"], "names": [row[c] for c in columns], "place": row[place] if place else None}
            for row in found
        ]

    return rows


def _places(ids: Sequence[str]) -> list[dict[str, Any]]:
    from accounted.record.models import Place

    rows: Any = Place.objects.filter(pk__in=ids).prefetch_related("names")
    return [
        {"id": r.id, "names": list(dict.fromkeys([r.name, *(n.text for n in r.names.all())]))} for r in rows
    ]


def _list_rows(ids: Sequence[str]) -> list[dict[str, Any]]:
    from accounted.record.models import ListRow

    rows: Any = ListRow.objects.filter(pk__in=ids).select_related("list__item")
    return [
        {"id": r.id, "names": [" ".join(str(r.values[n]) for n in _PARTS if r.values.get(n))],
        "number": r.given_id,
         "list": r.list.title, "why": r.failed, "item": r.list.item.number}
        for r in rows
    ]  # fmt: skip


_PARTS = ("name", "family", "given", "patronymic")
_NAMED: dict[str, Any] = {
    "person": _people,
    "place": _places,
    "site": _simple("Site", "name", "label_as_written"),
    "burial_site": _simple("BurialSite", "name"),
    "incident": _simple("Incident", "title", "summary"),
    "actor": _simple("Actor", "name"),
    "source": _simple("Source", "name"),
    "investigation": _simple("Investigation", "title"),
    "remains": _simple("Remains", "number"),
    "list_row": _list_rows,
}
