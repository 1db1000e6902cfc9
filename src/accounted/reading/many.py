"""Many documents: read by several processes, their readings kept in a journal that a killed run goes on from.

The journal has one reading a line (`accounted.reading.contract`), in the order in which the documents were
wanted. A run that was killed is started again with the same arguments: what the journal holds is passed over,
a line that was not written to its end is taken back, and the journal ends as if nothing had happened. However
many documents there are, only a few wait in memory.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import wait
from pathlib import Path
from typing import IO, Generic, TypeVar

from accounted.claims import Document
from accounted.places import Gazetteer
from accounted.reading.contract import to_contract
from accounted.reading.lexicons import languages, load_lexicon
from accounted.reading.reader import VERSION, read

Wanted = TypeVar("Wanted")
Load = Callable[[Wanted], Document]
OnDone = Callable[[str, str | None], None]

_TOGETHER = 8  # documents that travel to a process at once
_AHEAD = 3  # such bundles a process may have before it
_SYNCED = 64  # bundles between two waits for the disk
_YOUNG = 20_000  # objects made before the collector looks through the youngest
_OPENING = '{"path": '


class ForeignJournal(ValueError):
    """A file that is no journal of readings by this reader; it is left as it is."""


class JournalInUse(RuntimeError):
    """Another run writes to the journal."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run over many documents ended: how many were read, held already, or not read."""

    read: int
    held: int
    failed: int


@dataclass(frozen=True, slots=True)
class _Line:
    """What became of one document: its line of the journal, or why it has none."""

    key: str
    line: bytes = b""
    trouble: str | None = None


def read_many(
    wanted: Iterable[tuple[str, Wanted]],
    journal: Path,
    *,
    load: Load[Wanted],
    workers: int = 1,
    places: Path | None = None,
    on_done: OnDone | None = None,
) -> Outcome:
    """Read documents in `workers` processes and append their readings to a journal, in order.

    `wanted` gives each document's key, the `path` of its line, with what `load` makes the document of, in
    the process that reads it; both must be picklable. `places` is the directory of the gazetteer's index,
    the user's cache directory if not given. `on_done` is told each key, and why where it was not read; a
    document that was not read is tried again by the next run.

    Raises:
        ForeignJournal: the journal is another file, or one by another version of the reader.
        JournalInUse: another run writes to it.
    """
    told = on_done or (lambda key, trouble: None)
    held = failed = done = 0
    keys: set[str] = set()

    def missing() -> Iterator[tuple[str, Wanted]]:
        nonlocal held
        for key, one in wanted:
            if key in keys:
                held += 1
                told(key, None)
            else:
                yield key, one

    with journal.open("ab") as file, _alone(file, journal), _Pool(load, workers, places) as pool:
        keys, size = _held(journal)
        file.truncate(size)
        for bundle, lines in enumerate(pool.read(missing()), 1):
            for line in lines:
                if line.trouble is None:
                    file.write(line.line)
                    done += 1
                else:
                    failed += 1
                told(line.key, line.trouble)
            file.flush()
            if bundle % _SYNCED == 0:
                os.fsync(file.fileno())
        os.fsync(file.fileno())
    return Outcome(done, held, failed)


@contextmanager
def _alone(file: IO[bytes], journal: Path) -> Iterator[None]:
    """See that no other run writes to the journal; where the system has no locks, trust the caller."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise JournalInUse(f"{journal}: another run is writing to it; wait for its end, or end it") from None
    yield  # the lock goes with the file


def _held(journal: Path) -> tuple[set[str], int]:
    """The keys that a journal holds, and the length of its whole lines."""
    keys: set[str] = set()
    size = 0
    decoder = json.JSONDecoder()
    with journal.open("rb") as file:
        for line in file:
            if not line.endswith(b"\n"):
                if not _begins_so(line):
                    raise ForeignJournal(_foreign(journal))
                break
            try:
                text = line.decode()
                if not text.startswith(_OPENING):
                    raise ForeignJournal(_foreign(journal))
                if not keys:
                    _same_reader(json.loads(text), journal)
                keys.add(str(decoder.raw_decode(text, len(_OPENING))[0]))
            except ValueError as error:
                if isinstance(error, ForeignJournal):
                    raise
                raise ForeignJournal(_foreign(journal)) from error
            size += len(line)
    return keys, size


def _begins_so(line: bytes) -> bool:
    opening = _OPENING.encode()
    return line[: len(opening)] == opening[: len(line)]


def _same_reader(first: dict[str, object], journal: Path) -> None:
    reader = first.get("reader")
    version = reader.get("version") if isinstance(reader, dict) else None
    if version != VERSION:
        raise ForeignJournal(
            f"{journal} was begun by version {version} of the reader, and this is {VERSION}: "
            "name another journal, so that one journal is the work of one reader"
        )


def _foreign(journal: Path) -> str:
    return f"{journal} is no journal of readings; name a new file, or one that an earlier run began"


class _Pool(Generic[Wanted]):
    """Processes that read, started anew where a document ends one of them."""

    def __init__(self, load: Load[Wanted], workers: int, places: Path | None) -> None:
        self._load = load
        self._workers = max(1, workers)
        self._places = places
        self._processes: ProcessPoolExecutor | None = None

    def __enter__(self) -> _Pool[Wanted]:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._processes is not None:
            self._processes.shutdown(cancel_futures=True)
            self._processes = None

    def _submit(self, bundle: Sequence[tuple[str, Wanted]]) -> Future[list[_Line]]:
        if self._processes is None:
            self._processes = ProcessPoolExecutor(
                self._workers,
                multiprocessing.get_context("spawn"),
                initializer=_prepare,
                initargs=(self._load, self._places),
            )
        try:
            return self._processes.submit(_read_bundle, bundle)
        except BrokenProcessPool as broken:  # by a bundle before this one, whose turn comes first
            lost: Future[list[_Line]] = Future()
            lost.set_exception(broken)
            return lost

    def read(self, wanted: Iterable[tuple[str, Wanted]]) -> Iterator[list[_Line]]:
        """Bundles of lines, in the order wanted; no more than a few are ahead of the one given."""
        coming = iter(wanted)
        ahead: deque[tuple[list[tuple[str, Wanted]], Future[list[_Line]]]] = deque()
        while True:
            while len(ahead) < self._workers * _AHEAD and (bundle := list(islice(coming, _TOGETHER))):
                ahead.append((bundle, self._submit(bundle)))
            if not ahead:
                return
            bundle, future = ahead.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                # Some document in hand ended a process. The first ones are read one at a time, so that
                # it is known which; then the others are handed out again.
                yield self._one_by_one(bundle)
                ahead = deque((waiting, self._submit(waiting)) for waiting, _ in ahead)

    def _one_by_one(self, bundle: list[tuple[str, Wanted]]) -> list[_Line]:
        lines: list[_Line] = []
        self._stop()
        for key, one in bundle:
            try:
                lines += self._submit([(key, one)]).result()
            except BrokenProcessPool:
                lines.append(_Line(key, trouble="the process that read it was ended by the system"))
                self._stop()
        return lines


# -- in the process that reads -------------------------------------------------------------------------

_loaded: tuple[Callable[..., Document], Gazetteer] | None = None


def _prepare(load: Callable[..., Document], places: Path | None) -> None:
    """Load all that is needed, once, and see that the process ends with the one that started it."""
    global _loaded
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who started us answers it
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    _loaded = load, Gazetteer.load(places)
    for language in languages():
        load_lexicon(language)
    settle()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def settle() -> None:
    """Tell the collector of garbage that what is loaded stays, so that it need not look at it again.

    A reading makes many objects and hardly a cycle: the collector need not come after every few hundred.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 20)


def _read_bundle(bundle: Sequence[tuple[str, object]]) -> list[_Line]:
    return [_read_one(key, one) for key, one in bundle]


def _read_one(key: str, one: object) -> _Line:
    if _loaded is None:
        raise RuntimeError("this process has loaded nothing to read with")
    load, gazetteer = _loaded
    try:
        reading = read(load(one), gazetteer=gazetteer)
    except Exception as error:  # one document of many: it is named, and the others are read
        return _Line(key, trouble=str(error) or type(error).__name__)
    told = to_contract(reading, key)
    try:
        line = json.dumps(told, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a surrogate pair, which UTF-8 has no bytes for
        line = json.dumps(told).encode()
    return _Line(key, line + b"\n")
