"""Words as they are searched: one form for the ways of writing one word, in every script.

Ukrainian and Russian share letters that differ only by habit of the hand or the language (і и ы, є е э ё):
here they are one. Arabic loses its article and signs, Latin its marks. A word is known by what stays when its
ending is taken off (`stem`), a name by its consonants (`accounted.names.keys`) whatever script it is in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from accounted.names.keys import skeleton
from accounted.names.tokens import tokens as name_tokens

VERSION = "4"
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`\u0300-\u036f\u0640\u064b-\u065f\u0670]+[^\W_]+)*[\u064b-\u065f\u0670]*")
_APOSTROPHES = re.compile(r"['’ʼ`\u0640ьъ]")
_ALIKE = str.maketrans({
    "є": "е", "э": "е", "ё": "е", "і": "и", "ї": "и", "ы": "и", "й": "и", "ґ": "г", "ў": "у",
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ک": "ك",
})  # fmt: skip
_ARTICLE = re.compile(r"^(?:[وبكف]?ال|لل)(?=.{3})")
_LONGEST = 40

# Endings of nouns, adjectives and verbs in one form for Ukrainian and Russian, each stripped once or twice.
_CYRILLIC = (
    "остями иями ости ость ували овали ували ували ених ений еними ания ення ання ення ями ами ого ему ому "
    "ими его ати яти ити ела али яли или ела ала яла ила ело ало яло ило ано яно ено ах ях ам ям ов ев ив "
    "ом ем им ою ею ию ия ии ие их ои еи ая яя ое ее ую юю ав яв а я о е у ю и"
)
_LATIN = "ments ment ings ing ions ion ies ied edly ed es s ly y e"
_ARABIC = "ات ون ين ان ها هم ه ي"
_ENDINGS = {
    script: tuple(sorted(set(told.split()), key=lambda ending: -len(ending)))
    for script, told in (("c", _CYRILLIC), ("l", _LATIN), ("a", _ARABIC))
}


class Word(NamedTuple):
    """A word of a text: its form for searching (its stem), and where it stands."""

    form: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order."""
    for found in _WORD.finditer(text):
        form = stem(folded(found[0]))
        if form:
            yield Word(form, found.start(), found.end())


@lru_cache(maxsize=1 << 17)
def folded(word: str) -> str:
    """One form for the ways to write a word; empty where no letter stays."""
    small = word.casefold()
    if small.isascii():
        return (small if small.isalnum() else "".join(c for c in small if c.isalnum()))[:_LONGEST]
    plain = unicodedata.normalize(
        "NFKD", _APOSTROPHES.sub("", unicodedata.normalize("NFC", small)).translate(_ALIKE)
    )
    plain = "".join(c for c in plain if c.isalnum()).translate(_ALIKE)
    return _ARTICLE.sub("", plain)[:_LONGEST]


@lru_cache(maxsize=1 << 17)
def stem(form: str) -> str:
    """What stays of a folded word without its ending: never less than four letters (of Arabic, three)."""
    first = form[:1]
    if not first.isalpha():
        return form
    script = "c" if "а" <= first <= "я" else "l" if first.isascii() else "a" if "ء" <= first <= "ي" else ""
    if not script:
        return form
    least = 3 if script == "a" else 4
    for _ in range(2):
        for ending in _ENDINGS[script]:
            if form.endswith(ending) and len(form) - len(ending) >= least - (
                script == "l" and ending == "ies"
            ):
                form = form[: -len(ending)] + ("y" if ending in ("ies", "ied") else "")
                break
        else:
            break
        if script != "c":
            break
    return form[:-1] if script == "l" and len(form) > 3 and form.endswith("y") else form


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """The key of a word taken for a name, the same in every script; empty where it says too little."""
    found = name_tokens(word)
    if len(found) != 1 or found[0].kind == "initial":
        return ""
    key = skeleton(found[0].stem or found[0].letters, found[0].script)
    return key.replace("*", "0") if key.isascii() and key.replace("*", "").isalnum() and len(key) > 1 else ""


# Arabic has no p and no v, and writes b and f for them. A word is kept under its key; and, where those
# letters are in it, under one more: `1` before what Arabic would write, `2` before what Arabic did write.
_IN_ARABIC = str.maketrans("pv", "bf")


# German and Polish write w and ch for what English writes v and kh; to others w is a vowel, which a key
# leaves out, and ch another consonant. So such a word is known by the keys of both ways to say it.
_CH = re.compile(r"(?<![stc])ch")


def _said(letters: str) -> tuple[str, ...]:
    ways = [letters, letters.replace("w", "v")]
    return tuple(dict.fromkeys([*ways, *(_CH.sub("kh", one) for one in ways)]))


def _kept_under(key: str, word: str) -> set[str]:
    if "\u0600" <= word[:1] <= "\u06ff":
        return {key, f"2{key}"} if "b" in key or "f" in key else {key}
    told = key.translate(_IN_ARABIC)
    return {key} if told == key else {key, f"1{told}"}


def sounds_asked(word: str) -> tuple[str, ...]:
    """The keys under which a name may be kept that is asked for by this word."""
    return tuple(dict.fromkeys(key for one in _said(word.casefold()) for key in _asked_under(one)))


def _asked_under(word: str) -> tuple[str, ...]:
    key = sound(word)
    if not key:
        return ()
    if "\u0600" <= word[:1] <= "\u06ff":
        return (key, f"1{key}") if "b" in key or "f" in key else (key,)
    told = key.translate(_IN_ARABIC)
    return (key,) if told == key else (key, f"2{told}")


def sounds_told(word: str) -> set[str]:
    """The keys under which a word is kept that may be a name; none where it says too little."""
    written = _said(word.casefold())
    return {kept for one in written if (key := sound(one)) for kept in _kept_under(key, one)}


def sounds_of_name(name: str) -> set[str]:
    """The keys of the parts of a name: of its tokens as a whole, and of each word by itself."""
    keys = {key for word in re.split(r"[\s-]+", name) if word for key in sounds_told(word)}
    for token in name_tokens(name):
        for letters in _said(token.stem or token.letters):
            key = skeleton(letters, token.script)
            if token.kind != "initial" and len(key) > 1 and key.replace("*", "").isalnum():
                keys |= _kept_under(key.replace("*", "0"), token.letters)
    return keys


def sounds_of_text(text: str) -> set[str]:
    """The keys of the words of a text that may be names: with a capital, or in a script that has none."""
    seen = {found[0] for found in _WORD.finditer(text)}
    told = (sounds_told(word) for word in seen if may_be_a_name(word))
    return {key for keys in told for key in keys if len(key.lstrip("12")) > 2}


def may_be_a_name(word: str) -> bool:
    """Whether a word of a running text could be a name."""
    return len(word) > 2 and (word[0].isupper() or "\u0620" <= word[0] <= "\u06ff")
