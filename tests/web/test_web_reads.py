"""Whoever reads what is sensitive stands in the audit trail: on every page, made from the register."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from addresses import MODELS, PART, addresses

from accounted.web.access.roles import ANYONE, may
from accounted.web.models import AuditEntry

Clients = Callable[[str | None], Any]


@pytest.fixture
def marked(workspace: Any) -> dict[str, str]:
    """Words that stand in one confidential thing of each kind only, and the identifier of the thing."""
    from accounted.record import models

    claim = models.Claim.objects.select_related("document").order_by("pk").first()
    marks = {"title-of-the-document": claim.document_id}
    models.Document.objects.filter(pk=claim.document_id).update(
        confidentiality="confidential", title="title-of-the-document"
    )
    for slug, model in MODELS.items():
        row = getattr(models, model).objects.order_by("pk").first()
        if row is not None:
            mark = f"note-beside-{slug}"
            words = "certificate" if slug == "identifications" else "notes"
            setattr(row, words, mark)
            row.confidentiality = "confidential"
            row.save(update_fields=[words, "confidentiality"])
            marks[mark] = row.pk
    return marks


def lines_since(seq: int) -> list[Any]:
    return list(AuditEntry.objects.filter(seq__gt=seq, event="read"))


def newest() -> int:
    last = AuditEntry.objects.order_by("-seq").values_list("seq", flat=True).first()
    return -1 if last is None else int(last)


def asked_of(client: Any, address: str, marks: dict[str, str]) -> set[str]:
    """The marks that the answer shows, each of them told of in the trail."""
    before = newest()
    answer = client.get(address)
    if answer.status_code != 200 or answer.streaming:
        return set()
    content = answer.content.decode("utf-8", "replace")
    shown = {mark for mark in marks if mark in content}
    told = {thing for line in lines_since(before) for thing in line.facts["things"]}
    left_out = {mark for mark in shown if marks[mark] not in told}
    assert not left_out, f"{address} shows {left_out} and the trail says only {told}"
    return shown


def test_every_page_that_shows_something_confidential_is_told_of_in_the_trail(
    workspace: Any, client_as: Clients, marked: dict[str, str]
) -> None:
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # registers every page
    from accounted.web.paging import REGISTERED

    client, of = client_as("owner"), addresses()
    seen: set[str] = set()
    pages = 0
    for one in REGISTERED.values():
        if one.changes or one.may == ANYONE or not may("owner", one.may):
            continue
        twin = of(one).rstrip("/") + ".json" if one.pattern else "/today.json"
        for address in (of(one), twin):
            shown = asked_of(client, address, marked)
            pages += bool(shown)
            seen |= shown
    assert seen == set(marked), "a thing that no page shows proves nothing"
    assert pages > 30


def test_every_answer_of_the_interface_that_shows_something_confidential_is_told_of(
    workspace: Any, client_as: Clients, marked: dict[str, str]
) -> None:
    from accounted.web.paging import Registered

    client, of = client_as("analyst"), addresses()
    described = client.get("/api/v1/openapi.json").json()["paths"]
    seen: set[str] = set()
    for path, operations in described.items():
        if "get" not in operations or "{upload}" in path:
            continue
        for slug in MODELS if "{kind}" in path else ("",):
            own = path.removeprefix("/api/v1").removeprefix("/pages").removeprefix("/entries")
            pattern = re.sub(r"\{(\w+)\}", r"<str:\1>", own.replace("{kind}", slug)).lstrip("/")
            filled = of(Registered(pattern, "", "", lambda: None))
            start = "/api/v1" + ("/pages" if "/pages" in path else "/entries" if "/entries" in path else "")
            seen |= asked_of(client, start + filled.rstrip("/"), marked)
    assert {mark for mark in marked if "testimonies" not in mark} <= seen


def test_a_picture_of_a_page_and_the_bytes_of_an_item_are_reads_too(
    workspace: Any, client_as: Clients, marked: dict[str, str]
) -> None:
    from accounted.record import models

    document = models.Document.objects.select_related("item").get(pk=marked["title-of-the-document"])
    number = document.item.number
    client = client_as("analyst")
    for address in (f"/items/{number}/original/", f"/api/v1/items/{number}/bytes"):
        before = newest()
        assert client.get(address).status_code == 200
        assert [line.facts["things"] for line in lines_since(before)] == [[number]]


def test_what_is_kept_to_a_group_is_a_read_and_what_is_not_shown_is_none(
    workspace: Any, client_as: Clients
) -> None:
    from accounted.record import decisions, models

    item = models.Item.objects.filter(documents__isnull=False).order_by("number").first()
    by = workspace.reviewer("owner")
    decisions.restrict(workspace.archive, "Item", item.number, ["few"], by=by, reason="a witness")
    before = newest()
    assert client_as("owner").get(f"/items/{item.number}/").status_code == 404
    assert lines_since(before) == []
    from accounted.web.access import inviting

    inviting.make_group("few", "Few")
    inviting.set_groups(workspace.user("lead"), ["few"])
    assert client_as("lead").get(f"/items/{item.number}/").status_code == 200
    (line,) = lines_since(before)
    assert item.number in line.facts["things"]


def test_what_is_open_to_the_whole_team_fills_no_trail(workspace: Any, client_as: Clients) -> None:
    before = newest()
    client = client_as("analyst")
    for address in ("/documents/", "/people/", "/review/"):
        assert client.get(address).status_code == 200
    assert lines_since(before) == []
    assert PART  # the addresses above have no parts


def test_a_search_is_in_the_trail_with_its_words_and_so_is_what_it_showed(
    workspace: Any, client_as: Clients, marked: dict[str, str]
) -> None:
    from accounted.record import models

    models.Person.objects.update(confidentiality="confidential")
    before = newest()
    client_as("analyst").get("/search/", {"q": "Bolvinov"})
    lines = AuditEntry.objects.filter(seq__gt=before)
    assert [one.facts["query"] for one in lines if one.event == "search"] == ["q=Bolvinov"]
    told = [thing for one in lines if one.event == "read" for thing in one.facts["things"]]
    assert any(thing.startswith("per_") for thing in told)
