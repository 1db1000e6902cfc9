"""What a team does in a day, in a real browser: add, review by two, record, reckon, report; two languages."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest

from accounted.record import queries
from accounted.record.decisions.judging import ask_for_reviewers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STATEMENT = (
    "Police: bodies recovered near Poltava\n\n"
    "On 12 June 2025 the district police said that 27 bodies were found in a grave near Poltava.\n"
    "The ministry denied it.\n"
)


@pytest.fixture
def screens():
    """Keeps a picture of a page, where somebody wants to look at it: in the folder SCREENSHOTS names."""
    folder = os.environ.get("SCREENSHOTS")

    def keep(page, name):
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return keep


def person(chromium, live, role, language="en"):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale=language)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(live.way_in(role))
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live.address}])
    page.goto(live.address + "/")
    return page


@pytest.mark.parametrize("language", ["en", "uk"])
def test_from_a_file_to_a_report(live, chromium, screens, tmp_path, language):
    archive = live.workspace.archive
    ask_for_reviewers(archive, 2, by=live.workspace.reviewer("owner"), reason="our method")
    analyst = person(chromium, live, "analyst", language)
    screens(analyst, f"{language}-1-today")

    # add
    file = tmp_path / "statement.txt"
    file.write_text(STATEMENT)
    analyst.goto(f"{live.address}/add/")
    analyst.locator("input[type=file]").first.set_input_files(file)
    screens(analyst, f"{language}-2-add")
    analyst.locator("main form button[type=submit], main form button.primary").first.click()
    for _ in range(120):
        if queries.documents(archive) and any(
            "27 bodies" in queries.text_of(archive, one).text for one in queries.documents(archive)
        ):
            break
        analyst.wait_for_timeout(500)
    added = next(
        one for one in queries.documents(archive) if "27 bodies" in queries.text_of(archive, one).text
    )
    analyst.wait_for_timeout(500)
    analyst.reload()
    screens(analyst, f"{language}-3-added")

    # review by two people, neither of whom sees the other
    tally = next(one for one in queries.claims(archive, document=added.id) if one.claim.kind == "tally")
    for role in ("analyst", "reviewer"):
        page = analyst if role == "analyst" else person(chromium, live, role, language)
        page.goto(f"{live.address}/review/?claim={tally.id}")
        screens(page, f"{language}-4-review-{role}")
        assert "Anna Analyst" not in page.locator("main").inner_text()
        with page.expect_response(re.compile("accept")):
            page.keyboard.press("a")
        page.wait_for_timeout(300)
        settled = queries.claim(archive, tally.id).status
        assert settled == ("unreviewed" if role == "analyst" else "accepted")

    # look at the document, with the claim where it stands
    analyst.goto(f"{live.address}/documents/{added.id}/")
    assert "27 bodies" in analyst.locator("main").inner_text()
    screens(analyst, f"{language}-5-document")

    # record: an incident, by its form, on the claim that both accepted
    analyst.goto(f"{live.address}/incidents/new/?claims={tally.id}")
    assert analyst.locator(f"input[name=basis][value={tally.id}]").is_checked()
    analyst.fill("#reason", "the police said so")
    analyst.fill("[id='v-title']", "The grave near Poltava")
    closed = analyst.locator("details.inputs:not([open]) > summary")
    while closed.count():
        closed.first.click()
    analyst.fill("#v-tallies-1", tally.id)
    analyst.fill("[id='v-date:act']", "last spring")
    analyst.fill("[id='v-further_places-1']", "Quarry")
    analyst.locator("form.entry button.primary").click()
    assert analyst.locator("[id='e-date:act']").is_visible()  # what is wrong is said, nothing is lost
    assert analyst.input_value("[id='v-title']") == "The grave near Poltava"
    screens(analyst, f"{language}-6-record-wrong")
    analyst.fill("[id='v-date:act']", "2025-06~")
    analyst.locator("form.entry button.primary").click()
    assert analyst.locator("h1").inner_text() == "The grave near Poltava"
    assert "27 bodies" in analyst.locator("main").inner_text()
    screens(analyst, f"{language}-6-record")
    incident = analyst.url.rstrip("/").split("/")[-1]

    # reckon
    analyst.goto(f"{live.address}/reckoning/?place=Poltava&basis=bodies_found")
    assert "27" in analyst.locator("main").inner_text()
    screens(analyst, f"{language}-7-reckoning")

    # report: asked for by one, approved by another, made and taken away
    analyst.goto(f"{live.address}/incidents/{incident}/")
    analyst.locator("a[href^='/administration/exports/']").click()
    assert analyst.locator("input[name=incident]").input_value() == incident
    analyst.select_option("#form", "csv")
    analyst.check("input[name=audience][value=court]")
    analyst.fill("#recipient", "the court of the district")
    analyst.fill("#reason", "it asked for the tables")
    analyst.locator("form[action$='/ask'] button.primary").click()
    analyst.wait_for_url("**/administration/exports/")
    assert analyst.locator("form[action$='/approve']").count() == 0  # not one's own
    lead = person(chromium, live, "lead", language)
    lead.goto(f"{live.address}/administration/exports/")
    screens(lead, f"{language}-7-approve")
    lead.locator("form[action$='/approve'] button").first.click()
    lead.wait_for_load_state()
    analyst.reload()
    analyst.locator("form[action$='/make'] button").first.click()
    analyst.locator("form[action$='/download'] button").first.wait_for()
    screens(analyst, f"{language}-7-report")
    with analyst.expect_download() as handed:
        analyst.locator("form[action$='/download'] button").first.click()
    with zipfile.ZipFile(handed.value.path()) as report:
        told = {name: report.read(name).decode("utf-8-sig") for name in report.namelist()}
    assert "NOTES.txt" in told and "The grave near Poltava" in told["NOTES.txt"]
    assert any("27 bodies" in text for name, text in told.items() if name.endswith(".csv"))

    # search, in another script
    analyst.goto(f"{live.address}/search/?q=Bolvinov")
    assert "Болвінов" in analyst.locator("main").inner_text()
    screens(analyst, f"{language}-8-search")
    for name in ("map", "timeline", "graph", "people", "burial-sites", "identifications", "pairs"):
        analyst.goto(f"{live.address}/{name}/")
        analyst.wait_for_load_state("networkidle")
        screens(analyst, f"{language}-9-{name}")


@pytest.mark.postgres
@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_same_day_on_postgresql(live_on_postgresql, chromium, screens, tmp_path, language):
    test_from_a_file_to_a_report(live_on_postgresql, chromium, screens, tmp_path, language)
