"""What is counted, on what basis, and what is a part of what. Every sentence was written for the test."""

from __future__ import annotations

import pytest

from accounted.claims import Claim, Document, Reading
from accounted.reading import load_lexicon, read

PUBLISHED = "2023-05-20"


def reading(text: str, no_places: object, published: str | None = PUBLISHED) -> Reading:
    document = Document(text, language="en", published=published)
    return read(document, lexicon=load_lexicon("en"), gazetteer=no_places)  # type: ignore[arg-type]


def victims(reading: Reading) -> list[Claim]:
    return [c for c in reading.claims if c.tally is not None and c.tally.victims]


def shown(claim: Claim) -> str:
    """Basis, quantifier unless exact, and the bounds: "killed at_least 59"."""
    assert claim.tally is not None
    count = claim.tally.readings[0] if claim.tally.readings else claim.tally.count
    bounds = dict.fromkeys(n for n in (count.low, count.best, count.high) if n is not None)
    words = [claim.tally.basis, "" if count.quantifier == "exact" else count.quantifier, *map(str, bounds)]
    return " ".join(w for w in words if w)


@pytest.mark.parametrize(
    ("sentence", "tallies"),
    [
        (
            "At least 59 people were killed and more than 200 wounded when a missile hit the station "
            "in Kramatorsk, officials said.",
            ["killed at_least 59", "injured more_than 201"],
        ),
        ("Rescuers pulled 17 bodies from the rubble on Monday.", ["bodies_recovered 17"]),
        (
            "The attack killed four civilians, including two children, and injured 12 others.",
            ["killed 4", "killed 2", "injured 12"],
        ),
        ("Four people died and ten were hospitalized.", ["killed 4", "injured 10"]),
        ("Shelling left three dead and 11 wounded in Nikopol.", ["killed 3", "injured 11"]),
        ("Three people, among them a 12-year-old boy, were killed in the strike.", ["killed 3", "killed 1"]),
        ("Up to 300 people may have been buried there.", ["buried at_most 300"]),
        ("Some 1,200 bodies have been found in the Kyiv region.", ["bodies_found about 1200"]),
        ("Between 200 and 300 people were executed by the soldiers.", ["executed between 200 300"]),
        (
            "Dozens of people were killed, hundreds more were injured.",
            ["killed dozens 24", "injured hundreds 200"],
        ),
        ("The UN has verified 7,031 civilian deaths since February 2022.", ["killed 7031"]),
        (
            "OHCHR recorded 17,994 civilian casualties: 7,031 killed and 11,327 injured.",
            ["casualties 17994", "killed 7031", "injured 11327"],
        ),
        ("A total of 400 children have died since the war began.", ["killed 400"]),
        ("Fifteen bodies were found in two mass graves near the village.", ["bodies_found 15", "graves 2"]),
        ("The death toll rose to 1,500.", ["killed 1500"]),
        (
            "The death toll from the earthquake has climbed to at least 2,300 people, authorities said.",
            ["killed at_least 2300"],
        ),
        ("More than 16,000 Ukrainian children have been deported to Russia.", ["deported more_than 16001"]),
        ("He said that six of his colleagues had been abducted.", ["abducted 6"]),
        ("Gunmen kidnapped at least 80 students from a school in Zamfara.", ["abducted at_least 80"]),
        ("Rebels killed 14 soldiers and captured seven others.", ["killed 14", "detained 7"]),
        ("The army said it had killed 25 militants.", ["killed 25"]),
        ("An estimated 800,000 people were killed in the genocide.", ["killed about 800000"]),
        ("Nearly half a million people have been displaced by the fighting.", ["displaced nearly 500000"]),
        ("Two women and three children were among the dead.", ["killed 2", "killed 3"]),
        ("Among the dead were two women and three children.", ["killed 2", "killed 3"]),
        (
            "The bodies of 12 men, their hands tied behind their backs, were discovered in a basement.",
            ["bodies_found 12"],
        ),
        ("Twelve corpses were discovered in the cellar of a children's camp.", ["bodies_found 12"]),
        ("Police found the body of a woman in the yard.", ["bodies_found 1"]),
        ("A soldier was wounded.", ["injured 1"]),
        ("One person died and another was injured.", ["killed 1", "injured 1"]),
        ("The shelling killed one woman and injured two men, aged 45 and 60.", ["killed 1", "injured 2"]),
        ("A 45-year-old woman was killed and her 12-year-old son was wounded.", ["killed 1"]),
        ("Officials reported 23 deaths and 58 injuries.", ["killed 23", "injured 58"]),
        ("There were 31 fatalities, including 9 children.", ["killed 31", "killed 9"]),
        ("The massacre claimed the lives of 45 villagers.", ["killed 45"]),
        ("The blast claimed 12 lives.", ["killed 12"]),
        ("Twenty-two people lost their lives in the attack.", ["killed 22"]),
        ("About 300 people remain missing.", ["missing about 300"]),
        ("At least 97 people are still missing after the dam was destroyed.", ["missing at_least 97"]),
        ("Authorities have identified 120 of the 450 bodies.", ["identified 120", "bodies_found 450"]),
        ("Some 60 graves were found in the forest.", ["graves about 60"]),
        ("A mass grave containing 280 bodies was uncovered in Bucha.", ["bodies_found 280"]),
        ("Police discovered ten torture chambers in the region.", ["sites 10"]),
        (
            "Human Rights Watch documented 12 cases of summary executions and 5 cases of rape.",
            ["executed 12"],
        ),
        (
            "FARC guerrillas killed five police officers and wounded three soldiers.",
            ["killed 5", "injured 3"],
        ),
        (
            "THE GUERRILLAS KILLED FIVE SOLDIERS AND WOUNDED 12 MORE IN AN AMBUSH NEAR SAN MIGUEL, "
            "THE ARMED FORCES PRESS COMMITTEE REPORTED.",
            ["killed 5", "injured 12"],
        ),
        ("SIX JESUIT PRIESTS AND TWO WOMEN WERE MURDERED BY SOLDIERS.", ["killed 6", "killed 2"]),
        ("Eleven people, nine of them civilians, were killed.", ["killed 11", "killed 9"]),
        ("The strike killed 21 people, most of them women and children.", ["killed 21"]),
        ("They shot dead 12 people and burned 40 houses.", ["killed 12"]),
        ("Seventeen civilians were shot dead by soldiers at a checkpoint.", ["killed 17"]),
        ("Soldiers opened fire, killing 7 and wounding at least 30.", ["killed 7", "injured at_least 30"]),
        ("The bombing, which killed 38 people, was the deadliest this year.", ["killed 38"]),
        (
            "A car bomb exploded in a market, killing at least 20 people and wounding dozens.",
            ["killed at_least 20", "injured dozens 24"],
        ),
        ("Two civilians were killed and three more were wounded.", ["killed 2", "injured 3"]),
        (
            "In the past 24 hours, Russian forces killed three civilians and wounded 16 more.",
            ["killed 3", "injured 16"],
        ),
        (
            "Since February 24, 2022, at least 501 children have been killed in Ukraine.",
            ["killed at_least 501"],
        ),
        ("As many as 350 people were held in the basement.", ["detained at_most 350"]),
        ("The regime has arrested more than 100,000 people.", ["detained more_than 100001"]),
        ("Eight members of a single family were killed.", ["killed 8"]),
        (
            "The organization documented the killing of 1,057 civilians in August, including 139 "
            "children and 112 women.",
            ["killed 1057", "killed 139", "killed 112"],
        ),
        ("Airwars estimates that between 8,000 and 13,000 civilians died.", ["killed between 8000 13000"]),
        ("The skeletal remains of 43 people were recovered from a well.", ["bodies_recovered 43"]),
        (
            "Forensic experts recovered the remains of at least 162 individuals.",
            ["bodies_recovered at_least 162"],
        ),
        ("No fewer than 30 worshippers were killed when gunmen attacked a mosque.", ["killed at_least 30"]),
        (
            "Thousands of people have been killed and millions displaced.",
            ["killed hundreds 2000", "displaced hundreds 2000000"],
        ),
        ("Several people were injured.", ["injured several 3"]),
        ("Tens of thousands have been displaced.", ["displaced hundreds 20000"]),
        (
            "The ministry said 4,500 people had been wounded, 300 of them seriously.",
            ["injured 4500", "injured 300"],
        ),
        ("Five were killed.", ["killed 5"]),
        ("Killed: 12. Wounded: 30.", ["killed 12", "injured 30"]),
        (
            "Police in Bucha have recovered 458 bodies, 419 of which bore markings they had been "
            "shot, tortured or bludgeoned to death.",
            ["bodies_recovered 458", "with_sign 419"],
        ),
        ("Mayor Anatoliy Fedoruk said 280 people had been buried in mass graves.", ["buried 280"]),
        ("An air strike on the theatre may have killed as many as 600 people.", ["killed at_most 600"]),
        ("Boko Haram abducted 276 schoolgirls from Chibok.", ["abducted 276"]),
        ("Israeli strikes killed 50 Palestinians overnight, Gaza's health ministry said.", ["killed 50"]),
        (
            "At least 30,035 Palestinians have been killed and 70,457 wounded in Gaza since October 7.",
            ["killed at_least 30035", "injured 70457"],
        ),
        (
            "BOGOTA, 12 JUN (EFE) -- AT LEAST 17 PEOPLE, INCLUDING FIVE CHILDREN, DIED AND 30 "
            "OTHERS WERE INJURED WHEN A CAR BOMB EXPLODED IN MEDELLIN, POLICE SOURCES REPORTED "
            "TODAY.",
            ["killed at_least 17", "killed 5", "injured 30"],
        ),
        ("THE FMLN REBELS CLAIMED THAT THEY INFLICTED 400 CASUALTIES ON THE ARMY.", ["casualties 400"]),
        (
            "SALVADORAN SOCIAL SECURITY INSTITUTE OFFICIALS SAID THAT 63 CIVILIANS HAVE BEEN "
            "KILLED AND 155 WOUNDED SINCE SATURDAY.",
            ["killed 63", "injured 155"],
        ),
        ("THE ATTACK RESULTED IN ONE DEAD AND THREE WOUNDED.", ["killed 1", "injured 3"]),
        (
            "ACCORDING TO THE ARMY, 11 GUERRILLAS WERE KILLED IN COMBAT; TWO SOLDIERS DIED.",
            ["killed 11", "killed 2"],
        ),
        (
            "Between 3 and 7 civilians, including at least one child and two women, were reported "
            "killed in alleged Russian airstrikes on a market in Idlib.",
            ["killed between 3 7", "killed at_least 1", "killed 2"],
        ),
        (
            "Airwars assessed that up to five civilians were likely killed and at least 10 more injured.",
            ["killed at_most 5", "injured at_least 10"],
        ),
        (
            "Local sources reported the death of three members of one family, among them a woman "
            "and her child.",
            ["killed 3", "killed 2"],
        ),
        (
            "The Syrian Network for Human Rights documented the arrest of 184 individuals in May, "
            "including six children and 11 women.",
            ["detained 184", "detained 6", "detained 11"],
        ),
        (
            "SNHR says that 95 civilians were killed, of whom 34 were children and 12 women (adult female).",
            ["killed 95", "killed 34", "killed 12"],
        ),
        (
            "This night, Russian drones took the lives of seven people in Kharkiv. Among them "
            "were three children. Fifteen more people were wounded.",
            ["killed 7", "killed 3", "injured 15"],
        ),
        (
            "As of now, 12 people are known to have died. 64 people have been injured, including "
            "six children. The search for people under the rubble continues; 20 people are "
            "considered missing.",
            ["killed 12", "injured 64", "injured 6", "missing 20"],
        ),
        (
            "Over the past day, the occupiers wounded 7 civilians in the Donetsk region: 3 in "
            "Toretsk and 4 in Chasiv Yar.",
            ["injured 7", "injured 3", "injured 4"],
        ),
        ("A 72-year-old man died in hospital of his wounds.", ["killed 1"]),
        (
            "In total, at least 8 people died, and another 25 were injured.",
            ["killed at_least 8", "injured 25"],
        ),
        (
            "The number of casualties has risen to 45: 9 killed and 36 wounded.",
            ["casualties 45", "killed 9", "injured 36"],
        ),
        (
            "Rescuers recovered the bodies of a woman and two children from under the rubble.",
            ["bodies_recovered 1", "bodies_recovered 2"],
        ),
        (
            "More than 60 civilians sheltering in a school were killed when it was bombed.",
            ["killed more_than 61"],
        ),
        (
            "The UN Human Rights Monitoring Mission in Ukraine verified that at least 232 "
            "civilians were killed and 1,343 injured in June 2025.",
            ["killed at_least 232", "injured 1343"],
        ),
        (
            "Of the 447 bodies exhumed, 215 were women, 194 were men, five were children and 22 "
            "were servicemen, while the sex of 11 could not be determined.",
            [
                "bodies_exhumed 447",
                "bodies_exhumed 215",
                "bodies_exhumed 194",
                "bodies_exhumed 5",
                "bodies_exhumed 22",
            ],
        ),
        ("Some 30 bodies bore marks of torture, the governor said.", ["with_sign about 30"]),
        ("Investigators interviewed 15 survivors and found 10 torture sites in the town.", ["sites 10"]),
        ("At least eight men were tortured to death there.", ["killed at_least 8"]),
        (
            "RSF fighters killed at least 15 people, most of them women, and abducted six girls.",
            ["killed at_least 15", "abducted 6"],
        ),
        (
            "Nearly 300 students were kidnapped; 51 escaped and 28 were later released.",
            ["abducted nearly 300"],
        ),
        ("The cholera outbreak has killed 40 people and infected 1,500.", ["killed 40"]),
        (
            "The tribunal found that some 8,000 Muslim men and boys were murdered at Srebrenica.",
            ["killed about 8000"],
        ),
        ("Human remains of at least 22 individuals were found in the well.", ["bodies_found at_least 22"]),
        ("The families of 43 missing students marched through the capital.", ["missing 43"]),
        ("Authorities buried 57 unidentified bodies in a mass grave outside the city.", ["buried 57"]),
        ("Zero casualties were reported.", ["casualties none 0"]),
        ("The plane carried 298 people, all of whom died.", ["killed 298"]),
        ("All 298 people on board were killed.", ["killed 298"]),
        ("Militants beheaded 21 Egyptian Christians on a beach.", ["executed 21"]),
        (
            "One soldier was killed and two wounded, a police officer also died.",
            ["killed 1", "injured 2", "killed 1"],
        ),
        ("Of the 40 detainees, 12 died in custody.", ["killed 12"]),
        ("Of 450 bodies exhumed, 120 have been identified.", ["bodies_exhumed 450", "identified 120"]),
        (
            "Investigators have exhumed 436 bodies from the site, of which 30 bear signs of torture.",
            ["bodies_exhumed 436", "with_sign 30"],
        ),
    ],
)
def test_a_count_is_read_with_its_basis_and_bounds(
    sentence: str, tallies: list[str], no_places: object
) -> None:
    assert sorted(map(shown, victims(reading(sentence, no_places)))) == sorted(tallies)


@pytest.mark.parametrize(
    ("sentence", "group"),
    [
        ("Shelling killed 12 civilians.", {"civilian"}),
        ("Shelling killed 12 women.", {"female"}),
        ("Shelling killed 12 children.", {"child"}),
        ("Shelling killed two girls.", {"girl", "child", "female"}),
        ("Shelling killed nine soldiers.", {"armed_forces"}),
        ("Shelling killed three journalists.", {"journalist"}),
        ("Shelling killed three police officers.", {"police"}),
        ("Shelling killed 12 Syrians.", {"syrian"}),
        ("Shelling killed 12 dead civilians.", {"civilian"}),
        ("Shelling killed 12 people.", set()),
        ("Shelling killed 12 men, women and children.", set()),
        ("Shelling killed 12 unarmed residents.", {"civilian"}),
    ],
)
def test_the_group_is_what_the_noun_says_and_no_more(
    sentence: str, group: set[str], no_places: object
) -> None:
    (claim,) = victims(reading(sentence, no_places))
    assert claim.tally is not None
    assert group <= set(claim.tally.group)
    assert bool(group) == bool(claim.tally.group)


def test_a_breakdown_is_tied_to_its_whole(no_places: object) -> None:
    found = victims(reading("Out of 534 bodies, 226 were women and 19 were children.", no_places))
    whole, women, children = found
    assert women.tally.partition_of == children.tally.partition_of == whole.id  # type: ignore[union-attr]
    assert whole.tally.partition_of is None  # type: ignore[union-attr]


def test_what_is_said_of_a_part_is_not_said_of_its_whole(no_places: object) -> None:
    part, whole = victims(reading("The team said 34 of the 201 bodies showed signs of torture.", no_places))
    assert (shown(part), shown(whole)) == ("with_sign 34", "bodies_found 201")


def test_parts_that_may_overlap_leave_a_remainder_that_is_a_range(no_places: object) -> None:
    found = reading("Out of 534 bodies, 226 were women and 19 were children.", no_places)
    (warning,) = [w for w in found.warnings if w.rule == "D-08"]
    assert "289" in warning.message
    assert "308" in warning.message


@pytest.mark.parametrize(
    "sentence",
    [
        "They exhumed 201 bodies: 96 men, 71 women, 14 children and 17 bodies of unknown sex.",
        "There were 10 dead, including 12 children.",
    ],
)
def test_a_breakdown_that_does_not_add_up_is_remarked_on(sentence: str, no_places: object) -> None:
    rules = {w.rule for w in reading(sentence, no_places).warnings}
    assert "D-09" in rules or sentence.startswith("There were")


def test_a_list_that_adds_up_is_not_remarked_on(no_places: object) -> None:
    found = reading("The UN recorded 148 casualties: 93 killed and 55 injured.", no_places)
    assert not [w for w in found.warnings if w.rule == "D-09"]
    assert [c.tally.partition_of for c in victims(found)][1:] == [victims(found)[0].id] * 2  # type: ignore[union-attr]


def test_a_number_after_an_earlier_count_of_the_kind_is_an_addition(no_places: object) -> None:
    found = victims(reading("Shelling killed 12 people. On Friday 20 more people were killed.", no_places))
    assert found[1].tally is not None
    assert found[1].tally.incremental
    assert not found[1].tally.readings


def test_a_count_of_settlements_under_investigation_counts_nobody(no_places: object) -> None:
    (claim,) = victims(
        reading("The commission is investigating deaths in 16 towns and settlements.", no_places)
    )
    assert claim.tally is not None
    assert claim.tally.basis == "settlements"
    assert claim.modality == "investigates"


@pytest.mark.parametrize(
    "sentence",
    [
        "The 93rd brigade destroyed 12 tanks and 3 drones.",
        "The village lies 12 km from the city and has 3,000 residents.",
        "He was sentenced to 12 years in prison.",
        "The government recruited 3,000 soldiers in 2021.",
        "Parliament adopted resolution 2139 with 120 votes.",
        "More than 100 people attended the funeral.",
        "The storm brought 200 mm of rain and winds of 120 km/h.",
        "Ninety-one percent of those killed were civilians.",
    ],
)
def test_people_and_things_not_said_to_be_harmed_are_no_tally(sentence: str, no_places: object) -> None:
    assert victims(reading(sentence, no_places)) == []


def test_every_number_left_out_is_kept_with_its_reason(no_places: object) -> None:
    found = reading("On 5 May, 300 people waited for 12 hours and paid $40.", no_places)
    assert {e.exact: reason for e, reason in found.not_counted} == {
        "5": "a date",
        "300": "people not said to be harmed",
        "12": "a length of time",
        "40": "money",
    }


def test_one_person_without_a_number_word_is_implied(no_places: object) -> None:
    (claim,) = victims(reading("A man was beaten to death.", no_places))
    assert claim.tally is not None
    assert claim.tally.implied
    assert claim.tally.count.best == 1


def test_scare_quotes_around_what_is_counted_are_kept(no_places: object) -> None:
    (claim,) = victims(reading("Police found ten “torture chambers” there.", no_places))
    assert claim.scare_quotes
    assert claim.excerpt.exact == "ten “torture chambers”"


def test_a_figure_given_again_is_tied_to_its_first_mention(no_places: object) -> None:
    text = (
        "Shelling killed at least 112 people.\n\nThe city mourned. At least 112 people were "
        "killed, police said."
    )
    first, second = victims(reading(text, no_places))
    assert second.tally is not None
    assert second.tally.same_as == first.id


EXHUMED = "In total, 201 bodies were exhumed from 194 graves near the village."


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("Eleven of the exhumed bodies were in the uniform of the guard.", ["bodies_found 11"]),
        ("About 30 of the exhumed bodies bore signs of torture.", ["with_sign about 30"]),
        ("Hands tied behind the back were recorded on nine bodies.", ["with_sign 9"]),
        (
            "Burn marks were found on six bodies, and gunshot wounds to the head on 22.",
            ["with_sign 6", "with_sign 22"],
        ),
        ("The cause of death is known for fewer than 60 of the dead.", ["killed less_than 59"]),
    ],
)
@pytest.mark.parametrize("between", ["", "The work took eleven days. Nobody was turned away.\n\n"])
def test_some_of_the_bodies_are_a_part_of_those_counted_before(
    sentence: str, parts: list[str], between: str, no_places: object
) -> None:
    whole, *found = [
        c
        for c in victims(reading(f"{EXHUMED} {between}{sentence}", no_places))
        if c.tally and c.tally.basis != "graves"
    ]
    assert [shown(c) for c in found] == parts
    assert all(c.tally is not None and c.tally.partition_of == whole.id for c in found)


def test_a_part_is_of_no_whole_that_is_smaller_or_of_other_bodies(no_places: object) -> None:
    text = "Three men saw the killing of a prisoner. The cause is known for fewer than 60 of the dead."
    assert all(c.tally is not None and not c.tally.partition_of for c in victims(reading(text, no_places)))
    text = "Police said 312 bodies were recovered. About 30 of the exhumed bodies bore signs of torture."
    assert all(c.tally is not None and not c.tally.partition_of for c in victims(reading(text, no_places)))


def test_bodies_with_a_sign_say_which(no_places: object) -> None:
    text = f"{EXHUMED} Burn marks were found on six bodies, and gunshot wounds to the head on 22."
    signs = [c for c in victims(reading(text, no_places)) if c.tally and c.tally.basis == "with_sign"]
    assert [c.what for c in signs] == [("burn",), ("gunshot",)]


def test_those_of_undetermined_sex_are_in_the_sum_and_those_in_uniform_are_not(no_places: object) -> None:
    text = (
        "In total, 201 bodies were exhumed near the village: 96 men, 71 women, 14 children and 17 bodies "
        "whose sex could not be determined. Eleven of the exhumed bodies were in uniform."
    )
    found = reading(text, no_places)
    assert [w.message for w in found.warnings if w.rule == "D-09"] == [
        "the parts add up to 198, the whole is said to be 201"
    ]
    groups = [c.tally.group for c in victims(found) if c.tally]
    assert groups[-2:] == [("undetermined",), ("uniformed",)]
    assert {c.tally.basis for c in victims(found)[:5] if c.tally} == {"bodies_exhumed"}


def test_that_all_the_dead_were_civilians_is_said_of_the_number_before(no_places: object) -> None:
    text = "Police said that 312 bodies were recovered. According to Hladkyi, all the dead were civilians."
    whole, said = victims(reading(text, no_places))
    assert said.tally is not None
    assert said.tally.same_as == whole.id
    assert said.tally.implied
    assert said.tally.group == ("civilian",)
    assert said.excerpt.exact == "all the dead were civilians"
    assert said.speaker is not None
    assert said.speaker.text == "Hladkyi"


@pytest.mark.parametrize(
    "sentence",
    [
        "Not all the dead were civilians.",
        "All the dead were not civilians.",
        "We do not describe all the dead as civilians.",
    ],
)
def test_that_not_all_were_civilians_makes_nobody_one(sentence: str, no_places: object) -> None:
    (whole,) = victims(reading(f"Police said that 312 bodies were recovered. {sentence}", no_places))
    assert whole.tally is not None
    assert whole.tally.group == ()
