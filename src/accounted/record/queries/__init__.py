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
from accounted.record.queries.identifying import (
    ComparisonOnRecord,
    IdentificationOnRecord,
    IdentifyingCounts,
    ProposalOnRecord,
    ReviewOfProposal,
    ReviewsSeen,
    SampleOnRecord,
    comparison,
    conflicts_of,
    identifications,
    identifying_counts,
    proposal,
    proposals,
    reconciliation_of,
    reviews_of,
    samples,
)
from accounted.record.queries.judgements import Individual, Judgements, StatedRelation, judgements
from accounted.record.queries.listings import PersonListing, listings
from accounted.record.queries.material import DocumentMaterial, RecordMaterial, material

__all__ = [
    "Beside", "ClaimOnRecord", "ComparisonOnRecord", "CustodyLine", "DestructionOnRecord",
    "DocumentMaterial", "DocumentOnRecord", "IdentificationOnRecord", "IdentifyingCounts", "Individual",
    "IntakeOnRecord", "ItemOnRecord", "Judgements", "PersonListing", "ProposalOnRecord", "ReadingOnRecord",
    "RecordMaterial", "ReviewOfProposal", "ReviewOnRecord", "ReviewsSeen", "SampleOnRecord",
    "StatedRelation", "agreeing", "beside_each_other", "claim", "claims", "comparison", "conflicts_of",
    "count_claims", "custody", "destructions", "document", "documents", "identifications",
    "identifying_counts", "item", "items", "judgements", "listings", "material", "proposal", "proposals",
    "reading", "reconciliation_of", "refusals", "reviews_of", "samples", "second_readings", "text_of",
]  # fmt: skip
