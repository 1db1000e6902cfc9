"""What a report tells of identification, for whom, in each of its forms."""

import io
from dataclasses import replace

import docx
import pytest

from accounted.record.queries.identifying import IdentificationOnRecord, IdentifyingCounts
from accounted.reporting import report_html
from accounted.reporting.exports import make
from accounted.reporting.exports.content import content_of
from accounted.reporting.identifying import identifying_shown

WHEN = "2026-11-22T10:00:00Z"
COUNTS = IdentifyingCounts(bodies_sampled=12, families=9, missing=11, established=1, reversed=1)
CONCLUDED = (
    IdentificationOnRecord(
        "idn_1", "B-001", "per_1", "established", "2026-11-01", ("Anna K", "Borys L"), "pro_1", None
    ),
    IdentificationOnRecord(
        "idn_2", "B-002", "per_2", "probable", "2026-11-02", ("Anna K", "Borys L"), "pro_2", "mislabelled"
    ),
)


@pytest.fixture
def identified(demonstration):
    """A material that tells of identification."""
    return replace(demonstration, identifying=COUNTS, identifications=CONCLUDED)


def read_docx(data):
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_the_page_tells_conclusions_to_those_inside_alone(identified, audience):
    page = report_html(identified, generated=WHEN, audience=audience)
    assert "Identities established" in page
    assert ("B-001" in page) == ("mislabelled" in page) == (audience == "internal")


@pytest.mark.parametrize("purpose", ["public", "partner", "court"])
def test_a_document_tells_conclusions_to_a_court_alone(identified, purpose):
    text = read_docx(make("docx", content_of(identified, generated=WHEN, purpose=purpose)).files[""])
    assert "Identities established" in text
    assert ("B-001" in text) == ("mislabelled" in text) == (purpose == "court")


def test_the_public_learns_neither_who_was_identified_nor_that_somebody_withdrew(identified):
    shown = identifying_shown(replace(COUNTS, withdrawn=3), CONCLUDED, "public")
    assert shown["identifications"] is None
    assert 3 not in {row["number"] for row in shown["counts"]}


def test_nothing_is_said_where_nothing_is_there():
    assert identifying_shown(IdentifyingCounts(), (), "internal") is None
