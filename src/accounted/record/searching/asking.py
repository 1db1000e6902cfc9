"""What is searched for: words, and filters; and how both become one question to the full-text index.

Every filter that can be is a token of the index itself (`_l…` a language, `_p…` a place and all that contain
it, `_m…` a month), so that the index meets it while it looks for the words.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounted.record.searching.words import folded, may_be_a_name, sound, sounds_asked, words

MOST_TERMS = 12
# Articles before a name, which Arabic writes into it and others leave out.
_ARTICLE = re.compile(r"^(?:al|el|ul|ad|ar|as|ash|at|аль|ал|эль|ель)[-‐-―](?=\w)", re.IGNORECASE)
_PIECE = re.compile(r'(-?)"([^"]*)"|(-?)(\S+)')
_MOST_YEARS = 80
_MOST_CELLS = 120
_KM_A_DEGREE = 111.2


class WrongSearch(ValueError):
    """A search that cannot be carried out as asked; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Near:
    """Within so many kilometres of a point."""

    lat: float
    lon: float
    km: float

    def holds(self, lat: float | None, lon: float | None) -> bool:
        """Whether a point lies within; flat, as in the query: good to 1 % up to 500 km."""
        if lat is None or lon is None:
            return False
        wide = (lon - self.lon) * 111.195 * math.cos(math.radians(lat))
        return math.hypot((lat - self.lat) * 111.195, wide) <= self.km

    def box(self) -> tuple[float, float, float, float]:
        """South, north, west, east of a box that holds the circle."""
        tall = self.km / _KM_A_DEGREE
        wide = tall / max(0.01, math.cos(math.radians(min(89.0, abs(self.lat) + tall))))
        return self.lat - tall, self.lat + tall, self.lon - wide, self.lon + wide


@dataclass(frozen=True, slots=True)
class Asked:
    """A search. Filters that are empty do not filter.

    Attributes:
        text: words, in any of their forms; "in quotation marks" one after the other; with a minus before
        them,
            without them; with an asterisk at the end, whatever begins so.
        group: `names`, `documents` or `claims`; None: all three.
        kind: of thing, among the names: person, place, site, burial_site, incident, actor, source …
        claim_kind: tally, site, finding, act, denial, investigation, testimony.
        status: of claims: unreviewed, accepted, rejected, corrected.
        first, last: things whose own date may lie between these days.
        place: key of a place that contains it (`places.named`); `near`: within a distance of a point.
        codes: coded columns of the kind, as (column, code); "none" asks for entries without one.
    """

    text: str = ""
    group: str | None = None
    kind: str | None = None
    claim_kind: str | None = None
    language: str | None = None
    publisher: str | None = None
    status: str | None = None
    speaker: str | None = None
    first: date | None = None
    last: date | None = None
    place: str | None = None
    near: Near | None = None
    codes: tuple[tuple[str, str], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing at all is asked."""
        return self == Asked(group=self.group) or not (self.text.strip() or self._filters())

    def _filters(self) -> bool:
        return any(
            (self.kind, self.claim_kind, self.language, self.publisher, self.status, self.speaker, self.first,
             self.last, self.place, self.near, self.codes)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for: several forms are a phrase, one is a word, found by its stem or as a name."""

    forms: tuple[str, ...]
    exact: bool
    without: bool = False
    written: str = ""
    key: str = ""  # for names
    likely: bool = False  # the key tells enough to look for in running text
    begins: bool = False  # written with an asterisk: any word that begins so


def terms_of(text: str) -> tuple[Term, ...]:
    """The terms of what a person typed.

    Raises:
        WrongSearch: more than can be looked for at once, or only words to leave out.
    """
    found: list[Term] = []
    for piece in _PIECE.finditer(text):
        if piece[2] is not None:
            forms = tuple(word.form for word in words(piece[2]))
            if forms:
                found.append(Term(forms, True, piece[1] == "-", piece[2]))
            continue
        without, rest = piece[3] == "-", _ARTICLE.sub("", piece[4])
        if rest.endswith("*") and (start := folded(rest)) and len(start) > 2:
            found.append(Term((start,), False, without, rest, begins=True))
            continue
        for word in words(rest):
            written = rest[word.start : word.end]
            key = "" if any(c.isdigit() for c in written) else sound(written)
            likely = len(key) > (2 if may_be_a_name(written) else 3)
            found.append(Term((word.form,), False, without, written, key, likely))
    if len(found) > MOST_TERMS:
        raise WrongSearch(
            f"{len(found)} words are more than can be looked for at once; use {MOST_TERMS} or fewer"
        )
    if found and all(term.without for term in found):
        raise WrongSearch("only words to leave out; name one to look for")
    return tuple(found)


# ---- expressions, in the two languages of the databases


class Expression:
    """A question to the index, written for SQLite's FTS5 and for PostgreSQL's tsquery."""

    def __init__(self, fts5: str, tsquery: str) -> None:
        self.fts5, self.tsquery = fts5, tsquery


def token(word: str, *, prefix: bool = False) -> Expression:
    """One token; with `prefix`, all that begin with it."""
    return Expression(f'"{word}"' + (" *" if prefix else ""), f"'{word}'" + (":*" if prefix else ""))


def phrase(forms: Sequence[str]) -> Expression:
    """Tokens one after the other."""
    return Expression('"' + " ".join(forms) + '"', "(" + " <-> ".join(f"'{form}'" for form in forms) + ")")


def either(some: Iterable[Expression]) -> Expression:
    """Any of them."""
    parts = list(some)
    if len(parts) == 1:
        return parts[0]
    return Expression(
        "(" + " OR ".join(p.fts5 for p in parts) + ")", "(" + " | ".join(p.tsquery for p in parts) + ")"
    )


def every(some: Iterable[Expression], without: Iterable[Expression] = ()) -> Expression:
    """All of the first, none of the second."""
    parts, left_out = list(some), list(without)
    fts5 = "(" + " AND ".join(p.fts5 for p in parts) + ")"
    tsquery = " & ".join(p.tsquery for p in parts)
    for one in left_out:
        fts5 = f"({fts5} NOT {one.fts5})"
        tsquery += f" & !({one.tsquery})"
    return Expression(fts5, f"({tsquery})")


def words_sought(terms: Sequence[Term], *, by_sound: bool, names: bool) -> list[Expression]:
    """What each term asks of the index; `by_sound` lets a name stand in another script or spelling."""
    found = []
    for term in terms:
        if term.without:
            continue
        if term.exact:
            found.append(phrase(term.forms))
            continue
        ways = [token(term.forms[0], prefix=term.begins)]
        if by_sound and term.key and (names or term.likely):
            ways += [token("_k" + key) for key in sounds_asked(term.written)]
        found.append(either(ways))
    return found


def left_out(terms: Sequence[Term]) -> list[Expression]:
    """What terms with a minus leave out."""
    return [
        phrase(term.forms) if term.exact else token(term.forms[0], prefix=term.begins)
        for term in terms
        if term.without
    ]


# ---- filters as tokens


def filters(asked: Asked, levels: Sequence[str] | None) -> list[Expression]:
    """Every filter as an expression. `levels` are those of confidentiality that may be seen; None: all."""
    made: list[Expression] = []
    for letter, code in (
        ("t", asked.kind), ("c", asked.claim_kind), ("l", asked.language), ("s", asked.status),
    ):  # fmt: skip
        if code:
            made.append(token(f"_{letter}{plain(code)}"))
    if asked.publisher:
        made.append(token("_u" + digest(asked.publisher)))
    if asked.place:
        made.append(token("_p" + plain(asked.place)))
    if asked.speaker:
        for word in words(asked.speaker):
            ways = [token("_a" + word.form)]
            ways += [token("_b" + key) for key in sounds_asked(asked.speaker[word.start : word.end])]
            made.append(either(ways))
    if asked.first or asked.last:
        made.append(either(token(t) for t in _between(asked.first, asked.last)))
    if asked.near:
        cells = _cells(asked.near)
        if cells:
            made.append(either(token(cell) for cell in cells))
    if levels is not None:
        for letter in "vw":
            made.append(either(token(f"_{letter}{plain(level)}") for level in levels or ("none",)))
    return made


def plain(code: str) -> str:
    """A code as part of a token: letters and digits only."""
    return "".join(c for c in code.casefold() if c.isascii() and c.isalnum())


def digest(text: str) -> str:
    """A name of something as part of a token."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()[:12]


def cell(lat: float, lon: float) -> str:
    """The token of the degree that a point lies in."""
    return f"_g{math.floor(lat) + 90}x{math.floor(lon) + 180}"


def _cells(near: Near) -> list[str]:
    south, north, west, east = near.box()
    rows = range(math.floor(south), math.floor(north) + 1)
    columns = range(math.floor(west), math.floor(east) + 1)
    if len(rows) * len(columns) > _MOST_CELLS:
        return []
    return [cell(lat, lon) for lat in rows for lon in columns]


def dated(first: date | None, last: date | None) -> list[str]:
    """The tokens of something dated between two days: its months, its years; or that it is long or open."""
    if first is None and last is None:
        return ["_mnone"]
    if first is None or last is None or last.year - first.year > 20:
        return ["_mopen", "_yopen"]
    years = [f"_y{year}" for year in range(first.year, last.year + 1)]
    months = _months(first, last)
    return [*years, *(f"_m{m}" for m in months)] if len(months) <= 24 else [*years, "_mopen"]


def _months(first: date, last: date) -> list[int]:
    return [
        n // 12 * 100 + n % 12 + 1
        for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ]


def _between(first: date | None, last: date | None) -> list[str]:
    """The tokens of whatever may lie between two days: whole years by the year, the rest by the month."""
    first, last = first or date(1900, 1, 1), last or date(2099, 12, 31)
    if last < first:
        raise WrongSearch(f"{first} is after {last}; give the earlier day first")
    last = min(last, date(2099, 12, 31))
    years = range(first.year, last.year + 1)
    if len(years) > _MOST_YEARS:
        return [*(f"_y{year}" for year in years[-_MOST_YEARS:]), "_yopen"]
    found = ["_mopen", "_yopen"]
    for year in years:
        start, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        whole = start.month == 1 and end.month == 12
        found += [f"_y{year}"] if whole else [f"_m{month}" for month in _months(start, end)]
    return found


__all__ = [
    "Asked", "Expression", "Near", "Term", "WrongSearch", "cell", "dated", "digest", "either", "every",
    "filters",
    "folded", "left_out", "plain", "terms_of", "token", "words_sought",
]  # fmt: skip
