"""How the claims of two readers stand to each other, quickly: for a queue, a card, a document's page.

The rules read every document; a language model that somebody runs may read it a second time. Their agreement
makes nothing true; it says where a reviewer should look first (`accounted.reading.model.agreement`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.reading.model.agreement import Standing, compare
from accounted.record.queries.claims import plain_claims
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive


@dataclass(frozen=True, slots=True)
class Stands:
    """How a claim of one reader stands to the other's: the claim that agrees, and what differs in it."""

    standing: Standing
    of: str  # rules, model
    other: str | None = None
    differs: tuple[str, ...] = ()


def newest_second(documents: Any = None) -> Any:
    """The newest second reading of each document, as rows."""
    from django.db.models import OuterRef, Subquery

    from accounted.record.models import Reading

    newest = Reading.objects.filter(document=OuterRef("document"), second=True).order_by("-read_at", "-id")
    rows: Any = Reading.objects.filter(second=True, pk=Subquery(newest.values("id")[:1]))
    return rows if documents is None else rows.filter(document_id__in=documents)


def read_twice(archive: Archive, *, sight: Sight = EVERYTHING) -> bool:
    """Whether a language model has read anything that the person may see."""
    from accounted.record.models import Document, Reading

    archive.must_be_open()
    twice = Reading.objects.filter(second=True).values("document_id")
    return bool(sight.documents(Document.objects.filter(pk__in=twice)).exists())


def standing_in(
    archive: Archive, documents: Sequence[str], *, sight: Sight = EVERYTHING
) -> dict[str, Stands]:
    """How the claims of both readers in these documents stand to each other, by their identifiers.

    Documents that were read once have no part in it, and claims that a person stated or corrected neither.
    """
    from django.db.models import Exists, OuterRef, Q

    from accounted.record.models import Claim, Reading

    archive.must_be_open()
    asked = list(documents)
    twice = Reading.objects.filter(document=OuterRef("document"), second=True)
    rows = Claim.objects.filter(Exists(twice), document_id__in=asked, origin="machine")
    rows = rows.filter(Q(reading__current=True) | Q(reading__in=newest_second(asked)))
    rows = sight.claims(rows.filter(~Exists(Claim.objects.filter(corrects=OuterRef("pk")))))
    sides: dict[str, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    ordered = rows.order_by("document_id", "excerpt__start", "excerpt__end", "id")
    for document, second, claim in plain_claims(ordered):
        sides[document][second].append(claim)
    found: dict[str, Stands] = {}
    for rules, model in sides.values():
        told = compare(rules, model)
        found |= {one: Stands("only_rules", "rules") for one in told.only_rules}
        found |= {one: Stands("only_model", "model") for one in told.only_model}
        for pair in told.agree:
            found[pair.rules] = Stands("agree", "rules", pair.model, pair.differs)
            found[pair.model] = Stands("agree", "model", pair.rules, pair.differs)
    return found
