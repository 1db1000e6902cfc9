"""The custody log holds the head of the audit trail, so that a trail cut short or written anew is noticed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounted.record.archive import Archive

EVENT = "audit_anchor"
EVERY_LINES = 200
EVERY = timedelta(days=1)

_lock = threading.Lock()
_known: dict[str, tuple[int, datetime]] = {}  # directory of the archive → the last anchor known here


def anchor(archive: Archive, *, agent: str) -> Any | None:
    """Write the trail's last number and hash into the custody log; its row, or None for an empty trail."""
    from accounted.web.models import AuditAnchor, AuditEntry

    head = AuditEntry.objects.order_by("-seq").values_list("seq", "sha256").first()
    if head is None:
        return None
    seq, sha256 = head
    entry = archive.store.note(EVENT, agent=agent, detail={"seq": seq, "sha256": sha256})
    row = AuditAnchor.objects.create(entry=entry.seq, seq=seq, sha256=sha256, at=archive.now())
    _known[str(archive.path)] = (seq, row.at)
    return row


def anchor_if_due(archive: Archive, seq: int, *, agent: str) -> None:
    """After line `seq` was written: anchor the trail every 200 lines, and once a day while it grows."""
    from accounted.evidence import EvidenceError
    from accounted.web.models import AuditAnchor

    now = archive.now()
    if not _due(_known.get(str(archive.path)), seq, now):
        return
    with _lock:
        last = AuditAnchor.objects.order_by("-entry").values_list("seq", "at").first()
        if last is not None:
            _known[str(archive.path)] = last
        if not _due(last, seq, now):
            return
        try:
            anchor(archive, agent=agent)
        except (EvidenceError, OSError):
            return  # the line itself is written; the next one tries again


def _due(last: tuple[int, datetime] | None, seq: int, now: datetime) -> bool:
    if last is None:
        return True
    return seq - last[0] >= EVERY_LINES or now - last[1] >= EVERY


def anchored_wrongly(archive: Archive) -> Iterator[str]:
    """What the custody log and the trail say differently: lines cut off, or written anew."""
    from accounted.web.models import AuditEntry

    for entry in archive.store.entries():
        if entry.event != EVENT:
            continue
        told = archive.store.detail(entry.seq)
        if told is None:  # its detail was erased: nothing to compare with
            continue
        held = AuditEntry.objects.filter(seq=told["seq"]).values_list("sha256", flat=True).first()
        if held is None:
            yield (
                f"audit trail: it ends before line {told['seq']}, which log entry {entry.seq} anchors: "
                "lines were cut off"
            )
        elif held != told["sha256"]:
            yield (
                f"audit trail: line {told['seq']} is not the one that log entry {entry.seq} anchors: "
                "the trail was written anew"
            )
