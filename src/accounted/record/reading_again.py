"""Reading documents again that are on record: those no reader has read yet, or all with the reader of today.

Earlier readings and their claims stay on record; the newest is the current one. What a language model reads
is kept beside it, as a second reading, which is never the current one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from accounted.claims import Document, ReaderIdentity, Reading
from accounted.reading.model import NoAnswer, NothingRead
from accounted.record.decisions.material import RecordedDocument
from accounted.record.decisions.readings import reading_bytes, record_reading
from accounted.record.docket import DecisionRefused
from accounted.record.queries import DocumentOnRecord, documents, reading, second_readings, text_of
from accounted.vocabulary import UnknownTerm

if TYPE_CHECKING:
    from accounted.places import Gazetteer
    from accounted.record.archive import Archive

APART = frozenset({"confidential", "ex_parte"})  # never sent to another machine


class Second(Protocol):
    """A language model as reader; the way to it is the caller's.

    `identity` is who reads, for a lexicon; `elsewhere` is the address of another machine that the text is
    sent to, None where the model runs on this one.
    """

    elsewhere: str | None

    def identity(self, lexicon: str) -> ReaderIdentity:
        """Which model, and with what settings."""

    def read(self, document: Document, gazetteer: Gazetteer) -> Reading:
        """What it says of a document, as far as it stands in the text."""


@dataclass(slots=True)
class ReadAgain:
    """What came of it: documents read, those that gave another reading than before, and what failed."""

    read: int = 0
    changed: int = 0
    claims: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)  # item number, why
    apart: list[str] = field(default_factory=list)  # items not sent to another machine: confidential


def read_again(
    archive: Archive,
    *,
    every: bool = False,
    rules: bool = True,
    second: Second | None = None,
    on_progress: Callable[[str], None] | None = None,
) -> ReadAgain:
    """Read documents without a reading, or all of them, by the rules, by a language model, or by both.

    A reading like one on record is not recorded anew. When the model cannot be reached, what is left is not
    read by it, and that is among what failed. Confidential documents are not sent to another machine.
    """
    from accounted.places import Gazetteer

    work = _Work(archive, Gazetteer.load(), every, ReadAgain())
    for row in documents(archive):
        if row.destroyed:
            continue
        if on_progress is not None:
            on_progress(row.item)
        if rules:
            work.by_rules(row)
        if second is not None and not work.by_model(row, second):
            break
    return work.done


@dataclass(slots=True)
class _Work:
    archive: Archive
    gazetteer: Gazetteer
    every: bool
    done: ReadAgain

    def by_rules(self, row: DocumentOnRecord) -> None:
        from accounted.reading import read

        before = reading(self.archive, row.id)
        if before is not None and not self.every:
            return
        known = frozenset({before.sha256}) if before is not None else frozenset()
        self._record(row, lambda document: read(document, gazetteer=self.gazetteer), known, second=False)

    def by_model(self, row: DocumentOnRecord, second: Second) -> bool:
        """Whether the model can be asked on."""
        before = second_readings(self.archive, row.id)
        if not self.every and any(second.identity(one.reader.lexicon) == one.reader for one in before):
            return True
        if second.elsewhere is not None:
            if row.confidentiality in APART:
                self.done.apart.append(row.item)
                return True
            # What leaves this machine is in the log before it does.
            self.archive.store.note(
                "export", agent=self.archive.agent.pseudonym, item=row.item, sha256=row.text_sha256,
                detail={"recipient": second.elsewhere, "purpose": "the text, read by a language model there"},
            )  # fmt: skip
        known = frozenset(one.sha256 for one in before)
        try:
            self._record(row, lambda document: second.read(document, self.gazetteer), known, second=True)
        except NoAnswer as trouble:
            self.done.failed.append((row.item, f"{trouble}; nothing after it was asked of the model"))
            return False
        return True

    def _record(
        self,
        row: DocumentOnRecord,
        read: Callable[[Document], Reading],
        known: frozenset[str],
        *,
        second: bool,
    ) -> None:
        document = text_of(self.archive, row)
        self.done.read += 1
        try:
            found = read(document)
            if sha256(reading_bytes(found, row.text_sha256)).hexdigest() in known:
                return
            recorded = RecordedDocument(
                id=row.id,
                item=row.item,
                item_number=row.item,
                sha256=row.sha256,
                text_sha256=row.text_sha256,
                structure_sha256=row.structure_sha256,
                document=document,
            )
            record_reading(self.archive, recorded, found, second=second)
        except NoAnswer:
            raise
        except (DecisionRefused, UnknownTerm, NothingRead) as error:
            self.done.failed.append((row.item, str(error)))
        except Exception as error:  # whatever a reader does wrong must not cost the other documents
            self.done.failed.append((row.item, f"the reader failed on it ({type(error).__name__}: {error})"))
        else:
            self.done.changed += 1
            self.done.claims += len(found.claims)
