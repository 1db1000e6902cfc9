"""How good a linkage is: against decided pairs, by its own account, and how much hangs on where the line is.

Edge-level precision is not the quality of a list: one wrong link can join two groups. So precision and recall
are over all pairs of the proposed persons, and B-cubed is beside them (Bagga and Baldwin 1998).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounted.linking.clusters import clusters
from accounted.linking.settings import Decision

if TYPE_CHECKING:
    import numpy as np

    from accounted.linking.linkage import Linkage

_Z = 1.959964
LOOSE, STRICT = 0.05, 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval (Wilson, 95 %)."""

    value: float
    low: float
    high: float
    of: int


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class AgainstTruth:
    """How persons as proposed stand to persons as known: over pairs, and B-cubed over records."""

    pairs: Quality
    b_cubed: Quality
    largest: int
    largest_true: int


def share(right: int, of: int) -> Share:
    """A share of a count, with Wilson's interval; of nothing, nothing is known."""
    if not of:
        return Share(math.nan, 0.0, 1.0, 0)
    p, z2 = right / of, _Z**2
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * math.sqrt(p * (1 - p) / of + z2 / (4 * of**2)) / (1 + z2 / of)
    return Share(p, max(0.0, middle - half), min(1.0, middle + half), of)


@dataclass(frozen=True, slots=True)
class AgainstDecisions:
    """A linkage against decided pairs that it was not told: precision among those it joins, recall among the
    same, and B-cubed over the records decided about."""

    precision: Share
    recall: Share
    b_cubed: Quality
    b_cubed_low: float
    b_cubed_high: float


def against_decisions(
    linkage: Linkage, decided: Sequence[Decision], *, seed: int = 1, resamples: int = 400
) -> AgainstDecisions:
    """The linkage against decisions. Those it followed as constraints agree with it by force: hold some back.

    The interval of B-cubed F1 is from resampling the groups of decided records.
    """
    import random

    row = {id_: place for place, id_ in enumerate(linkage.people.ids)}
    known = [(row[one.a], row[one.b], one.same) for one in decided if one.a in row and one.b in row]
    together = [(same, bool(linkage.person[a] == linkage.person[b])) for a, b, same in known]
    precision = share(sum(s and t for s, t in together), sum(t for _, t in together))
    recall = share(sum(s and t for s, t in together), sum(s for s, _ in together))
    groups = _decided_groups(known)
    person = [[int(linkage.person[record]) for record in group] for group in groups]
    best = _b_cubed_of_groups(person)
    generator = random.Random(seed)  # noqa: S311 - a resampling
    values = sorted(
        _b_cubed_of_groups([person[generator.randrange(len(person))] for _ in person]).f1
        for _ in range(resamples if person else 0)
    )
    low, high = (values[int(0.025 * len(values))], values[int(0.975 * len(values))]) if values else (0.0, 1.0)
    return AgainstDecisions(precision, recall, best, low, high)


def _decided_groups(known: Sequence[tuple[int, int, bool]]) -> list[list[int]]:
    joined: dict[int, int] = {}

    def root(x: int) -> int:
        while joined.setdefault(x, x) != x:
            x = joined[x]
        return x

    for a, b, same in known:
        first, second = root(a), root(b)
        if same:
            joined[second] = first
    groups: dict[int, list[int]] = {}
    for record in sorted(joined):
        groups.setdefault(root(record), []).append(record)
    return list(groups.values())


def _b_cubed_of_groups(person: Sequence[Sequence[int]]) -> Quality:
    """B-cubed where each group is one true person, given the proposed persons of its records."""
    proposed = Counter(one for group in person for one in group)
    count = sum(proposed.values())
    if not count:
        return Quality(math.nan, math.nan)
    precise = recalled = 0.0
    for group in person:
        for one, both in Counter(group).items():
            precise += both * both / proposed[one]
            recalled += both * both / len(group)
    return Quality(precise / count, recalled / count)


def against_truth(person: np.ndarray, truth: np.ndarray) -> AgainstTruth:
    """Persons as proposed against persons as known, for every record."""
    import numpy as np

    proposed = np.unique(person, return_inverse=True)[1].astype(np.int64)
    true = np.unique(truth, return_inverse=True)[1].astype(np.int64)
    _, of, both = np.unique(proposed * (true.max() + 1) + true, return_inverse=True, return_counts=True)
    sizes, sizes_true = np.bincount(proposed), np.bincount(true)
    hits = _pairs(both)
    pairs = Quality(_ratio(hits, _pairs(sizes)), _ratio(hits, _pairs(sizes_true)))
    b_cubed = Quality(float((both[of] / sizes[proposed]).mean()), float((both[of] / sizes_true[true]).mean()))
    return AgainstTruth(pairs, b_cubed, int(sizes.max()), int(sizes_true.max()))


def _pairs(counts: np.ndarray) -> float:
    counts = counts.astype(float)
    return float((counts * (counts - 1) / 2).sum())


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def estimated_quality(linkage: Linkage) -> Quality:
    """Precision and recall by the model's own probabilities, without a label.

    Right in so far as the model is. Recall is among pairs that were brought together at all; true pairs that
    no rule brings together are not in it.
    """
    import numpy as np

    probability = linkage.probability
    joined = linkage.person[linkage.a] == linkage.person[linkage.b]
    expected = float(probability.sum())
    hits = float(probability[joined].sum())
    return Quality(_ratio(hits, float(np.count_nonzero(joined))), _ratio(hits, expected))


def persons_at(linkage: Linkage, threshold: float) -> int:
    """How many persons there are where the line is drawn at another probability."""
    import numpy as np

    from accounted.linking.linkage import bits

    person = clusters(
        len(linkage.people), linkage.a, linkage.b, linkage.weight, linkage.constraints, least=bits(threshold)
    )
    return len(np.unique(person))


def sensitivity(linkage: Linkage, *, loose: float = LOOSE, strict: float = STRICT) -> tuple[int, int]:
    """The number of persons as a range: from joining readily to joining warily."""
    counts = [persons_at(linkage, loose), linkage.persons, persons_at(linkage, strict)]
    return min(counts), max(counts)


def curve(linkage: Linkage, thresholds: Sequence[float]) -> Mapping[float, int]:
    """The number of persons at each threshold."""
    return {threshold: persons_at(linkage, threshold) for threshold in thresholds}
