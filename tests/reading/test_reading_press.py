"""What wire stories, statements and reports leave to their grammar. Every sentence is invented."""

from __future__ import annotations

import pytest

from accounted.claims import Document, Reading
from accounted.places import Gazetteer
from accounted.reading import load_lexicon, read


def reading(text: str, places: object) -> Reading:
    document = Document(text, language="en", published="2024-05-20")
    return read(document, lexicon=load_lexicon("en"), gazetteer=places)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("At least 165 people were killed when a military jet bombed a gathering.", "a military jet"),
        ("Ten people were killed in a US drone strike on a house.", "US"),
        ("The 43 students were killed by members of a drug gang.", "members of a drug gang"),
        ("The offensive began after Hamas gunmen stormed into southern Israel, killing 1,200 people.",
         "Hamas gunmen"),
        ("Four Israelis died in attacks by Palestinians.", "Palestinians"),
        ("Belgrade said its security forces killed 15 people and accused the separatists of staging it.",
         "its security forces"),
        ("A report counted 40 dead by Israeli tallies.", None),
    ],
)  # fmt: skip
def test_the_party_of_a_count(text: str, party: str | None, no_places: object) -> None:
    claim = next(c for c in reading(text, no_places).claims if c.tally is not None and c.tally.victims)
    assert (claim.party.text if claim.party else None) == party


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("50 bodies were found in a cemetery of Dabeiba, in Colombia's Antioquia department.", "Dabeiba"),
        ("Soldiers executed at least 78 residents of Mazraat, activists said.", "Mazraat"),
        ("The Observatory, based in Britain, gave a lower figure of 55 dead.", None),
        ("Another 50 people were reported dead in neighbouring Sloviansk.", "Sloviansk"),
        ("Kyiv says that 16,226 children have been deported.", None),
        ("Danielle Bell, who heads the mission in Ukraine, said two men were killed in Lubny.", "Lubny"),
    ],
)  # fmt: skip
def test_the_place_of_a_count(text: str, place: str | None, gazetteer: Gazetteer) -> None:
    claim = next(c for c in reading(text, gazetteer).claims if c.tally is not None)
    assert (claim.place.text if claim.place else None) == place


def test_shot_in_a_place_is_no_wound_in_a_part_of_the_body(no_places: object) -> None:
    text = "Survivors described men being pulled from their houses and shot in front of their families."
    assert not [c for c in reading(text, no_places).claims if c.kind == "finding"]


def test_a_tribunal_for_war_crimes_is_no_crime(no_places: object) -> None:
    text = "A forensic expert told the war crimes tribunal that 269 people had been exhumed."
    assert not [c for c in reading(text, no_places).claims if c.kind == "act"]


def test_a_camp_of_the_displaced_is_no_place_of_detention(no_places: object) -> None:
    text = "Militiamen killed 800 people in two days of attacks on the Ardamata camp."
    assert not [c for c in reading(text, no_places).claims if c.kind == "site"]


def test_an_adjective_gives_no_testimony(no_places: object) -> None:
    text = "Twelve people were killed. Local officials spoke of a massacre."
    assert not [c for c in reading(text, no_places).claims if c.kind == "testimony"]
