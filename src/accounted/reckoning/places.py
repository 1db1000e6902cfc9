"""Places as a tree: each in the smallest that contains it; what is in no listed place is “elsewhere in”."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accounted.reckoning.question import WrongQuestion, WrongWorld
from accounted.reckoning.statements import PlaceNode


class PlaceTree:
    """The places of a world. A place is its number; a container has a lower number than what it contains.

    `parent[n]` is -1 at the top. Containers that do not lie within one another cannot both hold a place in a
    tree: the longest chain is kept, of units with a kind before areas without, and the dropped pairs are in
    `crossing`, so that an answer can say so.
    """

    def __init__(self, nodes: Sequence[PlaceNode]) -> None:
        listed = {node.id: node for node in nodes}
        around = {key: _around(key, listed) for key in listed}
        order = sorted(listed, key=lambda key: (len(around[key]), key))
        self.nodes = tuple(listed[key] for key in order)
        self.number = {key: n for n, key in enumerate(order)}
        self.parent: list[int] = []
        self.depth: list[int] = []
        self.children: list[list[int]] = [[] for _ in order]
        self.crossing: list[tuple[str, str]] = []
        for n, key in enumerate(order):
            inside_out = sorted(around[key], key=lambda k: (-len(around[k]), listed[k].kind is None, k))
            home = self.number[inside_out[0]] if inside_out else -1
            self.parent.append(home)
            self.depth.append(self.depth[home] + 1 if home >= 0 else 0)
            if home >= 0:
                self.children[home].append(n)
                kept = {inside_out[0], *around[inside_out[0]]}
                self.crossing += [(key, other) for other in inside_out if other not in kept]

    def __len__(self) -> int:
        return len(self.nodes)

    def asked(self, key: str) -> int:
        """The number of a place that is asked for.

        Raises:
            WrongQuestion: there is no such place.
        """
        if key not in self.number:
            raise WrongQuestion(
                f"place {key!r} is not among the {len(self)} places of this world; "
                "ask for one of them, or add a PlaceNode with the places that contain it"
            )
        return self.number[key]

    def path(self, n: int) -> list[int]:
        """A place and all that contain it, inside out."""
        found = []
        while n >= 0:
            found.append(n)
            n = self.parent[n]
        return found

    def within(self, top: int) -> Iterator[int]:
        """A place and all that lie in it, outside in."""
        waiting = [top]
        while waiting:
            n = waiting.pop()
            yield n
            waiting.extend(self.children[n])

    def contains(self, outer: int, inner: int) -> bool:
        """Whether one place is, or lies in, the other."""
        while inner >= 0 and self.depth[inner] > self.depth[outer]:
            inner = self.parent[inner]
        return inner == outer

    def rest_of(self, n: int) -> int | None:
        """The node that stands for “elsewhere in” a place, if there is one."""
        return next((c for c in self.children[n] if self.nodes[c].rest), None)


def _around(key: str, listed: dict[str, PlaceNode]) -> frozenset[str]:
    """Every listed place that contains one, through as many steps as it takes."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        for outer in listed[waiting.pop()].containers:
            if outer in listed and outer not in found:
                found.add(outer)
                waiting.append(outer)
    if key in found:
        raise WrongWorld(f"place {key!r} is said to contain itself; correct the containers of its node")
    return frozenset(found)
