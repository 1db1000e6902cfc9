"""Denials and what they may deny: “the ministry denied it” says so in words that only a person can tie.

A denial stands beside what it denies; it deletes nothing and lowers nothing (rule D-17).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

MOST = 40
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Deniable:
    """A claim of the same document that a denial may be about. `before`: it stands before the denial."""

    id: str
    kind: str
    words: str
    basis: str | None
    before: bool
    tied: bool


@dataclass(frozen=True, slots=True)
class UntiedDenial:
    """A denial that is not tied to any claim."""

    id: str
    words: str
    by: str
    item: str


def deniable(archive: Archive, denial: str, *, sight: Sight = EVERYTHING) -> tuple[Deniable, ...]:
    """The claims of its document that a denial may be about: what stands nearest before it comes first."""
    from accounted.record.models import Claim, Denial

    archive.must_be_open()
    own: Any = Claim.objects.select_related("excerpt").get(pk=denial)
    tied = set(Denial.objects.filter(claim=denial).values_list("denied_id", flat=True))
    rows = _standing(Claim.objects.filter(document_id=own.document_id), sight).exclude(pk=denial)
    columns = ("id", "kind", "excerpt__exact", "tally__basis", "excerpt__start")
    told = rows.exclude(kind="denial").values_list(*columns)[:AT_ONCE]
    start = own.excerpt.start
    ordered = sorted(told, key=lambda one: (one[4] > start, abs(start - one[4]), one[0]))
    return tuple(
        Deniable(one, kind, words, basis, at < start, one in tied)
        for one, kind, words, basis, at in ordered[:MOST]
    )


def untied_denials(
    archive: Archive, claims: Iterable[str], *, sight: Sight = EVERYTHING
) -> tuple[UntiedDenial, ...]:
    """Denials in the documents of these claims that nobody has tied to any claim yet."""
    from django.db.models import Exists, OuterRef

    from accounted.record.models import Claim, Denial

    archive.must_be_open()
    documents = set(Claim.objects.filter(pk__in=list(claims)).values_list("document_id", flat=True))
    rows = _standing(Claim.objects.filter(document_id__in=sorted(documents), kind="denial"), sight)
    rows = rows.filter(~Exists(Denial.objects.filter(claim=OuterRef("pk")))).order_by("document_id", "id")
    columns = ("id", "excerpt__exact", "speaker_name", "document__publisher", "document__item__number")
    return tuple(
        UntiedDenial(one, words, sight.name(by or publisher or ""), item)
        for one, words, by, publisher, item in rows.values_list(*columns)[:MOST]
    )


def _standing(rows: Any, sight: Sight) -> Any:
    """Of these claims, those of a current reading or by hand that were neither corrected nor rejected."""
    from django.db.models import Exists, OuterRef, Q

    from accounted.record.models import Claim, Review

    rejected = Review.objects.filter(claim=OuterRef("pk"), current=True, outcome="rejected")
    rows = rows.filter(Q(origin="human") | Q(reading__isnull=True) | Q(reading__current=True))
    rows = rows.filter(~Exists(Claim.objects.filter(corrects=OuterRef("pk"))), ~Exists(rejected))
    return sight.claims(rows)
