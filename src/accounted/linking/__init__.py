"""The same person on many lists, in many scripts: proposals with a probability and a reason.

>>> from accounted.linking import LinkRecord, Settings, link  # doctest: +SKIP
>>> linkage = link({"hospital": [...], "police": [...]}, Settings(one_to_one=True))  # doctest: +SKIP
>>> linkage.pairs(), linkage.clusters()  # doctest: +SKIP

People decide; a decision is a constraint on the next run. See `docs/explanation/linking.md`.
"""

from accounted.linking.linkage import Linkage, link
from accounted.linking.people import CannotLink, LinkRecord, People
from accounted.linking.settings import Decision, Settings

__all__ = ["CannotLink", "Decision", "LinkRecord", "Linkage", "People", "Settings", "link"]
