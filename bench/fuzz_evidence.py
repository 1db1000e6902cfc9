"""Throw damaged bytes at everything in the evidence room that reads bytes, for as long as asked.

    python bench/fuzz_evidence.py [--seconds 120] [--seed 1]

The rule: what was changed is an error or "invalid", never valid, and never a crash, a hang or a swelling
memory. Valid examples are mutated at the level of bytes (flips, cuts, repeats, splices, insertions of
telling fragments); whatever still passes must be byte for byte the original. Whole archives are damaged and
verified as well.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from accounted.evidence import EvidenceError, KeyRing, Store
from accounted.evidence.checkpoint import Checkpoint, read_checkpoint
from accounted.evidence.details import read_record
from accounted.evidence.entry import Draft, read_entry
from accounted.evidence.head import read_head
from accounted.evidence.keys import read_admission
from accounted.evidence.merkle import InvalidProof
from accounted.evidence.note import InvalidNote, PublicKey, read_vkey
from accounted.evidence.proof import (
    ConsistencyProof,
    InclusionProof,
    Prover,
    read_consistency_proof,
    read_inclusion_proof,
)
from accounted.evidence.verification import verify

AGENT = "p:4b1d0c7e92aa"
REFUSALS = (EvidenceError, InvalidNote, InvalidProof)
SLOWEST = 2.0  # seconds for one input; anything near it is a hang in the making
FRAGMENTS = [
    *(
        b"\n",
        b"\n\n",
        b"\0",
        b"\xff",
        b'"',
        b"\\",
        b"\\u0041",
        b"{",
        b"}",
        b",",
        b" ",
        b"-",
        b"+",
        b"=",
        b"==",
    ),
    *(
        b"0",
        b"00",
        b"1e9",
        b"-1",
        b"99999999999999999999",
        "—".encode(),
        b"\xe2\x80",
        b'"v":2',
        b'"seq":',
        b"\r\n",
    ),
    *(b"A" * 70_000, b"9" * 5000, b"\n" * 5000),
]

Check = Callable[[bytes], None]


def now() -> datetime:
    return datetime(2026, 11, 22, 10, 40, 55, tzinfo=UTC)


class Targets:
    """A small archive, and what reads and verifies each kind of bytes in it."""

    def __init__(self, folder: Path) -> None:
        store = Store.create(folder / "archive", archive_id="fuzz", clock=now, agent=AGENT, title="Проба")
        ring = KeyRing(folder / "config")
        for number in range(9):
            store.keep(b"%d" % number, agent=AGENT, item=f"ACC-{number}", detail={"name": f"заява {number}"})
        old = store.checkpoint(ring.signer(store))
        store.note("view", agent=AGENT, detail={"why": "asked"})
        new = store.checkpoint(ring.signer(store))
        key = ring.signer(store).key
        prover = Prover(store, new)
        entry = store.entry(3)
        record = store.detail_record(3)
        assert record is not None
        store.close()
        self.root = store.root
        self.readers: dict[str, tuple[bytes, Check]] = {
            "log line": (entry.line, self._canonical),
            "detail record": (record.line()[:-1], self._committed(entry.commit)),
            "head": ((self.root / "log/head").read_bytes(), lambda data: read_head(data).root() and None),
            "checkpoint": (new.text, lambda data: self._checkpoint(data, new, key)),
            "public key": (key.vkey.encode(), lambda data: self._key(data, key.vkey)),
            "key admission": (bytes(store.keys()[0].note), lambda data: read_admission(data).verify(None)),
            "inclusion proof": (
                prover.inclusion(3).text,
                lambda data: self._inclusion(data, entry.line, prover.inclusion(3), key),
            ),
            "consistency proof": (
                prover.consistency(old.size).text,
                lambda data: self._consistency(data, old, prover.consistency(old.size), key),
            ),
        }

    @staticmethod
    def _canonical(data: bytes) -> None:
        """A line may become another valid line, which is another leaf; but no line has two spellings."""
        entry = read_entry(data, 3)
        values = {key: getattr(entry, key) for key in Draft.__slots__ if key != "detail"}
        if Draft(**values).line(entry.seq, entry.t, entry.commit) == data:
            raise InvalidProof("another leaf")

    # C2SP lets anyone add signatures, and tells readers to ignore those of keys that they do not know. What
    # is signed must still be the same, to the byte.

    @staticmethod
    def _checkpoint(data: bytes, valid: Checkpoint, key: PublicKey) -> None:
        read = read_checkpoint(data)
        read.verify(key)
        if read.signed_text == valid.signed_text:
            raise InvalidProof("the same checkpoint, with signatures added")

    @staticmethod
    def _inclusion(data: bytes, line: bytes, valid: InclusionProof, key: PublicKey) -> None:
        read = read_inclusion_proof(data)
        read.verify(line, key)
        same = read.checkpoint.signed_text == valid.checkpoint.signed_text
        if same and (read.index, read.path) == (valid.index, valid.path):
            raise InvalidProof("the same proof, with signatures added")

    @staticmethod
    def _consistency(data: bytes, old: Checkpoint, valid: ConsistencyProof, key: PublicKey) -> None:
        read = read_consistency_proof(data)
        read.verify(old, key)
        if read.checkpoint.signed_text == valid.checkpoint.signed_text and read.path == valid.path:
            raise InvalidProof("the same proof, with signatures added")

    @staticmethod
    def _committed(commit: str | None) -> Check:
        def check(data: bytes) -> None:
            record = read_record(data, Path("fuzz"), 1)
            if record.commit != commit or record.seq != 3:
                raise InvalidProof("not what was committed to")

        return check

    @staticmethod
    def _key(data: bytes, vkey: str) -> None:
        """A key with another name is a valid key; it is another one, and its line says so."""
        text = data.decode("utf-8", "strict") if data.isascii() else "\x00"
        if read_vkey(text).vkey == text and text != vkey:
            raise InvalidProof("another key")


def mutate(data: bytes, pick: random.Random) -> bytes:
    """Some changes, one to four of them."""
    changed = bytearray(data)
    for _ in range(pick.choice((1, 1, 1, 2, 4))):
        at = pick.randrange(len(changed) + 1)
        other = pick.randrange(len(changed) + 1)
        low, high = min(at, other), max(at, other)
        kind = pick.randrange(8)
        if kind == 0 and changed:
            changed[at % len(changed)] ^= 1 << pick.randrange(8)
        elif kind == 1:
            del changed[low:high]
        elif kind == 2:
            changed[at:at] = changed[low:high]
        elif kind == 3:
            changed[at:at] = pick.choice(FRAGMENTS)
        elif kind == 4:
            changed[low : low + 8] = pick.choice(FRAGMENTS)
        elif kind == 5:
            del changed[at:]
        elif kind == 6 and changed:
            changed[at % len(changed)] = pick.randrange(256)
        else:
            piece = bytes(changed[low:high])
            del changed[low:high]
            insert = pick.randrange(len(changed) + 1)
            changed[insert:insert] = piece
    return bytes(changed)


def fuzz_readers(targets: Targets, until: float, pick: random.Random) -> dict[str, int]:
    """Mutations of single texts."""
    tried = dict.fromkeys(targets.readers, 0)
    while time.monotonic() < until:
        for name, (valid, check) in targets.readers.items():
            data = mutate(valid, pick)
            if data == valid:
                continue
            tried[name] += 1
            start = time.monotonic()
            try:
                check(data)
            except REFUSALS:
                pass
            except Exception as error:
                sys.exit(f"{name}: {type(error).__name__} instead of a refusal: {error}\n{data[:2000]!r}")
            else:
                sys.exit(f"{name}: changed bytes passed as valid:\n{data[:2000]!r}")
            if time.monotonic() - start > SLOWEST:
                sys.exit(f"{name}: took {time.monotonic() - start:.1f} s\n{data[:2000]!r}")
    return tried


def fuzz_archives(targets: Targets, until: float, pick: random.Random) -> int:
    """Mutations of one file of a whole archive: verification must find them, opening must not crash."""
    files = [path for path in sorted(targets.root.rglob("*")) if path.is_file()]
    tried = 0
    while time.monotonic() < until:
        path = pick.choice(files)
        valid = path.read_bytes()
        data = mutate(valid, pick)
        if data == valid:
            continue
        tried += 1
        path.chmod(0o644)
        path.write_bytes(data)
        start = time.monotonic()
        try:
            found = not verify(targets.root).ok
        except EvidenceError:
            found = True
        except Exception as error:
            sys.exit(f"verify, {path.name}: {type(error).__name__}: {error}\n{data[:2000]!r}")
        beyond = path.name == "entries.jsonl" and data.startswith(valid)
        details = path.suffix == ".rec" and data.startswith(valid)
        if (
            not found and not beyond and not details
        ):  # what follows the end is an interrupted write, and noted
            sys.exit(f"verify: a changed {path} passed as valid:\n{data[:2000]!r}")
        if time.monotonic() - start > SLOWEST:
            sys.exit(f"verify, {path.name}: took {time.monotonic() - start:.1f} s")
        opened = targets.root.with_name("opened")
        shutil.copytree(targets.root, opened)
        try:
            Store.open(opened, clock=now).note("view", agent=AGENT)
        except EvidenceError:
            pass
        except Exception as error:
            sys.exit(f"open, {path.name}: {type(error).__name__}: {error}\n{data[:2000]!r}")
        shutil.rmtree(opened)
        path.write_bytes(valid)
    return tried


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=None, help="default: a new one, which is printed")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    pick = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="accounted-fuzz-") as name:
        targets = Targets(Path(name))
        start = time.monotonic()
        tried = fuzz_readers(targets, start + options.seconds / 2, pick)
        archives = fuzz_archives(targets, start + options.seconds, pick)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for kind, count in {**tried, "whole archive": archives}.items():
        print(f"{kind:20}{count:9,} changed, none passed, none crashed")
    print(f"most memory {memory:.0f} MiB")
    if memory > 200:
        sys.exit("memory: more than 200 MiB")


if __name__ == "__main__":
    main()
