"""Everything a report can show, as plain data taken from an archive (or from readings alone).

Nothing here is judged or hidden yet: what may be said of the numbers is decided in `figures`, what a given
audience may see in `disclosure`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
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
from accounted.record.queries.identifying import IdentificationOnRecord, IdentifyingCounts
from accounted.record.queries.judgements import Judgements
from accounted.reporting.enclosing import enclosing_places, place_key
from accounted.reporting.methodology import METHODOLOGY

if TYPE_CHECKING:
    from accounted.evidence import Store
    from accounted.places import Gazetteer
    from accounted.record.archive import Archive
    from accounted.record.queries import ClaimOnRecord, DocumentMaterial, ItemOnRecord
    from accounted.record.queries.linking import PeopleOnLists
    from accounted.reporting.scope import Scope


@dataclass(frozen=True)
class ReportedDocument:
    """One document of the archive with what was read in it.

    `document_type` and `confidentiality` are terms of the vocabularies of those names. `held_back` names
    claims that are confidential though the document is not; `on_record` gives the claims' identifiers in the
    record.
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
    held_back: frozenset[str] = frozenset()
    on_record: Mapping[str, str] = field(default_factory=dict)

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


@lru_cache(maxsize=500_000)  # asked for again and again while figures are sorted
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


@dataclass(frozen=True, slots=True)
class DestroyedItem:
    """An item that was destroyed by order: of its content nothing is left (rule D-32)."""

    item: str
    on: str  # the day, ISO 8601
    ordered_by: str
    order: str


@dataclass(frozen=True)
class Material:
    """What a report is made of.

    `enclosing` names, for the key of a place, the keys of every larger place that contains it.
    `protected_names` are names the archive holds but that must not be printed for the public. `denied` gives,
    by the key of a denial, the keys of claims in other documents that it rejects. `refused` are files that
    could not be taken in: name and reason.
    """

    documents: tuple[ReportedDocument, ...]
    archive: ArchiveIdentity
    checkpoint: CheckpointState | None = None
    methodology: str = METHODOLOGY
    software: str = ""
    as_of: str | None = None  # EDTF: the moment the archive's contents are described at
    enclosing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    protected_names: tuple[str, ...] = ()
    denied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    refused: tuple[tuple[str, str], ...] = ()
    destroyed: tuple[DestroyedItem, ...] = ()
    judged: Judgements = field(default_factory=Judgements)  # what people decided that bears on the numbers
    log_entries: int | None = None  # how far the log went
    listed: PeopleOnLists | None = None  # how many people the lists on record name
    identifying: IdentifyingCounts = field(default_factory=IdentifyingCounts)
    identifications: tuple[IdentificationOnRecord, ...] = ()
    vague_numbers: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # the project's own, on export
    scope: Scope | None = None  # what the project's method counts, where one is in force

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
        rest.setdefault(
            "enclosing",
            enclosing_places(_places(documents), gazetteer, [one.document.text for one in documents]),
        )
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


def _places(documents: Iterable[ReportedDocument]) -> Iterator[PlaceMention | None]:
    return (claim.place for source in documents for claim in source.claims)


def gather(archive: Archive, *, gazetteer: Gazetteer | None = None) -> Material:
    """Everything on record that a report can show, with the state of the custody log it rests on.

    Claims that a reviewer rejected as wrongly read are left out of every number and listed as not counted.
    """
    from accounted import __version__
    from accounted.record.queries import identifications, identifying_counts, judgements, material
    from accounted.record.queries.linking import people_on_lists
    from accounted.record.queries.names import names_not_to_print
    from accounted.record.queries.protection import methodologies
    from accounted.reporting.scope import scope_of

    method = next(iter(methodologies(archive)), None)
    on_record = material(archive)
    items = {item.number: item for item in on_record.items}
    named = {one.claim.id: (d.record.item, local) for d in on_record.documents for one, local in locals_of(d)}
    documents = tuple(reported(one, items.get(one.record.item)) for one in on_record.documents)
    denied: dict[str, tuple[str, ...]] = {}
    for one in on_record.documents:
        for told, local in locals_of(one):
            elsewhere = [named[c] for c in told.claim.denies if c in named and named[c][0] != one.record.item]
            if elsewhere:
                denied[claim_key(one.record.item, local)] = tuple(claim_key(*where) for where in elsewhere)
    return Material(
        documents=documents,
        archive=ArchiveIdentity(on_record.archive_id, on_record.title),
        checkpoint=checkpoint_state(archive.store),
        software=f"accounted {__version__}",
        as_of=_last_entry(archive.store),
        enclosing=enclosing_places(_places(documents), gazetteer, [one.document.text for one in documents]),
        protected_names=names_not_to_print(
            archive, (text for one in documents for text in _texts(one.document))
        ),
        denied=denied,
        refused=tuple((one.name or "a file", one.refused or "") for one in on_record.refusals),
        destroyed=tuple(
            DestroyedItem(one.item, f"{one.at:%Y-%m-%d}", one.ordered_by, one.order)
            for one in on_record.destroyed
        ),
        judged=judgements(archive),
        log_entries=archive.store.size,
        listed=people_on_lists(archive),
        identifying=identifying_counts(archive),
        identifications=identifications(archive),
        methodology=METHODOLOGY if method is None else f"{METHODOLOGY}; of the project: {method.version}",
        vague_numbers={} if method is None else vague_numbers_of(method.vague_numbers),
        scope=None
        if method is None
        else scope_of(method.version, method.scope, _places(documents), gazetteer),
    )


def vague_numbers_of(told: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """A project's table of vague numbers, as a methodology holds it: {"dozens": [24, 96]}."""
    return {name: (int(pair[0]), int(pair[1])) for name, pair in told.items() if _is_range(pair)}


def _is_range(told: Any) -> bool:
    return isinstance(told, list) and len(told) == 2 and all(type(one) is int and one >= 0 for one in told)


def locals_of(one: DocumentMaterial) -> list[tuple[ClaimOnRecord, str]]:
    """The claims of a document with their identifiers in its reading, told apart where two share one."""
    seen: dict[str, int] = {}
    result = []
    for claim in one.claims:
        seen[claim.local_id] = seen.get(claim.local_id, 0) + 1
        repeated = seen[claim.local_id]
        result.append((claim, claim.local_id if repeated == 1 else f"{claim.local_id}-{repeated}"))
    return result


def reported(one: DocumentMaterial, item: ItemOnRecord | None) -> ReportedDocument:
    """A document on record as a report shows it.

    Raises:
        UngroundedExcerpt: a claim quotes words that are not at their place in it (rule D-01).
    """
    local = {told.claim.id: name for told, name in locals_of(one)}
    rejected = {told.claim.id for told in one.claims if told.status == "rejected"}
    claims = []
    for told in one.claims:
        claim, tally = told.claim, told.claim.tally
        if claim.id in rejected:
            continue
        if tally is not None:
            part, same = local.get(tally.partition_of or ""), local.get(tally.same_as or "")
            tally = replace(tally, partition_of=part, same_as=same)
        denies = tuple(local[c] for c in claim.denies if c in local and c not in rejected)
        claims.append(replace(claim, id=local[claim.id], denies=denies, tally=tally))
    reading, record = one.reading, one.record
    left_out = list(reading.not_counted) if reading else []
    left_out += [
        (told.claim.excerpt, "rejected by a reviewer as wrongly read")
        for told in one.claims
        if told.claim.id in rejected
    ]
    intake = item.intakes[0] if item and item.intakes else None
    obtained = {
        "by": intake and intake.obtained_by,
        "from": intake and intake.obtained_from,
        "on": intake and intake.obtained_on,
        "how": intake and intake.obtained_how,
    }
    made = ReportedDocument(
        item=record.item,
        # What people recorded of the document stands above what was found in it.
        document=replace(
            one.document,
            title=record.title,
            author=record.creator,
            publisher=record.publisher,
            published=record.published,
            published_inferred=record.published_inferred,
            language=record.language,
            url=record.url,
        ),
        claims=tuple(claims),
        warnings=reading.warnings if reading else (),
        not_counted=tuple(left_out),
        reader=reading.reader if reading else None,
        name=record.name,
        document_type=record.type,
        confidentiality=record.confidentiality,
        sha256=record.sha256,
        obtained={key: value for key, value in obtained.items() if value},
        held_back=frozenset(
            local[told.claim.id]
            for told in one.claims
            if told.confidentiality in ("confidential", "ex_parte")
        ),
        on_record={name: identifier for identifier, name in local.items()},
    )
    require_grounded(made)
    return made


def _texts(document: Document) -> Iterator[str]:
    """Everything of a document that a report can print."""
    yield document.text
    for words in (document.title, document.author, document.publisher):
        if words:
            yield words


def checkpoint_state(store: Store) -> CheckpointState | None:
    """The newest signed state of a log: who signed it, with what key, and who stamped it."""
    from accounted.evidence.note import InvalidNote
    from accounted.evidence.stamping import stamps_of

    checkpoint = store.latest_checkpoint()
    if checkpoint is None:
        return None
    signed = []
    for admission in store.keys():  # noqa: SIM118 - the keys of a log, not of a dict
        try:
            checkpoint.verify(admission.key)
        except InvalidNote:
            continue
        signed.append(admission)
    return CheckpointState(
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        time=store.entry(checkpoint.size - 1).t,
        origin=checkpoint.origin,
        signers=tuple(f"{admission.key.name} ({admission.id})" for admission in signed),
        stamped_by=tuple(stamp.authority for stamp in stamps_of(store.root, checkpoint.size)),
        key_protected=all(admission.protected for admission in signed) if signed else None,
    )


def _last_entry(store: Store) -> str | None:
    return store.entry(store.size - 1).t if store.size else None
