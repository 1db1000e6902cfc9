"""From the shape of a pedigree to the order in which its unknown genes are summed out.

A shape is who descends from whom, whose genotype is known, and whose is asked for; it says nothing about
alleles. Its program is made once and serves every family of that shape, every locus and every genotype.

The graph (notes in docs/explanation/identifying.md): an untyped person has a variable for each gene, a typed
person one variable over the ordered genotypes that fit what was seen. A gene handed down by an untyped
parent depends on a selector (which of the two it was), so that no factor is larger than 2 × alleles²
whatever the mutation model. The two genes of an untyped founder are alike beforehand, so that one of the
founder's meioses needs no selector: call the gene that it handed down the first. Variables go in the order of
the smallest factor that their going makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from accounted.identifying import contraction as c
from accounted.identifying.elimination import Unknowns, best_order

Role = Literal["untyped", "typed", "open"]
Inheritance = Literal["autosomal", "x", "y", "mitochondrial"]
Pruning = Literal["pedprobr", "familias"]

MALE, FEMALE = 0, 1


@dataclass(frozen=True, slots=True)
class Node:
    """A person of a shape: parents by their place in it (None: unknown), sex, and what is known of them."""

    father: int | None
    mother: int | None
    sex: Literal["male", "female"]
    role: Role = "untyped"


Shape = tuple[Node, ...]


@dataclass(frozen=True)
class Program:
    """Arrays for `contraction.run`; `typed` are the typed persons in the order of their states' arrays."""

    factors: Any
    variable_start: Any
    variables: Any
    input_start: Any
    inputs: Any
    eliminated: Any
    kinds: Any  # per variable: 0 allele, 1 selector, 2 state
    owners: Any  # per variable: its locus (alleles), or its typed slot (states)
    typed: tuple[int, ...]
    open_genes: int
    half: float

    @property
    def plan(self) -> tuple[Any, ...]:
        """The arrays that say what is multiplied and summed in which order."""
        return (
            self.factors,
            self.variable_start,
            self.variables,
            self.input_start,
            self.inputs,
            self.eliminated,
        )


def prune(
    shape: Shape, *, pruning: Pruning, inheritance: Inheritance = "autosomal"
) -> tuple[Shape, list[int]]:
    """Leave out those who do not matter; also which of the old places the remaining ones had.

    Left out: whoever is neither typed nor asked for and has no such descendant. `familias` also leaves out
    untyped founders with a single child: under mutation models that are not stationary this changes the
    likelihood (the child's gene is then drawn from the population, not handed down from somebody who
    was), which is why the convention has a name.
    """
    nodes: list[Node | None] = list(shape)
    matters = {n for n, node in enumerate(shape) if node.role != "untyped"}
    waiting = list(matters)
    while waiting:
        last = shape[waiting.pop()]
        for parent in (last.father, last.mother):
            if parent is not None and parent not in matters:
                matters.add(parent)
                waiting.append(parent)
    for n in range(len(nodes)):
        if n not in matters:
            nodes[n] = None
    if pruning == "familias":
        _drop_lone_founders(nodes)
    places = [n for n, node in enumerate(nodes) if node is not None]
    new = {old: n for n, old in enumerate(places)}
    kept = []
    for old in places:
        node = nodes[old]
        assert node is not None
        father = new.get(node.father) if node.father is not None else None
        mother = new.get(node.mother) if node.mother is not None else None
        kept.append(Node(father, mother, node.sex, node.role))
    return tuple(kept), places


def _drop_lone_founders(nodes: list[Node | None]) -> None:
    changed = True
    while changed:
        changed = False
        for n, node in enumerate(nodes):
            if node is None or node.role != "untyped" or node.father is not None or node.mother is not None:
                continue
            children = [
                k for k, other in enumerate(nodes) if other is not None and n in (other.father, other.mother)
            ]
            if len(children) > 1:
                continue
            nodes[n] = None
            changed = True
            for k in children:
                child = nodes[k]
                assert child is not None
                father = None if child.father == n else child.father
                mother = None if child.mother == n else child.mother
                nodes[k] = Node(father, mother, child.sex, child.role)


@dataclass(frozen=True, slots=True)
class _Gene:
    parent: int | None  # None: drawn from the population
    by: int


def _genes(node: Node, inheritance: Inheritance) -> tuple[_Gene, ...]:
    father, mother = _Gene(node.father, MALE), _Gene(node.mother, FEMALE)
    if inheritance == "autosomal":
        return (father, mother)
    if inheritance == "x":
        return (mother,) if node.sex == "male" else (father, mother)
    if inheritance == "y":
        return (father,) if node.sex == "male" else ()
    return (mother,)


@dataclass(frozen=True, slots=True)
class _First:
    """The meiosis (child, gene) that hands down the first gene of an untyped founder; are there others?"""

    meiosis: tuple[int, int]
    alone: bool


def _first_meioses(shape: Shape, genes: Sequence[tuple[_Gene, ...]]) -> dict[int, _First]:
    """For each untyped founder with two genes, the meiosis that needs no selector.

    A child whose own gene is not known is taken before one whose genotype is: that leaves the larger factor
    out.
    """
    meioses: dict[int, list[tuple[int, int]]] = {}
    for n, own in enumerate(genes):
        for g, gene in enumerate(own):
            if gene.parent is not None:
                meioses.setdefault(gene.parent, []).append((n, g))
    rank = ("untyped", "open", "typed")
    found = {}
    for n, node in enumerate(shape):
        founder = node.role == "untyped" and len(genes[n]) == 2 and all(x.parent is None for x in genes[n])
        if founder and n in meioses:
            first = min(meioses[n], key=lambda one: rank.index(shape[one[0]].role))
            found[n] = _First(first, len(meioses[n]) == 1)
    return found


class _Graph:
    """Variables and factors of a shape at one locus or at linked ones."""

    def __init__(
        self,
        shape: Shape,
        inheritance: Inheritance,
        loci: int,
        classes: Sequence[int] | None = None,
    ) -> None:
        self.kinds: list[int] = []
        self.owners: list[int] = []
        self.factors: list[tuple[int, ...]] = []
        self.of: list[tuple[int, ...]] = []
        self.opened: list[int] = []
        self.typed = tuple(n for n, node in enumerate(shape) if node.role == "typed")
        self.linked = loci > 1
        genes = [_genes(node, inheritance) for node in shape]
        self.first = {} if self.linked else _first_meioses(shape, genes)
        # With classes of identity the frequencies of typed people's genes are the caller's (in the weights).
        self.given = classes is not None
        self.classes = list(classes or ())
        self.shared: dict[int, int] = {}
        previous: dict[tuple[int, int], int] = {}
        for locus in range(loci):
            previous = self._locus(shape, genes, locus, previous)

    def _variable(self, kind: int, owner: int) -> int:
        self.kinds.append(kind)
        self.owners.append(owner)
        return len(self.kinds) - 1

    def _own(self, gene: _Gene, locus: int) -> int:
        """The variable of an untyped person's gene: founder genes of one class share theirs."""
        if gene.parent is not None or not self.given:
            return self._variable(0, locus)
        which = self.classes.pop(0)
        if which not in self.shared:
            self.shared[which] = self._variable(0, locus)
            self._factor([self.shared[which]], c.FOUNDER, locus)
        return self.shared[which]

    def _factor(self, variables: Sequence[int], kind: int, locus: int, by: int = 0, parent: int = -1,
                child: int = -1, gene: int = 0, which: int = 0, founders: int = 0) -> None:  # fmt: skip
        self.of.append(tuple(variables))
        self.factors.append((kind, locus, by, parent, child, gene, which, founders))

    def _locus(
        self,
        shape: Shape,
        genes: Sequence[tuple[_Gene, ...]],
        locus: int,
        previous: dict[tuple[int, int], int],
    ) -> dict[tuple[int, int], int]:
        slot = {n: locus * len(self.typed) + k for k, n in enumerate(self.typed)}
        state = {n: self._variable(2, slot[n]) for n in self.typed}
        allele = {}
        for n, node in enumerate(shape):
            if node.role != "typed":
                # A founder's other gene, which nobody received, is left out.
                held = 1 if n in self.first and self.first[n].alone else len(genes[n])
                allele[n] = [self._own(gene, locus) for gene in genes[n][:held]]
            if node.role == "open":
                self.opened += allele[n]
        selectors: dict[tuple[int, int], int] = {}
        for n, node in enumerate(shape):
            drawn = (g for g, gene in enumerate(genes[n]) if gene.parent is None and not self.given)
            founders = sum(1 << g for g in drawn)
            if node.role == "typed":
                self._factor([state[n]], c.STATE, locus, child=slot[n], founders=founders)
            for g, gene in enumerate(genes[n]):
                if node.role != "typed" and g >= len(allele[n]):
                    continue
                child, own = (slot[n], state[n]) if node.role == "typed" else (-1, allele[n][g])
                if gene.parent is None:
                    if node.role != "typed" and not self.given:
                        self._factor([own], c.FOUNDER, locus)
                    continue
                self._inherited(
                    shape,
                    genes,
                    locus,
                    gene.parent,
                    gene.by,
                    child,
                    own,
                    g,
                    slot,
                    state,
                    allele,
                    n,
                    selectors,
                )
        for key, selector in selectors.items():
            if not self.linked:
                continue
            if key in previous:
                self._factor([previous[key], selector], c.LINK, locus - 1)
            else:
                self._factor([selector], c.SELECTOR, locus)
        return selectors

    def _inherited(
        self,
        shape: Shape,
        genes: Sequence[tuple[_Gene, ...]],
        locus: int,
        parent: int,
        by: int,
        child: int,
        own: int,
        g: int,
        slot: Mapping[int, int],
        state: Mapping[int, int],
        allele: Mapping[int, Sequence[int]],
        n: int,
        selectors: dict[tuple[int, int], int],
    ) -> None:
        """The factors of one meiosis: gene `g` of person `n`, whose variable is `own`, from a parent."""
        typed = shape[parent].role == "typed"
        about = {"by": by, "child": child, "gene": g}
        if len(genes[parent]) == 1 or (parent in self.first and self.first[parent].meiosis == (n, g)):
            if typed:
                self._factor([state[parent], own], c.TYPED_WHOLE, locus, parent=slot[parent], **about)
            else:
                self._factor([allele[parent][0], own], c.WHOLE, locus, **about)
            return
        if typed and not self.linked:
            self._factor([state[parent], own], c.TYPED_MIXED, locus, parent=slot[parent], **about)
            return
        selector = selectors[n, g] = self._variable(1, 0)
        if typed:
            self._factor([selector, state[parent], own], c.TYPED_PICK, locus, parent=slot[parent], **about)
            return
        for which, source in enumerate(allele[parent]):
            self._factor([selector, source, own], c.PICK, locus, which=which, **about)


@lru_cache(maxsize=20_000)
def program(
    shape: Shape, *, inheritance: Inheritance = "autosomal", loci: int = 1, tries: int = 8
) -> Program:
    """The program of a (pruned) shape for one locus, or for `loci` linked ones.

    More `tries` find a cheaper order and take longer: worth it for shapes that many families share.
    """
    return _ordered_program(_Graph(shape, inheritance, loci), tries)


@lru_cache(maxsize=50_000)
def program_of_identity(shape: Shape, classes: tuple[int, ...], *, tries: int = 1) -> Program:
    """The program of a shape at an autosomal locus, founder genes of one class being the same gene.

    Arguments:
        classes: for each founder gene of an untyped person (`untyped_founder_genes` of them, in the order of
            people and of their genes), its class. The probability of founder genes of typed people is left
            to the caller.
    """
    return _ordered_program(_Graph(shape, "autosomal", 1, classes), tries)


def untyped_founder_genes(shape: Shape) -> int:
    """How many genes of a (pruned) shape untyped people have from nobody in it.

    The second gene of a founder with a single child does not count: nobody received it.
    """
    genes = [_genes(node, "autosomal") for node in shape]
    alone = {n for n, first in _first_meioses(shape, genes).items() if first.alone}
    return sum(
        gene.parent is None
        for n, node in enumerate(shape)
        if node.role != "typed"
        for gene in genes[n][: 1 if n in alone else 2]
    )


def _ordered_program(graph: _Graph, tries: int) -> Program:
    steps, all_of = best_order(Unknowns(graph.kinds, graph.of, graph.opened), tries)
    return Program(
        factors=np.array(graph.factors, np.int64).reshape(-1, c.COLUMNS),
        variable_start=_starts(len(of) for of in all_of),
        variables=np.array([v for of in all_of for v in of], np.int64),
        input_start=_starts(len(inputs) for inputs, _ in steps),
        inputs=np.array([f for inputs, _ in steps for f in inputs], np.int64),
        eliminated=np.array([v for _, v in steps], np.int64),
        kinds=np.array(graph.kinds, np.int64),
        owners=np.array(graph.owners, np.int64),
        typed=graph.typed,
        open_genes=len(graph.opened),
        half=1.0 if graph.linked else 0.5,
    )


def _starts(lengths: Iterable[int]) -> Any:
    return np.concatenate([[0], np.cumsum(list(lengths), dtype=np.int64)]).astype(np.int64)
