"""Text from pictures, through the `tesseract` program where it is installed. Words keep their boxes.

The program runs inside the reader's own confinement: its limits, no network, a fixed environment.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from accounted.sources.extraction import SourceError
from accounted.sources.job import Job
from accounted.sources.manuscript import Box

HOW_TO_GET = (
    "install Tesseract with its English, Ukrainian and Russian data "
    "(Debian, Ubuntu: apt install tesseract-ocr tesseract-ocr-ukr tesseract-ocr-rus; "
    "macOS: brew install tesseract tesseract-lang) and read the file again"
)
_WANTED = ("eng", "ukr", "rus")
_LEAST_CONFIDENCE = 25.0


class OutOfTime(SourceError):
    """The time for recognition is spent."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph that was recognised and where it stands, in pixels or page units from the top left."""

    text: str
    box: Box

    def scaled(self, factor: float) -> Block:
        """The same block in other units."""
        left, top, right, bottom = (round(value * factor, 1) for value in self.box)
        return Block(self.text, (left, top, right, bottom))


@lru_cache(maxsize=4)
def _installed(program: str) -> tuple[str, tuple[str, ...]]:
    """The program's version and which of the wanted languages it has."""
    number = _run([program, "--version"], 20.0).splitlines()
    listed = _run([program, "--list-langs"], 20.0).split()
    languages = tuple(code for code in _WANTED if code in listed)
    match = re.search(r"\d+(?:\.\d+)+", number[0]) if number else None
    return (match.group() if match else "unknown"), languages


def version(program: str | None) -> str:
    """What stands in an extraction's version: `tesseract 5.3.0 eng+ukr+rus`."""
    if program is None:
        return "no tesseract"
    number, languages = _installed(program)
    return f"tesseract {number} {'+'.join(languages)}"


class Recogniser:
    """Recognises the pictures of one file within one budget of time."""

    def __init__(self, job: Job) -> None:
        if job.tesseract is None:
            raise SourceError(f"no tesseract; {HOW_TO_GET}")
        self.program = job.tesseract
        self.directory = job.outbox.directory
        self.deadline = time.monotonic() + job.limits.ocr_seconds
        self.languages = _installed(job.tesseract)[1] or ("eng",)

    def blocks(self, picture: Any, *, dpi: int | None = None) -> list[Block]:
        """The paragraphs of one picture (a Pillow image), in reading order.

        Raises:
            OutOfTime: nothing is left of the budget.
        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime("the time for recognition is spent")
        path = self.directory / "picture.png"
        picture.save(path, format="PNG", compress_level=1)
        command = [self.program, str(path), "stdout", "-l", "+".join(self.languages), "--psm", "3"]
        if dpi:
            command += ["--dpi", str(dpi)]
        try:
            return paragraphs_of(_run([*command, "tsv"], left))
        finally:
            path.unlink(missing_ok=True)


def paragraphs_of(tsv: str) -> list[Block]:
    """Tesseract's TSV (one word a line: level, page, block, paragraph, line, word, box, confidence, text)."""
    grouped: dict[tuple[str, ...], list[tuple[str, Box]]] = {}
    for row in tsv.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) < 12 or fields[0] != "5" or not fields[11].strip():
            continue
        try:
            if float(fields[10]) < _LEAST_CONFIDENCE:
                continue
            left, top, width, height = (float(value) for value in fields[6:10])
        except ValueError:
            continue
        grouped.setdefault(tuple(fields[1:4]), []).append(
            (fields[11], (left, top, left + width, top + height))
        )
    return [_block(words) for words in grouped.values()]


def _block(words: Sequence[tuple[str, Box]]) -> Block:
    text = ""
    for word, _ in words:
        if re.search(r"[^\W\d_]-$", text) and word[:1].islower() and len(text) > 2:
            text = text[:-1] + word
        else:
            text = f"{text} {word}" if text else word
    boxes = [box for _, box in words]
    return Block(
        text,
        (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        ),
    )


def _run(command: list[str], seconds: float) -> str:
    environment = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    if "TESSDATA_PREFIX" in os.environ:
        environment["TESSDATA_PREFIX"] = os.environ["TESSDATA_PREFIX"]
    try:
        done = subprocess.run(  # noqa: S603 - no shell; the parent found the program
            command,
            capture_output=True,
            timeout=seconds,
            env=environment,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise OutOfTime("the time for recognition is spent") from error
    if done.returncode == -signal.SIGXCPU:
        raise OutOfTime("the processor time for recognition is spent")
    return done.stdout.decode("utf-8", "replace")
