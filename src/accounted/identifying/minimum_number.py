"""At least how many people are among parts: by bones, by profiles, by both together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from accounted.identifying.profiles import Profile, Sex

Side = Literal["left", "right", "middle", ""]

# Elements of which everybody has a left and a right one: without the side they cannot be counted.
PAIRED = frozenset(
    (
        "femur", "tibia", "fibula", "humerus", "radius", "ulna", "scapula", "clavicle", "os coxae", "patella",
        "calcaneus", "talus", "temporal", "maxilla", "zygomatic",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A bone or other part, with a profile where one was made.

    `portion` is empty for a whole bone; a fragment names the piece of which everybody has one ("proximal
    end"), and one that cannot be named has no `element`. `adult` and `sex` are what the bone shows.
    """

    id: str
    element: str = ""
    side: Side = ""
    portion: str = ""
    profile: Profile | None = None
    sex: Sex | None = None
    adult: bool | None = None

    @property
    def kind(self) -> tuple[str, str, str] | None:
        """What a person has one of: element, side, portion. None where element or side is not known."""
        element = self.element.strip().lower().replace("_", " ")
        if not element or (element in PAIRED and self.side not in ("left", "right")):
            return None
        return element, self.side, self.portion


def of_one_kind(parts: Sequence[Part]) -> dict[tuple[str, str, str], list[str]]:
    """Parts by what a person has one of; a whole bone is of the kind of each of its pieces."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    kinds = {part.kind for part in parts} - {None}
    for part in parts:
        for kind in sorted(k for k in kinds if k is not None):
            if part.kind is not None and part.kind[:2] == kind[:2] and part.kind[2] in ("", kind[2]):
                found[kind].append(part.id)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Minimum:
    """At least how many people: by bones, by profiles, and by both together, with who shows it."""

    by_elements: int
    element: tuple[str, str, str] | None
    by_profiles: int
    together: int
    shown_by: tuple[str, ...]

    @property
    def words(self) -> str:
        """In a sentence."""
        said = [f"at least {self.together} people: no two of {', '.join(self.shown_by)} can be one person's"]
        if self.element is not None:
            name = " ".join(part for part in (self.element[1], *self.element[::2]) if part)
            said.append(f"{self.by_elements} by bones ({name})")
        said.append(f"{self.by_profiles} by profiles that exclude one another")
        return "; ".join(said)


def minimum_number(parts: Sequence[Part], different: set[frozenset[str]]) -> Minimum:
    """At least how many people the parts are of.

    Two parts are two people's where both are the same piece of the same bone, where their profiles exclude
    one another, or where one is an adult's and the other a child's. A set of parts each two of which are two
    people's shows at least that many people; the largest set found is the bound.

    Arguments:
        different: pairs of parts whose profiles exclude one another.
    """
    by_kind = of_one_kind(parts)
    kind = max(by_kind, key=lambda one: (len(by_kind[one]), one), default=None)
    apart: dict[str, set[str]] = {part.id: set() for part in parts}
    for pair in different:
        a, b = sorted(pair)
        apart[a].add(b)
        apart[b].add(a)
    by_profiles = _largest(apart)
    grown = {adult: [p.id for p in parts if p.adult is adult] for adult in (True, False)}
    for names in by_kind.values():
        for name in names:
            apart[name].update(set(names) - {name})
    for adult, child in ((a, c) for a in grown[True] for c in grown[False]):
        apart[adult].add(child)
        apart[child].add(adult)
    together = _largest(apart, by_kind[kind] if kind is not None else ())
    return Minimum(
        len(by_kind[kind]) if kind is not None else 0,
        kind,
        len(by_profiles),
        len(together),
        tuple(sorted(together)),
    )


def _largest(apart: Mapping[str, set[str]], known: Sequence[str] = ()) -> list[str]:
    """A large set each two of which are apart: greedy from every start; the bound it gives always holds."""
    best = list(known) or list(apart)[:1]
    order = sorted(apart, key=lambda one: (-len(apart[one]), one))
    for start in order[:2000]:
        if len(apart[start]) + 1 <= len(best):
            break
        found, left = [start], apart[start]
        while left:
            nxt = max(left, key=lambda one: (len(apart[one] & left), one))
            found.append(nxt)
            left = left & apart[nxt]
        if len(found) > len(best):
            best = found
    return best
