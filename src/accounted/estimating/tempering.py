"""Parallel tempering for chains that sit in different modes: a ladder of chains, each rung with less data.

The power posterior prior x [truncated likelihood]**beta has no Gibbs sampler of its own for fractional beta.
Rung r therefore has whole counts near beta_r n_c: floor(beta_r n_c + u_c) with one u_c for each pattern, so
that rungs are nested and each is within one person of the power. Every rung is the exact model of its own
table, neighbours exchange their states by the ratio of truncated likelihoods (`latent_gibbs.exchange`), and
only the cold rung, which has the whole table, is kept.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from accounted.estimating.latent_chain import UNLISTED, Chain, Table
from accounted.estimating.latent_gibbs import exchange, run

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
BETWEEN_EXCHANGES = 10  # sweeps


def rungs(table: Table, betas: Floats, random: np.random.Generator) -> list[Table]:
    """The table of each rung; the first has everybody."""
    at = random.uniform(size=len(table.counts))
    return [
        Table(
            table.starts,
            table.members,
            table.counts if beta >= 1 else np.floor(beta * table.counts + at).astype(np.int64),
        )
        for beta in betas.tolist()
    ]


class Ladder:
    """One cold chain and its hotter companions.

    Attributes:
        chains: one for each rung, the cold one first; states move, rungs stay.
        tried, taken: exchanges between rung r and r + 1. Shape (rungs - 1,).
    """

    def __init__(
        self, tables: list[Table], chains: list[Chain], most_unlisted: float, prior: Floats, seed: int
    ) -> None:
        self.tables, self.chains, self.most_unlisted, self.prior = tables, chains, most_unlisted, prior
        self.tried = np.zeros(len(tables) - 1, np.int64)
        self.taken = np.zeros(len(tables) - 1, np.int64)
        self._even = seed % 2 == 0

    def run(self, unlisted: Floats, occupied: Ints) -> None:
        """Keep one draw of the cold rung after every ten sweeps of all rungs."""
        one, used = np.empty(1), np.empty(1, np.int64)
        for at in range(len(unlisted)):
            for rung in range(len(self.tables) - 1, -1, -1):
                run(
                    self.tables[rung], self.chains[rung], self.most_unlisted, self.prior,
                    BETWEEN_EXCHANGES, one, used,
                )  # fmt: skip
            occupied[at] = used[0]
            self._exchange()
            unlisted[at] = self.chains[0].scalars[UNLISTED]

    def _exchange(self) -> None:
        """Even pairs and odd pairs in turn, so that a state can travel the ladder (Okabe et al. 2001)."""
        for rung in range(0 if self._even else 1, len(self.tables) - 1, 2):
            self.tried[rung] += 1
            if exchange(
                self.tables[rung], self.tables[rung + 1], self.chains[rung], self.chains[rung + 1],
                self.most_unlisted,
            ):  # fmt: skip
                self.taken[rung] += 1
                self.chains[rung], self.chains[rung + 1] = self.chains[rung + 1], self.chains[rung]
        self._even = not self._even
