"""The way to a language model that the user runs: one address, named by the user, and no other.

No proxy from the environment, no redirect, no cookie, no second host. Where the address is not this machine,
the user has to say so: documents hold the identities of witnesses, and what was sent cannot be called back.
Nothing that the server answers is shown or logged; it is handed to the checks, or it is not used.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from accounted import __version__
from accounted.reading.model.answers import LARGEST, BadAnswer, NoAnswer

KEY = "ACCOUNTED_MODEL_KEY"
SECONDS = 300.0  # of one answer, from connecting to its last byte
ATTEMPTS = 3
PAUSES = (1.0, 4.0)  # seconds before the second and the third attempt
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = range(300, 400)
_LONGEST_KEY = 4_096
_CHUNK = 1 << 16


class BadEndpoint(ValueError):
    """An address or a key that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The address of an OpenAI-compatible server: `http://127.0.0.1:8080/v1`."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str, *, allow_remote: bool = False) -> Endpoint:
        """Read an address.

        Raises:
            BadEndpoint: it is no plain http or https address, or not of this machine and that was not
                allowed.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise BadEndpoint(f"{url!r}: this is no address; write http://127.0.0.1:8080/v1") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadEndpoint(f"{url!r}: write the whole address, such as http://127.0.0.1:8080/v1")
        if parts.username is not None or parts.password is not None:
            raise BadEndpoint(f"the address holds a name or password; give a key in {KEY} or --api-key-file")
        if parts.query or parts.fragment or any(not 32 < ord(character) < 127 for character in url):
            raise BadEndpoint(f"{url!r}: an address without spaces, ? and #, in plain letters")
        path = parts.path.rstrip("/").removesuffix("/chat/completions") or "/v1"
        found = cls(parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80), path)
        if not found.here and not allow_remote:
            raise BadEndpoint(
                f"{found.host} is not this machine: the documents, with the witnesses in them, would leave "
                "it. Run the model here; or, if you may send them there, add --allow-remote"
            )
        return found

    @property
    def here(self) -> bool:
        """Whether it is this machine, as far as the name says. The connection is looked at as well."""
        return self.host == "localhost" or _loopback(self.host)

    @property
    def shown(self) -> str:
        """Scheme, host and port: what a reading names."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    def warnings(self) -> list[str]:
        """What a user must know before anything is sent."""
        if self.here:
            return []
        told = [
            f"{self.shown} is not this machine: the text of every document read is sent to whoever runs it."
        ]
        if self.scheme == "http":
            told.append("The address is http: everybody on the way can read what is sent. Use https.")
        return told


def api_key(file: Path | None, environment: Mapping[str, str] = os.environ) -> str | None:
    """The key for the server: from a file, else from ACCOUNTED_MODEL_KEY; None where there is none.

    Raises:
        BadEndpoint: the file cannot be read, or what it holds cannot be a key. The key is never shown.
    """
    if file is None:
        found, where = environment.get(KEY), KEY
    else:
        where = str(file)
        try:
            with file.open("rb") as opened:
                found = opened.read(_LONGEST_KEY + 1).decode("ascii", "replace").strip()
        except OSError as error:
            raise BadEndpoint(f"{file}: the key cannot be read ({error.strerror})") from None
    if not found:
        return None
    if len(found) > _LONGEST_KEY or any(not 32 < ord(character) < 127 for character in found):
        raise BadEndpoint(f"{where}: holds no key: one line of plain letters, digits and marks")
    return found


@dataclass(frozen=True)
class ModelServer:
    """Asks one server, one question after the other."""

    endpoint: Endpoint
    model: str
    key: str | None = field(default=None, repr=False)
    seconds: float = SECONDS
    pause: Callable[[float], None] = time.sleep

    def __call__(self, body: bytes) -> bytes:
        """The body of the server's answer to a chat completion.

        Raises:
            NoAnswer: it is down, elsewhere, does not know the model, or refuses the key.
            BadAnswer: this answer is too large or was not given in time.
        """
        for pause in (*PAUSES[: ATTEMPTS - 1], None):
            status, answer = self._ask("POST", "/chat/completions", body)
            if status == 200:
                return answer
            if status not in _AGAIN or pause is None:
                break
            self.pause(pause)
        raise self._refused(status)

    def _refused(self, status: int) -> NoAnswer | BadAnswer:
        where = self.endpoint.shown
        if status in _REDIRECTS:
            return NoAnswer(
                f"{where} sends us to another address ({status}); name the final address yourself"
            )
        if status in (401, 403):
            return NoAnswer(f"{where} refuses the key ({status}); give it in {KEY} or with --api-key-file")
        if status in (400, 404) and self._knows_model() is False:
            return NoAnswer(
                f"{where} does not know the model {self.model!r}; list its models with: "
                f"curl {where}{self.endpoint.path}/models"
            )
        if status == 404:
            return NoAnswer(
                f"{where} has no {self.endpoint.path}/chat/completions (404); most servers want the address "
                "with /v1 at its end"
            )
        if status in (400, 413, 422):
            return BadAnswer(
                f"the server refuses the request ({status}): the text may be longer than the model holds "
                "(try a smaller --piece-size), or it knows no structured output"
            )
        return NoAnswer(f"{where} answers with an error ({status}), {ATTEMPTS} times where that may pass")

    def _knows_model(self) -> bool | None:
        """Whether the server lists the model; None where it lists none."""
        try:
            status, answer = self._ask("GET", "/models", None)
            listed = json.loads(answer)["data"] if status == 200 else None
            return None if listed is None else self.model in {one["id"] for one in listed}
        except (BadAnswer, NoAnswer, ValueError, KeyError, TypeError, RecursionError):
            return None

    def _ask(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        headers = {"User-Agent": f"accounted/{__version__}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self.key is not None:
            headers["Authorization"] = f"Bearer {self.key}"
        connection, opened = self._connected()
        late = threading.Event()
        timer = threading.Timer(self.seconds, _hang_up, (opened, late))
        timer.daemon = True
        try:
            timer.start()  # a server may answer a byte at a time for ever; the whole answer has a limit
            connection.request(method, self.endpoint.path + path, body, headers)
            response = connection.getresponse()
            if response.status in _REDIRECTS:
                return response.status, b""
            answer = bytearray()
            while chunk := response.read1(_CHUNK):
                answer += chunk
                if len(answer) > LARGEST:
                    raise BadAnswer(f"the answer is larger than {LARGEST >> 20} MiB")
            if late.is_set() or response.length:
                raise ConnectionError
            return response.status, bytes(answer)
        except (OSError, http.client.HTTPException, ValueError) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                raise BadAnswer(f"no whole answer within {self.seconds:g} seconds (--timeout)") from None
            raise BadAnswer("the server broke off its answer") from None
        finally:
            timer.cancel()
            connection.close()

    def _connected(self) -> tuple[http.client.HTTPConnection, socket.socket]:
        """A connection to the endpoint itself: no proxy is asked for, none is used."""
        host, port, where = self.endpoint.host, self.endpoint.port, self.endpoint.shown
        connection = http.client.HTTPConnection(host, port, timeout=self.seconds)
        if self.endpoint.scheme == "https":
            safely = ssl.create_default_context()
            connection = http.client.HTTPSConnection(host, port, timeout=self.seconds, context=safely)
        try:
            connection.connect()
        except ssl.SSLError:
            raise NoAnswer(
                f"{where}: no secure connection; its certificate is not one this machine trusts"
            ) from None
        except OSError:
            raise NoAnswer(f"{where}: nobody answers there; start the server, or check the address") from None
        opened: socket.socket = connection.sock
        # A name may be made to point anywhere: what counts is whom the connection reached.
        if self.endpoint.here and not _loopback(opened.getpeername()[0]):
            connection.close()
            raise NoAnswer(f"{where} leads to another machine; nothing was sent")
        return connection, opened


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _hang_up(opened: socket.socket, late: threading.Event) -> None:
    late.set()
    with contextlib.suppress(OSError):  # it closed by itself
        opened.shutdown(socket.SHUT_RDWR)
