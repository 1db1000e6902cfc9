"""What belongs to the workspace and not to the record, one file for each family."""

from accounted.web.models.accounts import Group, User
from accounted.web.models.audit import AuditEntry
from accounted.web.models.searches import SavedSearch

__all__ = ["AuditEntry", "Group", "SavedSearch", "User"]
