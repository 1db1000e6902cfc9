"""The page in a real browser: it opens offline, its links land on lit words, and it fits a telephone."""

import pytest

from accounted.reporting import report_html

pytestmark = pytest.mark.browser


@pytest.fixture
def address(demonstration, tmp_path):
    target = tmp_path / "report.html"
    target.write_text(report_html(demonstration, generated="2025-07-16T10:05:00Z"), encoding="utf-8")
    return target.as_uri()


@pytest.fixture
def opened(chromium, address):
    """Opens the page in a context of its own; remembers what it asked for and what it complained of."""
    contexts = []

    def open_page(anchor="", **options):
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(address + anchor)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_the_page_asks_for_nothing_and_complains_of_nothing(opened, address):
    page = opened()
    assert page.asked == [address]
    assert page.complaints == []


def test_the_style_is_accepted_under_the_policy(opened):
    page = opened()
    assert page.eval_on_selector(".number", "e => parseFloat(getComputedStyle(e).fontSize)") > 30


def test_a_number_leads_to_its_words_lit_in_their_document(opened):
    page = opened()
    link = page.locator("article.figure a.words").first
    words = link.inner_text().strip("‘’")
    link.click()
    mark = page.locator("mark:target")
    assert mark.count() == 1
    assert mark.text_content() == words
    box, height = mark.bounding_box(), page.viewport_size["height"]
    assert 0 <= box["y"] < height - box["height"]
    colours = page.evaluate(
        """() => [...document.querySelectorAll('mark.tally')].map(e => getComputedStyle(e).backgroundColor)"""
    )
    lit = mark.evaluate("e => getComputedStyle(e).backgroundColor")
    assert colours.count(lit) == 1


def test_words_that_cross_other_words_are_lit_whole(opened):
    page = opened("#acc-000004-c5")
    lit = page.locator("mark:target").evaluate("e => getComputedStyle(e).backgroundColor")
    rest = page.locator('[data-of="acc-000004-c5"]')
    assert rest.count() == 1
    assert rest.evaluate("e => getComputedStyle(e).backgroundColor") == lit


def test_it_works_with_scripts_turned_off(opened):
    page = opened("#acc-000002-c1", java_script_enabled=False)
    assert page.locator("mark:target").text_content() == "312 bodies"


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_hangs_over_the_edge(opened, width):
    page = opened(viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(opened, scheme):
    """WCAG 2 contrast of at least 4.5 for every kind of text that has words of its own."""
    page = opened(color_scheme=scheme)
    poor = page.evaluate(
        """() => {
          const rgb = c => c.match(/[\\d.]+/g).map(Number);
          const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .03928 ? v / 12.92
            : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b };
          const behind = e => { for (; e; e = e.parentElement) {
            const c = rgb(getComputedStyle(e).backgroundColor);
            if (c.length < 4 || c[3] > 0) return c.slice(0, 3) } return [255, 255, 255] };
          const own = e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
          const found = {};
          for (const e of document.querySelectorAll('body *:not(svg *):not(.covered):not(.skip)')) {
            if (!own(e)) continue;
            const a = light(rgb(getComputedStyle(e).color).slice(0, 3)), b = light(behind(e));
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            if (ratio < 4.5) found[e.tagName + '.' + e.className] = ratio;
          }
          return found;
        }"""
    )
    assert poor == {}


def test_it_prints(opened):
    assert opened().pdf(prefer_css_page_size=True).startswith(b"%PDF")
