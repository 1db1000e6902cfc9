"""Invented loci and families whose genes are handed down by chance, for tests that need many profiles."""

from __future__ import annotations

import numpy as np

from accounted.identifying.loci import Locus
from accounted.identifying.pedigrees import Member, Pedigree
from accounted.identifying.profiles import Profile


def invented_loci(count=15, alleles=10):
    names = tuple(str(8 + n) for n in range(alleles))
    rng = np.random.default_rng(7)
    made = []
    for n in range(count):
        p = rng.dirichlet(np.full(alleles, 4.0)) * 0.95 + 0.05 / alleles
        made.append(Locus(f"L{n + 1}", names, tuple(float(x) for x in p / p.sum())))
    return made


def dropped(pedigree, loci, seed):
    """Genotypes of everybody of a pedigree (parents listed before their children)."""
    rng = np.random.default_rng(seed)
    genes = {}
    for member in pedigree.members:
        of = {}
        for locus in loci:
            pair = []
            for parent in (member.father, member.mother):
                if parent is None:
                    pair.append(int(rng.choice(len(locus.alleles), p=locus.p)))
                else:
                    pair.append(genes[parent][locus.name][int(rng.integers(2))])
            of[locus.name] = pair
        genes[member.id] = of
    return {
        member.id: Profile.from_genotypes(
            member.id,
            {locus.name: [locus.alleles[a] for a in sorted(genes[member.id][locus.name])] for locus in loci},
            member.sex,
        )
        for member in pedigree.members
    }


def nuclear(name, children=("missing", "sister", "brother")):
    """Father, mother and their children."""
    sexes = {"missing": "male", "sister": "female", "brother": "male", "second": "male"}
    return Pedigree(
        name,
        (
            Member("father", sex="male"),
            Member("mother", sex="female"),
            *(Member(child, "father", "mother", sexes[child]) for child in children),
        ),
    )
