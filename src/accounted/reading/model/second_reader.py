"""The second reader: asks a language model about each piece of a document, and believes nothing it says.

How bytes travel is for the caller: a function that asks the server is passed in. The same document, model,
server and settings need not give the same answer twice, so a reading of this kind is kept, never recomputed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from accounted.claims import Document, ReaderIdentity, Reading, ReadingWarning, Segment
from accounted.places import Gazetteer
from accounted.reading.lexicons import Lexicon, NoLexicon, load_lexicon
from accounted.reading.model.answers import BadAnswer, CutOff, NothingRead, Said, said_in
from accounted.reading.model.checking import DROPPED, LEFT_OUT, Checker
from accounted.reading.model.pieces import LARGEST, MOST, SMALLEST, USUAL, Piece, halves, pieces
from accounted.reading.model.prompting import SEED, fingerprint, request
from accounted.reading.multilingual import likely_language
from accounted.reading.passages import Passage
from accounted.reading.structure import blocks

NAME = "llm"
VERSION = "1.0.0"
_PATIENCE = 3  # answers in a row that cannot be used: then the rest of the document is not sent
_DEEPEST = 2  # times a piece whose answer is cut off is halved and asked again


class Ask(Protocol):
    """How to reach the model, given by the caller: the body of a request for the body of its answer.

    Raises NoAnswer when the server cannot be used, BadAnswer when this one answer cannot.
    """

    def __call__(self, body: bytes) -> bytes:
        """Ask once."""


@dataclass(frozen=True, slots=True)
class Model:
    """Which model reads, and where it runs: both are part of what a reading is."""

    name: str
    endpoint: str
    piece_size: int = USUAL
    parameters: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not SMALLEST <= self.piece_size <= LARGEST:
            raise ValueError(
                f"a piece of {self.piece_size} characters: choose between {SMALLEST} and {LARGEST}"
            )

    def identity(self, lexicon: str) -> ReaderIdentity:
        """The reader as a reading names it."""
        told = {
            "model": self.name, "endpoint": self.endpoint, "piece_size": str(self.piece_size),
            "prompt_sha256": fingerprint(), "temperature": "0", "seed": str(SEED),
        }  # fmt: skip
        return ReaderIdentity(NAME, VERSION, lexicon, {**told, **self.parameters})


def read_with_model(document: Document, *, model: Model, ask: Ask, gazetteer: Gazetteer) -> Reading:
    """What a model says that a document claims, as far as it stands in the text.

    A piece whose answer cannot be used is named in a warning; the others are read.

    Raises:
        NoAnswer: the server cannot be used.
        NothingRead: not one piece of the document got an answer that can be used.
    """
    lexicon = _lexicon(document)
    passage = Passage(document, lexicon) if lexicon is not None else None
    segments = passage.segments if passage is not None else _segments(document)
    checker = Checker(document, segments, passage, gazetteer)
    every = pieces(document.text, segments, model.piece_size)
    unread: list[ReadingWarning] = []
    number = 0
    for number, (piece, answer) in enumerate(_answers(document.text, every[:MOST], model, ask), 1):
        if isinstance(answer, str):
            unread.append(_unread(piece.start, piece.end, answer))
            continue
        said, shapeless = answer
        checker.reasons["malformed"] += shapeless
        for one in said:
            checker.take(one, piece, number)
    if number and len(unread) == number:
        raise NothingRead(f"the model read nothing of the document: {unread[0].message}")
    if len(every) > MOST:
        rest = _unread(every[MOST].start, len(document.text), f"the document has more than {MOST} pieces")
        unread.append(rest)
    read_by = passage.lexicons if passage is not None else ()
    identity = model.identity(", ".join(one.identity for one in read_by) or "none")
    return Reading(document, identity, checker.claims(), (*unread, *_counted(checker)))


Answer = tuple[list[Said], int]


def _answers(
    text: str, every: Sequence[Piece], model: Model, ask: Ask
) -> Iterator[tuple[Piece, Answer | str]]:
    """Each piece with the claims of its answer, or with the reason why it has none."""
    waiting = deque((piece, 0) for piece in every)
    failed = 0
    while waiting:
        piece, depth = waiting.popleft()
        if failed == _PATIENCE:
            yield piece, f"not asked any more, after {failed} answers in a row that could not be used"
            continue
        try:
            answer = said_in(ask(request(model.name, text[piece.start : piece.end])))
        except BadAnswer as trouble:
            parts = halves(text, piece) if isinstance(trouble, CutOff) and depth < _DEEPEST else ()
            if len(parts) > 1:
                waiting.extendleft((part, depth + 1) for part in reversed(parts))
            else:
                failed += 1
                yield piece, str(trouble)
            continue
        failed = 0
        yield piece, answer


def _lexicon(document: Document) -> Lexicon | None:
    """The lexicon by which numbers and dates are read again; None where there is none for the language."""
    try:
        return load_lexicon(document.language or likely_language(document.text) or "und")
    except NoLexicon:
        return None


def _segments(document: Document) -> tuple[Segment, ...]:
    return document.segments or tuple(Segment(start, end) for start, end in blocks(document.text))


def _unread(start: int, end: int, why: str) -> ReadingWarning:
    return ReadingWarning("D-37", f"characters {start}–{end} were not read by the model: {why}")


def _counted(checker: Checker) -> list[ReadingWarning]:
    """How many of the model's claims were dropped, and how many parts left out, for each reason."""
    out = []
    for reason, (rule, words) in DROPPED.items():
        if count := checker.reasons[reason]:
            out.append(ReadingWarning(rule, f"{reason}: {count} of the model's claims dropped: {words}"))
    for reason, (rule, words) in LEFT_OUT.items():
        if count := checker.reasons[reason]:
            out.append(
                ReadingWarning(rule, f"{reason}: left out of the model's claims {count} times: {words}")
            )
    return out
