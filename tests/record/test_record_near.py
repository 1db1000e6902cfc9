"""Documents nearly the same as another are found by what they say, and laid side by side."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quarry_case import tell

from accounted.record import decisions, searching
from accounted.record.queries.side_by_side import side_by_side
from accounted.record.searching import near_duplicates
from accounted.record.sight import Sight

REPORT = (
    "Officials said on Monday that the search at the old brickworks had ended. The bodies of nine men were "
    "taken to the morgue in the regional centre. Relatives have been asked to come forward. A forensic "
    "expert who worked there said that the soil was dry and that clothing was well preserved. The "
    "prosecutor opened proceedings in March, her office said in a statement."
)
COPY = "BRICKWORKS SEARCH ENDS\n" + REPORT.replace("nine men", "eleven men").replace("on Monday ", "")
OTHER = (
    "The football club of the town won at home for the first time this year. The goalkeeper held two "
    "penalties in the last ten minutes, and the crowd sang until the lights went out over the empty stands."
)


@pytest.fixture
def told_apart(archive, reader, tmp_path):
    """Four documents: a report, the same in another paper, the very same again, and something else."""
    texts = {"report": REPORT, "copy": COPY, "again": "\ufeff" + REPORT, "other": OTHER}
    return {name: tell(archive, tmp_path, text, f"{name}.txt").document for name, text in texts.items()}


def near(archive, document, **more):
    return [(one.id, round(one.alike, 1)) for one in near_duplicates(archive, document, **more).found]


def test_a_copy_with_other_words_is_found_from_both_sides(archive, told_apart):
    searching.bring_up(archive)
    ((found, alike),) = near(archive, told_apart["report"])
    assert found == told_apart["copy"] and 0.6 < alike < 1
    assert [one for one, _ in near(archive, told_apart["copy"])] == [told_apart["report"]]
    assert told_apart["again"] != told_apart["report"]
    assert near(archive, told_apart["again"]) == near(archive, told_apart["report"])
    assert near(archive, told_apart["other"]) == []


def test_what_is_not_indexed_yet_is_said_to_be_behind(archive, told_apart):
    told = near_duplicates(archive, told_apart["report"])
    assert (told.found, told.known) == ((), False) and told.behind > 0
    searching.bring_up(archive)
    assert near_duplicates(archive, told_apart["report"]).behind == 0


def test_what_a_person_may_not_see_is_not_told(archive, told_apart, anna):
    from accounted.record.models import Document

    searching.bring_up(archive)
    item = Document.objects.get(pk=told_apart["copy"]).item_id
    decisions.restrict(archive, "Item", item, groups=["few"], by=anna, reason="at risk")
    outside = Sight(groups=frozenset())
    assert near(archive, told_apart["report"], sight=outside) == []
    assert len(near(archive, told_apart["report"])) == 1


def test_an_index_made_anew_finds_the_same_and_one_that_is_dropped_leaves_nothing(archive, told_apart):
    searching.bring_up(archive)
    before = near(archive, told_apart["report"])
    searching.forget(archive)
    assert near(archive, told_apart["report"]) == []
    searching.bring_up(archive)
    assert near(archive, told_apart["report"]) == before != []


def test_a_document_touched_again_keeps_its_one_sketch(archive, told_apart, anna):
    from accounted.record.models import Document

    searching.bring_up(archive)
    before = near(archive, told_apart["report"])
    item = Document.objects.get(pk=told_apart["copy"]).item_id
    decisions.restrict(archive, "Item", item, groups=["few"], by=anna, reason="at risk")
    searching.bring_up(archive)
    assert near(archive, told_apart["report"]) == before


# ---- side by side


def words(pieces, differs):
    return [piece.text.strip() for piece in pieces if piece.differs is differs]


def test_what_differs_is_shown_word_for_word_and_what_is_the_same_is_counted():
    found = side_by_side(REPORT, COPY)
    changed, same = found.rows
    assert words(changed.one, True) == ["on Monday", "nine"]
    assert words(changed.other, True) == ["BRICKWORKS SEARCH ENDS", "eleven"]
    assert same.same == 3
    assert 0.5 < found.alike < 1 and not found.cut


def test_a_passage_that_only_one_has_stands_alone():
    (_, row) = side_by_side("It rained.", "It rained. Nobody came.").rows
    assert row.one == () and words(row.other, True) == ["Nobody came."]


def test_nothing_of_either_text_is_lost():
    random = Random(2)
    lines = [f"Line {n} says {random.choice('abc')} and no more." for n in range(300)]
    one, other = "\n".join(lines), "\n".join(random.sample(lines, 200))
    found = side_by_side(one, other)
    told = sum(row.same for row in found.rows)
    for side, text in (("one", one), ("other", other)):
        shown = "".join(piece.text for row in found.rows for piece in getattr(row, side))
        assert shown.count("Line") + told == text.count("Line")


def test_a_million_repeated_lines_are_cut_and_said_to_be():
    found = side_by_side("same again.\n" * 20_000, "same again.\nother.\n" * 10_000)
    assert found.cut


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_laid_side_by_side(one, other):
    found = side_by_side(one, other)
    assert 0 <= found.alike <= 1
    assert all(row.same or row.one or row.other for row in found.rows)
