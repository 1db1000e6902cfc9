"""A whole and its stated parts: what they leave unstated, whether they can be right (rules D-08, D-09)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from accounted.claims import Count
from accounted.reporting.counts import ContradictoryBreakdown, is_binding, remainder, worded
from accounted.reporting.material import Told
from accounted.reporting.statements import first_mention

MALE = frozenset({"male", "men", "boys"})
FEMALE = frozenset({"female", "women", "girls"})
SEX = MALE | FEMALE
AGE = frozenset({"child", "infant", "fetus", "older", "children"})
STATUS = frozenset({"civilian", "armed_forces", "other_protected", "direct_participation", "uniformed"})
BODIES = ("bodies_found", "bodies_recovered", "bodies_exhumed", "buried", "remains_mni")
UNSTATED = frozenset({"undetermined", "unknown"})


Remark = tuple[str, str]  # rule, sentence


@dataclass(frozen=True, slots=True)
class Part:
    """One stated part of a whole."""

    told: Told
    group: tuple[str, ...]
    basis: str
    count: Count

    @property
    def key(self) -> str:
        """The key of the claim."""
        return self.told.key


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The parts one document states of one whole."""

    whole: str  # claim key
    item: str
    total: Count
    parts: tuple[Part, ...]
    others: tuple[Part, ...]  # parts with another basis: those showing a sign, those identified
    rest: Count | None  # those not described (D-08)
    overlap: bool
    remarks: tuple[Remark, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """The whole and its parts."""
        return (self.whole, *(part.key for part in self.parts))

    @property
    def by_group(self) -> Mapping[tuple[str, ...], tuple[str, Count]]:
        """The parts by the group they count."""
        return {tuple(sorted(part.group)): (part.key, part.count) for part in self.parts if part.group}


def break_down(whole: Told) -> Breakdown | None:
    """The breakdown a document gives of one of its tallies, or None where it gives none."""
    tally = whole.claim.tally
    assert tally is not None
    own: list[Part] = []
    other: list[Part] = []
    for claim in whole.source.claims:
        part = claim.tally
        if part is None or part.partition_of is None or part.same_as is not None:
            continue
        of = whole.source.by_id.get(part.partition_of)
        # "Of the 312 bodies, 141 were women": a part of the whole as the document first states it.
        if of is None or first_mention(Told(whole.source, of)).claim.id != whole.claim.id:
            continue
        made = Part(Told(whole.source, claim), part.group, part.basis, part.count)
        if part.basis != tally.basis and not {part.basis, tally.basis} <= set(BODIES):
            other.append(made)
        elif not part.group or (part.group, part.count) not in {(p.group, p.count) for p in own}:
            # One group said twice is one part; two rows of a table may hold the same number.
            own.append(made)
    if not own and not other:
        return None
    overlap = may_overlap([part.group for part in own])
    rest, remarks = _what_remains(tally.count, own, overlap)
    return Breakdown(
        whole=whole.key,
        item=whole.source.item,
        total=tally.count,
        parts=tuple(own),
        others=tuple(other),
        rest=rest,
        overlap=overlap,
        remarks=tuple(remarks),
    )


def may_overlap(groups: Sequence[tuple[str, ...]]) -> bool:
    """Whether one person can be in two of the groups: women and children can, women and men cannot."""
    return len({_dimension(group) for group in groups}) > 1


def _dimension(group: Sequence[str]) -> str:
    """What a group is a group *by*. “Women” are grown, but a girl may have been counted as one of them."""
    terms = set(group)
    if terms & STATUS and not terms & (SEX | AGE):
        return "status"
    if terms & AGE and not terms & SEX:
        return "age"
    if terms & (SEX | UNSTATED):
        return "sex"
    return "other:" + " ".join(sorted(terms)) if terms else "other"


def _what_remains(total: Count, parts: Sequence[Part], overlap: bool) -> tuple[Count | None, list[Remark]]:
    counts = [part.count for part in parts]
    if not counts or not all(is_binding(count) for count in (total, *counts)):
        return None, []
    remarks: list[Remark] = []
    if _adds_up(total, parts) is Sum.EQUAL:  # “215 women, 194 men, 5 children, 22 soldiers, 11 undetermined”
        return Count("exact", 0, 0, 0), remarks
    for family in (_by_sex_and_age(parts), _by_status(parts)):
        state = _adds_up(total, family)
        if state is Sum.EQUAL:
            return Count("exact", 0, 0, 0), remarks
        if state in (Sum.SHORT, Sum.SHORT_THOUGH_COMPLETE):
            sentence = f"The stated parts do not give the stated total: {_sum(family)}, not {worded(total)}."
            remarks.append(("D-09", sentence))
        if state is Sum.SHORT_THOUGH_COMPLETE:
            return None, remarks
    try:
        # Parts of one kind exclude one another; taking them together keeps the range as narrow as it is.
        rest = remainder(total, _by_dimension(parts), overlap=overlap)
    except ContradictoryBreakdown:
        family = max((_of_dimension(parts, d) for d in _dimensions(parts)), key=_added)
        too_many = family if _added(family) > (total.low or 0) else parts
        sentence = f"The stated parts cannot all be within the total: {_sum(too_many)} of {worded(total)}."
        return None, [*remarks, ("D-09", sentence)]
    if rest.high == 0:
        return rest, remarks
    text = f"{_amount(rest)} of {worded(total)} are not described by the breakdown"
    text += ", since some may be in more than one part." if overlap else "."
    return rest, [*remarks, ("D-08", f"{text} They are of no stated group.")]


class Sum(Enum):
    """How the parts of one family stand to the whole."""

    EQUAL = "equal"
    SHORT = "short"  # both sexes are named, and some are missing
    SHORT_THOUGH_COMPLETE = "short though complete"  # even those of no known group are named
    OPEN = "open"  # nothing follows


def _adds_up(total: Count, family: Sequence[Part]) -> Sum:
    exact = all(c.low is not None and c.low == c.high for c in (total, *(part.count for part in family)))
    if not family or not exact or total.low is None:
        return Sum.OPEN
    added = _added(family)
    if added == total.low:
        return Sum.EQUAL
    terms = {term for part in family for term in part.group}
    if added < total.low and terms & UNSTATED:
        return Sum.SHORT_THOUGH_COMPLETE
    if added < total.low and terms & MALE and terms & FEMALE:
        return Sum.SHORT
    return Sum.OPEN


def _added(parts: Sequence[Part]) -> int:
    return sum(part.count.low or 0 for part in parts)


def _sum(parts: Sequence[Part]) -> str:
    return f"{' + '.join(worded(part.count) for part in parts)} = {_added(parts):,}"


def _dimensions(parts: Sequence[Part]) -> list[str]:
    return list(dict.fromkeys(_dimension(part.group) for part in parts))


def _of_dimension(parts: Sequence[Part], dimension: str) -> list[Part]:
    return [part for part in parts if _dimension(part.group) == dimension]


def _by_sex_and_age(parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if _dimension(part.group) in ("sex", "age")]


def _by_status(parts: Sequence[Part]) -> list[Part]:
    """The parts by status, where civilians are one of them: eleven in uniform divide nothing."""
    if not any("civilian" in part.group for part in parts):
        return []
    return [part for part in parts if _dimension(part.group) == "status" or UNSTATED & set(part.group)]


def _by_dimension(parts: Sequence[Part]) -> list[Count]:
    families = (_of_dimension(parts, dimension) for dimension in _dimensions(parts))
    return [_disjoint_union([part.count for part in family]) for family in families]


def _disjoint_union(counts: Sequence[Count]) -> Count:
    if len(counts) == 1:
        return counts[0]
    low = sum(c.low or 0 for c in counts)
    highs = [c.high for c in counts]
    if None in highs:
        return Count("at_least", low, None, None)
    high = sum(h for h in highs if h is not None)
    return Count("exact", low, low, low) if low == high else Count("between", low, None, high)


def _amount(count: Count) -> str:
    text = worded(count)
    return f"Between {count.low:,} and {count.high:,}" if "–" in text else text[0].upper() + text[1:]
