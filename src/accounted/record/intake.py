"""From files on disk to claims on record: keep the bytes, read them, record what they say.

The order is: keep, extract, expand what is inside, read, record. Every file that was kept stays kept,
whatever goes wrong after; a file that cannot be opened is on record as refused with the reason; and a run
that was interrupted is simply run again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
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
    known_of,
    missing_of,
    must_be_facts,
    printable,
    told_otherwise,
    with_machine,
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
from accounted.sources import Child, Extraction, Extractor, Hints, Limits, RefusedFile, Request, sniff
from accounted.vocabulary import UnknownTerm

if TYPE_CHECKING:
    from accounted.places import Gazetteer
    from accounted.record.archive import Archive

GROUP_FILES = 200
GROUP_BYTES = 64 << 20
HEAD = 8192
PACKED = frozenset({"application/zip", "application/x-tar", "application/gzip", "application/x-gtar"})


@dataclass(slots=True)
class _Budget:
    """How much one file given may expand to, all levels together."""

    members: int
    expanded_bytes: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One file to be taken in: given by a person, or found inside another."""

    path: Path
    name: str
    shown: str
    facts: IntakeFacts
    budget: _Budget
    depth: int = 0
    parent: str | None = None
    parent_number: str | None = None
    declared: str | None = None
    found: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Item:
    """An item of the group at hand, with what was found in it."""

    wanted: _Wanted
    accession: str
    id: str
    number: str
    sha256: str
    size: int
    media_type: str | None
    state: str
    already_held: bool
    missing: tuple[str, ...]
    extraction: Extraction | None = None
    reading: Reading | None = None
    document: str | None = None
    claims: int = 0
    trouble: str | None = None
    warnings: tuple[str, ...] = ()
    refusal: RefusedFile | None = None


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
            for group in _groups(self._wanted(met)):
                self._group(group)
        return IntakeResult(tuple(self.kept), tuple(self.refused), tuple(self.skipped))

    def _without_passage(self, met: Met) -> Met:
        if self.below is None:
            return met
        why = met.why_not.replace(self.below, "") if met.why_not else met.why_not
        return replace(met, shown=met.shown.removeprefix(self.below), why_not=why)

    def _wanted(self, met: Sequence[tuple[Met, IntakeFacts]]) -> Iterator[_Wanted]:
        limits = self.extractor.limits
        for one, facts in met:
            if one.junk:
                self.skipped.append(Skipped(one.shown, one.why_not or ""))
            elif one.why_not is not None:
                self._refuse(one.path.name, one.shown, one.why_not, facts=facts)
            else:
                yield _Wanted(
                    one.path,
                    one.path.name,
                    one.shown,
                    facts,
                    _Budget(limits.members, limits.expanded_bytes),
                )

    # ---- one group: keep, extract, expand, read, record

    def _group(self, group: Sequence[_Wanted]) -> None:
        items = self._keep(group)
        new = [item for item in items if item.state in ("kept", "refused") and item.extraction is None]
        with ExitStack() as workspaces:
            self._extract(new, workspaces)
            for item in new:
                if item.extraction is not None and item.extraction.children:
                    self._expand(item)
            self._read(new)
            self._record(new)
        self.kept.extend(_kept(item, items) for item in items)

    def _keep(self, group: Sequence[_Wanted]) -> list[_Item]:
        """Keep the bytes of a group, each with its facts, and look up which items they are."""
        archive = self.archive
        numbers = archive.reserve_numbers(len(group))
        kept: list[tuple[_Wanted, str, Any, tuple[str, ...]]] = []
        not_kept: list[tuple[_Wanted, str, str]] = []
        with archive.store.batch() as batch:
            for wanted, number in zip(group, numbers, strict=True):
                facts = _facts(wanted)
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
        return _items(kept)

    def _extract(self, items: Sequence[_Item], workspaces: ExitStack) -> None:
        """Read the kept copies, in confinement: what is read is exactly what is kept."""
        store = self.archive.store
        requests = [
            Request(
                store.object_path(item.sha256), name=item.wanted.name, media_type=item.wanted.declared,
                hints=_hints(item), depth=item.wanted.depth,
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

    def _expand(self, item: _Item) -> None:
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
        for group in _groups(_child(item, child) for child in children):
            self._group(group)

    def _read(self, items: Sequence[_Item]) -> None:
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

    def _record(self, items: Sequence[_Item]) -> None:
        """Record a group in one transaction; if the database refuses one of them, each in its own."""
        from django.db import DatabaseError

        if not items:
            return
        try:
            with self.archive.deciding():
                recorded = _documents_of([item.id for item in items])
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

    def _record_one(self, item: _Item) -> None:
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
        tool = _tool(extraction)
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
        wanted: _Wanted | None = None,
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


def _groups(wanted: Iterator[_Wanted]) -> Iterator[list[_Wanted]]:
    group: list[_Wanted] = []
    size = 0
    for one in wanted:
        group.append(one)
        with suppress(OSError):  # keeping it will say what is wrong
            size += one.path.stat().st_size
        if len(group) >= GROUP_FILES or size >= GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _documents_of(items: Sequence[str]) -> dict[str, str]:
    """The newest document of each of these items that has one."""
    from accounted.record.models import Document as Row

    found = Row.objects.filter(item_id__in=list(items)).order_by("id")
    return dict(found.values_list("item_id", "id"))


def _items(kept: Sequence[tuple[_Wanted, str, Any, tuple[str, ...]]]) -> list[_Item]:
    """The items that the kept files are, by their bytes; of two alike in one group only the first is new."""
    from accounted.record.models import Item

    hashes = [one.sha256 for _, _, one, _ in kept]
    rows: dict[str, Any] = {row.sha256: row for row in Item.objects.filter(sha256__in=hashes)}
    documents = _documents_of([row.id for row in rows.values()])
    known = known_of(documents.values())
    items = []
    seen: set[str] = set()
    for wanted, accession, one, missing in kept:
        row = rows[one.sha256]
        again = one.sha256 in seen
        seen.add(one.sha256)
        items.append(
            _Item(
                wanted,
                accession,
                row.id,
                row.number,
                one.sha256,
                one.size,
                row.media_type,
                "held" if again else row.state,
                row.number != accession,
                missing,
                document=documents.get(row.id),
                trouble=None if again else _trouble_of(row),
                warnings=tuple(told_otherwise(wanted.facts, known.get(documents.get(row.id, ""), {}))),
            )
        )
    return items


def _trouble_of(row: Any) -> str | None:
    """What is wrong with an item whose bytes came again."""
    if row.state == "destroyed":
        return (
            f"these bytes were destroyed by order, as {row.number}, and are kept again now; to carry that "
            f"order out again: accounted erase {row.number}"
        )
    return row.trouble if row.state == "refused" else None


def _kept(item: _Item, group: Sequence[_Item]) -> KeptItem:
    if item.state == "held":  # the same bytes as an earlier one of this group
        first = next(other for other in group if other.id == item.id)
        item = replace(
            first, wanted=item.wanted, accession=item.accession, already_held=True, missing=item.missing
        )
    return KeptItem(
        number=item.number,
        accession=item.accession,
        id=item.id,
        name=printable(item.wanted.shown),
        sha256=item.sha256,
        size=item.size,
        media_type=item.media_type,
        already_held=item.already_held,
        state=item.state,
        document=item.document,
        claims=item.claims,
        missing=item.missing,
        warnings=item.warnings,
        trouble=item.trouble,
        parent=item.wanted.parent_number,
    )


def _child(item: _Item, child: Child) -> _Wanted:
    """A file inside an item. It keeps who obtained it; publisher and date only out of a packed folder."""
    facts = item.wanted.facts
    if item.media_type not in PACKED:
        facts = replace(facts, publisher=None, published=None, title=None, author=None, document_type=None)
    return _Wanted(
        path=child.data_path,
        name=child.name,
        shown=child.path_in_parent,
        facts=replace(facts, url=child.url or facts.url, title=None, obtained_from=f"inside {item.number}"),
        budget=item.wanted.budget,
        depth=item.wanted.depth + 1,
        parent=item.id,
        parent_number=item.number,
        declared=child.media_type,
        found={**child.metadata, **({"captured": child.captured} if child.captured else {})},
    )


def _hints(item: _Item) -> Hints:
    facts = item.wanted.facts
    return Hints(
        title=facts.title,
        author=facts.author,
        publisher=facts.publisher,
        published=facts.published,
        language=facts.language,
        url=facts.url,
        sha256=item.sha256,
    )


def _facts(wanted: _Wanted) -> dict[str, Any]:
    """The facts of one intake as its detail record holds them."""
    head, modified = b"", None
    with suppress(OSError):  # keeping it will say what is wrong
        with wanted.path.open("rb") as file:
            head = file.read(HEAD)
        modified = datetime.fromtimestamp(wanted.path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    media_type = sniff(head, wanted.name, declared=wanted.declared) if head else None
    facts = wanted.facts
    return {
        **as_told(facts),
        "original_name": printable(wanted.name),
        "original_path": printable(wanted.shown),
        "media_type": media_type,
        "modified": wanted.found.get("captured") if wanted.parent else modified,
        "found": {printable(key): printable(value) for key, value in wanted.found.items()},
        "missing": list(missing_of(facts, media_type)) if wanted.parent is None else [],
    }


def _tool(extraction: Extraction) -> str:
    words = f"{extraction.extractor} {extraction.version}"
    return words.encode("ascii", "replace").decode().replace('"', "'").replace("\\", "/")[:120]


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
