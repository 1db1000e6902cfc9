"""What of the record is searched, and under which words: one entry of the index for each thing.

A thing is known here by its kind and identifier. Its words are those a person would look for; its filters are
tokens (`asking`). Long documents are several entries, each a stretch of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from accounted.reckoning import likeness
from accounted.record.searching import asking
from accounted.record.searching.places import told_key
from accounted.record.searching.words import sounds_of_name, sounds_of_text, words

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.searching.places import Surroundings

NAMES, DOCUMENTS, CLAIMS = "names", "documents", "claims"
GROUPS = (NAMES, DOCUMENTS, CLAIMS)
STRETCH = 60_000  # characters of a document that are one entry
AT_ONCE = 2_000

# The kinds of thing found by name, with the model that holds each.
NAMED = {
    "person": "Person",
    "place": "Place",
    "site": "Site",
    "burial_site": "BurialSite",
    "incident": "Incident",
    "actor": "Actor",
    "source": "Source",
    "investigation": "Investigation",
    "remains": "Remains",
    "list_row": "ListRow",
}
KIND_OF = {model: kind for kind, model in NAMED.items()}
OF_PEOPLE = frozenset({"person", "source", "list_row", "remains", "actor"})  # kinds that tell a person's name


@dataclass(slots=True)
class IndexEntry:
    """One entry on its way into the index."""

    group: str
    kind: str
    subject: str
    part: int = 0
    document: str | None = None
    item: str | None = None
    level: str = "internal"
    document_level: str = ""  # of the document it stands in; its own where there is none
    earliest: date | None = None
    latest: date | None = None
    lat: float | None = None
    lon: float | None = None
    forms: Sequence[str] = ()
    tokens: list[str] = field(default_factory=list)
    sketch: bytes | None = None  # what a document is like, to find those like it

    def finish(self) -> IndexEntry:
        """Add the tokens that every entry has."""
        self.document_level = self.document_level or self.level
        self.tokens.append("_t" + asking.plain(self.kind))
        self.tokens.append("_v" + asking.plain(self.level))
        self.tokens.append("_w" + asking.plain(self.document_level))
        self.tokens.extend(asking.dated(self.earliest, self.latest))
        if self.lat is not None and self.lon is not None:
            self.tokens.append(asking.cell(self.lat, self.lon))
        return self


Entries = Iterator[IndexEntry]


def entries_of(archive: Archive, kind: str, ids: Sequence[str], around: Surroundings) -> Entries:
    """The entries of things of one kind; of things that are no longer on record, none."""
    for start in range(0, len(ids), AT_ONCE):
        for entry in _MAKERS[kind](archive, ids[start : start + AT_ONCE], around):
            yield entry.finish()


def forms_of(text: str) -> list[str]:
    """The forms of the words of a text."""
    return [word.form for word in words(text)]


def _documents(archive: Archive, ids: Sequence[str], around: Surroundings) -> Entries:
    from accounted.record.models import Document

    rows: Any = Document.objects.filter(pk__in=ids).exclude(item__state="destroyed")
    for row in rows:
        title = " . ".join(t for t in (row.title, row.creator, row.publisher) if t)
        with archive.store.open_object(row.text_sha256) as file:
            text = file.read().decode("utf-8", errors="replace")
        for part, start in enumerate(range(0, max(1, len(text)), STRETCH)):
            piece = text[start : start + STRETCH]
            entry = IndexEntry(
                DOCUMENTS, "document", row.id, part, row.id, row.item_id, row.confidentiality,
                row.confidentiality,
                row.published_earliest, row.published_latest,
            )  # fmt: skip
            entry.forms = [*forms_of(title), *forms_of(piece)]
            entry.tokens += [f"_k{key}" for key in sounds_of_text(piece) | sounds_of_name(row.creator or "")]
            if part == 0 and row.same_text_as_id is None:
                entry.sketch = _sketch_of(text)
            _say_of_document(entry, row.language, row.publisher)
            yield entry


def _sketch_of(text: str) -> bytes | None:
    told = likeness.sequences(text)
    return likeness.packed(likeness.sketch(told)) if told else None


def _say_of_document(entry: IndexEntry, language: str | None, publisher: str | None) -> None:
    if language:
        entry.tokens.append("_l" + asking.plain(language.split("-")[0]))
    if publisher:
        entry.tokens.append("_u" + asking.digest(publisher))


_CLAIM = (
    "id", "document_id", "kind", "confidentiality", "speaker_name", "speaker_organisation", "party_text",
    "place_name",
    "place_text", "place_geonames", "place_iso3166_2", "place_country", "place_kind", "place_lat",
    "place_lon",
    "date_earliest", "date_latest", "excerpt__exact", "excerpt__language", "tally__basis",
    "document__item_id",
    "document__confidentiality", "document__language", "document__publisher", "reading_id",
    "reading__current",
    "reading__second", "origin",
)  # fmt: skip


def _claims(archive: Archive, ids: Sequence[str], around: Surroundings) -> Entries:
    from accounted.record.models import Claim, Review

    standing = Review.objects.filter(claim_id__in=ids, current=True)
    outcome = dict(standing.values_list("claim_id", "outcome"))
    replaced = set(Claim.objects.filter(corrects_id__in=ids).values_list("corrects_id", flat=True))
    rows: Any = Claim.objects.filter(pk__in=ids).exclude(document__item__state="destroyed")
    for row in rows.values(*_CLAIM):
        status = outcome.get(row["id"], "unreviewed")
        counts = row["reading_id"] is None or row["reading__current"]
        taken_over = row["reading__second"] and (row["origin"] == "human" or status == "accepted")
        if row["id"] in replaced or not (counts or taken_over):
            continue  # what a newer reading or a correction replaced is found there
        entry = IndexEntry(
            CLAIMS, "claim", row["id"], 0, row["document_id"], row["document__item_id"],
            row["confidentiality"],
            row["document__confidentiality"], row["date_earliest"], row["date_latest"], row["place_lat"],
            row["place_lon"],
        )  # fmt: skip
        speaker, place = row["speaker_name"] or "", row["place_name"] or row["place_text"] or ""
        told = " . ".join(
            t
            for t in (row["excerpt__exact"], speaker, row["speaker_organisation"], place, row["party_text"])
            if t
        )
        entry.forms = forms_of(told)
        entry.tokens += [f"_k{key}" for key in sounds_of_text(told)]
        if speaker:
            entry.tokens += [f"_a{form}" for form in forms_of(speaker)]
            entry.tokens += [f"_b{key}" for key in sounds_of_name(speaker)]
        entry.tokens += [f"_c{asking.plain(row['kind'])}", f"_s{asking.plain(status)}"]
        if row["tally__basis"]:
            entry.tokens.append("_n" + asking.plain(row["tally__basis"]))
        _say_of_document(
            entry, row["excerpt__language"] or row["document__language"], row["document__publisher"]
        )
        entry.tokens += around.tokens(row["place_geonames"], row["place_iso3166_2"], row["place_country"])
        if row["place_geonames"] is None:
            written = {told for told in (row["place_name"], row["place_text"]) if told}
            entry.tokens += ["_p" + asking.plain(told_key(told)) for told in sorted(written)]
        yield entry


def _people(archive: Archive, ids: Sequence[str], around: Surroundings) -> Entries:
    from accounted.record.models import Person, PersonName

    names: dict[str, list[str]] = {}
    for person, written in PersonName.objects.filter(person_id__in=ids).values_list(
        "person_id", "as_written"
    ):
        names.setdefault(person, []).append(written)
    rows: Any = Person.objects.filter(pk__in=ids)
    for row in rows.values("id", "confidentiality", "alias_code", "last_seen_place_id"):
        told = [*names.get(row["id"], ()), *([row["alias_code"]] if row["alias_code"] else [])]
        entry = _named("person", row["id"], row["confidentiality"], told)
        _at(entry, row["last_seen_place_id"], around)
        yield entry


def _named(
    kind: str, identifier: str, level: str, names: Iterable[str | None], further: str = ""
) -> IndexEntry:
    entry = IndexEntry(NAMES, kind, identifier, level=level)
    told = [name for name in names if name]
    entry.forms = [form for text in (*told, further) for form in forms_of(text)]
    entry.tokens = [f"_k{key}" for key in sorted({k for name in told for k in sounds_of_name(name)})]
    return entry


def _at(
    entry: IndexEntry,
    place: str | None,
    around: Surroundings,
    lat: float | None = None,
    lon: float | None = None,
) -> None:
    known = around.of_record(place)
    entry.tokens += known.tokens
    entry.lat, entry.lon = (lat, lon) if lat is not None else (known.lat, known.lon)


def _places(archive: Archive, ids: Sequence[str], around: Surroundings) -> Entries:
    from accounted.record.models import Place

    rows: Any = Place.objects.filter(pk__in=ids).prefetch_related("names")
    for row in rows:
        entry = _named(
            "place", row.id, row.confidentiality, [row.name, *(name.text for name in row.names.all())]
        )
        _at(entry, row.id, around)
        yield entry


def _sites(archive: Archive, ids: Sequence[str], around: Surroundings) -> Entries:
    from accounted.record.models import Site

    rows: Any = Site.objects.filter(pk__in=ids)
    for row in rows:
        entry = _named("site", row.id, row.confidentiality, [row.name, row.label_as_written])
        _at(entry, row.place_id, around, row.lat, row.lon)
        yield entry


def _burial_sites(archive: Archive, ids: Sequence[str], around: Surroundings) -> Entries:
    from accounted.record.models import BurialSite

    rows: Any = BurialSite.objects.filter(pk__in=ids)
    for row in rows:
        entry = _named("burial_site", row.id, row.confidentiality, [row.name])
        _at(entry, row.place_id, around, row.lat, row.lon)
        yield entry


def _incidents(archive: Archive, ids: Sequence[str], around: Surroundings) -> Entries:
    from accounted.record.models import Incident, Value

    dates: dict[str, tuple[date | None, date | None]] = {}
    told = Value.objects.filter(subject_id__in=ids, field__startswith="date:").order_by("decided_at", "id")
    for subject, earliest, latest in told.values_list("subject_id", "earliest", "latest"):
        dates[subject] = earliest, latest
    rows: Any = Incident.objects.filter(pk__in=ids)
    for row in rows:
        entry = _named("incident", row.id, row.confidentiality, [row.title], row.summary or "")
        entry.earliest, entry.latest = dates.get(row.id, (None, None))
        _at(entry, row.place_id, around, row.lat, row.lon)
        yield entry


def _actors(archive: Archive, ids: Sequence[str], around: Surroundings) -> Entries:
    from accounted.record.models import Actor

    rows: Any = Actor.objects.filter(pk__in=ids)
    for row in rows:
        aliases = [one.get("text") if isinstance(one, dict) else str(one) for one in row.aliases]
        yield _named("actor", row.id, row.confidentiality, [row.name, row.unit_designation, *aliases])


def _sources(archive: Archive, ids: Sequence[str], around: Surroundings) -> Entries:
    from accounted.record.models import Source

    rows: Any = Source.objects.filter(pk__in=ids, sealed_identity__isnull=True)
    for row in rows:
        yield _named("source", row.id, row.confidentiality, [row.name])


def _investigations(archive: Archive, ids: Sequence[str], around: Surroundings) -> Entries:
    from accounted.record.models import Investigation

    rows: Any = Investigation.objects.filter(pk__in=ids)
    for row in rows:
        numbers = [n if isinstance(n, str) else str(n.get("number", "")) for n in row.case_numbers]
        yield _named("investigation", row.id, row.confidentiality, [row.title], " ".join(numbers))


def _remains(archive: Archive, ids: Sequence[str], around: Surroundings) -> Entries:
    from accounted.record.models import Remains

    rows: Any = Remains.objects.filter(pk__in=ids)
    for row in rows.values("id", "confidentiality", "number", "recovery_place_id"):
        entry = _named("remains", row["id"], row["confidentiality"], [], row["number"] or "")
        _at(entry, row["recovery_place_id"], around)
        yield entry


def _list_rows(archive: Archive, ids: Sequence[str], around: Surroundings) -> Entries:
    """Rows that were set aside: the others became a person, who is found by name."""
    from accounted.record.models import ListRow

    rows: Any = ListRow.objects.filter(pk__in=ids, failed__isnull=False).select_related("list")
    for row in rows:
        names = [str(v) for k, v in row.values.items() if k in _NAME_FIELDS and isinstance(v, str)]
        entry = _named("list_row", row.id, row.list.confidentiality, names, row.given_id)
        entry.item = row.list.item_id
        yield entry


_NAME_FIELDS = ("name", "family", "given", "patronymic", "maiden", "alias")

Maker = Callable[["Archive", Sequence[str], "Surroundings"], Entries]
_MAKERS: dict[str, Maker] = {
    "document": _documents,
    "claim": _claims,
    "person": _people,
    "place": _places,
    "site": _sites,
    "burial_site": _burial_sites,
    "incident": _incidents,
    "actor": _actors,
    "source": _sources,
    "investigation": _investigations,
    "remains": _remains,
    "list_row": _list_rows,
}
