"""What a forger does to a bag: edit it, make the manifests fit, seal it, rewrite its history."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from accounted.evidence.checkpoint import make_checkpoint
from accounted.evidence.keys import admit
from accounted.evidence.merkle import Tree
from accounted.evidence.note import Signer, sign


def fit_manifests(bag: Path) -> None:
    """Make both manifests say what is there now."""
    payload = sorted(path for path in (bag / "data").rglob("*") if path.is_file())
    information = bag / "bag-info.txt"
    oxum = f"Payload-Oxum: {sum(path.stat().st_size for path in payload)}.{len(payload)}"
    information.write_text(re.sub(r"Payload-Oxum: .*", oxum, information.read_text()))
    _manifest(bag, "manifest-sha256.txt", payload)
    tags = ["VERIFY.md", "bag-info.txt", "bagit.txt", "manifest-sha256.txt", "verify.py", "verify.sh"]
    _manifest(bag, "tagmanifest-sha256.txt", [bag / name for name in tags])


def _manifest(bag: Path, name: str, paths: list[Path]) -> None:
    lines = [f"{sha256(p.read_bytes()).hexdigest()}  {p.relative_to(bag).as_posix()}\n" for p in paths]
    (bag / name).write_text("".join(lines))


def seal(bag: Path, signer: Signer) -> None:
    """Seal the bag as it stands."""
    digest = sha256((bag / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    (bag / "seal").write_bytes(
        bytes(sign(f"accounted bag 1\n{signer.key.name}\ntagmanifest-sha256 {digest}\n", [signer]))
    )


def rewrite_log(
    bag: Path, change: Callable[[bytes], bytes], signer: Signer, *, own_key: bool = False
) -> None:
    """Rewrite history: change the log, sign it again, make everything fit.

    With `own_key` the signer is the forger's, and takes the place of the whole key history.
    """
    log = bag / "data" / "log.jsonl"
    lines = change(log.read_bytes()).splitlines()
    if own_key:
        shutil.rmtree(bag / "data" / "keys")
        (bag / "data" / "keys").mkdir()
        admission = admit(signer)
        note = bytes(admission.note)
        (bag / "data" / "keys" / admission.id).write_bytes(note)
        (bag / "data" / "keys" / f"{admission.id}.pem").write_text(signer.key.pem)
        (bag / "data" / "key.pem").write_text(signer.key.pem)
        lines = [_admitting(line, admission.id, note) for line in lines]
    log.write_bytes(b"".join(line + b"\n" for line in lines))
    tree = Tree(lines)
    checkpoint = make_checkpoint(signer.key.name, len(lines), tree.root(), signer)
    (bag / "data" / "checkpoint").write_bytes(checkpoint.text)
    for path in (bag / "data" / "checkpoints").iterdir():
        if path.suffix == "":
            again = make_checkpoint(signer.key.name, int(path.name), tree.root(int(path.name)), signer)
            path.write_bytes(again.text)
    rows = (bag / "data" / "items.jsonl").read_bytes().splitlines()
    by_seq = {line.split(b'"seq":')[1].split(b",")[0]: line for line in lines}
    fitted = []
    table = list(csv.DictReader(io.StringIO((bag / "data" / "items.csv").read_text())))
    for row, cells in zip(rows, table, strict=True):
        end = row.index(b',"object":')
        seq = row[:end].split(b'"seq":')[1].split(b",")[0]
        fitted.append(b'{"entry":' + by_seq[seq] + row[end:])
        cells["t"] = json.loads(by_seq[seq])["t"]
    with (bag / "data" / "items.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, table[0])
        writer.writeheader()
        writer.writerows(table)
    (bag / "data" / "items.jsonl").write_bytes(b"".join(row + b"\n" for row in fitted))
    fit_manifests(bag)
    seal(bag, signer)


def _admitting(line: bytes, key_id: str, note: bytes) -> bytes:
    """The first key change as the forger would have it; any later one becomes a harmless event."""
    entry = json.loads(line)
    if entry["event"] != "key_change":
        return line
    if entry["seq"] == 6:
        entry |= {
            "file": f"log/keys/{key_id}",
            "item": key_id,
            "sha256": sha256(note).hexdigest(),
            "size": len(note),
        }
    else:
        entry["event"] = "view"
        for key in ("file", "item", "sha256", "size"):
            del entry[key]
    return json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()


def flip(path: Path, at: int = -2) -> None:
    """Flip one bit."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def stranger(name: str) -> Signer:
    """A key that a forger made, under the log's name."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Signer(name, Ed25519PrivateKey.generate(), protected=True)


def raw_signature(note: bytes) -> bytes:
    """The last signature of a signed note; nothing when it is not base64, as `openssl base64 -d` has it."""
    try:
        return base64.b64decode(note.split(b" ")[-1].strip(), validate=True)[4:]
    except ValueError:
        return b""
