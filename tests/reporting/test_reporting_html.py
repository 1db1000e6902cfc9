"""The page: well formed, self-contained, true to the words, and harmless whatever a document holds."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from accounted.claims import Segment, UngroundedExcerpt
from accounted.reporting import report_html, report_json
from accounted.reporting.material import Material

WHEN = "2025-07-16T10:05:00Z"
VOID = {"meta", "br", "link", "img", "input", "hr", "rect", "circle", "path"}


class Tree(HTMLParser):
    """Checks that every element that opens closes, and remembers what a test asks for."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.links, self.urls, self.tags = [], [], [], [], []
        self.text_of = {}
        self.headings = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a":
            self.links.append(attrs.get("href", ""))
        self.urls += [attrs[name] for name in ("src", "srcset", "action", "data", "poster") if name in attrs]
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append((tag, attrs.get("id") or attrs.get("data-of")))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1][0] == tag, f"</{tag}> closes <{self.open[-1][0]}>"
        self.open.pop()

    def handle_data(self, data):
        for key in {key for tag, key in self.open if tag == "mark"}:
            self.text_of[key] = self.text_of.get(key, "") + data


@pytest.fixture
def page(demonstration):
    return report_html(demonstration, generated=WHEN)


def test_every_element_that_opens_closes(page):
    Tree(page)


def test_no_identifier_is_given_twice(page):
    ids = Tree(page).ids
    assert len(ids) == len(set(ids))


def test_every_link_stays_on_the_page_and_finds_its_target(page):
    tree = Tree(page)
    assert tree.links
    for href in tree.links:
        assert href.startswith("#")
        assert href[1:] in tree.ids


def test_the_marked_text_of_every_claim_is_its_exact_words(demonstration, page):
    tree = Tree(page)
    structure = json.loads(report_json(demonstration, generated=WHEN))
    shown = [row for row in structure["tallies"] if not row["withheld"]]
    assert len(shown) > 30
    for group in structure["also_said"]:
        shown += [row for row in group["rows"] if not row["withheld"]]
    for row in shown:
        assert tree.text_of[row["key"]] == row["exact"]


def test_overlapping_excerpts_are_each_marked_whole(telling, number):
    t = telling("one two three four five six", publisher="A newspaper")
    t.tally("one two three", number.exact(3))
    t.tally("two three four five", number.exact(4))
    t.tally("three", number.exact(1))
    t.tally("five six", number.exact(2))
    t.tally("one two three", number.exact(3))
    tree = Tree(report_html(Material.from_readings([t.reading()]), generated=WHEN))
    assert [tree.text_of[f"d1-c{n}"] for n in range(1, 6)] == [
        "one two three", "two three four five", "three", "five six", "one two three",
    ]  # fmt: skip


def test_an_excerpt_over_two_paragraphs_is_marked_in_both(telling, number):
    text = "First line with ten\n\nbodies found."
    t = telling(text, segments=(Segment(0, 19), Segment(21, len(text))), publisher="A paper")
    t.tally("ten\n\nbodies", number.exact(10))
    page = report_html(Material.from_readings([t.reading()]), generated=WHEN)
    assert Tree(page).text_of["d1-c1"] == "tenbodies"
    assert '[data-of="d1-c1"]' in page


def test_the_cell_of_a_table_is_marked_in_the_table(demonstration, page):
    cell = re.search(r'<td><mark class="tally" id="acc-000008-c1"[^>]*>21</mark></td>', page)
    assert cell
    assert '<th scope="col">Morgue</th>' in page


def test_the_page_loads_nothing_and_runs_nothing(page):
    tree = Tree(page)
    assert tree.urls == []
    assert not [
        tag for tag, _ in tree.tags if tag in ("script", "link", "img", "iframe", "object", "embed", "base")
    ]
    assert not [a for _, attrs in tree.tags for a in attrs if a.startswith("on") or a == "style"]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_of_the_page_allows_its_own_style_and_nothing_else(page):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1].replace(
        "&#x27;", "'"
    )
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


HOSTILE = [
    "<script>alert(1)</script>",
    "</mark></div></style><img src=x onerror=alert(1)>",
    "{{ report.audience }}{% include 'x' %}",
    "\u202etxet desrever\u202c",
    "&lt;already&gt; &amp; \x00\x0b",
    '" onmouseover="alert(1)',
    "\ud83d\udc80 𝟝𝟛𝟜 \u0301 ﷽",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_as_words_wherever_they_stand(telling, number, words):
    words = words.encode("utf-16", "surrogatepass").decode("utf-16")
    from accounted.claims import Party, PlaceMention, Speaker

    t = telling(f"before {words} after 5 bodies", title=words, author=words, publisher=words, language=words,
                url="javascript:alert(1)", metadata={words: words})  # fmt: skip
    t.at(
        PlaceMention(words, name=words, kind=words, country="UA", lat=49.0, lon=36.0, geonames=1),
        Speaker(words),
    )
    t.tally("5 bodies", number.exact(5), group=(words,))
    t.claim("act", words, party=Party(words), what=(words,))
    t.warn(words, words)
    t.leave_out("after", words)
    m = Material.from_readings([t.reading()], facts=[{"item": "A-1", "name": words}], methodology=words)
    for audience in ("public", "internal"):
        page = report_html(m, generated=WHEN, audience=audience)
        tree = Tree(page)
        assert not [tag for tag, _ in tree.tags if tag in ("script", "img")]
        assert not [a for _, attrs in tree.tags for a in attrs if a.startswith("on")]
        assert all(href.startswith("#") for href in tree.links)
        if audience == "internal":
            assert tree.text_of["a-1-c2"].replace("\x00", "\ufffd") == words.replace("\x00", "\ufffd")


def test_text_that_turns_direction_is_isolated_from_what_surrounds_it(telling, number):
    t = telling("قُتل 5 أشخاص", language="ar", publisher="صحيفة").at(None, "مسؤول")
    t.tally("5 أشخاص", number.exact(5), "killed")
    page = report_html(Material.from_readings([t.reading()]), generated=WHEN)
    assert '<div class="text pre" lang="ar" dir="rtl">' in page
    assert "<bdi>مسؤول</bdi>" in page


def test_the_same_material_gives_the_same_bytes(demonstration):
    assert report_html(demonstration, generated=WHEN) == report_html(demonstration, generated=WHEN)
    assert report_json(demonstration, generated=WHEN) == report_json(demonstration, generated=WHEN)


def test_the_time_of_making_is_the_one_passed_in(demonstration):
    assert "16 July 2025, 10:05 UTC" in report_html(demonstration, generated=WHEN)
    assert json.loads(report_json(demonstration, generated=WHEN))["generated"] == WHEN


def test_a_figure_on_the_page_states_basis_period_place_date_methodology_and_minimum(page):
    cards = re.findall(r'<article class="figure.*?</article>', page, re.DOTALL)
    assert len(cards) > 8
    for card in cards:
        for stated in (
            "Documented minimum:",
            "Period:",
            "As of:",
            "Sources:",
            "Methodology:",
            'class="where"',
        ):
            assert stated in card


def test_a_denial_stands_beside_what_it_denies(demonstration):
    structure = json.loads(report_json(demonstration, generated=WHEN))
    at_village = next(p for p in structure["denials"] if len(p["denials"]) == 2)
    assert {row["item"] for row in at_village["denials"]} == {"ACC-000004", "ACC-000009"}
    assert "a mass grave" in [row["exact"] for row in at_village["against"]]
    assert not [row for row in at_village["against"] if row["speaker"] == "The Left Bank Administration"]


def test_the_checkpoint_and_what_it_lacks_are_on_the_page(page):
    assert "8e1f0c5d" * 8 in page
    assert "kept without a passphrase" in page
    assert "none: the time above is the archive" in page


def test_the_misspelt_place_keeps_its_spelling(demonstration):
    places = json.loads(report_json(demonstration, generated=WHEN))["places"]
    oblast = next(p for p in places if p["name"] == "Poltava oblast")
    assert "Poltvava" in oblast["as_written"]
    assert "Poltvava: typo" in oblast["match"]


def test_headings_never_skip_a_level(page):
    levels = Tree(page).headings
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_a_long_list_of_figures_becomes_a_table_with_the_same_particulars(telling, number):
    from accounted.claims import PlaceMention

    t = telling(" ".join(f"{n} bodies" for n in range(10, 40)))
    for n in range(10, 40):
        t.tally(f"{n} bodies", number.exact(n), place=PlaceMention(f"Place {n}", kind="settlement"))
    page = report_html(Material.from_readings([t.reading()]), generated=WHEN)
    tree = Tree(page)
    assert sum(i.startswith("figure-") for i in tree.ids) == 30
    assert "Methodology of these numbers" in page


def test_a_report_of_nothing_says_so():
    page = report_html(Material.from_readings([]), generated=WHEN)
    Tree(page)
    assert "No number of people, bodies or places was read" in page
    assert "without a checkpoint" in page


def test_a_claim_whose_words_are_not_in_its_document_is_refused(telling, number):
    from dataclasses import replace

    t = telling("5 bodies")
    t.tally("5 bodies", number.exact(5))
    reading = replace(t.reading(), document=replace(t.document, text="6 bodies"))
    with pytest.raises(UngroundedExcerpt, match="D1, claim c1"):
        Material.from_readings([reading])
