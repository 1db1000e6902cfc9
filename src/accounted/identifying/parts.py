"""Parts of commingled remains: which samples are one person's, and at least how many people there are.

Samples go together where every two of them match (complete linkage): a chain of matches with a gap is shown,
not closed. Nothing is merged: each part keeps its own number, a group is a proposal, and one with a conflict
(two left femora, two sexes) is disputed until people have looked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from accounted.identifying.errors import IdentifyingError, TooMany
from accounted.identifying.identity import Compared, Typing
from accounted.identifying.loci import Locus
from accounted.identifying.minimum_number import Minimum, Part, minimum_number, of_one_kind
from accounted.identifying.profiles import Call, Profile, Sex

SAME = 6.0  # log10 against unrelated people
SAME_NOT_SIBLINGS = 2.0  # log10 against full siblings
DIFFERENT = -3.0  # log10 below which two samples are two people's
MOST_SAMPLES = 20_000


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a group cannot simply be one person, or why two groups hang together."""

    kind: Literal["two of a kind", "sex", "age", "chain", "twins or swapped labels"]
    parts: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Group:
    """Parts whose samples all match one another. `weakest` is the smallest log10 ratio of two of them."""

    parts: tuple[str, ...]
    weakest: float
    weakest_sibling: float
    conflicts: tuple[Conflict, ...]
    consensus: Profile | None

    @property
    def disputed(self) -> bool:
        """Whether people have to look before it can be one person."""
        return bool(self.conflicts)


@dataclass(frozen=True)
class Sorted:
    """Groups, parts without a usable profile, links between groups, and the least number of people."""

    groups: tuple[Group, ...]
    untyped: tuple[str, ...]
    chains: tuple[Conflict, ...]
    minimum: Minimum
    typing: Typing
    theta: float
    same: float
    same_not_siblings: float

    @property
    def rule(self) -> str:
        """The rule in a sentence."""
        return (
            f"samples go together where each two of them are at least 10^{self.same:g} times likelier one "
            f"person's than two unrelated people's and 10^{self.same_not_siblings:g} times likelier than two "
            "full "
            f"siblings', {self.typing.words()}" + (f", theta {self.theta:g}" if self.theta else "")
        )

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "rule": self.rule,
            "groups": [
                {
                    "parts": list(one.parts),
                    "weakest_log10": _finite(one.weakest),
                    "weakest_sibling_log10": _finite(one.weakest_sibling),
                    "disputed": one.disputed,
                    "conflicts": [_conflict(c) for c in one.conflicts],
                    "consensus": None
                    if one.consensus is None
                    else {locus: list(call.alleles) for locus, call in one.consensus.calls.items()},
                }
                for one in self.groups
            ],
            "untyped": list(self.untyped),
            "chains": [_conflict(c) for c in self.chains],
            "minimum": {
                "by_elements": self.minimum.by_elements,
                "element": None if self.minimum.element is None else list(self.minimum.element),
                "by_profiles": self.minimum.by_profiles,
                "together": self.minimum.together,
                "shown_by": list(self.minimum.shown_by),
                "words": self.minimum.words,
            },
        }


def sort_parts(
    parts: Sequence[Part],
    loci: Sequence[Locus],
    *,
    typing: Typing | None = None,
    theta: float = 0.0,
    same: float = SAME,
    same_not_siblings: float = SAME_NOT_SIBLINGS,
) -> Sorted:
    """Which parts may be one person's.

    Raises:
        IdentifyingError: two parts of one number. TooMany: more than `MOST_SAMPLES` samples.
    """
    twice = [name for name, count in Counter(part.id for part in parts).items() if count > 1]
    if twice:
        raise IdentifyingError(f"part {twice[0]} is listed twice; each part has a number of its own")
    typed = [part for part in parts if part.profile is not None and part.profile.calls]
    if len(typed) > MOST_SAMPLES:
        raise TooMany(
            f"{len(typed):,} samples, at most {MOST_SAMPLES:,} are compared with one another; sort site by "
            "site"
        )
    typing = typing or Typing()
    profiles = [part.profile for part in typed if part.profile is not None]
    compared = Compared(profiles, loci, typing=typing, theta=theta)
    ratios, shared = compared.all_pairs() if typed else (np.zeros((0, 0)), np.zeros((0, 0), np.int64))
    links = _links(compared, ratios, same, same_not_siblings)
    members = _complete_linkage(len(typed), links)
    groups = tuple(_group([typed[n] for n in one], one, links) for one in members)
    chains = _chains(typed, members, links)
    names = {part.id for part in typed}
    different = np.argwhere((ratios <= DIFFERENT) & (shared > 0)).tolist()
    apart = {frozenset((typed[i].id, typed[j].id)) for i, j in different}
    return Sorted(
        groups,
        tuple(part.id for part in parts if part.id not in names),
        chains,
        minimum_number(parts, apart),
        typing,
        theta,
        same,
        same_not_siblings,
    )  # fmt: skip


_Links = Mapping[tuple[int, int], tuple[float, float]]


def _links(compared: Compared, ratios: Any, same: float, siblings: float) -> _Links:
    """Pairs that match, with both ratios."""
    found = {}
    for i, j in np.argwhere(np.triu(ratios >= same, 1)).tolist():
        pair = compared.pair(i, j)
        if pair.unrelated >= same and pair.sibling >= siblings:
            found[i, j] = pair.unrelated, pair.sibling
    return found


def _complete_linkage(count: int, links: _Links) -> list[list[int]]:
    """Groups in which every two match; the surest pairs first, ties by order."""
    group = list(range(count))
    members = {n: [n] for n in range(count)}
    for i, j in sorted(links, key=lambda pair: (-links[pair][0], pair)):
        a, b = group[i], group[j]
        if a == b or any((min(x, y), max(x, y)) not in links for x in members[a] for y in members[b]):
            continue
        for n in members.pop(b):
            group[n] = a
            members[a].append(n)
    return [sorted(one) for _, one in sorted(members.items(), key=lambda one: min(one[1]))]


def _group(parts: Sequence[Part], places: Sequence[int], links: _Links) -> Group:
    pairs = [links[i, j] for n, i in enumerate(places) for j in places[n + 1 :]]
    conflicts = list(_conflicts(parts))
    return Group(
        tuple(part.id for part in parts),
        min((one for one, _ in pairs), default=float("inf")),
        min((other for _, other in pairs), default=float("inf")),
        tuple(conflicts),
        None if conflicts else consensus(parts),
    )


def _conflicts(parts: Sequence[Part]) -> list[Conflict]:
    found = []
    said: set[tuple[str, ...]] = set()
    for kind, names in sorted(of_one_kind(parts).items()):
        if len(names) > 1 and tuple(names) not in said:
            said.add(tuple(names))
            what = " ".join(x for x in (kind[1], kind[0], kind[2]) if x)
            found.append(
                Conflict(
                    "two of a kind", tuple(names),
                    f"{len(names)} of {what} ({', '.join(names)}): nobody has two; identical twins, a "
                    "swapped "
                    "label, a sample that touched another, or one bone entered twice",
                )
            )  # fmt: skip
    shown = {sex: [p.id for p in parts if _sex(p) == sex] for sex in ("male", "female")}
    if shown["male"] and shown["female"]:
        found.append(
            Conflict(
                "sex", (*shown["male"], *shown["female"]),
                f"{', '.join(shown['male'])} male, {', '.join(shown['female'])} female: look at both again",
            )
        )  # fmt: skip
    grown = {adult: [p.id for p in parts if p.adult is adult] for adult in (True, False)}
    if grown[True] and grown[False]:
        found.append(
            Conflict(
                "age", (*grown[True], *grown[False]),
                f"{', '.join(grown[True])} of an adult, {', '.join(grown[False])} of a child: look at both "
                "again",
            )
        )  # fmt: skip
    return found


def _sex(part: Part) -> Sex | None:
    return part.sex or (part.profile.sex if part.profile is not None else None)


def _chains(parts: Sequence[Part], members: Sequence[Sequence[int]], links: _Links) -> tuple[Conflict, ...]:
    """Groups that some matches join although not every two of their samples match."""
    place = {n: g for g, one in enumerate(members) for n in one}
    between: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in links:
        a, b = sorted((place[i], place[j]))
        if a != b:
            between[a, b].append((i, j))
    found = []
    for (a, b), pairs in sorted(between.items()):
        joined = "; ".join(f"{parts[i].id} matches {parts[j].id}" for i, j in sorted(pairs)[:5])
        here, there = (", ".join(parts[n].id for n in members[g]) for g in (a, b))
        gap = next(
            (parts[i].id, parts[j].id)
            for i in members[a] for j in members[b] if (min(i, j), max(i, j)) not in links
        )  # fmt: skip
        found.append(
            Conflict(
                "chain", tuple(parts[n].id for n in (*members[a], *members[b])),
                f"{here} and {there} hang together ({joined}), but {gap[0]} and {gap[1]} do not match: kept "
                "apart; type the weaker sample again",
            )
        )  # fmt: skip
    return tuple(found)


def consensus(parts: Sequence[Part]) -> Profile | None:
    """One profile of a group's samples: at each locus the fullest call, the others as its replicates.

    None where no part has a profile.
    """
    profiles = [part.profile for part in parts if part.profile is not None]
    if not profiles:
        return None
    if len(profiles) == 1:
        return profiles[0]
    calls: dict[str, Call] = {}
    for locus in dict.fromkeys(name for profile in profiles for name in profile.calls):
        seen = sorted(
            (profile.calls[locus] for profile in profiles if locus in profile.calls),
            key=lambda call: -len(set(call.alleles)),
        )
        first = seen[0]
        if len({frozenset(call.alleles) for call in seen}) == 1:
            calls[locus] = first
        else:
            # Where they differ something dropped out or in: the calls weigh every genotype together.
            typing = Typing()
            calls[locus] = replace(
                first,
                dropout=first.dropout or typing.dropout,
                dropin=first.dropin or typing.dropin,
                replicates=(*first.replicates, *(call.alleles for call in seen[1:])),
            )
    sexes = {profile.sex for profile in profiles} - {None}
    sex = sexes.pop() if len(sexes) == 1 else None
    return Profile("+".join(part.id for part in parts), calls, sex)


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _conflict(one: Conflict) -> dict[str, Any]:
    return {"kind": one.kind, "parts": list(one.parts), "words": one.words}
