"""Writing the audit trail: a chain of hashes in the workspace, whose head the custody log anchors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

FIRST = "0" * 64


def line_hash(seq: int, at: datetime, who: str, event: str, facts: Mapping[str, Any], previous: str) -> str:
    """SHA-256 of one line: its canonical JSON, the hash of the line before included."""
    told = [seq, at.isoformat(), who, event, facts, previous]
    return hashlib.sha256(
        json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()


def append(who: str, event: str, facts: Mapping[str, Any], *, at: datetime) -> int:
    """Write one line; its number."""
    from django.db import connections, transaction

    from accounted.web.database import WORKSPACE
    from accounted.web.models import AuditEntry

    facts = json.loads(json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str))
    with transaction.atomic(using=WORKSPACE):
        if connections[WORKSPACE].vendor == "postgresql":
            with connections[WORKSPACE].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('accounted audit'))")
        last = AuditEntry.objects.order_by("-seq").values_list("seq", "sha256").first()
        seq, previous = (last[0] + 1, last[1]) if last else (0, FIRST)
        AuditEntry.objects.create(
            seq=seq,
            at=at,
            who=who,
            event=event,
            facts=facts,
            previous=previous,
            sha256=line_hash(seq, at, who, event, facts, previous),
        )
    return seq


def broken() -> Iterator[str]:
    """What is wrong with the trail, line by line; nothing when it is whole."""
    from accounted.web.models import AuditEntry

    expected, previous = 0, FIRST
    for entry in AuditEntry.objects.order_by("seq").iterator(chunk_size=2_000):
        if entry.seq != expected:
            yield f"audit trail: lines {expected} to {entry.seq - 1} are missing"
        made = line_hash(entry.seq, entry.at, entry.who, entry.event, entry.facts, entry.previous)
        if entry.previous != previous or made != entry.sha256:
            yield f"audit trail: line {entry.seq} is not the one that was written"
        expected, previous = entry.seq + 1, entry.sha256
