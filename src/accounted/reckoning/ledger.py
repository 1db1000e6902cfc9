"""A world made ready: every statement with its place, classes, days, bounds and origin as numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from accounted.reckoning.groups import Group, group_of
from accounted.reckoning.misdated import told_of_other_days
from accounted.reckoning.moments import ALWAYS, NEVER, span_of, surely
from accounted.reckoning.places import PlaceTree
from accounted.reckoning.question import WrongWorld
from accounted.reckoning.statements import Bounds, Statement, World

# How many are missing, held or displaced can fall; all other counts only ever grow (rule D-11).
STOCKS = frozenset(
    {"missing", "killed_or_missing", "unidentified", "detained", "displaced", "trapped", "suspects"}
)

# Words whose bounds are a convention of the methodology, or that bound nothing.
LOOSE = frozenset({"about", "nearly", "several", "tens", "dozens", "hundreds", "many", "some"})

# What it costs to set a statement aside: the letter of the Admiralty code and its digit; F and 6, not judged,
# stand in the middle.
_LETTER = {"A": 6, "B": 5, "C": 4, "D": 2, "E": 1, "F": 3}
_DIGIT = {"1": 6, "2": 5, "3": 4, "4": 2, "5": 1, "6": 3}


@dataclass(slots=True, eq=False)
class Ready:
    """A statement as numbers. `first` and `last` are the days it may be as of; a high None is open."""

    said: Statement
    node: int
    group: Group
    first: int
    last: int
    low: int
    high: int | None
    known: int | None  # the day by which it was surely published
    origin: str
    cost: int
    bounded: bool  # its words state bounds, rather than a convention giving them
    period: tuple[int, int] | None  # None: at any time
    covered: tuple[int, int] | None  # the days of the period that it surely covers
    same: int = -1  # one number for all that say the same of the same
    series: int = -1  # one number for all counts of one thing by one counter; -1: no counter is known
    derived: str = ""  # rule that made it of another statement


class Ledger:
    """All statements of a world, by basis, with what ties them together.

    Raises:
        WrongWorld: two statements with one id, a place without a node, a low above a high, no date.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.tree = PlaceTree(world.places)
        self.by_id: dict[str, Statement] = {}
        for s in world.statements:
            if s.id in self.by_id:
                raise WrongWorld(f"two statements have the id {s.id!r}; give each its own")
            self.by_id[s.id] = s
        self.origins = _Origins(world.told_by)
        self._numbers: dict[tuple[object, ...], int] = {}
        self.ready: dict[str, Ready] = {}
        self.by_basis: dict[str, list[Ready]] = defaultdict(list)
        self.parts: dict[str, list[str]] = defaultdict(list)
        for s in sorted(world.statements, key=lambda s: s.id):
            made = self._ready(s)
            self.ready[s.id] = made
            self.by_basis[s.basis].append(made)
            if s.partition_of is not None and s.partition_of in self.by_id:
                self.parts[s.partition_of].append(s.id)
        for relation in world.relations:
            if relation.kind in ("subset_stated", "partition_of") and relation.other in self.by_id:
                self.parts[relation.other].append(relation.one)
        self.misdated = self._let_days_be_open()
        self._convert()

    def _ready(self, s: Statement) -> Ready:
        node = -1
        if s.place is not None:
            if s.place not in self.tree.number:
                raise WrongWorld(
                    f"statement {s.id}: place {s.place!r} has no node; add a PlaceNode for it, "
                    "or leave its place out"
                )
            node = self.tree.number[s.place]
        if s.low is not None and s.high is not None and s.low > s.high:
            raise WrongWorld(f"statement {s.id}: low {s.low} is above high {s.high} (rule D-02)")
        low, high = self._bounds(s)
        first, last = _as_of(s)
        published = s.published or s.stated
        layer = (*s.finding, *((f"at: {s.sub_place.casefold()}",) if s.sub_place else ()))
        group = _group(s.group, self.world.choices.get(s.id), layer)
        group = group if s.whole_place else Group(0, group.outer, group.layer)
        origin = self.origins.of(s)
        period = None if s.period is None else span_of(s.period, s.id, "period")
        covered = None if s.period is None else surely(s.period)
        made = Ready(
            said=s,
            node=node,
            group=group,
            first=first,
            last=last,
            low=low,
            high=high,
            known=None if published is None else span_of(published, s.id, "published")[1],
            origin=origin,
            cost=_LETTER.get(s.reliability, 3) + _DIGIT.get(s.credibility, 3),
            bounded=s.quantifier not in LOOSE
            and (s.low is not None or s.high is not None or bool(s.readings)),
            period=period,
            covered=covered,
        )
        self._tell_apart(made)
        return made

    def _tell_apart(self, made: Ready) -> None:
        """Number what a statement says the same as others, and whose counts of one thing it continues."""
        s = made.said
        scope = self._number((made.node, made.group, made.period, made.covered))
        made.same = self._number((made.origin, scope, made.first, made.last, made.low, made.high, s.final))
        counter = s.counter or (None if made.origin.startswith("unattributed: ") else made.origin)
        made.series = -1 if counter is None else self._number((counter, scope, s.modality))

    def _let_days_be_open(self) -> list[tuple[Ready, ...]]:
        """Numbers told of several days near each other count on any of these days, and on none surely."""
        apart = frozenset(
            frozenset((r.one, r.other))
            for r in self.world.relations
            if r.kind in ("disjoint_stated", "disjoint_presumed")
        )
        found = list(told_of_other_days(self.ready.values(), apart))
        for run in found:
            stretches = [made.period for made in run if made.period is not None]
            days = (min(first for first, _ in stretches), max(last for _, last in stretches))
            for made in run:
                made.period, made.covered = days, None
                self._tell_apart(made)
        return found

    def _number(self, thing: tuple[object, ...]) -> int:
        return self._numbers.setdefault(thing, len(self._numbers))

    def _bounds(self, s: Statement) -> Bounds2:
        chosen = self.world.choices.get(s.id, "")
        readings: tuple[Bounds, ...] = s.readings
        if chosen.startswith("reading:") and readings:
            readings = (readings[int(chosen.removeprefix("reading:"))],)
        if readings:
            lows, highs = [r[0] or 0 for r in readings], [r[1] for r in readings]
            low = min(lows)
            high = None if None in highs else max(h for h in highs if h is not None)
        else:
            low, high = s.low or 0, s.high
        if s.kind == "record" and s.low is None:
            low, high = 1, None
        if not s.incremental:
            return low, high
        base = self.by_id.get(s.adds_to or "")
        if base is None:
            return low, None  # “twenty more”, and nothing says than what: at least twenty
        added = None if high is None or base.high is None else high + base.high
        return low + (base.low or 0), added

    def _convert(self) -> None:
        """Least numbers that follow under another basis: stated parts, and explicit assumptions (D-14)."""
        for whole, parts in self.parts.items():
            into = self.by_id[whole].basis
            for part in parts:
                made = self.ready.get(part)
                if made is not None and made.said.basis != into and made.low and made.node >= 0:
                    self.by_basis[into].append(_floor(made, "D-10"))
        for conversion in self.world.conversions:
            for made in list(self.by_basis.get(conversion.basis, ())):
                if not made.derived and (not conversion.statements or made.said.id in conversion.statements):
                    self.by_basis[conversion.into].append(_floor(made, "D-14"))

    def whole_of(self, s: Statement) -> Statement | None:
        """The statement that one is stated to be a part of."""
        return self.by_id.get(s.partition_of or "")


Bounds2 = tuple[int, int | None]


def _floor(made: Ready, rule: str) -> Ready:
    return replace(made, high=None, same=-made.same - 1, series=-1, derived=rule)


@lru_cache(maxsize=10_000)
def _group(terms: tuple[str, ...], choice: str | None, layer: tuple[str, ...]) -> Group:
    group = group_of(terms, choice)
    return Group(group.inner, group.outer, group.layer | frozenset(layer), group.readings)


def _as_of(s: Statement) -> tuple[int, int]:
    for name in ("as_of", "stated", "published"):
        value: str | None = getattr(s, name)
        if value is not None:
            return span_of(value, s.id, name)
    return ALWAYS, NEVER


class _Origins:
    """The roots of who told whom (rule D-04)."""

    def __init__(self, told_by: Mapping[str, tuple[str, ...]]) -> None:
        self.told_by = told_by
        self._found: dict[str, str] = {}

    def of(self, s: Statement) -> str:
        """The origin of a statement: as given, else the roots of its speaker, else of its source."""
        start = s.origin or s.speaker or s.counter or s.source
        return self.root(start) if start is not None else f"unattributed: {s.id}"

    def root(self, name: str) -> str:
        """Whoever stands at the beginning of a chain; several, where a teller was told by several."""
        if name not in self._found:
            roots: set[str] = set()
            seen = {name}
            waiting = [name]
            while waiting:
                one = waiting.pop()
                tellers = [t for t in self.told_by.get(one, ()) if t not in seen]
                if not tellers and not self.told_by.get(one):
                    roots.add(one)
                seen.update(tellers)
                waiting.extend(tellers)
            self._found[name] = " and ".join(sorted(roots or {name}))
        return self._found[name]
