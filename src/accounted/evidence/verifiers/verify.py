"""Check an exported bag with nothing but Python's standard library.

    python3 -I -S verify.py [BAG] [--key-fingerprint HEX] [--older-checkpoint FILE] [--tsa-ca FILE]

Exit code 0: everything that was checked is right (lines that begin NOT PROVEN say what was left open);
1: something was refused; 2: it could not be run. VERIFY.md says what each check means and what none can show.

Written to be read by an expert witness: one idea a function, the standard named beside it. It trusts nothing
in the bag, never follows a link, and sends nothing anywhere. Python 3.8 or newer. `openssl` is used for the
signatures on time stamps where it is installed; everything else is done here.
"""

# os.path, not pathlib: known to every Python a court may have.
# ruff: noqa: PTH100, PTH113, PTH118, PTH120, PTH123
from __future__ import annotations

import argparse
import base64
import binascii
import calendar
import csv
import hashlib
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from typing import Iterable, Iterator, NamedTuple  # noqa: UP035 - Python 3.8 reads this file too

LARGEST_TAG_FILE = 1 << 30  # manifests and notes beyond this are refused, not read
TAG_FILES = frozenset(
    {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "VERIFY.md", "verify.sh", "verify.py"}
)
COMPANION = re.compile(r"data/(keys/[0-9a-f]{8}|checkpoints/[0-9]{10,}(?:\.[0-9]+)?\.(?:tsr|certs))")
SHA256_OID = "2.16.840.1.101.3.4.2.1"
UNLISTED = frozenset({"tagmanifest-sha256.txt", "seal"})  # cannot list themselves; the seal binds the first


class Refused(Exception):
    """Something in the bag is not what it should be. The message says what, and where."""


# ---------------------------------------------------------------- Ed25519, RFC 8032 §5.1

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)


class Point(NamedTuple):
    """A point in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z."""

    X: int
    Y: int
    Z: int
    T: int


def _add(a: Point, b: Point) -> Point:
    """RFC 8032 §5.1.4, the complete addition law; it also doubles."""
    minus = (a.Y - a.X) * (b.Y - b.X) % _P
    plus = (a.Y + a.X) * (b.Y + b.X) % _P
    cross = 2 * a.T * b.T * _D % _P
    double = 2 * a.Z * b.Z % _P
    e, f, g, h = plus - minus, double - cross, double + cross, plus + minus
    return Point(e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(scalar: int, point: Point) -> Point:
    total = Point(0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point = _add(point, point)
        scalar >>= 1
    return total


def _decode_point(encoded: bytes) -> Point:
    """RFC 8032 §5.1.3; refuses a y that is not reduced and an x that does not exist."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= _P:
        raise Refused("the key is not a point of the curve")
    u, v = (y * y - 1) % _P, (_D * y * y + 1) % _P
    x = u * pow(v, 3, _P) * pow(u * pow(v, 7, _P), (_P - 5) // 8, _P) % _P
    if v * x * x % _P == (-u) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if v * x * x % _P != u or (x == 0 and sign):
        raise Refused("the key is not a point of the curve")
    if x & 1 != sign:
        x = _P - x
    return Point(x, y, 1, x * y % _P)


def _encode_point(point: Point) -> bytes:
    inverse = pow(point.Z, _P - 2, _P)
    x, y = point.X * inverse % _P, point.Y * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


_BASE = _decode_point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))


def signature_is_valid(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Ed25519 (RFC 8032 §5.1.7): does [S]B = R + [k]A hold, with S in range?"""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= _L:
        return False
    key = _decode_point(public_key)
    minus_key = Point(-key.X % _P, key.Y, key.Z, -key.T % _P)
    k = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % _L
    found = _add(_times(s, _BASE), _times(k, minus_key))
    return _encode_point(found) == signature[:32]


# ---------------------------------------------------------------- the tree, RFC 6962 §2.1


def leaf_hash(line: bytes) -> bytes:
    """SHA-256(0x00 ‖ line): a log line without its newline is a leaf."""
    return hashlib.sha256(b"\x00" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_roots(lines: Iterable[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """The root of the tree over the first n lines, for each n asked for, in one pass."""
    wanted = set(sizes)
    roots = {0: hashlib.sha256(b"").digest()} if 0 in wanted else {}
    peaks: list[bytes] = []  # one complete subtree for each bit of the size, largest first
    for size, line in enumerate(lines, 1):
        top = leaf_hash(line)
        rest = size
        while not rest & 1:
            top = node_hash(peaks.pop(), top)
            rest >>= 1
        peaks.append(top)
        if size in wanted:
            root = peaks[-1]
            for peak in reversed(peaks[:-1]):
                root = node_hash(peak, root)
            roots[size] = root
    return roots


def root_from_proof(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that an inclusion proof leads to (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        raise Refused(f"entry {index} cannot be in a log of {size} entries")
    node, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise Refused("the proof is longer than the tree is deep")
        if node & 1 or node == last:
            root = node_hash(sibling, root)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            root = node_hash(root, sibling)
        node >>= 1
        last >>= 1
    if last:
        raise Refused("the proof is shorter than the tree is deep")
    return root


# ---------------------------------------------------------------- signed notes and checkpoints, C2SP


class Note(NamedTuple):
    """A C2SP signed note: the text that is signed, and (name, key hash, signature) for each line below it."""

    text: bytes
    signatures: list[tuple[str, bytes, bytes]]


class Checkpoint(NamedTuple):
    """A C2SP tlog-checkpoint: which log, how many entries, their root; `raw` is the whole file."""

    origin: str
    size: int
    root: bytes
    note: Note
    raw: bytes


def base64_exactly(text: str, where: str) -> bytes:
    """Decode standard base64 that encodes back to the same text, so that no bit is free to change."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(f"{where}: not base64") from None
    if base64.b64encode(data).decode() != text:
        raise Refused(f"{where}: base64 with stray bits")
    return data


def parse_note(raw: bytes, where: str) -> Note:
    """C2SP signed-note: text, an empty line, then one line a signature."""
    try:
        decoded = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{where}: not UTF-8") from None
    text, separator, below = decoded.rpartition("\n\n")
    if not separator or not below.endswith("\n") or not text:
        raise Refused(f"{where}: not a signed note")
    signatures = []
    for line in below[:-1].split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014" or not parts[1]:
            raise Refused(f"{where}: a signature line is malformed")
        blob = base64_exactly(parts[2], where)
        if len(blob) < 5:
            raise Refused(f"{where}: a signature line is malformed")
        signatures.append((parts[1], blob[:4], blob[4:]))
    return Note((text + "\n").encode(), signatures)


def parse_checkpoint(raw: bytes, where: str) -> Checkpoint:
    """C2SP tlog-checkpoint: origin, size in decimal, root in base64, each on a line of its own."""
    note = parse_note(raw, where)
    lines = note.text.decode().split("\n")
    if len(lines) < 4 or not lines[0] or not re.fullmatch(r"0|[1-9][0-9]{0,17}", lines[1]):
        raise Refused(f"{where}: not a checkpoint")
    root = base64_exactly(lines[2], where)
    if len(root) != 32:
        raise Refused(f"{where}: the root is not a SHA-256 digest")
    return Checkpoint(lines[0], int(lines[1]), root, note, raw)


_SPKI_PREFIX = bytes.fromhex("302a300506032b6570032100")  # RFC 8410 §4: an Ed25519 SubjectPublicKeyInfo


class PublicKey(NamedTuple):
    """An Ed25519 public key and the file it came from."""

    raw: bytes
    where: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the DER SubjectPublicKeyInfo: `openssl pkey -pubin -outform DER | sha256sum`."""
        return hashlib.sha256(_SPKI_PREFIX + self.raw).hexdigest()

    def id(self, name: str) -> str:
        """C2SP key id: first four bytes of SHA-256(name ‖ 0A ‖ 01 ‖ key), in hex."""
        return hashlib.sha256(name.encode() + b"\n\x01" + self.raw).hexdigest()[:8]

    def vkey(self, name: str) -> str:
        """The one line by which a C2SP log publishes its key."""
        return f"{name}+{self.id(name)}+{base64.b64encode(bytes([1]) + self.raw).decode()}"

    def signed(self, note: Note, name: str) -> bool:
        """Is there a signature of this key, under this name, on the note?"""
        key_hash = bytes.fromhex(self.id(name))
        return any(
            signature_is_valid(self.raw, note.text, signature)
            for signer, found, signature in note.signatures
            if signer == name and found == key_hash
        )


def parse_pem_key(pem: bytes, where: str) -> PublicKey:
    """The Ed25519 key of a `BEGIN PUBLIC KEY` file."""
    match = re.fullmatch(
        rb"-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=\n]+)\n-----END PUBLIC KEY-----\n?", pem
    )
    der = base64_exactly(match.group(1).replace(b"\n", b"").decode(), where) if match else b""
    if len(der) != 44 or not der.startswith(_SPKI_PREFIX):
        raise Refused(f"{where}: not an Ed25519 public key in PEM")
    return PublicKey(der[12:], where)


# ---------------------------------------------------------------- time stamps, RFC 3161


class StampFacts(NamedTuple):
    """What a time-stamp response says of itself; that it is signed is for `openssl ts -verify` to show."""

    status: int
    algorithm: str
    imprint: bytes
    gen_time: str  # 2026-11-22T14:38:16Z, perhaps with a fraction
    epoch: int  # whole seconds since 1970
    serial: int
    policy: str
    nonce: int | None
    token: bytes  # the signed part: what `openssl ts -token_in` and PKCS #7 readers take


def _der(data: bytes, at: int, end: int) -> tuple[int, int, int]:
    """Tag, start and end of the DER value at an offset; nothing but definite lengths."""
    if at + 2 > end:
        raise Refused("time stamp: cut short")
    tag, length, start = data[at], data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        if not 1 <= count <= 4 or start + count > end:
            raise Refused("time stamp: not DER")
        length = int.from_bytes(data[start : start + count], "big")
        start += count
    if start + length > end:
        raise Refused("time stamp: cut short")
    return tag, start, start + length


def _members(data: bytes, tag: int, at: int, end: int) -> list[tuple[int, int, int]]:
    found, start, stop = _der(data, at, end)
    if found != tag:
        raise Refused(f"time stamp: tag {found:#x} where {tag:#x} belongs")
    members = []
    while start < stop:
        member = _der(data, start, stop)
        members.append((member[0], start, member[2]))
        start = member[2]
    return members


def _value(data: bytes, tag: int, member: tuple[int, int, int]) -> bytes:
    found, start, stop = _der(data, member[1], member[2])
    if found != tag:
        raise Refused(f"time stamp: tag {found:#x} where {tag:#x} belongs")
    return data[start:stop]


def _oid(value: bytes) -> str:
    arcs, arc = [], 0
    for byte in value:
        arc = arc << 7 | byte & 0x7F
        if not byte & 0x80:
            arcs.append(arc)
            arc = 0
    if not arcs:
        raise Refused("time stamp: an empty object identifier")
    first = min(arcs[0] // 40, 2)
    return ".".join(str(a) for a in [first, arcs[0] - 40 * first, *arcs[1:]])


def stamp_facts(response: bytes) -> StampFacts:
    """Read a TimeStampResp (RFC 3161 §2.4.2) down to its TSTInfo."""
    try:
        return _stamp_facts(response)
    except (IndexError, ValueError):
        raise Refused("time stamp: not a time-stamp response") from None


def _stamp_facts(response: bytes) -> StampFacts:
    top = _members(response, 0x30, 0, len(response))
    if top[-1][2] != len(response):
        raise Refused("time stamp: bytes after its end")
    status = int.from_bytes(_value(response, 0x02, _members(response, 0x30, *top[0][1:])[0]), "big")
    if len(top) < 2:
        raise Refused(f"time stamp: the authority refused (status {status})")
    content = _members(response, 0x30, *top[1][1:])
    signed = _members(response, 0x30, *_members(response, 0xA0, *content[1][1:])[0][1:])
    encapsulated = _members(response, 0x30, *signed[2][1:])
    if _oid(_value(response, 0x06, encapsulated[0])) != "1.2.840.113549.1.9.16.1.4":
        raise Refused("time stamp: the signed content is not a TSTInfo")
    info = _value(response, 0x04, _members(response, 0xA0, *encapsulated[1][1:])[0])
    fields = _members(info, 0x30, 0, len(info))
    imprint = _members(info, 0x30, *fields[2][1:])
    algorithm = _oid(_value(info, 0x06, _members(info, 0x30, *imprint[0][1:])[0]))
    gen_time, epoch = _generalized_time(_value(info, 0x18, fields[4]).decode("ascii"))
    nonce = next((_value(info, 0x02, f) for f in fields[5:] if f[0] == 0x02), None)
    return StampFacts(
        status=status,
        algorithm=algorithm,
        imprint=_value(info, 0x04, imprint[1]),
        gen_time=gen_time,
        epoch=epoch,
        serial=int.from_bytes(_value(info, 0x02, fields[3]), "big"),
        policy=_oid(_value(info, 0x06, fields[1])),
        nonce=None if nonce is None else int.from_bytes(nonce, "big"),
        token=response[top[1][1] : top[1][2]],
    )


def _generalized_time(text: str) -> tuple[str, int]:
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z", text)
    if not match:
        raise Refused("time stamp: genTime is not a UTC GeneralizedTime")
    numbers = tuple(int(group) for group in match.groups()[:6])
    if not (1 <= numbers[1] <= 12 and 1 <= numbers[2] <= 31 and numbers[3] < 24 and numbers[4] < 60):
        raise Refused("time stamp: genTime is not a time")
    written = "{}-{}-{}T{}:{}:{}{}Z".format(*(g or "" for g in match.groups()))
    return written, calendar.timegm(numbers)


# ---------------------------------------------------------------- the bag, RFC 8493


class Report:
    """What was found right, what was refused, and what nothing in the bag can prove."""

    def __init__(self) -> None:
        self.right: list[str] = []
        self.refused: list[str] = []
        self.unproven: list[str] = []

    @property
    def ok(self) -> bool:
        """Nothing was refused."""
        return not self.refused


class Outside(NamedTuple):
    """What the person who checks knows from elsewhere than the bag."""

    key: str | None = None  # fingerprint (64 hex) or the vkey line the archive published
    checkpoints: tuple[str, ...] = ()  # files with earlier checkpoints
    authority: str | None = None  # PEM file with roots of time-stamp authorities


class Taken(NamedTuple):
    """An entry of the log that took bytes into the archive, or that bound a companion file."""

    seq: int
    sha256: str
    size: int


class Bag:
    """An exported bag on disk; each `check_` method raises Refused, or adds to the report."""

    def __init__(self, root: str, outside: Outside = Outside()) -> None:  # noqa: B008 - a constant
        self.root = root
        self.outside = outside
        self.report = Report()
        self.files: dict[str, int] = {}  # path in the bag → size
        self.digests: dict[str, str] = {}  # path in the bag → the digest its manifest gives
        self.keys: dict[str, PublicKey] = {}  # key id → key, oldest first
        self.checkpoints: dict[int, Checkpoint] = {}
        self.newest: Checkpoint | None = None
        self.objects: dict[str, Taken] = {}
        self.companions: dict[str, Taken] = {}
        self.commits: dict[int, str] = {}
        self.whole_log = False
        self.entries = 0
        self.continued = False  # a checkpoint that somebody held was found to belong to this log

    def check(self) -> Report:
        """Run every check; one that fails never hides the next."""
        for step in (
            self.check_files,
            self.check_checkpoints,
            self.check_keys,
            self.check_seal,
            self.check_log,
            self.check_companions,
            self.check_items,
            self.check_details,
            self.check_stamps,
            self.check_outside,
        ):
            try:
                step()
            except Refused as refusal:
                self.report.refused.append(str(refusal))
            except Exception as error:  # whatever a hostile file makes of a parser, the answer is no
                self.report.refused.append(f"{step.__name__[6:]}: cannot be read ({error!r})")
            if not self.files:
                break
        return self.report

    # ------------------------------------------------------------ bytes

    def path(self, name: str) -> str:
        """Where a file of the bag is on this machine."""
        return os.path.join(self.root, *name.split("/"))

    def read(self, name: str) -> bytes:
        """A small file of the bag, whole."""
        if self.files.get(name, 0) > LARGEST_TAG_FILE:
            raise Refused(f"{name}: too large to be what it says")
        if name not in self.files:
            raise Refused(f"{name}: missing")
        with open(self.path(name), "rb") as file:
            return file.read()

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file without their newline; the last must have one."""
        if name not in self.files:
            raise Refused(f"{name}: missing")
        with open(self.path(name), "rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    raise Refused(f"{name}: the last line is cut short")
                yield line[:-1]

    # ------------------------------------------------------------ manifests

    def check_files(self) -> None:
        """Every file listed once, present, regular, of the right digest; nothing else there."""
        found: dict[str, int] = {}
        for folder, names, files in os.walk(self.root, onerror=_raise):
            for name in names + files:
                full = os.path.join(folder, name)
                relative = os.path.relpath(full, self.root).replace(os.sep, "/")
                about = os.lstat(full)
                if stat.S_ISREG(about.st_mode):
                    found[relative] = about.st_size
                elif not stat.S_ISDIR(about.st_mode):
                    raise Refused(f"{relative}: a link or device, not a file; nothing of the bag was read")
        self.files = found
        if self.read("bagit.txt") != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
            raise Refused("bagit.txt: not the declaration of a BagIt 1.0 bag")
        payload = self._manifest("manifest-sha256.txt")
        tags = self._manifest("tagmanifest-sha256.txt")
        wrong = [f"{name}: listed as payload" for name in payload if not name.startswith("data/")]
        wrong += [f"{name}: not among the bag's own files" for name in tags if name not in TAG_FILES]
        self.digests = {**payload, **tags}
        listed = set(self.digests)
        wrong += [f"{name}: in the bag but in no manifest" for name in set(self.files) - listed - UNLISTED]
        wrong += [f"{name}: missing" for name in listed - set(self.files)]
        wrong += [f"{name}: missing from the tag manifest" for name in TAG_FILES - set(tags)]
        for name in sorted(listed & set(self.files)):
            if file_digest(self.path(name)) != self.digests[name]:
                wrong.append(f"{name}: its bytes do not have the digest in the manifest")
        if wrong:
            self.report.refused.extend(sorted(wrong))
            return
        self.report.right.append(f"files: {len(listed)}, each with the digest of its manifest, and no other")

    def _manifest(self, name: str) -> dict[str, str]:
        listed: dict[str, str] = {}
        for number, line in enumerate(self.lines(name), 1):
            match = re.fullmatch(r"([0-9a-f]{64})  ([A-Za-z0-9._/-]+)", line.decode("ascii", "replace"))
            if not match or set(match.group(2).split("/")) & {"", ".", ".."}:
                raise Refused(f"{name}, line {number}: not `digest  path`, or a path that leaves the bag")
            if match.group(2) in listed:
                raise Refused(f"{name}, line {number}: {match.group(2)} is listed twice")
            listed[match.group(2)] = match.group(1)
        return listed

    # ------------------------------------------------------------ checkpoints, keys, seal

    def check_checkpoints(self) -> None:
        """The newest checkpoint, and the stamped ones, parse and are of one log."""
        self.newest = parse_checkpoint(self.read("data/checkpoint"), "data/checkpoint")
        for name in sorted(self.files):
            match = re.fullmatch(r"data/checkpoints/([0-9]{10,})", name)
            if not match:
                continue
            checkpoint = parse_checkpoint(self.read(name), name)
            if checkpoint.origin != self.newest.origin:
                raise Refused(f"{name}: of another log ({checkpoint.origin})")
            if checkpoint.size != int(match.group(1)) or checkpoint.size > self.newest.size:
                raise Refused(f"{name}: of another size than its name, or newer than data/checkpoint")
            self.checkpoints[checkpoint.size] = checkpoint
        same = self.checkpoints.setdefault(self.newest.size, self.newest)
        if same.raw != self.newest.raw:
            raise Refused("data/checkpoint: differs from the checkpoint of the same size in data/checkpoints")

    def check_keys(self) -> None:
        """The key history: each key admitted by the one before; each checkpoint signed by a key of it."""
        newest = self._newest()
        notes = {n[10:]: self.read(n) for n in self.files if re.fullmatch(r"data/keys/[0-9a-f]{8}", n)}
        after: dict[str, tuple[str, PublicKey, Note]] = {}
        for key_id, raw in notes.items():
            where = f"data/keys/{key_id}"
            note = parse_note(raw, where)
            lines = note.text.decode().split("\n")
            if len(lines) != 6 or lines[0] != "accounted key 1" or lines[1] != newest.origin:
                raise Refused(f"{where}: not a key of the log {newest.origin}")
            vkey = re.fullmatch(r"(.+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", lines[2])
            blob = base64_exactly(vkey.group(3), where) if vkey else b""
            if not vkey or vkey.group(1) != newest.origin or len(blob) != 33 or blob[0] != 1:
                raise Refused(f"{where}: its third line is not the key")
            key = PublicKey(blob[1:], where)
            if key.id(newest.origin) != key_id or vkey.group(2) != key_id:
                raise Refused(f"{where}: the key has another id than the file's name")
            if parse_pem_key(self.read(where + ".pem"), where + ".pem").raw != key.raw:
                raise Refused(f"{where}.pem: another key than in {where}")
            if not key.signed(note, newest.origin):
                raise Refused(f"{where}: not signed by the key itself")
            if lines[3] == "unprotected":
                self.report.unproven.append(
                    f"that only the custodian signed: the private key {key_id} was kept without a passphrase"
                )
            before = re.fullmatch(r"first|after ([0-9a-f]{8})", lines[4])
            if not before or (before.group(1) or "") in after:
                raise Refused(f"{where}: its place in the history of keys is not clear")
            after[before.group(1) or ""] = (key_id, key, note)
        previous = ""
        while previous in after:
            key_id, key, note = after.pop(previous)
            if previous and not self.keys[previous].signed(note, newest.origin):
                raise Refused(f"data/keys/{key_id}: not signed by the key it replaces, {previous}")
            self.keys[key_id] = key
            previous = key_id
        if after or not self.keys:
            raise Refused("data/keys: the history of keys is broken")
        for checkpoint in self.checkpoints.values():
            if not any(key.signed(checkpoint.note, checkpoint.origin) for key in self.keys.values()):
                raise Refused(f"checkpoint {checkpoint.size}: the signature is not of a key in data/keys")
        if parse_pem_key(self.read("data/key.pem"), "data/key.pem").raw != self.keys[previous].raw:
            raise Refused("data/key.pem: not the newest key in data/keys")
        if not self.keys[previous].signed(newest.note, newest.origin):
            raise Refused("data/checkpoint: not signed by the key in data/key.pem")
        self.report.right.append(
            f"signatures: {len(self.checkpoints)} checkpoint(s) of {newest.origin}, {len(self.keys)} key(s)"
        )

    def check_seal(self) -> None:
        """The archive's key signed the tag manifest, so every file of the bag is as it was exported."""
        note = parse_note(self.read("seal"), "seal")
        newest = self._newest()
        digest = file_digest(self.path("tagmanifest-sha256.txt"))
        if note.text.decode() != f"accounted bag 1\n{newest.origin}\ntagmanifest-sha256 {digest}\n":
            raise Refused("seal: it seals another tag manifest than the one in the bag")
        key = parse_pem_key(self.read("data/key.pem"), "data/key.pem")
        if not key.signed(note, newest.origin):
            raise Refused("seal: not signed by the key in data/key.pem")
        self.report.right.append("seal: the bag is as the archive's key sealed it")

    def _newest(self) -> Checkpoint:
        if self.newest is None:
            raise Refused("data/checkpoint: without it nothing can be shown of the log")
        return self.newest

    # ------------------------------------------------------------ log or proofs

    def check_log(self) -> None:
        """The tree over the lines has the signed roots; or each single entry has its proof."""
        newest = self._newest()
        self.whole_log = "data/log.jsonl" in self.files
        if self.whole_log:
            self._check_whole_log(newest)
        else:
            self._check_proofs(newest)

    def _check_whole_log(self, newest: Checkpoint) -> None:
        held = {name: self._older(name) for name in self.outside.checkpoints}
        sizes = [*self.checkpoints, *(older.size for older in held.values())]
        roots = tree_roots(self._learn(self.lines("data/log.jsonl")), sizes)
        if self.entries != newest.size:
            raise Refused(f"data/log.jsonl: {self.entries} entries where the checkpoint has {newest.size}")
        for size, checkpoint in self.checkpoints.items():
            if roots[size] != checkpoint.root:
                raise Refused(
                    f"data/log.jsonl: its first {size} entries are not those of the signed checkpoint"
                )
        self.report.right.append(f"log: {self.entries} entries, whole and in order, lead to the signed root")
        for name, older in held.items():
            if roots.get(older.size) != older.root:
                raise Refused(f"{name}: the log in the bag does not continue the log of this checkpoint")
            self.report.right.append(f"log: it continues the checkpoint you hold of {older.size} entries")
            self.continued = True

    def _check_proofs(self, newest: Checkpoint) -> None:
        proofs = sorted(n for n in self.files if n.startswith("data/proofs/") and n.endswith(".tlog-proof"))
        entries = sorted(n for n in self.files if n.startswith("data/proofs/") and n.endswith(".entry"))
        if not entries:
            raise Refused("the bag has neither the log nor proofs of single entries")
        proven = {name: self._check_proof(name) for name in proofs}
        for name in entries:
            seq = int(name[12:-6])
            if newest.size not in [size for found, size in proven.values() if found == seq]:
                raise Refused(f"{name}: no proof leads from it to data/checkpoint")
        for _ in self._learn((self.read(name) for name in entries), [int(name[12:-6]) for name in entries]):
            pass
        self.report.right.append(f"proofs: {len(entries)} entries are in the log of {newest.size}")
        for name in self.outside.checkpoints:
            older = self._older(name)
            same = self.checkpoints.get(older.size)
            if older.size > newest.size:
                raise Refused(f"{name}: newer than the bag")
            if same is None:
                self.report.unproven.append(
                    f"that this log continues the checkpoint you hold of {older.size} entries: single proofs "
                    "cannot show it; ask for the whole log"
                )
                continue
            if same.root != older.root:
                raise Refused(
                    f"{name}: the bag has another checkpoint of {older.size} entries; the log was rewritten"
                )
            self.report.right.append(f"proofs: they lead to the checkpoint you hold of {older.size} entries")
            self.continued = True
        self.report.unproven.append(
            "this bag holds single entries: it cannot show that no other entry about these items was left out"
        )

    def _check_proof(self, name: str) -> tuple[int, int]:
        """One C2SP tlog-proof: entry, path and a checkpoint that the bag holds as well."""
        match = re.fullmatch(r"data/proofs/([0-9]{10,})(?:\.at-([0-9]{10,}))?\.tlog-proof", name)
        head, _, checkpoint_text = self.read(name).partition(b"\n\n")
        lines = head.decode("ascii").split("\n")
        if not match or lines[0] != "c2sp.org/tlog-proof@v1" or len(lines) < 2:
            raise Refused(f"{name}: not a proof")
        seq = int(match.group(1))
        checkpoint = parse_checkpoint(checkpoint_text, name)
        if lines[1] != f"index {seq}" or (match.group(2) and int(match.group(2)) != checkpoint.size):
            raise Refused(f"{name}: a proof of something else than its name says")
        held = self.checkpoints.get(checkpoint.size)
        if held is None or held.raw != checkpoint.raw:
            raise Refused(f"{name}: its checkpoint is not one of the bag's")
        entry = self.read(f"data/proofs/{match.group(1)}.entry")
        path = [base64_exactly(line, name) for line in lines[2:]]
        if root_from_proof(leaf_hash(entry), seq, checkpoint.size, path) != checkpoint.root:
            raise Refused(f"{name}: it does not lead from the entry to the signed root")
        return seq, checkpoint.size

    def _learn(self, lines: Iterable[bytes], seqs: Iterable[int] | None = None) -> Iterator[bytes]:
        """Pass the lines through, keeping what the later checks need to know of them."""
        order = iter(seqs) if seqs is not None else iter(range(1 << 62))
        for line in lines:
            self.entries += 1
            seq = next(order)
            entry = json.loads(line)
            canonical = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode("ascii")
            if canonical != line or entry.get("seq") != seq or type(entry["seq"]) is not int:
                raise Refused(f"log entry {seq}: not a line of this log, or out of its place")
            if "commit" in entry:
                self.commits[seq] = entry["commit"]
            if "sha256" in entry and "size" in entry:
                taken = Taken(seq, entry["sha256"], entry["size"])
                if "file" in entry:
                    self.companions[entry["file"]] = taken
                else:
                    self.objects.setdefault(taken.sha256, taken)
            yield line

    def _older(self, name: str) -> Checkpoint:
        with open(name, "rb") as file:
            older = parse_checkpoint(file.read(1 << 20), name)
        if older.origin != self._newest().origin:
            raise Refused(f"{name}: a checkpoint of another log ({older.origin})")
        return older

    # ------------------------------------------------------------ objects, items, details

    def check_companions(self) -> None:
        """Keys and stamps are the very files that the log recorded."""
        for name in self.files:
            match = COMPANION.fullmatch(name)
            taken = self.companions.get("log/" + match.group(1)) if match else None
            if taken and (taken.sha256, taken.size) != (self.digests.get(name), self.files[name]):
                raise Refused(f"{name}: not the file that log entry {taken.seq} recorded")
        admitted = [(self.companions.get("log/keys/" + key_id), key_id) for key_id in self.keys]
        for taken, key_id in admitted:
            if taken is None:
                raise Refused(f"data/keys/{key_id}: no log entry admits this key")
        order = [taken.seq for taken, _ in admitted if taken]
        recorded = {name[9:] for name in self.companions if name.startswith("log/keys/")}
        if order != sorted(order) or recorded != set(self.keys):
            raise Refused("data/keys: not the keys, or not in the order, that the log admitted")

    def check_items(self) -> None:
        """Each object is named by its digest and is in the log; each row of the tables is a log entry."""
        held = set()
        for name in self.files:
            if not name.startswith("data/objects/"):
                continue
            digest = name[13:]
            taken = self.objects.get(digest)
            if self.digests.get(name) != digest:
                raise Refused(f"{name}: its name is not its digest")
            if taken is None or taken.size != self.files[name]:
                raise Refused(f"{name}: no entry of the log took in this object")
            held.add(digest)
        lines = self.lines("data/log.jsonl") if self.whole_log else self._proof_entries()
        table = csv.DictReader(io.StringIO(self.read("data/items.csv").decode("utf-8"), newline=""))
        shown = set()
        rows = 0
        for raw in self.lines("data/items.jsonl"):
            rows += 1
            row = json.loads(raw)
            start = raw.index(b',"object":')
            if not raw.startswith(b'{"entry":') or not any(line == raw[9:start] for line in lines):
                raise Refused(f"data/items.jsonl, row {rows}: its entry is not in the log, or out of order")
            entry = row["entry"]
            if row["object"] is not None:
                if row["object"] != "data/objects/" + entry["sha256"] or entry["sha256"] not in held:
                    raise Refused(f"data/items.jsonl, row {rows}: the object it names is not in the bag")
                shown.add(entry["sha256"])
            cells = next(table, {})
            for key in ("item", "sha256", "size", "seq", "t", "event", "agent", "derived_from", "tool"):
                if cells.get(key) != str(entry.get(key, "")):
                    raise Refused(f"data/items.csv, row {rows}: {key} differs from data/items.jsonl")
            if row["detail"] is not None:
                told = self.read(f"data/details/{entry['seq']:010d}.json")
                if json.loads(told) != row["detail"]:
                    raise Refused(f"data/items.jsonl, row {rows}: the details differ from those disclosed")
        if next(table, None) is not None:
            raise Refused("data/items.csv: more rows than data/items.jsonl")
        if held - shown:
            raise Refused(f"data/objects/{min(held - shown)}: belongs to no item in data/items.jsonl")
        self.report.right.append(f"items: {rows} rows and {len(held)} objects agree with the log")

    def _proof_entries(self) -> Iterator[bytes]:
        for name in sorted(n for n in self.files if n.startswith("data/proofs/") and n.endswith(".entry")):
            yield self.read(name)

    def check_details(self) -> None:
        """SHA-256(salt ‖ detail) is what the log line committed to when it was written."""
        count = 0
        for name in self.files:
            if not name.startswith("data/details/"):
                continue
            match = re.fullmatch(r"data/details/([0-9]{10,})\.(json|salt)", name)
            if not match:
                raise Refused(f"{name}: not a detail record")
            if match.group(2) == "salt":
                self.read(name[:-5] + ".json")
                continue
            salted = self.read(name[:-5] + ".salt") + self.read(name)
            if self.commits.get(int(match.group(1))) != hashlib.sha256(salted).hexdigest():
                raise Refused(f"{name}: not the details that log entry {int(match.group(1))} committed to")
            count += 1
        if count:
            self.report.right.append(f"details: {count} disclosed, as committed to in the log")

    # ------------------------------------------------------------ stamps

    def check_stamps(self) -> None:
        """Each response stamps the very checkpoint it lies beside; openssl verifies it at its own time."""
        openssl = shutil.which("openssl")
        stamps = 0
        for name in sorted(self.files):
            match = re.fullmatch(r"data/checkpoints/([0-9]{10,})((?:\.[0-9]+)?)\.tsr", name)
            if not match:
                continue
            checkpoint = self.read(f"data/checkpoints/{match.group(1)}")
            facts = stamp_facts(self.read(name))
            if facts.status not in (0, 1):
                raise Refused(f"{name}: the authority refused to stamp")
            if facts.algorithm != SHA256_OID or facts.imprint != hashlib.sha256(checkpoint).digest():
                raise Refused(f"{name}: a stamp of something else than checkpoint {int(match.group(1))}")
            certificates = name[:-4] + ".certs"
            self.read(certificates)
            stamps += 1
            said = f"{name}: entries 0 to {int(match.group(1)) - 1} existed at {facts.gen_time}"
            if openssl is None:
                self.report.unproven.append(f"{said}, if its signature holds: openssl is not installed here")
                continue
            self._openssl(openssl, name, certificates, facts.epoch, match.group(1))
            self.report.right.append(said)
            if self.outside.authority is None:
                self.report.unproven.append(
                    f"that {certificates} is the authority's: get its root elsewhere, give it as --tsa-ca"
                )
        if not stamps:
            self.report.unproven.append(
                "when: the bag holds no time stamp; only the archive's own clock dates it"
            )

    def _openssl(self, openssl: str, name: str, certificates: str, epoch: int, size: str) -> None:
        anchors = self.outside.authority or self.path(certificates)
        command = [openssl, "ts", "-verify", "-in", self.path(name)]
        command += ["-data", self.path("data/checkpoints/" + size), "-attime", str(epoch)]
        command += ["-CAfile", anchors, "-untrusted", self.path(certificates)]
        with tempfile.TemporaryFile() as said:
            code = subprocess.run(  # noqa: S603 - openssl with arguments of our own
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, timeout=120, check=False
            ).returncode
        if code != 0:
            raise Refused(f"{name}: openssl ts -verify refuses it")

    # ------------------------------------------------------------ what only the outside can show

    def check_outside(self) -> None:
        """Compare the key with the one the archive published; say what stays open without that."""
        fingerprints = {key.fingerprint: key_id for key_id, key in self.keys.items()}
        origin = self._newest().origin
        vkeys = {key.vkey(origin): key_id for key_id, key in self.keys.items()}
        known = self.outside.key
        if known is not None:
            plain = known.strip()
            key_id = vkeys.get(plain) or fingerprints.get(plain.replace(":", "").lower())
            if key_id is None:
                raise Refused("data/keys: not the key you gave; this is another log, or a forged one")
            self.report.right.append(f"key: {key_id} is the key you gave")
        elif not self.continued:
            self.report.unproven.append(
                "whose log this is: compare the key with one published outside the bag (--key-fingerprint), "
                "or give a checkpoint you were sent earlier (--older-checkpoint); the key is "
                + "".join(list(vkeys)[-1:])
            )
        if not self.continued:
            self.report.unproven.append(
                "that the holder of the key did not rewrite the log before its first stamp: only an earlier "
                "checkpoint kept by someone else shows that (--older-checkpoint)"
            )


def _raise(error: OSError) -> None:
    raise error


def file_digest(path: str) -> str:
    """SHA-256 of a file, in constant memory."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Check a bag from the command line."""
    parser = argparse.ArgumentParser(description="Check an exported bag; needs only Python.")
    parser.add_argument("bag", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--key-fingerprint", metavar="KEY", help="the key you know: 64 hex, or a vkey")
    parser.add_argument("--older-checkpoint", metavar="FILE", action="append", default=[])
    parser.add_argument(
        "--tsa-ca", metavar="FILE", help="the authority's root in PEM, from elsewhere than the bag"
    )
    given = parser.parse_args(arguments)
    if given.key_fingerprint == "":
        parser.error("--key-fingerprint needs a value")
    for name in [*given.older_checkpoint, given.tsa_ca]:
        if name is not None and not os.path.isfile(name):
            parser.error(f"{name}: no such file")
    if not os.path.isfile(os.path.join(given.bag, "bagit.txt")):
        print(f"REFUSED    {given.bag}: not a bag (no bagit.txt)")
        return 1
    outside = Outside(given.key_fingerprint, tuple(given.older_checkpoint), given.tsa_ca)
    report = Bag(given.bag, outside).check()
    for heading, lines in (
        ("right     ", report.right),
        ("NOT PROVEN", report.unproven),
        ("REFUSED   ", report.refused),
    ):
        for line in lines:
            print(heading, ascii(line)[1:-1])  # a file name must not reach the terminal raw
    print("RESULT: " + ("every check passed" if report.ok else "REFUSED; do not rely on this bag"))
    return 0 if report.ok else 1


if __name__ == "__main__":
    sys.exit(main())
