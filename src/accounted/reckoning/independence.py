"""Who is behind a number, and which texts are copies of one another (rules D-03, D-04)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from accounted.reckoning.answer import CopyWarning, Origin
from accounted.reckoning.ledger import Ledger, Ready
from accounted.reckoning.likeness import bands, likeness, sequences, sketch
from accounted.reckoning.misdated import TELLING
from accounted.reckoning.wording import as_stated, noun


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two documents with nearly the same text: one may be syndicated from the other. A person decides.

    `similarity` is the share of the word sequences of either that both have (Jaccard), counted exactly.
    """

    one: str
    other: str
    similarity: float


def suggest_syndication(texts: Mapping[str, str], *, threshold: float = 0.5) -> tuple[Suggestion, ...]:
    """Pairs of documents with nearly the same text, most alike first.

    Candidates are found by their sketches (`accounted.reckoning.likeness`), so not every pair is looked at;
    each candidate is then compared exactly. A pair of similarity 0.5 is found with probability 0.87, of 0.7
    with more than 0.999. Short texts, of fewer than eight words, are left out: they are alike by chance.
    """
    known = {name: found for name in sorted(texts) if (found := sequences(texts[name]))}
    buckets: dict[int, list[str]] = defaultdict(list)
    for name, found in known.items():
        for band in bands(sketch(found)):
            buckets[band].append(name)
    pairs = {pair for names in buckets.values() for pair in combinations(names, 2)}
    suggested = []
    for one, other in pairs:
        alike = likeness(known[one], known[other])
        if alike >= threshold:
            suggested.append(Suggestion(one, other, round(alike, 4)))
    return tuple(sorted(suggested, key=lambda s: (-s.similarity, s.one, s.other)))


def origins(used: Iterable[Ready]) -> tuple[Origin, ...]:
    """The independent origins of some statements, with what goes back to each (rule D-04)."""
    found: dict[str, list[str]] = defaultdict(list)
    for made in used:
        found[made.origin].append(made.said.id)
    return tuple(Origin(name, tuple(sorted(set(ids)))) for name, ids in sorted(found.items()))


def copy_warnings(ledger: Ledger, basis: str, near: Iterable[Ready]) -> tuple[CopyWarning, ...]:
    """One origin's number told under two bases: 440 graves that became 440 bodies."""
    by_number: dict[tuple[str, int], list[Ready]] = defaultdict(list)
    for made in near:
        stated = _number(made)
        if stated is not None and stated >= TELLING and not made.derived:
            by_number[made.origin, stated].append(made)
    warnings = []
    for (_, stated), listed in sorted(by_number.items(), key=lambda item: item[0]):
        for one, other in combinations(sorted(listed, key=lambda m: m.said.id), 2):
            bases = {one.said.basis, other.said.basis}
            if len(bases) < 2 or basis not in bases or one.node != other.node:
                continue
            if one.said.partition_of == other.said.id or other.said.partition_of == one.said.id:
                continue
            warnings.append(
                CopyWarning(
                    (one.said.id, other.said.id),
                    f"One origin's number, {stated:,}, is told once of {noun(one.said.basis)} and once of "
                    f"{noun(other.said.basis)}: {as_stated(one, ledger)}; {as_stated(other, ledger)}. "
                    "Somebody on the way changed what was counted.",
                )
            )
    return tuple(warnings)


def other_days(ledger: Ledger, used: Iterable[Ready]) -> tuple[CopyWarning, ...]:
    """Numbers told of several days near each other, which are taken as one count (rule D-03)."""
    bearing = {made.said.id for made in used}
    warnings = []
    for run in ledger.misdated:
        if not any(made.said.id in bearing for made in run):
            continue
        told = "; ".join(as_stated(made, ledger) for made in run)
        warnings.append(
            CopyWarning(
                tuple(made.said.id for made in run),
                f"The same number, {run[0].low:,}, is told of days near each other: {told}. It is taken as "
                "one count, of any of these days. If they share nobody, relate them so; then they are added.",
            )
        )
    return tuple(warnings)


def _number(made: Ready) -> int | None:
    """The number that stands in the text: of “more than 440”, 440."""
    s = made.said
    if s.best is not None:
        return s.best
    if s.quantifier == "more_than" and s.low is not None:
        return s.low - 1
    if s.quantifier == "less_than" and s.high is not None:
        return s.high + 1
    return s.low if s.low is not None else s.high
