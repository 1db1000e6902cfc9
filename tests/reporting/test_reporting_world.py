"""What people decided about the numbers of an archive reaches the engine: relations, grades, individuals."""

from __future__ import annotations

import pytest

from accounted.places import Gazetteer
from accounted.reckoning import Question, reckon
from accounted.record import decisions
from accounted.record.archive import Archive
from accounted.record.decisions import stated
from accounted.record.intake import IntakeFacts
from accounted.record.queries import claims
from accounted.reporting.material import gather
from accounted.reporting.world import world_of

POLTAVA = "gn:696643"
FIRST = (
    "Twelve bodies had been found in Poltava by 3 June 2025, Ihor Malenko, the regional police chief, said.\n"
)
SECOND = "Fifteen bodies had been found in Poltava by 9 June 2025, Oksana Hryn, the prosecutor, said.\n"


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.load()


@pytest.fixture
def archive(tmp_path):
    """Two statements of two speakers, six days apart."""
    with Archive.create(tmp_path / "archive", title="Poltava", agent="test") as made:
        for name, text, day in (("a.txt", FIRST, "2025-06-04"), ("b.txt", SECOND, "2025-06-10")):
            path = tmp_path / name
            path.write_text(text, encoding="utf-8")
            made.add([path], facts=IntakeFacts(publisher=f"Courier {name}", published=day))
        yield made


def tallies(archive):
    found = {one.claim.tally.count.low: one.claim.id for one in claims(archive, kind="tally")}
    assert {12, 15} <= set(found)
    return found


def _tally_id(claim):
    from accounted.record.models import Tally

    return Tally.objects.get(claim_id=claim).id


def asked(archive, gazetteer, **rest):
    world = world_of(gather(archive, gazetteer=gazetteer), gazetteer=gazetteer)
    return world, reckon(world, Question("bodies_found", POLTAVA, **rest))


def test_each_number_goes_with_its_words_speaker_place_and_day(archive, gazetteer):
    world, answer = asked(archive, gazetteer)
    by_low = {one.low: one for one in world.statements}
    assert by_low[12].excerpt.exact in FIRST and by_low[15].excerpt.exact in SECOND
    assert by_low[12].speaker == "Ihor Malenko"
    assert by_low[12].place == by_low[15].place == POLTAVA
    assert {place.name for place in world.places} >= {"Poltava"}
    assert len(answer.origins) == 2


def test_a_relation_that_a_person_stated_reaches_the_engine_with_its_ground(archive, gazetteer):
    found = tallies(archive)
    anna = archive.reviewer("Anna")
    decisions.relate_tallies(
        archive, found[12], found[15], "disjoint_stated", by=anna, ground="two different pits"
    )
    world, _ = asked(archive, gazetteer)
    (relation,) = world.relations
    assert relation.kind == "disjoint_stated" and relation.ground == "two different pits"
    assert {relation.one, relation.other} <= {one.id for one in world.statements}


def test_bodies_recorded_one_by_one_are_counted_beside_what_is_reported(archive, gazetteer):
    anna, found = archive.reviewer("Anna"), tallies(archive)
    place = decisions.record_place(
        archive, name="Poltava", kind="settlement", by=anna, reason="named", geonames=696643, country="UA"
    )
    for number in ("P-1", "P-2", "P-3"):
        decisions.record_remains(
            archive, unit="body", number=number, by=anna, reason="exhumation log",
            values={"recovery_place": stated(place, found[12])},
        )  # fmt: skip
    _, answer = asked(archive, gazetteer)
    assert answer.documented.count == 3
    assert answer.documented.gap_low == 12, "15 reported at least, three recorded"
    assert answer.low == 15, "those recorded are among those reported, never added"


def test_a_number_of_a_verified_incident_is_a_documented_minimum(archive, gazetteer):
    anna, borys, found = archive.reviewer("Anna"), archive.reviewer("Borys"), tallies(archive)
    incident = decisions.record_incident(
        archive, title="Poltava", by=anna, reason="spoken of", tallies=[_tally_id(found[12])]
    )
    _, before = asked(archive, gazetteer, policy="documented_minimum")
    assert before.policy("documented_minimum").low is None
    sources = [
        decisions.record_source(archive, name=name, kind="official_police", by=anna, reason="named")
        for name in ("Malenko", "Hryn")
    ]
    for source, claim in zip(sources, (found[12], found[15]), strict=True):
        decisions.attribute(archive, [claim], source, by=anna, ground="the speaker")
    decisions.assess(
        archive, "Incident", incident, question="did it happen?", status="verified",
        standard="reasonable_grounds", claims=[found[12], found[15]], first=anna, second=borys,
        reason="two sources",
    )  # fmt: skip
    _, after = asked(archive, gazetteer, policy="documented_minimum")
    assert after.policy("documented_minimum").low == 12
    assert after.policy("documented_minimum").high is None


def test_grades_that_people_gave_go_with_the_statement(archive, gazetteer):
    anna, found = archive.reviewer("Anna"), tallies(archive)
    source = decisions.record_source(archive, name="Malenko", kind="official_police", by=anna, reason="named")
    decisions.attribute(archive, [found[12]], source, by=anna, ground="the speaker")
    decisions.grade_source(archive, source, "B", by=anna, ground="right before")
    decisions.grade_claim(archive, found[12], "3", by=anna, ground="fits")
    world, _ = asked(archive, gazetteer)
    graded = next(one for one in world.statements if one.low == 12)
    assert (graded.reliability, graded.credibility) == ("B", "3")
