"""One pass over the custody log: the grammar and order of its lines, the tree, and the details beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from accounted.evidence import details
from accounted.evidence.entry import LINE, Entry, read_entry
from accounted.evidence.errors import Damaged, NewerFormat
from accounted.evidence.log import read_lines
from accounted.evidence.merkle import Frontier

if TYPE_CHECKING:
    from accounted.evidence.verification import Findings, Progress, Snapshot

_STEP = 20_000
_SPECIAL = frozenset({b"create", b"checkpoint", b"key_change", b"erase", b"destroy"})
KEPT_SIZE = 32 + 8  # digest and length of a kept object, as packed in `LogCheck.kept`


class LogCheck:
    """Reads the log once, line by line, and keeps what the other checks need to compare with."""

    def __init__(
        self,
        root: Path,
        found: Findings,
        held: Mapping[int, bytes],
        snapshot: Snapshot,
        progress: Progress | None,
    ) -> None:
        self.root = root
        self.frontier = Frontier()
        self.at_head: tuple[int, tuple[bytes, ...]] | None = None
        self.unfinished = 0
        self.last: Entry | None = None
        #: by the first two hex digits: digest and size of each kept object, packed
        self.kept: list[bytearray] = [bytearray() for _ in range(256)]
        self.destroyed: set[str] = set()
        #: file: digest, size and seq of the line that binds it
        self.companions: dict[str, tuple[str, int, int]] = {}
        self.key_changes: list[tuple[int, str]] = []
        self.checkpoint_events: list[int] = []
        #: roots at the sizes of the checkpoints and of what is known from elsewhere
        self.roots: dict[int, bytes] = {}
        self._found = found
        self.held = held
        self._snapshot = snapshot
        self._progress = progress
        self._wanted = set(held) | {int(name) for name in snapshot.names["checkpoints"] if name.isdigit()}
        self._erased: set[int] = set()
        self._without_detail: list[int] = []
        self._records: dict[int, details.Record] = {}
        self._set_back: list[int] = []
        self._record_files = {
            int(name[:-4]) for name in snapshot.names["details"] if re.fullmatch(r"[0-9]{10,16}\.rec", name)
        }

    def run(self) -> None:
        """Read all of it."""
        path = self.root / "log" / "entries.jsonl"
        head_size = self._snapshot.head.size if self._snapshot.head else -1
        length = 0
        last_time = b""
        line = b""
        seq = 0
        if head_size == 0:
            self.at_head = (0, ())
        if 0 in self._wanted:
            self.roots[0] = self.frontier.root()
        append = self.frontier.append
        match_line = LINE.fullmatch
        try:
            for seq, line in enumerate(read_lines(path, self._snapshot.length)):
                if seq % details.PER_FILE == 0:
                    self._next_records(seq)
                append(line)
                length += len(line) + 1
                match = match_line(line)
                if match is None:
                    self._not_a_line(line, seq)
                else:
                    groups = match.groups()
                    if int(groups[7]) != seq:
                        self._found.problem("line", f"log entry {seq}", f"says that it is {int(groups[7])}")
                    self._take(seq, groups)
                    t = groups[10]
                    if t < last_time:
                        self._set_back.append(seq)
                    last_time = t
                if seq + 1 == head_size:
                    self.at_head = (length, tuple(self.frontier.peaks))
                if seq + 1 in self._wanted:
                    self.roots[seq + 1] = self.frontier.root()
                if self._progress and seq % _STEP == 0:
                    self._progress("log", length, self._snapshot.length)
        except Damaged as error:
            self._found.problem("line", "log/entries.jsonl", str(error))
        except OSError as error:
            self._found.problem("unreadable", "log/entries.jsonl", f"cannot be read ({error.strerror})")
        self.unfinished = self._snapshot.length - length
        if self.frontier.size:
            self._read_last(line)
        self._finish()

    def _take(self, seq: int, groups: tuple[bytes | None, ...]) -> None:
        _, commit, _, event, file, _, of, _, digest, size, _, _ = groups
        if commit is not None:
            self._check_detail(seq, commit.decode())
        if digest is not None and size is not None:
            if file is not None:
                self._bind(seq, file.decode(), digest.decode(), int(size))
            else:
                name = digest.decode()
                self.kept[int(name[:2], 16)] += bytes.fromhex(name) + int(size).to_bytes(8, "big")
                if self.destroyed:
                    self.destroyed.discard(name)
        elif file is not None:
            self._found.problem("line", f"log entry {seq}", "names a file without its digest and size")
        if seq and event not in _SPECIAL:
            return
        if (event == b"create") != (seq == 0):
            self._found.problem(
                "line", f"log entry {seq}", "the first entry, and only it, creates the archive"
            )
        if event == b"checkpoint":
            self.checkpoint_events.append(seq)
        elif event == b"key_change":
            self.key_changes.append((seq, file.decode() if file else ""))
        elif event == b"erase":
            if of is None or int(of) >= seq:
                self._found.problem("line", f"log entry {seq}", "erases the detail of no earlier entry")
            else:
                self._erased.add(int(of))
        elif event == b"destroy" and digest is not None and size is None:
            self.destroyed.add(digest.decode())

    def _bind(self, seq: int, file: str, digest: str, size: int) -> None:
        if file in self.companions and file != "archive.toml":
            self._found.problem("line", f"log entry {seq}", f"binds {file} a second time")
        self.companions[file] = (digest, size, seq)

    def _not_a_line(self, line: bytes, seq: int) -> None:
        try:
            read_entry(line, seq)
        except (Damaged, NewerFormat) as error:
            self._found.problem("line", f"log entry {seq}", str(error))

    def _read_last(self, line: bytes) -> None:
        try:
            self.last = read_entry(line, self.frontier.size - 1)
        except (Damaged, NewerFormat):
            self.last = None  # was reported when it was met

    # ── details ──

    def _next_records(self, first: int) -> None:
        """Go on to the next file of details; what is left of the one before belongs to no entry."""
        self._strays()
        if first not in self._record_files:
            return
        self._record_files.discard(first)
        path = details.file_of(self.root, first)
        name = f"log/details/{path.name}"
        try:
            content = path.read_bytes()
        except OSError as error:
            self._found.problem("unreadable", name, f"cannot be read ({error.strerror})")
            return
        *lines, rest = content.split(b"\n")
        previous = first - 1
        for number, line in enumerate(lines, start=1):
            try:
                record = details.read_record(line, path, number)
            except Damaged:
                self._found.problem("detail", f"{name}, line {number}", "is not a detail record")
                continue
            if not previous < record.seq < first + details.PER_FILE:
                self._found.problem("detail", f"{name}, line {number}", f"entry {record.seq} is out of order")
                continue
            previous = record.seq
            self._records[record.seq] = record
        if rest:
            self._found.note(f"{name}: {len(rest)} bytes of an interrupted write stand at its end")

    def _check_detail(self, seq: int, commit: str) -> None:
        record = self._records.pop(seq, None)
        if record is None:
            self._without_detail.append(seq)
        elif sha256(record.salt + record.detail).hexdigest() != commit:
            self._found.problem(
                "detail", f"log entry {seq}", "its detail is not the one that was committed to"
            )

    def _strays(self) -> None:
        for seq in self._records:
            self._found.problem("detail", f"log entry {seq}", "has a detail that its line does not commit to")
        self._records.clear()

    def _finish(self) -> None:
        size = self.frontier.size
        orphans = [seq for seq in self._records if seq >= size]
        for seq in orphans:
            del self._records[seq]
        self._strays()
        if orphans or self._record_files:
            self._found.note("log/details: holds records of an interrupted write; the next writer drops them")
        gone = set(self._without_detail)
        for seq in sorted(gone - self._erased - self._erased_meanwhile(gone - self._erased)):
            self._found.problem(
                "detail", f"log entry {seq}", "its detail is gone, and no entry says it was erased"
            )
        for seq in sorted(self._erased - gone):
            if self._still_there(seq):
                self._found.problem(
                    "erasure", f"log entry {seq}", "its detail was to be erased and is still there"
                )
            else:
                self._found.problem("line", f"log entry {seq}", "is said to be erased but never had a detail")
        if self._set_back:
            self._found.note(
                f"log: {len(self._set_back)} entries are dated before the entry before them (first: entry "
                f"{self._set_back[0]}); a clock was set back. The order of the log is not affected"
            )

    def _still_there(self, seq: int) -> bool:
        try:
            return any(record.seq == seq for record in details.read_records(details.file_of(self.root, seq)))
        except (Damaged, OSError):
            return False

    def _erased_meanwhile(self, gone: set[int]) -> set[int]:
        return {entry.of for entry in self.later() if entry.of is not None} if gone else set()

    def later(self) -> Iterator[Entry]:
        """What a writer has logged since the verification began."""
        path = self.root / "log" / "entries.jsonl"
        start = self._snapshot.length - self.unfinished
        try:
            for seq, line in enumerate(read_lines(path, None, start), start=self.frontier.size):
                yield read_entry(line, seq)
        except (Damaged, NewerFormat, OSError):
            return
