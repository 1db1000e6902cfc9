"""From files on disk to claims on record: keep the bytes, read them, record what they say.

The order is: keep, extract, expand what is inside, read, record. Every file that was kept stays kept,
whatever goes wrong after; a file that cannot be opened is on record as refused with the reason; and a run
that was interrupted is simply run again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accounted.claims import Document, Reading
from accounted.evidence import EvidenceError, StorageFailed
from accounted.evidence import Refused as NotKept
from accounted.record.decisions import material, readings
from accounted.record.docket import DecisionRefused
from accounted.record.intake_facts import (
    IntakeFacts,
    as_told,
    must_be_facts,
    printable,
    with_machine,
)
from accounted.record.intake_items import (
    Budget,
    Taken,
    Wanted,
    documents_of,
    facts_of,
    groups_of,
    hints_of,
    items_of,
    kept_item,
    tool_of,
    wanted_inside,
)
from accounted.record.intake_results import (
    IntakeResult,
    KeptItem,
    OnProgress,
    Phase,
    Progress,
    RefusedFileNote,
    Skipped,
)
from accounted.record.walk import Met, walk
from accounted.sources import Extractor, Limits, RefusedFile, Request
from accounted.vocabulary import UnknownTerm

if TYPE_CHECKING:
    from accounted.places import Gazetteer
    from accounted.record.archive import Archive


def take_in(
    archive: Archive,
    given: Sequence[tuple[Path, IntakeFacts]],
    on_progress: OnProgress | None = None,
    limits: Limits | None = None,
    below: Path | None = None,
) -> IntakeResult:
    """Keep and read everything below the paths, each with its facts. One bad file never stops the rest.

    Where the paths lie in a folder of passage (`below`), they are told and kept on record without it.

    Raises:
        DecisionRefused: a fact that is none: a date that cannot be read, an unknown type of document.
        StorageFailed: the disk cannot be written; what was kept before stays kept.
    """
    return _Intake(archive, on_progress, limits, below).run(given)


class _Intake:
    def __init__(
        self,
        archive: Archive,
        on_progress: OnProgress | None,
        limits: Limits | None = None,
        below: Path | None = None,
    ) -> None:
        self.archive = archive
        self.limits = limits
        self.below = f"{below}/" if below is not None else None
        self.report = on_progress or (lambda progress: None)
        self.kept: list[KeptItem] = []
        self.refused: list[RefusedFileNote] = []
        self.skipped: list[Skipped] = []
        self.done = {"keeping": 0, "reading": 0}
        self.total = 0
        self._gazetteer: Gazetteer | None = None

    def run(self, given: Sequence[tuple[Path, IntakeFacts]]) -> IntakeResult:
        for facts in dict.fromkeys(facts for _, facts in given):
            must_be_facts(facts)
        met = [
            (one, known)
            for path, facts in given
            for known in (with_machine(facts),)
            for one in map(self._without_passage, walk([path], archive=self.archive.path))
        ]
        self.total = sum(1 for one, _ in met if one.why_not is None)
        with Extractor(workers=2, limits=self.limits) as self.extractor:
            for group in groups_of(self._wanted(met)):
                self._group(group)
        return IntakeResult(tuple(self.kept), tuple(self.refused), tuple(self.skipped))

    def _without_passage(self, met: Met) -> Met:
        if self.below is None:
            return met
        why = met.why_not.replace(self.below, "") if met.why_not else met.why_not
        return replace(met, shown=met.shown.removeprefix(self.below), why_not=why)

    def _wanted(self, met: Sequence[tuple[Met, IntakeFacts]]) -> Iterator[Wanted]:
        limits = self.extractor.limits
        for one, facts in met:
            if one.junk:
                self.skipped.append(Skipped(one.shown, one.why_not or ""))
            elif one.why_not is not None:
                self._refuse(one.path.name, one.shown, one.why_not, facts=facts)
            else:
                yield Wanted(
                    one.path,
                    one.path.name,
                    one.shown,
                    facts,
                    Budget(limits.members, limits.expanded_bytes),
                )

    # ---- one group: keep, extract, expand, read, record

    def _group(self, group: Sequence[Wanted]) -> None:
        items = self._keep(group)
        new = [item for item in items if item.state in ("kept", "refused") and item.extraction is None]
        with ExitStack() as workspaces:
            self._extract(new, workspaces)
            for item in new:
                if item.extraction is not None and item.extraction.children:
                    self._expand(item)
            self._read(new)
            self._record(new)
        self.kept.extend(kept_item(item, items) for item in items)

    def _keep(self, group: Sequence[Wanted]) -> list[Taken]:
        """Keep the bytes of a group, each with its facts, and look up which items they are."""
        archive = self.archive
        numbers = archive.reserve_numbers(len(group))
        kept: list[tuple[Wanted, str, Any, tuple[str, ...]]] = []
        not_kept: list[tuple[Wanted, str, str]] = []
        with archive.store.batch() as batch:
            for wanted, number in zip(group, numbers, strict=True):
                facts = facts_of(wanted)
                try:
                    one = batch.keep(
                        wanted.path,
                        event="ingest",
                        agent=archive.agent.pseudonym,
                        item=number,
                        detail=material.taking_in(archive, number=number, facts=facts, parent=wanted.parent),
                    )
                except StorageFailed:
                    raise
                except (NotKept, OSError) as trouble:
                    not_kept.append((wanted, number, str(trouble)))
                    continue
                finally:
                    self._progress("keeping", wanted.name)
                kept.append((wanted, number, one, tuple(facts["missing"])))
        archive.catch_up()
        for wanted, number, why in not_kept:
            self._refuse(wanted.name, wanted.shown, why, facts=wanted.facts, wanted=wanted, number=number)
        return items_of(kept)

    def _extract(self, items: Sequence[Taken], workspaces: ExitStack) -> None:
        """Read the kept copies, in confinement: what is read is exactly what is kept."""
        store = self.archive.store
        requests = [
            Request(
                store.object_path(item.sha256), name=item.wanted.name, media_type=item.wanted.declared,
                hints=hints_of(item), depth=item.wanted.depth,
            )
            for item in items
        ]  # fmt: skip
        for item, (_, result) in zip(items, self.extractor.extract_many(requests), strict=True):
            if isinstance(result, RefusedFile):
                item.refusal = result
                item.trouble = str(result)
            else:
                item.extraction = workspaces.enter_context(result)
                item.trouble = None  # of an earlier attempt
                item.warnings = result.warnings

    def _expand(self, item: Taken) -> None:
        """Take in what is inside an item before the item itself counts as done.

        So an interruption in between starts it anew.
        """
        assert item.extraction is not None
        budget, children = item.wanted.budget, item.extraction.children
        budget.members -= len(children)
        budget.expanded_bytes -= sum(child.size for child in children)
        if budget.members < 0 or budget.expanded_bytes < 0:
            item.warnings += (
                "everything inside it together passes the limits; what is inside was not taken in",
            )
            item.trouble = item.warnings[-1]
            return
        self.total += len(children)
        for group in groups_of(wanted_inside(item, child) for child in children):
            self._group(group)

    def _read(self, items: Sequence[Taken]) -> None:
        for item in items:
            document = item.extraction.document if item.extraction else None
            if document is not None and document.text:
                try:
                    item.reading = self._reading(document)
                except Exception as error:  # whatever a reader does wrong must not cost the other files
                    item.trouble = (
                        f"the reader failed on it ({type(error).__name__}: {error}); its text is on record"
                    )
                else:
                    # A text that no reader can read must not look like one that says nothing (rule D-37).
                    item.warnings += tuple(w.message for w in item.reading.warnings if w.rule == "D-37")
            self._progress("reading", item.wanted.name)

    def _reading(self, document: Document) -> Reading:
        from accounted.places import Gazetteer
        from accounted.reading import read

        if self._gazetteer is None:
            self._gazetteer = Gazetteer.load()
        return read(document, gazetteer=self._gazetteer)

    def _record(self, items: Sequence[Taken]) -> None:
        """Record a group in one transaction; if the database refuses one of them, each in its own."""
        from django.db import DatabaseError

        if not items:
            return
        try:
            with self.archive.deciding():
                recorded = documents_of([item.id for item in items])
                for item in items:
                    # Another process may have taken the same bytes in meanwhile; its document is this one.
                    if item.id in recorded:
                        item.document, item.state = recorded[item.id], "documented"
                    else:
                        self._record_one(item)
        except DatabaseError:
            for item in items:
                item.document, item.claims = None, 0
                try:
                    self._record_one(item)
                except DatabaseError as error:
                    item.document, item.claims = None, 0
                    item.trouble = (
                        f"{item.wanted.name}: the record does not take it ({error}); its bytes are kept"
                    )
                    item.state = "kept"

    def _record_one(self, item: Taken) -> None:
        archive = self.archive
        if item.refusal is not None:
            material.refuse(
                archive,
                reason=str(item.refusal),
                facts={},
                item=item.id,
                item_number=item.number,
                item_sha256=item.sha256,
            )
            item.state = "refused"
            return
        extraction = item.extraction
        assert extraction is not None
        tool = tool_of(extraction)
        if extraction.document is None or not extraction.document.text:
            why = (
                f"holds {len(extraction.children)} files, no text of its own"
                if extraction.children
                else "no text"
            )
            material.no_text(
                archive, item=item.id, number=item.number, sha256=item.sha256, why=why, extractor=tool
            )
            item.state = "no_text"
            return
        recorded = material.record_document(
            archive,
            extraction.document,
            item=item.id,
            item_number=item.number,
            item_sha256=item.sha256,
            extractor=extraction.extractor,
            version=extraction.version,
            tool=tool,
            type=item.wanted.facts.document_type,
            confidentiality=item.wanted.facts.confidentiality,
            warnings=extraction.warnings,
        )
        item.document, item.state = recorded.id, "documented"
        if item.reading is None:
            return
        try:
            readings.record_reading(archive, recorded, item.reading)
        except (DecisionRefused, UnknownTerm) as error:
            item.trouble = f"{item.wanted.name}: its claims are not on record: {error}"
            return
        item.claims = len(item.reading.claims)

    # ---- saying what happened

    def _refuse(
        self,
        name: str,
        shown: str,
        why: str,
        *,
        facts: IntakeFacts,
        wanted: Wanted | None = None,
        number: str | None = None,
    ) -> None:
        told = {"original_name": printable(name), "original_path": printable(shown), **as_told(facts)}
        material.refuse(
            self.archive,
            reason=printable(why),
            facts=told,
            number=number,
            parent=wanted.parent if wanted else None,
        )
        self.refused.append(
            RefusedFileNote(printable(shown), printable(why), wanted.parent_number if wanted else None)
        )

    def _progress(self, phase: Phase, name: str) -> None:
        self.done[phase] += 1
        self.report(Progress(phase, self.done[phase], self.total, printable(name)))


__all__ = [
    "EvidenceError",
    "IntakeFacts",
    "IntakeResult",
    "KeptItem",
    "OnProgress",
    "Progress",
    "RefusedFileNote",
    "Skipped",
    "must_be_facts",
    "printable",
    "take_in",
]
