"""What leaves the house, for whom: nothing confidential to the public, no account without consent."""

import json

import pytest

from accounted.record.queries.happenings import AccountOnRecord, Happenings, IncidentOnRecord, PersonOnRecord
from accounted.reporting.exports import FORMS, make
from accounted.reporting.exports.content import content_of
from accounted.reporting.exports.release import PURPOSES, UnknownPurpose, agreed, release
from accounted.reporting.material import Material

MADE = "2025-07-16T10:05:00Z"
SECRET = "fourteen people in the cellar"
ACCOUNT = "ACC-000007"


def account(state="given", basis=None, confidentiality="internal", **scopes):
    return AccountOnRecord("TST-1", (ACCOUNT,), confidentiality, state, basis, scopes, None)


def person(**known):
    facts = {
        "id": "PER-1",
        "names": ("Olena Ivanivna Koval",),
        "alias": None,
        "unit": "individual",
        "number": (1, 1, 1),
        "sex": "female",
        "age": (34, 34),
        "age_group": "adult",
        "status": "civilian",
        "outcome": "dead",
        "occupation": "nurse",
        "civil_status": None,
        "children": None,
        "died": None,
        "cause": None,
        "verification": "unreviewed",
        "standard": "none",
        "publication": "withheld",
        "sealed": False,
        "confidentiality": "internal",
    }
    return PersonOnRecord(**{**facts, **known})


def everything(content):
    """All that is in the files of every form that is text, and in their notes."""
    parts = []
    for form in FORMS:
        if form in ("xlsx", "docx", "pdf"):
            continue
        made = make(form, content)
        parts += [data.decode() for data in made.files.values()]
        parts.append(made.notes(content, form))
    return "\n".join(parts)


def opened(material):
    """The demonstration with its account no longer marked confidential."""
    from dataclasses import replace

    return replace(
        material,
        documents=tuple(
            replace(d, confidentiality="internal") if d.item == ACCOUNT else d for d in material.documents
        ),
    )


def test_a_public_export_drops_what_is_confidential(demonstration):
    content = content_of(demonstration, generated=MADE, reckoned=False)
    words = everything(content)
    assert "fourteen people" not in words and "Halyna" not in words and "SV-07" not in words
    assert any(one.rule == "D-30" and one.what == "document" for one in content.left_out)


def test_a_public_export_drops_claims_that_are_confidential_in_an_open_document(demonstration):
    from dataclasses import replace

    held = replace(
        demonstration,
        documents=tuple(
            replace(d, held_back=frozenset({"c3"})) if d.item == "ACC-000005" else d
            for d in demonstration.documents
        ),
    )
    assert "96 men" in everything(content_of(demonstration, generated=MADE, reckoned=False))
    content = content_of(held, generated=MADE, reckoned=False)
    assert "96 men" not in everything(content)
    assert "1 claim left out: marked confidential (D-30)." in [str(one) for one in content.left_out]


def test_a_figure_that_rests_on_withheld_documents_alone_is_not_in_a_public_table(demonstration):
    content = content_of(demonstration, generated=MADE, reckoned=False)
    assert not any(f["place"] is None and f["basis"] == "detained" for f in content.figures)
    assert any(one.what == "figure" for one in content.left_out)


def test_contacts_and_protected_names_are_covered_for_a_partner_too(demonstration):
    words = everything(content_of(demonstration, generated=MADE, reckoned=False, purpose="partner"))
    assert "press@leftbank.example" not in words and "Petro" not in words


@pytest.mark.parametrize("purpose", PURPOSES)
def test_an_account_without_recorded_consent_goes_to_nobody(demonstration, purpose):
    content = content_of(opened(demonstration), generated=MADE, reckoned=False, purpose=purpose)
    assert "fourteen people" not in everything(content)
    assert any(one.rule in ("D-28", "D-30") and one.what == "document" for one in content.left_out)


@pytest.mark.parametrize(
    ("purpose", "scope"), [("partner", "share_igo"), ("court", "share_icc"), ("court", "share_national")]
)
def test_consent_to_that_use_lets_an_account_out(demonstration, purpose, scope):
    happenings = Happenings(accounts=(account(**{scope: True}),))
    content = content_of(
        opened(demonstration), generated=MADE, reckoned=False, purpose=purpose, happenings=happenings
    )
    assert "fourteen people" in everything(content)


@pytest.mark.parametrize(
    ("given", "purpose", "may"),
    [
        (account(share_icc=True), "partner", False),  # consent to one use is not consent to another
        (account(share_icc=True), "court", True),
        (account(share_icc=False), "court", False),
        (account("withdrawn", share_icc=True), "court", False),
        (account("refused", basis="public_interest"), "court", False),
        (account("not_needed", basis="legal_obligation"), "court", True),
        (account("unknown"), "court", False),
        (account("unknown", basis="consent"), "court", False),
        (account("by_guardian", publish_anonymous=True), "public", True),
    ],
)
def test_consent_is_to_a_use_and_can_be_taken_back(given, purpose, may):
    assert agreed(given, purpose) is may


def test_a_withdrawal_stops_the_next_export(demonstration):
    given = Happenings(accounts=(account(share_icc=True),))
    taken_back = Happenings(accounts=(account("withdrawn", share_icc=True),))
    before = content_of(
        opened(demonstration), generated=MADE, reckoned=False, purpose="court", happenings=given
    )
    after = content_of(
        opened(demonstration), generated=MADE, reckoned=False, purpose="court", happenings=taken_back
    )
    assert "fourteen people" in everything(before)
    assert "fourteen people" not in everything(after)
    assert "1 document left out: an account whose teller did not agree to this use (D-28)." in map(
        str, after.left_out
    )


def test_an_account_that_is_ex_parte_makes_its_document_so(demonstration):
    happenings = Happenings(accounts=(account(share_icc=True, confidentiality="ex_parte"),))
    content = content_of(
        opened(demonstration), generated=MADE, reckoned=False, purpose="court", happenings=happenings
    )
    assert "fourteen people" not in everything(content)


def test_words_of_a_closed_claim_are_covered_in_the_text_that_a_court_gets(telling, number):
    t = telling("Two were raped. Seven were killed.", publisher="Office")
    t.claim("act", "Two were raped", what=("rape",))
    t.tally("Seven were killed", number.exact(7), "killed")
    material = Material.from_readings(
        [t.reading()],
        facts=[
            {
                "item": "ACC-000001",
                "document_type": "official_statement",
                "on_record": {"c1": "CLM-1", "c2": "CLM-2"},
            }
        ],
    )
    released = release(material, Happenings(claim_levels={"CLM-1": "ex_parte"}), "court")
    (source,) = released.material.documents
    assert [claim.id for claim in source.claims] == ["c2"]
    assert source.document.text == "██████████████. Seven were killed."
    assert [str(one) for one in released.left_out] == ["1 claim left out: marked confidential (D-30)."]


@pytest.mark.parametrize(
    ("publication", "purpose", "shown"),
    [
        ("withheld", "public", ()),
        ("withheld", "partner", ()),
        ("withheld", "court", ("Olena Ivanivna Koval",)),
        ("initials", "public", ("O. I. K.",)),
        ("named", "public", ("Olena Ivanivna Koval",)),
    ],
)
def test_a_name_is_shown_as_its_release_says(demonstration, publication, purpose, shown):
    happenings = Happenings(persons=(person(publication=publication),))
    content = content_of(
        demonstration, generated=MADE, reckoned=False, purpose=purpose, happenings=happenings
    )
    assert content.persons[0].names == shown


@pytest.mark.parametrize(
    ("publication", "known"), [("named", "nurse"), ("initials", None), ("withheld", None)]
)
def test_what_points_to_a_person_goes_with_the_name(demonstration, publication, known):
    happenings = Happenings(persons=(person(publication=publication),))
    (one,) = content_of(demonstration, generated=MADE, reckoned=False, happenings=happenings).persons
    assert one.occupation == known and (one.age == (34, 34)) is (known is not None)
    (told,) = content_of(
        demonstration, generated=MADE, reckoned=False, happenings=happenings, purpose="court"
    ).persons
    assert told.occupation == "nurse"


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_sealed_identity_is_in_no_export(demonstration, purpose):
    sealed = person(sealed=True, publication="named", alias="W-12")
    content = content_of(
        demonstration,
        generated=MADE,
        reckoned=False,
        purpose=purpose,
        happenings=Happenings(persons=(sealed,)),
    )
    assert "Koval" not in everything(content)


def test_the_record_of_a_child_is_not_in_a_public_export(demonstration):
    child = person(age_group="child", publication="named", confidentiality="confidential")
    incident = IncidentOnRecord(
        "INC-1",
        "The cellar",
        None,
        "event",
        None,
        {"act": "2025-04"},
        "unreviewed",
        "none",
        None,
        "internal",
        (),
        (("PER-1", "victim"),),
    )
    happenings = Happenings(persons=(child,), incidents=(incident,))
    content = content_of(demonstration, generated=MADE, reckoned=False, happenings=happenings)
    assert "Koval" not in everything(content)
    assert "1 person left out: marked confidential (D-30)." in [str(one) for one in content.left_out]


def test_an_unknown_audience_is_refused_with_those_there_are(demonstration):
    with pytest.raises(UnknownPurpose, match="public, partner, court"):
        content_of(demonstration, generated=MADE, reckoned=False, purpose="press")


def test_public_coordinates_are_rounded_and_coarser_where_bodies_are_spoken_of(demonstration):
    def point(purpose):
        made = make("airwars", content_of(demonstration, generated=MADE, reckoned=False, purpose=purpose))
        return {
            e.title: (e.where.lat, e.where.lon)
            for e in content_of(demonstration, generated=MADE, reckoned=False, purpose=purpose).events
        }, made

    assert point("public")[0]["Bodies recovered, Poltava"] == (49.6, 34.6)
    assert point("partner")[0]["Bodies recovered, Poltava"] == (49.58925, 34.55367)


def test_maps_are_coarse_for_every_audience(demonstration):
    for purpose in PURPOSES:
        made = make("geojson", content_of(demonstration, generated=MADE, reckoned=False, purpose=purpose))
        for feature in json.loads(made.files[""])["features"]:
            lon, lat = feature["geometry"]["coordinates"]
            assert (lat, lon) == (round(lat, 1), round(lon, 1))  # all of these speak of bodies
