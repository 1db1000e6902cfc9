"""Keys of names that are the same in every script: consonant skeletons, for bringing records together.

A skeleton keeps the classes of a word's consonants and whether it begins with a vowel; vowels, glides and
signs are written differently in every system, or not at all. It brings candidates together and decides
nothing. `VERSION` belongs in the record of every run that used keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from accounted.names.aliases import aliases, fathers
from accounted.names.sounds import VERSION, VOWELS, single, units
from accounted.names.tokens import Token, tokens

__all__ = ["VERSION", "NameKeys", "name_keys", "skeleton"]

# One letter for each class: what systems or languages write alike is one class.
_CLASS = {
    "p": "p", "b": "b", "f": "f", "v": "v", "m": "m", "n": "n", "l": "l", "r": "r", "t": "t", "θ": "t",
    "d": "d", "ð": "d", "s": "s", "z": "s", "c": "s", "š": "x", "ž": "x", "č": "x", "ŝ": "x", "g": "g",
    "h": "g", "x": "g", "k": "k", "q": "k",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameKeys:
    """The keys of a name.

    `tokens` as read (small letters, compounds joined), and for each of them `skeletons` and `roles`
    ("given", "patronymic", "family", "initial", or "" where nothing tells); `given` holds the rows of the
    alias table that the given names belong to, so that Сашко and Олександр share one.
    """

    tokens: tuple[str, ...]
    skeletons: tuple[str, ...]
    roles: tuple[str, ...]
    given: tuple[int, ...]

    @property
    def key(self) -> str:
        """One key for the whole name in whatever order: its skeletons, sorted."""
        return " ".join(sorted(self.skeletons))


def name_keys(text: str) -> NameKeys:
    """The keys of a name in any script.

    >>> name_keys("Олена Шевченко").skeletons == name_keys("Olena Shevchenko").skeletons
    True
    """
    found = tokens(text)
    given: set[int] = set()
    roles = []
    for token in found:
        role = {"initial": "initial", "son": "patronymic", "daughter": "patronymic"}.get(token.kind, "")
        if token.kind == "name":
            rows = aliases(token.letters, token.script)
            if rows and "given" not in roles:
                role = "given"
                given |= rows.names | rows.shorts
        roles.append(role)
    if roles.count("") == 1 and ("given" in roles or "initial" in roles):
        roles[roles.index("")] = "family"
    return NameKeys(
        tuple(t.letters for t in found),
        tuple(skeleton(t.stem or t.letters, t.script) for t in found),
        tuple(roles),
        tuple(sorted(given)),
    )


class _Kept(dict[str, str]):
    """What a skeleton keeps of a unit within a word: the class of a consonant, or nothing.

    A w is a vowel to Arabic and a consonant to others, a final h or j may be no sound at all.
    """

    def __missing__(self, unit: str) -> str:
        kept = self[unit] = "" if unit in ("hʔ", "vw", "jž") else _CLASS.get(unit[0], "")
        return kept


_kept = _Kept()


@lru_cache(maxsize=1 << 18)
def skeleton(letters: str, script: str) -> str:
    """The consonant classes of one cleaned word, `*` before them where it begins with a vowel."""
    word = units(letters, script)
    if not word:
        return ""
    first = word[0][0]
    if first in VOWELS or first in "AIUjʕ":
        return "*" + single("".join(map(_kept.__getitem__, word[1:])))
    if script == "-":
        return "".join(_kept[unit] or unit[0] for unit in word)
    return single("".join(map(_kept.__getitem__, word)))


def alias_key(token: Token) -> Sequence[int]:
    """The rows of the alias table a token belongs to, of the father where it is a patronymic."""
    if token.stem:
        return sorted(fathers(token.stem, token.script))
    rows = aliases(token.letters, token.script)
    return sorted(rows.names | rows.shorts)
