"""How long an answer takes: 1,000, 10,000 and 100,000 tallies over a country's places and two years.

    python bench/reckoning.py [--most 100000]

Two worlds are made from known counts with a fixed seed. In one nobody is told apart; in the other three in
ten tallies are of women, men, children or civilians. One question is of the country on a day in the middle of
the two years, one is of a region, and one pass answers every place.

The peer is the textbook programme: a cell for every place and class, every tally a row over all its cells,
the least and the greatest by HiGHS through SciPy, from scratch for each place. It is timed on the same worlds
for the country and for a few places, from which all places are extrapolated; past its time limit the ratio is
a least one. Where both answer, their ends are compared. Times are of the wall; beside the bars stands the CPU
time too, since machines are shared. Memory is the most the process held. Each size runs in its own process.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from random import Random

from accounted.reckoning import PlaceNode, Question, Reckoner, Statement, World

START, DAYS = date(2022, 2, 24), 730
SIZES = (1_000, 10_000, 100_000)
GROUPS = (("female", "adult"), ("male", "adult"), ("child",), ("civilian",))
BARS = {10_000: 1.0, 100_000: 15.0}


def a_country(tallies: int) -> tuple[PlaceNode, ...]:
    """A country of 25 regions, districts in these, settlements in those: one for every six tallies."""
    nodes = [PlaceNode("country", "the country", kind="country")]
    settlements = max(60, tallies // 6)
    for r in range(25):
        nodes.append(PlaceNode(f"r{r}", f"region {r}", ("country",), "region"))
    districts = max(25, min(136, settlements // 8))
    for d in range(districts):
        nodes.append(PlaceNode(f"d{d}", f"district {d}", (f"r{d % 25}", "country"), "district"))
    for s in range(settlements):
        d = s % districts
        nodes.append(PlaceNode(f"s{s}", f"settlement {s}", (f"d{d}", f"r{d % 25}", "country"), "settlement"))
    return tuple(nodes)


def a_world(tallies: int, grouped: float, seed: int = 1) -> World:
    """Truthful tallies about a world of known counts."""
    random = Random(seed)
    places = a_country(tallies)
    number = {node.id: n for n, node in enumerate(places)}
    leaves = [n for n, node in enumerate(places) if node.kind == "settlement"]
    # per place: days on which somebody was found, and which of four kinds of person
    found: list[list[tuple[int, int]]] = [[] for _ in places]
    for _ in range(tallies * 3):
        n = leaves[min(int(random.paretovariate(1.1)) - 1, len(leaves) - 1)]
        event = (random.randrange(DAYS), random.choices(range(4), (5, 3, 1, 1))[0])
        found[n].append(event)
        for outer in places[n].containers:
            found[number[outer]].append(event)
    for listed in found:
        listed.sort()
    said = []
    known = [n for n in range(len(places)) if found[n]]
    weights = [4 if places[n].kind != "settlement" else 1 for n in known]
    for k in range(tallies):
        n = random.choices(known, weights)[0] if k % 7 == 0 else random.choice(known)
        day = random.randrange(DAYS)
        group: tuple[str, ...] = ()
        counted = [kind for at, kind in found[n] if at <= day]
        count = len(counted)
        if random.random() < grouped:
            group = GROUPS[random.randrange(4)]
            # kinds: men in arms, civilian women, civilian children, civilian men
            kinds = {("female", "adult"): {1}, ("male", "adult"): {0, 3}, ("child",): {2}}
            count = sum(kind in kinds.get(group, {1, 2, 3}) for kind in counted)
        form = random.random()
        low, high, words = count, count, "exact"
        if form > 0.75:
            low, high, words = max(0, count - random.randrange(1 + count // 10)), None, "at_least"
        elif form > 0.6:
            spread = 1 + count // 20
            low, high, words = max(0, count - random.randrange(spread)), count + spread, "between"
        moment = (START + timedelta(day)).isoformat()
        said.append(
            Statement(f"t{k}", "killed", low, high, quantifier=words, place=places[n].id, as_of=moment,
                      published=moment, group=group, origin=f"source {random.randrange(400)}")
        )  # fmt: skip
    return World(tuple(said), places)


def one_size(tallies: int, grouped: float) -> dict[str, float | int | bool | None]:
    import highspy  # noqa: F401  loading the solver is not part of a question

    world = a_world(tallies, grouped)
    middle = (START + timedelta(DAYS // 2)).isoformat()
    at, cpu = time.perf_counter(), time.process_time()
    reckoner = Reckoner(world)
    ready = time.perf_counter() - at
    at = time.perf_counter()
    answer = reckoner.answer(Question("killed", "country", as_of=middle))
    asked, cpu = time.perf_counter() - at, time.process_time() - cpu
    at = time.perf_counter()
    region = reckoner.answer(Question("killed", "r1", as_of=middle))
    asked_region = time.perf_counter() - at
    at = time.perf_counter()
    everywhere = reckoner.all_places("killed")
    together = time.perf_counter() - at
    return {
        "tallies": tallies, "places": len(world.places), "ready": ready, "one": asked, "cpu": cpu,
        "region": asked_region,
        "all": together, "proven": sum(p.exact for p in everywhere) / len(everywhere),
        "low": answer.low, "high": answer.high, "exact": answer.exact, "region_exact": region.exact,
        "contradictions": len(answer.contradictions),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip


def peer(tallies: int, grouped: float, places: int = 3) -> dict[str, float | bool]:
    """The textbook programme for the country and a few places."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix

    from accounted.reckoning.groups import EVERYBODY
    from accounted.reckoning.ledger import Ledger
    from accounted.reckoning.programme import partition

    world = a_world(tallies, grouped)
    day = (START + timedelta(DAYS // 2)).toordinal()

    def ends(place: str) -> tuple[float, float | None]:
        ledger = Ledger(world)
        tree, listed = ledger.tree, ledger.by_basis["killed"]
        masks = {mask for m in listed for mask in (m.group.outer, m.group.inner)}
        blocks = partition(EVERYBODY, masks)
        inside = [np.fromiter(tree.within(n), dtype=np.int64) for n in range(len(tree))]
        row, column, value, bound = [], [], [], []
        for m in listed:
            for applies, mask, sign, number in (
                (m.low and m.last <= day, m.group.outer, -1.0, m.low),
                (m.high is not None and m.first >= day, m.group.inner, 1.0, m.high),
            ):
                if applies and number is not None:
                    kinds = np.array([k for k, block in enumerate(blocks) if block & mask])
                    cells = (inside[m.node][:, None] * len(blocks) + kinds).ravel()
                    row.append(np.full(len(cells), len(bound)))
                    column.append(cells)
                    value.append(np.full(len(cells), sign))
                    bound.append(sign * number)
        shape = len(bound), len(tree) * len(blocks)
        rows = coo_matrix(
            (np.concatenate(value), (np.concatenate(row), np.concatenate(column))), shape
        ).tocsr()
        asked = np.zeros(shape[1])
        at = inside[tree.number[place]]
        for k in range(len(blocks)):
            asked[at * len(blocks) + k] = 1.0
        low = linprog(asked, A_ub=rows, b_ub=bound, method="highs")
        high = linprog(-asked, A_ub=rows, b_ub=bound, method="highs")
        return low.fun, (-high.fun if high.status == 0 else None)

    ours = Reckoner(world)
    middle = (START + timedelta(DAYS // 2)).isoformat()
    at = time.perf_counter()
    low, high = ends("country")
    one = time.perf_counter() - at
    answer = ours.answer(Question("killed", "country", as_of=middle))
    agree = answer.low == math.ceil(low - 1e-6) and answer.high == (
        None if high is None else int(high + 1e-6)
    )
    at = time.perf_counter()
    for n in range(places):
        ends(f"d{n}")
    each = (time.perf_counter() - at) / places
    return {"one": one, "all": each * len(world.places), "agree": agree}


def beside(tallies: int, grouped: float, limit: float) -> dict[str, float | bool] | None:
    try:
        out = subprocess.run(
            [sys.executable, __file__, "--peer", str(tallies), str(grouped)],
            capture_output=True, text=True, check=True, timeout=limit,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    return json.loads(out.stdout)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--most", type=int, default=SIZES[-1])
    ask.add_argument("--limit", type=float, default=120.0, help="seconds for the peer, each size")
    ask.add_argument("--one", nargs=2, metavar=("TALLIES", "GROUPED"), help="one size, as JSON")
    ask.add_argument("--peer", nargs=2, metavar=("TALLIES", "GROUPED"), help="the peer, one size, as JSON")
    given = ask.parse_args()
    if given.one or given.peer:
        run, (tallies, grouped) = (one_size, given.one) if given.one else (peer, given.peer)
        print(json.dumps(run(int(tallies), float(grouped))))
        return
    for grouped in (0.0, 0.3):
        print(f"\n{'nobody told apart' if not grouped else 'three in ten tallies of a group'}")
        print(
            "tallies   places  making ready  one question  one region  every place  most memory  proven  "
            "peer: one (ratio)      peer: every place (ratio)"
        )
        rows = []
        for tallies in (n for n in SIZES if n <= given.most):
            out = subprocess.run(
                [sys.executable, __file__, "--one", str(tallies), str(grouped)],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            row = json.loads(out.stdout)
            rows.append(row)
            other = beside(tallies, grouped, given.limit)
            took = row["ready"] + row["one"]
            every = row["ready"] + row["all"]
            if other is None:
                words = f"over {given.limit:.0f} s (over {given.limit / took:.0f} times)"
            else:
                words = (
                    f"{other['one']:.1f} s ({other['one'] / took:.1f} times"
                    f"{', the same ends' if other['agree'] else ', other ends'})  "
                    f"{other['all']:,.0f} s ({other['all'] / every:,.0f} times)"
                )
            print(
                f"{row['tallies']:>7,} {row['places']:>8,} {row['ready']:>11.2f} s {row['one']:>11.2f} s "
                f"{row['region']:>9.2f} s {row['all']:>10.2f} s {row['megabytes']:>8,.0f} MB "
                f"{row['proven']:>6.0%}  {words}",
                flush=True,
            )
            bar = BARS.get(tallies)
            if bar is not None:
                print(
                    f"        one question from nothing: {took:.2f} s, {row['cpu']:.2f} s of CPU "
                    f"(bar: {bar:.0f} s)",
                    flush=True,
                )
        if len(rows) > 1:
            first, last = rows[0], rows[-1]
            ratio = last["tallies"] / first["tallies"]
            for name in ("one", "all"):
                grown = math.log(last[name] / first[name]) / math.log(ratio)
                print(f"growth of {name}: tallies to the power {grown:.2f}")


if __name__ == "__main__":
    main()
