"""Destroying an original by order: two named people, a recorded order, and a tombstone (rule D-32).

The bytes of the item go, and with them everything that was made from them: its text, its structure, every
reading of it, the words of its claims, and what the rows of a list say of anybody. What stays is that it was
there, when it came, under which digest, and by whose order it went. The rest of the archive goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounted.record.decisions.reviewers import Reviewer, must_be_a_person, must_have_reason
from accounted.record.docket import Application, DecisionRefused, NotOnRecord, applies
from accounted.record.tombstones import GONE, claim_left, reading_left, rows_left

if TYPE_CHECKING:
    from accounted.record.archive import Archive

_DOING = "destroying an original"
_OF_THE_DOCUMENT = ("title", "creator", "url")  # what an extractor took from the words themselves


@dataclass(frozen=True, slots=True)
class Order:
    """The order to destroy: who gave it, and how it can be found (file number, date)."""

    by: str
    reference: str


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What became of one item. `kept_elsewhere`: items of the same text, which therefore stays."""

    item: str
    objects: int
    kept_elsewhere: tuple[str, ...]
    inside: tuple[str, ...]  # items that came out of it, which are not destroyed with it


def destroy(
    archive: Archive, numbers: Sequence[str], *, order: Order, by: Reviewer, second: Reviewer, reason: str
) -> tuple[Destroyed, ...]:
    """Destroy items and all that was made from them. It cannot be undone.

    The decision is logged first; should the work be stopped after that, call it again to finish. What is
    inside an archive or a message is an item of its own and stays unless it is named as well.

    Raises:
        DecisionRefused: not two different named people, no order, no reason, or an item destroyed already.
        NotOnRecord: no item of that number.
    """
    for person in (by, second):
        must_be_a_person(person, _DOING)
    if by.pseudonym == second.pseudonym or (by.name and by.name == second.name):
        raise DecisionRefused(f"{_DOING} takes two people (rule D-32); name another as the second")
    reason = must_have_reason(reason, _DOING)
    if not order.by.strip() or not order.reference.strip():
        raise DecisionRefused(f"{_DOING} needs an order: who gave it, and its reference (rule D-32)")
    archive.must_be_open()
    wanted = [_item(number) for number in dict.fromkeys(numbers)]
    new = [row for row in wanted if row.state != "destroyed"]
    if not new and not unfinished(archive):
        raise DecisionRefused(f"{wanted[0].number}: was destroyed already; see accounted items --item")
    going = {row.id for row in new}
    with archive.deciding() as docket:
        for row in new:
            docket.decide(
                "destroy",
                {
                    "item": row.id,
                    "number": row.number,
                    "ordered_by": order.by.strip(),
                    "order": order.reference.strip(),
                    "second": second.pseudonym,
                    **_what_goes(archive, row, going),
                },
                by=by.pseudonym,
                reason=reason,
                item=row.number,
                subject=("Item", row.id),
            )
    finish(archive, agent=by.pseudonym)
    return tuple(_result(row.number) for row in wanted)


def finish(archive: Archive, *, agent: str) -> None:
    """Carry out what was decided: remove the objects and the details, and make the record anew without them.

    A database keeps what was deleted from it in its free pages; one made anew never held it.
    """
    store = archive.store
    for number, content in _decided(archive):
        for sha256 in content["objects"]:
            if store.has(sha256):
                order = f"{content['order']}, {content['ordered_by']} ({number})"
                store.destroy_object(sha256, agent=agent, reason=order)
        for seq in content["left"]["details"]:
            if store.detail_record(int(seq)) is not None:
                store.erase_detail(int(seq), agent=agent, reason=f"{number} was destroyed by order")
    archive.catch_up()
    archive.rebuild()


def unfinished(archive: Archive) -> bool:
    """Whether something that was to be destroyed is there still."""
    store = archive.store
    return any(
        any(store.has(sha256) for sha256 in content["objects"])
        or any(store.detail_record(int(seq)) is not None for seq in content["left"]["details"])
        for _, content in _decided(archive)
    )


def _decided(archive: Archive) -> Iterable[tuple[str, Any]]:
    """The decisions to destroy, as the log holds them."""
    from accounted.record.models import Decision

    for seq in list(Decision.objects.filter(kind="destroy").order_by("seq").values_list("seq", flat=True)):
        content = (archive.store.detail(seq) or {})["decision"]["content"]
        yield content["number"], content


def _item(number: str) -> Any:
    from accounted.record.models import Item

    row = Item.objects.filter(number=number).first()
    if row is None:
        raise NotOnRecord(f"{number}: no item of that number; list them with: accounted items")
    return row


def _what_goes(archive: Archive, item: Any, going: set[str]) -> dict[str, Any]:
    """The objects of an item, and what of the record is left when their words are gone."""
    from accounted.record.models import Claim, CustodyEvent, Document, Judgement, Reading

    documents = list(Document.objects.filter(item_id=item.id).select_related("decision").order_by("id"))
    ids = [row.id for row in documents]
    texts = {row.text_sha256 for row in documents}
    # The original of a plain text is its own text, and another item may have the same: what it needs stays.
    others = Document.objects.exclude(item_id__in=going).exclude(item__state="destroyed")
    elsewhere = list(others.filter(text_sha256__in=texts | {item.sha256}).select_related("item"))
    shared = {row.text_sha256 for row in elsewhere}
    texts -= shared
    structures = [row.structure_sha256 for row in documents]
    readings = {
        row.sha256: reading_left(json.loads(archive.load(row.sha256)))
        for row in Reading.objects.filter(document_id__in=ids).order_by("id")
    }
    of_claims = Claim.objects.filter(document_id__in=ids, origin="human")
    lists = {row.id: row.decision.seq for row in item.person_lists.select_related("decision")}
    groups = {
        sha256: rows_left(archive.load(sha256))
        for sha256 in CustodyEvent.objects.filter(seq__in=_groups_of(lists)).values_list("sha256", flat=True)
    }
    seqs = (
        {row.decision.seq for row in documents}
        | set(lists.values())
        | set(of_claims.values_list("decision__seq", flat=True))
        | set(Judgement.objects.filter(document_id__in=ids).values_list("decision__seq", flat=True))
    )
    details = {str(seq): told for seq in sorted(seqs) if (told := _decision_left(archive, seq)) is not None}
    return {
        "objects": [
            sha256
            for sha256 in dict.fromkeys((item.sha256, *sorted(texts), *structures, *readings, *groups))
            if sha256 not in shared
        ],
        "kept_elsewhere": sorted({row.item.number for row in elsewhere}),
        "left": {
            "texts": sorted(texts),
            "structures": structures,
            "readings": readings,
            "details": details,
            **({"rows": groups} if groups else {}),
        },
    }


def _groups_of(lists: Iterable[str]) -> Any:
    """The lines of the log that hold the rows of lists."""
    from accounted.record.models import Decision

    rows = Decision.objects.filter(kind="enter_list_rows", subject_id__in=list(lists))
    return rows.order_by("seq").values_list("seq", flat=True)


def _decision_left(archive: Archive, seq: int) -> dict[str, Any] | None:
    """What is left of a decision that holds words of a document; None where its detail is gone already."""
    detail = archive.store.detail(seq)
    if detail is None:
        return None
    decision: dict[str, Any] = detail["decision"]
    content = decision["content"]
    if decision["kind"] == "open_list":
        return {**decision, "content": {**content, "title": None, "mapping": {}, "references": {}}}
    if decision["kind"] == "record_document":
        return {**decision, "content": {**content, **dict.fromkeys(_OF_THE_DOCUMENT), "warnings": []}}
    if decision["kind"] == "judge":
        corrected = [claim_left(claim) for claim in content["corrected"]]
        return {**decision, "content": {**content, "corrected": corrected, "reason": GONE}}
    left = {**decision, "content": {**content, "claim": claim_left({"id": "stated", **content["claim"]})}}
    return {**left, "reason": GONE} if "reason" in left else left


def _result(number: str) -> Destroyed:
    from accounted.record.models import Destruction, Intake

    row = Destruction.objects.filter(item__number=number).order_by("at", "id").last()
    inside = Intake.objects.filter(parent__number=number, item__isnull=False).exclude(item__state="destroyed")
    return Destroyed(
        number,
        row.objects_destroyed if row else 0,
        tuple(row.kept_elsewhere) if row else (),
        tuple(sorted(set(inside.values_list("item__number", flat=True)))),
    )


@applies("destroy")
def _destroyed(decision: Application) -> None:
    from accounted.record.models import Destruction, Item, Reading

    content = decision.content
    decision.change(Item, content["item"], state="destroyed", trouble=None)
    Reading.objects.filter(document__item_id=content["item"]).update(waiting=0)
    decision.new(
        Destruction,
        item_id=content["item"],
        ordered_by=content["ordered_by"],
        order=content["order"],
        by=decision.by,
        second=content["second"],
        at=decision.at,
        reason=decision.reason,
        objects_destroyed=len(content["objects"]),
        kept_elsewhere=content["kept_elsewhere"],
    )
