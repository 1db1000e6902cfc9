"""How fast the estimators are: sweeps and effective draws a second, beside a plain NumPy Gibbs sampler and
NumPyro's NUTS on the same model in the same run; graphs and bootstrap times.

    python bench/estimating.py

The tables are found through ACCOUNTED_SHARED (default ../shared). NumPyro comes with `make bench-peers`;
without it that line says so. Times are of the wall; rates a CPU second are shown too, since
machines are shared. The first call is timed in a process of its own, with an empty cache.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from accounted.estimating import DecomposableGraphs, ListOverlap, LogLinear, decomposable_graphs
from accounted.estimating.convergence import convergence
from accounted.estimating.latent import start, table_of
from accounted.estimating.latent_gibbs import run

TABLES = (
    Path(os.environ.get("ACCOUNTED_SHARED", Path(__file__).parents[2] / "shared")) / "estimating" / "tables"
)
ENVIRONMENT = Path(__file__).parents[1] / ".venv-bench"
PRIOR = np.array([0.25, 0.25, 1.0, 1.0])


def gibbs(lists: ListOverlap, classes: int, sweeps: int, workers: int = 2) -> tuple[float, float, float]:
    """Sweeps a second of the wall, sweeps a CPU second, effective draws a second of the wall."""
    table, bound, thin = table_of(lists), 20.0 * lists.observed, 10
    chains = [start(lists, classes, bound, np.random.SeedSequence([1, c]), place=c / 3) for c in range(4)]
    kept = np.empty((4, sweeps // thin))

    def go(c: int, into: np.ndarray) -> None:
        run(table, chains[c], bound, PRIOR, thin, into, np.empty(len(into), np.int64))

    for c in range(4):
        go(c, np.empty(500))
    wall, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda c: go(c, kept[c]), range(4)))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    found = convergence(kept)
    return 4 * sweeps / wall, 4 * sweeps / cpu, found.bulk / wall


def plain_numpy(lists: ListOverlap, classes: int, seconds: float) -> float:
    """Sweeps a second of the textbook sampler, one chain, written with NumPy's own draws."""
    random = np.random.default_rng(1)
    marks, counts, observed = lists.marks.astype(float), lists.counts, lists.observed
    chance = random.uniform(0.1, 0.5, (classes, marks.shape[1]))
    nu, alpha, unlisted = np.full(classes, 1 / classes), 1.0, np.zeros(classes)
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        weight = nu * np.exp(marks @ np.log(chance.T) + (1 - marks) @ np.log1p(-chance.T))
        split = random.multinomial(counts, weight / weight.sum(axis=1, keepdims=True))
        on = split.T @ marks
        people = split.sum(axis=0) + unlisted
        chance = np.clip(random.beta(1 + on, 1 + people[:, None] - on), 1e-12, 1 - 1e-12)
        after = people[::-1].cumsum()[::-1]
        stick = np.append(random.beta(1 + people[:-1], alpha + after[1:]), 1.0)
        left = np.cumprod(np.append(1.0, np.maximum(1 - stick[:-1], 1e-300)))
        nu = stick * left
        missed = nu * np.prod(1 - chance, axis=1)
        p0 = missed.sum()
        total = random.poisson(random.gamma(observed) * p0 / (1 - p0))
        unlisted = random.multinomial(total, missed / p0).astype(float)
        alpha = random.gamma(0.25 + classes - 1) / (0.25 - np.log(max(nu[-1], 1e-300)))
        done += 1
    return done / (time.perf_counter() - began)


def nuts(lists: ListOverlap, classes: int) -> tuple[float, str]:
    """Effective draws a second of NumPyro's NUTS on the same model, or 0 and why there is none.

    NumPyro is no part of Accounted: `make bench-peers` gives it an environment of its own. Its time is that
    of sampling alone: compiling and warming up are not counted against it. It gets half a minute to draw.
    """
    python = ENVIRONMENT / "bin" / "python"
    try:
        asked = {
            "marks": lists.marks.tolist(), "counts": lists.counts.tolist(), "classes": classes,
            "warmup": 150, "draws": 25, "chains": 4, "allowed": 30.0,
        }  # fmt: skip
        answer = subprocess.run(
            [python, Path(__file__).parent / "peers" / "nuts.py"],
            input=json.dumps(asked), check=True, capture_output=True, text=True,
        )  # fmt: skip
    except FileNotFoundError:
        return 0.0, "not installed; run: make bench-peers"
    except (OSError, subprocess.CalledProcessError) as trouble:
        said = str(getattr(trouble, "stderr", "") or trouble).strip().splitlines()
        return 0.0, said[-1] if said else str(trouble)
    found = json.loads(answer.stdout)
    totals = np.array(found["totals"])
    settled = convergence(totals)
    low, middle, high = np.quantile(totals, [0.025, 0.5, 0.975])
    rate = settled.bulk / found["seconds"]
    return rate, (
        f"NumPyro {found['version']} NUTS, Kosovo, {totals.size:,} draws of 4 chains in "
        f"{found['seconds']:.0f} s after {found['warmup']:.0f} s of compiling and warming up: "
        f"{rate:.1f} effective draws a second, R-hat {settled.rhat:.2f}, "
        f"{middle:,.0f} [{low:,.0f}-{high:,.0f}]"
    )


FIRST = """
import time
from accounted.estimating import LatentClassModel, ListOverlap
lists = ListOverlap.from_counts("ABC", {1: 40, 2: 30, 4: 35, 3: 9, 5: 8, 6: 7, 7: 3})
wall, cpu = time.perf_counter(), time.process_time()
LatentClassModel(2, budget=1000, temper=False).fit(lists)
print(f"{time.perf_counter() - wall:.1f} s, {time.process_time() - cpu:.1f} s CPU")
"""


def first_call() -> str:
    """What the first fit takes that anyone makes on a machine."""
    with tempfile.TemporaryDirectory() as empty:
        run = subprocess.run(
            [sys.executable, "-c", FIRST], env={**os.environ, "NUMBA_CACHE_DIR": empty},
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    return run.stdout.strip()


def timed(work: object, *arguments: object) -> float:
    began = time.perf_counter()
    work(*arguments)  # type: ignore[operator]
    return time.perf_counter() - began


def main() -> None:
    if not TABLES.is_dir():
        sys.exit(f"the tables are not at {TABLES}; set ACCOUNTED_SHARED")
    kosovo = ListOverlap.read_csv(TABLES / "kosovo_1999.csv")
    twenty = ListOverlap.read_csv(TABLES / "verdata_reclutamiento_hombre_1999_R1.csv")
    uk = ListOverlap.read_csv(TABLES / "sparsemse_UKdat_5.csv")
    print(f"first call, nothing compiled before: {first_call()} (bar: 10 s)", flush=True)
    print(f"{'':24}{'sweeps/s':>12}{'a CPU s':>12}{'effective/s':>14}{'NumPy sweeps/s':>16}")
    ours = 0.0  # effective draws a second on the first table, Kosovo
    bars = {"Kosovo, K=10": "bar 150,000; 300 effective", "20 lists, K=15": "bar 50,000", "UK5, K=10": ""}
    for (name, bar), (lists, classes, sweeps) in zip(
        bars.items(), [(kosovo, 10, 200_000), (twenty, 15, 40_000), (uk, 10, 200_000)], strict=True
    ):
        wall, cpu, effective = gibbs(lists, classes, sweeps)
        ours = ours or effective
        beside = plain_numpy(lists, classes, 3.0)
        print(f"{name:24}{wall:12,.0f}{cpu:12,.0f}{effective:14,.0f}{beside:16,.0f}   {bar}")
    rate, words = nuts(kosovo, 10)
    print(f"{words}; ratio {ours / rate:,.0f}" if rate else f"SKIPPED: NumPyro's NUTS: {words}", flush=True)
    DecomposableGraphs().fit(kosovo)
    quickest = min(timed(DecomposableGraphs().fit, kosovo) for _ in range(5))
    print(f"graphs, Kosovo: {1000 * quickest:.1f} ms (bar: 20 ms)")
    decomposable_graphs.cache_clear()
    six = ListOverlap.read_csv(TABLES / "sparsemse_UKdat.csv")
    print(
        f"graphs, UK 6 lists, enumeration included: {timed(DecomposableGraphs().fit, six):.2f} s (bar: 3 s)"
    )
    bca, cpu = LogLinear("stepwise", interval="bca", resamples=1000), time.process_time()
    wall = timed(bca.fit, uk)
    print(
        f"BCa, UK 5 lists, 1,000 resamples: {wall:.1f} s, {time.process_time() - cpu:.1f} s CPU (bar: 10 s)"
    )


if __name__ == "__main__":
    main()
