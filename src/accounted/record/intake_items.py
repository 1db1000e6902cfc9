"""The files of one intake: as they are wanted, and as items with what was found in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from accounted.claims import Reading
from accounted.record.intake_facts import (
    IntakeFacts,
    as_told,
    known_of,
    missing_of,
    printable,
    told_otherwise,
)
from accounted.record.intake_results import KeptItem
from accounted.sources import Child, Extraction, Hints, RefusedFile, sniff

GROUP_FILES = 200
GROUP_BYTES = 64 << 20
HEAD = 8192
PACKED = frozenset({"application/zip", "application/x-tar", "application/gzip", "application/x-gtar"})


@dataclass(slots=True)
class Budget:
    """How much one file given may expand to, all levels together."""

    members: int
    expanded_bytes: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file to be taken in: given by a person, or found inside another."""

    path: Path
    name: str
    shown: str
    facts: IntakeFacts
    budget: Budget
    depth: int = 0
    parent: str | None = None
    parent_number: str | None = None
    declared: str | None = None
    found: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Taken:
    """An item of the group at hand, with what was found in it."""

    wanted: Wanted
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


def groups_of(wanted: Iterator[Wanted]) -> Iterator[list[Wanted]]:
    """The wanted files in groups that are kept together: so many files, or so many bytes."""
    group: list[Wanted] = []
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


def documents_of(items: Sequence[str]) -> dict[str, str]:
    """The newest document of each of these items that has one."""
    from accounted.record.models import Document as Row

    found = Row.objects.filter(item_id__in=list(items)).order_by("id")
    return dict(found.values_list("item_id", "id"))


def items_of(kept: Sequence[tuple[Wanted, str, Any, tuple[str, ...]]]) -> list[Taken]:
    """The items that the kept files are, by their bytes; of two alike in one group only the first is new."""
    from accounted.record.models import Item

    hashes = [one.sha256 for _, _, one, _ in kept]
    rows: dict[str, Any] = {row.sha256: row for row in Item.objects.filter(sha256__in=hashes)}
    documents = documents_of([row.id for row in rows.values()])
    known = known_of(documents.values())
    items = []
    seen: set[str] = set()
    for wanted, accession, one, missing in kept:
        row = rows[one.sha256]
        again = one.sha256 in seen
        seen.add(one.sha256)
        items.append(
            Taken(
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


def kept_item(item: Taken, group: Sequence[Taken]) -> KeptItem:
    """What the result of an intake says of one item."""
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


def wanted_inside(item: Taken, child: Child) -> Wanted:
    """A file inside an item. It keeps who obtained it; publisher and date only out of a packed folder."""
    facts = item.wanted.facts
    if item.media_type not in PACKED:
        facts = replace(facts, publisher=None, published=None, title=None, author=None, document_type=None)
    return Wanted(
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


def hints_of(item: Taken) -> Hints:
    """What a person told of the file, for the reader of its format."""
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


def facts_of(wanted: Wanted) -> dict[str, Any]:
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


def tool_of(extraction: Extraction) -> str:
    """The extractor and its version, as the log names a tool: printable ASCII."""
    words = f"{extraction.extractor} {extraction.version}"
    return words.encode("ascii", "replace").decode().replace('"', "'").replace("\\", "/")[:120]
