"""What the lexicon says of the words of a document, found once and kept by token."""

from __future__ import annotations

from typing import Any

from accounted.reading.lexicons import Entry, Known, longer


class Mark:
    """Words of the text that the lexicon knows: tokens `first` up to, not including, `last`."""

    __slots__ = ("entry", "first", "kind", "last", "role")

    def __init__(self, first: int, last: int, kind: str, role: str, entry: Entry) -> None:
        self.first = first
        self.last = last
        self.kind = kind
        self.role = role
        self.entry = entry

    def __repr__(self) -> str:
        return f"<{self.kind} {self.role} {self.first}:{self.last}>"


class Marks:
    """What the lexicon says of each token of a document, and the marks made of it.

    Of a token it is kept by kind how many tokens the words are and what they mean. Marks are made of that
    where somebody asks for them, and few do.
    """

    __slots__ = ("_inside", "here", "known")

    def __init__(self, known: list[Known]) -> None:
        self.known = known
        self.here: list[dict[str, Any] | None] = [None] * len(known)  # None: unknown, or in no sentence
        self._inside: dict[int, dict[str, int]] = {}  # by token and kind: where the mark around it begins

    def find(self, first: int, last: int) -> dict[str, list[int]]:
        """Find what the lexicon knows among tokens [first, last): where marks of each kind begin.

        Of one kind the longest words count, and those after them begin anew.
        """
        known, here = self.known, self.here
        where: dict[str, list[int]] = {}
        reached: dict[str, int] = {}
        far = 0
        for i in range(first, last):
            word = known[i]
            held = word.alone
            if word.further and i + 1 < last and not word.openings.isdisjoint(known[i + 1].keys):
                phrases = longer(known, i, last)
                if phrases:
                    held = {**held, **phrases}
            if not held:
                continue
            if i < far:
                held = {kind: found for kind, found in held.items() if i >= reached.get(kind, -1)}
            if held is not word.alone:
                for kind, found in held.items():
                    n = found[0]
                    if n > 1:
                        reached[kind] = i + n
                        far = max(far, i + n)
                        for k in range(i + 1, i + n):
                            self._inside.setdefault(k, {})[kind] = i
            here[i] = held
            for kind in held:
                if kind in where:
                    where[kind].append(i)
                else:
                    where[kind] = [i]
        return where

    def at(self, i: int, kind: str) -> list[Mark]:
        """The marks of a kind that begin at a token of the document."""
        here = self.here[i]
        if here is None or kind not in here:
            return _NOTHING
        found = here[kind]
        if isinstance(found, list):
            return found
        if here is self.known[i].alone:  # which the lexicon keeps for every such word
            here = self.here[i] = here.copy()
        end = i + found[0]
        made = here[kind] = [Mark(i, end, kind, role, entry) for role, entry in found[1]]
        return made

    def around(self, i: int, kind: str) -> int:
        """The token where the mark of a kind begins that token `i` lies in, not first; -1 where none does."""
        inside = self._inside.get(i)
        return -1 if inside is None else inside.get(kind, -1)


_NOTHING: list[Mark] = []
