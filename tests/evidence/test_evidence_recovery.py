"""After an interruption: what was acknowledged is untouched, what was not is completed or set aside, and
said."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounted.evidence import Damaged, KeyRing, StorageFailed, Store, recovery
from accounted.evidence.details import Record, file_of
from accounted.evidence.entry import Draft
from accounted.evidence.verification import verify

AGENT = "p:4b1d0c7e92aa"


def now() -> datetime:
    return datetime(2026, 11, 22, 10, 40, 55, tzinfo=UTC)


def reopened(root: Path) -> Store:
    return Store.open(root, clock=now)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    store = Store.create(tmp_path / "archive", archive_id="test", clock=now, agent=AGENT)
    for number in range(3):
        store.keep(b"%d" % number, agent=AGENT, item=f"ACC-{number}", detail={"n": number})
    store.close()
    return store.root


def next_line(root: Path, seq: int) -> bytes:
    return Draft("view", AGENT, item="ACC-9", tool="test").line(seq, "2026-11-22T10:40:55Z", None) + b"\n"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 400), st.booleans())
def test_a_torn_tail_is_set_aside_and_noted(root: Path, tmp_path: Path, cut: int, whole_before: bool):
    work = tmp_path / "work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(root, work)
    lines = (next_line(root, 4) if whole_before else b"") + next_line(root, 5 if whole_before else 4)
    size = 5 if whole_before else 4
    torn = lines[: max(1, len(lines) - cut)] if cut < len(lines) else lines[:1]
    if torn.endswith(b"\n"):
        torn += b"{"
    with (work / "log/entries.jsonl").open("ab") as file:
        file.write(torn)
    before = verify(work)
    assert before.problems == () and any("interrupted" in note for note in before.notes)

    store = reopened(work)
    whole = torn.count(b"\n")
    repair = store.entry(store.size - 1)
    assert (repair.event, repair.agent, repair.keeps_object) == ("repair", "accounted", True)
    assert store.object_path(str(repair.sha256)).read_bytes() == torn[torn.rfind(b"\n") + 1 :]
    assert store.size == 4 + whole + 1 <= size + 2
    assert [entry.item for entry in store.entries(1)][:3] == ["ACC-0", "ACC-1", "ACC-2"]
    assert "interruption" in str(store.detail(repair.seq))
    found = verify(work)
    assert found.problems == () and not any("interrupted" in note for note in found.notes)


def test_whole_lines_of_an_interrupted_write_are_adopted(root: Path):
    with (root / "log/entries.jsonl").open("ab") as file:
        file.write(next_line(root, 4) + next_line(root, 5))
    assert verify(root).problems == ()
    store = reopened(root)
    assert store.size == 6 and store.entry(5).item == "ACC-9"
    assert verify(root).problems == ()


def test_a_line_whose_detail_never_reached_the_disk_is_not_adopted(root: Path):
    line = Draft("view", AGENT).line(4, "2026-11-22T10:40:55Z", "ab" * 32) + b"\n"
    with (root / "log/entries.jsonl").open("ab") as file:
        file.write(line)
    store = reopened(root)
    assert store.size == 5 and store.entry(4).event == "repair"
    assert verify(root).problems == ()


def test_blocks_of_zeros_after_a_power_cut_are_set_aside(root: Path):
    with (root / "log/entries.jsonl").open("ab") as file:
        file.write(bytes(4096))
    store = reopened(root)
    assert store.entry(4).event == "repair" and store.entry(4).size == 4096
    assert verify(root).problems == ()


def test_details_of_events_that_never_were_are_dropped(root: Path):
    for seq in (4, 5, 1000, 2000):
        with file_of(root, seq).open("ab") as file:
            file.write(Record(seq, b"\1" * 16, b'{"name":"nobody"}').line())
    with file_of(root, 4).open("ab") as file:
        file.write(b"6 0101")
    assert verify(root).problems == ()
    store = reopened(root)
    assert sorted(path.name for path in (root / "log/details").iterdir()) == ["0000000000.rec"]
    assert b"nobody" not in file_of(root, 4).read_bytes()
    store.note("view", agent=AGENT, detail={"n": "new"})
    assert store.detail(4) == {"n": "new"}
    assert verify(root).problems == ()


def test_a_log_shorter_than_its_head_is_never_added_to(root: Path):
    log = root / "log/entries.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    with pytest.raises(Damaged, match="entries are missing"):
        reopened(root)
    assert not verify(root).ok


def test_a_log_shorter_than_a_checkpoint_is_never_added_to(root: Path, tmp_path: Path):
    store = reopened(root)
    store.checkpoint(KeyRing(tmp_path / "config").signer(store))
    log = root / "log/entries.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    (root / "log/head").unlink()
    with pytest.raises(Damaged, match="covers more"):
        reopened(root)


@pytest.mark.parametrize("head", [None, b"", b"accounted log head 1\n", b"\0" * 100])
def test_a_lost_head_is_computed_anew_and_noted(root: Path, head: bytes | None):
    if head is None:
        (root / "log/head").unlink()
    else:
        (root / "log/head").write_bytes(head)
    assert {problem.code for problem in verify(root).problems} == {"head"}
    store = reopened(root)
    assert store.entry(4).event == "repair" and "log/head" in str(store.detail(4))
    assert verify(root).problems == ()


def test_a_lost_head_does_not_hide_a_changed_line(root: Path, tmp_path: Path):
    store = reopened(root)
    store.checkpoint(KeyRing(tmp_path / "config").signer(store))
    log = root / "log/entries.jsonl"
    log.write_bytes(log.read_bytes().replace(b"ACC-1", b"ACC-7"))
    (root / "log/head").unlink()
    with pytest.raises(Damaged, match="not those of the checkpoint"):
        reopened(root)


def test_a_log_with_fewer_lines_than_its_head_says_is_damaged_and_no_crash(root: Path):
    log = root / "log/entries.jsonl"
    log.write_bytes(log.read_bytes().replace(b"\n", b" "))
    with pytest.raises(Damaged, match="fewer lines"):
        Store.open(root, clock=now).entry(3)
    assert not verify(root).ok


def test_a_flipped_bit_in_a_line_is_not_healed_by_opening(root: Path):
    log = root / "log/entries.jsonl"
    log.write_bytes(log.read_bytes().replace(b"ACC-1", b"ACC-7"))
    reopened(root).note("view", agent=AGENT)
    assert not verify(root).ok


def test_leftovers_of_processes_that_are_gone_are_cleared_and_those_at_work_are_left(root: Path):
    dead = root / "tmp/0123456789abcdef"
    dead.mkdir()
    (dead / "1").write_bytes(b"half of a file")
    other = reopened(root)
    with other.batch() as batch:
        batch.keep(b"in the making", agent=AGENT)
        at_work = [path for path in (root / "tmp").rglob("*") if path.is_file()]
        assert len(at_work) == 1 and not dead.exists()
        reopened(root).close()
        assert at_work[0].exists()
    assert list((root / "tmp").rglob("*")) == [at_work[0].parent]
    other.close()
    assert list((root / "tmp").iterdir()) == []


def test_a_prepared_operation_whose_line_was_logged_is_finished(root: Path, monkeypatch: pytest.MonkeyPatch):
    store = reopened(root)
    monkeypatch.setattr(recovery, "complete", lambda *_: None)  # the process ends here
    store.attach("log/checkpoints/0000000003.note", b"x", event="timestamp", agent=AGENT)
    monkeypatch.undo()
    assert not (root / "log/checkpoints/0000000003.note").exists()
    assert verify(root).problems == ()
    reopened(root)
    assert (root / "log/checkpoints/0000000003.note").read_bytes() == b"x"
    assert verify(root).problems == () and list((root / "log/pending").iterdir()) == []


def test_a_prepared_operation_whose_line_was_not_logged_is_dropped(root: Path):
    for kind in (recovery.ATTACH, recovery.CHECKPOINT, recovery.ERASE, recovery.DESTROY):
        recovery.prepare(root, kind, b"x")
    assert verify(root).problems == ()
    store = reopened(root)
    assert list((root / "log/pending").iterdir()) == []
    assert store.detail(3) == {"n": 2} and store.size == 4
    assert verify(root).problems == ()


def test_an_interrupted_checkpoint_is_finished(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    store = reopened(root)
    signer = KeyRing(tmp_path / "config").signer(store)
    store.checkpoint(signer)
    store.note("view", agent=AGENT)
    monkeypatch.setattr(recovery, "complete", lambda *_: None)
    made = store.checkpoint(signer)
    monkeypatch.undo()
    assert verify(root).problems == ()
    assert reopened(root).latest_checkpoint() == made
    assert verify(root).problems == ()


def test_an_interrupted_erasure_is_finished(root: Path, monkeypatch: pytest.MonkeyPatch):
    store = reopened(root)
    monkeypatch.setattr(recovery, "complete", lambda *_: None)
    store.erase_detail(2, agent=AGENT, reason="asked")
    monkeypatch.undo()
    assert [problem.code for problem in verify(root).problems] == ["erasure"]
    store = reopened(root)
    assert store.detail(2) is None and store.detail(3) == {"n": 2}
    assert verify(root).problems == ()


def test_an_archive_whose_creation_was_cut_off_can_be_created(tmp_path: Path):
    root = tmp_path / "archive"
    (root / "objects").mkdir(parents=True)
    (root / "log").mkdir()
    (root / "log/entries.jsonl").write_bytes(b"")
    Store.create(root, archive_id="a", clock=now, agent=AGENT)
    assert verify(root).ok


def test_a_log_without_its_identity_is_not_overwritten(root: Path):
    (root / "archive.toml").unlink()
    with pytest.raises(Damaged, match=r"archive\.toml"):
        Store.create(root, archive_id="other", clock=now, agent=AGENT)


# ── disks that fail
# ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EIO, "input/output error"),
        (errno.EACCES, "permission is denied"),
        (errno.EDQUOT, "quota"),
    ],
)
@pytest.mark.parametrize("call", ["write", "fsync", "fdatasync", "link"])
def test_a_failing_disk_is_explained_and_nothing_is_half_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, call: str
):
    store = reopened(root)

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(StorageFailed, match=words) as failure:
            store.keep(b"new bytes", agent=AGENT, detail={"n": 4})
    assert "not kept" in str(failure.value)
    assert store.size == 4
    assert verify(root).problems == ()
    assert store.keep(b"new bytes", agent=AGENT, detail={"n": 4}).seq == 4
    assert verify(root).problems == ()


def test_a_read_only_archive_can_be_read_and_verified(root: Path, monkeypatch: pytest.MonkeyPatch):
    """The system calls of a read-only disk, since a test may run as root, whom no permission stops."""
    real_open = os.open

    def read_only(path: object, flags: int, *rest: object, **options: object) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return real_open(path, flags, *rest, **options)  # type: ignore[arg-type]

    def refuse(path: object, *_: object, **__: object) -> None:
        if not Path(os.fspath(path)).exists():  # type: ignore[arg-type]
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        raise FileExistsError(errno.EEXIST, "exists", str(path))

    monkeypatch.setattr(os, "open", read_only)
    monkeypatch.setattr(os, "mkdir", refuse)
    store = reopened(root)
    assert store.size == 4 and store.detail(1) == {"n": 0}
    assert verify(root).ok
    with pytest.raises(StorageFailed, match="read-only"):
        store.note("view", agent=AGENT)
    with pytest.raises(StorageFailed, match="read-only"):
        store.keep(b"x", agent=AGENT)
