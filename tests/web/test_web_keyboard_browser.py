"""By keyboard alone: everything on the pages of reading and recording is reached, seen and worked."""

from __future__ import annotations

import pytest

from accounted.record import queries

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What a person could use with a mouse: one of a group of radio buttons stands for the group.
USABLE = """() => {
  const all = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")];
  const seen = (one) => one.checkVisibility({ checkVisibilityCSS: true }) && !one.disabled;
  return all.filter(seen).map((one, at) => { one.dataset.reached = String(at); return one; }).length;
}"""
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const inside = one.closest("label, summary, a, button") ?? one;
  const shown = [style, getComputedStyle(inside)].some((s) =>
    (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none");
  return [one.dataset.reached ?? "", shown, one.outerHTML.slice(0, 120)];
}"""


@pytest.fixture
def tab(shared_live, chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(shared_live.way_in("analyst"))
    yield page
    context.close()


def entry(shared_live, model):
    from accounted.record import models

    return getattr(models, model).objects.values_list("pk", flat=True).first()


def addresses(shared_live):
    """The pages, by what they are for."""
    archive = shared_live.workspace.archive
    claim = next(one for one in queries.claims(archive) if one.claim.kind == "tally")
    act, person = entry(shared_live, "Act"), entry(shared_live, "Person")
    return {
        "today": "/",
        "add": "/add/",
        "review": "/review/",
        "claim": f"/claims/{claim.id}/",
        "correct": f"/claims/{claim.id}/correct/",
        "by hand": f"/documents/{claim.document}/state/",
        "act": f"/acts/{act}/",
        "qualify": f"/acts/{act}/qualify/",
        "person": f"/people/{person}/",
        "history": f"/people/{person}/history/",
        "identification": f"/identifications/{entry(shared_live, 'Identification')}/",
        "agreement": "/review/agreement/",
        "to verify": "/review/verifications/",
        "testimony": "/testimonies/new/",
    }


PAGES = (
    "today", "add", "review", "claim", "correct", "by hand", "act", "qualify", "person", "history",
    "identification", "agreement", "to verify", "testimony",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_everything_on_a_page_is_reached_by_tab_and_shown_when_it_is(tab, shared_live, name):
    tab.goto(shared_live.address + addresses(shared_live)[name])
    tab.wait_for_load_state("networkidle")
    closed = tab.locator("main details:not([open]) > summary")
    while number := closed.count():
        closed.first.focus()
        tab.keyboard.press("Enter")  # opened as a keyboard does
        assert closed.count() == number - 1
    number = tab.evaluate(USABLE)
    tab.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    reached, unseen = set(), []
    for _ in range(number + 10):
        tab.keyboard.press("Tab")
        at, shown, what = tab.evaluate(FOCUSED)
        if not at:
            continue
        reached.add(int(at))
        if not shown:
            unseen.append(what)
        if len(reached) == number:
            break
    missed = [
        tab.locator(f"[data-reached='{at}']").evaluate("one => one.outerHTML.slice(0, 120)")
        for at in sorted(set(range(number)) - reached)
    ]
    assert missed == []
    assert unseen == []


def test_a_further_row_is_added_filled_and_sent_by_keyboard(tab, shared_live):
    tab.goto(f"{shared_live.address}/incidents/new/")
    closed = tab.locator("main details:not([open]) > summary")
    while closed.count():
        closed.first.focus()
        tab.keyboard.press("Enter")
    button = tab.locator("[data-another]").first
    rows = button.locator("xpath=..").locator(".one-of input")
    before = rows.count()
    button.focus()
    tab.keyboard.press("Enter")
    assert rows.count() == before + 1
    added = tab.evaluate("document.activeElement.id")
    assert added == rows.nth(before).get_attribute("id")  # ready to be typed into
    tab.keyboard.type("Quarry")
    assert rows.nth(before).input_value() == "Quarry"
    assert tab.locator(f"label[for='{added}']").count() == 1


def test_a_claim_is_attributed_and_graded_by_keyboard(tab, shared_live):
    archive = shared_live.workspace.archive
    claim = next(one.id for one in queries.claims(archive) if one.claim.kind == "denial")
    tab.goto(f"{shared_live.address}/claims/{claim}/")
    opened = tab.locator("details.aside > summary")
    opened.first.focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "source"
    tab.keyboard.type("Officer Lysenko")
    tab.keyboard.press("Enter")
    tab.wait_for_load_state()
    assert "Officer Lysenko" in tab.locator("#credible + dl").inner_text()
    opened.nth(1).focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.type("3")
    tab.locator("#grade-reason").focus()
    tab.keyboard.type("it fits what is known")
    tab.keyboard.press("Enter")
    tab.wait_for_load_state()
    tab.locator("#credible + dl", has_text="it fits what is known").wait_for()
    assert tab.locator("#credible + dl .badge").first.inner_text() == "3"
