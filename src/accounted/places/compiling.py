"""Build the compact index from its material. Done once per installation, then cached."""

from __future__ import annotations

import math
import zlib
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from statistics import median

from accounted.places import material
from accounted.places.edits import letters_mask
from accounted.places.folding import fold_plain, plain, script_of, skeleton
from accounted.places.inflection import adjective_lemma
from accounted.places.layout import (
    ADJECTIVE,
    ALTERNATE,
    BARE,
    KINDS,
    LENGTHS,
    NAME,
    NO_PARENT,
    NO_POINT,
    PROMINENT,
    SCRIPTS,
    SKELETON,
    pack,
)  # fmt: skip
from accounted.places.levels import take_apart
from accounted.places.material import Row

# Romanised from another script, so that a press spelling may differ by romanisation alone.
ROMANISED = frozenset(["UA", "RU", "BY", "BG", "MK", "RS", "ME", "BA", "KZ", "KG", "UZ", "TJ", "TM", "MN", "GE", "AM", "AZ"])


def weight_of(population: float, kind: str) -> int:
    """How much a place outweighs others of its name, 0–255: 20 per power of ten of its inhabitants.

    A region counts for a tenth of its people, a district for a hundredth, so that a bare name means the
    town (Kharkiv, Sumy) unless the town is a small part of it (Punjab).
    """
    share = {"region": 0.1, "district": 0.01}.get(kind, 1.0)
    return min(255, round(20 * math.log10(population * share + 1)))


def compile_index() -> bytes:
    """The bytes of the index, the same for the same material."""
    keys: list[bytes] = []
    rows: list[Row] = []
    for row in _in_order():
        keys += _postings(len(rows), row)
        row.names, row.adjectives = [], []  # they live on in the keys; this is most of the memory
        rows.append(row)
    order = {row.id: n for n, row in enumerate(rows)}
    parents = array("I", (order.get(row.parent, NO_PARENT) for row in rows))
    people = _people(rows, parents)
    weights = array("B", (weight_of(people[n], row.kind) for n, row in enumerate(rows)))
    _centre(rows, parents)
    kinds = [row.kind for row in rows]
    starts = array("I", [kinds.index(kind) for kind in KINDS] + [len(rows)])
    countries = array("B", (order[f"iso:{row.country}"] for row in rows))
    names, name_ends = _blob(row.name for row in rows)
    facts, fact_ends = _blob(
        "|".join((row.iso3166_2, row.pcode, row.katotth, row.unit, row.members)).rstrip("|") for row in rows
    )
    ids, id_ends = _blob(row.id for row in rows[: starts[3]])
    by_geonames = sorted((row.geonames, n) for n, row in enumerate(rows) if row.geonames)
    sections: dict[str, array[int]] = {
        "starts": starts,
        "geonames": array("I", (row.geonames for row in rows)),
        "geonames_sorted": array("I", (gid for gid, _ in by_geonames)),
        "geonames_place": array("I", (n for _, n in by_geonames)),
        "country": countries,
        "parent": parents,
        "weight": weights,
        "population": array("I", (row.population for row in rows)),
        "lat": array("i", (_degrees(row.lat) for row in rows)),
        "lon": array("i", (_degrees(row.lon) for row in rows)),
        "names": names,
        "name_ends": name_ends,
        "facts": facts,
        "fact_ends": fact_ends,
        "ids": ids,
        "id_ends": id_ends,
    }
    sections |= _table_of_keys(keys, weights, countries)
    return pack({name: (part.typecode, part.tobytes()) for name, part in sections.items()}, material.facts())


def _in_order() -> Iterator[Row]:
    """Countries, regions, districts, settlements: each kind is one stretch of the index."""
    yield from material.countries()
    yield from material.areas()
    region_ids: dict[str, str] = {}
    for code, row in material.regions():
        if code:
            region_ids[code] = row.id
        yield row
    district_ids: dict[str, str] = {}
    for code, row in material.districts(region_ids):
        district_ids[code] = row.id
        yield row
    yield from material.settlements(region_ids, district_ids)


def _postings(n: int, row: Row) -> Iterator[bytes]:
    """Each key of a place, followed by a zero byte and the posting."""

    def posting(form: str, role: int, key: str = "") -> bytes:
        value = n << 36 | role << 32 | zlib.crc32(form.encode())
        return (key or fold_plain(form)).encode() + b"\0" + value.to_bytes(8, "big")

    for place_in_list, name in enumerate([row.name, *row.names]):
        form = plain(name)
        key = fold_plain(form)
        if not key:
            continue
        yield posting(form, ALTERNATE if place_in_list else NAME, key)
        if row.kind in ("region", "district"):
            bare = take_apart(name, directions=False)
            if bare.level is not None:
                core = plain(bare.core)
                yield posting(core, BARE)
                if lemma := adjective_lemma(core):
                    yield posting(lemma, ADJECTIVE)
        if row.country in ROMANISED and key.isascii():
            yield posting(form, SKELETON, "~" + skeleton(key))
    for adjective in row.adjectives:
        yield posting(plain(adjective), ADJECTIVE)


def _people(rows: list[Row], parents: array[int]) -> list[int]:
    """The inhabitants of each place; of a region or district, those of its listed settlements."""
    people = [row.population for row in rows]
    for n, row in enumerate(rows):
        if row.kind == "settlement":
            above = parents[n]
            while above != NO_PARENT and rows[above].kind != "country":
                people[above] += row.population
                above = parents[above]
    for n, row in enumerate(rows):
        if row.members:
            members = row.members.split()
            people[n] = sum(people[m] for m, unit in enumerate(rows) if unit.iso3166_2 in members)
    return people


def _centre(rows: list[Row], parents: array[int]) -> None:
    """Give a unit without a point the median point of its settlements."""
    inside: dict[int, list[Row]] = {}
    for n, row in enumerate(rows):
        if row.kind == "settlement":
            above = parents[n]
            while above != NO_PARENT:
                inside.setdefault(above, []).append(row)
                above = parents[above]
    for n, towns in inside.items():
        if rows[n].lat is None:
            rows[n].lat = median(town.lat or 0.0 for town in towns)
            rows[n].lon = median(town.lon or 0.0 for town in towns)


def _degrees(value: float | None) -> int:
    return NO_POINT if value is None else round(value * 100_000)


def _blob(texts: Iterable[str]) -> tuple[array[int], array[int]]:
    """Texts end to end, and where each ends."""
    data, ends = bytearray(), array("I")
    for text in texts:
        data += text.encode()
        ends.append(len(data))
    return array("B", bytes(data)), ends


def _table_of_keys(keys: list[bytes], weights: array[int], countries: array[int]) -> dict[str, array[int]]:
    """Distinct keys in order, their postings (heaviest place first), a hash table, lists for typo search."""
    keys.sort()
    blob, key_ends = bytearray(), array("I")
    postings, posting_ends = array("Q"), array("I")
    hashes = array("I")
    near: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for key, group in groupby(keys, key=lambda entry: entry[:-9]):
        found = {int.from_bytes(entry[-8:], "big") for entry in group}
        postings.extend(sorted(found, key=lambda p: (-weights[p >> 36], p)))
        posting_ends.append(len(postings))
        blob += key
        key_ends.append(len(blob))
        hashes.append(zlib.crc32(key))
        _list_for_typos(len(key_ends) - 1, key.decode(), found, weights, countries, near)
    size = 1 << (len(hashes) * 3 // 2).bit_length()
    slots = array("I", bytes(4 * size))
    for n, value in enumerate(hashes):
        slot = value & (size - 1)
        while slots[slot]:
            slot = (slot + 1) & (size - 1)
        slots[slot] = n + 1
    near_keys, near_masks, near_ends = array("I"), array("I"), array("I")
    for group_number in range(len(SCRIPTS) + 256):
        for length in range(LENGTHS):
            for n, mask in near.get((group_number, length), ()):
                near_keys.append(n)
                near_masks.append(mask)
            near_ends.append(len(near_keys))
    return {
        "keys": array("B", bytes(blob)), "key_ends": key_ends, "slots": slots,
        "postings": postings, "posting_ends": posting_ends,
        "near_keys": near_keys, "near_masks": near_masks, "near_ends": near_ends,
    }  # fmt: skip


def _list_for_typos(
    n: int, key: str, postings: set[int], weights: array[int], countries: array[int],
    near: dict[tuple[int, int], list[tuple[int, int]]],
) -> None:  # fmt: skip
    """Enter a key in the list of its country and, if a place of weight bears it, of its script."""
    if not 4 <= len(key) < LENGTHS or key[0] == "~":
        return
    mask = letters_mask(key)
    places = [p >> 36 for p in postings if (p >> 32) & 15 != ADJECTIVE]
    for country in {countries[place] for place in places}:
        near.setdefault((len(SCRIPTS) + country, len(key)), []).append((n, mask))
    heavy = weight_of(PROMINENT, "settlement")
    if any(weights[place] >= heavy for place in places):
        near.setdefault((SCRIPTS.index(script_of(key)), len(key)), []).append((n, mask))
