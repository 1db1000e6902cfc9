"""What is kept, where it came from, and everything that was done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounted.record.docket import NotOnRecord
from accounted.record.sight import EVERYTHING, Sight

if TYPE_CHECKING:
    from accounted.record.archive import Archive


@dataclass(frozen=True, slots=True)
class IntakeOnRecord:
    """One taking-in of an item, or a refusal (then `item` is None and `refused` says why)."""

    number: str | None
    item: str | None
    at: datetime
    name: str | None
    path: str | None
    parent: str | None
    size: int | None
    media_type: str | None
    modified: str | None
    obtained_by: str | None
    obtained_from: str | None
    obtained_on: str | None
    obtained_how: str | None
    url: str | None
    html_source: str | None
    full_page_capture: str | None
    machine: str | None
    clock_note: str | None
    note: str | None
    missing: tuple[str, ...]
    refused: str | None
    by: str  # pseudonym
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    title: str | None = None
    author: str | None = None
    document_type: str | None = None
    confidentiality: str | None = None


@dataclass(frozen=True, slots=True)
class DestructionOnRecord:
    """The tombstone of an item: by whose order it was destroyed, and which two people saw to it."""

    item: str
    at: datetime
    ordered_by: str
    order: str
    by: str  # pseudonyms
    second: str
    reason: str | None
    objects: int
    kept_elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemOnRecord:
    """One kept file by its bytes."""

    id: str
    number: str
    sha256: str
    size: int
    media_type: str | None
    state: str
    trouble: str | None
    intakes: tuple[IntakeOnRecord, ...]
    documents: tuple[str, ...]
    children: tuple[str, ...]  # numbers of the items that came out of it
    destroyed: DestructionOnRecord | None = None

    @property
    def name(self) -> str | None:
        """What the file was called when it was first taken in."""
        return self.intakes[0].name if self.intakes else None


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """One event in the life of an item, with its detail where that still exists."""

    seq: int
    time: datetime
    event: str
    item: str | None
    sha256: str | None
    size: int | None
    agent: str
    agent_name: str | None
    tool: str | None
    derived_from: str | None
    decision: str | None
    reason: str | None
    detail: dict[str, Any] | None = None


def items(
    archive: Archive,
    *,
    state: str | None = None,
    number: str | None = None,
    sight: Sight = EVERYTHING,
    limit: int | None = None,
    offset: int = 0,
) -> list[ItemOnRecord]:
    """What is kept, in the order in which it was taken in."""
    from django.db.models import Prefetch

    from accounted.record.models import Destruction, Document, Intake, Item

    archive.must_be_open()
    rows = sight.items(Item.objects.order_by("number"))
    if state is not None:
        rows = rows.filter(state=state)
    if number is not None:
        rows = rows.filter(number=number)
    rows = rows.prefetch_related(
        Prefetch("intakes", Intake.objects.select_related("parent", "item", "decision").order_by("at", "id")),
        Prefetch("documents", Document.objects.only("id", "item_id").order_by("id")),
        Prefetch("destructions", Destruction.objects.select_related("item").order_by("at", "id")),
        Prefetch("children", Intake.objects.select_related("item").order_by("at", "id")),
    )
    if limit is not None or offset:
        rows = rows[offset : None if limit is None else offset + limit]
    return [_item(row) for row in rows]


def item(archive: Archive, number: str) -> ItemOnRecord:
    """One item by its number.

    Raises:
        NotOnRecord: there is none of that number.
    """
    found = items(archive, number=number)
    if not found:
        from accounted.record.models import Intake

        again = Intake.objects.filter(number=number, item__isnull=False).select_related("item").first()
        if again is not None:
            return items(archive, number=again.item.number)[0]
        raise NotOnRecord(f"{number}: no item of that number; list them with: accounted items")
    return found[0]


def refusals(archive: Archive) -> list[IntakeOnRecord]:
    """What was not taken in, and why."""
    from accounted.record.models import Intake

    archive.must_be_open()
    rows = (
        Intake.objects.filter(item__isnull=True)
        .select_related("parent", "item", "decision")
        .order_by("at", "id")
    )
    return [_intake(row) for row in rows]


def custody(archive: Archive, number: str, *, details: bool = False) -> list[CustodyLine]:
    """Everything the log says of an item: its bytes, what was made of them, what was decided.

    With `details` each line brings its detail record, None where it has none or it was erased.
    """
    from django.db.models import Q

    from accounted.record.models import Agent, CustodyEvent, Decision

    one = item(archive, number)
    numbers = {one.number, *(i.number for i in one.intakes if i.number)}
    rows = list(CustodyEvent.objects.filter(Q(item__in=numbers) | Q(sha256=one.sha256)).order_by("seq"))
    decisions = {d.seq: d for d in Decision.objects.filter(seq__in=[row.seq for row in rows])}
    names = dict(Agent.objects.values_list("pseudonym", "name"))
    lines = []
    for row in rows:
        decision = decisions.get(row.seq)
        lines.append(
            CustodyLine(
                seq=row.seq,
                time=row.time,
                event=row.event,
                item=row.item,
                sha256=row.sha256,
                size=row.size,
                agent=row.agent,
                agent_name=names.get(row.agent),
                tool=row.tool,
                derived_from=row.derived_from,
                decision=decision.kind if decision else None,
                reason=decision.reason if decision else None,
                detail=archive.store.detail(row.seq) if details else None,
            )
        )
    return lines


def _item(row: Any) -> ItemOnRecord:
    return ItemOnRecord(
        id=row.id,
        number=row.number,
        sha256=row.sha256,
        size=row.size,
        media_type=row.media_type,
        state=row.state,
        trouble=row.trouble,
        intakes=tuple(_intake(one) for one in row.intakes.all()),
        documents=tuple(one.id for one in row.documents.all()),
        children=tuple(dict.fromkeys(one.item.number for one in row.children.all() if one.item)),
        destroyed=next((_destruction(one) for one in reversed(row.destructions.all())), None),
    )


def destructions(archive: Archive) -> list[DestructionOnRecord]:
    """What was destroyed, when, and by whose order."""
    from accounted.record.models import Destruction

    archive.must_be_open()
    return [_destruction(row) for row in Destruction.objects.select_related("item").order_by("at", "id")]


def _destruction(row: Any) -> DestructionOnRecord:
    return DestructionOnRecord(
        item=row.item.number,
        at=row.at,
        ordered_by=row.ordered_by,
        order=row.order,
        by=row.by,
        second=row.second,
        reason=row.reason,
        objects=row.objects_destroyed,
        kept_elsewhere=tuple(row.kept_elsewhere),
    )


def _intake(row: Any) -> IntakeOnRecord:
    return IntakeOnRecord(
        number=row.number,
        item=row.item.number if row.item else None,
        at=row.at,
        name=row.original_name,
        path=row.original_path,
        parent=row.parent.number if row.parent else None,
        size=row.size,
        media_type=row.media_type,
        modified=row.modified,
        obtained_by=row.obtained_by,
        obtained_from=row.obtained_from,
        obtained_on=row.obtained_on,
        obtained_how=row.obtained_how,
        url=row.url,
        html_source=row.html_source,
        full_page_capture=row.full_page_capture,
        machine=row.machine,
        clock_note=row.clock_note,
        note=row.note,
        missing=tuple(row.missing),
        refused=row.refused,
        by=row.decision.by,
        publisher=row.publisher,
        published=row.published,
        language=row.language,
        title=row.title,
        author=row.author,
        document_type=row.document_type,
        confidentiality=row.confidentiality,
    )
