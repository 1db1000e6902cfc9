"""The claims of the rules and of a language model side by side, for the person who reviews them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.reading.model.agreement import Standing, compare
from accounted.record.queries.claims import ClaimOnRecord, claims
from accounted.record.queries.readers import standing_in

if TYPE_CHECKING:
    from accounted.record.archive import Archive


@dataclass(frozen=True, slots=True)
class Beside:
    """A claim, and how it stands to the other reader's: which claim of it agrees, and what differs in it."""

    claim: ClaimOnRecord
    standing: Standing | None
    other: str | None = None
    differs: tuple[str, ...] = ()


def beside_each_other(archive: Archive, *, limit: int | None = None, **filters: Any) -> list[Beside]:
    """The claims of both readers that fit the filters of `claims`, in the order of items and of their text.

    They are compared before they are filtered, so that a claim does not seem alone because its counterpart
    does not fit. Claims that a person stated have no standing.
    """
    wanted = {one.id: one for second in (False, True) for one in claims(archive, second=second, **filters)}
    where: dict[str, Any] = {name: filters.get(name) for name in ("document", "item")}
    by_document: dict[str, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    for second in (False, True):
        for one in claims(archive, second=second, **where):
            if one.reader == "llm" if second else one.reader not in (None, "llm"):
                by_document[one.document][second].append(one.claim)
    standing: dict[str, Beside] = {}
    for rules, model in by_document.values():
        found = compare(rules, model)
        told = found.standing()
        pairs = {pair.rules: (pair.model, pair.differs) for pair in found.agree}
        pairs |= {pair.model: (pair.rules, pair.differs) for pair in found.agree}
        for identifier in wanted.keys() & told.keys():
            other, differs = pairs.get(identifier, (None, ()))
            standing[identifier] = Beside(wanted[identifier], told[identifier], other, differs)
    every = [standing.get(identifier) or Beside(one, None) for identifier, one in wanted.items()]
    every.sort(key=lambda one: (one.claim.item, one.claim.claim.excerpt.start, one.claim.claim.excerpt.end))
    return every[:limit]


def agreeing(archive: Archive, claim: ClaimOnRecord) -> str | None:
    """The claim of the current reading that a claim of a second reading agrees with, if there is one."""
    stands = standing_in(archive, [claim.document]).get(claim.id)
    return stands.other if stands else None
