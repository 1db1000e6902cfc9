"""One pass over the custody log: the grammar and order of its lines, the tree, and the details beside it."""

from __future__ import annotations

import re
from bisect import bisect_right
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

_STEP = 1 << 13
_GROUPS = ("commit", "event", "file", "seq", "sha256", "size", "t")
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
        self._head_size = snapshot.head.size if snapshot.head else -1
        self._stops = sorted({*self._wanted, self._head_size})
        self._length = 0
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
        last_time = b""
        line = b""
        batch: list[bytes] = []
        self._reached()
        stop = self._next_stop(0)
        match_line = LINE.fullmatch
        try:
            for seq, line in enumerate(read_lines(path, self._snapshot.length)):
                if seq == stop:
                    self._grow(batch)
                    batch = []
                    stop = self._next_stop(seq)
                if seq % details.PER_FILE == 0:
                    self._next_records(seq)
                batch.append(line)
                match = match_line(line)
                if match is None:
                    self._not_a_line(line, seq)
                    continue
                commit, event, file, number, digest, size, t = match.group(*_GROUPS)
                if int(number) != seq:
                    self._found.problem("line", f"log entry {seq}", f"says that it is {int(number)}")
                if commit is not None:
                    self._check_detail(seq, commit.decode())
                if file is not None:
                    self._bind(seq, file.decode(), digest, size)
                elif size is not None and digest is not None:
                    self._keep(digest.decode(), int(size))
                if event in _SPECIAL or not seq:
                    self._take_special(seq, match)
                if t < last_time:
                    self._set_back.append(seq)
                if t[8:10] > b"28":
                    self._not_a_line(line, seq)  # the grammar lets 30 February through
                last_time = t
        except Damaged as error:
            self._found.problem("line", "log/entries.jsonl", str(error))
        except OSError as error:
            self._found.problem("unreadable", "log/entries.jsonl", f"cannot be read ({error.strerror})")
        self._grow(batch)
        self.unfinished = self._snapshot.length - self._length
        if self.frontier.size:
            self._read_last(line)
        self._finish()

    def _next_stop(self, seq: int) -> int:
        """The next size at which the tree is looked at; in between it grows many entries at a time."""
        at = bisect_right(self._stops, seq)
        usual = seq - seq % _STEP + _STEP
        return min(usual, self._stops[at]) if at < len(self._stops) else usual

    def _grow(self, batch: list[bytes]) -> None:
        self.frontier.extend(batch)
        self._length += sum(map(len, batch)) + len(batch)
        self._reached()
        if self._progress and batch:
            self._progress("log", self._length, self._snapshot.length)

    def _reached(self) -> None:
        """Note the tree at this size, if it is one that is compared."""
        size = self.frontier.size
        if size == self._head_size:
            self.at_head = (self._length, tuple(self.frontier.peaks))
        if size in self._wanted:
            self.roots[size] = self.frontier.root()

    def _keep(self, name: str, size: int) -> None:
        self.kept[int(name[:2], 16)] += bytes.fromhex(name) + size.to_bytes(8, "big")
        if self.destroyed:
            self.destroyed.discard(name)

    def _take_special(self, seq: int, match: re.Match[bytes]) -> None:
        """An event with a meaning of its own to a verification."""
        event, file, of, digest, size = match.group("event", "file", "of", "sha256", "size")
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

    def _bind(self, seq: int, file: str, digest: bytes | None, size: bytes | None) -> None:
        if digest is None or size is None:
            self._found.problem("line", f"log entry {seq}", "names a file without its digest and size")
            return
        if file in self.companions and file != "archive.toml":
            self._found.problem("line", f"log entry {seq}", f"binds {file} a second time")
        self.companions[file] = (digest.decode(), int(size), seq)

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
