"""The emergency lock: one act stops every change, or everything, and signs everybody out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from accounted.record.locking import CLOSED, READ_ONLY, ArchiveLocked, lift_lock, lock_of
from accounted.web import workspace as serving_now
from accounted.web.access import inviting, lockdown, tokens
from accounted.web.models import AuditEntry


def locked(workspace: Any, mode: str) -> None:
    by = workspace.reviewer("owner").pseudonym
    lockdown.lock_archive(workspace.archive, mode, by=by, reason="the office is being searched")


def test_everybody_is_signed_out_and_the_lock_stands_in_log_and_trail(
    workspace: Any, client_as: Callable[[str | None], Any]
) -> None:
    client = client_as("analyst")
    assert client.get("/search/").status_code == 200
    locked(workspace, READ_ONLY)
    assert client.get("/search/").status_code == 302
    assert AuditEntry.objects.filter(event="locked", facts__mode=READ_ONLY).exists()
    last = list(workspace.archive.store.entries())[-1]
    assert last.event == "restrict"
    assert workspace.archive.store.detail(last.seq)["lock"] == READ_ONLY


def test_a_lock_ends_sessions_tokens_and_links_for_good(
    workspace: Any, client_as: Callable[[str | None], Any]
) -> None:
    now = workspace.archive.now()
    _, token = tokens.create(
        workspace.user("analyst"), title="figures", role="analyst", archive=workspace.archive.id,
        expires=now + timedelta(days=2), now=now,
    )  # fmt: skip
    secret = inviting.link_for(workspace.user("lead"), by="p:0", now=now)
    asked = {"Authorization": f"Bearer {token}"}
    client, program = client_as("analyst"), client_as(None)
    assert program.get("/api/v1/claims", headers=asked).status_code == 200
    client_as("lead").post("/administration/lock/set", {"mode": READ_ONLY, "reason": "a laptop is gone"})
    assert client.get("/search/").status_code == 302
    assert program.get("/api/v1/claims", headers=asked).status_code == 401
    line = AuditEntry.objects.get(event="locked")
    assert (line.facts["sessions"], line.facts["tokens"]) == (2, 1)
    lockdown.unlock_archive(workspace.archive, by="p:0", reason="it was found")
    assert client.get("/search/").status_code == 302
    assert program.get("/api/v1/claims", headers=asked).status_code == 401
    assert program.get(f"/invitation/{secret}/").status_code == 404


def test_the_command_ends_the_same(workspace: Any, client_as: Callable[[str | None], Any]) -> None:
    from typer.testing import CliRunner

    from accounted.cli.lock import app

    client = client_as("analyst")
    now = workspace.archive.now()
    _, token = tokens.create(
        workspace.user("analyst"), title="figures", role="analyst", archive=workspace.archive.id,
        expires=now + timedelta(days=2), now=now,
    )  # fmt: skip
    ran = CliRunner().invoke(app, [str(workspace.path), "--reason", "they are at the door"])
    assert ran.exit_code == 0, ran.output
    assert "Ended: 1 sessions, 1 tokens" in ran.output
    serving_now.point_to(workspace.path, dict(connections.settings["workspace"]))
    lockdown.unlock_archive(serving_now.archive(), by="p:0", reason="they have left")
    assert tokens.user_of(token) is None
    assert client.get("/search/").status_code == 302


def test_a_read_only_archive_is_read_and_not_changed(
    workspace: Any, client_as: Callable[[str | None], Any]
) -> None:
    locked(workspace, READ_ONLY)
    client = client_as("lead")
    assert client.get("/search/").status_code == 200
    assert client.post("/administration/groups/make").status_code == 423
    assert client.post("/api/v1/anything").status_code == 423


def test_a_closed_archive_answers_nothing(workspace: Any, client_as: Callable[[str | None], Any]) -> None:
    locked(workspace, CLOSED)
    for address in ("/", "/search/", "/account/login/", "/search.json"):
        assert client_as("owner").get(address).status_code == 423
        assert client_as(None).get(address).status_code == 423


@pytest.mark.parametrize("mode", [READ_ONLY, CLOSED])
def test_decisions_and_intake_are_refused_from_whatever_side_they_come(workspace: Any, mode: str) -> None:
    from accounted.record import decisions

    by = workspace.reviewer("owner")
    locked(workspace, mode)
    with pytest.raises(ArchiveLocked, match="accounted unlock"):
        decisions.record_place(workspace.archive, name="Hill", kind="settlement", by=by, reason="on a list")
    with pytest.raises(ArchiveLocked):
        workspace.archive.reserve_numbers(1)


def test_the_lock_is_lifted_with_a_reason_and_then_work_goes_on(
    workspace: Any, client_as: Callable[[str | None], Any]
) -> None:
    locked(workspace, CLOSED)
    by = workspace.user("owner").username
    assert lockdown.unlock_archive(workspace.archive, by=by, reason="they have left").mode == CLOSED
    assert lock_of(workspace.path) is None
    assert client_as("owner").get("/search/").status_code == 200
    assert AuditEntry.objects.filter(event="unlocked").exists()


def test_a_lock_that_cannot_be_read_closes(workspace: Any) -> None:
    (workspace.path / "workspace.lock").write_text("{")
    assert lock_of(workspace.path).mode == CLOSED
    lift_lock(workspace.path)
    assert lock_of(workspace.path) is None
