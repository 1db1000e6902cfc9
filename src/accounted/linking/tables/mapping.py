"""Which column of a list says what: a mapping, and the file it is saved in (TOML).

A mapping is part of how a list was read. It is kept with the import, so that every value can be traced from
its field to its column.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from accounted.linking.tables.headings import fields
from accounted.linking.tables.table import Table

KINDS = ("person", "remains")
ORDERS = ("day first", "month first", "cannot tell")
DATES = ("birth", "death", "disappearance", "discovery", "event_date")
SINGLE = frozenset({"id", "sex", "age", "outcome", "status", "body_number", "list", *DATES})
_PLAIN = ("kind", "sheet", "title", "publisher", "as_of", "everyone")
_KEYS = {*_PLAIN, "no_duplicates", "columns", "dates", "words", "places"}
_PLACE = re.compile("gn:[1-9][0-9]{0,9}")


class InvalidMapping(ValueError):
    """A mapping that does not fit: names the file, the key and what to write instead."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column says what, and what is known of the list as a whole.

    Attributes:
        kind: what a row is: a `person`, or `remains`.
        columns: for each field the headings (or letters) of its columns; several are joined in this order.
        dates: for a date field whether the day or the month stands first where both are numbers;
            `cannot tell` keeps both readings.
        words: own codes of the list, by field: {"sex": {"1": "male"}}.
        places: which place a cell means where several bear its name: {"Верба": "gn:690236"}.
        everyone: the outcome of all on the list, where no column says it: a list of the dead is "dead".
        as_of: the day ages are told at, EDTF, where the row has no date of its own.
        no_duplicates: whether its makers removed duplicates: no two rows are one person.
    """

    kind: str = "person"
    columns: MappingOf[str, tuple[str, ...]] = field(default_factory=dict)
    dates: MappingOf[str, str] = field(default_factory=dict)
    words: MappingOf[str, MappingOf[str, str]] = field(default_factory=dict)
    places: MappingOf[str, str] = field(default_factory=dict)
    sheet: str | None = None
    title: str | None = None
    publisher: str | None = None
    as_of: str | None = None
    everyone: str | None = None
    no_duplicates: bool = False

    def as_data(self) -> dict[str, Any]:
        """The mapping as plain data, as it is written and kept; what is empty is left out."""
        told: dict[str, Any] = {name: getattr(self, name) for name in _PLAIN if getattr(self, name)}
        if self.no_duplicates:
            told["no_duplicates"] = True
        told["columns"] = {name: list(self.columns[name]) for name in fields() if name in self.columns}
        if self.dates:
            told["dates"] = dict(self.dates)
        if self.words:
            told["words"] = {name: dict(words) for name, words in self.words.items()}
        if self.places:
            told["places"] = dict(self.places)
        return told


def mapping_of(told: MappingOf[str, Any], *, where: str = "mapping") -> Mapping:
    """A mapping from plain data.

    Raises:
        InvalidMapping: an unknown key, field, kind or order, or a value of the wrong type.
    """
    for key in told:
        if key not in _KEYS:
            raise InvalidMapping(f"{where}: there is no key {key!r}; the keys are {', '.join(sorted(_KEYS))}")
    for key in _PLAIN:
        if not isinstance(told.get(key, ""), str):
            raise InvalidMapping(f"{where}: {key} is a text; write it in quotation marks")
    kind = told.get("kind", "person")
    if kind not in KINDS:
        raise InvalidMapping(f"{where}: kind is {kind!r}; a row is a {' or '.join(KINDS)}")
    columns = _section(told, "columns", where)
    for name in columns:
        if name not in fields():
            raise InvalidMapping(
                f"{where}, [columns]: there is no field {name!r}; the fields are {', '.join(fields())}"
            )
    named = {name: _headings(one, f"{where}, [columns] {name}") for name, one in columns.items()}
    for name in SINGLE & set(named):
        if len(named[name]) > 1:
            raise InvalidMapping(f"{where}, [columns] {name}: is one column, not {len(named[name])}")
    dates = _section(told, "dates", where)
    for name, order in dates.items():
        if name not in DATES or order not in ORDERS:
            raise InvalidMapping(
                f"{where}, [dates] {name} = {order!r}: for {', '.join(DATES)} say {', '.join(ORDERS)}"
            )
    words = {name: _section({name: one}, name, f"{where}, [words]") for name, one in
             _section(told, "words", where).items()}  # fmt: skip
    places = _section(told, "places", where)
    for name, place in places.items():
        if not isinstance(place, str) or not _PLACE.fullmatch(place):
            raise InvalidMapping(
                f"{where}, [places] {name} = {place!r}: give a place by its number in GeoNames, as gn:706483"
            )
    return Mapping(
        kind=kind, columns=named, dates=dates, words=words, places=places,
        no_duplicates=bool(told.get("no_duplicates", False)),
        **{key: told.get(key) for key in _PLAIN if key != "kind"},
    )  # fmt: skip


def read_mapping(path: Path) -> Mapping:
    """A mapping from its file.

    Raises:
        InvalidMapping: no TOML, or see `mapping_of`.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidMapping(f"{path.name}: is no TOML ({error})") from error
    return mapping_of(told, where=path.name)


def write_mapping(mapping: Mapping) -> str:
    """A mapping as the text of its file."""
    told = mapping.as_data()
    lines = ["# Which column says what. See the reference: mapping files."]
    lines += [f"{key} = {_toml(told[key])}" for key in (*_PLAIN, "no_duplicates") if key in told]
    for section in ("columns", "dates"):
        if told.get(section):
            lines += ["", f"[{section}]"]
            lines += [f"{key} = {_toml(_short(value))}" for key, value in told[section].items()]
    for name, words in told.get("words", {}).items():
        lines += ["", f"[words.{name}]", *(f"{_toml(key)} = {_toml(value)}" for key, value in words.items())]
    if mapping.places:
        lines += ["", "[places]"]
        lines += [f"{_toml(name)} = {_toml(place)}" for name, place in mapping.places.items()]
    return "\n".join(lines) + "\n"


def must_fit(mapping: Mapping, table: Table) -> None:
    """Refuse a mapping that names columns the table does not have, or that says nobody's name or number.

    Raises:
        InvalidMapping: naming the columns there are.
    """
    for name, headings in mapping.columns.items():
        for heading in headings:
            if table.column(heading) is None:
                there = ", ".join(one.heading for one in table.columns)
                raise InvalidMapping(
                    f"{table.name}: {name}: there is no column {heading!r}; there are: {there}"
                )
    if not mapping.columns:
        raise InvalidMapping(
            f"{table.name}: no column is mapped; say in a mapping file which column says what"
        )


def _section(told: MappingOf[str, Any], name: str, where: str) -> dict[str, Any]:
    section = told.get(name, {})
    if not isinstance(section, dict):
        raise InvalidMapping(f"{where}: {name} is a section; write [{name}] and a line for each")
    return section


def _headings(given: Any, where: str) -> tuple[str, ...]:
    found = [given] if isinstance(given, str) else given
    if not isinstance(found, list) or not found or not all(isinstance(one, str) for one in found):
        raise InvalidMapping(f"{where}: give a heading, or a list of headings")
    return tuple(found)


def _short(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)  # strings, true and false are written alike in both
