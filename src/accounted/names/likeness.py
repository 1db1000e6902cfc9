"""Whether two names in one document may be one person's, and why.

This serves reading, where "Serhiy Bolvinov" and "Bolvinov" or "Serhii Bolnivov" stand in one text. It
compares what is written, nothing else; finding one person in two million records is the work of
`accounted.linking`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from accounted.names.folding import folded, sounded
from accounted.names.persons import PersonName, known_given_names, parse_name, patronymic_endings
from accounted.names.scripts import script_of
from accounted.names.transliteration import SYSTEMS, Derived, NoTable, is_cyrillic, transliterate

POSSIBLE = 0.75
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are (0 to 1), whether they may be one person's, and the reasons, word by word."""

    score: float
    possible: bool
    reasons: tuple[str, ...]


def variants(name: PersonName | str, *, comparison: bool = True) -> tuple[Derived, ...]:
    """Every form of a name in every system, each form once with the first system that gives it.

    Cyrillic is read as each language its letters allow. Names in other scripts give only themselves without
    marks. `comparison=False` leaves the press habits out.
    """
    text = name.bare if isinstance(name, PersonName) else name
    made: dict[str, Derived] = {}
    if not is_cyrillic(text):
        plain = " ".join(_bare_of_marks(w) for w in text.split())
        return () if plain == text else (Derived(plain, "without_marks", "", text),)
    given = name.languages if isinstance(name, PersonName) and name.languages else ("uk", "ru")
    for language in [lang for lang in given if lang in ("uk", "ru")] or ["uk", "ru"]:
        for system, known in SYSTEMS.items():
            if known.comparison_only and not comparison:
                continue
            try:
                derived = transliterate(text, system, language)
            except NoTable:
                continue
            made.setdefault(derived.text, derived)
    return tuple(made.values())


def same_name_possible(a: PersonName | str, b: PersonName | str) -> Likeness:
    """Whether two names may be one person's: each word of the shorter needs its like in the longer.

    Titles do not count. A family name alone is possibly the person whose family name it is; a given name
    alone says too little.
    """
    first, second = _name(a), _name(b)
    short, long_ = sorted((_words(first), _words(second)), key=len)
    if not short:
        return Likeness(0.0, False, ("no words to compare",))
    if len(long_) > _MOST_WORDS:
        long_ = long_[:_MOST_WORDS]
        short = short[:_MOST_WORDS]
    best: tuple[float, tuple[tuple[float, str], ...]] = (-1.0, ())
    for order in permutations(long_, len(short)):
        pairs = tuple(_alike(x, y) for x, y in zip(short, order, strict=True))
        total = sum(score for score, _ in pairs)
        if total > best[0]:
            best = (total, pairs)
    pairs = best[1]
    reasons = [reason for _, reason in pairs]
    score = best[0] / len(short)
    left = len(long_) - len(short)
    if left:
        score *= 0.95
        reasons.append(f"{left} word{'s' if left > 1 else ''} of the longer name not in the shorter")
    if len(short) == 1 and len(long_) > 1:
        score *= 0.9
        if folded(short[0]) in known_given_names():
            reasons.append("a given name alone")
            return Likeness(round(min(score, 0.5), 3), False, tuple(reasons))
    if any(all(len(folded(w)) <= 2 for w in words) for words in (short, long_)):
        return Likeness(round(min(score, 0.5), 3), False, (*reasons, "only initials"))
    possible = score >= POSSIBLE and all(s >= 0.6 for s, _ in pairs)
    return Likeness(round(score, 3), possible, tuple(reasons))


def _name(name: PersonName | str) -> PersonName:
    return name if isinstance(name, PersonName) else parse_name(name)


def _words(name: PersonName) -> list[str]:
    words: list[str] = []
    for word in name.bare.replace(",", " ").split():
        # "С.В." is two initials.
        initials = [p for p in word.split(".") if p]
        words += [p + "." for p in initials] if "." in word and all(len(p) <= 2 for p in initials) else [word]
    return [w for w in words if folded(w)]


@lru_cache(maxsize=65536)
def _alike(a: str, b: str) -> tuple[float, str]:
    """How alike two words are, and why. Symmetric."""
    a, b = sorted((a, b))
    if a.casefold() == b.casefold():
        return 1.0, f"{a} = {b}"
    if folded(a) == folded(b):
        return 0.98, f"{a} = {b} without marks"
    if _initial(a, b) or _initial(b, a):
        return 0.75, f"{a} ~ {b}: an initial"
    groups = known_given_names()
    if groups.get(folded(a), frozenset()) & groups.get(folded(b), frozenset()):
        return 0.95, f"{a} ~ {b}: one given name in two languages or romanisations"
    forms_a, forms_b = _latin(a), _latin(b)
    common = sorted(set(forms_a) & set(forms_b))
    if common:
        return 0.95, f"{a} ~ {b}: {forms_a[common[0]] or forms_b[common[0]]}"
    if _sounds(a) & _sounds(b):
        return 0.9, f"{a} ~ {b}: alike in another romanisation"
    fathers = groups.get(_father(a), frozenset()) & groups.get(_father(b), frozenset())
    if fathers:
        return 0.9, f"{a} ~ {b}: one father's name in two languages"
    known = [folded(w) in groups for w in (a, b)]
    # Two different given names are two people, however few letters they differ in.
    if all(known):
        return 0.0, f"{a} ≠ {b}: two given names"
    if any(known):
        off = min(_distance(x, y) for x in forms_a for y in forms_b)
        return (0.8, f"{a} ~ {b}: 1 letter off") if off <= 1 else (0.0, f"{a} ≠ {b}")
    return _misspelt(a, b)


def _father(patronymic: str) -> str:
    """The given name a father's name is made of, or the word itself: Володимирівна, володимир."""
    word = folded(patronymic)
    return next(
        (word[: -len(e)] for e in patronymic_endings() if word.endswith(e) and len(word) > len(e) + 2), word
    )


def _initial(short: str, whole: str) -> bool:
    letter = folded(short.rstrip("."))
    if len(letter) > 2 or not (short.endswith(".") or (len(short) == 1 and short.isupper())):
        return False
    return any(x.startswith(y) for x in _latin(whole) for y in _latin(letter)) or folded(whole).startswith(
        letter
    )


@lru_cache(maxsize=16384)
def _latin(word: str) -> dict[str, str]:
    """The folded Latin forms of a word, and what made each of them."""
    if script_of(word) != "Cyrl":
        return {folded(word): ""}
    made: dict[str, str] = {}
    for derived in variants(word):
        made.setdefault(folded(derived.text), f"{derived.system} ({derived.language})")
    return made


@lru_cache(maxsize=16384)
def _sounds(word: str) -> frozenset[str]:
    if script_of(word) != "Cyrl":
        return frozenset([sounded(word)])
    return frozenset(sounded(derived.text) for derived in variants(word))


def _misspelt(a: str, b: str) -> tuple[float, str]:
    longest = max(len(folded(a)), len(folded(b)))
    allowed = 0 if longest < 5 else 1 if longest < 8 else 2
    off = min(_distance(x, y) for x in _sounds(a) for y in _sounds(b))
    if off <= allowed:
        letters = "letter" if off == 1 else "letters"
        return (0.8 if off <= 1 else 0.7), f"{a} ~ {b}: {off} {letters} off"
    return 0.0, f"{a} ≠ {b}"


def _distance(a: str, b: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment)."""
    two_back: list[int] = []
    before = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, two_back[j - 2] + 1)
            row.append(cost)
        two_back, before = before, row
    return before[-1]


def _bare_of_marks(word: str) -> str:
    """Without marks but with its capitals."""
    plain = folded(word)
    return plain.upper() if word.isupper() else plain.capitalize() if word[:1].isupper() else plain
