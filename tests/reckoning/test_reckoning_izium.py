"""The conflicting reports of Izium, autumn 2022: the answer to each question as of each day, and why."""

from __future__ import annotations

import pytest

from accounted.reckoning import Question, Reckoner


@pytest.fixture(scope="module")
def reckoner(izium):
    return Reckoner(izium)


def test_a_part_is_never_added_to_its_whole(reckoner):
    answer = reckoner.answer(Question("bodies_found", "UA-63"))
    assert answer.range == (534, 534)  # never 981
    assert answer.best == 534
    assert answer.because("police")
    assert answer.because("2022-10-07")
    assert answer.as_of == "2022-10-07" and answer.as_of_chosen


def test_the_breakdown_leaves_a_range_that_is_of_no_group(reckoner):
    (rest,) = reckoner.answer(Question("bodies_found", "UA-63")).rests
    assert (rest.low, rest.high) == (289, 308)
    assert set(rest.parts) == {"534-women", "534-children"}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2022-09-21", (263, 263)), ("2022-09-23", (447, 447)), ("2022-09-25", (447, 447)),
     ("2022-10-02", (447, 447)), ("2022-11-10", (447, 448))],
)  # fmt: skip
def test_the_bodies_exhumed_as_of_each_day(reckoner, as_of, expected):
    assert reckoner.answer(Question("bodies_exhumed", "izium", as_of=as_of)).range == expected


def test_an_earlier_count_of_the_same_counter_is_superseded_and_stays_visible(reckoner):
    answer = reckoner.answer(Question("bodies_exhumed", "izium", as_of="2022-09-25"))
    assert {(s.id, s.by) for s in answer.superseded} == {("263", "436"), ("436", "447")}
    assert {"263", "436"} <= set(answer.statements)


def test_twenty_one_and_twenty_two_servicemen_are_found_and_explained(reckoner):
    answer = reckoner.answer(Question("bodies_exhumed", "izium", ("armed_forces",), as_of="2022-09-25"))
    pair = next(c for c in answer.contradictions if set(c.statements) == {"447-soldiers", "ses-soldiers"})
    assert pair.rule == "D-11"
    assert "cannot have become fewer" in pair.sentence
    # The complete breakdown, 215 + 194 + 5 + 22 + 11, leaves no room for 21: that is cheaper to doubt.
    assert [s.statements for s in answer.set_aside] == [("ses-soldiers",)]
    assert answer.range == (22, 22)


def test_four_hundred_and_forty_seven_and_eight_are_found_and_explained(reckoner):
    answer = reckoner.answer(Question("bodies_exhumed", "izium"))
    found = {frozenset(c.statements): c for c in answer.contradictions}
    said_complete = found[frozenset({"447", "448"})]
    assert "said to be complete with 447, and 448 is more" in said_complete.sentence
    own_parts = found[frozenset({"448", "448-civilians", "448-soldiers", "448-undetermined"})]
    assert own_parts.rule == "D-09" and own_parts.kind == "breakdown"
    assert "414 + 22 + 11 = 447" in own_parts.sentence and "not 448" in own_parts.sentence
    # To doubt 447 costs as much as to doubt 448. Who doubts 447 may doubt either count of soldiers.
    (knot,) = answer.set_aside
    assert set(knot.ways) == {("448", "ses-soldiers"), ("447", "ses-soldiers"), ("447", "447-soldiers")}


def test_graves_are_never_compared_with_bodies(reckoner):
    answer = reckoner.answer(Question("graves", "izium"))
    assert answer.best == 440 and answer.range == (436, 444) and answer.conventional
    assert [b.id for b in answer.binding] == ["graves-440", "graves-440"]
    bodies = reckoner.answer(Question("bodies_found", "izium", as_of="2022-09-15"))
    assert bodies.low == 441  # of the wire copy, as it stands; the graves say nothing
    apart = {n.reason: n for n in bodies.not_compared if "graves-440" in n.statements}
    assert [n.rule for n in apart.values()] == ["D-03"]


def test_a_basis_changed_on_the_way_is_a_warning(reckoner):
    (warning,) = reckoner.answer(Question("graves", "izium")).copy_warnings
    assert warning.statements == ("graves-440", "wire-440")
    assert "changed what was counted" in warning.sentence


def test_the_wire_copy_and_the_interview_are_one_origin(reckoner):
    found = {o.name: o.statements for o in reckoner.answer(Question("bodies_found", "izium")).origins}
    assert {"wire-440", "534"} <= set(found["Bolvinov"])


def test_bodies_found_are_not_people_killed(reckoner):
    answer = reckoner.answer(Question("killed", "izium"))
    assert answer.range == (8, 8)
    assert {r.basis for r in answer.refused} == {"bodies_exhumed", "bodies_found", "graves"}
    assert "D-14" in answer.rules


def test_torture_sites_of_the_town_lie_within_those_of_the_oblast(reckoner):
    oblast = reckoner.answer(Question("sites", "UA-63", finding=("torture_site",)))
    assert oblast.range == (18, 18)  # as of 23 September; never 28
    later = reckoner.answer(Question("sites", "UA-63", finding=("torture_site",), as_of="2022-10-02"))
    assert later.range == (18, None) and later.best == 18
    town = reckoner.answer(Question("sites", "izium", finding=("torture_site",)))
    assert town.range == (10, 10)
    before = reckoner.answer(Question("sites", "izium", finding=("torture_site",), as_of="2022-10-02"))
    assert before.range == (10, 10)


def test_thirty_with_marks_of_torture_are_said_twice_by_two_origins(reckoner):
    answer = reckoner.answer(Question("with_sign", "izium", finding=("torture_unspecified",)))
    assert answer.range == (30, 30)
    assert len(answer.origins) == 2


def test_women_are_between_the_readings_and_each_reading_is_shown(reckoner):
    answer = reckoner.answer(Question("bodies_found", "UA-63", ("female", "adult")))
    assert answer.range == (207, 226) and answer.best == 226
    (choice,) = answer.choices
    assert choice.statement == "534-women" and choice.chosen is None
    assert dict(zip(choice.readings, choice.answers, strict=True)) == {
        "without_girls": (226, 226),
        "with_girls": (207, 226),
    }


def test_a_caption_carries_nothing(reckoner):
    answer = reckoner.answer(Question("bodies_found", "UA-63"))
    assert any(n.rule == "D-15" and n.statements == ("caption",) for n in answer.not_compared)
    assert "caption" not in {k for o in answer.origins for k in o.statements}


def test_civilians_and_servicemen_in_one_set_make_the_status_contested(reckoner):
    answer = reckoner.answer(Question("bodies_found", "UA-63"))
    (remark,) = [r for r in answer.remarks if r.rule == "D-27"]
    assert {"500-civilians", "447-soldiers", "ses-soldiers"} <= set(remark.statements)


def test_a_denial_stands_beside_and_lowers_nothing(reckoner):
    answer = reckoner.answer(Question("bodies_found", "UA-63"))
    assert [(d.by, d.statements) for d in answer.denials] == [("Russian Federation", ("534",))]
    assert answer.range == (534, 534)


def test_the_answer_as_it_was_known_on_each_day(reckoner):
    steps = {s.known_on: s for s in reckoner.as_known(Question("bodies_exhumed", "izium"))}
    assert [(d, s.low, s.high) for d, s in steps.items()] == [
        ("2022-09-21", 263, 263), ("2022-09-23", 447, 447), ("2022-09-25", 447, 447),
        ("2022-11-10", 447, 448),
    ]  # fmt: skip
    assert not steps["2022-09-23"].contested and steps["2022-09-25"].contested
    assert "ses-447" in steps["2022-09-25"].updated_by
    assert steps["2022-09-21"].origins == 1


def test_what_was_known_then_is_not_what_is_known_now(reckoner):
    then = reckoner.answer(Question("bodies_exhumed", "izium", known_on="2022-09-22"))
    assert then.range == (263, 263)
    assert "447" not in then.statements


def test_every_policy_at_once(reckoner):
    q = Question("bodies_exhumed", "izium", as_of="2022-09-25", policy="all",
                 ranking=("State Emergency Service", "regional officials"))  # fmt: skip
    answer = reckoner.answer(q)
    assert {p.policy: (p.low, p.high) for p in answer.policies} == {
        "consistent": (447, 447),
        "range": (447, 447),
        "hierarchy": (447, 447),
        "majority": (447, 447),
        "documented_minimum": (None, None),
    }
    assert answer.policy("hierarchy").because == ("ses-447",)
    assert "2 of 2 independent origins" in answer.policy("majority").note


def test_the_answer_is_the_same_bytes_each_time_and_names_rules_and_version(izium, reckoner):
    q = Question("bodies_exhumed", "izium", policy="all")
    one, other = reckoner.answer(q), Reckoner(izium).answer(q)
    assert one.to_json() == other.to_json()
    assert '"methodology_version": "reckoning 1.1"' in one.to_json()
    assert {"D-03", "D-08", "D-09", "D-11", "D-36", "D-37"} <= set(one.rules)
    assert one.text[0].startswith("447 to 448 bodies exhumed at Izium as of 2022-11-10")
