"""The press report of October 2022, as the reader reads it, through the rules on figures."""

import os
from pathlib import Path

import pytest

from accounted.claims import Document
from accounted.reporting import report_html
from accounted.reporting.figures import figures
from accounted.reporting.material import Material

SHARED = Path(os.environ.get("ACCOUNTED_SHARED", Path(__file__).parents[3] / "shared"))
REPORT = SHARED / "sources" / "press-report.txt"

pytestmark = pytest.mark.skipif(
    not REPORT.exists(), reason=f"the press report is not at {REPORT}; set ACCOUNTED_SHARED to its folder"
)


@pytest.fixture(scope="module")
def material():
    from accounted.places import Gazetteer
    from accounted.reading import read

    gazetteer = Gazetteer.load()
    text = REPORT.read_text(encoding="utf-8")
    document = Document(text, language="en", published="2022-10~", publisher="The Independent")
    reading = read(document, gazetteer=gazetteer)
    return Material.from_readings([reading], gazetteer=gazetteer)


def test_no_figure_is_the_sum_of_a_whole_and_its_part(material):
    numbers = {n for f in figures(material).figures for n in (f.minimum, f.best, f.high)}
    assert 534 in numbers
    assert 981 not in numbers


def test_the_remainder_is_289_to_308(material):
    rests = [b.rest for f in figures(material).figures for b in f.breakdowns if b.rest is not None]
    assert [(rest.low, rest.high) for rest in rests] == [(289, 308)]


def test_twenty_more_keeps_both_readings_and_16_is_not_a_number_of_deaths(material):
    found = figures(material).figures
    assert any(f.basis == "sites" and f.status == "ambiguous" for f in found)
    (sixteen,) = [f for f in found if f.minimum == 16]
    assert sixteen.basis == "settlements"
    assert sixteen.under_investigation


def test_the_page_holds_the_denials_and_every_number(material):
    page = report_html(material, generated="2026-11-22T12:00:00Z")
    assert "Denials beside what they deny" in page
    for words in ("534 bodies", "226 were women", "19 were children"):
        assert f"<bdi>{words}</bdi>" in page
