"""The calls of many profiles at one locus, each different one kept once and known by its number.

Twenty thousand families show a few hundred different genotypes at a locus: what depends on the genotype alone
is computed once for each.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

import numpy as np

from accounted.identifying.likelihoods import state_arrays
from accounted.identifying.loci import Locus
from accounted.identifying.profiles import Call, State, states


def genotype_count(alleles: int) -> int:
    """How many unordered genotypes there are."""
    return alleles * (alleles + 1) // 2


@lru_cache(maxsize=256)
def genotype_codes(alleles: int) -> Any:
    """int64 [alleles, alleles]: the number of each unordered genotype."""
    codes = np.zeros((alleles, alleles), np.int64)
    upper = np.triu_indices(alleles)
    codes[upper] = codes[upper[::-1]] = np.arange(len(upper[0]))
    return codes


def rows_of(locus: Locus) -> int:
    """How many rows a screening table has at a locus, without the one for bodies that are not typed.

    One for each genotype; where everybody has one gene at most (Y, mitochondrial), one for each allele.
    Where men have one gene and women two (X), a man's gene has the row of the homozygote.
    """
    alleles = len(locus.alleles)
    return alleles if locus.inheritance in ("y", "mitochondrial") else genotype_count(alleles)


def row_of(locus: Locus) -> Any:
    """int64 [alleles, alleles]: the row of each pair of genes; of a single gene, that of the pair with
    itself."""
    alleles = len(locus.alleles)
    if locus.inheritance in ("y", "mitochondrial"):
        return np.broadcast_to(np.arange(alleles)[:, None], (alleles, alleles))
    return genotype_codes(alleles)


class DistinctCalls:
    """The different calls at one locus, in the order in which they were first met."""

    def __init__(self, locus: Locus) -> None:
        self.locus = locus
        self.states: list[tuple[State, ...]] = []
        self._by_call: dict[Hashable, int] = {}
        self._by_states: dict[tuple[State, ...], int] = {}

    def number(self, call: Call, genes: int, owner: tuple[str, str]) -> int:
        """The number of a call; `owner`, what and who, is only for the message.

        Raises:
            InvalidProfile: the call cannot be.
        """
        # What shows nothing but its alleles is known by them: millions of calls come through here.
        weighed = call.dropout or call.dropin or call.replicates
        key: Hashable = (call, genes) if weighed else (call.alleles, genes)
        found = self._by_call.get(key)
        if found is None:
            made = states(call, self.locus, f"{owner[0]} {owner[1]}, ", genes=genes)
            found = self._by_states.setdefault(made, len(self.states))
            if found == len(self.states):
                self.states.append(made)
            self._by_call[key] = found
        return found

    def arrays(self) -> tuple[Any, Any, Any]:
        """genes int64 [calls, states, 2], weights float64 [calls, states], number of states [calls]."""
        return state_arrays(self.states)
