"""A document's text in stretches, so that claims can be shown where their words stand."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st
from quarry_case import tell

from accounted import claims as plain
from accounted.record.queries import reading_room


@dataclass
class Spoken:
    id: str
    start: int
    end: int

    @property
    def claim(self):
        return SimpleNamespace(excerpt=SimpleNamespace(start=self.start, end=self.end))


def shown(text, spans, segments=()):
    document = plain.Document(text, segments=tuple(segments))
    claims = [Spoken(f"c{n}", *span) for n, span in enumerate(spans)]
    return reading_room.passages(document, reading_room.parts_of(document)[0], claims)


def test_overlapping_claims_share_the_words_they_share():
    (passage,) = shown("forty bodies of women", [(0, 12), (6, 21)])
    assert [(s.text, s.claims) for s in passage.stretches] == [
        ("forty ", ("c0",)), ("bodies", ("c0", "c1")), (" of women", ("c1",)),
    ]  # fmt: skip
    assert [s.begins for s in passage.stretches] == [("c0",), ("c1",), ()]


@given(
    st.text(alphabet="ab \n", min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=8),
    st.lists(st.integers(0, 60), max_size=5),
)
def test_no_letter_is_lost_or_told_twice_and_each_claim_has_its_words(text, starts, cuts):
    spans = [(a, min(a + n, len(text))) for a, n in starts if a < len(text)]
    edges = sorted({0, len(text), *(c for c in cuts if c < len(text))})
    segments = [plain.Segment(a, b) for a, b in itertools.pairwise(edges)]
    passages = shown(text, spans, segments)
    told = [s for p in passages for s in p.stretches]
    assert "".join(s.text for s in told).split() == text.split()
    for number, (a, b) in enumerate(spans):
        words = "".join(s.text for s in told if f"c{number}" in s.claims)
        assert words.split() == text[a:b].split()


def rows(*lines):
    """The rows of a table, one below the other, as readers of tables write them down."""
    text, segments = "\n".join(lines), []
    for line in lines:
        start = segments[-1].end + 1 if segments else 0
        segments.append(plain.Segment(start, start + len(line), "table"))
    return text, segments


def test_rows_of_a_table_are_told_cell_by_cell_with_claims_in_their_cells():
    text, segments = rows("Place | Bodies", "Bereznyk | 40", "Lozova | ")
    start = text.index("40")
    passages = shown(text, [(start, start + 2)], segments)
    assert [["".join(s.text for s in cell) for cell in p.cells] for p in passages] == [
        ["Place", "Bodies"], ["Bereznyk", "40"], ["Lozova", ""],
    ]  # fmt: skip
    (cell,) = passages[1].cells[1]
    assert (cell.text, cell.start, cell.claims, cell.begins) == ("40", start, ("c0",), ("c0",))
    assert [(p.opens, p.closes) for p in passages] == [(True, False), (False, False), (False, True)]
    for passage in passages:
        for told in (one for cell in passage.cells for one in cell):
            assert text[told.start : told.start + len(told.text)] == told.text


def test_rows_of_another_width_are_another_table_and_a_claim_over_cells_stays_one():
    text, segments = rows("a | b", "c | d", "e | f | g", "one line")
    passages = shown(text, [], segments)
    assert [(p.opens, p.closes) for p in passages] == [
        (True, False), (False, True), (True, True), (False, False),
    ]  # fmt: skip
    text, segments = rows("40 | bodies")
    (passage,) = shown(text, [(0, len(text))], segments)
    assert passage.cells == () and [s.claims for s in passage.stretches] == [("c0",)]


def test_captions_and_credits_keep_their_kind_and_a_page_is_a_part():
    text = "Body.\nCaption.\nNext page."
    segments = [
        plain.Segment(0, 5, page=1),
        plain.Segment(6, 14, "caption", page=1),
        plain.Segment(15, 25, page=2),
    ]
    document = plain.Document(text, segments=tuple(segments))
    first, second = reading_room.parts_of(document)
    assert (first.page, second.page) == (1, 2)
    assert [p.kind for p in reading_room.passages(document, first, [])] == ["body", "caption"]
    assert reading_room.part_with([first, second], 20) == second


def test_a_long_text_is_shown_in_parts_that_together_are_the_text():
    text = "word " * 50_000
    document = plain.Document(text)
    parts = reading_room.parts_of(document)
    assert len(parts) > 1 and parts[0].start == 0 and parts[-1].end == len(text)
    assert all(a.end == b.start for a, b in itertools.pairwise(parts))


def test_the_same_words_elsewhere_are_kin(told, tmp_path):
    from quarry_case import TEXT

    other = tell(told.archive, tmp_path, "\ufeff" + TEXT, "again.txt")
    (kin,) = reading_room.kin_of(told.archive, told.document)
    assert (kin.id, kin.how) == (other.document, "same_text")


def test_the_list_tells_what_waits_and_takes_filters(told, tmp_path):
    tell(told.archive, tmp_path, "No count at all is in here.\n", "empty.txt")
    newest, oldest = reading_room.listed(told.archive)[:10]
    assert (newest.waiting, oldest.waiting, oldest.claims) == (0, 4, 4)
    assert [d.id for d in reading_room.listed(told.archive, waiting=True)[:9]] == [told.document]
    assert reading_room.listed(told.archive, words="ACC-000001")[:9][0].id == told.document
    assert reading_room.listed(told.archive, language="xx")[:9] == []
