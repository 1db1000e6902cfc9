"""Changes that leave the meaning alone leave the claims alone."""

from __future__ import annotations

import textwrap

import pytest

from accounted.claims import Document
from accounted.reading import load_lexicon, read

TEXT = (
    "At least 59 people were killed and more than 200 wounded when a missile hit the station, police said. "
    "Five of them were children.\n\n"
    "Marta Lund, a regional official, said: “We have found the bodies of 17 civilians. "
    "Twelve people are missing.”\n\n"
    "The attack killed four soldiers, including two women, and destroyed 30 houses, "
    "according to the governor. "
    "Out of 534 bodies, 226 were women and 19 were children, he said.\n\n"
    "Russian forces denied the accusations. On Monday 3,000 residents fled their homes."
)
Shape = list[tuple[object, ...]]


def shape(text: str, no_places: object) -> Shape:
    """What the tallies say, whatever the case and spacing of the words."""
    document = Document(text, language="en", published="2022-10-05")
    reading = read(document, lexicon=load_lexicon("en"), gazetteer=no_places)  # type: ignore[arg-type]
    out: Shape = []
    for claim in reading.claims:
        if claim.tally is None:
            continue
        count = claim.tally.count
        speaker = " ".join(claim.speaker.text.lower().split()) if claim.speaker else None
        out.append(
            (
                claim.tally.basis,
                count.quantifier,
                count.low,
                count.best,
                count.high,
                claim.tally.group,
                claim.tally.partition_of is not None,
                speaker,
                claim.modality,
            )
        )
    return out


@pytest.fixture(scope="module")
def plain(no_places: object) -> Shape:
    found = shape(TEXT, no_places)
    assert len(found) == 11
    return found


def test_the_width_of_the_lines_changes_nothing(plain: Shape, no_places: object) -> None:
    for width in (40, 60, 72, 100):
        wrapped = "\n\n".join(textwrap.fill(p, width) for p in TEXT.split("\n\n"))
        assert shape(wrapped, no_places) == plain, width


def test_straight_or_curly_quotation_marks_change_nothing(plain: Shape, no_places: object) -> None:
    assert shape(TEXT.replace("“", '"').replace("”", '"'), no_places) == plain
    assert shape(TEXT.replace("“", "«").replace("”", "»"), no_places) == plain


def test_capitals_change_no_figure_basis_or_part(plain: Shape, no_places: object) -> None:
    loud = shape(TEXT.upper(), no_places)
    assert [c[:7] for c in loud] == [c[:7] for c in plain]


def test_an_unrelated_paragraph_changes_nothing(plain: Shape, no_places: object) -> None:
    more = TEXT + "\n\nThe league resumes in August with 18 clubs, and tickets cost 20 euros."
    assert shape(more, no_places) == plain
    before = "The market opens at nine on every second Saturday.\n\n" + TEXT
    assert shape(before, no_places) == plain


def test_figures_with_or_without_grouping_change_nothing(plain: Shape, no_places: object) -> None:
    assert shape(TEXT.replace("3,000", "3000"), no_places) == plain
