"""Taking bytes in: once, unchanged, and nothing but plain files."""

from __future__ import annotations

import io
import os
import socket
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from accounted.evidence import (
    Damaged,
    EvidenceError,
    NewerFormat,
    NotAnArchive,
    NotYetKept,
    Refused,
    Store,
)
from accounted.evidence import source as source_module
from accounted.evidence.verification import verify

AGENT = "p:4b1d0c7e92aa"


def now() -> datetime:
    return datetime(2026, 11, 22, 10, 40, 55, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "archive", archive_id="test", clock=now, agent=AGENT, title="Тест") as made:
        yield made


def files_below(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if not path.is_dir()]


def test_kept_bytes_are_the_bytes_that_were_given(store: Store, tmp_path: Path):
    source = tmp_path / "statement.txt"
    source.write_bytes(b"they were forty\r\n")
    kept = store.keep(source, agent=AGENT, item="ACC-000001", detail={"name": "statement.txt"})
    assert kept.sha256 == sha256(b"they were forty\r\n").hexdigest()
    assert (kept.size, kept.seq, kept.already_held, kept.durable) == (17, 1, False, True)
    with store.open_object(kept.sha256) as held:
        assert held.read() == b"they were forty\r\n"
    assert store.object_path(kept.sha256) == store.root / "objects" / kept.sha256[:2] / kept.sha256
    entry = store.entry(1)
    assert (entry.event, entry.item, entry.sha256, entry.size) == ("ingest", "ACC-000001", kept.sha256, 17)
    assert entry.keeps_object and entry.tool and entry.tool.startswith("accounted ")


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_333_333])
def test_every_size_from_every_kind_of_source(store: Store, tmp_path: Path, size: int):
    data = os.urandom(size)
    path = tmp_path / "source"
    path.write_bytes(data)
    dripping = io.BufferedReader(Dripping(data), buffer_size=1000)
    kept = [
        store.keep(source, agent=AGENT) for source in (path, data, io.BytesIO(data), Dripping(data), dripping)
    ]
    assert {one.sha256 for one in kept} == {sha256(data).hexdigest()}
    assert [one.already_held for one in kept] == [False, True, True, True, True]
    assert store.object_path(kept[0].sha256).read_bytes() == data
    assert verify(store.root).problems == ()


class Dripping(io.RawIOBase):
    """A stream that gives fewer bytes than it is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece, self._data = self._data[: min(len(buffer), 70_001)], self._data[min(len(buffer), 70_001) :]
        buffer[: len(piece)] = piece
        return len(piece)


def test_originals_are_read_only_on_disk(store: Store):
    old = os.umask(0o077)
    try:
        kept = [store.keep(data, agent=AGENT) for data in (b"small", b"large" * 500_000)]
    finally:
        os.umask(old)
    for one in kept:
        assert stat.S_IMODE(store.object_path(one.sha256).stat().st_mode) == 0o444


def test_identical_bytes_are_stored_once_and_each_intake_is_an_event(store: Store):
    first = store.keep(b"the same", agent=AGENT, item="ACC-000001")
    inode = store.object_path(first.sha256).stat().st_ino
    second = store.keep(b"the same", agent="p:000000000000", item="ACC-000002")
    assert (first.already_held, second.already_held) == (False, True)
    assert len(files_below(store.root / "objects")) == 1
    assert store.object_path(first.sha256).stat().st_ino == inode
    assert [entry.item for entry in store.entries(1)] == ["ACC-000001", "ACC-000002"]


def test_identical_bytes_within_one_batch_too(store: Store):
    with store.batch() as batch:
        kept = [batch.keep(b"twice", agent=AGENT) for _ in range(3)]
    assert [one.already_held for one in kept] == [False, True, True]
    assert len(files_below(store.root / "objects")) == 1 and store.size == 4


def test_a_held_object_that_has_rotted_is_not_passed_off_as_kept(store: Store):
    kept = store.keep(b"the original", agent=AGENT)
    path = store.object_path(kept.sha256)
    path.chmod(0o644)
    path.write_bytes(b"the 0riginal")
    with pytest.raises(Damaged, match="its bytes have changed"):
        store.keep(b"the original", agent=AGENT)
    assert store.size == 2


def test_a_derived_text_names_what_it_was_made_from(store: Store):
    original = store.keep(b"%PDF-1.7", agent=AGENT, item="ACC-000001")
    store.keep(
        b"text",
        agent=AGENT,
        event="derive",
        item="ACC-000001/text",
        derived_from=original.sha256,
        tool="pdf 1.0",
    )
    entry = store.entry(2)
    assert (entry.derived_from, entry.tool, entry.event) == (original.sha256, "pdf 1.0", "derive")


# ── what is refused
# ──────────────────────────────────────────────────────────────────────────────────────────


def test_links_pipes_sockets_devices_and_directories_are_refused(store: Store, tmp_path: Path):
    plain = tmp_path / "plain"
    plain.write_bytes(b"x")
    link, pipe, folder = tmp_path / "link", tmp_path / "pipe", tmp_path / "folder"
    link.symlink_to(plain)
    os.mkfifo(pipe)
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.fspath(tmp_path / "s"))
        for path in (link, pipe, folder, tmp_path / "s", Path("/dev/zero")):
            with pytest.raises(Refused) as refusal:
                store.keep(path, agent=AGENT)
            assert refusal.value.reason == "not_a_file"
            assert str(path) in str(refusal.value)
    assert store.size == 1 and files_below(store.root / "tmp") == []


def test_a_missing_file_is_refused_by_name(store: Store, tmp_path: Path):
    with pytest.raises(Refused, match=r"nowhere\.txt: there is no such file"):
        store.keep(tmp_path / "nowhere.txt", agent=AGENT)


@pytest.mark.parametrize("size", [1000, 5_000_000])
@pytest.mark.parametrize("change", ["grow", "shrink", "rewrite", "replace", "remove"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, change: str
):
    path = tmp_path / "growing.log"
    path.write_bytes(b"a" * size)
    os.utime(path, ns=(1, 1))

    def disturb() -> None:
        if change == "grow":
            with path.open("ab") as file:
                file.write(b"more")
        elif change == "shrink":
            os.truncate(path, size - 1)
        elif change == "rewrite":
            path.write_bytes(b"b" * size)
        elif change == "replace":
            other = tmp_path / "other"
            other.write_bytes(b"a" * size)
            os.utime(other, ns=(1, 1))
            other.replace(path)
        else:
            path.unlink()

    class Disturbed(source_module.SourceFile):
        def _once(self) -> None:
            if not getattr(self, "_disturbed", False):
                self._disturbed = True
                disturb()

        def read(self) -> bytes:
            self._once()
            return super().read()

        def readinto(self, buffer: memoryview) -> int:
            count = super().readinto(buffer)
            self._once()
            return count

    monkeypatch.setattr("accounted.evidence.objects.SourceFile", Disturbed)
    with pytest.raises(Refused, match="add it again") as refusal:
        store.keep(path, agent=AGENT)
    assert refusal.value.reason == "changed"
    assert store.size == 1
    assert files_below(store.root / "objects") == files_below(store.root / "tmp") == []


def test_a_file_written_to_all_the_time_is_refused_or_kept_as_it_was_at_one_moment(
    store: Store, tmp_path: Path
):
    path = tmp_path / "busy"
    path.write_bytes(b"0" * 3_000_000)
    stop = threading.Event()

    def scribble() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            path.write_bytes(b"%d" % (number % 10) * 3_000_000)

    thread = threading.Thread(target=scribble)
    thread.start()
    refusals = 0
    try:
        for _ in range(20):
            try:
                kept = store.keep(path, agent=AGENT)
            except Refused:
                refusals += 1
            else:
                with store.open_object(kept.sha256) as held:
                    assert len(set(held.read())) <= 1
    finally:
        stop.set()
        thread.join()
    assert refusals
    assert verify(store.root).problems == ()


# ── batches
# ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_in_a_batch_nothing_is_called_kept_before_it_is_on_disk(store: Store):
    with store.batch() as batch:
        kept = batch.keep(b"one", agent=AGENT)
        assert not kept.durable and store.size == 1
        with pytest.raises(NotYetKept, match="flush"):
            _ = kept.seq
        batch.flush()
        assert kept.durable and kept.seq == 1
        later = batch.keep(b"two", agent=AGENT)
        batch.note("refuse", agent=AGENT, detail={"why": "a broken PDF"})
    assert later.seq == 2
    assert [entry.event for entry in store.entries()] == ["create", "ingest", "ingest", "refuse"]


def test_a_batch_that_fails_keeps_what_was_flushed_and_nothing_else(store: Store):
    with pytest.raises(RuntimeError), store.batch() as batch:
        batch.keep(b"flushed", agent=AGENT)
        batch.flush()
        batch.keep(b"not flushed", agent=AGENT)
        raise RuntimeError
    assert store.size == 2
    assert len(files_below(store.root / "objects")) == 1 and files_below(store.root / "tmp") == []


def test_one_refused_file_does_not_stop_a_batch(store: Store, tmp_path: Path):
    with store.batch() as batch:
        first = batch.keep(b"first", agent=AGENT)
        with pytest.raises(Refused):
            batch.keep(tmp_path, agent=AGENT)
        last = batch.keep(b"last", agent=AGENT)
    assert (first.seq, last.seq) == (1, 2)


def test_thousands_of_files_in_one_batch(store: Store):
    with store.batch() as batch:
        kept = [batch.keep(b"%d" % number, agent=AGENT, detail={"n": number}) for number in range(2500)]
    assert [one.seq for one in kept] == list(range(1, 2501))
    assert store.detail(kept[1234].seq) == {"n": 1234}
    found = verify(store.root)
    assert found.ok and (found.entries, found.objects) == (2501, 2500)


def test_threads_sharing_a_store_do_not_disturb_each_other(store: Store):
    def add(number: int) -> None:
        for one in range(10):
            store.keep(b"%d %d" % (number, one), agent=AGENT)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.size == 41
    assert verify(store.root).ok


# ── notes and reading
# ────────────────────────────────────────────────────────────────────────────────────────


def test_a_note_refers_to_bytes_without_claiming_them(store: Store):
    entry = store.note("refuse", agent=AGENT, sha256="ab" * 32, detail={"why": "too large"})
    assert (entry.seq, entry.sha256, entry.size, entry.keeps_object) == (1, "ab" * 32, None, False)
    assert verify(store.root).ok


def test_names_stay_out_of_the_log(store: Store):
    store.keep(b"x", agent=AGENT, detail={"obtained_from": "Олена Коваль"})
    log = (store.root / "log/entries.jsonl").read_bytes()
    assert "Олена".encode() not in log and log.isascii()
    assert store.detail(1) == {"obtained_from": "Олена Коваль"}


def test_a_file_name_that_is_not_unicode_can_stand_in_a_detail(store: Store):
    name = os.fsdecode(b"caf\xe9.txt")
    store.keep(b"x", agent=AGENT, detail={"name": name})
    assert store.detail(1) == {"name": name}
    assert verify(store.root).ok


def test_a_detail_that_is_not_json_is_refused(store: Store):
    for detail in ({"when": now()}, {"x": float("nan")}):
        with pytest.raises(EvidenceError, match="plain JSON"):
            store.note("view", agent=AGENT, detail=detail)


def test_entries_can_be_read_from_anywhere_in_a_long_log(store: Store):
    with store.batch() as batch:
        for number in range(6000):
            batch.note("view", agent=AGENT, item=f"ACC-{number + 1:06d}" + "x" * 100)
    assert (store.root / "log/entries.jsonl").stat().st_size > 1 << 20
    for start in (0, 1, 17, 2999, 5999, 6000):
        assert next(iter(store.entries(start))).seq == start
    for seq in range(0, 6001, 53):
        assert store.entry(seq).seq == seq
    assert list(store.entries(6001)) == []
    with pytest.raises(EvidenceError, match="no entry 6001"):
        store.entry(6001)


# ── making and opening
# ───────────────────────────────────────────────────────────────────────────────────────


def test_an_archive_is_for_its_owner_only(store: Store):
    assert stat.S_IMODE(store.root.stat().st_mode) == 0o700


def test_a_second_archive_in_the_same_place_is_refused(store: Store):
    with pytest.raises(NotAnArchive, match="already"):
        Store.create(store.root, archive_id="other", clock=now, agent=AGENT)


def test_a_directory_with_no_archive_is_not_opened(tmp_path: Path):
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NotAnArchive, match="accounted init"):
            Store.open(path, clock=now)


def test_an_archive_of_a_later_format_is_refused(store: Store):
    settings = store.root / "archive.toml"
    settings.write_text(settings.read_text().replace("format = 1", "format = 2"))
    with pytest.raises(NewerFormat, match="format 2"):
        Store.open(store.root, clock=now)
    with pytest.raises(NewerFormat):
        verify(store.root)


def test_an_archive_without_its_log_is_refused(store: Store):
    (store.root / "log/entries.jsonl").unlink()
    with pytest.raises(Damaged, match=r"entries\.jsonl"):
        Store.open(store.root, clock=now)


def test_a_title_in_any_script_survives(tmp_path: Path):
    title = 'Ізюм "2022"\n\\ \x7f'
    store = Store.create(tmp_path / "a", archive_id="a", clock=now, agent=AGENT, title=title)
    assert store.settings["title"] == title
    assert store.settings["created"] == now()


@pytest.mark.parametrize("archive_id", ["", "a b", "../x", "Харків", "x" * 65, ".hidden"])
def test_an_id_that_could_not_name_a_log_is_refused(tmp_path: Path, archive_id: str):
    with pytest.raises(EvidenceError, match="archive id"):
        Store.create(tmp_path / "a", archive_id=archive_id, clock=now, agent=AGENT)


def test_settings_can_be_changed_and_the_change_is_an_event(store: Store):
    text = (store.root / "archive.toml").read_bytes() + b'language = "uk"\n'
    store.attach("archive.toml", text, event="settings", agent=AGENT)
    assert store.settings["language"] == "uk"
    assert verify(store.root).ok


def test_companion_files_are_written_once_and_only_in_their_place(store: Store):
    store.attach("log/checkpoints/0000000001.tsr", b"stamp", event="timestamp", agent=AGENT)
    with pytest.raises(EvidenceError, match="never replaced"):
        store.attach("log/checkpoints/0000000001.tsr", b"other", event="timestamp", agent=AGENT)
    for path in ("log/entries.jsonl", "../outside", "objects/x", "log/checkpoints/../head", "/etc/passwd"):
        with pytest.raises(EvidenceError, match="not a place"):
            store.attach(path, b"x", event="timestamp", agent=AGENT)


# ── erasing
# ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_erased_detail_leaves_the_log_verifiable(store: Store):
    for number in range(5):
        store.keep(b"%d" % number, agent=AGENT, detail={"name": f"witness {number}"})
    before = (store.root / "log/entries.jsonl").read_bytes()
    entry = store.erase_detail(3, agent=AGENT, reason="asked to be forgotten")
    assert (entry.event, entry.of) == ("erase", 3)
    assert store.detail(3) is None
    assert [store.detail(seq) for seq in (2, 4)] == [{"name": "witness 1"}, {"name": "witness 3"}]
    assert (store.root / "log/entries.jsonl").read_bytes().startswith(before)
    for path in files_below(store.root):
        assert b"witness 2" not in path.read_bytes()
    assert verify(store.root).ok


def test_a_detail_is_erased_only_once_and_only_where_there_is_one(store: Store):
    store.note("view", agent=AGENT)
    store.note("view", agent=AGENT, detail={"a": 1})
    store.erase_detail(2, agent=AGENT, reason="x")
    for seq in (1, 2):
        with pytest.raises(EvidenceError, match="no detail"):
            store.erase_detail(seq, agent=AGENT, reason="x")


def test_an_object_destroyed_by_order_leaves_the_log_verifiable(store: Store):
    kept = store.keep(b"ordered to be destroyed", agent=AGENT)
    store.destroy_object(kept.sha256, agent=AGENT, reason="court order 12/2026")
    assert not store.has(kept.sha256)
    assert verify(store.root).ok
    again = store.keep(b"ordered to be destroyed", agent=AGENT)
    assert not again.already_held and verify(store.root).ok
    store.object_path(again.sha256).unlink()
    assert [problem.code for problem in verify(store.root).problems] == ["missing_object"]
