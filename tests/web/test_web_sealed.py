"""Identities under seal: shown to people who are named, with a reason, logged before they are shown."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounted.web.access import sealed as access
from accounted.web.models import AuditEntry, SealReader

Clients = Callable[[str | None], Any]
IDENTITY = {"name": "Invented Witness", "contact": "by the well", "reason": "asked for protection"}


@pytest.fixture
def code(workspace: Any, client_as: Clients, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An identity under seal, with the key outside archive and database."""
    monkeypatch.setenv("ACCOUNTED_CONFIG", str(tmp_path / "config"))
    analyst = client_as("analyst")
    assert analyst.post("/sealed/seal", IDENTITY).status_code == 422  # there is no key yet
    path = access.key_file(workspace.archive)
    path.parent.mkdir(parents=True)
    path.write_text(secrets.token_hex(32))
    made = analyst.post("/sealed/seal", IDENTITY)
    assert made.status_code == 200
    from accounted.record.queries.protection import seals

    return seals(workspace.archive)[0].code


def named(workspace: Any, client_as: Clients, role: str, code: str = "") -> Any:
    """The owner names somebody."""
    told = {"account": workspace.user(role).pk, "code": code, "reason": "leads the protection of witnesses"}
    return client_as("owner").post("/sealed/name", told)


def test_a_role_alone_not_even_the_owners_opens_a_seal(workspace: Any, client_as: Clients, code: str) -> None:
    for role in ("owner", "lead"):
        answer = client_as(role).post(f"/sealed/{code}/open", {"reason": "to see"})
        assert answer.status_code == 422
        assert "Invented Witness" not in answer.content.decode()
    assert AuditEntry.objects.filter(event="seal_refused", facts__code=code).count() == 2
    assert client_as("analyst").get(f"/sealed/{code}/").status_code == 403


def test_nobody_names_themselves_and_only_who_may_ask_is_named(
    workspace: Any, client_as: Clients, code: str
) -> None:
    assert named(workspace, client_as, "owner").status_code == 422
    assert named(workspace, client_as, "reviewer").status_code == 422
    assert not SealReader.objects.exists()


def test_a_named_person_sees_it_after_the_log_and_the_trail_know_why(
    workspace: Any, client_as: Clients, code: str
) -> None:
    assert named(workspace, client_as, "lead", code).status_code == 303
    lead = client_as("lead")
    assert lead.post(f"/sealed/{code}/open", {"reason": " "}).status_code == 422
    shown = lead.post(f"/sealed/{code}/open", {"reason": "the court asks"})
    assert "Invented Witness" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    logged = [entry for entry in workspace.archive.store.entries() if entry.event == "unseal"]
    assert workspace.archive.store.detail(logged[-1].seq)["decision"]["reason"] == "the court asks"
    line = AuditEntry.objects.get(event="seal_opened")
    assert line.facts == {"code": code, "reason": "the court asks"}
    page = lead.get(f"/sealed/{code}/").content.decode()
    assert "the court asks" in page
    assert "Invented Witness" not in page


def test_a_seal_that_does_not_open_is_written_down_and_shows_nothing(
    workspace: Any, client_as: Clients, code: str
) -> None:
    named(workspace, client_as, "lead")
    access.key_file(workspace.archive).write_text(secrets.token_hex(32))
    answer = client_as("lead").post(f"/sealed/{code}/open", {"reason": "the court asks"})
    assert answer.status_code == 422
    assert AuditEntry.objects.filter(event="seal_not_opened").exists()


def test_the_identity_is_in_no_file_of_the_archive(workspace: Any, code: str) -> None:
    for path in workspace.path.rglob("*"):
        if path.is_file():
            assert b"Invented Witness" not in path.read_bytes(), path


def test_a_name_taken_off_the_list_sees_no_more(workspace: Any, client_as: Clients, code: str) -> None:
    named(workspace, client_as, "lead")
    reader = SealReader.objects.get().pk
    client_as("owner").post(f"/sealed/readers/{reader}/remove")
    assert client_as("lead").post(f"/sealed/{code}/open", {"reason": "x"}).status_code == 422
