"""Where each person of a family stands in a drawing: parents above their children, couples side by side."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence

from accounted.identifying.pedigrees import Pedigree

ROUNDS = 24


def layout(pedigree: Pedigree) -> dict[str, tuple[float, float]]:
    """Across and down (generation) of each member, in units of one person; nobody stands on another."""
    depth = _generations(pedigree)
    partners: dict[str, list[str]] = defaultdict(list)
    children: dict[str, list[str]] = defaultdict(list)
    for member in pedigree.members:
        parents = [p for p in (member.father, member.mother) if p is not None]
        for parent in parents:
            children[parent].append(member.id)
        if len(parents) == 2 and parents[1] not in partners[parents[0]]:
            partners[parents[0]].append(parents[1])
            partners[parents[1]].append(parents[0])
    rows: dict[int, list[str]] = defaultdict(list)
    for level in sorted(set(depth.values())):
        rows[level] = _first_order(pedigree, level, depth, partners, rows.get(level - 1, []))
    across = {name: float(n) for row in rows.values() for n, name in enumerate(row)}
    for n in range(ROUNDS):
        levels = sorted(rows) if n % 2 == 0 else sorted(rows, reverse=True)
        for level in levels:
            wanted = {}
            for name in rows[level]:
                member = pedigree.member(name)
                near = [p for p in (member.father, member.mother) if p is not None] if n % 2 == 0 else []
                near = near or children[name]
                wanted[name] = sum(across[one] for one in near) / len(near) if near else across[name]
            _spread(rows[level], wanted, partners, across)
    least = min(across.values())
    return {m.id: (across[m.id] - least, float(depth[m.id])) for m in pedigree.members}


def _generations(pedigree: Pedigree) -> dict[str, int]:
    """Each below both parents; couples on one level, unless one descends from the other."""
    depth = {member.id: 0 for member in pedigree.members}
    above: dict[str, set[str]] = {}
    for member in pedigree.members:
        waiting, found = [member.id], set[str]()
        while waiting:
            one = pedigree.member(waiting.pop())
            new = {p for p in (one.father, one.mother) if p is not None} - found
            found |= new
            waiting += new
        above[member.id] = found
    levelled = _settled(pedigree, depth, above)
    # Some couples cannot stand side by side (a man with a woman and with her daughter): then none has to.
    return levelled or _settled(pedigree, depth, None) or depth


def _settled(
    pedigree: Pedigree, start: dict[str, int], above: dict[str, set[str]] | None
) -> dict[str, int] | None:
    depth = dict(start)
    for _ in range(2 * len(depth) + 2):
        before = dict(depth)
        for member in pedigree.members:
            parents = [p for p in (member.father, member.mother) if p is not None]
            if not parents:
                continue
            level = max(depth[p] for p in parents)
            depth[member.id] = max(depth[member.id], level + 1)
            for parent in parents:
                if above is not None and not any(parent in above[other] for other in parents):
                    depth[parent] = max(depth[parent], level)
        if before == depth:
            return depth
    return None


def _first_order(
    pedigree: Pedigree,
    level: int,
    depth: dict[str, int],
    partners: dict[str, list[str]],
    above: Sequence[str],
) -> list[str]:
    """Brothers and sisters together in the order of their parents, each with partners beside."""
    place = {name: n for n, name in enumerate(above)}
    members = [m for m in pedigree.members if depth[m.id] == level]

    def key(identifier: str) -> tuple[float, str, str]:
        member = pedigree.member(identifier)
        parents = [place[p] for p in (member.father, member.mother) if p in place]
        middle = sum(parents) / len(parents) if parents else float(len(above))
        return middle, member.father or "", member.mother or ""

    order: list[str] = []
    for member in sorted(members, key=lambda m: key(m.id)):
        if member.id in order:
            continue
        order.append(member.id)
        for partner in partners[member.id]:
            if depth[partner] == level and partner not in order:
                order.append(partner)
    return order


def _spread(
    row: list[str], wanted: dict[str, float], partners: dict[str, list[str]], across: dict[str, float]
) -> None:
    """Put a row as near to where it wants to be as one unit of room for each allows, in its order."""
    gap = [0.0]
    for left, right in itertools.pairwise(row):
        gap.append(gap[-1] + (1.0 if right in partners[left] else 1.15))
    # Isotonic regression: pools of neighbours that would overlap share their mean.
    pools: list[tuple[float, int]] = []
    for n, name in enumerate(row):
        value, count = wanted[name] - gap[n], 1
        while pools and pools[-1][0] > value:
            other, many = pools.pop()
            value, count = (value * count + other * many) / (count + many), count + many
        pools.append((value, count))
    n = 0
    for value, count in pools:
        for _ in range(count):
            across[row[n]] = value + gap[n]
            n += 1
