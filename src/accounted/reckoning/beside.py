"""What must be said beside a number: breakdowns, statuses, conversions, denials, individuals on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from accounted.reckoning.answer import Contradiction, DenialBeside, Documented, Refused, Remark, Rest
from accounted.reckoning.ledger import LOOSE, Ledger, Ready
from accounted.reckoning.moments import day
from accounted.reckoning.selecting import Selection
from accounted.reckoning.wording import as_stated, noun, number

_SEX = frozenset({"male", "female", "undetermined"})
_AGE = frozenset({"child", "infant", "older", "fetus"})
_STATUS = frozenset({"civilian", "armed_forces", "other_protected", "direct_participation"})

_DEAD = frozenset(
    {
        "killed",
        "executed",
        "died_any",
        "with_sign",
        "bodies_found",
        "bodies_recovered",
        "bodies_exhumed",
        "buried",
    }
)

# Counts that are often taken for another, and may not be without a cause of death or an assumption (D-14).
_TEMPTING = {
    "killed": (
        "bodies_found",
        "bodies_recovered",
        "bodies_exhumed",
        "buried",
        "graves",
        "died_any",
        "missing",
    ),
    "executed": ("killed", "bodies_found", "bodies_exhumed"),
    "bodies_found": ("graves", "body_parts"),
    "bodies_exhumed": ("graves", "bodies_found", "body_parts"),
}


def parts_of(ledger: Ledger, whole: Ready) -> list[Ready]:
    """The stated parts of a whole that count the same thing, each group once."""
    found: dict[object, Ready] = {}
    for key in sorted(set(ledger.parts.get(whole.said.id, ()))):
        made = ledger.ready.get(key)
        if made is not None and made.said.basis == whole.said.basis and made.said.same_as is None:
            found.setdefault((made.group, made.node, made.low, made.high), made)
    return list(found.values())


def breakdowns(ledger: Ledger, wholes: Iterable[Ready]) -> list[Contradiction]:
    """Breakdowns whose parts do not give, or do not fit, their whole (rule D-09)."""
    found = []
    for whole in wholes:
        parts = parts_of(ledger, whole)
        for family in _families(whole, parts):
            low = sum(m.low for m in family)
            highs = [m.high for m in family]
            high = None if None in highs else sum(h for h in highs if h is not None)
            all_of_it = whole.said.complete or _exhausts(family)
            if whole.high is not None and low > whole.high:
                reason = f"the parts give {number(low, high)}, more than {number(whole.low, whole.high)}"
            elif all_of_it and high is not None and high < whole.low:
                reason = (
                    f"the parts leave nobody out and give {number(low, high)}, "
                    f"not {number(whole.low, whole.high)}"
                )
            else:
                continue
            listed = " + ".join(number(m.low, m.high) for m in family)
            sentence = (
                f"These cannot all be true: {as_stated(whole, ledger)} [{whole.said.id}] and its parts "
                f"{listed} = {number(low, high)}; because {reason}."
            )
            ids = (whole.said.id, *sorted(m.said.id for m in family))
            found.append(Contradiction(ids, sentence, "D-09", "breakdown", whole.said.as_of))
            break
    return found


def _families(whole: Ready, parts: Sequence[Ready]) -> list[list[Ready]]:
    """Parts that exclude one another: where stated so, all; else those by one criterion."""
    parts = [m for m in parts if m.node == whole.node]
    if whole.said.complete:
        return [list(parts)] if parts else []
    by: dict[str, list[Ready]] = defaultdict(list)
    for made in parts:
        for name in _criteria(made):
            by[name].append(made)
    everything = [m for m in parts if _criteria(m)]
    families = [listed for listed in by.values() if listed]
    return [everything, *families] if _exhausts(everything) else families


def _criteria(made: Ready) -> list[str]:
    """By what a part is told apart. “Not determined” completes sexes as well as statuses."""
    said = frozenset(made.said.group)
    found = []
    if said & _SEX and not said & _STATUS:
        found.append("sex")
    if said & _AGE and not said & (_SEX | _STATUS):
        found.append("age")
    if said & _STATUS or said & {"undetermined"}:
        found.append("status")
    return found


def _exhausts(family: Sequence[Ready]) -> bool:
    """Whether parts leave nobody out: both sexes or statuses are named, and those not determined."""
    said = frozenset(t for m in family for t in m.said.group)
    sexes = {"male", "female"} <= said
    statuses = {"civilian", "armed_forces"} <= said
    return "undetermined" in said and (sexes or statuses)


def rests(ledger: Ledger, wholes: Iterable[Ready]) -> list[Rest]:
    """What each breakdown leaves undescribed (rule D-08); a range where one person may be in two parts."""
    found = []
    for whole in wholes:
        parts = [m for m in parts_of(ledger, whole) if m.said.group]
        if not parts:
            continue
        by: dict[str, list[Ready]] = defaultdict(list)
        for made in parts:
            by[(_criteria(made) or [" ".join(sorted(made.said.group))])[0]].append(made)
        apart = whole.said.complete or len(by) == 1
        lows = [sum(m.low for m in family) for family in by.values()]
        least = sum(lows) if apart else max(lows)
        highs = [m.high for m in parts]
        most = None if None in highs else sum(h for h in highs if h is not None)
        low = 0 if most is None else max(0, whole.low - most)
        high = None if whole.high is None else whole.high - least
        if high is None or high >= low:
            ids = tuple(sorted(m.said.id for m in parts))
            found.append(Rest(whole.said.id, ids, low, high))
    return found


def civilians(near: Iterable[Ready], basis: str) -> list[Remark]:
    """Where one speaks of civilians and another of fighters among them: the status is contested (D-27)."""
    alike = _DEAD if basis in _DEAD else frozenset({basis})
    called = [m for m in near if "civilian" in m.said.group and m.said.basis == basis]
    fighters = [m for m in near if m.said.basis in alike and _fights(m)]
    if not called or not fighters:
        return []
    ids = tuple(sorted({m.said.id for m in (*called, *fighters)}))
    text = (
        "Called civilians by some; others count fighters at the same place or within it. "
        "The status of those counted is contested, and both are shown."
    )
    return [Remark("D-27", text, ids)]


def _fights(made: Ready) -> bool:
    return bool({"armed_forces", "direct_participation", "uniformed"} & set(made.said.group))


def refused(ledger: Ledger, basis: str, near: Iterable[Ready]) -> list[Refused]:
    """Numbers that might be taken for what is asked, and are not (rule D-14)."""
    converted = {c.basis for c in ledger.world.conversions if c.into == basis}
    found: dict[str, list[str]] = defaultdict(list)
    for made in near:
        if made.said.basis in _TEMPTING.get(basis, ()) and made.said.basis not in converted:
            found[made.said.basis].append(made.said.id)
    return [
        Refused(
            other, basis, tuple(sorted(ids)),
            f"{noun(other).capitalize()} are not {noun(basis)}: counting one as the other takes a stated "
            "cause or an explicit assumption, and there is none.",
        )
        for other, ids in sorted(found.items())
    ]  # fmt: skip


def denials(ledger: Ledger, near: Iterable[Ready]) -> list[DenialBeside]:
    """Who denies what bears on the answer; nothing is lowered by it (rule D-17)."""
    denied: dict[str, list[str]] = defaultdict(list)
    for made in near:
        for key in made.said.denied_by:
            denied[key].append(made.said.id)
    by = {d.id: d.by for d in ledger.world.denials}
    return [
        DenialBeside(key, by.get(key, key), tuple(sorted(set(ids)))) for key, ids in sorted(denied.items())
    ]


def documented(ledger: Ledger, s: Selection, low: int, high: int | None) -> Documented | None:
    """How many individuals are on record, and how many are reported beyond them; None where none is."""
    found: dict[str, bool] = {}
    for made in s.records:
        if made.said.individual is None:
            continue  # a number of people on lists, who may be these over again
        outer, _ = s.sets(made)
        here = ledger.tree.contains(s.node, made.node) and made.last <= s.at
        if here and made.group.layer >= s.key[0] and outer & ~s.key[1] == 0:
            who = made.said.individual
            found[who] = found.get(who, False) or made.said.verification == "verified"
    if not found:
        return None
    count = len(found)
    return Documented(
        count, sum(found.values()), max(0, low - count), None if high is None else max(0, high - count),
        tuple(sorted(found)),
    )  # fmt: skip


def remarks(ledger: Ledger, s: Selection, near: Sequence[Ready]) -> list[Remark]:
    """What else a careful reader must be told of the statements used."""
    found = []
    inferred = [m.said.id for m in near if m.said.as_of is None or m.said.as_of_inferred]
    if inferred:
        text = "Their day is not stated; that of the statement or publication is taken."
        found.append(Remark("D-22", text, tuple(sorted(set(inferred)))))
    loose = [m.said.id for m in near if m.said.quantifier in LOOSE]
    if loose and (s.loose or s.question.conventions):
        text = "The bounds of such words are a convention of the method."
        found.append(Remark("D-02", text, tuple(sorted(set(loose)))))
    added = [m.said.id for m in near if m.said.incremental]
    if added:
        text = "Adds to an earlier number; where that is not stated, it is a least number by itself."
        found.append(Remark("D-02", text, tuple(sorted(set(added)))))
    doubtful = [m.said.id for m in near if m.said.quantifier == "ambiguous"]
    if doubtful:
        text = "The words have more than one reading; the range allows for each."
        found.append(Remark("D-02", text, tuple(sorted(set(doubtful)))))
    if s.stock:
        text = f"Such a number can fall, so each day stands by itself; this is of {day(s.at) or 'none'}."
        found.append(Remark("D-11", text))
    names = {ledger.tree.nodes[n].id for n in ledger.tree.path(s.node)}
    crossing = sorted({o for i, o in ledger.tree.crossing if i in names or o in names})
    if crossing:
        text = "Places that overlap without containing one another are not compared: " + ", ".join(crossing)
        found.append(Remark("D-10", text))
    return found
