"""How often intervals hold the truth: populations of known size, lists made by known rules.

    python bench/coverage.py            200 data sets in each scenario (hours on two cores)
    python bench/coverage.py 20         fewer

Scenarios: independent lists; a small visible group among hidden people (the two-group design of
Manrique-Vallier 2016); two groups that different lists reach; three groups; lists that avoid each other; and
a linkage that misses one match in twenty. Monte Carlo error of a share p over m sets is sqrt(p(1-p)/m).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable

import numpy as np

from accounted.estimating import (
    ChaoLowerBound,
    DecomposableGraphs,
    LatentClassModel,
    ListOverlap,
    LogLinear,
    Method,
    NotEstimable,
)

PEOPLE, LISTS = 2000, 5
Marks = np.ndarray


def independent(random: np.random.Generator) -> Marks:
    return random.uniform(size=(PEOPLE, LISTS)) < np.array([0.2, 0.25, 0.3, 0.15, 0.2])


def classes(random: np.random.Generator, sizes: list[float], chances: list[list[float]]) -> Marks:
    kind = random.choice(len(sizes), PEOPLE, p=sizes)
    return random.uniform(size=(PEOPLE, LISTS)) < np.array(chances)[kind]


def visible_few(random: np.random.Generator) -> Marks:
    return classes(random, [0.1, 0.9], [[0.7, 0.75, 0.8, 0.7, 0.75], [0.08, 0.06, 0.1, 0.07, 0.05]])


def two_sides(random: np.random.Generator) -> Marks:
    return classes(random, [0.5, 0.5], [[0.4, 0.35, 0.3, 0.1, 0.08], [0.1, 0.08, 0.12, 0.35, 0.4]])


def three_groups(random: np.random.Generator) -> Marks:
    chances = [[0.6, 0.5, 0.55, 0.5, 0.6], [0.3, 0.2, 0.1, 0.25, 0.1], [0.08, 0.1, 0.15, 0.06, 0.12]]
    return classes(random, [0.2, 0.3, 0.5], chances)


def avoiding(random: np.random.Generator) -> Marks:
    on = independent(random)
    on[:, 1] &= ~(on[:, 0] & (random.uniform(size=PEOPLE) < 0.5))  # the second list skips half of the first
    return on


def missed_matches(random: np.random.Generator) -> Marks:
    on = independent(random)
    several = np.flatnonzero(on.sum(axis=1) > 1)
    lost = several[random.uniform(size=len(several)) < 0.05]
    apart = np.zeros((len(lost), LISTS), dtype=bool)
    for row, person in enumerate(lost):
        which = random.choice(np.flatnonzero(on[person]))
        on[person, which], apart[row, which] = False, True
    return np.vstack([on, apart])


SCENARIOS: dict[str, Callable[[np.random.Generator], Marks]] = {
    "independent": independent,
    "visible few": visible_few,
    "two sides": two_sides,
    "three groups": three_groups,
    "avoiding": avoiding,
    "missed matches": missed_matches,
}
METHODS: dict[str, Callable[[], Method]] = {
    "latent": lambda: LatentClassModel(10, budget=60_000, effective=300),
    "graphs": DecomposableGraphs,
    "stepwise": lambda: LogLinear("stepwise"),
    "chao": ChaoLowerBound,
}


def table_of(on: Marks) -> ListOverlap:
    counts = Counter((on @ (1 << np.arange(LISTS))).tolist())
    counts.pop(0, None)
    return ListOverlap.from_counts("ABCDE", counts)


def covers(method: Method, lists: ListOverlap) -> tuple[bool | None, float, float]:
    """Whether the interval holds the truth, its point and its width; None where no number is given."""
    try:
        total = method.fit(lists).total
    except NotEstimable:
        return None, np.nan, np.nan
    if total.point is None or total.low is None:
        return None, np.nan, np.nan
    high = np.inf if total.high is None else total.high
    return total.low <= PEOPLE <= high, total.point, high - total.low


def main(sets: int = 200, names: tuple[str, ...] = tuple(SCENARIOS)) -> dict[str, dict[str, float]]:
    result: dict[str, dict[str, float]] = {}
    print(f"{'scenario':16}" + "".join(f"{name:>28}" for name in METHODS), flush=True)
    for name in names:
        found: dict[str, list[tuple[bool | None, float, float]]] = {method: [] for method in METHODS}
        for number in range(sets):
            lists = table_of(SCENARIOS[name](np.random.default_rng([number, list(SCENARIOS).index(name)])))
            for method, make in METHODS.items():
                found[method].append(covers(make(), lists))
        result[name] = {}
        cells = []
        for method, rows in found.items():
            given = [row for row in rows if row[0] is not None]
            share = float(np.mean([row[0] for row in given])) if given else float("nan")
            result[name][method] = share
            middle = float(np.median([row[1] for row in given])) if given else float("nan")
            cells.append(f"{share:6.0%} (med {middle:6,.0f}, none {sets - len(given):3})")
        print(f"{name:16}" + "".join(f"{cell:>28}" for cell in cells), flush=True)
    return result


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
