"""Dates in running text: the words of `data/phrases.<language>.json` and what they resolve to.

A phrase file holds patterns with the names of months, days and numbers as placeholders, and for each pattern
the reckoning of `accounted.dates.relative` it stands for. A language is added by adding a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from accounted.dates import relative
from accounted.dates.algebra import about
from accounted.dates.parsing import parse
from accounted.dates.partial import PartialDate
from accounted.dates.words import calendar_words, month_number, weekday_number

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What words of date mean.

    `inferred`: the words alone do not give it. It was reckoned from an anchor that is itself inferred,
    approximate or doubted, or its year was filled in from the anchor (rule D-22). `rule` names the reckoning
    (rule D-37).
    """

    date: PartialDate
    inferred: bool
    rule: str


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: its place (code points, end exclusive), its words, what they mean."""

    start: int
    end: int
    text: str
    resolved: Resolved


def languages() -> tuple[str, ...]:
    """The languages whose phrases are known."""
    return tuple(sorted(path.name.split(".")[1] for path in _DATA.glob("phrases.*.json")))


def resolve(
    words: str, anchor: PartialDate | None = None, *, anchor_inferred: bool = False, language: str = "en"
) -> Resolved | None:
    """What the words mean as a whole, or None if they are no date of that language.

    `anchor` is the date of the statement or publication; without one, only dates that need none are resolved.
    """
    text = words.strip()
    return next(
        (
            f.resolved
            for f in find(text, anchor, anchor_inferred=anchor_inferred, language=language)
            if (f.start, f.end) == (0, len(text))
        ),
        None,
    )


def find(
    text: str, anchor: PartialDate | None = None, *, anchor_inferred: bool = False, language: str = "en"
) -> Iterator[FoundDate]:
    """Every date in a text, in order, the longest where several begin at one place.

    Dates that need an anchor are left out if there is none, or none that a date can be reckoned from.
    """
    phrases = _phrases(language)
    base = about(anchor) if anchor is not None and anchor_inferred else anchor
    at = 0
    while found := phrases.pattern.search(text, at):
        at = found.end()
        made = phrases.resolve(found, base)
        if made is None:
            at = found.start() + 1
            continue
        start, made = phrases.with_prefix(text, found.start(), made)
        yield FoundDate(start, found.end(), text[start : found.end()], made)


# -- reckonings -----------------------------------------------------------------------------------

Words = Mapping[str, Any]


class _Phrases:
    """The compiled phrases of one language."""

    def __init__(self, language: str) -> None:
        path = _DATA / f"phrases.{language}.json"
        if not (language.isalpha() and path.is_file()):
            raise ValueError(
                f"no date phrases for the language {language!r}; there are {', '.join(languages())}"
            )
        data = json.loads(path.read_bytes())
        self.language = language
        self.numbers: dict[str, int] = data["numbers"]
        self.units: dict[str, str] = data["units"]
        self.parts: dict[str, str] = data["parts"]
        self.seasons: dict[str, int] = data["seasons"]
        self.prefixes = [(re.compile(rf"\b(?:{p['words']})\s+$"), p["call"]) for p in data["prefixes"]]
        self.calls: list[tuple[str, Mapping[str, Any]]] = [
            (p["call"], p.get("with", {})) for p in data["phrases"]
        ]
        slots = self._slots()
        alternatives = (
            f"(?P<p{i}>{self._numbered(p['words'], i, slots)})" for i, p in enumerate(data["phrases"])
        )
        self.pattern = re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")

    def _slots(self) -> dict[str, str]:
        words = calendar_words()[self.language]
        return {
            "month": _any_of(s for spellings in words["months"] for s in spellings) + r"\.?",
            "month_name": _any_of(
                # A month alone must be written whole: "Mar" and "Dec" are also other words.
                s
                for entry in words["months"]
                for s in entry
                if len(s) > 3 or len(entry[0]) <= 3
            ),
            "weekday": _any_of(s for spellings in words["weekdays"] for s in spellings if len(s) > 3),
            "day": r"(?:0?[1-9]|[12]\d|3[01])(?!\d)",
            "year": r"(?:1[89]|20)\d\d",
            "n": _any_of(self.numbers) + r"|\d{1,3}",
            "unit": _any_of(self.units),
            "part": _any_of(self.parts),
            "season": _any_of(self.seasons),
        }

    @staticmethod
    def _numbered(words: str, index: int, slots: Mapping[str, str]) -> str:
        """The pattern with its placeholders: `{day}` and `{day2}` become groups of this phrase's own."""

        def group(found: re.Match[str]) -> str:
            return f"(?P<{found[1]}_{index}>{slots[found[1].rstrip('12')]})"

        return re.sub(r"\{([a-z_]+[12]?)\}", group, words)

    def resolve(self, found: re.Match[str], anchor: PartialDate | None) -> Resolved | None:
        index = next(i for i in range(len(self.calls)) if found[f"p{i}"] is not None)
        call, fixed = self.calls[index]
        suffix = f"_{index}"
        words = {k.removesuffix(suffix): v for k, v in found.groupdict().items() if v and k.endswith(suffix)}
        try:
            return _CALLS[call](_Said(self, {**fixed, **words, "whole": found[0]}), anchor)
        except (ValueError, LookupError, OverflowError):
            return None  # words such as "31 April", or an anchor without bounds: no date, not a guess

    def with_prefix(self, text: str, start: int, made: Resolved) -> tuple[int, Resolved]:
        """The date with "since", "until" or "about" before it taken in."""
        before = text[max(0, start - 40) : start]
        for pattern, call in self.prefixes:
            found = pattern.search(before)
            if found and made.date.kind != "interval":
                try:
                    changed = _CHANGES[call](made.date)
                except ValueError:
                    break
                rule = f"{call} {made.rule}"
                return start - len(before) + found.start(), Resolved(changed, made.inferred, rule)
        return start, made


@cache
def _phrases(language: str) -> _Phrases:
    return _Phrases(language)


def _any_of(words: Any) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of one phrase, by slot."""

    phrases: _Phrases
    words: Words

    def month(self, slot: str = "month") -> int:
        name = self.words.get(slot) or self.words["month_name"]
        number = month_number(name, self.phrases.language)
        if number is None:
            raise ValueError(f"no month is called {name}")
        return number

    def number(self, slot: str) -> int:
        said = str(self.words[slot])
        return int(said) if said.isdigit() else self.phrases.numbers[said.casefold()]

    def part(self) -> relative.Part:
        found: relative.Part = self.phrases.parts[self.words["part"].casefold()]  # type: ignore[assignment]
        return found

    def has(self, slot: str) -> bool:
        return bool(self.words.get(slot))


def _needs(anchor: PartialDate | None) -> PartialDate:
    if anchor is None:
        raise relative.NoAnchor("there is no date to reckon from")
    return anchor


def _from(anchor: PartialDate, made: PartialDate, rule: str, *, guessed: bool = False) -> Resolved:
    return Resolved(made, guessed or anchor.approximate or anchor.uncertain, rule)


def _shift(said: _Said, anchor: PartialDate | None) -> Resolved:
    unit, n = said.words["unit"], int(said.words["n"])
    move = {"day": relative.day, "week": relative.week, "month": relative.month, "year": relative.year}[unit]
    base = _needs(anchor)
    made, rule = move(base, n), f"{unit} {n:+d}"
    if said.has("part"):
        made, rule = relative.part_of(made, said.part()), f"part of {rule}"
    return _from(base, made, rule)


def _ago(said: _Said, anchor: PartialDate | None) -> Resolved:
    base, unit = _needs(anchor), said.phrases.units[said.words["unit"].casefold()]
    return _from(base, relative.ago(base, said.number("n"), unit), f"{unit}s ago")  # type: ignore[arg-type]


def _past(said: _Said, anchor: PartialDate | None) -> Resolved:
    base, unit = _needs(anchor), said.phrases.units[said.words["unit"].casefold()]
    n = said.number("n") if said.has("n") else 1
    return _from(base, relative.past(base, n, unit), f"past {unit}s")


def _earlier(said: _Said, anchor: PartialDate | None) -> Resolved:
    base, unit = _needs(anchor), said.phrases.units[said.words["unit"].casefold()]
    return _from(base, relative.earlier_this(base, unit), f"earlier this {unit}")  # type: ignore[arg-type]


def _so_far(said: _Said, anchor: PartialDate | None) -> Resolved:
    base = _needs(anchor)
    return _from(base, relative.so_far(base), "so far")


def _night(said: _Said, anchor: PartialDate | None) -> Resolved:
    base = _needs(anchor)
    return _from(base, relative.overnight(base), "overnight")


def _weekday(said: _Said, anchor: PartialDate | None) -> Resolved:
    base, number = _needs(anchor), weekday_number(said.words["weekday"], said.phrases.language)
    which = said.words.get("which", "recent")
    if number is None:
        raise ValueError(f"no day of the week is called {said.words['weekday']}")
    return _from(base, relative.weekday(base, number, which), f"{which} weekday")


def _date(said: _Said, anchor: PartialDate | None) -> Resolved:
    """A day or month, with its year or without, or a part of a month."""
    number = said.month()
    if said.has("year"):
        made = _absolute(said.words["year"], number, said.words.get("day"))
        rule = "date"
    else:
        base = _needs(anchor)
        when: relative.When = said.words.get("when", "past")
        if said.has("day"):
            made = relative.day_without_year(base, number, int(said.words["day"]), when)
        else:
            made = relative.month_without_year(base, number, when)
        rule = "date without a year"
    if said.has("part"):
        made, rule = relative.part_of(made, said.part()), f"part of {rule}"
    if rule.endswith("without a year"):
        return _from(_needs(anchor), made, rule, guessed=True)
    return Resolved(made, False, rule)


def _absolute(year: str, month: int, day: str | None) -> PartialDate:
    return parse(f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else ""))


def _year(said: _Said, anchor: PartialDate | None) -> Resolved:
    made = parse(said.words["year"])
    return Resolved(relative.part_of(made, said.part()) if said.has("part") else made, False, "year")


def _season(said: _Said, anchor: PartialDate | None) -> Resolved:
    number = said.phrases.seasons[said.words["season"].casefold()]
    if said.has("year"):
        return Resolved(parse(f"{said.words['year']}-{number}"), False, "season")
    base = _needs(anchor)
    return _from(base, relative.season_without_year(base, number), "season without a year", guessed=True)


def _iso(said: _Said, anchor: PartialDate | None) -> Resolved:
    return Resolved(parse(said.words["whole"]), False, "date")


def _figures(said: _Said, anchor: PartialDate | None) -> Resolved:
    day, month, year = re.findall(r"\d+", said.words["whole"])
    return Resolved(_absolute(year, int(month), day), False, "date")


def _range(said: _Said, anchor: PartialDate | None) -> Resolved:
    """From one day or month to another; the year stands with the second, or with neither."""
    first = said.month("month1" if said.has("month1") else "month2")
    last = said.month("month2" if said.has("month2") else "month1")
    day1, day2 = said.words.get("day1"), said.words.get("day2")
    year2 = said.words.get("year2") or said.words.get("year")
    guessed = year2 is None
    if year2 is None:
        base = _needs(anchor)
        end = (
            relative.day_without_year(base, last, int(day2))
            if day2
            else relative.month_without_year(base, last)
        )
        if end.unit not in ("day", "month"):
            raise relative.NoAnchor(f"{base} does not settle the year")
        year2 = str(end.parts[0])[:4]
    year1 = said.words.get("year1") or (
        year2 if (first, int(day1 or 1)) <= (last, int(day2 or 31)) else _before(year2)
    )
    low, high = _absolute(year1, first, day1), _absolute(year2, last, day2)
    made = relative.between(low, high)
    if guessed:
        return _from(_needs(anchor), made, "range without a year", guessed=True)
    return Resolved(made, False, "range")


def _before(year: str) -> str:
    return f"{int(year) - 1:04d}"


_CHANGES: dict[str, Callable[[PartialDate], PartialDate]] = {
    "since": relative.since,
    "until": relative.until,
    "about": about,
    "night": relative.night_of,
    "night_before": relative.night_before,
}
_CALLS: dict[str, Callable[[_Said, PartialDate | None], Resolved]] = {
    "shift": _shift,
    "ago": _ago,
    "past": _past,
    "earlier": _earlier,
    "so_far": _so_far,
    "night": _night,
    "weekday": _weekday,
    "date": _date,
    "year": _year,
    "season": _season,
    "iso": _iso,
    "figures": _figures,
    "range": _range,
}
