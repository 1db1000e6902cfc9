"""People, remains, sites, incidents, acts: what each rule lets on record and what it does not."""

import pytest
from quarry_case import row, tell

from accounted.record import decisions
from accounted.record.decisions import DecisionRefused, Stated, absent, amend, stated
from accounted.vocabulary import UnknownTerm


@pytest.fixture
def one(told):
    """A claim to rest values on."""
    return told.of("tally")[0].id


@pytest.fixture
def accusation(told):
    """The claim that names the Third Brigade."""
    return told.of("act")[0].id


@pytest.fixture
def incident(told, anna):
    return decisions.record_incident(told.archive, title="The quarry", by=anna, reason="spoken of")


@pytest.fixture
def shooting(told, anna, incident, accusation):
    return decisions.record_act(
        told.archive,
        incident=incident,
        type=stated("execution_summary", accusation),
        by=anna,
        reason="alleged",
    )


@pytest.fixture
def brigade(told, anna):
    return decisions.record_actor(
        told.archive,
        name="Third Brigade",
        type="state_forces",
        by=anna,
        reason="named",
        aliases=[{"text": "the general's men", "as_written": True}],
    )


# ---- every value names its claims


def test_every_value_on_a_record_names_the_claims_it_rests_on(told, anna, one):
    with pytest.raises(DecisionRefused, match="names no claim"):
        decisions.record_person(told.archive, by=anna, reason="x", values={"sex": Stated("male")})
    person = decisions.record_person(told.archive, by=anna, reason="x", values={"sex": stated("male", one)})
    (value,) = row("Value").filter(subject_id=person)
    assert (value.field, value.value, value.decided_by) == ("sex", "male", anna.pseudonym)
    assert [c.id for c in value.claims.all()] == [one]


def test_a_value_does_not_rest_on_a_claim_that_is_not_on_record(told, anna):
    with pytest.raises(DecisionRefused, match="no claim on record"):
        decisions.record_person(
            told.archive, by=anna, reason="x", values={"sex": stated("male", "clm_nowhere")}
        )


def test_what_a_source_says_is_not_slipped_in_as_the_recorders_own_frame(told, anna):
    with pytest.raises(DecisionRefused, match="give it with the claims"):
        decisions.record_person(told.archive, by=anna, reason="x", frame={"sex": "male"})


def test_there_are_four_kinds_of_nothing_and_each_is_told_apart(told, anna, one):
    values = {
        "sex": absent("undeterminable", one),
        "age_group": absent("not_stated"),
        "children": absent("not_applicable"),
        "nationality": absent("withheld"),
    }
    person = row("Person").get(pk=decisions.record_person(told.archive, by=anna, reason="x", values=values))
    assert person.absences == {
        "sex": "undeterminable",
        "age_group": "not_stated",
        "children": "not_applicable",
        "nationality": "withheld",
    }  # fmt: skip
    assert person.sex is None and person.age_group is None


@pytest.mark.parametrize(
    "value",
    [
        Stated(None),
        Stated("male", ("c",), absent="withheld"),
        Stated(None, absent="dunno"),
        Stated(None, absent="undeterminable"),
    ],
)
def test_nothing_is_not_left_without_saying_which(told, anna, value):
    with pytest.raises(DecisionRefused):
        decisions.record_person(told.archive, by=anna, reason="x", values={"sex": value})


def test_an_unknown_code_is_refused_with_the_near_ones(told, anna, one):
    with pytest.raises(UnknownTerm, match="female"):
        decisions.record_person(told.archive, by=anna, reason="x", values={"sex": stated("femal", one)})


def test_a_field_that_does_not_exist_is_refused(told, anna, one):
    with pytest.raises(DecisionRefused, match="no field"):
        decisions.record_person(told.archive, by=anna, reason="x", values={"shoe_size": stated(43, one)})


def test_an_amended_value_counts_and_the_earlier_one_stays_in_its_history(told, anna, borys, one, accusation):
    person = decisions.record_person(
        told.archive, by=anna, reason="x", values={"age_group": stated("adult", one)}
    )
    amend(
        told.archive,
        "Person",
        person,
        by=borys,
        reason="a birth record",
        values={"age_group": stated("older", accusation)},
    )
    now = row("Person").get(pk=person)
    assert (now.age_group, now.version, now.updated_by) == ("older", 2, borys.pseudonym)
    assert [(v.value, v.decided_by) for v in row("Value").filter(subject_id=person)] == [
        ("adult", anna.pseudonym),
        ("older", borys.pseudonym),
    ]


def test_dates_keep_their_role_and_a_discovery_does_not_date_a_death(told, anna, one):
    remains = decisions.record_remains(
        told.archive,
        unit="group_reported",
        by=anna,
        reason="x",
        values={"count_quantifier": stated("exact", one), "date:discovery": stated("2022-09-15~", one)},
    )
    fields = {v.field for v in row("Value").filter(subject_id=remains)}
    assert "date:discovery" in fields and "date:death" not in fields
    (date,) = row("Value").filter(subject_id=remains, field="date:discovery")
    assert date.earliest <= date.latest


# ---- people and remains


def test_an_individual_is_not_counted_and_a_group_is_one_row_with_a_count(told, anna, one):
    with pytest.raises(DecisionRefused, match="D-12"):
        decisions.record_person(told.archive, by=anna, reason="x", values={"group_low": stated(3, one)})
    with pytest.raises(DecisionRefused, match="D-12"):
        decisions.record_person(told.archive, by=anna, reason="x", counting_unit="group")
    decisions.record_person(
        told.archive,
        by=anna,
        reason="x",
        counting_unit="group",
        values={
            "group_quantifier": stated("exact", one),
            "group_low": stated(40, one),
            "group_high": stated(40, one),
        },
    )
    assert row("Person").count() == 1


def test_a_count_whose_lowest_is_above_its_highest_is_refused(told, anna, one):
    with pytest.raises(DecisionRefused, match="D-02"):
        decisions.record_person(
            told.archive,
            by=anna,
            reason="x",
            counting_unit="group",
            values={
                "group_quantifier": stated("between", one),
                "group_low": stated(9, one),
                "group_high": stated(4, one),
            },
        )


def test_an_age_that_starts_above_its_end_is_refused(told, anna, one):
    with pytest.raises(DecisionRefused, match="age_min 41 is above age_max 14"):
        decisions.record_person(
            told.archive, by=anna, reason="x", values={"age_min": stated(41, one), "age_max": stated(14, one)}
        )


def test_a_childs_record_is_confidential_by_default(told, anna, one):
    child = decisions.record_person(
        told.archive, by=anna, reason="x", values={"age_group": stated("child", one)}
    )
    adult = decisions.record_person(
        told.archive, by=anna, reason="x", values={"age_group": stated("adult", one)}
    )
    assert row("Person").get(pk=child).confidentiality == "confidential"
    assert row("Person").get(pk=adult).confidentiality == "internal"


def test_a_name_stands_as_written_on_the_claims_it_was_read_in(told, anna, one):
    person = decisions.record_person(told.archive, by=anna, reason="x", names=[("Петренко Марія", [one])])
    decisions.name_person(told.archive, person, "Maria Petrenko", claims=[one], by=anna, reason="press form")
    assert [n.as_written for n in row("PersonName").filter(person_id=person)] == [
        "Петренко Марія",
        "Maria Petrenko",
    ]
    with pytest.raises(DecisionRefused, match="needs the claims"):
        decisions.name_person(told.archive, person, "Mary", claims=[], by=anna, reason="?")


def test_a_body_has_a_number_and_a_number_is_never_used_again(told, anna):
    with pytest.raises(DecisionRefused, match="needs its number"):
        decisions.record_remains(told.archive, unit="body", by=anna, reason="x")
    decisions.record_remains(told.archive, unit="body", number="Q-1", by=anna, reason="x")
    with pytest.raises(DecisionRefused, match="D-38"):
        decisions.record_remains(told.archive, unit="body", number="Q-1", by=anna, reason="x")


def test_a_reported_group_of_bodies_is_one_row(told, anna, one):
    with pytest.raises(DecisionRefused, match="D-12"):
        decisions.record_remains(told.archive, unit="group_reported", by=anna, reason="x")
    decisions.record_remains(
        told.archive,
        unit="group_reported",
        by=anna,
        reason="x",
        values={"count_quantifier": stated("more_than", one), "count_low": stated(501, one)},
    )
    assert row("Remains").count() == 1


# ---- identification


@pytest.fixture
def body(told, anna):
    return decisions.record_remains(told.archive, unit="body", number="Q-7", by=anna, reason="recovered")


@pytest.fixture
def missing(told, anna, one):
    return decisions.record_person(told.archive, by=anna, reason="missed", names=[("Maria Petrenko", [one])])


DNA = [{"method": "dna", "result": "match with the brother", "likelihood_ratio": 1.2e6}]


def test_two_different_people_identify_remains(told, anna, borys, body, missing):
    with pytest.raises(DecisionRefused, match="two different people"):
        decisions.identify(
            told.archive,
            body,
            missing,
            conclusion="established",
            lines=DNA,
            first=anna,
            second=anna,
            reason="DNA",
        )
    decisions.identify(
        told.archive,
        body,
        missing,
        conclusion="established",
        lines=DNA,
        first=anna,
        second=borys,
        reason="DNA",
    )
    assert row("Remains").get(pk=body).identification.person_id == missing


def test_an_identification_can_be_taken_back_and_stays_visible(told, anna, borys, body, missing):
    found = decisions.identify(
        told.archive,
        body,
        missing,
        conclusion="established",
        lines=DNA,
        first=anna,
        second=borys,
        reason="DNA",
    )
    with pytest.raises(DecisionRefused, match="withdraw"):
        decisions.identify(
            told.archive,
            body,
            missing,
            conclusion="established",
            lines=DNA,
            first=anna,
            second=borys,
            reason="DNA",
        )
    decisions.withdraw_identification(told.archive, found, by=borys, reason="samples were mixed up")
    assert row("Remains").get(pk=body).identification is None
    assert row("Identification").get(pk=found).withdrawn_reason == "samples were mixed up"
    decisions.identify(
        told.archive,
        body,
        missing,
        conclusion="established",
        lines=DNA,
        first=borys,
        second=anna,
        reason="new sample",
    )


def test_sight_and_belongings_alone_establish_nobody(told, anna, borys, body, missing):
    lines = [
        {"method": "visual", "result": "the mother knew the coat"},
        {"method": "property", "result": "a coat"},
    ]
    with pytest.raises(DecisionRefused, match="scientific"):
        decisions.identify(
            told.archive,
            body,
            missing,
            conclusion="established",
            lines=lines,
            first=anna,
            second=borys,
            reason="coat",
        )
    decisions.identify(
        told.archive,
        body,
        missing,
        conclusion="possible",
        lines=lines,
        first=anna,
        second=borys,
        reason="coat",
    )
    assert row("Remains").get(pk=body).identification is None


def test_nobody_is_identified_in_a_group_that_is_only_reported(told, anna, borys, missing, one):
    group = decisions.record_remains(
        told.archive,
        unit="group_reported",
        by=anna,
        reason="x",
        values={"count_quantifier": stated("many", one)},
    )
    with pytest.raises(DecisionRefused, match="nobody can be identified"):
        decisions.identify(
            told.archive,
            group,
            missing,
            conclusion="possible",
            lines=DNA,
            first=anna,
            second=borys,
            reason="?",
        )


# ---- places and sites


def test_a_mass_grave_holds_two_or_more_and_has_a_reason_for_inquiry(told, anna, one):
    def grave(least, why):
        values = {"type": stated("mass_grave", one)}
        if least is not None:
            values["remains_min"] = stated(least, one)
        return decisions.record_burial_site(
            told.archive, by=anna, reason="x", values=values, frame={"reason_for_inquiry": why}
        )

    for least, why in ((None, "signs of violence"), (1, "signs of violence"), (2, None), (2, " ")):
        with pytest.raises(DecisionRefused, match="mass grave"):
            grave(least, why)
    assert row("BurialSite").get(pk=grave(2, "signs of violence")).remains_min == 2


def test_a_site_of_single_graves_is_no_mass_grave(told, anna, one):
    decisions.record_burial_site(
        told.archive, by=anna, reason="x", values={"type": stated("mass_burial_site", one)}
    )  # no refusal
    assert row("BurialSite").get().type == "mass_burial_site"


def test_twenty_reported_sites_are_one_row_and_alleged(told, anna, one):
    with pytest.raises(DecisionRefused, match="D-12"):
        decisions.record_site(told.archive, unit="group_reported", by=anna, reason="x")
    with pytest.raises(DecisionRefused, match="D-12"):
        decisions.record_site(told.archive, by=anna, reason="x", values={"count_low": stated(20, one)})
    site = decisions.record_site(
        told.archive,
        unit="group_reported",
        label_as_written="“torture chambers”",
        by=anna,
        reason="x",
        values={"type": stated("torture_site", one), "count_quantifier": stated("ambiguous", one)},
    )
    assert row("Site").get(pk=site).alleged


def test_occupied_then_retaken_are_two_intervals_and_no_conflict(told, anna, one):
    place = decisions.record_place(told.archive, name="Quarry", kind="settlement", by=anna, reason="named")
    for control, interval in (("occupied", "2022-03/2022-09"), ("retaken", "2022-09/..")):
        decisions.state_control(
            told.archive, place, control, interval=interval, claims=[one], by=anna, reason="as told"
        )
    assert [c.control for c in row("Control").order_by("earliest")] == ["occupied", "retaken"]


# ---- acts and involvement


def test_an_involvement_needs_a_claim_that_names_the_actor(told, anna, shooting, brigade, one, accusation):
    with pytest.raises(DecisionRefused, match="D-21"):
        decisions.involve(
            told.archive,
            shooting,
            degree="direct",
            actor=brigade,
            naming_claim=one,
            by=anna,
            ground="it is known",
        )
    decisions.involve(
        told.archive,
        shooting,
        degree="direct",
        actor=brigade,
        naming_claim=accusation,
        by=anna,
        ground="a witness",
    )
    assert row("Involvement").get().standard == "allegation"


def test_an_involvement_is_never_set_from_a_denial(told, anna, shooting, brigade):
    denial = told.of("denial")[0].id
    with pytest.raises(DecisionRefused, match="denial"):
        decisions.involve(
            told.archive,
            shooting,
            degree="direct",
            actor=brigade,
            naming_claim=denial,
            by=anna,
            ground="they deny it",
        )


def test_another_actor_than_the_one_named_is_not_involved(told, anna, shooting, accusation):
    other = decisions.record_actor(
        told.archive, name="Fifth Brigade", type="state_forces", by=anna, reason="x"
    )
    with pytest.raises(DecisionRefused, match=r"does not name Fifth Brigade"):
        decisions.involve(
            told.archive,
            shooting,
            degree="direct",
            actor=other,
            naming_claim=accusation,
            by=anna,
            ground="likely",
        )


def test_a_head_of_state_is_not_named_by_a_slogan(told, anna, shooting, brigade, one):
    excerpt = told.of("act")[0].claim.excerpt
    slogan = decisions.state(
        told.archive,
        told.document,
        {
            "kind": "act",
            "excerpt": {"start": excerpt.start, "end": excerpt.end, "exact": excerpt.exact},
            "party": {"text": "Lenko's troops", "actor": "the general's men"},
        },
        by=anna,
        reason="as the paper puts it",
    )
    lenko = decisions.record_person(told.archive, by=anna, reason="head of State", names=[("Lenko", [one])])
    with pytest.raises(DecisionRefused, match="D-21"):
        decisions.involve(
            told.archive,
            shooting,
            degree="ordered",
            person=lenko,
            naming_claim=slogan,
            by=anna,
            ground="his troops",
        )
    decisions.involve(
        told.archive,
        shooting,
        degree="direct",
        actor=brigade,
        naming_claim=slogan,
        by=anna,
        ground="the forces",
    )


@pytest.mark.parametrize("type", ["rape", "sexual_violence", "child_violation"])
def test_acts_of_sexual_violence_and_against_children_are_ex_parte_by_default(
    told, anna, incident, one, type
):
    act = decisions.record_act(told.archive, incident=incident, type=stated(type, one), by=anna, reason="x")
    assert row("Act").get(pk=act).confidentiality == "ex_parte"


def test_legal_words_are_kept_as_written_and_qualify_nothing(told, anna, incident, one):
    decisions.record_act(
        told.archive,
        incident=incident,
        type=stated("war_crime_unspecified", one),
        label_as_written="war crime",
        by=anna,
        reason="the source's word",
    )
    assert row("LegalQualification").count() == 0


def test_a_legal_qualification_is_a_separate_act_by_a_person_with_that_role(told, anna, jurist, shooting):
    with pytest.raises(DecisionRefused, match="D-19"):
        decisions.qualify(told.archive, shooting, "RS 8(2)(a)(i)", by=anna, ground="the paper says so")
    made = decisions.qualify(told.archive, shooting, "RS 8(2)(a)(i)", by=jurist, ground="elements 1 and 2")
    with pytest.raises(DecisionRefused, match="does not also decide"):
        decisions.decide_qualification(told.archive, made, adopted=True, by=jurist, reason="yes")
    second = told.archive.reviewer("Vira Jurist", roles=["legal"])
    decisions.decide_qualification(
        told.archive, made, adopted=False, by=second, reason="element 3 is missing"
    )
    assert row("LegalQualification").get().status == "rejected"


def test_what_investigates_has_no_standard_of_proof(told, anna, one):
    with pytest.raises(DecisionRefused, match="D-18"):
        decisions.record_investigation(
            told.archive,
            type="coi",
            by=anna,
            reason="x",
            values={"standard": stated("reasonable_grounds", one)},
        )


# ---- findings


@pytest.fixture
def wound(told, anna, body, one):
    return decisions.record_finding(
        told.archive,
        remains=body,
        type=stated("gunshot", one),
        exam_level=stated("external_exam", one),
        by=anna,
        reason="seen",
    )


def test_consistency_is_not_assessed_until_an_examiner_does(told, anna, doctor, wound):
    assert row("Finding").get().consistency == "not_assessed"
    with pytest.raises(DecisionRefused, match="D-20"):
        decisions.assess_consistency(told.archive, wound, "typical", by=anna, reason="clear to me")
    decisions.assess_consistency(told.archive, wound, "typical", by=doctor, reason="entry wound at the back")
    assert row("Finding").get().consistency_by == doctor.pseudonym


def test_consistency_and_icd_need_an_examination_not_a_report(told, anna, doctor, body, one):
    reported = decisions.record_finding(
        told.archive,
        remains=body,
        type=stated("gunshot", one),
        exam_level=stated("reported", one),
        by=anna,
        reason="told",
    )
    for decide, value in ((decisions.assess_consistency, "consistent"), (decisions.assign_icd10, "X95")):
        with pytest.raises(DecisionRefused, match="D-20"):
            decide(told.archive, reported, value, by=doctor, reason="from the description")


def test_consistency_is_not_slipped_in_with_the_finding(told, anna, body, one):
    with pytest.raises(DecisionRefused, match="decision of its own"):
        decisions.record_finding(
            told.archive,
            remains=body,
            type=stated("gunshot", one),
            exam_level=stated("external_exam", one),
            by=anna,
            reason="x",
            values={"consistency": stated("typical", one)},
        )


def test_seen_on_some_bodies_is_never_a_number(told, anna, one):
    group = decisions.record_remains(
        told.archive,
        unit="group_reported",
        by=anna,
        reason="x",
        values={"count_quantifier": stated("exact", one)},
    )
    common = {
        "type": stated("gunshot", one),
        "exam_level": stated("reported", one),
        "by": anna,
        "reason": "x",
    }
    with pytest.raises(DecisionRefused, match="D-13"):
        decisions.record_finding(
            told.archive,
            remains=group,
            **common,
            values={"extent_quantifier": stated("some", one), "extent_low": stated(40, one)},
        )
    decisions.record_finding(
        told.archive,
        remains=group,
        **common,
        values={"extent_quantifier": stated("some", one), "extent_text": stated("some of them", one)},
    )
    assert row("Finding").get().extent_low is None


def test_a_finding_is_on_one_thing(told, anna, body, one):
    common = {
        "type": stated("gunshot", one),
        "exam_level": stated("reported", one),
        "by": anna,
        "reason": "x",
    }
    with pytest.raises(DecisionRefused, match="one thing"):
        decisions.record_finding(told.archive, **common)


# ---- verification


@pytest.fixture
def two_sources(told, anna, tmp_path):
    """Two claims of two independent sources."""
    first = told.of("tally")[0].id
    second = (
        tell(told.archive, tmp_path, "Officer Danylo said 40 bodies were found.\n", "other.txt").claims[0].id
    )
    for claim, name in ((first, "Lysenko"), (second, "Danylo")):
        source = decisions.record_source(told.archive, kind="official_police", name=name, by=anna, reason="x")
        decisions.attribute(told.archive, [claim], source, by=anna, ground="named")
    return [first, second]


def verify(told, incident, claims, first, second, **other):
    return decisions.assess(
        told.archive,
        "Incident",
        incident,
        question="Did it happen?",
        reason="two accounts agree",
        first=first,
        second=second,
        claims=claims,
        **{"status": "verified", "standard": "reasonable_grounds", **other},
    )


def test_verified_needs_two_reviewers_two_independent_sources_and_a_standard(
    told, anna, borys, incident, two_sources
):
    for first, second, claims, other in (
        (anna, None, two_sources, {}),
        (anna, anna, two_sources, {}),
        (anna, borys, two_sources[:1], {}),
        (anna, borys, [], {}),
        (anna, borys, two_sources, {"standard": "reasonable_suspicion"}),
    ):
        with pytest.raises(DecisionRefused, match="D-06"):
            verify(told, incident, claims, first, second, **other)
    verify(told, incident, two_sources, anna, borys)
    assert row("Incident").get().verification == "verified"
    assert len(row("Assessment").get().independent_sources) == 2


def test_a_program_never_verifies(told, anna, incident, two_sources):
    program = decisions.Reviewer("software", "linker 1.0")
    for first, second in ((program, anna), (anna, program)):
        with pytest.raises(DecisionRefused, match="never for a program"):
            verify(told, incident, two_sources, first, second)


def test_verified_is_not_slipped_in_by_amending(told, anna, incident):
    with pytest.raises(DecisionRefused, match="decision of its own"):
        amend(told.archive, "Incident", incident, by=anna, reason="x", frame={"verification": "verified"})


def test_a_denial_is_no_source_for_and_no_bar_to_verification(told, anna, borys, incident, two_sources):
    denial = told.of("denial")[0].id
    with pytest.raises(DecisionRefused, match="D-06"):
        verify(told, incident, [two_sources[0], denial], anna, borys)
    verify(told, incident, [*two_sources, denial], anna, borys)
    assert row("Incident").get().verification == "verified"


def test_the_methodology_says_how_many_sources(told, anna, borys, incident, two_sources):
    decisions.set_methodology(
        told.archive, "2", minimum_sources=3, by=anna, reason="the field office asks for it"
    )
    with pytest.raises(DecisionRefused, match="3 independent sources"):
        verify(told, incident, two_sources, anna, borys)


def test_the_newest_assessment_counts_and_the_earlier_ones_stay(told, anna, borys, incident, two_sources):
    verify(told, incident, two_sources, anna, borys)
    verify(told, incident, two_sources, borys, None, status="disputed", standard="none")
    assert row("Incident").get().verification == "disputed"
    assert row("Assessment").count() == 2


def test_a_site_is_alleged_until_verified(told, anna, borys, two_sources):
    site = decisions.record_site(told.archive, by=anna, reason="x", label_as_written="torture chamber")
    decisions.assess(
        told.archive,
        "Site",
        site,
        question="Was it?",
        status="verified",
        standard="reasonable_grounds",
        claims=two_sources,
        first=anna,
        second=borys,
        reason="two accounts",
    )
    assert not row("Site").get().alleged


# ---- testimony


GIVEN = decisions.ConsentGiven("given", scopes={"archive": True, "publish_named": False})
LOW = decisions.Risk("low")


def testimony(told, anna, consent=GIVEN, risk=LOW, **other):
    return decisions.record_testimony(
        told.archive,
        consent=consent,
        risk=risk,
        by=anna,
        reason="heard",
        **{"depth": "full_statement", **other},
    )


testimony.__test__ = False


@pytest.mark.parametrize("state", ["refused", "not_asked", "unknown"])
def test_no_account_goes_on_record_without_consent(told, anna, state):
    with pytest.raises(DecisionRefused, match="consent"):
        testimony(told, anna, consent=decisions.ConsentGiven(state))
    assert row("Testimony").count() == 0


def test_on_sexual_violence_and_of_children_it_is_closed_by_default(told, anna):
    guardian = decisions.ConsentGiven("by_guardian", guardian="the aunt")
    assert row("Testimony").get(pk=testimony(told, anna, sexual_violence=True)).confidentiality == "ex_parte"
    assert (
        row("Testimony").get(pk=testimony(told, anna, consent=guardian, child=True)).confidentiality
        == "confidential"
    )
    assert row("Testimony").get(pk=testimony(told, anna)).confidentiality == "internal"


def test_for_a_child_a_guardian_consents(told, anna):
    with pytest.raises(DecisionRefused, match="guardian"):
        testimony(told, anna, child=True)


def test_a_use_nobody_asked_about_is_not_agreed_to(told, anna):
    made = testimony(told, anna)
    assert decisions.may_be_used(told.archive, made, "archive")
    assert not decisions.may_be_used(told.archive, made, "publish_named")
    assert not decisions.may_be_used(told.archive, made, "share_icc")


def test_consent_taken_back_counts_from_now_on_and_the_earlier_answer_stays(told, anna):
    made = testimony(told, anna)
    decisions.change_consent(
        told.archive,
        made,
        decisions.ConsentGiven("withdrawn", withdrawn_on="2026-11-22"),
        by=anna,
        reason="she called",
    )
    assert not decisions.may_be_used(told.archive, made, "archive")
    assert [c.state for c in row("Consent").order_by("at")] == ["given", "withdrawn"]


def test_testimonies_a_report_speaks_of_are_one_row_with_consent_unknown(told, anna, one):
    unknown = decisions.ConsentGiven("unknown")
    with pytest.raises(DecisionRefused, match="D-12"):
        testimony(told, anna, consent=unknown, unit="group_reported", depth="relayed")
    testimony(
        told,
        anna,
        consent=unknown,
        unit="group_reported",
        depth="relayed",
        values={"count_quantifier": stated("several", one)},
    )
    assert row("Testimony").get().consent.state == "unknown"


# ---- media


def test_a_caption_without_its_picture_is_a_stub(told, anna):
    with pytest.raises(DecisionRefused, match="D-15"):
        decisions.record_media(told.archive, held=True, by=anna, reason="x")
    decisions.record_media(
        told.archive,
        held=False,
        by=anna,
        reason="x",
        frame={"document": told.document, "caption": "At the quarry", "credit_line": "Agency"},
    )
    assert not row("Media").get().held
