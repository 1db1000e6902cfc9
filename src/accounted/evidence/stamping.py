"""Having checkpoints stamped by RFC 3161 authorities, and keeping what they answer.

A stamp is made over the bytes of a checkpoint file, so one covers every entry of the log up to there. The
whole response is kept, with the certificates and revocation lists of the day, each bound by a log entry; the
next checkpoint and its stamp therefore cover the earlier stamps as well (the idea of RFC 4998).

Who stamps is for the user to say: there is no authority by default. How bytes travel is for the caller: a
`Fetch` is passed in. An authority that cannot be reached never stops anything. The queue is nothing but the
absence of a file: `stamp_newest` asks every authority that has not yet stamped the newest checkpoint.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from accounted.evidence.checkpoint import Checkpoint, checkpoint_files
from accounted.evidence.entry import Entry
from accounted.evidence.errors import EvidenceError
from accounted.evidence.problem import Problem
from accounted.evidence.stamp import (
    LARGEST_RESPONSE,
    Judgement,
    StampRefused,
    Trust,
    embedded_certificates,
    judge,
)

if TYPE_CHECKING:
    from cryptography import x509

    from accounted.evidence.store import Store

LARGEST_REVOCATION_LIST = 32 << 20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_HEADER = "Time-stamp authority: "
_STAMP_FILE = re.compile(r"([0-9]{10,16})(?:\.([1-9][0-9]{0,3}))?\.tsr")


class AuthorityUnreachable(EvidenceError):
    """The authority could not be asked. Nothing was lost: the checkpoint waits for the next attempt."""


class Fetch(Protocol):
    """How to reach the network, given by the caller: POST `body`, or GET when it is None.

    Returns a stream of the answer; raises OSError when there is none (with time limits of its own).
    """

    def __call__(self, url: str, body: bytes | None, headers: Mapping[str, str]) -> BinaryIO:
        """Ask `url`."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A time-stamp authority that the user chose: a short name, its address, its certificates in PEM.

    The certificates (root first, intermediates and CRLs as there are) come from the user, not from the
    authority's answer: they are what makes the stamp worth anything.
    """

    name: str
    url: str
    trust: Trust

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise EvidenceError(
                f"authority {self.name!r}: give it a short name of letters, digits and . _ - (at most 40)"
            )
        if not re.fullmatch(r"https?://[!-~]+", self.url):
            raise EvidenceError(f"authority {self.name}: {self.url!r} is not an http or https address")

    @classmethod
    def load(cls, name: str, url: str, certificates: Path) -> Authority:
        """An authority whose certificates are in a file."""
        try:
            return cls(name, url, Trust(certificates.read_bytes()))
        except OSError as error:
            raise EvidenceError(
                f"authority {name}: its certificates cannot be read from {certificates} ({error.strerror})"
            ) from None


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp in the archive: which checkpoint, by whom, and the files (relative to the archive)."""

    checkpoint_size: int
    authority: str
    response: str
    certificates: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of asking one authority: a stamp with its judgement, or the reason why there is none."""

    authority: str
    stamp: Stamp | None = None
    judgement: Judgement | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A checkpoint signed, but not stamped by this authority, and since when there have been such."""

    authority: str
    checkpoint_size: int
    since: str


@dataclass(frozen=True, slots=True)
class StampReport:
    """What verification found of the stamps of one checkpoint."""

    stamps: int
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def request_stamp(
    data: bytes, authority: Authority, fetch: Fetch, *, openssl: str | None = "openssl"
) -> tuple[bytes, Judgement]:
    """Have bytes stamped: the whole response, judged at once.

    Raises AuthorityUnreachable when there is no answer, StampRefused when the answer is no good stamp.
    """
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    builder = TimestampRequestBuilder(
        data=data, hash_algorithm=HashAlgorithm.SHA256, nonce=True, cert_req=True
    )
    request = builder.build()
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    response = _ask(fetch, authority.url, request.as_bytes(), headers, LARGEST_RESPONSE)
    return response, judge(response, data, authority.trust, nonce=request.nonce, openssl=openssl)


def _ask(fetch: Fetch, url: str, body: bytes | None, headers: Mapping[str, str], limit: int) -> bytes:
    try:
        with fetch(url, body, headers) as stream:
            data = stream.read(limit + 1)
            while data and len(data) <= limit and (more := stream.read(limit + 1 - len(data))):
                data += more
    except EvidenceError:
        raise
    except Exception as error:  # a transport may fail in any way it likes; none may stop the archive's work
        raise AuthorityUnreachable(
            f"{url} cannot be reached ({error.__class__.__name__}: {error}); the checkpoint is signed and "
            "waits for its stamp; try again with `accounted checkpoint`"
        ) from error
    if len(data) > limit:
        raise StampRefused(f"{url}: the answer is larger than {limit} bytes, it was not read further")
    if not data:
        raise StampRefused(f"{url}: the answer is empty")
    return data


def stamp(
    store: Store,
    checkpoint: Checkpoint,
    authority: Authority,
    fetch: Fetch,
    *,
    agent: str,
    openssl: str | None = "openssl",
) -> tuple[Stamp, Judgement]:
    """Have one checkpoint stamped by one authority; keep and log the response and the certificates.

    Raises AuthorityUnreachable or StampRefused; then nothing is kept.
    """
    response, judgement = request_stamp(checkpoint.text, authority, fetch, openssl=openssl)
    lists, missing = _revocation_lists(response, authority, fetch)
    certificates = _certificates_of_the_day(response, authority, lists)
    judgement = judge(response, checkpoint.text, Trust(certificates), openssl=openssl)
    base = _free_name(store.root, checkpoint)
    held = Stamp(checkpoint.size, authority.name, f"{base}.tsr", f"{base}.certs")
    detail = {
        "authority": authority.name,
        "url": authority.url,
        "time": judgement.time.isoformat(),
        "serial": f"{judgement.serial:x}",
        "policy": judgement.policy,
        "checkpoint_sha256": hashlib.sha256(checkpoint.text).hexdigest(),
        "certificates_sha256": hashlib.sha256(certificates).hexdigest(),
        "verdicts": dict(judgement.verdicts),
        "verifiers_agree": judgement.agreed,
        "revocation_lists_missing": missing,
    }
    item = checkpoint.file_name
    # Certificates first: a response in place is always complete.
    store.attach(held.certificates, certificates, event="timestamp", agent=agent, item=item)
    store.attach(held.response, response, event="timestamp", agent=agent, item=item, detail=detail)
    return held, judgement


def stamp_newest(
    store: Store,
    authorities: Sequence[Authority],
    fetch: Fetch,
    *,
    agent: str,
    openssl: str | None = "openssl",
) -> list[Attempt]:
    """Ask every authority that has not stamped the newest checkpoint; none can make this fail."""
    checkpoint = store.latest_checkpoint()
    if checkpoint is None:
        return []
    attempts = []
    done = {held.authority for held in stamps_of(store.root, checkpoint.size)}
    for authority in authorities:
        if authority.name in done:
            continue
        try:
            held, judgement = stamp(store, checkpoint, authority, fetch, agent=agent, openssl=openssl)
            attempts.append(Attempt(authority.name, held, judgement))
        except (AuthorityUnreachable, StampRefused) as error:
            attempts.append(Attempt(authority.name, problem=str(error)))
    return attempts


def waiting(store: Store, authorities: Sequence[Authority]) -> list[Waiting]:
    """The authorities whose stamp the newest checkpoint lacks: signed, not stamped since when."""
    found = []
    sizes = [int(path.name) for path in checkpoint_files(store.root)]
    by_authority: dict[str, int] = {}
    for held in stamps(store.root):
        by_authority[held.authority] = max(held.checkpoint_size, by_authority.get(held.authority, 0))
    for authority in authorities:
        open_ones = [size for size in sizes if size > by_authority.get(authority.name, 0)]
        if open_ones:
            entry = _entry(store, open_ones[0] - 1)
            found.append(Waiting(authority.name, open_ones[-1], entry.t))
    return found


def _entry(store: Store, seq: int) -> Entry:
    return next(iter(store.entries(seq)))


def stamps(root: Path) -> Iterator[Stamp]:
    """The stamps in an archive, by size of checkpoint; what they are worth is for `verify_stamps` to say."""
    directory = root / "log" / "checkpoints"
    named = [(path, _STAMP_FILE.fullmatch(path.name)) for path in directory.iterdir()]
    numbered = [(int(match[1]), int(match[2] or 1), path) for path, match in named if match]
    for size, _, path in sorted(numbered):
        base = f"log/checkpoints/{path.name.removesuffix('.tsr')}"
        yield Stamp(size, _authority_in(root / f"{base}.certs"), f"{base}.tsr", f"{base}.certs")


def stamps_of(root: Path, size: int) -> list[Stamp]:
    """The stamps over the checkpoint of this size."""
    return [held for held in stamps(root) if held.checkpoint_size == size]


def verify_stamps(root: Path, checkpoint: Checkpoint, *, openssl: str | None = "openssl") -> StampReport:
    """Judge the stamps of a checkpoint again, each at its own time.

    That the files are those that the log bound is checked with every other companion file.
    """
    problems: list[Problem] = []
    notes: list[str] = []
    held = stamps_of(root, checkpoint.size)
    for one in held:
        try:
            certificates = Trust((root / one.certificates).read_bytes())
            judgement = judge(
                (root / one.response).read_bytes(), checkpoint.text, certificates, openssl=openssl
            )
        except (OSError, EvidenceError) as error:
            problems.append(Problem("stamp", one.response, f"this stamp proves nothing: {error}"))
            continue
        when = f"{judgement.time:%Y-%m-%d %H:%M:%S} UTC"
        notes.append(
            f"{one.response}: {one.authority} says that this checkpoint existed at {when}; compare its root "
            f"certificate, {_fingerprints(certificates)}, with one got elsewhere"
        )
        if not judgement.agreed:
            said = "; ".join(f"{name}: {verdict}" for name, verdict in judgement.verdicts.items())
            notes.append(f"{one.response}: the verifiers disagree ({said})")
    return StampReport(len(held), tuple(problems), tuple(notes))


def _fingerprints(trust: Trust) -> str:
    from cryptography.hazmat.primitives.hashes import SHA256

    return ", ".join(f"SHA-256 {root.fingerprint(SHA256()).hex()}" for root in trust.roots)


def _authority_in(certificates: Path) -> str:
    try:
        with certificates.open("rb") as file:
            line = file.readline(200).decode("utf-8", "replace").rstrip("\n")
    except OSError:
        return ""
    return line.removeprefix(_HEADER) if line.startswith(_HEADER) else ""


def _free_name(root: Path, checkpoint: Checkpoint) -> str:
    """`log/checkpoints/<size>`, with `.2`, `.3` … when there are files of that name already."""
    base = f"log/checkpoints/{checkpoint.file_name}"
    for number in range(1, 10_000):
        name = base if number == 1 else f"{base}.{number}"
        if not (root / f"{name}.tsr").exists() and not (root / f"{name}.certs").exists():
            return name
    raise EvidenceError(f"{base}: stamped too often")


def _certificates_of_the_day(
    response: bytes, authority: Authority, lists: Sequence[x509.CertificateRevocationList]
) -> bytes:
    """PEM text: who the authority is, what the user trusts, what the response carried, the revocation
    lists.
    """
    from cryptography.hazmat.primitives.serialization import Encoding

    trusted = authority.trust.certificates
    carried = [
        one for one in embedded_certificates(response) if one not in trusted and one.subject != one.issuer
    ]
    revoked = [*authority.trust.revocation_lists, *lists]
    blocks = [one.public_bytes(Encoding.PEM) for one in [*trusted, *carried]]
    blocks += [one.public_bytes(Encoding.PEM) for one in revoked]
    head = f"{_HEADER}{authority.name}\nAddress: {authority.url}\n\n"
    return head.encode() + b"".join(blocks)


def _revocation_lists(
    response: bytes, authority: Authority, fetch: Fetch
) -> tuple[list[x509.CertificateRevocationList], list[str]]:
    """The CRLs that the certificates name, as far as they can be had; and the addresses where they could
    not.
    """
    from cryptography import x509

    addresses: list[str] = []
    for certificate in [*embedded_certificates(response), *authority.trust.certificates]:
        try:
            points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
        except (x509.ExtensionNotFound, ValueError):
            continue
        names = [name.value for point in points for name in point.full_name or []]
        addresses += [name for name in names if isinstance(name, str) and name not in addresses]
    lists, missing = [], []
    for address in addresses:
        try:
            if not address.startswith(("http://", "https://")):
                raise AuthorityUnreachable(address)
            data = _ask(fetch, address, None, {}, LARGEST_REVOCATION_LIST)
            pem = data.lstrip().startswith(b"-----BEGIN")
            lists.append(x509.load_pem_x509_crl(data) if pem else x509.load_der_x509_crl(data))
        except (EvidenceError, ValueError):
            missing.append(address)
    return lists, missing
