"""What an estimate is, and the one life that every method has."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from accounted import __version__
from accounted.estimating.lists import ListOverlap

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class NotEstimable(ValueError):
    """The table allows no estimate by this method; the message says why and what is left to say."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number of people with its interval. `None` for the point or an end: the method gives none.

    `draws` are posterior or bootstrap draws of the same quantity where the method makes them, shape (draws,).
    """

    point: float | None
    low: float | None
    high: float | None
    level: float = 0.95
    draws: npt.NDArray[np.float64] | None = field(default=None, repr=False, compare=False)

    def as_dict(self) -> dict[str, float | None]:
        """point, low, high and level: what is printed and kept."""
        return {"point": self.point, "low": self.low, "high": self.high, "level": self.level}


class Method(ABC):
    """Construct with options, `fit(lists)`, then read `total`, `diagnostics`, `warnings`.

    Nothing is read before `fit`; fitting again replaces everything.
    """

    name: ClassVar[str]
    assumption: ClassVar[str]

    def __init__(self) -> None:
        self._lists: ListOverlap | None = None
        self._total: Estimate | None = None
        self.diagnostics: dict[str, Any] = {}
        self.warnings: list[str] = []

    @abstractmethod
    def parameters(self) -> Mapping[str, Any]:
        """The options this was constructed with, enough to construct it again."""

    @abstractmethod
    def _fit(self, lists: ListOverlap) -> Estimate:
        """Estimate the total; fills `diagnostics` and `warnings`."""

    def fit(self, lists: ListOverlap) -> Self:
        """Estimate from a table.

        Raises:
            NotEstimable: the table has a fatal obstacle (see `ListOverlap.check`), or this method has no
                answer.
        """
        fatal = [obstacle.message for obstacle in lists.check() if obstacle.fatal]
        if fatal:
            raise NotEstimable(
                f"{' '.join(fatal)} What can be said: {lists.observed} are documented, and more may exist."
            )
        self._lists, self._total = lists, None
        self.diagnostics, self.warnings = {}, []
        self.warnings += [obstacle.message for obstacle in lists.check()]
        self._total = self._fit(lists)
        return self

    @property
    def lists(self) -> ListOverlap:
        """The table that was fitted."""
        if self._lists is None:
            raise RuntimeError(f"{type(self).__name__} was not fitted: call fit(lists) first.")
        return self._lists

    @property
    def total(self) -> Estimate:
        """Documented and unlisted people together."""
        if self._total is None:
            raise RuntimeError(f"{type(self).__name__} was not fitted: call fit(lists) first.")
        return self._total

    def as_dict(self) -> dict[str, Any]:
        """Everything needed to say and to recompute the estimate, as plain data."""
        return {
            "method": self.name,
            "version": __version__,
            "documented": self.lists.observed,
            "total": self.total.as_dict(),
            "assumption": self.assumption,
            "diagnostics": plain(self.diagnostics),
            "warnings": list(self.warnings),
            "parameters": plain(self.parameters()),
            "lists": list(self.lists.names),
            "removed": list(self.lists.removed),
            "data_sha256": self.lists.sha256,
        }

    def to_json(self) -> str:
        """`as_dict` as JSON; the same data, options, seed and version give the same bytes."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1, sort_keys=True)

    def summary(self) -> str:
        """The estimate in words, with its documented count, its assumption and its warnings."""
        total = self.total
        lines = [f"{self.name}: {self.lists.observed:,} documented"]
        if total.point is not None:
            lines[0] += f", {total.point:,.0f} estimated in all"
        if total.low is not None or total.high is not None:
            ends = ["open" if end is None else f"{end:,.0f}" for end in (total.low, total.high)]
            lines[0] += f" [{ends[0]}–{ends[1]}] at {total.level:.0%}"
        lines.append(f"Holds if: {self.assumption}")
        lines += [f"Warning: {warning}" for warning in self.warnings]
        return "\n".join(lines)

    @abstractmethod
    def plot(self) -> Figure:
        """The estimate as a printable figure, captioned with the hash of its data."""


def plain(value: Any) -> Any:
    """NumPy numbers and arrays as Python's own, fit for JSON; floats rounded to 10 digits."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return float(f"{value:.10g}") if np.isfinite(value) else None
    return value
