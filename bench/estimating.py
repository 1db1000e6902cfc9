"""How fast the estimators are: sweeps and effective draws a second, beside a plain NumPy Gibbs sampler and
NumPyro's NUTS on the same model in the same run; graphs and bootstrap times.

    python bench/estimating.py

The tables are found through ACCOUNTED_SHARED (default ../shared). NumPyro is optional: without it that line
is skipped, loudly. Times are of the wall; rates a CPU second are shown too, since machines are shared.
"""

from __future__ import annotations

import os
import sys
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


def nuts(lists: ListOverlap, classes: int) -> float | None:
    """Effective draws a second of NumPyro's NUTS on the same model; None where it is not installed."""
    try:
        import jax.numpy as jnp
        import numpyro
        import numpyro.distributions as dist
        from jax import random
        from numpyro.infer import MCMC, NUTS
    except ImportError:
        return None
    marks, counts, n = jnp.array(lists.marks, float), jnp.array(lists.counts, float), lists.observed

    def model() -> None:
        alpha = numpyro.sample("alpha", dist.Gamma(0.25, 0.25))
        stick = numpyro.sample("stick", dist.Beta(1, alpha).expand([classes - 1]))
        chance = numpyro.sample("chance", dist.Uniform(0, 1).expand([classes, marks.shape[1]]))
        left = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - stick)])
        nu = jnp.concatenate([stick, jnp.ones(1)]) * left
        log = marks @ jnp.log(chance.T) + (1 - marks) @ jnp.log1p(-chance.T)
        p0 = (nu * jnp.prod(1 - chance, axis=1)).sum()
        numpyro.factor("table", (counts * jnp.log(jnp.exp(log) @ nu)).sum() - n * jnp.log1p(-p0))
        numpyro.deterministic("p0", p0)

    mcmc = MCMC(
        NUTS(model),
        num_warmup=500,
        num_samples=500,
        num_chains=2,
        chain_method="sequential",
        progress_bar=False,
    )
    began = time.perf_counter()
    mcmc.run(random.PRNGKey(1))
    p0 = np.asarray(mcmc.get_samples(group_by_chain=True)["p0"])
    return convergence(n / (1 - p0)).bulk / (time.perf_counter() - began)


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
    print(f"first call, compiling where no cache is: {timed(gibbs, kosovo, 10, 1000):.1f} s (bar: 10 s)")
    print(f"{'':24}{'sweeps/s':>12}{'a CPU s':>12}{'effective/s':>14}{'NumPy sweeps/s':>16}")
    bars = {"Kosovo, K=10": "bar 150,000; 300 effective", "20 lists, K=15": "bar 50,000", "UK5, K=10": ""}
    for (name, bar), (lists, classes, sweeps) in zip(
        bars.items(), [(kosovo, 10, 200_000), (twenty, 15, 40_000), (uk, 10, 200_000)], strict=True
    ):
        wall, cpu, effective = gibbs(lists, classes, sweeps)
        beside = plain_numpy(lists, classes, 3.0)
        print(f"{name:24}{wall:12,.0f}{cpu:12,.0f}{effective:14,.0f}{beside:16,.0f}   {bar}")
    rate = nuts(kosovo, 10)
    if rate is None:
        print(
            "SKIPPED: NumPyro NUTS, which is not installed (pip install numpyro); it is no part of Accounted"
        )
    else:
        print(f"NumPyro NUTS on Kosovo: {rate:,.1f} effective draws a second")
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
