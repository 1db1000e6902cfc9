"""Everything a report can show, as plain data taken from an archive (or from readings alone).

Nothing here is judged or hidden yet: what may be said of the numbers is decided in `figures`, what a given
audience may see in `disclosure`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from accounted.claims import (
    Claim,
    Document,
    Excerpt,
    PlaceMention,
    ReaderIdentity,
    Reading,
    ReadingWarning,
    UngroundedExcerpt,
)

if TYPE_CHECKING:
    from accounted.places import Gazetteer

METHODOLOGY = "rules D-01 to D-40, 1.0"


@dataclass(frozen=True)
class ReportedDocument:
    """One document of the archive with what was read in it.

    `document_type` and `confidentiality` are terms of the vocabularies of those names. `released` lists the
    claims a person has released one by one although the document as a whole is not public.
    """

    item: str
    document: Document
    claims: tuple[Claim, ...] = ()
    warnings: tuple[ReadingWarning, ...] = ()
    not_counted: tuple[tuple[Excerpt, str], ...] = ()
    reader: ReaderIdentity | None = None
    name: str | None = None  # the file as it was called
    document_type: str | None = None
    confidentiality: str = "internal"
    sha256: str | None = None  # of the original
    obtained: Mapping[str, str] = field(default_factory=dict)  # by, from, on, how: as recorded at intake

    @cached_property
    def by_id(self) -> Mapping[str, Claim]:
        """The claims by their identifier in the reading."""
        return {claim.id: claim for claim in self.claims}

    @property
    def title(self) -> str:
        """What the document is called: its own title, else its file name, else its number."""
        return self.document.title or self.name or self.item


@dataclass(frozen=True, slots=True)
class Told:
    """A claim and the document it stands in."""

    source: ReportedDocument
    claim: Claim

    @property
    def key(self) -> str:
        """A name for the claim that is unique in the report and fit for a link."""
        return claim_key(self.source.item, self.claim.id)


def claim_key(item: str, claim_id: str) -> str:
    """`ACC-000002` and `c3` → `acc-000002-c3`."""
    return "".join(c if c.isalnum() else "-" for c in f"{item}-{claim_id}".casefold())


@dataclass(frozen=True, slots=True)
class ArchiveIdentity:
    """Which archive the report is of."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class CheckpointState:
    """The signed state of the custody log that the report rests on."""

    size: int
    root: str  # hex
    time: str | None = None  # ISO 8601, as far as known
    origin: str | None = None
    signers: tuple[str, ...] = ()
    stamped_by: tuple[str, ...] = ()  # time-stamping authorities
    key_protected: bool | None = None  # None = not known here


@dataclass(frozen=True)
class Material:
    """What a report is made of.

    `enclosing` names, for the key of a place, the keys of every larger place that contains it.
    `protected_names` are names the archive holds but that must not be printed for the public.
    """

    documents: tuple[ReportedDocument, ...]
    archive: ArchiveIdentity
    checkpoint: CheckpointState | None = None
    methodology: str = METHODOLOGY
    software: str = ""
    as_of: str | None = None  # EDTF: the moment the archive's contents are described at
    enclosing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    protected_names: tuple[str, ...] = ()

    def told(self, *kinds: str) -> Iterator[Told]:
        """Every claim with its document, in the order of archive and text; of some kinds if named."""
        for source in self.documents:
            for claim in source.claims:
                if not kinds or claim.kind in kinds:
                    yield Told(source, claim)

    def contains(self, outer: PlaceMention | None, inner: PlaceMention | None) -> bool:
        """Whether one place is known to lie within another. A place does not contain itself."""
        if outer is None or inner is None:
            return False
        return place_key(outer) in self.enclosing.get(place_key(inner) or "", ())

    @classmethod
    def from_readings(
        cls,
        readings: Iterable[Reading],
        *,
        archive: ArchiveIdentity | None = None,
        facts: Sequence[Mapping[str, Any]] = (),
        gazetteer: Gazetteer | None = None,
        **rest: Any,
    ) -> Material:
        """A report's material without an archive: what was read, and what else is known of each document.

        `facts[n]` may hold any field of `ReportedDocument` for the n-th reading (`item`, `name`,
        `document_type`, `confidentiality` …). With a gazetteer, places are known to lie within one another.

        Raises:
            UngroundedExcerpt: a claim quotes words that are not at their place in its document (rule D-01).
        """
        documents = []
        for number, reading in enumerate(readings):
            known = dict(facts[number]) if number < len(facts) else {}
            item = known.pop("item", f"D{number + 1}")
            known.setdefault("sha256", reading.document.sha256)
            documents.append(
                ReportedDocument(
                    item=item,
                    document=reading.document,
                    claims=reading.claims,
                    warnings=reading.warnings,
                    not_counted=reading.not_counted,
                    reader=reading.reader,
                    **known,
                )
            )
        for source in documents:
            require_grounded(source)
        rest.setdefault("enclosing", enclosing_places(documents, gazetteer))
        return cls(
            documents=tuple(documents),
            archive=archive or ArchiveIdentity("", "Readings without an archive"),
            **rest,
        )


def require_grounded(source: ReportedDocument) -> None:
    """Refuse a document any of whose claims quotes words that are not at their place (rule D-01).

    Raises:
        UngroundedExcerpt: names the document and the claim.
    """
    for claim in source.claims:
        if not claim.excerpt.holds_in(source.document.text):
            start, end = claim.excerpt.start, claim.excerpt.end
            raise UngroundedExcerpt(
                f"{source.item}, claim {claim.id}: the text at [{start}, {end}) is not the words quoted; "
                "read the document again before reporting (rule D-01)"
            )


def place_key(place: PlaceMention | None) -> str | None:
    """One key for one place, however it was spelt; by its words alone where no gazetteer knows it."""
    if place is None:
        return None
    if place.geonames is not None:
        return f"gn:{place.geonames}"
    if place.kind == "region" and place.iso3166_2:
        return f"iso:{place.iso3166_2}"
    if place.kind == "country" and place.country:
        return f"country:{place.country}"
    return "text:" + " ".join((place.name or place.text).casefold().split())


def enclosing_places(
    documents: Iterable[ReportedDocument], gazetteer: Gazetteer | None = None
) -> dict[str, tuple[str, ...]]:
    """For each place of the claims, the other places of the claims that contain it.

    By the gazetteer where there is one; in any case a place lies in its country, and one that carries
    the code of a region lies in that region.
    """
    places: dict[str, PlaceMention] = {}
    for source in documents:
        for claim in source.claims:
            key = place_key(claim.place)
            if key is not None and claim.place is not None:
                places.setdefault(key, claim.place)
    contains = _containment(gazetteer)
    found: dict[str, tuple[str, ...]] = {}
    for key, place in places.items():
        around = tuple(k for k, other in places.items() if k != key and contains(other, place))
        if around:
            found[key] = around
    return found


def _containment(gazetteer: Gazetteer | None) -> Callable[[PlaceMention, PlaceMention], bool]:
    def by_codes(outer: PlaceMention, inner: PlaceMention) -> bool:
        if outer.kind == "country":
            return outer.country is not None and outer.country == inner.country
        if outer.kind == "region" and inner.kind != "country":
            return outer.iso3166_2 is not None and outer.iso3166_2 == inner.iso3166_2
        return False

    if gazetteer is None:
        return by_codes
    known = gazetteer

    def by_gazetteer(outer: PlaceMention, inner: PlaceMention) -> bool:
        if by_codes(outer, inner):
            return True
        large, small = _in_gazetteer(known, outer), _in_gazetteer(known, inner)
        return large is not None and small is not None and large != small and known.contains(large, small)

    return by_gazetteer


def _in_gazetteer(gazetteer: Gazetteer, mention: PlaceMention) -> Any:
    if mention.geonames is not None:
        return gazetteer.by_geonames(mention.geonames)
    if mention.kind == "region" and mention.iso3166_2:
        return gazetteer.by_code("iso3166_2", mention.iso3166_2)
    if mention.kind == "country" and mention.country:
        return gazetteer.country(mention.country)
    return None
