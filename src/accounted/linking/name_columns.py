"""What is compared of names: the form and skeleton of each part, and its row in the table of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from accounted.linking.forms import one_key_for_forms_of_a_name, row_of_a_name, words

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from accounted.linking.making import Making

# The columns of a name: its form, what it is brought together by, its row in the table of names.
_ENDS = ("", "_key", "_row")
_PARTS = tuple(part + end for part in ("given", "patronymic", "third", "family") for end in ("", "_key"))


def name_columns(making: Making, has: Any) -> None:
    """The columns of all parts of names."""
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


def _put_right(making: Making) -> None:
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
