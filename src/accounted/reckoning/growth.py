"""The least that must have been counted, place by place, day by day: one pass over the days, exact on a tree.

All constraints here have one form: a scope holds at least as many as any scope within it, at least the sum
of any scopes within it that share nobody, and at least as many as on any earlier day. Such a system has a
least solution, and following the days in order finds it: every least number is raised where it is stated and
carried to what contains it. A stated greatest number below it is a conflict, and the statements that raised
it are the reason.

Where nobody is told apart (one set of classes in one layer), this is all that follows from the statements,
and `highest` gives the greatest numbers that they allow too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from accounted.reckoning.places import PlaceTree
from accounted.reckoning.voices import Key, Voice, within

_MOST_KEYS = 24  # scopes told apart at one place for which sums of disjoint parts are looked for

# Why a least number is what it is: a voice, a smaller scope at the same place, the places within, or parts.
Why = Voice | int | None | tuple[int, ...]
_History = dict[tuple[int, int], tuple[list[int], list[int]]]


@dataclass(frozen=True, slots=True)
class Clash:
    """Voices of which no world makes all true, and the day."""

    voices: tuple[Voice, ...]
    at: int


class Growth:
    """Least numbers of every place and set of classes up to a day.

    `least[node][k]` is the least number of the scope `keys[k]` at a place; `clashes` are the conflicts met.
    With `history`, the days on which a number rose are kept, so that any earlier day can be asked for.
    """

    def __init__(
        self,
        tree: PlaceTree,
        voices: Sequence[Voice],
        at: int,
        *,
        asked: Key,
        without: Collection[Voice] = (),
        history: bool = False,
    ) -> None:
        self.tree = tree
        self.at = at
        gone = frozenset(map(id, without))
        self.live = list(voices)
        if gone:
            self.live = [
                v for v in voices if id(v) not in gone and not any(id(held) in gone for held in v.rests_on)
            ]
        self.keys = _keys(self.live, asked)
        self.index = {key: n for n, key in enumerate(self.keys)}
        self.asked = self.index[asked]
        self.larger = [
            [m for m, b in enumerate(self.keys) if m != n and within(a, b)] for n, a in enumerate(self.keys)
        ]
        self.families = _families(self.keys, self.larger)
        width = len(self.keys)
        self.least: dict[int, list[int]] = defaultdict(lambda: [0] * width)
        self.inside: dict[int, list[int]] = defaultdict(lambda: [0] * width)  # sums over the places within
        self.why: dict[int, list[Why]] = defaultdict(lambda: [None] * width)
        self.history: _History | None = {} if history else None
        self.inside_history: _History = {}
        self.clashes: list[Clash] = []
        self._today = 0
        self._run()

    def _run(self) -> None:
        events: list[tuple[int, int, int, Voice]] = []
        for n, voice in enumerate(self.live):
            if voice.low > 0 and voice.last <= self.at:
                events.append((voice.last, 0, n, voice))
            if voice.high is not None and voice.inner:
                day = self.at if voice.final else min(voice.first, self.at)
                events.append((day, 1, n, voice))
        events.sort(key=lambda e: e[:3])
        for day, kind, _, voice in events:
            self._today = day
            if kind == 0:
                self._raise(voice.node, self.index[voice.least], voice.low, voice)
            else:
                k = self.index[voice.most]
                if voice.high is not None and self.least[voice.node][k] > voice.high:
                    self.clashes.append(Clash(self._clash(voice, k), day))

    def _raise(self, node: int, k: int, number: int, why: Why) -> None:
        waiting = [(node, k, number, why)]
        while waiting:
            node, k, number, why = waiting.pop()
            before = self.least[node][k]
            if number <= before:
                continue
            self.least[node][k], self.why[node][k] = number, why
            if self.history is not None:
                self._remember(self.history, node, k, number)
            for larger in self.larger[k]:
                if number > self.least[node][larger]:
                    waiting.append((node, larger, number, k))
            for whole, family in self.families[k]:
                total = sum(self.least[node][part] for part in family)
                if total > self.least[node][whole]:
                    waiting.append((node, whole, total, family))
            home = self.tree.parent[node]
            if home >= 0:
                self.inside[home][k] += number - before
                if self.history is not None:
                    self._remember(self.inside_history, home, k, self.inside[home][k])
                if self.inside[home][k] > self.least[home][k]:
                    waiting.append((home, k, self.inside[home][k], None))

    def _remember(self, history: _History, node: int, k: int, number: int) -> None:
        days, numbers = history.setdefault((node, k), ([], []))
        if days and days[-1] == self._today:
            numbers[-1] = number
        else:
            days.append(self._today)
            numbers.append(number)

    def explain(self, node: int, k: int) -> list[Voice]:
        """The voices whose least numbers add up to one, by the shortest road found."""
        found: list[Voice] = []
        waiting = [(node, k)]
        while waiting:
            node, k = waiting.pop()
            why = self.why[node][k]
            if isinstance(why, Voice):
                found.append(why)
            elif isinstance(why, int):
                waiting.append((node, why))
            elif why is None:
                waiting.extend((c, k) for c in self.tree.children[node] if self.least[c][k])
            else:
                waiting.extend((node, part) for part in why)
        return found

    def _clash(self, most: Voice, k: int) -> tuple[Voice, ...]:
        """The statements that raised a number above a stated most, as few as it takes."""
        raised = sorted(self.explain(most.node, k), key=lambda v: (v.low, v.ids))
        assert most.high is not None
        over = sum(v.low for v in raised) - most.high
        needed = []
        for voice in raised:
            if voice.low < over:
                over -= voice.low
            else:
                needed.append(voice)
        return (*needed, *([] if most in needed else [most]))

    def highest(self, node: int) -> tuple[int | None, list[Voice]]:
        """The greatest number of what was asked at a place, and the voices that hold it there.

        Exact where one set of classes in one layer is all that is told apart: whatever contains the place
        holds at least what is counted beside it.
        """
        path = self.tree.path(node)
        position = {place: n for n, place in enumerate(path)}
        best: int | None = None
        holding: list[Voice] = []
        beside = [0] * len(path)
        for n in range(1, len(path)):
            at_home = self.inside[path[n]][self.asked] - self.least[path[n - 1]][self.asked]
            beside[n] = beside[n - 1] + at_home
        for voice in self.live:
            if voice.high is None or not voice.inner or not (voice.final or voice.first >= self.at):
                continue
            n = position.get(voice.node, -1)
            if n < 0 or not within(self.keys[self.asked], voice.most):
                continue
            number = voice.high - beside[n]
            if best is None or number < best or (number == best and len(holding) > 1 + n):
                best, holding = number, [voice]
                for inner, outer in pairwise(path[: n + 1]):
                    for other in self.tree.children[outer]:
                        if other != inner and self.least[other][self.asked]:
                            holding += self.explain(other, self.asked)
        return best, holding

    def on(self, node: int, k: int, day: int) -> int:
        """The least number on an earlier day; needs `history`."""
        assert self.history is not None
        return _on(self.history, node, k, day)

    def inside_on(self, node: int, k: int, day: int) -> int:
        """The sum over the places directly within one on an earlier day; needs `history`."""
        return _on(self.inside_history, node, k, day)


def _on(history: _History, node: int, k: int, day: int) -> int:
    days, numbers = history.get((node, k), ((), ()))
    n = bisect_right(days, day)
    return numbers[n - 1] if n else 0


def _keys(voices: Sequence[Voice], asked: Key) -> list[Key]:
    found = {asked}
    for voice in voices:
        if voice.low > 0:
            found.add(voice.least)
        if voice.high is not None and voice.inner:
            found.add(voice.most)
    return sorted(found, key=lambda key: (sorted(key[0]), key[1]))


def _families(
    keys: Sequence[Key], larger: Sequence[Sequence[int]]
) -> list[list[tuple[int, tuple[int, ...]]]]:
    """For each key, the wholes it is part of and the disjoint parts, it among them, that these then hold.

    Two layers may share anybody, so a family is of one layer, that of its whole or a deeper one.
    """
    found: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in keys]
    if len(keys) > _MOST_KEYS:
        return found
    for whole in range(len(keys)):
        parts = [n for n in range(len(keys)) if whole in larger[n]]
        for layer in {keys[n][0] for n in parts}:
            for family in _disjoint([n for n in parts if keys[n][0] == layer], keys):
                for part in family:
                    found[part].append((whole, family))
    return found


def _disjoint(parts: Sequence[int], keys: Sequence[Key]) -> list[tuple[int, ...]]:
    """Sets of two or more parts that share nobody, to which no further part could be added."""
    found: list[tuple[int, ...]] = []

    def grow(chosen: tuple[int, ...], mask: int, later: Sequence[int], earlier: Sequence[int]) -> None:
        if len(found) > 200:
            return
        fits = [n for n in later if keys[n][1] & mask == 0]
        if not fits and len(chosen) > 1 and not any(keys[n][1] & mask == 0 for n in earlier):
            found.append(chosen)
        for i, n in enumerate(fits):
            grow((*chosen, n), mask | keys[n][1], fits[i + 1 :], [*earlier, *fits[:i]])

    grow((), 0, parts, ())
    return found
