"""Which statements can be set against a question, and why others cannot (D-02, D-03, D-11, D-15 to D-18)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from accounted.reckoning.answer import NotCompared, Superseded
from accounted.reckoning.groups import WIDTH, Group, asked_group, spread
from accounted.reckoning.ledger import STOCKS, Ledger, Ready
from accounted.reckoning.moments import ALWAYS, NEVER, day, span
from accounted.reckoning.question import Question, WrongQuestion
from accounted.reckoning.ties import tied
from accounted.reckoning.voices import ON_LISTS, Key, Voice
from accounted.reckoning.wording import noun

_FACTS = frozenset({"asserts", "reports", "observes", "concludes", "acknowledges"})
OTHER_PART = "counts another part"
_OUT = {"rejected": "a reviewer judged it false or out of scope", "merged": "a duplicate of another record"}


@dataclass(slots=True)
class Selection:
    """What a question may rest on."""

    question: Question
    node: int
    key: Key  # the layer and classes that are asked for
    everything: int  # all classes in all stretches of time
    at: int  # the day
    at_chosen: bool
    voices: list[Voice]
    used: list[Ready]
    replaced: dict[str, str]  # statement → the later one that takes its place
    followed: dict[str, str]  # statement → the next count by the same counter
    superseded: list[Superseded]
    not_compared: list[NotCompared]
    stock: bool
    loose: bool = False  # the voices are words of convention, for want of others
    records: list[Ready] = field(default_factory=list)

    def covers(self, made: Ready) -> bool:
        """Whether a statement counts exactly what is asked, as far as its words go."""
        outer, inner = self.sets(made)
        layer, asked = self.key
        return (
            made.node == self.node
            and made.group.layer == layer
            and inner & ~asked == 0
            and asked & ~outer == 0
            and bool(inner or not made.said.whole_place)
        )

    def sets(self, made: Ready) -> tuple[int, int]:
        """What a statement may have counted, and what it surely counted."""
        return _sets(made, self._cuts)

    _cuts: Sequence[int] = ()


def select(ledger: Ledger, q: Question) -> Selection:
    """Sort the statements of a world by what they can say to a question.

    Raises:
        WrongQuestion: the place has no node; the as-of date is before any comparable count.
    """
    node = ledger.tree.asked(q.place)
    group = asked_group(q.group)
    group = Group(group.inner, group.outer, group.layer | frozenset(q.finding))
    known = span(q.known_on)[1] if q.known_on else NEVER
    beside: dict[tuple[str, str], list[str]] = defaultdict(list)
    near = _Near(ledger, node)
    usable, records, loose = [], [], []
    for made in ledger.by_basis.get(q.basis, ()):
        if made.known is not None and made.known > known:
            continue  # nobody could know it yet
        why = _apart(made, q, group, near)
        if why is not None:
            if why[0] and (made.node < 0 or near.touches(made.node)):
                beside[why].append(made.said.id)
        elif made.said.kind == "record":
            records.append(made)
        elif made.bounded or q.conventions:
            usable.append(made)
        else:
            loose.append(made)
    _other_bases(ledger, q, near, known, beside)
    alone = not usable and not records and bool(loose)
    if alone:
        usable, loose = loose, []
    for made in loose:
        if near.touches(made.node):
            words = "the bounds of such words are a convention; nothing is concluded from them beside others"
            beside["D-02", words].append(made.said.id)
    cuts = _cuts(usable, records, q)
    asked = spread(group.outer, _atoms(cuts, span(q.period) if q.period else None))
    replaced, superseded = _supersede(ledger, usable)
    selection = Selection(
        question=q,
        node=node,
        key=(group.layer, asked),
        everything=spread((1 << WIDTH) - 1, range(max(1, len(cuts) - 1))),
        at=NEVER,
        at_chosen=q.as_of is None,
        voices=[],
        used=usable,
        replaced=replaced,
        followed={s.id: s.by for s in superseded},
        superseded=[],
        not_compared=[
            NotCompared(rule, reason, tuple(ids)) for (rule, reason), ids in sorted(beside.items())
        ],
        stock=q.basis in STOCKS,
        loose=alone,
        records=records,
        _cuts=cuts,
    )
    selection.at = _moment(selection, ledger, q)
    selection.superseded = [
        s
        for s in superseded
        if selection.covers(ledger.ready[s.id]) and ledger.ready[s.by].last <= selection.at
    ]
    told = _voices(selection)
    selection.voices = [*told, *tied(ledger, told), *voices_of_records(selection, ledger, records)]
    return selection


class _Near:
    """Which places bear on a question: those in the place, those around it, and all else in these."""

    def __init__(self, ledger: Ledger, node: int) -> None:
        self.tree = ledger.tree
        path = ledger.tree.path(node)
        self.around = frozenset(path)
        self.inside = frozenset(ledger.tree.within(node))
        self.region = frozenset(ledger.tree.within(path[-1]))

    def touches(self, node: int) -> bool:
        """Whether a place is the one asked for, in it or around it."""
        return node in self.inside or node in self.around


def _apart(made: Ready, q: Question, group: Group, near: _Near) -> tuple[str, str] | None:
    """The rule and reason for which a statement cannot be set against the question, or None."""
    s = made.said
    if s.verification in _OUT:
        return "D-06", _OUT[s.verification]
    if made.node < 0:
        return "D-03", "no place is stated"
    if made.node not in near.region:
        return "", ""
    wanted = _FACTS if q.modality is None else {q.modality}
    if s.modality not in wanted:
        rule = "D-17" if s.modality in ("denies", "alternative") else "D-18"
        return rule, f"said as what the speaker {s.modality}, which is another thing than what is asked"
    if s.same_as is not None:
        return "D-16", "repeats a figure stated before in the same text"
    if s.secondary:
        return "D-15", "stands in a caption, credit or headline, which makes nothing stronger"
    if made.low == 0 and made.high is None and made.said.best is None:
        return "D-02", "no number is stated"
    if not (made.group.layer <= group.layer or made.group.layer >= group.layer):
        return "D-03", f"{OTHER_PART}: {', '.join(sorted(made.group.layer))}"
    if q.period is not None and made.period is not None:
        first, last = span(q.period)
        if made.period[1] < first or made.period[0] > last:
            return "D-03", "of another period"
    return None


def _other_bases(
    ledger: Ledger, q: Question, near: _Near, known: int, beside: dict[tuple[str, str], list[str]]
) -> None:
    for basis, listed in ledger.by_basis.items():
        if basis == q.basis:
            continue
        for made in listed:
            if made.derived or made.said.kind == "record" or not near.touches(made.node):
                continue
            if made.known is None or made.known <= known:
                reason = f"counts {noun(basis)}, not {noun(q.basis)}; nobody has stated how the two relate"
                beside["D-03", reason].append(made.said.id)


def _cuts(usable: Iterable[Ready], records: Iterable[Ready], q: Question) -> list[int]:
    """Days that part the periods named by statements and question; [] where none is named."""
    ends: set[int] = set()
    for listed in (usable, records):
        for made in listed:
            for stretch in (made.period, made.covered):
                if stretch is not None:
                    ends |= {stretch[0], stretch[1] + 1}
    if q.period is not None:
        first, last = span(q.period)
        ends |= {first, last + 1}
    return sorted(ends | {ALWAYS, NEVER + 2}) if ends else []


def _atoms(cuts: Sequence[int], stretch: tuple[int, int] | None) -> range:
    if not cuts:
        return range(1)
    if stretch is None:
        return range(len(cuts) - 1)
    inside = [n for n in range(len(cuts) - 1) if stretch[0] <= cuts[n] and cuts[n + 1] - 1 <= stretch[1]]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def _sets(made: Ready, cuts: Sequence[int]) -> tuple[int, int]:
    if not cuts:
        return made.group.outer, made.group.inner
    outer = spread(made.group.outer, _atoms(cuts, made.period))
    if made.period is None:
        return outer, spread(made.group.inner, _atoms(cuts, None))
    covered = _atoms(cuts, made.covered) if made.covered is not None else range(0)
    return outer, spread(made.group.inner, covered)


def _supersede(ledger: Ledger, usable: Sequence[Ready]) -> tuple[dict[str, str], list[Superseded]]:
    """Later figures by the same counter of the same thing (rule D-11), and stated replacements.

    A figure that has merely grown since stays true of its own day and goes on binding there. One that the
    same counter, or a source, corrected binds no longer.
    """
    replaced: dict[str, str] = {}
    shown: list[Superseded] = []
    here = {made.said.id for made in usable}
    for made in usable:
        old = made.said.supersedes
        if old in here and old is not None:
            replaced[old] = made.said.id
            shown.append(Superseded(old, made.said.id, "the later source says that it replaces this figure"))
    for relation in ledger.world.relations:
        one, other = relation.one, relation.other
        if relation.kind == "same_set_later" and one in here and other in here and other not in replaced:
            replaced[other] = one
            ground = f": {relation.ground}" if relation.ground else ""
            shown.append(Superseded(other, one, f"stated to be a later count of the same set{ground}"))
    series: dict[int, list[Ready]] = defaultdict(list)
    for made in usable:
        if made.series >= 0:
            series[made.series].append(made)
    for listed in series.values():
        if len(listed) > 1:
            listed.sort(key=lambda m: (m.first, m.last, m.known or 0, m.said.id))
            for earlier, later in pairwise(listed):
                _follow(earlier, later, replaced, shown)
    for made in usable:
        whole = made.said.partition_of
        while whole is not None and made.said.id not in replaced:
            if whole in replaced and replaced[whole] in here:
                replaced[made.said.id] = replaced[whole]
                break
            whole = ledger.by_id[whole].partition_of if whole in ledger.by_id else None
    return replaced, shown


def _follow(earlier: Ready, later: Ready, replaced: dict[str, str], shown: list[Superseded]) -> None:
    fell = later.high is not None and earlier.low > later.high
    one, other = earlier.said.id, later.said.id
    if one in replaced:
        return
    if earlier.last < later.first:
        reason = "a later count by the same counter"
        if fell:
            replaced[one] = other
            reason = "the same counter later gave a lower number, which corrects it"
        shown.append(Superseded(one, other, reason))
    elif (earlier.first, earlier.last) == (later.first, later.last):
        apart = fell or (earlier.high is not None and later.low > earlier.high)
        if apart and (earlier.known or 0) < (later.known or 0):
            replaced[one] = other
            shown.append(Superseded(one, other, "published later by the same counter for the same day"))


def _moment(selection: Selection, ledger: Ledger, q: Question) -> int:
    """The day at which to answer: as asked, else the last day of a count of the whole of what is asked."""
    live = [m for m in selection.used if m.said.id not in selection.replaced]
    whole = [m for m in live if selection.covers(m)]
    within = [m for m in live if ledger.tree.contains(selection.node, m.node)]
    if q.as_of is not None:
        at = span(q.as_of)[1]
        dated = [m for m in (whole or within or live) if m.last < NEVER]
        first = min(dated, key=lambda m: (m.last, m.said.id), default=None)
        if first is not None and first.last > at and not selection.records:
            raise WrongQuestion(
                f"nobody counted {q.basis} at {ledger.tree.nodes[selection.node].name} by {q.as_of}: "
                f"the first count is as of {first.said.as_of or day(first.last)}; ask as of then or later"
            )
        if selection.stock:
            return max((m.last for m in (whole or within or live) if m.last <= at), default=at)
        return at
    for listed in (whole, within, live):
        days = [m.last for m in listed if m.last < NEVER]
        if days:
            return max(days)
    return NEVER


def _voices(selection: Selection) -> list[Voice]:
    """Statements that say the same of the same, of one origin, become one voice (rule D-04)."""
    found: dict[int, list[Ready]] = defaultdict(list)
    for made in selection.used:
        if made.said.id not in selection.replaced and _in_time(made, selection):
            found[made.same].append(made)
    voices = []
    for listed in found.values():
        one = listed[0]
        outer, inner = selection.sets(one)
        if selection.question.known_on is None and outer == 0:
            continue
        voices.append(
            Voice(
                ids=tuple(sorted({m.said.id for m in listed})),
                node=one.node,
                layer=one.group.layer,
                outer=outer,
                inner=inner,
                first=one.first,
                last=one.last,
                low=one.low,
                high=one.high,
                cost=max(m.cost for m in listed),
                origin=one.origin,
                final=one.said.final,
                derived=one.derived,
            )
        )
    voices.sort(key=lambda v: v.ids)
    return voices


def _in_time(made: Ready, selection: Selection) -> bool:
    return not selection.stock or made.first == made.last == selection.at


def voices_of_records(selection: Selection, ledger: Ledger, records: Sequence[Ready]) -> list[Voice]:
    """Individuals on record as least numbers: each person once, in every place around their own.

    How many people are on lists is a least number of its own: they may be the individuals over again.
    """
    firsts: dict[str, Ready] = {}
    for made in sorted(records, key=lambda m: (-ledger.tree.depth[m.node], m.said.id)):
        if made.said.individual is not None:
            firsts.setdefault(made.said.individual, made)
    wholes: dict[tuple[int, frozenset[str], int], list[Ready]] = defaultdict(list)
    every = selection.everything
    for made in firsts.values():
        outer, _ = selection.sets(made)
        for node in ledger.tree.path(made.node):
            for mask in {outer, every}:
                wholes[node, made.group.layer, mask].append(made)
            if made.group.layer:
                wholes[node, frozenset(), every].append(made)
    voices = []
    for (node, layer, mask), listed in wholes.items():
        listed.sort(key=lambda m: (m.last, m.said.id))
        for n, made in enumerate(listed, 1):
            if n == len(listed) or listed[n].last != made.last:
                ids = tuple(sorted(m.said.id for m in listed[:n]))
                voices.append(
                    Voice(ids, node, layer, mask, 0, made.last, made.last, n, None,
                          max(m.cost for m in listed[:n]), "individual records", record=True)
                )  # fmt: skip
    for made in records:
        if made.said.individual is None and made.said.low is not None:
            outer, _ = selection.sets(made)
            for node in ledger.tree.path(made.node):
                for mask in sorted({outer, every}):
                    voices.append(
                        Voice((made.said.id,), node, made.group.layer, mask, 0, made.last, made.last,
                              made.said.low, None, made.cost, ON_LISTS, record=True)
                    )  # fmt: skip
    voices.sort(key=lambda v: (v.node, v.ids))
    return voices
