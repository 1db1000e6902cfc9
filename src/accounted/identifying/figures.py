"""Figures that can be printed: a pedigree with who is typed how well, the spread of ratios, posteriors.

Vector pictures in ink and one accent; the numbers of each are a table too (`numbers`), which `save` writes
beside the picture.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon, Rectangle

from accounted.identifying.assignments import NOBODY, JointAnswer
from accounted.identifying.joint import FamilyCase
from accounted.identifying.loci import Locus
from accounted.identifying.pedigree_layout import layout
from accounted.identifying.ratio_distributions import STEP, Distribution, Spread

INK, SOFT, ACCENT, PAPER = "#1c2126", "#8a9198", "#0f5163", "#ffffff"
NOBODY_LISTED = "nobody listed"


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a figure shows, as a table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


_numbers: WeakKeyDictionary[Figure, Numbers] = WeakKeyDictionary()


def numbers(figure: Figure) -> Numbers:
    """The table of a figure that was made here."""
    return _numbers[figure]


def save(figure: Figure, path: Path | str) -> tuple[Path, Path]:
    """Write the picture (.svg or .pdf) and its numbers (.csv); the same data, the same bytes.

    Raises:
        ValueError: another ending.
    """
    path = Path(path)
    if path.suffix not in (".svg", ".pdf"):
        raise ValueError(f"{path}: a figure is written as .svg or .pdf, which print at any size")
    metadata: dict[str, Any] = {"Date": None} if path.suffix == ".svg" else {"CreationDate": None}
    with mpl.rc_context({"svg.hashsalt": "accounted", "svg.fonttype": "path", "pdf.fonttype": 42}):
        figure.savefig(path, metadata=metadata)
    table = path.with_suffix(".csv")
    with table.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(numbers(figure).columns)
        writer.writerows(numbers(figure).rows)
    for made in (path, table):
        made.chmod(0o600)  # what is in it may endanger people
    return path, table


def as_svg(figure: Figure) -> str:
    """The picture as the text of an SVG element, to stand in a page."""
    text = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "accounted", "svg.fonttype": "path"}):
        figure.savefig(text, format="svg", metadata={"Date": None})
    made = text.getvalue()
    return made[made.index("<svg") :]


def _new(width: float, height: float) -> tuple[Figure, Any]:
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasSVG(figure)
    return figure, figure.add_subplot()


def _kept(figure: Figure, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Figure:
    _numbers[figure] = Numbers(tuple(columns), tuple(tuple(row) for row in rows))
    return figure


# ---- pedigree

_SIZE = 0.28  # half of a symbol's width, in units of the layout
_DEEP = 1.5  # how far generations stand apart


def pedigree_drawing(family: FamilyCase, loci: Sequence[Locus]) -> Figure:
    """A family: men squares, women circles, not known diamonds; filled as far as typed; ? is missing."""
    pedigree = family.pedigree
    places = {name: (x, _DEEP * y) for name, (x, y) in layout(pedigree).items()}
    across = [x for x, _ in places.values()]
    deep = [y for _, y in places.values()]
    width, height = max(across) - min(across), max(deep) - min(deep)
    figure, axes = _new(max(3.6, 0.9 * width + 1.6), max(2.0, 0.9 * height + 1.6))
    heights: dict[float, dict[tuple[str | None, str | None], int]] = {}
    for child in pedigree.members:
        # Brothers and sisters hang on one line; those of other parents on one at another height.
        couples = heights.setdefault(places[child.id][1], {})
        step = couples.setdefault((child.father, child.mother), len(couples)) % 4
        _line_to_parents(axes, places, child.id, (child.father, child.mother), 0.16 + 0.09 * step)
    rows = []
    for member in pedigree.members:
        x, y = places[member.id]
        missing = member.id in family.missing
        profile = family.references.get(member.id)
        typed = 0 if profile is None else sum(locus.name in profile.calls for locus in loci)
        _symbol(axes, x, -y, member.sex, typed / len(loci) if loci else 0.0, missing)
        if missing:
            axes.text(x, -y, "?", ha="center", va="center", color=ACCENT, fontsize=13, weight="bold")
        label = member.id if profile is None else f"{member.id}\n{typed} of {len(loci)}"
        axes.text(x, -y - _SIZE - 0.06, label, ha="center", va="top", color=INK, fontsize=7.5)
        role = "missing" if missing else "reference" if profile is not None else "not typed"
        rows.append(
            (member.id, member.father or "", member.mother or "", member.sex or "", role, typed, len(loci))
        )
    axes.set_xlim(min(across) - 0.8, max(across) + 0.8)
    axes.set_ylim(-max(deep) - 0.95, -min(deep) + 0.55)
    axes.set_aspect("equal")
    axes.axis("off")
    axes.set_title(
        f"Family {pedigree.id}: filled as far as loci are typed; ? is missing",
        fontsize=9,
        color=INK,
        loc="left",
    )
    return _kept(figure, ("person", "father", "mother", "sex", "role", "loci_typed", "loci"), rows)


def _line_to_parents(
    axes: Any,
    places: dict[str, tuple[float, float]],
    child: str,
    of: tuple[str | None, str | None],
    above: float,
) -> None:
    parents = [places[p] for p in of if p is not None]
    if not parents:
        return
    x, y = places[child]
    style = {"color": INK, "linewidth": 0.9, "zorder": 1, "solid_capstyle": "round"}
    fork = -y + _SIZE + above
    if len(parents) == 1:
        ((ax, ay),) = parents
        axes.plot([ax, ax, x, x], [-ay - _SIZE, fork, fork, -y + _SIZE], **style)
        return
    (ax, ay), (bx, by) = sorted(parents)
    between = any(ax < px < bx and py == ay for px, py in places.values())
    if ay == by and between:
        # Somebody stands between the two: their line goes over, and down again beside the nearer one.
        over = -ay + _SIZE + 0.07
        axes.plot([ax, ax, bx, bx], [-ay + _SIZE, over, over, -by + _SIZE], **style)
        start = over
        middle = ax + 0.5 if abs(x - ax) < abs(x - bx) else bx - 0.5
    else:
        axes.plot([ax, bx], [-ay, -by], **style)
        start, middle = -(ay + by) / 2, (ax + bx) / 2
    axes.plot([middle, middle, x, x], [start, fork, fork, -y + _SIZE], **style)


def _symbol(axes: Any, x: float, y: float, sex: str | None, share: float, missing: bool) -> None:
    edge: dict[str, Any] = {
        "edgecolor": ACCENT if missing else INK,
        "linewidth": 1.8 if missing else 1.0,
        "zorder": 3,
    }
    shape: Any
    if sex == "male":
        shape = Rectangle((x - _SIZE, y - _SIZE), 2 * _SIZE, 2 * _SIZE, facecolor="none", **edge)
    elif sex == "female":
        shape = Circle((x, y), _SIZE, facecolor="none", **edge)
    else:
        corners = [(x, y + _SIZE), (x + _SIZE, y), (x, y - _SIZE), (x - _SIZE, y)]
        shape = Polygon(corners, closed=True, facecolor="none", **edge)
    back: dict[str, Any] = {"facecolor": PAPER, "edgecolor": "none", "zorder": 2}
    under: Any = Rectangle((x - _SIZE, y - _SIZE), 2 * _SIZE, 2 * _SIZE, **back)
    axes.add_patch(under)
    axes.add_patch(shape)
    under.set_clip_path(shape)
    if share > 0.0:
        filled = Rectangle(
            (x - _SIZE, y - _SIZE), 2 * _SIZE, 2 * _SIZE * share, facecolor=SOFT, edgecolor="none", zorder=2.5
        )
        axes.add_patch(filled)
        filled.set_clip_path(shape)


# ---- ratios


def ratio_distributions(found: Spread, name: str, *, threshold: float | None = None) -> Figure:
    """The log10 ratio of a family for its own missing member and for a stranger, by exact convolution."""
    figure, axes = _new(6.4, 3.2)
    rows: list[tuple[object, ...]] = []
    for distribution, label, colour, style in (
        (found.if_unrelated, "somebody unrelated", SOFT, "-"),
        (found.if_missing, "the missing person", ACCENT, "-"),
    ):
        edges, heights = _binned(distribution)
        axes.stairs(heights, edges, color=colour, fill=True, alpha=0.35, linewidth=0)
        axes.stairs(heights, edges, color=colour, linewidth=1.2, linestyle=style, label=label)
        rows += [
            (label, round(float(a), 6), round(float(b), 6), float(h * (b - a)))
            for a, b, h in zip(edges[:-1], edges[1:], heights, strict=True)
        ]
        rows.append((label, "impossible", "impossible", distribution.impossible))
    if threshold is not None:
        axes.axvline(threshold, color=INK, linewidth=0.9, linestyle="--")
        reached = found.if_missing.share_above(threshold)
        chance = found.if_unrelated.share_above(threshold)
        axes.text(
            threshold, axes.get_ylim()[1], f" the missing {reached:.1%}\n strangers {chance:.1g}",
            va="top", fontsize=7.5, color=INK,
            bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.8, "pad": 1.0},
        )  # fmt: skip
    if found.if_unrelated.impossible > 5e-7:
        axes.text(
            0.01, 0.97, f"strangers excluded: {found.if_unrelated.impossible:.4%}", transform=axes.transAxes,
            va="top", fontsize=7.5, color=INK,
        )  # fmt: skip
    axes.set_xlabel("log10 likelihood ratio", fontsize=8.5)
    axes.set_ylabel("density", fontsize=8.5)
    axes.set_ylim(0.0, axes.get_ylim()[1] * 1.02)
    axes.tick_params(labelsize=7.5)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(
        frameon=False, fontsize=7.5, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, borderaxespad=0.1
    )
    axes.set_title(name, fontsize=9, color=INK, loc="left")
    return _kept(figure, ("body", "log10_from", "log10_to", "probability"), rows)


def _binned(distribution: Distribution, width: float = 0.25) -> tuple[Any, Any]:
    """Edges and densities in bins, without the far tails that nobody can see."""
    values, shares = distribution.log10, distribution.shares
    if shares.sum() <= 0.0:
        return np.array([0.0, width]), np.zeros(1)
    total = np.cumsum(shares) / shares.sum()
    low, high = values[np.searchsorted(total, 1e-5)], values[np.searchsorted(total, 1.0 - 1e-5)]
    edges = np.arange(np.floor(low / width), np.ceil(high / width) + 2) * width
    place = np.clip(np.floor((values + STEP / 2) / width - edges[0] / width).astype(int), 0, len(edges) - 2)
    return edges, np.bincount(place, weights=shares, minlength=len(edges) - 1) / width


# ---- posteriors


def posterior_matrix(answer: JointAnswer, *, most: int = 60) -> Figure:
    """Posteriors of the joint answer: a row a body, a column a missing person, the last nobody listed."""
    columns = [*answer.missing, NOBODY]
    table = np.array([[answer.posteriors[body][c] for c in columns] for body in answer.bodies])
    best = {(body, one.of[body]) for one in answer.best for body in answer.bodies}
    shown_rows, shown_columns = answer.bodies[:most], columns[: most - 1] + columns[-1:]
    if len(columns) <= most:
        shown_columns = columns
    wide, deep = len(shown_columns), len(shown_rows)
    figure, axes = _new(max(3.6, 0.62 * wide + 1.4), max(2.2, 0.36 * deep + 1.3))
    for i, body in enumerate(shown_rows):
        for j, name in enumerate(shown_columns):
            value = answer.posteriors[body][name]
            axes.add_patch(
                Rectangle(
                    (j, i), 1, 1, facecolor=ACCENT, alpha=min(1.0, float(value)), edgecolor="none", zorder=1
                )
            )
            axes.add_patch(
                Rectangle((j, i), 1, 1, facecolor="none", edgecolor="#d5d9dc", linewidth=0.6, zorder=2)
            )
            if (body, name) in best:
                axes.add_patch(
                    Rectangle(
                        (j + 0.04, i + 0.06),
                        0.92,
                        0.88,
                        facecolor="none",
                        edgecolor=INK,
                        linewidth=1.2,
                        zorder=3,
                    )
                )
            if value >= 0.0005:
                axes.text(
                    j + 0.5, i + 0.5, _share(value), ha="center", va="center", fontsize=7,
                    color=PAPER if value > 0.55 else INK, zorder=4,
                )  # fmt: skip
    axes.set_xlim(0, wide)
    axes.set_ylim(deep, 0)
    axes.set_xticks(np.arange(wide) + 0.5)
    names = [NOBODY_LISTED if c == NOBODY else c for c in shown_columns]
    axes.set_xticklabels(names, fontsize=7.5, rotation=45, ha="left", rotation_mode="anchor")
    axes.xaxis.tick_top()
    axes.set_yticks(np.arange(deep) + 0.5)
    axes.set_yticklabels(shown_rows, fontsize=7.5)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    left_out = len(answer.bodies) > deep or len(columns) > wide
    axes.set_xlabel(
        f"posterior in per cent, all together; framed: the best assignment"
        f"{'; more in the table' if left_out else ''}\nprior: {answer.prior.words()}",
        fontsize=7.5, loc="left",
    )  # fmt: skip
    rows = [
        (body, NOBODY_LISTED if name == NOBODY else name, float(table[i, j]), (body, name) in best)
        for i, body in enumerate(answer.bodies)
        for j, name in enumerate(columns)
    ]
    return _kept(figure, ("body", "missing", "posterior", "in_a_best_assignment"), rows)


def _share(value: float) -> str:
    """In per cent, never rounded to certainty."""
    if value > 0.9995:
        return ">99.9"
    return f"{100 * value:.1f}"
