"""The only writers of the record. Each decision checks, writes its rows and logs, together or not at all."""

from accounted.record.decisions.material import RecordedDocument, record_document
from accounted.record.decisions.readings import record_reading
from accounted.record.decisions.reviewers import Reviewer, introduce

__all__ = ["RecordedDocument", "Reviewer", "introduce", "record_document", "record_reading"]
