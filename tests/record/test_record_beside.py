"""What stands beside an entry, and pairs of records that may be one person."""

import pytest

from accounted.record import decisions
from accounted.record.decisions import judge_pair, stated, undo_judgement
from accounted.record.decisions.linking import Proposed, record_linkage
from accounted.record.docket import NotOnRecord
from accounted.record.queries.pairs import open_pairs, pair
from accounted.record.queries.related import related
from accounted.record.sight import Sight

OPEN = Sight(confidentiality=("public", "internal"))


@pytest.fixture
def claims(told):
    return [claim.id for claim in told.of("tally")]


def sections(archive, slug, identifier, **more):
    return {one.code: one for one in related(archive, slug, identifier, **more)}


def test_a_burial_site_shows_its_remains_and_an_incident_its_victims(told, anna, claims):
    archive = told.archive
    grave = decisions.record_burial_site(archive, by=anna, reason="x", frame={"name": "The quarry"})
    for number in ("B-1", "B-2"):
        decisions.record_remains(
            archive, unit="body", number=number, by=anna, reason="x",
            values={"burial_site": stated(grave, claims[0])},
        )  # fmt: skip
    (section,) = related(archive, "burial-sites", grave)
    assert (section.code, section.total) == ("remains", 2)
    assert [row.other.title for row in section.rows] == ["B-1", "B-2"]
    incident = decisions.record_incident(archive, title="The shooting", by=anna, reason="x")
    person = decisions.record_person(archive, by=anna, reason="x", names=[("Petro Koval", claims[:1])])
    decisions.take_part(archive, incident, person, "victim", claims=claims[:1], by=anna, reason="x")
    row = sections(archive, "incidents", incident)["persons"].rows[0]
    assert (row.other.title, row.cells[0].value, row.grounds[0].claim) == (
        "Petro Koval",
        "victim",
        claims[0],
    )
    found = sections(archive, "people", person)
    assert found["names"].rows[0].cells[0].value == "Petro Koval"
    assert found["incidents"].rows[0].other.title == "The shooting"


def test_what_points_to_an_entry_that_may_not_be_seen_is_not_told(told, anna, claims):
    archive = told.archive
    incident = decisions.record_incident(archive, title="The shooting", by=anna, reason="x")
    hidden = decisions.record_person(archive, by=anna, reason="x", frame={"confidentiality": "confidential"})
    decisions.take_part(archive, incident, hidden, "victim", claims=claims[:1], by=anna, reason="x")
    assert "persons" in sections(archive, "incidents", incident)
    assert related(archive, "incidents", incident, sight=OPEN) == ()


def test_every_kind_answers_what_stands_beside_it(archive):
    from accounted.record.queries.dictionary import KINDS

    for slug in KINDS:
        assert related(archive, slug, "nobody") == ()


@pytest.fixture
def four(told, anna, claims):
    return [
        decisions.record_person(
            told.archive, by=anna, reason="x", names=[(name, claims[:1])],
            frame={"confidentiality": "confidential"} if name == "Petr Koval" else None,
            values={"sex": stated("male", claims[0])},
        )
        for name in ("Petro Koval", "Petro Kowal", "Petr Koval", "Olha Moroz")
    ]  # fmt: skip


@pytest.fixture
def run(told, four):
    """A run that has three pairs in doubt."""
    a, b, c, d = four
    pairs = [
        {"a": a, "b": b, "probability": 0.9, "weight": 3.2, "levels": [0]},
        {"a": c, "b": a, "probability": 0.55, "weight": 0.3, "levels": [1]},
        {"a": b, "b": d, "probability": 0.4, "weight": -0.6, "levels": [1]},
    ]
    levels = [{"words": "the same name", "weight": 13.2}, {"words": "a name like it", "weight": 9.9}]
    model = {"start": -10.0, "comparisons": [{"name": "name", "levels": levels}]}
    record_linkage(
        told.archive,
        Proposed(
            {"pairs": pairs, "clusters": [], "model": model}, ["l"], "duckdb", {}, {}, 4, 3, 2, 3, 4, "none"
        ),
    )
    return four


def test_pairs_come_nearest_to_indecision_first_and_the_unsure_behind(told, anna, run):
    a, b, c, d = run
    found, total = open_pairs(told.archive)
    assert [(one.one, one.other) for one in found] == [(a, c), (b, d), (a, b)] and total == 3
    judge_pair(told.archive, a, c, "unsure", by=anna, reason="cannot tell")
    judge_pair(told.archive, b, d, "different", by=anna, reason="another sex")
    found, total = open_pairs(told.archive)
    assert [(one.one, one.other, one.unsure) for one in found] == [(a, b, False), (a, c, True)]


def test_pairs_of_which_one_may_not_be_seen_are_not_counted(told, run):
    a, b, c, d = run
    found, total = open_pairs(told.archive, sight=OPEN)
    assert [(one.one, one.other) for one in found] == [(b, d), (a, b)] and total == 2
    with pytest.raises(NotOnRecord):
        pair(told.archive, a, c, sight=OPEN)


def test_a_pair_is_shown_side_by_side_with_what_speaks_for_each(told, anna, run):
    a, b, *_ = run
    shown = pair(told.archive, b, a)
    assert (shown.one, shown.other, shown.probability) == (a, b, 0.9)
    assert [step["what"] for step in shown.steps] == ["start", "name"]
    assert "the same name" in " ".join(shown.words)
    fields = {one.field: (one.one, one.other, one.same) for one in shown.fields}
    assert fields["name"] == ("Petro Koval", "Petro Kowal", False)
    assert fields["sex"] == ("male", "male", True)


def test_a_decision_on_a_pair_is_shown_and_can_be_undone(told, anna, run):
    a, b, c, _ = run
    made = judge_pair(told.archive, a, b, "same", by=anna, reason="one birth date")
    shown = pair(told.archive, a, b)
    assert (shown.judgement.id, shown.judgement.verdict) == (made, "same")
    assert pair(told.archive, a, c).others == (b,)
    undo_judgement(told.archive, made, by=anna, reason="another father")
    shown = pair(told.archive, a, b)
    assert shown.judgement is None and [one.verdict for one in shown.judgements] == ["same"]


def test_two_records_that_no_run_brought_together_are_shown_without_a_probability(told, four):
    shown = pair(told.archive, four[0], four[3])
    assert (shown.probability, shown.steps, shown.words) == (None, (), ())
