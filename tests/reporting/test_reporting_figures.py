"""What may be said of a set of stated numbers: the rules, one by one."""

from accounted.claims import Count, DateMention, PlaceMention, Speaker
from accounted.reporting.figures import figures
from accounted.reporting.material import Material


def one_figure(material, basis):
    found = [f for f in figures(material).figures if f.basis == basis]
    assert len(found) == 1
    return found[0]


def rules(figure):
    return [note.rule for note in figure.notes]


# The press report of October 2022.


def test_a_subset_is_never_added_to_its_superset(kharkiv):
    whole = figures(kharkiv).of("bodies_found", "Kharkiv oblast")
    assert whole.range == (534, 534)  # not 981
    assert whole.minimum == 534
    assert all(f.minimum != 981 and f.high != 981 for f in figures(kharkiv).figures)


def test_the_top_figure_of_a_chain_is_the_larger_place(kharkiv):
    found = figures(kharkiv)
    whole, part = found.of("bodies_found", "Kharkiv oblast"), found.of("bodies_found", "Izium")
    assert whole.top_level
    assert part.within == (whole.key,)
    assert "D-10" in rules(part)


def test_over_500_and_534_are_one_statement_more_and_less_exact(kharkiv):
    whole = figures(kharkiv).of("bodies_found", "Kharkiv oblast")
    assert whole.status == "stated"
    assert whole.because("the head of Kharviv’s police")


def test_the_unstated_remainder_is_289_to_308_and_has_no_group(kharkiv):
    (breakdown,) = figures(kharkiv).of("bodies_found", "Kharkiv oblast").breakdowns
    assert (breakdown.rest.low, breakdown.rest.high) == (289, 308)
    remark = next(text for rule, text in breakdown.remarks if rule == "D-08")
    assert "men" not in remark.replace("described", "").split()
    assert "no stated group" in remark


def test_twenty_more_keeps_both_readings(kharkiv):
    sites = one_figure(kharkiv, "sites")
    assert sites.status == "ambiguous"
    (statement,) = sites.statements
    assert [r.low for r in statement.told.claim.tally.readings] == [20, 21]
    assert sites.high is None
    assert "D-02" in rules(sites)


def test_sixteen_is_a_number_of_settlements_under_investigation(kharkiv):
    settlements = one_figure(kharkiv, "settlements")
    assert settlements.under_investigation
    assert settlements.minimum == 16
    assert "D-18" in rules(settlements)
    assert not [f for f in figures(kharkiv).figures if f.basis == "killed" and f.minimum == 16]


def test_a_caption_that_repeats_the_text_is_no_second_source(kharkiv):
    whole = figures(kharkiv).of("bodies_found", "Kharkiv oblast")
    assert [s.standing for s in whole.statements] == ["stated", "stated", "repeat"]
    assert whole.sources == 1


def test_a_denial_removes_nothing(kharkiv):
    without = Material(
        documents=tuple(
            type(d)(d.item, d.document, tuple(c for c in d.claims if c.kind != "denial"))
            for d in kharkiv.documents
        ),
        archive=kharkiv.archive,
        enclosing=kharkiv.enclosing,
    )
    assert [f.range for f in figures(kharkiv).figures] == [f.range for f in figures(without).figures]


def test_bodies_found_are_not_said_to_be_killed(kharkiv):
    whole = figures(kharkiv).of("bodies_found", "Kharkiv oblast")
    assert "D-14" in rules(whole)
    assert [f.minimum for f in figures(kharkiv).figures if f.basis == "killed"] == [1]


def test_every_figure_states_what_it_must(kharkiv):
    for figure in figures(kharkiv).figures:
        assert figure.basis
        assert figure.methodology
        assert figure.rules
        assert figure.as_of == "2022-10~"
        assert all(note.rule.startswith("D-") for note in figure.notes)


# The same site counted by several, told of by many (numbers of public reports of September and October 2022).

TOWN = PlaceMention("Izium", name="Izium", kind="settlement", country="UA", geonames=707753)


def told(telling, sentence, claims, *, speaker=None, published=None, **about):
    t = telling(sentence, published=published).at(TOWN, speaker)
    ids = {}
    for words, number, more in claims:
        more = dict(more)
        if "of" in more:
            more["of"] = ids[more["of"]]
        ids[words] = t.tally(words, number, more.pop("basis", "bodies_exhumed"), **more)
    return t.reading(), about


def material(*readings):
    return Material.from_readings([r for r, _ in readings], facts=[about for _, about in readings])


def test_a_later_count_by_the_same_counter_replaces_the_earlier_and_both_stay(telling, number):
    m = material(
        told(telling, "263 bodies so far.", [("263 bodies", number.exact(263), {})],
             speaker="National Police", published="2022-09-21"),
        told(telling, "447 bodies, and the work is done.", [("447 bodies", number.exact(447), {})],
             speaker="National Police", published="2022-09-23"),
    )  # fmt: skip
    figure = one_figure(m, "bodies_exhumed")
    assert figure.range == (447, 447)
    assert [s.standing for s in figure.statements] == ["superseded", "stated"]
    assert figure.statements[0].superseded_by == figure.statements[1].key
    assert "D-11" in rules(figure)


def test_a_correction_downwards_by_the_same_counter_counts_as_well(telling, number):
    m = material(
        told(telling, "448 bodies.", [("448 bodies", number.exact(448), {})], speaker="Police",
             published="2022-09-23"),
        told(telling, "447 bodies.", [("447 bodies", number.exact(447), {})], speaker="Police",
             published="2022-10-07"),
    )  # fmt: skip
    assert one_figure(m, "bodies_exhumed").range == (447, 447)


def test_two_counters_on_one_day_who_contradict_stand_side_by_side(telling, number):
    m = material(
        told(telling, "436 bodies.", [("436 bodies", number.exact(436), {})], speaker="the governor",
             published="2022-09-23"),
        told(telling, "447 bodies.", [("447 bodies", number.exact(447), {})], speaker="the prosecutor",
             published="2022-09-23"),
    )  # fmt: skip
    figure = one_figure(m, "bodies_exhumed")
    assert figure.status == "contested"
    assert figure.range == (436, 447)
    assert figure.minimum == 436
    assert figure.sources == 2
    assert figures(m).contradictions


def test_another_counters_later_higher_count_does_not_contradict_an_earlier_one(telling, number):
    m = material(
        told(telling, "263 bodies.", [("263 bodies", number.exact(263), {})], speaker="the governor",
             published="2022-09-21"),
        told(telling, "447 bodies.", [("447 bodies", number.exact(447), {})], speaker="the prosecutor",
             published="2022-09-23"),
    )  # fmt: skip
    figure = one_figure(m, "bodies_exhumed")
    assert figure.status == "stated"
    assert figure.range == (447, 447)
    assert any("different days" in note.text for note in figure.notes)


def test_a_breakdown_that_does_not_give_its_total_is_shown_with_both_numbers(telling, number):
    m = material(
        told(
            telling,
            "448 bodies: 194 men, 215 women, 5 children, 11 not determined, 22 soldiers.",
            [
                ("448 bodies", number.exact(448), {}),
                ("194 men", number.exact(194), {"of": "448 bodies", "group": ("male", "adult")}),
                ("215 women", number.exact(215), {"of": "448 bodies", "group": ("female", "adult")}),
                ("5 children", number.exact(5), {"of": "448 bodies", "group": ("child",)}),
                ("11 not determined", number.exact(11), {"of": "448 bodies", "group": ("undetermined",)}),
            ],
        )
    )
    figure = one_figure(m, "bodies_exhumed")
    (note,) = [n for n in figure.notes if n.rule == "D-09"]
    assert "194 + 215 + 5 + 11 = 425, not 448" in note.text
    assert figure.minimum == 448


def test_a_breakdown_that_gives_its_total_leaves_nothing(telling, number):
    m = material(
        told(
            telling,
            "447 bodies: 215 women, 194 men, 5 children, 33 undetermined.",
            [
                ("447 bodies", number.exact(447), {}),
                ("215 women", number.exact(215), {"of": "447 bodies", "group": ("female", "adult")}),
                ("194 men", number.exact(194), {"of": "447 bodies", "group": ("male", "adult")}),
                ("5 children", number.exact(5), {"of": "447 bodies", "group": ("child",)}),
                ("33 undetermined", number.exact(33), {"of": "447 bodies", "group": ("undetermined",)}),
            ],
        )
    )
    figure = one_figure(m, "bodies_exhumed")
    assert figure.breakdowns[0].rest.high == 0
    assert "D-09" not in rules(figure)
    assert "D-08" not in rules(figure)


def test_graves_are_not_compared_with_bodies_but_one_number_for_both_is_remarked(telling, number):
    m = material(
        told(
            telling, "440 graves.", [("440 graves", number.about(440), {"basis": "graves"})], speaker="police"
        ),
        told(telling, "440 bodies.", [("440 bodies", number.more_than(440), {})], speaker="police"),
        told(telling, "440 bodies.", [("440 bodies", number.about(440), {})], speaker="a wire"),
    )
    found = figures(m)
    assert {f.basis for f in found.figures} == {"graves", "bodies_exhumed"}
    assert any("Graves are not bodies" in note.text for note in found.contradictions)


def test_civilians_beside_servicemen_make_the_status_contested(telling, number):
    m = material(
        told(telling, "534 civilians.", [("534 civilians", number.exact(534), {"group": ("civilian",)})]),
        told(
            telling,
            "21 soldiers among them.",
            [("21 soldiers", number.exact(21), {"group": ("armed_forces",)})],
        ),
    )
    assert [n for n in figures(m).contradictions if n.rule == "D-27"]


def test_a_wire_copy_of_a_statement_is_the_same_source(telling, number):
    m = material(
        told(telling, "312 bodies.", [("312 bodies", number.exact(312), {})],
             speaker=Speaker("the head of police, Andrii Hladkyi", name="Andrii Hladkyi")),
        told(telling, "312 bodies.", [("312 bodies", number.exact(312), {})], speaker="Hladkyi"),
        told(telling, "312 bodies.", [("312 bodies", number.exact(312), {})], speaker="police"),
        told(telling, "312 bodies.", [("312 bodies", number.exact(312), {})]),
    )  # fmt: skip
    figure = one_figure(m, "bodies_exhumed")
    assert figure.sources == 1
    assert figure.documents == 4


def test_two_administrations_are_not_one_source_for_sharing_the_word(telling, number):
    m = material(
        told(telling, "5 bodies.", [("5 bodies", number.exact(5), {})], speaker="Left Bank Administration"),
        told(telling, "5 bodies.", [("5 bodies", number.exact(5), {})],
             speaker="Tykhobrid District Administration"),
    )  # fmt: skip
    assert one_figure(m, "bodies_exhumed").sources == 2


def test_one_sources_number_told_in_two_ways_is_remarked(telling, number):
    m = material(
        told(telling, "At least 187.", [("At least 187", number.at_least(187), {})], speaker="police"),
        told(telling, "At least 178.", [("At least 178", number.at_least(178), {})], speaker="police"),
    )
    figure = one_figure(m, "bodies_exhumed")
    assert any("told in two ways" in note.text for note in figure.notes)
    assert figure.minimum == 187


def test_the_number_of_a_party_that_denies_stands_beside_and_lowers_nothing(telling, number):
    t = telling("Nobody was killed. Up to 40 were buried.").at(TOWN, "the accused")
    t.claim("denial", "Nobody was killed", modality="denies")
    t.tally("Up to 40", number.up_to(40), "bodies_exhumed")
    m = material(
        told(telling, "447 bodies.", [("447 bodies", number.exact(447), {})], speaker="police"),
        (t.reading(), {}),
    )
    figure = one_figure(m, "bodies_exhumed")
    assert figure.range == (447, 447)
    assert figure.status == "stated"
    assert [s.standing for s in figure.statements] == ["stated", "counter_figure"]


def test_a_number_in_a_caption_alone_gives_no_figure_strength(telling, number):
    from accounted.claims import Segment

    t = telling("30 bodies (agency)", segments=(Segment(0, 18, "caption"),)).at(TOWN)
    t.tally("30 bodies", number.exact(30))
    figure = one_figure(Material.from_readings([t.reading()]), "bodies_found")
    assert figure.sources == 0
    assert figure.minimum is None
    assert "D-15" in rules(figure)


def test_people_counted_who_are_not_victims_make_no_figure(telling, number):
    t = telling("26 people were interviewed.").at(TOWN)
    t.tally("26 people", number.exact(26), "witnesses", victims=False)
    found = figures(Material.from_readings([t.reading()]))
    assert not found.figures
    assert len(found.counted_not_victims) == 1


def test_a_vague_number_stays_vague(telling):
    t = telling("Dozens are missing.").at(TOWN)
    t.tally("Dozens", Count("dozens", 24, None, None), "missing")
    figure = one_figure(Material.from_readings([t.reading()]), "missing")
    assert figure.status == "vague"
    assert (figure.minimum, figure.best, figure.high) == (24, None, None)


def test_numbers_whose_place_is_not_stated_are_not_compared_across_documents(telling, number):
    one, other = telling("30 bodies were found."), telling("400 bodies were found.")
    one.tally("30 bodies", number.exact(30))
    other.tally("400 bodies", number.exact(400))
    found = figures(Material.from_readings([one.reading(), other.reading()])).figures
    assert [f.range for f in found] == [(400, 400), (30, 30)]
    assert {f.place_key for f in found} == {None}


def test_two_rows_of_a_table_with_the_same_number_are_two_parts(telling, number):
    t = telling("9, 9, total 17, 5 children").at(TOWN)
    whole = t.tally("17", number.exact(17), "bodies_recovered")
    t.tally("9", number.exact(9), "bodies_recovered", of=whole)
    t.tally("9", number.exact(9), "bodies_recovered", nth=1, of=whole)
    t.tally("5 children", number.exact(5), "bodies_recovered", of=whole, group=("child",))
    (figure,) = figures(Material.from_readings([t.reading()])).figures
    (note,) = [n for n in figure.notes if n.rule == "D-09"]
    assert "9 + 9 = 18 of 17" in note.text


def test_up_to_a_number_gives_no_minimum(telling, number):
    t = telling("Up to 15 are missing.").at(TOWN)
    t.tally("Up to 15", number.up_to(15), "missing")
    figure = one_figure(Material.from_readings([t.reading()]), "missing")
    assert figure.minimum is None
    assert figure.range == (0, 15)


def test_what_is_alleged_and_what_is_concluded_are_never_merged(telling, number):
    t = telling("The panel concludes 30 killed; some allege 50 killed; 40 killed, he said.").at(TOWN)
    t.tally("30 killed", number.exact(30), "killed", modality="concludes")
    t.tally("50 killed", number.exact(50), "killed", modality="alleges")
    t.tally("40 killed", number.exact(40), "killed")
    found = figures(Material.from_readings([t.reading()])).figures
    assert sorted((f.modality, f.minimum) for f in found) == [("", 40), ("alleges", 50), ("concludes", 30)]


def test_a_repeat_belongs_to_the_figure_it_repeats_though_its_words_count_otherwise(telling, number):
    t = telling("312 bodies have been recovered. Of the 312 bodies, some ...").at(TOWN)
    first = t.tally("312 bodies have been recovered", number.exact(312), "bodies_recovered")
    t.tally("the 312 bodies", number.exact(312), "bodies_found", same_as=first)
    (figure,) = figures(Material.from_readings([t.reading()])).figures
    assert figure.basis == "bodies_recovered"


def test_discovery_does_not_date_the_deaths(telling, number):
    t = telling("30 bodies found in September.").at(TOWN)
    t.tally("30 bodies", number.exact(30), date=DateMention("in September", "2022-09", "discovery"))
    assert one_figure(Material.from_readings([t.reading()]), "bodies_found").period is None


def test_figures_of_places_not_known_to_be_nested_are_not_set_within_one_another(telling, number):
    other = PlaceMention("Bucha", name="Bucha", kind="settlement", country="UA", geonames=711416)
    t = telling("30 bodies here and 400 there.").at(TOWN)
    t.tally("30 bodies", number.exact(30))
    t.tally("400", number.exact(400), place=other)
    assert all(f.top_level for f in figures(Material.from_readings([t.reading()])).figures)


def test_repeats_that_point_at_each_other_do_not_hang(telling, number):
    t = telling("30 bodies, 30 bodies.").at(TOWN)
    t.tally("30 bodies", number.exact(30), same_as="c2")
    t.tally("30 bodies", number.exact(30), nth=1, same_as="c1")
    assert len(figures(Material.from_readings([t.reading()])).figures) == 1


# The demonstration, read by hand.


def test_the_demonstration_holds_what_its_readme_says(demonstration):
    found = figures(demonstration)
    whole = found.of("bodies_found", "Tykhobrid district")
    assert whole.range == (312, 312)
    assert whole.sources == 1
    assert (whole.breakdowns[0].rest.low, whole.breakdowns[0].rest.high) == (148, 171)
    exhumed = found.of("bodies_exhumed", "Kalynodub")
    assert exhumed.range == (194, 201)
    assert exhumed.status == "contested"
    assert [s.standing for s in exhumed.statements] == [
        "superseded", "stated", "stated", "stated", "stated", "counter_figure",
    ]  # fmt: skip
    said = " ".join(note.text for note in found.contradictions)
    assert "96 + 71 + 14 + 17 = 198, not 201" in said
    assert "Graves are not bodies" in said
    assert "23 (ACC-000002) and 32 (ACC-000003)" in said
    assert {note.rule for note in found.contradictions} == {"D-03", "D-09", "D-27"}
    assert not any(499 in (f.minimum, f.high) for f in found.figures)
