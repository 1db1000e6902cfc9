"""Full-text search in the record: words in every language, names in every script, filters, excerpts.

The index is a cache beside the record, in the same database: it follows the log (`index.bring_up`), can be
thrown away and made anew at any time, and holds nothing that the record does not. What a person may not see
is filtered inside the query, so that it is not even counted.
"""

from accounted.record.searching.asking import Asked, Near, WrongSearch
from accounted.record.searching.finding import Found, Group, Hit, find
from accounted.record.searching.index import Progress, behind, bring_up, forget
from accounted.record.searching.near import NearDuplicate, Nearness, near_duplicates

__all__ = [
    "Asked", "Found", "Group", "Hit", "Near", "NearDuplicate", "Nearness", "Progress", "WrongSearch",
    "behind", "bring_up", "find", "forget", "near_duplicates",
]  # fmt: skip
