"""Detail records: what could endanger someone, kept beside the log and erasable (FORMAT.md, “Detail
records”).

The log line holds only SHA-256(salt ‖ detail). The salt keeps a short detail from being guessed; erasing
salt and detail leaves the line, and so the tree, as it was.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from accounted.evidence import durable
from accounted.evidence.errors import Damaged, EvidenceError

SALT_SIZE = 16
PER_FILE = 1000
_RECORD = re.compile(rb"(0|[1-9][0-9]{0,15}) ([0-9a-f]{32}) (\{[^\x00-\x1f]*\})")

_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_ASCII_JSON = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


class Record(NamedTuple):
    """One detail record as stored."""

    seq: int
    salt: bytes
    detail: bytes

    @property
    def commit(self) -> str:
        """What the log line of this entry must hold."""
        return commit(self.salt, self.detail)

    def line(self) -> bytes:
        """The record as it stands in its file, with the newline."""
        return b"%d %s %s\n" % (self.seq, self.salt.hex().encode(), self.detail)


def commit(salt: bytes, detail: bytes) -> str:
    """The salted commitment, in hexadecimal."""
    return sha256(salt + detail).hexdigest()


def write_detail(detail: Mapping[str, Any]) -> bytes:
    """A detail as compact JSON with sorted keys. Raises EvidenceError for what JSON cannot hold."""
    try:
        return _JSON.encode(detail).encode("utf-8")
    except UnicodeEncodeError:
        # Names of files that are not valid UTF-8 arrive with lone surrogates; JSON can escape them.
        return _ASCII_JSON.encode(detail).encode("ascii")
    except (TypeError, ValueError) as error:
        raise EvidenceError(f"the detail of a custody event must be plain JSON: {error}") from None


def first_of(seq: int) -> int:
    """The number that names the file in which the record of entry `seq` is."""
    return seq - seq % PER_FILE


def file_of(root: Path, seq: int) -> Path:
    """The file in which the record of entry `seq` is."""
    return root / "log" / "details" / f"{first_of(seq):010d}.rec"


def read_records(path: Path) -> Iterator[Record]:
    """The records of one file. Raises Damaged at the first line that is not one."""
    for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], start=1):
        yield read_record(line, path, number)


def read_record(line: bytes, path: Path, number: int) -> Record:
    """The record in one line (without newline) of `path`."""
    match = _RECORD.fullmatch(line)
    if match is None:
        raise Damaged(f"{path}, line {number}: not a detail record; the file was altered or damaged")
    return Record(int(match[1]), bytes.fromhex(match[2].decode()), match[3])


def append(root: Path, records: Sequence[Record]) -> tuple[int, int] | None:
    """Write records, in order of seq, durably. Returns first seq and length of the newest file."""
    newest: tuple[int, int] | None = None
    start = 0
    while start < len(records):
        first = first_of(records[start].seq)
        end = start
        while end < len(records) and records[end].seq < first + PER_FILE:
            end += 1
        path = file_of(root, first)
        new = not path.exists()
        with durable.appending(path) as file:
            durable.write(file, b"".join(record.line() for record in records[start:end]))
            os.fdatasync(file)
            newest = first, os.fstat(file).st_size
        if new:
            durable.sync_directory(path.parent)
        start = end
    return newest


def cut_back(root: Path, size: int) -> None:
    """Drop the records of entries that never came to be: those of seq ≥ `size`, and an unfinished last
    line."""
    for path in sorted((root / "log" / "details").glob("*.rec")):
        if not re.fullmatch(r"[0-9]{10}\.rec", path.name):
            continue
        if int(path.stem) >= size:
            path.unlink()
        elif int(path.stem) == first_of(size):
            durable.truncate(path, _good_length(path, size))


def _good_length(path: Path, size: int) -> int:
    length = 0
    for line in path.read_bytes().split(b"\n")[:-1]:
        match = _RECORD.fullmatch(line)
        if match and int(match[1]) >= size:
            break
        length += len(line) + 1
    return length


def newest_file(root: Path) -> tuple[int, int] | None:
    """First seq and length of the newest detail file, None when there is none."""
    names = sorted(path.name for path in (root / "log" / "details").glob("*.rec"))
    if not names:
        return None
    path = root / "log" / "details" / names[-1]
    return int(path.stem), path.stat().st_size
