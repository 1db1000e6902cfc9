"""What operations take and give, where it is not a type of the record itself."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field, StringConstraints

One = TypeVar("One")
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,60}$")]
Text = Annotated[str, StringConstraints(max_length=10_000, pattern=r"^[^\x00]*$")]
PAGE = 50


class Page(Schema, Generic[One]):
    """Some of the rows that fit, and the number of the page after this one."""

    rows: list[One]
    page: int
    next: int | None = Field(description="the next page; null on the last")


class Asked(Schema):
    """Which page of rows is wanted, and how many rows a page has."""

    page: int = Field(1, ge=1, le=100_000)
    size: int = Field(PAGE, ge=1, le=500)

    @property
    def start(self) -> int:
        """How many rows lie before the page."""
        return (self.page - 1) * self.size

    def of(self, rows: list[Any]) -> dict[str, Any]:
        """The page, of rows asked for with one more than its size."""
        more = len(rows) > self.size
        return {"rows": rows[: self.size], "page": self.page, "next": self.page + 1 if more else None}


class Facts(Schema):
    """What is known of where the files come from; all of them share it."""

    publisher: Text | None = None
    published: Text | None = Field(None, description="EDTF")
    title: Text | None = None
    url: Text | None = None
    language: Text | None = None
    obtained_from: Text | None = None
    obtained_on: Text | None = Field(None, description="EDTF")
    obtained_how: Text | None = None
    note: Text | None = None


class ItemShown(Schema):
    """One kept file."""

    number: str
    sha256: str
    size: int
    media_type: str | None
    state: str
    trouble: str | None
    documents: list[str]


class DocumentShown(Schema):
    """One document: what an item says, as text."""

    id: str
    item: str
    title: str | None
    publisher: str | None
    published: str | None
    language: str | None
    media_type: str
    characters: int
    claims: int


class DocumentText(DocumentShown):
    """A document with its text; the offsets of claims count its code points."""

    text: str
    text_sha256: str


class Judged(Schema):
    """A judgement on a claim."""

    outcome: Annotated[str, StringConstraints(pattern="^(accepted|rejected)$")]
    reason: Annotated[
        str, StringConstraints(min_length=1, max_length=10_000, pattern=r"^[^\x00]*\S[^\x00]*$")
    ]


class StatedClaim(Schema):
    """A claim by hand: in the form of the reading contract, resting on exact words of the document."""

    document: Identifier
    claim: dict[str, Any]
    reason: Text


class StatedValue(Schema):
    """A value with the claims it rests on, or why there is none."""

    value: Any = None
    claims: list[Identifier] = Field(default_factory=list)
    absent: Annotated[str, StringConstraints(max_length=16)] | None = None
    ground: Text | None = None


class EntryGiven(Schema):
    """What is entered, or amended: the recorder's own frame, stated values, and links to several others."""

    frame: dict[str, Any] = Field(default_factory=dict)
    values: dict[str, StatedValue] = Field(default_factory=dict)
    links: dict[str, list[Identifier]] = Field(default_factory=dict)
    reason: Text


class NewEntry(EntryGiven):
    """An entry to be put on record; a person's names as written, each with its claims."""

    names: list[tuple[Text, list[Identifier]]] = Field(default_factory=list)


class Made(Schema):
    """What a decision made."""

    id: str
