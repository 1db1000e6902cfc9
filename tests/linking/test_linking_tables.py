"""Lists as they come: every form is read alike, every value keeps its cell."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.linking.tables import (
    InvalidMapping,
    Mapping,
    PlainRow,
    UnreadableTable,
    guess,
    guess_columns,
    plain_rows,
    read_mapping,
    read_table,
    read_tables,
    write_mapping,
)
from accounted.linking.tables.headings import fields, headings
from accounted.linking.tables.mapping import mapping_of
from accounted.linking.tables.values import Unclear, ages_of, date_of

HEADED = [
    ("en", ["Case No.", "Family name", "Forename(s)", "Father's name", "Sex", "Date of birth", "Last seen"]),
    ("uk", ["№ з/п", "Прізвище", "Ім’я", "Ім'я батька", "Стать", "Дата народження", "Зник"]),
    ("ru", ["№ п/п", "Фамилия", "Имя", "Имя отца", "Пол", "Дата рождения", "Дата исчезновения"]),
    ("ar", ["الرقم", "العائلة", "الاسم الأول", "اسم الأب", "الجنس", "تاريخ الميلاد", "تاريخ الاختفاء"]),
    ("es", ["Expediente", "Apellidos", "Nombres", "Nombre del padre", "Sexo", "Fecha de nacimiento",
            "Fecha de desaparición"]),
]  # fmt: skip
ROWS = [["1", "Коваль", "Олена", "Петро", "", "21.09.1995", "03.06.2031"],
        ["2", "Hladun", "Taras", "Oleksandr", "", "19.07.1988", "04.06.2031"]]  # fmt: skip


def _csv(path: Path, rows: list[list[str]], separator: str = ";", encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    return path


@pytest.mark.parametrize(("language", "names"), HEADED, ids=[one for one, _ in HEADED])
def test_headings_are_known_in_five_languages(language: str, names: list[str], tmp_path: Path) -> None:
    mapping = guess(read_table(_csv(tmp_path / "list.csv", [names, *ROWS]))).mapping
    wanted = ("id", "family", "given", "father", "sex", "birth", "disappearance")
    assert {name: mapping.columns[name] for name in wanted} == {
        name: (" ".join(heading.split()),) for name, heading in zip(wanted, names, strict=True)
    }
    assert mapping.everyone == "missing"
    assert mapping.dates["birth"] == "day first"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_are_found(encoding: str, separator: str, tmp_path: Path) -> None:
    rows = [HEADED[1][1], *[["1", "Коваль", "Олена", "Петро", "ж", "21.09.1995", "03.06.2031"]] * 5]
    table = read_table(_csv(tmp_path / "list.csv", rows, separator, encoding))
    assert [column.heading for column in table.columns][1] == "Прізвище"
    first = next(iter(table.rows()))
    assert (first.number, first.cells[1]) == (2, "Коваль")


def test_headings_may_stand_below_a_title(tmp_path: Path) -> None:
    path = _csv(tmp_path / "list.csv", [["Список загиблих станом на 01.05.2023"], [""], HEADED[1][1], *ROWS])
    table = read_table(path)
    assert table.heading_row == 3
    assert [row.number for row in table.rows()] == [4, 5]


def test_a_workbook_gives_the_cell_as_a_person_finds_it(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    import datetime

    book = xlsxwriter.Workbook(str(tmp_path / "list.xlsx"))
    sheet = book.add_worksheet("Deaths")
    book.add_worksheet("Empty")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(2, 1, ["Surname", "First name", "DOB"])
    sheet.write_row(3, 1, ["Hladun", "Taras"])
    sheet.write_datetime(3, 3, datetime.datetime(1988, 7, 19), day)
    book.close()
    (table,) = read_tables(tmp_path / "list.xlsx")
    (row,) = plain_rows(table, guess(table).mapping)
    assert row.values == {"family": "Hladun", "given": "Taras", "birth": "1988-07-19"}
    assert table.where(row.number, table.column("DOB")) == "sheet Deaths, D4"


def test_several_sheets_ask_which(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    book = xlsxwriter.Workbook(str(tmp_path / "list.xlsx"))
    for name in ("May", "June"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["name", "sex"])
        sheet.write_row(1, 0, ["Taras Hladun", "m"])
    book.close()
    with pytest.raises(UnreadableTable, match=r"2 sheets hold tables \(May, June\); name one with --sheet"):
        read_table(tmp_path / "list.xlsx")
    assert read_table(tmp_path / "list.xlsx", sheet="June").sheet == "June"


def test_parquet_streams_with_its_own_types(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import datetime

    import pyarrow.parquet as parquet

    told = pa.table({"uid": [7, 8], "name": ["Taras Hladun", None], "age": [42.0, None],
                     "dob": [datetime.date(1988, 7, 19), None]})  # fmt: skip
    parquet.write_table(told, tmp_path / "list.parquet")
    table = read_table(tmp_path / "list.parquet")
    assert table.count == 2
    one, other = plain_rows(table, guess(table).mapping)
    assert one.values == {"id": "7", "name": "Taras Hladun", "age": (42, 42), "birth": "1988-07-19"}
    assert other.failed == "no name, number, age, sex or date; nothing tells whom the row is about"


def test_people_of_follow_the_money_are_read_and_others_passed_over(tmp_path: Path) -> None:
    entities = [
        {"id": "a", "schema": "Person", "properties": {"name": ["Taras Hladun", "Тарас Гладун"],
         "birthDate": ["1988"], "fatherName": ["Oleksandr"]}},
        {"id": "b", "schema": "Vessel", "properties": {"name": ["Zirka"]}},
    ]  # fmt: skip
    path = tmp_path / "people.ftm.json"
    path.write_text("\n".join(map(json.dumps, entities)))
    table = read_table(path)
    (row,) = plain_rows(table, guess(table).mapping)
    assert (row.id, row.values["birth"], row.values["father"]) == ("a", "1988", "Oleksandr")
    assert row.values["name"] == "Taras Hladun; Тарас Гладун"
    assert table.remarks == ("1 of the first 2 entities are no persons",)


def test_interpol_post_mortem_forms_are_remains() -> None:
    found = guess_columns({"PM No": ["A-1", "A-2"], "Sex": ["M", "F"], "Estimated age": ["30-40", "5"],
                           "Date of recovery": ["2031-06-03", "2031-06-04"]}).mapping  # fmt: skip
    assert found.kind == "remains"
    assert found.columns["body_number"] == ("PM No",)


def test_a_heading_is_not_believed_against_its_cells() -> None:
    found = guess_columns({"Name": ["Taras Hladun"] * 5, "Age": ["hospital", "street", "home", "well", "x"]})
    assert "age" not in found.mapping.columns
    assert {name: why for name, _, why in found.reasons}["Age"].startswith("its cells are not")


def test_nombre_is_the_whole_name_unless_apellidos_stand_beside_it() -> None:
    alone = guess_columns({"Nombre": ["Ana María Pérez", "Luis Soto Díaz"], "Edad": ["4", "5"]}).mapping
    beside = guess_columns({"Nombre": ["Ana", "Luis"], "Apellidos": ["Pérez", "Soto"]}).mapping
    assert (alone.columns["name"], beside.columns["given"]) == (("Nombre",), ("Nombre",))


@pytest.mark.parametrize(
    ("written", "order", "edtf"),
    [
        ("03.02.1990", "day first", "1990-02-03"),
        ("03/02/1990", "month first", "1990-03-02"),
        ("03/02/1990", "cannot tell", "[1990-02-03,1990-03-02]"),
        ("25/02/1990", "month first", "1990-02-25"),
        ("19900203", "day first", "1990-02-03"),
        ("1990", "day first", "1990"),
        ("02.1990", "day first", "1990-02"),
        ("3 лютого 1990", "day first", "1990-02-03"),
        ("березень 2022", "day first", "2022-03"),
        ("14 March 1961", "day first", "1961-03-14"),
        ("March 14, 1961", "day first", "1961-03-14"),
        ("бл. 1950", "day first", "1950~"),
        ("1990 р.н.", "day first", "1990"),
        ("٢٠٠١", "day first", "2001"),
        ("1990-02-03T00:00:00", "day first", "1990-02-03"),
    ],
)
def test_dates_are_as_precise_as_they_are_written(written: str, order: str, edtf: str) -> None:
    assert date_of(written, order) == edtf


@pytest.mark.parametrize("written", ["31.02.1990", "1990-86-18", "03.02.90", "hospital", "13/13/1990", "0"])
def test_what_is_no_date_is_said_to_be_none(written: str) -> None:
    with pytest.raises(Unclear):
        date_of(written)


@given(st.text(max_size=40), st.sampled_from(["day first", "month first", "cannot tell"]))
def test_whatever_stands_in_a_cell_is_a_date_or_unclear(written: str, order: str) -> None:
    from accounted.dates import parse

    with contextlib.suppress(Unclear):
        assert parse(date_of(written, order)).edtf == date_of(written, order)


@pytest.mark.parametrize(
    ("written", "ages"),
    [("35", (35, 35)), ("30-35", (30, 35)), ("35 років", (35, 35)), ("8 months", (0, 0)), ("30+", (30, None)),
     ("близько 40", (35, 45)), ("٣٥", (35, 35)), ("14.0", (14, 14))],
)  # fmt: skip
def test_ages(written: str, ages: tuple[int, int | None]) -> None:
    assert tuple(ages_of(written)) == ages


@given(st.text(max_size=40))
def test_whatever_stands_in_a_cell_is_an_age_or_unclear(written: str) -> None:
    try:
        low, high = ages_of(written)
    except Unclear:
        return
    assert low is not None and 0 <= low <= (125 if high is None else high) <= 125


def test_a_mapping_is_read_as_it_was_written(tmp_path: Path) -> None:
    mapping = Mapping(
        columns={"family": ('Прізвище "старе"',), "residence": ("Адреса", "Район")},
        dates={"birth": "day first"}, words={"sex": {"1": "male"}}, title="Лікарня", everyone="dead",
        no_duplicates=True, places={"Іванівка, Херсонська": "gn:707414"},
    )  # fmt: skip
    path = tmp_path / "m.toml"
    path.write_text(write_mapping(mapping), encoding="utf-8")
    assert read_mapping(path) == mapping


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"colums": {}}, "there is no key 'colums'"),
        ({"columns": {"surname": "x"}}, "there is no field 'surname'; the fields are id, name"),
        ({"kind": "body"}, "a row is a person or remains"),
        ({"columns": {"sex": ["a", "b"]}}, "is one column, not 2"),
        ({"dates": {"birth": "american"}}, "day first, month first, cannot tell"),
        ({"columns": {"name": 3}}, "give a heading"),
        ({"places": {"Іванівка": "Kherson"}}, "give a place by its number in GeoNames, as gn:706483"),
        ({"places": {"Іванівка": 707414}}, "give a place by its number in GeoNames, as gn:706483"),
    ],
)
def test_a_wrong_mapping_is_refused_with_what_to_write(told: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidMapping, match=said):
        mapping_of(told)


def test_every_heading_leads_to_a_field_and_every_field_has_its_own_name() -> None:
    assert set(headings().values()) == set(fields())
    assert headings()["family"] == "family"


def _one(cells: list[str], columns: list[str], tmp_path: Path):  # type: ignore[no-untyped-def]
    table = read_table(_csv(tmp_path / "list.csv", [columns, cells, *[["x"] * len(columns)] * 2], ","))
    mapping = Mapping(columns={name: (name,) for name in columns if name in fields()})
    return next(plain_rows(table, mapping))


def test_marks_that_are_not_seen_are_no_part_of_a_value(tmp_path: Path) -> None:
    row = _one(["\u202bكريم\u202c \u200fالحداد"], ["name"], tmp_path)
    assert row.values["name"] == "كريم الحداد"
    assert row.cells["name"][1] == "\u202bكريم\u202c \u200fالحداد"


def test_a_name_of_ten_thousand_characters_is_set_aside(tmp_path: Path) -> None:
    row = _one(["х" * 10_000, "m"], ["name", "sex"], tmp_path)
    assert row.failed == "A2: name of 10,000 characters, more than 400"


def test_a_row_shifted_by_a_stray_separator_is_set_aside(tmp_path: Path) -> None:
    row = _one(["Hladun", "Taras", "m", "surplus"], ["family", "given", "sex"], tmp_path)
    assert row.failed is not None and row.failed.startswith("4 cells where there are 3 columns")


def _read(content: str | bytes, tmp_path: Path) -> list[PlainRow]:
    path = tmp_path / "list.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    table = read_table(path)
    return list(plain_rows(table, guess(table).mapping))


HEADED_LINES = "name;sex;birth\n"
MARIA = "Марія Ткач;f;21.09.1995\n"


@pytest.mark.parametrize("end", ["\n", ""])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_quotation_mark_that_is_never_closed_is_told_with_its_line_and_what_it_took_in(
    end: str, line_end: str, tmp_path: Path
) -> None:
    text = HEADED_LINES + MARIA + '"Іван Гора;m;1.2.1990\nОлег Яр;m;2.2.1990\nЯна Яр;f;2.2.1991' + end
    rows = _read(text.replace("\n", line_end), tmp_path)
    assert [row.failed for row in rows[:1]] == [None]
    assert rows[1].number == 3
    assert rows[1].failed == (
        "a quotation mark opens in line 3 and is never closed: 2 lines below it, to the end of the file, "
        "stand in one cell; mend it, and import those lines as a list of their own"
    )


def test_a_file_that_ends_inside_a_quoted_cell_may_not_be_whole(tmp_path: Path) -> None:
    rows = _read(HEADED_LINES + MARIA + 'Іван Гора;m;"1.2.19', tmp_path)
    assert rows[1].failed is not None and "the file ends inside it; see whether it is whole" in rows[1].failed


def test_a_quotation_mark_that_another_cell_closes_is_told_too(tmp_path: Path) -> None:
    text = HEADED_LINES + '"Іван Гора;m;1.2.1990\n"Олег ""Яр""";m;2.2.1990\n' + MARIA
    first, second = _read(text, tmp_path)
    assert first.failed is not None
    assert first.failed.startswith("a quotation mark that opens in line 2 or below is closed in the middle")
    assert (second.number, second.values["name"]) == (3, "Марія Ткач")


def test_lines_within_a_cell_that_is_closed_are_no_trouble(tmp_path: Path) -> None:
    text = HEADED_LINES + '"Іван\nГора";m;1.2.1990\n' + MARIA
    assert [(row.values["name"], row.failed) for row in _read(text, tmp_path)] == [
        ("Іван Гора", None),
        ("Марія Ткач", None),
    ]


def test_a_row_of_another_separator_is_set_aside_with_which(tmp_path: Path) -> None:
    rows = _read(HEADED_LINES + MARIA * 3 + "Іван Гора,m,1.2.1990\n" + '"Олег Яр;m;2.2.1990"\n', tmp_path)
    assert [row.failed for row in rows[3:]] == [
        "one cell where there are 3 columns; its parts are separated by commas",
        "one cell where there are 3 columns; its parts are separated by semicolons",
    ]


@pytest.mark.parametrize("heads", ["name;sex;birth", "name;sex;sex", "name;;birth"])
def test_headings_that_stand_once_more_are_nobody(heads: str, tmp_path: Path) -> None:
    rows = _read(f"{heads}\n{MARIA}{heads}\n{MARIA}", tmp_path)
    assert [row.failed for row in rows] == [
        None, "the headings stand here once more; lists were put together", None,
    ]  # fmt: skip


def test_bytes_of_zero_in_a_row_set_it_aside_wherever_it_stands(tmp_path: Path) -> None:
    damaged = MARIA.replace("Марія", "Ма\0\0я")
    rows = _read(HEADED_LINES + MARIA * 20 + damaged + MARIA * 20_000 + damaged, tmp_path)
    wrong = [row for row in rows if row.failed]
    assert [row.number for row in wrong] == [22, 20_023]
    assert wrong[0].failed == "line 22 holds 2 bytes of zero for letters; the file is damaged"
    assert "\0" not in wrong[0].cells["name"][1]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("many", [3, 20_000])
def test_wide_letters_are_read_with_a_byte_order_mark_and_without(
    encoding: str, many: int, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes((HEADED_LINES + MARIA * many).encode(encoding))
    table = read_table(path)
    assert [remark for remark in table.remarks if "decoded" in remark] == []
    rows = list(plain_rows(table, guess(table).mapping))
    assert len(rows) == many
    assert rows[-1].values == {"name": "Марія Ткач", "sex": "female", "birth": "1995-09-21"}


def test_one_line_without_end_is_no_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounted.linking.tables.delimited.LONGEST_LINE", 1_000)
    with pytest.raises(UnreadableTable, match=r"list.csv, line 3: is longer than 1,000 characters; give"):
        _read(HEADED_LINES + MARIA + "x;" * 1_000, tmp_path)


def test_unknown_in_any_language_says_nothing(tmp_path: Path) -> None:
    row = _one(["Невідомо", "غير معروف", "m"], ["family", "given", "sex"], tmp_path)
    assert row.values == {"sex": "male"}


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty"), (b"name,sex\n", "no rows below the headings"),
     (b"\x89PNG\r\n\x1a\n" + bytes(900), "no table"),
     (b'{"a": 1}\n{broken', "no JSON"), (b'name,sex\n"Taras,m\n' + b"x,m\n" * 300_000, "quotation mark")],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_words(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableTable, match=said):
        table = read_table(path)
        list(plain_rows(table, guess(table).mapping))
