"""What each kind of statement adds to an answer, rule by rule, on worlds of a few statements."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from accounted.reckoning import (
    Conversion,
    PlaceNode,
    Question,
    Relation,
    Statement,
    World,
    WrongQuestion,
    WrongWorld,
    as_known,
    reckon,
    reckon_all,
)

OBLAST, TOWN, OTHER = (
    PlaceNode("oblast", "the oblast", ("country",), "region"),
    PlaceNode("town", "the town", ("oblast", "country")),
    PlaceNode("other", "the other town", ("oblast", "country")),
)
PLACES = (PlaceNode("country", "the country"), OBLAST, TOWN, OTHER)


def said(key: str, low: int | None, high: int | None = None, **more: object) -> Statement:
    fields = {"basis": "killed", "place": "town", "as_of": "2022-10-01", "origin": f"origin of {key}", **more}
    fields.setdefault("published", fields["as_of"])
    return Statement(key, low=low, high=high, **fields)  # type: ignore[arg-type]


def ask(*statements: Statement, q: Question | None = None, **world: object):
    return reckon(World(statements, PLACES, **world), q or Question("killed", "town"))  # type: ignore[arg-type]


# -- places ------------------------------------------------------------------------------------------


def test_places_apart_add_up_to_a_least_number_of_what_contains_them():
    answer = ask(said("a", 10, 10), said("b", 7, 7, place="other"), q=Question("killed", "oblast"))
    assert answer.range == (17, None)
    assert {b.id for b in answer.binding} == {"a", "b"}


def test_a_whole_bounds_each_of_its_places_by_what_the_others_leave():
    world = said("whole", 20, 20, place="oblast"), said("b", 7, 7, place="other")
    answer = ask(*world, said("a", 5), q=Question("killed", "town"))
    assert answer.range == (5, 13)
    assert {(b.id, b.side, b.weight) for b in answer.binding} == {
        ("a", "low", 1), ("whole", "high", 1), ("b", "high", -1),
    }  # fmt: skip


def test_more_in_a_part_than_in_the_whole_is_a_contradiction_with_its_reason():
    answer = ask(said("whole", 20, 20, place="oblast"), said("part", 25, 25), q=Question("killed", "oblast"))
    (clash,) = answer.contradictions
    assert clash.rule == "D-10"
    assert "the town lies in the oblast" in clash.sentence
    assert [s.ways for s in answer.set_aside] == [(("part",), ("whole",))]
    assert answer.range == (20, None)  # whichever of the two is wrong


def test_elsewhere_in_a_place_is_all_of_it_that_is_in_no_listed_place():
    rest = PlaceNode("rest", "elsewhere in the oblast", ("oblast",), rest=True)
    world = World(
        (
            said("whole", 20, 20, place="oblast"),
            said("none", 0, 0, place="rest"),
            said("b", 0, 7, place="other"),
        ),
        (*PLACES, rest),
    )
    assert reckon(world, Question("killed", "town")).range == (13, 20)


def test_a_part_that_no_gazetteer_knows_is_part_of_its_place_and_not_added_to_another():
    answer = ask(said("forest", 30, 30, sub_place="the forest"), said("river", 20, 20, sub_place="the river"))
    assert answer.range == (30, None)


def test_areas_that_cross_are_not_compared():
    front = PlaceNode("front", "the front line", ("country",))
    village = PlaceNode("village", "the village", ("front", "oblast", "country"))
    world = World((said("a", 9, place="village"), said("f", 3, 3, place="front")), (*PLACES, front, village))
    answer = reckon(world, Question("killed", "village"))
    assert any(r.rule == "D-10" and "front" in r.text for r in answer.remarks)


# -- time --------------------------------------------------------------------------------------------


def test_a_count_never_falls_so_a_later_most_bounds_an_earlier_day():
    early, late = said("early", 10, None, as_of="2022-09-01"), said("late", 30, 30, as_of="2022-10-01")
    q = Question("killed", "town", as_of="2022-09-15")
    assert ask(early, late, q=q).range == (10, 30)


def test_after_the_last_count_more_may_have_been_found():
    answer = ask(said("a", 30, 30), q=Question("killed", "town", as_of="2022-12-01"))
    assert answer.range == (30, None)
    assert answer.best == 30


def test_a_day_known_only_within_a_month_bounds_from_below_at_its_end_and_from_above_at_its_start():
    month = said("month", 30, 30, as_of="2022-09", published="2022-10-01")
    assert ask(month, q=Question("killed", "town", as_of="2022-09-30")).range == (30, None)
    other = said("other", 3, as_of="2022-08-01")
    assert ask(month, other, q=Question("killed", "town", as_of="2022-08-15")).range == (3, 30)


def test_the_day_of_publication_stands_in_for_a_day_that_is_not_stated():
    answer = ask(said("a", 30, 30, as_of=None, published="2022-10-03"))
    assert answer.as_of == "2022-10-03"
    assert any(r.rule == "D-22" for r in answer.remarks)


def test_a_lower_number_of_the_same_counter_corrects_its_earlier_one():
    first = said("first", 50, 50, as_of="2022-09-01", counter="morgue", origin="x")
    second = said("second", 46, 46, as_of="2022-09-09", counter="morgue", origin="y")
    answer = ask(first, second)
    assert answer.range == (46, 46) and not answer.contradictions
    assert answer.superseded[0].reason == "the same counter later gave a lower number, which corrects it"


def test_a_lower_number_of_another_counter_contradicts():
    answer = ask(said("first", 50, 50, as_of="2022-09-01"), said("second", 46, 46, as_of="2022-09-09"))
    assert answer.contradictions[0].rule == "D-11"
    assert answer.range == (46, None)  # if the later is wrong, nothing bounds its day


def test_how_many_are_missing_can_fall_so_each_day_stands_by_itself():
    early = said("early", 50, 50, basis="missing", as_of="2022-09-01")
    late = said("late", 20, 20, basis="missing", as_of="2022-10-01")
    answer = ask(early, late, q=Question("missing", "town"))
    assert answer.range == (20, 20) and not answer.contradictions
    before = ask(early, late, q=Question("missing", "town", as_of="2022-09-20"))
    assert before.range == (50, 50) and before.as_of == "2022-09-01"


def test_deaths_of_one_month_are_some_of_all_deaths():
    month = said("month", 8, 8, period="2022-09")
    every = said("every", 30, 30)
    assert ask(month, every, q=Question("killed", "town", period="2022-09")).range == (8, 8)
    assert ask(month, q=Question("killed", "town")).range == (8, None)
    autumn = Question("killed", "town", period="2022-09-01/2022-11-30")
    assert ask(month, every, q=autumn).range == (8, 30)
    assert any(
        n.reason == "of another period"
        for n in ask(month, every, q=Question("killed", "town", period="2022-05")).not_compared
    )


# -- wording -----------------------------------------------------------------------------------------


def test_twenty_more_is_twenty_at_least_and_adds_where_the_earlier_number_is_stated():
    more = said("more", 20, 20, incremental=True)
    assert ask(more).range == (20, None)
    base = said("base", 30, 30, as_of="2022-09-01")
    added = said("more", 20, 20, incremental=True, adds_to="base")
    assert ask(base, added).range == (50, 50)


def test_every_reading_of_an_ambiguous_number_is_allowed_for_until_somebody_chooses():
    doubtful = said("d", None, quantifier="ambiguous", readings=((20, 20), (21, None)))
    assert ask(doubtful).range == (20, None)
    assert ask(doubtful, choices={"d": "reading:0"}).range == (20, 20)


def test_words_of_convention_stand_back_where_a_bound_is_stated():
    about = said("about", 35, 45, best=40, quantifier="about")
    answer = ask(about, said("exact", 47, 47))
    assert answer.range == (47, 47) and not answer.contradictions
    assert any(n.rule == "D-02" and n.statements == ("about",) for n in answer.not_compared)
    assert ask(about).range == (35, 45) and ask(about).conventional
    q = Question("killed", "town", conventions=True)
    assert ask(about, said("exact", 47, 47), q=q).contradictions


def test_only_areas_visited_bound_nothing_from_above():
    assert ask(said("a", 12, 12, whole_place=False)).range == (12, None)


# -- groups ------------------------------------------------------------------------------------------


def test_men_elsewhere_cannot_hide_in_a_town_that_counted_few():
    answer = ask(
        said("town", 447, 447), said("few women", 5, 5, group=("female",)),
        said("women", 226, 226, place="oblast", group=("female",)), q=Question("killed", "oblast"),
    )  # fmt: skip
    assert answer.range == (668, None)  # 447, and 221 women elsewhere
    assert {b.id for b in answer.binding} == {"town", "few women", "women"}


def test_a_settled_reading_is_used_and_shown():
    world = said("women", 226, 226, group=("female", "adult")), said("children", 19, 19, group=("child",))
    q = Question("killed", "town", ("female", "adult"))
    assert ask(*world, q=q).range == (207, 226)
    settled = ask(*world, q=q, choices={"women": "without_girls"})
    assert settled.range == (226, 226)
    assert [c.chosen for c in settled.choices] == ["without_girls"]


def test_parts_that_are_all_of_a_whole_bound_one_another():
    whole = said("whole", 40, 40, complete=True, origin="o")
    parts = [
        said("women", 10, 12, group=("female", "adult"), partition_of="whole", origin="o"),
        said("men", 20, 21, group=("male", "adult"), partition_of="whole", origin="o"),
        said("children", None, 30, group=("child",), partition_of="whole", origin="o"),
    ]
    assert ask(whole, *parts, q=Question("killed", "town", ("child",))).range == (7, 10)


def test_parts_beyond_their_whole_are_shown_with_both_numbers():
    whole = said("whole", 40, 40)
    parts = [
        said(f"p{n}", 25, 25, group=(g,), partition_of="whole") for n, g in enumerate(("male", "female"))
    ]
    answer = ask(whole, *parts)
    clash = next(c for c in answer.contradictions if c.kind == "breakdown")
    assert "25 + 25 = 50" in clash.sentence and "more than 40" in clash.sentence


def test_a_part_under_another_basis_is_a_least_number_of_its_whole():
    whole = said("whole", 5, None, basis="bodies_exhumed")
    signs = said("signs", 30, 30, basis="with_sign", partition_of="whole")
    answer = ask(whole, signs, q=Question("bodies_exhumed", "town"))
    assert answer.range == (30, None)


# -- relations, conversions --------------------------------------------------------------------------


def test_sets_that_share_nobody_add_up_only_where_somebody_says_so():
    a, b = said("a", 10, sub_place="the forest"), said("b", 7, sub_place="the river")
    assert ask(a, b).range == (10, None)
    apart = Relation("disjoint_stated", "a", "b", "two sites", "a reviewer")
    assert ask(a, b, relations=(apart,)).range == (17, None)


def test_a_stated_replacement_takes_the_place_of_a_figure():
    old, new = said("old", 90, 90), said("new", 70, 70)
    assert ask(old, new).contradictions
    answer = ask(old, new, relations=(Relation("same_set_later", "new", "old", "corrected"),))
    assert answer.range == (70, 70) and not answer.contradictions


def test_another_basis_counts_only_by_an_explicit_assumption():
    found = said("found", 30, 30, basis="bodies_found")
    assert ask(found, said("killed", 4)).range == (4, None)
    assumed = Conversion("bodies_found", "killed", "all shot, says the autopsy", "a reviewer")
    answer = ask(found, said("killed", 4), conversions=(assumed,))
    assert answer.range == (30, None)
    assert not answer.refused and "D-14" in answer.rules


# -- independence, conflict --------------------------------------------------------------------------


def test_ten_copies_of_one_speaker_weigh_no_more_than_one():
    copies = [said(f"copy {n}", 50, 50, origin=None, source=f"paper {n}") for n in range(10)]
    told = {f"paper {n}": ("the mayor",) for n in range(10)}
    answer = ask(*copies, said("morgue", 40, 40), told_by=told)
    assert [len(s.ways) for s in answer.set_aside] == [2]  # the ten, or the one
    assert len(answer.origins) == 2
    assert answer.range == (40, 50)


def test_two_independent_origins_outweigh_one():
    answer = ask(said("a", 50, 50), said("b", 50, 50), said("lone", 40, 40))
    assert [s.statements for s in answer.set_aside] == [("lone",)]
    assert answer.range == (50, 50)


def test_a_reliable_source_outweighs_an_unreliable_one():
    answer = ask(said("good", 50, 50, reliability="B", credibility="2"), said("bad", 40, 40, reliability="E"))
    assert [s.statements for s in answer.set_aside] == [("bad",)]


def test_an_origin_is_the_root_of_who_told_whom():
    told = {"radio": ("wire",), "wire": ("the mayor",)}
    answer = ask(
        said("r", 50, 50, origin=None, source="radio"), said("m", 50, 50, origin="the mayor"), told_by=told
    )  # fmt: skip
    assert [o.name for o in answer.origins] == ["the mayor"]


def test_what_is_alleged_or_investigated_is_not_merged_with_what_is_stated():
    answer = ask(said("a", 9, 9), said("b", 90, 90, modality="alleges"), said("c", 5, modality="denies"))
    assert answer.range == (9, 9)
    assert {n.rule for n in answer.not_compared} == {"D-18", "D-17"}
    assert (
        ask(said("b", 90, 90, modality="alleges"), q=Question("killed", "town", modality="alleges")).low == 90
    )


# -- policies, individuals ---------------------------------------------------------------------------


def test_individuals_on_record_add_up_and_the_gap_is_an_answer():
    people = [
        said(f"p{n}", None, kind="record", individual=f"person {n}", place="other" if n > 2 else "town",
             verification="verified" if n % 2 else "unreviewed")
        for n in range(5)
    ]  # fmt: skip
    twice = said("p0 again", None, kind="record", individual="person 0")
    q = Question("killed", "oblast", policy="all", as_of="2022-10-01")
    answer = ask(*people, twice, said("whole", 30, 30, place="oblast"), q=q)
    assert answer.documented.count == 5 and answer.documented.verified == 2
    assert (answer.documented.gap_low, answer.documented.gap_high) == (25, 25)
    assert answer.policy("documented_minimum").low == 2
    alone = ask(*people, twice, q=Question("killed", "oblast"))
    assert alone.range == (5, None)


def test_people_on_lists_are_a_least_number_of_their_own_and_never_added_to_individuals():
    people = [said(f"p{n}", None, kind="record", individual=f"person {n}") for n in range(5)]
    lists = said("linked", 40, 60, kind="record")
    answer = ask(*people, lists)
    assert answer.range == (40, None)
    assert answer.documented.count == 5
    assert ask(*people, said("few", 3, 9, kind="record")).range == (5, None)


def test_only_verified_statements_make_a_documented_minimum():
    q = Question("killed", "town", policy="documented_minimum")
    answer = ask(said("a", 40, 40), said("b", 31, 31, verification="verified"), q=q)
    assert answer.range == (31, None)
    assert "Documented minimum" in answer.policies[0].note


def test_a_ranking_decides_under_hierarchy_and_a_majority_under_majority():
    world = said("a", 50, 50, origin="UN"), said("b", 40, 40, origin="army"), said("c", 40, 40, origin="NGO")
    q = Question("killed", "town", policy="hierarchy", ranking=("UN", "army"))
    assert ask(*world, q=q).range == (50, 50)
    assert ask(*world, q=Question("killed", "town", policy="majority")).range == (40, 40)
    tied = ask(*world[:2], q=Question("killed", "town", policy="majority"))
    assert tied.range == (None, None) and "No number is shared" in tied.policies[0].note


def test_the_range_policy_spans_top_level_tallies_only():
    world = said("a", 50, 50), said("b", 40, 40), said("part", 12, 12, group=("child",))
    assert ask(*world, q=Question("killed", "town", policy="range")).range == (40, 50)
    parts = ask(said("t", 9, 9), said("o", 5, place="other"), q=Question("killed", "oblast", policy="range"))
    assert parts.range == (14, None)


# -- errors, forms -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "words"),
    [
        (Question("killed", "Atlantis"), "add a PlaceNode"),
        (Question("slain", "town"), "count basis 'slain' does not exist"),
        (Question("killed", "town", as_of="2021-01-01"), "ask as of then or later"),
        (Question("killed", "town", as_of="yesterday"), "write 2022-10-07"),
        (Question("killed", "town", known_on="2021"), "ask what was known then or later"),
        (Question("killed", "town", policy="hierarchy"), "needs a ranking of sources, best first"),
        (Question("killed", "town", policy="best"), "choose all, consistent"),
        (Question("killed", "town", group=("wizard",)), "in no vocabulary"),
    ],
)
def test_a_wrong_question_is_refused_and_told_what_to_do(q, words):
    with pytest.raises(WrongQuestion, match=words):
        ask(said("a", 9, 9), q=q)


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        ((said("a", 1, place="nowhere"),), "has no node"),
        ((said("a", 9, 3),), "low 9 is above high 3"),
        ((said("a", 1), said("a", 2)), "two statements have the id"),
        ((said("a", 1, as_of="soon"),), "statement a, as_of"),
    ],
)
def test_statements_that_cannot_be_are_refused(statements, words):
    with pytest.raises(WrongWorld, match=words):
        ask(*statements)


def test_a_place_cannot_contain_itself():
    places = (PlaceNode("a", "a", ("b",)), PlaceNode("b", "b", ("a",)))
    with pytest.raises(WrongWorld, match="contain itself"):
        reckon(World((), places), Question("killed", "a"))


def test_where_nobody_counted_there_is_no_number_rather_than_zero():
    answer = ask(said("a", 9, 9), q=Question("injured", "town"))
    assert answer.range == (None, None)
    assert answer.text[0].startswith("Nobody has stated how many")


def test_an_answer_is_json_that_holds_the_statements_it_names():
    data = json.loads(ask(said("a", 9, 9), said("b", 8, 8)).to_json())
    assert data["low"] == 8 and data["high"] == 9
    assert set(data["statements"]) == {"a", "b"}


def test_all_places_at_once():
    world = World(
        (said("w", 20, 20, place="oblast"), said("a", 5), said("b", 7, 7, place="other")), PLACES
    )  # fmt: skip
    found = {r.place: (r.low, r.high) for r in reckon_all(world, "killed")}
    assert found == {"country": (20, None), "oblast": (20, 20), "town": (5, 13), "other": (7, 7)}


def test_a_series_can_be_asked_for_days_of_ones_own():
    world = World((said("a", 9, 9), said("b", 12, 12, as_of="2022-11-01")), PLACES)
    steps = as_known(world, Question("killed", "town"), days=("2022-10-15", "2022-11-15"))
    assert [(s.known_on, s.low, s.high) for s in steps] == [("2022-10-15", 9, 9), ("2022-11-15", 12, 12)]


def test_a_number_without_a_bound_is_said_as_it_was_and_binds_nothing():
    graves = Statement("g", "graves", best=440, quantifier="about", place="town", as_of="2022-09-15",
                       published="2022-09-16", speaker="Police")  # fmt: skip
    world = World((graves,), PLACES)
    answer = reckon(world, Question("graves", "town", policy="all"))
    assert (answer.low, answer.best, answer.high, answer.as_of) == (None, 440, None, "2022-09-15")
    assert [(b.id, b.side) for b in answer.binding] == [("g", "about")]
    assert answer.text[0].startswith(
        "About 440 graves at the town as of 2022-09-15: the words state no bound"
    )
    assert {p.policy: p.best for p in answer.policies}["majority"] == 440
    exact = replace(graves, id="e", low=436, best=None, high=436, quantifier="exact", speaker="Prosecutor")
    beside = reckon(World((graves, exact), PLACES), Question("graves", "town"))
    assert (beside.low, beside.high) == (436, 436)
    assert any("g" in n.statements for n in beside.not_compared)


def test_a_ranking_of_sources_that_nobody_heard_says_who_was_heard():
    said = Statement("a", "graves", 4, 4, place="town", as_of="2022-09-15", speaker="Police")
    with pytest.raises(WrongQuestion, match="'Nobody' is heard on graves; those heard: Police"):
        reckon(World((said,), PLACES), Question("graves", "town", policy="hierarchy", ranking=("Nobody",)))


def test_a_finding_that_does_not_exist_is_called_a_finding():
    said = Statement("a", "sites", 4, 4, place="town", as_of="2022-09-15", finding=("torture_site",))
    with pytest.raises(WrongQuestion, match="finding 'xx'"):
        reckon(World((said,), PLACES), Question("sites", "town", finding=("xx",)))


def test_what_holds_the_range_is_what_the_policy_took():
    police = Statement("a", "graves", 4, 4, place="town", as_of="2022-09-15", speaker="Police")
    press = Statement("b", "graves", 9, 9, place="town", as_of="2022-09-15", speaker="Press")
    world = World((police, press), PLACES)
    answer = reckon(world, Question("graves", "town", policy="hierarchy", ranking=("Press",)))
    assert (answer.low, answer.high) == (9, 9)
    assert [(b.id, b.side) for b in answer.binding] == [("b", "low"), ("b", "high")]


def test_the_parts_that_nobody_added_up_are_the_latest_counts():
    first = Statement("a", "graves", 441, None, place="town", as_of="2022-09-15", speaker="Police")
    later = Statement("b", "graves", 447, 447, place="town", as_of="2022-10-07", speaker="Police")
    world = World((first, later), PLACES)
    assert reckon(world, Question("graves", "oblast", policy="range")).low == 447


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2022-09", "in 2022-09"),
        ("2022-03/2022-09", "between 2022-03 and 2022-09"),
        ("2022-02-24/..", "from 2022-02-24 on"),
        ("../2022-05", "until 2022-05"),
    ],
)
def test_a_period_is_said_as_part_of_a_sentence(period, said):
    from accounted.reckoning.wording import within

    assert within(period) == said
