"""Events for targets that count by event: on record, else from tallies; never twice the same dead."""

import pytest

from accounted.claims import Claim, Count, DateMention, Party, PlaceMention
from accounted.record.queries.happenings import Happenings, IncidentOnRecord, PlaceOnRecord
from accounted.reporting.exports.content import content_of
from accounted.reporting.material import Material

MADE = "2025-07-16T10:05:00Z"
POLTAVA = PlaceMention(
    "Poltava",
    name="Poltava",
    kind="settlement",
    country="UA",
    geonames=696643,
    iso3166_2="UA-53",
    lat=49.58925,
    lon=34.55367,
    match="exact",
)
OBLAST = PlaceMention("Poltava oblast", name="Poltava oblast", kind="region", country="UA", iso3166_2="UA-53")
ENCLOSING = {"gn:696643": ("iso:UA-53",)}


def on(edtf, role="act"):
    return DateMention(edtf, edtf, role)


def told_by(*documents, happenings=None, **facts):
    material = Material.from_readings(
        [t.reading() for t in documents],
        facts=[
            {"item": f"ACC-{n:06d}", "document_type": "official_statement", **facts}
            for n in range(1, len(documents) + 1)
        ],
        enclosing=ENCLOSING,
    )
    return content_of(material, generated=MADE, reckoned=False, happenings=happenings)


def of(content, basis="killed"):
    return [event for event in content.events if event.basis == basis]


@pytest.fixture
def statement(telling):
    return lambda text, publisher="Police": telling(text, publisher=publisher, published="2025-06-12").at(
        POLTAVA
    )


def test_two_sources_of_one_number_make_one_event(statement, number):
    one = statement("At least 14 people were killed.")
    one.tally("At least 14 people were killed", number.at_least(14), "killed", date=on("2025-05-03"))
    other = statement("15 people were killed.", "Red Cross")
    other.tally("15 people were killed", number.exact(15), "killed", date=on("2025-05-03"))
    (event,) = of(told_by(one, other))
    assert (event.count.low, event.count.high) == (15, 15)
    assert event.when.edtf == "2025-05-03" and event.independent == 2
    assert {source.item for source in event.sources} == {"ACC-000001", "ACC-000002"}
    assert not event.aggregate and event.origin == "derived"


def test_numbers_of_separate_days_are_separate_events(statement, number):
    t = statement("On 3 May 5 people were killed. On 7 June 8 people were killed.")
    t.tally("5 people were killed", number.exact(5), "killed", date=on("2025-05-03"))
    t.tally("8 people were killed", number.exact(8), "killed", date=on("2025-06-07"))
    events = of(told_by(t))
    assert [(e.when.edtf, e.count.best) for e in events] == [("2025-05-03", 5), ("2025-06-07", 8)]


def test_an_undated_number_keeps_all_of_a_place_in_one_aggregate(statement, number):
    t = statement("On 3 May 5 people were killed. 20 people were killed in all.")
    t.tally("5 people were killed", number.exact(5), "killed", date=on("2025-05-03"))
    t.tally("20 people were killed in all", number.exact(20), "killed")
    (event,) = of(told_by(t))
    assert event.aggregate


def test_a_part_is_no_event_beside_its_whole(statement, number):
    t = statement("14 people were killed, 3 of them children, 5 women.")
    whole = t.tally("14 people were killed", number.exact(14), "killed")
    t.tally("3 of them children", number.exact(3), "killed", of=whole, group=("child",))
    t.tally("5 women", number.exact(5), "killed", of=whole, group=("female", "adult"))
    (event,) = of(told_by(t))
    assert (event.children.low, event.women.high, event.men) == (3, 5, None)


def test_a_town_is_no_event_beside_the_region_that_holds_it(statement, number):
    t = statement("In the oblast 30 people were killed, in Poltava 14 people were killed.")
    t.tally("14 people were killed", number.exact(14), "killed")
    t.at(OBLAST)
    t.tally("30 people were killed", number.exact(30), "killed")
    content = told_by(t)
    (event,) = of(content)
    assert event.count.best == 30
    assert any("made no event" in remark and "D-10" in remark for remark in content.remarks)


def test_the_executed_are_not_counted_beside_the_killed_of_one_place(statement, number):
    t = statement("14 people were killed. 4 people were executed.")
    t.tally("14 people were killed", number.exact(14), "killed")
    t.tally("4 people were executed", number.exact(4), "executed")
    content = told_by(t)
    assert [e.basis for e in content.events] == ["killed"]


def test_what_is_investigated_or_denied_is_no_event(statement, number):
    t = statement("Police look into 9 killings. No more than 2 died, the Administration said; it denies all.")
    t.tally("9 killings", number.exact(9), "killed", modality="investigates")
    t.at(POLTAVA, "the Administration")
    t.claim("denial", "it denies all", modality="denies")
    t.tally("No more than 2 died", number.up_to(2), "killed")
    assert of(told_by(t)) == []


def test_the_discovery_of_bodies_does_not_date_deaths(statement, number):
    t = statement("7 bodies were found on 12 June.")
    t.tally("7 bodies were found", number.exact(7), date=on("2025-06-12", "discovery"))
    (event,) = of(told_by(t), "bodies_found")
    assert event.when is None
    assert event.discovered.edtf == "2025-06-12"


def test_the_injured_stand_beside_the_dead_of_their_event(statement, number):
    t = statement("14 people were killed and 20 injured.")
    t.tally("14 people were killed", number.exact(14), "killed", date=on("2025-05-03"))
    t.tally("20 injured", number.exact(20), "injured", date=on("2025-05-03"))
    (event,) = told_by(t).events
    assert event.injured.best == 20


def test_the_injured_of_another_day_are_an_event_of_their_own(statement, number):
    t = statement("14 people were killed. 20 injured.")
    t.tally("14 people were killed", number.exact(14), "killed", date=on("2025-05-03"))
    t.tally("20 injured", number.exact(20), "injured", date=on("2025-06-07"))
    assert [e.basis for e in told_by(t).events] == ["killed", "injured"]


def test_who_is_accused_is_whom_the_claim_names(statement, number):
    t = statement("Fighters killed 14 people.")
    t.tally("killed 14 people", number.exact(14), "killed", party=Party("Fighters"))
    (event,) = of(told_by(t))
    assert event.parties == ("Fighters",)


def test_a_denial_stands_beside_what_it_denies(statement, number):
    t = statement("14 people were killed. The Administration denies it.")
    tally = t.tally("14 people were killed", number.exact(14), "killed")
    t.claim("denial", "denies it", modality="denies", speaker="The Administration", denies=(tally,))
    (event,) = of(told_by(t))
    assert [row["exact"] for row in event.denials] == ["denies it"]


@pytest.mark.parametrize(
    ("said", "low", "best", "high", "vague"),
    [
        (Count("exact", 5, 5, 5), 5, 5, 5, None),
        (Count("at_least", 5, None, None), 5, None, None, None),
        (Count("between", 40, None, 60), 40, None, 60, None),
        (Count("at_most", None, None, 9), None, None, 9, None),
        (Count("about", None, 30, None), None, 30, None, "about"),
        (Count("dozens", 24, None, None), 24, None, None, "dozens"),
        (Count("many"), None, None, None, "many"),
    ],
)
def test_a_range_is_as_open_as_the_words(statement, said, low, best, high, vague):
    t = statement("Some number of people were killed.")
    t.tally("Some number of people were killed", said, "killed")
    (event,) = of(told_by(t))
    assert (event.count.low, event.count.best, event.count.high, event.count.vague) == (
        low,
        best,
        high,
        vague,
    )


def incident(*claims, **known):
    facts = {
        "id": "INC-1",
        "title": "The market",
        "summary": None,
        "kind": "event",
        "place": None,
        "dates": {"act": "2025-05-03"},
        "verification": "verified",
        "standard": "reasonable_grounds",
        "grade": "fair",
        "confidentiality": "public",
        "claims": claims,
        "persons": (),
    }
    return Happenings(incidents=(IncidentOnRecord(**{**facts, **known}),))


def market(statement, number):
    t = statement("14 people were killed at the market. 3 people were killed at the mill.")
    t.tally("14 people were killed at the market", number.exact(14), "killed")
    return t


def test_an_incident_on_record_takes_its_tallies_and_nothing_is_derived_from_them(statement, number):
    t = market(statement, number)
    content = told_by(t, happenings=incident("CLM-1"), on_record={"c1": "CLM-1"})
    (event,) = of(content)
    assert (event.id, event.origin, event.title) == ("incident:INC-1", "record", "The market")
    assert (event.count.best, event.grade, event.verification) == (14, "fair", "verified")
    assert event.when.edtf == "2025-05-03"
    assert content.remarks == ()


def test_the_title_of_an_incident_is_for_the_public_only_once_it_is_marked_so(statement, number):
    happenings = incident("CLM-1", confidentiality="internal")
    (event,) = of(told_by(market(statement, number), happenings=happenings, on_record={"c1": "CLM-1"}))
    assert event.title == "Deaths, Poltava, 3 May 2025"


def test_an_incident_without_a_number_is_no_event_and_that_is_said(statement, number):
    content = told_by(market(statement, number), happenings=incident(), on_record={"c1": "CLM-1"})
    assert [e.origin for e in of(content)] == ["derived"]
    assert any("incident without a number" in remark for remark in content.remarks)


@pytest.mark.parametrize(
    ("precision", "point"), [("2", (49.6, 34.55)), ("3", (49.6, 34.6)), ("4", (50, 35)), ("6", (None, None))]
)
def test_an_incidents_own_coordinates_are_as_coarse_as_its_place_allows(statement, number, precision, point):
    place = PlaceOnRecord(
        "Poltava", "settlement", "UA", "UA-53", 696643, 49.601234, 34.551234, "1", precision
    )
    happenings = incident("CLM-1", place=place)
    content = told_by(market(statement, number), happenings=happenings, on_record={"c1": "CLM-1"})
    (event,) = of(content)
    assert (event.where.lat, event.where.lon) == point


def test_the_order_of_documents_changes_no_event(statement, number):
    one = statement("At least 14 people were killed.")
    one.tally("At least 14 people were killed", number.at_least(14), "killed")
    other = statement("9 bodies were found.", "Red Cross")
    other.tally("9 bodies were found", number.exact(9))
    facts = lambda events: {(e.basis, e.where.name, e.count.low, e.count.high) for e in events}  # noqa: E731
    assert facts(told_by(one, other).events) == facts(told_by(other, one).events)


def test_events_hold_claims_and_nothing_made_up(demonstration):
    content = content_of(demonstration, generated=MADE, reckoned=False)
    words = {claim["exact"] for claim in content.claims}
    for event in content.events:
        assert {row["exact"] for row in event.statements if not row["withheld"]} <= words
        assert event.sources
    assert all(isinstance(c, Claim) for s in content.material.documents for c in s.claims)
