"""The data dictionary as tables, one file for each family."""

from accounted.record.models.actors import Actor, Investigation
from accounted.record.models.assessments import Assessment, Hypothesis, Methodology
from accounted.record.models.claims import (
    Attribution,
    Claim,
    ClaimTerm,
    Denial,
    Excerpt,
    Grade,
    Review,
    Tally,
    TallyRelation,
)
from accounted.record.models.custody import Agent, ArchiveIdentity, CustodyEvent, Decision
from accounted.record.models.entries import Entry, Value
from accounted.record.models.findings import Finding
from accounted.record.models.identifying import (
    Comparison,
    Family,
    FrequencySet,
    Proposal,
    ProposalReview,
    Reconciliation,
    Relative,
    Sample,
)
from accounted.record.models.incidents import (
    Act,
    Incident,
    IncidentPerson,
    IncidentRelation,
    Involvement,
    LegalQualification,
)
from accounted.record.models.judging import Judgement
from accounted.record.models.linking import LinkageRun, PairJudgement
from accounted.record.models.lists import ListRow, PersonList
from accounted.record.models.material import Destruction, Document, Intake, Item, Reading
from accounted.record.models.media import Media
from accounted.record.models.people import Person, PersonName
from accounted.record.models.places import BurialSite, Control, Place, PlaceName, Site
from accounted.record.models.remains import Examination, Identification, IdentificationLine, Remains
from accounted.record.models.restrictions import Restriction
from accounted.record.models.sources import SealedIdentity, Source, Upstream
from accounted.record.models.testimony import Consent, Testimony

__all__ = [
    "Act", "Actor", "Agent", "ArchiveIdentity", "Assessment", "Attribution", "BurialSite", "Claim",
    "ClaimTerm", "Comparison", "Consent", "Control", "CustodyEvent", "Decision", "Denial", "Destruction",
    "Document", "Entry", "Examination", "Excerpt", "Family", "Finding", "FrequencySet", "Grade",
    "Hypothesis", "Identification", "IdentificationLine", "Incident", "IncidentPerson",
    "IncidentRelation", "Intake", "Investigation", "Involvement", "Item", "Judgement", "LegalQualification",
    "LinkageRun", "ListRow", "Media", "Methodology", "PairJudgement", "Person", "PersonList",
    "PersonName", "Place", "PlaceName", "Proposal", "ProposalReview", "Reading", "Reconciliation",
    "Relative", "Remains", "Restriction", "Review", "Sample", "SealedIdentity", "Site", "Source", "Tally",
    "TallyRelation", "Testimony", "Upstream", "Value",
]  # fmt: skip
