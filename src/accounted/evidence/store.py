"""The evidence of one archive: keep bytes, note events, sign checkpoints.

Whatever a method of `Store` returns is on disk: it survives a power cut from then on.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256 as _sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from accounted.evidence import details, durable, recovery
from accounted.evidence.batch import Batch, Kept
from accounted.evidence.checkpoint import (
    Checkpoint,
    checkpoint_files,
    make_checkpoint,
    origin_of,
    read_checkpoint,
)
from accounted.evidence.entry import TOOL as TOOL
from accounted.evidence.entry import Draft, Entry, draft_of, utc
from accounted.evidence.errors import (
    Damaged,
    EvidenceError,
    KeyProblem,
    NotAnArchive,
    StorageFailed,
    reading,
    storage_failed,
)
from accounted.evidence.head import Head
from accounted.evidence.keys import Admission, RememberingSigner, admit, read_admission
from accounted.evidence.log import Log, read_lines
from accounted.evidence.merkle import Frontier
from accounted.evidence.note import InvalidNote, Signer
from accounted.evidence.objects import Objects, Source
from accounted.evidence.settings import (
    ARCHIVE_ID,
    SETTINGS,
    clear_interrupted_creation,
    first_settings,
    read_settings,
)

_COMPANION = re.compile(r"archive\.toml|log/(?:checkpoints|keys)/[A-Za-z0-9][A-Za-z0-9._-]{0,60}")

if TYPE_CHECKING:
    from accounted.evidence.verification import Verification

Clock = Callable[[], datetime]


class Store:
    """The evidence of an archive, opened for reading and adding. Safe to use from several processes at
    once."""

    def __init__(self, root: Path, archive_id: str, clock: Clock) -> None:
        self.root = root
        self.archive_id = archive_id
        self.objects = Objects(root)
        self.log = Log(root, clock)
        self._remembered: tuple[object, dict[int, details.Record]] = (None, {})

    # ── making and opening ──

    @classmethod
    def create(cls, root: Path, *, archive_id: str, clock: Clock, agent: str, title: str = "") -> Store:
        """Make a new archive in `root`, which must not hold one.

        Raises NotAnArchive when there is one already, EvidenceError for an id that cannot be one.
        """
        if ARCHIVE_ID.fullmatch(archive_id) is None:
            raise EvidenceError(
                f"archive id {archive_id!r}: use up to 64 letters, digits, dots, underscores and hyphens"
            )
        if (root / SETTINGS).exists():
            raise NotAnArchive(f"{root}: there is an archive here already; choose another directory")
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            clear_interrupted_creation(root)
            (root / "objects").mkdir()
            (root / "tmp").mkdir()
            Log.create(root)
            store = cls(root, archive_id, clock)
            settings = first_settings(archive_id, title, utc(clock()))
            store.attach(SETTINGS, settings, event="create", agent=agent, item=archive_id)
            durable.sync_directory(root)
            durable.sync_directory(root.absolute().parent)
        except OSError as error:
            raise storage_failed(error, "making an archive", root) from error
        return store

    @classmethod
    def open(cls, root: Path, *, clock: Clock) -> Store:
        """Open an archive and bring it in order after an interruption.

        Raises NotAnArchive, NewerFormat or Damaged. On a read-only disk it opens for reading.
        """
        archive_id = read_settings(root)["id"]
        for name in ("objects", "log/entries.jsonl", "log/lock"):
            if not (root / name).exists():
                raise Damaged(f"{root / name}: missing; restore it from a copy of the archive")
        store = cls(root, archive_id, clock)
        try:
            (root / "tmp").mkdir(exist_ok=True)
            store.objects.clear_leftovers()
            with store._alone():
                pass
        except (OSError, StorageFailed):
            store.log.head()  # what cannot be written can still be read, if its head is in order
        return store

    def close(self) -> None:
        """Give back the directory for temporary files. Using the store again makes a new one."""
        self.objects.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ── keeping and noting ──

    def keep(
        self,
        source: Source,
        *,
        agent: str,
        event: str = "ingest",
        item: str | None = None,
        detail: Mapping[str, Any] | None = None,
        derived_from: str | None = None,
        tool: str | None = None,
    ) -> Kept:
        """Take bytes into the store and log it. `source` is a path, bytes or a binary stream.

        Identical bytes are stored once; each keeping is its own event. Raises Refused for a source that is
        not a plain file or changes while it is read, StorageFailed when the disk fails; then nothing was
        kept.
        """
        with self.batch() as batch:
            return batch.keep(
                source,
                agent=agent,
                event=event,
                item=item,
                detail=detail,
                derived_from=derived_from,
                tool=tool,
            )

    def note(
        self,
        event: str,
        *,
        agent: str,
        item: str | None = None,
        sha256: str | None = None,
        detail: Mapping[str, Any] | None = None,
        derived_from: str | None = None,
        tool: str | None = None,
    ) -> Entry:
        """Log an event that brings no new bytes; `sha256` refers to an object or to bytes outside."""
        draft = draft_of(event, agent, item, sha256, None, detail, derived_from, tool)
        return self.append([draft])[0]

    def batch(self) -> Batch:
        """Keep and note many things with few waits for the disk; all of it is on disk when the block ends.

        Should the block fail, what was not flushed before is not kept.
        """
        return Batch(self)

    def append(self, drafts: list[Draft]) -> list[Entry]:
        """Log events, durably and in this order with nothing in between."""
        with self._alone():
            return self.log.append(drafts)

    def attach(
        self,
        path: str,
        data: bytes,
        *,
        event: str,
        agent: str,
        item: str | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> Entry:
        """Write a companion file (a stamp, certificates, settings) and the line that binds its content.

        `path` is relative to the archive; only `archive.toml` may be written again.
        """
        if _COMPANION.fullmatch(path) is None:
            raise EvidenceError(f"{path}: not a place for a companion file of the log")
        draft = draft_of(event, agent, item, _sha256(data).hexdigest(), len(data), detail, None, None)
        draft.file = path
        with self._alone():
            if path != SETTINGS and (self.root / path).exists():
                raise EvidenceError(f"{self.root / path}: exists already; companion files are never replaced")
            return self._logged_operation(recovery.ATTACH, data, draft)

    # ── reading ──

    @property
    def size(self) -> int:
        """Number of entries in the log."""
        return self.log.head().size

    @property
    def origin(self) -> str:
        """The name of the log in checkpoints and keys."""
        return origin_of(self.archive_id)

    @property
    def settings(self) -> dict[str, Any]:
        """The content of `archive.toml`."""
        return read_settings(self.root)

    def entries(self, start: int = 0) -> Iterator[Entry]:
        """The entries of the log, in order."""
        return self.log.entries(start)

    def entry(self, seq: int) -> Entry:
        """One entry of the log."""
        return self.log.entry(seq)

    def detail(self, seq: int) -> dict[str, Any] | None:
        """The detail of an entry; None when it has none or it was erased. Raises Damaged when it was
        altered."""
        record = self.detail_record(seq)
        if record is None:
            return None
        value = json.loads(record.detail)
        assert isinstance(value, dict)
        return value

    def detail_record(self, seq: int) -> details.Record | None:
        """The detail of an entry as stored, with its salt, as an export discloses it."""
        entry = self.log.entry(seq)
        path = details.file_of(self.root, seq)
        if entry.commit is None or not path.exists():
            return None
        with reading(path):
            record = self._records(path).get(seq)
        if record is not None and record.commit != entry.commit:
            raise Damaged(f"{path}: the detail of entry {seq} is not the one that was logged")
        return record

    def _records(self, path: Path) -> dict[int, details.Record]:
        """The records of one file; those of the last one asked for are remembered while it is unchanged."""
        status = path.stat()
        state = (path, status.st_ino, status.st_size, status.st_mtime_ns)
        if self._remembered[0] != state:
            self._remembered = state, {record.seq: record for record in details.read_records(path)}
        return self._remembered[1]

    def has(self, sha256: str) -> bool:
        """Whether an object is held."""
        return self.objects.has(sha256)

    def object_path(self, sha256: str) -> Path:
        """Where an object is."""
        return self.objects.path(sha256)

    def open_object(self, sha256: str) -> BinaryIO:
        """The bytes of an object, for reading."""
        return self.objects.open(sha256)

    def verify(self, **options: Any) -> Verification:
        """Check everything; the options are those of `verification.verify`."""
        from accounted.evidence.verification import verify

        return verify(self.root, **options)

    # ── erasing ──

    def erase_detail(self, seq: int, *, agent: str, reason: str) -> Entry:
        """Remove the detail of one entry for ever. The log stays verifiable and says that it was erased."""
        with self._alone():
            if self.detail_record(seq) is None:
                raise EvidenceError(f"log entry {seq} has no detail to erase")
            draft = draft_of("erase", agent, None, None, None, {"reason": reason}, None, None)
            draft.of = seq
            self._remembered = (None, {})
            return self._logged_operation(recovery.ERASE, b"", draft)

    def destroy_object(self, sha256: str, *, agent: str, reason: str) -> Entry:
        """Remove the bytes of an object for ever (a court's order). Its entries stay, and this one is
        added."""
        with self._alone():
            if not self.has(sha256):
                raise EvidenceError(f"objects: no object {sha256} is held; check the number")
            draft = draft_of("destroy", agent, None, sha256, None, {"reason": reason}, None, None)
            return self._logged_operation(recovery.DESTROY, b"", draft)

    # ── signing ──

    def checkpoint(self, signer: Signer, *, agent: str | None = None) -> Checkpoint:
        """Sign the log as it stands. The first signer is admitted as the archive's key.

        Returns the newest checkpoint when nothing was logged since. Raises KeyProblem when the signer is not
        the archive's key, or the log does not grow from what this key signed before.
        """
        agent = agent or f"key:{signer.key.id.hex()}"
        with self._alone():
            head = self.log.head()
            latest = self.latest_checkpoint()
            if latest is not None and latest.size == head.size:
                return latest
            active = self.active_key()
            if active is None:
                self._admit(admit(signer), agent, "the first key of the archive")
                head = self.log.head()
            elif active.key != signer.key:
                raise KeyProblem(
                    f"key {signer.key.id.hex()} is not the archive's signing key, which is {active.id}"
                )
            if isinstance(signer, RememberingSigner):
                self._grown_from(signer.remembered(), head)
            made: list[Checkpoint] = []

            def prepare(frontier: Frontier) -> None:
                made.append(make_checkpoint(self.origin, frontier.size, frontier.root(), signer))
                recovery.prepare(self.root, recovery.CHECKPOINT, made[0].text)

            entries = self._write(
                [draft_of("checkpoint", agent, signer.key.id.hex(), None, None, None, None, None)], prepare
            )
            recovery.complete(self.log, recovery.CHECKPOINT, entries[-1])
            if isinstance(signer, RememberingSigner):
                signer.remember(self.log.head())
            return made[0]

    def latest_checkpoint(self) -> Checkpoint | None:
        """The newest checkpoint, None before the first."""
        with reading(self.root / "log" / "checkpoints"):
            files = checkpoint_files(self.root)
            return _read(files[-1]) if files else None

    def checkpoints(self) -> list[Checkpoint]:
        """All checkpoints, oldest first."""
        with reading(self.root / "log" / "checkpoints"):
            return [_read(path) for path in checkpoint_files(self.root)]

    def keys(self) -> list[Admission]:
        """The keys of the archive in the order in which they followed each other."""
        admissions: dict[str | None, Admission] = {}
        for path, note in self._key_files():
            try:
                admission = read_admission(note)
            except InvalidNote as error:
                raise Damaged(f"{path}: {error}; restore it from a copy") from None
            if admission.after in admissions:
                raise Damaged(f"{path}: two keys follow on the same one; verify the archive")
            admissions[admission.after] = admission
        chain: list[Admission] = []
        while (after := chain[-1].id if chain else None) in admissions:
            chain.append(admissions.pop(after))
        if admissions:
            raise Damaged(f"{self.root / 'log/keys'}: a key follows on none; verify the archive")
        return chain

    def _key_files(self) -> list[tuple[Path, bytes]]:
        directory = self.root / "log" / "keys"
        with reading(directory):
            return [(path, path.read_bytes()) for path in sorted(directory.iterdir())]

    def active_key(self) -> Admission | None:
        """The key that signs now, None before the first."""
        chain = self.keys()
        return chain[-1] if chain else None

    def change_key(self, new: Signer, *, replaced: Signer, agent: str, reason: str) -> Entry:
        """Let a new key take over; the old one signs for it. Its later signatures count for nothing."""
        with self._alone():
            active = self.active_key()
            if active is None or active.key != replaced.key:
                raise KeyProblem(
                    f"key {replaced.key.id.hex()} is not the archive's signing key and cannot hand over"
                )
            return self._admit(admit(new, replaced), agent, reason)

    # ── inside ──

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the write lock on a settled log; failures of the disk become StorageFailed."""
        try:
            with self.log.alone():
                recovery.settle(self.log, self.objects)
                yield
        except OSError as error:
            raise storage_failed(error, "writing the archive", self.root) from error

    def _write(self, drafts: list[Draft], prepare: Callable[[Frontier], None] | None = None) -> list[Entry]:
        return self.log.append(drafts, prepare)

    def _logged_operation(self, kind: str, data: bytes, draft: Draft) -> Entry:
        """Prepare, log, complete: the three steps that an interruption may fall between."""
        draft.check()
        recovery.prepare(self.root, kind, data)
        entry = self._write([draft])[0]
        recovery.complete(self.log, kind, entry)
        return entry

    def _admit(self, admission: Admission, agent: str, reason: str) -> Entry:
        return self.attach(
            f"log/keys/{admission.id}",
            bytes(admission.note),
            event="key_change",
            agent=agent,
            item=admission.id,
            detail={"reason": reason},
        )

    def _grown_from(self, remembered: Head | None, head: Head) -> None:
        if remembered is None:
            return
        frontier = remembered.frontier()
        if remembered.length <= head.length:
            for line in read_lines(self.log.path, head.length - remembered.length, remembered.length):
                frontier.append(line)
        if frontier.size != head.size or tuple(frontier.peaks) != head.peaks:
            raise KeyProblem(
                f"{self.log.path}: does not grow from the {remembered.size} entries that this key signed; "
                "the log was altered or replaced. Verify the archive; nothing was signed"
            )


def _read(path: Path) -> Checkpoint:
    try:
        return read_checkpoint(path.read_bytes())
    except InvalidNote as error:
        raise Damaged(f"{path}: {error}; restore it from a copy") from None
