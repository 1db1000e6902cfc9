"""How the field answers from several tallies, each under its name (see `POLICIES`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from accounted.reckoning.answer import PolicyAnswer
from accounted.reckoning.bounds import Range
from accounted.reckoning.growth import Growth
from accounted.reckoning.ledger import Ledger, Ready
from accounted.reckoning.question import Question
from accounted.reckoning.selecting import Selection, voices_of_records
from accounted.reckoning.wording import number


def current(ledger: Ledger, selection: Selection) -> list[Ready]:
    """The latest tally of each origin that counts exactly what is asked, none after the day asked for."""
    latest: dict[str, list[Ready]] = defaultdict(list)
    for made in selection.used:
        if made.derived or made.last > selection.at or _outdated(ledger, selection, made):
            continue
        if selection.covers(made):
            latest[made.origin].append(made)
    found = []
    for listed in latest.values():
        last = max(m.last for m in listed)
        found += [m for m in listed if m.last == last]
    return sorted(found, key=lambda m: m.said.id)


def _outdated(ledger: Ledger, selection: Selection, made: Ready) -> bool:
    """Whether a later count had taken the place of a statement by the day asked for (rule D-11)."""
    later = selection.followed.get(made.said.id)
    gone = later is not None and ledger.ready[later].last <= selection.at
    return gone or made.said.id in selection.replaced


def best_of(ledger: Ledger, selection: Selection, found: Range) -> int | None:
    """The number last stated of exactly what is asked, where the statements of that day agree on one."""
    if found.high == found.low:
        return found.low
    counted = current(ledger, selection)
    last = max((m.last for m in counted), default=None)
    stated = {n for m in counted if m.last == last and (n := _stated(m)) is not None}
    if len(stated) != 1:
        return None
    best = stated.pop()
    return best if best >= found.low and (found.high is None or best <= found.high) else None


def _stated(made: Ready) -> int | None:
    if made.said.best is not None:
        return made.said.best
    return made.low if made.low == made.high else None


def answers(ledger: Ledger, selection: Selection, found: Range, q: Question) -> tuple[PolicyAnswer, ...]:
    """The answer under the policy asked for, or under all."""
    made = []
    if q.policy in ("consistent", "all"):
        made.append(_consistent(ledger, selection, found))
    if q.policy in ("range", "all"):
        made.append(_range(ledger, selection))
    if q.policy == "hierarchy" or (q.policy == "all" and q.ranking):
        made.append(_hierarchy(ledger, selection, q))
    if q.policy in ("majority", "all"):
        made.append(_majority(ledger, selection))
    if q.policy in ("documented_minimum", "all"):
        made.append(_documented(ledger, selection))
    return tuple(made)


def _consistent(ledger: Ledger, selection: Selection, found: Range) -> PolicyAnswer:
    held = sorted({k for v, _ in (*found.low_held, *found.high_held) for k in v.ids})
    note = "What every statement that was not set aside allows."
    return PolicyAnswer(
        "consistent", found.low, best_of(ledger, selection, found), found.high, tuple(held), note
    )  # fmt: skip


def _range(ledger: Ledger, selection: Selection) -> PolicyAnswer:
    tops = current(ledger, selection)
    if not tops:
        return _sum_of_parts(ledger, selection)
    if not any(map(_bounds_any, tops)):
        return _about(ledger, selection, "range", tops)
    low = min(m.low for m in tops)
    most = max((m.high for m in tops if m.high is not None), default=None)
    open_ = max((m.low for m in tops if m.high is None), default=0)
    high = None if most is None or open_ > most else most
    ids = tuple(m.said.id for m in tops)
    note = f"The lowest and the highest of {len(tops)} current tallies of exactly what is asked."
    if len(tops) == 1:
        note = "The one current tally of exactly what is asked."
    return PolicyAnswer("range", low, low if low == high else None, high, ids, note)


def _sum_of_parts(ledger: Ledger, selection: Selection) -> PolicyAnswer:
    """Where nobody counted the whole: the least of the largest parts that share nobody (rule D-10)."""
    at_place: dict[int, list[Ready]] = defaultdict(list)
    for made in selection.used:
        outer, _ = selection.sets(made)
        same = made.group.layer == selection.key[0] and outer & ~selection.key[1] == 0
        if same and made.last <= selection.at and made.low and not _outdated(ledger, selection, made):
            at_place[made.node].append(made)
    total, used = 0, []
    waiting = list(ledger.tree.children[selection.node])
    while waiting:
        n = waiting.pop()
        if n in at_place:
            lowest = min(at_place[n], key=lambda m: (m.low, m.said.id))
            total += lowest.low
            used.append(lowest.said.id)
        else:
            waiting.extend(ledger.tree.children[n])
    note = "Nobody counted the whole; the parts counted in places that share nobody give a least number."
    if not used:
        return PolicyAnswer("range", None, None, None, (), "Nobody counted what is asked, nor parts of it.")
    return PolicyAnswer("range", total, None, None, tuple(sorted(used)), note)


def called(made: Ready) -> set[str]:
    """Every name that a ranking may call the source of a statement by."""
    said = made.said
    return {name for name in (made.origin, said.speaker, said.counter, said.source) if name}


def _hierarchy(ledger: Ledger, selection: Selection, q: Question) -> PolicyAnswer:
    tops = current(ledger, selection)
    for rank, name in enumerate(q.ranking, 1):
        own = [m for m in tops if name in called(m)]
        if own:
            low = min(m.low for m in own)
            highs = [m.high for m in own]
            high = None if None in highs else max(h for h in highs if h is not None)
            best = {n for m in own if (n := _stated(m)) is not None}
            return PolicyAnswer(
                "hierarchy", low, best.pop() if len(best) == 1 else None, high,
                tuple(m.said.id for m in own), f"{name}, ranked {rank}, has counted what is asked.",
            )  # fmt: skip
    return PolicyAnswer(
        "hierarchy", None, None, None, (), "None of the ranked sources counted what is asked."
    )


def _majority(ledger: Ledger, selection: Selection) -> PolicyAnswer:
    tops = current(ledger, selection)
    if tops and not any(map(_bounds_any, tops)):
        return _about(ledger, selection, "majority", tops)
    by_origin: dict[str, list[Ready]] = defaultdict(list)
    for made in tops:
        by_origin[made.origin].append(made)
    best: tuple[int, list[str]] = (0, [])
    for point in sorted({m.low for m in tops}):
        agreeing = sorted(o for o, listed in by_origin.items() if any(_allows(m, point) for m in listed))
        if len(agreeing) > best[0]:
            best = (len(agreeing), agreeing)
            chosen = point
    count, agreeing = best
    if count * 2 <= len(by_origin) or not count:
        note = f"No number is shared by more than half of {len(by_origin)} independent origins."
        return PolicyAnswer("majority", None, None, None, (), note)
    inside = [m for o in agreeing for m in by_origin[o] if _allows(m, chosen)]
    low = max(m.low for m in inside)
    high = min((m.high for m in inside if m.high is not None), default=None)
    stated: Sequence[int] = [n for m in inside if (n := _stated(m)) is not None]
    ids = tuple(sorted(m.said.id for m in inside))
    note = f"{count} of {len(by_origin)} independent origins agree on {number(low, high)}."
    return PolicyAnswer("majority", low, stated[0] if len(set(stated)) == 1 else None, high, ids, note)


def _bounds_any(made: Ready) -> bool:
    return bool(made.low) or made.high is not None


def _about(ledger: Ledger, selection: Selection, policy: str, tops: Sequence[Ready]) -> PolicyAnswer:
    """Where only words like “about 440” are on record: the number, and no bound (rule D-02)."""
    best = best_of(ledger, selection, Range(0, None, (), (), True))
    ids = tuple(m.said.id for m in tops)
    return PolicyAnswer(policy, None, best, None, ids, "A number is stated, but no bound.")


def _allows(made: Ready, point: int) -> bool:
    return made.low <= point and (made.high is None or point <= made.high)


def _documented(ledger: Ledger, selection: Selection) -> PolicyAnswer:
    verified = [
        v
        for v in selection.voices
        if not v.record and any(ledger.ready[k].said.verification == "verified" for k in v.ids)
    ]
    records = [m for m in selection.records if m.said.verification == "verified"]
    verified += voices_of_records(selection, ledger, records)
    growth = Growth(ledger.tree, verified, selection.at, asked=selection.key)
    low = growth.least[selection.node][growth.asked]
    if not low:
        note = "Documented minimum: nothing that bears on what is asked has been verified."
        return PolicyAnswer("documented_minimum", None, None, None, (), note)
    held = growth.explain(selection.node, growth.asked)
    ids = tuple(sorted({k for v in held for k in v.ids}))
    return PolicyAnswer("documented_minimum", low, None, None, ids, "Documented minimum: verified only.")
