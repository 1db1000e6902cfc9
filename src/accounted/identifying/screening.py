"""Every body against every family: the few families worth a closer look for each body, with a posterior.

A screening proposes; it identifies nobody. The posterior is over the families searched *and* "none of
them", which is always among the candidates: with N missing and a prior of 1/N each, a likelihood ratio of a
million is a weak result among a million families. Families whose missing member is of the other sex are not
compared.

A screening is kept up to date: a new body is one pass over the tables, a new or changed family one pass over
its block.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from accounted.identifying.errors import IdentifyingError
from accounted.identifying.family_tables import Family
from accounted.identifying.passes import Candidate, Pass, Prior, Screened, answers, one_pass
from accounted.identifying.profiles import Profile
from accounted.identifying.screening_tables import BLOCK, ScreeningTables


class Screening:
    """Bodies against families, kept so that a new body, a new family or a changed one is little work.

    Raises:
        IdentifyingError: there is no family to compare with, or the prior does not fit the families.
    """

    def __init__(
        self,
        tables: ScreeningTables,
        bodies: Sequence[Profile],
        *,
        prior: Prior | None = None,
        top: int = 10,
        workers: int = 1,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> None:
        if not tables.families:
            raise IdentifyingError("there are no families to compare with; add families first")
        self.tables = tables
        self.prior = prior or Prior()
        self.bodies: list[Profile] = []
        self.top = top
        self.workers = workers
        self._weights = self.prior.raw(len(tables))
        self._found = Pass.empty(0, top, len(tables.blocks))
        self.add_bodies(bodies, on_progress=on_progress)

    def add_bodies(
        self, bodies: Sequence[Profile], *, on_progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Compare further bodies with all families.

        Raises:
            InvalidProfile: a call of a body cannot be.
        """
        made = self._passed(bodies, None, on_progress)
        self.bodies += bodies
        self._found = self._found.followed_by(made)

    def add_families(self, families: Sequence[Family], *, weights: Any = None) -> None:
        """Add families, also to the tables, and compare all bodies with them.

        Arguments:
            weights: of the new families in the prior, where it has weights.

        Raises:
            IdentifyingError: the prior has weights and these have none, or the other way round.
        """
        if (weights is None) != (self.prior.weights is None):
            raise IdentifyingError(
                "the prior has a weight for every family or for none; give new ones theirs"
            )
        first = len(self.tables)
        self.tables.add(families, workers=self.workers)
        new = np.ones(len(families)) if weights is None else np.asarray(weights, np.float64)
        self._weights = np.concatenate([self._weights, new])
        if self.prior.weights is not None:
            self.prior = Prior(self.prior.listed, self._weights)
        self._look_again(np.arange(first // BLOCK, len(self.tables.blocks)))

    def replace_family(self, index: int, family: Family) -> None:
        """Compute one family anew, also in the tables, and compare all bodies with it."""
        self.tables.replace(index, family)
        self._look_again(np.array([index // BLOCK]))

    def results(self) -> tuple[Screened, ...]:
        """What was found for each body."""
        names = [body.id for body in self.bodies]
        counted = self.tables.strict is not None
        return answers(names, self._found, self._weights, self.prior, counted=counted)

    def _passed(
        self,
        bodies: Sequence[Profile],
        chosen: Any = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Pass:
        return one_pass(
            self.tables,
            self.tables.codes(bodies),
            self._weights,
            self.top,
            chosen=chosen,
            workers=self.workers,
            on_progress=on_progress,
        )

    def _look_again(self, chosen: Any) -> None:
        """Compare all bodies with some blocks anew, and put what is found into its place."""
        new, old = self._passed(self.bodies, chosen), self._found
        more = len(self.tables.blocks) - old.total.shape[1]
        for name in ("total", "excluded", "fits"):
            by_block = np.pad(getattr(old, name), ((0, 0), (0, more)))
            by_block[:, chosen] = getattr(new, name)
            setattr(old, name, by_block)
        # What was found in these blocks before gives way to what is found now. Where that leaves a list
        # whose end may lie below a family that had dropped out of it, the body is compared with all again.
        last = old.best[:, -1].copy()
        stale = np.isin(old.which // BLOCK, chosen) & (old.which >= 0)
        old.best[stale], old.which[stale] = -np.inf, -1
        merged = old.beside(new)
        old.best, old.which, old.exclusions = merged.best, merged.which, merged.exclusions
        again = np.flatnonzero(stale.any(axis=1) & (old.best[:, -1] < last))
        if len(again):
            full = self._passed([self.bodies[n] for n in again])
            old.best[again], old.which[again], old.exclusions[again] = full.best, full.which, full.exclusions


def screen(
    tables: ScreeningTables,
    bodies: Sequence[Profile],
    *,
    prior: Prior | None = None,
    top: int = 10,
    workers: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> tuple[Screened, ...]:
    """The best families of each body.

    Raises:
        IdentifyingError: there is no family to compare with.
    """
    return Screening(tables, bodies, prior=prior, top=top, workers=workers, on_progress=on_progress).results()


__all__ = ["Candidate", "Prior", "Screened", "Screening", "ScreeningTables", "screen"]
