"""All methods side by side, and what happens when a list, a merge, the number of kinds or a prior changes.

The table a careful statistician would ask for: where rows differ, the difference is the finding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from accounted.estimating.decomposable import MOST_LISTS, DecomposableGraphs
from accounted.estimating.estimate import Method, NotEstimable, plain
from accounted.estimating.highest_order import HighestOrderOdds
from accounted.estimating.latent import MANY_KINDS, LatentClassModel
from accounted.estimating.lists import ListOverlap
from accounted.estimating.loglinear import LogLinear
from accounted.estimating.lower_bound import ChaoLowerBound
from accounted.estimating.pairwise import Pair, pairs
from accounted.estimating.sample_coverage import SampleCoverage

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Kind = Literal["method", "without", "merged", "classes", "prior", "odds"]
SHIFT = 0.25  # of the unlisted: a variation that moves them further is called sensitive


@dataclass(frozen=True, slots=True)
class Row:
    """One estimate: `kind` is what was varied, `label` how. No point: `note` says why."""

    kind: Kind
    label: str
    documented: int
    point: float | None
    low: float | None
    high: float | None
    assumption: str
    warnings: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every row, the pairs of lists, and what to beware of."""

    lists: ListOverlap
    rows: tuple[Row, ...]
    pairs: tuple[Pair, ...]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "documented": self.lists.observed,
            "lists": list(self.lists.names),
            "data_sha256": self.lists.sha256,
            "rows": [plain(asdict(row)) for row in self.rows],
            "pairs": [{**asdict(pair), "total": pair.total} for pair in self.pairs],
            "warnings": list(self.warnings),
        }

    def text(self) -> str:
        """In columns, with the assumptions and the warnings below."""
        from accounted.estimating.figures import Numbers

        table = Numbers(
            ("what", "how", "documented", "total", "low", "high", "note"),
            tuple((r.kind, r.label, r.documented, r.point, r.low, r.high, r.note) for r in self.rows),
        )
        between = Numbers(
            ("two lists", "on both", "total if independent"),
            tuple((f"{pair.first}, {pair.second}", pair.both, pair.total) for pair in self.pairs),
        )
        assumptions = {row.label: row.assumption for row in self.rows if row.kind == "method"}
        lines = [table.as_text(), "", between.as_text(), ""]
        lines += [f"{label} holds if: {words}." for label, words in assumptions.items()]
        lines += [f"Warning: {warning}" for warning in self.warnings]
        return "\n".join(lines)

    def plot(self) -> Figure:
        """All rows with their intervals."""
        from accounted.estimating.figures import comparison

        return comparison(self)


def methods(seed: int, budget: int) -> dict[str, Callable[[], Method]]:
    """Every method with the options it is compared under."""
    return {
        "latent": lambda: LatentClassModel(seed=seed, budget=budget),
        "graphs": lambda: DecomposableGraphs(),
        "loglinear": lambda: LogLinear("stepwise", interval="bca", resamples=200, seed=seed),
        "chao": lambda: ChaoLowerBound(),
        "coverage": lambda: SampleCoverage(seed=seed),
    }


def compare(lists: ListOverlap, *, seed: int = 1, budget: int = 200_000) -> Comparison:
    """Fit every method and every variation.

    Lists are left out one by one and merged two by two under the graphs (up to six lists; stepwise log-linear
    for more) since these take milliseconds; the kinds and the prior are varied for latent classes.

    Arguments:
        budget: sweeps of each chain of each latent class model.
    """
    rows = [_row("method", label, make(), lists) for label, make in methods(seed, budget).items()]
    quick: Callable[[], Method] = (
        DecomposableGraphs if len(lists.names) <= MOST_LISTS else lambda: LogLinear("stepwise")
    )
    if len(lists.names) > 3:
        rows += [_row("without", name, quick(), lists.without(name)) for name in lists.names]
        rows += [
            _row("merged", f"{a} + {b}", quick(), lists.merged(a, b)) for a, b in combinations(lists.names, 2)
        ]
    for classes in (5, 15):
        rows.append(
            _row("classes", f"{classes} kinds", LatentClassModel(classes, seed=seed, budget=budget), lists)
        )
    rows += [
        _row("prior", label, LatentClassModel(seed=seed, budget=budget, **options), lists)
        for label, options in _PRIORS.items()
    ]
    for xi in (1 / 2, 2 / 3, 1.0, 3 / 2, 2.0):
        rows.append(_row("odds", f"{xi:.2g}", HighestOrderOdds(xi), lists))
    return Comparison(lists, tuple(rows), pairs(lists), tuple(_beware(rows, lists)))


_PRIORS: dict[str, dict[str, Any]] = {
    "few kinds, alpha ~ Gamma(1, 4)": {"alpha": (1.0, 4.0)},
    "many kinds, alpha ~ Gamma(4, 1)": {"alpha": (4.0, 1.0)},
    "harder to list, Beta(1/2, 1)": {"inclusion": (0.5, 1.0)},
    "many kinds, lists find a third": {**MANY_KINDS},
    "easier to list, Beta(2, 2)": {"inclusion": (2.0, 2.0)},
}


def _row(kind: Kind, label: str, method: Method, lists: ListOverlap) -> Row:
    try:
        method.fit(lists)
    except NotEstimable as reason:
        return Row(kind, label, lists.observed, None, None, None, method.assumption, (), str(reason))
    total, note = method.total, ""
    if isinstance(method, LatentClassModel) and total.point is None:
        heaps = "; ".join(f"{m.point:,.0f} [{m.low:,.0f}–{m.high:,.0f}]" for m in method.modes)
        note = f"{method.status.replace('_', ' ')}: {heaps}"
    return Row(
        kind, label, lists.observed, total.point, total.low, total.high, method.assumption,
        tuple(method.warnings), note,
    )  # fmt: skip


def _beware(rows: list[Row], lists: ListOverlap) -> list[str]:
    found = []
    of_methods = [row for row in rows if row.kind == "method" and row.low is not None]
    apart = [
        (a.label, b.label)
        for a, b in combinations(of_methods, 2)
        if a.label != "chao" and b.label != "chao"  # a lower bound may lie below
        if (a.high or float("inf")) < (b.low or 0) or (b.high or float("inf")) < (a.low or 0)
    ]
    if apart:
        named = "; ".join(f"{a} and {b}" for a, b in apart)
        found.append(f"The intervals of some methods do not meet: {named}. Not all assumptions can hold.")
    centre = next((row for row in rows if row.label == "latent"), None)
    if centre is None or centre.point is None:
        found.append("Latent classes give no single number for this table; see the note of that row.")
    varied = [row for row in rows if row.kind in ("classes", "prior")]
    if centre is not None and centre.point is not None:
        unlisted = max(centre.point - lists.observed, 1.0)
        moved = [
            row.label
            for row in varied
            if row.point is None or abs(row.point - centre.point) > SHIFT * unlisted
        ]
        if moved:
            found.append(
                f"The latent class estimate is sensitive to its prior: {'; '.join(moved)} moves the "
                f"unlisted by more than {SHIFT:.0%}. The table alone does not settle it."
            )
    left = [row for row in rows if row.kind in ("without", "merged")]
    base = next(
        row for row in rows if row.label == ("graphs" if len(lists.names) <= MOST_LISTS else "loglinear")
    )
    if base.point is not None:
        far = [
            f"{row.kind} {row.label} ({row.point:,.0f})"
            for row in left
            if row.point is not None
            and (base.low is not None and base.high is not None)
            and not base.low <= row.point <= base.high
        ]
        if far:
            found.append(f"Leaving out or merging lists leaves the interval: {', '.join(far)}.")
    return found
