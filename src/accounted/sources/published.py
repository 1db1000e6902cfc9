"""Dates as formats write them (ISO 8601, RFC 5322, PDF, EXIF) → EDTF, to the day and no finer.

A date is taken as it is stated, in its own time zone; the full stamp stays in the document's metadata.
"""

from __future__ import annotations

import re
from email.utils import parsedate_tz

from accounted.dates import InvalidDate, parse

_ISO = re.compile(r"\s*(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?P<d>\d{2})(?:$|[T\s].*)?)?)?\s*$", re.DOTALL)
_COMPACT = re.compile(r"\s*(?:D:)?(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:$|\D|\d{2,6})")
_COLONS = re.compile(r"\s*(?P<y>\d{4})[:/](?P<m>\d{2})[:/](?P<d>\d{2})(?:$|\D)")
_NAMED = re.compile(
    r"\s*(?:(?P<m1>[A-Za-z]{3,9})\.?\s+(?P<d1>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{4})"
    r"|(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m2>[A-Za-z]{3,9})\.?,?\s+(?P<y2>\d{4}))(?:$|\D)"
)
_MONTHS = {name: number for number, name in enumerate(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
)}  # fmt: skip


def edtf_of(stated: str | None) -> str | None:
    """The EDTF date of a stamp, or None when it is none to be trusted (years 1000–2199, a real day)."""
    if not stated:
        return None
    stated = stated.strip()[:80]
    for pattern in (_ISO, _COLONS, _COMPACT):
        match = pattern.match(stated)
        if match:
            return _dated(match["y"], match["m"], match["d"])
    match = _NAMED.match(stated)
    if match:
        month = _MONTHS.get((match["m1"] or match["m2"])[:3].lower())
        return _dated(match["y1"] or match["y2"], str(month), match["d1"] or match["d2"]) if month else None
    try:
        mail = parsedate_tz(stated)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return _dated(str(mail[0]), str(mail[1]), str(mail[2])) if mail else None


def _dated(year: str, month: str | None, day: str | None) -> str | None:
    if not 1000 <= int(year) <= 2199:
        return None
    written = "-".join([f"{int(year):04d}", *(f"{int(part):02d}" for part in (month, day) if part)])
    try:
        return parse(written).edtf
    except InvalidDate:
        return None
