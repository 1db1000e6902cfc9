"""Coming in: nothing without an account, a link that works once, a role that decides what there is."""

import pytest
from django.test import override_settings
from test_web_sign_in import code_now, with_factor

from accounted.web.access import audit
from accounted.web.access.roles import CAPABILITIES, ROLES, may
from accounted.web.models import AuditEntry
from accounted.web.pages.entering import ticket


def test_without_an_account_there_is_only_the_way_to_sign_in(client_as):
    nobody = client_as(None)
    assert nobody.get("/account/login/").status_code == 200
    for way in ("signup", "password/reset", "email"):
        assert nobody.get(f"/account/{way}/").status_code == 404


def test_the_link_of_the_server_lets_its_holder_in_once(workspace, client_as):
    link = f"/enter/{ticket(workspace.user('owner'))}/"
    first, second = client_as(None), client_as(None)
    answer = first.get(link)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert second.get(link).status_code == 404
    assert second.get("/enter/forged/").status_code == 404


def test_the_link_leads_to_the_second_factor_of_its_holder_and_no_further(workspace, client_as):
    secret = with_factor(workspace, "owner")
    link = f"/enter/{ticket(workspace.user('owner'))}/"
    holder, another = client_as(None), client_as(None)
    assert holder.get(link).headers["Location"] == "/account/2fa/authenticate/"
    assert holder.get("/search/").status_code == 302
    assert holder.get("/search.json").status_code == 401
    assert another.get(link).status_code == 404  # asked for once, even where it did not let in
    holder.post("/account/2fa/authenticate/", {"code": "000000"})
    assert holder.get("/search/").status_code == 302
    holder.post("/account/2fa/authenticate/", {"code": code_now(secret)})
    assert holder.get("/search/").status_code == 200
    (line,) = AuditEntry.objects.filter(event="signed_in")
    assert line.facts == {"how": "link of the server"}


def test_the_link_opens_nothing_before_a_required_second_factor_is_set_up(workspace, client_as):
    with override_settings(ACCOUNTED_REQUIRE_MFA=True):
        holder = client_as(None)
        assert holder.get(f"/enter/{ticket(workspace.user('owner'))}/").status_code == 303
        assert holder.get("/").headers["Location"] == "/account/2fa/"
        assert holder.get("/search.json").status_code == 403
        assert holder.get("/api/v1/claims").status_code == 403
        with_factor(workspace, "owner")
        again = client_as(None)
        answer = again.get(f"/enter/{ticket(workspace.user('owner'))}/")
        assert answer.headers["Location"] == "/account/2fa/authenticate/"
        assert again.get("/search/").status_code == 302


def test_every_page_forbids_scripts_of_others_and_frames(client_as):
    policy = client_as(None).get("/account/login/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self';" in policy


def test_each_line_of_the_audit_trail_holds_the_one_before(workspace):
    for n in range(5):
        audit.append("p:1", "searched", {"n": n}, at=workspace.archive.now())
    assert list(audit.broken()) == []


def test_the_database_refuses_to_change_the_audit_trail(workspace):
    from django.db import DatabaseError

    audit.append("p:1", "searched", {}, at=workspace.archive.now())
    with pytest.raises(DatabaseError, match="written once"):
        AuditEntry.objects.update(who="p:2")
    with pytest.raises(DatabaseError, match="written once"):
        AuditEntry.objects.all().delete()


def test_roles_name_only_capabilities_that_exist():
    for role in ROLES.values():
        assert role.capabilities <= set(CAPABILITIES)
    assert not may("nobody", "see_figures")
    assert not may("data_viewer", "see_record")
