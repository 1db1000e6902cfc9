"""What a cell says: dates, ages, sex, fate; as far as it can be told, and no further."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from accounted.linking.tables.headings import plain_word, words


class Unclear(ValueError):
    """A cell that says something, but not what a cell of its column should; the message says why."""


class Ages(NamedTuple):
    """An age as its least and greatest; None is open."""

    low: int | None
    high: int | None


SEXES = ("male", "female", "other")
OUTCOMES = ("dead", "missing", "injured", "detained")
STATUSES = ("civilian", "armed_forces")
OLDEST = 125
_APPROXIMATE = re.compile(
    r"^(?:about|approx\.?|around|circa|ca\.?|c\.|близько|бл\.?|приблизно|около|ок\.?|примерно|~|≈|حوالي|"
    r"aprox\.?|alrededor de|hacia)\s*",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"\s*(?:року|рік|года|год|р\.?\s?н?\.?|г\.?\s?р?\.?)$", re.IGNORECASE)
_THREE = re.compile(r"(\d{1,4})\s*[./\-\s]\s*(\d{1,2})\s*[./\-\s]\s*(\d{1,4})")
_TWO = re.compile(r"(\d{1,2})\s*[./\-]\s*(\d{4})")
_TWO_ISO = re.compile(r"(\d{4})[/.](\d{1,2})")
_WORDED = re.compile(r"(?:(\d{1,2})[\s.]+)?([^\W\d_]+)\.?,?\s+(?:(\d{1,2}),?\s+)?(\d{4})")
_CLOCK = re.compile(r"[T ]\d{1,2}:\d\d.*$")
_MONTHS_OLD = re.compile(r"(\d+)\s*(?:місяц|месяц|міс\b|мес\b|months?\b|mo\b|شهر|أشهر|mes)", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,3})\s*(?:-|–|—|to|до|a|إلى)\s*(\d{1,3})")


@lru_cache(maxsize=1 << 16)
def date_of(text: str, order: str = "day first") -> str:
    """A date as EDTF. Where day and month cannot be told apart and `order` is `cannot tell`, a set of both.

    Raises:
        Unclear: it is no date, or not a day of the calendar, or its year has two digits.
    """
    from accounted.dates import InvalidDate, parse

    written = _digits(text)
    about = _APPROXIMATE.match(written)
    if about:
        written = written[about.end() :]
    written = _TRAILING.sub("", written) if not written.isdigit() else written
    edtf = _edtf(_CLOCK.sub("", written), order, text)
    if about and re.fullmatch(r"[\d-]+", edtf):
        edtf += "~"
    try:
        return parse(edtf).edtf
    except InvalidDate as error:
        raise Unclear(f"{_short(text)} is no date ({error})") from None


def _edtf(written: str, order: str, text: str) -> str:
    if re.fullmatch(r"\d{8}", written):
        return f"{written[:4]}-{written[4:6]}-{written[6:]}"
    if match := _THREE.fullmatch(written):
        one, two, three = match.groups()
        if len(one) == 4:
            return f"{one}-{int(two):02}-{int(three):02}"
        if len(three) != 4:
            raise Unclear(f"{_short(text)}: the year has no four digits")
        first, second = int(one), int(two)
        if first > 12 or second > 12 or first == second:
            day, month = (second, first) if second > 12 else (first, second)
            return f"{three}-{month:02}-{day:02}"
        if order == "cannot tell":
            return f"[{three}-{first:02}-{second:02},{three}-{second:02}-{first:02}]"
        day, month = (first, second) if order == "day first" else (second, first)
        return f"{three}-{month:02}-{day:02}"
    if match := _TWO.fullmatch(written):
        return f"{match[2]}-{int(match[1]):02}"
    if match := _TWO_ISO.fullmatch(written):
        return f"{match[1]}-{int(match[2]):02}"
    if match := _WORDED.fullmatch(written):
        from accounted.dates import month_number

        named = month_number(match[2])
        if named is not None:
            of_month = match[1] or match[3]
            return f"{match[4]}-{named:02}" + (f"-{int(of_month):02}" if of_month else "")
    return written


@lru_cache(maxsize=1 << 14)
def ages_of(text: str) -> Ages:
    """An age, a range of ages, or an age in months, in whole years.

    Raises:
        Unclear: no age, or one beyond 125 years.
    """
    written = _digits(text)
    if match := _MONTHS_OLD.search(written):
        years = int(match[1]) // 12
        return _within(years, years, text)
    if match := _RANGE.search(written):
        return _within(int(match[1]), int(match[2]), text)
    about = _APPROXIMATE.match(written)
    numbers = re.findall(r"\d+(?:[.,]\d+)?", written)
    if len(numbers) != 1:
        raise Unclear(f"{_short(text)} is no age")
    years = int(float(numbers[0].replace(",", ".")))
    if re.search(r"\+|older|over|старше|понад|більше|más de|أكثر", written):
        return _within(years, None, text)
    # "about 30" in the mouths of people who count: ages heap on fives and tens.
    return _within(max(0, years - 5), years + 5, text) if about else _within(years, years, text)


def _within(low: int, high: int | None, text: str) -> Ages:
    if low > OLDEST or (high is not None and (high > OLDEST or high < low)):
        raise Unclear(f"{_short(text)} is no age of a person")
    return Ages(low, high)


def code_of(text: str, codes: tuple[str, ...], own: dict[str, str] | None = None) -> str:
    """The code a word stands for: of `SEXES`, `OUTCOMES` or `STATUSES`; the list's `own` words come first.

    Raises:
        Unclear: no word that is known.
    """
    if own:
        found = own.get(text.strip())
        if found is not None:
            return found
    return _code_of(text, codes)


@lru_cache(maxsize=1 << 12)
def _code_of(text: str, codes: tuple[str, ...]) -> str:
    word = plain_word(text)
    for code in codes:
        if word in words()[code]:
            return code
    raise Unclear(f"{_short(text)} is none of: {', '.join(codes)}")


def _digits(text: str) -> str:
    """The text with every script's digits as 0 to 9, and without marks that are not seen."""
    bare = unicodedata.normalize("NFKC", text)
    if not bare.isascii():
        bare = "".join(
            str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c
            for c in bare
            if unicodedata.category(c) != "Cf"
        )
    return bare.strip()


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}…")
