"""Which log-linear model: stepwise over pairs of lists, or the best of all hierarchical models."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from scipy.special import pdtr, pdtrc

from accounted.estimating.loglinear_fit import Cells, Fit, Terms, fit, main_effects

THRESHOLD = 0.02  # Chan, Silverman & Vincent 2021, section 3.2


def stepwise(cells: Cells, *, threshold: float = THRESHOLD) -> tuple[Terms, Fit | None]:
    """Forward selection of pairs of lists, from independence (Chan, Silverman & Vincent 2021).

    The p-value of a pair is the smaller tail of a Poisson of mean the overlap fitted without it, at the
    overlap observed. The pair with the smallest is added while it is below the threshold and the larger model
    has an estimate.
    """
    terms = main_effects(cells.lists)
    current = fit(terms, cells)
    pairs = [1 << i | 1 << j for i, j in combinations(range(cells.lists), 2)]
    while current is not None:
        ranked = []
        for pair in pairs:
            if pair in terms:
                continue
            expected = float(current.fitted[current.cells & pair == pair].sum())
            seen = cells.margin(pair)
            p = float(min(pdtr(seen, expected), pdtrc(seen - 1, expected) if seen > 0 else 1.0))
            if p < threshold:
                ranked.append((p, pair))
        for _, pair in sorted(ranked):
            refitted = fit(terms | {pair}, cells)
            if refitted is not None:
                terms, current = terms | {pair}, refitted
                break
        else:
            break
    return terms, current


@lru_cache(maxsize=8)
def hierarchical_models(lists: int, order: int | None = None) -> tuple[Terms, ...]:
    """Every hierarchical model with all main effects, the saturated one left out.

    3 lists have 8 (the saturated model left out), 4 have 113, 5 have 6,893; more are not enumerated.

    Raises:
        ValueError: more than five lists and no limit of order two, where the number is out of reach.
    """
    if lists > 5 and not (order == 2 and lists <= 6):
        raise ValueError(
            f"{lists} lists have too many hierarchical models to try each; use stepwise selection, or merge "
            f"lists."
        )
    order = lists - 1 if order is None else order
    full = (1 << lists) - 1
    return tuple(sorted((m for m in _grow(lists, order) if full not in m), key=lambda m: (len(m), sorted(m))))


def _grow(lists: int, order: int) -> Iterator[Terms]:
    """All down-closed families of terms: order by order, any set of terms whose parts are all inside."""

    def larger(inside: frozenset[int], size: int) -> Iterator[Terms]:
        if size > order:
            yield inside
            return
        possible = [
            term
            for term in (sum(1 << j for j in combination) for combination in combinations(range(lists), size))
            if all(term & ~(1 << j) in inside for j in range(lists) if term >> j & 1)
        ]
        for chosen in range(2 ** len(possible)):
            added = frozenset(term for k, term in enumerate(possible) if chosen >> k & 1)
            if added:
                yield from larger(inside | added, size + 1)
            else:
                yield inside

    yield from larger(main_effects(lists), 2)


def by_bic(
    cells: Cells, *, order: int | None = None, best: int | None = None
) -> list[tuple[float, Terms, Fit]]:
    """Hierarchical models that have an estimate, by ascending BIC; ties by number of terms."""
    ranked = [
        (fitted.bic, terms, fitted)
        for terms in hierarchical_models(cells.lists, order)
        if (fitted := fit(terms, cells)) is not None
    ]
    ranked.sort(key=lambda row: (row[0], len(row[1]), sorted(row[1])))
    return ranked[:best]
