"""What exports take from the record beside its claims: incidents, people, acts, consents; no sealed names."""

import pytest
from quarry_case import row

from accounted.record import decisions
from accounted.record.decisions import stated
from accounted.record.decisions.sealing import seal
from accounted.record.decisions.testimonies import ConsentGiven, Risk, change_consent, record_testimony
from accounted.record.queries.happenings import happenings

KEY = bytes(range(32))


@pytest.fixture
def accusation(told):
    return told.of("act")[0].id


@pytest.fixture
def counted(told):
    """The tally of 40 bodies: the claim, and the row of the tally."""
    claim = told.of("tally")[0].id
    return claim, row("Tally").get(claim_id=claim).id


@pytest.fixture
def place(told, anna, counted):
    return decisions.record_place(
        told.archive,
        name="Quarry",
        kind="settlement",
        by=anna,
        reason="named",
        country="UA",
        lat=49.5,
        lon=34.5,
        public_precision="3",
    )


def test_an_incident_comes_with_its_claims_dates_and_place(told, anna, counted, place):
    claim, tally = counted
    incident = decisions.record_incident(
        told.archive,
        title="The quarry",
        by=anna,
        reason="spoken of",
        values={"date:act": stated("2022-04", claim), "place": stated(place, claim)},
        tallies=[tally],
    )
    (found,) = happenings(told.archive).incidents
    assert (found.id, found.title, found.claims) == (incident, "The quarry", (claim,))
    assert found.dates == {"act": "2022-04"}
    assert (found.place.name, found.place.lat, found.place.public_precision) == ("Quarry", 49.5, "3")
    assert found.verification == "unreviewed"


def test_an_act_comes_with_its_victim_and_who_is_named_for_it(told, anna, accusation):
    incident = decisions.record_incident(told.archive, title="The quarry", by=anna, reason="x")
    person = decisions.record_person(
        told.archive, by=anna, reason="x", names=[("Petro Koval", [accusation])],
        values={"outcome": stated("dead", accusation), "date:death": stated("2022-04-03", accusation)},
    )  # fmt: skip
    act = decisions.record_act(
        told.archive, incident=incident, victim=person, type=stated("execution_summary", accusation), by=anna,
        reason="x", label_as_written="shot",
    )  # fmt: skip
    brigade = decisions.record_actor(
        told.archive, name="The Third Brigade", type="armed_group", by=anna, reason="x"
    )
    decisions.involve(
        told.archive, act, degree="direct", naming_claim=accusation, by=anna, ground="named", actor=brigade
    )
    decisions.take_part(
        told.archive, incident, person, "victim", claims=[accusation], by=anna, reason="named"
    )
    found = happenings(told.archive)
    (one,) = found.acts
    assert (one.incident, one.victim, one.type, one.label) == (incident, person, "execution_summary", "shot")
    assert one.involved == (("The Third Brigade", "armed_group", "direct", "allegation"),)
    (victim,) = found.persons
    assert (victim.names, victim.died, victim.outcome) == (("Petro Koval",), "2022-04-03", "dead")
    assert found.incidents[0].persons == ((person, "victim"),)


def test_a_sealed_person_has_no_name_here(told, anna, accusation):
    code = seal(told.archive, {"name": "Petro Koval"}, key=KEY, by=anna, reason="at risk")
    decisions.record_person(
        told.archive,
        by=anna,
        reason="x",
        names=[("Petro Koval", [accusation])],
        frame={"alias_code": "W-1"},
    )
    row("Person").update(sealed_identity_id=row("SealedIdentity").get(code=code).id)
    (person,) = happenings(told.archive).persons
    assert person.sealed and person.names == () and person.alias == "W-1"


def test_a_group_is_one_row_with_its_number(told, anna, counted):
    claim, _ = counted
    decisions.record_person(
        told.archive, by=anna, reason="x", counting_unit="group",
        values={"group_quantifier": stated("exact", claim), "group_low": stated(40, claim),
                "group_best": stated(40, claim), "group_high": stated(40, claim)},
    )  # fmt: skip
    (group,) = happenings(told.archive).persons
    assert (group.unit, group.number) == ("group", (40, 40, 40))


def test_the_newest_consent_counts(told, anna):
    given = ConsentGiven("given", basis="consent", scopes={"share_icc": True}, date="2026-11-01")
    testimony = record_testimony(
        told.archive, consent=given, risk=Risk("low"), depth="full_statement", by=anna, reason="told us"
    )
    (account,) = happenings(told.archive).accounts
    assert (account.state, account.scopes) == ("given", {"share_icc": True})
    withdrawn = ConsentGiven("withdrawn", withdrawn_on="2026-11-20")
    change_consent(told.archive, testimony, withdrawn, by=anna, reason="called")
    (account,) = happenings(told.archive).accounts
    assert (account.state, account.withdrawn_on) == ("withdrawn", "2026-11-20")


def test_levels_other_than_internal_are_told_by_claim(told):
    assert happenings(told.archive).claim_levels == {}
