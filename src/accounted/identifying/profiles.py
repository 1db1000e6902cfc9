"""What a laboratory saw of a person's genotype, and how it weighs each genotype the person may have.

A call is what one analysis of one locus showed. Where alleles may have dropped out or dropped in, every
genotype keeps a weight P(seen | genotype); without, only those that show exactly what was seen. Drop-out
and drop-in as in Gill, Gusmão et al. (ISFG 2012): each allele of a heterozygote drops out with probability
d, both copies of a homozygote with d₂, and a stray allele is seen with probability c × its frequency.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from accounted.identifying.errors import InvalidProfile
from accounted.identifying.loci import Locus

Sex = Literal["male", "female"]
ANY = "*"  # one allele seen, the other not known

State = tuple[int, int, float]  # the gene from the father, the gene from the mother, weight


@dataclass(frozen=True, slots=True)
class Call:
    """The alleles seen at one locus: two, one (a homozygote, or a haploid locus), or one and `ANY`.

    `replicates` are further analyses of the same sample. `dropout` and `dropin` apply to each.
    """

    alleles: tuple[str, ...]
    dropout: float = 0.0
    dropout_homozygote: float | None = None  # None: the square of `dropout`
    dropin: float = 0.0
    replicates: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        for name in ("dropout", "dropin"):
            if not 0.0 <= getattr(self, name) < 1.0:
                raise InvalidProfile(f"{name} is {getattr(self, name)}; give a probability below 1")

    @property
    def pair(self) -> tuple[str, str]:
        """Two alleles, as forms without weights write them: one seen where another may have dropped out
        stands beside `ANY`, so that it is not taken for a homozygote."""
        seen = tuple(dict.fromkeys(a for a in self.alleles if a != ANY))
        if len(seen) == 2:
            return seen[0], seen[1]
        open_one = ANY in self.alleles or self.dropout > 0.0 or not seen
        return (seen[0], ANY if open_one else seen[0]) if seen else (ANY, ANY)

    @property
    def exact(self) -> bool:
        """Whether the call allows no genotype but the one it shows."""
        return not (self.dropout or self.dropin or self.replicates or ANY in self.alleles)


@dataclass(frozen=True)
class Profile:
    """The calls of one sample. `sex` is that of the person as far as known."""

    id: str
    calls: Mapping[str, Call]
    sex: Sex | None = None
    kit: str | None = None
    quality: str | None = None
    notes: tuple[str, ...] = field(default=())

    @classmethod
    def from_genotypes(
        cls, identifier: str, genotypes: Mapping[str, Sequence[str]], sex: Sex | None = None, **rest: Any
    ) -> Profile:
        """From locus → alleles.

        Raises:
            InvalidProfile: a locus with no or more than two alleles.
        """
        calls = {}
        for locus, alleles in genotypes.items():
            if not 1 <= len(alleles) <= 2:
                raise InvalidProfile(
                    f"{identifier}, {locus}: {len(alleles)} alleles ({', '.join(map(str, alleles))}); "
                    "one person "
                    "has one or two, look for a mixture, a duplication or a typing error"
                )
            calls[locus] = Call(tuple(str(a) for a in alleles))
        return cls(identifier, calls, sex, **rest)


def genes_at(locus: Locus, sex: Sex | None) -> int:
    """How many genes somebody of a sex has at a locus: two, one, or none (a woman on the Y)."""
    if locus.inheritance == "y":
        return 0 if sex == "female" else 1
    if locus.inheritance == "mitochondrial" or (locus.inheritance == "x" and sex == "male"):
        return 1
    return 2


def states(call: Call, locus: Locus, where: str = "", *, genes: int = 2) -> tuple[State, ...]:
    """The ordered genotypes that fit a call, each with its weight P(seen | genotype).

    A single gene stands for both genes of its state.

    Raises:
        InvalidProfile: an allele that the locus does not have, or more than the person has genes.
    """
    if genes == 0:
        raise InvalidProfile(
            f"{where}{locus.name}: a woman has no Y chromosome; check the sex and whose sample it is"
        )
    seen = {locus.index(a, where) for a in call.alleles if a != ANY}
    if not seen and (genes == 1 or not call.dropout):
        raise InvalidProfile(f"{where}{locus.name}: no allele seen; leave the locus out, or give a drop-out")
    if genes == 1:
        if len(seen) > 1:
            raise InvalidProfile(
                f"{where}{locus.name}: two alleles, but there is one gene here; check the sex and the locus"
            )
        return tuple((a, a, 1.0) for a in seen)
    if call.dropout or call.dropin or call.replicates:
        return _weighed(call, locus, where)
    if ANY in call.alleles:
        return _with_any(next(iter(seen)), len(locus.alleles))
    if len(seen) == 2:
        a, b = sorted(seen)
        return ((a, b, 1.0), (b, a, 1.0))
    (a,) = seen
    if locus.silent is not None:
        return ((a, a, 1.0), (a, locus.silent, 1.0), (locus.silent, a, 1.0))
    return ((a, a, 1.0),)


def _with_any(a: int, alleles: int) -> tuple[State, ...]:
    others = [b for b in range(alleles) if b != a]
    return ((a, a, 1.0), *((a, b, 1.0) for b in others), *((b, a, 1.0) for b in others))


def _weighed(call: Call, locus: Locus, where: str) -> tuple[State, ...]:
    analyses = [call.alleles, *call.replicates]
    seen = [frozenset(locus.index(a, where) for a in one if a != ANY) for one in analyses]
    made = []
    for a in range(len(locus.alleles)):
        for b in range(len(locus.alleles)):
            weight = 1.0
            for one in seen:
                weight *= observed(one, a, b, call, locus)
                if weight == 0.0:
                    break
            if weight > 0.0:
                made.append((a, b, weight))
    if not made:
        shown = " / ".join(", ".join(one) for one in analyses)
        raise InvalidProfile(
            f"{where}{locus.name}: no genotype explains {shown}; allow for drop-in or look for a mixture"
        )
    return tuple(made)


def observed(seen: frozenset[int], a: int, b: int, call: Call, locus: Locus) -> float:
    """P(the alleles seen in one analysis | the genotype a, b)."""
    double = call.dropout**2 if call.dropout_homozygote is None else call.dropout_homozygote
    shown = {x for x in (a, b) if x != locus.silent}
    weight = 1.0
    for allele in shown:
        lost = double if a == b else call.dropout
        weight *= 1.0 - lost if allele in seen else lost
    stray = seen - shown
    if not stray:
        return weight * (1.0 - call.dropin)
    if len(stray) > 1:
        return 0.0
    # A stray allele is drawn from those the genotype does not have, so that the weights of all outcomes sum
    # to 1.
    elsewhere = (
        1.0 - sum(locus.frequencies[x] for x in shown) - (locus.p[locus.silent] if locus.silent else 0.0)
    )
    return weight * call.dropin * locus.frequencies[next(iter(stray))] / elsewhere
