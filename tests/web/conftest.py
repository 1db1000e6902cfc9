"""A workspace to test: an archive of the demonstration's invented documents, with people who may sign in."""

from __future__ import annotations

import contextlib
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from accounted.record.archive import Archive
from accounted.record.intake import IntakeFacts
from accounted.web import database as workspace_database
from accounted.web import workspace as serving_now

sys.path.insert(0, str(Path(__file__).parent))  # the addresses of pages are shared by several tests

DOCUMENTS = Path(__file__).parents[2] / "demonstration" / "texts"
ROLES = ("owner", "lead", "analyst", "reviewer", "intake", "data_viewer", "auditor")
NAMES = {
    "owner": "Olena Owner",
    "lead": "Larysa Lead",
    "analyst": "Anna Analyst",
    "reviewer": "Roman Reviewer",
    "intake": "Iryna Intake",
    "data_viewer": "Danylo Data",
    "auditor": "Artem Auditor",
}


@dataclass
class Workspace:
    """An archive that is served, and its people by role."""

    path: Path
    archive: Archive

    def user(self, role: str) -> Any:
        """The account of that role."""
        from accounted.web.models import User

        return User.objects.get(username=role)

    def reviewer(self, role: str) -> Any:
        """The person of that role as the record knows them."""
        from accounted.web.access.roles import ROLES as KNOWN

        return self.archive.reviewer(NAMES[role], roles=KNOWN[role].in_record)


def make(path: Path) -> None:
    """An archive with material on record, and an account for each role."""
    with Archive.create(path, title="Quarry", agent="Olena Owner") as archive:
        archive.add(sorted(DOCUMENTS.iterdir()), facts=IntakeFacts())
        record_something(archive)
    serving_now.configure(path, secret="of-the-tests" * 5)
    workspace_database.prepare()
    from accounted.web.models import User

    for role in ROLES:
        user = User(username=role, full_name=NAMES[role], role=role)
        user.set_password(f"a long enough password of {role}")
        user.save()
    serving_now.close()
    from django.db import connections

    connections["workspace"].close()


def record_something(archive: Archive) -> None:
    """One of each kind of entry, resting on claims of the documents."""
    from accounted.record import decisions, queries
    from accounted.record.decisions import stated

    by = archive.reviewer("Olena Owner")
    tally = next(claim for claim in queries.claims(archive) if claim.claim.kind == "tally")
    claims = [tally.id]
    reason = "named in the document"
    decisions.record_person(archive, names=[("Тарас Болвінов", claims)], by=by, reason=reason)
    person = decisions.record_person(archive, names=[("Taras Bolvinov", claims)], by=by, reason=reason)
    decisions.record_source(archive, kind="official_police", name="Officer Lysenko", by=by, reason=reason)
    decisions.record_place(archive, name="Quarry", kind="settlement", by=by, reason=reason)
    grave = decisions.record_burial_site(archive, by=by, reason=reason, frame={"name": "Quarry, north"})
    remains = decisions.record_remains(
        archive,
        unit="body",
        number="B-1",
        by=by,
        reason=reason,
        values={"burial_site": stated(grave, *claims)},
    )
    decisions.record_site(archive, by=by, reason=reason, label_as_written="the cellar")
    incident = decisions.record_incident(archive, title="The shooting at the quarry", by=by, reason=reason)
    killed, reported = stated("killing", *claims), stated("reported", *claims)
    decisions.record_act(archive, incident=incident, victim=person, type=killed, by=by, reason=reason)
    decisions.record_finding(
        archive, remains=remains, type=stated("gunshot", *claims), exam_level=reported, by=by, reason=reason
    )
    decisions.record_media(
        archive, held=False, frame={"caption": "The quarry from the north"}, by=by, reason=reason
    )
    lines = [{"method": "dental", "result": "eleven teeth agree", "claims": claims}]
    decisions.identify(
        archive, remains, person, conclusion="probable", lines=lines, first=by,
        second=archive.reviewer("Larysa Lead"), reason="the teeth",
    )  # fmt: skip


@pytest.fixture(scope="session")
def made_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive that tests copy."""
    path = tmp_path_factory.mktemp("workspace") / "archive"
    make(path)
    return path


@pytest.fixture
def workspace(made_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace of the test's own."""
    from accounted.web import kept

    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(kept, "_served", False)  # a server of an earlier test answers for itself alone
    path = tmp_path / "archive"
    shutil.copytree(made_workspace, path)
    yield from serve_copy(path)


def serve_copy(path: Path) -> Iterator[Workspace]:
    """Serve the archive in that directory for the length of a test."""
    from django.core.cache import cache
    from django.db import connections

    serving_now.configure(path, secret="of-the-tests" * 5)
    cache.clear()
    try:
        yield Workspace(path, serving_now.archive())
    finally:
        serving_now.close()
        connections.close_all()


@pytest.fixture(scope="module")
def shared_workspace(made_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """One workspace for all tests of a file, which use no other: they look, and change next to nothing."""
    path = tmp_path_factory.mktemp("shared") / "archive"
    shutil.copytree(made_workspace, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        yield from serve_copy(path)


@pytest.fixture
def client_as(workspace: Workspace) -> Callable[[str], Any]:
    """A client signed in with a role; with None, nobody."""
    from django.test import Client

    def signed_in(role: str | None) -> Client:
        client = Client()
        if role is not None:
            client.force_login(workspace.user(role))
        return client

    return signed_in


@contextlib.contextmanager
def asserting_queries(most: int = 25) -> Iterator[list[str]]:
    """Inside, no more than that many queries are asked of both databases together."""
    from django.db import connections

    asked: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        if not sql.lstrip().upper().startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")):
            asked.append(sql)
        return execute(sql, *rest)

    with contextlib.ExitStack() as stack:
        for alias in ("default", "workspace"):
            stack.enter_context(connections[alias].execute_wrapper(count))
        yield asked
    assert len(asked) <= most, f"{len(asked)} queries, at most {most}:\n" + "\n".join(sorted(asked))


@pytest.fixture
def few_queries() -> Callable[..., Any]:
    """`with few_queries(): …` fails where a page asks more of the databases than is allowed."""
    return asserting_queries


@dataclass
class Live:
    """A server that Chromium can talk to."""

    address: str
    workspace: Workspace

    def way_in(self, role: str) -> str:
        """An address that signs somebody of that role in, once."""
        from accounted.web.pages.entering import ticket

        return f"{self.address}/enter/{ticket(self.workspace.user(role))}/"


@pytest.fixture
def live(workspace: Workspace) -> Iterator[Live]:
    """The workspace, served on a free port of this machine."""
    yield from serve_live(workspace)


@pytest.fixture(scope="module")
def shared_live(shared_workspace: Workspace) -> Iterator[Live]:
    """The workspace that the tests of a file share, served."""
    yield from serve_live(shared_workspace)


def serve_live(workspace: Workspace) -> Iterator[Live]:
    """Serve a workspace on a free port for the length of a test."""
    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server

    server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Live(f"http://localhost:{server.effective_port}", workspace)
    for one in list(server._map.values()):  # connections that a browser keeps open would hold it up
        one.close()
    server.close()
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Any]:
    """A PostgreSQL server; each test has databases of its own there. Skipped loudly where there is none."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "record"))
    from postgresql_server import Server, installed

    binaries = installed()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: run `make system` (apt-get install postgresql)")
    server = Server(binaries)
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def made_on_postgresql(postgresql: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The archive that tests copy, and the database they copy."""
    from django.db import connections

    path, database = tmp_path_factory.mktemp("on-postgresql") / "archive", postgresql.new_database()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", database)
        make(path)
        connections.close_all()
    return path, database


@pytest.fixture
def workspace_on_postgresql(
    postgresql: Any,
    made_on_postgresql: tuple[Path, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Workspace]:
    """A workspace whose record and accounts are in PostgreSQL."""
    from accounted.web import kept

    made, database = made_on_postgresql
    monkeypatch.setattr(kept, "_served", False)  # a server of an earlier test answers for itself alone
    monkeypatch.setenv("DATABASE_URL", postgresql.new_database(like=database))
    path = tmp_path / "on-postgresql"
    shutil.copytree(made, path)
    yield from serve_copy(path)


@pytest.fixture
def live_on_postgresql(workspace_on_postgresql: Workspace) -> Iterator[Live]:
    """The same, served."""
    yield from serve_live(workspace_on_postgresql)
