"""One number that is told of two days near each other: the same dead, and a day that somebody took wrongly.

Papers that repeat one statement put “yesterday” on the day before their own. Each date by itself names a
stretch of its own, and stretches that share no day are added: 141 killed on 11 June and 141 killed on 12 June
would be 282. So large a number twice within days is all but always one count; which day is right stays open.
Added are only those of which the record says that they share nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounted.reckoning.ledger import Ready

TELLING = 20  # below this, two equal numbers are more likely chance than one number told twice
_LONGEST = 3  # days: a longer period is no day somebody took wrongly
_NEAR = 3  # days from the beginning of one to the beginning of the next


def told_of_other_days(
    ready: Iterable[Ready], disjoint: frozenset[frozenset[str]]
) -> Iterator[tuple[Ready, ...]]:
    """Groups of statements of the same number of the same, dated to days near each other that differ.

    `disjoint`: pairs of statements that a source or a person says share nobody.
    """
    alike: dict[tuple[object, ...], list[Ready]] = defaultdict(list)
    for made in ready:
        if made.period is None or made.said.incremental or made.said.kind != "tally" or made.low < TELLING:
            continue
        if made.period[1] - made.period[0] < _LONGEST:
            alike[made.said.basis, made.node, made.group, made.low, made.high].append(made)
    for listed in alike.values():
        for run in _runs(sorted(listed, key=lambda made: (made.period or (0, 0), made.said.id))):
            days = {made.period for made in run}
            apart = any(frozenset((a.said.id, b.said.id)) in disjoint for a in run for b in run if a is not b)
            if len(days) > 1 and not apart:
                yield tuple(run)


def _runs(listed: Sequence[Ready]) -> Iterator[list[Ready]]:
    """Stretches of a list in order of days in which each begins soon after the first."""
    run: list[Ready] = []
    for made in listed:
        if run and _begins(made) - _begins(run[0]) > _NEAR:
            yield run
            run = []
        run.append(made)
    if run:
        yield run


def _begins(made: Ready) -> int:
    return (made.period or (0, 0))[0]
