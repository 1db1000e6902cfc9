"""Everybody can use it: axe on every page in a browser, small screens, right to left, no JavaScript."""

from __future__ import annotations

import pytest
from addresses import addresses

from accounted.web.access.roles import ANYONE

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
TOO_WIDE = """[...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > 376 && !one.closest(".scroll"))
    .map((one) => `${one.tagName}.${one.className}`).slice(0, 8)"""


def pages():
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    from accounted.web.paging import REGISTERED

    return [one for one in REGISTERED.values() if not one.changes and one.may != ANYONE]


def opened(chromium, live, role="owner", **options):
    context = chromium.new_context(locale="en", **options)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(live.way_in(role))
    return page


def html_of(page, live, one, address):
    """Go to a page; None where the answer is no page for people, or there is no such thing."""
    answer = page.request.get(live.address + address)
    if answer.status != 200 or not answer.headers.get("content-type", "").startswith("text/html"):
        return None
    page.goto(live.address + address)
    return one


@pytest.mark.slow
def test_axe_finds_nothing_on_any_page(live, chromium):
    from axe_playwright_python.sync_playwright import Axe

    page, of, axe, wrong, seen = opened(chromium, live), addresses(), Axe(), [], 0
    for one in pages():
        if html_of(page, live, one, of(one)) is None:
            continue
        seen += 1
        for found in axe.run(page, options=RULES).response["violations"]:
            where = [" ".join(node["target"][0]) if isinstance(node["target"][0], list) else node["target"][0]
                     for node in found["nodes"][:3]]  # fmt: skip
            wrong.append(f"{of(one)}: {found['id']}: {found['help']} at {where}")
    assert seen > 30
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_axe_finds_nothing_on_the_way_in(live, chromium):
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_context(locale="en").new_page()
    page.goto(f"{live.address}/account/login/")
    assert Axe().run(page, options=RULES).response["violations"] == []


@pytest.mark.slow
def test_no_page_is_wider_than_a_small_screen(live, chromium):
    page, of, wrong = opened(chromium, live, viewport={"width": 375, "height": 700}), addresses(), []
    for one in pages():
        if html_of(page, live, one, of(one)) is None:
            continue
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > 375:
            wrong.append(f"{of(one)}: {wide} px: {page.evaluate(TOO_WIDE)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_from_right_to_left_nothing_is_cut_off(live, chromium):
    page, of, wrong = opened(chromium, live), addresses(), []
    page.context.add_cookies([{"name": "django_language", "value": "ar", "url": live.address}])
    for one in pages():
        if html_of(page, live, one, of(one)) is None:
            continue
        told = page.evaluate(
            "[document.documentElement.dir, document.documentElement.scrollWidth - window.innerWidth]"
        )
        if told[0] != "rtl" or told[1] > 0:
            wrong.append(f"{of(one)}: {told}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_no_page_breaks_the_policy_against_scripts_of_others(live, chromium):
    page, of, wrong = opened(chromium, live), addresses(), []
    page.on(
        "console", lambda told: wrong.append(told.text) if "Content Security Policy" in told.text else None
    )
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("request", lambda asked: None if asked.url.startswith((live.address, "data:", "blob:"))
            else wrong.append(f"asked {asked.url}"))  # fmt: skip
    for one in pages():
        if html_of(page, live, one, of(one)) is not None:
            page.wait_for_load_state("networkidle")
    assert not wrong, "\n".join(wrong)


def test_without_javascript_a_claim_is_read_and_decided(live, chromium):
    from accounted.record import queries

    page = opened(chromium, live, role="reviewer", java_script_enabled=False)
    page.goto(f"{live.address}/review/")
    before = {one.id: one.status for one in queries.claims(live.workspace.archive)}
    page.get_by_role("button", name="Accept").first.click()
    after = {one.id: one.status for one in queries.claims(live.workspace.archive)}
    assert sum(before[one] != after[one] for one in before) == 1


def test_the_keyboard_alone_reaches_the_content_and_the_menu(live, chromium):
    page = opened(chromium, live)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    reached = set()
    page.goto(live.address + "/")
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.tagName")
        )
    assert {"/add/", "/review/", "/people/", "/search/", "/map/"} - reached <= {"/search/"}
    assert "SUMMARY" in reached
