"""What a team does in a day, in a real browser: add, review by two, reckon, look; in two languages."""

from __future__ import annotations

import os
import re
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
def screens(tmp_path):
    """Where screenshots are kept: SCREENSHOTS, or nowhere lasting."""
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def person(chromium, live, role, language="en"):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale=language)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(live.way_in(role))
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live.address}])
    page.goto(live.address + "/")
    return page


@pytest.mark.parametrize("language", ["en", "uk"])
def test_from_a_file_to_a_figure(live, chromium, screens, tmp_path, language):
    archive = live.workspace.archive
    ask_for_reviewers(archive, 2, by=live.workspace.reviewer("owner"), reason="our method")
    analyst = person(chromium, live, "analyst", language)
    analyst.screenshot(path=screens / f"{language}-1-today.png", full_page=True)

    # add
    file = tmp_path / "statement.txt"
    file.write_text(STATEMENT)
    analyst.goto(f"{live.address}/add/")
    analyst.locator("input[type=file]").first.set_input_files(file)
    analyst.screenshot(path=screens / f"{language}-2-add.png", full_page=True)
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
    analyst.screenshot(path=screens / f"{language}-3-added.png", full_page=True)

    # review by two people, neither of whom sees the other
    tally = next(one for one in queries.claims(archive, document=added.id) if one.claim.kind == "tally")
    for role in ("analyst", "reviewer"):
        page = analyst if role == "analyst" else person(chromium, live, role, language)
        page.goto(f"{live.address}/review/?claim={tally.id}")
        page.screenshot(path=screens / f"{language}-4-review-{role}.png", full_page=True)
        assert "Anna Analyst" not in page.locator("main").inner_text()
        with page.expect_response(re.compile("accept")):
            page.keyboard.press("a")
        page.wait_for_timeout(300)
        settled = queries.claim(archive, tally.id).status
        assert settled == ("unreviewed" if role == "analyst" else "accepted")

    # look at the document, with the claim where it stands
    analyst.goto(f"{live.address}/documents/{added.id}/")
    assert "27 bodies" in analyst.locator("main").inner_text()
    analyst.screenshot(path=screens / f"{language}-5-document.png", full_page=True)

    # reckon
    analyst.goto(f"{live.address}/reckoning/?place=Poltava&basis=bodies_found")
    assert "27" in analyst.locator("main").inner_text()
    analyst.screenshot(path=screens / f"{language}-6-reckoning.png", full_page=True)

    # search, in another script
    analyst.goto(f"{live.address}/search/?q=Bolvinov")
    assert "Болвінов" in analyst.locator("main").inner_text()
    analyst.screenshot(path=screens / f"{language}-7-search.png", full_page=True)
    for name in ("map", "timeline", "graph", "people", "burial-sites", "pairs"):
        analyst.goto(f"{live.address}/{name}/")
        analyst.wait_for_load_state("networkidle")
        analyst.screenshot(path=screens / f"{language}-8-{name}.png", full_page=True)


@pytest.mark.postgres
def test_the_same_day_on_postgresql(live_on_postgresql, chromium, screens, tmp_path):
    test_from_a_file_to_a_figure(live_on_postgresql, chromium, screens, tmp_path, "en")
