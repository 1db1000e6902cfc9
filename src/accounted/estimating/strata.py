"""Estimates for each stratum (place, period, group), over replicates, in several processes."""

from __future__ import annotations

import copy
import multiprocessing
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from accounted.estimating.combining import (
    Combined,
    DegreesOfFreedom,
    add_strata,
    combine_draws,
    combine_log_t,
)
from accounted.estimating.estimate import Estimate, Method, NotEstimable
from accounted.estimating.lists import InvalidLists, ListOverlap, read_rows

Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TableResult:
    """What one table gave: an estimate with all that belongs to it, or the reason why there is none."""

    lists: ListOverlap
    total: Estimate | None
    report: Mapping[str, Any]
    reason: str | None


@dataclass(frozen=True, slots=True)
class Stratum:
    """One stratum: its documented count always, its estimate where there is one."""

    labels: Labels
    documented: float
    total: Estimate | None
    reason: str | None
    tables: tuple[TableResult, ...]
    combined: Combined | None
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """As plain data, with the report of each table."""
        return {
            "stratum": dict(self.labels),
            "documented": self.documented,
            "total": self.total.as_dict() if self.total else None,
            "reason": self.reason,
            "warnings": list(self.warnings),
            "tables": [dict(one.report) for one in self.tables],
        }


@dataclass(frozen=True, slots=True)
class Strata:
    """All strata, and their sum where draws can be added.

    `overall` adds the draws of strata that have an estimate and the documented counts of those that have
    none, which are a floor: it says so in `warnings`.
    """

    strata: tuple[Stratum, ...]
    documented: float
    overall: Estimate | None
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "documented": self.documented,
            "total": self.overall.as_dict() if self.overall else None,
            "strata": [one.as_dict() for one in self.strata],
            "warnings": list(self.warnings),
        }


def tables_by(
    records: Iterable[Mapping[str, object]],
    lists: Sequence[str],
    by: Sequence[str],
    *,
    replicate: str | None = None,
) -> tuple[ListOverlap, ...]:
    """A table for each combination of the fields `by`, and of the field `replicate` where one is named.

    Raises:
        InvalidLists: a record without one of the fields.
    """
    marked: dict[tuple[Labels, int | None], Counter[int]] = {}
    for number, record in enumerate(records, start=1):
        missing = [field for field in (*by, *([replicate] if replicate else [])) if field not in record]
        if missing:
            raise InvalidLists(
                f"record {number}: no field {missing[0]!r}; every record needs one to be placed."
            )
        labels = tuple((field, str(record[field])) for field in by)
        which = int(str(record[replicate])) if replicate else None
        on = sum(1 << j for j, name in enumerate(lists) if ListOverlap.on_list(record.get(name)))
        marked.setdefault((labels, which), Counter())[on] += 1
    made = []
    for (labels, which), counts in sorted(marked.items(), key=lambda entry: (entry[0][0], entry[0][1] or 0)):
        counts.pop(0, None)
        made.append(ListOverlap.from_counts(tuple(lists), counts, stratum=labels, replicate=which))
    return tuple(made)


def read_strata(path: Path | str, by: Sequence[str]) -> tuple[ListOverlap, ...]:
    """A table for each stratum from one CSV file: columns `by`, a column of 0 and 1 for each list, count.

    Raises:
        InvalidLists: as `ListOverlap.from_table`, or a column of `by` that is not there.
    """
    path = Path(path)
    header, rows, numbers = read_rows(path)
    missing = [field for field in by if field not in header[:-1]]
    if missing:
        raise InvalidLists(f"{path}: no column {missing[0]!r}; the columns are {', '.join(header)}.")
    at = [header.index(field) for field in by]
    lists = [j for j in range(len(header) - 1) if j not in at]
    grouped: dict[Labels, tuple[list[list[str]], list[int]]] = {}
    for number, row in zip(numbers, rows, strict=True):
        if len(row) != len(header):
            raise InvalidLists(f"{path}, row {number}: {len(row)} cells where the heading has {len(header)}.")
        labels = tuple((field, row[j].strip()) for field, j in zip(by, at, strict=True))
        of_stratum, their_numbers = grouped.setdefault(labels, ([], []))
        of_stratum.append([row[j] for j in (*lists, len(header) - 1)])
        their_numbers.append(number)
    names = [header[j] for j in lists]
    return tuple(
        ListOverlap.from_table(found, names, where=str(path), numbers=own, stratum=labels)
        for labels, (found, own) in sorted(grouped.items())
    )


def tables_of_linkage(
    draws: Iterable[Iterable[Iterable[tuple[str, Hashable]]]], *, lists: Sequence[str]
) -> tuple[ListOverlap, ...]:
    """A table for each draw of a linkage: who is the same person is uncertain, and so are the overlaps.

    Each draw is a set of people, each person the (list, record) pairs that are that person in this draw. The
    tables are replicates: estimate from each and combine.
    """
    made = []
    for number, clusters in enumerate(draws, start=1):
        table = ListOverlap.from_clusters(clusters, lists=lists)
        made.append(
            ListOverlap(table.names, table.patterns, table.counts, table.removed, table.stratum, number)
        )
    return tuple(made)


def estimate_strata(
    tables: Sequence[ListOverlap],
    method: Method,
    *,
    combine: Literal["draws", "log-t"] = "draws",
    df: DegreesOfFreedom = "bda3",
    workers: int = 1,
) -> Strata:
    """Fit a method to every table, combine replicates within a stratum, and add the strata.

    Arguments:
        tables: from `tables_by` or `tables_of_linkage`.
        method: with its options; a copy is fitted to each table. Must be able to go to another process when
            `workers` is above one.
        combine: how replicates become one: pooled draws, or the rule of verdata (`log-t`).
        df: degrees of freedom of `log-t`.
        workers: processes; the result does not depend on it.
    """
    results = fit_tables(tables, method, workers=workers)
    grouped: dict[Labels, list[TableResult]] = {}
    for result in results:
        grouped.setdefault(result.lists.stratum, []).append(result)
    strata = tuple(_stratum(labels, found, combine, df) for labels, found in grouped.items())
    with_draws = [one.total.draws for one in strata if one.total is not None and one.total.draws is not None]
    without = [one for one in strata if one.total is None or one.total.draws is None]
    floor = sum(one.documented for one in without)
    warnings = []
    if without and with_draws:
        warnings.append(
            f"{len(without)} of {len(strata)} strata have no estimate that can be added: their {floor:,.0f} "
            "documented are counted as they are, so the whole is too low."
        )
    overall = add_strata(with_draws, documented_only=round(floor)) if with_draws else None
    return Strata(strata, sum(one.documented for one in strata), overall, tuple(warnings))


def fit_tables(tables: Sequence[ListOverlap], method: Method, *, workers: int = 1) -> list[TableResult]:
    """Fit a copy of a method to each table, in the order of the tables; see `estimate_strata`."""
    if workers == 1:
        return [_fit_one(method, table) for table in tables]
    # a fresh process: a forked one would inherit threads in the middle of their work
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(_fit_one, [method] * len(tables), tables))


def _fit_one(method: Method, table: ListOverlap) -> TableResult:
    fitted = copy.copy(method)
    try:
        fitted.fit(table)
    except NotEstimable as refusal:
        return TableResult(table, None, {"documented": table.observed, "reason": str(refusal)}, str(refusal))
    total = fitted.total if fitted.total.point is not None else None
    reason = None if total else " ".join(fitted.warnings)
    return TableResult(table, total, fitted.as_dict(), reason)


def _stratum(
    labels: Labels, found: list[TableResult], combine: Literal["draws", "log-t"], df: DegreesOfFreedom
) -> Stratum:
    documented = sum(one.lists.observed for one in found) / len(found)
    missing = [one for one in found if one.total is None]
    warnings = tuple(dict.fromkeys(w for one in found for w in one.report.get("warnings", ())))
    if missing:
        # an estimate from the replicates that happen to have one would be of another population
        return Stratum(labels, documented, None, missing[0].reason, tuple(found), None, warnings)
    if len(found) == 1:
        return Stratum(labels, documented, found[0].total, None, tuple(found), None, warnings)
    draws = [one.total.draws for one in found if one.total is not None and one.total.draws is not None]
    if len(draws) < len(found):
        reason = "The method makes no draws, and replicates can only be combined from draws."
        return Stratum(labels, documented, None, reason, tuple(found), None, warnings)
    if combine == "log-t":
        combined = combine_log_t([one.lists.observed for one in found], draws, df=df)
    else:
        combined = combine_draws(draws)
    return Stratum(
        labels, documented, combined.total, None, tuple(found), combined, warnings + combined.warnings
    )
