"""The tables of many families at one locus, computed together.

Families of one shape share a program; families of one shape whose references show the same genotypes share
their table, which is computed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from accounted.identifying import contraction
from accounted.identifying.distinct_calls import DistinctCalls, rows_of
from accounted.identifying.errors import InvalidPedigree, InvalidProfile
from accounted.identifying.family_tables import Family
from accounted.identifying.likelihoods import MOST_NUMBERS, pool_size, sizes_of
from accounted.identifying.loci import Locus
from accounted.identifying.plans import Node, Program, Pruning, Shape, program, prune
from accounted.identifying.profiles import Profile, Sex, genes_at

_AT_ONCE = 512  # joint tables that are held at once


@dataclass(frozen=True, slots=True)
class Arranged:
    """A family made ready: its bare shape, where in it the missing member and the references stand."""

    family: Family
    shape: Shape
    missing: int
    sex: Sex | None
    # place, sex, profile, and what to call the person in a message
    references: tuple[tuple[int, Sex | None, Profile, tuple[str, str]], ...]


def arrange(families: Sequence[Family]) -> list[Arranged]:
    """Make families ready for tables at any number of loci; equal shapes become one object."""
    known: dict[Shape, Shape] = {}
    made = []
    for family in families:
        pedigree = family.pedigree
        shape = pedigree.shape(typed=())
        references = tuple(
            (n, member.sex, family.references[member.id], (f"family {pedigree.id},", member.id))
            for n, member in enumerate(pedigree.members)
            if member.id in family.references
        )
        place = pedigree.place[family.missing]
        sex = pedigree.members[place].sex
        made.append(Arranged(family, known.setdefault(shape, shape), place, sex, references))
    return made


@dataclass(slots=True)
class _Group:
    """Families of one shape with the same people typed: which they are, and the calls of each."""

    shape: Shape
    missing: int
    typed: tuple[int, ...]
    families: list[int] = field(default_factory=list)
    calls: list[tuple[int, ...]] = field(default_factory=list)


@dataclass(frozen=True)
class Columns:
    """The different columns of a table at a locus, and which of them each family has.

    `log10` is float32 [genotypes + 1, columns], its last row, for bodies that are not typed, 0. The first
    column is that of a family that says nothing here, the second that of one whose missing member has no
    gene here. `of` is int64 [families].
    """

    log10: Any
    of: Any


def columns(
    families: Sequence[Arranged],
    locus: Locus,
    *,
    pruning: Pruning = "pedprobr",
    workers: int = 1,
    dtype: Any = np.float32,
    lenient: bool = False,
) -> Columns:
    """log10 R of every genotype for every family.

    With `lenient` a family whose references cannot all be right says nothing, and is no error.

    Raises:
        InvalidProfile: a family's references cannot all be right: says which family.
        InvalidPedigree: a family is too entangled, or X loci are asked of somebody whose sex is not known.
    """
    book = DistinctCalls(locus)
    groups = _groups(families, locus, book)
    rows = rows_of(locus)
    of = np.zeros(len(families), np.int64)
    first = 2
    parts = []
    for group in groups:
        distinct, inverse = np.unique(
            np.array(group.calls, np.int64).reshape(len(group.families), len(group.typed)),
            axis=0,
            return_inverse=True,
        )
        of[group.families] = first + inverse.ravel()
        for start in range(0, len(distinct), _AT_ONCE):
            parts.append((group, distinct[start : start + _AT_ONCE], first + start))
        first += len(distinct)
    log10 = np.zeros((rows + 1, first), dtype)
    log10[:rows, 1] = -np.inf
    of[[n for n, one in enumerate(families) if genes_at(locus, one.sex) == 0]] = 1
    states = book.arrays()

    def compute(part: tuple[_Group, Any, int]) -> None:
        group, distinct, at = part
        total = _fill(group, distinct, states, locus, pruning, log10[:rows, at : at + len(distinct)])
        wrong = np.flatnonzero(~(total > 0.0))
        if lenient:
            log10[:rows, at + wrong] = 0.0
        elif len(wrong):
            which = int(np.flatnonzero(of == at + wrong[0])[0])
            raise InvalidProfile(
                f"family {families[which].family.pedigree.id}, {locus.name}: the references cannot all "
                "be right (probability 0); check the relationships and samples, or allow for mutation"
            )

    if workers == 1 or len(parts) < 2:
        for part in parts:
            compute(part)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(compute, parts))
    return Columns(log10, of)


def log10_tables(
    families: Sequence[Family],
    locus: Locus,
    *,
    pruning: Pruning = "pedprobr",
    workers: int = 1,
    dtype: Any = np.float64,
) -> Any:
    """[genotypes + 1, families]: log10 R of every genotype; the last row, for untyped bodies, is 0.

    Where a family has no reference typed at the locus its column is 0.
    """
    made = columns(arrange(families), locus, pruning=pruning, workers=workers, dtype=dtype)
    return made.log10[:, made.of]


def _groups(families: Sequence[Arranged], locus: Locus, book: DistinctCalls) -> list[_Group]:
    groups: dict[Any, _Group] = {}
    name = locus.name
    genes = {sex: genes_at(locus, sex) for sex in ("male", "female", None)}
    for n, one in enumerate(families):
        if genes[one.sex] == 0:
            continue
        typed: tuple[int, ...] = ()
        calls: tuple[int, ...] = ()
        for place, sex, profile, who in one.references:
            call = profile.calls.get(name)
            if call is not None:
                typed += (place,)
                calls += (book.number(call, genes[sex], who),)
        if not typed:
            continue
        if locus.inheritance == "x" and one.sex is None:
            raise InvalidPedigree(
                f"family {one.family.pedigree.id}: the sex of {one.family.missing} is not known, and {name} "
                "is on the X chromosome; give the sex or leave the locus out"
            )
        key = id(one.shape), one.missing, typed
        group = groups.get(key)
        if group is None:
            group = groups[key] = _Group(one.shape, one.missing, typed)
        group.families.append(n)
        group.calls.append(calls)
    return list(groups.values())


def _program(group: _Group, locus: Locus, pruning: Pruning) -> tuple[Program, list[int]]:
    """The program of a group, and which of the group's typed people each of its typed slots is."""
    nodes = [
        Node(
            node.father,
            node.mother,
            node.sex,
            "open" if n == group.missing else "typed" if n in group.typed else "untyped",
        )
        for n, node in enumerate(group.shape)
    ]
    shape, places = prune(tuple(nodes), pruning=pruning, inheritance=locus.inheritance)
    made = program(shape, inheritance=locus.inheritance)
    return made, [group.typed.index(places[k]) for k in made.typed]


def _fill(group: _Group, distinct: Any, states: Any, locus: Locus, pruning: Pruning, log10: Any) -> Any:
    """Compute the columns of different calls; the probability of the references of each is returned."""
    made, order = _program(group, locus, pruning)
    genes, weights, lengths = states
    calls = distinct[:, order]
    alleles = len(locus.alleles)
    longest = int(lengths[calls].max(initial=1))
    slots = calls if made.typed else np.zeros((len(calls), 1), np.int64)
    sizes = sizes_of(made, np.array([alleles]), np.full(max(len(made.typed), 1), longest))
    needed = pool_size(made, sizes)
    if needed > MOST_NUMBERS:
        raise InvalidPedigree(
            f"a family of {len(group.shape)} people is too entangled: {needed:.1e} numbers at once, at most "
            f"{MOST_NUMBERS:,} are held; type more of its members, or cut its loops"
        )
    joint = np.empty((len(distinct), alleles**made.open_genes))
    contraction.run_many(
        made.plan,
        sizes,
        made.kinds,
        made.owners,
        np.ascontiguousarray(lengths[slots]),
        locus.p[None],
        locus.transmission[None],
        np.ascontiguousarray(genes[slots, :longest]),
        np.ascontiguousarray(weights[slots, :longest]),
        np.empty(int(needed)),
        np.zeros(len(made.variable_start), np.int64),
        joint,
    )
    total = joint.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        if made.open_genes == 2:
            both = joint.reshape(-1, alleles, alleles)
            upper = np.triu_indices(alleles)
            half = (both + both.transpose(0, 2, 1))[:, upper[0], upper[1]] / 2.0
            log10[:] = (np.log10(half / total[:, None]) - np.log10(locus.p[upper[0]] * locus.p[upper[1]])).T
        else:
            ratio = (np.log10(joint / total[:, None]) - np.log10(locus.p)).T
            if locus.inheritance == "x":  # a man's gene; he cannot show two
                log10[:] = -np.inf
                starts = np.cumsum([0, *range(alleles, 1, -1)])
                log10[starts] = ratio
            else:
                log10[:] = ratio
    return total
