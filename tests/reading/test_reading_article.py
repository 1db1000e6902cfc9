"""The press report that the project began with, sentence by sentence: what a careful recorder takes from it.

The text is another's and is read from the shared folder; only figures, names and codes stand here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from accounted.claims import Claim, Document, Reading
from accounted.places import Gazetteer
from accounted.reading import read


@pytest.fixture(scope="module")
def article(shared: Path, gazetteer: Gazetteer) -> Reading:
    text = (shared / "sources" / "press-report.txt").read_bytes().decode("utf-8")
    document = Document(text, language="en", published="2022-10~", publisher="The Independent")
    return read(document, gazetteer=gazetteer)


def of(article: Reading, kind: str) -> list[Claim]:
    return [c for c in article.claims if c.kind == kind]


def tally(article: Reading, figure: int, basis: str, nth: int = 0) -> Claim:
    found = [
        c
        for c in of(article, "tally")
        if c.tally is not None
        and c.tally.basis == basis
        and figure in (c.tally.count.low, c.tally.count.best, c.tally.count.high)
    ]
    return found[nth]


def test_every_excerpt_is_the_text_at_its_place(article: Reading) -> None:
    assert article.claims
    assert all(c.excerpt.holds_in(article.document.text) for c in article.claims)


def test_more_than_five_hundred_civilians(article: Reading) -> None:
    claim = tally(article, 501, "bodies_found")
    assert claim.tally is not None
    assert claim.tally.count.quantifier == "more_than"
    assert (claim.tally.count.best, claim.tally.count.high) == (None, None)
    assert "civilian" in claim.tally.group
    assert claim.speaker is None
    assert claim.excerpt.start < 129
    assert claim.date is None, "the text dates no death (rules D-14, D-23)"
    assert claim.party is None, "who retook the place did not do it"


def test_a_misspelt_region_is_the_region_and_stays_as_written(article: Reading) -> None:
    place = tally(article, 501, "bodies_found").place
    assert place is not None
    assert place.text == "Kharviv"
    assert (place.iso3166_2, place.kind, place.match) == ("UA-63", "region", "typo")
    assert any(w.rule == "D-25" for w in article.warnings)


def test_occupied_and_retaken_are_two_intervals_and_no_error(article: Reading) -> None:
    assert any(w.rule == "D-24" for w in article.warnings)


def test_534_bodies_with_226_women_and_19_children(article: Reading) -> None:
    whole, women, children = (tally(article, n, "bodies_found") for n in (534, 226, 19))
    for claim in (whole, women, children):
        assert claim.tally is not None
        assert claim.tally.count.quantifier == "exact"
        assert claim.speaker is not None
        assert claim.speaker.text.startswith("the head of")
        assert not claim.speaker.inferred
        assert claim.place is not None
        assert claim.place.inferred, "a place inside the speaker's title is not the place of the claim"
    assert women.tally is not None
    assert children.tally is not None
    assert women.tally.partition_of == children.tally.partition_of == whole.id
    assert {"female", "adult"} <= set(women.tally.group)
    assert set(children.tally.group) == {"child"}, "the text does not say which children were girls"


def test_the_unstated_remainder_is_a_range_and_of_nobody(article: Reading) -> None:
    (warning,) = [w for w in article.warnings if w.rule == "D-08"]
    assert "289" in warning.message
    assert "308" in warning.message


def test_447_at_izium_is_its_own_count_with_an_inferred_speaker(article: Reading) -> None:
    claim = tally(article, 447, "bodies_found")
    assert claim.tally is not None
    assert (claim.tally.count.quantifier, claim.tally.count.low) == ("at_least", 447)
    assert claim.tally.partition_of is None
    assert claim.speaker is not None
    assert claim.speaker.inferred, "rule D-07"
    assert claim.place is not None
    assert claim.place.text == "Izium"
    assert claim.party is None
    assert [(d.edtf, d.role) for d in claim.dates] == [("[2022-09-01..2022-09-10]", "control_change")]
    assert not any(981 in (c.tally.count.low, c.tally.count.best) for c in of(article, "tally") if c.tally)


def test_a_caption_repeats_and_does_not_count_twice(article: Reading) -> None:
    first, second = tally(article, 501, "bodies_found"), tally(article, 501, "bodies_found", 1)
    assert second.tally is not None
    assert second.tally.same_as == first.id
    assert second.segment is not None


def test_twenty_more_torture_chambers_keep_both_readings_and_the_quotes(article: Reading) -> None:
    claim = tally(article, 20, "sites")
    assert claim.tally is not None
    assert claim.tally.count.quantifier == "ambiguous"
    assert [(r.quantifier, r.low, r.best) for r in claim.tally.readings] == [
        ("exact", 20, 20),
        ("more_than", 21, None),
    ]
    assert claim.what == ("torture_site",)
    assert claim.scare_quotes
    assert claim.speaker is not None
    assert "Bolvinov" in claim.speaker.text


def test_sixteen_settlements_are_under_investigation(article: Reading) -> None:
    claim = tally(article, 16, "settlements")
    assert claim.modality == "investigates"
    assert claim.place is None, "they are not said to be anywhere, least of all in Izium"
    assert claim.speaker is not None
    assert "Mose" in claim.speaker.text


def test_one_man_beaten_to_death_is_implied_one(article: Reading) -> None:
    claim = tally(article, 1, "killed")
    assert claim.tally is not None
    assert claim.tally.implied
    assert "male" in claim.tally.group
    assert claim.speaker is not None
    assert claim.speaker.text == "one prisoner"
    assert claim.place is not None
    assert claim.place.text == "Trostyanets"


def test_there_are_eight_numeric_tallies_and_no_other(article: Reading) -> None:
    figures = set()
    for claim in of(article, "tally"):
        assert claim.tally is not None
        count = claim.tally.count
        if (figure := count.best or count.low or count.high) is not None and claim.tally.same_as is None:
            figures.add((figure, claim.tally.basis))
    assert figures == {
        (501, "bodies_found"), (534, "bodies_found"), (226, "bodies_found"), (19, "bodies_found"),
        (447, "bodies_found"), (20, "sites"), (16, "settlements"), (1, "killed"),
    }  # fmt: skip


def test_ten_findings_with_their_regions_and_extents(article: Reading) -> None:
    found = [c for c in of(article, "finding") if "other" not in c.what]
    assert [(c.what[0], c.body_regions, c.extent) for c in found] == [
        ("gunshot", (), None),
        ("blast", (), None),
        ("torture_unspecified", (), None),
        ("ligature_neck", ("neck",), "Some"),
        ("restraint_hands", ("wrist_hand",), "Some"),
        ("gunshot", ("knee_lower_leg",), "Some"),
        ("fracture", ("thorax",), "Some"),
        ("restraint_other", (), "many"),
        ("gunshot", ("head",), "many"),
        ("torture_unspecified", (), "others"),
    ]


def test_the_speaker_of_the_signs_is_stated_and_then_carried_over(article: Reading) -> None:
    findings = of(article, "finding")
    assert [f.speaker.inferred for f in findings[:3] if f.speaker] == [False] * 3
    assert [f.speaker.inferred for f in findings[3:7] if f.speaker] == [True] * 4
    assert all(f.speaker is not None and "Yenin" in f.speaker.text for f in findings[:7])


def test_the_burial_site_and_the_mass_graves_are_two_sites(article: Reading) -> None:
    sites = {c.what[1]: c.place.text for c in of(article, "site") if len(c.what) > 1 and c.place}
    assert sites == {"mass_burial_site": "Izium", "mass_grave": "Bucha"}
    assert any(c.what == ("torture_site",) for c in of(article, "site"))
    (centres,) = [c for c in of(article, "site") if c.what == ("detention_official",)]
    assert centres.place is None, "the detention centres are not said to be in Kharkiv"


def test_troops_named_after_a_head_of_state_are_armed_forces(article: Reading) -> None:
    (claim,) = [c for c in of(article, "act") if c.place is not None and c.place.text == "Bucha"]
    assert claim.modality == "alleges"
    assert claim.party is not None
    assert claim.party.actor == "Russian armed forces", "rule D-21"
    assert claim.date is None
    assert [(d.edtf, d.role) for d in claim.dates] == [("2022-04", "statement")]


def test_an_accusation_without_an_act_stays_unspecified(article: Reading) -> None:
    claim = of(article, "act")[0]
    assert claim.what == ("war_crime_unspecified",)
    assert claim.modality == "alleges"
    assert claim.tally is None


def test_last_month_is_september_and_inferred(article: Reading) -> None:
    account = next(c for c in of(article, "testimony") if "testimonies" in c.excerpt.exact)
    (date,) = account.dates
    assert date.edtf.startswith("2022-09")
    assert date.role == "statement"
    assert date.inferred, "rule D-22"
    assert account.place is None


def test_a_large_number_of_executions_has_no_number(article: Reading) -> None:
    (claim,) = [c for c in of(article, "tally") if c.tally and c.tally.count.quantifier == "many"]
    assert claim.tally is not None
    assert (claim.tally.count.low, claim.tally.count.best, claim.tally.count.high) == (None, None, None)
    assert claim.place is None


def test_three_inquiries_and_the_testimony_groups(article: Reading) -> None:
    assert [c.what[0] for c in of(article, "investigation")] == ["coi", "forensic", "press"]
    assert len(of(article, "testimony")) == 3


def test_what_the_survivors_told_has_its_party(article: Reading) -> None:
    acts = [c for c in of(article, "act") if c.party is not None and c.party.text == "Russian soldiers"]
    assert {w for c in acts for w in c.what} >= {"torture", "denial_food_care", "outrage_dignity"}
    assert all(c.speaker is not None and "Ukrainians" in c.speaker.text for c in acts)


def test_two_denials_and_what_each_denies(article: Reading) -> None:
    general, izium = of(article, "denial")
    for denial in (general, izium):
        assert denial.modality == "denies"
        assert denial.speaker is not None
        assert denial.speaker.text == "Russia"
    assert izium.place is not None
    assert izium.place.text == "Izium"
    assert "lie" in izium.excerpt.exact
    assert tally(article, 447, "bodies_found").id in izium.denies
    assert tally(article, 501, "bodies_found").id not in izium.denies
    accused = {
        c.id for c in of(article, "act") if c.party is not None and "Rus" in (c.party.actor or c.party.text)
    }
    assert accused <= set(general.denies)


def test_a_town_called_a_region_is_remarked_on(article: Reading) -> None:
    assert any(w.rule == "D-26" and "Trostyanets" in w.message for w in article.warnings)


def test_a_publisher_speaks_for_what_it_revealed(article: Reading) -> None:
    (press,) = [c for c in of(article, "investigation") if c.what == ("press",)]
    assert press.speaker is not None
    assert press.speaker.text == "The Independent"
    assert not press.speaker.inferred


def test_who_passed_an_account_on_stands_beside_who_gave_it(article: Reading) -> None:
    told = [c for c in article.claims if c.speaker is not None and "Ukrainians" in c.speaker.text]
    assert {c.kind for c in told} == {"testimony", "act"}
    for claim in told:
        assert claim.speaker is not None
        (relay,) = claim.speaker.via
        assert relay.text.endswith("Bel Trew")
        assert relay.start is not None
        assert article.document.text[relay.start : relay.end] == relay.text
    for teller in ("victims", "one prisoner"):
        heard = [c.speaker for c in article.claims if c.speaker is not None and c.speaker.text == teller]
        assert heard
        assert all([r.text for r in s.via] == ["The Independent"] for s in heard)


@pytest.mark.parametrize(
    "name",
    [
        "the head of Kharviv’s police",
        "Serhiy Bolvinov",
        "Yevhen Yenin",
        "former detainees",
        "Erik Mose",
        "Officials in Ukraine",
        "The Independent",
        "Bel Trew",
        "victims",
        "one prisoner",
        "Ukrainians",
        "Russia",
    ],
)
def test_every_speaker_of_the_article_is_there(article: Reading, name: str) -> None:
    speakers = [c.speaker for c in article.claims if c.speaker is not None]
    spoken = {s.text for s in speakers} | {relay.text for s in speakers for relay in s.via}
    assert any(text == name or text.endswith(name) for text in spoken), spoken


def test_who_investigates_and_how_far_it_has_come(article: Reading) -> None:
    coi, _, press = of(article, "investigation")
    assert coi.body is not None
    assert coi.scope is not None
    assert (coi.body.text, coi.status) == ("The commission", "open")
    assert "16 towns and settlements" in coi.scope.text
    assert press.body is not None
    assert press.body.text == "The Independent"


def test_a_man_beaten_to_death_died_of_it_and_the_method_is_kept(article: Reading) -> None:
    (act,) = [c for c in of(article, "act") if "death_by_torture" in c.what]
    assert act.methods == ("01.02",)
    assert act.victims is not None
    assert act.victims.text == "a man"
    assert act.speaker is not None
    assert act.speaker.text == "one prisoner"


def test_hunger_and_degradation_have_their_methods(article: Reading) -> None:
    acts = [c for c in of(article, "act") if c.party is not None and c.party.text == "Russian soldiers"]
    assert {"03.15.01", "03.21.03"} <= {code for c in acts for code in c.methods}


def test_the_accounts_are_those_of_groups(article: Reading) -> None:
    assert [c.proximity for c in of(article, "testimony")] == ["relayed_many"] * 3


def test_the_torture_room_has_no_place_and_the_street_of_bucha_is_a_finding(article: Reading) -> None:
    (room,) = [c for c in of(article, "site") if c.what == ("torture_site",)]
    assert room.place is None
    (street,) = [c for c in of(article, "finding") if "bodies_in_open" in c.what]
    assert street.place is not None
    assert street.place.text == "Bucha"


def test_captions_and_credits_are_told_apart(article: Reading) -> None:
    kinds = {c.segment for c in article.claims if "copyright" in c.excerpt.exact.lower()}
    assert kinds == set(), "a credit line claims nothing"
    assert not any("Press Association" in c.excerpt.exact for c in article.claims)


def test_nothing_is_concluded_that_is_only_investigated_or_alleged(article: Reading) -> None:
    assert {c.modality for c in of(article, "investigation")} == {"investigates"}, "rule D-18"
    assert not any(c.modality == "concludes" for c in article.claims)
    assert not any(w.rule == "D-27" for w in article.warnings), "the text names no fighters among civilians"
