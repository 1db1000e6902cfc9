"""Controlled terms, read from the data files beside this module.

A vocabulary is a JSON file `data/<id>.json`. Its codes are stable: records, logs and exports hold codes,
never labels. Adding a term or a translation touches no Python. Codes of other bodies' lists (HURIDOCS
micro-thesauri, ICD-10, PREMIS …) are kept as mappings; the labels and definitions are this project's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

_DATA = Path(__file__).parent / "data"


class UnknownVocabulary(ValueError):
    """No vocabulary of that name exists."""


class UnknownTerm(ValueError):
    """The vocabulary has no term of that code. The message lists the near ones."""


@dataclass(frozen=True, slots=True)
class Term:
    """One controlled term.

    `labels` are by language (BCP-47); `label` is the English one. `mappings` give the codes of other lists by
    scheme: `{"huridocs_mt39": ("01",), "sdg": ("man",)}`.
    """

    code: str
    label: str
    definition: str = ""
    mappings: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)

    def label_in(self, language: str) -> str:
        """The label in a language; in English where that language has none."""
        return self.labels.get(language) or self.labels.get(language.split("-")[0]) or self.label


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of terms, in the order of its file."""

    id: str
    title: str
    titles: Mapping[str, str]
    note: str
    source: str
    _terms: Mapping[str, Term] = field(repr=False)

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def __len__(self) -> int:
        return len(self._terms)

    def __contains__(self, code: object) -> bool:
        return code in self._terms

    def __getitem__(self, code: str) -> Term:
        """The term of that code.

        Raises:
            UnknownTerm: there is none; the message lists the near ones.
        """
        try:
            return self._terms[code]
        except KeyError:
            raise UnknownTerm(self._unknown(code)) from None

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, in the order of the file."""
        return tuple(self._terms)

    def title_in(self, language: str) -> str:
        """The title in a language; in English where that language has none."""
        return self.titles.get(language) or self.titles.get(language.split("-")[0]) or self.title

    def near(self, words: str, limit: int = 5) -> tuple[Term, ...]:
        """The terms whose code or label is most like the words given, best first."""
        return tuple(self._terms[code] for code in _near(words, self._spellings(), limit))

    def _spellings(self) -> list[tuple[str, str]]:
        """Each way a term may be asked for, with its code."""
        return [(s, t.code) for t in self for s in (t.code, *t.labels.values())]

    def _unknown(self, code: str) -> str:
        near = ", ".join(f"{t.code} ({t.label})" for t in self.near(code))
        offer = f"did you mean {near}?" if near else f"the terms are {', '.join(self._terms)}"
        return f"{self.id}: there is no term {code!r}; {offer}"


def _near(words: str, spellings: list[tuple[str, str]], limit: int) -> list[str]:
    from difflib import SequenceMatcher  # only an error needs it

    asked = str(words).casefold().replace("-", "_").replace(" ", "_")
    scores: dict[str, float] = {}
    for spelling, code in spellings:
        folded = spelling.casefold().replace("-", "_").replace(" ", "_")
        score = SequenceMatcher(None, asked, folded, autojunk=False).ratio()
        if len(asked) >= 3 and (asked in folded or folded in asked):
            score = max(score, 0.75)
        scores[code] = max(score, scores.get(code, 0.0))
    order = sorted(scores.items(), key=lambda pair: -pair[1])  # stable: ties keep the order of the file
    return [code for code, score in order if score >= 0.6][:limit]


@cache
def vocabularies() -> tuple[str, ...]:
    """The ids of every vocabulary, sorted."""
    return tuple(sorted(path.stem for path in _DATA.glob("*.json")))


@cache
def vocabulary(name: str) -> Vocabulary:
    """The vocabulary of that id, read once.

    Raises:
        UnknownVocabulary: there is none; the message lists the near ones.
    """
    # The name becomes part of a path, so only an id that could be one of ours is looked for.
    path = _DATA / f"{name}.json"
    if not (name.isidentifier() and path.is_file()):
        known = vocabularies()
        near = _near(name, [(v, v) for v in known], 5)
        offer = f"did you mean {', '.join(near)}?" if near else f"there are {', '.join(known)}"
        raise UnknownVocabulary(f"there is no vocabulary {name!r}; {offer}")
    data: dict[str, Any] = json.loads(path.read_bytes())
    terms = {entry["code"]: _term(entry) for entry in data["terms"]}
    titles = MappingProxyType(dict(data["title"]))
    return Vocabulary(
        id=data["id"],
        title=titles["en"],
        titles=titles,
        note=data["note"],
        source=data["source"],
        _terms=MappingProxyType(terms),
    )


def _term(entry: Mapping[str, Any]) -> Term:
    labels = MappingProxyType(dict(entry["label"]))
    mappings = MappingProxyType({scheme: tuple(codes) for scheme, codes in entry["mappings"].items()})
    return Term(entry["code"], labels["en"], entry["definition"], mappings, labels)


def term(vocabulary_id: str, code: str) -> Term:
    """One term of one vocabulary.

    Raises:
        UnknownVocabulary: there is no such vocabulary.
        UnknownTerm: the vocabulary has no such term; the message lists the near ones.
    """
    return vocabulary(vocabulary_id)[code]
