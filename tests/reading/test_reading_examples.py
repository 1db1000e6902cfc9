"""The worked examples of every language are read as they say, and examples that say nothing are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounted.places import Gazetteer
from accounted.reading import languages, read
from accounted.reading.examples import Example, WrongExample, examples

ALL = [example for language in languages() for example in examples(language)]


@pytest.mark.parametrize("example", ALL, ids=lambda e: f"{e.language} {e.part} {e.rule}")
def test_the_reader_reads_the_example_as_it_says(example: Example, gazetteer: Gazetteer) -> None:
    assert example.differences(read(example.document, gazetteer=gazetteer)) == []


def example_file(tmp_path: Path, text: str) -> Path:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "examples.toml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[[example]]\npart = "numbers"\nrule = "At least"\n', "example 1: no text"),
        ('[[example]]\npart = "n"\nrule = "r"\ntext = "t"\nclaim = []\n', "unknown keys claim"),
        ('[[example]]\npart = "n"\nrule = "r"\ntext = "t"\nclaims = [{words = "t"}]\n', "a claim of no kind"),
        (
            '[[example]]\npart = "n"\nrule = "r"\ntext = "t"\nclaims = [{tally = "killed", lowest = 3}]\n',
            "lowest means nothing",
        ),
    ],
)
def test_a_slip_in_an_example_is_said_with_its_place(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(WrongExample, match=why):
        examples("xx", example_file(tmp_path, text))


def test_an_example_that_is_read_otherwise_says_how(gazetteer: Gazetteer) -> None:
    example = Example(
        "en", "numbers", "At least", "At least 14 bodies were found.",
        claims=({"tally": "bodies_found", "number": 14},), warnings=({"rule": "D-09", "says": "add up"},),
        passed_over=({"words": "14", "why": "an age"},), only=True,
    )  # fmt: skip
    differences = example.differences(read(example.document, gazetteer=gazetteer))
    assert [d.split(":")[0].split(" {")[0] for d in differences] == [
        "not read so", "read besides", "no warning", "not passed over",
    ]  # fmt: skip
