r"""RTF (specification 1.9.1): text, paragraphs, tables and the info group; no pictures, no instructions.

Our own reader, because code pages matter here: a document that declares `\ansicpg1252` and sets its words
in a Cyrillic font (`\fcharset204`) is common in the material, and the font decides. One pass, one explicit
stack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from accounted.sources.extraction import RefusedFile
from accounted.sources.job import Job, Outcome
from accounted.sources.manuscript import Manuscript
from accounted.sources.prose import write_prose

NAME = "rtf"
VERSION = "1.0"

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
# Destinations whose content is no text of the document.
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator pict object fldinst "
    b"themedata colorschememapping datastore latentstyles xmlnstbl mmathPr objdata nonshppict filetbl revtbl "
    b"blipuid template bkmkstart bkmkend pgptbl wgrffmtfilter docvar falt panose private1 userprops ftncn "
    b"ftnsep ftnsepc aftnsep aftnsepc listname leveltext levelnumbers private passwordhash".split()
)
_FURNITURE = frozenset(b"header headerl headerr headerf footer footerl footerr footerf".split())
_CHARSETS = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp437",
}  # fmt: skip
_SYMBOLS = {
    b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•", b"tab": "\t", b"line": "\n", b"emspace": "\u2003", b"enspace": "\u2002",
    b"qmspace": "\u2005", b"zwj": "\u200d", b"zwnj": "\u200c",
}  # fmt: skip
_DEEPEST = 2000


@dataclass
class _State:
    skip: bool = False
    furniture: bool = False
    info: bytes | None = None
    hidden: bool = False
    font: int = 0
    unicode_skip: int = 1
    in_fonts: bool = False


@dataclass
class _Reader:
    manuscript: Manuscript
    codepage: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    row: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    info: dict[str, list[str]] = field(default_factory=dict)
    in_row: bool = False
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    skip_fallback: int = 0

    def run(self, data: bytes) -> None:
        position = 0
        while position < len(data):
            match = _TOKEN.match(data, position)
            if match is None:
                position += 1
                continue
            position = match.end()
            word, number, hexadecimal, symbol, brace, literal = match.groups()
            if brace == b"{":
                self._flush_raw()
                self.stack.append(self.state)
                self.state = replace(self.state)
                if len(self.stack) > _DEEPEST:
                    raise RefusedFile("damaged", "its groups are nested deeper than any genuine file's",
                                      "save it again, as DOCX or ODT")  # fmt: skip
            elif brace == b"}":
                self._flush_raw()
                self.skip_fallback = 0
                if self.stack:
                    was, self.state = self.state, self.stack.pop()
                    if was.furniture and not self.state.furniture:
                        self._paragraph(furniture=True)
            elif hexadecimal:
                self._byte(int(hexadecimal, 16))
            elif word:
                if word == b"bin":
                    position += max(0, int(number or 0))  # raw bytes follow
                else:
                    self._word(word, int(number) if number else None)
            elif symbol:
                self._symbol(symbol)
            elif literal:
                self._literal(literal)
        self._paragraph()
        self._end_table()

    def _word(self, word: bytes, number: int | None) -> None:
        self._flush_raw()
        state = self.state
        if word in _SKIPPED:
            state.skip = True
            state.in_fonts = word == b"fonttbl"
        elif word == b"f" and number is not None:
            state.font = number
        elif word == b"fcharset" and state.in_fonts and number is not None:
            self.fonts[state.font] = _CHARSETS.get(number, self.codepage) if number != 1 else self.codepage
        elif word == b"ansicpg" and number:
            self.codepage = _codec(number)
        elif word == b"info":
            state.info = b""
        elif state.info is not None and word in (
            b"title",
            b"author",
            b"subject",
            b"company",
            b"operator",
            b"keywords",
        ):
            state.info = word
        elif state.info is not None and word in (b"yr", b"mo", b"dy") and number is not None:
            self.info.setdefault(word.decode(), []).append(str(number))
        elif word in _FURNITURE:
            self._paragraph()
            state.furniture = True
        elif word == b"v":
            state.hidden = number != 0
        elif word == b"deleted":
            state.skip = number != 0
        elif word == b"uc":
            state.unicode_skip = max(0, min(number or 0, 16))
        elif word == b"u" and number is not None:
            self._put(_character(number))
            self.skip_fallback = state.unicode_skip
        elif word in (b"par", b"sect", b"page"):
            self._end_paragraph()
        elif word == b"cell":
            self._cell()
        elif word == b"row":
            self._end_row()
        elif word == b"intbl":
            self.in_row = True
        elif word == b"pard":
            self.in_row = False
        elif word in _SYMBOLS:
            self._put(_SYMBOLS[word])

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.state.skip = True  # a destination that a reader may ignore
        elif symbol in (b"\\", b"{", b"}"):
            self._flush_raw()
            self._put(symbol.decode())
        elif symbol == b"~":
            self._flush_raw()
            self._put("\u00a0")
        elif symbol == b"_":
            self._flush_raw()
            self._put("‑")
        elif symbol in (b"\n", b"\r"):
            self._end_paragraph()

    def _literal(self, text: bytes) -> None:
        fallback = min(self.skip_fallback, len(text))  # it stands for the `\u` before
        self.skip_fallback -= fallback
        text = text[fallback:]
        if text.isascii():
            self._flush_raw()
            self._put(text.decode("ascii"))
        else:
            self.raw += text

    def _byte(self, byte: int) -> None:
        if self.skip_fallback:
            self.skip_fallback -= 1
            return
        self.raw.append(byte)

    def _flush_raw(self) -> None:
        if self.raw:
            raw, self.raw = bytes(self.raw), bytearray()
            codec = self.fonts.get(self.state.font, self.codepage)
            if codec == "cp1252" and self.codepage != "cp1252":
                codec = self.codepage
            self._put(raw.decode(codec, "replace"))

    def _put(self, text: str) -> None:
        if self.state.info is not None:
            if self.state.info and not self.state.skip:
                self.info.setdefault(self.state.info.decode(), []).append(text)
        elif not self.state.skip and not self.state.hidden:
            self.text.append(text)

    def _end_paragraph(self) -> None:
        self._flush_raw()
        if self.state.skip or self.state.info is not None:
            return
        if self.in_row:
            self.text.append("\n")
        else:
            self._paragraph(furniture=self.state.furniture)

    def _paragraph(self, *, furniture: bool = False) -> None:
        text = _joined("".join(self.text)).strip()
        self.text = []
        if not text:
            return
        self._end_table()
        write_prose(self.manuscript, text, "page_furniture" if furniture else None)

    def _cell(self) -> None:
        self._flush_raw()
        self.row.append(_joined("".join(self.text)).strip())
        self.text = []

    def _end_row(self) -> None:
        self._flush_raw()
        if any(self.row):
            self.rows.append(self.row)
        self.row = []
        self.in_row = False

    def _end_table(self) -> None:
        rows, self.rows = self.rows, []
        if len(rows) == 1 and len(rows[0]) == 1:
            write_prose(self.manuscript, rows[0][0])
        elif rows:
            self.manuscript.table(rows)


def read(job: Job) -> Outcome:
    """The document of an RTF file."""
    reader = _Reader(Manuscript(job.limits))
    reader.run(job.read_text_bytes())
    manuscript = reader.manuscript
    facts = {key: " ".join("".join(values).split()) for key, values in reader.info.items()}
    manuscript.title = facts.get("title") or None
    manuscript.author = facts.get("author") or None
    for key in ("subject", "company", "operator", "keywords"):
        if facts.get(key):
            manuscript.metadata[f"info:{key}"] = facts[key]
    return Outcome(NAME, VERSION, manuscript)


def _character(number: int) -> str:
    """A `\\u` value, signed 16 bits; halves of a surrogate pair are put together by `_joined`."""
    code = number + 0x10000 if number < 0 else number
    return chr(code) if 0 < code <= 0x10FFFF else "�"


def _joined(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _codec(number: int) -> str:
    name = {65001: "utf-8", 10000: "mac-roman", 10007: "mac-cyrillic", 1361: "johab", 936: "gb18030"}.get(
        number
    )
    candidate = name or f"cp{number}"
    try:
        b"".decode(candidate)
    except LookupError:
        return "cp1252"
    return candidate
