"""Names of months and days of the week, by language, from `data/calendar.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@cache
def calendar_words() -> Mapping[str, Mapping[str, list[list[str]]]]:
    """By language: `months` and `weekdays`, each a list of the spellings of one, January and Monday first."""
    words: dict[str, dict[str, list[list[str]]]] = json.loads((_DATA / "calendar.json").read_bytes())
    return words


@cache
def _numbered(what: str, language: str | None) -> Mapping[str, int]:
    languages = calendar_words().values() if language is None else [calendar_words().get(language, {})]
    found: dict[str, int] = {}
    for words in languages:
        for number, spellings in enumerate(words.get(what, [])):
            for spelling in spellings:
                found.setdefault(spelling.casefold(), number)
    return found


def month_number(name: str, language: str | None = None) -> int | None:
    """The month of that name, 1 to 12; in any language unless one is given. None: no such month."""
    number = _numbered("months", language).get(name.casefold().rstrip("."))
    return None if number is None else number + 1


def weekday_number(name: str, language: str | None = None) -> int | None:
    """The day of the week of that name, Monday 0 to Sunday 6. None: no such day."""
    return _numbered("weekdays", language).get(name.casefold().rstrip("."))
