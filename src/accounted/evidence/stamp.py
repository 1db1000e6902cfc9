"""Is this RFC 3161 response a good stamp of these bytes? Two independent verifiers are asked.

`rfc3161-client` and, where it is installed, `openssl ts -verify` each judge the response *at its own time*
(genTime): a certificate that has expired since is no failure. Each is known to refuse some responses that the
other takes, so one that accepts is enough, and a disagreement is told. What must hold whoever judges
(granted, SHA-256, these bytes, this nonce, no revoked certificate) is checked here first.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from accounted.evidence.errors import EvidenceError
from accounted.evidence.verifiers import verify as standalone

if TYPE_CHECKING:
    from cryptography import x509

LARGEST_RESPONSE = 256 * 1024  # a response with a long chain is some 10 KiB
_STATUS = {
    2: "rejected",
    3: "waiting",
    4: "revocation warning",
    5: "revoked",
}
_PEM_BLOCK = re.compile(rb"-----BEGIN (CERTIFICATE|X509 CRL)-----.*?-----END \1-----\n?", re.DOTALL)


class StampRefused(EvidenceError):
    """A response that is no good stamp of the bytes it should stamp. The message says why."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Roots, intermediate certificates and revocation lists (CRLs) of an authority, in PEM."""

    pem: bytes

    def __post_init__(self) -> None:
        if not self.roots:
            raise StampRefused(
                "the authority's certificates hold no root (a self-signed certificate) in PEM form; "
                "add the root certificate that the authority publishes"
            )

    @property
    def certificates(self) -> list[x509.Certificate]:
        """Every certificate, in the order of the file."""
        from cryptography import x509

        try:
            return [x509.load_pem_x509_certificate(block) for block in self._blocks(b"CERTIFICATE")]
        except ValueError:
            raise StampRefused("a certificate of the authority cannot be read; get the file anew") from None

    @property
    def roots(self) -> list[x509.Certificate]:
        """The self-signed certificates: what is trusted."""
        return [one for one in self.certificates if one.subject == one.issuer]

    @property
    def intermediates(self) -> list[x509.Certificate]:
        """The others: what may lead to a root."""
        return [one for one in self.certificates if one.subject != one.issuer]

    @property
    def revocation_lists(self) -> list[x509.CertificateRevocationList]:
        """The CRLs kept beside the certificates."""
        from cryptography import x509

        try:
            return [x509.load_pem_x509_crl(block) for block in self._blocks(b"X509 CRL")]
        except ValueError:
            raise StampRefused("a revocation list of the authority cannot be read; get it anew") from None

    def _blocks(self, kind: bytes) -> list[bytes]:
        return [match.group(0) for match in _PEM_BLOCK.finditer(self.pem) if match.group(1) == kind]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A response that was accepted; each verifier said `valid`, `refused: …` or `not installed`."""

    time: datetime
    serial: int
    policy: str
    sha256: str
    verdicts: Mapping[str, str]

    @property
    def agreed(self) -> bool:
        """Whether every verifier that could judge accepts."""
        return all(verdict in ("valid", "not installed") for verdict in self.verdicts.values())


def judge(
    response: bytes, data: bytes, trust: Trust, *, nonce: int | None = None, openssl: str | None = "openssl"
) -> Judgement:
    """Judge a response as a stamp of `data`. Raises StampRefused; nothing of a refused response is used.

    `nonce` is the one of the request, when the response is fresh. `openssl` is the command, or None.
    """
    facts = _facts(response)
    if facts.status not in (0, 1):
        raise StampRefused(f"the authority did not grant a stamp ({_STATUS.get(facts.status, facts.status)})")
    if facts.algorithm != standalone.SHA256_OID:
        raise StampRefused(
            f"the response uses the digest algorithm {facts.algorithm}, not SHA-256 as asked for"
        )
    if facts.imprint != hashlib.sha256(data).digest():
        raise StampRefused("the response stamps other bytes than those that were sent (wrong imprint)")
    if nonce is not None and facts.nonce != nonce:
        raise StampRefused(
            "the response answers another request (wrong nonce): perhaps an old one sent again"
        )
    verdicts = {
        "rfc3161-client": _rfc3161_client(response, data, trust, nonce),
        "openssl": _openssl(response, data, trust, facts.epoch, openssl),
    }
    if "valid" not in verdicts.values():
        reasons = "; ".join(f"{name}: {verdict}" for name, verdict in verdicts.items())
        raise StampRefused(f"no verifier accepts the response ({reasons})")
    _refuse_revoked(response, trust, datetime.fromtimestamp(facts.epoch, UTC))
    time = datetime.fromisoformat(facts.gen_time)
    return Judgement(time, facts.serial, facts.policy, hashlib.sha256(response).hexdigest(), verdicts)


def _facts(response: bytes) -> standalone.StampFacts:
    if len(response) > LARGEST_RESPONSE:
        raise StampRefused(f"the response is larger than {LARGEST_RESPONSE} bytes: not a time stamp")
    try:
        return standalone.stamp_facts(response)
    except standalone.Refused as refusal:
        raise StampRefused(str(refusal)) from None


def _rfc3161_client(response: bytes, data: bytes, trust: Trust, nonce: int | None) -> str:
    import rfc3161_client

    try:
        decoded = rfc3161_client.decode_timestamp_response(response)
        builder = rfc3161_client.VerifierBuilder(
            roots=trust.roots, intermediates=trust.intermediates, nonce=nonce
        )
        builder.build().verify_message(decoded, data)
    except (ValueError, rfc3161_client.VerificationError) as error:
        return f"refused: {error}"
    return "valid"


def _openssl(response: bytes, data: bytes, trust: Trust, epoch: int, command: str | None) -> str:
    found = shutil.which(command) if command else None
    if found is None:
        return "not installed"
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        for name, content in (("response", response), ("data", data), ("certificates", trust.pem)):
            (folder / name).write_bytes(content)
        arguments = [found, "ts", "-verify", "-in", "response", "-data", "data", "-attime", str(epoch)]
        arguments += ["-CAfile", "certificates", "-untrusted", "certificates"]
        try:
            done = subprocess.run(  # noqa: S603 - arguments of our own, in a directory of our own
                arguments,
                cwd=folder,
                env={"OPENSSL_CONF": "/dev/null", "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=60,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"refused: openssl could not be run ({error.__class__.__name__})"
    if done.returncode == 0:
        return "valid"
    reasons = [line.rpartition(b":")[2] for line in done.stderr.splitlines() if b":error:" in line]
    return "refused: " + (reasons[0].decode("utf-8", "replace")[:200] if reasons else "verification failed")


def _refuse_revoked(response: bytes, trust: Trust, time: datetime) -> None:
    """Refuse a stamp by a certificate that was revoked by then, or whose key leaked at any time."""
    from cryptography import x509

    chain = [*trust.intermediates, *embedded_certificates(response)]
    issuers = [*trust.certificates, *chain]
    for crl in trust.revocation_lists:
        if not any(issuer.subject == crl.issuer and _signed(crl, issuer) for issuer in issuers):
            continue
        for certificate in chain:
            revoked = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if revoked is None or certificate.issuer != crl.issuer:
                continue
            try:
                reason = revoked.extensions.get_extension_for_class(x509.CRLReason).value.reason
            except x509.ExtensionNotFound:
                reason = x509.ReasonFlags.unspecified
            leaked = reason in (x509.ReasonFlags.key_compromise, x509.ReasonFlags.ca_compromise)
            if leaked or revoked.revocation_date_utc <= time:
                raise StampRefused(
                    f"the authority's certificate {certificate.serial_number:x} was revoked on "
                    f"{revoked.revocation_date_utc:%Y-%m-%d} ({reason.value})"
                )


def _signed(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa

    key = issuer.public_key()
    if not isinstance(
        key,
        rsa.RSAPublicKey
        | ec.EllipticCurvePublicKey
        | ed25519.Ed25519PublicKey
        | ed448.Ed448PublicKey
        | dsa.DSAPublicKey,
    ):
        return False
    return crl.is_signature_valid(key)


def embedded_certificates(response: bytes) -> list[x509.Certificate]:
    """The certificates that the authority put into its response."""
    from cryptography.hazmat.primitives.serialization import pkcs7

    try:
        with warnings.catch_warnings():
            # Some authorities put their chain out of the order of DER; the library warns, and reads it.
            warnings.simplefilter("ignore", UserWarning)
            return pkcs7.load_der_pkcs7_certificates(_facts(response).token)
    except ValueError:
        return []
