"""Claims of a Word document, a mail, a PDF and a workbook: found in place and judged by one key."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from accounted.record import queries

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
KINDS = ("docx", "eml", "pdf", "xlsx")


@pytest.fixture
def documents(workspace, tmp_path):
    """A document of each kind, by its ending."""
    sys.path.insert(0, str(ROOT / "tests" / "sources"))
    sys.path.insert(0, str(ROOT / "demonstration"))
    import build
    import wholesome

    archive = workspace.archive
    data = {
        "docx": wholesome.docx_(),
        "eml": build.denial_eml(),
        "pdf": build.field_note_pdf(),
        "xlsx": build.register_xlsx(),
    }
    found = {}
    with archive.acting_as(workspace.reviewer("owner")):
        for ending, content in data.items():
            file = tmp_path / f"told.{ending}"
            file.write_bytes(content)
            kept = archive.add([file]).kept
            found[ending] = next(one.document for one in kept if one.document)
    return found


@pytest.fixture
def tab(documents, live, chromium):
    """A tab of an analyst; errors of scripts fail the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.set_default_timeout(120_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(live.way_in("analyst"))
    yield page
    context.close()
    assert errors == []


def choose(tab, claim):
    """Click the words of a claim until its card is the current one: claims may share words."""
    for _ in range(6):
        tab.locator(f"a.mark[data-claims~='{claim}']").first.click()
        if tab.locator(f"#c-{claim}.current").count():
            return
    raise AssertionError(f"{claim}: no click on its words led to it")


@pytest.mark.parametrize("ending", KINDS)
def test_claims_of_every_kind_of_file_are_judged_where_they_stand(tab, live, documents, ending):
    archive, document = live.workspace.archive, documents[ending]
    text = queries.text_of(archive, queries.document(archive, document)).text
    address = f"{live.address}/documents/{document}/"
    tab.goto(address)
    claims = tab.locator("article.claim").evaluate_all("all => all.map((one) => one.dataset.claim)")
    assert len(claims) >= 4, f"{ending}: {len(claims)} claims"
    for claim in claims:  # every claim of the page is marked in its words
        excerpt = queries.claim(archive, claim).claim.excerpt
        marks = tab.locator(f"a.mark[data-claims~='{claim}']").all_inner_texts()
        assert "".join("".join(marks).split()) == "".join(excerpt.exact.split())
        assert text[excerpt.start : excerpt.end] == excerpt.exact
    first, second, third, fourth = claims[:4]

    choose(tab, first)
    tab.keyboard.press("a")
    tab.wait_for_selector(f"#c-{first}.s-accepted")
    choose(tab, second)
    tab.keyboard.press("r")
    tab.wait_for_selector(f"#c-{second}.s-rejected")
    assert [queries.claim(archive, one).status for one in (first, second)] == ["accepted", "rejected"]

    choose(tab, third)
    tab.keyboard.press("c")
    tab.wait_for_url("**/correct/**")
    tab.locator("#p0_modality").select_option("alleges")
    tab.locator("form.form button.primary").click()
    tab.wait_for_url(re.compile(r"/documents/\w+/\?claim="))
    (made,) = queries.claim(archive, third).corrected_by
    tab.wait_for_selector(f"#c-{made}.current")
    corrected = queries.claim(archive, made)
    assert (corrected.corrects, corrected.claim.modality, corrected.origin) == (third, "alleges", "human")
    assert corrected.claim.excerpt == queries.claim(archive, third).claim.excerpt

    tab.goto(address)
    choose(tab, fourth)
    tab.keyboard.press("s")
    tab.wait_for_url("**/split/**")
    tab.locator("#p1_modality").select_option("alleges")
    tab.locator("form.form button.primary").click()
    tab.wait_for_url(re.compile(r"/documents/\w+/\?claim="))
    parts = queries.claim(archive, fourth).corrected_by
    assert len(parts) == 2
    tab.goto(address)
    for claim in (made, *parts):
        assert tab.locator(f"a.mark[data-claims~='{claim}']").count() >= 1
    for claim, outcome in ((first, "accepted"), (second, "rejected")):
        assert tab.locator(f"#c-{claim}.s-{outcome}").count() == 1


def test_a_workbook_is_shown_as_tables_and_words_over_two_cells_become_a_claim(tab, live, documents):
    archive, document = live.workspace.archive, documents["xlsx"]
    tab.goto(f"{live.address}/documents/{document}/")
    table = tab.locator("table.cells").first
    assert table.locator("tr").first.locator("td").first.inner_text() == "Grave"
    tab.evaluate(
        """() => {
          const [from, to] = [...document.querySelectorAll("table.cells tr:nth-child(2) td")]
            .slice(0, 2).map((cell) => cell.querySelector("[data-start]").firstChild);
          const range = document.createRange();
          range.setStart(from, 0); range.setEnd(to, to.length);
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }"""
    )
    tab.wait_for_selector("#by-hand.ready")
    tab.locator("#by-hand").click()
    words = tab.locator("#words").input_value()
    assert words == "A-01 | SB-001"
    tab.locator("#kind").select_option("site")
    tab.locator("#what").fill("burial")
    tab.locator("button.primary").click()
    tab.wait_for_selector("article.claim.current")
    made = [one for one in queries.claims(archive, document=document) if one.origin == "human"]
    assert [one.claim.excerpt.exact for one in made] == [words]


def test_what_comes_beside_a_document_moves_nobody_to_another_claim(tab, live, documents):
    address = f"{live.address}/documents/{documents['xlsx']}/"
    tab.goto(address)
    tab.wait_for_selector(".related:not([hx-get])")  # who told whom came after the page
    assert tab.evaluate("window.scrollY") == 0
    last = tab.locator("article.claim").last.get_attribute("data-claim")
    tab.goto(f"{address}?claim={last}#c-{last}")
    tab.wait_for_selector(".related:not([hx-get])")
    tab.wait_for_selector(f"#c-{last}.current")
    assert tab.locator("article.claim.current").count() == 1


def test_the_page_of_a_pdf_stands_beside_its_text(tab, live, documents):
    tab.goto(f"{live.address}/documents/{documents['pdf']}/")
    words, picture = (tab.locator(one).bounding_box() for one in (".reading .text", ".reading .picture"))
    assert picture["x"] >= words["x"] + words["width"] - 1
    assert picture["y"] < words["y"] + 100
    claims = tab.locator(".reading .claims").bounding_box()
    assert claims["height"] > 200 and claims["x"] >= words["x"] + words["width"] - 1
    tab.locator(".picture > summary").click()  # folded away, and the claims have the room
    assert tab.locator(".reading .claims").bounding_box()["height"] > claims["height"]
