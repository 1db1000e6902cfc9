"""From an inflected or adjectival word back to the forms a name may have: suffix rules, kept as data.

`data/forms.tsv` holds, per language, an ending, what stands in its place in the name, and whether the
form is a case of the name or an adjective made from it. The rules offer forms; only those the gazetteer
knows count, so a rule may be generous.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import product
from typing import Final, NamedTuple

from accounted.places.levels import data_lines

SHORTEST_STEM: Final = 2
WHOLE: Final = 4
"""Letters from which an ending may be the whole word (`розі` → `ріг`)."""


class Form(NamedTuple):
    """A form a name may have, and how the written word was made from it."""

    name: str
    how: str  # "inflected" or "adjective"


@cache
def _rules() -> dict[str, tuple[Form, ...]]:
    """Ending → what may stand in its place, in the order of the file."""
    rules: dict[str, list[Form]] = {}
    for how, _, ending, replacements in data_lines("forms.tsv"):
        if how != "lemma":
            rules.setdefault(ending.strip("-"), []).extend(
                Form(r.strip("-"), how) for r in replacements.split("|")
            )
    return {ending: tuple(dict.fromkeys(forms)) for ending, forms in rules.items()}


@cache
def _lemmas() -> tuple[tuple[str, str], ...]:
    """Adjective endings, longest first, with the ending of the masculine nominative."""
    pairs = [(ending, r) for how, _, ending, r in data_lines("forms.tsv") if how == "lemma"]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=20_000)
def adjective_lemma(word: str) -> str | None:
    """The masculine nominative of a Cyrillic adjective in -ськ-, -ск-, -цьк-: `харківської` → `харківський`.

    None for a word that is no such adjective.
    """
    for ending, lemma in _lemmas():
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + lemma
    return None


@lru_cache(maxsize=20_000)
def word_forms(word: str) -> tuple[Form, ...]:
    """The forms of name that one plain word may stand for, likeliest ending (the longest) first."""
    found: dict[str, str] = {}
    rules = _rules()
    lemma = adjective_lemma(word)
    if lemma and lemma != word:
        found.setdefault(lemma, "inflected")
    for source in dict.fromkeys((word, lemma or word)):
        for size in range(min(8, len(source)), -1, -1):
            if len(source) - size < SHORTEST_STEM and size < WHOLE:
                continue
            ending = source[len(source) - size :]
            for form in rules.get(ending, ()):
                name = source[: len(source) - size] + form.name
                if name != word:
                    found.setdefault(name, form.how)
    return tuple(Form(name, how) for name, how in found.items())


@lru_cache(maxsize=20_000)
def forms(name: str, limit: int = 64) -> tuple[Form, ...]:
    """The forms of a plain name of one or more words: `кривому розі` → …, `кривий ріг`, …

    In a name of several words each may be inflected; at most `limit` are offered.
    """
    words = name.split()
    if len(words) == 1:
        return word_forms(name)[:limit]
    choices = [(Form(word, ""), *word_forms(word)[:10]) for word in words[:4]]
    found: dict[str, str] = {}
    for combination in product(*choices):
        text = " ".join([*(form.name for form in combination), *words[4:]])
        if text != name:
            hows = {form.how for form in combination}
            found.setdefault(text, "adjective" if "adjective" in hows else "inflected")
            if len(found) >= limit * 8:
                break
    return tuple(Form(text, how) for text, how in found.items())
