"""One pass of bodies over the tables of families, and putting passes over different families together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from accounted.identifying import row_sums
from accounted.identifying.errors import IdentifyingError
from accounted.identifying.screening_tables import Codes, ScreeningTables

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
class Pass:
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
    def empty(cls, bodies: int, kept: int, blocks: int) -> Pass:
        """Before anything was compared."""
        return cls(
            np.full((bodies, kept), -np.inf),
            np.full((bodies, kept), -1, np.int64),
            np.zeros((bodies, kept), np.int32),
            np.zeros((bodies, blocks)),
            np.zeros((bodies, blocks), np.int32),
            np.zeros((bodies, blocks), np.int32),
            np.zeros(bodies, np.int64),
        )

    def beside(self, other: Pass) -> Pass:
        """The same bodies against these families and against others."""
        best = np.concatenate([self.best, other.best], axis=1)
        order = np.argsort(-best, axis=1, kind="stable")[:, : self.best.shape[1]]

        def kept(name: str) -> Any:
            both = np.concatenate([getattr(self, name), getattr(other, name)], axis=1)
            return np.take_along_axis(both, order, axis=1)

        def by_block(name: str) -> Any:
            return np.concatenate([getattr(self, name), getattr(other, name)], axis=1)

        return Pass(
            kept("best"),
            kept("which"),
            kept("exclusions"),
            by_block("total"),
            by_block("excluded"),
            by_block("fits"),
            self.typed,
        )

    def followed_by(self, other: Pass) -> Pass:
        """Further bodies against the same families."""
        mine, theirs = vars(self), vars(other)
        return Pass(**{name: np.concatenate([mine[name], theirs[name]]) for name in mine})


def answers(
    bodies: Sequence[str], found: Pass, weights: Any, prior: Prior, *, counted: bool
) -> tuple[Screened, ...]:
    """What a pass over all families found for each body.

    Arguments:
        weights: float64 [families], of the prior, not yet brought to sum to what is listed.
        counted: whether exclusions were counted.
    """
    none = 1.0 - prior.listed
    share = prior.listed / weights.sum()
    everything = none + share * found.total.sum(axis=1)
    posterior = share * weights[found.which] * 10.0**found.best / everything[:, None]
    rows = zip(
        bodies,
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
            body,
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


def one_pass(
    tables: ScreeningTables,
    codes: Codes,
    weights: Any,
    top: int,
    *,
    chosen: Any = None,
    workers: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> Pass:
    """Compare bodies with the families of some blocks of tables (of all, if none are chosen).

    Arguments:
        weights: float64 [families], of the prior.
    """
    blocks = tables.blocks
    chosen = np.arange(len(blocks)) if chosen is None else chosen
    count = len(codes.rows)
    found = Pass.empty(count, top, len(chosen))
    found.typed = codes.typed
    sexes = tables.sexes
    every = np.zeros(len(sexes))
    every[: len(weights)] = weights
    done = 0

    def part(start: int, end: int) -> None:
        nonlocal done
        rows, weighed = _own(codes, start, end, blocks.shape[1])
        own = slice(start, end)
        row_sums.screen(
            blocks, chosen, rows, weighed, codes.sexes[own], sexes, every,
            found.best[own], found.which[own], found.total[own], found.excluded[own], found.fits[own],
        )  # fmt: skip
        if tables.strict is not None:
            row_sums.count_exclusions(tables.strict, rows, weighed, found.which[own], found.exclusions[own])
        done += end - start
        if on_progress is not None:
            on_progress(done, count)

    span = min(SPAN, max(1, -(-count // workers)))
    spans = [(start, min(start + span, count)) for start in range(0, count, span)]
    if workers == 1 or len(spans) < 2:
        for one in spans:
            part(*one)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda one: part(*one), spans))
    return found


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
