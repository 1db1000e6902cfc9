"""An RFC 3161 time-stamp authority made with openssl, for tests."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from accounted.evidence.stamp import Trust
from accounted.evidence.stamping import Authority

_SETTINGS = """
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
{leaf}
[ca]
database = index.txt
new_certs_dir = .
serial = ca-serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[tsa]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256, sha512
signer_digest = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
tsa_name = yes
"""


def openssl(*arguments: str, cwd: Path, check: bool = True) -> subprocess.CompletedProcess[bytes]:
    """Run openssl without the machine's own settings."""
    return subprocess.run(
        ["openssl", *arguments],
        cwd=cwd,
        env={**os.environ, "OPENSSL_CONF": "/dev/null"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=check,
    )


class LocalAuthority:
    """An RFC 3161 authority in a directory: a root, a stamping certificate, and `openssl ts` to answer."""

    def __init__(
        self, folder: Path, name: str = "local", *, leaf: str = "", ends: datetime | None = None
    ) -> None:
        self.folder = folder
        self.name = name
        self.asked = 0
        folder.mkdir()
        (folder / "cnf").write_text(_SETTINGS.format(name=f"Root of {name}", leaf=leaf))
        (folder / "serial").write_text("01\n")
        (folder / "ca-serial").write_text("01\n")
        (folder / "index.txt").write_text("")
        key = ("-newkey", "rsa:2048", "-nodes", "-config", "cnf")
        openssl(
            "req",
            "-x509",
            *key,
            "-keyout",
            "root.key",
            "-out",
            "root.pem",
            "-days",
            "9000",
            "-extensions",
            "root",
            cwd=folder,
        )
        openssl(
            "req", "-new", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", f"/CN={name}", cwd=folder
        )
        until = ends or datetime.now(UTC) + timedelta(days=30)
        openssl(
            *("ca", "-batch", "-config", "cnf", "-name", "ca", "-extensions", "leaf", "-notext"),
            *("-cert", "root.pem", "-keyfile", "root.key", "-in", "tsa.csr", "-out", "tsa.pem"),
            *("-startdate", "20200101000000Z", "-enddate", until.strftime("%Y%m%d%H%M%SZ")),
            cwd=folder,
        )

    @property
    def root_pem(self) -> bytes:
        return (self.folder / "root.pem").read_bytes()

    @property
    def authority(self) -> Authority:
        return Authority(self.name, f"http://{self.name}.invalid/tsa", Trust(self.root_pem))

    def answer(self, query: bytes, *options: str) -> bytes:
        (self.folder / "query").write_bytes(query)
        openssl(
            *("ts", "-reply", "-queryfile", "query", "-config", "cnf", "-section", "tsa"),
            *("-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "response", *options),
            cwd=self.folder,
        )
        return (self.folder / "response").read_bytes()

    def revoke(self, reason: str = "superseded") -> bytes:
        """Revoke the stamping certificate as of now; returns the revocation list in PEM."""
        ca = ("ca", "-batch", "-config", "cnf", "-name", "ca", "-cert", "root.pem", "-keyfile", "root.key")
        openssl(*ca, "-revoke", "tsa.pem", "-crl_reason", reason, cwd=self.folder)
        openssl(*ca, "-gencrl", "-crldays", "9", "-out", "crl.pem", cwd=self.folder)
        return (self.folder / "crl.pem").read_bytes()

    def fetch(self, url: str, body: bytes | None, headers: Mapping[str, str]) -> io.BytesIO:
        self.asked += 1
        assert body is not None and headers["Content-Type"] == "application/timestamp-query"
        return io.BytesIO(self.answer(body))


def unreachable(url: str, body: bytes | None, headers: Mapping[str, str]) -> io.BytesIO:
    raise ConnectionRefusedError(111, "Connection refused")
