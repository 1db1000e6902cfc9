"""What is compared of a name: its form in one alphabet for all scripts, its skeleton to bring together by.

A form keeps the vowels and is the same for the official, press and machine transliterations of one spelling:
Григорій, Григорий, Hryhorii and Grigory are `grigori`. Unlike forms are compared letter by letter, so that a
slip of the pen costs little.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from accounted.names.keys import skeleton
from accounted.names.sounds import single, units
from accounted.names.tokens import Token, tokens

# Sounds that systems or languages write alike, as one letter.
_ONE = str.maketrans({
    "h": "g", "y": "i", "j": "i", "q": "k", "I": "i", "A": "a", "U": "u", "θ": "t", "ð": "d", "w": "v",
    # One byte for each sound: engines compare bytes.
    "ŝ": "S", "š": "S", "ž": "Z", "č": "C",
    "ʕ": None, "ʔ": None,
})  # fmt: skip
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: its form, its skeleton, whether it is an initial or names the father."""

    form: str
    skeleton: str
    initial: bool = False
    father: bool = False


_read = lru_cache(maxsize=1 << 16)(tokens)


@lru_cache(maxsize=1 << 18)
def _word(token: Token) -> Word:
    father = token.kind in ("son", "daughter")
    letters = token.stem or token.letters if father else token.letters
    form = _form(letters, token.script)
    key = skeleton(letters, token.script) or form
    return Word(form[:LONGEST], key[:LONGEST], token.kind == "initial", father)


class _Letters(dict[str, str]):
    """The letter of the one alphabet for each unit."""

    def __missing__(self, unit: str) -> str:
        letter = self[unit] = unit[0].translate(_ONE)
        return letter


_letter = _Letters()


def _form(letters: str, script: str) -> str:
    return single("".join(map(_letter.__getitem__, units(letters, script)))) or letters


def words(name: str) -> tuple[Word, ...]:
    """The words of a name as written.

    >>> [w.form for w in words("Григорій Ходський")] == [w.form for w in words("Hryhorii Khodskyi")]
    True
    """
    return tuple(_word(token) for token in _read(name))


def text_form(text: str) -> str:
    """The form of a place, an address or a trade: of each word, numbers as they are."""
    made = []
    for part in text.casefold().split()[:12]:
        if any(c.isdigit() for c in part):
            made.append("".join(c for c in part if c.isalnum()))
        else:
            made += [word.form for word in words(part)]
    return " ".join(made)[: 2 * LONGEST]


def one_key_for_forms_of_a_name(counts: Mapping[str, int]) -> dict[str, str]:
    """For given names as written, the skeleton they are brought together by.

    Names of one row of the table of aliases (Сашко and Олександр, Микола and Николай) take the skeleton that
    is most frequent among them; a name in no row keeps its own.
    """
    from accounted.names.keys import alias_key

    rows: dict[str, tuple[int, ...]] = {}
    weigh: dict[int, Counter[str]] = defaultdict(Counter)
    own: dict[str, str] = {}
    for name, count in counts.items():
        found = _read(name)
        if not found or found[0].kind == "initial":
            continue
        own[name] = _word(found[0]).skeleton
        rows[name] = tuple(alias_key(found[0]))
        for row in rows[name]:
            weigh[row][own[name]] += count
    best = {row: _most(skeletons) for row, skeletons in weigh.items()}
    kept = {}
    for name, key in own.items():
        among = rows[name]
        kept[name] = _most(Counter({best[row]: weigh[row].total() for row in among})) if among else key
    return kept


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda one: (-counts[one], one))


def row_of_a_name(name: str) -> str | None:
    """The row of the table of aliases a given name belongs to, if to one alone.

    Names of two rows are two names, even where their skeletons are the same (Аліна and Олена).
    """
    from accounted.names.keys import alias_key

    found = _read(name)
    if not found or found[0].kind != "name":
        return None
    rows = alias_key(found[0])
    return str(rows[0]) if len(rows) == 1 else None
