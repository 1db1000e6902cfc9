"""The caller's side: give a file, get an `Extraction` or a `RefusedFile`; never a crash, never a hang.

`extract` serves one file. `Extractor` keeps its reading processes for many, and survives whatever one of them
does.
"""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import stat
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from accounted.sources import wire
from accounted.sources.extraction import Child, Extraction, Hints, Limits, RefusedFile, SourceError, Workspace
from accounted.sources.job import sized
from accounted.sources.media_types import HEAD_BYTES, sniff
from accounted.sources.nursery import TRY_AGAIN, Nursery, refusal_of


class NoConfinement(SourceError):
    """The system cannot run readers in a process of their own."""


@dataclass(frozen=True, slots=True)
class Request:
    """One file to be read and what is known of it."""

    path: Path
    name: str | None = None  # as it was called, where the path does not say
    media_type: str | None = None  # as somebody declared it; the bytes decide
    hints: Hints = field(default_factory=Hints)
    depth: int = 0  # how many archives or messages it came out of


@dataclass(frozen=True, slots=True)
class Found:
    """One item met on a walk through a file and everything inside it: either an extraction or a refusal."""

    trail: tuple[Child, ...]  # from the outermost container's child down to this item; () for the file itself
    path: Path
    extraction: Extraction | None
    refusal: RefusedFile | None


def extract(
    path: Path,
    *,
    media_type: str | None = None,
    name: str | None = None,
    limits: Limits | None = None,
    sandbox: bool = True,
    hints: Hints | None = None,
    depth: int = 0,
) -> Extraction:
    """What one file says. For many files keep an `Extractor`.

    Raises:
        RefusedFile: the file is not read; the message says why and what to do.
        NoConfinement: this system has no `fork`; `sandbox=False` reads in this process, for files you trust.
    """
    with Extractor(limits=limits, sandbox=sandbox) as extractor:
        return extractor.extract(path, media_type=media_type, name=name, hints=hints, depth=depth)


class Extractor:
    """Reads many files in confined processes that are started once.

    `workers` files are read at the same time by `extract_many`; `extract` may be called from several threads.
    `temporary` is where private directories are made (the system's by default). `on_end` is told how each
    reading process ended: `cpu` seconds, `memory_kib` at its peak, `signal`, `late`.
    """

    def __init__(
        self,
        *,
        workers: int = 1,
        limits: Limits | None = None,
        sandbox: bool = True,
        temporary: Path | None = None,
        on_end: Callable[[Mapping[str, Any]], None] | None = None,
    ) -> None:
        if sandbox and not hasattr(os, "fork"):
            raise NoConfinement(
                "this system cannot start a confined reader (no fork); use Linux, macOS or WSL, "
                "or read files you trust with sandbox=False"
            )
        self.limits = limits or Limits()
        self.workers = max(1, workers)
        self._sandbox = sandbox
        self._temporary = temporary
        self._on_end = on_end
        self._tesseract = shutil.which("tesseract")
        self._idle: queue.LifoQueue[Nursery] = queue.LifoQueue()
        for _ in range(self.workers):
            self._idle.put(Nursery())
        self._closed = False

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the reading processes. Extractions already given stay usable."""
        self._closed = True
        for _ in range(self.workers):
            with contextlib.suppress(queue.Empty):
                self._idle.get_nowait().stop()

    def extract(
        self,
        path: Path,
        *,
        media_type: str | None = None,
        name: str | None = None,
        hints: Hints | None = None,
        depth: int = 0,
    ) -> Extraction:
        """What one file says.

        Raises:
            RefusedFile: the file is not read; the message says why and what to do.
        """
        path = Path(path)
        called = name if name is not None else path.name
        try:
            return self._extract(path, called, media_type, hints or Hints(), depth)
        except RefusedFile as refused:
            raise refused.about(called) from refused.__cause__

    def extract_many(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Extraction | RefusedFile]]:
        """Each request with its extraction or refusal, in the order given; a few are read ahead."""
        with ThreadPoolExecutor(self.workers) as pool:
            ahead: deque[tuple[Request, Future[Extraction | RefusedFile]]] = deque()
            for request in requests:
                ahead.append((request, pool.submit(self._attempt, request)))
                if len(ahead) > 2 * self.workers:
                    first, future = ahead.popleft()
                    yield first, future.result()
            while ahead:
                first, future = ahead.popleft()
                yield first, future.result()

    def walk(self, request: Request) -> Iterator[Found]:
        """A file and, depth first, every item inside it; limits on members and bytes hold for the walk."""
        members = self.limits.members
        room = self.limits.expanded_bytes
        waiting: list[tuple[tuple[Child, ...], Request]] = [((), request)]
        while waiting:
            trail, current = waiting.pop()
            result = self._attempt(current)
            if isinstance(result, RefusedFile):
                yield Found(trail, current.path, None, result)
                continue
            members -= len(result.children)
            room -= sum(child.size for child in result.children)
            yield Found(trail, current.path, result, None)
            if members < 0 or room < 0:
                name = current.name or current.path.name
                refusal = RefusedFile(
                    "expands-too-far",
                    "all that is inside it together passes the limits `members` or `expanded_bytes`",
                    "unpack it yourself and add what is needed, or raise the limit",
                    name=name,
                )
                yield Found(trail, current.path, None, refusal)
                return
            for child in reversed(result.children):
                waiting.append(((*trail, child), request_for(child, result.depth + 1)))

    def _attempt(self, request: Request) -> Extraction | RefusedFile:
        try:
            return self.extract(
                request.path, name=request.name, media_type=request.media_type, hints=request.hints,
                depth=request.depth,
            )  # fmt: skip
        except RefusedFile as refused:
            return refused

    def _extract(self, path: Path, name: str, declared: str | None, hints: Hints, depth: int) -> Extraction:
        head, tail = _ends(path, self.limits)
        media_type = sniff(head, name, tail=tail, declared=declared)
        workspace = Workspace(self._temporary)
        data = wire.job_to_wire(
            path.resolve(), name=name, media_type=media_type, limits=self.limits, hints=hints,
            directory=workspace.path, depth=depth, tesseract=self._tesseract,
        )  # fmt: skip
        try:
            raw = self._confined(data) if self._sandbox else _here(data)
            return wire.extraction_from_wire(raw, media_type=media_type, depth=depth, workspace=workspace)
        except wire.Distrusted as error:
            raise RefusedFile("crashed", str(error), TRY_AGAIN) from error

    def _confined(self, data: dict[str, Any]) -> bytes:
        nursery = self._idle.get()
        try:
            ended = nursery.read(data)
        finally:
            if self._closed:
                nursery.stop()
            self._idle.put(nursery)
        if self._on_end is not None:
            self._on_end(ended)
        result = Path(data["directory"]) / wire.RESULT
        refusal = refusal_of(ended, self.limits)
        if refusal is not None:
            raise refusal
        try:
            found = result.lstat()
            if not stat.S_ISREG(found.st_mode) or found.st_size > wire.LARGEST_RESULT:
                raise RefusedFile("crashed", "the reader left no proper result", TRY_AGAIN)
            return result.read_bytes()
        except OSError as error:
            raise RefusedFile("crashed", "the reader ended without a result", TRY_AGAIN) from error
        finally:
            result.unlink(missing_ok=True)


def request_for(child: Child, depth: int) -> Request:
    """The request that reads an item which was found inside another."""
    url = child.url or None
    return Request(
        child.data_path, name=child.name, media_type=child.media_type, hints=Hints(url=url), depth=depth
    )


def _ends(path: Path, limits: Limits) -> tuple[bytes, bytes]:
    """The first and last bytes of a file that may be read at all.

    Raises:
        RefusedFile: `missing`, `not-a-file`, `unreadable`, `empty`, `too-large`.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise RefusedFile(
                "not-a-file",
                "a folder" if stat.S_ISDIR(found.st_mode) else "a device, pipe or socket, not a file",
                "give the files in it"
                if stat.S_ISDIR(found.st_mode)
                else "copy what it holds into a file first",
            )
        if found.st_size == 0:
            raise RefusedFile("empty", "the file is empty (0 bytes)", "check the original; copy it again")
        if found.st_size > limits.file_bytes:
            raise RefusedFile(
                "too-large",
                f"{sized(found.st_size)}; files are read up to {sized(limits.file_bytes)}",
                "split the file, or raise the limit `file_bytes`",
            )
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
            stream.seek(max(0, found.st_size - HEAD_BYTES))
            return head, stream.read(HEAD_BYTES)
    except FileNotFoundError as error:
        raise RefusedFile("missing", "there is no such file", "check the name and the folder") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RefusedFile(
            "unreadable", f"it cannot be opened ({reason})", "check its permissions and the disk"
        ) from error


def _here(data: dict[str, Any]) -> bytes:
    """Read in this very process: for files one trusts, and for debugging."""
    from accounted.sources.readers import perform

    job = wire.job_from_wire(data)
    try:
        return wire.dumps(wire.outcome_to_wire(job, perform(job)))
    except RefusedFile as refused:
        return wire.dumps(wire.refusal_to_wire(refused))
