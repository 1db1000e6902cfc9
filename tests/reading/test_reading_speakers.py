"""Who says it. Every sentence here was written for the test."""

from __future__ import annotations

import pytest

from accounted.claims import Claim, Document
from accounted.reading import load_lexicon, read


def first(text: str, no_places: object) -> Claim:
    reading = read(Document(text, language="en"), lexicon=load_lexicon("en"), gazetteer=no_places)  # type: ignore[arg-type]
    return next(c for c in reading.claims if c.tally is not None)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Police said 12 people were killed.", "Police"),
        ("Twelve people were killed, police said.", "police"),
        ("Twelve people were killed, said police.", "police"),
        ("Twelve people were killed, the mayor said on Tuesday.", "the mayor"),
        ("Twelve people were killed, according to the regional governor.", "the regional governor"),
        ("According to two hospital officials, 12 people were killed.", "two hospital officials"),
        ("Marta Lund, a rescue worker, said 12 people were killed.", "Marta Lund"),
        ("The governor, Marta Lund, said 12 people were killed.", "Marta Lund"),
        ("“Twelve people were killed,” Lund said.", "Lund"),
        ("“Twelve people were killed,” said Marta Lund.", "Marta Lund"),
        ("Marta Lund said: “It was a terrible day. Twelve people were killed.”", "Marta Lund"),
        ("The ministry reported that 12 people were killed.", "The ministry"),
        (
            "The head of the town's hospital told reporters 12 people were killed.",
            "The head of the town's hospital",
        ),
        ("The report documents the killing of 12 people.", "The report"),
        ("Residents and activists said 12 people were killed.", "Residents and activists"),
        ("RESCUE WORKERS SAID 12 PEOPLE WERE KILLED.", "RESCUE WORKERS"),
    ],
)
def test_a_speaker_is_found_before_after_and_around_what_is_said(
    text: str, speaker: str, no_places: object
) -> None:
    claim = first(text, no_places)
    assert claim.speaker is not None
    assert claim.speaker.text == speaker
    assert not claim.speaker.inferred


@pytest.mark.parametrize(
    "text",
    [
        "Twelve people were killed.",
        "Twelve people were killed in the United States.",
        "There was no claim of responsibility for the blast, which killed 12 people.",
        "Twelve people accused of theft were killed.",
    ],
)
def test_a_sentence_that_names_nobody_has_no_speaker(text: str, no_places: object) -> None:
    assert first(text, no_places).speaker is None


def test_a_sentence_without_a_speaker_takes_the_one_before_only_as_inferred(no_places: object) -> None:
    claim = first("Marta Lund described the attack, she said. Twelve people were killed.", no_places)
    assert claim.speaker is None or claim.speaker.inferred
    claim = first("The shelling began at night, Marta Lund said. Twelve people were killed.", no_places)
    assert claim.speaker is not None
    assert claim.speaker.inferred


def test_a_speaker_is_not_carried_into_another_paragraph_of_its_own(no_places: object) -> None:
    text = "It began at night, Marta Lund said. It was cold.\n\nTwelve people were killed. It rained."
    assert first(text, no_places).speaker is None


def test_a_chain_keeps_the_source_and_who_relayed_it(no_places: object) -> None:
    claim = first("State television, citing hospital officials, said 12 people were killed.", no_places)
    assert claim.speaker is not None
    assert claim.speaker.text == "hospital officials"
    assert [r.text for r in claim.speaker.via] == ["State television"]


def test_a_pronoun_is_the_one_who_spoke_last_and_a_short_name_has_its_full_form(no_places: object) -> None:
    text = "Marta Lund said the night was quiet. She said 12 people were killed in the morning."
    claim = first(text, no_places)
    assert claim.speaker is not None
    assert claim.speaker.text == "Marta Lund"
    claim = first("Marta Lund said little. “Twelve people were killed,” Lund said.", no_places)
    assert claim.speaker is not None
    assert claim.speaker.name == "Marta Lund"


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Police said 12 people were killed.", "asserts"),
        ("Rebels claimed 12 people were killed.", "alleges"),
        ("The attack allegedly killed 12 people.", "alleges"),
        ("The channel reported that 12 people were killed.", "reports"),
        ("The court concluded that 12 people were killed.", "concludes"),
        ("The general admitted that 12 people were killed.", "acknowledges"),
    ],
)
def test_how_it_is_put_is_kept(text: str, modality: str, no_places: object) -> None:
    assert first(text, no_places).modality == modality


@pytest.mark.parametrize(
    ("text", "party", "actor"),
    [
        ("Russian soldiers killed 12 people.", "Russian soldiers", None),
        ("Twelve people were killed by Russian soldiers.", "Russian soldiers", None),
        ("An Israeli airstrike killed 12 people.", "Israeli", None),
        ("ISIS militants executed 12 people.", "ISIS militants", None),
        ("Putin’s troops killed 12 people.", "Putin’s troops", "Russian armed forces"),
        (
            "Twelve people were beaten and killed by fighters of the Left Bank Guard.",
            "fighters of the Left Bank Guard",
            None,
        ),
        ("Twelve people were killed in the town, retaken by Ukraine’s forces.", None, None),
        ("Twelve people were killed.", None, None),
    ],
)
def test_the_party_is_only_who_the_text_says_did_it(
    text: str, party: str | None, actor: str | None, no_places: object
) -> None:
    claim = first(text, no_places)
    assert (claim.party.text if claim.party else None) == party
    assert (claim.party.actor if claim.party else None) == actor


def test_a_publisher_speaks_for_what_it_found_out_itself(no_places: object) -> None:
    text = "The Meridian Courier has learned that 12 prisoners were killed in the cellar."
    claim = first(text, no_places)
    assert claim.speaker is not None
    assert claim.speaker.text == "The Meridian Courier"


def test_who_heard_an_account_is_its_relay_and_not_its_speaker(no_places: object) -> None:
    text = (
        "Our correspondent Ilse Varn spoke to several villagers held in a cellar, "
        "where they say they were beaten."
    )
    reading = read(Document(text, language="en"), lexicon=load_lexicon("en"), gazetteer=no_places)  # type: ignore[arg-type]
    told = [c for c in reading.claims if c.kind in ("testimony", "act")]
    assert {c.kind for c in told} == {"testimony", "act"}
    for claim in told:
        assert claim.speaker is not None
        assert "villagers" in claim.speaker.text
        assert [r.text for r in claim.speaker.via] == ["Our correspondent Ilse Varn"]
