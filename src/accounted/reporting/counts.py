"""Arithmetic on stated numbers that are ranges: what agrees, what remains, how a number is worded.

A `Count` with `low` 187 and no `high` is “at least 187”. An empty bound is open, never zero. Nothing here
adds two counts that may overlap (rule D-10).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accounted.claims import Count

# Words whose bounds are a convention of the methodology, or that have more than one reading.
_LOOSE = frozenset({"about", "nearly", "several", "tens", "dozens", "hundreds", "many", "some", "ambiguous"})


class ContradictoryBreakdown(ValueError):
    """The parts of a breakdown cannot all be within their whole (rule D-09)."""


def remainder(total: Count, parts: Sequence[Count], *, overlap: bool = False) -> Count:
    """What a stated breakdown leaves unstated, as a range (rule D-08).

    534 bodies with 226 women and 19 children leave 289; where the parts may overlap (girls counted in both),
    the remainder is 289–308. It is the number of those *not described*: no group by itself, never “men”.

    With `overlap` any of the parts may share members, and the range is as wide as that allows.

    Raises:
        ContradictoryBreakdown: the parts cannot fit in the total (rule D-09).
    """
    low, high = bounds(total)
    ranges = [bounds(part) for part in parts]
    least = max((b[0] for b in ranges), default=0) if overlap else sum(b[0] for b in ranges)
    tops = [b[1] for b in ranges]
    if high is not None and least > high:
        stated = " + ".join(worded(part) for part in parts)
        raise ContradictoryBreakdown(f"{stated} cannot be within {worded(total)} (rule D-09)")
    most = None if None in tops else sum(top for top in tops if top is not None)
    left_low = 0 if most is None else max(0, low - most)
    left_high = None if high is None else high - least
    if left_low == left_high:
        return Count("exact", left_low, left_low, left_low)
    if left_high is None:
        return Count("at_least", left_low, None, None)
    return Count("between", left_low, None, left_high)


def bounds(count: Count) -> tuple[int, int | None]:
    """The least and the most a count allows; a best value without bounds (“about 30”) stands as it is."""
    low = count.low if count.low is not None else (count.best if count.high is None else None)
    high = count.high if count.high is not None else (count.best if count.low is None else None)
    return (low or 0), high


def is_binding(count: Count) -> bool:
    """Whether a count rules anything out: exact and bounded words do; “about”, “dozens” and “some” do not."""
    return (count.low is not None or count.high is not None) and count.quantifier not in _LOOSE


def agree(one: Count, other: Count) -> bool:
    """Whether some number satisfies both. A count that rules nothing out agrees with every other."""
    if not (is_binding(one) and is_binding(other)):
        return True
    (a_low, a_high), (b_low, b_high) = bounds(one), bounds(other)
    return (b_high is None or a_low <= b_high) and (a_high is None or b_low <= a_high)


def alternatives(counts: Iterable[Count]) -> tuple[tuple[int, int | None], ...]:
    """The ranges that remain when counts that agree are taken together, lowest first.

    One range: the counts are compatible. Several: they contradict one another, and each range is what one
    largest set of compatible counts leaves. None: nothing binding was stated.
    """
    ranges = {bounds(count) for count in counts if is_binding(count)}
    found = []
    for point in sorted({low for low, _ in ranges}):
        holding = [r for r in ranges if r[0] <= point and (r[1] is None or r[1] >= point)]
        tops = [high for _, high in holding if high is not None]
        found.append((point, min(tops, default=None), frozenset(holding)))
    largest = [f for f in found if not any(f[2] < other[2] for other in found)]
    return tuple((low, high) for low, high, _ in largest)


def worded(count: Count) -> str:
    """A count in plain words, keeping the doubt that was in the words read."""
    low, best, high = count.low, count.best, count.high
    match count.quantifier:
        case "more_than" if low is not None:
            return f"more than {low - 1:,}"
        case "less_than" if high is not None:
            return f"fewer than {high + 1:,}"
        case "at_least" if low is not None:
            return f"at least {low:,}"
        case "at_most" if high is not None:
            return f"up to {high:,}"
        case "about" | "nearly" if best is not None:
            return f"{'about' if count.quantifier == 'about' else 'nearly'} {best:,}"
        case "none":
            return "none"
        case "several" | "tens" | "dozens" | "hundreds" | "many" | "some" as vague:
            words = {"many": "many", "some": "an unstated number"}.get(vague, vague)
            return f"{words} (taken as {low:,} or more)" if low else words
    if low is not None and high is not None:
        return f"{low:,}" if low == high else f"{low:,}–{high:,}"
    if low is not None:
        return f"{low:,} or more"
    if high is not None:
        return f"up to {high:,}"
    return f"{best:,}" if best is not None else "number not stated"
