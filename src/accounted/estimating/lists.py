"""Incomplete lists of the same dead, and how they overlap.

The pattern table is the whole input of multiple systems estimation: for each combination of lists, how many
people are on exactly those. A pattern is an integer whose bit j is set when the person is on list j.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

MOST_LISTS = 62  # patterns are kept as the bits of a signed 64-bit integer
MAIN_BODY = 0.9  # of the documented, on the largest group of connected lists
MOST_PEOPLE = 2**53  # beyond it a count is no longer exact as a floating-point number


class InvalidLists(ValueError):
    """Input that is not a table of lists and counts; says where and what to do."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a table cannot be estimated from, or should be with care.

    `code` is one of `few_lists`, `empty_list`, `nobody`, `no_overlap`, `disconnected`, `sparse`.
    """

    code: str
    message: str
    fatal: bool


@dataclass(frozen=True, slots=True, eq=False)
class ListOverlap:
    """How many people are on exactly which lists.

    Attributes:
        names: the lists, in a fixed order.
        patterns: which lists, as bits; strictly ascending, each greater than zero. Shape (patterns,), int64.
        counts: people with each pattern, each greater than zero. Shape (patterns,), int64.
        removed: lists that held nobody. They are left out and said: an empty list kept in the model
            changes the answer (it narrows the posterior of a latent class model).
        stratum: labels of the stratum, for instance place and year.
        replicate: number of the imputation or linkage draw, when there are several.
    """

    names: tuple[str, ...]
    patterns: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    removed: tuple[str, ...] = ()
    stratum: tuple[tuple[str, str], ...] = ()
    replicate: int | None = None

    @classmethod
    def from_counts(
        cls,
        names: Sequence[str],
        counts: Mapping[int, int],
        *,
        stratum: tuple[tuple[str, str], ...] = (),
        replicate: int | None = None,
    ) -> ListOverlap:
        """From a mapping of pattern bits to people.

        Raises:
            InvalidLists: duplicate or missing names, too many lists, a pattern without a list, a count that
                is negative, fractional or beyond 2**53.
        """
        names = tuple(str(name) for name in names)
        _check_names(names)
        kept: dict[int, int] = {}
        for pattern, count in counts.items():
            number = _whole(count, f"pattern {pattern}")
            if not 0 < pattern < 2 ** len(names):
                if number == 0:
                    continue
                raise InvalidLists(
                    f"pattern {pattern}: {number} people on no list, or on lists beyond {len(names)}; "
                    "people on no list are what is estimated, leave that row out."
                )
            if number:
                kept[int(pattern)] = number
        if sum(kept.values()) > MOST_PEOPLE:
            raise InvalidLists(
                f"more than {MOST_PEOPLE} people in all; counts that large are not exact. Split the table."
            )
        present = 0
        for pattern in kept:
            present |= pattern
        stay = [j for j in range(len(names)) if present >> j & 1]
        removed = tuple(names[j] for j in range(len(names)) if j not in stay)
        packed: Counter[int] = Counter()
        for pattern, number in kept.items():
            packed[sum(1 << k for k, j in enumerate(stay) if pattern >> j & 1)] += number
        order = sorted(packed)
        return cls(
            tuple(names[j] for j in stay),
            np.array(order, dtype=np.int64),
            np.array([packed[p] for p in order], dtype=np.int64),
            removed,
            stratum,
            replicate,
        )

    @classmethod
    def from_table(
        cls,
        rows: Iterable[Sequence[object]],
        names: Sequence[str],
        *,
        where: str = "table",
        numbers: Sequence[int] | None = None,
        **labels: object,
    ) -> ListOverlap:
        """From capture histories: per row a 0 or 1 for each list, then the number of people.

        `numbers` are the rows' own, where they do not follow a heading one by one.

        Raises:
            InvalidLists: a row of the wrong length, a mark other than 0 and 1, a bad count, a pattern twice.
        """
        names = tuple(str(name) for name in names)
        counts: dict[int, int] = {}
        seen: dict[int, int] = {}
        for at, row in enumerate(rows):
            number = at + 2 if numbers is None else numbers[at]
            place = f"{where}, row {number}"
            if len(row) != len(names) + 1:
                raise InvalidLists(
                    f"{place}: {len(row)} cells where {len(names)} lists and a count make {len(names) + 1}."
                )
            pattern = 0
            for j, mark in enumerate(row[:-1]):
                text = str(mark).strip()
                if text not in ("0", "1", "0.0", "1.0"):
                    raise InvalidLists(f"{place}, column {names[j]}: {text!r} is not 0 or 1.")
                pattern |= int(text[0] == "1") << j
            if pattern in seen:
                raise InvalidLists(
                    f"{place}: the same lists as row {seen[pattern]}; add the two counts into one row."
                )
            seen[pattern] = number
            count = _whole(row[-1], f"{place}, column count")
            if pattern == 0 and count:
                raise InvalidLists(
                    f"{place}: {count} people on no list; that number is what is estimated. Remove the row."
                )
            if pattern:
                counts[pattern] = count
        if not seen:
            raise InvalidLists(f"{where}: no rows; each row is 0 or 1 for each list, then a count.")
        return cls.from_counts(names, counts, **labels)  # type: ignore[arg-type]

    @classmethod
    def read_csv(cls, path: Path | str) -> ListOverlap:
        """From a CSV file with one column per list and a last column `count`.

        Raises:
            InvalidLists: as `from_table`, naming file, row and column.
        """
        header, rows, numbers = read_rows(Path(path))
        return cls.from_table(rows, header[:-1], where=str(path), numbers=numbers)

    @classmethod
    def from_records(
        cls,
        records: Iterable[Mapping[str, object]],
        lists: Sequence[str],
        *,
        stratum: tuple[tuple[str, str], ...] = (),
        replicate: int | None = None,
    ) -> ListOverlap:
        """From one record per person with a truthy entry for each list the person is on.

        People on none of `lists` are left out: they are unlisted as far as these lists go.
        """
        names = tuple(lists)
        counts: Counter[int] = Counter()
        for record in records:
            pattern = sum(1 << j for j, name in enumerate(names) if ListOverlap.on_list(record.get(name)))
            if pattern:
                counts[pattern] += 1
        return cls.from_counts(names, counts, stratum=stratum, replicate=replicate)

    @classmethod
    def from_clusters(
        cls, clusters: Iterable[Iterable[tuple[str, Hashable]]], *, lists: Sequence[str] | None = None
    ) -> ListOverlap:
        """From a linking result: each person as the (list, record) pairs that are that person."""
        people = [{name for name, _ in cluster} for cluster in clusters]
        names = tuple(lists) if lists is not None else tuple(sorted(set().union(*people))) if people else ()
        return cls.from_records((dict.fromkeys(person, True) for person in people), names)

    @staticmethod
    def on_list(mark: object) -> bool:
        """Whether a mark in a record says that the person is on the list: not empty, 0, no, false or n."""
        if isinstance(mark, str):
            return mark.strip().lower() not in ("", "0", "no", "false", "n")
        return bool(mark)

    @property
    def observed(self) -> int:
        """People on at least one list: the documented count."""
        return int(self.counts.sum())

    @property
    def marks(self) -> npt.NDArray[np.int8]:
        """The patterns as 0/1 marks. Shape (patterns, lists)."""
        bits = np.arange(len(self.names), dtype=np.int64)
        return (self.patterns[:, None] >> bits & 1).astype(np.int8)

    def list_sizes(self) -> npt.NDArray[np.int64]:
        """People on each list. Shape (lists,)."""
        return self.counts @ self.marks.astype(np.int64)

    def overlaps(self) -> npt.NDArray[np.int64]:
        """People on both of two lists, the sizes on the diagonal. Shape (lists, lists)."""
        marks = self.marks.astype(np.int64)
        return marks.T @ (self.counts[:, None] * marks)

    def times_listed(self) -> npt.NDArray[np.int64]:
        """People on exactly k lists, at index k. Shape (lists + 1,); index 0 is unknown and 0."""
        return np.bincount(self.marks.sum(axis=1), weights=self.counts, minlength=len(self.names) + 1).astype(
            np.int64
        )

    def count_of(self, pattern: int) -> int:
        """People with exactly this pattern."""
        at = int(np.searchsorted(self.patterns, pattern))
        return int(self.counts[at]) if at < len(self.patterns) and self.patterns[at] == pattern else 0

    def without(self, name: str) -> ListOverlap:
        """The table as if one list had never been made. Those on it alone are no longer documented."""
        j = self._index(name)
        low = (1 << j) - 1
        return self._mapped(
            self.names[:j] + self.names[j + 1 :], lambda pattern: (pattern & low) | (pattern >> (j + 1)) << j
        )

    def merged(self, first: str, second: str) -> ListOverlap:
        """Two lists as one: on it is whoever is on either. For lists that are not independent records."""
        i, j = sorted((self._index(first), self._index(second)))
        low = (1 << j) - 1
        return self._mapped(
            tuple(f"{first}+{second}" if k == i else name for k, name in enumerate(self.names) if k != j),
            lambda pattern: (pattern & low | (pattern >> j & 1) << i) | (pattern >> (j + 1)) << j,
        )

    def _mapped(self, names: Sequence[str], change: object) -> ListOverlap:
        counts: Counter[int] = Counter()
        for pattern, count in zip(self.patterns.tolist(), self.counts.tolist(), strict=True):
            counts[change(pattern)] += count  # type: ignore[operator]
        counts.pop(0, None)
        return ListOverlap.from_counts(names, counts, stratum=self.stratum, replicate=self.replicate)

    def _index(self, name: str) -> int:
        if name not in self.names:
            raise InvalidLists(f"there is no list {name!r}; the lists are {', '.join(self.names)}.")
        return self.names.index(name)

    def to_csv(self) -> str:
        """The canonical table: lists in order, patterns ascending, `\\n` line ends. What the hash is of."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow((*self.names, "count"))
        for row, count in zip(self.marks.tolist(), self.counts.tolist(), strict=True):
            writer.writerow((*row, count))
        return out.getvalue()

    @property
    def sha256(self) -> str:
        """SHA-256 of the canonical table: two analyses with this hash had the same data."""
        return hashlib.sha256(self.to_csv().encode()).hexdigest()

    def check(self, *, smallest_list: int = 1) -> tuple[Obstacle, ...]:
        """What is estimable here, and why not.

        Fatal obstacles leave no estimate at all; the documented count is then a floor and the only figure.
        """
        found: list[Obstacle] = [
            Obstacle("empty_list", f"The list {name} holds nobody and was removed.", False)
            for name in self.removed
        ]
        if not len(self.counts):
            return (*found, Obstacle("nobody", "There is nobody on any list.", True))
        if len(self.names) < 3:
            found.append(
                Obstacle(
                    "few_lists",
                    f"{len(self.names)} list(s) with people; with fewer than three, dependence between "
                    f"lists cannot be "
                    "told from a small population. Two lists give the pair estimate only, as a diagnostic.",
                    True,
                )
            )
        sizes = self.list_sizes()
        for name, size in zip(self.names, sizes.tolist(), strict=True):
            if size < smallest_list:
                found.append(
                    Obstacle("sparse", f"The list {name} holds {size}, fewer than {smallest_list}.", False)
                )
        overlaps = self.overlaps()
        islands = _islands(overlaps)
        if self.times_listed()[2:].sum() == 0:
            found.append(
                Obstacle("no_overlap", "Nobody is on two lists; nothing can be said of those on none.", True)
            )
        elif len(islands) > 1:
            groups = " | ".join(", ".join(self.names[j] for j in group) for group in islands)
            largest = max(islands, key=len)
            within = sum(1 << j for j in largest)
            reached = int(self.counts[self.patterns & within > 0].sum())
            # a stray list or two beside a body of connected lists hides little; two bodies hide everything
            fatal = len(largest) < 3 or reached < MAIN_BODY * self.observed
            found.append(
                Obstacle(
                    "disconnected", f"The lists fall into groups without a common person: {groups}.", fatal
                )
            )
        elif len(self.names) >= 3 and self.times_listed()[3:].sum() == 0:
            found.append(
                Obstacle(
                    "sparse", "Nobody is on three lists: how overlaps depend on each other is unseen.", False
                )
            )
        return tuple(found)

    @property
    def estimable(self) -> bool:
        """Whether `check` found nothing fatal."""
        return not any(obstacle.fatal for obstacle in self.check())


def read_rows(path: Path) -> tuple[list[str], list[list[str]], list[int]]:
    """Heading, rows and the rows' numbers of a CSV file whose last column is `count`; blank lines are passed.

    Raises:
        InvalidLists: not text, nothing in it, or no count.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            numbered = list(enumerate(csv.reader(lines), start=1))
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise InvalidLists(f"{path}: it is not CSV in UTF-8 ({trouble}); save the table as one.") from None
    found = [(number, row) for number, row in numbered if any(cell.strip() for cell in row)]
    if not found:
        raise InvalidLists(
            f"{path}: the file is empty; its first row names the lists, the last column is count."
        )
    header = [cell.strip() for cell in found[0][1]]
    if header[-1].lower() not in ("count", "n", "freq", "frequency"):
        raise InvalidLists(
            f"{path}, row 1: the last column is {header[-1]!r}; it must be count, the number of people."
        )
    return header, [row for _, row in found[1:]], [number for number, _ in found[1:]]


def _islands(overlaps: npt.NDArray[np.int64]) -> list[list[int]]:
    """Groups of lists joined by common people."""
    left, groups = set(range(len(overlaps))), []
    while left:
        group, edge = set(), {min(left)}
        while edge:
            group |= edge
            edge = {j for i in edge for j in np.flatnonzero(overlaps[i]).tolist()} - group
        groups.append(sorted(group))
        left -= group
    return groups


def _whole(count: object, where: str) -> int:
    """A count of people: a whole number, zero or more."""
    if isinstance(count, bool):
        raise InvalidLists(f"{where}: {count} is not a number of people.")
    try:
        number = float(str(count).strip())
    except ValueError:
        raise InvalidLists(f"{where}: {count!r} is not a number; write digits only.") from None
    if not np.isfinite(number) or number != int(number):
        raise InvalidLists(f"{where}: {count!r} is not a whole number of people.")
    if number < 0:
        raise InvalidLists(f"{where}: {count!r} is below zero.")
    return int(count) if isinstance(count, (int, np.integer)) else int(number)


def _check_names(names: Sequence[str]) -> None:
    if not names:
        raise InvalidLists("no lists are named.")
    if len(names) > MOST_LISTS:
        raise InvalidLists(
            f"{len(names)} lists; at most {MOST_LISTS} can be used. Merge lists of one origin."
        )
    if any(not name.strip() for name in names):
        raise InvalidLists("a list has no name; name every column.")
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise InvalidLists(f"the list name {twice[0]!r} appears twice; give each list its own name.")
