"""Figures in tables: the cell is the excerpt, the heading says what it counts."""

from __future__ import annotations

from accounted.claims import Document, Reading, Table
from accounted.reading import load_lexicon, read


def table(rows: list[list[str]], no_places: object) -> Reading:
    """Read a table whose text is its rows, cells parted by tabs."""
    text, offsets = "", []
    for row in rows:
        places = []
        for cell in row:
            places.append((len(text), len(text) + len(cell)))
            text += cell + "\t"
        offsets.append(tuple(places))
        text += "\n"
    made = Table("Intake", tuple(tuple(r) for r in rows), tuple(offsets))
    from accounted.claims import Segment

    document = Document(text, language="en", tables=(made,), segments=(Segment(0, len(text), "table"),))
    return read(document, lexicon=load_lexicon("en"), gazetteer=no_places)  # type: ignore[arg-type]


def test_a_cell_under_a_heading_is_a_count_in_its_exact_digits(no_places: object) -> None:
    reading = table([["Date", "Bodies received"], ["2025-06-03", "21"]], no_places)
    (claim,) = reading.claims
    assert claim.excerpt.exact == "21"
    assert claim.tally is not None
    assert claim.tally.basis == "bodies_recovered"
    assert claim.tally.count.best == 21


def test_rows_are_parts_of_the_total_row(no_places: object) -> None:
    reading = table([["Town", "Killed"], ["A", "3"], ["B", "4"], ["Total", "7"]], no_places)
    a, b, total = reading.claims
    assert a.tally is not None
    assert b.tally is not None
    assert a.tally.partition_of == b.tally.partition_of == total.id
    assert not [w for w in reading.warnings if w.rule == "D-09"]


def test_rows_that_do_not_give_the_total_are_remarked_on(no_places: object) -> None:
    reading = table([["Town", "Killed"], ["A", "3"], ["B", "4"], ["Total", "8"]], no_places)
    (warning,) = [w for w in reading.warnings if w.rule == "D-09"]
    assert "7" in warning.message
    assert "8" in warning.message


def test_of_whom_children_is_a_part_of_the_column_before(no_places: object) -> None:
    reading = table([["Morgue", "Bodies", "Of whom children"], ["A", "21", "2"]], no_places)
    bodies, children = reading.claims
    assert children.tally is not None
    assert children.tally.partition_of == bodies.id
    assert children.tally.group == ("child",)


def test_a_list_of_bodies_one_by_one_is_no_count(no_places: object) -> None:
    rows = [["Grave", "Body no.", "Sex"], ["A-01", "1", "f"], ["A-02", "2", "m"]]
    reading = table(rows, no_places)
    assert reading.claims == ()
    assert [w.rule for w in reading.warnings] == ["D-12"]


def test_a_column_that_counts_nothing_known_is_passed_over(no_places: object) -> None:
    assert table([["Town", "Budget"], ["A", "300"]], no_places).claims == ()


SECTORS = ["Sector", "Graves", "Bodies", "Women", "Men", "Children", "Not determined"]


def test_groups_are_parts_of_the_bodies_and_not_of_the_graves(no_places: object) -> None:
    reading = table([SECTORS, ["A", "38", "41", "14", "18", "4", "5"]], no_places)
    graves, bodies, *parts = reading.claims
    assert graves.tally is not None
    assert graves.tally.basis == "graves"
    assert [c.tally.partition_of for c in parts if c.tally] == [bodies.id] * 4
    assert not reading.warnings


def test_a_row_whose_columns_do_not_give_its_number_is_remarked_on(no_places: object) -> None:
    rows = [SECTORS, ["A", "38", "41", "14", "18", "4", "5"], ["C", "95", "99", "35", "47", "5", "9"]]
    (warning,) = table(rows, no_places).warnings
    assert warning.rule == "D-09"
    assert "96" in warning.message
    assert "99" in warning.message


def test_a_row_without_those_of_no_known_sex_need_not_add_up(no_places: object) -> None:
    rows = [["Sector", "Bodies", "Women", "Men"], ["A", "41", "14", "18"]]
    assert not table(rows, no_places).warnings
