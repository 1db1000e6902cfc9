"""Guessing which column says what, from its heading and from what stands in it. A person confirms it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from itertools import islice

from accounted.linking.tables.headings import fields, headings, is_unknown, plain, properties
from accounted.linking.tables.mapping import DATES, SINGLE, Mapping
from accounted.linking.tables.table import Table
from accounted.linking.tables.values import OUTCOMES, SEXES, STATUSES, Unclear, ages_of, code_of, date_of

SAMPLE = 1_000
_MOST = 0.6  # of the filled cells must be what the column is taken for
_NAME = re.compile(r"[^\W\d_][\w'’ʼ`.\-]*(?:[\s,]+[^\W\d_][\w'’ʼ`.\-]*)*")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-]\d{4}\b")
_REMAINS = frozenset({"body_number", "found_place", "discovery"})
_PREFERRED = ("birth", "death", "disappearance", "discovery", "event_date")


@dataclass(frozen=True, slots=True)
class Guess:
    """A mapping as guessed, and for each column why, or why not.

    `reasons` are (heading, field or None, why), in the order of the columns.
    """

    mapping: Mapping
    reasons: tuple[tuple[str, str | None, str], ...]
    remarks: tuple[str, ...] = ()


def guess(table: Table) -> Guess:
    """The mapping that headings and the first 1,000 rows of a table speak for."""
    sample = [row.cells for row in islice(table.rows(), SAMPLE)]
    columns = {
        one.heading: [row[one.position] for row in sample if one.position < len(row)] for one in table.columns
    }
    found = guess_columns(columns, entities=table.form == "entities")
    return replace(found, mapping=replace(found.mapping, sheet=table.sheet))


def guess_columns(columns: MappingOf[str, Sequence[str]], *, entities: bool = False) -> Guess:
    """The same from headings and some cells of each, for tables that are held elsewhere."""
    filled = {
        heading: [cell.strip() for cell in cells if cell and cell.strip() and not is_unknown(cell)]
        for heading, cells in columns.items()
    }
    named: dict[str, list[str]] = {}
    reasons: dict[str, tuple[str | None, str]] = {}
    known = properties() if entities else {}
    for heading, cells in filled.items():
        field = known.get(heading) or headings().get(plain(heading))
        if field is None:
            continue
        field = _as_contents_say(field, heading, cells)
        if field is None:
            reasons[heading] = (None, "its cells are not what its heading says")
        elif field in SINGLE and field in named:
            reasons[heading] = (None, f"{field} is in column {named[field][0]} already")
        else:
            named.setdefault(field, []).append(heading)
            reasons[heading] = (field, "heading")
    _settle_names(named, filled, reasons)
    for heading, cells in filled.items():
        if heading not in reasons:
            field = _by_contents(cells, named)
            if field is not None:
                named.setdefault(field, []).append(heading)
            reasons[heading] = (field, "contents" if field else "not known" if cells else "empty")
    kind = "remains" if _REMAINS & set(named) and not {"name", "family", "given"} & set(named) else "person"
    if "body_number" in named and "id" not in named and kind == "person":
        named["id"] = named.pop("body_number")
        reasons[named["id"][0]] = ("id", "heading")
    dates, remarks = _orders(named, filled)
    everyone = None
    if "outcome" not in named:
        everyone = "dead" if "death" in named else "missing" if "disappearance" in named else None
    mapping = Mapping(
        kind=kind,
        columns={name: tuple(named[name]) for name in fields() if name in named},
        dates=dates,
        everyone=None if kind == "remains" else everyone,
    )
    return Guess(mapping, tuple((heading, *reasons[heading]) for heading in columns), tuple(remarks))


def _as_contents_say(field: str, heading: str, cells: Sequence[str]) -> str | None:
    """The field a heading speaks for, corrected by what stands below it; None where they contradict."""
    if not cells:
        return field
    if field in DATES:
        if _share(cells, date_of) >= _MOST:
            return field
        return "age" if field == "birth" and _share(cells, ages_of) >= _MOST else None
    if field == "age":
        return field if _share(cells, ages_of) >= _MOST else None
    if field == "sex":
        few = len(set(cells)) <= 12
        return field if few else None
    if field == "outcome":
        if _share(cells, lambda cell: code_of(cell, OUTCOMES)) >= _MOST:
            return field
        if _share(cells, lambda cell: code_of(cell, STATUSES)) >= _MOST:
            return "status"
        return "region" if plain(heading) in ("state", "estado") else None
    if field == "status":
        return field if _share(cells, lambda cell: code_of(cell, STATUSES)) >= _MOST else None
    if field == "id":
        return field if len(set(cells)) >= 0.9 * len(cells) or len(cells) - len(set(cells)) == 1 else None
    return field


def _settle_names(
    named: dict[str, list[str]], filled: dict[str, list[str]], reasons: dict[str, tuple[str | None, str]]
) -> None:
    """`Nombre` beside `Apellidos` is a given name; alone it is the whole name. The same for `Name`, `Имя`."""

    def move(old: str, new: str, why: str) -> None:
        named[new] = named.pop(old)
        for heading in named[new]:
            reasons[heading] = (new, why)

    if "name" in named and "family" in named and "given" not in named:
        words = [len(cell.split()) for heading in named["name"] for cell in filled[heading]]
        if not words or sum(words) / len(words) < 2:
            move("name", "given", "heading, beside a family name")
    elif "given" in named and not {"family", "name"} & set(named):
        words = [len(cell.split()) for heading in named["given"] for cell in filled[heading]]
        if words and sum(words) / len(words) >= 1.5:
            move("given", "name", "heading, and several words in a cell")
    for one in ("name", "given", "family"):
        if len(named.get(one, ())) > 1:
            for heading in named[one][1:]:
                reasons[heading] = (None, f"{one} is in column {named[one][0]} already")
            named[one] = named[one][:1]


def _by_contents(cells: Sequence[str], named: dict[str, list[str]]) -> str | None:
    if len(cells) < 3:
        return None
    if "sex" not in named and len(set(cells)) <= 4 and _share(cells, lambda c: code_of(c, SEXES)) > 0.9:
        return "sex"
    if _share(cells, _full_date) > 0.9:
        return "event_date" if not set(_PREFERRED) & set(named) else None
    if not {"name", "given", "family"} & set(named):
        shaped = [cell for cell in cells if _NAME.fullmatch(cell) and 2 <= len(cell.split()) <= 6]
        distinct = len(set(cells)) / len(cells)
        if len(shaped) / len(cells) > 0.8 and distinct > 0.5:
            return "name"
    return None


def _full_date(cell: str) -> str:
    if len(cell) < 8:
        raise Unclear(cell)
    return date_of(cell)


def _share(cells: Sequence[str], reader: Callable[[str], object]) -> float:
    good = 0
    some = cells[:200]
    for cell in some:
        try:
            reader(cell)
        except Unclear:
            continue
        good += 1
    return good / len(some) if some else 0.0


def _orders(named: dict[str, list[str]], filled: dict[str, list[str]]) -> tuple[dict[str, str], list[str]]:
    """For each date column whether day or month stands first; a column that is silent follows the others."""
    told: dict[str, str] = {}
    silent = []
    for field in DATES:
        for heading in named.get(field, ()):
            pairs = [match for cell in filled[heading] if (match := _NUMERIC.match(cell))]
            if not pairs:
                continue
            day = sum(int(match[1]) > 12 for match in pairs)
            month = sum(int(match[2]) > 12 for match in pairs)
            if day and day >= month:
                told[field] = "day first"
            elif month:
                told[field] = "month first"
            elif any("." in match[0] for match in pairs):
                told[field] = "day first"  # dots are written where the day stands first
            else:
                silent.append((field, heading))
    remarks = []
    for field, heading in silent:
        told[field] = next(iter(told.values()), "cannot tell")
        if told[field] == "cannot tell":
            remarks.append(
                f"column {heading}: nothing tells whether day or month stands first; both readings are kept. "
                f'Say it in the mapping: [dates] {field} = "day first"'
            )
    return told, remarks
