"""Fuzz the readers: mutated good files and the hostile ones, through the confined process as in life.

    python bench/fuzz_sources.py --seconds 120            # mutation, every format in turn, one table
    python bench/fuzz_sources.py --seconds 60 --guided 60 # and coverage-guided (atheris), what is pure Python

What must hold: the parent never crashes, never hangs and does not grow; every file ends as an extraction
whose parts fit together or as a refusal; no reader takes more than its limits. Exit code 1 when something did
not hold.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from accounted.sources import Extraction, Extractor, Limits, RefusedFile

ROOT = Path(__file__).resolve().parents[1]
MIB = 1024 * 1024
LIMITS = Limits(
    cpu_seconds=10, wall_seconds=20.0, memory_bytes=1024 * MIB, expanded_bytes=128 * MIB, cells=200_000,
    members=2_000, segments=100_000, ocr_pages=0,
)  # fmt: skip
TOKENS = (
    b"\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"-1", b"99999999999999999999", b"%n%s", b"../../",
    b"\r\n\r\n",
    b"<", b">", b"<!ENTITY x SYSTEM 'file:///etc/passwd'>", b"&x;", b"{", b"}", b"\\bin99999 ", b"\\u-99999 ",
    b"=?utf-8?B?", b"--b\r\n", b"PK\x03\x04", b"endobj", b"stream", b"obj",
    b"\xed\xa0\x80", "\u202e".encode(),
    b'"',
    b";" * 200, b"(" * 200,
)  # fmt: skip


def builders(name: str) -> ModuleType:
    """The builders of files that lie beside the tests."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / "sources" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@dataclass
class Row:
    """What became of one format."""

    runs: int = 0
    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    memory: int = 0
    broken: list[str] = field(default_factory=list)


def mutated(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """A few changes to the bytes: flips, numbers, tokens, cuts, repeats, and stretches of other files."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(out) + 1)
        length = min(chance.choice((1, 2, 4, 16, 256, 4096)), max(1, len(out)))
        match chance.randrange(8):
            case 0 if out:
                out[min(at, len(out) - 1)] ^= 1 << chance.randrange(8)
            case 1 if out:
                out[min(at, len(out) - 1)] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
            case 2:
                out[at:at] = chance.choice(TOKENS)
            case 3:
                del out[at : at + length]
            case 4:
                out[at:at] = out[at : at + length] * chance.choice((1, 2, 50))
            case 5:
                out[at : at + length] = chance.randbytes(length)
            case 6:
                other = chance.choice(others)
                start = chance.randrange(len(other) + 1)
                out[at:at] = other[start : start + length]
            case _:
                out = out[: max(1, at)] if chance.random() < 0.3 else out
    return bytes(out[: 8 * MIB])


def mutated_package(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """A ZIP whose parts are changed inside, so that what lies behind the ZIP reader is reached."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for info in old.infolist():
            part = old.read(info)
            method = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(
                info.filename, mutated(part, chance, others) if info.filename == chosen else part, method
            )
    return out.getvalue()


def check(extraction: Extraction) -> None:
    """The parts of an extraction fit together."""
    for child in extraction.children:
        assert child.data_path.is_file() and child.data_path.stat().st_size == child.size
        assert "/" not in child.name and ".." not in child.path_in_parent.split("/")
    document = extraction.document
    if document is None:
        return
    document.text.encode("utf-8")
    assert "\0" not in document.text
    for segment in document.segments:
        assert 0 <= segment.start < segment.end <= len(document.text)
    for table in document.tables:
        for cells, places in zip(table.rows, table.offsets, strict=True):
            assert all(document.text[a:b] == cell for cell, (a, b) in zip(cells, places, strict=True))


def seeds_of() -> dict[str, list[tuple[str, bytes]]]:
    """What is mutated: a good file of every format, and the hostile ones that are small."""
    wholesome, hostile = builders("wholesome"), builders("hostile")
    seeds: dict[str, list[tuple[str, bytes]]] = {
        kind: [(name, build())] for kind, (name, build) in wholesome.FILES.items()
    }
    small = [(file.name, data) for file in hostile.CORPUS.values() if len(data := file.build()) < 200_000]
    seeds["hostile"] = small
    return seeds


def fuzz(seeds: Mapping[str, list[tuple[str, bytes]]], seconds: float, seed: int) -> dict[str, Row]:
    """Every format in turn until the time is spent."""
    others = [data for entries in seeds.values() for _, data in entries]
    rows = {kind: Row() for kind in seeds}
    chance = random.Random(seed)
    used: dict[str, Any] = {}

    def ended(how: Mapping[str, Any]) -> None:
        used.clear()
        used.update(how)

    deadline = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as directory, Extractor(limits=LIMITS, on_end=ended) as extractor:
        path = Path(directory) / "file"
        while time.monotonic() < deadline:
            for kind, row in rows.items():
                name, data = chance.choice(seeds[kind])
                bytes_ = _variant(data, chance, others)
                path.write_bytes(bytes_ or b"\0")
                _one(extractor, path, name, row, used)
    return rows


def _variant(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    if data.startswith(b"PK") and chance.random() < 0.7:
        with contextlib.suppress(
            zipfile.BadZipFile, ValueError, OSError, KeyError, RuntimeError, NotImplementedError
        ):
            return mutated_package(data, chance, others)
    return mutated(data, chance, others)


def _one(extractor: Extractor, path: Path, name: str, row: Row, used: dict[str, Any]) -> None:
    row.runs += 1
    started = time.monotonic()
    try:
        with extractor.extract(path, name=name) as extraction:
            check(extraction)
        row.read += 1
    except RefusedFile as refused:
        row.refused[refused.code] += 1
        if refused.code == "crashed":
            _keep(path, name, row, str(refused))
    except Exception as error:  # the very thing that must not happen
        _keep(path, name, row, f"{type(error).__name__}: {error}")
    row.slowest = max(row.slowest, time.monotonic() - started)
    row.memory = max(row.memory, used.get("memory_kib", 0))


def _keep(path: Path, name: str, row: Row, what: str) -> None:
    kept = Path(tempfile.gettempdir()) / f"fuzz-{len(row.broken)}-{os.getpid()}-{name[-20:]}"
    kept.write_bytes(path.read_bytes())
    row.broken.append(f"{what} — kept as {kept}")


def show(rows: Mapping[str, Row], seconds: float, grown: float) -> bool:
    """One table; whether everything held."""
    print(
        f"\n{'format':10} {'files':>6} {'read':>6} {'refused':>8} {'slowest s':>10} {'peak MiB':>9}  refusals"
    )
    for kind, row in rows.items():
        refusals = ", ".join(f"{code} {count}" for code, count in row.refused.most_common(4))
        print(f"{kind:10} {row.runs:6} {row.read:6} {sum(row.refused.values()):8} {row.slowest:10.2f} "
              f"{row.memory / 1024:9.0f}  {refusals}")  # fmt: skip
    files = sum(row.runs for row in rows.values())
    print(f"{files} files in {seconds:.0f} s; the parent grew by {grown:.0f} MiB")
    broken = [(kind, what) for kind, row in rows.items() for what in row.broken]
    for kind, what in broken:
        print(f"  {kind}: {what}")
    crashed = [item for item in broken if "crashed" not in item[1]]
    if broken and not crashed:
        print("  (a reader crashed inside its own process, as it may; the parent took no harm)")
    slow = any(row.slowest > LIMITS.wall_seconds + 20 for row in rows.values())
    return not crashed and not slow and grown < 200


GUIDED = """
import sys, atheris
with atheris.instrument_imports(include=["accounted.sources"]):
    from accounted.sources import media_types, decoding, press, rtf, wire, language, grid, mail, names
    from accounted.sources import published
from accounted.sources.extraction import Limits, RefusedFile
from accounted.sources.manuscript import Manuscript
SMALL = Limits(characters=10**6, segments=10**5, cells=10**5)

def one(data):
    kind, data = data[:1], data[1:]
    choice = (kind or b"\\0")[0] % 7
    try:
        if choice == 0:
            media_types.sniff(data[:4096], None, tail=data[-4096:])
        elif choice == 1:
            text = decoding.decode(data).text
            for start, end, _ in press.segments_of(text):
                assert 0 <= start < end <= len(text)
            language.detect_language(text)
        elif choice == 2:
            reader = rtf._Reader(Manuscript(SMALL)); reader.run(data)
        elif choice == 3:
            text = data.decode("utf-8", "replace")
            manuscript = Manuscript(SMALL)
            manuscript.table(row for row in grid._rows(text, grid.separator_of(text), 1000) if row)
            whole = manuscript.text()
            for table in manuscript.tables:
                for row, places in zip(table.rows, table.offsets):
                    assert all(whole[a:b] == cell for cell, (a, b) in zip(row, places))
        elif choice == 4:
            message = mail._parsed(data); mail._headers(message); mail._best_body(list(mail._parts(message)))
        elif choice == 5:
            try: wire.extraction_from_wire(data, media_type="x", depth=0, workspace=None)
            except wire.Distrusted: pass
        else:
            text = data.decode("utf-8", "replace")
            published.edtf_of(text); assert ".." not in names.safe_path(text).split("/")
    except RefusedFile:
        pass

atheris.Setup(sys.argv, one)
atheris.Fuzz()
"""


def guided(seconds: int) -> bool:
    """Coverage-guided fuzzing (libFuzzer through atheris) of what is pure Python, in a process apart."""
    with tempfile.TemporaryDirectory() as corpus:
        done = subprocess.run(
            [sys.executable, "-c", GUIDED, f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2048",
             "-max_len=20000", f"-artifact_prefix={tempfile.gettempdir()}/fuzz-", corpus],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    telling = ("DONE", "Error", "ERROR", "ALARM")
    lines = [line for line in done.stderr.splitlines() if any(word in line for word in telling)]
    print(f"\nguided, {seconds} s: {'held' if done.returncode == 0 else 'BROKEN'}; {' | '.join(lines[-3:])}")
    if done.returncode:
        print(done.stderr[-3000:])
    return done.returncode == 0


def peak() -> float:
    """The most memory this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--guided", type=int, default=0, help="seconds of coverage-guided fuzzing")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    seeds = seeds_of()
    before = peak()
    started = time.monotonic()
    rows = fuzz(seeds, options.seconds, options.seed)
    held = show(rows, time.monotonic() - started, peak() - before)
    if options.guided:
        held = guided(options.guided) and held
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
