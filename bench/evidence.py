"""What preserving costs: intake and verification beside the tools that people use, in the same run.

    python bench/evidence.py [--scale 0.05] [--repeat 3] [--folder DIR] [--log-entries 1000000]

One file of 1 GiB and 20,000 files of 20 KiB are taken in (durable and logged) and verified, beside
`sha256sum`, `bagit.py`, `borg` (unkeyed) and `git add`. CPU is user and system time of the process and its
children; each figure is the median of the repeats, with a warm cache; ratios are to `sha256sum` of the same
run. Then a log of a million entries is rebuilt. The bars are those that the project holds itself to; a
missed bar ends with exit code 1. A peer that is not installed is left out, loudly.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
MIB = 1 << 20

INTAKE = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from accounted.evidence.store import Store
clock = lambda: datetime.now(UTC)
store = Store.create(Path(sys.argv[1]), archive_id="bench", clock=clock, agent="p:4b1d0c7e92aa")
source = sys.argv[2]
names = [""] if os.path.isfile(source) else sorted(os.listdir(source))
paths = [os.path.join(source, name).rstrip("/") for name in names]
with store.batch() as batch:
    for number, path in enumerate(paths):
        batch.keep(path, agent="p:4b1d0c7e92aa", item=f"ACC-{number:06d}", detail={
            "name": os.path.basename(path), "path": path, "obtained_by": "p:4b1d0c7e92aa",
            "how": "copied from a disk", "media_type": "application/octet-stream",
            "clock": "NTP, offset 0.01 s"})
store.close()
"""
VERIFY = """
import sys
from pathlib import Path
from accounted.evidence.verification import verify
found = verify(Path(sys.argv[1]))
assert found.ok, found.problems
"""
MAKE_LOG = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from accounted.evidence.entry import Draft
from accounted.evidence.store import Store
clock = lambda: datetime.now(UTC)
store = Store.create(Path(sys.argv[1]), archive_id="bench", clock=clock, agent="p:4b1d0c7e92aa")
count = int(sys.argv[2])
for start in range(1, count, 20_000):
    numbers = range(start, min(count, start + 20_000))
    store.append([Draft("view", "p:4b1d0c7e92aa", item=f"ACC-{n:06d}", sha256="ab" * 32, tool="bench 1")
                  for n in numbers])
"""
OPEN = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from accounted.evidence.store import Store
store = Store.open(Path(sys.argv[1]), clock=lambda: datetime.now(UTC))
start = time.perf_counter()
store.note("view", agent="p:1")
print(f"{(time.perf_counter() - start) * 1000:.1f}")
"""
PYTHON = [sys.executable, "-c"]
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(SOURCE),
    "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK": "yes",
    "BORG_RELOCATED_REPO_ACCESS_IS_OK": "yes",
}


@dataclass(frozen=True)
class Cost:
    """CPU and wall seconds and the most memory in MiB."""

    cpu: float
    wall: float
    memory: float


def run(command: list[str], cwd: Path | None = None) -> Cost:
    """Run a command in a process of its own and say what it and its children cost."""
    measure = (
        "import resource, subprocess, sys, time\n"
        "start = time.perf_counter()\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)\n"
        "wall = time.perf_counter() - start\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "sys.stderr.buffer.write(done.stderr[-2000:])\n"
        "print(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)\n"
        "sys.exit(done.returncode)\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-c", measure, *command],
        cwd=cwd,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)[:200]} failed:\n{done.stderr}")
    return Cost(*map(float, done.stdout.split()))


def median(costs: Iterable[Cost]) -> Cost:
    """The median of each figure; of memory the most."""
    listed = list(costs)
    return Cost(
        statistics.median(cost.cpu for cost in listed),
        statistics.median(cost.wall for cost in listed),
        max(cost.memory for cost in listed),
    )


class Table:
    """Figures beside those of `sha256sum`, printed as they come."""

    def __init__(self, *, judged: bool) -> None:
        self.missed: list[str] = []
        self._judged = judged
        self._reference = Cost(0, 0, 0)

    def title(self, text: str) -> None:
        print(f"\n{text}")
        print(f"{'':34}{'CPU s':>9}{'wall s':>9}{'MiB':>7}{'CPU ratio':>11}   bar")

    def reference(self, name: str, cost: Cost) -> None:
        self._reference = cost
        self.row(name, cost)

    def row(self, name: str, cost: Cost, bar: float | None = None) -> None:
        ratio = cost.cpu / self._reference.cpu
        verdict = ""
        if bar is not None and self._judged:
            met = ratio <= bar and cost.memory < 200
            verdict = f"   ≤ {bar:.2f} {'met' if met else 'MISSED'}"
            if not met:
                self.missed.append(f"{name}: {ratio:.2f} × (bar {bar:.2f}), {cost.memory:.0f} MiB (bar 200)")
        print(f"{name:34}{cost.cpu:9.2f}{cost.wall:9.2f}{cost.memory:7.0f}{ratio:11.2f}{verdict}", flush=True)


def make_sources(folder: Path, scale: float) -> tuple[Path, Path]:
    """The large file and the folder of small ones, of random bytes."""
    large, small = folder / "large", folder / "small"
    small.mkdir(parents=True)
    with large.open("wb") as file:
        for _ in range(max(1, int(1024 * scale))):
            file.write(os.urandom(MIB))
    for number in range(max(1, int(20_000 * scale))):
        (small / f"{number:05d}.bin").write_bytes(os.urandom(20 * 1024))
    return large, small


def measured(
    folder: Path, source: Path, table: Table, repeat: int, intake_bar: float, verify_bar: float
) -> None:
    """Ours and every peer over one source."""
    work = folder / "work"

    def each(
        command: Callable[[], list[str]], prepare: Callable[[], None] = lambda: None, cwd: Path | None = None
    ) -> Cost:
        costs = []
        for _ in range(repeat):
            prepare()
            os.sync()
            costs.append(run(command(), cwd))
        return median(costs)

    def clean() -> None:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()

    table.reference(
        "sha256sum", each(lambda: ["sh", "-c", f"find {source} -type f -print0 | xargs -0 sha256sum"])
    )
    ours = each(lambda: [*PYTHON, INTAKE, str(work / "archive"), str(source)], clean)
    table.row("accounted: intake", ours, intake_bar)
    table.row("accounted: verify", each(lambda: [*PYTHON, VERIFY, str(work / "archive")]), verify_bar)

    bagit = shutil.which("bagit.py", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if bagit:

        def copy() -> None:
            clean()
            if source.is_dir():
                shutil.copytree(source, work / "bag")
            else:
                (work / "bag").mkdir()
                shutil.copy(source, work / "bag")

        table.row(
            "bagit.py --sha256 (in place)",
            each(lambda: [sys.executable, bagit, "--sha256", str(work / "bag")], copy),
        )
        table.row(
            "bagit.py --validate", each(lambda: [sys.executable, bagit, "--validate", str(work / "bag")])
        )
    else:
        print("bagit.py is NOT INSTALLED: no comparison (pip install bagit)")

    if borg := shutil.which("borg"):

        def new_repository() -> None:
            clean()
            subprocess.run(
                [borg, "init", "-e", "none", str(work / "borg")],
                env=ENVIRONMENT,
                check=True,
                capture_output=True,
            )

        peer = each(lambda: [borg, "create", f"{work / 'borg'}::a", str(source)], new_repository)
        table.row("borg create", peer)
        if source.is_dir():
            print(
                f"{'  wall of intake / borg create':34}{'':9}{ours.wall / peer.wall:9.2f}{'':18}   ≤ 1.00 ",
                end="",
            )
            print("met" if ours.wall <= peer.wall else "MISSED")
            if ours.wall > peer.wall:
                table.missed.append(f"small files: {ours.wall:.1f} s, borg create {peer.wall:.1f} s")
        table.row(
            "borg check --verify-data", each(lambda: [borg, "check", "--verify-data", str(work / "borg")])
        )
    else:
        print("borg is NOT INSTALLED: no comparison (apt-get install borgbackup)")

    if git := shutil.which("git"):

        def new_git() -> None:
            clean()
            subprocess.run([git, "init", "-q", str(work)], check=True)
            if source.is_dir():
                shutil.copytree(source, work / "files")
            else:
                shutil.copy(source, work)

        table.row("git add", each(lambda: [git, "add", "."], new_git, work))
        table.row("git fsck", each(lambda: [git, "fsck", "--full"], cwd=work))
    else:
        print("git is NOT INSTALLED: no comparison")
    clean()


def long_log(folder: Path, entries: int, table: Table) -> None:
    """Rebuild a long log, and add one entry to it."""
    archive = folder / "log"
    made = run([*PYTHON, MAKE_LOG, str(archive), str(entries)])
    rebuilt = run([*PYTHON, VERIFY, str(archive)])
    opened = subprocess.run(
        [*PYTHON, OPEN, str(archive)], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    print(f"\nA log of {entries:,} entries ({(archive / 'log/entries.jsonl').stat().st_size / MIB:.0f} MiB)")
    print(f"{'written':34}{made.cpu:9.2f}{made.wall:9.2f}{made.memory:7.0f}")
    bar = 7.0 * max(1.0, entries / 1_000_000)
    met = rebuilt.wall < bar and rebuilt.memory < 200
    print(f"{'rebuilt and verified':34}{rebuilt.cpu:9.2f}{rebuilt.wall:9.2f}{rebuilt.memory:7.0f}", end="")
    print(f"{'':14}< {bar:.0f} s {'met' if met else 'MISSED'}")
    print(f"one entry added to it: {opened.stdout.strip()} ms")
    if not met:
        table.missed.append(f"log rebuilt in {rebuilt.wall:.1f} s with {rebuilt.memory:.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--scale", type=float, default=1.0, help="share of the full sizes (0.05 for a quick look)"
    )
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument(
        "--folder", type=Path, help="where to work (needs 5 GiB); default: a temporary directory"
    )
    parser.add_argument("--log-entries", type=int, help="default: 1,000,000 times the scale")
    options = parser.parse_args()
    table = Table(judged=options.scale >= 1)
    with tempfile.TemporaryDirectory(prefix="accounted-bench-", dir=options.folder) as name:
        folder = Path(name)
        large, small = make_sources(folder, options.scale)
        table.title(f"One file of {large.stat().st_size / MIB:.0f} MiB")
        measured(folder, large, table, options.repeat, 0.40, 0.30)
        table.title(f"{len(os.listdir(small)):,} files of 20 KiB")
        measured(folder, small, table, options.repeat, 2.5, 0.5)
        long_log(folder, options.log_entries or int(1_000_000 * options.scale), table)
    if options.scale < 1:
        print("\nScaled down: start-up time weighs in, the bars are not judged.")
    elif table.missed:
        sys.exit("\nMISSED: " + "; ".join(table.missed))


if __name__ == "__main__":
    main()
