"""What stands beside a document, in a real browser: fetched as the page is read, veiled where it must be."""

from __future__ import annotations

import pytest
from test_web_beside import PAPERS, REPORT

from accounted.record import decisions, queries, searching
from accounted.record.intake import IntakeFacts


@pytest.fixture
def tab(live, chromium):
    """A tab of an analyst; errors of scripts fail the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860})
    context.set_default_timeout(90_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(live.way_in("analyst"))
    yield page
    context.close()
    assert errors == []


def sound(page):
    """Nothing sticks out of a small screen."""
    page.set_viewport_size({"width": 375, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), page.url
    page.set_viewport_size({"width": 1280, "height": 860})


def test_what_is_beside_a_document_is_fetched_and_leads_on(tab, live, tmp_path):
    archive = live.workspace.archive
    found = []
    with archive.acting_as(live.workspace.reviewer("lead")):
        for publisher, text in {"Police": REPORT, **PAPERS}.items():
            (tmp_path / f"{publisher}.txt").write_text(text, encoding="utf-8")
            facts = IntakeFacts(publisher=publisher, published="2025-06-13")
            found.append(archive.add([tmp_path / f"{publisher}.txt"], facts=facts).kept[0].document)
    searching.bring_up(archive)
    tab.goto(f"{live.address}/documents/{found[1]}/")
    near = tab.locator("details.near")
    near.wait_for()
    assert "2 nearly the same" in near.inner_text()
    tab.locator("details.told summary").click()
    assert "Lantern Wire" in tab.locator("ol.chains").inner_text()
    tab.locator("details.told svg.relays").wait_for()
    sound(tab)
    near.locator("summary").click()
    near.get_by_role("link", name="Side by side").first.click()
    tab.wait_for_url("**/beside/**")
    assert tab.locator("del").count() and tab.locator("ins").count()
    sound(tab)

    (denial,) = (c for c in queries.claims(archive, document=found[1]) if c.claim.kind == "denial")
    tab.goto(f"{live.address}/claims/{denial.id}/")
    sound(tab)
    tab.get_by_role("checkbox", name="312 bodies").first.check()
    tab.get_by_role("button", name="Tie the denial").click()
    tab.wait_for_selector("text=tied already")
    assert queries.claim(archive, denial.id).claim.denies
    tab.locator("dl.read a[href^='/places/']").first.wait_for(state="detached")

    tally = next(c for c in queries.claims(archive, document=found[1]) if c.claim.place)
    tab.goto(f"{live.address}/claims/{tally.id}/")
    tab.locator("dl.read a[href^='/places/']").first.click()
    tab.wait_for_url("**/places/**")
    assert tally.claim.excerpt.exact in tab.locator("main").inner_text()
    sound(tab)


def test_a_graphic_page_is_veiled_until_this_session_asks_for_it(tab, live, tmp_path):
    from PIL import Image

    Image.new("RGB", (400, 300), "red").save(tmp_path / "picture.png")
    archive, by = live.workspace.archive, live.workspace.reviewer("lead")
    with archive.acting_as(by):
        from fpdf import FPDF

        paper = FPDF()
        paper.add_page()
        paper.set_font("Helvetica", size=11)
        paper.multi_cell(0, 8, "Police said 40 bodies were found near Poltava.")
        paper.image(str(tmp_path / "picture.png"))
        (tmp_path / "report.pdf").write_bytes(bytes(paper.output()))
        document = archive.add([tmp_path / "report.pdf"]).kept[0].document
    decisions.record_media(
        archive,
        by=by,
        reason="seen",
        held=False,
        frame={"document": document, "content_flags": ["dead_body"]},
    )
    tab.goto(f"{live.address}/documents/{document}/")
    picture = tab.locator(".picture img")
    assert "veiled" in picture.get_attribute("class")
    assert "blur" in picture.evaluate("one => getComputedStyle(one).filter")
    assert "veiled" in tab.locator(".picture summary").inner_text()
    picture.scroll_into_view_if_needed()
    for _ in range(180):  # the policy of the page forbids Playwright's own way of waiting
        if picture.evaluate("one => one.naturalWidth"):
            break
        tab.wait_for_timeout(500)
    assert picture.evaluate("one => one.naturalWidth") > 0
    tab.get_by_role("button", name="Show graphic material in this session").click()
    tab.wait_for_selector(".picture img:not(.veiled)")
    assert picture.evaluate("one => getComputedStyle(one).filter") == "none"
    tab.reload()
    tab.wait_for_selector(".picture img:not(.veiled)")
    sound(tab)
