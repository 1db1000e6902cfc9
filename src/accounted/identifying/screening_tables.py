"""The tables of many families at many loci, laid out for screening.

They can lie in a file that is mapped into memory, be opened again later, and be brought up to date: only the
families that changed are computed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from accounted.identifying import row_sums
from accounted.identifying.batched_tables import Arranged, arrange, columns
from accounted.identifying.distinct_calls import DistinctCalls, row_of, rows_of
from accounted.identifying.errors import IdentifyingError
from accounted.identifying.family_tables import Family
from accounted.identifying.loci import Locus
from accounted.identifying.plans import Pruning
from accounted.identifying.profiles import Profile, Sex, State, genes_at

BLOCK = 256  # families whose tables fit into a core's cache together
FORMAT = 1
SEX: dict[Sex | None, int] = {"male": 1, "female": 2, None: 0}


@dataclass(frozen=True)
class Codes:
    """Bodies as rows to look up.

    `rows` is int64 [bodies, loci]; `weighed` says what the rows beyond those of the tables are made of (see
    `row_sums.screen`); `sexes` is int8 [bodies], `typed` int64 [bodies], at how many loci each is typed.
    """

    rows: Any
    weighed: tuple[Any, Any, Any]
    sexes: Any
    typed: Any


class ScreeningTables:
    """Tables of log10 likelihood ratios in blocks of `BLOCK` families; families can be replaced and added.

    Arguments:
        path: a file for the tables, mapped into memory; with `open` they are found there again.
        exclusions: also keep which genotypes are impossible without mutation, to count the loci that exclude.
        precise: in double precision, for cases of a few thousand families at most.
    """

    def __init__(
        self,
        loci: Sequence[Locus],
        *,
        pruning: Pruning = "pedprobr",
        path: Path | None = None,
        exclusions: bool = False,
        precise: bool = False,
    ) -> None:
        self.loci = tuple(loci)
        self.pruning: Pruning = pruning
        self.path = path
        self.offsets = np.concatenate([[0], np.cumsum([rows_of(x) + 1 for x in self.loci])]).astype(np.int64)
        self.families: list[Family] = []
        self._dtype = np.float64 if precise else np.float32
        self._blocks: Any = np.zeros((0, int(self.offsets[-1]), BLOCK), self._dtype)
        self._strict: Any = np.zeros((0, int(self.offsets[-1]), BLOCK), np.bool_) if exclusions else None
        self._sex = np.zeros(0, np.int8)

    @classmethod
    def open(
        cls,
        path: Path,
        loci: Sequence[Locus],
        families: Sequence[Family],
        *,
        pruning: Pruning = "pedprobr",
        exclusions: bool = False,
        workers: int = 1,
    ) -> tuple[ScreeningTables, int]:
        """The tables of these families in a file: those already there are used, the others are computed.

        Returns:
            The tables, and how many families were computed.
        """
        made = cls(loci, pruning=pruning, path=path, exclusions=exclusions)
        there = made._found(families)
        changed = [n for n, known in enumerate(there) if not known]
        made._grow(-(-len(families) // BLOCK))
        made.families = list(families)
        made._sex = _sexes(families)
        made._compute(changed, workers)
        made._note()
        return made, len(changed)

    def __len__(self) -> int:
        return len(self.families)

    @property
    def blocks(self) -> Any:
        """[blocks, genotypes of all loci, families of a block]: log10 likelihood ratios."""
        return self._blocks

    @property
    def strict(self) -> Any:
        """bool, as `blocks`: whether a genotype is impossible without mutation; None if that is not kept."""
        return self._strict

    @property
    def sexes(self) -> Any:
        """int8 [blocks × BLOCK]: of the missing, 0 not known, 1 male, 2 female, -2 no family."""
        made = np.full(len(self._blocks) * BLOCK, -2, np.int8)
        made[: len(self)] = self._sex
        return made

    def add(
        self,
        families: Sequence[Family],
        *,
        workers: int = 1,
        on_progress: Callable[[str, int, int], None] | None = None,
    ) -> None:
        """Add families.

        Raises:
            InvalidProfile: a family's references cannot all be right.
        """
        first = len(self.families)
        self._grow(-(-(first + len(families)) // BLOCK))
        self.families += families
        self._sex = np.concatenate([self._sex, _sexes(families)])
        try:
            self._compute(range(first, len(self.families)), workers, on_progress)
        except IdentifyingError:
            del self.families[first:]
            self._sex = self._sex[:first]
            raise
        self._note()

    def replace(self, index: int, family: Family) -> None:
        """Compute one family anew: it gained a relative, or one of its missing was identified.

        Raises:
            InvalidProfile: the family's references cannot all be right; the tables stay as they were.
        """
        before = self.families[index]
        self.families[index] = family
        try:
            self._compute([index], 1)
        except IdentifyingError:
            self.families[index] = before
            raise
        self._sex[index] = _sexes([family])[0]
        self._note()

    def _compute(
        self,
        which: Sequence[int],
        workers: int,
        on_progress: Callable[[str, int, int], None] | None = None,
    ) -> None:
        if not len(which):
            return
        arranged = arrange([self.families[n] for n in which])
        # Neighbours are laid down together.
        runs = np.split(np.asarray(which), np.flatnonzero(np.diff(which) != 1) + 1)
        done = 0

        def table(n: int) -> tuple[int, Any, Any]:
            return n, *self._columns(arranged, self.loci[n])

        def lay(made: tuple[int, Any, Any]) -> None:
            nonlocal done
            n, log10, strict = made
            start = 0
            for run in runs:
                end = start + len(run)
                at = int(self.offsets[n])
                row_sums.put_columns(self._blocks, at, log10.log10, log10.of[start:end], int(run[0]))
                if strict is not None:
                    row_sums.put_columns(self._strict, at, strict[0], strict[1][start:end], int(run[0]))
                start = end
            done += 1
            if on_progress is not None:
                on_progress(self.loci[n].name, done, len(self.loci))

        # Every locus is computed before any is laid down where few families change, so that an error
        # leaves the tables whole.
        few = len(which) < BLOCK
        # The large loci first: the workers then end together.
        order = sorted(range(len(self.loci)), key=lambda n: -len(self.loci[n].alleles))
        if few:
            for made in [table(n) for n in order]:
                lay(made)
        elif workers == 1:
            for n in order:
                lay(table(n))
        else:
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(lambda n: lay(table(n)), order))

    def _columns(self, arranged: Sequence[Arranged], locus: Locus) -> tuple[Any, Any]:
        log10 = columns(arranged, locus, pruning=self.pruning, dtype=self._dtype)
        if self._strict is None:
            return log10, None
        if locus.mutations is None:
            return log10, (np.isneginf(log10.log10), log10.of)
        bare = columns(arranged, replace(locus, mutations=None), pruning=self.pruning, lenient=True)
        return log10, (np.isneginf(bare.log10), bare.of)

    def _grow(self, blocks: int) -> None:
        if blocks <= len(self._blocks):
            return
        shape = (blocks, int(self.offsets[-1]), BLOCK)
        if self._strict is not None:
            strict = np.zeros(shape, np.bool_)
            strict[: len(self._strict)] = self._strict
            self._strict = strict
        if self.path is None:
            grown: Any = np.zeros(shape, self._dtype)
            grown[: len(self._blocks)] = self._blocks
            self._blocks = grown
            return
        # A file grows in place; what is mapped of it stays as it is.
        with self.path.open("ab") as file:
            file.truncate(np.dtype(self._dtype).itemsize * shape[0] * shape[1] * shape[2])
        self._blocks = np.memmap(self.path, self._dtype, "r+", shape=shape)

    # ---- what lies in a file

    @property
    def _notes(self) -> Path:
        assert self.path is not None
        return self.path.with_name(self.path.name + ".json")

    def _fingerprint(self) -> str:
        digest = hashlib.sha256(f"{FORMAT} {self.pruning} {self._dtype.__name__} {BLOCK}".encode())
        for locus in self.loci:
            digest.update(repr((locus.name, locus.alleles, locus.inheritance)).encode())
            digest.update(locus.p.tobytes())
            digest.update(np.ascontiguousarray(locus.transmission).tobytes())
        return digest.hexdigest()

    def _found(self, families: Sequence[Family]) -> list[bool]:
        """Which families' tables the file already holds, at their place. Impossible genotypes are computed
        anew, so with them all families are."""
        try:
            notes = json.loads(self._notes.read_text(encoding="utf-8"))
            size = self.path.stat().st_size if self.path is not None else 0
        except (OSError, ValueError):
            return [False] * len(families)
        known = notes.get("families", [])
        whole = size == 4 * BLOCK * int(self.offsets[-1]) * -(-len(known) // BLOCK)
        if notes.get("tables") != self._fingerprint() or not whole or self._strict is not None:
            return [False] * len(families)
        return [n < len(known) and known[n] == _fingerprint_of(f) for n, f in enumerate(families)]

    def _note(self) -> None:
        if self.path is None:
            return
        self._blocks.flush()
        data = {"tables": self._fingerprint(), "families": [_fingerprint_of(f) for f in self.families]}
        self._notes.write_text(json.dumps(data), encoding="utf-8")

    # ---- bodies

    def codes(self, bodies: Sequence[Profile]) -> Codes:
        """Which rows each body looks up; calls that allow several genotypes become rows of their own.

        Raises:
            InvalidProfile: a call cannot be.
        """
        rows = np.empty((len(bodies), len(self.loci)), np.int64)
        typed = np.zeros(len(bodies), np.int64)
        held = int(self.offsets[-1])
        everybody = [(body.sex, body.calls, ("body", body.id)) for body in bodies]
        starts: list[int] = [0]
        row: list[int] = []
        weight: list[float] = []
        for n, locus in enumerate(self.loci):
            book = DistinctCalls(locus)
            known: list[int] = []
            genes = {sex: genes_at(locus, sex) for sex in SEX}
            untyped = int(self.offsets[n + 1]) - 1
            column = []
            name, number_of = locus.name, book.number
            for sex, calls, owner in everybody:
                call = calls.get(name)
                if call is None:
                    column.append(untyped)
                    continue
                number = number_of(call, genes[sex], owner)
                if number == len(known):
                    alone, shares = _genotypes(book.states[number], locus, genes[sex])
                    if len(alone) == 1:
                        known.append(int(self.offsets[n]) + alone[0])
                    else:
                        known.append(held + len(starts) - 1)
                        row += [int(self.offsets[n]) + one for one in alone]
                        weight += shares
                        starts.append(len(row))
                column.append(known[number])
            rows[:, n] = column
            typed += rows[:, n] != untyped
        weighed = np.array(starts, np.int64), np.array(row, np.int64), np.array(weight, np.float64)
        sexes = np.array([SEX[body.sex] for body in bodies], np.int8)
        return Codes(rows, weighed, sexes, typed)


def _genotypes(seen: Sequence[State], locus: Locus, genes: int) -> tuple[list[int], list[float]]:
    """The rows of the genotypes that a call allows, and the share of each among strangers seen so."""
    place = row_of(locus)
    total: dict[int, float] = {}
    for a, b, weight in seen:
        row = int(place[a, b])
        likely = weight * locus.frequencies[a] * (locus.frequencies[b] if genes == 2 else 1.0)
        total[row] = total.get(row, 0.0) + likely
    whole = sum(total.values())
    return list(total), [value / whole for value in total.values()]


def _sexes(families: Sequence[Family]) -> Any:
    return np.array([SEX[f.pedigree.member(f.missing).sex] for f in families], np.int8)


def _fingerprint_of(family: Family) -> str:
    seen = sorted(
        (name, profile.sex, sorted(profile.calls.items())) for name, profile in family.references.items()
    )
    return hashlib.sha256(repr((family.pedigree, family.missing, seen)).encode()).hexdigest()[:32]
