"""How the counts of one document stand to each other: parts and wholes, repeats, additions.

Parts are compared with their whole (rules D-08, D-09) and never added to it; a figure given again is
linked to
its first mention (rule D-16).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from accounted.claims import ReadingWarning
from accounted.reading.drafts import Draft, family
from accounted.reading.passages import Passage
from accounted.reading.quantifiers import both_readings

_SAYS_LITTLE: Final = 10  # smaller figures recur by chance
_FOLLOWING: Final = 4  # counts after a whole that may be its two parts
_REPEATS: Final = frozenset({"caption", "headline", "credit", "list"})


def settle_increments(drafts: Sequence[Draft]) -> None:
    """*twenty more*: an addition where something of the kind was counted before, else both readings stand."""
    counted: set[str] = set()
    beside: Draft | None = None
    for draft in drafts:
        first, before = draft.basis not in counted, beside
        counted.add(draft.basis)
        people = draft.counted.kind != "thing" or draft.counted.state
        beside = draft if people else beside
        if not first or not draft.incremental or draft.phrase.vague or not draft.phrase.more_after:
            continue
        if (
            people
            and before is not None
            and before.victims
            and draft.sentence.number - before.sentence.number <= 1
        ):
            draft.incremental = False  # "one died, two more were injured": two others, beside the one
            continue
        if draft.count.quantifier == "exact" and draft.count.best is not None:
            draft.count, draft.readings = both_readings(draft.count.best)
            draft.incremental = False


def settle_sums(drafts: Sequence[Draft]) -> None:
    """ "1,448 children suffered. 480 died and more than 968 were wounded": parts, if the figures add up."""
    for at, whole in enumerate(drafts):
        if whole.basis != "casualties" or _stated(whole) is None:
            continue
        for killed, injured in pairwise(drafts[at + 1 : at + 1 + _FOLLOWING]):
            apart = killed.sentence.number - whole.sentence.number
            parts = {killed.basis, injured.basis} == {"killed", "injured"} and apart <= _FOLLOWING
            free = killed.whole is None and injured.whole is None
            figures = _stated(killed), _stated(injured)
            if parts and free and None not in figures and sum(f or 0 for f in figures) == _stated(whole):
                killed.whole = injured.whole = whole
                break


def _stated(draft: Draft) -> int | None:
    """The number as it is written: 968 of "more than 968"."""
    count = draft.count
    if count.quantifier == "more_than" and count.low is not None:
        return count.low - 1
    return count.best if count.best is not None else count.low


def settle_repeats(passage: Passage, drafts: Sequence[Draft]) -> None:
    """Link a figure to its earlier mention: the same bounds, kind of count and group, and not by chance."""
    seen: dict[tuple[object, ...], Draft] = {}
    for draft in drafts:
        count = draft.count
        figure = count.best or count.low or count.high
        if figure is None or draft.phrase.vague or draft.implied:
            continue
        key = (family(draft.basis), count.low, count.best, count.high, frozenset(draft.group))
        first = seen.setdefault(key, draft)
        if first is draft or draft.same_as is not None:
            continue
        repeats = passage.segments[draft.sentence.segment].kind in _REPEATS
        if figure >= _SAYS_LITTLE or repeats:
            draft.same_as = first


def check_breakdowns(drafts: Sequence[Draft], ids: Mapping[int, str]) -> list[ReadingWarning]:
    """What a recorder would remark on the parts of each whole.

    D-09: the parts exceed the whole. D-08: parts that may overlap (women and children) leave a remainder that
    is a range.
    """
    warnings: list[ReadingWarning] = []
    parts_of: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.whole is not None and draft.count.best is not None and draft.basis != "with_sign":
            parts_of.setdefault(id(draft.whole), []).append(draft)
    for whole in drafts:
        parts = parts_of.get(id(whole), [])
        # What a list gives is one division of the whole; "eleven of them were in uniform" is another.
        parts = [d for d in parts if d.listed] or parts
        if not parts or whole.count.best is None:
            continue
        total = sum(d.count.best or 0 for d in parts)
        among = tuple(ids[id(d)] for d in (whole, *parts))
        complete = all(d.listed for d in parts) and len(parts) > 1
        if total > whole.count.best or (complete and total != whole.count.best):
            message = f"the parts add up to {total}, the whole is said to be {whole.count.best}"
            warnings.append(ReadingWarning("D-09", message, among))
        elif total < whole.count.best and _most_in_two(parts):
            low = whole.count.best - total
            high = low + _most_in_two(parts)
            warnings.append(
                ReadingWarning(
                    "D-08",
                    f"the remainder is {low}, or up to {high} where the parts overlap, "
                    "and the text does not say of whom",
                    among,
                )
            )
    return warnings


def _most_in_two(parts: Sequence[Draft]) -> int:
    """How many may be counted in two parts at most: girls among the women and among the children."""
    sexed = sum(
        d.count.best or 0 for d in parts if {"male", "female"} & {*d.group} and "child" not in d.group
    )
    aged = sum(d.count.best or 0 for d in parts if "child" in d.group and not {"male", "female"} & {*d.group})
    return min(sexed, aged)
