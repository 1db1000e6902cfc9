"""Answers that take long: worked out once for a state of the log, beside the requests where a server runs.

Nobody waits for one longer than a moment. A page shows the answer of the log as it is; or the last one there
was, and says so; or, where neither will do, that it is being worked out, and asks again by itself.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from accounted.record.archive import Archive
    from accounted.record.sight import Sight

KEPT = 128
MOMENT = 0.1  # seconds a request waits for an answer that is being worked out
REST = 10.0  # an answer is worked out again no sooner than after so many times as long as it took
_answers: OrderedDict[Hashable, Kept] = OrderedDict()
_asked: dict[Hashable, threading.Event] = {}
_queue: SimpleQueue[tuple[Hashable, Archive, Callable[[], Any]]] = SimpleQueue()
_lock = threading.Lock()
_worker: threading.Thread | None = None
_served = False


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer: the moment it is of, and the log's number of lines then; what it cost, in seconds."""

    value: Any
    at: datetime
    size: int
    took: float
    again: float = 0.0  # not to be worked out anew before (`time.monotonic`)

    def since(self, archive: Archive) -> int:
        """How many lines the log has grown by since."""
        return max(0, archive.store.size - self.size)


def seen_by(sight: Sight) -> tuple[Any, ...]:
    """What of a sight makes a difference to an answer: the same for all who may see the same."""
    groups = sight.groups if sight.hides_by_group else None
    return tuple(sorted(sight.confidentiality)), groups, sight.names


def exact(archive: Archive, what: Hashable, make: Callable[[], Any]) -> Kept | None:
    """The answer of the log as it is now; None while it is being worked out."""
    return _once((*_whose(archive), archive.store.size, what), archive, make)


def latest(archive: Archive, what: Hashable, make: Callable[[], Any]) -> Kept | None:
    """The last answer there is, of the log as it is or as it was; None while the first is being worked out.

    One of an older log is worked out anew beside the requests; whoever shows it says of when it is.
    """
    key = *_whose(archive), what
    with _lock:
        known = _answers.get(key)
    if known is None or isinstance(known.value, BaseException):
        return _once(key, archive, make)
    if known.size == archive.store.size:
        return known
    if not _served:
        return _work_out(key, archive, make)
    if time.monotonic() >= known.again:
        _ask(key, archive, make)
    return known


def told(known: Kept | None, archive: Archive) -> dict[str, Any]:
    """What a page says of an answer beside it: whether it is still to come, or of when it is."""
    lines = known.since(archive) if known else 0
    return {"working": known is None, "at": known.at if known and lines else None, "lines": lines}


def beside(archive: Archive, work: Callable[[], Any]) -> None:
    """Do something beside the requests, once, where a server runs."""
    if _served:
        _ask((*_whose(archive), "beside", work), archive, work)


def serve() -> None:
    """From here on this process works answers out beside the requests."""
    global _served
    _served = True


def _whose(archive: Archive) -> tuple[str, Path]:
    """Which archive an answer is of: a copy of one has its name, and a folder and a log of its own."""
    return archive.id, archive.path


def _once(key: Hashable, archive: Archive, make: Callable[[], Any]) -> Kept | None:
    if key not in _answers:
        if not _served:
            return _work_out(key, archive, make)
        _ask(key, archive, make).wait(MOMENT)
    with _lock:
        known = _answers.get(key)
        if known is not None:
            _answers.move_to_end(key)
            if isinstance(known.value, BaseException):
                raise _answers.pop(key).value
    return known


def _ask(key: Hashable, archive: Archive, make: Callable[[], Any]) -> threading.Event:
    global _worker
    with _lock:
        if key in _asked:
            return _asked[key]
        event = _asked[key] = threading.Event()
        _queue.put((key, archive, make))
        if _worker is None or not _worker.is_alive():  # a forked process begins without one
            _worker = threading.Thread(target=_work, name="kept", daemon=True)
            _worker.start()
        return event


def _work() -> None:
    from django.db import connections

    while True:
        key, archive, make = _queue.get()
        try:
            _work_out(key, archive, make)
        except Exception as trouble:
            # Whoever asks next is told, and it is tried again after that.
            with _lock:
                if key not in _answers:
                    _answers[key] = Kept(trouble, archive.now(), -1, 0.0)
        finally:
            connections.close_all()
            with _lock:
                _asked.pop(key).set()


def _work_out(key: Hashable, archive: Archive, make: Callable[[], Any]) -> Kept:
    size, at, start = archive.store.size, archive.now(), time.monotonic()
    value = make()
    took = time.monotonic() - start
    made = Kept(value, at, size, took, time.monotonic() + REST * took)
    with _lock:
        _answers[key] = made
        _answers.move_to_end(key)
        while len(_answers) > KEPT:
            _answers.popitem(last=False)
    return made
