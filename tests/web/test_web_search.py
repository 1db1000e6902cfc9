"""The search page: in any script, with filters; searches that are kept; nothing that may not be seen."""

from __future__ import annotations

import pytest

from accounted.record import decisions, searching


def groups(answer):
    return {group["name"]: group for group in answer.json()["groups"]}


def test_a_latin_name_finds_the_cyrillic_one(client_as):
    found = groups(client_as("analyst").get("/search.json", {"q": "Bolvinov"}))
    names = {"".join(piece["text"] for piece in hit["heading"]) for hit in found["names"]["hits"]}
    assert names == {"Тарас Болвінов", "Taras Bolvinov"}


def test_what_is_found_is_marked_and_escaped(client_as):
    answer = client_as("analyst").get("/search/", {"q": "<script>alert(1)</script> Bolvinov"})
    assert b"<script>alert" not in answer.content
    answer = client_as("analyst").get("/search/", {"q": "Bolvinov"})
    assert "<mark>Bolvinov</mark>" in answer.content.decode()


def test_the_page_with_nothing_asked_shows_its_form(client_as):
    answer = client_as("analyst").get("/search/")
    assert answer.status_code == 200
    assert b'name="speaker"' in answer.content


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"q": "a", "from": "yesterday"}, "yesterday"),
        ({"q": "a", "place": "Nowhereatall Xq"}, "Nowhereatall"),
        ({"q": "-a"}, "only words to leave out"),
        ({"q": "a", "km": "5"}, "needs the place"),
    ],
)
def test_a_search_that_cannot_be_is_told_why(client_as, query, told):
    answer = client_as("analyst").get("/search/", query)
    assert answer.status_code == 200
    assert told in answer.content.decode()


def test_every_search_is_in_the_audit_trail(client_as, workspace):
    from accounted.web.models import AuditEntry

    client_as("analyst").get("/search/", {"q": "bodies"})
    entry = AuditEntry.objects.filter(event="search").latest("seq")
    assert entry.facts["query"] == "q=bodies"


def test_what_is_kept_to_a_group_is_not_found_outside_it(client_as, workspace):
    first = groups(client_as("analyst").get("/search.json", {"q": "Taras"}))["names"]["hits"]
    person = first[0]["id"]
    lead = workspace.reviewer("lead")
    decisions.restrict(workspace.archive, "Person", person, ["team-a"], by=lead, reason="at risk")
    found = groups(client_as("analyst").get("/search.json", {"q": "Taras"}))["names"]
    assert person not in {hit["id"] for hit in found["hits"]}
    assert found["total"] == 1


def test_who_sees_no_names_finds_nobody_by_name(client_as):
    found = groups(client_as("auditor").get("/search.json", {"q": "Bolvinov"}))
    assert sum(group["total"] for group in found.values()) == 0


def test_a_kept_search_tells_what_is_new_until_it_is_looked_at(client_as, workspace, tmp_path):
    from accounted.web.models import SavedSearch
    from accounted.web.searching import recount

    client = client_as("analyst")
    client.get("/search/", {"q": "quarryman"})
    assert client.post("/search/save", {"q": "quarryman", "title": "The quarryman"}).status_code == 303
    (tmp_path / "new.txt").write_text("The quarryman told of it.\n", encoding="utf-8")
    with workspace.archive.acting_as(workspace.reviewer("analyst")):
        workspace.archive.add([tmp_path / "new.txt"])
    searching.bring_up(workspace.archive)
    recount(workspace.archive)
    (saved,) = client.get("/search.json").json()["saved"]
    assert saved["new"] == 1
    assert client.get("/today.json").json()["searches"][0]["news"] == 1
    answer = client.post(f"/search/saved/{saved['number']}/look")
    assert answer["Location"] == "/search/?q=quarryman"
    assert SavedSearch.objects.get().new == 0


def test_a_kept_search_is_its_owners_alone(client_as):
    from accounted.web.models import SavedSearch

    client_as("analyst").post("/search/save", {"q": "bodies", "title": "Bodies"})
    number = SavedSearch.objects.get().pk
    assert client_as("lead").post(f"/search/saved/{number}/remove").status_code == 404
    assert client_as("analyst").post(f"/search/saved/{number}/remove").status_code == 303


def test_a_search_asks_few_queries(client_as):
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    client = client_as("analyst")
    client.get("/search/", {"q": "bodies"})
    with (
        CaptureQueriesContext(connections["default"]) as record,
        CaptureQueriesContext(connections["workspace"]) as workspace,
    ):
        client.get("/search/", {"q": "bodies"})
    assert len(record) + len(workspace) <= 25
