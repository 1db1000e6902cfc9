"""The compiled part of a screening: rows of tables added up, the best kept, the posterior's denominator
summed.

Tables lie in blocks of families, a row for each genotype. A body is a list of rows, one for each locus; its
log likelihood ratios against a whole block are the sums of these rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

CHUNK = 32  # families looked at together for a candidate
# log10 of likelihood ratios from which on each term of the denominator is taken in double precision
LARGE = -1.0
LOWEST = -37.0  # below this a term is nothing beside the prior of "not listed"


@njit(cache=True, nogil=True)
def put_columns(blocks: Any, start: int, log10: Any, of: Any, first: int) -> None:
    """Lay columns of a locus's table into blocks: family `first + n` has column `of[n]`."""
    width = blocks.shape[2]
    n = 0
    while n < len(of):
        block = (first + n) // width
        column = (first + n) % width
        count = min(width - column, len(of) - n)
        for row in range(log10.shape[0]):
            for j in range(count):
                blocks[block, start + row, column + j] = log10[row, of[n + j]]
        n += count


@njit(cache=True, nogil=True)
def _add_rows(rows: Any, extra: Any, codes: Any, start: Any, sums: Any) -> None:
    """Sums of one row of every locus, from a first row on; four rows at a time.

    Rows beyond those of the tables are the `extra` ones.
    """
    width = len(sums)
    loci = len(codes)
    held = rows.shape[0]
    for j in range(width):
        sums[j] = start[j]
    n = 0
    while n + 4 <= loci:
        r0 = rows[codes[n]] if codes[n] < held else extra[codes[n] - held]
        r1 = rows[codes[n + 1]] if codes[n + 1] < held else extra[codes[n + 1] - held]
        r2 = rows[codes[n + 2]] if codes[n + 2] < held else extra[codes[n + 2] - held]
        r3 = rows[codes[n + 3]] if codes[n + 3] < held else extra[codes[n + 3] - held]
        for j in range(width):
            sums[j] += (r0[j] + r1[j]) + (r2[j] + r3[j])
        n += 4
    while n < loci:
        r0 = rows[codes[n]] if codes[n] < held else extra[codes[n] - held]
        for j in range(width):
            sums[j] += r0[j]
        n += 1


@njit(cache=True, nogil=True, fastmath={"reassoc", "nsz", "contract"})
def _small_terms(sums: Any, weights: Any, bits: Any, powers: Any, scaled: Any) -> float:
    """Σ weight × 10^sum over the sums below `LARGE`, each term to within 10⁻⁶ of itself.

    10^x = 2^n 2^f with n the nearest whole number: 2^n from the bits of a float, 2^f from its series.
    """
    large = np.float32(LARGE)
    for j in range(len(sums)):
        x = max(np.float32(sums[j]), np.float32(LOWEST)) * np.float32(3.3219280948873623)
        n = np.floor(x + np.float32(0.5))
        f = (x - n) * np.float32(0.6931471805599453)
        bits[j] = (np.int32(n) + np.int32(127)) << np.int32(23)
        scaled[j] = np.float32(1.0) + f * (
            np.float32(1.0)
            + f
            * (
                np.float32(0.5)
                + f
                * (
                    np.float32(0.16666667)
                    + f
                    * (np.float32(0.041666667) + f * (np.float32(0.008333334) + f * np.float32(0.0013888889)))
                )
            )
        )
    total = np.float32(0.0)
    for j in range(len(sums)):
        term = weights[j] * (powers[j] * scaled[j])
        total += term if sums[j] < large and sums[j] > np.float32(LOWEST) else np.float32(0.0)
    return np.float64(total)


@njit(cache=True, nogil=True)
def _weighed_rows(
    rows: Any, at: Any, row_of: Any, weight_of: Any, linear: Any, made: Any, extra: Any
) -> None:
    """Rows for calls that allow several genotypes: log10 of Σ weight × likelihood ratio."""
    width = rows.shape[1]
    for row in range(len(made)):
        made[row] = False
    total = np.empty(width, np.float64)
    for e in range(len(at) - 1):
        for j in range(width):
            total[j] = 0.0
        for k in range(at[e], at[e + 1]):
            row = row_of[k]
            if not made[row]:
                made[row] = True
                for j in range(width):
                    linear[row, j] = 10.0 ** np.float64(rows[row, j])
            weight = weight_of[k]
            for j in range(width):
                total[j] += weight * linear[row, j]
        for j in range(width):
            extra[e, j] = np.log10(total[j]) if total[j] > 0.0 else -np.inf


@njit(cache=True, nogil=True)
def screen(
    blocks: Any,
    chosen: Any,
    codes: Any,
    weighed: Any,
    wanted: Any,
    sexes: Any,
    weights: Any,
    best: Any,
    which: Any,
    total: Any,
    excluded: Any,
    fits: Any,
) -> None:
    """Add up rows block by block, keep the best, and sum prior weight × likelihood ratio.

    Arguments:
        blocks: [blocks, rows, families of a block], log10.
        chosen: int64 [chosen blocks], which blocks are looked at.
        codes: int64 [bodies, loci]: rows; from `rows` on, the weighed ones.
        weighed: of rows for calls that allow several genotypes: where each starts (int64 [weighed + 1]),
            the rows (int64) and the weights (float64) it is made of.
        wanted, sexes: int8 [bodies] and [families]: 0 not known, 1, 2, -2 no family.
        weights: float64 [families], prior weights.
        best, which: [bodies, kept], filled: the greatest sums, and the families they belong to.
        total: float64 [bodies, chosen blocks], filled: Σ weight × ratio.
        excluded, fits: int32 [bodies, chosen blocks], filled: how many ratios are zero, and how many families
            were compared.
    """
    width = blocks.shape[2]
    keep = best.shape[1]
    sums = np.empty(width, blocks.dtype)
    scaled = np.empty(width, np.float32)
    bits = np.empty(width, np.int32)
    powers = bits.view(np.float32)
    large = LARGE
    start = np.empty((3, width), blocks.dtype)  # 0 where the sexes go together, else minus infinity
    fitting = np.empty(3, np.int64)
    at, row_of, weight_of = weighed
    some = len(at) > 1
    extra = np.empty((len(at) - 1, width), blocks.dtype)
    linear = np.empty((blocks.shape[1] if some else 0, width), np.float64)
    made = np.zeros(blocks.shape[1] if some else 0, np.bool_)
    for c in range(len(chosen)):
        block = chosen[c]
        rows = blocks[block]
        first = block * width
        shares = weights[first : first + width].astype(np.float32)
        if some:
            _weighed_rows(rows, at, row_of, weight_of, linear, made, extra)
        for sex in range(3):
            fitting[sex] = 0
            for j in range(width):
                other = sexes[first + j]
                together = other >= 0 and (sex == 0 or other == 0 or sex == other)
                start[sex, j] = 0.0 if together else -np.inf
                fitting[sex] += together
        for b in range(codes.shape[0]):
            sex = wanted[b]
            fits[b, c] = fitting[sex]
            total[b, c] = 0.0
            excluded[b, c] = 0
            if fitting[sex] == 0:
                continue
            _add_rows(rows, extra, codes[b], start[sex], sums)
            summed = _small_terms(sums, shares, bits, powers, scaled)
            floor = min(best[b, keep - 1], large)
            impossible = np.int32(0)
            for chunk in range(0, width, CHUNK):
                near = np.int32(0)
                rough = np.float32(floor - 1e-5 * abs(floor))  # compared in the precision of most tables
                for j in range(chunk, chunk + CHUNK):
                    near += np.int32(sums[j] >= rough)
                    impossible += np.int32(sums[j] == np.float32(-np.inf))
                if near == 0:
                    continue
                for j in range(chunk, chunk + CHUNK):
                    value = np.float64(sums[j])
                    if value < floor or value == -np.inf:
                        continue
                    if value >= large:
                        summed += weights[first + j] * 10.0**value
                    if value > best[b, keep - 1]:
                        k = keep - 1
                        while k > 0 and value > best[b, k - 1]:
                            best[b, k] = best[b, k - 1]
                            which[b, k] = which[b, k - 1]
                            k -= 1
                        best[b, k] = value
                        which[b, k] = first + j
                        floor = min(best[b, keep - 1], large)
            total[b, c] = summed
            excluded[b, c] = impossible - (width - fitting[sex])


@njit(cache=True, nogil=True)
def count_exclusions(strict: Any, codes: Any, weighed: Any, which: Any, counts: Any) -> None:
    """At how many loci each body and each of its candidates exclude one another, were there no mutation.

    Arguments:
        strict: bool [blocks, rows, families of a block]: whether the genotype is impossible.
        counts: int32 [bodies, kept], filled.
    """
    held, width = strict.shape[1], strict.shape[2]
    at, row_of, _ = weighed
    for b in range(codes.shape[0]):
        for k in range(which.shape[1]):
            counts[b, k] = 0
            if which[b, k] < 0:
                continue
            block, column = which[b, k] // width, which[b, k] % width
            for n in range(codes.shape[1]):
                code = codes[b, n]
                if code < held:
                    counts[b, k] += strict[block, code, column]
                    continue
                impossible = True
                for i in range(at[code - held], at[code - held + 1]):
                    impossible = impossible and strict[block, row_of[i], column]
                counts[b, k] += impossible
