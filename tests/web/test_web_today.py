"""Today: what waits for each role, and how far the archive is."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from accounted.record import decisions, queries
from accounted.record.queries import waiting
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

    kept = SavedSearch.objects.create(
        user=workspace.user("analyst"), title="<b>quarry", query="q=quarry", new=3, at=workspace.archive.now()
    )
    page = client_as("analyst").get("/").content.decode()
    assert "&lt;b&gt;quarry" in page and f'action="/search/saved/{kept.pk}/look"' in page
    assert ">3 new<" in page and '<span class="large">3</span>' in page


def test_what_is_new_in_a_kept_search_is_counted_without_opening_search(workspace, client_as, tmp_path):
    from accounted.web import searching as asking

    client = client_as("analyst")
    client.get("/search/", {"q": "quarryman"})
    client.post("/search/save", {"q": "quarryman", "title": "The quarryman"})
    (tmp_path / "new.txt").write_text("The quarryman told of it.\n", encoding="utf-8")
    with workspace.archive.acting_as(workspace.reviewer("analyst")):
        workspace.archive.add([tmp_path / "new.txt"])
    asking.serve()
    try:
        told(client)  # the count is brought up beside this request
        asking.wait()
    finally:
        asking.serve(False)
    assert [one["news"] for one in told(client)["news"]] == [1]


def test_an_upload_that_did_not_come_whole_is_told(workspace, client_as):
    client = client_as("intake")
    begun = json.loads(client.post("/add/begin", {}).content)
    assert told(client)["uploads"][0]["id"] == begun["batch"]


def page_of(client):
    return client.get("/").content.decode()


def test_claims_to_review_grow_fewer_with_each_judgement(workspace, client_as):
    before = told(client_as("reviewer"))["claims"]["number"]
    first = next(one for one in queries.claims(workspace.archive))
    by = workspace.reviewer("reviewer")
    decisions.accept(workspace.archive, first.id, by=by, reason="as it says")
    client = client_as("reviewer")
    assert told(client)["claims"]["number"] == before - 1
    assert f'<span class="large">{before - 1}</span>' in page_of(client)


def test_a_disagreement_waits_for_who_is_none_of_the_two(workspace, client_as):
    archive = workspace.archive
    first = next(one for one in queries.claims(archive))
    decisions.ask_for_reviewers(archive, 2, by=workspace.reviewer("lead"), reason="two of us")
    decisions.accept(archive, first.id, by=workspace.reviewer("analyst"), reason="yes")
    by = workspace.reviewer("reviewer")
    decisions.reject(archive, first.id, by=by, reason="no")
    user = workspace.user("reviewer")
    user.pseudonym = by.pseudonym  # as it is once they have decided something in the browser
    user.save()
    assert told(client_as("lead"))["disagreements"] == 1
    assert "/review/disagreements/" in page_of(client_as("lead"))
    assert told(client_as("reviewer"))["disagreements"] == 0


def test_pairs_of_the_newest_run_wait_to_be_judged(workspace, client_as):
    from accounted.record.decisions.linking import Proposed, record_linkage

    archive = workspace.archive
    content = {"pairs": [], "clusters": [], "model": {}}
    with archive.acting_as(workspace.reviewer("owner")):
        record_linkage(archive, Proposed(content, ["l"], "duckdb", {}, {}, 3, 2, 2, 2, 3, "none"))
    assert told(client_as("analyst"))["pairs"] == 2
    assert 'href="/pairs/"' in page_of(client_as("analyst"))
    assert told(client_as("data_viewer"))["pairs"] is None


def test_consent_that_was_refused_or_taken_back_is_told_to_who_sees_the_record(workspace, client_as):
    from accounted.record.decisions import ConsentGiven, Risk

    archive, by = workspace.archive, workspace.reviewer("analyst")
    said = {"by": by, "reason": "as she said"}
    agreed = ConsentGiven("given", scopes={"internal_analysis": True})
    with archive.acting_as(by):
        testimony = decisions.record_testimony(
            archive, consent=agreed, risk=Risk("low"), depth="first_account", **said
        )
        assert told(client_as("analyst"))["consents"] == []
        withdrawn = ConsentGiven("withdrawn", withdrawn_on="2026-11-22")
        decisions.change_consent(archive, testimony, withdrawn, **said)
    (gone,) = told(client_as("analyst"))["consents"]
    assert (gone["testimony"], gone["state"]) == (testimony, "withdrawn")
    assert f'href="/testimonies/{testimony}/"' in page_of(client_as("analyst"))
    assert told(client_as("auditor"))["consents"] == []


def test_files_that_were_not_taken_in_or_cannot_be_opened_are_told_with_the_reason(
    workspace, client_as, tmp_path
):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of a page")
    with workspace.archive.acting_as(workspace.reviewer("intake")):
        workspace.archive.add([tmp_path / "broken.pdf", tmp_path / "not there.txt"])
    found = told(client_as("intake"))
    assert found["trouble_count"] == 2
    assert {bool(one["item"]) for one in found["troubles"]} == {True, False}
    shown = page_of(client_as("intake"))
    assert 'id="troubles"' in shown and "not there.txt" in shown
    assert "not there.txt" not in page_of(client_as("data_viewer"))


def test_an_overdue_checkpoint_is_told_to_who_can_take_one(client_as, monkeypatch):
    assert 'class="notice warning"' not in page_of(client_as("analyst"))
    monkeypatch.setattr(waiting, "CHECKPOINT_DUE", timedelta(days=-1))
    assert told(client_as("analyst"))["checkpoint"]["overdue"]
    assert "accounted checkpoint" in page_of(client_as("analyst"))
    assert told(client_as("reviewer"))["checkpoint"] is None


def test_an_identification_to_judge_is_for_reviewers(workspace, client_as, monkeypatch):
    monkeypatch.setattr(waiting, "_proposals", lambda reviewer: 2)
    assert [told(client_as(role))["proposals"] for role in ("lead", "reviewer", "intake")] == [2, 2, None]


@pytest.mark.parametrize("days", [0, 1])
def test_the_chart_needs_two_days(days):
    assert drawn([("2026-11-22", 1, 2)] * days, "growth") == ""


def test_the_chart_has_no_style_of_its_own_and_its_title_is_escaped():
    drawing = drawn([("2026-11-22", 1, 2), ("2026-11-23", 2, 1_000)], "<growth>")
    assert "style=" not in drawing and "&lt;growth&gt;" in drawing and "1,000" in drawing


def test_a_new_archive_says_where_to_begin(workspace, client_as, monkeypatch):
    from accounted.record.queries import waiting

    begin = "The archive is empty"
    assert begin not in client_as("owner").get("/").content.decode()
    nothing = waiting.Progressed(0, 0, 0, 0, 0, 0, 0, ())
    monkeypatch.setattr(waiting, "progress", lambda archive: nothing)
    from accounted.web import kept

    kept._answers.clear()
    assert begin in client_as("owner").get("/").content.decode()
    assert begin not in client_as("auditor").get("/").content.decode()
