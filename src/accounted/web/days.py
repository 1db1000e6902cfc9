"""A slider over days, as a page shows it: one step a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounted.dates import PartialDate


def slider(first: date, last: date, chosen: PartialDate | None) -> dict[str, Any] | None:
    """The days it goes over and the one it stands at: the one chosen, or the last; None for one day alone."""
    if first == last:
        return None
    at = min(max((chosen.latest if chosen else None) or last, first), last)
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "days": (last - first).days,
        "at": (at - first).days,
        "day": at,
    }
