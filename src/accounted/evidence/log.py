"""The custody log on disk: appending so that an acknowledged entry is never lost, reading without a lock.

Order of a write, under the lock: detail records → fdatasync → lines → fdatasync → head. Only then may anyone
say that the events are recorded. What an interruption leaves behind is told apart in `recovery`.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from accounted.evidence import details, durable
from accounted.evidence.details import SALT_SIZE, Record
from accounted.evidence.entry import LINE, Draft, Entry, read_entry, utc
from accounted.evidence.errors import Damaged, EvidenceError, reading, storage_failed
from accounted.evidence.head import EMPTY_HEAD, Head, read_head
from accounted.evidence.merkle import Frontier

_CHUNK = 1 << 20
_STEP = 1 << 13


class Log:
    """The log of one archive. Every write goes through `appending`."""

    def __init__(self, root: Path, clock: Callable[[], datetime]) -> None:
        self.root = root
        self.path = root / "log" / "entries.jsonl"
        self.lock_path = root / "log" / "lock"
        self.head_path = root / "log" / "head"
        self._clock = clock
        self._mutex = threading.RLock()
        self._depth = 0

    @staticmethod
    def create(root: Path) -> None:
        """Make the empty files and directories of a log."""
        for name in ("log", "log/details", "log/checkpoints", "log/keys", "log/pending"):
            (root / name).mkdir()
        durable.write_new(root / "log" / "entries.jsonl", b"")
        durable.write_new(root / "log" / "lock", b"")
        durable.write_new(root / "log" / "head", EMPTY_HEAD.text())
        durable.sync_directory(root / "log")

    def head(self) -> Head:
        """The present head. Raises Damaged when its file is missing or not in order."""
        with reading(self.head_path):
            if not self.head_path.exists():
                raise Damaged(f"{self.head_path}: missing")
            return read_head(self.head_path.read_bytes())

    def settled(self, head: Head) -> bool:
        """Whether the files are exactly as the head says: no interrupted write to look at."""
        return (
            self.path.stat().st_size == head.length
            and self._details_settled(head)
            and not any((self.root / "log" / "pending").iterdir())
        )

    def _details_settled(self, head: Head) -> bool:
        first, length = head.details or (-details.PER_FILE, 0)
        newest = details.file_of(self.root, first) if head.details else None
        if newest is not None and (not newest.exists() or newest.stat().st_size != length):
            return False
        # An interrupted write may have begun the file after the newest, or the one of the next entry.
        following = {first + details.PER_FILE, details.first_of(head.size)} - {first}
        return not any(details.file_of(self.root, seq).exists() for seq in following)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the write lock against other threads and processes. May be nested."""
        with self._mutex:
            if self._depth:
                yield
                return
            with durable.locked(self.lock_path):
                self._depth = 1
                try:
                    yield
                finally:
                    self._depth = 0

    def append(
        self, drafts: Sequence[Draft], prepare: Callable[[Frontier], None] | None = None
    ) -> list[Entry]:
        """Write events durably, in order; the caller holds `alone` and the log is settled.

        `prepare` is called with the tree as it will be, before anything of it is written. Raises
        StorageFailed when the disk fails; then none of them is recorded.
        """
        head = self.head()
        t = utc(self._clock())
        salts = os.urandom(SALT_SIZE * len(drafts))
        frontier = head.frontier()
        records: list[Record] = []
        entries: list[Entry] = []
        for index, draft in enumerate(drafts):
            seq = head.size + index
            commit = None
            if draft.detail is not None:
                record = Record(seq, salts[index * SALT_SIZE : (index + 1) * SALT_SIZE], draft.detail)
                commit = record.commit
                records.append(record)
            line = draft.line(seq, t, commit)
            frontier.append(line)
            entries.append(_entry(draft, seq, t, commit, line))
        if prepare is not None:
            prepare(frontier)
        self._write(head, records, entries, frontier.peaks)
        return entries

    def _write(
        self, head: Head, records: Sequence[Record], entries: Sequence[Entry], peaks: Sequence[bytes]
    ) -> None:
        lines = b"".join(entry.line + b"\n" for entry in entries)
        try:
            newest = details.append(self.root, records) or head.details
            with durable.opened(self.path, os.O_WRONLY | os.O_APPEND) as file:
                durable.write(file, lines)
                os.fdatasync(file)
            self.write_head(Head(head.size + len(entries), head.length + len(lines), newest, tuple(peaks)))
        except BaseException as error:
            # Nothing was acknowledged: take it back. If that fails too, the next writer does it (`recovery`).
            with contextlib.suppress(OSError, EvidenceError):
                self.head_path.with_name("head.new").unlink(missing_ok=True)
                if self.head() == head:
                    durable.truncate(self.path, head.length)
                    details.cut_back(self.root, head.size)
            if isinstance(error, OSError):
                raise storage_failed(error, "writing the custody log", self.path) from error
            raise

    def write_head(self, head: Head) -> None:
        """Put a new head in place of the old."""
        durable.replace(self.head_path, head.text(), self.head_path.with_name("head.new"))

    def lines(self, start: int = 0) -> Iterator[bytes]:
        """The raw lines (leaves) from entry `start` to the present end, without newlines."""
        head = self.head()
        if not 0 <= start <= head.size:
            raise EvidenceError(f"log: there is no entry {start}; it has {head.size} entries")
        with reading(self.path):
            with durable.opened(self.path, os.O_RDONLY) as file:
                offset, seq = _near(file, head.length, start)
            for line in read_lines(self.path, head.length - offset, offset):
                if seq >= start:
                    yield line
                seq += 1

    def entries(self, start: int = 0) -> Iterator[Entry]:
        """The entries from number `start` to the present end."""
        for seq, line in enumerate(self.lines(start), start=start):
            yield read_entry(line, seq)

    def entry(self, seq: int) -> Entry:
        """One entry. Raises EvidenceError when the log has no such number."""
        head = self.head()
        if not 0 <= seq < head.size:
            raise EvidenceError(f"log: there is no entry {seq}; it has {head.size} entries")
        with reading(self.path), durable.opened(self.path, os.O_RDONLY) as file:
            offset, number = _near(file, head.length, seq)
            lines = os.pread(file, 2 * _STEP, offset).split(b"\n")
        if seq - number < len(lines) - 1:
            return read_entry(lines[seq - number], seq)
        for entry in self.entries(seq):
            return entry
        raise Damaged(f"{self.path}: has fewer lines than its head says; verify the archive")


def read_lines(path: Path, length: int | None = None, offset: int = 0) -> Iterator[bytes]:
    """The lines in `length` bytes of a log from `offset`, without newlines; an unfinished last one is left
    out.

    Works in constant memory for lines of any number; a line longer than 64 KiB is no log line and raises
    Damaged.
    """
    rest = b""
    with path.open("rb", buffering=0) as file:
        file.seek(offset)
        left = path.stat().st_size - offset if length is None else length
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            lines = (rest + chunk).split(b"\n")
            rest = lines.pop()
            if len(rest) > 1 << 16:
                raise Damaged(f"{path}: a line of more than 64 KiB; the log was altered or damaged")
            yield from lines


def _near(file: int, length: int, seq: int) -> tuple[int, int]:
    """Offset and number of a line not after entry `seq` and less than `_STEP` before it, found by halving."""
    low, low_seq, high = 0, 0, length
    while high - low > _STEP:
        middle = (low + high) // 2
        sample = os.pread(
            file, _STEP // 2, middle
        )  # a line is shorter than 1 KiB: there is a whole one in it
        start = sample.find(b"\n") + 1
        match = LINE.match(sample, start) if start else None
        if match is None:
            return 0, 0  # not a line: read from the beginning and let the reader say so
        found = int(match["seq"])
        if found <= seq:
            low, low_seq = middle + start, found
        else:
            high = middle
    return low, low_seq


def _entry(draft: Draft, seq: int, t: str, commit: str | None, line: bytes) -> Entry:
    return Entry(
        seq=seq,
        t=t,
        event=draft.event,
        agent=draft.agent,
        item=draft.item,
        sha256=draft.sha256,
        size=draft.size,
        commit=commit,
        derived_from=draft.derived_from,
        tool=draft.tool,
        file=draft.file,
        of=draft.of,
        line=line,
    )
