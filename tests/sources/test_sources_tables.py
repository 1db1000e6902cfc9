"""Delimited tables: whatever the cells hold, each is found at its offsets, exactly."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.sources.extraction import Hints, Limits, RefusedFile
from accounted.sources.grid import read, separator_of
from accounted.sources.job import Job, Outbox
from accounted.sources.manuscript import Manuscript
from accounted.sources.media_types import CSV
from accounted.sources.workbook import shown

unhurried = settings(deadline=None, max_examples=80)  # machines are shared: time says nothing
cells = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\r\t\"',;|"), max_size=20
)
grids = st.integers(2, 6).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=12)
)


def job(path: Path) -> Job:
    limits = Limits()
    return Job(path, "list.csv", CSV, limits, Hints(), Outbox(path.parent, limits, path.stat().st_size))


@unhurried
@given(grids, st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_every_cell_of_a_csv_stands_at_its_offsets(tmp_path_factory, grid, separator, encoding):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(grid)
    path = tmp_path_factory.mktemp("csv") / "list.csv"
    path.write_bytes(written.getvalue().encode(encoding))
    manuscript = read(job(path)).manuscript
    assert manuscript is not None
    text, (table,) = manuscript.text(), manuscript.tables
    assert [list(row) for row in table.rows] == grid
    for row, places in zip(table.rows, table.offsets, strict=True):
        assert [text[start:end] for start, end in places] == list(row)


@unhurried
@given(grids)
def test_any_table_in_any_document_keeps_its_cells_in_place(grid):
    manuscript = Manuscript()
    manuscript.paragraph("Before the table.")
    manuscript.table(grid, name="a table")
    manuscript.paragraph("After it.")
    text, (table,) = manuscript.text(), manuscript.tables
    for row, places, given_row in zip(table.rows, table.offsets, grid, strict=True):
        assert [text[start:end] for start, end in places] == list(row) == given_row


@pytest.mark.parametrize(("text", "separator"), [
    ("a;b;c\n1,5;2;3\n4;5;6\n", ";"), ("a,b\n1,2\n", ","), ("a\tb\n1,0\t2,0\n", "\t"), ("one\ntwo\n", ","),
    ('name,"note; with; these"\nA,"x;y;z"\n', ","),
])  # fmt: skip
def test_the_separator_is_the_one_that_parts_the_lines_evenly(text, separator):
    assert separator_of(text) == separator


def test_a_table_without_names_of_columns_has_no_header(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("1,40\n2,7\n", "utf-8")
    assert not read(job(path)).manuscript.tables[0].has_header


def test_a_quotation_mark_that_is_never_closed_is_said_with_its_row(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('name,sex\nТкач,f\n"Гора,m\nЯр,m\nЛан,f\n')
    outcome = read(job(path))
    assert outcome.warnings == [
        "row 3: a quotation mark opens in line 3 and is never closed: 2 lines below it, to the end of the "
        "file, stand in one cell; rows may stand in it that nobody sees",
        "1 of 3 rows have fewer cells than the widest (2)",
    ]
    assert [list(row) for row in outcome.manuscript.tables[0].rows][2] == ["Гора,m\nЯр,m\nЛан,f\n"]


def test_uneven_rows_are_kept_and_said(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("place,bodies,note\nBereznyk,40\nLozova,7,x\n", "utf-8")
    outcome = read(job(path))
    assert outcome.manuscript.tables[0].rows[1] == ("Bereznyk", "40")
    assert outcome.warnings == ["1 of 3 rows have fewer cells than the widest (3)"]


@pytest.mark.parametrize(("value", "text"), [
    (447.0, "447"), (0.1, "0.1"), (1e20, "1e+20"), (True, "TRUE"), (None, ""), ("  as is ", "  as is "),
    (-0.0, "0"),
    (float("nan"), "nan"),
])  # fmt: skip
def test_a_number_in_a_cell_is_written_as_a_person_would(value, text):
    assert shown(value) == text


def test_a_text_longer_than_the_limit_is_refused_with_the_name_of_the_limit():
    manuscript = Manuscript(Limits(characters=10, cells=4, columns=2))
    with pytest.raises(RefusedFile, match="characters"):
        manuscript.write("eleven chars")
    with pytest.raises(RefusedFile, match="`columns`"):
        manuscript.table([["a", "b", "c"]])
    with pytest.raises(RefusedFile, match="`cells`"):
        Manuscript(Limits(cells=4)).table([["a", "b", "c"], ["d", "e", "f"]])
