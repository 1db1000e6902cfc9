"""Exports: whole, checkable by others with their own tools, silent about people, and never half-written."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from forged_bags import raw_signature
from local_authority import openssl, unreachable
from outside_tools import run_bagit, run_py, run_sh, run_sums
from small_archive import Exported, small_archive

from accounted.evidence import Damaged, EvidenceError, KeyRing, StorageFailed, Store, durable
from accounted.evidence.bag import Bag, write_bag
from accounted.evidence.custody_report import Event, custody_report
from accounted.evidence.entry import Entry
from accounted.evidence.note import Signer
from accounted.evidence.stamping import stamp_newest
from accounted.evidence.verification import verify

AGENT = "p:4b1d0c7e92aa"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[tuple[Store, Signer]]:
    store, signer = small_archive(tmp_path)
    yield store, signer
    store.close()


def export(archive: tuple[Store, Signer], place: Path, **options: object) -> Bag:
    store, signer = archive
    wanted: dict[str, object] = {"signer": signer, "agent": AGENT, "purpose": "request of the court"}
    return write_bag(store, place, **wanted | options)  # type: ignore[arg-type]


def everything(bag: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(bag.rglob("*")) if path.is_file())


# ── what the other side runs ──


@pytest.mark.parametrize("kind", ["whole log", "single entries"])
def test_others_check_an_export_with_their_own_tools(exported: Exported, proofs_only: Bag, kind: str):
    bag = (exported.bag if kind == "whole log" else proofs_only).path
    assert run_sums(bag).returncode == 0
    assert run_bagit(bag).returncode == 0, run_bagit(bag).stderr
    for shell in ("sh", "dash", "bash") if kind == "whole log" else ("dash",):
        done = run_sh(bag, shell=shell)
        assert done.returncode == 0 and done.stdout.endswith("RESULT: every check passed\n"), done.stdout
        assert done.stderr == ""
    done = run_py(bag)
    assert done.returncode == 0 and done.stdout.endswith("RESULT: every check passed\n"), done.stdout


@pytest.mark.parametrize("note", ["data/checkpoint", "seal"])
def test_openssl_checks_the_signature_on_the_checkpoint_and_on_the_seal(
    exported: Exported, tmp_path: Path, note: str
):
    raw = (exported.bag.path / note).read_bytes()
    (tmp_path / "text").write_bytes(raw.partition(b"\n\n")[0] + b"\n")
    (tmp_path / "sig").write_bytes(raw_signature(raw))
    key = str(exported.bag.path / "data/key.pem")
    verified = ("pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", "text", "-sigfile", "sig")
    assert openssl(*verified, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "text").write_bytes(b"accounted/other\n9\n")
    assert openssl(*verified, cwd=tmp_path, check=False).returncode != 0


def test_openssl_checks_every_stamp_against_the_authoritys_own_root(exported: Exported, local_authority):
    stamps = sorted((exported.bag.path / "data/checkpoints").glob("*.tsr"))
    assert len(stamps) == exported.bag.stamps == 2
    for stamp in stamps:
        done = openssl(
            *("ts", "-verify", "-in", str(stamp), "-data", str(stamp.with_suffix(""))),
            *("-CAfile", str(local_authority.folder / "root.pem")),
            cwd=exported.bag.path,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_the_verifiers_also_run_from_within_the_bag(exported: Exported):
    from outside_tools import run

    assert run("sh", "verify.sh", cwd=exported.bag.path).returncode == 0
    assert run("python3", "-I", "-S", "verify.py", cwd=exported.bag.path).returncode == 0
    assert not list(exported.bag.path.rglob("__pycache__")), "checking must not change the bag"


def test_the_verifiers_say_what_is_not_proven(exported: Exported, proofs_only: Bag):
    for run in (run_sh, run_py):
        said = run(exported.bag.path).stdout
        assert "NOT PROVEN whose log this is" in said and exported.signer.key.vkey in said
        assert "NOT PROVEN that only the custodian signed" in said, "the key is kept without a passphrase"
        assert "left out" in run(proofs_only.path).stdout


@pytest.mark.parametrize("count", [0, 1, 3, 12])
def test_logs_of_every_shape_are_checked(tmp_path: Path, count: int):
    """Trees whose right edge is ragged, and an archive without any item."""
    store = Store.create(
        tmp_path / "archive", archive_id="a", clock=lambda: datetime(2026, 1, 1, tzinfo=UTC), agent=AGENT
    )
    for number in range(count):
        store.keep(b"%d" % number, agent=AGENT, item=f"ACC-{number}")
    bag = export((store, KeyRing(tmp_path / "keys").signer(store)), tmp_path / "bag")
    for done in (run_sums(bag.path), run_bagit(bag.path), run_sh(bag.path), run_py(bag.path)):
        assert done.returncode == 0, done.stdout + done.stderr


def test_wrong_use_of_a_verifier_is_neither_success_nor_refusal(exported: Exported, tmp_path: Path):
    for run in (run_sh, run_py):
        assert run(exported.bag.path, "--older-checkpoint", tmp_path / "missing").returncode == 2
        assert run(exported.bag.path, "--fingerprnt").returncode == 2
        assert run(tmp_path).returncode == 1, "a directory that is no bag"


# ── what is in it ──


def test_the_objects_are_the_bytes_that_were_taken_in(exported: Exported):
    objects = {path.name: path.read_bytes() for path in (exported.bag.path / "data/objects").iterdir()}
    assert objects == {name: exported.store.open_object(name).read() for name in objects}
    assert {e.sha256 for e in exported.store.entries() if e.keeps_object} == set(objects)


def test_the_tables_name_each_intake(exported: Exported):
    data = exported.bag.path / "data"
    rows = [json.loads(line) for line in (data / "items.jsonl").read_text().splitlines()]
    assert [row["entry"]["item"] for row in rows] == [
        *(f"ACC-{n:06d}" for n in range(1, 5)),
        "ACC-000004/text",
        "ACC-000005",
    ]
    cells = list(csv.DictReader(io.StringIO((data / "items.csv").read_text())))
    assert [c["sha256"] for c in cells] == [row["entry"]["sha256"] for row in rows]
    assert rows[4]["entry"]["derived_from"] == rows[3]["entry"]["sha256"] == cells[4]["derived_from"]


def test_details_are_disclosed_for_the_items_asked_for_and_for_no_other(exported: Exported):
    whole = everything(exported.bag.path)
    assert b"Witness 2" in whole and "заява-2.txt".encode() in whole
    for other in (b"Witness 1", b"Witness 3", b"Witness 4", b"yearly", b"Registry"):
        assert other not in whole
    cells = list(csv.DictReader(io.StringIO((exported.bag.path / "data/items.csv").read_text())))
    assert [c["original_name"] for c in cells] == ["", "заява-2.txt", "", "", "", ""]


def test_no_detail_goes_along_unless_it_is_asked_for(archive, tmp_path: Path):
    bag = export(archive, tmp_path / "bag")
    assert b"Witness" not in everything(bag.path)
    assert not (bag.path / "data/details").exists()


def test_a_disclosed_detail_is_what_the_log_committed_to(exported: Exported):
    folder = exported.bag.path / "data/details"
    (detail,) = folder.glob("*.json")
    salted = detail.with_suffix(".salt").read_bytes() + detail.read_bytes()
    assert exported.store.entry(int(detail.stem)).commit == sha256(salted).hexdigest()


def test_a_file_name_that_a_spreadsheet_would_run_is_made_harmless(archive, tmp_path: Path):
    store, _ = archive
    name = '=HYPERLINK("http://evil.invalid")'
    store.keep(b"x", agent=AGENT, item="ACC-000099", detail={"original_name": name})
    bag = export(archive, tmp_path / "bag", items=["ACC-000099"], disclose_details=True)
    (cells,) = csv.DictReader(io.StringIO((bag.path / "data/items.csv").read_text()))
    assert cells["original_name"] == "'" + name
    assert json.loads((bag.path / "data/items.jsonl").read_text())["detail"]["original_name"] == name


def test_what_was_derived_from_a_chosen_item_goes_with_it_and_nothing_else_does(proofs_only: Bag):
    assert proofs_only.items == ("ACC-000004", "ACC-000004/text")
    assert proofs_only.objects == 2
    assert not (proofs_only.path / "data/log.jsonl").exists()
    whole = everything(proofs_only.path)
    assert b"ACC-000001" not in whole and b"ACC-000004" in whole


def test_single_entries_can_be_exported_with_the_whole_log_and_all_with_proofs(archive, tmp_path: Path):
    chosen = export(archive, tmp_path / "one", items=["ACC-000001"], whole_log=True)
    every = export(archive, tmp_path / "all", whole_log=False)
    assert (chosen.path / "data/log.jsonl").exists() and (every.path / "data/proofs").exists()
    for bag in (chosen, every):
        for done in (run_sh(bag.path), run_py(bag.path)):
            assert done.returncode == 0, done.stdout


def test_a_bag_tells_its_archive_its_key_and_its_purpose(exported: Exported):
    said = dict(line.split(": ", 1) for line in (exported.bag.path / "bag-info.txt").read_text().splitlines())
    assert said["Accounted-Key"] == exported.signer.key.vkey
    assert said["External-Description"] == "request of the court"
    assert said["Accounted-Details"] == "of 1 item(s)"
    assert (exported.bag.path / "data/key.pem").read_text() == exported.signer.key.pem
    assert len(list((exported.bag.path / "data/keys").glob("*.pem"))) == 2, "the key history goes along"


def test_the_draft_certificate_lists_the_digests_and_names_nobody(exported: Exported):
    draft = (exported.bag.path / "data/certificate-draft.txt").read_text()
    assert draft.startswith("DRAFT") and "902(14)" in draft
    for entry in exported.store.entries():
        if entry.keeps_object:
            assert entry.sha256 in draft
    assert "Witness" not in draft


def test_without_a_stamp_the_bag_is_made_and_says_so(archive, local_authority, tmp_path: Path):
    """The authority is down on the day of the export: nothing blocks."""
    store, _ = archive
    bag = export(
        archive,
        tmp_path / "bag",
        after_checkpoint=lambda _: stamp_newest(store, [local_authority.authority], unreachable, agent=AGENT),
    )
    assert bag.stamps == 0 and any("no time stamp" in note for note in bag.notes)
    done = run_sh(bag.path)
    assert done.returncode == 0 and "NOT PROVEN when" in done.stdout


def test_single_proofs_leave_open_whether_the_log_continues_an_older_checkpoint(archive, tmp_path: Path):
    store, signer = archive
    older = tmp_path / "older"
    older.write_bytes(store.checkpoint(signer, agent=AGENT).text)
    store.note("fixity", agent=AGENT)
    bag = export(archive, tmp_path / "bag", items=["ACC-000002"])
    for run in (run_sh, run_py):
        done = run(bag.path, "--older-checkpoint", older)
        assert done.returncode == 0, done.stdout
        assert "NOT PROVEN that this log continues the checkpoint you hold" in done.stdout
        assert "NOT PROVEN whose log this is" in done.stdout
        same = run(bag.path, "--older-checkpoint", bag.path / "data/checkpoint")
        assert same.returncode == 0 and "lead to the checkpoint you hold" in same.stdout
        assert "NOT PROVEN whose log this is" not in same.stdout


def test_a_checkpoint_of_the_same_size_and_another_root_is_refused_with_single_proofs_too(archive, tmp_path):
    bag = export(archive, tmp_path / "bag", items=["ACC-000002"])
    origin, size, root, *rest = (bag.path / "data/checkpoint").read_text().split("\n")
    other = tmp_path / "other"
    other.write_text("\n".join([origin, size, root[:5] + ("A" if root[5] != "A" else "B") + root[6:], *rest]))
    for run in (run_sh, run_py):
        done = run(bag.path, "--older-checkpoint", other)
        assert done.returncode == 1 and "the log was rewritten" in done.stdout


def test_a_destroyed_object_and_an_erased_detail_leave_a_bag_that_verifies(archive, tmp_path: Path):
    store, _ = archive
    first, second = [e for e in store.entries() if e.keeps_object][:2]
    store.destroy_object(first.sha256, agent=AGENT, reason="order 12/2026")
    store.erase_detail(second.seq, agent=AGENT, reason="request of the person")
    bag = export(archive, tmp_path / "bag", disclose_details=True)
    assert not (bag.path / "data/objects" / first.sha256).exists()
    assert any("destroyed on order" in note for note in bag.notes)
    report = (bag.path / "data/custody/ACC-000001.html").read_text()
    assert "Destroyed on order" in report
    assert "erased" in (bag.path / "data/custody/ACC-000002.html").read_text()
    for done in (run_bagit(bag.path), run_sh(bag.path), run_py(bag.path)):
        assert done.returncode == 0, done.stdout


# ── the export is itself an event ──


def test_an_export_is_logged_with_its_purpose_before_the_checkpoint_and_sealed_after(exported: Exported):
    entries = list(exported.store.entries())
    (logged,) = [e for e in entries if e.event == "export" and e.item is None]
    told = exported.store.detail(logged.seq)
    assert (told["purpose"], told["recipient"]) == ("request of the court", "Registry")
    assert told["details_of"] == ["ACC-000002"]
    assert logged.seq < exported.bag.checkpoint.size
    sealed = next(e for e in entries if e.event == "seal")
    assert sealed.sha256 == exported.bag.sha256 and sealed.seq >= exported.bag.checkpoint.size
    assert (
        sha256((exported.bag.path / "tagmanifest-sha256.txt").read_bytes()).hexdigest() == exported.bag.sha256
    )


def test_an_export_of_chosen_items_is_an_event_of_each_of_them(archive, tmp_path: Path):
    store, _ = archive
    export(archive, tmp_path / "bag", items=["ACC-000002", "ACC-000003"])
    assert [e.item for e in store.entries() if e.event == "export"] == ["ACC-000002", "ACC-000003"]


def test_an_archive_that_was_exported_from_verifies(archive, tmp_path: Path):
    export(archive, tmp_path / "bag")
    found = verify(archive[0].root)
    assert found.ok, found.problems


# ── refusals, and nothing half-written ──


def test_an_existing_destination_is_refused_and_left_alone(archive, tmp_path: Path):
    (tmp_path / "bag").mkdir()
    before = archive[0].size
    with pytest.raises(EvidenceError, match="exists already"):
        export(archive, tmp_path / "bag")
    assert list((tmp_path / "bag").iterdir()) == [] and archive[0].size == before
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(EvidenceError, match="exists already"):
        export(archive, tmp_path / "link")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"purpose": "  "}, "purpose"),
        ({"items": ["ACC-999999"]}, "no item ACC-999999"),
        ({"items": ["ACC-000001"], "disclose_details": ["ACC-000002"]}, "not among the exported"),
    ],
    ids=["no purpose", "unknown item", "details of another item"],
)
def test_an_export_that_cannot_be_meant_is_refused_before_anything_is_logged(
    archive, tmp_path: Path, options, said
):
    before = archive[0].size
    with pytest.raises(EvidenceError, match=said):
        export(archive, tmp_path / "bag", **options)
    assert archive[0].size == before and not (tmp_path / "bag").exists()


def test_an_export_into_the_evidence_itself_is_refused(archive, tmp_path: Path):
    for place in ("objects/bag", "log/bag", "tmp/bag"):
        with pytest.raises(EvidenceError, match="within the evidence"):
            export(archive, archive[0].root / place)
    with pytest.raises(EvidenceError, match="no such directory"):
        export(archive, tmp_path / "missing" / "bag")


def test_a_damaged_object_is_never_exported_and_the_failure_is_logged(archive, tmp_path: Path):
    store, _ = archive
    entry = next(e for e in store.entries() if e.keeps_object)
    path = store.object_path(entry.sha256)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"1", b"7"))
    with pytest.raises(Damaged, match="do not have the digest"):
        export(archive, tmp_path / "bag")
    assert [p.name for p in tmp_path.iterdir() if "bag" in p.name] == []
    last = [e for e in store.entries() if e.event == "export"][-1]
    assert store.detail(last.seq)["outcome"] == "not written: Damaged"


def test_a_full_disk_leaves_nothing_behind(archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from accounted.evidence import bag as room

    def full(*_: object, **__: object) -> Iterator[tuple[str, bytes]]:
        yield "data/checkpoint", b"begun"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(room.bag_content, "files", full)
    with pytest.raises(StorageFailed, match="disk is full"):
        export(archive, tmp_path / "bag")
    assert [p.name for p in tmp_path.iterdir() if "bag" in p.name] == []


def test_what_a_killed_export_left_is_cleared_and_one_at_work_is_left_alone(archive, tmp_path: Path):
    killed, at_work = tmp_path / ".bag.00000000.partial", tmp_path / ".bag.11111111.partial"
    killed.mkdir()
    (killed / "bagit.txt").write_text("begun")
    at_work.mkdir()
    with durable.opened(at_work, os.O_RDONLY | os.O_DIRECTORY) as folder:
        fcntl.flock(folder, fcntl.LOCK_EX)
        export(archive, tmp_path / "bag")
    assert not killed.exists() and at_work.exists()


def test_a_failing_moment_between_checkpoint_and_writing_leaves_nothing(archive, tmp_path: Path):
    def fail(_: object) -> None:
        raise RuntimeError("the operator interrupted")

    with pytest.raises(RuntimeError):
        export(archive, tmp_path / "bag", after_checkpoint=fail)
    assert [p.name for p in tmp_path.iterdir() if "bag" in p.name] == []


def test_progress_is_told(archive, tmp_path: Path):
    told: list[tuple[int, int]] = []
    export(archive, tmp_path / "bag", progress=lambda done, of: told.append((done, of)))
    assert told == [(n, 5) for n in range(1, 6)]


# ── custody reports ──


def an_entry(seq: int, days: float, event: str = "view", **more: object) -> Entry:
    when = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days)
    facts: dict[str, object] = {"item": "ACC-1", **more}
    return Entry(seq, when.strftime("%Y-%m-%dT%H:%M:%SZ"), event, AGENT, **facts)  # type: ignore[arg-type]


def test_a_report_shows_every_event_in_the_order_of_the_log():
    events = [Event(an_entry(n, n, event)) for n, event in enumerate(("ingest", "read", "export"))]
    page = custody_report("ACC-1", events, origin="accounted/a", size=9)
    assert page.index("Taken into the archive") < page.index("Claims read from it") < page.index("Exported")


def test_a_report_shows_a_gap_where_nothing_was_recorded():
    with_gap = [Event(an_entry(1, 0)), Event(an_entry(2, 45)), Event(an_entry(3, 46))]
    page = custody_report("ACC-1", with_gap, origin="accounted/a", size=9)
    assert page.count("Gap: nothing is recorded") == 1 and "45 days" in page
    assert "Gap:" not in custody_report("ACC-1", with_gap[1:], origin="accounted/a", size=9)


def test_a_report_says_where_the_clock_went_back():
    page = custody_report(
        "ACC-1", [Event(an_entry(1, 5)), Event(an_entry(2, 4))], origin="accounted/a", size=9
    )
    assert "entry 2 follows entry 1, though its clock showed an earlier time" in page


def test_a_report_keeps_hostile_text_harmless():
    hostile = {"original_name": "<script>alert(1)</script>", "nested": {"by": ["<b>", None, 3]}}
    page = custody_report("<i>ACC</i>", [Event(an_entry(1, 0), hostile)], origin="accounted/a", size=9)
    assert "<script" not in page and "<i>" not in page and "&lt;b&gt;" in page


def test_a_report_says_that_details_are_withheld(exported: Exported):
    withheld = (exported.bag.path / "data/custody/ACC-000001.html").read_text()
    told = (exported.bag.path / "data/custody/ACC-000002.html").read_text()
    assert "not disclosed here" in withheld and "Witness" not in withheld
    assert "Witness 2" in told
    assert "stamped by local" in withheld


def test_reports_of_items_with_like_names_do_not_overwrite_each_other(tmp_path: Path):
    store = Store.create(
        tmp_path / "archive", archive_id="a", clock=lambda: datetime(2026, 1, 1, tzinfo=UTC), agent=AGENT
    )
    names = ["ACC-1", "acc-1", "ACC/1", "ACC:1", "ACC_1", "..", "../../escape"]
    for name in names:
        store.keep(name.encode(), agent=AGENT, item=name)
    bag = export((store, KeyRing(tmp_path / "keys").signer(store)), tmp_path / "bag")
    pages = list((bag.path / "data/custody").iterdir())
    assert len({page.name.lower() for page in pages}) == len(names)
    assert run_py(bag.path).returncode == 0
    shutil.rmtree(bag.path)
