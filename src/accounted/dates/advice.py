"""What to write instead of a date that cannot be read."""

from __future__ import annotations

import re
from calendar import month_name, monthrange

from accounted.dates.words import month_number

_EXAMPLES = "dates are written 2022-09-15, 2022-09, 2022-10~ (about), 2022-09-01/2022-09-10 (from, to)"
_D, _M, _Y = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>\d{4})"
_NAME = r"(?P<name>[^\W\d_]{3,}\.?)"
_NTH = r"(?:st|nd|rd|th)?"


def instead_of(written: str) -> str:
    """Advice for a text that is no date: the date most likely meant, or how dates are written."""
    text = " ".join(written.split()).strip(" .,;")
    folded = text.casefold()
    if not text or folded in {
        "unknown",
        "n/a",
        "na",
        "none",
        "null",
        "nan",
        "-",
        "?",
        "undated",
        "н/д",
        "невідомо",
    }:
        return "leave an unknown date out"
    for advise in (_span, _too_far, _numbers, _words, _marked, _drafts):
        advice = advise(text)
        if advice:
            return advice
    return _EXAMPLES


def _too_far(text: str) -> str | None:
    if re.fullmatch(r"(?:-\d{1,4}|\+\d{4,}|[Yy]-?\d+)(?:-.*)?|\d{5,7}(?:-\d.*)?|\d{9,}", text):
        return "years are four digits, 0001 to 9999; earlier and later ones are not recorded"
    if re.fullmatch(r"X{3,4}(?:-.*)?|\dXXX(?:-.*)?", text, re.I):
        return "a year needs its first two digits at least (20XX)"
    return None


def _span(text: str) -> str | None:
    """Two dates with something between them."""
    if re.fullmatch(r"(?:/|\.\.|\.\./\.\.|\.\./|/\.\.)", text):
        return "a date without any bound says nothing; leave it out"
    if text.count("/") == 2 and re.fullmatch(r"\d{4}-[^/]*/[^/]*/[^/]*", text):
        return "an interval has two ends; write 2022-09-01/2022-09-10"
    ends = re.split(r"\s*(?:\.{2,3}|…|–|—| - | to | till | until | по )\s*", text.strip("[]{}"))
    if len(ends) == 2 and all(ends) and "/" not in text:
        a, b = (e if _plain(e) else _likely(e) for e in ends)
        if a and b:
            return f"write {a}/{b} for a time from one to the other, or [{a}..{b}] for one day between them"
    return None


def _plain(text: str) -> bool:
    return re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text) is not None


def _likely(text: str) -> str | None:
    advice = _numbers(text) or _words(text) or ""
    found = re.fullmatch(r"write (\S+)", advice)
    return found[1] if found else None


def _numbers(text: str) -> str | None:
    """Figures in another order or with other separators: 15.09.2022, 9/15/22, 2022/9/5, 20220915."""
    clock = r"(?:[T ,]+\d{1,2}[:.]\d\d.*)?"
    sep = r"\s*[./:\- ]\s*"
    found = re.fullmatch(rf"{_Y}{sep}{_M}(?:{sep}{_D})?{clock}|(?P<packed>\d{{8}}){clock}", text)
    if found:
        year, month, day = found["year"], found["month"], found["day"]
        if found["packed"]:
            year, month, day = found["packed"][:4], found["packed"][4:6], found["packed"][6:]
        return _write(int(year), int(month), int(day) if day else None)
    found = re.fullmatch(rf"(?P<a>\d{{1,2}}){sep}(?P<b>\d{{1,2}}){sep}(?P<year>\d{{4}}|\d\d){clock}", text)
    if found:
        return _day_or_month_first(int(found["a"]), int(found["b"]), _whole_year(found["year"]))
    found = re.fullmatch(rf"{_M}\s*[./]\s*{_Y}", text)
    return _write(int(found["year"]), int(found["month"]), None) if found else None


def _whole_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _day_or_month_first(a: int, b: int, year: int) -> str | None:
    european, american = _valid(year, b, a), _valid(year, a, b)
    if european and american and a != b:
        return (
            f"write {european} for {a} {month_name[b]}, or {american} for {b} {month_name[a]}; "
            "the figures alone do not say which is the month"
        )
    likely = european or american
    return f"write {likely}" if likely else None


def _write(year: int, month: int, day: int | None) -> str | None:
    if day is not None:
        likely = _valid(year, month, day)
        return f"write {likely}" if likely else None
    return f"write {year:04d}-{month:02d}" if year and 1 <= month <= 12 else None


def _valid(year: int, month: int, day: int) -> str | None:
    if year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return f"{year:04d}-{month:02d}-{day:02d}"
    return None


def _words(text: str) -> str | None:
    """A month by its name, in any language of `words`."""
    found = (
        re.fullmatch(rf"(?:{_D}{_NTH}\s+(?:of\s+)?)?{_NAME},?\s+{_Y}(?:\s*(?:р|г|року|года)\.?)?", text)
        or re.fullmatch(rf"{_NAME}\s+{_D}{_NTH},?\s+{_Y}", text)
        or re.fullmatch(rf"{_D}-{_NAME}-{_Y}", text)
    )
    month = month_number(found["name"]) if found else None
    if not found or month is None:
        return None
    return _write(int(found["year"]), month, int(found["day"]) if found["day"] else None)


def _marked(text: str) -> str | None:
    """Words for what a mark says."""
    found = re.fullmatch(
        r"(?:c|ca|circa|about|around|approx|approximately|близько|около)\.?\s+(.+)", text, re.I
    )
    if found:
        likely = found[1] if _plain(found[1]) else _likely(found[1])
        return f"write {likely}~" if likely else None
    if re.fullmatch(r"(?:[~?%]+\d{4}.*|\d{4}-(?:\d\d-)?[~?%]+\d\d.*|\d{4}[~?%]+-.*)", text):
        return f"put the mark at the end: write {re.sub('[~?%]', '', text)}{re.sub('[^~?%]', '', text)[0]}"
    found = re.fullmatch(r"(\d{3})0s", text)
    return f"write {found[1]}X" if found else None


def _drafts(text: str) -> str | None:
    """Forms that were in drafts of EDTF and left it."""
    if re.fullmatch(r"\d{2,4}u{0,2}(?:-[\du]{2}){0,2}", text) and "u" in text:
        return f"write {text.replace('u', 'X')}"
    if re.fullmatch(r"\d{4}-x{2}(?:-x{2})?|\d{4}-\d\d-x{2}|\d{3}x|\d{2}xx", text):
        return f"write {text.upper()}"
    if re.search(r"unknown|open", text):
        return (
            "leave an unknown end of an interval empty (2022-02-24/); write an open one as .. (2022-02-24/..)"
        )
    return None
