"""The least and the greatest total as two integer programmes over cells, solved with HiGHS.

A cell is a place less all places within it, crossed with a set of classes that no statement parts. Unknowns
are the totals of each place and set; what lies “elsewhere in” a place is its total less those of the places
in it, and is never negative. Each statement bounds one sum. Places below which nobody is told apart need no
cells of their own: the least number that `Growth` found for them stands in.

Needs `highspy`: install accounted[reckoning].
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, inf
from random import Random
from typing import Any

from accounted.reckoning.growth import Growth
from accounted.reckoning.places import PlaceTree
from accounted.reckoning.question import WrongQuestion
from accounted.reckoning.voices import Key, Voice, within

_NEAR = 1e-6
_WHOLE_NUMBERS = 20_000  # up to so many cells, whole numbers are asked for where a solution has fractions
_NODES = 500  # of the search for whole numbers; a limit of time would not give the same answer again
_CORNERS = 3


class NeedsHiGHS(WrongQuestion):
    """The solver is not installed, and the question needs it."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of the answer, the voices that hold it, and whether it is known to be the very end."""

    number: int | None
    voices: tuple[tuple[Voice, int], ...]  # with the sign of their weight
    exact: bool = True


class Programme:
    """The cells that some voices tell apart around a place on a day, and what bounds them."""

    def __init__(
        self,
        tree: PlaceTree,
        voices: Sequence[Voice],
        at: int,
        *,
        asked: Key,
        node: int,
        everything: int,
        growth: Growth | None = None,
    ) -> None:
        self.growth = growth or Growth(tree, voices, at, asked=asked)
        self.tree, self.at, self.asked, self.node, self.everything = tree, at, asked, node, everything
        self.lows: dict[tuple[int, Key], Voice] = {}
        self.highs: dict[tuple[int, Key], Voice] = {}
        for voice in voices:
            self._enter(voice)
        self._thin()
        masks = {key[1] for _, key in (*self.lows, *self.highs)} | {asked[1]}
        self.blocks = partition(everything, masks)
        self._covers: dict[int, list[int]] = {}
        self.layers = self._layers()
        self.homes = {a: [b for b in self.layers if b < a and not self._between(b, a)] for a in self.layers}
        roots = [a for a in self.layers if not self.homes[a]]
        self.plain: Key | None = (roots[0], everything) if len(roots) == 1 else None
        self._fold()
        self._build()

    def _enter(self, voice: Voice) -> None:
        if voice.low > 0 and voice.last <= self.at:
            place = voice.node, voice.least
            if place not in self.lows or self.lows[place].low < voice.low:
                self.lows[place] = voice
        if voice.high is not None and voice.inner and (voice.final or voice.first >= self.at):
            place = voice.node, voice.most
            held = self.highs.get(place)
            if held is None or held.high is None or voice.high < held.high:
                self.highs[place] = voice

    def _thin(self) -> None:
        """Leave out whatever follows from the rest, so that no row is held for it.

        A least number that `Growth` reaches without it follows from those it reaches it by; a most follows
        from one no greater of a scope that contains its own.
        """
        growth = self.growth
        self.lows = {
            (n, key): why
            for n, key in self.lows
            if isinstance(why := growth.why[n][growth.index[key]], Voice)
        }
        keys = {key for _, key in self.highs}
        wider = {key: [other for other in keys if within(key, other)] for key in keys}
        kept = {}
        for (n, key), voice in self.highs.items():
            assert voice.high is not None
            around = [
                self.highs[place, other].high
                for place in self.tree.path(n)
                for other in wider[key]
                if (place, other) in self.highs and (place, other) != (n, key)
            ]
            if not any(high is not None and high <= voice.high for high in around):
                kept[n, key] = voice
        self.highs = kept

    def _layers(self) -> list[frozenset[str]]:
        found = {key[0] for _, key in (*self.lows, *self.highs)} | {self.asked[0]}
        return sorted(found, key=lambda layer: (len(layer), sorted(layer)))

    def _between(self, outer: frozenset[str], inner: frozenset[str]) -> bool:
        return any(outer < middle < inner for middle in self.layers)

    def _fold(self) -> None:
        """Keep the places below or at which somebody is told apart; let one number stand for each other."""
        stated = [*self.lows, *self.highs]
        path = self.tree.path(self.node)
        with_rows = {n for n, _ in stated}
        self.top = next((n for n in reversed(path) if n in with_rows), self.node)
        region = set(self.tree.within(self.top))
        kept = {n for n in path if n in region}
        exhausted: set[int] = set()
        for n, key in stated:
            if n not in region:
                continue
            if key != self.plain:
                kept.update(p for p in self.tree.path(n) if p in region)
            if self.tree.nodes[n].rest and (n, key) in self.highs and self.tree.parent[n] in region:
                home = self.tree.parent[n]
                exhausted.add(home)
                for child in self.tree.children[home]:
                    kept.update(self.tree.within(child))
                kept.update(p for p in self.tree.path(home) if p in region)
        self.exhausted = exhausted
        self.kept = sorted(kept)
        self.folded: dict[int, int] = {}
        if self.plain is None:
            self.kept, kept = sorted(region), region
        self.kept_set = kept
        k = self.growth.index.get(self.plain) if self.plain is not None else None
        if k is not None:
            for n in self.kept:
                number = sum(self.growth.least[c][k] for c in self.tree.children[n] if c not in kept)
                if number:
                    self.folded[n] = number

    def _sets(self, mask: int) -> list[int]:
        if mask not in self._covers:
            self._covers[mask] = [k for k, block in enumerate(self.blocks) if block & mask]
        return self._covers[mask]

    def _build(self) -> None:
        """Columns: totals by layer, place and block. Rows: no cell is negative; then the statements."""
        spread = self._spread()
        width = len(self.blocks)
        self.column: dict[tuple[frozenset[str], int], int] = {}
        for layer in self.layers:
            for n in self.kept:
                if n in spread[layer]:
                    self.column[layer, n] = len(self.column) * width
        self.columns = len(self.column) * width
        self.rows: list[tuple[list[int], list[float], float, float]] = []
        self.row_voices: dict[int, tuple[list[Voice], list[Voice]]] = {}
        for (layer, n), start in self.column.items():
            inner = [self.column[layer, c] for c in self.tree.children[n] if (layer, c) in self.column]
            homes = [h for h in self.homes[layer] if (h, n) in self.column]
            top = 0.0 if n in self.exhausted and not homes else inf
            for k in range(width):
                cell = [(start + k, 1.0), *((c + k, -1.0) for c in inner)]
                if inner:
                    self._row(cell, 0.0, top)
                for home in homes:
                    around = [(self.column[home, n] + k, 1.0)]
                    around += [
                        (self.column[home, c] + k, -1.0)
                        for c in self.tree.children[n]
                        if (home, c) in self.column
                    ]
                    self._row([*around, *((i, -w) for i, w in cell)], 0.0, inf)
            if not homes and n in self.folded and (layer, self.everything) == self.plain:
                cells = [(start + k, 1.0) for k in range(width)]
                cells += [(c + k, -1.0) for c in inner for k in range(width)]
                assert self.plain is not None
                outside = [c for c in self.tree.children[n] if c not in self.kept_set]
                k = self.growth.index[self.plain]
                raised = [v for c in outside if self.growth.least[c][k] for v in self.growth.explain(c, k)]
                self.row_voices[len(self.rows)] = raised, []
                self._row(cells, float(self.folded[n]), inf)
        self.structure = len(self.rows)
        for n, key in sorted({*self.lows, *self.highs}, key=lambda p: (p[0], sorted(p[1][0]), p[1][1])):
            if (key[0], n) not in self.column:
                continue
            low, high = self.lows.get((n, key)), self.highs.get((n, key))
            start = self.column[key[0], n]
            self.row_voices[len(self.rows)] = [low] if low else [], [high] if high else []
            top = inf if high is None or high.high is None else float(high.high)
            self._row([(start + k, 1.0) for k in self._sets(key[1])], float(low.low) if low else 0.0, top)
        target = self.column[self.asked[0], self.node]
        self.target = [target + k for k in self._sets(self.asked[1])]

    def _spread(self) -> dict[frozenset[str], set[int]]:
        """The places at which each layer needs totals of its own: everywhere for the widest."""
        named: dict[frozenset[str], set[int]] = defaultdict(set)
        for n, key in (*self.lows, *self.highs):
            named[key[0]].add(n)
        named[self.asked[0]].add(self.node)
        spread: dict[frozenset[str], set[int]] = {}
        for layer in sorted(self.layers, key=len, reverse=True):
            if not self.homes[layer]:
                spread[layer] = set(self.kept)
                continue
            mine = {m for n in named[layer] if n in self.kept_set for m in self.tree.within(n)}
            mine &= self.kept_set
            for deeper in self.layers:
                if layer in self.homes[deeper] and deeper in spread:
                    mine |= spread[deeper]
            spread[layer] = mine
        return spread

    def _row(self, cells: list[tuple[int, float]], low: float, high: float) -> None:
        self.rows.append(([i for i, _ in cells], [w for _, w in cells], low, high))

    # -- solving ---------------------------------------------------------------------------------

    def feasible(self) -> bool:
        """Whether some world makes every statement true (fractions of persons allowed)."""
        if any(low > high for _, _, low, high in self.rows):
            return False
        solver = self._solver([0.0] * self.columns)
        solver.run()
        return str(solver.getModelStatus()) == "HighsModelStatus.kOptimal"

    def suspects(self) -> list[Voice]:
        """Some voices that cannot all be true, where no solution exists; not yet the fewest.

        The rows whose bounds carry weight in the cheapest way of breaking them.
        """
        solver = self._solver([0.0] * self.columns, elastic=True)
        solver.run()
        duals = solver.getSolution().row_dual
        found: dict[int, Voice] = {}
        for r, (low, high) in self.row_voices.items():
            if abs(duals[r]) > _NEAR:
                for voice in low if duals[r] > 0 else high:
                    found[id(voice)] = voice
        return list(found.values())

    def broken(self) -> list[Voice]:
        """Voices whose numbers are missed in the cheapest way of breaking them, where no solution exists."""
        solver = self._solver([0.0] * self.columns, elastic=True)
        solver.run()
        found: dict[int, Voice] = {}
        slack = iter(solver.getSolution().col_value[self.columns :])
        for r, (_, _, low, high) in enumerate(self.rows):
            if r in self.row_voices:
                lows, highs = self.row_voices[r]
                missed = (low > 0 and next(slack) > _NEAR, high < inf and next(slack) > _NEAR)
                for voice in (*(lows if missed[0] else ()), *(highs if missed[1] else ())):
                    found[id(voice)] = voice
        return list(found.values())

    def least(self) -> Bound:
        """The least total of what is asked."""
        return self._end(1)

    def greatest(self) -> Bound:
        """The greatest total of what is asked; open where nothing forbids more."""
        return self._end(-1)

    def _end(self, sense: int) -> Bound:
        cost = [0.0] * self.columns
        for c in self.target:
            cost[c] = float(sense)
        solver = self._solver(cost)
        solver.run()
        if str(solver.getModelStatus()) != "HighsModelStatus.kOptimal":
            return Bound(None, ())
        solution = solver.getSolution()
        value = solver.getInfo().objective_function_value * sense
        duals = solution.row_dual
        holding = []
        for r, (low, high) in self.row_voices.items():
            if abs(duals[r]) > _NEAR:
                weight = 1 if duals[r] * sense > 0 else -1
                holding += [(v, weight) for v in (low if duals[r] > 0 else high)]
        number = ceil(value - 1e-5) if sense > 0 else floor(value + 1e-5)
        if _whole(solution.col_value) or self._reached(solver, number):
            return Bound(number, tuple(holding))
        if self.columns > _WHOLE_NUMBERS:
            return Bound(number, tuple(holding), False)
        whole = self._solver(cost, whole=True)
        whole.setOptionValue("mip_max_nodes", _NODES)
        whole.run()
        bound = whole.getInfo().mip_dual_bound * sense
        if abs(bound) == inf:
            return Bound(number, tuple(holding), False)
        number = ceil(bound - 1e-5) if sense > 0 else floor(bound + 1e-5)
        solved = str(whole.getModelStatus()) == "HighsModelStatus.kOptimal"
        return Bound(number, tuple(holding), solved)

    def _reached(self, solver: Any, number: int) -> bool:
        """Whether some corner of the solutions at one end is in whole numbers; a few directions are tried."""
        import numpy as np

        weights = np.ones(len(self.target))
        solver.addRow(number, number, len(self.target), np.array(self.target, dtype=np.int32), weights)
        for seed in range(_CORNERS):
            random = Random(seed)  # noqa: S311  a direction, the same each time
            costs = np.array([random.random() for _ in range(self.columns)])
            solver.changeColsCost(self.columns, np.arange(self.columns, dtype=np.int32), costs)
            solver.run()
            if str(solver.getModelStatus()) != "HighsModelStatus.kOptimal":
                return False
            if _whole(solver.getSolution().col_value):
                return True
        return False

    def _solver(self, cost: list[float], *, elastic: bool = False, whole: bool = False) -> Any:
        try:
            import highspy
            import numpy as np
        except ImportError as why:
            raise NeedsHiGHS(
                "numbers by group, or in conflict, need the solver HiGHS: pip install 'accounted[reckoning]'"
            ) from why
        rows = self.rows
        columns = self.columns
        starts, index, value = [0], [], []
        for r, (cells, weights, low, high) in enumerate(rows):
            index += cells
            value += weights
            if elastic and r in self.row_voices:
                if low > 0:
                    index.append(columns)
                    value.append(1.0)
                    columns += 1
                if high < inf:
                    index.append(columns)
                    value.append(-1.0)
                    columns += 1
            starts.append(len(index))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = columns, len(rows)
        model.col_cost_ = np.array(cost + [1.0] * (columns - self.columns))
        model.col_lower_ = np.zeros(columns)
        model.col_upper_ = np.full(columns, inf)
        model.row_lower_ = np.array([row[2] for row in rows], dtype=float)
        model.row_upper_ = np.array([row[3] for row in rows], dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(index, dtype=np.int32)
        model.a_matrix_.value_ = np.array(value, dtype=float)
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * columns
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", 0)
        solver.passModel(model)
        return solver


def _whole(values: Sequence[float]) -> bool:
    return all(abs(x - round(x)) <= _NEAR for x in values)


def partition(everything: int, masks: set[int]) -> list[int]:
    """The sets of classes that no mask parts."""
    blocks = [everything]
    for mask in sorted(masks):
        blocks = [part for block in blocks for part in (block & mask, block & ~mask) if part]
    return sorted(blocks)
