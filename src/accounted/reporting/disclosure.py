"""What an audience may see of an archive: do no harm by default (rules D-29 to D-31).

For the *public*, a document's words are shown when the document is marked public, or when nobody marked it
confidential and its source published it: a news report, an official statement, a report of an organisation,
or anything with a public address, save the posts, letters, pictures and lists of private persons. Accounts of
witnesses, medical and identity papers, what was never published, and documents with claims of sexual violence
or about violations against children are withheld: their numbers still count, with a coarse attribution and
without words, title, name, date finer than a month, or place finer than the gazetteer's. In what is shown,
telephone numbers, mail addresses, personal handles, exact coordinates and the names the archive protects are
covered with blocks of the same length, so that offsets stay true.

For *internal* readers only what is strictly confidential (`ex_parte`) is withheld; the page says on every
printed sheet that it is not for publication.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from accounted.claims import Claim, Document, Excerpt, Party, PlaceMention, Speaker, Words
from accounted.reporting.material import Material, ReportedDocument, claim_key

Audience = Literal["public", "internal"]
AUDIENCES: tuple[Audience, ...] = ("public", "internal")

COVER = "█"
_Words = Callable[[str | None], str | None]

# Kinds of document that speak for a person at risk, or hold what only an investigation needs.
_PROTECTED = frozenset(
    {"witness_statement", "victim_statement", "affidavit", "interview_transcript", "autopsy_report",
     "medical_record", "dna_report", "id_document", "intercept", "court_record"}
)  # fmt: skip
# Kinds that their source published, so that showing their words discloses nothing new.
_PUBLISHED = frozenset({"news_article", "official_statement", "igo_report", "ngo_report", "web_page"})
# Kinds in which private persons speak or are shown, although anybody may be able to reach them.
_PRIVATE = frozenset(
    {"social_post", "photo", "video", "audio", "letter", "list", "exhumation_log", "scene_report",
     "satellite", "physical_item", "map"}
)  # fmt: skip
_SENSITIVE_ACTS = frozenset({"sexual_violence", "rape", "child_violation", "sexual_injury"})
# What may be told of a file's own data: nothing that says where, who or with which device.
PUBLIC_METADATA = frozenset({"title", "subject", "date", "language", "pages", "producer"})

_CONTACTS = (
    ("P1", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("P1", re.compile(r"(?<![\w@.])@\w{3,}")),
    ("P1", re.compile(r"(?<![\w+])\+\d[\d ()\-–.]{6,}\d")),
    ("P1", re.compile(r"(?<!\w)\(?0\d{2,4}\)?[ \-–.]\d{2,3}[ \-–.]?\d{2}[ \-–.]?\d{2,3}(?!\w)")),
    ("P3", re.compile(r"(?<![\w.])-?\d{1,2}\.\d{3,}\s?°?\s?[NSns]?[,;]?\s+-?\d{1,3}\.\d{3,}")),
)


@dataclass(frozen=True, slots=True)
class Withholding:
    """Why a document's words are not shown. `code` is a term of the vocabulary `redaction_reason`."""

    code: str
    reason: str


@dataclass(frozen=True)
class Disclosed:
    """A material as an audience may see it.

    `documents` hold covered text and claims whose words are covered alike; those in `withheld` must not be
    quoted, named or linked to more closely than by their number.
    """

    audience: Audience
    documents: Mapping[str, ReportedDocument]
    withheld: Mapping[str, Withholding]
    held_back: frozenset[str]  # keys of confidential claims in documents that are shown
    covered: Mapping[str, Mapping[str, int]]  # item → reason code → how many stretches


def disclose(material: Material, audience: Audience) -> Disclosed:
    """A material as an audience may see it.

    Raises:
        ValueError: the audience is none that is known.
    """
    if audience not in AUDIENCES:
        raise ValueError(f"there is no audience {audience!r}; a report is for: {', '.join(AUDIENCES)}")
    documents: dict[str, ReportedDocument] = {}
    held: dict[str, Withholding] = {}
    covered: dict[str, Mapping[str, int]] = {}
    held_back: set[str] = set()
    for source in material.documents:
        why = withholding(source, audience)
        if why is not None:
            held[source.item] = why
        if audience == "internal":
            documents[source.item] = source
            continue
        stretches = sensitive_stretches(source.document.text, material.protected_names, _held_back(source))
        held_back |= {claim_key(source.item, claim) for claim in source.held_back}
        documents[source.item] = _covered(source, stretches, material.protected_names)
        covered[source.item] = _by_code(stretches)
    return Disclosed(audience, documents, held, frozenset(held_back), covered)


def _held_back(source: ReportedDocument) -> list[tuple[int, int, str]]:
    """The words of claims that are confidential in a document that is not."""
    return [(c.excerpt.start, c.excerpt.end, "C") for c in source.claims if c.id in source.held_back]


def withholding(source: ReportedDocument, audience: Audience = "public") -> Withholding | None:
    """Why an audience does not see the words of a document; None where it does."""
    if audience == "internal":
        return (
            Withholding("C", "marked strictly confidential") if source.confidentiality == "ex_parte" else None
        )
    if source.confidentiality in ("confidential", "ex_parte"):
        return Withholding("C", "marked confidential by those who keep the archive")
    if source.confidentiality == "public":
        return None
    if source.document_type in _PROTECTED:
        return Withholding("B3", "an account or record of a person who may be at risk")
    if any(_SENSITIVE_ACTS & set(claim.what) for claim in source.claims):
        return Withholding("P2", "concerns sexual violence or violations against children")
    if source.document_type in _PUBLISHED:
        return None
    if source.document_type is None and source.document.publisher:
        return None
    if source.document_type not in _PRIVATE and source.document.url:
        return None
    return Withholding("P1", "not published by its source and not marked public")


def sensitive_stretches(
    text: str, protected: Iterable[str] = (), further: Iterable[tuple[int, int, str]] = ()
) -> tuple[tuple[int, int, str], ...]:
    """Where a text holds contacts, exact coordinates or protected names (start, end, reason code)."""
    found = list(further)
    found += [(m.start(), m.end(), code) for code, pattern in _CONTACTS for m in pattern.finditer(text)]
    for name in protected:
        if name.strip():
            words = r"[\s-]+".join(re.escape(word) for word in name.split())
            found += [
                (m.start(), m.end(), "B3") for m in re.finditer(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE)
            ]
    kept: list[tuple[int, int, str]] = []
    for start, end, code in sorted(found, key=lambda f: (f[0], -f[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, code))
        elif end > kept[-1][1]:  # two that overlap are covered as one
            kept[-1] = (kept[-1][0], end, kept[-1][2])
    return tuple(kept)


def cover(text: str, stretches: Sequence[tuple[int, int, str]]) -> str:
    """The text with those stretches covered, each by as many blocks as it has characters."""
    parts, at = [], 0
    for start, end, _ in stretches:
        parts += [text[at:start], COVER * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def covered(
    source: ReportedDocument, protected: Sequence[str] = (), further: Iterable[tuple[int, int, str]] = ()
) -> ReportedDocument:
    """A document with contacts, exact coordinates, protected names and further stretches covered."""
    return _covered(source, sensitive_stretches(source.document.text, protected, further), protected)


def _by_code(stretches: Sequence[tuple[int, int, str]]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for _, _, code in stretches:
        counted[code] = counted.get(code, 0) + 1
    return counted


def _covered(
    source: ReportedDocument, stretches: Sequence[tuple[int, int, str]], protected: Sequence[str]
) -> ReportedDocument:
    text = cover(source.document.text, stretches)

    def words(value: str | None) -> str | None:
        return None if value is None else cover(value, sensitive_stretches(value, protected))

    def document(given: Document) -> Document:
        tables = tuple(
            replace(
                table,
                name=words(table.name),
                rows=tuple(tuple(words(c) or "" for c in r) for r in table.rows),
            )
            for table in given.tables
        )
        metadata = {k: words(v) or "" for k, v in given.metadata.items() if k.casefold() in PUBLIC_METADATA}
        return replace(
            given,
            text=text,
            tables=tables,
            metadata=metadata,
            title=words(given.title),
            author=words(given.author),
            publisher=given.publisher,
        )

    def claim(given: Claim) -> Claim:
        excerpt = Excerpt(
            given.excerpt.start, given.excerpt.end, text[given.excerpt.start : given.excerpt.end]
        )
        return replace(
            given,
            excerpt=excerpt,
            speaker=_speaker(given.speaker, words),
            place=_place(given.place, words),
            party=_party(given.party, words),
            victims=_words(given.victims, words),
            body=_words(given.body, words),
            scope=_words(given.scope, words),
        )

    return replace(
        source,
        document=document(source.document),
        claims=tuple(claim(c) for c in source.claims),
        warnings=tuple(replace(w, message=words(w.message) or "") for w in source.warnings),
        not_counted=tuple(
            (Excerpt(e.start, e.end, text[e.start : e.end]), words(why) or "")
            for e, why in source.not_counted
        ),
        name=words(source.name),
        obtained={},
    )


def _speaker(speaker: Speaker | None, words: _Words) -> Speaker | None:
    if speaker is None:
        return None
    via = tuple(replace(relay, text=words(relay.text) or "") for relay in speaker.via)
    return replace(
        speaker,
        text=words(speaker.text) or "",
        name=words(speaker.name),
        role=words(speaker.role),
        organisation=words(speaker.organisation),
        via=via,
    )


def _place(place: PlaceMention | None, words: _Words) -> PlaceMention | None:
    return None if place is None else replace(place, text=words(place.text) or "", reason=words(place.reason))


def _words(told: Words | None, words: _Words) -> Words | None:
    return None if told is None else replace(told, text=words(told.text) or "")


def _party(party: Party | None, words: _Words) -> Party | None:
    return None if party is None else replace(party, text=words(party.text) or "", actor=words(party.actor))


# Rounding of coordinates for the public, in decimal places of a degree (D-31): a settlement to about a
# kilometre; a burial place that may not have been exhumed to about ten, coarser than its community.
SETTLEMENT_PLACES = 2
GRAVE_PLACES = 1


def public_point(lat: float, lon: float, *, graves: bool) -> tuple[float, float]:
    """A point no more precise than the public may know it."""
    places = GRAVE_PLACES if graves else SETTLEMENT_PLACES
    return round(lat, places), round(lon, places)
