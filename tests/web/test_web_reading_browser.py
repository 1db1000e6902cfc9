"""Reading, judging and adding in a real browser, by keys and by hand, on a large and on a small screen."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from accounted.record import queries
from accounted.web import uploads

SIZES = {"large": {"width": 1280, "height": 860}, "small": {"width": 375, "height": 740}}


@pytest.fixture(params=SIZES)
def tab(request, live, chromium):
    """A tab of an analyst, on a large and on a small screen; errors of scripts fail the test."""
    context = chromium.new_context(viewport=SIZES[request.param])
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(live.way_in("analyst"))
    page.size = request.param
    yield page
    context.close()
    assert errors == []


def looked_at(page, name):
    """Keep a picture of the page for people to look at, and see that nothing sticks out of the screen."""
    folder = os.environ.get("ACCOUNTED_SCREENSHOTS")
    if folder:
        # Left to itself, the taking of a picture adds a style to the page, which the page forbids.
        page.screenshot(path=Path(folder) / f"{name}-{page.size}.png", full_page=True, caret="initial")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), name


def test_a_claim_is_judged_by_keys_and_by_hand(tab, live):
    archive = live.workspace.archive
    looked_at(tab, "today")
    tab.goto(f"{live.address}/review/")
    looked_at(tab, "review")
    first = tab.locator("article.claim").get_attribute("id").removeprefix("c-")
    tab.keyboard.press("j")
    tab.wait_for_url("**claim=**")
    second = tab.locator("article.claim").get_attribute("id").removeprefix("c-")
    assert second != first
    tab.keyboard.press("k")
    tab.wait_for_selector(f"#c-{first}")
    tab.keyboard.press("?")
    assert tab.locator("#keys").get_attribute("open") is not None
    tab.keyboard.press("a")
    tab.wait_for_selector(f"#c-{second}")
    assert queries.claim(archive, first).status == "accepted"
    tab.keyboard.press("c")
    tab.wait_for_url("**/correct/**")
    looked_at(tab, "correct")

    document = queries.claim(archive, second).document
    tab.goto(f"{live.address}/documents/")
    looked_at(tab, "documents")
    tab.goto(f"{live.address}/documents/{document}/")
    looked_at(tab, "document")
    tab.locator(f"a.mark[data-claims~='{second}']").first.click()
    assert "current" in tab.locator(f"#c-{second}").get_attribute("class")
    tab.keyboard.press("r")
    tab.wait_for_selector(f"#c-{second}.s-rejected")
    assert queries.claim(archive, second).status == "rejected"

    words = tab.evaluate(
        """() => {
          const all = [...document.querySelectorAll('.words [data-start]')];
          const from = all.find((one) => one.textContent.trim().length > 30);
          const range = document.createRange();
          range.setStart(from.firstChild, 3); range.setEnd(from.firstChild, 23);
          getSelection().removeAllRanges(); getSelection().addRange(range);
          return String(getSelection()).trim();
        }"""
    )
    tab.wait_for_selector("#by-hand.ready")
    tab.locator("#by-hand").click()
    assert tab.locator("#words").input_value() == words
    tab.locator("#kind").select_option("site")
    tab.locator("#what").fill("burial")
    looked_at(tab, "by-hand")
    tab.locator("button.primary").click()
    tab.wait_for_selector("article.claim.current")
    made = [c for c in queries.claims(archive, document=document) if c.origin == "human"]
    assert [c.claim.excerpt.exact for c in made] == [words]
    tab.goto(f"{live.address}/claims/{made[0].id}/")
    looked_at(tab, "claim")
    tab.goto(f"{live.address}/items/{made[0].item}/")
    looked_at(tab, "item")


def test_files_are_sent_in_pieces_with_the_digest_of_the_browser(tab, live, tmp_path):
    data = os.urandom(uploads.PIECE + 99_999)
    (tmp_path / "recorded.bin").write_bytes(data)
    tab.goto(f"{live.address}/add/")
    tab.locator("#files").set_input_files(tmp_path / "recorded.bin")
    looked_at(tab, "add")
    tab.locator("button.primary").click()
    digest = hashlib.sha256(data).hexdigest()
    tab.wait_for_url("**/add/*/", timeout=60_000)
    uploads.wait(live.workspace.archive, 120)
    batch = tab.url.rstrip("/").rsplit("/", 1)[1]
    (one,) = uploads.batch(live.workspace.archive, batch, live.workspace.user("analyst").pk).became
    assert (one.sha256, one.same_digest) == (digest, True)
    tab.wait_for_selector("td .badge", timeout=30_000)
    looked_at(tab, "added")


def test_without_scripts_a_claim_is_judged_and_a_text_added(live, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live.way_in("analyst"))
    page.goto(f"{live.address}/review/")
    claim = page.locator("article.claim").get_attribute("id").removeprefix("c-")
    page.locator("button.danger").click()
    assert queries.claim(live.workspace.archive, claim).status == "rejected"
    page.goto(f"{live.address}/add/")
    page.locator("#text").fill("A text that was pasted.")
    page.locator("form#add-form button.primary").click()
    assert "/add/" in page.url
    uploads.wait(live.workspace.archive)
    page.reload()
    assert page.locator("td .badge").count() == 1
    context.close()
