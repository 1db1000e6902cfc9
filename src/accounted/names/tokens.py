"""A name as its tokens: words put right, compounds joined, particles and titles set aside, initials and
fathers' names told.

`Abd al-Rahman`, `Abdulrahman`, `عبد الرحمن` and `عبدالرحمن` are one token; so are `Nour Al-Din` and
`Nureddin`, `Abu Rayya` and `أبو ريا`. Articles, `ibn` and `bint`, and titles before the name are no tokens.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from accounted.names.compounds import in_one_word, without_article
from accounted.names.sounds import cleaned

MOST_TOKENS = 6
MOST_LETTERS = 400

Kind = Literal["name", "initial", "son", "daughter"]

# Marks of writing direction, joiners, soft hyphen: they carry nothing.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x61C, 0x640, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
)
_WORD = re.compile(r"[^\s,;()\[\]{}/\\\"«»“”„+=:_<>-]+(-?)")
# Quotation marks within a word stand for a hard sign or an apostrophe: Dem”yanchuk.
_SIGN = re.compile(r"(?<=[^\W\d_])[”“\"″](?=[^\W\d_])")
_DASHES = str.maketrans("‐‑‒–—―−־", "--------")
_FATHER_M = re.compile(
    r"(?:(?<=[^\W\d_]{2})[ое]ви[чћ]|євич|[ао]віч|евіч|йович|ьович|[oeaё][vw][iy](?:tsch|tch|ch|č|ć|cz|c))$"
)
_FATHER_F = re.compile(
    r"(?:[ії]вна|[оеё]вна|[иі]чна|[аяеоё]ўна|[oeiïy][vw]na|i(?:tsch|tch|ch|č|cz)na|[aeo]una)$"
)
_FATHER_SHORT = re.compile(
    r"^(ілл|иль|il+[yij]?|кузьм|kuzm|лук|luk|фом|fom|хом|khom|никит|микит|nikit|mykyt|сав|савв|sav)(?:[иі]ч|[iy](?:ch|č|tsch|cz))$"
)
_ENDS_SON = "чћhčćzc"
_TRAILING = "аеёєиіїйоуыьюяaeiouyï"

_SERVANT = re.compile(r"^abd(?:[aeiou]{1,2}(?:l|r|s|n|z|t|d|sh))?$")
_DIN = re.compile(r"^(?:[aeu][ld]|[aeu])?d+(?:i|ee|ei)ne?$")
# Nour-el-houda, نورالهدى; in names of Latin script the second begins with a consonant, or Rafaela were two.
_ARTICLE_WITHIN = {
    "l": re.compile(r"([^\W\d_]{3,})(?:[aeu]l)([^\W\d_aeiou][^\W\d_]{3,})"),
    "a": re.compile(r"([^\W\d_]{3,})ال([^\W\d_]{3,})"),
}
_WORDS = json.loads((Path(__file__).parent / "data" / "name_words.json").read_bytes())
_ARTICLES = frozenset(_WORDS["articles"])
_ARTICLES_BEFORE = _ARTICLES | set(_WORDS["articles_with_hyphen"])
_KUNYA: dict[str, str] = _WORDS["parent_of"]
_FILIATION = frozenset(_WORDS["child_of"]) | set(_WORDS["born"])


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a name for comparing.

    `letters` in small letters of one script, `script` c, l, a or -, `kind` whether it is a whole name, an
    initial, or a father's name of a son or daughter; `stem` what stays of the father's name.
    """

    letters: str
    script: str
    kind: Kind
    stem: str = ""


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a name, six at most, in the order written."""
    if len(text) > 1 and text.isalpha() and "\u0640" not in text:
        return _of_one_word(text[:MOST_LETTERS])
    text = _SIGN.sub("", text[:MOST_LETTERS].translate(_INVISIBLE).translate(_DASHES))
    parts = [(m[0].removesuffix("-"), bool(m[1])) for m in _WORD.finditer(text)]
    return _tokens(parts)


def plain(word: str) -> tuple[Token, ...] | None:
    """The tokens of a word that are the same in any name, or None where the words around it matter."""
    match = _WORD.fullmatch(word)
    if match is None or match[1] or _is_title(word):
        return None
    letters, script = cleaned(word.translate(_INVISIBLE))
    bare = without_article(letters, script)
    if (
        letters in _FILIATION
        or letters in _ARTICLES_BEFORE
        or letters in _KUNYA
        or _is_servant(letters, script)
        or _is_din(letters, bare, script)
    ):
        return None
    return _initials(word) or _of_letters(bare, script) if letters else ()


def _of_one_word(word: str) -> tuple[Token, ...]:
    """The token of a name of one word, of letters alone: nothing beside it changes how it is read."""
    letters, script = cleaned(word)
    return _of_letters(without_article(letters, script), script) if letters else ()


def _of_letters(bare: str, script: str) -> tuple[Token, ...]:
    """The token of one word, or the two of names run together."""
    both = _run_together(bare, script) if len(bare) > 7 else None
    if both:
        return tuple(_token(part, script) for part in both)
    return (_token(in_one_word(bare, script), script),)


@lru_cache(maxsize=4096)
def _run_together(letters: str, script: str) -> tuple[str, str] | None:
    """Nourelhouda is Nour el-Houda: an article between two names that are both in the table of names."""
    from accounted.names.aliases import aliases

    article = _ARTICLE_WITHIN.get(script)
    match = article.fullmatch(letters) if article else None
    if match is None or not (aliases(match[1], script).names and aliases(match[2], script).names):
        return None
    return match[1], match[2]


def _tokens(parts: list[tuple[str, bool]]) -> tuple[Token, ...]:
    found: list[Token] = []
    pending = ""  # the first half of a compound: abd, abu
    article = False
    for number, (word, hyphen) in enumerate(parts):
        last = number == len(parts) - 1
        if not (found or pending or article or last) and _is_title(word):
            continue
        initials = _initials(word)
        if initials:
            found += initials
            continue
        letters, script = cleaned(word)
        if not letters:
            continue
        if not last and letters in _FILIATION and (found or script == "a"):
            continue
        if not last and _is_article(word, letters, hyphen):
            article = True
            continue
        bare = without_article(letters, script)
        if found and not pending and _is_din(letters, bare, script):
            before = found.pop()
            found.append(_token(before.letters + ("دين" if script == "a" else "·din"), before.script))
            article = False
            continue
        if not last and not pending and not article and _is_servant(letters, script):
            pending = "عبد" if script == "a" else "abd"
            continue
        if not last and not pending and not article and letters in _KUNYA:
            pending = _KUNYA[letters]
            continue
        if pending:
            rest = bare if script == "a" else "·" + (_servants_rest(bare) if pending == "abd" else bare)
            found.append(_token(pending + rest, script))
        else:
            found += _of_letters(bare, script)
        pending, article = "", False
    if pending:
        found.append(_token(pending, "a" if pending > "\u0600" else "c" if pending == "абу" else "l"))
    return tuple(found[:MOST_TOKENS])


def _initials(word: str) -> tuple[Token, ...]:
    """М.І. is two initials, Yu. one; a letter alone is one too."""
    pieces = [p for p in word.split(".") if p]
    if not pieces or ("." not in word and len(word) > 1):
        return ()
    if any(len(p) > 3 for p in pieces) or not all(p.isalpha() for p in pieces):
        return ()
    if len(pieces) == 1 and len(pieces[0]) > 2 and not word.endswith("."):
        return ()
    if len(pieces) == 1 and pieces[0].casefold() in _FILIATION:
        return ()
    made = [cleaned(p) for p in pieces]
    return tuple(Token(letters, script, "initial") for letters, script in made if letters and script in "cl")


def _is_title(word: str) -> bool:
    return word.casefold().rstrip(".") in _titles()


@cache
def _titles() -> frozenset[str]:
    by_language = json.loads((Path(__file__).parent / "data" / "titles.json").read_bytes())
    return frozenset(t.casefold() for titles in by_language.values() for t in titles if len(t) > 1)


def _is_article(word: str, letters: str, hyphen: bool) -> bool:
    return letters in _ARTICLES or (
        letters in _ARTICLES_BEFORE and (hyphen or word.islower() or letters == "ال")
    )


def _is_servant(letters: str, script: str) -> bool:
    return letters == "عبد" or (script == "l" and _SERVANT.match(letters) is not None)


def _servants_rest(letters: str) -> str:
    """allah → lah, ar-rahman written as arrahman → rahman."""
    match = re.match(r"^[aeu](?:l(?=[^\W\d_]{2})|([rsnztd])(?=\1))([^\W\d_]{2,})$", letters)
    return match[2] if match else letters


def _is_din(letters: str, bare: str, script: str) -> bool:
    return bare == "دين" if script == "a" else script == "l" and _DIN.match(letters) is not None


@lru_cache(maxsize=65536)
def _token(letters: str, script: str) -> Token:
    if script in "cl" and len(letters) > 4:
        if letters[-1] in _ENDS_SON:
            match = _FATHER_M.search(letters)
            if match and match.start() > 1:
                return Token(letters, script, "son", _stem(letters[: match.start()]))
            short = _FATHER_SHORT.match(letters)
            if short:
                return Token(letters, script, "son", _stem(short[1]))
        elif letters[-1] in "aа":
            match = _FATHER_F.search(letters)
            if match and match.start() > 1:
                return Token(letters, script, "daughter", _stem(letters[: match.start()]))
    return Token(letters, script, "name")


def _stem(letters: str) -> str:
    return letters.rstrip(_TRAILING) or letters
