"""The plain types that travel between the rooms: documents, excerpts, claims, tallies.

Everything here is immutable data without behaviour beyond its own invariants. Offsets are Unicode code
points into `Document.text`, end exclusive. Dates are EDTF strings (see `accounted.dates`). Codes are terms of
the controlled vocabularies (see `accounted.vocabulary`). `accounted.reading.contract` makes the JSON form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from accounted.immutable import filled_directly

SegmentKind = Literal[
    "headline", "body", "caption", "credit", "dateline", "agency_line", "quote", "table", "list",
    "header", "boilerplate", "page_furniture",
]  # fmt: skip
ClaimKind = Literal["tally", "site", "finding", "act", "denial", "investigation", "testimony"]


class UngroundedExcerpt(ValueError):
    """An excerpt whose exact words are not the document's text at its offsets (rule D-01)."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a document that is one kind of text: a paragraph, a caption, a credit line, a table."""

    start: int
    end: int
    kind: SegmentKind = "body"
    page: int | None = None  # 1-based, where the format has pages
    language: str | None = None  # BCP-47, where it differs from the document's
    box: tuple[float, float, float, float] | None = None  # x0, y0, x1, y1 in page units, origin top left


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stood in the source, and where its cells stand in the document text.

    `rows` are strings as shown, the header row included. `offsets[r][c]` is (start, end) of that cell in
    `Document.text`, so that a figure in a spreadsheet can be quoted as exactly as one in a sentence.
    """

    name: str | None
    rows: tuple[tuple[str, ...], ...]
    offsets: tuple[tuple[tuple[int, int], ...], ...]
    has_header: bool = True
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a source says, as text, with the positions of everything in it."""

    text: str
    sha256: str | None = None  # of the original bytes
    media_type: str = "text/plain"
    language: str | None = None  # BCP-47; None = not determined
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None  # EDTF; None = unknown
    published_inferred: bool = False
    url: str | None = None
    segments: tuple[Segment, ...] = ()
    tables: tuple[Table, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)  # EXIF, mail headers, PDF info: as found


@filled_directly
@dataclass(frozen=True, slots=True)
class Excerpt:
    """Exact words at a place in a document."""

    start: int
    end: int
    exact: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Excerpt:
        """The words of `text` between two code points.

        Raises:
            UngroundedExcerpt: the stretch is empty or lies outside the text.
        """
        if not 0 <= start < end <= len(text):
            raise UngroundedExcerpt(f"[{start}, {end}) is not a stretch of a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    def holds_in(self, text: str) -> bool:
        """Whether the words still stand at their place (rule D-01)."""
        return bool(self.exact) and text[self.start : self.end] == self.exact


@filled_directly
@dataclass(frozen=True, slots=True)
class Words:
    """Words of the text, and where they stand."""

    text: str
    start: int | None = None
    end: int | None = None


@filled_directly
@dataclass(frozen=True, slots=True)
class Relay:
    """One who passed on what somebody else said."""

    text: str
    start: int | None = None
    end: int | None = None


@filled_directly
@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom the text credits with a claim, as written. `via` runs from the document back to the speaker."""

    text: str
    start: int | None = None
    end: int | None = None
    inferred: bool = False  # carried over from an earlier sentence (rule D-07)
    via: tuple[Relay, ...] = ()
    name: str | None = None  # the fullest form of the name in the document
    role: str | None = None
    organisation: str | None = None


@filled_directly
@dataclass(frozen=True, slots=True)
class PlaceMention:
    """The place of a claim: the words, and what the gazetteer makes of them."""

    text: str
    start: int | None = None
    end: int | None = None
    name: str | None = None
    kind: str | None = None  # country, region, district, settlement, …
    country: str | None = None  # ISO 3166-1 alpha-2
    geonames: int | None = None
    iso3166_2: str | None = None
    lat: float | None = None
    lon: float | None = None
    match: str | None = None  # how the name was matched: exact, alternate, typo, …
    score: float | None = None
    inferred: bool = False  # inherited from context, not stated with the claim
    candidates: int = 0
    reason: str | None = None


@filled_directly
@dataclass(frozen=True, slots=True)
class DateMention:
    """A date of a claim: the words, the interval they mean, and what the date is the date of."""

    text: str
    edtf: str
    role: str  # vocabulary date_role
    start: int | None = None
    end: int | None = None
    inferred: bool = False


@filled_directly
@dataclass(frozen=True, slots=True)
class Party:
    """Whom the source says did it, as written."""

    text: str
    start: int | None = None
    end: int | None = None
    inferred: bool = False
    actor: str | None = None  # the actor a slogan or nickname stands for (rule D-21)


@filled_directly
@dataclass(frozen=True, slots=True)
class Count:
    """A number somebody stated. `None` is open or unknown, never zero.

    Raises:
        ValueError: low ≤ best ≤ high does not hold (rule D-02).
    """

    quantifier: str  # vocabulary quantifier
    low: int | None = None
    best: int | None = None
    high: int | None = None

    def __post_init__(self) -> None:
        stated = [n for n in (self.low, self.best, self.high) if n is not None]
        if stated != sorted(stated):
            raise ValueError(f"low ≤ best ≤ high fails: {self.low}, {self.best}, {self.high} (rule D-02)")
        if stated and stated[0] < 0:
            raise ValueError(f"a count below zero: {stated[0]}")


@filled_directly
@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted, how many, of whom, and how it stands to other tallies of the document."""

    basis: str  # vocabulary count_basis
    count: Count
    readings: tuple[Count, ...] = ()  # for the quantifier `ambiguous`: each reading
    group: tuple[str, ...] = ()  # sex, age group, status and named-group terms; () = not stated
    incremental: bool = False  # "twenty more"
    victims: bool = True  # False: people counted who are not victims
    implied: bool = False  # no number word: "a soldier was wounded"
    partition_of: str | None = None  # id of the whole's claim
    same_as: str | None = None  # id of an earlier mention of the same figure
    as_of: str | None = None  # EDTF: the moment the figure describes


@filled_directly
@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion, by one speaker, in exact words."""

    id: str
    kind: ClaimKind
    excerpt: Excerpt
    modality: str = "asserts"  # vocabulary statement_modality
    speaker: Speaker | None = None  # None = the document itself
    place: PlaceMention | None = None
    date: DateMention | None = None  # the date of what is claimed
    dates: tuple[DateMention, ...] = ()  # every other date stated with it, each with its role
    party: Party | None = None
    what: tuple[str, ...] = ()  # site_type, finding_type, act_type terms
    denies: tuple[str, ...] = ()  # ids of claims rejected, when in the same document
    tally: Tally | None = None
    body_regions: tuple[str, ...] = ()  # of a finding: vocabulary body_region
    extent: str | None = None  # of a finding: the words that say on how many ("some")
    scare_quotes: bool = False
    segment: int | None = None  # index into Document.segments
    rule: str | None = None  # what made it (rule D-37)
    methods: tuple[str, ...] = ()  # of an act: vocabulary method_of_violence, where the words say how
    victims: Words | None = None  # of an act: those it was done to, as written
    body: Words | None = None  # of an investigation: who investigates, as written
    scope: Words | None = None  # of an investigation or a denial: what is investigated, or denied
    status: str | None = None  # of an investigation: vocabulary investigation_status
    proximity: str | None = None  # of a testimony: vocabulary source_proximity

    def __post_init__(self) -> None:
        if (self.kind == "tally") != (self.tally is not None):
            raise ValueError(f"claim {self.id}: a tally, and nothing else, carries a count")


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """What a careful recorder would remark on, and the rule that says so."""

    rule: str
    message: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReaderIdentity:
    """Which reader made a reading: enough to make it again."""

    name: str
    version: str
    lexicon: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one reader found in one document, in the order of the text."""

    document: Document
    reader: ReaderIdentity
    claims: tuple[Claim, ...] = ()
    warnings: tuple[ReadingWarning, ...] = ()
    not_counted: tuple[tuple[Excerpt, str], ...] = ()  # numbers seen and left out, and why
