"""How fast the workspace answers on a large archive: each page and search, for one person and for twenty.

    .venv/bin/python bench/web.py [--scale 1.0] [--only sqlite|postgresql] [--seconds 5] [--keep FOLDER]

On SQLite and on PostgreSQL, each with 100,000 documents, 1,000,000 claims, 200,000 persons (times the scale;
`large_archive`). The server is gunicorn with two workers of four threads; who asks is a process of its own
on the same machine. Of each address are told: queries; the first answer after the server was ready; where
that says that the figure is being worked out, how long this took; the processor time for an answer of the
workers, and of the database's server; and how long answers took. Nothing is measured before the workers and
the database have done what a server does beside the requests when it starts.

Bars, for one person: 95 of 100 answers of a page in less than 200 ms, of a search in less than 400 ms; no
page with more than 25 queries; a worker with less than 300 MB (its own pages, and its part of shared ones).
With --keep the archives are left in that folder, and used again when they are there, brought to this version.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import importlib.util
import multiprocessing
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE.parent / "tests/record"), str(HERE)]

from large_archive import make, renew  # noqa: E402

PAGE_BAR, SEARCH_BAR, MEMORY_BAR, QUERIES_BAR = 200.0, 400.0, 300.0, 25
WORKING = b"data-working"  # in a page that is still worked out
BESIDE = ("/", "/graph/", "/reckoning/")  # pages that show what is worked out beside the requests
QUIET = 0.05  # seconds of the processor in a second


@dataclass
class Timed:
    """How long answers took, in milliseconds."""

    name: str
    bar: float
    times: dict[int, list[float]] = field(default_factory=dict)
    size: int = 0
    status: int = 0
    queries: int = 0
    first: float = 0.0
    worked_out: float = 0.0
    processor: float = 0.0
    database: float = 0.0

    def at(self, people: int, part: float) -> float:
        """The time within which that part of the answers came."""
        times = sorted(self.times[people])
        return times[min(len(times) - 1, int(len(times) * part))]

    @property
    def held(self) -> bool:
        """Whether it held its bars."""
        return self.at(1, 0.95) < self.bar and self.status == 200 and self.queries <= QUERIES_BAR


def pages() -> Iterator[tuple[str, str, float]]:
    """What is asked for: name, address, bar."""
    from accounted.record.models import Claim, Person

    claim = Claim.objects.order_by("pk").values("pk", "document_id").first()
    person = Person.objects.order_by("pk").values_list("pk", flat=True).first()
    for name, address in (
        ("today", "/"),
        ("documents", "/documents/"),
        ("document", f"/documents/{claim['document_id']}/"),
        ("claim", f"/claims/{claim['pk']}/"),
        ("review", "/review/"),
        ("review, rare kind", "/review/?kind=denial"),
        ("related", f"/documents/{claim['document_id']}/related/"),
        ("people", "/people/"),
        ("people, by name", "/people/?text=Bolvynov"),
        ("people, by given", "/people/?text=Taras"),  # a tenth of all
        ("people, by date", "/people/?since=2016-01-01"),
        ("person", f"/people/{person}/"),
        ("incidents", "/incidents/"),
        ("pairs", "/pairs/"),
        ("reckoning", "/reckoning/?place=Quarry&basis=bodies_found"),
        ("reckoning, unknown", "/reckoning/?place=Nowhereatall&basis=bodies_found"),
        ("map", "/map/"),
        ("timeline", "/timeline/"),
        ("graph", "/graph/"),
        ("administration", "/administration/"),
        ("claims, JSON", "/api/v1/claims?size=50"),
        ("claims, JSON, deep", "/api/v1/claims?size=50&page=4000"),
    ):
        yield name, address, PAGE_BAR
    for words in ("Bolvynov", "Болвинов", "bodies site", "Officer 7"):
        yield f"search {words}", f"/search/?q={quote(words)}", SEARCH_BAR


def counted(session: str) -> dict[str, int]:
    """How many queries each address asks of both databases, once what is read once was read."""
    from django.db import connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="localhost")
    client.cookies["sessionid"] = session
    found = {}
    for _, address, _ in pages():
        client.get(address)
        with (
            CaptureQueriesContext(connections["default"]) as record,
            CaptureQueriesContext(connections["workspace"]) as workspace,
        ):
            client.get(address)
        found[address] = len(record) + len(workspace)
    return found


def measure(
    port: int, server: int, cookie: str, seconds: float, queries: dict[str, int], database: int | None
) -> list[Timed]:
    """Each address by one person, then by twenty at once."""
    found = []
    for name, address, bar in pages():
        timed = Timed(name, bar, queries=queries[address])
        timed.first, timed.status, body = _ask(port, cookie, address)
        start = time.perf_counter()
        while WORKING in body:
            time.sleep(0.2)
            _, timed.status, body = _ask(port, cookie, address)
            timed.worked_out = time.perf_counter() - start
        for _ in range(6):  # what a worker reads once is read now, by both
            _ask(port, cookie, address)
        for people in (1, 20):
            times: list[float] = []
            used, beside = processor_of_workers(server), processor_of_database(database)
            until = time.perf_counter() + seconds

            def person(
                timed: Timed = timed, times: list[float] = times, until: float = until, address: str = address
            ) -> None:
                while not times or time.perf_counter() < until:
                    took, timed.status, body = _ask(port, cookie, address)
                    timed.size = len(body)
                    times.append(took)

            threads = [threading.Thread(target=person) for _ in range(people)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            timed.times[people] = times
            if people == 1:
                timed.processor = (processor_of_workers(server) - used) * 1000 / len(times)
                timed.database = (processor_of_database(database) - beside) * 1000 / len(times)
        found.append(timed)
        print(
            f"{timed.name:20}{timed.status:>5}{timed.size / 1e3:>6.0f}{timed.queries:>8}{timed.first:>8.0f}"
            f"{timed.worked_out:>8.1f}{timed.processor:>8.0f}{timed.database:>6.0f}"
            + "".join(f"{timed.at(people, part):>8.0f}" for people in (1, 20) for part in (0.5, 0.95))
            + f"{timed.bar:>6.0f}{'' if timed.held else '  over'}",
            flush=True,
        )
    return found


def _ask(port: int, cookie: str, address: str) -> tuple[float, int, bytes]:
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", address, headers={"Cookie": cookie, "Host": f"localhost:{port}"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return (time.perf_counter() - start) * 1000, answer.status, body


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def serve(path: Path, port: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """gunicorn with two workers."""
    return subprocess.Popen(
        [
            str(Path(sys.executable).with_name("gunicorn")), "accounted.web.wsgi", "--workers", "2",
            "--threads", "4", "--bind", f"127.0.0.1:{port}", "--log-level", "error", "--timeout", "300",
        ],
        env={**os.environ, **environment, "ACCOUNTED_ARCHIVE": str(path)},
    )  # fmt: skip


def settled(port: int, server: int, cookie: str, database: int | None) -> float:
    """Wait until all is done that a server does beside the requests when it starts; seconds it took."""
    start = time.perf_counter()
    quiet = 0
    while time.perf_counter() - start < 300 and quiet < 2:
        used = processor_of_workers(server) + processor_of_database(database)
        time.sleep(1)
        calm = processor_of_workers(server) + processor_of_database(database) - used < QUIET
        # Asked of both workers, several times: whoever answers has it.
        done = calm and not any(
            WORKING in _ask(port, cookie, address)[2] for address in BESIDE for _ in range(6)
        )
        quiet = quiet + 1 if done else 0
    return time.perf_counter() - start


def workers(server: int) -> Iterator[Path]:
    """The folders in /proc of the workers: of whatever a process has started."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if stat.read_text().rpartition(")")[2].split()[1] == str(server):
                yield stat.parent


def processor_of_workers(server: int) -> float:
    """Seconds of processor time that the workers have used so far."""
    told = [(one / "stat").read_text().rpartition(")")[2].split()[11:13] for one in workers(server)]
    return sum(int(part) for two in told for part in two) / os.sysconf("SC_CLK_TCK")


def processor_of_database(server: int | None) -> float:
    """Seconds of processor time that a database server and its processes have used, those gone among them."""
    if server is None:
        return 0.0
    told = [(Path("/proc") / str(server) / "stat").read_text().rpartition(")")[2].split()[11:15]]
    told += [(one / "stat").read_text().rpartition(")")[2].split()[11:13] for one in workers(server)]
    return sum(int(part) for some in told for part in some) / os.sysconf("SC_CLK_TCK")


def memory_of_workers(server: int) -> tuple[float, float]:
    """The largest memory of a worker in MB: its own with its part of what is shared, and all resident."""
    found = []
    for one in workers(server):
        told = dict(
            line.split(":", 1) for line in (one / "smaps_rollup").read_text().splitlines() if ":" in line
        )
        found.append(tuple(int(told[name].split()[0]) / 1024 for name in ("Pss", "Rss")))
    return max(pss for pss, _ in found), max(rss for _, rss in found)


def run(
    name: str, folder: Path, url: str | None, scale: float, seconds: float, database_server: int | None = None
) -> bool:
    """One database, filled, served, asked; whether every bar held."""
    from accounted.web import database, workspace

    path = folder / name
    os.environ["ACCOUNTED_CONFIG"] = str(folder / "config")
    if url:
        os.environ["DATABASE_URL"] = url
    there = path.exists()
    start = time.perf_counter()
    # In a process of its own: there Django is set up for the record only.
    target, told = (renew, (path, url)) if there else (make, (path, url, scale))
    making = multiprocessing.get_context("spawn").Process(target=target, args=told)
    making.start()
    making.join()
    if making.exitcode:
        raise SystemExit(f"{name}: the archive could not be made")
    print(f"{name}: {'opened' if there else 'filled'} in {time.perf_counter() - start:.0f} s")
    workspace.configure(path)
    database.prepare()
    from django.contrib.sessions.backends.db import SessionStore

    from accounted.record.models import Claim, Document, Person
    from accounted.web.models import User

    user, _ = User.objects.get_or_create(
        username="bench", defaults={"full_name": "Olena Bench", "role": "owner"}
    )
    workspace.archive()
    print(
        f"{name}: {Document.objects.count():,} documents, {Claim.objects.count():,} claims, "
        f"{Person.objects.count():,} persons; load of the machine {os.getloadavg()[0]:.1f}"
    )
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    queries = counted(session.session_key)
    port = free_port()
    server = serve(path, port, {"DATABASE_URL": url} if url else {})
    try:
        for _ in range(600):
            try:
                _ask(port, "", "/account/login/")
                break
            except OSError:
                time.sleep(0.1)
        cookie = f"sessionid={session.session_key}"
        waited = settled(port, server.pid, cookie, database_server)
        memory, _ = memory_of_workers(server.pid)
        print(f"{name}: made ready beside the requests for {waited:.0f} s; a worker {memory:.0f} MB")
        print(
            f"{'':20}{'':>5}{'kB':>6}{'queries':>8}{'first':>8}{'worked':>8}{'cpu':>8}{'db':>6}"
            f"{'1: p50':>8}{'p95':>8}{'20: p50':>8}{'p95':>8}{'bar':>6}   (ms; worked out in s)"
        )
        found = measure(port, server.pid, cookie, seconds, queries, database_server)
        memory, resident = memory_of_workers(server.pid)
    finally:
        server.terminate()
        server.wait(30)
        workspace.close()
    held = all(one.held for one in found) and memory < MEMORY_BAR
    median = statistics.median(one.at(1, 0.5) for one in found)
    print(
        f"{name}: median of all {median:.0f} ms; a worker {memory:.0f} MB (bar {MEMORY_BAR:.0f}), resident "
        f"{resident:.0f} MB; load {os.getloadavg()[0]:.1f}: "
        f"{'every bar held' if held else 'NOT every bar held'}\n"
    )
    return held


def main() -> int:
    """Run and print one table a database; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 is 1,000,000 claims")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each address is asked for")
    parser.add_argument("--keep", type=Path, help="leave the archives here, or use those that are")
    arguments = parser.parse_args()
    folder = arguments.keep or Path(tempfile.mkdtemp(prefix="accounted-bench-"))
    folder.mkdir(exist_ok=True, parents=True)
    try:
        if arguments.only is not None:
            ask = {"sqlite": on_sqlite, "postgresql": on_postgresql}[arguments.only]
            return 0 if ask(folder, arguments.scale, arguments.seconds) else 1
        # Django is set up once in a process, so each database has a process of its own.
        again = [sys.executable, __file__, "--scale", str(arguments.scale)]
        again += ["--seconds", str(arguments.seconds), "--keep", str(folder)]
        done = [subprocess.run([*again, "--only", name]) for name in ("sqlite", "postgresql")]
        return 0 if all(one.returncode == 0 for one in done) else 1
    finally:
        if arguments.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def on_sqlite(folder: Path, scale: float, seconds: float) -> bool:
    """With the record beside the archive."""
    return run("sqlite", folder, None, scale, seconds)


def on_postgresql(folder: Path, scale: float, seconds: float) -> bool:
    """The same on a server of our own; True where there is none, and it is said."""
    from postgresql_server import installed

    binaries = installed()
    if binaries is None or importlib.util.find_spec("psycopg") is None:
        print("PostgreSQL left out: no server or no driver here (make system; accounted[postgres])")
        return True
    from kept_postgresql import KeptServer

    server = KeptServer(binaries, folder / "postgresql-server")
    try:
        new = not (folder / "postgresql").exists()
        return run("postgresql", folder, server.database(new=new), scale, seconds, server.pid)
    finally:
        server.stop()


if __name__ == "__main__":
    raise SystemExit(main())
