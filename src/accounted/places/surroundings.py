"""What stands beside a name in a text: a word of level, a preposition, a title, the start of a sentence."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from accounted.dates import month_number, weekday_number
from accounted.places.inflection import adjective_lemma
from accounted.places.levels import data_lines, level_of
from accounted.places.place import Kind

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ`‘-][^\W\d_]+)*")
# Combining marks (stress, Arabic vowels) inside words; slower, so used only where a text has any.
_MARKS: Final = re.compile(r"[\u0300-\u036f\u064b-\u0652\u0670]")
_MARKED: Final = re.compile(
    r"(?:[^\W\d_][\u0300-\u036f\u064b-\u0652\u0670]*)+(?:['’ʼ`‘-](?:[^\W\d_][\u0300-\u036f\u064b-\u0652\u0670]*)+)*"
)
_LONGEST: Final = 64  # characters of what stands between two spaces
_REMEMBERED: Final = 65536
_HELD: Final = ("-occupied", "-held", "-controlled")
_ABBREVIATION: Final = 3  # `м.`, `смт.`: a longer word before a full stop ends a sentence
_JOINS: Final = frozenset((" ", "\u00a0", "-", "\n", " \n", "\n "))
_SENTENCE: Final = re.compile(r"(?:^|[.!?…:;»”\"“«(\[•–—|\n]\s*|[.!?]['\"”’)]\s+)$")
_APPOSITION: Final = re.compile(r",\s+(?:an?|the)\s+(?:[\w’'-]+\s+){0,2}?(\w+)", re.IGNORECASE)
# Written with a capital, only these are a level after a name: Kharkiv Oblast, but US Department.
_CAPITAL_LEVELS: Final = frozenset((
    "Oblast", "Region", "Province", "Governorate", "Raion", "Rayon", "District", "County", "City", "Krai",
    "State", "Village",
))  # fmt: skip


@cache
def cues(kind: str) -> frozenset[str]:
    """The words of one kind in `data/cues.tsv`."""
    return frozenset(word for k, _, words in data_lines("cues.tsv") if k == kind for word in words.split("|"))


def is_calendar_word(word: str) -> bool:
    """Whether a word is the name of a month or a day of the week."""
    return weekday_number(word) is not None or month_number(word) is not None


class _Piece:
    """A word at its place within letters that no space parts, and how it is written."""

    __slots__ = ("end", "small", "start", "upper", "word")

    def __init__(self, start: int, end: int, word: str) -> None:
        self.start = start
        self.end = end
        self.word = word
        self.upper = word.isupper()
        # `Russian-occupied` stands before a name as `occupied` does; `У` or `The` opens a sentence.
        self.small = (
            word.islower() or word.endswith(_HELD) or (word.istitle() and word.lower() in cues("opening"))
        )


_pieces: Final[dict[str, list[_Piece]]] = {}  # of what stands between two spaces: a text repeats most of it


def _take_apart(chunk: str) -> list[_Piece]:
    """The words of what stands between two spaces."""
    pattern = _WORD if chunk.isascii() or not _MARKS.search(chunk) else _MARKED
    pieces = [_Piece(*found.span(), found.group()) for found in pattern.finditer(chunk)]
    if len(chunk) <= _LONGEST:  # a longer one would not come again, and would fill memory
        if len(_pieces) >= _REMEMBERED:
            _pieces.clear()
        _pieces[chunk] = pieces
    return pieces


class Words:
    """The words of a text with their places, and what can be asked about those around one of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.lower: set[str] = set()
        """Those written in small letters."""
        self.capitals: list[int] = []
        """Which are not written in small letters: capitalised, or of a script without capitals."""
        long = upper = end = 0
        for chunk in text.split():
            # Only white space lies between chunks, so the next place of these letters is theirs.
            start = text.index(chunk, end)
            end = start + len(chunk)
            for piece in _pieces.get(chunk) or _take_apart(chunk):
                if piece.small:
                    self.lower.add(piece.word)
                else:
                    self.capitals.append(len(self.words))
                self.starts.append(start + piece.start)
                self.ends.append(start + piece.end)
                self.words.append(piece.word)
                if piece.end - piece.start > 3:
                    long += 1
                    upper += piece.upper
        self.shouted = upper * 5 > long * 3
        """Wire copy in capitals throughout, where a capital says nothing."""

    def __len__(self) -> int:
        return len(self.words)

    def joined(self, n: int) -> bool:
        """Whether only a space, hyphen or line break parts word n from the word before it."""
        return n > 0 and self.text[self.ends[n - 1] : self.starts[n]] in _JOINS

    def run(self, first: int) -> int:
        """The end (exclusive) of the capitals that stand together from here, small links between them."""
        end = first + 1
        for ahead in range(first + 1, min(len(self.words), first + 8)):
            if not self.joined(ahead):
                break
            if self.words[ahead] not in self.lower:
                end = ahead + 1
            elif self.words[ahead].lower() not in cues("link"):
                break
        return self._before_date(first, end)

    def _before_date(self, first: int, end: int) -> int:
        """Where the capitals end that a date follows: `Lubny on Monday` names Lubny."""
        dated = end
        while dated - first > 1 and is_calendar_word(self.words[dated - 1]):
            dated -= 1
        if dated == end:
            return end
        while dated - first > 1 and self.words[dated - 1] in self.lower:
            dated -= 1
        return dated

    def opens_sentence(self, n: int) -> bool:
        """Whether word n is the first of its sentence, line, quotation or bracket."""
        start = self.starts[n]
        return _SENTENCE.search(self.text[max(0, start - 4) : start]) is not None if start else True

    def level_after(self, last: int) -> Kind | None:
        """The level stated by the next word: `Sumy oblast`, `Харківській області`."""
        after = last + 1
        if after >= len(self.words) or not self.joined(after):
            return None
        word = self.words[after]
        if word.isascii() and word not in self.lower and word not in _CAPITAL_LEVELS:
            return None
        level = level_of(word)
        if level == "settlement" and not word.isascii() and adjective_lemma(word.lower()) is None:
            return None  # in Ukrainian and Russian `місто` goes before the name; `міська` goes after
        return level

    def level_of_list(self, last: int) -> Kind | None:
        """The level at the end of a list of adjectives: `у Харківській, Київській та Сумській областях`."""
        for ahead in range(last + 1, min(len(self.words), last + 60)):
            word = self.words[ahead]
            if self.text[self.ends[ahead - 1] : self.starts[ahead]].strip(" ,\u00a0\n"):
                return None
            if level := level_of(word):
                return level if level in ("region", "district") else None
            if word not in cues("and") and adjective_lemma(word.lower()) is None:
                return None
        return None

    def level_before(self, first: int) -> tuple[Kind, int] | None:
        """The level stated before, and by which word: `city of Izium`, `м. Харків`, `село Мала Рогань`."""
        at = first - 1
        while at >= max(0, first - 3) and self.words[at] in cues("of"):
            at -= 1
        if at < 0:
            return None
        between = self.text[self.ends[at] : self.starts[at + 1]].strip(" \u00a0\n")
        if between and (between != "." or len(self.words[at]) > _ABBREVIATION):
            return None
        if at == first - 1 and self.words[at].isascii():
            return None  # English says `the region of Kharkiv` or `Kharkiv region`
        level = level_of(self.words[at])
        return (level, at) if level else None

    def apposition(self, end: int) -> Kind | None:
        """The level said of a name after a comma: `Kharviv, a region recently retaken`."""
        if self.text[end : end + 1] != ",":
            return None
        found = _APPOSITION.match(self.text, end)
        return level_of(found[1]) if found else None

    def cued(self, first: int) -> bool:
        """Whether the word before speaks of a place: `in Izium`, `у Бучі`, `Russian-occupied Kherson`."""
        if not self.joined(first):
            return False
        before = self.words[first - 1].lower()
        return before in cues("place") or before.endswith(_HELD)

    def located(self, first: int) -> bool:
        """Whether the word before says that something is there: `in`, `near`, `у`, `біля`."""
        return self.joined(first) and self.words[first - 1].lower() in cues("there")

    def titled(self, first: int) -> bool:
        """Whether the word before is a title or office of a person."""
        return first > 0 and self.words[first - 1].lower() in cues("title")

    def speaks(self, last: int) -> bool:
        """Whether the next word is what a person does: `said`, `заявив`."""
        return last + 1 < len(self.words) and self.joined(last + 1) and self.words[last + 1] in cues("speech")
