"""What stands beside a name in a text: a word of level, a preposition, a title, the start of a sentence."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from accounted.dates import month_number, weekday_number
from accounted.places.folding import script_of
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
_OPENS: Final = frozenset('.!?…:;»”"“«([•–—|\n')  # what a sentence, line, quotation or bracket begins after
_CLOSES: Final = frozenset("'\"”’)")
_FINAL: Final = frozenset(".!?")
_STOPS: Final = frozenset(".,;:!?")
_BEFORE: Final = 4  # characters that are looked at
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

    __slots__ = (
        "calendar", "cased", "cue", "end", "link", "long", "lower", "small", "start", "there", "title",
        "upper", "word",
    )  # fmt: skip

    def __init__(self, start: int, end: int, word: str) -> None:
        self.start = start
        self.end = end
        self.word = word
        self.lower = lower = word.lower()
        self.upper = word.isupper()
        self.long = end - start > 3
        # `Russian-occupied` stands before a name as `occupied` does; `У` or `The` opens a sentence.
        held = word.endswith(_HELD)
        self.small = word.islower() or held or (word.istitle() and lower in cues("opening"))
        self.link = lower in cues("link")
        self.cue = held or lower in cues("place") or lower.endswith(_HELD)
        self.there = lower in cues("there")
        self.title = lower in cues("title")
        # Asked of words with a capital only.
        self.cased = not self.small and script_of(word) in ("latin", "cyrillic")
        self.calendar = not self.small and is_calendar_word(word)


_pieces: Final[dict[str, list[_Piece]]] = {"": []}  # of what stands between two spaces: texts repeat it


def _take_apart(chunk: str) -> list[_Piece]:
    """The words of what stands between two spaces, which may hold other white space."""
    bare = chunk if chunk.isalpha() else chunk[:-1] if chunk[-1:] in _STOPS else ""
    if bare.isalpha():
        pieces = [_Piece(0, len(bare), bare)]
    else:
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
        self._pieces: list[_Piece] = []
        self._offsets: list[int] = []  # of what stands between two spaces, by piece
        self.lower: set[str] = set()
        """Those written in small letters."""
        self.capitals: list[int] = []
        """Which are not written in small letters: capitalised, or of a script without capitals."""
        met, offsets, lower, capitals = self._pieces, self._offsets, self.lower, self.capitals
        long = upper = start = 0
        for chunk in text.split(" "):
            pieces = _pieces.get(chunk)
            if pieces is None:
                pieces = _take_apart(chunk)
            for piece in pieces:
                if piece.small:
                    lower.add(piece.word)
                else:
                    capitals.append(len(met))
                    if piece.long and piece.upper:
                        upper += 1
                met.append(piece)
                offsets.append(start)
                if piece.long:
                    long += 1
            start += len(chunk) + 1
        self.shouted = upper * 5 > long * 3
        """Wire copy in capitals throughout, where a capital says nothing."""

    def __len__(self) -> int:
        return len(self._pieces)

    def word(self, n: int) -> str:
        """Word n as it is written."""
        return self._pieces[n].word

    def start(self, n: int) -> int:
        """Where word n begins in the text."""
        return self._offsets[n] + self._pieces[n].start

    def end(self, n: int) -> int:
        """Where word n ends."""
        return self._offsets[n] + self._pieces[n].end

    def cased(self, n: int) -> bool:
        """Whether word n is of a script that has capitals."""
        return self._pieces[n].cased

    def joined(self, n: int) -> bool:
        """Whether only a space, hyphen or line break parts word n from the word before it."""
        if n <= 0:
            return False
        end, start = self.end(n - 1), self.start(n)
        if start - end == 1:
            return self.text[end] in _JOINS
        return self.text[end:start] in _JOINS

    def run(self, first: int) -> int:
        """The end (exclusive) of the capitals that stand together from here, small links between them."""
        end = first + 1
        for ahead in range(first + 1, min(len(self._pieces), first + 8)):
            if not self.joined(ahead):
                break
            if self.word(ahead) not in self.lower:
                end = ahead + 1
            elif not self._pieces[ahead].link:
                break
        return self._before_date(first, end)

    def _before_date(self, first: int, end: int) -> int:
        """Where the capitals end that a date follows: `Lubny on Monday` names Lubny."""
        dated = end
        while dated - first > 1 and self._pieces[dated - 1].calendar:
            dated -= 1
        if dated == end:
            return end
        while dated - first > 1 and self.word(dated - 1) in self.lower:
            dated -= 1
        return dated

    def opens_sentence(self, n: int) -> bool:
        """Whether word n is the first of its sentence, line, quotation or bracket."""
        start, text = self.start(n), self.text
        if start == 0:
            return True
        least = max(0, start - _BEFORE)
        k = start - 1
        while k >= least and text[k].isspace():
            if text[k] == "\n":
                return True
            k -= 1
        if k < least:
            return False
        if text[k] in _OPENS:
            return True
        # `(in May.) The`: a closing mark between the full stop and the space
        return k + 1 < start and k > least and text[k] in _CLOSES and text[k - 1] in _FINAL

    def level_after(self, last: int) -> Kind | None:
        """The level stated by the next word: `Sumy oblast`, `Харківській області`."""
        after = last + 1
        if after >= len(self._pieces):
            return None
        word = self.word(after)
        if level_of(word) is None or not self.joined(after):
            return None
        if word.isascii() and word not in self.lower and word not in _CAPITAL_LEVELS:
            return None
        level = level_of(word)
        if level == "settlement" and not word.isascii() and adjective_lemma(word.lower()) is None:
            return None  # in Ukrainian and Russian `місто` goes before the name; `міська` goes after
        return level

    def level_of_list(self, last: int) -> Kind | None:
        """The level at the end of a list of adjectives: `у Харківській, Київській та Сумській областях`."""
        for ahead in range(last + 1, min(len(self._pieces), last + 60)):
            word = self.word(ahead)
            if self.text[self.end(ahead - 1) : self.start(ahead)].strip(" ,\u00a0\n"):
                return None
            if level := level_of(word):
                return level if level in ("region", "district") else None
            if word not in cues("and") and adjective_lemma(word.lower()) is None:
                return None
        return None

    def level_before(self, first: int) -> tuple[Kind, int] | None:
        """The level stated before, and by which word: `city of Izium`, `м. Харків`, `село Мала Рогань`."""
        at = first - 1
        while at >= max(0, first - 3) and self.word(at) in cues("of"):
            at -= 1
        if at < 0:
            return None
        between = self.text[self.end(at) : self.start(at + 1)].strip(" \u00a0\n")
        if between and (between != "." or len(self.word(at)) > _ABBREVIATION):
            return None
        if at == first - 1 and self.word(at).isascii():
            return None  # English says `the region of Kharkiv` or `Kharkiv region`
        level = level_of(self.word(at))
        return (level, at) if level else None

    def apposition(self, end: int) -> Kind | None:
        """The level said of a name after a comma: `Kharviv, a region recently retaken`."""
        if self.text[end : end + 1] != ",":
            return None
        found = _APPOSITION.match(self.text, end)
        return level_of(found[1]) if found else None

    def cued(self, first: int) -> bool:
        """Whether the word before speaks of a place: `in Izium`, `у Бучі`, `Russian-occupied Kherson`."""
        return first > 0 and self._pieces[first - 1].cue and self.joined(first)

    def located(self, first: int) -> bool:
        """Whether the word before says that something is there: `in`, `near`, `у`, `біля`."""
        return first > 0 and self._pieces[first - 1].there and self.joined(first)

    def titled(self, first: int) -> bool:
        """Whether the word before is a title or office of a person."""
        return first > 0 and self._pieces[first - 1].title

    def speaks(self, last: int) -> bool:
        """Whether the next word is what a person does: `said`, `заявив`."""
        after = last + 1
        return after < len(self._pieces) and self.word(after) in cues("speech") and self.joined(after)
