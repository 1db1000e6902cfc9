"""Lists in every form they come in, each a whole file: all rows on record, each value with its cell."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from accounted.linking.tables import guess, read_table
from accounted.record import lists
from accounted.record.archive import Archive
from accounted.record.queries.linking import rows_of

# The missing as the International Committee of the Red Cross asks families for them.
ICRC = [
    ["ICRC number", "Given name", "Father's name", "Grandfather's name", "Family name", "Mother's name",
     "Sex", "Date of birth", "Place of birth", "Date of last contact", "Place of last contact"],
    ["BLG-000117-01", "Karim", "Salim", "Yusuf", "al-Haddad", "Amina", "M", "1988", "Harasta", "14/03/2031",
     "Duma"],
    ["BLG-000117-02", "Samir", "Salim", "Yusuf", "al-Haddad", "Amina", "M", "21/09/1991", "", "03/2031", ""],
]  # fmt: skip
# The columns of INTERPOL's forms: AM for the missing (yellow), PM for the bodies (pink).
AM = [
    ["AM No", "Family name", "Forename(s)", "Sex", "Date of birth", "Nationality", "Occupation", "Address",
     "Last seen"],
    ["AM-0001", "Hladun", "Taras", "Male", "19/07/1988", "Ukraine", "electrician", "Verba", "03/06/2031"],
    ["AM-0002", "Sokyrko", "Lidiia", "Female", "23/11/1948", "Ukraine", "", "Verba", "03/06/2031"],
]  # fmt: skip
PM = [
    ["PM No", "Sex", "Estimated age", "Date of recovery", "Place of recovery", "Remarks"],
    ["PM-0001", "Male", "30-40", "10/06/2031", "Verba", "a ring"],
    ["PM-0002", "Unknown", "", "11/06/2031", "Verba", ""],
]  # fmt: skip


def _ods(path: Path, rows: list[list[str]]) -> None:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            if cell
            else "<table:table-cell/>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
        package.writestr(
            "content.xml",
            f'<office:document-content{names} office:version="1.3"><office:body><office:spreadsheet>'
            f'<table:table table:name="Missing">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )


def _xlsx(path: Path, rows: list[list[str]]) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Missing")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()


def _csv(path: Path, rows: list[list[str]]) -> None:
    path.write_text("".join(";".join(row) + "\r\n" for row in rows), encoding="utf-8")


def _parquet(path: Path, rows: list[list[str]]) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as parquet

    parquet.write_table(pa.table({h: [r[n] for r in rows[1:]] for n, h in enumerate(rows[0])}), path)


WRITERS: Mapping[str, Callable[[Path, list[list[str]]], None]] = {
    "csv": _csv, "ods": _ods, "xlsx": _xlsx, "parquet": _parquet,
}  # fmt: skip


def _imported(archive: Archive, path: Path) -> lists.ImportedList:
    return lists.import_list(archive, path, guess(read_table(path)).mapping)


@pytest.mark.parametrize("form", WRITERS)
def test_the_missing_as_the_red_cross_asks_for_them(form: str, archive: Archive, tmp_path: Path) -> None:
    from accounted.record.models import Person, Value

    path = tmp_path / f"missing.{form}"
    WRITERS[form](path, ICRC)
    result = _imported(archive, path)
    assert (result.rows, result.entered, dict(result.unclear or {})) == (2, 2, {})
    karim = Person.objects.get(names__as_written="Karim al-Haddad")
    assert (karim.sex, karim.outcome, karim.missing_status) == ("male", "missing", "missing")
    row = rows_of(archive, [karim.id])[karim.id]
    cells = {cell.field: (cell.reference, cell.written) for cell in row.cells}
    letters = form != "parquet"
    assert cells["disappearance"] == ("J" if letters else "Date of last contact", "14/03/2031")
    assert cells["father"][1] == "Salim" and cells["grandfather"][1] == "Yusuf"
    seen = Value.objects.get(subject_id=karim.id, field="date:disappearance")
    assert (seen.value, seen.row_id) == ("2031-03-14", row.id)
    assert row.number == (2 if letters else 1)


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_interpols_form_of_the_missing(form: str, archive: Archive, tmp_path: Path) -> None:
    from accounted.record.models import Person

    path = tmp_path / f"am.{form}"
    WRITERS[form](path, AM)
    result = _imported(archive, path)
    assert (result.entered, result.set_aside) == (2, 0)
    taras = Person.objects.get(names__family="Hladun", names__given="Taras")
    assert (taras.outcome, taras.nationality, taras.occupation) == ("missing", "Ukraine", "electrician")
    row = rows_of(archive, [taras.id])[taras.id]
    assert row.where == f"am.{form}, Missing (ACC-000001, sheet Missing), row 2"


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_interpols_form_of_the_bodies(form: str, archive: Archive, tmp_path: Path) -> None:
    from accounted.record.models import Person, Remains

    path = tmp_path / f"pm.{form}"
    WRITERS[form](path, PM)
    result = _imported(archive, path)
    assert (result.entered, result.set_aside) == (2, 0)
    assert not Person.objects.exists()
    one = Remains.objects.get(number="PM-0001")
    assert (one.sex, one.age_min, one.age_max) == ("male", 30, 40)
    assert Remains.objects.get(number="PM-0002").sex is None


def test_people_of_follow_the_money(archive: Archive, tmp_path: Path) -> None:
    from accounted.record.models import Person

    entities = [
        {"id": "p-1", "schema": "Person", "properties": {
            "name": ["Taras Hladun"], "birthDate": ["1988-07-19"], "gender": ["male"],
            "fatherName": ["Oleksandr"], "deathDate": ["2031-06-03"]}},
        {"id": "c-1", "schema": "Company", "properties": {"name": ["Zirka"]}},
        {"id": "p-2", "schema": "Person", "properties": {"name": ["Lidiia Sokyrko"], "birthDate": ["1948"]}},
    ]  # fmt: skip
    path = tmp_path / "people.ftm.json"
    path.write_text("\n".join(map(json.dumps, entities)), encoding="utf-8")
    result = _imported(archive, path)
    assert (result.rows, result.entered) == (2, 2)
    taras = Person.objects.get(names__as_written="Taras Hladun")
    assert (taras.sex, taras.outcome) == ("male", "dead")
    row = rows_of(archive, [taras.id])[taras.id]
    assert {cell.field: cell.reference for cell in row.cells}["birth"] == "birthDate"
    assert row.given_id == "p-1"


@pytest.mark.parametrize("form", WRITERS)
def test_lists_that_say_next_to_nothing_are_answered(form: str, archive: Archive, tmp_path: Path) -> None:
    """Ten rows, of one column; columns that are empty all through."""
    names = [[f"Person {letter}"] for letter in "ABCDEFGHIJ"]
    one = tmp_path / f"one.{form}"
    WRITERS[form](one, [["Name"], *names])
    assert _imported(archive, one).entered == 10
    empty = tmp_path / f"empty.{form}"
    WRITERS[form](empty, [["Name", "Sex", "Date of birth"], *([*name, "", ""] for name in names)])
    result = _imported(archive, empty)
    assert (result.entered, dict(result.unclear or {})) == (10, {})
