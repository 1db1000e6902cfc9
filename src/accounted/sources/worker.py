"""The confined side: a nursery process that forks one short-lived, limited process for each file.

The nursery imports the readers once and never looks at a file; each file gets a fresh process, so that
nothing a hostile file does to its reader outlives it, and a new file costs a fork, not a start of Python.
Talk with the parent is one line of JSON each way; results go through a file in a private directory
(`wire`).
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from accounted.sources import confinement, wire
from accounted.sources.decoding import decode
from accounted.sources.extraction import RefusedFile
from accounted.sources.job import Job
from accounted.sources.language import detect_language
from accounted.sources.manuscript import Manuscript
from accounted.sources.readers import module_for, out_of_memory, perform

_PREPARED: set[str] = set()
_WARMING = (
    "Words of our own, so that tables – which are built at first use – stand before a file is opened. é"
)


def main() -> None:
    """Serve jobs from standard input until it closes."""
    # A channel of our own: what a library prints must not be taken for an answer.
    answers = os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    os.dup2(null, 2)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    confinement.leave_the_network()
    confinement.give_up_privileges()
    buffer = b""
    while True:
        chunk = os.read(0, 1 << 16)
        if not chunk:
            return
        buffer += chunk
        while b"\n" in buffer:
            line, buffer = buffer.split(b"\n", 1)
            job = json.loads(line)
            ended = _serve(job, answers)
            os.write(answers, json.dumps(ended).encode() + b"\n")


def _serve(data: dict[str, Any], answers: int) -> dict[str, Any]:
    _prepare(data["media_type"])
    confinement.program_paths(data["tesseract"])  # found once, here
    watch, alive = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(watch)
        os.close(answers)
        _read_one(data)
    os.close(alive)
    limits = data["limits"]
    allowed = limits["wall_seconds"]
    if data["tesseract"] and limits["ocr_pages"]:
        allowed += limits["ocr_seconds"]
    late = orphaned = False
    while True:
        left = started + allowed - time.monotonic()
        ready, _, _ = select.select([watch, 0], [], [], max(0.0, left))
        if watch in ready:
            break
        if 0 in ready:  # the parent says nothing while it waits: this is its end
            orphaned = True
        if orphaned or not ready:
            late = not orphaned
            break
    _end(child)
    os.close(watch)
    _, status, used = os.wait4(child, 0)
    if orphaned:
        sys.exit(0)
    return {
        "late": late,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "code": os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1,
        "cpu": used.ru_utime + used.ru_stime,
        "memory_kib": used.ru_maxrss,
    }


def _prepare(media_type: str) -> None:
    """Import the reader here, once, so that the processes forked later have it already."""
    module = module_for(media_type)
    if module is None or module in _PREPARED:
        return
    _PREPARED.add(module)
    with contextlib.suppress(Exception):  # what is wrong here is said when the file is read
        _warm(module)
    gc.collect()
    gc.freeze()  # the forked processes leave the shared pages alone


def _warm(module: str) -> None:
    """Import a reader and use it once on words of our own: many libraries build their tables at first use."""
    importlib.import_module(f"accounted.sources.{module}")
    detect_language(_WARMING)
    decode(_WARMING.encode("cp1252"))
    if module in ("webpage", "mail", "outlook", "webarchive"):
        webpage = importlib.import_module("accounted.sources.webpage")
        webpage.write_page(
            Manuscript(), f"<html><body><article><p>{_WARMING}</p></article></body></html>", []
        )
    if module == "picture":
        importlib.import_module("PIL.Image").init()


def _end(child: int) -> None:
    """Kill whatever is left of a reader: its process if it is late, and anything it started."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if kill is os.kill and _has_ended(child):
                continue
            kill(child, signal.SIGKILL)


def _has_ended(child: int) -> bool:
    found = os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    return found is not None


def _read_one(data: dict[str, Any]) -> NoReturn:
    """In the forked process: confine, read, write the result, end."""
    code = 1
    try:
        os.setsid()
        gc.disable()  # a short life needs none, and a sweep would copy every shared page
        os.umask(0o077)
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        confinement.die_with_parent()
        job = wire.job_from_wire(data)
        readable = (*confinement.program_paths(job.tesseract), job.path)
        confinement.see_only(readable, job.outbox.directory)
        os.chdir(job.outbox.directory)
        confinement.set_limits(job.limits)
        _write_result(job)
        code = 0
    except BaseException:  # nothing may escape into the nursery's loop
        code = 1
    finally:
        os._exit(code)


def _write_result(job: Job) -> None:
    try:
        result = wire.dumps(wire.outcome_to_wire(job, perform(job)))
        if len(result) > wire.LARGEST_RESULT:
            raise RefusedFile("too-large", "what was read is too large to hand over", "split the file")
    except RefusedFile as refused:
        result = wire.dumps(wire.refusal_to_wire(refused))
    except MemoryError:
        result = wire.dumps(wire.refusal_to_wire(out_of_memory(job)))
    unfinished = job.outbox.directory / (wire.RESULT + ".part")
    unfinished.write_bytes(result)
    unfinished.rename(Path(job.outbox.directory) / wire.RESULT)


if __name__ == "__main__":
    main()
