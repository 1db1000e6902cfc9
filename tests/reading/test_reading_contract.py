"""The JSON form of a reading: its keys are a promise to other programs."""

from __future__ import annotations

import json

from accounted.claims import Document, Reading
from accounted.reading import from_contract, load_lexicon, read, to_contract

TEXT = (
    "Out of 40 bodies found in the town, 12 were women, the mayor, Marta Lund, said on Monday. "
    "Twenty more “torture chambers” were discovered. Some had their hands tied. "
    "Putin’s troops were accused of war crimes, which Russia denied."
)


def example(no_places: object) -> Reading:
    document = Document(TEXT, "0" * 64, language="en", published="2022-10-05", publisher="A paper")
    return read(document, lexicon=load_lexicon("en"), gazetteer=no_places)  # type: ignore[arg-type]


def test_a_reading_survives_the_way_to_json_and_back(no_places: object) -> None:
    reading = example(no_places)
    data = json.loads(json.dumps(to_contract(reading, "a.txt")))
    again = from_contract(data)
    assert again.claims == reading.claims
    assert again.warnings == reading.warnings
    assert again.not_counted == reading.not_counted
    assert again.reader == reading.reader
    assert again.document.text == reading.document.text


def test_the_keys_that_other_programs_rely_on_are_there(no_places: object) -> None:
    data = to_contract(example(no_places), "a.txt")
    assert {"path", "document", "reader", "warnings", "claims"} <= data.keys()
    held = {"sha256", "media_type", "language", "published", "title", "publisher", "author", "text"}
    assert held <= data["document"].keys()
    assert {"name", "version", "lexicon"} <= data["reader"].keys()
    keys = {
        "id",
        "kind",
        "excerpt",
        "modality",
        "speaker",
        "place",
        "date",
        "party",
        "what",
        "denies",
        "tally",
    }
    counted = {"basis", "quantifier", "low", "best", "high", "readings", "group", "incremental", "victims"}
    for claim in data["claims"]:
        assert keys <= claim.keys()
        assert {"start", "end", "exact"} <= claim["excerpt"].keys()
        if claim["tally"] is not None:
            assert counted | {"partition_of", "same_as"} <= claim["tally"].keys()


def test_unknown_keys_are_passed_over(no_places: object) -> None:
    data = to_contract(example(no_places), "a.txt")
    data["later"] = 1
    data["claims"][0]["later"] = {"a": 1}
    data["claims"][0]["excerpt"]["later"] = 1
    assert from_contract(data).claims == example(no_places).claims


def test_claims_are_numbered_in_the_order_of_the_text(no_places: object) -> None:
    claims = example(no_places).claims
    assert [c.id for c in claims] == [f"c{n}" for n in range(1, len(claims) + 1)]
    assert [c.excerpt.start for c in claims] == sorted(c.excerpt.start for c in claims)
