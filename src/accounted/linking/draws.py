"""Linkages as they may also be: draws, for whoever counts persons and must carry the doubt along.

Each pair is one person with its probability. In a draw every doubtful pair falls one way or the other, and
the persons are formed anew under the same constraints; over many draws the counts spread as the evidence
allows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounted.linking.clusters import clusters

if TYPE_CHECKING:
    from accounted.linking.linkage import Linkage

# A pair beyond these probabilities is no doubt.
_DOUBT = 0.001


def draws(linkage: Linkage, count: int, seed: int) -> list[list[list[str]]]:
    """As many draws, each the persons of more than one record, by ids. The same seed gives the same draws.

    A drawn pair is moved to the other side of the line by as much as it was on its own: what a weight says
    stays, what is drawn is on which side of the truth it stands.
    """
    import numpy as np

    from accounted.linking.linkage import bits

    generator = np.random.default_rng(seed)
    probability = linkage.probability
    doubtful = (probability > _DOUBT) & (probability < 1 - _DOUBT)
    least = bits(linkage.settings.threshold)
    away = np.abs(linkage.weight - least) + 0.01
    ids = linkage.people.ids
    made = []
    for _ in range(count):
        same = generator.random(len(probability)) < probability
        weight = np.where(doubtful, least + np.where(same, away, -away), linkage.weight)
        person = clusters(len(ids), linkage.a, linkage.b, weight, linkage.constraints, least=least)
        made.append([[ids[row] for row in rows] for rows in groups_of(person)])
    return made


def groups_of(person: Any) -> list[list[int]]:
    """The rows of each person of more than one record."""
    import numpy as np

    if not len(person):
        return []
    order = np.argsort(person, kind="stable")
    starts = np.flatnonzero(np.diff(person[order]) != 0) + 1
    return [rows.tolist() for rows in np.split(order, starts) if len(rows) > 1]


def handed_on(linkage: Linkage, count: int, seed: int) -> dict[str, Any]:
    """For estimating: whose record is on which list, the persons, and draws of how it may be otherwise.

    {"records": {record: list}, "clusters": [[…]], "draws": [[[…]], …]}; records alone stand in no group.
    """
    people = linkage.people
    return {
        "records": {
            id_: people.lists[number] for id_, number in zip(people.ids, people.list_of, strict=True)
        },
        "clusters": linkage.clusters(),
        "draws": draws(linkage, count, seed),
    }
