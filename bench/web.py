"""How fast the workspace answers on a large archive: each page and search, for one person and for twenty.

    .venv/bin/python bench/web.py [--scale 1.0] [--only sqlite|postgresql] [--seconds 5] [--keep FOLDER]

The archive: 100,000 documents, 1,000,000 claims, 200,000 persons (times the scale). A hundredth of it is put
on record through decisions, as everywhere; its rows, and those of the search index, are then copied a
hundred times inside the database under new identifiers, since only reading is measured here. The server is
gunicorn with two workers of four threads; who asks is a process of its own on the same machine.

Bars, for one person: 95 of 100 answers of a page in less than 200 ms, of a search in less than 400 ms; a
worker with less than 300 MB. With --keep the archive is left in that folder, and used again when it is there
(SQLite only).
"""

from __future__ import annotations

import argparse
import http.client
import importlib.util
import multiprocessing
import os
import random
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
from typing import Any
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE.parent / "tests/record"), str(HERE)]

COPIES = 100
PAGE_BAR, SEARCH_BAR, MEMORY_BAR = 200.0, 400.0, 300.0
GIVEN = ("Taras", "Olena", "Ivan", "Maria", "Petro", "Hanna", "Yurii", "Oksana", "Andrii", "Nadiia")
STEMS = ("Bolv", "Shevch", "Kov", "Lys", "Hryts", "Marth", "Sav", "Tkach", "Bond", "Pol", "Rud", "Zin")
ENDS = ("enko", "chuk", "ynov", "yshyn", "skyi", "ak", "iuk", "ovych")
TABLES = (
    "Item", "Intake", "Document", "Reading", "Excerpt", "Claim", "Tally", "ClaimTerm", "Person",
    "PersonName", "Value",
)  # fmt: skip


def fill(archive: Any, scale: float) -> None:
    """A hundredth of the archive, through decisions."""
    from accounted.record import decisions, searching
    from accounted.record.models import Claim
    from record import fill as documents_with_claims

    documents_with_claims(archive, max(20, int(1000 * scale)), 10)
    chance = random.Random(5)
    by = archive.reviewer("Olena Bench")
    claims = list(Claim.objects.values_list("pk", flat=True)[:2000])
    with archive.deciding():
        for _ in range(max(40, int(2000 * scale))):
            name = f"{chance.choice(GIVEN)} {chance.choice(STEMS)}{chance.choice(ENDS)}"
            decisions.record_person(
                archive, names=[(name, [chance.choice(claims)])], by=by, reason="named in the document"
            )
    for number in range(40):
        decisions.record_incident(archive, title=f"Shelling {number}", by=by, reason="reported")
        decisions.record_burial_site(archive, by=by, reason="reported", frame={"name": f"Grave {number}"})
    searching.bring_up(archive)


def make(path: Path, url: str | None, scale: float) -> None:
    """The whole archive."""
    from accounted.record.archive import Archive

    with Archive.create(path, title=path.name, agent="Olena Bench", database_url=url or "") as archive:
        fill(archive, scale)
    with Archive.open(path, agent="Olena Bench", database_url=url or ""):
        copy_rows(COPIES)


def copy_rows(copies: int) -> None:
    """Every row of the tables again, `copies` times, under identifiers of its own."""
    from django.apps import apps
    from django.db import connections, transaction

    connection = connections["default"]
    models = [apps.get_model("record", name) for name in TABLES]
    through = [
        relation.remote_field.through
        for model in models
        for relation in model._meta.many_to_many
        if relation.remote_field.model in models
    ]
    ours = set(models)
    with transaction.atomic(), connection.cursor() as cursor:
        numbers = (
            f"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {copies})"
            if connection.vendor == "sqlite"
            else f"WITH n AS (SELECT generate_series(1, {copies}) AS k)"
        )
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in dict.fromkeys([*models, *through]):
            columns, told = [], []
            for one in model._meta.concrete_fields:
                if one.primary_key and one.get_internal_type() in ("AutoField", "BigAutoField"):
                    continue
                columns.append(one.column)
                told.append(_copied(one, ours))
            cursor.execute(
                f"{numbers} INSERT INTO {model._meta.db_table} ({', '.join(map(_quoted, columns))}) "
                f"SELECT {', '.join(told)} FROM {model._meta.db_table} AS t, n"
                if connection.vendor != "sqlite"
                else f"INSERT INTO {model._meta.db_table} ({', '.join(map(_quoted, columns))}) "
                f"{numbers} SELECT {', '.join(told)} FROM {model._meta.db_table} AS t, n"
            )
        _copy_index(cursor, connection.vendor, numbers)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _quoted(column: str) -> str:
    return f'"{column}"'


def _copied(one: Any, ours: set[type]) -> str:
    column = f't."{one.column}"'
    known_as = {"number": "'-' || k", "sha256": None}
    if one.primary_key or (one.is_relation and one.related_model in ours) or one.column == "subject_id":
        return f"{column} || '-' || k"
    if one.unique and one.name in known_as:
        return f"{column} || '-' || k" if one.name == "number" else f"k || substr({column}, 1, 56)"
    return column


def _copy_index(cursor: Any, vendor: str, numbers: str) -> None:
    cursor.execute("SELECT max(id) FROM record_search_entry")
    most = int(cursor.fetchone()[0])
    into, with_ = ("INSERT INTO {} ", numbers) if vendor == "sqlite" else (f"{numbers} INSERT INTO {{}} ", "")
    names = "id, grp, kind, subject, part, document, item, level, document_level, earliest, latest, lat, lon"
    cursor.execute(
        into.format(f"record_search_entry ({names})")
        + f"{with_} SELECT id + k * {most}, grp, kind, subject || '-' || k, part, document || '-' || k, "
        "item || '-' || k, level, document_level, earliest, latest, lat, lon FROM record_search_entry, n"
    )
    for group in ("names", "documents", "claims"):
        table = f"record_search_{group}"
        key = "rowid" if vendor == "sqlite" else "id"
        cursor.execute(
            into.format(f"{table} ({key}, words)")
            + f"{with_} SELECT {key} + k * {most}, words FROM {table}, n"
        )


@dataclass
class Timed:
    """How long answers took, in milliseconds."""

    name: str
    bar: float
    times: dict[int, list[float]] = field(default_factory=dict)
    size: int = 0
    status: int = 0

    def at(self, people: int, part: float) -> float:
        """The time within which that part of the answers came."""
        times = sorted(self.times[people])
        return times[min(len(times) - 1, int(len(times) * part))]


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
        ("people", "/people/"),
        ("people, by name", "/people/?text=Bolvynov"),
        ("person", f"/people/{person}/"),
        ("incidents", "/incidents/"),
        ("pairs", "/pairs/"),
        ("reckoning", "/reckoning/?place=Quarry&basis=bodies_found"),
        ("map", "/map/"),
        ("timeline", "/timeline/"),
        ("graph", "/graph/"),
        ("administration", "/administration/"),
        ("claims, JSON", "/api/v1/claims?size=50"),
    ):
        yield name, address, PAGE_BAR
    for words in ("Bolvynov", "Болвинов", "bodies site", "Officer 7"):
        yield f"search {words}", f"/search/?q={quote(words)}", SEARCH_BAR


def measure(port: int, cookie: str, seconds: float) -> list[Timed]:
    """Each address by one person, then by twenty at once."""
    found = []
    for name, address, bar in pages():
        timed = Timed(name, bar)
        _ask(port, cookie, address)  # what is read once is read now
        for people in (1, 20):
            times: list[float] = []
            until = time.perf_counter() + seconds

            def person(
                timed: Timed = timed, times: list[float] = times, until: float = until, address: str = address
            ) -> None:
                while time.perf_counter() < until:
                    took, timed.status, timed.size = _ask(port, cookie, address)
                    times.append(took)

            threads = [threading.Thread(target=person) for _ in range(people)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            timed.times[people] = times
        found.append(timed)
        print(
            f"{timed.name:22}{timed.status:>5}{timed.size / 1e3:>8.0f}"
            + "".join(f"{timed.at(people, part):>10.0f}" for people in (1, 20) for part in (0.5, 0.95))
            + f"{timed.bar:>7.0f}{'' if timed.at(1, 0.95) < timed.bar else '  over'}",
            flush=True,
        )
    return found


def _ask(port: int, cookie: str, address: str) -> tuple[float, int, int]:
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", address, headers={"Cookie": cookie, "Host": f"localhost:{port}"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return (time.perf_counter() - start) * 1000, answer.status, len(body)


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


def memory_of_workers(server: int) -> float:
    """The largest resident memory of a worker, in MB."""
    most = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            told = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if told["PPid"].strip() == str(server):
            most = max(most, int(told["VmHWM"].split()[0]) / 1024)
    return most


def run(name: str, folder: Path, url: str | None, scale: float, seconds: float, made: bool) -> bool:
    """One database, filled, served, asked; whether every bar held."""
    from accounted.web import database, workspace

    path = folder / name
    os.environ["ACCOUNTED_CONFIG"] = str(folder / "config")
    if url:
        os.environ["DATABASE_URL"] = url
    workspace_made = path.exists() and made
    if not workspace_made:
        start = time.perf_counter()
        # In a process of its own: there Django is set up for the record only.
        making = multiprocessing.get_context("spawn").Process(target=make, args=(path, url, scale))
        making.start()
        making.join()
        if making.exitcode:
            raise SystemExit(f"{name}: the archive could not be made")
        print(f"{name}: filled in {time.perf_counter() - start:.0f} s")
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
        f"{Person.objects.count():,} persons"
    )
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    port = free_port()
    server = serve(path, port, {"DATABASE_URL": url} if url else {})
    try:
        for _ in range(300):
            try:
                _ask(port, "", "/account/login/")
                break
            except OSError:
                time.sleep(0.1)
        print(f"{'':22}{'':>5}{'kB':>8}{'1: p50':>10}{'p95':>10}{'20: p50':>10}{'p95':>10}{'bar':>7}   (ms)")
        found = measure(port, f"sessionid={session.session_key}", seconds)
        memory = memory_of_workers(server.pid)
    finally:
        server.terminate()
        server.wait(30)
        workspace.close()
    held = all(one.at(1, 0.95) < one.bar and one.status == 200 for one in found) and memory < MEMORY_BAR
    median = statistics.median(one.at(1, 0.5) for one in found)
    print(
        f"{name}: median of all {median:.0f} ms, a worker {memory:.0f} MB (bar {MEMORY_BAR:.0f}): "
        f"{'every bar held' if held else 'NOT every bar held'}\n"
    )
    return held


def main() -> int:
    """Run and print one table a database; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 is 1,000,000 claims")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each address is asked for")
    parser.add_argument("--keep", type=Path, help="leave the archive here, or use the one that is")
    arguments = parser.parse_args()
    folder = arguments.keep or Path(tempfile.mkdtemp(prefix="accounted-bench-"))
    folder.mkdir(exist_ok=True, parents=True)
    held = True
    try:
        if arguments.only != "postgresql":
            held = run("sqlite", folder, None, arguments.scale, arguments.seconds, bool(arguments.keep))
        if arguments.only == "postgresql":
            held = on_postgresql(folder, arguments.scale, arguments.seconds)
        elif arguments.only is None:
            # Django is set up once in a process, so the other database has a process of its own.
            again = [sys.executable, __file__, "--only", "postgresql", "--scale", str(arguments.scale)]
            done = subprocess.run([*again, "--seconds", str(arguments.seconds)])
            held = held and done.returncode == 0
    finally:
        if arguments.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    return 0 if held else 1


def on_postgresql(folder: Path, scale: float, seconds: float) -> bool:
    """The same on a server of our own; True where there is none, and it is said."""
    from postgresql_server import Server, installed

    binaries = installed()
    if binaries is None or importlib.util.find_spec("psycopg") is None:
        print("PostgreSQL left out: no server or no driver here (make system; accounted[postgres])")
        return True
    server = Server(binaries, durable=True)
    try:
        return run("postgresql", folder, server.new_database(), scale, seconds, made=False)
    finally:
        server.stop()


if __name__ == "__main__":
    raise SystemExit(main())
