"""Administration: accounts by invitation, groups, restrictions, methods, terms, keys, the trail."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounted.web.access import inviting
from accounted.web.models import AuditEntry, User

Clients = Callable[[str | None], Any]
PASSWORD = "copper lantern under seven bridges"


def invited(owner: Any, **given: str) -> str:
    """The path of the link that an invitation gives."""
    told = {"username": "nadia", "full_name": "Nadia New", "role": "reviewer", **given}
    response = owner.post("/administration/users/invite", told)
    assert response.status_code == 200, response.content
    return re.search(r"http://[^/]+(/invitation/[^<]+/)<", response.content.decode())[1]


def test_an_invited_person_sets_a_password_once_and_signs_in(workspace: Any, client_as: Clients) -> None:
    link = invited(client_as("owner"))
    nobody = client_as(None)
    assert "nadia" in nobody.get(link).content.decode()
    wrong = nobody.post(f"{link}accept", {"password": PASSWORD, "again": "something else"})
    assert wrong.status_code == 422
    easy = nobody.post(f"{link}accept", {"password": "password", "again": "password"})
    assert easy.status_code == 422
    assert nobody.post(f"{link}accept", {"password": PASSWORD, "again": PASSWORD}).status_code == 303
    assert nobody.get(link).status_code == 404
    nobody.post("/account/login/", {"login": "nadia", "password": PASSWORD})
    assert nobody.get("/search/").status_code == 200


def test_a_password_is_kept_by_argon2_and_is_in_no_line_of_the_trail(
    workspace: Any, client_as: Clients
) -> None:
    link = invited(client_as("owner"))
    nobody = client_as(None)
    nobody.post(f"{link}accept", {"password": PASSWORD, "again": PASSWORD})
    nobody.post("/account/login/", {"login": "nadia", "password": f"{PASSWORD}!"})
    nobody.post("/account/login/", {"login": PASSWORD, "password": PASSWORD})
    assert User.objects.get(username="nadia").password.startswith("argon2$argon2id$")
    told = "".join(str(line.facts) for line in AuditEntry.objects.all())
    assert "copper" not in told
    assert link.split("/")[2] not in told


def test_a_link_ends_with_its_time_and_with_a_newer_one(workspace: Any, client_as: Clients) -> None:
    owner = client_as("owner")
    first = invited(owner)
    secret = first.split("/")[2]
    now = workspace.archive.now()
    assert inviting.invited(secret, now=now + inviting.GOOD_FOR + timedelta(minutes=1)) is None
    account = User.objects.get(username="nadia").pk
    owner.post(f"/administration/users/{account}/link")
    assert client_as(None).get(first).status_code == 404


def test_ending_an_account_ends_its_sessions(workspace: Any, client_as: Clients) -> None:
    analyst = client_as("analyst")
    assert analyst.get("/search/").status_code == 200
    account = workspace.user("analyst").pk
    client_as("owner").post(f"/administration/users/{account}/end")
    assert analyst.get("/search/").status_code == 302
    assert AuditEntry.objects.filter(event="account_ended", facts__account=account).exists()


def test_a_changed_role_holds_at_once(workspace: Any, client_as: Clients) -> None:
    account = workspace.user("lead").pk
    owner = client_as("owner")
    owner.post(f"/administration/users/{account}/role", {"role": "data_viewer"})
    assert client_as("lead").get("/administration/audit/").status_code == 403


@pytest.mark.parametrize(("path", "told"), [("role", {"role": "lead"}), ("end", {})])
def test_nobody_changes_their_own_role_nor_ends_the_last_owner(
    workspace: Any, client_as: Clients, path: str, told: dict[str, str]
) -> None:
    account = workspace.user("owner").pk
    response = client_as("owner").post(f"/administration/users/{account}/{path}", told)
    assert response.status_code == 422
    assert User.objects.get(pk=account).is_active
    assert User.objects.get(pk=account).role == "owner"


def test_what_is_kept_to_a_group_is_gone_for_everybody_else(workspace: Any, client_as: Clients) -> None:
    from accounted.record.models import Item

    owner = client_as("owner")
    owner.post("/administration/groups/make", {"code": "team-north", "title": "Team north"})
    number = Item.objects.values_list("number", flat=True).first()
    told = {"kind": "Item", "id": number, "groups": ["team-north"], "reason": "a witness is named in it"}
    assert owner.post("/administration/restrictions/restrict", told).status_code == 422  # nobody is in it
    for role in ("owner", "lead"):
        account = workspace.user(role).pk
        owner.post(f"/administration/users/{account}/groups", {"groups": ["team-north"]})
    assert owner.post("/administration/restrictions/restrict", told).status_code == 303
    assert client_as("lead").get("/administration/restrictions.json").json()["restrictions"]
    lead = client_as("lead")
    owner.post(f"/administration/users/{workspace.user('lead').pk}/groups", {})
    assert lead.get("/administration/restrictions.json").json()["restrictions"] == []
    assert lead.post("/administration/restrictions/restrict", {**told, "groups": []}).status_code == 404


def test_a_new_method_is_a_new_version(workspace: Any, client_as: Clients) -> None:
    from accounted.record.queries.protection import methodologies

    lead = client_as("lead")
    told = {
        "version": "2027-1",
        "minimum_sources": "3",
        "inclusion": "people killed",
        "scope_time": "2022-02-24/..",
        "thresholds": "reviewers_of_a_claim = 2",
        "vague_numbers": "dozens = [24, 96]",
        "reason": "agreed by the team",
    }
    assert lead.post("/administration/methodology/set", told).status_code == 303
    assert lead.post("/administration/methodology/set", told).status_code == 422
    made = methodologies(workspace.archive)[0]
    assert (made.minimum_sources, made.vague_numbers) == (3, {"dozens": [24, 96]})
    assert "reviewers_of_a_claim = 2" in lead.get("/administration/methodology/").content.decode()


def test_the_team_calls_a_term_its_own_way_and_the_code_stays(workspace: Any, client_as: Clients) -> None:
    from accounted.web.templatetags.accounted import label

    owner = client_as("owner")
    path = "/administration/vocabularies/count_basis/call"
    assert owner.post(path, {"code": "bodies_found", "label": "Bodies, found"}).status_code == 303
    assert label("bodies_found", "count_basis") == "Bodies, found"
    assert owner.post(path, {"code": "invented", "label": "Invented"}).status_code == 404
    owner.post(path, {"code": "bodies_found", "label": ""})
    assert label("bodies_found", "count_basis") != "Bodies, found"


def test_a_checkpoint_is_taken_with_the_key_of_the_machine(
    workspace: Any, client_as: Clients, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from accounted.evidence import KeyRing

    monkeypatch.setenv("ACCOUNTED_CONFIG", str(tmp_path / "config"))
    analyst = client_as("analyst")
    assert analyst.post("/administration/keys/checkpoint").status_code == 422  # there is no key yet
    store = workspace.archive.store
    store.checkpoint(KeyRing(tmp_path / "config").signer(store, "a passphrase"), agent="p:0")
    assert analyst.post("/administration/keys/checkpoint", {"passphrase": "wrong"}).status_code == 422
    before = store.latest_checkpoint().size
    assert analyst.post("/administration/keys/checkpoint", {"passphrase": "a passphrase"}).status_code == 303
    assert store.latest_checkpoint().size > before
    shown = analyst.get("/administration/keys/").content.decode()
    assert store.active_key().id in shown
    assert "seed" not in shown


def test_the_pages_ask_few_questions_of_the_databases(
    workspace: Any, client_as: Clients, few_queries: Any
) -> None:
    owner = client_as("owner")
    of_administration = (
        "users",
        "groups",
        "restrictions",
        "methodology",
        "vocabularies",
        "keys",
        "audit",
        "exports",
    )
    others = ("administration", "sealed", "tokens", "administration/lock", "administration/audit/check")
    for path in (*others, *(f"administration/{one}" for one in of_administration)):
        with few_queries():
            assert owner.get(f"/{path}/").status_code == 200
