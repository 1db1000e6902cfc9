"""Signing in: lock-out, rate limits, second factors, sessions; and no sign-up."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.test import Client, override_settings

from accounted.web.models import AuditEntry

Clients = Callable[[str | None], Any]


def attempt(client: Any, username: str, password: str) -> Any:
    return client.post("/account/login/", {"login": username, "password": password})


def test_five_wrong_passwords_lock_the_account_out_and_the_right_one_does_not_open_it(
    workspace: Any,
) -> None:
    client = Client()
    for number in range(5):
        assert attempt(client, "analyst", f"wrong password {number}").status_code == 200
    assert (
        "Too many failed" in attempt(client, "analyst", "a long enough password of analyst").content.decode()
    )
    assert client.get("/search/").status_code == 302
    account = workspace.user("analyst").pk
    assert AuditEntry.objects.filter(event="sign_in_failed", facts__account=account).count() == 5
    assert AuditEntry.objects.filter(event="locked_out", facts__account=account).exists()
    assert attempt(client, "lead", "a long enough password of lead").status_code == 302


def test_one_address_does_not_try_for_ever(workspace: Any) -> None:
    answers = [attempt(Client(), f"somebody{number}", "a guess").status_code for number in range(25)]
    assert answers[-1] == 429


def test_the_limits_are_kept_where_every_worker_sees_them_and_cannot_be_pushed_out(workspace: Any) -> None:
    """Five failures here, and a process of its own that has never seen the account locks it out as well."""
    for number in range(5):
        attempt(Client(), "analyst", f"wrong password {number}")
    for number in range(400):  # more keys than Django would keep by itself
        cache.set(f"of-no-use-{number}", True, 600)
    another = subprocess.run(
        [sys.executable, "-c", ANOTHER_WORKER, str(workspace.path)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert "Too many failed" in another.stdout, another.stdout + another.stderr


ANOTHER_WORKER = """
import sys
from pathlib import Path
from accounted.web import workspace
workspace.configure(Path(sys.argv[1]), secret="of-the-tests" * 5)
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
from django.test import Client
told = {"login": "analyst", "password": "a long enough password of analyst"}
print(Client().post("/account/login/", told).content.decode())
"""


def test_a_name_that_is_nobodys_is_refused_in_the_same_words(workspace: Any) -> None:
    known = attempt(Client(), "lead", "wrong").content.decode()
    unknown = attempt(Client(), "nobody-here", "wrong").content.decode()
    assert known.split('role="alert"')[1][:200] == unknown.split('role="alert"')[1][:200]


def test_nobody_signs_up_or_asks_for_mail(workspace: Any) -> None:
    for path in ("signup", "password/reset", "email", "confirm-email"):
        assert Client().get(f"/account/{path}/").status_code == 404
    shown = Client().get("/account/login/").content.decode()
    assert "sign up" not in shown.lower()


def test_a_sign_in_has_a_session_that_its_owner_sees_and_ends(workspace: Any) -> None:
    one, other = Client(), Client()
    for client in (one, other):
        assert attempt(client, "lead", "a long enough password of lead").status_code == 302
    assert one.get("/account/sessions/").content.decode().count("<tr>") == 3
    one.post("/account/sessions/")
    assert one.get("/search/").status_code == 200
    assert other.get("/search/").status_code == 302
    assert AuditEntry.objects.filter(event="signed_in").count() == 2


def code_now(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def with_factor(workspace: Any, role: str) -> str:
    """Give somebody an authenticator app; its secret."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(workspace.user(role), secret)
    return str(secret)


def test_a_second_factor_is_asked_for_and_its_failure_is_written_down(workspace: Any) -> None:
    secret = with_factor(workspace, "lead")
    client = Client()
    assert (
        attempt(client, "lead", "a long enough password of lead")["Location"] == "/account/2fa/authenticate/"
    )
    assert client.get("/search/").status_code == 302
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert AuditEntry.objects.filter(event="second_factor_failed").exists()
    client.post("/account/2fa/authenticate/", {"code": code_now(secret)})
    assert client.get("/search/").status_code == 200


def test_where_it_is_required_nothing_else_opens_without_a_second_factor(
    workspace: Any, client_as: Clients
) -> None:
    with override_settings(ACCOUNTED_REQUIRE_MFA=True):
        led_to_set_one_up(workspace, client_as)


def led_to_set_one_up(workspace: Any, client_as: Clients) -> None:
    lead = client_as("lead")
    for path in ("/", "/search/", "/administration/audit/", "/tokens/"):
        assert lead.get(path)["Location"] == "/account/2fa/"
    assert lead.get("/search.json").status_code == 403
    assert lead.post("/administration/lock/set", {"reason": "x"}).status_code == 403
    assert lead.get("/account/2fa/").status_code == 200
    with_factor(workspace, "lead")
    assert lead.get("/search/").status_code == 200
