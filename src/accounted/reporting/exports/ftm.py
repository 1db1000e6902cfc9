"""Entities of FollowTheMoney, one JSON object a line, as OpenAleph and the `ftm` tools import them.

Documents, events, the people and bodies named in them, and the links between: `Documentation` says which
document an event rests on, `Mention` which names stand in it. Schemata and properties are those of
FollowTheMoney 4; the tests check every property and every kind of value against its model.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from accounted.reporting.exports.content import Content, Event
from accounted.reporting.exports.target import Field, Made, Target, basis_of_number, denied, said
from accounted.reporting.wording import label

FIELDS = (
    Field(
        "Document, Article, Image, Audio, Video",
        "a source: title, publisher, dates, language, address; SHA-256 in the notes",
    ),
    Field(
        "Event",
        "an event: name, startDate, endDate, country, location; numbers and words in notes and summary",
    ),
    Field("Person", "a person on record whose name may be shown: name, gender, deathDate"),
    Field("Organization", "a party that the sources accuse, or an actor on record"),
    Field("Documentation", "that a document documents an event, with its role and date"),
    Field("Mention", "that a speaker is named in a document"),
)
LOSSES = (
    "FollowTheMoney has no counts: ranges, bases and what D-36 asks for are text in notes.",
    "It has no intervals and no uncertain dates: they become startDate and endDate, and the EDTF "
    "stands in the notes.",
    "Its checksum is SHA-1; SHA-256 is in the notes.",
    "People without a name that may be shown are not entities.",
    "The involvement of a party is that a source names it (D-21); the schema cannot say that it is "
    "an allegation, "
    "the notes do.",
    "Findings, remains, graves and claims one by one.",
)
TARGET = Target("ftm", "FollowTheMoney entities (JSON lines), for OpenAleph", ".ftm.json", FIELDS, LOSSES)

_SCHEMA = {
    "news_article": "Article",
    "photo": "Image",
    "satellite": "Image",
    "video": "Video",
    "audio": "Audio",
}
_PREFIX = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_GENDER = {"male": "male", "female": "female", "other": "other"}

Entity = dict[str, Any]


def make(content: Content) -> Made:
    """The entities, and what was converted to make them."""
    conversions: list[str] = []
    lines = [
        json.dumps(entity, ensure_ascii=False, sort_keys=True) for entity in _entities(content, conversions)
    ]
    body = "".join(f"{line}\n" for line in lines)
    return Made(TARGET, {"": body.encode()}, tuple(dict.fromkeys(conversions)))


def _entities(content: Content, conversions: list[str]) -> Iterator[Entity]:
    archive = content.report["archive"]["id"] or "archive"

    def key(*parts: str) -> str:
        return "-".join(
            re.sub(r"[^\w]+", "-", part.casefold()).strip("-") for part in ("acc", archive, *parts)
        )

    shown = {row["item"]: row for row in content.sources if row["withheld"] is None}
    for item, row in shown.items():
        yield _document(key("doc", item), row, conversions)
    people = {person.id: key("person", person.id) for person in content.persons if person.names}
    unnamed = sum(not person.names for person in content.persons)
    if unnamed:
        conversions.append(f"{unnamed} people on record have no name that may be shown; no entities.")
    for person in content.persons:
        if person.id in people:
            yield _entity(
                people[person.id],
                "Person",
                name=person.names,
                gender=[_GENDER[person.sex]] if person.sex in _GENDER else [],
                deathDate=_prefixes(person.died, f"person {person.id}", conversions),
                status=[label("verification_status", person.verification)],
            )
    parties: dict[str, str] = {}
    for event in content.events:
        for party in event.parties:
            if party not in parties:
                parties[party] = key("party", party)
                yield _entity(
                    parties[party], "Organization", name=[party], notes=["Named by a source as having acted."]
                )
    for event in content.events:
        own = key("event", event.id)
        involved = [people[one] for one, _ in event.persons if one in people]
        yield _event(own, event, [*involved, *(parties[p] for p in event.parties)], content, conversions)
        for source in event.sources:
            if source.item in shown:
                yield _entity(
                    key("documentation", event.id, source.item),
                    "Documentation",
                    document=[key("doc", source.item)],
                    entity=[own],
                    role=["states a number"],
                    date=_prefixes(source.published, source.item, conversions),
                )
    seen = set()
    for claim in content.claims:
        speaker = claim["speaker"]
        if speaker and (claim["item"], speaker) not in seen and claim["item"] in shown:
            seen.add((claim["item"], speaker))
            yield _entity(
                key("mention", claim["key"]), "Mention", document=[key("doc", claim["item"])], name=[speaker]
            )


def _entity(identifier: str, schema: str, **properties: Iterable[str | None]) -> Entity:
    """An entity with its properties; each is a list of texts, and empty ones are left out."""
    kept = {
        name: list(dict.fromkeys(value for value in values if value)) for name, values in properties.items()
    }
    return {
        "id": identifier,
        "schema": schema,
        "properties": {name: values for name, values in sorted(kept.items()) if values},
    }


def _document(identifier: str, row: Mapping[str, Any], conversions: list[str]) -> Entity:
    language = (row.get("language") or "").split("-")[0]
    return _entity(
        identifier,
        _SCHEMA.get(row["type"] or "", "Document"),
        title=[row["title"]],
        name=[row["title"]],
        fileName=[row.get("name") or row["item"]],
        author=[row.get("author")],
        publisher=[row.get("publisher")],
        publishedAt=_prefixes(row.get("published"), row["item"], conversions),
        language=[_THREE.get(language)],
        mimeType=[row.get("media_type")],
        sourceUrl=[row.get("url")],
        notes=[f"Item {row['item']}", f"SHA-256 {row['sha256']}" if row.get("sha256") else None],
    )


# FollowTheMoney knows languages by ISO 639-3.
_THREE = {"en": "eng", "uk": "ukr", "ru": "rus", "es": "spa", "ar": "ara", "fr": "fra", "de": "deu",
          "pl": "pol", "he": "heb", "fa": "fas", "tr": "tur", "it": "ita", "pt": "por", "my": "mya",
          "am": "amh"}  # fmt: skip


def _event(
    identifier: str, event: Event, involved: list[str], content: Content, conversions: list[str]
) -> Entity:
    when, where = event.when, event.where
    conversions.append(f"{event.id}: the count “{event.count.words}” became text.")
    if when is not None and not _PREFIX.fullmatch(when.edtf):
        conversions.append(f"{event.id}: {when.edtf} became startDate and endDate.")
    start = when.earliest.isoformat() if when and when.earliest else None
    end = when.latest.isoformat() if when and when.latest else None
    return _entity(
        identifier,
        "Event",
        name=[event.title],
        recordId=[event.id],
        startDate=[start],
        endDate=[end],
        country=[where.country.lower() if where.country else None],
        location=[", ".join(filter(None, dict.fromkeys((where.name, where.admin1))))],
        summary=[said(event)],
        notes=[
            f"{label('count_basis', event.basis)}: {event.count.words}",
            basis_of_number(content, event),
            f"Dated {when.edtf} (EDTF)" if when else "Not dated by a source",
            denied(event),
            f"Named by sources, as an allegation: {'; '.join(event.parties)}" if event.parties else None,
        ],
        involved=involved,
    )


def _prefixes(edtf: str | None, key: str, conversions: list[str]) -> list[str | None]:
    """A date as far as it is a plain prefix: `2022`, `2022-10`, `2022-10-07`; else none."""
    if edtf is None:
        return []
    found = _PREFIX.match(edtf)
    if found is None or "/" in edtf or edtf.startswith(("[", "{")):
        conversions.append(f"{key}: the date {edtf} has no plain form; left out.")
        return []
    if found[0] != edtf:
        conversions.append(f"{key}: {edtf} became {found[0]}.")
    return [found[0]]
