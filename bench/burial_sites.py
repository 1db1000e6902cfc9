"""Made-up kits, families and bodies for `bench/identifying.py`; nobody in them ever lived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from accounted.identifying.family_tables import Family
from accounted.identifying.loci import Locus
from accounted.identifying.mutations import MutationModel, Mutations
from accounted.identifying.pedigrees import Member, Pedigree, pedigree_from_json
from accounted.identifying.profiles import Call, Profile

# The numbers of alleles of a kit of 23 loci: 2,388 genotypes, the largest locus as large as SE33.
ALLELES = (17, 6, 10, 15, 8, 18, 9, 10, 35, 10, 11, 8, 7, 9, 15, 8, 16, 8, 15, 15, 18, 12, 10)
MODELS = {
    "none": None,
    "equal": Mutations.same(MutationModel("equal", 0.001)),
    "stepwise": Mutations(
        MutationModel("stepwise", 0.002, 0.1, 1e-6), MutationModel("stepwise", 0.0005, 0.1, 1e-6)
    ),
}

_GRANDPARENTS = "1:0:0:1 2:0:0:2 3:1:2:1"
_LARGE = (
    "GF1:0:0:1 GM1:0:0:2 FA:GF1:GM1:1 AU:GF1:GM1:2 UN:GF1:GM1:1 GF2:0:0:1 GM2:0:0:2 MO:GF2:GM2:2 MP:FA:MO:1 "
    "S1:FA:MO:1 S2:FA:MO:1 S3:FA:MO:1 MU:GF2:GM2:1 X1:0:0:1 C1:X1:AU:1 C2:X1:AU:1 X2:0:0:2 C3:UN:X2:1 "
    "SP:0:0:2 K1:MP:SP:1 K2:MP:SP:1"
)
# Person:father:mother:sex, and who has given a sample. "MP" is missing.
PEDIGREES = {
    "parent_child": ("1:0:0:1 2:0:0:2 MP:1:2:1", "1"),
    "both_parents": ("1:0:0:1 2:0:0:2 MP:1:2:1", "1 2"),
    "child_only": ("MP:0:0:1 2:0:0:2 3:MP:2:1", "3"),
    "child_and_spouse": ("MP:0:0:1 2:0:0:2 3:MP:2:1", "2 3"),
    "full_sib": ("1:0:0:1 2:0:0:2 MP:1:2:1 4:1:2:1", "4"),
    "three_sibs": ("1:0:0:1 2:0:0:2 MP:1:2:1 4:1:2:1 5:1:2:1 6:1:2:1", "4 5 6"),
    "mother_two_sibs": ("1:0:0:1 2:0:0:2 MP:1:2:1 4:1:2:1 5:1:2:1", "2 4 5"),
    "half_sib": ("1:0:0:2 2:0:0:1 3:0:0:2 MP:2:1:1 5:2:3:1", "5"),
    "grandparent": (f"{_GRANDPARENTS} 4:0:0:2 MP:3:4:1", "1"),
    "four_grandparents": ("1:0:0:1 2:0:0:2 3:0:0:1 4:0:0:2 5:1:2:1 6:3:4:2 MP:5:6:1", "1 2 3 4"),
    "uncle": (f"{_GRANDPARENTS} 4:1:2:1 5:0:0:2 MP:4:5:1", "3"),
    "first_cousin": (f"{_GRANDPARENTS} 4:0:0:2 5:1:2:1 6:0:0:2 MP:3:4:1 8:5:6:1", "8"),
    "mixed_rich": ("1:0:0:1 2:0:0:2 MP:1:2:1 4:1:2:1 5:1:2:2 6:0:0:2 7:MP:6:1 8:MP:6:1", "2 4 5 7 8 6"),
    "cousin_marriage": (
        f"{_GRANDPARENTS} 4:0:0:2 5:1:2:1 6:0:0:2 7:3:4:1 8:5:6:2 MP:7:8:1 10:7:8:1",
        "10 1",
    ),
    "large_9typed": (_LARGE, "S1 AU MU C1 C2 C3 K1 GM2 GF1"),
    "large_distant": (_LARGE, "AU C3 MU"),
}  # fmt: skip


def kit(model: str = "none") -> list[Locus]:
    """23 loci with made-up frequencies, none below 0.001."""
    chance = np.random.default_rng(23)
    made = []
    for n, count in enumerate(ALLELES):
        p = chance.dirichlet(np.full(count, 1.2)) + 0.001
        p /= p.sum()
        alleles = tuple(str(8 + k) for k in range(count))
        made.append(Locus(f"SIM{n + 1:02}", alleles, tuple(map(float, p)), MODELS[model]))
    return made


def _drawn(chance: Any, loci: Sequence[Locus], people: int) -> list[Any]:
    return [chance.choice(len(locus.alleles), (people, 2), p=locus.p / locus.p.sum()) for locus in loci]


def _children(chance: Any, father: Sequence[Any], mother: Sequence[Any]) -> list[Any]:
    made = []
    for a, b in zip(father, mother, strict=True):
        rows = np.arange(len(a))
        pick = chance.integers(0, 2, (2, len(a)))
        made.append(np.stack([a[rows, pick[0]], b[rows, pick[1]]], axis=1))
    return made


class Typist:
    """Turns genes into profiles; a share of loci fails."""

    def __init__(
        self, chance: Any, loci: Sequence[Locus], failing: float = 0.1, dropout: float = 0.0
    ) -> None:
        self.chance, self.loci, self.failing = chance, loci, failing
        self.calls = [
            {
                (a, b): Call(tuple(dict.fromkeys((x.alleles[a], x.alleles[b]))), dropout)
                for a in range(len(x.alleles))
                for b in range(a, len(x.alleles))
            }
            for x in loci
        ]

    def profiles(self, genes: Sequence[Any], names: Sequence[str], sex: Any = "male") -> list[Profile]:
        seen = (self.chance.random((len(names), len(self.loci))) >= self.failing).tolist()
        ordered = [np.sort(one, axis=1).tolist() for one in genes]
        return [
            Profile(
                name,
                {
                    x.name: self.calls[k][ordered[k][n][0], ordered[k][n][1]]
                    for k, x in enumerate(self.loci)
                    if seen[n][k]
                },
                sex,
            )
            for n, name in enumerate(names)
        ]


def site(
    loci: Sequence[Locus], bodies: int, families: int, *, seed: int = 1, dropout: float = 0.0
) -> tuple[list[Profile], list[Family]]:
    """Bodies and families of three kinds in turn (both parents, two brothers, one parent).

    Body n is of family n as far as there are as many.
    """
    chance = np.random.default_rng(seed)
    father, mother = _drawn(chance, loci, families), _drawn(chance, loci, families)
    missing, one, two = (_children(chance, father, mother) for _ in range(3))
    typist = Typist(chance, loci)

    def some(genes: Sequence[Any], kinds: Sequence[int], name: str, sex: str) -> dict[int, Profile]:
        which = [n for n in range(families) if n % 3 in kinds]
        made = typist.profiles([x[which] for x in genes], [name] * len(which), sex)
        return dict(zip(which, made, strict=True))

    typed = {
        "f": some(father, (0, 2), "f", "male"),
        "m": some(mother, (0,), "m", "female"),
        "s": some(one, (1,), "s", "male"),
        "t": some(two, (1,), "t", "male"),
    }
    trio = (Member("f", sex="male"), Member("m", sex="female"), Member("MP", "f", "m", "male"))
    brothers = (*trio, Member("s", "f", "m", "male"), Member("t", "f", "m", "male"))
    made = [
        Family(
            Pedigree(f"F{n}", brothers if n % 3 == 1 else trio),
            {name: people[n] for name, people in typed.items() if n in people},
            "MP",
        )
        for n in range(families)
    ]
    found = Typist(chance, loci, dropout=dropout)
    names = [f"V{n}" for n in range(bodies)]
    dead = found.profiles([x[:bodies] for x in missing], names[:families])
    if bodies > families:
        dead += found.profiles(_drawn(chance, loci, bodies - families), names[families:])
    return dead, made


def pedigree_case(name: str, loci: Sequence[Locus]) -> tuple[Pedigree, dict[str, Profile]]:
    """One of the pedigrees, with profiles of the sampled and of the missing person."""
    people, sampled = PEDIGREES[name]
    members = [
        dict(zip(("id", "father", "mother", "sex"), one.split(":"), strict=True)) for one in people.split()
    ]
    chance = np.random.default_rng(7)
    genes: dict[str, Any] = {}
    waiting = list(members)
    while waiting:
        one = waiting.pop(0)
        if one["father"] == "0":
            genes[one["id"]] = _drawn(chance, loci, 1)
        elif one["father"] in genes and one["mother"] in genes:
            genes[one["id"]] = _children(chance, genes[one["father"]], genes[one["mother"]])
        else:
            waiting.append(one)
    typist = Typist(chance, loci, failing=0.0)
    profiles = {k: typist.profiles(genes[k], [k], None)[0] for k in [*sampled.split(), "MP"]}
    return pedigree_from_json(name, members), profiles
