"""Time stamps from an authority that the user configured, over the real network path, on this machine."""

from __future__ import annotations

import shutil
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "evidence"))

from local_authority import LocalAuthority

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


@pytest.fixture
def authority(accounted, tmp_path):
    """An authority that answers on this machine, written into the user's settings."""
    local = LocalAuthority(tmp_path / "authority")

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = local.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    accounted.home.mkdir(exist_ok=True)
    (accounted.home / "config.toml").write_text(
        f'[[authority]]\nname = "local"\nurl = "http://127.0.0.1:{server.server_port}/"\n'
        f'certificates = "{local.folder / "root.pem"}"\n'
    )
    yield server
    server.shutdown()
    server.server_close()


def test_an_intake_and_a_bag_are_stamped_and_verified(accounted, archive, authority, statement):
    added = accounted("add", statement, "--archive", archive)
    assert added.code == 0 and "Stamped by local" in added.err
    verified = accounted("verify", archive, "--json")
    assert verified.code == 0, verified.err
    assert verified.json["stamps"] == 1
    exported = accounted("export", "bag", "--archive", archive, "-o", "bag", "--json")
    assert exported.code == 0 and exported.json["stamps"] >= 1


def test_an_authority_that_cannot_be_reached_never_blocks_and_is_asked_again(
    accounted, archive, authority, statement
):
    address = (accounted.home / "config.toml").read_text()
    (accounted.home / "config.toml").write_text(address.replace(f":{authority.server_port}/", ":9/"))
    added = accounted("add", statement, "--archive", archive)
    assert added.code == 0 and "not stamped by local" in added.err
    (accounted.home / "config.toml").write_text(address)
    assert accounted("checkpoint", "--archive", archive).code == 0
    assert accounted("verify", archive, "--json").json["stamps"] == 1


def test_settings_that_cannot_be_followed_name_the_key(accounted, archive):
    accounted.home.mkdir(exist_ok=True)
    (accounted.home / "config.toml").write_text('[[authority]]\nname = "local"\n')
    told = accounted("checkpoint", "--archive", archive)
    assert told.code == 1 and "url" in told.err and "certificates" in told.err
