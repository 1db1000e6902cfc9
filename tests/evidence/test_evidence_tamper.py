"""The tamper matrix: VERIFY.md promises which tool refuses what; each promise is tried on a real export."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from forged_bags import fit_manifests, flip, raw_signature, rewrite_log, seal, stranger
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from local_authority import LocalAuthority, openssl
from outside_tools import bagit_refuses, run_py, run_sh, run_sums, verifier
from small_archive import Exported

from accounted.evidence.stamping import request_stamp
from accounted.evidence.verifiers import verify

TOOLS = ("sha256sum", "bagit.py", "openssl", "verify.sh", "verify.py")


# ── the tamperings ──


def an_object(bag: Path, number: int = 0) -> Path:
    """Objects 0, 1 … of the same size: the numbered statements."""
    alike = [
        path
        for path in sorted((bag / "data/objects").iterdir())
        if path.read_bytes().startswith(b"statement")
    ]
    return alike[number]


def edit_lines(bag: Path, name: str, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path = bag / name
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


def swap(one: Path, other: Path) -> None:
    a, b = one.read_bytes(), other.read_bytes()
    assert a != b
    one.write_bytes(b)
    other.write_bytes(a)


def stamps_in(bag: Path) -> list[Path]:
    return sorted((bag / "data/checkpoints").glob("*.tsr"))


def swapped_objects(bag: Path) -> None:
    one, other = an_object(bag, 0), an_object(bag, 1)
    assert one.stat().st_size == other.stat().st_size
    swap(one, other)


def cut_short(bag: Path) -> None:
    path = an_object(bag)
    path.write_bytes(path.read_bytes()[:-3])


def linked_object(bag: Path) -> None:
    path = an_object(bag)
    copy = bag.parent / "elsewhere"
    shutil.copy(path, copy)
    path.unlink()
    path.symlink_to(copy)


TAMPERINGS: dict[str, Callable[[Path], object]] = {
    "a bit of an object flipped": lambda bag: flip(an_object(bag)),
    "two objects of the same size swapped": swapped_objects,
    "an object cut short": cut_short,
    "a line of the log edited": lambda bag: edit_lines(
        bag,
        "data/log.jsonl",
        lambda lines: [lines[0], lines[1].replace(b"p:4b1d0c7e92aa", b"p:000000000000"), *lines[2:]],
    ),
    "the last line of the log dropped": lambda bag: edit_lines(
        bag, "data/log.jsonl", lambda lines: lines[:-1]
    ),
    "two lines of the log reordered": lambda bag: edit_lines(
        bag, "data/log.jsonl", lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]]
    ),
    "disclosed details edited": lambda bag: flip(next((bag / "data/details").glob("*.json")), -4),
    "the table of items edited": lambda bag: edit_lines(
        bag,
        "data/items.csv",
        lambda lines: [lines[0], lines[1].replace(b"ACC-000001", b"ACC-000009"), *lines[2:]],
    ),
    "a custody report edited": lambda bag: edit_lines(
        bag,
        "data/custody/ACC-000002.html",
        lambda lines: [*lines[:-2], b"<p>Nothing else happened.</p>\n", lines[-1]],
    ),
    "two stamps swapped": lambda bag: swap(*stamps_in(bag)),
    "a bit of the checkpoint flipped": lambda bag: flip(bag / "data/checkpoint", -20),
    "a line of the payload manifest removed": lambda bag: edit_lines(
        bag, "manifest-sha256.txt", lambda lines: lines[1:]
    ),
    "a line of the tag manifest removed": lambda bag: edit_lines(
        bag, "tagmanifest-sha256.txt", lambda lines: lines[1:]
    ),
    "a file added to the payload": lambda bag: (bag / "data/objects/more").write_bytes(b"more\n"),
    "a file added beside the payload": lambda bag: (bag / "READ ME FIRST.txt").write_bytes(b"trust me\n"),
    "a link put in the place of an object": linked_object,
    "an object removed": lambda bag: an_object(bag).unlink(),
    "the checkpoint removed": lambda bag: (bag / "data/checkpoint").unlink(),
    "a key removed": lambda bag: next((bag / "data/keys").iterdir()).unlink(),
    "the payload manifest removed": lambda bag: (bag / "manifest-sha256.txt").unlink(),
    "the tag manifest removed": lambda bag: (bag / "tagmanifest-sha256.txt").unlink(),
    "the seal removed": lambda bag: (bag / "seal").unlink(),
}
# What making the manifests fit undoes, and what it cannot mend, is not a case of its own.
FITTABLE = [
    name for name in TAMPERINGS if "manifest" not in name and "beside" not in name and "seal" not in name
]
FITTABLE.remove("a link put in the place of an object")
RESEALED = {
    "objects, log, details or keys changed, sealed again": [
        "a bit of an object flipped",
        "two objects of the same size swapped",
        "an object cut short",
        "a line of the log edited",
        "the last line of the log dropped",
        "two lines of the log reordered",
        "disclosed details edited",
        "a file added to the payload",
        "an object removed",
        "a key removed",
    ],
    "stamps or the checkpoint changed, sealed again": [
        "two stamps swapped",
        "a bit of the checkpoint flipped",
        "the checkpoint removed",
    ],
    "the table of items changed, sealed again": ["the table of items edited"],
    "a custody report changed, sealed again": ["a custody report edited"],
}


def promises() -> dict[str, list[str]]:
    """The rows of the tables in VERIFY.md: what was done → the cells."""
    rows = re.findall(
        r"^\| ([a-z].*?) \| (.*) \|$", verifier("VERIFY.md").read_text().partition("## What each")[2], re.M
    )
    return {label: cells.split(" | ") for label, cells in rows if label != "what was done"}


PROMISES = promises()


# ── the tools ──


def run_openssl(bag: Path) -> bool:
    """The commands that VERIFY.md gives, on seal, checkpoint and stamps: True when any of them refuses."""
    from hashlib import sha256

    for name in ("seal", "data/checkpoint"):
        note = bag / name
        if not note.exists():
            return True
        text, _, _ = note.read_bytes().partition(b"\n\n")
        (bag.parent / "text").write_bytes(text + b"\n")
        (bag.parent / "sig").write_bytes(raw_signature(note.read_bytes()))
        done = openssl(
            *("pkeyutl", "-verify", "-pubin", "-inkey", str(bag / "data/key.pem")),
            *("-rawin", "-in", "text", "-sigfile", "sig"),
            cwd=bag.parent,
            check=False,
        )
        if done.returncode != 0:
            return True
    manifest = bag / "tagmanifest-sha256.txt"
    sealed = (bag / "seal").read_text().splitlines()[2]
    if not manifest.exists() or sealed != f"tagmanifest-sha256 {sha256(manifest.read_bytes()).hexdigest()}":
        return True
    for stamp in stamps_in(bag):
        base = stamp.with_suffix("")
        done = openssl(
            *("ts", "-verify", "-in", str(stamp), "-data", str(base)),
            *("-CAfile", f"{base}.certs", "-untrusted", f"{base}.certs"),
            cwd=bag,
            check=False,
        )
        if done.returncode != 0:
            return True
    return False


def refusals(bag: Path) -> dict[str, bool]:
    return {
        "sha256sum": run_sums(bag).returncode != 0,
        "bagit.py": bagit_refuses(bag),
        "openssl": run_openssl(bag),
        "verify.sh": _refused(run_sh(bag)),
        "verify.py": _refused(run_py(bag)),
    }


def _refused(done) -> bool:
    """Our own verifiers say so in words as well, and exit with the code for refusal."""
    assert done.returncode in (0, 1), done.stderr
    assert ("REFUSED" in done.stdout) == (done.returncode == 1)
    assert "Traceback" not in done.stderr
    return done.returncode == 1


def promised(label: str) -> dict[str, bool]:
    return {tool: cell == "yes" for tool, cell in zip(TOOLS, PROMISES[label], strict=True)}


# ── each promise is kept ──


def test_every_row_of_the_tables_is_tried():
    tried = {*TAMPERINGS, *RESEALED, *REWRITINGS, "any of these, manifests made to fit"}
    assert set(PROMISES) == tried


def test_nothing_is_refused_of_the_bag_as_it_was_exported(exported: Exported):
    assert refusals(exported.bag.path) == dict.fromkeys(TOOLS, False)


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_changed_bag_is_refused(exported: Exported, tmp_path: Path, what: str):
    bag = exported.copy(tmp_path)
    TAMPERINGS[what](bag)
    assert refusals(bag) == promised(what)


@pytest.mark.slow
@pytest.mark.parametrize("what", FITTABLE)
def test_a_changed_bag_with_fitting_manifests_is_refused(exported: Exported, tmp_path: Path, what: str):
    bag = exported.copy(tmp_path)
    TAMPERINGS[what](bag)
    fit_manifests(bag)
    assert refusals(bag) == promised("any of these, manifests made to fit")


@pytest.mark.slow
@pytest.mark.parametrize(("row", "what"), [(row, what) for row, whats in RESEALED.items() for what in whats])
def test_a_changed_bag_sealed_with_the_stolen_key_is_refused(
    exported: Exported, tmp_path: Path, row: str, what: str
):
    bag = exported.copy(tmp_path)
    TAMPERINGS[what](bag)
    fit_manifests(bag)
    seal(bag, exported.signer)
    assert refusals(bag) == promised(row)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_one_flipped_bit_anywhere_is_refused(exported: Exported, data: st.DataObject):
    bag = exported.bag.path
    path = data.draw(st.sampled_from(sorted(p for p in bag.rglob("*") if p.is_file())))
    good = path.read_bytes()
    at, bit = data.draw(st.integers(0, len(good) - 1)), data.draw(st.integers(0, 7))
    try:
        path.write_bytes(good[:at] + bytes([good[at] ^ 1 << bit]) + good[at + 1 :])
        assert not verify.Bag(str(bag)).check().ok
    finally:
        path.write_bytes(good)


# ── history rewritten, and everything made to fit ──


def other_times(log: bytes) -> bytes:
    """The forger's wish: the first statement was taken in a year earlier."""
    lines = log.splitlines(keepends=True)
    assert b'"t":"2026-' in lines[1]
    lines[1] = lines[1].replace(b'"t":"2026-', b'"t":"2025-')
    return b"".join(lines)


def by_another_key(bag: Path, exported: Exported, authority: LocalAuthority) -> None:
    shutil.rmtree(bag / "data/checkpoints")
    (bag / "data/checkpoints").mkdir()
    rewrite_log(bag, other_times, stranger(exported.signer.key.name), own_key=True)


def with_old_stamps(bag: Path, exported: Exported, authority: LocalAuthority) -> None:
    rewrite_log(bag, other_times, exported.signer)


def without_stamps(bag: Path, exported: Exported, authority: LocalAuthority) -> None:
    shutil.rmtree(bag / "data/checkpoints")
    (bag / "data/checkpoints").mkdir()
    rewrite_log(bag, other_times, exported.signer)


def stamped_afresh(bag: Path, exported: Exported, authority: LocalAuthority) -> None:
    without_stamps(bag, exported, authority)
    newest = (bag / "data/checkpoint").read_bytes()
    response, _ = request_stamp(newest, authority.authority, authority.fetch)
    base = bag / "data/checkpoints" / f"{exported.bag.checkpoint.size:010d}"
    base.write_bytes(newest)
    Path(f"{base}.tsr").write_bytes(response)
    Path(f"{base}.certs").write_bytes(authority.root_pem)
    fit_manifests(bag)
    seal(bag, exported.signer)


REWRITINGS = {
    "rewritten, signed with another key, stamps left out": by_another_key,
    "rewritten, signed with the stolen key, old stamps kept": with_old_stamps,
    "rewritten, signed with the stolen key, stamps left out": without_stamps,
    "rewritten, signed with the stolen key, stamped afresh": stamped_afresh,
}


@pytest.mark.parametrize("what", REWRITINGS)
def test_rewritten_history(exported: Exported, local_authority: LocalAuthority, tmp_path: Path, what: str):
    bag = exported.copy(tmp_path)
    REWRITINGS[what](bag, exported, local_authority)
    older = tmp_path / "checkpoint-sent-to-a-partner"
    older.write_bytes(exported.early.text)
    given = ([], ["--key-fingerprint", exported.signer.key.vkey], ["--older-checkpoint", older])
    for options, promise in zip(given, PROMISES[what], strict=True):
        for tool in (run_sh, run_py):
            done = tool(bag, *options)
            assert _refused(done) == (promise == "yes"), done.stdout
            if promise != "yes":
                assert promise == "passes, `NOT PROVEN`" and "NOT PROVEN" in done.stdout
                assert "--older-checkpoint" in done.stdout


def test_a_forger_cannot_keep_the_old_stamped_checkpoints_beside_a_rewritten_log(
    exported: Exported, tmp_path: Path
):
    bag = exported.copy(tmp_path)
    kept = {path.name: path.read_bytes() for path in (bag / "data/checkpoints").iterdir()}
    rewrite_log(bag, other_times, exported.signer)
    newest = f"{exported.bag.checkpoint.size:010d}"
    for name, content in kept.items():
        if name.startswith(newest):
            (bag / "data/checkpoints" / name).unlink()
        else:
            (bag / "data/checkpoints" / name).write_bytes(content)
    fit_manifests(bag)
    seal(bag, exported.signer)
    for done in (run_sh(bag), run_py(bag)):
        assert _refused(done) and "not those of the signed checkpoint" in done.stdout


def test_the_honest_bag_passes_with_everything_that_an_outsider_can_give(
    exported: Exported, local_authority: LocalAuthority, tmp_path: Path
):
    older = tmp_path / "older"
    older.write_bytes(exported.early.text)
    options = ["--key-fingerprint", exported.signer.key.vkey, "--older-checkpoint", older]
    options += ["--tsa-ca", local_authority.folder / "root.pem"]
    for done in (run_sh(exported.bag.path, *options), run_py(exported.bag.path, *options)):
        assert done.returncode == 0, done.stdout
        unproven = [line for line in done.stdout.splitlines() if line.startswith("NOT PROVEN")]
        assert all("without a passphrase" in line for line in unproven)


def test_the_root_of_another_authority_refuses_the_stamps(exported: Exported, make_authority):
    other = make_authority("another").folder / "root.pem"
    for done in (run_sh(exported.bag.path, "--tsa-ca", other), run_py(exported.bag.path, "--tsa-ca", other)):
        assert _refused(done) and "openssl ts -verify refuses" in done.stdout


@pytest.mark.parametrize("wrong", ["0" * 64, "", "accounted/kharkiv-7f3a"])
def test_a_key_that_is_not_in_the_history_is_refused(exported: Exported, wrong: str):
    """An empty one too: a script whose variable was not set must not pass unnoticed."""
    for tool in (run_sh, run_py):
        assert tool(exported.bag.path, "--key-fingerprint", wrong).returncode == (1 if wrong else 2)
