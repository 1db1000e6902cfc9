"""What a person may see: levels of confidentiality, groups, and whether names are shown.

Queries take a `Sight` and filter by it in the database, so that what is hidden is not even counted.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

LEVELS = ("public", "internal", "confidential", "ex_parte")


@dataclass(frozen=True)
class Sight:
    """What one person may see.

    Attributes:
        confidentiality: the levels they may see, of the vocabulary `confidentiality`.
        groups: codes of the groups they belong to; None: no restriction holds for them (the command line,
            where whoever runs it can read the files anyway).
        names: whether names of people and staff are shown to them.
    """

    confidentiality: tuple[str, ...] = LEVELS
    groups: frozenset[str] | None = None
    names: bool = True

    @property
    def sees_all_levels(self) -> bool:
        """Whether no level of confidentiality is hidden."""
        return set(LEVELS) <= set(self.confidentiality)

    @cached_property
    def hides_by_group(self) -> bool:
        """Whether anything at all is kept from this person by a restriction. Asked once of the database."""
        from accounted.record.models import Restriction

        if self.groups is None:
            return False
        return bool(Restriction.objects.exclude(group__in=self.groups).exists())

    def items(self, rows: Any) -> Any:
        """Of these items, those the person may see: not restricted, and of a level they may see."""
        from django.db.models import Exists, OuterRef

        from accounted.record.models import Document

        if not self.sees_all_levels:
            closed = Document.objects.exclude(confidentiality__in=self.confidentiality)
            rows = rows.filter(~Exists(closed.filter(item=OuterRef("pk"))))
        return self._open(rows, "pk")

    def documents(self, rows: Any) -> Any:
        """Of these documents, those the person may see."""
        if not self.sees_all_levels:
            rows = rows.filter(confidentiality__in=self.confidentiality)
        return self._open(self._open(rows, "item_id"), "pk")

    def claims(self, rows: Any, *, prefix: str = "") -> Any:
        """Of these claims, or rows pointing to a claim by `prefix` (`claim__`), those the person may see."""
        if not self.sees_all_levels:
            rows = rows.filter(
                **{
                    f"{prefix}confidentiality__in": self.confidentiality,
                    f"{prefix}document__confidentiality__in": self.confidentiality,
                }
            )
        return self._open(self._open(rows, f"{prefix}document__item_id"), f"{prefix}document_id")

    def entries(self, rows: Any) -> Any:
        """Of these entries (people, remains, sites …), those the person may see.

        One that rests on claims is shown while the person may see at least one of them.
        """
        from django.db.models import Exists, OuterRef, Q

        from accounted.record.models import Claim, Value

        if not self.sees_all_levels:
            # Said as what is hidden, which is little: the index of what is open holds nearly everything, and
            # a database that uses it sorts all of it.
            rows = rows.exclude(confidentiality__in=sorted(set(LEVELS) - set(self.confidentiality)))
        if not self.hides_by_group:
            return rows
        rows = self._open(rows, "pk")
        resting = Value.claims.through.objects.filter(value__subject_id=OuterRef("pk"))
        seen = resting.filter(Exists(self.claims(Claim.objects.filter(pk=OuterRef("claim_id")))))
        return rows.filter(~Q(Exists(resting)) | Q(Exists(seen)))

    def name(self, text: str | None, identifier: str | None = None) -> str:
        """A name as this person sees it: itself, or a code that is the same wherever the name stands."""
        if text is None:
            return ""
        if self.names:
            return text
        told = identifier or hashlib.sha256(text.casefold().encode()).hexdigest()
        return f"[{told[-6:].upper()}]"

    def _open(self, rows: Any, column: str) -> Any:
        from django.db.models import Exists, OuterRef, Q

        from accounted.record.models import Restriction

        if not self.hides_by_group:
            return rows
        restricted = Restriction.objects.filter(subject_id=OuterRef(column))
        mine = restricted.filter(group__in=self.groups or ())
        return rows.filter(~Q(Exists(restricted)) | Q(Exists(mine)))


EVERYTHING = Sight()
