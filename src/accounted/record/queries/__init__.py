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
from accounted.record.queries.material import DocumentMaterial, RecordMaterial, material

__all__ = [
    "ClaimOnRecord", "CustodyLine", "DocumentMaterial", "DocumentOnRecord", "IntakeOnRecord", "ItemOnRecord",
    "ReadingOnRecord", "RecordMaterial", "ReviewOnRecord", "claim", "claims", "count_claims", "custody",
    "document", "documents", "item", "items", "material", "reading", "refusals", "text_of",
]  # fmt: skip
