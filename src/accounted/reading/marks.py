"""What the lexicon says of the words of a document, found once and kept by token."""

from __future__ import annotations

from typing import Any, Final

from accounted.reading.lexicons import Entry, Known, Meanings, longer


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
    where somebody asks for them, and few do. Beyond either end of the text nothing is known, so that whoever
    looks a few words back or ahead need not ask where the text ends.
    """

    __slots__ = ("here", "inside", "known")

    def __init__(self, known: list[Known]) -> None:
        self.known = known
        # by token and kind: what begins there; nothing where the word is unknown or in no sentence
        self.here: list[dict[str, Any]] = [NO_KINDS] * (len(known) + _BEYOND)
        # by token and kind: where the mark around it begins
        self.inside: list[dict[str, int] | None] = [None] * (len(known) + _BEYOND)

    def find(self, first: int, last: int) -> dict[str, list[int]]:
        """Find what the lexicon knows among tokens [first, last): by kind, where marks begin, in order.

        Of one kind the longest words count, and those after them begin anew.
        """
        known, here = self.known, self.here
        begin: dict[str, list[int]] = {}
        reached: dict[str, int] = {}
        far = 0
        for i in range(first, last):
            word = known[i]
            held = word.alone
            if word.goes_on and i + 1 < last and word.opens(known[i + 1]):
                phrases = longer(known, i, last)
                if phrases:
                    held = {**held, **phrases}
            if not held:
                continue
            if i < far:
                held = {kind: found for kind, found in held.items() if i >= reached.get(kind, -1)}
                if not held:
                    continue
            if held is not word.alone:
                for kind, found in held.items():
                    end = i + found[0]
                    if end > i + 1:
                        reached[kind] = end
                        far = max(far, end)
                        for k in range(i + 1, end):
                            inside = self.inside[k]
                            if inside is None:
                                inside = self.inside[k] = {}
                            inside[kind] = i
            here[i] = held
            for kind in held:
                there = begin.get(kind)
                if there is None:
                    begin[kind] = [i]
                else:
                    there.append(i)
        return begin

    def made(self, i: int, kind: str) -> list[Mark]:
        """The marks of a kind that begin at a token where some do."""
        here = self.here[i]
        found = here[kind]
        if isinstance(found, list):
            return found
        if here is self.known[i].alone:  # which the lexicon keeps for every such word
            here = self.here[i] = here.copy()
        length: int = found[0]
        meanings: Meanings = found[1]
        made: list[Mark] = []
        for meaning in meanings:
            made.append(Mark(i, i + length, kind, meaning[0], meaning[1]))
        here[kind] = made
        return made


_BEYOND: Final = 512  # tokens; nobody looks farther than a sentence, which is shorter
NO_KINDS: Final[dict[str, Any]] = {}
