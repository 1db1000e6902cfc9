"""Lexicons: what the words of a language mean to the reader, as data.

A lexicon is a folder `lexicon/<language>/` of TOML files. Each table is one kind of word, `forms` are its
words or phrases in lower case, the remaining keys are what they mean. A form that ends in `~` stands for
every
word that begins so, which is how languages with cases are written without listing their endings. Adding a
language adds a folder and touches no Python.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from accounted.reading.tokens import normal, words_of

DATA: Final = Path(str(files("accounted.reading"))) / "lexicon"
EXAMPLES: Final = "examples.toml"  # worked examples stand beside the word lists, and are no words
_REMEMBERED: Final = 65536  # distinct words that are remembered; with more a hostile text would fill memory


class NoLexicon(LookupError):
    """There is no lexicon for a language; the message names those there are."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a lexicon: a kind of word, and what its words mean."""

    kind: str
    data: dict[str, Any]
    source: str  # file and position, for messages

    def get(self, key: str, default: Any = None) -> Any:
        """The meaning stored under `key`."""
        return self.data.get(key, default)


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    ends: list[tuple[str, str, Entry]] = field(default_factory=list)  # (kind, role, entry)
    told: dict[str, Meanings] | None = None  # the same by kind, once it was asked for


Meanings = tuple[tuple[str, Entry], ...]  # role and entry of each meaning that words have as one kind


class Known:
    """What a lexicon knows of one word: its meanings by kind, and the phrases that it may begin."""

    __slots__ = ("alone", "further", "goes_on", "keys", "openings")

    def __init__(
        self, keys: tuple[str, ...], alone: dict[str, tuple[int, Meanings]], further: tuple[_Node, ...]
    ) -> None:
        self.keys = keys  # the edges it may follow within a phrase
        self.alone = alone  # by kind: one word, and what it means
        self.further = further
        self.openings = frozenset(edge for node in further for edge in node.next)
        self.goes_on = bool(further)

    def opens(self, follower: Known) -> bool:
        """Whether a phrase that begins with this word may go on with the one that follows it."""
        openings = self.openings
        for key in follower.keys:  # noqa: SIM110 - asked of every word: no generator
            if key in openings:
                return True
        return False


_UNKNOWN: Final = Known((), {}, ())
_NO_MEANINGS: Final[dict[str, Meanings]] = {}


class Lexicon:
    """The words of one language, ready to be found in a sequence of tokens."""

    def __init__(self, language: str, name: str, version: str, settings: Mapping[str, Any]) -> None:
        self.language = language
        self.name = name
        self.version = version
        self.settings = settings
        self._root = _Node()
        self._stems: set[str] = set()
        self._stem_lengths: tuple[int, ...] = ()
        self._edges: set[str] = set()
        self._known: dict[str, Known] = {}

    @property
    def identity(self) -> str:
        """Name and version as a reading records them, e.g. `en 1.0.0`."""
        return f"{self.language} {self.version}"

    def add(self, form: str, role: str, entry: Entry) -> None:
        """Make `form` findable."""
        node = self._root
        parts = words_of(form)
        if not parts:
            raise ValueError(f"{entry.source}: an empty form; write at least one word")
        for part in parts:
            if part.endswith("~") and len(part) > 1 and part[:-1] not in self._stems:
                self._stems.add(part[:-1])
                self._stem_lengths = tuple(sorted({*self._stem_lengths, len(part) - 1}, reverse=True))
            self._edges.add(part)
            node = node.next.setdefault(part, _Node())
        node.ends.append((entry.kind, role, entry))
        self._known.clear()

    def _keys(self, word: str) -> tuple[str, ...]:
        """The edges a lower-case word may follow: itself, and the stems it begins with."""
        stems = [word[:n] + "~" for n in self._stem_lengths if n <= len(word) and word[:n] in self._stems]
        return tuple(key for key in (word, *stems) if key in self._edges)

    def known(self, word: str) -> Known:
        """What is known of a word in lower case; nothing of most words of a text."""
        found = self._known.get(word)
        if found is None:
            found, keys = _UNKNOWN, self._keys(word)
            if keys:
                nodes = tuple(self._root.next[k] for k in keys if k in self._root.next)
                alone = {kind: (1, meanings) for kind, meanings in _meanings(nodes).items()}
                found = Known(keys, alone, tuple(n for n in nodes if n.next))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[word] = found
        return found

    def known_of(self, words: Sequence[str]) -> list[Known]:
        """What is known of each of some words."""
        held = self._known.get
        return [held(word) or self.known(word) for word in words]

    def find(self, words: Sequence[str], at: int) -> Iterator[tuple[int, str, str, Entry]]:
        """Every phrase that begins at token `at`: (end, kind, role, entry), shortest first."""
        nodes: tuple[_Node, ...] = (self._root,)
        end = at
        while nodes and end < len(words):
            keys = self.known(words[end]).keys
            nodes = tuple(n.next[k] for n in nodes for k in keys if k in n.next)
            end += 1
            for node in nodes:
                for kind, role, entry in node.ends:
                    yield end, kind, role, entry


def longer(words: Sequence[Known], at: int, last: int) -> dict[str, tuple[int, Meanings]]:
    """The longest phrase of each kind, of two words or more, that begins at `at` and ends by `last`."""
    found: dict[str, tuple[int, Meanings]] = {}
    nodes, end = words[at].further, at + 1
    while nodes and end < last:
        keys = words[end].keys
        if not keys:
            break
        following: list[_Node] = []
        for node in nodes:
            further = node.next
            if further:
                for key in keys:
                    reached = further.get(key)
                    if reached is not None:
                        following.append(reached)
        nodes, end = tuple(following), end + 1
        for kind, meanings in _meanings(nodes).items():
            found[kind] = end - at, meanings
    return found


def _meanings(nodes: tuple[_Node, ...]) -> dict[str, Meanings]:
    """What ends at some nodes, by kind."""
    ending = [node for node in nodes if node.ends]
    if not ending:
        return _NO_MEANINGS
    if len(ending) == 1:
        only = ending[0]
        if only.told is None:
            only.told = _by_kind(ending)
        return only.told
    return _by_kind(ending)


def _by_kind(nodes: Sequence[_Node]) -> dict[str, Meanings]:
    found: dict[str, list[tuple[str, Entry]]] = {}
    for node in nodes:
        for kind, role, entry in node.ends:
            found.setdefault(kind, []).append((role, entry))
    return {kind: tuple(meanings) for kind, meanings in found.items()}


def _forms(forms: object, source: str) -> Iterator[tuple[str, str]]:
    if isinstance(forms, list):
        for form in forms:
            yield "", str(form)
    elif isinstance(forms, dict):
        for role, listed in forms.items():
            for form in listed:
                yield role, str(form)
    else:
        raise ValueError(f"{source}: no `forms`; list the words, or give a table of lists by role")


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a lexicon."""
    return tuple(sorted(p.name for p in DATA.iterdir() if (p / "language.toml").exists()))


def read_lexicon(folder: Path) -> Lexicon:
    """Build a lexicon from a folder of TOML files.

    Raises:
        ValueError: a table without words, or no `[settings]` in `language.toml`; the message names the file.
    """
    with (folder / "language.toml").open("rb") as f:
        settings = tomllib.load(f).get("settings")
    if not settings:
        raise ValueError(f"{folder / 'language.toml'}: no [settings]; give language, name and version")
    lexicon = Lexicon(settings["language"], settings["name"], settings["version"], settings)
    for path in sorted(p for p in folder.glob("*.toml") if p.name != EXAMPLES):
        with path.open("rb") as f:
            tables = tomllib.load(f)
        for kind, listed in tables.items():
            if not isinstance(listed, list):
                continue
            for number, table in enumerate(listed, 1):
                source = f"{path.name}, {kind} {number}"
                data = {k: v for k, v in table.items() if k != "forms"}
                entry = Entry(kind, data, source)
                for role, form in _forms(table.get("forms"), source):
                    lexicon.add(normal(form), role or table.get("role", ""), entry)
    return lexicon


@cache
def load_lexicon(language: str) -> Lexicon:
    """The lexicon of a language by its BCP-47 tag (only the primary subtag counts).

    Raises:
        NoLexicon: there is none; the message lists those there are.
    """
    primary = language.split("-")[0].lower()
    folder = DATA / primary
    if not primary.isalpha() or not (folder / "language.toml").exists():
        raise NoLexicon(
            f"no lexicon for the language {language!r}; there are {', '.join(languages())}. "
            "A folder of word lists adds one, see “Adding a language”."
        )
    return read_lexicon(folder)
