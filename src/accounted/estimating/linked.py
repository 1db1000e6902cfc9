"""Estimates from a linking result, with the uncertainty of who is the same person carried through."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounted.estimating.combining import Combined, combine_draws, combine_log_t
from accounted.estimating.estimate import Estimate, Method
from accounted.estimating.lists import InvalidLists, ListOverlap
from accounted.estimating.strata import TableResult, fit_tables, tables_of_linkage

Clusters = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class LinkedLists:
    """The table of the linkage as it stands, and one table for each draw of who is the same person."""

    table: ListOverlap
    draws: tuple[ListOverlap, ...]


@dataclass(frozen=True, slots=True)
class LinkedEstimate:
    """One method over a linking result.

    `total` is over all draws where there are draws and each has an estimate (pooled: every linkage weighs the
    same); otherwise that of the linkage as it stands. `by_rule` is the same by the rule of verdata.
    `over_draws` holds the least and the greatest point of any draw.
    """

    total: Estimate | None
    stands: TableResult
    draws: int
    without_estimate: int
    pooled: Combined | None
    by_rule: Combined | None
    over_draws: tuple[float, float] | None
    warnings: tuple[str, ...]


def linked_lists(records: Mapping[str, str], clusters: Clusters, draws: Sequence[Clusters]) -> LinkedLists:
    """Tables of a linking result.

    A record that no cluster holds is a person of its own.

    Arguments:
        records: the list of each record.
        clusters: records that are one person, as the linkage stands.
        draws: other linkages that are as likely, each as `clusters`.

    Raises:
        InvalidLists: a cluster with a record that is not there, or a record in two clusters of one linkage.
    """
    names = sorted(set(records.values()))

    def people(found: Clusters, where: str) -> list[list[tuple[str, str]]]:
        seen = Counter(record for cluster in found for record in cluster)
        for record, times in seen.items():
            if record not in records:
                raise InvalidLists(f"{where}: record {record!r} is in no list; add it to `records`.")
            if times > 1:
                raise InvalidLists(f"{where}: record {record!r} is in {times} clusters; it is one person.")
        alone = [[(name, record)] for record, name in records.items() if record not in seen]
        return [[(records[record], record) for record in cluster] for cluster in found if cluster] + alone

    table = ListOverlap.from_clusters(people(clusters, "clusters"), lists=names)
    each = (people(draw, f"draw {number}") for number, draw in enumerate(draws, start=1))
    return LinkedLists(table, tables_of_linkage(each, lists=names))


def read_linked(path: Path | str) -> LinkedLists:
    """From a JSON file: `{"records": {id: list}, "clusters": [[id, …], …], "draws": [[[id, …], …], …]}`.

    Raises:
        InvalidLists: the file is not of that form, or as `linked_lists`.
    """
    path = Path(path)
    form = '{"records": {id: list}, "clusters": [[id, …], …], "draws": [[[id, …], …], …]}'
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as trouble:
        raise InvalidLists(f"{path}: cannot be read: {trouble.strerror}.") from trouble
    except ValueError as trouble:
        raise InvalidLists(f"{path}: not JSON ({trouble}); a linking result is {form}.") from trouble
    try:
        records = {str(record): str(name) for record, name in found["records"].items()}
        clusters = _clusters(found["clusters"])
        draws = [_clusters(draw) for draw in found.get("draws") or ()]
    except (KeyError, TypeError, AttributeError) as trouble:
        raise InvalidLists(f"{path}: not a linking result; it is {form}.") from trouble
    if not records:
        raise InvalidLists(f"{path}: no records; a linking result is {form}.")
    try:
        return linked_lists(records, clusters, draws)
    except InvalidLists as trouble:
        raise InvalidLists(f"{path}, {trouble}") from trouble


def _clusters(found: Any) -> list[list[str]]:
    if not isinstance(found, list) or not all(isinstance(cluster, list) for cluster in found):
        raise TypeError
    return [[str(record) for record in cluster] for cluster in found]


def estimate_linked(lists: LinkedLists, method: Method, *, workers: int = 1) -> LinkedEstimate:
    """Fit a method to the linkage as it stands and to every draw, and combine.

    Draws of who is the same person differ in their documented count as well as in their overlaps: both go
    into the total. A draw without an estimate is counted in `without_estimate`; then no combined number is
    given, since leaving it out would be choosing among linkages by their answer.

    Arguments:
        workers: processes; the result does not depend on it.
    """
    stands, *results = fit_tables((lists.table, *lists.draws), method, workers=workers)
    given = [one for one in results if one.total is not None]
    points = [one.total.point for one in given if one.total is not None and one.total.point is not None]
    without = len(results) - len(given)
    over = (min(points), max(points)) if points else None
    warnings: list[str] = []
    if not results:
        warnings.append("One linkage alone: who is the same person is taken as certain.")
        return LinkedEstimate(stands.total, stands, 0, 0, None, None, None, tuple(warnings))
    if without:
        warnings.append(
            f"{without} of {len(results)} draws of the linkage have no estimate, so none is given over all."
        )
        return LinkedEstimate(None, stands, len(results), without, None, None, over, tuple(warnings))
    with_draws = [one.total.draws for one in given if one.total is not None and one.total.draws is not None]
    if len(with_draws) < len(given) or len(given) < 2:
        low, high = over or (0.0, 0.0)
        warnings.append(
            f"The interval is of one linkage; over {len(given)} draws of the linkage the point goes from "
            f"{low:,.0f} to {high:,.0f}."
        )
        return LinkedEstimate(stands.total, stands, len(results), 0, None, None, over, tuple(warnings))
    pooled = combine_draws(with_draws)
    ruled = combine_log_t([one.lists.observed for one in given], with_draws)
    warnings += pooled.warnings
    return LinkedEstimate(pooled.total, stands, len(results), 0, pooled, ruled, over, tuple(warnings))
