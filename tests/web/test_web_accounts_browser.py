"""Accounts in a real browser, under the policy that forbids inline scripts: factors, pages on two screens."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
ADMINISTRATION = (
    "/administration/", "/administration/users/", "/administration/groups/", "/administration/restrictions/",
    "/administration/methodology/", "/administration/vocabularies/", "/administration/keys/",
    "/administration/vocabularies/count_basis/", "/administration/audit/", "/administration/exports/",
    "/administration/lock/", "/sealed/", "/sealed/new/", "/tokens/", "/account/2fa/", "/account/sessions/",
)  # fmt: skip


def keep(page: Any, name: str) -> None:
    """A picture of the page, where somebody wants to look at it."""
    if folder := os.environ.get("ACCOUNTED_SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def sign_in(page: Any, live: Any, role: str) -> None:
    page.goto(f"{live.address}/account/login/")
    page.get_by_label("Name").fill(role)
    page.get_by_label("Password").fill(f"a long enough password of {role}")
    page.get_by_role("button", name="Sign in").click()


def test_a_person_sets_up_an_app_and_a_key_and_signs_in_with_each(live: Any, chromium: Any) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    context = chromium.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                     "hasUserVerification": True, "isUserVerified": True,
                     "automaticPresenceSimulation": True}},
    )  # fmt: skip
    sign_in(page, live, "lead")
    page.goto(f"{live.address}/account/2fa/totp/activate/")
    if "reauthenticate" in page.url:
        assert "Forgot" not in page.content()
        page.locator("#id_password").fill("a long enough password of lead")
        page.get_by_role("button", name="Confirm").click()
        page.wait_for_url("**/totp/activate/")
    keep(page, "totp")
    assert page.locator("main img").first.evaluate("image => image.naturalWidth") > 0  # the code is shown
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("#id_code").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.locator("main button[type=submit]").click()
    page.goto(f"{live.address}/account/2fa/recovery-codes/")
    keep(page, "recovery")
    page.goto(f"{live.address}/account/2fa/webauthn/add/")
    keep(page, "webauthn")
    page.locator("#id_name").fill("the key in my drawer")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda address: "webauthn/add" not in address, timeout=30_000)
    page.goto(f"{live.address}/account/2fa/webauthn/")
    assert "the key in my drawer" in page.content()
    keep(page, "webauthn-list")
    page.goto(f"{live.address}/account/logout/")
    page.locator("main button[type=submit], main form button").first.click()
    sign_in(page, live, "lead")
    page.wait_for_url("**/account/2fa/authenticate/**")
    keep(page, "authenticate")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url(f"{live.address}/", timeout=10_000)
    assert not [text for text in said if "Content Security Policy" in text], said
    context.close()


@pytest.mark.parametrize("width", [1280, 375])
def test_the_pages_fit_the_screen_and_break_no_policy(live: Any, chromium: Any, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(f"{live.address}/account/login/")
    keep(page, f"{width}-login")
    page.goto(live.way_in("owner"))
    wide = []
    for path in ADMINISTRATION:
        answer = page.goto(f"{live.address}{path}")
        assert answer.status == 200, path
        keep(page, f"{width}-{path.strip('/').replace('/', '-')}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path)
    assert wide == []
    assert not [text for text in said if "Content Security Policy" in text], said
    context.close()
