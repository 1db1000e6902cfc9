"""Today: what waits for each role, and how far the archive is."""

from __future__ import annotations

import json

import pytest

from accounted.web.growth import drawn


def told(client):
    return json.loads(client.get("/today.json").content)


def test_each_role_is_told_what_it_can_do_something_about(client_as, few_queries):
    for role in ("analyst", "lead"):
        client = client_as(role)
        with few_queries(25):
            assert client.get("/").status_code == 200
    assert told(client_as("analyst"))["claims"]["number"] > 0
    intake = told(client_as("intake"))
    assert (intake["claims"], intake["pairs"], intake["proposals"]) == (None, None, None)
    assert told(client_as("data_viewer"))["trouble_count"] == 0


def test_an_export_that_another_asked_for_waits_for_who_may_approve_it(workspace, client_as):
    from accounted.web.models import ExportRequest

    ExportRequest.objects.create(
        form="zip", audience="public", recipient="a court", reason="asked for",
        asked_at=workspace.archive.now(),
        asked_by=workspace.user("lead"),
    )  # fmt: skip
    assert [told(client_as(role))["approvals"] for role in ("lead", "owner", "analyst")] == [0, 1, 0]


def test_a_kept_search_with_news_is_told(workspace, client_as):
    from accounted.web.models import SavedSearch

    SavedSearch.objects.create(
        user=workspace.user("analyst"), title="<b>quarry", query="q=quarry", new=3, at=workspace.archive.now()
    )
    page = client_as("analyst").get("/").content.decode()
    assert "&lt;b&gt;quarry" in page and 'href="/search/?q=quarry"' in page


def test_an_upload_that_did_not_come_whole_is_told(workspace, client_as):
    client = client_as("intake")
    begun = json.loads(client.post("/add/begin", {}).content)
    assert told(client)["uploads"][0]["id"] == begun["batch"]


@pytest.mark.parametrize("days", [0, 1])
def test_the_chart_needs_two_days(days):
    assert drawn([("2026-11-22", 1, 2)] * days, "growth") == ""


def test_the_chart_has_no_style_of_its_own_and_its_title_is_escaped():
    drawing = drawn([("2026-11-22", 1, 2), ("2026-11-23", 2, 1_000)], "<growth>")
    assert "style=" not in drawing and "&lt;growth&gt;" in drawing and "1,000" in drawing
