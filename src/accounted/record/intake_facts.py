"""What the person who adds material says of it: kept with every intake, checked, beside what is known."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from accounted.record.docket import DecisionRefused

WEB = frozenset({"text/html", "application/xhtml+xml"})
CAPTURES = frozenset({"application/warc", "application/wacz", "application/x-wacz", "multipart/related"})


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """What the person who adds material knows of it (Berkeley Protocol, VI.C).

    Dates are EDTF; None = not stated.

    Attributes:
        publisher, published, language, title, author, document_type, url: of the material.
        confidentiality: who may see it: public, internal (the default), confidential, ex_parte.
        obtained_by, obtained_from, obtained_on, obtained_how: how it came into these hands.
        html_source, full_page_capture: where the source and the picture of a web page are, if kept apart.
        machine, clock_note: the machine it was collected on and how its clock was set; this machine by
            default.
        note: anything else.
    """

    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    title: str | None = None
    author: str | None = None
    document_type: str | None = None
    confidentiality: str | None = None
    url: str | None = None
    obtained_by: str | None = None
    obtained_from: str | None = None
    obtained_on: str | None = None
    obtained_how: str | None = None
    html_source: str | None = None
    full_page_capture: str | None = None
    machine: str | None = None
    clock_note: str | None = None
    note: str | None = None


def must_be_facts(facts: IntakeFacts) -> None:
    """Refuse a fact that is none: a date that cannot be read, an unknown type of document."""
    from accounted.record.terms import bounds, check_code

    for name in ("published", "obtained_on"):
        try:
            bounds(getattr(facts, name))
        except ValueError as error:
            raise DecisionRefused(f"{name}: {error}") from None
    check_code("document_type", facts.document_type)
    check_code("confidentiality", facts.confidentiality)


def with_machine(facts: IntakeFacts) -> IntakeFacts:
    """The facts with the machine it was collected on: this one, where nobody said another."""
    return replace(
        facts,
        machine=facts.machine or f"{platform.node()} ({platform.system()} {platform.release()})",
        clock_note=facts.clock_note or "clock of this machine, not compared with a time server",
    )


def as_told(facts: IntakeFacts) -> dict[str, Any]:
    """What the person said, for the detail record: the columns of an intake, those not said left out.

    For bytes that are held already this is all that is kept of it: the document stays what it was.
    """
    return {one.name: value for one in fields(facts) if (value := getattr(facts, one.name)) is not None}


def missing_of(facts: IntakeFacts, media_type: str | None) -> Iterator[str]:
    """What of the minimum for an online item (Berkeley Protocol ¶155 a–c) is not there."""
    captured = media_type in CAPTURES
    if not facts.url and not captured:
        yield "url"
    if not facts.html_source and media_type not in WEB and not captured:
        yield "html_source"
    if not facts.full_page_capture and not captured:
        yield "full_page_capture"


TOLD_OF_DOCUMENTS = {"publisher": "publisher", "published": "published", "title": "title",
                     "author": "creator", "language": "language", "document_type": "type",
                     "confidentiality": "confidentiality"}  # fmt: skip


def known_of(documents: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What the record holds of these documents."""
    from accounted.record.models import Document as Row

    found = Row.objects.filter(id__in=list(documents)).values("id", *TOLD_OF_DOCUMENTS.values())
    return {row["id"]: row for row in found}


def told_otherwise(facts: IntakeFacts, known: Mapping[str, Any]) -> Iterator[str]:
    """That bytes held already were described anew: nothing given is lost, and nothing on record changes."""
    other = [
        name for name, column in TOLD_OF_DOCUMENTS.items()
        if known and getattr(facts, name) is not None and getattr(facts, name) != known[column]
    ]  # fmt: skip
    if other:
        yield (
            f"held already: {', '.join(other)} given now is kept with this intake; the document on record "
            "stays as it is, and a person may amend it"
        )


def printable(words: str) -> str:
    """Words that any database and any JSON can hold: bytes that are no text are spelt out, NUL is marked."""
    return words.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\ufffd")
