"""No regular expression of the reader blows up: its work grows with the text and not with its square.

The work is counted by a matcher of our own that tries what a backtracking matcher tries, character by
character, so that the test says the same on every machine.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import accounted.places.surroundings
import accounted.reading
from accounted.reading.lexicons import Entry, Lexicon
from accounted.reading.multilingual import _alphabets

PUMPS = [
    "a", "A", "1", " ", "\n", ".", ",", "-", "'", "’", '"', "“", "”", "„", "«", "»", "(", ")", "—",
    "\u200b", "і", "a ", "a-", "a'", "a’s", "a\n", " \n", "\n ", "1.", "1,", "1a", "1-a", "(a", "(a)",
    "(a) ", "A, ", "A (", "A. ", '"a', "«a", "“a", "„a", "a b c ", "A B ", ", a ", ", the ", "a.b", "a,b",
    "A-", "\n\n", ".\n", "— ",
]  # fmt: skip
SHORT, LONG = 160, 320


class Work:
    """Finds as `finditer` does, and counts the characters tried on the way."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.tree = list(_parser.parse(pattern.pattern, pattern.flags))
        self.flags = pattern.flags
        self.tried = 0
        self.singles: dict[int, re.Pattern[str] | None] = {}

    def over(self, text: str) -> int:
        self.tried, self.text, at = 0, text, 0
        while at <= len(text):
            end = next(self.sequence(self.tree, 0, at), None)
            at = at + 1 if end is None or end == at else end
        return self.tried

    def sequence(self, items: list[Any], n: int, at: int) -> Iterator[int]:
        if n == len(items):
            yield at
            return
        for end in self.item(items[n], at):
            yield from self.sequence(items, n + 1, end)

    def item(self, item: Any, at: int) -> Iterator[int]:
        kind, what = str(item[0]), item[1]
        if kind in ("MAX_REPEAT", "MIN_REPEAT"):
            low, high, inner = what
            most = LONG * 2 if high is _constants.MAXREPEAT else int(high)
            parts = list(inner)
            if len(parts) == 1 and (single := self.single(parts[0])) is not None:
                yield from self.run(single, at, low, most, lazy=kind == "MIN_REPEAT")
            else:
                yield from self.repeat(parts, at, low, most, lazy=kind == "MIN_REPEAT")
        elif kind == "SUBPATTERN":
            yield from self.sequence(list(what[3]), 0, at)
        elif kind == "BRANCH":
            for branch in what[1]:
                yield from self.sequence(list(branch), 0, at)
        elif kind in ("ASSERT", "ASSERT_NOT"):
            way, inner = what
            start = at if way > 0 else at - inner.getwidth()[1]
            found = start >= 0 and next(self.sequence(list(inner), 0, start), None) is not None
            if found == (kind == "ASSERT"):
                yield at
        elif kind == "AT":
            self.tried += 1
            last = at == len(self.text) or (at == len(self.text) - 1 and self.text[at] == "\n")
            if at == 0 if "BEGINNING" in str(what) else last:
                yield at
        else:
            single = self.single(item)
            assert single is not None, f"the test does not know {kind}; teach it"
            self.tried += 1
            if at < len(self.text) and single.match(self.text, at):
                yield at + 1

    def single(self, item: Any) -> re.Pattern[str] | None:
        """The item as a pattern of one character, if it is one."""
        if id(item) not in self.singles:
            self.singles[id(item)] = self.made(item)
        return self.singles[id(item)]

    def made(self, item: Any) -> re.Pattern[str] | None:
        kind, what = str(item[0]), item[1]
        if kind == "LITERAL":
            return re.compile(re.escape(chr(what)), self.flags)
        if kind == "NOT_LITERAL":
            return re.compile(f"[^{re.escape(chr(what))}]", self.flags)
        if kind == "ANY":
            return re.compile(".", self.flags)
        if kind != "IN":
            return None
        parts = []
        for sort, value in what:
            match str(sort):
                case "NEGATE":
                    parts.append("^")
                case "LITERAL":
                    parts.append(re.escape(chr(value)))
                case "RANGE":
                    parts.append(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
                case "CATEGORY":
                    names = {"DIGIT": "\\d", "SPACE": "\\s", "WORD": "\\w"}
                    name = str(value).removeprefix("CATEGORY_")
                    parts.append(names[name.removeprefix("NOT_")].upper() if "NOT_" in name else names[name])
        return re.compile("[" + "".join(parts) + "]", self.flags)

    def run(self, single: re.Pattern[str], at: int, low: int, most: int, *, lazy: bool) -> Iterator[int]:
        ends, end = [at], at
        while end - at < most and end < len(self.text):
            self.tried += 1
            if not single.match(self.text, end):
                break
            end += 1
            ends.append(end)
        for end in ends[low:] if lazy else reversed(ends[low:]):
            self.tried += 1
            yield end

    def repeat(self, parts: list[Any], at: int, low: int, most: int, *, lazy: bool) -> Iterator[int]:
        if lazy and low <= 0:
            yield at
        if most > 0:
            for end in self.sequence(parts, 0, at):
                if end > at:
                    yield from self.repeat(parts, end, low - 1, most - 1, lazy=lazy)
        if not lazy and low <= 0:
            yield at


def patterns() -> dict[str, re.Pattern[str]]:
    found = {f"alphabet of {language}": counted.pattern for language, counted in _alphabets().items()}
    modules = [accounted.places.surroundings] + [
        importlib.import_module(m.name)
        for m in pkgutil.walk_packages(accounted.reading.__path__, "accounted.reading.")
    ]
    for module in modules:  # `_SENTENCE` sees four characters at a time
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and name != "_SENTENCE":
                found[f"{module.__name__}.{name}"] = value
    return found


@pytest.fixture(autouse=True)
def _room_for_repeats() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(before)


def grows(pattern: re.Pattern[str], pump: str, end: str) -> bool:
    """Whether twice the text takes clearly more than twice the work."""
    once, twice = (Work(pattern).over(pump * (size // len(pump)) + end) for size in (SHORT, LONG))
    return twice > 2.6 * once + 400


@pytest.mark.parametrize("name", patterns())
def test_no_pattern_takes_more_than_its_share_of_work(name: str) -> None:
    pattern = patterns()[name]
    assert not [(pump, end) for pump in PUMPS for end in ("", "!") if grows(pattern, pump, end)]


@pytest.mark.parametrize(
    ("bad", "pump"),
    [(r"(?:a+)+b", "a"), (r"a*a*b", "a"), (r"\s+$", " "), (r"\w+\d+!", "1"), (r"(\d+,?)+;", "1")],
)
def test_the_matcher_sees_what_blows_up(bad: str, pump: str) -> None:
    if bad in (r"(?:a+)+b", r"(\d+,?)+;"):
        assert Work(re.compile(bad)).over(pump * 14 + "x") > 8 * Work(re.compile(bad)).over(pump * 10 + "x")
    else:
        assert grows(re.compile(bad), pump, "x")


@pytest.mark.parametrize("pump", ["a", "a-", "1.", "a's ", "«a", "12 "])
def test_the_matcher_finds_what_python_finds(pump: str) -> None:
    text = pump * 20
    for pattern in patterns().values():
        work = Work(pattern)
        work.text = text
        for at in range(0, len(text), 7):
            found = pattern.match(text, at)
            assert next(work.sequence(work.tree, 0, at), None) == (found.end() if found else None)


def test_every_pattern_stands_where_the_test_finds_it() -> None:
    """A pattern made inside a function would escape the tests above; only the alphabets are made so."""
    inside = []
    for path in Path(accounted.reading.__file__).parent.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                body = [n for n in ast.walk(function) if isinstance(n, ast.Call)]
                called = [
                    n.func for n in body if isinstance(n.func, ast.Attribute) and n.func.attr != "escape"
                ]
                if any(isinstance(f.value, ast.Name) and f.value.id == "re" for f in called):
                    inside.append(f"{path.stem}.{function.name}")
    assert inside == ["multilingual._alphabets"]


def test_lexicons_are_words_and_no_patterns() -> None:
    """A form of a lexicon is looked up, never searched for: brackets, stars and bars mean nothing in it."""
    lexicon = Lexicon("en", "English", "1", {})
    lexicon.add("(a+)+ .*", "", Entry("harm", {}, "here"))
    assert [end for end, *_ in lexicon.find(["(", "a", "+", ")", "+", ".", "*"], 0)] == [7]
    assert not list(lexicon.find(["aaa", "b"], 0))
