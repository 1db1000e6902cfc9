"""Questions to the record. Answers are plain data; nothing of the database leaks out."""

from accounted.record.queries.claims import ClaimOnRecord, ReviewOnRecord, claim, claims, count_claims
from accounted.record.queries.custody import (
    CustodyLine,
    IntakeOnRecord,
    ItemOnRecord,
    custody,
    item,
    items,
    refusals,
)
from accounted.record.queries.documents import (
    DocumentOnRecord,
    ReadingOnRecord,
    document,
    documents,
    reading,
    text_of,
)
from accounted.record.queries.judgements import Individual, Judgements, StatedRelation, judgements
from accounted.record.queries.material import DocumentMaterial, RecordMaterial, material

__all__ = [
    "ClaimOnRecord", "CustodyLine", "DocumentMaterial", "DocumentOnRecord", "Individual", "IntakeOnRecord",
    "ItemOnRecord", "Judgements", "ReadingOnRecord", "RecordMaterial", "ReviewOnRecord", "StatedRelation",
    "claim", "claims", "count_claims", "custody", "document", "documents", "item", "items", "judgements",
    "material", "reading", "refusals", "text_of",
]  # fmt: skip
