"""Everybody can use it: axe on every page in a browser, small screens, right to left, no JavaScript."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from addresses import addresses

from accounted.web.access.roles import ANYONE

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # only those are written out
}
SMALL, LARGE = {"width": 375, "height": 700}, {"width": 1280, "height": 720}
PATIENCE = 180_000  # milliseconds, on a machine that has other work to do
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
    page.set_default_timeout(PATIENCE)
    page.goto(live.way_in(role))
    return page


@dataclass
class Walk:
    """Every page, opened once in English and once in Arabic: what was not right with them."""

    seen: int = 0
    axe: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    from_the_right: list[str] = field(default_factory=list)
    policy: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def walk(shared_live, chromium):
    """One walk for all that is asked of every page: to open a page costs more than to look at it."""
    from axe_playwright_python.sync_playwright import Axe

    live, of, axe, walk = shared_live, addresses(), Axe(), Walk()
    english, arabic = opened(chromium, live), opened(chromium, live)
    arabic.context.add_cookies([{"name": "django_language", "value": "ar", "url": live.address}])
    for page in (english, arabic):
        overheard(page, live, walk.policy)
    for one in pages():
        address = of(one)
        # a small screen first: what a page measures when it is loaded, it measures there
        english.set_viewport_size(SMALL)
        if not html_of(english, live, address):
            continue
        walk.seen += 1
        wide = english.evaluate("document.documentElement.scrollWidth")
        if wide > SMALL["width"]:
            walk.wide.append(f"{address}: {wide} px: {english.evaluate(TOO_WIDE)}")
        english.set_viewport_size(LARGE)
        for found in axe.run(english, options=RULES).response["violations"]:
            where = [" ".join(node["target"][0]) if isinstance(node["target"][0], list) else node["target"][0]
                     for node in found["nodes"][:3]]  # fmt: skip
            walk.axe.append(f"{address}: {found['id']}: {found['help']} at {where}")
        html_of(arabic, live, address)
        told = arabic.evaluate(
            "[document.documentElement.dir, document.documentElement.scrollWidth - window.innerWidth]"
        )
        if told[0] != "rtl" or told[1] > 0:
            walk.from_the_right.append(f"{address}: {told}")
        for page in (english, arabic):  # what a page asks for late is heard too
            page.wait_for_load_state("networkidle")
    english.context.close()
    arabic.context.close()
    return walk


def html_of(page, live, address):
    """Go to a page; False where the answer is no page for people, or there is no such thing."""
    try:
        answer = page.goto(live.address + address)
    except Exception as trouble:
        if "Download is starting" in str(trouble):
            return False
        raise
    return answer.status == 200 and answer.headers.get("content-type", "").startswith("text/html")


def overheard(page, live, heard):
    """Hear what breaks the policy against scripts of others, and whatever is asked of another host."""
    page.on(
        "console", lambda told: heard.append(told.text) if "Content Security Policy" in told.text else None
    )
    page.on("pageerror", lambda error: heard.append(f"{page.url}: {error}"))
    page.on("request", lambda asked: None if asked.url.startswith((live.address, "data:", "blob:"))
            else heard.append(f"{page.url} asked {asked.url}"))  # fmt: skip


@pytest.mark.slow
def test_axe_finds_nothing_on_any_page(walk):
    assert walk.seen > 30
    assert not walk.axe, "\n".join(walk.axe)


@pytest.mark.slow
def test_axe_finds_nothing_on_the_way_in(shared_live, chromium):
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_context(locale="en").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{shared_live.address}/account/login/")
    assert Axe().run(page, options=RULES).response["violations"] == []


@pytest.mark.slow
def test_no_page_is_wider_than_a_small_screen(walk):
    assert not walk.wide, "\n".join(walk.wide)


@pytest.mark.slow
def test_from_right_to_left_nothing_is_cut_off(walk):
    assert not walk.from_the_right, "\n".join(walk.from_the_right)


@pytest.mark.slow
def test_no_page_breaks_the_policy_against_scripts_of_others(walk):
    assert not walk.policy, "\n".join(walk.policy)


def test_without_javascript_a_claim_is_read_and_decided(shared_live, chromium):
    from accounted.record import queries

    page = opened(chromium, shared_live, role="reviewer", java_script_enabled=False)
    page.goto(f"{shared_live.address}/review/")
    before = {one.id: one.status for one in queries.claims(shared_live.workspace.archive)}
    page.get_by_role("button", name="Accept").first.click()
    after = {one.id: one.status for one in queries.claims(shared_live.workspace.archive)}
    assert sum(before[one] != after[one] for one in before) == 1


def test_the_keyboard_alone_reaches_the_content_and_the_menu(shared_live, chromium):
    page = opened(chromium, shared_live)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    reached = set()
    page.goto(shared_live.address + "/")
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.tagName")
        )
    assert {"/add/", "/review/", "/people/", "/search/", "/map/"} - reached <= {"/search/"}
    assert "SUMMARY" in reached
