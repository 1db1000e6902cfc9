"""Bags from others: nothing of a bag is taken in before it is known to be whole and harmless."""

from __future__ import annotations

import hashlib
from pathlib import Path

import bagit
import pytest
from forged_bags import fit_manifests, flip
from small_archive import Exported

from accounted.evidence.receiving import inspect_bag


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    """A bag made by another tool."""
    folder = tmp_path / "bag"
    (folder / "photos").mkdir(parents=True)
    (folder / "photos" / "яма 1.jpg").write_bytes(b"\xff\xd8 one")
    (folder / "list.csv").write_bytes(b"a,b\n")
    bagit.make_bag(str(folder), {"Source-Organization": "An NGO"}, checksums=["sha256"])
    return folder


def rewrite_manifest(bag: Path, lines: str, name: str = "manifest-sha256.txt") -> None:
    (bag / name).write_text(lines)
    (bag / "tagmanifest-sha256.txt").unlink(missing_ok=True)


def said(bag: Path) -> str:
    found = inspect_bag(bag)
    assert not found.ok
    return "; ".join(str(problem) for problem in found.problems)


def test_a_whole_bag_of_another_tool_is_accepted_with_its_facts(bag: Path):
    found = inspect_bag(bag)
    assert found.ok, found.problems
    assert found.payload == ("data/list.csv", "data/photos/яма 1.jpg")
    assert found.information["Source-Organization"] == "An NGO"


def test_our_own_bag_is_accepted_and_what_is_not_proven_is_passed_on(exported: Exported):
    found = inspect_bag(exported.bag.path, known_key=exported.signer.key.vkey)
    assert found.ok and found.notes
    assert not inspect_bag(exported.bag.path, known_key="0" * 64).ok


def test_our_own_bag_with_fitting_manifests_is_refused_by_its_seal(exported: Exported, tmp_path: Path):
    bag = exported.copy(tmp_path)
    flip(bag / "data/items.csv", -8)
    fit_manifests(bag)
    assert "seal" in said(bag)


@pytest.mark.parametrize(
    "path",
    [
        "../outside",
        "data/../../outside",
        "/etc/passwd",
        "~root/.ssh/id",
        "data/./x",
        "data//x",
        "C:/windows",
        "data\\..\\x",
        "data/a%0Ab",
        "data/\x07bell",
    ],
)
def test_a_path_that_leaves_the_bag_is_refused(bag: Path, path: str):
    rewrite_manifest(bag, f"{'0' * 64}  {path}\n")
    assert "unsafe" in said(bag)
    assert inspect_bag(bag).payload == ()


def test_a_link_ends_the_inspection(bag: Path, tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    (bag / "data/list.csv").unlink()
    (bag / "data/list.csv").symlink_to(secret)
    assert "link" in said(bag)


def test_a_changed_a_missing_and_an_added_file_are_each_named(bag: Path):
    flip(bag / "data/list.csv")
    (bag / "data/photos/яма 1.jpg").unlink()
    (bag / "data/more").write_bytes(b"")
    told = said(bag)
    assert "data/list.csv: does not have the digest" in told
    assert "is not among the payload" in told and "data/more: is in the bag but not in" in told


def test_a_bag_that_wants_things_fetched_is_refused(bag: Path):
    (bag / "fetch.txt").write_text("http://evil.invalid/x 3 data/x\n")
    assert "only complete bags" in said(bag)


def test_a_bag_with_nothing_but_md5_is_refused(tmp_path: Path):
    folder = tmp_path / "bag"
    folder.mkdir()
    (folder / "a").write_bytes(b"a")
    bagit.make_bag(str(folder), checksums=["md5"])
    assert "relied on" in said(folder)


def test_a_bag_with_sha512_is_accepted(tmp_path: Path):
    folder = tmp_path / "bag"
    folder.mkdir()
    (folder / "a").write_bytes(b"a")
    bagit.make_bag(str(folder), checksums=["md5", "sha512"])
    assert inspect_bag(folder).ok
    flip(folder / "data/a", 0)
    assert not inspect_bag(folder).ok


def test_names_that_become_one_on_another_disk_are_refused(bag: Path):
    for name in ("data/LIST.csv", "data/list.csv"):
        (bag / name).write_bytes(b"a,b\n")
    digest = hashlib.sha256(b"a,b\n").hexdigest()
    photo = hashlib.sha256(b"\xff\xd8 one").hexdigest()
    rewrite_manifest(
        bag, f"{digest}  data/LIST.csv\n{digest}  data/list.csv\n{photo}  data/photos/яма 1.jpg\n"
    )
    assert "cannot be told from" in said(bag)


def test_a_wrong_payload_size_and_a_double_entry_are_refused(bag: Path):
    manifest = (bag / "manifest-sha256.txt").read_text()
    info = (bag / "bag-info.txt").read_text()
    (bag / "bag-info.txt").write_text(info.replace("Payload-Oxum: ", "Payload-Oxum: 9"))
    (bag / "tagmanifest-sha256.txt").unlink()
    assert "another size" in said(bag)
    rewrite_manifest(bag, manifest + manifest)
    assert "listed twice" in said(bag)


def test_what_is_no_bag_is_refused_in_words(tmp_path: Path):
    assert "not a BagIt bag" in said(tmp_path)
    assert not inspect_bag(tmp_path / "missing" / "bag").payload
