"""Documents that are nearly the same as another, by what they say and not by who says so.

A wire report that ten papers print with other headlines is one source (rule D-04). That two texts are alike
is only a suggestion of it: a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connections

from accounted.reckoning.likeness import about, unpacked
from accounted.record.database import alias_in_use
from accounted.record.searching import sketches, tables
from accounted.record.searching.index import behind
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive

ALIKE = 0.5  # from here on a text is told as nearly the same
CANDIDATES = 400  # of which the likeness is worked out


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A document nearly the same as the one asked about. `alike` is told by the sketches: about."""

    id: str
    item: str
    title: str | None
    publisher: str | None
    published: str | None
    alike: float

    @property
    def percent(self) -> int:
        """The likeness in whole percent; under a hundred, as the texts are not the same."""
        return min(99, round(100 * self.alike))


@dataclass(frozen=True, slots=True)
class Nearness:
    """The near-duplicates of a document, those most alike first.

    Attributes:
        more: how many beyond those told.
        behind: how many lines of the log the index does not know yet; newer documents may be missing.
        known: whether the document itself was compared; a short text never is.
    """

    found: tuple[NearDuplicate, ...] = ()
    more: int = 0
    behind: int = 0
    known: bool = False


def near_duplicates(
    archive: Archive, document: str, *, sight: Sight = EVERYTHING, most: int = 12
) -> Nearness:
    """Documents nearly the same as this one, as far as the index goes and the person may see them.

    Documents with exactly the same text are not among them (`queries.reading_room.kin_of`).
    """
    from accounted.record.models import Document

    archive.must_be_open()
    progress = behind(archive)
    if progress.indexed == 0:
        return Nearness(behind=progress.behind)
    own: Any = Document.objects.filter(pk=document)
    alike = _alike(document)
    if alike is None:  # a text that was there before has no sketch of its own
        first = own.values_list("same_text_as_id", flat=True).first()
        alike = _alike(first) if first else None
    if alike is None:
        return Nearness(behind=progress.behind)
    rows: Any = Document.objects.filter(pk__in=list(alike))
    rows = rows.exclude(text_sha256__in=own.values("text_sha256"))
    rows = sight.documents(rows.exclude(item__state="destroyed")).values_list(
        "id", "item__number", "title", "publisher", "published"
    )
    found = [
        NearDuplicate(one, item, title, publisher, published, alike[one])
        for one, item, title, publisher, published in rows
    ]
    found.sort(key=lambda one: (-one.alike, one.published or "", one.id))
    return Nearness(tuple(found[:most]), max(0, len(found) - most), progress.behind, True)


def _alike(document: str) -> dict[str, float] | None:
    """What is nearly the same as a document, and how much so; None where it was not compared."""
    numbers = tables.first_entries([document])
    with connections[alias_in_use()].cursor() as cursor:
        kept = sketches.of(cursor, list(numbers))
        if not kept:
            return None
        ((number, own),) = kept.items()
        others = [other for other in sketches.sharing_a_band(cursor, own) if other != number][:CANDIDATES]
        compared = sketches.of(cursor, others)
    mine = unpacked(own)
    alike = {other: about(mine, unpacked(theirs)) for other, theirs in compared.items()}
    near = {other: share for other, share in alike.items() if share >= ALIKE}
    return {row[3]: near[number] for number, row in tables.entries(list(near)).items()}
