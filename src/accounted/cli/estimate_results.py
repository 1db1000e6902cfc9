"""What `accounted estimate` found, as data: of one table, of strata, of a linking result."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounted.estimating import ListOverlap, Method, Strata

_NO_DRAWS = "This method makes no draws, and intervals are never added; read each stratum by itself."


def of_one(table: ListOverlap, methods: Mapping[str, Method]) -> dict[str, Any]:
    """Fit every method to one table."""
    return _around(table, {name: _fit(one, table) for name, one in methods.items()})


def _around(table: ListOverlap, methods: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What one table gives: its documented count, its lists, and every method."""
    from accounted.estimating import pairs

    return {
        "documented": table.observed,
        "lists": list(table.names),
        "removed": list(table.removed),
        "data_sha256": table.sha256,
        "obstacles": [one.message for one in table.check()],
        "pairs": [{"lists": [p.first, p.second], "both": p.both, "total": p.total} for p in pairs(table)],
        "methods": methods,
    }


def of_strata(tables: tuple[ListOverlap, ...], methods: Mapping[str, Method], workers: int) -> dict[str, Any]:
    """Every stratum by itself, and the sum of those methods whose draws can be added."""
    from accounted.estimating import estimate_strata

    found = {name: estimate_strata(tables, one, workers=workers) for name, one in methods.items()}
    strata = []
    for at, table in enumerate(tables):
        of_table = {}
        for name, one in methods.items():
            result = found[name].strata[at].tables[0]
            refused = result.report if "total" in result.report else _refused(one, str(result.reason))
            of_table[name] = {"modes": [], **refused}
        strata.append({"stratum": dict(table.stratum), **_around(table, of_table)})
    return {
        "documented": sum(table.observed for table in tables),
        "lists": sorted({name for table in tables for name in table.names}),
        "data_sha256": hashlib.sha256("".join(table.sha256 for table in tables).encode()).hexdigest(),
        "methods": {name: _sum(one, found[name]) for name, one in methods.items()},
        "strata": strata,
    }


def _sum(method: Method, found: Strata) -> dict[str, Any]:
    """A method's sum over strata, or why there is none."""
    if found.overall is None:
        single = any(one.total is not None for one in found.strata)
        if single:
            return {**_refused(method, _NO_DRAWS), "said": "not added"}
        return _refused(method, "No stratum has an estimate.")
    warned = sum(bool(one.warnings) for one in found.strata)
    more = (
        (f"{warned} of {len(found.strata)} strata have warnings of their own: read them.",) if warned else ()
    )
    return {
        "total": found.overall.as_dict(), "assumption": method.assumption, "modes": [],
        "diagnostics": {}, "warnings": [*found.warnings, *more],
    }  # fmt: skip


def _fit(method: Method, table: ListOverlap) -> dict[str, Any]:
    """A method's result as data; where there is none, the reason in its place."""
    from accounted.estimating import NotEstimable

    try:
        return {"modes": [], **method.fit(table).as_dict()}
    except NotEstimable as refusal:
        return _refused(method, str(refusal))


def _refused(method: Method, reason: str) -> dict[str, Any]:
    return {
        "total": {"point": None, "low": None, "high": None, "level": None},
        "assumption": method.assumption,
        "diagnostics": {},
        "warnings": [reason],
        "modes": [],
        "reason": reason,
    }


def of_linked(path: Path, methods: Mapping[str, Method], workers: int) -> dict[str, Any]:
    """Every method over a linking result; `linkage` says how many draws and how far the points go."""
    from accounted.estimating import estimate_linked, read_linked

    lists = read_linked(path)
    found = {}
    for name, method in methods.items():
        one = estimate_linked(lists, method, workers=workers)
        report = one.stands.report if "total" in one.stands.report else None
        data = {"modes": [], **(report or _refused(method, str(one.stands.reason)))}
        total = one.total.as_dict() if one.total is not None else _refused(method, "")["total"]
        data["as_it_stands"], data["total"] = data["total"], total
        data["warnings"] = [*data["warnings"], *one.warnings]
        data["linkage"] = {
            "draws": one.draws,
            "without_estimate": one.without_estimate,
            "points_from_to": list(one.over_draws) if one.over_draws else None,
            "by_rule": one.by_rule.total.as_dict() if one.by_rule else None,
        }
        if one.total is None and one.draws:
            data["said"] = "no number over all linkages"
        found[name] = data
    documented = [table.observed for table in lists.draws] or [lists.table.observed]
    return {**_around(lists.table, found), "documented_over_draws": [min(documented), max(documented)]}
