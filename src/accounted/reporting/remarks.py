"""What a careful reader would remark on a set of numbers, each with the rule that calls for it (D-37)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from accounted.reporting.breakdown import BODIES, Breakdown
from accounted.reporting.counts import agree, bounds, is_binding, worded
from accounted.reporting.enclosing import place_key
from accounted.reporting.material import Material, Told
from accounted.reporting.statements import Statement, as_floor, before

DEAD = frozenset({*BODIES, "killed", "executed", "died_any", "with_sign"})
FIGHTERS = frozenset(
    {"armed_forces", "direct_participation", "fighters", "soldiers", "combatants", "servicemen", "uniformed"}
)

# Below this two equal numbers are more likely chance than one number with its basis changed.
_TELLING = 20


@dataclass(frozen=True, slots=True)
class Note:
    """A remark, the rule that calls for it and the claims it is about. It quotes nobody: the claims do."""

    rule: str
    text: str
    claims: tuple[str, ...] = ()


def disagreements(current: Sequence[Statement]) -> list[Note]:
    """Numbers that cannot both be right, one source's number told in two ways, counts of different days."""
    notes = []
    for one, other in combinations(current, 2):
        keys = (one.key, other.key)
        both = f"{worded(one.count)} ({one.item}) and {worded(other.count)} ({other.item})"
        early, late = (one, other) if before(one.as_of, other.as_of) else (other, one)
        if not agree(one.count, other.count):
            if before(early.as_of, late.as_of) and agree(as_floor(early.count), late.count):
                text = (
                    f"Counted on different days by different sources: {both}. The earlier stands as a floor."
                )
                notes.append(Note("D-03", text, keys))
            else:
                notes.append(Note("D-03", f"These numbers cannot both be right: {both}.", keys))
        elif (
            one.root is not None
            and one.root == other.root
            and one.count.quantifier == other.count.quantifier
            and is_binding(one.count)
            and bounds(one.count) != bounds(other.count)
        ):
            notes.append(Note("D-03", f"One source's number is told in two ways: {both}.", keys))
    return notes


def part_disagreements(breakdowns: Sequence[tuple[Statement, Breakdown]]) -> list[Note]:
    """Parts of the same group, of the same whole, that cannot both be right."""
    notes = []
    for (first, one), (second, other) in combinations(breakdowns, 2):
        if before(first.as_of, second.as_of) or before(second.as_of, first.as_of):
            continue
        for group, (key, count) in one.by_group.items():
            found = other.by_group.get(group)
            if found is not None and not agree(count, found[1]):
                text = (
                    f"The breakdowns disagree on one group: {worded(count)} ({one.item}) "
                    f"and {worded(found[1])} ({other.item})."
                )
                notes.append(Note("D-03", text, (key, found[0])))
    return notes


def wording_notes(basis: str, statements: Sequence[Statement]) -> list[Note]:
    """Remarks that follow from how a number is worded and where it stands."""
    notes = []
    if basis in BODIES:
        text = "Bodies are counted here, not deaths by violence: the cause of each death is another question."
        notes.append(Note("D-14", text, tuple(s.key for s in statements)))
    for statement in statements:
        tally = statement.told.claim.tally
        assert tally is not None
        if statement.standing == "ambiguous":
            text = "The words have more than one reading, and every reading is kept."
            if tally.incremental:
                text += " One adds to an earlier number that need not be stated; nothing is added here."
            notes.append(Note("D-02", text, (statement.key,)))
        elif statement.standing == "superseded" and statement.superseded_by is not None:
            text = "A later count by the same counter replaces this one; both stay visible."
            notes.append(Note("D-11", text, (statement.key, statement.superseded_by)))
        elif statement.standing == "counter_figure":
            text = "Given by a party that denies: it stands beside the others and lowers nothing."
            notes.append(Note("D-17", text, (statement.key,)))
        elif statement.standing == "caption":
            text = "Stated by a caption or credit alone, which does not make a figure stronger."
            notes.append(Note("D-15", text, (statement.key,)))
    if basis == "settlements" and any(s.told.claim.modality == "investigates" for s in statements):
        text = "A number of places under investigation, not of deaths."
        notes.append(Note("D-18", text, tuple(s.key for s in statements)))
    return notes


def civilian_status(material: Material, statements: Sequence[Statement]) -> list[Note]:
    """Where one source speaks of civilians and another of fighters in one set, that it is open (D-27)."""
    called = [s for s in statements if s.told.claim.tally and "civilian" in s.told.claim.tally.group]
    if not called:
        return []
    fighters = [
        told
        for told in material.told("tally")
        if told.claim.tally is not None
        and told.claim.tally.victims
        and FIGHTERS & set(told.claim.tally.group)
        and _may_share_members(material, called[0].told, told)
    ]
    if not fighters:
        return []
    text = "Called civilians by some; others report fighters, or bodies in uniform, among them. "
    text += "The status is contested."
    return [Note("D-27", text, (called[0].key, *(told.key for told in fighters)))]


def _may_share_members(material: Material, one: Told, other: Told) -> bool:
    """Whether two tallies may count members of one set: the dead, at one place or one within the other."""
    bases = {told.claim.tally.basis for told in (one, other) if told.claim.tally is not None}
    if not bases <= DEAD:
        return False
    a, b = one.claim.place, other.claim.place
    if a is None or b is None:
        return one.source.item == other.source.item
    return place_key(a) == place_key(b) or material.contains(a, b) or material.contains(b, a)


def same_number_other_basis(graves: Iterable[Statement], bodies: Sequence[Statement]) -> list[Note]:
    """One number given once for graves and once for bodies: somebody changed what was counted (D-03)."""
    notes = []
    for one in graves:
        for other in bodies:
            number = one.count.best
            if number is not None and number >= _TELLING and number == other.count.best:
                text = (
                    f"The same number is given for graves ({one.item}) and for bodies ({other.item}). "
                    "Graves are not bodies."
                )
                notes.append(Note("D-03", text, (one.key, other.key)))
    return notes
