"""The audit trail: nobody edits it, and the custody log knows when it was cut short or written anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from accounted.web.access import anchoring, audit
from accounted.web.models import AuditAnchor, AuditEntry

Clients = Callable[[str | None], Any]


def tampered(workspace: Any, statement: str) -> None:
    """Somebody with the file in their hands takes the guard away and writes into it."""
    with sqlite3.connect(workspace.path / "workspace.sqlite3") as held:
        for change in ("update", "delete"):
            held.execute(f"DROP TRIGGER web_audit_guard_{change}")
        held.execute(statement)
    held.close()


def written(workspace: Any, lines: int) -> None:
    for number in range(lines):
        audit.append("p:0", "searched", {"number": number}, at=workspace.archive.now())


def test_the_database_refuses_to_change_or_remove_a_line(workspace: Any) -> None:
    from django.db import DatabaseError

    written(workspace, 1)
    with pytest.raises(DatabaseError, match="never changed"):
        AuditEntry.objects.update(who="somebody else")
    with pytest.raises(DatabaseError, match="never changed"):
        AuditEntry.objects.all().delete()


WAYS = (
    "UPDATE web_auditentry SET who = 'somebody else'",
    "UPDATE web_auditentry SET facts = '{}' WHERE seq = 1",
    "DELETE FROM web_auditentry",
    "DELETE FROM web_auditentry WHERE seq = (SELECT MAX(seq) FROM web_auditentry)",
    "INSERT INTO web_auditentry (seq, at, who, event, facts, previous, sha256) "
    "VALUES (900, '2026-01-01 00:00:00+00', 'p:9', 'read', '{}', 'x', 'y')",
)
OF_SQLITE = (
    "INSERT OR REPLACE INTO web_auditentry (seq, at, who, event, facts, previous, sha256) "
    "VALUES (1, '2026-01-01', 'p:9', 'read', '{}', 'x', 'y')",
    "REPLACE INTO web_auditentry SELECT seq, at, 'p:9', event, facts, previous, sha256 FROM web_auditentry",
)
OF_POSTGRESQL = (
    "TRUNCATE web_auditentry",
    "INSERT INTO web_auditentry (seq, at, who, event, facts, previous, sha256) "
    "VALUES (1, '2026-01-01', 'p:9', 'read', '{}', 'x', 'y') ON CONFLICT (seq) DO UPDATE SET who = 'p:9'",
)


def nobody_edits_it(workspace: Any, ways: tuple[str, ...]) -> None:
    from django.db import DatabaseError, connections, transaction

    written(workspace, 3)
    before = list(AuditEntry.objects.order_by("seq").values_list())
    for way in ways:
        with (
            pytest.raises(DatabaseError, match="written once"),
            transaction.atomic(using="workspace"),
            connections["workspace"].cursor() as cursor,
        ):
            cursor.execute(way)
    assert list(AuditEntry.objects.order_by("seq").values_list()) == before
    written(workspace, 1)
    assert list(audit.broken()) == []


def test_nobody_edits_the_trail_in_sqlite_whatever_the_statement(workspace: Any) -> None:
    nobody_edits_it(workspace, WAYS + OF_SQLITE)


@pytest.mark.postgres
def test_nobody_edits_the_trail_in_postgresql_whatever_the_statement(workspace_on_postgresql: Any) -> None:
    nobody_edits_it(workspace_on_postgresql, WAYS + OF_POSTGRESQL)
    anchoring.anchor(workspace_on_postgresql.archive, agent="p:0")
    from accounted.cli.verify import trail_problems

    assert trail_problems(workspace_on_postgresql.archive) == []


def test_a_trail_cut_short_is_noticed_by_the_custody_log(workspace: Any) -> None:
    written(workspace, 5)
    anchoring.anchor(workspace.archive, agent="p:0")
    assert [*audit.broken(), *anchoring.anchored_wrongly(workspace.archive)] == []
    last = AuditEntry.objects.order_by("-seq").first().seq
    tampered(workspace, f"DELETE FROM web_auditentry WHERE seq > {last - 2}")
    assert list(audit.broken()) == []  # what is left is whole: only the log knows
    assert "cut off" in next(anchoring.anchored_wrongly(workspace.archive))


def test_a_trail_written_anew_is_noticed_by_the_custody_log(workspace: Any) -> None:
    written(workspace, 3)
    anchoring.anchor(workspace.archive, agent="p:0")
    tampered(workspace, "DELETE FROM web_auditentry")
    written(workspace, 3)
    assert list(audit.broken()) == []
    assert "written anew" in next(anchoring.anchored_wrongly(workspace.archive))


def test_a_changed_line_breaks_the_chain(workspace: Any) -> None:
    written(workspace, 3)
    tampered(workspace, "UPDATE web_auditentry SET who = 'p:9' WHERE seq = 1")
    assert "line 1 is not the one" in next(audit.broken())


def test_the_log_gets_the_head_of_the_trail_every_so_many_lines(
    workspace: Any, client_as: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anchoring, "EVERY_LINES", 3)
    monkeypatch.setattr(anchoring, "_known", {})
    lead = client_as("lead")
    for _ in range(8):
        lead.post("/administration/users/invite")  # refused, and that is written down
    anchors = list(AuditAnchor.objects.order_by("seq").values_list("seq", flat=True))
    assert len(anchors) >= 3
    assert all(after - before == 3 for before, after in pairwise(anchors))
    entry = workspace.archive.store.entry(AuditAnchor.objects.first().entry)
    assert entry.event == "audit_anchor"


def test_the_page_narrows_by_who_what_and_when_and_tells_an_auditor_no_names(
    workspace: Any, client_as: Clients
) -> None:
    client_as("lead").post("/administration/users/invite")
    account = f"account:{workspace.user('lead').pk}"
    auditor = client_as("auditor")
    shown = auditor.get("/administration/audit.json", {"event": "refused", "who": account}).json()
    assert [line["event"] for line in shown["lines"]] == ["refused"]
    assert "Larysa" not in json.dumps(shown)
    assert auditor.get("/administration/audit.json", {"since": "2999-01-01"}).json()["lines"] == []
    assert client_as("analyst").get("/administration/audit/").status_code == 403
    assert "Larysa Lead" in client_as("owner").get("/administration/audit/").content.decode()
    assert client_as("auditor").get("/administration/audit/check.json").json()["problems"] == []


def test_verify_says_when_the_trail_was_cut_short(workspace: Any) -> None:
    from accounted.cli.verify import trail_problems

    written(workspace, 4)
    anchoring.anchor(workspace.archive, agent="p:0")
    assert trail_problems(workspace.archive) == []
    tampered(workspace, "DELETE FROM web_auditentry WHERE seq > 0")
    assert [one.code for one in trail_problems(workspace.archive)] == ["audit_trail"]
