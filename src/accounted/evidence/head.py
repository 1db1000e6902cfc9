"""The head of the log: what a writer must know to go on without reading the whole log (FORMAT.md,
“log/head”).

A head is a saved computation, never evidence: verification computes it anew from the lines and compares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from accounted.evidence.errors import Damaged
from accounted.evidence.merkle import Frontier

_TEXT = re.compile(
    rb"accounted log head 1\n"
    rb"size (0|[1-9][0-9]{0,15})\n"
    rb"bytes (0|[1-9][0-9]{0,17})\n"
    rb"details (-|(?:0|[1-9][0-9]{0,15}) (?:0|[1-9][0-9]{0,17}))\n"
    rb"peaks((?: [0-9a-f]{64}){0,60})\n"
    rb"check ([0-9a-f]{64})\n"
)


@dataclass(frozen=True, slots=True)
class Head:
    """Size and length of the log, the newest detail file (first seq, length) and the peaks of the tree."""

    size: int
    length: int
    details: tuple[int, int] | None
    peaks: tuple[bytes, ...]

    def frontier(self) -> Frontier:
        """The state from which the tree grows on."""
        return Frontier(self.size, self.peaks)

    def root(self) -> bytes:
        """The tree hash at this head."""
        return self.frontier().root()

    def text(self) -> bytes:
        """The head as it stands on disk."""
        details = "-" if self.details is None else f"{self.details[0]} {self.details[1]}"
        peaks = "".join(f" {peak.hex()}" for peak in self.peaks)
        body = (
            f"accounted log head 1\nsize {self.size}\nbytes {self.length}\ndetails {details}\npeaks{peaks}\n"
        ).encode("ascii")
        return body + b"check " + sha256(body).hexdigest().encode("ascii") + b"\n"


EMPTY_HEAD = Head(0, 0, None, ())


def read_head(text: bytes) -> Head:
    """The head in `text`. Raises Damaged for any other bytes than those `Head.text` writes."""
    match = _TEXT.fullmatch(text)
    body = text[: text.rfind(b"check ")]
    if match is None or sha256(body).hexdigest().encode("ascii") != match[5]:
        raise Damaged("log/head is damaged")
    size, length = int(match[1]), int(match[2])
    peaks = tuple(bytes.fromhex(peak.decode()) for peak in match[4].split())
    if len(peaks) != size.bit_count():
        raise Damaged("log/head is damaged: its peaks do not fit its size")
    if match[3] == b"-":
        return Head(size, length, None, peaks)
    first, extent = (int(part) for part in match[3].split())
    return Head(size, length, (first, extent), peaks)
