"""Who may: every address times every role, made from the register, so that a page without a rule fails."""

from __future__ import annotations

import pytest
from addresses import PART, addresses

from accounted.web.access.roles import ANYONE, CAPABILITIES, ROLES, SIGNED_IN, may

NOT_PAGES = ("account/", "i18n/", "api/v1/")  # allauth and Django; the interface has its own tests


@pytest.fixture
def registered(workspace):
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    from accounted.web.paging import REGISTERED

    return dict(REGISTERED)


@pytest.fixture
def address(workspace):
    return addresses()


def test_every_address_has_a_rule(registered):
    from accounted.web.urls import urlpatterns

    for pattern in urlpatterns:
        route = str(pattern.pattern)
        if route in NOT_PAGES:
            continue
        if pattern.callback is not None and pattern.callback.__module__ == "accounted.web.errors":
            continue  # an address that is closed to everybody
        name = pattern.name.removesuffix(".json")
        assert name in registered, f"{route} is not registered with accounted.web.paging"
    for one in registered.values():
        assert one.may in {*CAPABILITIES, ANYONE, SIGNED_IN}, f"{one.name}: no such capability {one.may!r}"


def test_only_what_lets_people_in_is_open_to_anyone(registered):
    assert {one.name for one in registered.values() if one.may == ANYONE} <= {
        "enter",
        "invitation",
        "accept_invitation",
    }


def test_without_an_account_every_page_leads_to_the_sign_in_and_tells_nothing(registered, address, client_as):
    nobody = client_as(None)
    for one in registered.values():
        if one.may == ANYONE:
            continue
        answer = nobody.post(address(one)) if one.changes else nobody.get(address(one))
        assert answer.status_code == 302, (one.name, answer.status_code)
        assert answer.headers["Location"].startswith("/account/login/"), one.name
        if not one.changes:
            twin = nobody.get(address(one).rstrip("/") + ".json" if one.pattern else "/today.json")
            assert twin.status_code == 401, one.name


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_reaches_what_it_may_and_nothing_else(role, registered, address, client_as):
    client = client_as(role)
    for one in registered.values():
        if one.may == ANYONE or "logout" in one.name or one.name in ("lock", "close_archive"):
            continue
        allowed = may(role, one.may)
        answer = client.post(address(one)) if one.changes else client.get(address(one))
        told = f"{role} at {one.name} ({one.pattern}): {answer.status_code}"
        if allowed:
            assert answer.status_code not in (401, 403), told
        else:
            assert answer.status_code == 403, told
        assert answer.status_code < 500, told
        if not one.changes:
            twin = client.get(address(one).rstrip("/") + ".json" if one.pattern else "/today.json")
            assert twin.status_code < 500, told
            assert (twin.status_code == 403) == (not allowed), told


@pytest.mark.parametrize("role", sorted(ROLES))
def test_what_is_kept_to_a_group_does_not_exist_for_others(role, workspace, registered, address, client_as):
    from accounted.record import decisions, models

    claim = models.Claim.objects.select_related("document__item").order_by("pk").first()
    by = workspace.reviewer("owner")
    decisions.restrict(
        workspace.archive, "Item", claim.document.item.number, ["few"], by=by, reason="a witness"
    )
    client = client_as(role)
    words = claim.excerpt.exact.encode()
    for one in registered.values():
        if one.may == ANYONE or not may(role, one.may):
            continue
        asks_for_it = any(name in ("claim", "document") or one.pattern.startswith("items/")
                          for _, name in PART.findall(one.pattern))  # fmt: skip
        if one.changes and not asks_for_it:
            continue
        answer = client.post(address(one)) if one.changes else client.get(address(one))
        told = f"{role} at {one.name}: {answer.status_code}"
        if asks_for_it:
            assert answer.status_code == 404, told
        elif not answer.streaming and len(words) > 20:
            assert words not in answer.content, told
