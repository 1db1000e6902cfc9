"""What cannot all be true, and the cheapest way out: minimal conflicting sets and their hitting sets.

Every way out of all conflicts takes a statement from each. So: find some conflicts, take the cheapest set
that meets each of them, look whether the rest can be true, and if not, learn a further conflict. When nothing
is left to learn, no cheaper set exists (Reiter 1987; Davies and Bacchus 2011). A conflict is made minimal by
leaving out its statements one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from accounted.reckoning.growth import Clash, Growth
from accounted.reckoning.places import PlaceTree
from accounted.reckoning.programme import Bound, Programme, partition
from accounted.reckoning.selecting import Selection
from accounted.reckoning.voices import Voice

_ROUNDS = 500
_WAYS = 64  # of a knot that are listed
_BRANCHES = 20_000  # of the search for the cheapest ways out of a knot
_SEARCHES = 40  # of programmes without a solution that are taken apart into their conflicts
_CELLS = 60_000  # cells of all days together up to which every day is looked at, not only the last

Ways = list[frozenset[Voice]]


class Conflicts:
    """The conflicts among the voices of a selection, and the cheapest sets to set aside.

    `knots` are the conflicts that hang together, each with its equally cheap ways out. `sets` are the ways
    out of all of them that were tried; where they are too many, the first, and then `widest` (whatever any
    way sets aside) stands for the others. `share` is how many such searches are made for one
    answer. `cheapest_known` is False where the search was cut short.
    """

    def __init__(
        self, tree: PlaceTree, selection: Selection, *, growth_only: bool = False, share: int = 1
    ) -> None:
        self.tree, self.selection = tree, selection
        self.found: list[Clash] = []
        self._seen: set[frozenset[Voice]] = set()
        self._growth_only = growth_only
        self._share = share
        self.plain = all(key == selection.key for v in selection.voices for key in _scopes(v)) and not any(
            tree.nodes[v.node].rest for v in selection.voices
        )
        self.every_day = True
        self.cheapest_known = True
        self.cells = 0
        self.solved: dict[frozenset[Voice], tuple[Programme, Bound]] = {}
        self._searches = 0
        self._settled: set[frozenset[Voice]] = set()
        self._forced: frozenset[Voice] = frozenset()
        for _ in range(_ROUNDS):
            self.knots = cheapest([c.voices for c in self.found])
            self._combine()
            new = [c for aside in self.sets for c in self._conflicts_without(aside)]
            if not self._learn(new):
                break
        self.cheapest_known &= all(k.proven for k in self.knots)

    def _combine(self) -> None:
        cap = self.selection.question.alternatives
        self.widest: frozenset[Voice] | None = None
        if all(k.listed for k in self.knots) and prod(len(k.ways) for k in self.knots) <= cap:
            self.sets = [
                frozenset().union(self._forced, *one) for one in product(*(k.ways for k in self.knots))
            ]
        else:
            self.sets = [frozenset().union(self._forced, *(k.ways[0] for k in self.knots))]
            any_way = [v for k in self.knots for v in ([*k.ways] if k.listed else [k.voices])]
            self.widest = frozenset().union(self._forced, *any_way)
        self.sets.sort(key=_names)

    def _learn(self, clashes: Iterable[Clash]) -> bool:
        learnt = False
        for clash in clashes:
            held = frozenset(h for v in clash.voices for h in (v.rests_on or (v,)))
            if held not in self._seen:
                self._seen.add(held)
                self.found.append(Clash(tuple(sorted(held, key=lambda v: v.ids)), clash.at))
                learnt = True
        return learnt

    def _conflicts_without(self, aside: frozenset[Voice]) -> list[Clash]:
        if aside in self._settled:
            return []
        s = self.selection
        growth = Growth(self.tree, s.voices, s.at, asked=s.key, without=aside)
        if growth.clashes:
            return growth.clashes
        found = [] if self.plain or self._growth_only else self._broken(growth, aside)
        if not found:
            self._settled.add(aside)
        return found

    def _broken(self, growth: Growth, aside: frozenset[Voice]) -> list[Clash]:
        """Conflicts that only the programmes of single days show; the day of the answer last."""
        live = growth.live
        for at in self._days(live):
            programme = self._programme(live, at, growth if at == self.selection.at else None)
            if at == self.selection.at:
                low = programme.least()
                solved = low.number is not None
                self.solved[aside] = programme, low
                self.cells = programme.columns
            else:
                solved = programme.feasible()
            if not solved:
                self._searches += 1
                if self._searches > _SEARCHES:
                    return self._cut_short(programme, at)
                return self._apart(programme.suspects(), at) or self._cut_short(programme, at)
        return []

    def _apart(self, suspects: Sequence[Voice], at: int) -> list[Clash]:
        """Conflicts among some voices that share none, each as small as can be."""
        found: list[Clash] = []
        left = list(suspects)
        while left and self._break(left, at):
            held = self._fewest(left, at)
            found.append(Clash(held, at))
            left = [v for v in left if v not in held]
        return found

    def _cut_short(self, programme: Programme, at: int) -> list[Clash]:
        """Set aside what the programme must break, not necessarily the cheapest, one statement a conflict."""
        self.cheapest_known = False
        broken = [Clash((v,), at) for v in programme.broken()]
        self._forced |= {h for c in broken for v in c.voices for h in (v.rests_on or (v,))}
        return broken

    def _programme(self, voices: Sequence[Voice], at: int, growth: Growth | None = None) -> Programme:
        s = self.selection
        return Programme(
            self.tree, voices, at, asked=s.key, node=s.node, everything=s.everything, growth=growth
        )

    def _days(self, live: Sequence[Voice]) -> list[int]:
        """Days on which a stated most may be met: nothing else can break."""
        at = self.selection.at
        days = sorted({v.first for v in live if v.high is not None and v.inner and v.first < at})
        if not days:
            return [at]
        masks = {mask for v in live for mask in (v.outer, v.inner)}
        cells = len({v.node for v in live}) * len(partition(self.selection.everything, masks))
        if cells * len(days) > _CELLS // self._share:
            self.every_day = False
            return [at]
        return [*days, at]

    def _fewest(self, suspects: Sequence[Voice], at: int) -> tuple[Voice, ...]:
        """Leave out one after the other whatever the conflict does not need."""
        needed = sorted(suspects, key=lambda v: (v.cost, v.ids), reverse=True)
        for voice in list(needed):
            fewer = [v for v in needed if v is not voice and voice not in v.rests_on]
            if self._break(fewer, at):
                needed = fewer
        return tuple(sorted(needed, key=lambda v: v.ids))

    def _break(self, voices: Sequence[Voice], at: int) -> bool:
        s = self.selection
        growth = Growth(self.tree, voices, at, asked=s.key)
        if growth.clashes:
            return True
        everywhere = self.tree.path(s.node)[-1]  # a conflict may lie beside the place asked for
        programme = Programme(
            self.tree, voices, at, asked=s.key, node=everywhere, everything=s.everything, growth=growth
        )
        return not programme.feasible()


def _scopes(voice: Voice) -> list[tuple[frozenset[str], int]]:
    scopes = [voice.least] if voice.low > 0 else []
    return [*scopes, voice.most] if voice.high is not None and voice.inner else scopes


@dataclass(frozen=True, slots=True)
class Knot:
    """Conflicts that hang together: the sets of least cost that meet each of them.

    `listed` is False where there are more than `_WAYS`, `proven` where the search ended before it was clear
    that none is cheaper.
    """

    ways: Ways
    voices: frozenset[Voice]
    listed: bool
    proven: bool


def cheapest(conflicts: Sequence[Sequence[Voice]]) -> list[Knot]:
    """The knots of some conflicts, each with its cheapest ways out."""
    return [_hitting(group) for group in _connected(conflicts)]


def _names(voices: Iterable[Voice]) -> list[tuple[str, ...]]:
    return sorted(v.ids for v in voices)


def _connected(conflicts: Sequence[Sequence[Voice]]) -> list[list[Sequence[Voice]]]:
    """Conflicts that share a voice, directly or through others."""
    home: dict[int, int] = {}

    def find(n: int) -> int:
        while home[n] != n:
            home[n] = home[home[n]]
            n = home[n]
        return n

    for conflict in conflicts:
        for voice in conflict:
            home.setdefault(id(voice), id(voice))
            home[find(id(voice))] = find(id(conflict[0]))
    groups: dict[int, list[Sequence[Voice]]] = {}
    for conflict in conflicts:
        groups.setdefault(find(id(conflict[0])), []).append(conflict)
    return list(groups.values())


def _hitting(conflicts: Sequence[Sequence[Voice]]) -> Knot:
    """The cheapest sets meeting conflicts that hang together, by branch and bound."""
    ordered = sorted(conflicts, key=lambda c: (len(c), [v.ids for v in c]))
    sets = [frozenset(c) for c in ordered]
    some = _greedy(sets)
    best, branches = sum(v.cost for v in some), 0
    found: dict[frozenset[Voice], None] = {}

    def least_further(open_: Sequence[frozenset[Voice]]) -> int:
        met: set[Voice] = set()
        cost = 0
        for conflict in open_:
            if not conflict & met:
                met |= conflict
                cost += min(v.cost for v in conflict)
        return cost

    def branch(taken: frozenset[Voice], refused: frozenset[Voice], cost: int) -> None:
        nonlocal best, branches
        branches += 1
        open_ = [c for c in sets if not c & taken]
        if not open_:
            if cost < best:
                best = cost
                found.clear()
            if len(found) <= _WAYS:
                found[taken] = None
            return
        left = [c - refused for c in open_]
        if branches > _BRANCHES or any(not c for c in left) or cost + least_further(left) > best:
            return
        barred = refused
        for voice in sorted(_shortest(left), key=lambda v: (v.cost, v.ids)):
            if cost + voice.cost <= best:
                branch(taken | {voice}, barred, cost + voice.cost)
            barred |= {voice}

    branch(frozenset(), frozenset(), 0)
    ways = sorted(found or {some: None}, key=_names)
    done = branches <= _BRANCHES
    return Knot(ways[:_WAYS], frozenset().union(*sets), done and len(ways) <= _WAYS, done)


def _shortest(sets: Sequence[frozenset[Voice]]) -> frozenset[Voice]:
    return sets[min(range(len(sets)), key=lambda n: len(sets[n]))]


def _greedy(sets: Sequence[frozenset[Voice]]) -> frozenset[Voice]:
    """Some set that meets all: an upper end for the search."""
    open_, taken = list(sets), set()
    while open_:
        candidates = {v for c in open_ for v in c}
        voice = min(candidates, key=lambda v: (v.cost / sum(v in c for c in open_), v.ids))
        taken.add(voice)
        open_ = [c for c in open_ if voice not in c]
    return frozenset(taken)
