"""Every body against every family: the few families worth a closer look for each body, with a posterior.

A screening proposes; it identifies nobody. The posterior is over the families searched *and* "none of
them", which is always among the candidates: with N missing and a prior of 1/N each, a likelihood ratio of a
million is a weak result among a million families. Families whose missing member is of the other sex are not
compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit

from accounted.identifying.errors import IdentifyingError, InvalidProfile
from accounted.identifying.family_tables import Family, genotype_codes, genotype_count, log10_tables
from accounted.identifying.loci import Locus
from accounted.identifying.plans import Pruning
from accounted.identifying.profiles import Profile

BLOCK = 256  # families whose tables fit into a core's cache together
CHUNK = 32  # families looked at together for a candidate
# log10 of likelihood ratios below which the sum under the posterior is taken to within 0.3 %, and fast.
SMALL = -1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A family that may be a body's: log10 likelihood ratio, and posterior under the stated prior."""

    family: int
    log10_ratio: float
    posterior: float


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

    def of(self, families: int) -> Any:
        """float64 [families]: the prior of each; they sum to `listed`.

        Raises:
            IdentifyingError: `listed` is no probability, or the weights do not fit.
        """
        if not 0.0 < self.listed < 1.0:
            raise IdentifyingError(
                f"the prior that a body's family is listed is {self.listed}; it must lie between 0 "
                "and 1: “not "
                "listed” is always possible"
            )
        if self.weights is None:
            return np.full(families, self.listed / max(families, 1))
        weights = np.asarray(self.weights, np.float64)
        if weights.shape != (families,) or weights.min() < 0.0 or weights.sum() <= 0.0:
            raise IdentifyingError(
                f"the prior has {weights.shape} weights for {families} families; give one each"
            )
        return self.listed * weights / weights.sum()


class ScreeningTables:
    """The tables of many families at many loci, laid out for screening; a column can be replaced, others
    added.

    float32 in blocks of `BLOCK` families. With a `path` the tables lie in a file that is mapped into memory.
    """

    def __init__(
        self, loci: Sequence[Locus], *, pruning: Pruning = "pedprobr", path: Path | None = None
    ) -> None:
        self.loci = tuple(loci)
        self.pruning: Pruning = pruning
        self.path = path
        rows = [genotype_count(len(locus.alleles)) + 1 for locus in self.loci]
        self.offsets = np.concatenate([[0], np.cumsum(rows)]).astype(np.int64)
        self.families: list[Family] = []
        self._blocks: Any = np.zeros((0, int(self.offsets[-1]), BLOCK), np.float32)
        self._sex = np.zeros(0, np.int8)

    def __len__(self) -> int:
        return len(self.families)

    @property
    def blocks(self) -> Any:
        """float32 [blocks, genotypes of all loci, families of a block]."""
        return self._blocks

    def add(
        self,
        families: Sequence[Family],
        *,
        workers: int = 1,
        on_progress: Callable[[str, int, int], None] | None = None,
    ) -> None:
        """Add families. Raises InvalidProfile where a family's references cannot all be right."""
        first = len(self.families)
        together = first + len(families)
        self._grow(-(-together // BLOCK))
        for n, locus in enumerate(self.loci):
            table = log10_tables(families, locus, pruning=self.pruning, workers=workers, dtype=np.float32)
            self._put(n, first, table)
            if on_progress is not None:
                on_progress(locus.name, n + 1, len(self.loci))
        self.families += families
        sexes = [_SEX[family.pedigree.member(family.missing).sex] for family in families]
        self._sex = np.concatenate([self._sex, np.array(sexes, np.int8)])

    def replace(self, index: int, family: Family) -> None:
        """Compute one family anew: it gained a relative, or one of its missing was identified."""
        for n, locus in enumerate(self.loci):
            table = log10_tables([family], locus, pruning=self.pruning, dtype=np.float32)
            self._put(n, index, table)
        self.families[index] = family
        self._sex[index] = _SEX[family.pedigree.member(family.missing).sex]

    def _put(self, locus: int, first: int, table: Any) -> None:
        start, end = self.offsets[locus], self.offsets[locus + 1]
        done = 0
        while done < table.shape[1]:
            block, column = divmod(first + done, BLOCK)
            count = min(BLOCK - column, table.shape[1] - done)
            self._blocks[block, start:end, column : column + count] = table[:, done : done + count]
            done += count

    def _grow(self, blocks: int) -> None:
        if blocks <= len(self._blocks):
            return
        shape = (blocks, int(self.offsets[-1]), BLOCK)
        if self.path is None:
            grown: Any = np.zeros(shape, np.float32)
            grown[: len(self._blocks)] = self._blocks
            self._blocks = grown
            return
        # A file grows in place; what is mapped of it stays as it is.
        with self.path.open("ab") as file:
            file.truncate(4 * shape[0] * shape[1] * shape[2])
        self._blocks = np.memmap(self.path, np.float32, "r+", shape=shape)

    def codes(self, body: Profile) -> Any:
        """int64 [loci]: which row of all tables each locus of a body looks up.

        Raises:
            InvalidProfile: the profile is not exact (drop-out and the like): compare such bodies one by one.
        """
        found = np.empty(len(self.loci), np.int64)
        for n, locus in enumerate(self.loci):
            call = body.calls.get(locus.name)
            if call is None:
                found[n] = self.offsets[n + 1] - 1
                continue
            if not call.exact:
                raise InvalidProfile(
                    f"body {body.id}, {locus.name}: a call with drop-out, drop-in or replicates "
                    "cannot be looked up; "
                    "screen it with weigh=True"
                )
            where = f"body {body.id}, "
            a = locus.index(call.alleles[0], where)
            b = locus.index(call.alleles[-1], where)
            found[n] = self.offsets[n] + _codes(len(locus.alleles))[a, b]
        return found

    def screen(
        self,
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
        if not self.families:
            raise IdentifyingError("there are no families to compare with; add families first")
        weights = np.zeros(len(self._blocks) * BLOCK)
        prior = prior or Prior()
        weights[: len(self)] = prior.of(len(self))
        sexes = np.full(len(weights), -2, np.int8)
        sexes[: len(self)] = self._sex
        codes = (
            np.stack([self.codes(body) for body in bodies])
            if bodies
            else np.zeros((0, len(self.loci)), np.int64)
        )
        wanted = np.array([_SEX[body.sex] for body in bodies], np.int8)
        keep = min(top, len(self))
        best = np.full((len(bodies), keep), -np.inf)
        which = np.full((len(bodies), keep), -1, np.int64)
        total = np.zeros(len(bodies))
        compared = np.zeros((len(bodies), 2), np.int64)

        def part(start: int, end: int) -> None:
            _screen(
                self._blocks, codes[start:end], wanted[start:end], sexes, weights,
                best[start:end], which[start:end], total[start:end], compared[start:end],
            )  # fmt: skip
            if on_progress is not None:
                on_progress(end, len(bodies))

        edges = [*range(0, len(bodies), 2_000), len(bodies)]
        spans = [(a, b) for a, b in pairwise(edges) if b > a]
        if workers == 1 or len(spans) < 2:
            for span in spans:
                part(*span)
        else:
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(lambda span: part(*span), spans))
        none = 1.0 - prior.listed
        made = []
        for n, body in enumerate(bodies):
            everything = none + total[n]
            candidates = tuple(
                Candidate(int(f), float(s), float(weights[f] * 10.0**s / everything))
                for s, f in zip(best[n], which[n], strict=True)
                if f >= 0
            )
            typed = sum(locus.name in body.calls for locus in self.loci)
            made.append(
                Screened(
                    body.id,
                    candidates,
                    float(none / everything),
                    int(compared[n, 0]),
                    int(compared[n, 1]),
                    typed,
                )
            )
        return tuple(made)


_SEX: Mapping[str | None, int] = {"male": 1, "female": 2, None: 0}
_CODES: dict[int, Any] = {}


def _codes(alleles: int) -> Any:
    if alleles not in _CODES:
        _CODES[alleles] = genotype_codes(alleles)
    return _CODES[alleles]


@njit(cache=True, nogil=True)
def _add_rows(rows: Any, codes: Any, start: Any, sums: Any) -> None:
    """Sums of one row of every locus, from a first row on; four rows at a time."""
    width = len(sums)
    loci = len(codes)
    for j in range(width):
        sums[j] = start[j]
    n = 0
    while n + 4 <= loci:
        r0, r1, r2, r3 = rows[codes[n]], rows[codes[n + 1]], rows[codes[n + 2]], rows[codes[n + 3]]
        for j in range(width):
            sums[j] += (r0[j] + r1[j]) + (r2[j] + r3[j])
        n += 4
    while n < loci:
        r0 = rows[codes[n]]
        for j in range(width):
            sums[j] += r0[j]
        n += 1


@njit(cache=True, nogil=True, fastmath={"reassoc", "nsz"})
def _sum_small(sums: Any, weights: Any, bits: Any, values: Any) -> float:
    """Σ weight × 10^sum over the sums below `SMALL`, each term to within 3 %, without bias: they matter
    little.

    A power of two read from the bits of a scaled number (Schraudolph 1999).
    """
    small = np.float32(SMALL)
    for j in range(len(sums)):
        power = max(sums[j], np.float32(-37.0)) * np.float32(27866352.0) + np.float32(1064866808.0)
        bits[j] = np.int32(power)
    total = np.float32(0.0)
    for j in range(len(sums)):
        total += weights[j] * (values[j] if sums[j] < small else np.float32(0.0))
    return np.float64(total)


@njit(cache=True, nogil=True)
def _screen(
    blocks: Any,
    codes: Any,
    wanted: Any,
    sexes: Any,
    weights: Any,
    best: Any,
    which: Any,
    total: Any,
    compared: Any,
) -> None:
    """Add up rows block by block, keep the best, and sum prior × LR."""
    width = blocks.shape[2]
    keep = best.shape[1]
    sums = np.empty(width, np.float32)
    bits = np.empty(width, np.int32)
    values = bits.view(np.float32)
    small = np.float32(SMALL)
    start = np.empty((3, width), np.float32)  # 0 where the sexes go together, else minus infinity
    fitting = np.empty(3, np.int64)
    for block in range(blocks.shape[0]):
        rows = blocks[block]
        first = block * width
        shares = weights[first : first + width].astype(np.float32)
        for sex in range(3):
            fitting[sex] = 0
            for j in range(width):
                other = sexes[first + j]
                fits = other >= 0 and (sex == 0 or other == 0 or sex == other)
                start[sex, j] = np.float32(0.0) if fits else np.float32(-np.inf)
                fitting[sex] += fits
        for b in range(codes.shape[0]):
            sex = wanted[b]
            if fitting[sex] == 0:
                continue
            _add_rows(rows, codes[b], start[sex], sums)
            total[b] += _sum_small(sums, shares, bits, values)
            floor = min(np.float32(best[b, keep - 1]), small)
            impossible = np.int32(0)
            for chunk in range(0, width, CHUNK):
                near = np.int32(0)
                for j in range(chunk, chunk + CHUNK):
                    near += np.int32(sums[j] >= floor)
                    impossible += np.int32(sums[j] == np.float32(-np.inf))
                if near == 0:
                    continue
                for j in range(chunk, chunk + CHUNK):
                    value = sums[j]
                    if value < floor or value == np.float32(-np.inf):
                        continue
                    if value >= small:
                        total[b] += weights[first + j] * 10.0 ** np.float64(value)
                    if value > best[b, keep - 1]:
                        k = keep - 1
                        while k > 0 and value > best[b, k - 1]:
                            best[b, k] = best[b, k - 1]
                            which[b, k] = which[b, k - 1]
                            k -= 1
                        best[b, k] = value
                        which[b, k] = first + j
                        floor = min(np.float32(best[b, keep - 1]), small)
            compared[b, 0] += fitting[sex]
            compared[b, 1] += impossible - (width - fitting[sex])
