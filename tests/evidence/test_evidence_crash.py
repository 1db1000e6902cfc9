"""Every call on the disk fails in turn; the process is killed at every step; many processes are killed under
load.

After each: the archive opens and verifies, everything that was acknowledged is there, and work goes on.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from accounted.evidence import KeyRing, NotAnArchive, Store
from accounted.evidence.verification import verify

AGENT = "p:4b1d0c7e92aa"
WORKLOAD = Path(__file__).with_name("crash_workload.py")
SOURCE = Path(__file__).parents[2] / "src"

# Calls that read, and calls that change something. A process killed at one that reads is no other case than
# one killed at the next that changes something.
READING = ("openat", "read", "readv", "pread64", "flock", "fstat", "newfstatat", "getdents64")
CHANGING = (
    *(
        "write",
        "pwrite64",
        "fsync",
        "fdatasync",
        "syncfs",
        "link",
        "linkat",
        "rename",
        "renameat",
        "unlink",
        "unlinkat",
    ),
    *("mkdir", "rmdir", "ftruncate", "fchmod"),
)
FAULTS = [
    ("EIO", "error=EIO", (*CHANGING, "openat", "readv", "read", "flock")),
    ("ENOSPC", "error=ENOSPC", ("write", "pwrite64", "link", "linkat", "rename", "mkdir", "openat")),
    ("EROFS", "error=EROFS", ("openat", "mkdir")),
    ("SIGKILL", "signal=SIGKILL", CHANGING),
]


def now() -> datetime:
    return datetime(2026, 11, 22, 10, 40, 55, tzinfo=UTC)


@pytest.fixture(scope="module")
def strace() -> list[str]:
    found = shutil.which("strace")
    if found is None:
        pytest.skip("strace is not installed: NO FAULT WAS INJECTED; install it (apt-get install strace)")
    # where it can, it stops the process only at the calls it is asked to trace: half the time
    for command in ([found, "-f", "--seccomp-bpf"], [found, "-f"]):
        probe = subprocess.run(
            [*command, "-o", "/dev/null", "-e", "trace=fsync", "true"], capture_output=True
        )
        if probe.returncode == 0 and not probe.stderr:
            return command
    pytest.skip(f"strace may not trace here: NO FAULT WAS INJECTED ({probe.stderr.decode()[:200]})")


@dataclass
class Ground:
    """A place with an archive, keys and sources, copied afresh for every fault."""

    template: Path
    place: Path

    def fresh(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.template, self.place)

    @property
    def archive(self) -> Path:
        return self.place / "archive"

    def command(self, *work: str) -> list[str]:
        places = [str(self.archive), str(self.place / "config"), str(self.place / "sources")]
        return [sys.executable, "-S", str(WORKLOAD), *places, *work]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    store = Store.create(folder / "archive", archive_id="crash", clock=now, agent=AGENT)
    store.keep(b"held already", agent=AGENT, detail={"name": "someone"})
    store.keep(b"to be destroyed", agent=AGENT)
    store.checkpoint(KeyRing(folder / "config").signer(store))
    store.close()
    (folder / "sources").mkdir()
    (folder / "sources/small").write_bytes(b"small")
    (folder / "sources/large").write_bytes(bytes(range(256)) * 5000)
    (folder / "sources/held").write_bytes(b"held already")
    return folder


@pytest.fixture
def ground(template: Path, tmp_path: Path) -> Ground:
    return Ground(template, tmp_path / "ground")


ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
    "PYTHONPATH": os.pathsep.join(
        [str(SOURCE), *(path for path in sys.path if path.endswith("site-packages"))]
    ),
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
}


@dataclass(frozen=True)
class Call:
    """One call of an undisturbed run that touches the archive: the `number`th of its name."""

    name: str
    number: int
    creates: bool


def calls_on_disk(strace: list[str], ground: Ground, work: str) -> list[Call]:
    """The calls that touch the archive or the keys, each kind of call after each kind of call once.

    The twelfth member of a group is written as the second is: names and numbers are taken out before calls
    are compared with those before.
    """
    ground.fresh()
    if work == "create":
        shutil.rmtree(ground.archive)
    log = ground.place / "trace"
    traced = ",".join((*READING, *CHANGING))
    subprocess.run(
        [*strace, "-y", "-s", "0", "-e", f"trace={traced}", "-o", str(log), *ground.command(work)],
        env=ENVIRONMENT,
        check=True,
        capture_output=True,
    )
    counts: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    before = ""
    found: list[Call] = []
    for line in log.read_text(errors="replace").splitlines():
        match = re.match(r"\d+ +(\w+)\(", line)
        if match is None:
            continue
        name = match[1]
        counts[name] = counts.get(name, 0) + 1
        if str(ground.place) not in line and name != "syncfs":
            continue
        kind = re.sub(r"[0-9a-f]*[0-9][0-9a-f]*", "#", line[match.start(1) :].replace(str(ground.place), ""))
        if (before, kind) not in seen:
            seen.add((before, kind))
            found.append(Call(name, counts[name], "O_CREAT" in line or name != "openat"))
        before = kind
    return found


@pytest.mark.slow
@pytest.mark.parametrize("work", ["create", "one", "batch", "sign", "erase"])
def test_whatever_call_fails_the_archive_verifies_and_nothing_acknowledged_is_lost(
    strace: list[str], ground: Ground, work: str
):
    calls = calls_on_disk(strace, ground, work)
    assert len(calls) > 25, "the trace shows no work on the archive"
    wrong: list[str] = []
    faults = 0
    for label, injection, names in FAULTS:
        for call in calls:
            name, number = call.name, call.number
            if name not in names or (label in ("ENOSPC", "EROFS") and not call.creates):
                continue
            ground.fresh()
            if work == "create":
                shutil.rmtree(ground.archive)
            faults += 1
            run = subprocess.run(
                [
                    *strace,
                    "-qq",
                    "-o",
                    "/dev/null",
                    "-e",
                    f"trace={name}",
                    "-e",
                    f"inject={name}:{injection}:when={number}",
                    *ground.command(work),
                ],
                env=ENVIRONMENT,
                capture_output=True,
            )
            case = f"{work}: {label} at {name} {number}"
            if run.returncode not in ((0, -signal.SIGKILL, 137) if label == "SIGKILL" else (0,)):
                wrong.append(f"{case}: exit code {run.returncode}: {run.stderr.decode()[-300:]}")
            try:
                wrong += [
                    f"{case}: {what}" for what in judge(ground, run.stdout.decode(), created=work == "create")
                ]
            except Exception as error:
                wrong.append(f"{case}: {type(error).__name__}: {error}")
    assert not wrong, f"{len(wrong)} of {faults} faults did harm:\n" + "\n".join(wrong)
    assert faults > 50


def judge(ground: Ground, output: str, *, created: bool) -> list[str]:
    """What is wrong with an archive after a fault."""
    told = [line.split() for line in output.splitlines()]
    try:
        untouched = verify(ground.archive)
        store = Store.open(ground.archive, clock=now)
    except NotAnArchive:
        if not created or ["created"] in told:
            return ["there is no archive any more"]
        store = Store.create(ground.archive, archive_id="crash", clock=now, agent=AGENT)
        untouched = verify(ground.archive)
    wrong = [f"before it was opened again: {one}" for one in untouched.problems if one.code != "erasure"]
    entries = list(store.entries())
    for words in told:
        if words[0] == "kept":
            entry = entries[int(words[1])] if int(words[1]) < len(entries) else None
            if entry is None or entry.sha256 != words[2] or not store.has(words[2]):
                wrong.append(f"lost: {words}")
        elif words[0] == "noted" and int(words[1]) >= len(entries):
            wrong.append(f"lost: {words}")
        elif (words[0] == "erased" and store.detail(int(words[1])) is not None) or (
            words[0] == "destroyed" and store.has(words[1])
        ):
            wrong.append(f"still there: {words}")
        elif words[0] == "signed" and int(words[1]) not in [one.size for one in store.checkpoints()]:
            wrong.append(f"lost: {words}")
    store.keep(b"life goes on", agent=AGENT, detail={"n": 1})
    found = verify(ground.archive)
    wrong += [str(problem) for problem in found.problems]
    if any("tmp:" in note for note in found.notes) or any((ground.archive / "log/pending").iterdir()):
        wrong.append("leftovers were not cleared")
    store.close()
    return wrong


@pytest.mark.slow
def test_processes_killed_at_random_under_load_lose_nothing_they_acknowledged(ground: Ground):
    ground.fresh()
    pick = random.Random(20221022)
    acknowledged: list[list[str]] = []
    for _ in range(12):
        running = [
            # unbuffered, so that nothing read ahead for the first line is lost to `communicate`
            subprocess.Popen(
                ground.command("load"),
                env=ENVIRONMENT,
                bufsize=0,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for _ in range(2)
        ]
        for process in running:  # at work, from the first acknowledgement on
            assert process.stdout is not None
            acknowledged.append(process.stdout.readline().decode().split())
        time.sleep(pick.random() * 0.6)
        for process in running:
            process.kill()
        for process in running:
            output, errors = process.communicate()
            assert errors == b""
            # A line cut off by the kill was never told to anyone.
            acknowledged += [line.split() for line in output.decode().split("\n")[:-1]]
    with Store.open(ground.archive, clock=now) as store:
        entries = list(store.entries())
        assert len(acknowledged) > 50
        for _, seq, digest in acknowledged:
            assert entries[int(seq)].sha256 == digest and store.has(digest)
        assert len({seq for _, seq, _ in acknowledged}) == len(acknowledged)
    assert verify(ground.archive).problems == ()


def test_two_processes_adding_at_once_both_succeed_without_a_gap(ground: Ground):
    ground.fresh()
    script = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from accounted.evidence.store import Store\n"
        "store = Store.open(Path(sys.argv[1]), clock=lambda: datetime.now(UTC))\n"
        "for number in range(40):\n"
        "    item = f'ACC-{sys.argv[2]}-{number}'\n"
        "    store.keep(b'shared %d' % number, agent='p:1', item=item, detail={'n': number})\n"
        "with store.batch() as batch:\n"
        "    for number in range(300):\n"
        "        item = f'B-{sys.argv[2]}-{number}'\n"
        "        batch.keep(b'own ' + item.encode(), agent='p:1', item=item)\n"
        "store.close()\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(ground.archive), str(number)], env=ENVIRONMENT)
        for number in range(3)
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    store = Store.open(ground.archive, clock=now)
    items = [entry.item for entry in store.entries()]
    for number in range(3):
        own = [item for item in items if item and item.startswith((f"ACC-{number}-", f"B-{number}-"))]
        assert own == [f"ACC-{number}-{n}" for n in range(40)] + [f"B-{number}-{n}" for n in range(300)]
    found = verify(ground.archive)
    assert found.problems == () and found.entries == store.size == 5 + 3 * 340
    assert not any("tmp" in note for note in found.notes)


@pytest.mark.slow
def test_a_writer_and_a_verification_at_once(ground: Ground):
    ground.fresh()
    process = subprocess.Popen(ground.command("load"), env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        for _ in range(15):
            assert verify(ground.archive).problems == ()
    finally:
        process.kill()
        process.wait()
