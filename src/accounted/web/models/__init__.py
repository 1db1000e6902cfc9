"""What belongs to the workspace and not to the record, one file for each family."""

from accounted.web.models.accounts import Group, User
from accounted.web.models.audit import AuditAnchor, AuditEntry
from accounted.web.models.exports import ExportRequest
from accounted.web.models.identifying import IdentificationAsked
from accounted.web.models.invitations import Invitation
from accounted.web.models.lists import SavedList
from accounted.web.models.sealing import SealReader
from accounted.web.models.searches import SavedSearch
from accounted.web.models.terms import LocalTerm
from accounted.web.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "AuditAnchor",
    "AuditEntry",
    "ExportRequest",
    "Group",
    "IdentificationAsked",
    "Invitation",
    "LocalTerm",
    "SavedList",
    "SavedSearch",
    "SealReader",
    "User",
]
