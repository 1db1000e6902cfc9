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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from accounted.identifying import row_sums
from accounted.identifying.errors import IdentifyingError
from accounted.identifying.family_tables import Family
from accounted.identifying.profiles import Profile
from accounted.identifying.screening_tables import BLOCK, Codes, ScreeningTables

SPAN = 1_000  # bodies compared with all families in one go


@dataclass(frozen=True, slots=True)
class Candidate:
    """A family that may be a body's: log10 likelihood ratio, and posterior under the stated prior.

    `exclusions` is at how many loci the two exclude one another without mutation (None: not counted).
    """

    family: int
    log10_ratio: float
    posterior: float
    exclusions: int | None = None


@dataclass(frozen=True, slots=True)
class Screened:
    """What a screening found for one body. `not_listed` is the posterior that none of the families is the
    body's.

    `compared` families were compared; `excluded` of them have a likelihood ratio of zero.
    """

    body: str
    candidates: tuple[Candidate, ...]
    not_listed: float
    compared: int
    excluded: int
    loci: int


@dataclass(frozen=True)
class Prior:
    """How likely each listed missing person is to be any one body before looking at genes.

    `listed` is the probability that the body's family is among those searched at all; it is shared out
    evenly, or by `weights` (one per family: place and date may go in here, and then nowhere else).
    """

    listed: float = 0.5
    weights: Any = None

    def __post_init__(self) -> None:
        if not 0.0 < self.listed < 1.0:
            raise IdentifyingError(
                f"the prior that a body's family is listed is {self.listed}; it must lie between 0 and 1: "
                "“not listed” is always possible"
            )

    def raw(self, families: int) -> Any:
        """float64 [families]: the weight of each, before they are brought to sum to `listed`.

        Raises:
            IdentifyingError: the weights do not fit.
        """
        if self.weights is None:
            return np.ones(families)
        weights = np.asarray(self.weights, np.float64)
        if weights.shape != (families,) or weights.min() < 0.0 or weights.sum() <= 0.0:
            raise IdentifyingError(
                f"the prior has {weights.shape} weights for {families} families; give one each"
            )
        return weights


@dataclass
class _Pass:
    """What a pass over some blocks found: arrays with a row for each body.

    `best` and `which`: the greatest log10 ratios and their families; `exclusions`: of these; `total`,
    `excluded` and `fits` by block: Σ weight × ratio, ratios of zero, families compared.
    """

    best: Any
    which: Any
    exclusions: Any
    total: Any
    excluded: Any
    fits: Any
    typed: Any

    @classmethod
    def empty(cls, bodies: int, kept: int, blocks: int) -> _Pass:
        return cls(
            np.full((bodies, kept), -np.inf),
            np.full((bodies, kept), -1, np.int64),
            np.zeros((bodies, kept), np.int32),
            np.zeros((bodies, blocks)),
            np.zeros((bodies, blocks), np.int32),
            np.zeros((bodies, blocks), np.int32),
            np.zeros(bodies, np.int64),
        )

    def followed_by(self, other: _Pass) -> _Pass:
        mine, theirs = vars(self), vars(other)
        return _Pass(**{name: np.concatenate([mine[name], theirs[name]]) for name in mine})


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
        self._found = _Pass.empty(0, top, len(tables.blocks))
        self.add_bodies(bodies, on_progress=on_progress)

    def add_bodies(
        self, bodies: Sequence[Profile], *, on_progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Compare further bodies with all families.

        Raises:
            InvalidProfile: a call of a body cannot be.
        """
        made = self._passed(bodies, np.arange(len(self.tables.blocks)), on_progress)
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
        found = self._found
        none = 1.0 - self.prior.listed
        share = self.prior.listed / self._weights.sum()
        everything = none + share * found.total.sum(axis=1)
        posterior = share * self._weights[found.which] * 10.0**found.best / everything[:, None]
        counted = self.tables.strict is not None
        rows = zip(
            self.bodies,
            found.which.tolist(),
            found.best.tolist(),
            posterior.tolist(),
            found.exclusions.tolist(),
            (none / everything).tolist(),
            found.fits.sum(axis=1).tolist(),
            found.excluded.sum(axis=1).tolist(),
            found.typed.tolist(),
            strict=True,
        )
        return tuple(
            Screened(
                body.id,
                tuple(
                    Candidate(f, s, p, e if counted else None)
                    for f, s, p, e in zip(which, best, shares, counts, strict=True)
                    if f >= 0
                ),
                not_listed,
                compared,
                excluded,
                loci,
            )
            for body, which, best, shares, counts, not_listed, compared, excluded, loci in rows
        )

    # ---- passes over the tables

    def _passed(
        self,
        bodies: Sequence[Profile],
        chosen: Any,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> _Pass:
        codes = self.tables.codes(bodies)
        count, blocks = len(bodies), self.tables.blocks
        found = _Pass.empty(count, self.top, len(chosen))
        found.typed = codes.typed
        sexes = self.tables.sexes
        weights = np.zeros(len(sexes))
        weights[: len(self._weights)] = self._weights
        done = 0

        def part(start: int, end: int) -> None:
            nonlocal done
            rows, weighed = _own(codes, start, end, blocks.shape[1])
            own = slice(start, end)
            row_sums.screen(
                blocks, chosen, rows, weighed, codes.sexes[own], sexes, weights,
                found.best[own], found.which[own], found.total[own], found.excluded[own], found.fits[own],
            )  # fmt: skip
            if self.tables.strict is not None:
                row_sums.count_exclusions(
                    self.tables.strict, rows, weighed, found.which[own], found.exclusions[own]
                )
            done += end - start
            if on_progress is not None:
                on_progress(done, count)

        span = min(SPAN, max(1, -(-count // self.workers)))
        spans = [(start, min(start + span, count)) for start in range(0, count, span)]
        if self.workers == 1 or len(spans) < 2:
            for one in spans:
                part(*one)
        else:
            with ThreadPoolExecutor(self.workers) as pool:
                list(pool.map(lambda one: part(*one), spans))
        return found

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
        best = np.concatenate([np.where(stale, -np.inf, old.best), new.best], axis=1)
        which = np.concatenate([np.where(stale, -1, old.which), new.which], axis=1)
        exclusions = np.concatenate([old.exclusions, new.exclusions], axis=1)
        order = np.argsort(-best, axis=1, kind="stable")[:, : self.top]
        old.best = np.take_along_axis(best, order, axis=1)
        old.which = np.take_along_axis(which, order, axis=1)
        old.exclusions = np.take_along_axis(exclusions, order, axis=1)
        again = np.flatnonzero(stale.any(axis=1) & (old.best[:, -1] < last))
        if len(again):
            full = self._passed([self.bodies[n] for n in again], np.arange(len(self.tables.blocks)))
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


def _own(codes: Codes, start: int, end: int, held: int) -> tuple[Any, tuple[Any, Any, Any]]:
    """The rows of some bodies, with those weighed rows only that they look up, numbered anew."""
    rows = codes.rows[start:end]
    at, row, weight = codes.weighed
    if len(at) == 1:
        return np.ascontiguousarray(rows), codes.weighed
    used = np.unique(rows[rows >= held]) - held
    place = np.zeros(len(at), np.int64)
    place[used] = np.arange(len(used))
    own = np.where(rows >= held, held + place[np.maximum(rows - held, 0)], rows)
    parts = [np.arange(at[e], at[e + 1]) for e in used]
    which = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    starts = np.concatenate([[0], np.cumsum([len(one) for one in parts], dtype=np.int64)]).astype(np.int64)
    return np.ascontiguousarray(own), (starts, row[which], weight[which])


__all__ = ["Candidate", "Prior", "Screened", "Screening", "ScreeningTables", "screen"]
