"""Alleles that nobody shows, taken together as one: exact where the mutation model treats them alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from accounted.identifying.loci import Locus
from accounted.identifying.mutations import MutationModel, Mutations
from accounted.identifying.profiles import State

REST = "rest"


def lumpable(locus: Locus) -> bool:
    """Whether alleles can be taken together without changing any likelihood (strong lumpability).

    So without mutation, and where an allele mutates to each other one with a probability that does not
    depend on where it comes from. Not so for stepwise models.
    """
    return locus.mutations is None or all(
        model.kind in ("equal", "proportional") for model in (locus.mutations.male, locus.mutations.female)
    )


def lump(locus: Locus, kept: Iterable[int]) -> tuple[Locus, Mapping[int, int]]:
    """The locus with all alleles but the kept ones as one, and the new position of each old one.

    A locus that cannot be lumped, or where fewer than two alleles would go, comes back as it is.
    """
    stay = tuple(sorted(set(kept) | ({locus.silent} if locus.silent is not None else set())))
    found = locus.lumped.get(stay)
    if found is None:
        found = locus.lumped[stay] = _lump(locus, stay)
    return found


def _lump(locus: Locus, stay: Sequence[int]) -> tuple[Locus, Mapping[int, int]]:
    gone = [n for n in range(len(locus.alleles)) if n not in stay]
    if len(gone) < 2 or not lumpable(locus):
        return locus, {n: n for n in range(len(locus.alleles))}
    place = {old: new for new, old in enumerate(stay)} | dict.fromkeys(gone, len(stay))
    joined = np.zeros((len(locus.alleles), len(stay) + 1))
    for old, new in place.items():
        joined[old, new] = 1.0
    representative = [*stay, gone[0]]
    matrices = np.einsum("sij,jk->sik", locus.transmission, joined)[:, representative, :]
    mutations = None
    if locus.mutations is not None:
        male, female = (MutationModel("custom", given=matrix) for matrix in matrices)
        mutations = Mutations(male, female)
    alleles = [locus.alleles[n] for n in stay] + [REST]
    # The silent allele must not be last here: it is an allele like others once states are written by
    # position.
    lumped = replace(
        locus,
        alleles=tuple(f"{name} (no product)" if name == "silent" else name for name in alleles),
        frequencies=tuple(float(x) for x in locus.p @ joined),
        mutations=mutations,
    )
    return lumped, place


def moved(seen: Sequence[Sequence[State]], place: Mapping[int, int]) -> list[list[State]]:
    """States with their alleles at the new positions that `lump` gives."""
    return [[(place[a], place[b], weight) for a, b, weight in one] for one in seen]
