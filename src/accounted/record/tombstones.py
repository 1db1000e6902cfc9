"""What stands in for objects that were destroyed by order, so that the rest of the record can still be made.

A decision to destroy writes down, before anything goes, what rows must keep: that a document and its claims
were there, under which identifiers, at which places. No word of them is kept. From then on each reader of the
log is given this instead of the bytes, whether they are gone already or not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from accounted.claims import Document
from accounted.record import manuscripts

if TYPE_CHECKING:
    from accounted.evidence.store import Store

GONE = "[destroyed]"
Load = Callable[[str], bytes]


def claim_left(told: Mapping[str, Any]) -> dict[str, Any]:
    """A claim without its words: its kind, its place, and that it counted; not how many, of whom, by whom."""
    left: dict[str, Any] = {
        "id": told["id"],
        "kind": told["kind"],
        "excerpt": {"start": told["excerpt"]["start"], "end": told["excerpt"]["end"], "exact": GONE},
    }
    if further := told.get("further_excerpts"):
        left["further_excerpts"] = [{"start": e["start"], "end": e["end"], "exact": GONE} for e in further]
    if told.get("tally"):
        left["tally"] = {"basis": told["tally"]["basis"], "quantifier": told["tally"]["quantifier"]}
    return left


def reading_left(told: Mapping[str, Any]) -> dict[str, Any]:
    """A reading without its words: who read, and its claims as `claim_left` gives them."""
    reader = {key: told["reader"].get(key) for key in ("name", "version", "lexicon")}
    return {"reader": reader, "claims": [claim_left(claim) for claim in told["claims"]]}


def rows_left(kept: bytes) -> list[list[Any]]:
    """Rows of a list without their words: their numbers, whether set aside, and the numbers of bodies."""
    rows = (json.loads(line) for line in kept.splitlines())
    return [[row["n"], int("failed" in row), row.get("number")] for row in rows]


def _rows(left: list[list[Any]]) -> bytes:
    told = [
        {"n": n, "id": "", **({"failed": GONE} if failed else {}), **({"number": body} if body else {})}
        for n, failed, body in left
    ]
    return b"".join(json.dumps(row).encode() + b"\n" for row in told)


def structure_left() -> bytes:
    """The structure of a document of which nothing is left."""
    return manuscripts.structure_of(Document(""), text_sha256="", extractor="", version="")


def stand_ins(left: Mapping[str, Any]) -> dict[str, bytes]:
    """The bytes that stand in for the objects of one decision to destroy, by their SHA-256."""
    found = dict.fromkeys(left["texts"], b"")
    found |= {sha256: structure_left() for sha256 in left["structures"]}
    found |= {sha256: json.dumps(told).encode() for sha256, told in left["readings"].items()}
    found |= {sha256: _rows(told) for sha256, told in left.get("rows", {}).items()}
    return found


def loading(load: Load, store: Store, start: int) -> Load:
    """`load`, but with stand-ins for what the log from `start` on says was to be destroyed."""
    from accounted.record.projection import Details, decisions_in

    instead: dict[str, bytes] = {}
    for _, decision in decisions_in(store.entries(start), Details(store)):
        if decision["kind"] == "destroy":
            instead |= stand_ins(decision["content"]["left"])
    if not instead:
        return load
    return lambda sha256: instead[sha256] if sha256 in instead else load(sha256)
