"""What is compared, made once for each distinct value: forms, skeletons, days, years, sexes.

`made(people)` gives one row a record. A column stands in it only if some list says it. Columns are those of
`COLUMNS`; those of several (`residence_1`) are numbered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from accounted.linking.comparisons import numbers, places, times
from accounted.linking.forms import one_key_for_forms_of_a_name, row_of_a_name, text_form, words
from accounted.linking.people import CannotLink, People

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from accounted.places import Gazetteer

_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_EVENTS = ("death", "disappearance", "event_date", "discovery")
_PLACES = ("place", "last_seen_place", "found_place")
_ON_THE_MAP = ("place", "birth_place")
_TEXTS = ("birth_place", "region", "occupation", "nationality")
# How much more often the first of January must stand than other days to be taken for "day unknown".
_NEW_YEAR = 4
# The columns of a name: its form, what it is brought together by, its row in the table of names.
_ENDS = ("", "_key", "_row")
_EQUAL_OR_NOT = ("_key", "_row")


@dataclass(frozen=True, slots=True)
class Columns:
    """The table that is compared, the names of its columns, and what was noticed in making it."""

    table: pa.Table
    warnings: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names of the columns."""
        return frozenset(self.table.column_names)


class _Making:
    def __init__(self, people: People) -> None:

        self.people = people
        self.made: dict[str, pa.Array] = {}
        self.warnings: list[str] = []

    def mapped(
        self, name: str, make: Callable[[str], tuple[Any, ...] | None], *columns: tuple[str, Any]
    ) -> None:
        """Columns from the distinct values of a field."""
        import pyarrow as pa

        encoded = self.people.columns[name].dictionary_encode()
        results = [make(value) for value in encoded.dictionary.to_pylist()]
        for place, (column, kind) in enumerate(columns):
            values = pa.array([None if one is None else one[place] for one in results], kind)
            self.made[column] = values.take(encoded.indices)

    def counts(self, name: str) -> dict[str, int]:
        import pyarrow.compute as pc

        counted = pc.value_counts(self.people.columns[name].drop_null())
        return {one["values"]: one["counts"] for one in counted.to_pylist()}


def made(people: People, gazetteer: Gazetteer | None = None) -> Columns:
    """The columns of all records; with a gazetteer places are also compared on the map.

    Raises:
        CannotLink: no list says anything that can be compared.
    """
    import numpy as np
    import pyarrow as pa

    making = _Making(people)
    has = people.columns.keys()
    _names(making, has)
    _dates(making, has)
    _sex(making, has)
    _places(making, has, gazetteer)
    _numbers(making, has)
    columns = {
        name: _numbered(column) if name.endswith(_EQUAL_OR_NOT) else column
        for name, column in making.made.items()
        if column.null_count < len(column)
    }
    if not columns:
        raise CannotLink("no list says a name, a date, a place or a number that could be compared")
    table = pa.table({
        "rec": pa.array(np.arange(len(people), dtype=np.int64)),
        "list": pa.array(np.asarray(people.list_of, dtype=np.int16)),
        **columns,
    })  # fmt: skip
    return Columns(table, tuple(making.warnings))


def _numbered(column: pa.Array) -> pa.Array:
    """Values as numbers, where only their equality matters: engines join by numbers much faster."""
    encoded = column.dictionary_encode()
    return encoded.indices


# -- names ----------------------------------------------------------------------------------------

_PARTS = tuple(part + end for part in ("given", "patronymic", "third", "family") for end in ("", "_key"))


def _names(making: _Making, has: Any) -> None:
    import pyarrow as pa

    text = pa.string()
    whole: dict[str, pa.Array] = {}
    counts = Counter[str]()
    for name in ("given", "patronymic", "father"):
        if name in has:
            counts.update(making.counts(name))
    keys = one_key_for_forms_of_a_name(counts)
    if "name" in has:
        aliases = one_key_for_forms_of_a_name(making.counts("name"))
        making.mapped(
            "name", lambda v: _whole(v, aliases),
            ("given", text), ("given_key", text), ("patronymic", text), ("patronymic_key", text),
            ("third", text), ("third_key", text), ("family", text), ("family_key", text), ("given_row", text),
        )  # fmt: skip
        if {"given", "family"} & set(has):
            # Some lists have whole names, others their parts; a row is known by what it has.
            whole = {name: making.made.pop(name) for name in _PARTS if name in making.made}
    if "given" in has:
        making.mapped(
            "given", lambda v: _given(v, keys), ("given", text), ("given_key", text), ("given_row", text)
        )
    if "family" in has:
        making.mapped("family", _joined, ("family", text), ("family_key", text))
    for name in ("patronymic", "father"):
        if name in has:
            making.mapped(name, lambda v: _given(v, keys), *((f"{name}{end}", text) for end in _ENDS))
    for name, column in (("mother", "mother"), ("grandfather", "third"), ("maiden", "maiden")):
        if name in has:
            making.mapped(name, _first, (column, text), (f"{column}_key", text))
    if "father" in making.made:
        # A father's name and a patronymic say the same of the father.
        _fill(making.made, "patronymic", "father")
    if whole:
        _by_whole_names(making.made, whole)
    if "given" in making.made and "family" in making.made:
        _put_right(making)
    if "given" in making.made:
        making.made["given_common"] = _common(making.made["given"], making.made["given_row"])


def _common(given: pa.Array, row: pa.Array) -> pa.Array:
    """The given names that stand often, or in the table of names: two of them are two names, not a slip."""
    import numpy as np

    encoded = given.dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    counts = np.bincount(codes[codes >= 0], minlength=len(encoded.dictionary))
    often = counts >= max(4, len(given) // 2000)
    known = row.is_valid().to_numpy(zero_copy_only=False)
    return _told((codes >= 0) & (np.append(often, False)[codes] | known))


def _told(chosen: np.ndarray) -> pa.Array:
    """True where chosen, null elsewhere."""
    import numpy as np
    import pyarrow as pa

    return pa.array(np.ones(len(chosen), dtype=bool), mask=~chosen)


def _by_whole_names(made: dict[str, pa.Array], whole: Mapping[str, pa.Array]) -> None:
    """The parts of a whole name, for rows that have neither a given nor a family name of their own."""
    import pyarrow as pa
    import pyarrow.compute as pc

    none = pa.nulls(len(next(iter(whole.values()))), pa.string())
    alone = pc.and_(pc.is_null(made.get("given", none)), pc.is_null(made.get("family", none)))
    for name, parts in whole.items():
        put = pc.if_else(alone, parts, made.get(name, none))
        if name in made or put.null_count < len(put):
            made[name] = put


def _fill(made: dict[str, pa.Array], column: str, by: str) -> None:
    import pyarrow.compute as pc

    for end in _ENDS:
        other = made.pop(by + end)
        made[column + end] = pc.coalesce(made[column + end], other) if column + end in made else other


def _given(value: str, keys: Mapping[str, str]) -> tuple[str, str | None, str | None] | None:
    found = words(value)
    if not found:
        return None
    if found[0].initial:
        return found[0].form[:1], None, None
    form = " ".join(word.form for word in found)
    return form, keys.get(value, found[0].skeleton), row_of_a_name(value)


def _joined(value: str) -> tuple[str, str] | None:
    found = words(value)
    return (" ".join(w.form for w in found), " ".join(w.skeleton for w in found)) if found else None


def _first(value: str) -> tuple[str, str | None] | None:
    found = words(value)
    if not found:
        return None
    return found[0].form, None if found[0].initial else found[0].skeleton


def _whole(value: str, keys: Mapping[str, str]) -> tuple[str | None, ...] | None:
    """A whole name in its parts: fathers' names by their endings, else first, middle, last."""
    found = list(words(value))
    if not found:
        return None
    father = next((word for word in found if word.father), None)
    rest = [word for word in found if word is not father]
    if father is not None and len(rest) == 2 and found.index(father) == 2:
        rest.reverse()  # Шевченко Сергій Іванович
    given = rest[0] if rest else None
    family = rest[-1] if len(rest) > 1 else None
    middle = rest[1:-1]
    if father is None and middle:
        father = middle.pop(0)
    third = middle[0] if middle else None
    parts: list[str | None] = []
    for word in (given, father, third, family):
        parts += [word.form if word else None, None if word is None or word.initial else word.skeleton]
    if given is not None and not given.initial and found[0] is given and value in keys:
        parts[1] = keys[value]
        return (*parts, row_of_a_name(value))
    return (*parts, None)


def _put_right(making: _Making) -> None:
    """Given and family names that stand in each other's column change places.

    Told by how often each word stands in either column of all lists: where both speak for it, or one does
    and the other is rare.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    given, family = making.made["given"], making.made["family"]
    both = pa.concat_arrays([given, family]).dictionary_encode()
    codes = both.indices.fill_null(-1).to_numpy()
    g, f = codes[: len(given)], codes[len(given) :]
    size = len(both.dictionary)
    as_given = np.bincount(g[g >= 0], minlength=size) + 0.5
    as_family = np.bincount(f[f >= 0], minlength=size) + 0.5
    leaning = np.append(np.log(as_family / as_given), 0.0)
    swapped = (leaning[g] - leaning[f] > 3.0) & (g >= 0) & (f >= 0)
    if not swapped.any():
        return
    mask = pa.array(swapped)
    making.made["given_row"] = pc.if_else(mask, pa.scalar(None, pa.string()), making.made["given_row"])
    for end in ("", "_key"):
        a, b = making.made[f"given{end}"], making.made[f"family{end}"]
        making.made[f"given{end}"], making.made[f"family{end}"] = (
            pc.if_else(mask, b, a),
            pc.if_else(mask, a, b),
        )


# -- dates ----------------------------------------------------------------------------------------


def _dates(making: _Making, has: Any) -> None:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = len(making.people)
    low = high = None
    if "birth" in has:
        order = making.people.orders.get("birth", "cannot tell")
        new_year = _first_of_january(making.counts("birth"))
        making.mapped(
            "birth", lambda v: _born(v, order, new_year),
            ("birth", pa.string()), ("birth_low", pa.int32()), ("birth_high", pa.int32()),
        )  # fmt: skip
        low = making.made.pop("birth_low")
        high = making.made.pop("birth_high")
    events = [name for name in _EVENTS if name in has]
    for name in events:
        order = making.people.orders.get(name, "cannot tell")
        making.mapped(
            name, partial(_day, order=order), (name, pa.int32()), (f"{name}_year", pa.int32()),
            (f"{name}_first", pa.int32()), (f"{name}_last", pa.int32()),
        )  # fmt: skip
    if events:
        told = {name: tuple(making.made.pop(f"{name}_{end}") for end in ("first", "last")) for name in events}
        making.made |= times.columns(told, {name: making.made[name] for name in events})
        making.made["event"] = pc.coalesce(*[making.made.pop(name) for name in events])
        years = pc.coalesce(*[making.made.pop(f"{name}_year") for name in events])
    else:
        years = pa.nulls(rows, pa.int32())
    if "age" in has:
        making.mapped("age", _age, ("age_low", pa.int32()), ("age_high", pa.int32()))
        known = years.drop_null().to_numpy()
        # Where a row has no date of its own, ages are told at the middle of all of them, give or take.
        middle = int(np.median(known)) if len(known) else 2000
        at = pc.fill_null(years, middle)
        slack = 0 if len(known) else 1
        from_age = (
            pc.subtract(pc.subtract(at, making.made.pop("age_high")), slack + 1),
            pc.add(pc.subtract(at, making.made.pop("age_low")), slack),
        )
        low = from_age[0] if low is None else pc.coalesce(low, from_age[0])
        high = from_age[1] if high is None else pc.coalesce(high, from_age[1])
    if low is not None and high is not None:
        wide = pc.greater(pc.subtract(high, low), 40)
        none = pa.scalar(None, pa.int32())
        making.made["born_from"] = pc.if_else(wide, none, low)
        making.made["born_to"] = pc.if_else(wide, none, high)
        # One year to bring together by: the later of the two an age leaves open.
        making.made["born_year"] = pc.if_else(
            pc.less_equal(pc.subtract(high, low), 4), making.made["born_to"], none
        )


def _first_of_january(counts: Mapping[str, int]) -> bool:
    whole = Counter[str]()
    for value, count in counts.items():
        if match := _DAY.fullmatch(value):
            whole[match[2] + match[3]] += count
    total = whole.total()
    return total >= 200 and whole["0101"] > _NEW_YEAR * total / 366


def _bounds(value: str, order: str) -> tuple[Any, Any] | None:
    from datetime import date

    if match := _DAY.fullmatch(value):
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
            return day, day
        except ValueError:
            return None
    from accounted.dates import InvalidDate, parse
    from accounted.linking.tables.values import Unclear, date_of

    try:
        told = parse(value)
    except InvalidDate:
        try:
            told = parse(date_of(value, order))
        except (Unclear, InvalidDate):
            return None
    if told.earliest is None or told.latest is None:
        return None
    return told.earliest, told.latest


def _born(value: str, order: str, new_year: bool) -> tuple[str | None, int, int] | None:
    bounds = _bounds(value, order)
    if bounds is None:
        # Digits that are no day of the calendar still say which digits stood there.
        digits = re.sub(r"\D", "", value)
        if len(digits) == 8 and 1500 < int(digits[:4]) < 2100:
            return digits, int(digits[:4]), int(digits[:4])
        return None
    first, last = bounds
    unknown_day = first != last or (new_year and (first.month, first.day) == (1, 1))
    return None if unknown_day else first.strftime("%Y%m%d"), first.year, last.year


def _day(value: str, order: str) -> tuple[int | None, ...] | None:
    bounds = _bounds(value, order)
    if bounds is None:
        return None
    first, last = bounds
    days = first.toordinal(), last.toordinal()
    return days[0] if first == last else None, last.year, *days


def _age(value: str) -> tuple[int, int] | None:
    from accounted.linking.tables.values import Unclear, ages_of

    try:
        low, high = ages_of(value)
    except Unclear:
        return None
    low = 0 if low is None else low
    return low, 125 if high is None else high


# -- the rest -------------------------------------------------------------------------------------


def _sex(making: _Making, has: Any) -> None:
    import pyarrow as pa

    from accounted.linking.tables.values import SEXES, Unclear, code_of

    def told(value: str) -> tuple[str] | None:
        try:
            return (code_of(value, SEXES),)
        except Unclear:
            return None

    if "sex" in has:
        making.mapped("sex", told, ("sex", pa.string()))


def _places(making: _Making, has: Any, gazetteer: Gazetteer | None) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pa.string()
    there = [name for name in _PLACES if name in has]
    for name in there:
        making.mapped(name, _place, (name, text), (f"{name}_key", text))
    if there:
        for end in ("", "_key"):
            making.made[f"place{end}"] = pc.coalesce(*[making.made[name + end] for name in there])
            for name in there:
                if name != "place":
                    making.made.pop(name + end)
    if gazetteer is not None:
        for column in _ON_THE_MAP:
            fields = there if column == "place" else [name for name in has if name == column]
            _on_the_map(making, column, fields, gazetteer)
    for name in (*_TEXTS, *(one for one in has if one.startswith("residence"))):
        if name in has:
            making.mapped(name, _place, (name, text), (f"{name}_key", text))


def _on_the_map(making: _Making, column: str, fields: list[str], gazetteer: Gazetteer) -> None:
    """Which place of the gazetteer each field of a column means, where most of them are known there."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kinds = {"at": pa.string(), "in": pa.string(), "lat": pa.float64(), "lon": pa.float64()}
    found: list[str] = []
    for name in fields:
        known = places.located(making.counts(name), gazetteer)
        if known:
            making.mapped(
                name,
                partial(_located, known=known),
                *((f"{name}_{end}", kind) for end, kind in kinds.items()),
            )
            found.append(name)
    for end in kinds if found else ():
        parts = [making.made.pop(f"{name}_{end}") for name in found]
        making.made[f"{column}_{end}"] = pc.coalesce(*parts)


def _located(value: str, known: Mapping[str, places.Located]) -> tuple[Any, ...] | None:
    one = known.get(value)
    return None if one is None else (one.id, one.within, one.lat, one.lon)


def _place(value: str) -> tuple[str, str] | None:
    form = text_form(value)
    if not form:
        return None
    found = words(value)
    return form, " ".join(word.skeleton for word in found) or form


def _numbers(making: _Making, has: Any) -> None:
    import pyarrow as pa

    for name in has:
        if name == "postcode" or name.startswith(("id_number", "body_number")):
            making.mapped(name, _number, (name, pa.string()))
        if name.startswith("id_number") and (scheme := numbers.scheme_of(making.counts(name))):
            making.mapped(name, partial(_right, scheme=scheme), (f"{name}_right", pa.int8()))


def _number(value: str) -> tuple[str] | None:
    kept = numbers.signs(value)
    return (kept,) if kept else None


def _right(value: str, scheme: str) -> tuple[int] | None:
    kept = numbers.signs(value)
    return (int(numbers.right(kept, scheme)),) if kept else None
