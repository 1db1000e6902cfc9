"""Handing evidence to others: a BagIt bag (RFC 8493) that they check with tools they already have.

A bag holds copies of the objects, the custody log (or single entries with proofs), the signed checkpoint, its
time stamps, the keys, tables, a custody report for each item, and the means to check all of it: VERIFY.md,
verify.sh, verify.py. Details of entries (names, addresses, reasons) stay out unless asked for, item by item.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from accounted.evidence import bag_content, durable
from accounted.evidence.checkpoint import Checkpoint
from accounted.evidence.errors import Damaged, EvidenceError, storage_failed
from accounted.evidence.note import Signer, sign
from accounted.evidence.selection import Selection, select
from accounted.evidence.store import TOOL

if TYPE_CHECKING:
    from accounted.evidence.store import Store

_BLOCK = 1 << 20
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_VERIFIERS = ("VERIFY.md", "verify.sh", "verify.py")


@dataclass(frozen=True, slots=True)
class Bag:
    """An export that is complete and in its place. `sha256` is the digest of its tag manifest, as logged."""

    path: Path
    items: tuple[str, ...]
    objects: int
    size: int
    checkpoint: Checkpoint
    stamps: int
    sha256: str
    notes: tuple[str, ...]


@dataclass
class _Writing:
    """A bag in the making: where, and the manifest so far."""

    folder: Path
    manifest: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def add(self, name: str, data: bytes) -> None:
        """Write a payload file."""
        with self._place(name).open("xb") as file:
            file.write(data)
        self._listed(name, sha256(data).hexdigest(), len(data))

    def add_object(self, store: Store, digest: str) -> None:
        """Copy an object, checking its digest on the way. Raises Damaged."""
        name = f"data/objects/{digest}"
        found, length = sha256(), 0
        with store.open_object(digest) as source, self._place(name).open("xb") as target:
            while block := source.read(_BLOCK):
                found.update(block)
                length += target.write(block)
        if found.hexdigest() != digest:
            raise Damaged(
                f"{store.object_path(digest)}: its bytes do not have the digest of its name; nothing was "
                "exported. Restore the object from a copy of the archive, then export again"
            )
        self._listed(name, digest, length)

    def _place(self, name: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _listed(self, name: str, digest: str, length: int) -> None:
        self.manifest[name] = digest
        self.size += length


def write_bag(
    store: Store,
    destination: Path,
    *,
    signer: Signer,
    agent: str,
    purpose: str,
    recipient: str = "",
    items: Collection[str] | None = None,
    whole_log: bool | None = None,
    disclose_details: bool | Collection[str] = False,
    organisation: str = "",
    contact: str = "",
    after_checkpoint: Callable[[Checkpoint], object] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Bag:
    """Export items, all when none are named, into a new directory `destination`.

    Things derived from a chosen item go with it. The log goes as a whole with all items, and as single
    entries with proofs with chosen ones, unless `whole_log` says otherwise. `disclose_details` is the items
    whose details are handed over (True: all of the exported). The export is logged and a checkpoint made
    first; `after_checkpoint` is the moment to have it stamped. `progress` is told objects copied and objects
    in all.

    Raises EvidenceError for a destination that exists, an item the archive does not have or a missing
    purpose, Damaged for an object that is not what it was. Then nothing is left at the destination.
    """
    _check_destination(store, destination)
    if not purpose.strip():
        raise EvidenceError("export: say what it is for (a purpose); it becomes part of the custody log")
    selection = select(store, items)
    disclosed = selection.disclosed(disclose_details)
    whole_log = selection.all_items if whole_log is None else whole_log
    told: dict[str, object] = {
        "purpose": purpose,
        "recipient": recipient,
        "destination": destination.name,
        "whole_log": whole_log,
    }
    _log_export(store, agent, selection, told, disclosed)
    checkpoint = store.checkpoint(signer, agent=agent)
    _clear_leftovers(destination)
    partial = destination.with_name(f".{destination.name}.{secrets.token_hex(4)}.partial")
    try:
        if after_checkpoint is not None:
            after_checkpoint(checkpoint)
        partial.mkdir(mode=0o700)
        with durable.opened(partial, os.O_RDONLY | os.O_DIRECTORY) as folder:
            fcntl.flock(folder, fcntl.LOCK_EX)
            bag = _write(
                store,
                partial,
                destination,
                checkpoint,
                signer,
                select(store, items, size=checkpoint.size),
                disclosed,
                whole_log,
                {
                    "Source-Organization": organisation,
                    "Contact-Name": contact,
                    "External-Description": purpose,
                    "External-Identifier": f"{store.archive_id} at {checkpoint.size} entries",
                },
                progress,
            )
    except BaseException as error:
        shutil.rmtree(partial, ignore_errors=True)
        with contextlib.suppress(EvidenceError):
            failed: dict[str, object] = {
                "outcome": f"not written: {error.__class__.__name__}",
                "checkpoint": checkpoint.size,
            }
            _log_export(store, agent, selection, failed, ())
        if isinstance(error, OSError):
            raise storage_failed(error, "writing the export", destination) from error
        raise
    outcome = {"destination": destination.name, "checkpoint": checkpoint.size, "recipient": recipient}
    store.note("seal", agent=agent, sha256=bag.sha256, detail=outcome)
    return bag


def _log_export(
    store: Store, agent: str, selection: Selection, told: dict[str, object], disclosed: Collection[str]
) -> None:
    """One event for an export of everything; of chosen items, one for each, which tells of no other item."""
    with store.batch() as batch:
        if selection.all_items:
            batch.note("export", agent=agent, detail=told | {"details_of": sorted(disclosed)})
            return
        for item in selection.items:
            batch.note("export", agent=agent, item=item, detail=told | {"with_details": item in disclosed})


def _check_destination(store: Store, destination: Path) -> None:
    if os.path.lexists(destination):
        raise EvidenceError(f"{destination}: exists already; choose a new name, nothing is overwritten")
    if not destination.parent.is_dir():
        raise EvidenceError(f"{destination.parent}: no such directory; make it first")
    root, place = store.root.resolve(), destination.parent.resolve() / destination.name
    if any(place.is_relative_to(root / name) for name in ("objects", "log", "tmp")):
        raise EvidenceError(f"{destination}: lies within the evidence itself; choose a place outside")


def _clear_leftovers(destination: Path) -> None:
    """Remove what an export to this place left when it was killed; one still at work holds a lock."""
    for path in destination.parent.iterdir():
        if not (path.name.startswith(f".{destination.name}.") and path.name.endswith(".partial")):
            continue
        with (
            durable.opened(path, os.O_RDONLY | os.O_DIRECTORY) as folder,
            contextlib.suppress(BlockingIOError),
        ):
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)


def _write(
    store: Store,
    partial: Path,
    destination: Path,
    checkpoint: Checkpoint,
    signer: Signer,
    selection: Selection,
    disclosed: Collection[str],
    whole_log: bool,
    information: dict[str, str],
    progress: Callable[[int, int], object] | None,
) -> Bag:
    writing = _Writing(partial)
    digests = selection.digests(store)
    for count, digest in enumerate(digests, 1):
        writing.add_object(store, digest)
        if progress is not None:
            progress(count, len(digests))
    material = bag_content.gather(store, checkpoint, selection, disclosed, whole_log)
    for name, data in bag_content.files(material):
        writing.add(name, data)
    information |= {
        "Bagging-Date": selection.entries[-1].t[:10],
        "Bag-Software-Agent": TOOL,
        "Payload-Oxum": f"{writing.size}.{len(writing.manifest)}",
        "Accounted-Log": "whole" if whole_log else "single entries with proofs",
        "Accounted-Key": store.keys()[-1].key.vkey,
        "Accounted-Items": "all" if selection.all_items else f"{len(selection.items)} chosen",
        "Accounted-Details": f"of {len(disclosed)} item(s)" if disclosed else "not disclosed",
    }
    seal = _close(writing, checkpoint.origin, signer, information)
    _make_durable(partial)
    partial.rename(destination)
    durable.sync_directory(destination.parent)
    return Bag(
        destination,
        tuple(selection.items),
        len(digests),
        writing.size,
        checkpoint,
        len(material.stamps),
        seal,
        tuple(material.notes),
    )


def _make_durable(folder: Path) -> None:
    """One wait for the disk for the whole bag."""
    syncfs = durable.syncfs()
    if syncfs is None:
        os.sync()
        return
    with durable.opened(folder, os.O_RDONLY | os.O_DIRECTORY) as directory:
        syncfs(directory)


def _close(writing: _Writing, origin: str, signer: Signer, information: dict[str, str]) -> str:
    """Write the bag's own files and the seal; returns the digest of the tag manifest."""
    tags = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": "".join(
            f"{k}: {_one_line(v)}\n" for k, v in sorted(information.items()) if v
        ).encode(),
        "manifest-sha256.txt": _manifest(writing.manifest),
    }
    tags |= {name: (Path(__file__).parent / "verifiers" / name).read_bytes() for name in _VERIFIERS}
    for name, data in tags.items():
        (writing.folder / name).write_bytes(data)
    tag_manifest = _manifest({name: sha256(data).hexdigest() for name, data in tags.items()})
    (writing.folder / "tagmanifest-sha256.txt").write_bytes(tag_manifest)
    digest = sha256(tag_manifest).hexdigest()
    seal = sign(f"accounted bag 1\n{origin}\ntagmanifest-sha256 {digest}\n", [signer])
    (writing.folder / "seal").write_bytes(bytes(seal))
    return digest


def _manifest(listed: dict[str, str]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(listed.items())).encode("ascii")


def _one_line(text: str) -> str:
    return " ".join(text.split())
