"""Distance between places, and the precision with which a point may be shown."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Final

from accounted.places.place import Place

EARTH_KM: Final = 6371.0088
"""Mean radius of the Earth (IUGG)."""

# Decimal degrees kept at each level of the vocabulary geo_precision. One degree is about 111 km.
_DECIMALS: Final[dict[str, int | None]] = {
    "1": 4, "2": 2, "3": 1, "4": 0, "5": None, "6": None, "7": 0, "0": None,
}  # fmt: skip


def kilometres(a: Place, b: Place) -> float | None:
    """Great-circle distance between the points of two places (haversine); None where one has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    south, north = radians(a.lat), radians(b.lat)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def public_point(lat: float, lon: float, precision: str) -> tuple[float, float] | None:
    """A point as it may be shown in public at a level of `geo_precision` (rule D-31); None: show no point.

    Rounded, never jittered, so that two releases cannot be averaged to the true point. Level 1 keeps four
    decimals (about 10 m), 2 (settlement) two (about 1 km), 3 (district) one (about 11 km), 4 (region)
    none; 5, 6 and unknown show no point.

    Raises ValueError for an unknown level or a point off the Earth.
    """
    if precision not in _DECIMALS:
        raise ValueError(f"unknown precision {precision!r}; geo_precision has the levels 0 to 7")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"no point on Earth has latitude {lat} and longitude {lon}")
    decimals = _DECIMALS[precision]
    if decimals is None:
        return None
    return round(lat, decimals) + 0.0, round(lon, decimals) + 0.0
