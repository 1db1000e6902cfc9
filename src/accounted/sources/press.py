"""What kind of text a paragraph is, by the habits of newsrooms: headlines, captions, credits, datelines,
agency lines.

General rules for plain text, where no markup says it. They look at form (a closing parenthesis that names a
photo agency or a copyright, a place in capitals before a dash), never at what the sentence is
about. The words are data: `press_marks.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources

from accounted.claims import SegmentKind

Labelled = tuple[int, int, SegmentKind]

_MARKS = json.loads(resources.files(__package__).joinpath("press_marks.json").read_text("utf-8"))


def _any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, longest first."""
    return "(?:" + "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True)) + ")"


_AGENCY = _any_of(_MARKS["agencies"])
_CREDIT_WORD = _any_of(_MARKS["credit_words"])
_CREDIT_INSIDE = re.compile(
    rf"^(?:(?:[\w’'.-]+\s+){{0,4}}[\w’'.-]*\s*/\s*)?{_AGENCY}(?:\s*[/,|].{{0,60}}|\s+(?:via|photo|images?)\b.{{0,60}})?$"
    rf"|^{_CREDIT_WORD}(?=[\s:.,/©(\d]|$).{{0,160}}$",
    re.IGNORECASE | re.DOTALL,
)
_CREDIT_FIRST = re.compile(_CREDIT_WORD, re.IGNORECASE)
_AGENCY_AS_WRITTEN = re.compile(rf"(?:^|[\s/]){_AGENCY}(?:$|[\s/,])")
_TRAILING = re.compile(r"\s*[(\[]([^()\[\]]{2,200})[)\]]\s*$")
_CREDIT_LINE = re.compile(
    rf"^(?:{_CREDIT_WORD}\s*(?:by|credit|courtesy|of|von|від|:|©|/)\s*:?\s*\S.{{0,160}}"
    rf"|©\s*\S.{{0,160}}|copyright\s*(?:©|\(c\))?\s*(?:19|20)\d\d.{{0,160}})$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    rf"^{_any_of(_MARKS['byline_words'])}[:\s]\s*"
    r"(?P<who>\w[\w’'.-]*(?:\s+(?:and|und|et|y|та|і|и|de|van|von|al)?\s*,?\s*\w[\w’'.-]*){1,8})"
    r"\s*(?:[,|].{0,60})?$",
    re.IGNORECASE,
)
_CAPITALS = r"[A-ZА-ЯІЇЄҐ]"
_DATELINE = re.compile(
    rf"^(?P<line>(?=[^\W\d_])[^\n—–]{{2,80}}?\s*\({_AGENCY}\)\s*[—–-]+\s+"
    rf"|{_CAPITALS}(?:{_CAPITALS}|[’' .-]){{2,40}}(?:,\s*[^\W\d_][\w .]{{2,30}})?"
    r"(?:,\s*[^\W\d_]{3,9}\.?\s*\d{1,2}(?:,?\s*\d{4})?"
    r"|,\s*\d{1,2}\.?\s+[^\W\d_]{3,12}(?:\s+\d{4})?\.?)?\s*[—–]\s+)"
)
_AGENCY_LINE = re.compile(
    rf"^(?:{'|'.join(_MARKS['agency_lines'])}"
    rf"|[—–-]+\s*(?:with\s+)?{_AGENCY}(?:\s*(?:and|,|/)\s*{_AGENCY})*"
    rf"|{_AGENCY}(?:\s*(?:and|,|/)\s*{_AGENCY})*\.?)$",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(rf"^(?:{'|'.join(_MARKS['boilerplate_lines'])})$", re.IGNORECASE)
_LIST_ITEM = re.compile(r"^\s*(?:[-*•‣◦–]\s+|\(?\d{1,3}[.)]\s+|\(?[a-zа-яіїє][.)]\s+)\S")
_FULL_STOP = re.compile(r"[.!?…:][\"”’»)\]]*$")
_SENTENCE_END = re.compile(r"[.!?…:;,][\"”’»)\]]*$")
_LONGEST_CAPTION = 600
_LONGEST_LINE = 100


def credit_at_end(text: str) -> int | None:
    """Where a closing credit such as `(EPA)` or `(Copyright 2022 …)` begins, if the text ends with one."""
    match = _TRAILING.search(text[-260:])
    if match is None:
        return None
    inside = match.group(1).strip()
    if not _CREDIT_INSIDE.match(inside):
        return None
    # A bare agency name must be written as one: "(PA)" or "(Reuters)", not "(pa)".
    if not _CREDIT_FIRST.match(inside) and not _AGENCY_AS_WRITTEN.search(inside):
        return None
    return max(0, len(text) - 260) + match.start() + len(match.group()) - len(match.group().lstrip())


def is_credit_line(text: str) -> bool:
    """Whether a whole line only says whose picture it is."""
    return credit_at_end(text) == 0 or bool(len(text) < 240 and _CREDIT_LINE.match(text.strip()))


def byline(text: str) -> str | None:
    """The author in a line such as "By Anna Kovalenko"."""
    match = _BYLINE.match(text.strip()) if len(text) < 160 else None
    who = match.group("who").strip() if match else None
    return who if who and sum(word[:1].isupper() for word in who.split()) >= 2 else None


def dateline_end(text: str) -> int:
    """How long the dateline at the start of a paragraph is; 0 when there is none."""
    match = _DATELINE.match(text[:160])
    return len(match.group("line").rstrip()) if match else 0


def label(
    text: str, start: int, end: int, *, first: bool = False, followed: bool = True
) -> Iterator[Labelled]:
    """The segments of one paragraph `text[start:end]`: mostly one; a caption and its credit are two."""
    paragraph = text[start:end]
    short = len(paragraph) <= _LONGEST_CAPTION
    if short and _BOILERPLATE.match(paragraph):
        yield start, end, "boilerplate"
    elif short and (is_credit_line(paragraph) or byline(paragraph)):
        yield start, end, "credit"
    elif short and _AGENCY_LINE.match(paragraph.strip("() ")):
        yield start, end, "agency_line"
    elif short and (credit := credit_at_end(paragraph)) is not None:
        caption_end = start + len(paragraph[:credit].rstrip())
        yield start, caption_end, "caption"
        yield start + credit, end, "credit"
    elif paragraph.startswith(">"):
        yield start, end, "quote"
    elif first and followed and _is_headline(paragraph):
        yield start, end, "headline"
    elif _LIST_ITEM.match(paragraph) and "\n" not in paragraph and len(paragraph) < 1000:
        yield start, end, "list"
    elif dateline := dateline_end(paragraph):
        yield start, start + dateline, "dateline"
        rest = start + dateline + len(paragraph[dateline:]) - len(paragraph[dateline:].lstrip())
        yield rest, end, "body"
    else:
        yield start, end, "body"


def segments_of(text: str) -> Iterator[Labelled]:
    """Every paragraph of a plain text, labelled, in order."""
    spans = paragraphs(text)
    first, second = next(spans, None), next(spans, None)
    if first is not None:
        yield from label(text, *first, first=True, followed=second is not None)
    if second is not None:
        yield from label(text, *second)
    for start, end in spans:
        yield from label(text, start, end)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs stand: blank lines part them, and so does a line break that no wrapping explains.

    A break is wrapping when the next word would not have fitted in the longest line of the block, and that
    line is no longer than people wrap by hand (100 characters).
    """
    block: list[tuple[int, int]] = []
    for line in _lines(text):
        if line[0] == line[1]:
            yield from _unwrapped(text, block)
            block = []
        else:
            block.append(line)
    yield from _unwrapped(text, block)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Every line without its surrounding white space; an empty stretch for a blank one."""
    for match in re.finditer(r"[^\r\n\x0c\x0b\x85\u2028\u2029]+|\r\n?|\n|[\x0c\x0b\x85\u2028\u2029]", text):
        raw = match.group()
        if raw[0] in "\r\n\x0c\x0b\x85\u2028\u2029":
            if raw in ("\x0c", "\u2029") or (match.start() == 0 or text[match.start() - 1] in "\r\n\x0c"):
                yield match.start(), match.start()
            continue
        stripped = raw.strip()
        if not stripped or stripped.strip("\ufeff\u200b") == "":
            yield match.start(), match.start()
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        yield start, start + len(stripped)


def _unwrapped(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if not lines:
        return
    width = max(end - start for start, end in lines)
    start, last_end = lines[0]
    for line_start, line_end in lines[1:]:
        first_word = re.match(r"\S{1,100}", text[line_start:line_end])
        needed = (
            (last_end - text.rfind("\n", 0, last_end) - 1)
            + 1
            + (len(first_word.group()) if first_word else 0)
        )
        wrapped = (
            width <= _LONGEST_LINE
            and width >= 40
            and needed > width
            and not _LIST_ITEM.match(text[line_start:line_end])
        )
        quoted = text[start] == ">" and text[line_start] == ">"
        # a line that breaks off and goes on in small letters or in brackets was wrapped, however long
        goes_on = text[line_start].islower() or text[line_start] == "("
        broken_off = goes_on and not _FULL_STOP.search(text[last_end - 8 : last_end])
        if (
            not wrapped
            and not quoted
            and not (broken_off and not _LIST_ITEM.match(text[line_start:line_end]))
        ):
            yield start, last_end
            start = line_start
        last_end = line_end
    yield start, last_end


def _is_headline(paragraph: str) -> bool:
    line = paragraph.strip()
    return (
        "\n" not in line
        and 8 <= len(line) <= 200
        and not _SENTENCE_END.search(line)
        and not _LIST_ITEM.match(line)
        and len(line.split()) >= 2
        and ":" not in line[:12]
    )
