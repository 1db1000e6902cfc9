"""Taking material in: items, refusals, documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from accounted.claims import Document
from accounted.record import manuscripts
from accounted.record.docket import Application, DecisionRefused, Derived, applies
from accounted.record.terms import bounds, check_code, spread

if TYPE_CHECKING:
    from accounted.record.archive import Archive

FACTS = (
    "original_name",
    "original_path",
    "media_type",
    "modified",
    "obtained_by",
    "obtained_from",
    "obtained_on",
    "obtained_how",
    "url",
    "html_source",
    "full_page_capture",
    "machine",
    "clock_note",
    "note",
    "publisher",
    "published",
    "language",
    "title",
    "author",
    "document_type",
    "confidentiality",
)


def taking_in(
    archive: Archive, *, number: str, facts: Mapping[str, Any], parent: str | None
) -> dict[str, Any]:
    """The detail record for the log line that keeps an item's bytes.

    The bytes are hashed while they are kept, so the line comes first and the rows follow from it
    (`accounted.record.projection`), at once or, after a crash, when the archive is next opened.
    """
    return {
        "decision": {
            "kind": "take_in",
            "at": archive.now().isoformat(),
            "seed": archive.draw_seed(),
            "content": {"number": number, "parent": parent, **facts},
        }
    }


@applies("take_in")
def _take_in(decision: Application) -> None:
    from accounted.record.models import Intake, Item

    content = decision.content
    sha = decision.sha256
    assert sha is not None
    held = (
        decision.rows.items.get(sha) or Item.objects.filter(sha256=sha).values_list("id", flat=True).first()
    )
    if held is None:
        held = decision.take("Item")
        decision.rows.items[sha] = held
        decision.new(
            Item,
            id=held,
            number=content["number"],
            sha256=sha,
            size=decision.size,
            media_type=content.get("media_type"),
        )
    decision.new(
        Intake,
        item_id=held,
        parent_id=content["parent"],
        number=content["number"],
        at=decision.at,
        size=decision.size,
        missing=content.get("missing", []),
        warnings=content.get("warnings", []),
        **{name: content.get(name) for name in FACTS},
    )


def refuse(
    archive: Archive,
    *,
    reason: str,
    facts: Mapping[str, Any],
    number: str | None = None,
    item: str | None = None,
    item_number: str | None = None,
    item_sha256: str | None = None,
    parent: str | None = None,
) -> None:
    """Record that something was not taken in, or was kept but cannot be opened, and why.

    With `item` the bytes are kept and stay kept; the item is marked refused. Without, nothing was kept.
    """
    with archive.deciding() as docket:
        docket.decide(
            "refuse",
            {"number": number, "item": item, "parent": parent, **facts},
            by=archive.agent.pseudonym,
            reason=reason,
            event="refuse",
            item=item_number or number,
            sha256=item_sha256,
        )


@applies("refuse")
def _refuse(decision: Application) -> None:
    from accounted.record.models import Intake, Item

    content = decision.content
    if content["item"]:
        decision.rows.set(Item, content["item"], state="refused", trouble=decision.reason)
        return
    decision.new(
        Intake,
        parent_id=content["parent"],
        number=content["number"],
        at=decision.at,
        size=content.get("size"),
        refused=decision.reason,
        missing=content.get("missing", []),
        warnings=content.get("warnings", []),
        **{name: content.get(name) for name in FACTS},
    )


def no_text(archive: Archive, *, item: str, number: str, sha256: str, why: str, extractor: str) -> None:
    """Record that an item was opened and holds no text of its own (an archive of files, a plain picture)."""
    with archive.deciding() as docket:
        docket.decide(
            "no_text",
            {"item": item, "extractor": extractor},
            by=archive.agent.pseudonym,
            reason=why,
            event="extract_meta",
            item=number,
            sha256=sha256,
            subject=("Item", item),
        )


@applies("no_text")
def _no_text(decision: Application) -> None:
    from accounted.record.models import Item

    decision.rows.set(Item, decision.content["item"], state="no_text", trouble=decision.reason)


@dataclass(frozen=True, slots=True)
class RecordedDocument:
    """A document that is on record, with what a reading of it needs."""

    id: str
    item: str
    item_number: str
    sha256: str
    text_sha256: str
    structure_sha256: str
    document: Document


def record_document(
    archive: Archive,
    document: Document,
    *,
    item: str,
    item_number: str,
    item_sha256: str,
    extractor: str,
    version: str,
    tool: str,
    type: str | None = None,
    confidentiality: str | None = None,
    warnings: Sequence[str] = (),
) -> RecordedDocument:
    """Put a document on record: its text and structure kept as objects made from the item.

    `confidentiality` is `internal` when not given.

    Raises:
        UnknownTerm: `type` is no document type, or `confidentiality` no level.
        DecisionRefused: a date in it is none, or the text is empty.
    """
    check_code("document_type", type)
    check_code("confidentiality", confidentiality)
    if not document.text:
        raise DecisionRefused(f"{item_number}: a document without text; record that it has none instead")
    try:
        bounds(document.published)
    except ValueError as error:
        raise DecisionRefused(f"{item_number}: the date of publication: {error}") from None
    text = manuscripts.text_bytes(document)
    text_sha = sha256(text).hexdigest()
    structure = manuscripts.structure_of(document, text_sha256=text_sha, extractor=extractor, version=version)
    with archive.deciding() as docket:
        twin = docket.texts.get(text_sha) or _same_text(text_sha)
        decision = docket.decide(
            "record_document",
            {
                "same_text_as_id": twin,
                "item": item,
                "type": type,
                "title": document.title,
                "creator": document.author,
                "publisher": document.publisher,
                "url": document.url,
                "language": document.language,
                "media_type": document.media_type,
                "published": document.published,
                "date_estimated": document.published_inferred,
                "text_sha256": text_sha,
                "characters": len(document.text),
                "extractor": extractor,
                "extractor_version": version,
                "warnings": list(warnings),
                **({"confidentiality": confidentiality} if confidentiality else {}),
            },
            by=archive.agent.pseudonym,
            event="derive",
            item=item_number,
            keep=structure,
            derived_from=item_sha256,
            tool=tool,
            objects=[Derived(text, item_sha256, tool)],
        )
        docket.new_documents.add(document_id(decision))
        docket.texts.setdefault(text_sha, document_id(decision))
    return RecordedDocument(
        id=document_id(decision),
        item=item,
        item_number=item_number,
        sha256=item_sha256,
        text_sha256=text_sha,
        structure_sha256=sha256(structure).hexdigest(),
        document=document,
    )


def _same_text(text_sha256: str) -> str | None:
    """The first document on record with exactly this text: the two are one source (rule D-04)."""
    from accounted.record.models import Document as Row

    return Row.objects.filter(text_sha256=text_sha256).order_by("id").values_list("id", flat=True).first()


def document_id(decision: Application) -> str:
    """The identifier a document gets from the decision that records it."""
    return f"doc_{decision.id.removeprefix('dec_')}"


@applies("record_document")
def _record_document(decision: Application) -> None:
    from accounted.record.models import Document as Row
    from accounted.record.models import Item

    content = dict(decision.content)
    item = content.pop("item")
    decision.new(
        Row,
        id=document_id(decision),
        item_id=item,
        structure_sha256=decision.sha256,
        created_at=decision.at,
        created_by=decision.by,
        updated_at=decision.at,
        updated_by=decision.by,
        origin="machine",
        machine={"tool": content["extractor"], "version": content["extractor_version"]},
        **spread("published", content["published"]),
        **content,
    )
    decision.rows.set(Item, item, state="documented", trouble=None)
