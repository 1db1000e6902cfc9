"""Do no harm: what the public edition withholds, and that nothing of it leaks by another way."""

import json

import pytest

from accounted.claims import PlaceMention, Speaker
from accounted.reporting import report_html, report_json
from accounted.reporting.disclosure import cover, public_point, sensitive_stretches, withholding
from accounted.reporting.material import Material, ReportedDocument

WHEN = "2025-07-16T10:05:00Z"


def about(telling, **facts):
    document = {k: facts.pop(k) for k in ("publisher", "url") if k in facts}
    return ReportedDocument("A-1", telling("text", **document).document, **facts)


@pytest.mark.parametrize("kind", ["witness_statement", "victim_statement", "affidavit", "medical_record"])
def test_the_account_of_a_person_at_risk_is_withheld_though_nobody_marked_it(telling, kind):
    assert withholding(about(telling, document_type=kind, publisher="An organisation"))


@pytest.mark.parametrize("level", ["confidential", "ex_parte"])
def test_what_is_marked_confidential_is_withheld_whatever_it_is(telling, level):
    assert withholding(about(telling, document_type="news_article", confidentiality=level))


@pytest.mark.parametrize("kind", ["news_article", "official_statement", "ngo_report"])
def test_what_its_source_published_is_shown_although_nobody_marked_it_public(telling, kind):
    assert withholding(about(telling, document_type=kind)) is None


def test_a_document_of_no_known_kind_is_shown_only_if_somebody_published_it(telling):
    assert withholding(about(telling, publisher="A newspaper")) is None
    assert withholding(about(telling))


@pytest.mark.parametrize("kind", ["social_post", "dataset", "exhumation_log", "photo", "list"])
def test_unpublished_lists_posts_and_pictures_are_withheld_until_marked_public(telling, kind):
    assert withholding(about(telling, document_type=kind))
    assert withholding(about(telling, document_type=kind, confidentiality="public")) is None


def test_claims_of_sexual_violence_withhold_a_document_until_it_is_released(telling):
    t = telling("something terrible", publisher="A newspaper")
    t.claim("act", "something terrible", what=("sexual_violence",))
    m = Material.from_readings([t.reading()], facts=[{"document_type": "news_article"}])
    assert withholding(m.documents[0]).code == "P2"


@pytest.mark.parametrize(
    "contact",
    ["press@leftbank.example", "+380 44 000 00 00", "+380-44-000-00-00", "@siryibir_neighbours",
     "044 000 00 00", "49.69120, 33.87890"],
)  # fmt: skip
def test_contacts_and_exact_coordinates_are_covered(contact):
    text = f"Write to {contact} today, 5 bodies."
    covered = cover(text, sensitive_stretches(text))
    assert contact not in covered
    assert len(covered) == len(text)  # so that offsets stay true
    assert covered.endswith("today, 5 bodies.")


@pytest.mark.parametrize(
    "number",
    ["534 bodies", "1,234,567 people", "2022-09-15", "12 June 2025", "7 of 10", "about 2.5 million", "21:14"],
)
def test_the_numbers_a_report_is_about_are_not_covered(number):
    assert sensitive_stretches(f"There were {number} then.") == ()


def test_a_protected_name_is_covered_wherever_it_stands(telling, number):
    t = telling("Halyna Petrenko saw 5 bodies. HALYNA\nPETRENKO left.", title="What Halyna Petrenko saw",
                publisher="A newspaper")  # fmt: skip
    t.at(PlaceMention("Halyna Petrenko's house"), Speaker("Halyna Petrenko"))
    t.tally("Halyna Petrenko saw 5 bodies", number.exact(5))
    t.warn("D-25", "Is Halyna Petrenko a place?")
    t.leave_out("HALYNA\nPETRENKO left", "no number")
    m = Material.from_readings([t.reading()], protected_names=("Halyna Petrenko",))
    for form in (report_html(m, generated=WHEN), report_json(m, generated=WHEN)):
        assert "petrenko" not in form.casefold()
    assert "Petrenko" in report_html(m, generated=WHEN, audience="internal")


def leaks(text, form):
    """Runs of six words of a text that stand in a form of the report."""
    words = text.split()
    return [run for n in range(len(words) - 5) if (run := " ".join(words[n : n + 6])) in form]


def test_nothing_of_a_withheld_document_is_in_the_public_page_or_its_data(demonstration):
    held = [d for d in demonstration.documents if withholding(d)]
    assert {d.document_type for d in held} == {"witness_statement", "social_post"}
    notice = (
        "DEMONSTRATION DOCUMENT. The event, the district, its people and their organisations are invented."
    )
    for form in (report_html(demonstration, generated=WHEN), report_json(demonstration, generated=WHEN)):
        for source in held:
            assert leaks(source.document.text.replace(notice, ""), form) == []
            assert source.name not in form
            assert source.title not in form
            assert source.sha256 not in form
        for word in (
            "SV-07",
            "Halyna",
            "Petro",
            "cousin",
            "+380",
            "siryibir_neighbours",
            "2025-06-20",
            "20 June",
        ):
            assert word not in form


def test_the_numbers_of_a_withheld_document_still_count(demonstration):
    structure = json.loads(report_json(demonstration, generated=WHEN))
    figures = [f for section in structure["sections"] for f in section["figures"] + section["further"]]
    held = next(f for f in figures if f["basis"] == "detained" and f["minimum"] == 14)
    assert held["place"] is None
    assert held["place_hidden"]
    assert held["as_of"] == "2025-06"
    (statement,) = held["statements"]
    assert statement["exact"] is None
    assert statement["document"] == "witness statement, withheld"
    assert statement["href"] == "#doc-acc-000007"


def test_a_withheld_document_says_that_it_is_and_why(demonstration):
    page = report_html(demonstration, generated=WHEN)
    assert "Not shown here: marked confidential" in page
    assert "Public edition." in page


def test_the_internal_edition_shows_everything_and_says_so(demonstration):
    page = report_html(demonstration, generated=WHEN, audience="internal")
    assert "INTERNAL. Not for publication" in page
    assert "SV-07" in page
    assert "+380 00 000 00 00" in page


def test_what_is_strictly_confidential_is_withheld_even_internally(telling, number):
    t = telling("Something said in confidence: 5 bodies.", publisher="A newspaper")
    t.tally("5 bodies", number.exact(5))
    m = Material.from_readings([t.reading()], facts=[{"confidentiality": "ex_parte"}])
    for audience in ("public", "internal"):
        assert "in confidence" not in report_html(m, generated=WHEN, audience=audience)


def test_a_confidential_claim_is_covered_in_a_document_that_is_shown(telling, number):
    t = telling("Five bodies were found. A girl of the family Petrenko was seen.", publisher="A newspaper")
    t.tally("Five bodies", number.exact(5))
    t.claim("act", "A girl of the family Petrenko was seen", what=("other",))
    m = Material.from_readings([t.reading()], facts=[{"held_back": frozenset({"c2"})}])
    page, data = report_html(m, generated=WHEN), report_json(m, generated=WHEN)
    assert "Petrenko" not in page + data
    assert "Five bodies" in page
    (acts,) = json.loads(data)["also_said"]
    assert (acts["rows"], acts["withheld"]) == ([], 1)
    assert "Petrenko" in report_html(m, generated=WHEN, audience="internal")


def test_an_audience_that_is_not_known_is_refused(demonstration):
    with pytest.raises(ValueError, match="public, internal"):
        report_html(demonstration, generated=WHEN, audience="friends")


def test_a_place_of_graves_is_rounded_more_than_a_town():
    assert public_point(49.691234, 33.878912, graves=False) == (49.69, 33.88)
    assert public_point(49.691234, 33.878912, graves=True) == (49.7, 33.9)


def test_no_coordinate_on_the_public_page_is_finer_than_its_place_may_be(demonstration):
    import re

    page = report_html(demonstration, generated=WHEN)
    assert "49.58925" not in page
    pairs = re.findall(r">(-?\d+\.\d+), (-?\d+\.\d+)<", page)
    assert pairs
    assert all(len(n.split(".")[1]) <= 2 for pair in pairs for n in pair)


def test_what_a_file_carries_about_its_maker_is_not_shown_to_the_public(demonstration):
    public = report_json(demonstration, generated=WHEN)
    assert "press@leftbank.example" not in public
    assert "press@leftbank.example" in report_json(demonstration, generated=WHEN, audience="internal")
