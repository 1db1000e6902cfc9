"""What stated ties between statements add: parts that are all of a whole, sets that share nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accounted.reckoning.ledger import Ledger
from accounted.reckoning.voices import Voice


def tied(ledger: Ledger, voices: Sequence[Voice]) -> list[Voice]:
    """Bounds that follow from several statements together. They stand and fall with those."""
    by_id = {key: v for v in voices if not v.record and not v.derived for key in v.ids}
    return [*_complete(ledger, by_id), *_disjoint(ledger, by_id)]


def _complete(ledger: Ledger, by_id: Mapping[str, Voice]) -> list[Voice]:
    """Where the stated parts are all of a whole: what the others leave to each, and their sum."""
    found = []
    for key in sorted(ledger.parts):
        whole = by_id.get(key)
        if whole is None or not ledger.by_id[key].complete:
            continue
        parts = [by_id[p] for p in sorted(set(ledger.parts[key])) if p in by_id]
        if len(parts) < len(set(ledger.parts[key])) or not all(_beside(p, whole) for p in parts):
            continue
        found.append(_bound(whole, parts, sum(p.low for p in parts), _sum(parts)))
        for part in parts:
            others = [p for p in parts if p is not part]
            most = _sum(others)
            low = 0 if most is None else max(0, whole.low - most)
            high = None if whole.high is None else whole.high - sum(p.low for p in others)
            if high is None or high >= 0:
                found.append(_bound(part, [whole, *others], low, high))
    return found


def _beside(part: Voice, whole: Voice) -> bool:
    return (part.node, part.first, part.last, part.layer) == (
        whole.node, whole.first, whole.last, whole.layer
    )  # fmt: skip


def _sum(voices: Sequence[Voice]) -> int | None:
    highs = [v.high for v in voices]
    return None if None in highs else sum(h for h in highs if h is not None)


def _bound(of: Voice, because: Sequence[Voice], low: int, high: int | None) -> Voice:
    ids = tuple(sorted({key for v in because for key in v.ids}))
    return Voice(
        ids, of.node, of.layer, of.outer, of.inner, of.first, of.last, low, high,
        min(v.cost for v in because), because[0].origin, derived="D-08", rests_on=tuple(because),
    )  # fmt: skip


def _disjoint(ledger: Ledger, by_id: Mapping[str, Voice]) -> list[Voice]:
    """Two sets that are stated to share nobody add up in what contains both."""
    found = []
    for relation in ledger.world.relations:
        one, other = by_id.get(relation.one), by_id.get(relation.other)
        if relation.kind not in ("disjoint_stated", "disjoint_presumed") or one is None or other is None:
            continue
        around = set(ledger.tree.path(one.node))
        home = next((n for n in ledger.tree.path(other.node) if n in around), None)
        if home is not None:
            found.append(
                Voice(
                    tuple(sorted((*one.ids, *other.ids))),
                    home,
                    one.layer & other.layer,
                    one.outer | other.outer,
                    0,
                    max(one.first, other.first),
                    max(one.last, other.last),
                    one.low + other.low,
                    None,
                    min(one.cost, other.cost),
                    one.origin,
                    derived="D-10",
                    rests_on=(one, other),
                )
            )
    return found
