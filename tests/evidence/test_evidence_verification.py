"""Verification: nothing wrong goes unseen, nothing right is called wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounted.evidence import KeyRing, Store
from accounted.evidence.checkpoint import checkpoint_files, read_checkpoint
from accounted.evidence.details import file_of, read_records
from accounted.evidence.head import Head
from accounted.evidence.merkle import Frontier
from accounted.evidence.problem import MEANINGS
from accounted.evidence.verification import verify

AGENT = "p:4b1d0c7e92aa"


def now() -> datetime:
    return datetime(2026, 11, 22, 10, 40, 55, tzinfo=UTC)


def small(folder: Path) -> Store:
    """An archive with every kind of file: two keys, two checkpoints, details, an erasure, settings, a
    companion."""
    store = Store.create(folder / "archive", archive_id="small", clock=now, agent=AGENT, title="Мала")
    ring = KeyRing(folder / "config")
    store.keep(b"a statement", agent=AGENT, item="ACC-000001", detail={"name": "заява.txt"})
    store.keep(b"", agent=AGENT, item="ACC-000002", detail={"name": "empty"})
    first = store.checkpoint(ring.signer(store))
    store.attach(f"log/checkpoints/{first.file_name}.note", b"of the day", event="timestamp", agent=AGENT)
    ring.rotate(store, agent=AGENT, reason="yearly")
    store.keep(b"a list", agent=AGENT, item="ACC-000003", detail={"name": "list"})
    store.erase_detail(2, agent=AGENT, reason="asked")
    store.checkpoint(ring.signer(store))
    store.note("view", agent=AGENT, item="ACC-000001", detail={"by": "a visitor"})
    store.close()
    return store


@pytest.fixture(scope="module")
def kept_small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small(tmp_path_factory.mktemp("verification")).root


@pytest.fixture
def root(kept_small: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept_small, tmp_path / "archive"))


def codes(root: Path, **options: object) -> set[str]:
    return {problem.code for problem in verify(root, **options).problems}  # type: ignore[arg-type]


def evidence_files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def flip(path: Path, bit: int) -> None:
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    path.chmod(0o644)
    path.write_bytes(data)


def test_a_sound_archive_has_no_problems_and_its_weak_points_are_noted(root: Path):
    found = verify(root)
    assert found.ok and found.problems == ()
    assert (found.entries, found.objects, found.checkpoints) == (11, 3, 2)
    assert found.size == 11 and len(found.keys) == 2
    notes = "\n".join(found.notes)
    assert notes.count("without a passphrase") == 2
    assert "last 1 entries are not covered by a signed checkpoint" in notes


def test_the_root_is_computed_from_the_lines(root: Path):
    frontier = Frontier()
    for line in (root / "log/entries.jsonl").read_bytes().splitlines():
        frontier.append(line)
    assert verify(root).root == frontier.root()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_one_flipped_bit_anywhere_is_found(kept_small: Path, data: st.DataObject):
    path = data.draw(st.sampled_from([path for path in evidence_files(kept_small) if path.stat().st_size]))
    bit = data.draw(st.integers(0, path.stat().st_size * 8 - 1))
    flip(path, bit)
    try:
        assert fails(kept_small), f"bit {bit} of {path}"
    finally:
        flip(path, bit)


@pytest.mark.slow
def test_a_flipped_bit_in_every_single_byte_is_found(kept_small: Path):
    unseen = []
    for path in evidence_files(kept_small):
        for at in range(path.stat().st_size):
            bit = at * 8 + (at * 5 + 3) % 8
            flip(path, bit)
            if not fails(kept_small):
                unseen.append((path, bit))
            flip(path, bit)
    assert unseen == []
    assert verify(kept_small).ok


def fails(root: Path) -> bool:
    from accounted.evidence import NewerFormat

    try:
        return not verify(root).ok
    except NewerFormat:  # "format = 1" became "format = 3"
        return True


@pytest.mark.parametrize(
    "name", ["archive.toml", "log/head", "log/lock", "log/entries.jsonl", "keys", "checkpoints"]
)
def test_a_missing_file_is_found(root: Path, name: str):
    if name in ("keys", "checkpoints"):
        next(iter(sorted((root / "log" / name).iterdir()))).unlink()
    else:
        (root / name).unlink()
    try:
        assert codes(root)
    except Exception as error:  # archive.toml is what makes it an archive
        assert name == "archive.toml" and "no archive here" in str(error)


def test_a_missing_object_is_found(root: Path):
    next(path for path in (root / "objects").rglob("*") if path.is_file()).unlink()
    assert codes(root) == {"missing_object"}


def test_swapped_objects_are_found(root: Path):
    one, other = [path for path in (root / "objects").rglob("*") if path.is_file()][:2]
    content = one.read_bytes()
    one.unlink()
    one.write_bytes(other.read_bytes())
    other.unlink()
    other.write_bytes(content)
    assert codes(root) == {"object"}


def test_an_object_replaced_by_a_link_is_found(root: Path, tmp_path: Path):
    path = next(path for path in (root / "objects").rglob("*") if path.is_file())
    outside = tmp_path / "outside"
    path.rename(outside)
    path.symlink_to(outside)
    assert codes(root) == {"unreadable"}


def test_dropped_lines_are_found_even_where_nothing_was_signed(root: Path):
    log = root / "log/entries.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:-1]))
    assert "missing_entries" in codes(root)


def test_reordered_lines_are_found(root: Path):
    log = root / "log/entries.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    lines[1], lines[2] = lines[2], lines[1]
    log.write_bytes(b"".join(lines))
    assert {"line", "tree"} <= codes(root)


def test_a_changed_line_is_found_by_the_checkpoint_even_when_the_head_is_forged(root: Path):
    log = root / "log/entries.jsonl"
    log.write_bytes(log.read_bytes().replace(b"ACC-000001", b"ACC-000009", 1))
    forge_head(root)
    problems = verify(root).problems
    assert {problem.code for problem in problems} == {"tree"}
    assert {problem.where for problem in problems} == {
        f"log/checkpoints/{path.name}" for path in checkpoint_files(root)
    }


def forge_head(root: Path) -> None:
    from accounted.evidence.head import read_head

    log = (root / "log/entries.jsonl").read_bytes()
    frontier = Frontier()
    for line in log.splitlines():
        frontier.append(line)
    details = read_head((root / "log/head").read_bytes()).details
    (root / "log/head").write_bytes(Head(frontier.size, len(log), details, tuple(frontier.peaks)).text())


@pytest.mark.parametrize(
    "name",
    [
        "objects/notes.txt",
        "objects/ab/notes.txt",
        "log/old.jsonl",
        "log/checkpoints/0000000005.tsr",
        "log/checkpoints/0000000003",
        "log/keys/00000000",
        "log/details/x.rec",
    ],
)
def test_a_stray_file_is_found(root: Path, name: str):
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_bytes(b"put here by hand")
    assert codes(root)


def test_files_of_other_rooms_are_none_of_our_business(root: Path):
    (root / "accounted.sqlite3").write_bytes(b"x")
    (root / "exports").mkdir()
    assert verify(root).ok


def test_a_detail_of_another_entry_is_found(root: Path):
    path = file_of(root, 1)
    records = list(read_records(path))
    swapped = records[0]._replace(seq=records[1].seq)
    path.write_bytes(b"".join(one.line() for one in [records[0], swapped, *records[2:]]))
    assert codes(root) == {"detail"}


def test_a_detail_that_is_gone_without_an_erasure_is_found(root: Path):
    path = file_of(root, 1)
    path.write_bytes(b"".join(one.line() for one in list(read_records(path))[1:]))
    assert codes(root) == {"detail"}


def test_an_erased_detail_that_came_back_is_found(root: Path, kept_small: Path, tmp_path: Path):
    store = Store.open(root, clock=now)
    before = file_of(root, 1).read_bytes()
    store.erase_detail(1, agent=AGENT, reason="asked")
    path = file_of(root, 1)
    returned = [line for line in before.splitlines(keepends=True) if line.startswith(b"1 ")]
    path.write_bytes(b"".join(returned) + path.read_bytes())
    assert codes(root) == {"erasure"}


def test_a_checkpoint_by_a_replaced_key_proves_nothing(tmp_path: Path):
    store = Store.create(tmp_path / "a", archive_id="a", clock=now, agent=AGENT)
    ring = KeyRing(tmp_path / "config")
    old = ring.signer(store)
    store.checkpoint(old)
    ring.rotate(store, agent=AGENT, reason="stolen")
    forged = store.checkpoint(ring.signer(store))
    from accounted.evidence.checkpoint import make_checkpoint

    path = store.root / "log/checkpoints" / forged.file_name
    path.write_bytes(make_checkpoint(forged.origin, forged.size, forged.root, old).text)
    assert codes(store.root) == {"checkpoint"}


def test_two_swapped_checkpoints_are_found(root: Path):
    one, other = checkpoint_files(root)
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    assert codes(root) == {"checkpoint"}


def test_a_log_forged_and_signed_with_the_stolen_key_shows_against_an_older_checkpoint(tmp_path: Path):
    store = Store.create(tmp_path / "true", archive_id="a", clock=now, agent=AGENT)
    ring = KeyRing(tmp_path / "config")
    store.keep(b"the order was given by the commander", agent=AGENT, item="ACC-000001")
    held = store.checkpoint(ring.signer(store))

    thief = KeyRing(tmp_path / "stolen")
    shutil.copytree(tmp_path / "config", tmp_path / "stolen")
    for memory in (tmp_path / "stolen").rglob("*.signed"):
        memory.unlink()
    forged = Store.create(tmp_path / "forged", archive_id="a", clock=now, agent=AGENT)
    forged.keep(b"the order was given by nobody at all", agent=AGENT, item="ACC-000001")
    signature = forged.checkpoint(thief.signer(forged))

    assert signature.size == held.size and verify(forged.root).ok
    assert codes(forged.root, held={held.size: held.root}) == {"forked"}
    assert verify(store.root, held={held.size: held.root}).ok
    remembered = ring.remembered("a")
    assert remembered is not None
    assert codes(forged.root, held={remembered.size: remembered.root()}) == {"forked"}


def test_a_log_shorter_than_a_checkpoint_that_others_hold_is_found(root: Path):
    assert codes(root, held={12: b"\0" * 32}) == {"forked"}
    assert codes(root, held={0: sha256(b"").digest()}) == set()


def test_published_keys_are_compared(root: Path):
    keys = verify(root).keys
    assert verify(root, keys=keys).ok
    assert verify(root, keys=keys[:1]).ok
    assert codes(root, keys=[keys[0].replace("+", "+0")]) == {"key"}
    assert codes(root, keys=keys[1:]) == {"key"}


def test_a_key_admitted_by_nobody_is_found(root: Path, tmp_path: Path):
    from accounted.evidence.keys import admit

    intruder = KeyRing(tmp_path / "other").create("small")
    admission = admit(intruder)
    Store.open(root, clock=now).attach(
        f"log/keys/{admission.id}", bytes(admission.note), event="key_change", agent=AGENT, item=admission.id
    )
    assert codes(root) == {"key"}


def test_a_quick_verification_reads_a_sample_and_still_sees_what_is_missing(tmp_path: Path):
    store = Store.create(tmp_path / "a", archive_id="a", clock=now, agent=AGENT)
    with store.batch() as batch:
        kept = [batch.keep(b"%d" % number, agent=AGENT) for number in range(2000)]
    quick = verify(store.root, quick=True, seed=3)
    assert quick.ok and quick.quick and 100 < quick.objects < 400
    assert verify(store.root, quick=True, seed=3).objects == quick.objects
    assert any("quick verification" in note for note in quick.notes)
    cut = store.object_path(kept[7].sha256)
    store.object_path(kept[5].sha256).unlink()
    cut.chmod(0o644)
    cut.write_bytes(b"")
    assert codes(store.root, quick=True) == {"missing_object", "object"}


def test_a_clock_that_jumps_back_does_not_disorder_the_log(tmp_path: Path):
    times = iter([now(), now(), now() + timedelta(hours=5), now() - timedelta(days=400), now()])
    store = Store.create(tmp_path / "a", archive_id="a", clock=lambda: next(times), agent=AGENT)
    for number in range(3):
        store.note("view", agent=AGENT, item=f"ACC-{number}")
    assert [entry.item for entry in store.entries(1)] == ["ACC-0", "ACC-1", "ACC-2"]
    assert [entry.time.year for entry in store.entries(1)] == [2026, 2025, 2026]
    found = verify(store.root)
    assert found.ok
    assert any("dated before" in note and "entry 2" in note for note in found.notes)


def test_progress_is_told(root: Path):
    told: list[tuple[str, int, int]] = []
    verify(root, progress=lambda stage, done, total: told.append((stage, done, total)))
    assert {stage for stage, _, _ in told} == {"log", "objects"}
    assert told[-1] == ("objects", 256, 256)


def test_every_problem_says_what_it_means(root: Path):
    for path in evidence_files(root):
        if path.parent.name != "pending" and path.stat().st_size:
            flip(path, 8)
    problems = verify(root).problems if (root / "archive.toml").exists() else ()
    assert len(problems) > 10
    for problem in problems:
        assert problem.code in MEANINGS and problem.meaning in str(problem) and problem.where in str(problem)


def test_thousands_of_the_same_problem_are_summed_up(tmp_path: Path):
    store = Store.create(tmp_path / "a", archive_id="a", clock=now, agent=AGENT)
    with store.batch() as batch:
        for number in range(300):
            batch.keep(b"%d" % number, agent=AGENT)
    shutil.rmtree(store.root / "objects")
    (store.root / "objects").mkdir()
    problems = verify(store.root).problems
    assert len(problems) == 101 and "more of this kind" in problems[-1].message


@pytest.fixture
def unreadable(root: Path) -> Iterator[Callable[[str], None]]:
    def make(name: str) -> None:
        path = root / name
        path.unlink()
        path.mkdir()

    yield make


@pytest.mark.parametrize("name", ["log/entries.jsonl", "log/head", "log/details/0000000000.rec"])
def test_what_cannot_be_read_is_a_problem_and_no_crash(
    root: Path, unreadable: Callable[[str], None], name: str
):
    unreadable(name)
    assert codes(root)


def test_a_writer_at_work_does_not_trouble_a_verification(tmp_path: Path):
    """What is logged, erased and destroyed after the verification began is not part of it."""
    store = Store.create(tmp_path / "a", archive_id="a", clock=now, agent=AGENT)
    ring = KeyRing(tmp_path / "config")
    with store.batch() as batch:
        kept = [batch.keep(b"%d" % number, agent=AGENT, detail={"n": number}) for number in range(50)]
    done = []

    def at_work(stage: str, position: int, total: int) -> None:
        if stage == "log" and not done:
            done.append(True)
            store.keep(b"new", agent=AGENT, detail={"n": "new"})
            store.erase_detail(kept[30].seq, agent=AGENT, reason="x")
            store.destroy_object(kept[40].sha256, agent=AGENT, reason="x")
            store.checkpoint(ring.signer(store))

    found = verify(store.root, progress=at_work)
    assert done and found.problems == () and found.entries == 51
    assert verify(store.root).ok


def test_verification_writes_nothing(root: Path):
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in evidence_files(root)}
    verify(root)
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in evidence_files(root)} == before


def test_a_signed_checkpoint_is_read_back_as_it_was_made(root: Path):
    for path in checkpoint_files(root):
        checkpoint = read_checkpoint(path.read_bytes())
        assert checkpoint.file_name == path.name and os.fspath(path).endswith(f"{checkpoint.size:010d}")
