"""Figures that can be printed: vector, in ink and one accent, captioned with the hash of their data.

Each figure's numbers are a table too: `numbers(figure)`; `save` writes it beside the picture.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from accounted.estimating.lists import ListOverlap

if TYPE_CHECKING:
    from accounted.estimating.comparing import Comparison
    from accounted.estimating.decomposable import DecomposableGraphs
    from accounted.estimating.estimate import Method
    from accounted.estimating.highest_order import HighestOrderOdds
    from accounted.estimating.latent import LatentClassModel
    from accounted.estimating.loglinear import LogLinear
    from accounted.estimating.lower_bound import ChaoLowerBound
    from accounted.estimating.sample_coverage import SampleCoverage

INK, SOFT, ACCENT = "#1c2126", "#8a9198", "#0f5163"
CHAINS = ("#0f5163", "#8a3b12", "#5b6f1c", "#6a3d7c", "#7a5c00", "#2f4b7c")


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a figure shows, as a table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def as_text(self) -> str:
        """In columns, for reading."""
        cells = [self.columns, *(tuple(_worded(value) for value in row) for row in self.rows)]
        widths = [max(len(row[k]) for row in cells) for k in range(len(self.columns))]
        return "\n".join(
            "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells
        )


_numbers: WeakKeyDictionary[Figure, Numbers] = WeakKeyDictionary()


def numbers(figure: Figure) -> Numbers:
    """The table of a figure that was made here."""
    return _numbers[figure]


def save(figure: Figure, path: Path | str) -> tuple[Path, Path]:
    """Write the picture (.svg or .pdf) and its numbers (.csv); the same data, the same bytes."""
    path = Path(path)
    if path.suffix not in (".svg", ".pdf"):
        raise ValueError(f"{path}: a figure is written as .svg or .pdf, which print at any size.")
    metadata: dict[str, Any] = {"Date": None} if path.suffix == ".svg" else {"CreationDate": None}
    with mpl.rc_context({"svg.hashsalt": "accounted", "svg.fonttype": "path", "pdf.fonttype": 42}):
        figure.savefig(path, metadata=metadata)
    table = path.with_suffix(".csv")
    with table.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([_numbers[figure].columns, *_numbers[figure].rows])
    return path, table


def _new(rows: int = 1, columns: int = 1, *, size: tuple[float, float] = (7.0, 4.0), **options: Any) -> Any:
    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.subplots(rows, columns, squeeze=False, **options)
    for axis in axes.ravel():
        axis.spines[["top", "right"]].set_visible(False)
        axis.tick_params(colors=INK, labelsize=8)
    return figure, axes


def _caption(figure: Figure, lists: ListOverlap, words: str) -> None:
    hashed = (
        f"Lists: {', '.join(lists.names)}; {lists.observed:,} documented; data sha256 {lists.sha256[:16]}"
    )
    figure.supxlabel(f"{words}\n{hashed}", fontsize=7, color=SOFT, x=0.01, ha="left")


def _worded(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return str(value)


def _warned(model: Method) -> str:
    return f"{model.assumption[0].upper()}{model.assumption[1:]}." + (
        f"\n{len(model.warnings)} warning(s): read them with the figure." if model.warnings else ""
    )


def latent_posterior(model: LatentClassModel) -> Figure:
    """The posterior of the total, the course of each chain, and the classes occupied."""
    draws = model.draws_by_chain
    figure, axes = _new(1, 3, size=(9.5, 3.6), width_ratios=[2, 2, 1])
    edges = np.geomspace(draws.min(), draws.max() + 1, 60)
    rows: list[tuple[object, ...]] = []
    for chain, values in enumerate(draws):
        colour = CHAINS[chain % len(CHAINS)]
        heights, _ = np.histogram(values, edges, density=True)
        axes[0, 0].stairs(heights, edges, color=colour, linewidth=0.9)
        step = max(len(values) // 500, 1)
        axes[0, 1].plot(np.arange(0, len(values), step), values[::step], color=colour, linewidth=0.4)
        low, point, high = np.quantile(values, [0.025, 0.5, 0.975]).tolist()
        rows.append((chain + 1, point, low, high, float(np.median(model.occupied_by_chain[chain]))))
    axes[0, 0].set(xscale="log", yticks=[], title="Total, each chain", xlabel="people")
    axes[0, 1].set(yscale="log", title="Course of the chains", xlabel="draw kept")
    used = np.bincount(model.occupied_by_chain.ravel(), minlength=model.classes + 1)[1:]
    axes[0, 2].bar(np.arange(1, len(used) + 1), used / used.sum(), color=ACCENT)
    axes[0, 2].set(title="Kinds occupied", xlabel=f"of {model.classes}")
    return _finish(
        figure, model.lists, _warned(model), ("chain", "median", "low", "high", "kinds occupied"), rows
    )


def graph_posterior(model: DecomposableGraphs) -> Figure:
    """The weight of the best graphs, and the total each gives."""
    best = model.diagnostics["best_graphs"]
    names = [" ".join("–".join(pair) for pair in one["pairs"]) or "no dependence" for one in best]
    figure, axes = _new(1, 2, size=(8.5, 4.0), sharey=True)
    at = np.arange(len(best))[::-1]
    axes[0, 0].barh(at, [one["weight"] for one in best], color=ACCENT)
    axes[0, 0].set_yticks(at, names, fontsize=6)
    axes[0, 0].set(title="Weight of the best graphs")
    axes[0, 1].plot([one["mean"] for one in best], at, "o", color=ACCENT)
    if model.total.low is not None and model.total.high is not None:
        axes[0, 1].axvspan(model.total.low, model.total.high, color=SOFT, alpha=0.2)
    axes[0, 1].set(title="Mean total of each", xlabel="people")
    rows = [(name, one["weight"], one["mean"]) for name, one in zip(names, best, strict=True)]
    return _finish(figure, model.lists, _warned(model), ("dependence", "weight", "mean total"), rows)


def times_listed(model: ChaoLowerBound) -> Figure:
    """How many are on one, two, three … lists."""
    times = model.lists.times_listed()[1:]
    figure, axes = _new(size=(5.5, 3.6))
    axes[0, 0].bar(np.arange(1, len(times) + 1), times, color=ACCENT)
    axes[0, 0].set(title=f"{model.name}: {model.total.point:,.0f}", xlabel="lists a person is on")
    rows = list(enumerate(times.tolist(), start=1))
    return _finish(figure, model.lists, _warned(model), ("lists", "people"), rows)


def coverage_estimates_figure(model: SampleCoverage) -> Figure:
    """The three estimates of sample coverage beside each other."""
    found = model.diagnostics
    rows = [(name, float(found[name])) for name in ("independent", "full", "one_step")]
    figure, axes = _new(size=(5.5, 3.2))
    axes[0, 0].plot([value for _, value in rows], range(3), "o", color=ACCENT)
    axes[0, 0].set_yticks(range(3), [name.replace("_", " ") for name, _ in rows], fontsize=8)
    axes[0, 0].set(title=f"Sample coverage {found['coverage']:.0%}", xlabel="people")
    return _finish(figure, model.lists, _warned(model), ("estimate", "total"), rows)


def by_odds(model: HighestOrderOdds) -> Figure:
    """The total and its interval for each odds ratio."""
    rows = [(one["xi"], one["point"], one["low"], one["high"]) for one in model.diagnostics["by_odds"]]
    figure, axes = _new(size=(6.0, 3.4))
    _intervals(axes[0, 0], [f"{xi:.2g}" for xi, *_ in rows], [row[1:] for row in rows])
    axes[0, 0].set(title="Total by highest-order odds ratio", xlabel="people", xscale="log")
    return _finish(figure, model.lists, _warned(model), ("odds ratio", "total", "low", "high"), rows)


def fitted_counts(model: LogLinear) -> Figure:
    """Observed against fitted counts of every pattern."""
    fitted = model.diagnostics["fitted"]
    rows = [(int(p), model.lists.count_of(int(p)), float(mu)) for p, mu in fitted.items()]
    figure, axes = _new(size=(4.6, 4.4))
    seen, mu = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    axes[0, 0].plot(mu + 0.5, seen + 0.5, "o", color=ACCENT, markersize=4)
    ends = [0.5, float(max(mu.max(), seen.max())) * 1.3]
    axes[0, 0].plot(ends, ends, color=SOFT, linewidth=0.8)
    axes[0, 0].set(xscale="log", yscale="log", xlabel="fitted + ½", ylabel="observed + ½", title=model.name)
    return _finish(figure, model.lists, _warned(model), ("pattern", "observed", "fitted"), rows)


def comparison(compared: Comparison) -> Figure:
    """Every method and every variation, with its interval; those without a number say so."""
    rows = [
        (f"{row.kind}: {row.label}", row.documented, row.point, row.low, row.high) for row in compared.rows
    ]
    figure, axes = _new(size=(8.0, 1.2 + 0.24 * len(rows)))
    _intervals(axes[0, 0], [str(row[0]) for row in rows], [row[2:] for row in rows])
    axes[0, 0].axvline(compared.lists.observed, color=INK, linewidth=0.8, linestyle=":")
    axes[0, 0].set(xscale="log", xlabel="people (dotted: documented)", title="All methods side by side")
    words = "An open place: no single number. Each row rests on the assumption of its method."
    return _finish(figure, compared.lists, words, ("estimate", "documented", "total", "low", "high"), rows)


def upset(lists: ListOverlap, *, most: int = 30) -> Figure:
    """Overlap counts as an UpSet plot (Lex et al. 2014): how many people are on exactly which lists."""
    order = np.argsort(-lists.counts, kind="stable")[:most]
    marks, counts = lists.marks[order], lists.counts[order]
    at = np.arange(len(order))
    figure, axes = _new(
        2, 1, size=(max(4.0, 1.6 + 0.24 * len(order)), 4.6), height_ratios=[2, 1], sharex=True
    )
    axes[0, 0].bar(at, counts, color=ACCENT, width=0.7)
    for x, count in zip(at.tolist(), counts.tolist(), strict=True):
        axes[0, 0].text(x, count, f"{count:,}", ha="center", va="bottom", fontsize=6, color=INK)
    axes[0, 0].set(ylabel="people", title="On exactly these lists")
    grid = axes[1, 0]
    sizes = lists.list_sizes().tolist()
    for j in range(len(lists.names)):
        grid.plot(at, np.full(len(at), j), "o", color=SOFT, alpha=0.3, markersize=4)
        on = np.flatnonzero(marks[:, j])
        grid.plot(on, np.full(len(on), j), "o", color=INK, markersize=4)
    for x in at.tolist():
        on = np.flatnonzero(marks[x])
        grid.plot([x, x], [on.min(), on.max()], color=INK, linewidth=1)
    named = [f"{name} ({size:,})" for name, size in zip(lists.names, sizes, strict=True)]
    grid.set_yticks(range(len(named)), named, fontsize=7)
    grid.set_xticks([])
    grid.spines[["left", "bottom"]].set_visible(False)
    left = int(lists.counts.sum() - counts.sum())
    words = f"{left:,} more people have rarer combinations." if left else "All combinations are shown."
    rows = [
        (" ".join(n for j, n in enumerate(lists.names) if p >> j & 1), c)
        for p, c in zip(lists.patterns[order].tolist(), counts.tolist(), strict=True)
    ]
    return _finish(figure, lists, words, ("lists", "people"), rows)


def _intervals(axis: Any, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    at: npt.NDArray[np.int64] = np.arange(len(rows))[::-1]
    for y, (point, low, high) in zip(at.tolist(), rows, strict=True):
        if low is not None and high is not None:
            axis.plot([low, high], [y, y], color=ACCENT, linewidth=1.4)
        if point is not None:
            axis.plot([point], [y], "o", color=ACCENT, markersize=4)
    axis.set_yticks(at, names, fontsize=7)


def _finish(
    figure: Figure, lists: ListOverlap, words: str, columns: tuple[str, ...], rows: Sequence[Any]
) -> Figure:
    _caption(figure, lists, words)
    _numbers[figure] = Numbers(columns, tuple(tuple(row) for row in rows))
    return figure
