"""NumPyro's NUTS on the latent class model, for bench/estimating.py, which runs this in an environment of its
own and passes the pattern table as JSON on standard input. Draws in rounds until the seconds allowed are
over; prints the draws of the total and the seconds taken, warming up and compiling told apart.
"""

from __future__ import annotations

import json
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.infer import MCMC, NUTS


def main() -> None:
    asked = json.load(sys.stdin)
    jax.config.update("jax_enable_x64", True)
    marks, counts = jnp.array(asked["marks"], float), jnp.array(asked["counts"], float)
    classes, observed = asked["classes"], float(sum(asked["counts"]))

    def model() -> None:
        alpha = numpyro.sample("alpha", dist.Gamma(0.25, 0.25))
        stick = numpyro.sample("stick", dist.Beta(1, alpha).expand([classes - 1]))
        chance = numpyro.sample("chance", dist.Uniform(0, 1).expand([classes, marks.shape[1]]))
        left = jnp.concatenate([jnp.ones(1), jnp.cumprod(1 - stick)])
        nu = jnp.concatenate([stick, jnp.ones(1)]) * left
        log = marks @ jnp.log(chance.T) + (1 - marks) @ jnp.log1p(-chance.T)
        missed = (nu * jnp.prod(1 - chance, axis=1)).sum()
        numpyro.factor("table", (counts * jnp.log(jnp.exp(log) @ nu)).sum() - observed * jnp.log1p(-missed))
        numpyro.deterministic("missed", missed)

    sampler = MCMC(
        NUTS(model), num_warmup=asked["warmup"], num_samples=asked["draws"], num_chains=asked["chains"],
        chain_method="vectorized", progress_bar=False,
    )  # fmt: skip
    began = time.perf_counter()
    sampler.warmup(jax.random.PRNGKey(1), collect_warmup=False)
    warm = time.perf_counter() - began
    rounds, seconds = [], 0.0
    while seconds < asked["allowed"]:
        began = time.perf_counter()
        sampler.run(jax.random.PRNGKey(2 + len(rounds)))
        rounds.append(np.asarray(sampler.get_samples(group_by_chain=True)["missed"]))
        sampler.post_warmup_state = sampler.last_state
        if len(rounds) == 1:
            warm += time.perf_counter() - began  # the first round compiles
        else:
            seconds += time.perf_counter() - began
    missed = np.concatenate(rounds[1:], axis=1)
    random = np.random.default_rng(1)
    unlisted = random.poisson(random.gamma(observed, size=missed.shape) * missed / (1 - missed))
    json.dump(
        {"totals": (observed + unlisted).tolist(), "seconds": seconds, "warmup": warm,
         "version": numpyro.__version__},
        sys.stdout,
    )  # fmt: skip


if __name__ == "__main__":
    main()
