"""The payload of a bag apart from the objects: tables, log or proofs, checkpoints, stamps, keys, reports."""

from __future__ import annotations

import csv
import io
import json
import re
from base64 import b64encode
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from accounted.evidence.checkpoint import Checkpoint
from accounted.evidence.custody_report import Dating, Event, custody_report
from accounted.evidence.declaration import draft_certificate
from accounted.evidence.details import Record, file_of, read_records
from accounted.evidence.entry import Entry
from accounted.evidence.errors import Damaged, EvidenceError
from accounted.evidence.keys import Admission
from accounted.evidence.merkle import Tree
from accounted.evidence.selection import Selection
from accounted.evidence.stamp import Judgement, Trust, judge
from accounted.evidence.stamping import Stamp, stamps

if TYPE_CHECKING:
    from accounted.evidence.store import Store

COLUMNS = (
    "seq",
    "t",
    "event",
    "item",
    "sha256",
    "size",
    "agent",
    "derived_from",
    "tool",
    "object",
    "original_name",
)


@dataclass(frozen=True)
class Material:
    """Everything that the payload is made from."""

    software: str
    archive_id: str
    checkpoint: Checkpoint
    selection: Selection
    whole_log: bool
    records: dict[int, Record]
    erased: set[int]
    objects: set[str]
    stamps: list[tuple[Stamp, Judgement, bytes, bytes]]
    checkpoints: dict[int, bytes]
    keys: list[Admission]
    notes: list[str]


def gather(
    store: Store, checkpoint: Checkpoint, selection: Selection, disclosed: Collection[str], whole_log: bool
) -> Material:
    """Read what the payload needs from the archive."""
    from accounted.evidence.store import TOOL

    notes: list[str] = []
    needed = selection.needed()
    own = [entry for item in disclosed for entry in selection.about[item] if entry.item == item]
    records = _records(store, own)
    erased = {entry.of for entry in selection.entries if entry.event == "erase" and entry.of is not None}
    gone = len({e.sha256 for e in selection.taken}) - len(selection.digests(store))
    if gone:
        notes.append(f"{gone} object(s) were destroyed on order; their log entries are in the bag")
    held = _stamps(store, checkpoint, notes)
    if not whole_log:
        held = _earliest(held, [entry.seq for entry in needed])
    if not held:
        notes.append("no time stamp is in the bag; only the archive's own clock dates it")
    checkpoints = {one.checkpoint_size: _checkpoint(store, one.checkpoint_size) for one, *_ in held}
    keys = store.keys()
    for admission in keys:
        if not admission.protected:
            notes.append(f"the signing key {admission.id} is kept without a passphrase, and the bag says so")
    return Material(
        TOOL,
        store.archive_id,
        checkpoint,
        selection,
        whole_log,
        records,
        erased,
        set(selection.digests(store)),
        held,
        checkpoints,
        keys,
        notes,
    )


def _records(store: Store, entries: list[Entry]) -> dict[int, Record]:
    """The detail records of these entries that were not erased. Raises Damaged for an altered one."""
    commits = {entry.seq: entry.commit for entry in entries if entry.commit is not None}
    found = {}
    for path in dict.fromkeys(file_of(store.root, seq) for seq in commits):
        for record in read_records(path) if path.exists() else ():
            if record.seq not in commits:
                continue
            if record.commit != commits[record.seq]:
                raise Damaged(f"{path}: the detail of entry {record.seq} is not the one that was logged")
            found[record.seq] = record
    return found


def _stamps(
    store: Store, newest: Checkpoint, notes: list[str]
) -> list[tuple[Stamp, Judgement, bytes, bytes]]:
    """The stamps that hold, of checkpoints up to the newest; one that does not hold becomes a note."""
    held = []
    for one in stamps(store.root):
        if one.checkpoint_size > newest.size:
            continue
        try:
            response = (store.root / one.response).read_bytes()
            certificates = (store.root / one.certificates).read_bytes()
            stamped = _checkpoint(store, one.checkpoint_size)
            held.append((one, judge(response, stamped, Trust(certificates)), response, certificates))
        except (OSError, EvidenceError) as error:
            notes.append(f"{one.response}: left out, it proves nothing ({error})")
    return held


def _earliest(
    held: list[tuple[Stamp, Judgement, bytes, bytes]], seqs: list[int]
) -> list[tuple[Stamp, Judgement, bytes, bytes]]:
    """Of each authority, the stamps that are the first to cover one of these entries."""
    wanted = set()
    for authority in {one.authority for one, *_ in held}:
        sizes = sorted(one.checkpoint_size for one, *_ in held if one.authority == authority)
        for seq in seqs:
            first = next((size for size in sizes if size > seq), None)
            wanted.add((authority, first))
    return [four for four in held if (four[0].authority, four[0].checkpoint_size) in wanted]


def _checkpoint(store: Store, size: int) -> bytes:
    return (store.root / "log" / "checkpoints" / f"{size:010d}").read_bytes()


def files(material: Material) -> Iterator[tuple[str, bytes]]:
    """Every payload file but the objects: its path in the bag and its content."""
    yield "data/checkpoint", material.checkpoint.text
    for size, text in material.checkpoints.items():
        yield f"data/checkpoints/{size:010d}", text
    for one, _, response, certificates in material.stamps:
        yield f"data/{one.response.removeprefix('log/')}", response
        yield f"data/{one.certificates.removeprefix('log/')}", certificates
    for admission in material.keys:
        yield f"data/keys/{admission.id}", bytes(admission.note)
        yield f"data/keys/{admission.id}.pem", admission.key.pem.encode()
    yield "data/key.pem", material.keys[-1].key.pem.encode()
    if material.whole_log:
        yield "data/log.jsonl", b"".join(entry.line + b"\n" for entry in material.selection.entries)
    else:
        yield from _proofs(material)
    for seq, record in material.records.items():
        yield f"data/details/{seq:010d}.json", record.detail
        yield f"data/details/{seq:010d}.salt", record.salt
    yield "data/items.csv", _table(material)
    yield "data/items.jsonl", b"".join(_row(material, entry) for entry in material.selection.taken)
    yield from _reports(material)
    yield "data/certificate-draft.txt", _certificate(material).encode()


def _proofs(material: Material) -> Iterator[tuple[str, bytes]]:
    """Each needed entry, with its proof in the newest checkpoint and in the stamped ones that cover it."""
    tree = Tree(entry.line for entry in material.selection.entries)
    stamped = sorted(material.checkpoints)
    for entry in material.selection.needed():
        name = f"data/proofs/{entry.seq:010d}"
        yield f"{name}.entry", entry.line
        yield (
            f"{name}.tlog-proof",
            _proof(tree, entry.seq, material.checkpoint.size, material.checkpoint.text),
        )
        for size in stamped:
            if entry.seq < size != material.checkpoint.size:
                proof = _proof(tree, entry.seq, size, material.checkpoints[size])
                yield f"{name}.at-{size:010d}.tlog-proof", proof


def _proof(tree: Tree, seq: int, size: int, checkpoint: bytes) -> bytes:
    """C2SP tlog-proof."""
    path = "".join(f"{b64encode(node).decode()}\n" for node in tree.inclusion(seq, size))
    return f"c2sp.org/tlog-proof@v1\nindex {seq}\n{path}\n".encode() + checkpoint


def _object(material: Material, entry: Entry) -> str | None:
    return f"data/objects/{entry.sha256}" if entry.sha256 in material.objects else None


def _row(material: Material, entry: Entry) -> bytes:
    """One line of items.jsonl: the log line as it stands, the object, the detail as it was committed to."""
    record = material.records.get(entry.seq)
    where = json.dumps(_object(material, entry)).encode()
    detail = record.detail if record is not None else b"null"
    return b'{"entry":' + entry.line + b',"object":' + where + b',"detail":' + detail + b"}\n"


def _table(material: Material) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for entry in material.selection.taken:
        detail = _detail(material, entry.seq) or {}
        row = {
            **json.loads(entry.line),
            "object": _object(material, entry) or "",
            "original_name": _for_a_spreadsheet(str(detail.get("original_name") or detail.get("name") or "")),
        }
        table.writerow([row.get(column, "") for column in COLUMNS])
    return text.getvalue().encode("utf-8", "backslashreplace")


def _for_a_spreadsheet(text: str) -> str:
    """Keep a spreadsheet from running a file name as a formula; items.jsonl has it exactly."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _detail(material: Material, seq: int) -> dict[str, Any] | None:
    record = material.records.get(seq)
    if record is None:
        return None
    detail = json.loads(record.detail)
    return detail if isinstance(detail, dict) else None


def _reports(material: Material) -> Iterator[tuple[str, bytes]]:
    datings = [
        Dating(one.checkpoint_size, one.authority, f"{judgement.time:%Y-%m-%d %H:%M:%S} UTC")
        for one, judgement, *_ in material.stamps
    ]
    used: set[str] = set()
    for item, entries in material.selection.about.items():
        events = [Event(entry, _detail(material, entry.seq), _withheld(material, entry)) for entry in entries]
        page = custody_report(
            item,
            events,
            origin=material.checkpoint.origin,
            size=material.checkpoint.size,
            datings=datings,
        )
        yield f"data/custody/{_file_name(item, used)}.html", page.encode("utf-8", "backslashreplace")


def _withheld(material: Material, entry: Entry) -> str:
    if entry.commit is None or entry.seq in material.records:
        return ""
    if entry.seq in material.erased:
        return "details were erased; the log shows by whom and when"
    return f"details are not disclosed here; the log commits to them ({entry.commit[:16]}…)"


def _file_name(item: str, used: set[str]) -> str:
    """A name that every file system takes, different from the others even where case does not count."""
    name = re.sub(r"[^A-Za-z0-9_-]", "_", item)
    if name != item or name.lower() in used:
        name = f"{name}-{sha256(item.encode()).hexdigest()[:8]}"
    used.add(name.lower())
    return name


def _certificate(material: Material) -> str:
    return draft_certificate(
        material.selection.taken,
        origin=material.checkpoint.origin,
        size=material.checkpoint.size,
        vkey=material.keys[-1].key.vkey,
        date=material.selection.entries[-1].t[:10],
        software=material.software,
        stamps=len(material.stamps),
    )
