"""Loci and the databases that say how common their alleles are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from accounted.identifying.errors import InvalidLocus, InvalidProfile
from accounted.identifying.mutations import Mutations
from accounted.identifying.plans import Inheritance

SILENT = "silent"
Unseen = Literal["refuse", "minimum"]


@dataclass(frozen=True)
class Locus:
    """A place in the genome with its alleles, how common they are, and how they mutate.

    `frequencies` sum to one, a silent allele (one that the kit does not show) included: it is then the last
    of `alleles`, named "silent".
    """

    name: str
    alleles: tuple[str, ...]
    frequencies: tuple[float, ...]
    mutations: Mutations | None = None
    inheritance: Inheritance = "autosomal"
    chromosome: str | None = None

    def __post_init__(self) -> None:
        if not self.alleles:
            raise InvalidLocus(f"{self.name}: a locus without alleles; leave it out")
        if len(set(self.alleles)) != len(self.alleles):
            twice = next(a for a in self.alleles if self.alleles.count(a) > 1)
            raise InvalidLocus(f"{self.name}: allele {twice} is listed twice; add its frequencies up first")
        if len(self.frequencies) != len(self.alleles):
            raise InvalidLocus(
                f"{self.name}: {len(self.alleles)} alleles but {len(self.frequencies)} frequencies"
            )
        for allele, frequency in zip(self.alleles, self.frequencies, strict=True):
            if not 0.0 < frequency <= 1.0:
                raise InvalidLocus(
                    f"{self.name}: allele {allele} has the frequency {frequency}; it must be above 0 "
                    "and at most "
                    "1, set a minimum frequency for alleles that the sample did not hold"
                )
        total = sum(self.frequencies)
        if abs(total - 1.0) > 1e-6:
            raise InvalidLocus(
                f"{self.name}: the frequencies sum to {total:.6g}, not to 1; complete or rescale them"
            )

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The position of each allele."""
        return {allele: n for n, allele in enumerate(self.alleles)}

    @cached_property
    def p(self) -> Any:
        """float64 [alleles]: the frequencies."""
        return np.array(self.frequencies)

    @cached_property
    def transmission(self) -> Any:
        """float64 [2, alleles, alleles]: from the father's and from the mother's allele to the child's."""
        if self.mutations is None:
            return np.broadcast_to(
                np.eye(len(self.alleles)), (2, len(self.alleles), len(self.alleles))
            ).copy()
        if self.silent is None:
            return self.mutations.matrices(self.alleles, self.p)
        seen = len(self.alleles) - 1
        made = np.zeros((2, seen + 1, seen + 1))
        made[:, :seen, :seen] = self.mutations.matrices(self.alleles[:-1], self.p[:-1] / self.p[:-1].sum())
        made[:, seen, seen] = 1.0  # a silent allele is handed down as it is
        return made

    @cached_property
    def lumped(self) -> dict[tuple[int, ...], tuple[Locus, Mapping[int, int]]]:
        """What `lumping.lump` made of it before, by the alleles that stay."""
        return {}

    def __getstate__(self) -> dict[str, Any]:
        # What was computed stays behind when a locus is sent elsewhere.
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @property
    def silent(self) -> int | None:
        """The position of the silent allele, if there is one."""
        return len(self.alleles) - 1 if self.alleles[-1] == SILENT else None

    def index(self, allele: str, where: str = "") -> int:
        """The position of an allele.

        Raises:
            InvalidProfile: the database does not hold it.
        """
        try:
            return self.place[allele]
        except KeyError:
            raise InvalidProfile(
                f"{where}{self.name}: allele {allele!r} is not in the frequency database; check the "
                "typing, or "
                "add it at the minimum frequency"
            ) from None

    def with_silent(self, frequency: float) -> Locus:
        """The same locus with a silent allele; the other frequencies make room for it."""
        if not 0.0 < frequency < 1.0:
            raise InvalidLocus(
                f"{self.name}: a silent allele of frequency {frequency}; give one between 0 and 1"
            )
        scaled = tuple(p * (1.0 - frequency) for p in self.frequencies)
        return replace(self, alleles=(*self.alleles, SILENT), frequencies=(*scaled, frequency))

    def with_alleles(self, seen: Iterable[str], minimum: float) -> Locus:
        """The same locus with alleles the database lacks, at the minimum frequency, all rescaled."""
        new = sorted(set(seen) - set(self.alleles), key=_order)
        if not new:
            return self
        raw = dict(zip(self.alleles, self.frequencies, strict=True)) | dict.fromkeys(new, minimum)
        total = sum(raw.values())
        ordered = sorted(raw, key=_order)
        return replace(self, alleles=tuple(ordered), frequencies=tuple(raw[a] / total for a in ordered))


def haplotypes(
    name: str,
    counts: Mapping[str, int],
    size: int,
    *,
    seen: Iterable[str],
    inheritance: Literal["y", "mitochondrial"],
    mutations: Mutations | None = None,
) -> Locus:
    """A lineage marker as a locus: each haplotype seen is an allele, all others are one.

    A haplotype has the probability (count + 1) / (size + 1): it is itself one more observation (the counting
    rule with one added). Brothers, and all who descend from one mother, share theirs: nothing here tells them
    apart, and the haplotypes of all loci of the lineage are one locus, never multiplied.

    Arguments:
        counts: how often each was seen in a database of `size` haplotypes.

    Raises:
        InvalidLocus: the haplotypes seen would have more than the whole probability.
    """
    listed = sorted(set(seen))
    shares = [(counts.get(one, 0) + 1) / (size + 1) for one in listed]
    rest = 1.0 - sum(shares)
    if rest <= 0.0:
        raise InvalidLocus(
            f"{name}: {len(listed)} haplotypes seen, and a database of {size}; take a larger database"
        )
    return Locus(name, (*listed, "other"), (*shares, rest), mutations, inheritance)


@dataclass(frozen=True)
class FrequencyDatabase:
    """A named and versioned set of allele frequencies of one population.

    `source` says where it is published; `minimum` is the frequency given to alleles rarer than that in the
    sample (NRC II: 5 / 2N), `unseen` what happens to alleles that are not in it at all.
    """

    name: str
    version: str
    source: str
    population: str
    loci: Mapping[str, Locus]
    minimum: float = 0.001
    unseen: Unseen = "minimum"
    notes: tuple[str, ...] = field(default=())

    def for_alleles(self, name: str, seen: Iterable[str]) -> Locus:
        """A locus that knows all the alleles seen.

        Raises:
            InvalidLocus: the database does not hold the locus.
            InvalidProfile: an allele is not in it and the rule is to refuse.
        """
        if name not in self.loci:
            raise InvalidLocus(
                f"{name}: not in the frequency database {self.name} {self.version}; use another "
                "database or leave "
                "the locus out"
            )
        locus = self.loci[name]
        if self.unseen == "refuse":
            for allele in seen:
                locus.index(allele)
            return locus
        return locus.with_alleles(seen, self.minimum)


def _order(allele: str) -> tuple[int, float, str]:
    if allele == SILENT:
        return 2, 0.0, allele
    try:
        return 0, float(allele), allele
    except ValueError:
        return 1, 0.0, allele
