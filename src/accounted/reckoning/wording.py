"""Numbers, statements and reasons in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from accounted.reckoning.ledger import Ledger, Ready
from accounted.reckoning.moments import day
from accounted.reckoning.voices import Voice
from accounted.vocabulary import term


def number(low: int | None, high: int | None) -> str:
    """A range as it is read aloud."""
    if low is None and high is None:
        return "no number"
    if low == high:
        return f"{low:,}"
    if high is None:
        return f"{low:,} or more"
    return f"{low or 0:,} to {high:,}" if low else f"up to {high:,}"


def worded(made: Ready) -> str:
    """A number with the doubt that was in the words read: “about 440”, “more than 500”, “dozens”."""
    s = made.said
    if s.readings or s.incremental:
        return number(made.low, made.high)
    match s.quantifier:
        case "more_than" if s.low is not None:
            return f"more than {s.low - 1:,}"
        case "less_than" if s.high is not None:
            return f"fewer than {s.high + 1:,}"
        case "at_least" if s.low is not None:
            return f"at least {s.low:,}"
        case "about" | "nearly" if s.best is not None:
            return f"{s.quantifier} {s.best:,}"
        case "several" | "tens" | "dozens" | "hundreds" | "many" | "some":
            return s.quantifier
    return number(made.low, made.high)


def noun(basis: str) -> str:
    """What is counted, as a noun in the middle of a sentence: “bodies found”."""
    label = term("count_basis", basis).label
    return label[0].lower() + label[1:]


def whom(terms: Sequence[str]) -> str:
    """A group in words: the terms, without underscores."""
    return ", ".join(t.replace("_", " ") for t in terms)


def as_stated(made: Ready, ledger: Ledger) -> str:
    """One statement in one line: number, what, of whom, where, as of when, by whom."""
    s = made.said
    place = ledger.tree.nodes[made.node].name if made.node >= 0 else "no stated place"
    if s.sub_place:
        place = f"{s.sub_place}, {place}"
    parts = [f"{worded(made)} {noun(s.basis)}"]
    described = (*s.group, *s.finding)
    if described:
        parts.append(f"({whom(described)})")
    parts.append(f"at {place}")
    if s.period:
        parts.append(within(s.period))
    moment = s.as_of or s.stated or s.published
    if moment:
        parts.append(f"as of {moment}")
    by = s.speaker or s.counter or s.source or made.origin
    return f"{' '.join(parts)} ({by})"


def why_not(voices: Sequence[Voice], ledger: Ledger, at: int) -> str:
    """“These cannot all be true: …, because …”, from how the statements stand to one another."""
    said = "; ".join(
        f"{as_stated(ledger.ready[v.ids[0]], ledger)} [{v.ids[0]}]"
        if not v.record
        else f"{v.recorded} at {ledger.tree.nodes[v.node].name}"
        for v in voices
    )
    return f"These cannot all be true: {said}; because {_reason(voices, ledger, at)}."


def _reason(voices: Sequence[Voice], ledger: Ledger, at: int) -> str:
    tree = ledger.tree
    if len(voices) == 1:
        return "it contradicts itself"
    if len(voices) == 2:
        low, high = sorted(voices, key=lambda v: (v.high is None, v.low), reverse=True)
        if low.high is not None and high.high is not None and high.low > low.high:
            low, high = high, low
        same_place, same_whom = low.node == high.node, low.least == high.most
        if same_place and same_whom:
            if low.last < high.first or (high.final and low.last > high.first):
                if high.final and low.last > high.first:
                    return (
                        f"the count of {tree.nodes[high.node].name} was said to be complete with "
                        f"{high.high:,}, and {low.low:,} is more"
                    )
                return (
                    f"what had been counted by {day(low.last)} cannot have become fewer by {day(high.first)}"
                )
            return f"{low.low:,} and {number(high.low, high.high)} are given for the same thing on one day"
        if same_place:
            return f"a part, {low.low:,}, cannot be more than the whole, {high.high:,}"
        if tree.contains(high.node, low.node):
            return (
                f"{tree.nodes[low.node].name} lies in {tree.nodes[high.node].name}, and a part, {low.low:,}, "
                f"cannot be more than the whole, {high.high:,}"
            )
    top = min(voices, key=lambda v: (tree.depth[v.node], v.ids))
    return (
        f"no numbers of those counted in {tree.nodes[top.node].name} on {day(at) or 'any day'} "
        "fit all of them together"
    )


def rule_of(voices: Sequence[Voice]) -> str:
    """The rule that a conflict breaks: a part of a whole, a count that fell, one thing counted twice."""
    places, scopes = {v.node for v in voices}, {v.least for v in voices}
    if len(places) > 1:
        return "D-10"
    if len(scopes) > 1:
        return "D-09"
    return "D-11" if len({v.last for v in voices}) > 1 else "D-03"


def within(period: str) -> str:
    """A period (EDTF) as part of a sentence: in 2022-09, between 2022-03 and 2022-09, from 2022-02-24 on."""
    start, interval, end = period.partition("/")
    if not interval:
        return f"in {period}"
    if start in ("", ".."):
        return f"until {end}"
    return f"from {start} on" if end in ("", "..") else f"between {start} and {end}"
