"""The waterfall of a comparison: each step as a bar from where the step before left off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, ROW, LABELS = 640, 28, 190


@dataclass(frozen=True, slots=True)
class Bar:
    """One step: where its bar begins and how long it is in the picture, and what it says."""

    what: str
    words: str
    weight: float
    total: float
    x: float
    y: int
    width: float
    favours: bool


def waterfall(steps: Sequence[Mapping[str, Any]]) -> tuple[Bar, ...]:
    """The bars of the steps, in logarithms to base two, all on one scale that holds every sum on the way."""
    sums = [0.0]
    for step in steps:
        sums.append(sums[-1] + float(step["weight"]))
    low, high = min(sums), max(sums)
    scale = (WIDTH - LABELS - 60) / ((high - low) or 1.0)
    bars = []
    for at, step in enumerate(steps):
        start, end = sums[at], sums[at + 1]
        bars.append(
            Bar(step["what"], step["words"], round(end - start, 1), round(end, 1),
                round(LABELS + (min(start, end) - low) * scale, 1), at * ROW,
                round(max(2.0, abs(end - start) * scale), 1), end >= start)
        )  # fmt: skip
    return tuple(bars)
