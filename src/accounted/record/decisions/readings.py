"""What a reader found in a document, put on record: one line of the log for all claims of one document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from accounted.claims import Document, Reading
from accounted.record import manuscripts
from accounted.record.decisions.claim_rows import check_claims, claim_rows
from accounted.record.decisions.material import RecordedDocument
from accounted.record.docket import Application, DecisionRefused, applies

if TYPE_CHECKING:
    from accounted.record.archive import Archive


def reading_bytes(reading: Reading, text_sha256: str) -> bytes:
    """A reading as it is kept: the form `accounted read --json` prints, with the text named, not repeated."""
    from accounted.reading import to_contract

    told = dict(to_contract(reading, None))
    document = dict(told["document"])
    document.pop("text", None)
    told["document"] = {**document, "text_sha256": text_sha256}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def record_reading(
    archive: Archive, recorded: RecordedDocument, reading: Reading, *, second: bool = False
) -> str:
    """Put the claims of a document on record, as read by a program. They are claims, not facts.

    A newer reading becomes the current one; the claims of an older reading stay on record beside it. A
    `second` reading, that of a language model, never becomes the current one: its claims are there to be
    reviewed, and count only once a person accepted them.
    Returns the identifier of the reading.

    Raises:
        DecisionRefused: an excerpt whose words do not stand at its place (rule D-01), or a number out of
            order.
        UnknownTerm: a code the vocabularies do not have.
    """
    kept = reading_bytes(reading, recorded.text_sha256)
    told = json.loads(kept)
    check_claims(told["claims"], recorded.document.text, where=f"{recorded.item_number}, reading")
    with archive.deciding() as docket:
        decision = docket.decide(
            "record_reading",
            {
                "document": recorded.id,
                "text_sha256": recorded.text_sha256,
                "structure_sha256": recorded.structure_sha256,
                "first": archive.first_reading(recorded.id),
                **({"second": True} if second else {}),
            },
            by=archive.agent.pseudonym,
            event="read",
            item=recorded.item_number,
            keep=kept,
            derived_from=recorded.text_sha256,
            tool=tool_of(told["reader"]),
        )
    return reading_id(decision)


def tool_of(reader: Mapping[str, Any]) -> str:
    """The reader as the log names it."""
    words = f"reader {reader['name']} {reader['version']} ({reader['lexicon']})"
    return words.encode("ascii", "replace").decode().replace('"', "'").replace("\\", "/")[:120]


def reading_id(decision: Application) -> str:
    """The identifier a reading gets from the decision that records it."""
    return f"rdg_{decision.id.removeprefix('dec_')}"


@applies("record_reading")
def _record_reading(decision: Application) -> None:
    from accounted.record.models import Reading as Row

    content = decision.content
    assert decision.sha256 is not None
    told = json.loads(decision.load(decision.sha256))
    document = document_at(decision, content)
    reader = told["reader"]
    identifier = reading_id(decision)
    second = bool(content.get("second", False))
    if not content["first"] and not second:
        decision.rows.flush()
        Row.objects.filter(document_id=content["document"], current=True).update(current=False)
    decision.new(
        Row,
        id=identifier,
        document_id=content["document"],
        sha256=decision.sha256,
        reader=reader["name"],
        version=reader["version"],
        lexicon=reader["lexicon"],
        parameters=reader.get("parameters", {}),
        warnings=told.get("warnings", []),
        not_counted=told.get("not_counted", []),
        claims_count=len(told["claims"]),
        waiting=len(told["claims"]),
        current=not second,
        second=second,
        read_at=decision.at,
    )
    claim_rows(
        decision,
        told["claims"],
        document,
        document_id=content["document"],
        reading=identifier,
        origin="machine",
    )


def document_at(decision: Application, content: Mapping[str, Any]) -> Document:
    """The document a decision is about, from the objects its content names."""
    return manuscripts.document_of(
        decision.load(content["structure_sha256"]), decision.load(content["text_sha256"])
    )


__all__ = ["DecisionRefused", "document_at", "reading_bytes", "record_reading"]
