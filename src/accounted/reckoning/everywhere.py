"""Every place of one basis in one pass (see `reckon_all`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounted.reckoning.conflict import Conflicts
from accounted.reckoning.growth import Growth
from accounted.reckoning.ledger import Ledger
from accounted.reckoning.moments import ALWAYS, NEVER, day, span
from accounted.reckoning.places import PlaceTree
from accounted.reckoning.question import Question
from accounted.reckoning.selecting import Selection, select
from accounted.reckoning.voices import Key, Voice

Step = tuple[int, int]  # a day, and the most that may have been counted by then


@dataclass(frozen=True, slots=True)
class PlaceRange:
    """The range of one place in a pass over all of them.

    `as_of` is the day of the range. `exact` says that no narrower range follows; where groups are counted
    around a place, the range is right and may be wider than that of `reckon`.
    """

    place: str
    low: int
    high: int | None
    as_of: str | None
    exact: bool
    contested: bool  # statements of the place, or of what contains or lies in it, contradict one another


def everywhere(ledger: Ledger, basis: str, as_of: str | None) -> tuple[PlaceRange, ...]:
    """The ranges of all places, in the order of the world's tree."""
    tops = [n for n in range(len(ledger.tree)) if ledger.tree.parent[n] < 0]
    found: list[PlaceRange] = []
    for top in tops:
        if any(m.node >= 0 for m in ledger.by_basis.get(basis, ())):
            found += _below(ledger, basis, as_of, top)
    return tuple(sorted(found, key=lambda r: ledger.tree.number[r.place]))


def _below(ledger: Ledger, basis: str, as_of: str | None, top: int) -> list[PlaceRange]:
    tree = ledger.tree
    question = Question(basis, tree.nodes[top].id, alternatives=2)
    selection = select(ledger, question)
    selection.at = NEVER - 1
    conflicts = Conflicts(tree, selection, growth_only=True)
    aside = conflicts.sets[0]
    growth = Growth(
        tree, selection.voices, selection.at, asked=selection.key, without=aside, history=True
    )  # fmt: skip
    places = list(tree.within(top))
    days = _days(ledger, selection, places, as_of)
    highs = _highest(tree, growth, selection, places, days)
    touched = _touched(tree, conflicts)
    loose = _perhaps_narrower(tree, growth, selection.key, places, days)
    return [
        PlaceRange(
            place=tree.nodes[n].id,
            low=growth.on(n, growth.asked, days[n]),
            high=highs.get(n),
            as_of=day(days[n]),
            exact=n not in loose,
            contested=n in touched,
        )
        for n in places
    ]


def _days(ledger: Ledger, s: Selection, places: Sequence[int], as_of: str | None) -> dict[int, int]:
    """The day to answer at: as asked, or the last on which somebody counted the whole of a place."""
    if as_of is not None:
        return dict.fromkeys(places, span(as_of)[1])
    whole: dict[int, int] = {}
    some: dict[int, int] = {}
    for made in s.used:
        if made.said.id in s.replaced or made.last >= NEVER:
            continue
        outer, _ = s.sets(made)
        if (made.group.layer, outer) == s.key:
            whole[made.node] = max(whole.get(made.node, ALWAYS), made.last)
        for n in ledger.tree.path(made.node):
            some[n] = max(some.get(n, ALWAYS), made.last)
    found: dict[int, int] = {}
    for n in places:
        found[n] = whole.get(n) or some.get(n) or found.get(ledger.tree.parent[n], NEVER)
    return found


def _highest(
    tree: PlaceTree, growth: Growth, s: Selection, places: Sequence[int], days: dict[int, int]
) -> dict[int, int]:
    """The most that may have been counted at each place on its day.

    A most stated of a place is a most for each place in it, less what is counted beside that one on the same
    day. Both rise with the days, so of the stated ones only those below all later ones need to be kept, and
    what is dropped at a place would be dropped in every place in it.
    """
    stated: dict[int, list[Step]] = {}
    for voice in growth.live:
        if voice.high is not None and voice.inner == s.key[1] and voice.layer == s.key[0]:
            last = NEVER - 1 if voice.final else voice.first
            stated.setdefault(voice.node, []).append((last, voice.high))
    found: dict[int, int] = {}
    steps: dict[int, list[Step]] = {}
    k = growth.asked
    for n in places:  # outside in
        home = tree.parent[n]
        inherited: list[Step] = []
        if home >= 0 and steps.get(home):
            for at, most in steps[home]:
                beside = growth.inside_on(home, k, at) - growth.on(n, k, at)
                inherited.append((at, most - beside))
        mine = _lowest_steps([*inherited, *stated.get(n, ())])
        if mine:
            steps[n] = mine
            left = [most for at, most in mine if at >= days[n]]
            if left:
                found[n] = left[0]
    return found


def _lowest_steps(steps: list[Step]) -> list[Step]:
    """Only steps below all later ones, in the order of days."""
    kept: list[Step] = []
    for at, most in sorted(steps, key=lambda step: (-step[0], step[1])):
        if not kept or most < kept[-1][1]:
            kept.append((at, most))
    kept.reverse()
    return kept


def _touched(tree: PlaceTree, conflicts: Conflicts) -> set[int]:
    voices: set[Voice] = {v for c in conflicts.found for v in c.voices}
    inside = {n for v in voices for n in tree.within(v.node)}
    return inside | {n for v in voices for n in tree.path(v.node)}


def _perhaps_narrower(
    tree: PlaceTree, growth: Growth, asked: Key, places: Sequence[int], days: dict[int, int]
) -> set[int]:
    """Places for which the groups counted at, in or around them could narrow the range further.

    Where no group is told apart in a place, what lies elsewhere in the places around it can be anybody, so
    only a most stated of one of these reaches in.
    """
    apart: set[int] = set()
    bounded: dict[int, int] = {}
    for voice in growth.live:
        scopes = [voice.least] if voice.low else []
        if voice.high is not None and voice.inner:
            scopes.append(voice.most)
            last = NEVER if voice.final else voice.first
            bounded[voice.node] = max(bounded.get(voice.node, ALWAYS), last)
        if any(scope != asked for scope in scopes):
            apart.update(tree.path(voice.node))
    found = set(apart)
    above: dict[int, int] = {}
    for n in places:  # outside in
        home = tree.parent[n]
        reach = above.get(home, ALWAYS)
        if home in apart:
            reach = max(reach, bounded.get(home, ALWAYS))
        above[n] = reach
        if reach >= days[n]:
            found.add(n)
    return found
