"""Reading documents again that are on record: those no reader has read yet, or all with the reader of today.

Earlier readings and their claims stay on record; the newest is the current one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from accounted.record.decisions.material import RecordedDocument
from accounted.record.decisions.readings import reading_bytes, record_reading
from accounted.record.docket import DecisionRefused
from accounted.record.queries import documents, reading, text_of
from accounted.vocabulary import UnknownTerm

if TYPE_CHECKING:
    from accounted.record.archive import Archive


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """What came of it: documents read, those that gave another reading than before, and what failed."""

    read: int
    changed: int
    claims: int
    failed: tuple[tuple[str, str], ...]  # item number, why


def read_again(
    archive: Archive, *, every: bool = False, on_progress: Callable[[str], None] | None = None
) -> ReadAgain:
    """Read documents without a reading, or all of them.

    a reading like the current one is not recorded anew.
    """
    from accounted.places import Gazetteer
    from accounted.reading import read

    gazetteer = Gazetteer.load()
    done = changed = claims = 0
    failed: list[tuple[str, str]] = []
    for row in documents(archive):
        before = reading(archive, row.id)
        if before is not None and not every:
            continue
        if on_progress is not None:
            on_progress(row.item)
        document = text_of(archive, row)
        done += 1
        try:
            found = read(document, gazetteer=gazetteer)
            if (
                before is not None
                and sha256(reading_bytes(found, row.text_sha256)).hexdigest() == before.sha256
            ):
                continue
            recorded = RecordedDocument(
                id=row.id,
                item=row.item,
                item_number=row.item,
                sha256=row.sha256,
                text_sha256=row.text_sha256,
                structure_sha256=row.structure_sha256,
                document=document,
            )
            record_reading(archive, recorded, found)
        except (DecisionRefused, UnknownTerm) as error:
            failed.append((row.item, str(error)))
            continue
        except Exception as error:  # whatever a reader does wrong must not cost the other documents
            failed.append((row.item, f"the reader failed on it ({type(error).__name__}: {error})"))
            continue
        changed += 1
        claims += len(found.claims)
    return ReadAgain(done, changed, claims, tuple(failed))
