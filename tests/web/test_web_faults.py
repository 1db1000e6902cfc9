"""Faults: the database restarts under load, the server dies during an upload, two people change one thing."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.db import connections

from accounted.record import decisions, queries
from accounted.web import uploads
from accounted.web.access import audit, tokens

PATIENCE = 120.0


def token_of(workspace: Any, role: str) -> dict[str, str]:
    now = workspace.archive.now()
    _, secret = tokens.create(
        workspace.user(role), title="load", role=role, archive=workspace.archive.id,
        expires=now + timedelta(days=1), now=now,
    )  # fmt: skip
    return {"Authorization": f"Bearer {secret}"}


class Load:
    """Readers that look at pages and answers all the time, and one who judges claim after claim."""

    def __init__(self, live: Any) -> None:
        self.address, self.workspace = live.address, live.workspace
        self.answers: list[tuple[str, int]] = []
        self.refused: list[httpx.Response] = []
        self.judged: dict[str, int] = {}
        self._over = threading.Event()
        self._reader = token_of(self.workspace, "analyst")
        self._judge = token_of(self.workspace, "reviewer")
        self._way_in = live.way_in("lead")
        self._claims = [one.id for one in queries.claims(self.workspace.archive, status="unreviewed")]

    @contextmanager
    def running(self) -> Iterator[None]:
        page = httpx.Client(base_url=self.address, timeout=PATIENCE)
        page.get(self._way_in)
        program = httpx.Client(base_url=self.address, headers=self._reader, timeout=PATIENCE)
        people = [
            threading.Thread(target=self._look, args=(page, ("/documents/", "/review/", "/people/"))),
            threading.Thread(target=self._look, args=(program, ("/api/v1/claims", "/api/v1/items"))),
            threading.Thread(target=self._decide),
        ]
        for one in people:
            one.start()
        try:
            yield
        finally:
            self._over.set()
            for one in people:
                one.join(PATIENCE)

    def _look(self, client: httpx.Client, addresses: tuple[str, ...]) -> None:
        while not self._over.is_set():
            for address in addresses:
                self._note(address, client.get(address))

    def _decide(self) -> None:
        client = httpx.Client(base_url=self.address, headers=self._judge, timeout=PATIENCE)
        for claim in self._claims:
            if self._over.is_set():
                return
            told = {"outcome": "accepted", "reason": "the words say this"}
            answer = client.post(f"/api/v1/claims/{claim}/judgements", json=told)
            self._note("judge", answer)
            self.judged[claim] = answer.status_code
            time.sleep(0.02)

    def _note(self, what: str, answer: httpx.Response) -> None:
        self.answers.append((what, answer.status_code))
        if answer.status_code != 200:
            self.refused.append(answer)

    def wait_for(self, condition: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < until, f"waited too long for {what}"
            time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.postgres
def test_a_database_that_restarts_under_load_is_told_plainly_and_nothing_is_half_written(
    postgresql: Any, live_on_postgresql: Any
) -> None:
    """It is cut off twice: restarted at once, and away for two seconds. The server stays the same process."""
    load = Load(live_on_postgresql)
    archive = live_on_postgresql.workspace.archive
    with load.running():
        load.wait_for(lambda: len(load.judged) > 3 and len(load.answers) > 15, "the load to begin")
        postgresql.restart()
        load.wait_for(lambda: sum(status == 200 for status in load.judged.values()) > 6, "work to go on")
        postgresql.restart(away=2)
        load.wait_for(lambda: len(load.refused) > 0, "somebody to notice")
        calm = len(load.answers)
        load.wait_for(
            lambda: len(load.answers) > calm + 20 and all(s == 200 for _, s in load.answers[-15:]),
            "work to go on",
        )
    assert {status for _, status in load.answers} == {200, 503}
    for answer in load.refused:
        assert int(answer.headers["Retry-After"]) > 0
        assert "does not answer" in answer.text
        page = urlsplit(str(answer.request.url)).path.startswith("/api/")
        kind = "application/problem+json" if page else "text/html"
        assert answer.headers["Content-Type"].startswith(kind)
    connections.close_all()  # this thread's own, from before
    archive.catch_up()
    for claim, status in load.judged.items():
        now = queries.claim(archive, claim).status
        assert now == "accepted" if status == 200 else now in ("accepted", "unreviewed")
    assert archive.store.verify().ok
    from accounted.record.verification import verify_record

    assert verify_record(archive).problems == ()
    assert list(audit.broken()) == []


@pytest.mark.slow
@pytest.mark.postgres
def test_files_that_were_being_taken_in_when_the_database_went_away_are_taken_in_when_it_is_back(
    postgresql: Any, workspace_on_postgresql: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from accounted.web.uploads import taking_in

    monkeypatch.setattr(taking_in, "AGAIN_AFTER", 0.2)
    archive = workspace_on_postgresql.archive
    by = workspace_on_postgresql.reviewer("intake").pseudonym
    batch = uploads.begin(archive, owner=7, by=by, facts={})
    text = b"Officer Lysenko said 43 bodies were found near Kharkiv on 4 October 2022.\n"
    uploads.put(archive, batch, "said.txt", io.BytesIO(text), len(text))
    postgresql._control("stop")
    uploads.close(archive, batch)
    until = time.monotonic() + PATIENCE
    while not (told := uploads.batch(archive, batch.id, 7)).trouble:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert told.state == "waiting"
    assert "goes on by itself" in told.trouble
    postgresql._control("start")
    uploads.wait(archive, PATIENCE)
    done = uploads.batch(archive, batch.id, 7)
    assert (done.state, [one.outcome for one in done.became]) == ("done", ["kept"])
    assert done.became[0].sha256 == hashlib.sha256(text).hexdigest()


class Served:
    """`accounted serve`, as a process that can be killed."""

    def __init__(self, archive: Path, config: Path) -> None:
        self.archive = archive
        told = "from accounted.cli.serve import app; app()"
        known = {**os.environ, "ACCOUNTED_CONFIG": str(config), "PYTHONUNBUFFERED": "1"}
        known.pop("DATABASE_URL", None)
        given = [str(archive), "--port", "0", "--no-browser", "--by", "Olena Owner"]
        self.process = subprocess.Popen(
            [sys.executable, "-c", told, *given], env=known, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.way_in = self.process.stdout.readline().strip()
        assert self.way_in.startswith("http"), self.way_in
        parts = urlsplit(self.way_in)
        self.client = httpx.Client(base_url=f"http://{parts.netloc}", timeout=PATIENCE)
        assert self.client.get(parts.path, follow_redirects=True).status_code == 200

    def post(self, address: str, **given: Any) -> httpx.Response:
        page = self.client.get("/add/").text
        token = re.search(r'"X-CSRFToken": "(\w+)"', page)
        assert token is not None
        origin = {"X-CSRFToken": token[1], "Referer": str(self.client.base_url)}
        return self.client.post(address, headers={**origin, **given.pop("headers", {})}, **given)

    def half_a_piece(self, address: str, data: bytes) -> None:
        """Send the head of a request and half of its body, and let it hang."""
        page = self.client.get("/add/").text
        token = re.search(r'"X-CSRFToken": "(\w+)"', page)
        assert token is not None
        host = self.client.base_url
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        head = (
            f"POST {address} HTTP/1.1\r\nHost: {host.netloc.decode()}\r\nCookie: {cookies}\r\n"
            f"X-CSRFToken: {token[1]}\r\nContent-Type: application/octet-stream\r\n"
            f"Content-Length: {len(data)}\r\n\r\n"
        )
        self.hanging = socket.create_connection((host.host, host.port))
        self.hanging.sendall(head.encode() + data[: len(data) // 2])

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            self.process.terminate()
        self.process.wait(30)


@pytest.mark.slow
def test_an_upload_goes_on_to_the_same_digest_after_the_server_was_killed_in_the_middle_of_it(
    workspace: Any, tmp_path: Path
) -> None:
    from accounted.web import workspace as serving_now

    serving_now.close()
    text = os.urandom(3_000_000)
    digest, cut = hashlib.sha256(text).hexdigest(), 1_000_000
    config = tmp_path / "config"
    config.mkdir(mode=0o700)
    first = Served(workspace.path, config)
    batch = first.post("/add/begin", data={"publisher": "The Paper"}).json()["batch"]
    files = f"/add/{batch}/files"
    announced = first.post(files, content=json.dumps([{"name": "film.mp4", "size": len(text)}]))
    number = announced.json()["files"][0]["number"]
    sent = first.post(f"{files}/{number}/piece?offset=0", content=text[:cut])
    assert sent.json() == {"received": cut}
    first.half_a_piece(f"{files}/{number}/piece?offset={cut}", text[cut : 2 * cut])
    time.sleep(0.3)
    first.kill()

    second = Served(workspace.path, config)
    try:
        where = second.client.head(f"{files}/{number}/")
        assert (where.headers["Upload-Offset"], where.headers["Upload-Length"]) == (str(cut), str(len(text)))
        offset = int(where.headers["Upload-Offset"])
        while offset < len(text):
            piece = text[offset : offset + 1_500_000]
            told = second.post(
                f"{files}/{number}/piece", content=piece, headers={"Upload-Offset": str(offset)}
            )
            assert told.status_code == 200, told.text
            offset = int(told.headers["Upload-Offset"])
        second.post(f"{files}/{number}/digest", data={"sha256": digest})
        assert second.post(f"/add/{batch}/close").status_code == 303
        until = time.monotonic() + PATIENCE
        while (now := second.client.get(f"/add/{batch}.json").json()["batch"])["state"] != "done":
            assert time.monotonic() < until, now
            time.sleep(0.2)
        (one,) = now["became"]
        assert one["outcome"] in ("kept", "unreadable")
        assert (one["sha256"], one["given_sha256"]) == (digest, digest)
    finally:
        second.stop()


@pytest.mark.postgres
def test_of_two_people_who_change_one_record_at_once_one_is_asked_again_and_nothing_is_lost(
    workspace_on_postgresql: Any,
) -> None:
    """Both send the same version at the same moment. The second sees both texts, and his own in the form."""
    from django.test import Client
    from test_web_entries import amend_form

    there = workspace_on_postgresql
    by = there.reviewer("owner")
    site = decisions.record_site(there.archive, by=by, reason="on a list", label_as_written="the mill")
    texts = {"lead": "the mill by the river", "analyst": "the mill at the ford"}
    clients = {role: Client() for role in texts}
    forms = {}
    for role, client in clients.items():
        client.force_login(there.user(role))
        forms[role] = amend_form(client, "sites", site) | {"v.notes": texts[role], "reason": "seen"}
    answers: dict[str, Any] = {}
    ready = threading.Barrier(2)

    def change(role: str) -> None:
        ready.wait(PATIENCE)
        answers[role] = clients[role].post(f"/sites/{site}/change/", forms[role])
        connections.close_all()

    people = [threading.Thread(target=change, args=(role,)) for role in texts]
    for one in people:
        one.start()
    for one in people:
        one.join(PATIENCE)
    assert sorted(one.status_code for one in answers.values()) == [303, 409]
    late = next(role for role, one in answers.items() if one.status_code == 409)
    shown = answers[late].content.decode()
    assert all(text in shown for text in texts.values())
    number = re.search(r'name="version" value="([0-9]+)"', shown)
    assert number is not None
    again = {**forms[late], "version": number[1], "v.notes": "; ".join(texts.values())}
    assert clients[late].post(f"/sites/{site}/change/", again).status_code == 303
    page = clients[late].get(f"/sites/{site}/history/").content.decode()
    assert all(text in page for text in texts.values())
