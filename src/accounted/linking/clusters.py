"""From pairs to persons, without chains of weak links.

Correlation clustering, greedy: two groups become one while the weights between all their members, for and
against, speak for it. All pairs within a component are weighed for that (`parts`); the few that cannot be
count a little against (`UNSEEN`). What must not be one person (a decision,
a list without duplicates, kin) never is, by whatever way
round; what must be, always is.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accounted.linking.people import CannotLink

if TYPE_CHECKING:
    import numpy as np

# What a pair of a group weighs that no evidence was kept for, in bits.
UNSEEN = -1.0
# No evidence outweighs this: a few weak links must not be drowned by one strong.
MOST = 12.0
# How far below the least weight the mean between two groups may be, where some link of them is above.
SLACK = 3.0


@dataclass(frozen=True, slots=True)
class Constraints:
    """Pairs of records that must be one person and that must not, and the list of each record that has no
    duplicates of its own (-1 for others). `copies`: rows that go where two others like them go, if those
    are one person."""

    together: tuple[tuple[int, int], ...] = ()
    apart: frozenset[tuple[int, int]] = frozenset()
    clean: np.ndarray | None = field(default=None, repr=False)
    copies: Mapping[int, tuple[int, int]] = field(default_factory=dict, repr=False)


def clusters(
    rows: int,
    a: np.ndarray,
    b: np.ndarray,
    weight: np.ndarray,
    constraints: Constraints,
    *,
    least: float = 0.0,
) -> np.ndarray:
    """The number of its person for each record; persons are numbered by their first record.

    `least` is the weight from which two records are proposed as one person.

    Raises:
        CannotLink: decisions contradict one another.
    """
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    together = np.array(constraints.together, dtype=np.int64).reshape(-1, 2)
    strong = weight >= least
    ends = np.concatenate([a[strong], together[:, 0]]), np.concatenate([b[strong], together[:, 1]])
    links = coo_matrix((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(rows, rows))
    count, part = connected_components(links, directed=False)
    sizes = np.bincount(part, minlength=count)
    person = np.arange(rows)
    # A pair by itself needs no more thought, unless something stands against it.
    bound = np.zeros(count, dtype=bool)
    for x, y in constraints.apart:
        bound[part[x]] = bound[part[y]] = True
    bound[part[together.ravel()]] = True
    inside = part[a] == part[b]
    simple = inside & strong & (sizes[part[a]] == 2) & ~bound[part[a]]
    clean = constraints.clean
    if clean is not None:
        simple &= (clean[a] < 0) | (clean[a] != clean[b])
    person[b[simple]] = a[simple]
    rest = np.flatnonzero(inside & ((sizes[part[a]] > 2) | bound[part[a]]))
    by_part: dict[int, list[int]] = {}
    for row, number in zip(rest.tolist(), part[a[rest]].tolist(), strict=True):
        by_part.setdefault(number, []).append(row)
    pinned: dict[int, list[tuple[int, int]]] = {}
    for x, y in constraints.together:
        pinned.setdefault(int(part[x]), []).append((x, y))
    for number in sorted(by_part.keys() | pinned.keys()):
        edges = by_part.get(number, [])
        links_here = [(int(a[row]), int(b[row]), float(weight[row])) for row in edges]
        for group in _groups(links_here, pinned.get(number, []), constraints, least):
            first = min(group)
            for record in group:
                person[record] = first
    for copy, (one, other) in constraints.copies.items():
        if person[one] == person[other]:
            person[copy] = person[one]
    return person


def parts(
    rows: int, a: np.ndarray, b: np.ndarray, weight: np.ndarray, *, least: float, most: int
) -> np.ndarray:
    """The component of each record among links of at least a weight; -1 where it is of one or two records.

    A component of more than `most` is taken apart at higher weights until its parts are small enough.
    """
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    part = np.full(rows, -1, dtype=np.int64)
    open_ = np.ones(rows, dtype=bool)
    given = 0
    for step in range(8):
        strong = (weight >= least + 3 * step) & open_[a] & open_[b]
        links = coo_matrix(
            (np.ones(int(strong.sum()), dtype=np.int8), (a[strong], b[strong])), shape=(rows, rows)
        )
        count, found = connected_components(links, directed=False)
        sizes = np.bincount(found, minlength=count)[found]
        fits = open_ & (sizes > 2) & (sizes <= most)
        part[fits] = found[fits] + given
        given += count
        open_ &= sizes > most
        if not open_.any():
            break
    return part


def _groups(
    links: Iterable[tuple[int, int, float]], together: Iterable[tuple[int, int]], constraints: Constraints,
    least: float,
) -> list[set[int]]:  # fmt: skip
    """The persons within one component."""
    known: dict[int, dict[int, float]] = {}
    for x, y, bits in links:
        bits = min(bits - least + SLACK, MOST)
        known.setdefault(x, {})[y] = bits
        known.setdefault(y, {})[x] = bits
    groups: dict[int, set[int]] = {x: {x} for x in known}
    sums: dict[int, dict[int, tuple[float, int]]] = {
        x: {y: (bits, 1) for y, bits in row.items()} for x, row in known.items()
    }
    for x, y in together:
        for one in (x, y):
            groups.setdefault(one, {one})
            sums.setdefault(one, {})
    against = _against(groups, constraints)
    of = {x: x for x in groups}
    for x, y in together:
        if of[x] != of[y]:
            _merge(of[x], of[y], groups, sums, against, of)
    clean = constraints.clean
    heap = [(-_mean(entry, 1), x, y, 1) for x in sums for y, entry in sums[x].items() if x < y]
    heapq.heapify(heap)
    while heap:
        score, x, y, size = heapq.heappop(heap)
        if x not in groups or y not in groups or len(groups[x]) * len(groups[y]) != size:
            continue
        entry = sums[x].get(y)
        if entry is None or -score != _mean(entry, size):
            continue
        if -score <= 0:
            break
        if y in against.get(x, ()) or (clean is not None and _same_list(groups[x], groups[y], clean)):
            continue
        kept = _merge(x, y, groups, sums, against, of)
        for other, new in sums[kept].items():
            pairs = len(groups[kept]) * len(groups[other])
            value = _mean(new, pairs)
            if value > 0:
                heapq.heappush(heap, (-value, min(kept, other), max(kept, other), pairs))
    return [group for group in groups.values() if len(group) > 1]


def _mean(entry: tuple[float, int], pairs: int) -> float:
    total, seen = entry
    return (total + UNSEEN * (pairs - seen)) / pairs


def _against(groups: Mapping[int, set[int]], constraints: Constraints) -> dict[int, set[int]]:
    against: dict[int, set[int]] = {}
    if len(groups) <= len(constraints.apart):
        members = sorted(groups)
        pairs = [
            (x, y) for i, x in enumerate(members) for y in members[i + 1 :] if (x, y) in constraints.apart
        ]
    else:
        pairs = [(x, y) for x, y in constraints.apart if x in groups and y in groups]
    for x, y in pairs:
        against.setdefault(x, set()).add(y)
        against.setdefault(y, set()).add(x)
    return against


def _merge(
    x: int, y: int, groups: dict[int, set[int]], sums: dict[int, dict[int, tuple[float, int]]],
    against: dict[int, set[int]], of: dict[int, int],
) -> int:  # fmt: skip
    if y in against.get(x, ()):
        raise CannotLink(
            "decisions contradict one another: records that were decided to be one person are joined, "
            "through others, to one decided to be somebody else; take one of these decisions back"
        )
    if len(groups[y]) > len(groups[x]):
        x, y = y, x
    groups[x] |= groups.pop(y)
    for record in groups[x]:
        of[record] = x
    sums[x].pop(y, None)
    for other, (bits, seen) in sums.pop(y).items():
        if other == x:
            continue
        had, before = sums[x].get(other, (0.0, 0))
        sums[x][other] = sums[other][x] = (had + bits, before + seen)
        sums[other].pop(y, None)
    for other in against.pop(y, ()):
        against[other].discard(y)
        against[other].add(x)
        against.setdefault(x, set()).add(other)
    return x


def _same_list(one: set[int], other: set[int], clean: np.ndarray) -> bool:
    lists = {int(clean[record]) for record in one} - {-1}
    return any(int(clean[record]) in lists for record in other)
