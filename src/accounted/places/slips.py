"""Names that are a slip or two of the pen away, in the lists of names by script or country and by length."""

from __future__ import annotations

from collections.abc import Mapping

from accounted.places.edits import edit_distance, letters_mask
from accounted.places.folding import script_of
from accounted.places.layout import LENGTHS, SCRIPTS


class Slips:
    """The names in which slips are looked for: those of each country, and the well known of each script."""

    def __init__(self, sections: Mapping[str, memoryview]) -> None:
        s = sections
        self._keys, self._key_ends = s["keys"], s["key_ends"]
        self._listed, self._turned = s["near_keys"], s["near_turned"]
        self._masks, self._ends = s["near_masks"], s["near_ends"]

    def near(self, key: str, distance: int, country: int | None = None) -> list[tuple[int, int]]:
        """Edit distance (1 to `distance`) and number of each key that is so near to a key.

        With a country number, every key of it; without, those of well-known places in the script of the key.
        """
        group = SCRIPTS.index(script_of(key)) if country is None else len(SCRIPTS) + country
        mask, bits = letters_mask(key), 2 * distance
        found = []
        for length in range(max(0, len(key) - distance), min(LENGTHS, len(key) + distance + 1)):
            bucket = group * LENGTHS + length
            first, end = self._ends[bucket - 1] if bucket else 0, self._ends[bucket]
            masks = self._masks
            if distance > 1:
                likely = [at for at in range(first, end) if (masks[at] ^ mask).bit_count() <= bits]
            else:
                likely = [
                    at
                    for at in self._with_half(key, length, first, end)
                    if (masks[at] ^ mask).bit_count() <= bits
                ]
            for at in likely:
                number: int = self._listed[at]
                away = edit_distance(key, self._key(number), distance)
                if 0 < away <= distance:
                    found.append((away, number))
        return found

    def _with_half(self, key: str, length: int, first: int, end: int) -> list[int]:
        """Where in a list of keys of one length those stand that may be one slip away, in order.

        One slip leaves the first or the latter half of a name as it is, but where the two letters in the
        middle have changed places.
        """
        half = length // 2
        found = set(self._beginning(key[:half], first, end, False))
        found.update(self._beginning(key[::-1][: length - half], first, end, True))
        if 0 < half < len(key):
            changed = key[: half - 1] + key[half] + key[half - 1]
            found.update(self._beginning(changed, first, end, False))
        return sorted(found)

    def _beginning(self, start: str, first: int, end: int, backwards: bool) -> list[int]:
        """Where the keys of a list stand that begin so, or that do so when read backwards."""
        low, high = first, end
        while low < high:
            middle = (low + high) // 2
            if self._read(middle, first, backwards) < start:
                low = middle + 1
            else:
                high = middle
        found = []
        while low < end and self._read(low, first, backwards).startswith(start):
            found.append(first + self._turned[low] if backwards else low)
            low += 1
        return found

    def _read(self, at: int, first: int, backwards: bool) -> str:
        """The key at a place of one of the two orders of a list that begins at `first`."""
        if backwards:
            return self._key(self._listed[first + self._turned[at]])[::-1]
        return self._key(self._listed[at])

    def _key(self, n: int) -> str:
        return str(self._keys[self._key_ends[n - 1] if n else 0 : self._key_ends[n]], "utf-8")
