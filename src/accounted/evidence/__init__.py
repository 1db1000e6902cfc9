"""Keep the bytes, prove that they did not change: store, custody log, checkpoints, verification (FORMAT.md).

from accounted.evidence import Store

with Store.open(Path("kharkiv"), clock=now) as store:
    kept = store.keep(Path("statement.pdf"), agent="p:4b1d0c7e92aa", item="ACC-000001")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounted.evidence.batch import Batch, Kept
    from accounted.evidence.checkpoint import Checkpoint
    from accounted.evidence.entry import Entry
    from accounted.evidence.errors import (
        Damaged,
        EvidenceError,
        KeyProblem,
        NewerFormat,
        NotAnArchive,
        NotYetKept,
        Refused,
        StorageFailed,
    )
    from accounted.evidence.keys import KeyRing
    from accounted.evidence.problem import Problem
    from accounted.evidence.store import Store
    from accounted.evidence.verification import Verification

_HOME = {
    "Batch": "batch",
    "Kept": "batch",
    "Checkpoint": "checkpoint",
    "Entry": "entry",
    "Damaged": "errors",
    "EvidenceError": "errors",
    "KeyProblem": "errors",
    "NewerFormat": "errors",
    "NotAnArchive": "errors",
    "NotYetKept": "errors",
    "Refused": "errors",
    "StorageFailed": "errors",
    "KeyRing": "keys",
    "Problem": "problem",
    "Store": "store",
    "Verification": "verification",
}

__all__ = [
    "Batch",
    "Checkpoint",
    "Damaged",
    "Entry",
    "EvidenceError",
    "Kept",
    "KeyProblem",
    "KeyRing",
    "NewerFormat",
    "NotAnArchive",
    "NotYetKept",
    "Problem",
    "Refused",
    "StorageFailed",
    "Store",
    "Verification",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
