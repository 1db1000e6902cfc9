"""The caller's end of a reading process: starting it, talking with it, ending it, and what its end means."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from accounted.sources.extraction import Limits, RefusedFile
from accounted.sources.job import sized

TRY_AGAIN = "try it alone; if it happens again, open the file in another program and save it anew"
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from accounted.sources.worker import main; main()"
)
_GRACE = 15.0  # seconds beyond the limits after which the reading process itself is given up


class Nursery:
    """One reading process: started when first needed, started anew when it is lost."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def read(self, data: dict[str, Any]) -> dict[str, Any]:
        """How the reading of one file ended: late, by which signal, with which code."""
        line = json.dumps(data).encode() + b"\n"
        limits = data["limits"]
        allowed = limits["wall_seconds"] + _GRACE
        if data["tesseract"] and limits["ocr_pages"]:
            allowed += limits["ocr_seconds"]
        with self._lock:
            for _ in range(2):  # a process lost between two files is no fault of the second
                process = self._running()
                assert process.stdin is not None
                try:
                    process.stdin.write(line)
                    process.stdin.flush()
                    break
                except OSError:
                    self._discard()
            answer = self._answer(allowed)
            if answer is None:
                self._discard()
                return {"lost": True}
            return answer

    def stop(self) -> None:
        """End the process."""
        with self._lock:
            self._discard()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._discard()
            environment = {"LC_ALL": "C.UTF-8"}
            if "TESSDATA_PREFIX" in os.environ:
                environment["TESSDATA_PREFIX"] = os.environ["TESSDATA_PREFIX"]
            path = json.dumps([str(Path(place).resolve()) for place in sys.path])
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own code
                [sys.executable, "-I", "-X", "utf8", "-c", _START, path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                close_fds=True,
                start_new_session=True,
                cwd=tempfile.gettempdir(),
                bufsize=0,
            )
        return self._process

    def _answer(self, seconds: float) -> dict[str, Any] | None:
        if self._process is None or self._process.stdout is None:
            return None
        channel = self._process.stdout.fileno()
        deadline = time.monotonic() + seconds
        buffer = b""
        while b"\n" not in buffer:
            left = deadline - time.monotonic()
            ready, _, _ = select.select([channel], [], [], max(0.0, left))
            chunk = os.read(channel, 65_536) if ready else b""
            if not chunk or len(buffer) > 65_536:
                return None
            buffer += chunk
        try:
            answer = json.loads(buffer)
        except ValueError:
            return None
        return answer if isinstance(answer, dict) else None

    def _discard(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for channel in (process.stdin, process.stdout):
            if channel is not None:
                with contextlib.suppress(OSError):
                    channel.close()
        try:
            process.wait(timeout=2.0)  # it ends by itself, and ends what it started, when its input closes
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def refusal_of(ended: Mapping[str, Any], limits: Limits) -> RefusedFile | None:
    """What the end of a reading process means, where it is not a result."""
    killed = ended.get("signal", 0)
    if ended.get("late"):
        return RefusedFile(
            "too-slow",
            f"reading it took longer than {limits.wall_seconds:g} seconds",
            "split or simplify the file, or raise the limit `wall_seconds`",
        )
    if killed == signal.SIGXCPU or (
        killed == signal.SIGKILL and ended.get("cpu", 0) >= limits.cpu_seconds - 1
    ):
        return RefusedFile(
            "too-slow",
            f"reading it took more than {limits.cpu_seconds} seconds of processor time",
            "split or simplify the file, or raise the limit `cpu_seconds`",
        )
    if killed == signal.SIGXFSZ:
        return RefusedFile(
            "expands-too-far",
            f"what it expands to is larger than {sized(limits.expanded_bytes)}",
            "unpack it yourself and add what is needed, or raise the limit `expanded_bytes`",
        )
    if killed == signal.SIGABRT:
        return RefusedFile(
            "too-much-memory",
            f"its reader gave up, as it does when more than {sized(limits.memory_bytes)} are needed",
            "split or simplify the file, or raise the limit `memory_bytes`",
        )
    if ended.get("lost") or killed or ended.get("code", 0) != 0:
        how = f" (signal {killed})" if killed else ""
        return RefusedFile(
            "crashed", f"the reader of this file crashed{how}; nothing else was harmed", TRY_AGAIN
        )
    return None
