"""Tables of an archive: every figure says what it stands for, and no cell is ever run as a formula."""

import csv
import io

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from accounted.reporting.exports import make
from accounted.reporting.exports.content import content_of
from accounted.reporting.exports.tables import TABLES
from accounted.reporting.exports.target import Field, csv_bytes, harmless
from accounted.reporting.material import Material

MADE = "2025-07-16T10:05:00Z"
DANGEROUS = ("=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", '=HYPERLINK("http://x")')


@pytest.fixture
def content(demonstration):
    return content_of(demonstration, generated=MADE)


def rows(made, name):
    text = made.files[f"{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_figure_row_says_what_rule_d_36_asks_for(content):
    figures = rows(make("csv", content), "figures")
    assert figures
    for row in figures:
        assert row["basis"] and row["methodology"] and row["policy"]
        assert {"period", "place", "as_of"} <= set(row)
        assert (row["minimum_is"] == "documented minimum") == (row["minimum"] != "")


def of_figure(table, key):
    return next(row for row in table if row["figure"] == key)


def test_a_figure_has_the_number_of_the_report(content):
    page = {f["key"]: f for s in content.report["sections"] for f in (*s["figures"], *s["further"])}
    found = of_figure(rows(make("csv", content), "figures"), "figure-acc-000002-c1")
    assert found["number"] == page["figure-acc-000002-c1"]["words"] and "312" in found["number"]
    assert (found["low"], found["minimum"], found["basis"], found["place"]) == (
        "312",
        "312",
        "bodies_found",
        "Tykhobrid district",
    )
    assert found["as_of"] == "2025-06-13"
    assert "“312 bodies”" in found["exact_words"]
    assert "D-27" in found["remarks"]


def test_what_a_figure_was_reckoned_to_be_is_a_row_for_each_policy(content):
    answers = [r for r in rows(make("csv", content), "answers") if r["figure"] == "figure-acc-000002-c1"]
    assert {"consistent", "range", "majority", "documented_minimum"} <= {row["policy"] for row in answers}
    for row in answers:
        assert (
            row["number_is"] == "documented minimum" and row["methodology"] and row["basis"] and row["as_of"]
        )
    consistent = next(row for row in answers if row["policy"] == "consistent")
    figure = of_figure(rows(make("csv", content), "figures"), "figure-acc-000002-c1")
    assert (figure["policy"], figure["low"], figure["high"]) == (
        "consistent",
        consistent["low"],
        consistent["high"],
    )


def test_an_open_bound_is_an_empty_cell_and_never_zero(content):
    missing = next(r for r in rows(make("csv", content), "figures") if r["basis"] == "missing")
    assert (missing["low"], missing["high"]) == ("37", "")


def test_figures_reckoned_elsewhere_take_the_place_of_those_of_the_report(demonstration):
    answer = {
        "key": "answer-1",
        "words": "312–534",
        "minimum": 312,
        "low": 312,
        "best": None,
        "high": 534,
        "basis": "bodies_found",
        "place": "Poltava oblast",
        "period": None,
        "as_of": "2025-07-16",
        "methodology": "rules D-01 to D-40, 1.0",
        "policy": "consistent",
    }
    made = make("csv", content_of(demonstration, generated=MADE, figures=[answer], reckoned=False))
    (row,) = rows(made, "figures")
    assert (row["number"], row["policy"], row["minimum_is"]) == (
        "312–534",
        "consistent",
        "documented minimum",
    )


def test_claims_quote_their_words_at_their_offsets(content, demonstration):
    texts = {source.item: source.document.text for source in demonstration.documents}
    claims = rows(make("csv", content), "claims")
    assert len(claims) > 40
    for row in claims:
        assert texts[row["item"]][int(row["start"]) : int(row["end"])] == row["exact_words"]


def test_a_part_names_its_whole_and_a_repeat_what_it_repeats(content):
    tallies = {row["exact_words"]: row for row in rows(make("csv", content), "tallies")}
    whole = tallies["201 bodies were exhumed"]["claim"]
    assert tallies["71 women"]["part_of"] == whole
    assert tallies["BODIES OF OVER 300 CIVILIANS"]["repeats"]


def test_sources_carry_their_hashes_and_withheld_ones_no_title(content):
    sources = {row["item"]: row for row in rows(make("csv", content), "sources")}
    assert sources["ACC-000002"]["sha256"] == f"{2:064x}"
    account = sources["ACC-000007"]
    assert account["withheld"] and not account["title"] and not account["sha256"]


@pytest.mark.parametrize("value", DANGEROUS)
def test_text_that_looks_like_a_formula_is_disarmed(value):
    assert harmless(value) == f"'{value}"


@pytest.mark.parametrize("value", ["312", "about 30", "“=1”", "", -5, 34.55, None])
def test_other_cells_are_left_alone(value):
    assert harmless(value) == value


def test_negative_numbers_stay_numbers():
    made = csv_bytes(
        (Field("lat", ""), Field("words", "")), [{"lat": -3.5, "words": "-3.5"}], for_spreadsheets=False
    )
    assert made.decode() == '"lat","words"\r\n-3.5,"\'-3.5"\r\n'


def hostile(telling, number):
    """A document whose every string wants to be run."""
    t = telling(
        '=cmd|"/c calc"!A1 said 7 people were killed. @SUM(1) 9 bodies.',
        publisher="+1 News",
        title="-2+3",
        published="2025-06-01",
    )
    t.at(None, '=cmd|"/c calc"!A1')
    t.tally('=cmd|"/c calc"!A1 said 7 people were killed', number.exact(7), "killed")
    t.tally("@SUM(1) 9 bodies", number.exact(9))
    return Material.from_readings(
        [t.reading()], facts=[{"document_type": "news_article", "item": "ACC-000001"}]
    )


def test_no_cell_of_any_table_begins_a_formula(telling, number):
    content = content_of(hostile(telling, number), generated=MADE, reckoned=False)
    made = make("csv", content)
    seen = 0
    for name, _ in TABLES:
        for row in rows(made, name):
            for cell in row.values():
                assert not cell.lstrip().startswith(("=", "+", "-", "@")), (name, cell)
                seen += cell.startswith("'")
    assert seen >= 6


@pytest.mark.parametrize("form", ["ucdp", "acled", "ibc", "sdg", "huridocs"])
def test_no_cell_of_another_projects_shape_begins_a_formula(telling, number, form):
    made = make(form, content_of(hostile(telling, number), generated=MADE, reckoned=False))
    for data in made.files.values():
        for row in csv.reader(io.StringIO(data.decode(), newline="")):
            assert not [cell for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_the_workbook_holds_text_and_no_formula(telling, number):
    content = content_of(hostile(telling, number), generated=MADE, reckoned=False)
    data = make("xlsx", content).files[""]
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    dangerous = [
        cell for cell in cells if str(cell.value).startswith(("=", "+", "@")) or cell.value == "-2+3"
    ]
    assert len(dangerous) >= 6
    assert all(cell.quotePrefix for cell in dangerous)
    # nothing was put before the words: what is shown is what was said
    assert '=cmd|"/c calc"!A1 said 7 people were killed' in [cell.value for cell in cells]


def test_the_workbook_has_the_tables_and_the_notes(content):
    data = make("xlsx", content).files[""]
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["figures", "answers", "claims", "tallies", "sources", "notes"]
    table = book.get_sheet_by_name("figures").to_python()
    assert table[0][:4] == ["figure", "number", "minimum", "minimum_is"]
    assert any(
        row[0] == "figure-acc-000002-c1" and row[2:5] == [312, "documented minimum", 312] for row in table
    )
    words = "\n".join(str(line[0]) for line in book.get_sheet_by_name("notes").to_python() if line)
    assert "documented minimum" in words and "left out" in words


def test_cyrillic_survives_in_both(content):
    assert "194 тіла" in {row["exact_words"] for row in rows(make("csv", content), "claims")}
    book = CalamineWorkbook.from_filelike(io.BytesIO(make("xlsx", content).files[""]))
    words = [row[7] for row in book.get_sheet_by_name("claims").to_python()]
    assert "194 тіла" in words


def test_what_a_cell_cannot_hold_is_cut_and_says_so(telling, number):
    text = "5 killed " + "x" * 40_000
    t = telling(text, publisher="News")
    t.tally(text, number.exact(5), "killed")
    material = Material.from_readings([t.reading()], facts=[{"document_type": "news_article"}])
    data = make("xlsx", content_of(material, generated=MADE)).files[""]
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    cell = book.get_sheet_by_name("claims").to_python()[1][7]
    assert len(cell) == 32_767 and cell.endswith("cut here: a cell holds no more")


@pytest.mark.parametrize(
    "form", ["csv", "xlsx", "ucdp", "acled", "ibc", "airwars", "sdg", "huridocs", "ftm", "geojson"]
)
def test_the_same_archive_gives_the_same_bytes(demonstration, form):
    one, other = (make(form, content_of(demonstration, generated=MADE)) for _ in range(2))
    assert one.files == other.files and one.conversions == other.conversions
