"""The worst that can stand in a field: every page and act answers it, whatever the database; none breaks."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import worst
from addresses import addresses
from django.test import Client, override_settings

from accounted.web.access.roles import ANYONE, may

NUL = "a\0b"
NUMBERS = ("²", "9" * 40)  # a digit that is no number, and a number that no column holds
MIXED = "1..2../\u2028\u202e{{7*7}}'\"><svg/onload=1>" + "x" * 20_000
MANY = 8  # fields that are sent one by one; of a larger form all at once
NAME = re.compile(r'\bname="([\w.:-]+)"')


def client_of(workspace: Any, role: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(workspace.user(role))
    return client


def fields_of(client: Client, address: str, *, changes: bool) -> list[str]:
    """The names that a page or act asks for, and those of the forms that the page shows."""
    from django.conf import settings

    worst.ASKED.clear()
    with override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, "worst.noting"]):
        noting = Client(raise_request_exception=False)
        noting.cookies = client.cookies
        answer = noting.post(address, {"reason": "x"}) if changes else noting.get(address)
    shown = (
        set() if changes or answer.streaming else set(NAME.findall(answer.content.decode("utf-8", "replace")))
    )
    return sorted((worst.ASKED | shown) - {"csrfmiddlewaretoken", "viewport", "color-scheme", "next"})


def everything_asked(workspace: Any) -> list[str]:
    """What breaks a page, an act, or the twin of a page; each field by itself, then all at once."""
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # registers every page
    from accounted.web.paging import registered

    broken: list[str] = []
    of = addresses()
    for one in registered():
        client = client_of(workspace, "owner")  # the act before may have signed everybody out
        if one.may == ANYONE or not may("owner", one.may) or one.name in ("lock_archive", "deactivate"):
            continue
        address = of(one)
        names = fields_of(client, address, changes=one.changes)
        twin = address if one.changes else address.rstrip("/") + ".json" if one.pattern else "/today.json"

        def send(told: dict[str, str], to: str, client: Client = client, one: Any = one) -> Any:
            answer = client.post(to, told) if one.changes else client.get(to, told)
            if answer.status_code >= 500:
                value = next(iter(told.values()))[:12]
                broken.append(f"{one.name} {sorted(told)[:3]}={value!r}: {answer.status_code}")
            return answer

        if names:
            assert send(dict.fromkeys(names, NUL), address).status_code == 400, one.name
            send(dict.fromkeys(names, MIXED), address)
        for value in NUMBERS:
            for told in (
                [{name: value} for name in names] if len(names) <= MANY else [dict.fromkeys(names, value)]
            ):
                send(told, twin)
    return broken


@pytest.mark.slow
def test_no_field_of_any_page_breaks_on_sqlite(workspace: Any) -> None:
    assert everything_asked(workspace) == []


@pytest.mark.slow
@pytest.mark.postgres
def test_no_field_of_any_page_breaks_on_postgresql(workspace_on_postgresql: Any) -> None:
    assert everything_asked(workspace_on_postgresql) == []


def test_a_text_that_is_none_is_refused_in_the_interface_and_in_the_address(workspace: Any) -> None:
    client = client_of(workspace, "analyst")
    for body in ('{"reason": "a\\u0000b"}', '{"reason": "a\\ud800b"}', '{"a\\u0000": "b"}', "{"):
        answer = client.post("/api/v1/pages/claims/clm_x/accept", body, "application/json")
        assert answer.status_code == 400, body
        assert answer.headers["Content-Type"] == "application/problem+json"
    for address in (
        "/documents/a%00b/",
        "/api/v1/claims?speaker=%00",
        "/claims/%00.json",
        "/people/?text=%00",
    ):
        assert client.get(address).status_code == 400, address
    named = client.post("/add/begin", {"publisher": NUL})
    assert named.status_code == 400


def test_a_name_of_a_file_or_a_list_of_files_that_is_nonsense_is_answered(workspace: Any) -> None:
    client = client_of(workspace, "analyst")
    batch = client.post("/add/begin").json()["batch"]
    nonsense: tuple[Any, ...] = (
        [{"name": NUL, "size": 1}],
        [{"name": "x", "size": "1" * 40}],
        [{"name": "\ud800", "size": 1}],
        [{"name": "x", "size": -1}],
        {"name": 1},
        [1],
        None,
        "x",
    )
    for told in nonsense:
        answer = client.post(f"/add/{batch}/files", json.dumps(told), "application/json")
        assert answer.status_code in (200, 400, 422, 507), (told, answer.status_code)
    for offset in ("²", "-1", "9" * 30, "", "%00"):
        answer = client.post(f"/add/{batch}/files/0/piece?offset={offset}", b"x", "application/octet-stream")
        assert answer.status_code in (400, 409, 422, 507), (offset, answer.status_code)
