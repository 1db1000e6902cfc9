"""Questions to the record. Answers are plain data; nothing of the database leaks out."""

from accounted.record.queries.claims import ClaimOnRecord, ReviewOnRecord, claim, claims, count_claims
from accounted.record.queries.comparing import Beside, agreeing, beside_each_other
from accounted.record.queries.custody import (
    CustodyLine,
    DestructionOnRecord,
    IntakeOnRecord,
    ItemOnRecord,
    custody,
    destructions,
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
    second_readings,
    text_of,
)
from accounted.record.queries.judgements import Individual, Judgements, StatedRelation, judgements
from accounted.record.queries.listings import PersonListing, listings
from accounted.record.queries.material import DocumentMaterial, RecordMaterial, material

__all__ = [
    "Beside", "ClaimOnRecord", "CustodyLine", "DestructionOnRecord", "DocumentMaterial", "DocumentOnRecord",
    "Individual", "IntakeOnRecord", "ItemOnRecord", "Judgements", "PersonListing", "ReadingOnRecord",
    "RecordMaterial", "ReviewOnRecord", "StatedRelation", "agreeing", "beside_each_other", "claim", "claims",
    "count_claims",
    "custody", "destructions", "document", "documents", "item", "items", "judgements", "listings", "material",
    "reading", "refusals", "second_readings", "text_of",
]  # fmt: skip
