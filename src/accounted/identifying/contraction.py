"""The compiled sum of products behind every likelihood: small dense factors, eliminated one variable at a
time.

A program (`accounted.identifying.plans`) says which factors there are and in which order variables are summed
out; it depends on the shape of a pedigree alone. Here it is run on the numbers of one locus: allele
frequencies, mutation matrices and the genotypes that each typed person may have. The order of additions is
fixed by the program, so that results are the same on every run.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

# What a factor holds. Variables: an allele (one gene of an untyped person), a selector (which of a parent's
# two genes a child received), a state (one of the ordered genotypes that a typed person may have).
FOUNDER = 0  # [allele]: its frequency
STATE = 1  # [state]: its weight, times the frequencies of those of its genes that no parent of the graph gave
PICK = 2  # [selector, parent's allele, child's gene]: transmission, if that gene was the one picked
WHOLE = 3  # [parent's only allele, child's gene]: transmission of the one gene that there is
TYPED_MIXED = 4  # [parent's state, child's gene]: either gene of a typed parent, with one half each
TYPED_PICK = 5  # [selector, parent's state, child's gene]: the picked gene of a typed parent
TYPED_WHOLE = 6  # [parent's state, child's gene]: the one gene of a typed parent
SELECTOR = 7  # [selector]: one half each
LINK = 8  # [selector, selector at the next locus]: recombined or not

# Columns of the table of factors.
KIND, LOCUS, BY, PARENT, CHILD, CHILD_GENE, WHICH, FOUNDERS = range(8)
COLUMNS = 8


@njit(cache=True, nogil=True)
def _fill(
    pool: Any,
    at: int,
    row: Any,
    n0: int,
    n1: int,
    n2: int,
    half: float,
    recombination: Any,
    frequencies: Any,
    mutation: Any,
    genes: Any,
    weights: Any,
) -> None:
    kind = row[KIND]
    locus = row[LOCUS]
    if kind == FOUNDER:
        for a in range(n0):
            pool[at + a] = frequencies[locus, a]
        return
    if kind == STATE:
        typed = row[CHILD]
        for t in range(n0):
            value = weights[typed, t]
            if row[FOUNDERS] & 1:
                value *= frequencies[locus, genes[typed, t, 0]]
            if row[FOUNDERS] & 2:
                value *= frequencies[locus, genes[typed, t, 1]]
            pool[at + t] = value
        return
    if kind == SELECTOR:
        pool[at] = 0.5
        pool[at + 1] = 0.5
        return
    if kind == LINK:
        for s in range(2):
            for r in range(2):
                pool[at + 2 * s + r] = 1.0 - recombination[locus] if s == r else recombination[locus]
        return
    by = row[BY]
    child = row[CHILD]
    gene = row[CHILD_GENE]
    parent = row[PARENT]
    if kind == PICK:
        which = row[WHICH]
        for s in range(2):
            for u in range(n1):
                for c in range(n2):
                    if s == which:
                        to = genes[child, c, gene] if child >= 0 else c
                        value = mutation[locus, by, u, to]
                    else:
                        value = 1.0
                    pool[at] = half * value if which == 0 else value
                    at += 1
        return
    if kind == TYPED_PICK:
        for s in range(2):
            for t in range(n1):
                for c in range(n2):
                    to = genes[child, c, gene] if child >= 0 else c
                    pool[at] = half * mutation[locus, by, genes[parent, t, s], to]
                    at += 1
        return
    for t in range(n0):
        for c in range(n1):
            to = genes[child, c, gene] if child >= 0 else c
            if kind == WHOLE:
                value = mutation[locus, by, t, to]
            elif kind == TYPED_WHOLE:
                value = mutation[locus, by, genes[parent, t, 0], to]
            else:
                value = 0.5 * (
                    mutation[locus, by, genes[parent, t, 0], to]
                    + mutation[locus, by, genes[parent, t, 1], to]
                )
            pool[at] = value
            at += 1


@njit(cache=True, nogil=True)
def _row(
    target: Any,
    where: int,
    row: int,
    pool: Any,
    starts: Any,
    along: Any,
    strides: Any,
    last: int,
    dims: int,
    count: int,
    length: int,
) -> None:
    """One row, along the last axis, of a product of factors summed over the variable that goes."""
    for j in range(row):
        target[where + j] = 0.0
    a, sa, ra = starts[0], along[0], strides[0, last] if dims > 0 else 0
    if count == 1:
        for x in range(length):
            for j in range(row):
                target[where + j] += pool[a + x * sa + j * ra]
        return
    b, sb, rb = starts[1], along[1], strides[1, last] if dims > 0 else 0
    if count == 2:
        if ra != 0 and rb == 0:
            a, sa, ra, b, sb, rb = b, sb, rb, a, sa, ra
        if ra == 0 and rb == 1:
            for x in range(length):
                factor = pool[a + x * sa]
                if factor != 0.0:
                    for j in range(row):
                        target[where + j] += factor * pool[b + x * sb + j]
            return
        for x in range(length):
            for j in range(row):
                target[where + j] += pool[a + x * sa + j * ra] * pool[b + x * sb + j * rb]
        return
    for x in range(length):
        for j in range(row):
            value = pool[a + x * sa + j * ra] * pool[b + x * sb + j * rb]
            for k in range(2, count):
                value *= pool[starts[k] + x * along[k] + (j * strides[k, last] if dims > 0 else 0)]
            target[where + j] += value


@njit(cache=True, nogil=True)
def _lift(pool: Any, at: int, total: int) -> int:
    """Scale a factor that has become very small, so that products of many do not vanish: by 2 to the power
    returned."""
    largest = 0.0
    for n in range(at, at + total):
        largest = max(largest, pool[n])
    if largest == 0.0 or largest > 1e-100:
        return 0
    for n in range(at, at + total):
        pool[n] *= 2.0**300
    return 300


@njit(cache=True, nogil=True)
def run(
    plan: Any,
    sizes: Any,
    half: float,
    recombination: Any,
    frequencies: Any,
    mutation: Any,
    genes: Any,
    weights: Any,
    pool: Any,
    offsets: Any,
    result: Any,
) -> None:
    """Run a program for one family at one locus (or one group of linked loci).

    Arguments:
        plan: the arrays of `plans.Program.plan`: int64 [factors, COLUMNS], the given factors (each step
            makes one more); which variables each factor has, in the order of its axes; the factors that each
            step multiplies; the variable that each step sums out, -1 in the last.
        sizes: int64 [variables], how many values each has here.
        half: the probability of a gene, 1/2, or 1 where selectors have factors of their own (linked loci).
        recombination: float64 [loci], the recombination fraction between a linked locus and the next.
        frequencies: float64 [loci, alleles].
        mutation: float64 [loci, 2, alleles, alleles], male and female, parent's allele to child's.
        genes, weights: int64 [typed, states, 2] and float64 [typed, states].
        pool, offsets: scratch: float64, and int64 [factors + steps + 1].
        result: float64, filled with what is left over the open variables, in their order; not a number where
            it is positive and too small for one.
    """
    factors, variable_start, variables, input_start, inputs, eliminated = plan
    given = len(factors)
    at = 0
    steps = len(eliminated)
    for f in range(given):
        offsets[f] = at
        first = variable_start[f]
        n = variable_start[f + 1] - first
        n0 = sizes[variables[first]]
        n1 = sizes[variables[first + 1]] if n > 1 else 1
        n2 = sizes[variables[first + 2]] if n > 2 else 1
        _fill(pool, at, factors[f], n0, n1, n2, half, recombination, frequencies, mutation, genes, weights)
        at += n0 * n1 * n2
    most_inputs = most_axes = 1
    for step in range(steps):
        most_inputs = max(most_inputs, input_start[step + 1] - input_start[step])
        most_axes = max(most_axes, variable_start[given + step + 1] - variable_start[given + step])
    index = np.zeros(most_axes, np.int64)
    starts = np.zeros(most_inputs, np.int64)
    along = np.zeros(most_inputs, np.int64)
    strides = np.zeros((most_inputs, most_axes), np.int64)
    lifted = 0
    for step in range(steps):
        out = given + step
        first_out = variable_start[out]
        dims = variable_start[out + 1] - first_out
        first_in = input_start[step]
        count = input_start[step + 1] - first_in
        gone = eliminated[step]
        length = sizes[gone] if gone >= 0 else 1
        for k in range(count):
            f = inputs[first_in + k]
            starts[k] = offsets[f]
            along[k] = 0
            for d in range(dims):
                strides[k, d] = 0
            stride = 1
            for position in range(variable_start[f + 1] - 1, variable_start[f] - 1, -1):
                v = variables[position]
                if v == gone:
                    along[k] = stride
                else:
                    for d in range(dims):
                        if variables[first_out + d] == v:
                            strides[k, d] = stride
                            break
                stride *= sizes[v]
        total = 1
        for d in range(dims):
            total *= sizes[variables[first_out + d]]
            index[d] = 0
        offsets[out] = at
        target = result if step == steps - 1 else pool
        where = 0 if step == steps - 1 else at
        row = sizes[variables[first_out + dims - 1]] if dims > 0 else 1
        rows = total // row
        outer = dims - 1 if dims > 0 else 0
        for _ in range(rows):
            _row(target, where, row, pool, starts, along, strides, outer, dims, count, length)
            where += row
            d = outer - 1
            while d >= 0:
                index[d] += 1
                for k in range(count):
                    starts[k] += strides[k, d]
                size = sizes[variables[first_out + d]]
                if index[d] < size:
                    break
                for k in range(count):
                    starts[k] -= strides[k, d] * size
                index[d] = 0
                d -= 1
        if step < steps - 1:
            lifted += _lift(pool, at, total)
        at += total
    if lifted:
        for n in range(len(result)):
            value = result[n]
            result[n] = value * 2.0 ** (-lifted) if lifted < 1000 else 0.0
            if value > 0.0 and result[n] == 0.0:
                result[n] = np.nan


@njit(cache=True, nogil=True)
def sizes_of(kinds: Any, owners: Any, alleles: Any, lengths: Any) -> Any:
    """int64 [variables]: how many values each has, by alleles of each locus and states of each person."""
    sizes = np.full(len(kinds), 2, np.int64)
    for v in range(len(kinds)):
        if kinds[v] == 0:
            sizes[v] = alleles[owners[v]]
        elif kinds[v] == 2:
            sizes[v] = lengths[owners[v]]
    return sizes


@njit(cache=True, nogil=True)
def numbers_held(variable_start: Any, variables: Any, sizes: Any) -> float:
    """How many numbers all factors of a program hold together (a float: it may be beyond any integer)."""
    total = 0.0
    for f in range(len(variable_start) - 1):
        count = 1.0
        for position in range(variable_start[f], variable_start[f + 1]):
            count *= sizes[variables[position]]
        total += count
    return total


@njit(cache=True, nogil=True)
def run_many(
    plan: Any,
    sizes: Any,
    kinds: Any,
    owners: Any,
    lengths: Any,
    frequencies: Any,
    mutation: Any,
    genes: Any,
    weights: Any,
    pool: Any,
    offsets: Any,
    results: Any,
) -> None:
    """`run` once for each of many families of one shape at one locus, or for many allele frequencies.

    Arguments:
        lengths: int64 [rows or 1, typed]: how many states each typed person has.
        frequencies: float64 [rows or 1, alleles].
        genes, weights: int64 [rows or 1, typed, states, 2] and float64 [rows or 1, typed, states].
        results: float64 [rows, what is left over the open variables], filled.
    """
    none = np.full(1, 0.5)
    here = sizes.copy()
    for row in range(len(results)):
        family = row if len(lengths) > 1 else 0
        population = row if len(frequencies) > 1 else 0
        for v in range(len(kinds)):
            if kinds[v] == 2:
                here[v] = lengths[family, owners[v]]
        run(
            plan,
            here,
            0.5,
            none,
            frequencies[population : population + 1],
            mutation,
            genes[family],
            weights[family],
            pool,
            offsets,
            results[row],
        )
