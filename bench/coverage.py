"""How often intervals hold the truth: populations of known size, lists made by known rules.

    python bench/coverage.py                             200 data sets in each scenario
    python bench/coverage.py --sets 20                   fewer
    python bench/coverage.py --keep coverage.jsonl       goes on where a run before it ended
    python bench/coverage.py --only sim4 --method latent

Scenarios, 2,000 people and five lists each: independent lists, and the five designs of HRDAG's StanLCMCR
(import/hand/simulations.yaml, people and chances as there; sim1 is the two-group design of Manrique-Vallier
2016): a small visible group among the hidden (sim1, sim2, sim3), three groups (sim4), two groups that
opposite lists reach (sim5). Two stresses break what every method assumes, and no method is promised to
stand them: a list that avoids whom another has (avoiding), and a linkage that misses one match in twenty.

`latent` has the published prior, `latent-many` the one for many kinds of people.

Numba asks for a package of this file's name; run it as a programme, not by importing it as `coverage`.

A method that gives no number is counted as giving none, not as right or wrong. The Monte Carlo error of a
share p over m sets is sqrt(p(1 - p)/m): 1.5 points at 95% and 200 sets.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from accounted.estimating import (
    MANY_KINDS,
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
Held = tuple[bool | None, float | None, float | None, float | None]
Groups = tuple[tuple[int, tuple[float, ...]], ...]

DESIGNS: dict[str, Groups] = {
    "independent": ((2000, (0.2, 0.25, 0.3, 0.15, 0.2)),),
    "sim1": ((1800, (0.033, 0.033, 0.099, 0.132, 0.033)), (200, (0.66, 0.825, 0.759, 0.99, 0.693))),
    "sim2": ((1600, (0.013, 0.013, 0.099, 0.132, 0.033)), (400, (0.56, 0.825, 0.759, 0.99, 0.593))),
    "sim3": ((1600, (0.113, 0.113, 0.199, 0.232, 0.133)), (400, (0.86, 0.925, 0.859, 0.99, 0.793))),
    "sim4": (
        (1600, (0.1, 0.05, 0.15, 0.2, 0.1)),
        (200, (0.5, 0.4, 0.6, 0.4, 0.5)),
        (200, (0.8, 0.9, 0.6, 0.7, 0.7)),
    ),
    "sim5": ((1600, (0.113, 0.113, 0.199, 0.832, 0.733)), (400, (0.86, 0.925, 0.859, 0.19, 0.193))),
}


def drawn(design: str, random: np.random.Generator) -> Marks:
    chances = np.vstack([np.tile(chance, (size, 1)) for size, chance in DESIGNS[design]])
    return np.asarray(random.uniform(size=chances.shape) < chances)


def avoiding(random: np.random.Generator) -> Marks:
    on = drawn("independent", random)
    on[:, 1] &= ~(on[:, 0] & (random.uniform(size=PEOPLE) < 0.5))  # the second list skips half of the first
    return on


def missed_matches(random: np.random.Generator) -> Marks:
    on = drawn("independent", random)
    several = np.flatnonzero(on.sum(axis=1) > 1)
    lost = several[random.uniform(size=len(several)) < 0.05]
    apart = np.zeros((len(lost), LISTS), dtype=bool)
    for row, person in enumerate(lost):
        which = random.choice(np.flatnonzero(on[person]))
        on[person, which], apart[row, which] = False, True
    return np.vstack([on, apart])


SCENARIOS: dict[str, Callable[[np.random.Generator], Marks]] = {
    **{name: (lambda random, name=name: drawn(name, random)) for name in DESIGNS},
    "avoiding": avoiding,
    "missed matches": missed_matches,
}
STRESSES = ("avoiding", "missed matches")
METHODS: dict[str, Callable[[], Method]] = {
    "latent": lambda: LatentClassModel(10, budget=200_000, effective=400, workers=1),
    "latent-many": lambda: LatentClassModel(10, **MANY_KINDS, budget=200_000, effective=400, workers=1),
    "graphs": DecomposableGraphs,
    "stepwise": lambda: LogLinear("stepwise"),
    "chao": ChaoLowerBound,
}


def table_of(on: Marks) -> ListOverlap:
    counts = Counter((on @ (1 << np.arange(LISTS))).tolist())
    counts.pop(0, None)
    return ListOverlap.from_counts("ABCDE", counts)


def lists_of(scenario: str, number: int) -> ListOverlap:
    return table_of(SCENARIOS[scenario](np.random.default_rng([number, list(SCENARIOS).index(scenario)])))


def covers(
    method: Method, lists: ListOverlap
) -> tuple[bool | None, float | None, float | None, float | None]:
    """Whether the interval holds the truth, the point and the ends; None where no number is given."""
    try:
        total = method.fit(lists).total
    except NotEstimable:
        return None, None, None, None
    if total.point is None or total.low is None:
        return None, None, None, None
    high = np.inf if total.high is None else total.high
    return bool(total.low <= PEOPLE <= high), total.point, total.low, high


def one(asked: tuple[str, int, str]) -> dict[str, object]:
    """One method on one data set."""
    scenario, number, name = asked
    began, method = time.process_time(), METHODS[name]()
    held, point, low, high = covers(method, lists_of(scenario, number))
    return {
        "scenario": scenario, "set": number, "method": name, "held": held, "point": point, "low": low,
        "high": high, "seconds": round(time.process_time() - began, 3),
    }  # fmt: skip


def results(asked: list[tuple[str, int, str]], workers: int) -> Iterator[dict[str, object]]:
    if workers == 1:
        yield from map(one, asked)
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(one, asked, chunksize=4)


def say(rows: list[dict[str, object]], methods: tuple[str, ...], scenarios: tuple[str, ...]) -> None:
    """Of each scenario and method: share of intervals with the truth, median, median width, how many none."""
    print(f"{'':16}" + "".join(f"{name:>34}" for name in methods))
    for scenario in scenarios:
        cells = []
        for method in methods:
            here = [row for row in rows if row["scenario"] == scenario and row["method"] == method]
            given = [row for row in here if row["held"] is not None]
            if not given:
                cells.append(f"none of {len(here)}")
                continue
            share = sum(bool(row["held"]) for row in given) / len(given)
            middle = np.median([float(str(row["point"])) for row in given])
            width = np.median([float(str(row["high"])) - float(str(row["low"])) for row in given])
            none = f", none {len(here) - len(given)}" if len(here) > len(given) else ""
            cells.append(f"{share:.1%} of {len(given)} ({middle:,.0f} ±{width / 2:,.0f}{none})")
        print(f"{scenario:16}" + "".join(f"{cell:>34}" for cell in cells), flush=True)


def main() -> None:
    asking = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asking.add_argument("--sets", type=int, default=200)
    asking.add_argument("--keep", type=Path, help="JSON lines; what is there already is not done again")
    asking.add_argument("--only", choices=SCENARIOS, action="append")
    asking.add_argument("--method", choices=METHODS, action="append")
    asking.add_argument("--workers", type=int, default=1)
    options = asking.parse_args()
    scenarios, methods = tuple(options.only or SCENARIOS), tuple(options.method or METHODS)
    rows: list[dict[str, object]] = []
    if options.keep is not None and options.keep.exists():
        rows = [json.loads(line) for line in options.keep.read_text(encoding="utf-8").splitlines()]
    done = {(row["scenario"], row["set"], row["method"]) for row in rows}
    # set by set over all scenarios, so that a run that is cut short has something of each
    asked = [(s, number, m) for number in range(options.sets) for s in scenarios for m in methods]
    for row in results([each for each in asked if each not in done], options.workers):
        rows.append(row)
        if options.keep is not None:
            with options.keep.open("a", encoding="utf-8") as out:
                out.write(json.dumps(row) + "\n")
    wanted = set(asked)
    say([row for row in rows if (row["scenario"], row["set"], row["method"]) in wanted], methods, scenarios)


if __name__ == "__main__":
    main()
