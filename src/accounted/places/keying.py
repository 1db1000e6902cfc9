"""The keys of the index: under which forms a place is found, and the tables that find them."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from accounted.places.edits import letters_mask
from accounted.places.folding import ARTICLES, fold_plain, plain, script_of, skeleton
from accounted.places.inflection import adjective_lemma
from accounted.places.layout import (
    ADJECTIVE,
    ALTERNATE,
    BARE,
    LENGTHS,
    NAME,
    PROMINENT_WEIGHT,
    SCRIPTS,
    SKELETON,
)
from accounted.places.levels import take_apart
from accounted.places.material import Row

# Romanised from another script, so that a press spelling may differ by romanisation alone.
ROMANISED: Final = frozenset((
    "UA", "RU", "BY", "BG", "MK", "RS", "ME", "BA", "KZ", "KG", "UZ", "TJ", "TM", "MN", "GE", "AM", "AZ",
))  # fmt: skip
# Where names carry the Arabic article, which writers add and leave out.
ARABIC: Final = frozenset((
    "SY", "IQ", "YE", "LY", "SD", "SS", "EG", "JO", "LB", "PS", "SA", "OM", "AE", "QA", "BH", "KW", "TN",
    "DZ", "MA", "MR", "SO", "TD",
))  # fmt: skip


def entries(number: int, row: Row) -> Iterator[bytes]:
    """Each key of a place, followed by a zero byte and the eight bytes of its posting."""
    base = number << 36
    romanised = row.country in ROMANISED
    role = NAME
    for name in (row.name, *row.names):
        form = plain(name)
        if key := fold_plain(form):
            yield _entry(key, base, role, form)
            first, _, rest = key.partition(" ")
            if rest and first in ARTICLES and row.country in ARABIC:
                yield _entry(rest, base, BARE, rest)
            if romanised and key.isascii():
                yield _entry("~" + skeleton(key), base, SKELETON, form)
        role = ALTERNATE
        if row.kind in ("region", "district"):
            wording = take_apart(name, directions=False)
            if wording.level is not None:
                core = plain(wording.core)
                yield _entry(fold_plain(core), base, BARE, core)
                if lemma := adjective_lemma(core):
                    yield _entry(fold_plain(lemma), base, ADJECTIVE, lemma)
    for adjective in row.adjectives:
        form = plain(adjective)
        yield _entry(fold_plain(form), base, ADJECTIVE, form)


def _entry(key: str, base: int, role: int, form: str) -> bytes:
    return key.encode() + b"\0" + (base | role << 32 | zlib.crc32(form.encode())).to_bytes(8, "big")


def tables(entries: list[bytes], weights: array[int], countries: array[int]) -> dict[str, array[int]]:
    """Distinct keys in order, their postings (heaviest place first), a hash table, lists for typo search.

    `entries` is emptied on the way: it is most of the memory of a build.
    """
    entries.sort(reverse=True)
    keys, key_ends, hashes = bytearray(), array("I"), array("I")
    postings, posting_ends = array("Q"), array("I")
    near = array("Q")
    masks = array("I")
    turned: list[bytes] = []  # the keys backwards
    while entries:
        entry = entries.pop()
        key, found = entry[:-9], {int.from_bytes(entry[-8:], "big")}
        while entries and entries[-1][:-9] == key:
            found.add(int.from_bytes(entries.pop()[-8:], "big"))
        ordered = (
            sorted(found, key=lambda posting: (-weights[posting >> 36], posting)) if len(found) > 1 else found
        )
        postings.extend(ordered)
        posting_ends.append(len(postings))
        number = len(key_ends)
        keys += key
        key_ends.append(len(keys))
        hashes.append(zlib.crc32(key))
        text = key.decode()
        masks.append(letters_mask(text))
        turned.append(text[::-1].encode())
        for group in _typo_groups(text, found, weights, countries):
            near.append((group * LENGTHS + len(text)) << 32 | number)
    return {
        "keys": array("B", bytes(keys)),
        "key_ends": key_ends,
        "slots": _slots(hashes),
        "postings": postings,
        "posting_ends": posting_ends,
        **_typo_lists(near, masks, turned),
    }


def _slots(hashes: array[int]) -> array[int]:
    """Open addressing: slot → number of the key + 1, or 0; a taken slot passes to the next."""
    size = 1 << (len(hashes) * 3 // 2).bit_length()
    slots = array("I", bytes(4 * size))
    for number, value in enumerate(hashes):
        slot = value & (size - 1)
        while slots[slot]:
            slot = (slot + 1) & (size - 1)
        slots[slot] = number + 1
    return slots


def _typo_groups(key: str, postings: set[int], weights: array[int], countries: array[int]) -> Iterator[int]:
    """The lists a key is entered in: one per country, and that of its script for places of weight."""
    if not 4 <= len(key) < LENGTHS or key[0] == "~" or (script := script_of(key)) == "other":
        return
    places = {posting >> 36 for posting in postings if (posting >> 32) & 15 != ADJECTIVE}
    yield from {len(SCRIPTS) + countries[place] for place in places}
    if any(weights[place] >= PROMINENT_WEIGHT for place in places):
        yield SCRIPTS.index(script)


def _typo_lists(near: array[int], masks: array[int], turned: list[bytes]) -> dict[str, array[int]]:
    """The lists end to end, by group and length, with the set of letters of each key beside it.

    Each is in the order of its keys, and once more in the order of the keys backwards: names that begin
    alike stand together in the first, names that end alike in the second.
    """
    near_keys, near_masks, near_ends = array("I"), array("I"), array("I")
    near_turned = array("I")  # where in the list of its group and length
    listed = sorted(near)
    for bucket, values in groupby(listed, key=lambda value: value >> 32):
        while len(near_ends) < bucket:
            near_ends.append(len(near_keys))
        numbers = [value & 0xFFFFFFFF for value in values]
        near_turned.extend(sorted(range(len(numbers)), key=lambda at: turned[numbers[at]]))
        near_keys.extend(numbers)
        near_masks.extend(masks[number] for number in numbers)
    while len(near_ends) < (len(SCRIPTS) + 256) * LENGTHS:
        near_ends.append(len(near_keys))
    return {
        "near_keys": near_keys,
        "near_turned": near_turned,
        "near_masks": near_masks,
        "near_ends": near_ends,
    }
