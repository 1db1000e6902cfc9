"""Lists of people: every row becomes a record or is set aside with its reason; each value has its cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from accounted.linking.tables import InvalidMapping, Mapping, UnreadableTable, guess, read_table
from accounted.record import decisions, lists
from accounted.record.archive import Archive
from accounted.record.queries.linking import people_on_lists, person_lists, rows_of, set_aside

LIST = """Список осіб станом на 1 червня;;;;;;
№;Прізвище;Ім'я;Стать;Дата народження;Місце;Дата загибелі
1;Гладун;Тарас;ч;19.07.1988;Нижня Верба;03.06.2031
2;Гладун;Іван;ч;31.02.1991;Нижня Верба;03.06.2031
2;Сокирко;Лідія;ж;1948;Верба;04.06.2031
4;Ярчук;Григорій;ч;05.05.2033;Залуч;04.06.2031
5;;;;;;
6;Бережна;Оксана;жін;бл. 1995;Залуч;невідомо
"""


@pytest.fixture
def imported(archive: Archive, tmp_path: Path) -> Callable[..., lists.ImportedList]:
    """Puts a list on record from its text, as it is guessed."""

    def put(text: str = LIST, name: str = "list.csv", **told: object) -> lists.ImportedList:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return lists.import_list(archive, path, replace(guess(read_table(path)).mapping, **told))

    return put


def test_every_row_is_entered_or_set_aside(
    archive: Archive, imported: Callable[..., lists.ImportedList]
) -> None:
    result = imported()
    assert (result.rows, result.entered, result.set_aside) == (6, 4, 2)
    reasons = [row.failed for row in set_aside(archive, result.id)]
    assert "the birth is after the death" in reasons[0]
    assert "nothing tells whom the row is about" in reasons[1]


def test_a_value_points_to_its_cell(archive: Archive, imported: Callable[..., lists.ImportedList]) -> None:
    from accounted.record.models import Person, Value

    imported()
    lydia = Person.objects.get(names__as_written="Сокирко Лідія")
    row = rows_of(archive, [lydia.id])[lydia.id]
    assert {cell.field: (cell.reference, cell.written) for cell in row.cells}["birth"] == ("E", "1948")
    assert row.number == 5  # as a person counts the lines of the file
    born = Value.objects.get(subject_id=lydia.id, field="date:birth")
    assert (born.value, born.row_id) == ("1948", row.id)
    assert lydia.sex == "female" and lydia.outcome == "dead" and lydia.origin == "import"


def test_a_cell_that_is_no_date_leaves_the_row_on_record(
    archive: Archive, imported: Callable[..., lists.ImportedList]
) -> None:
    from accounted.record.models import Person, Value

    result = imported()
    ivan = Person.objects.get(names__as_written="Гладун Іван")
    assert not Value.objects.filter(subject_id=ivan.id, field="date:birth").exists()
    cell = next(c for c in rows_of(archive, [ivan.id])[ivan.id].cells if c.field == "birth")
    assert cell.written == "31.02.1991" and "no date" in (cell.unclear or "")
    assert result.unclear == {"birth": 1, "id": 1}


def test_two_rows_of_one_number_stay_two_records(imported: Callable[..., lists.ImportedList]) -> None:
    """A number mistyped or given twice is no proof of one person."""
    from accounted.record.models import ListRow

    imported()
    assert list(ListRow.objects.filter(given_id__startswith="2").values_list("given_id", flat=True)) == [
        "2",
        "2 (row 5)",
    ]


def test_listed_people_are_confidential_and_withheld(imported: Callable[..., lists.ImportedList]) -> None:
    from accounted.record.models import Person

    imported()
    assert set(Person.objects.values_list("confidentiality", "publication")) == {("confidential", "withheld")}


def test_no_name_of_a_list_stands_in_the_log(
    archive: Archive, imported: Callable[..., lists.ImportedList]
) -> None:
    imported()
    written = b"".join(path.read_bytes() for path in (archive.path / "log").rglob("*") if path.is_file())
    assert "Гладун".encode() not in written and b"\\u0413\\u043b\\u0430\\u0434" not in written


def test_the_same_list_again_enters_nothing(
    archive: Archive, imported: Callable[..., lists.ImportedList]
) -> None:
    first = imported()
    again = imported()
    assert again.already and again.id == first.id
    assert len(person_lists(archive)) == 1


def test_another_mapping_of_the_same_list_is_refused(imported: Callable[..., lists.ImportedList]) -> None:
    imported()
    with pytest.raises(decisions.DecisionRefused, match="another mapping"):
        imported(everyone="missing")


def test_an_interrupted_import_goes_on_where_it_stopped(
    archive: Archive, imported: Callable[..., lists.ImportedList], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "uid,name,sex\n" + "".join(f"{n},Person {chr(65 + n % 26)}{n},m\n" for n in range(1, 26))
    monkeypatch.setattr(lists, "AT_ONCE", 10)
    real, calls = lists.decided.enter_list_rows, []

    def stop_at_the_second(*given: object, **told: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(*given, **told)

    monkeypatch.setattr(lists.decided, "enter_list_rows", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        imported(text)
    (held,) = person_lists(archive)
    assert (held.rows, held.complete) == (10, False)
    monkeypatch.setattr(lists.decided, "enter_list_rows", real)
    result = imported(text)
    assert (result.rows, result.entered) == (25, 25)
    assert person_lists(archive)[0].complete


def test_the_log_and_the_record_of_a_list_agree(
    archive: Archive, imported: Callable[..., lists.ImportedList]
) -> None:
    from accounted.record.models import ListRow, Person, Value

    imported()
    before = [list(m.objects.order_by("id").values()) for m in (ListRow, Person, Value)]
    assert archive.verify_record().ok
    archive.rebuild()
    assert [list(m.objects.order_by("id").values()) for m in (ListRow, Person, Value)] == before
    assert archive.verify_record().ok


def test_bodies_keep_their_numbers_and_no_number_is_given_twice(
    archive: Archive, imported: Callable[..., lists.ImportedList]
) -> None:
    from accounted.record.models import Remains

    text = "PM No,Sex,Estimated age,Date of recovery\n"
    text += "A-1,M,30-40,2031-06-03\nA-2,F,,2031-06-04\nA-1,M,,2031-06-05\n"
    result = imported(text)
    assert result.entered == 2
    assert "a number is never used again" in result.reasons[0][1]
    one = Remains.objects.get(number="A-1")
    assert (one.sex, one.age_min, one.age_max) == ("male", 30, 40)


def test_unlinked_lists_give_a_range_and_say_why(
    archive: Archive, imported: Callable[..., lists.ImportedList]
) -> None:
    imported(no_duplicates=True)
    imported("name,sex\nTaras Hladun,m\nIvan Hladun,m\n", "other.csv")
    people = people_on_lists(archive)
    assert people is not None and (people.low, people.high) == (4, 6)
    assert "have not been linked" in people.basis


def test_a_mapping_that_does_not_fit_is_refused_with_the_columns_there_are(
    archive: Archive, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,sex\nTaras Hladun,m\n", encoding="utf-8")
    with pytest.raises(InvalidMapping, match="there is no column 'Nachname'; there are: name, sex"):
        lists.import_list(archive, path, Mapping(columns={"family": ("Nachname",)}))


def test_a_file_that_is_no_table_is_refused(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"PK\x03\x04 this is no workbook")
    with pytest.raises(UnreadableTable, match="no whole workbook"):
        lists.import_list(archive, path, Mapping(columns={"name": ("name",)}))
    assert not person_lists(archive)


SEVERAL = "ID;Name;Place of birth\n1;Taras Hladun;Харків\n2;Lidia Sokyrko;Іванівка\n3;Ivan Yarchuk;Іванівка\n"


def test_of_several_places_of_a_name_those_there_are_can_be_chosen_from(
    archive: Archive, imported: Callable[..., lists.ImportedList], tmp_path: Path
) -> None:
    from accounted.record.list_places import PlacesOfList
    from accounted.record.models import Person, Value
    from accounted.record.verification import verify_record

    path = tmp_path / "several.csv"
    path.write_text(SEVERAL, encoding="utf-8")
    table = read_table(path)
    (name,) = PlacesOfList.of(table, guess(table).mapping).open()
    assert (name.field, name.written, name.rows) == ("birth_place", "Іванівка", 2)
    assert len(name.candidates) > 2
    identifier, words = name.candidates[1]
    assert words.startswith("Ivanivka, ")

    result = imported(SEVERAL, places={"Іванівка": identifier})
    assert result.entered == 3
    born = Person.objects.get(names__as_written="Lidia Sokyrko")
    assert f"gn:{born.birth_place.geonames}" == identifier
    value = Value.objects.get(subject_id=born.id, field="birth_place")
    assert value.ground.startswith("chosen by whoever imported the list")
    other = Value.objects.get(field="birth_place", row__given_id="1")
    assert other.ground.startswith("proposed by the gazetteer")
    row = rows_of(archive, [born.id])[born.id]
    assert next(cell.written for cell in row.cells if cell.field == "birth_place") == "Іванівка"
    assert verify_record(archive).ok


def test_nothing_is_chosen_for_anybody(archive: Archive, imported: Callable[..., lists.ImportedList]) -> None:
    from accounted.record.models import Person

    imported(SEVERAL)
    assert Person.objects.get(names__as_written="Ivan Yarchuk").birth_place is None


def test_a_chosen_place_that_there_is_not_is_refused_before_anything_is_on_record(
    archive: Archive, imported: Callable[..., lists.ImportedList]
) -> None:
    from accounted.record.models import PersonList

    with pytest.raises(InvalidMapping, match="Іванівка: the gazetteer has no place gn:9999999999"):
        imported(SEVERAL, places={"Іванівка": "gn:9999999999"})
    assert not PersonList.objects.exists()


def test_a_row_that_took_others_into_it_is_set_aside_with_its_line(
    archive: Archive, imported: Callable[..., lists.ImportedList]
) -> None:
    result = imported(LIST.replace("2;Сокирко", '2;"Сокирко'))
    assert (result.rows, result.entered, result.set_aside) == (3, 2, 1)
    (row,) = set_aside(archive, result.id)
    assert row.number == 5
    assert row.failed.startswith("a quotation mark opens in line 5 and is never closed: 3 lines below it")
    assert any(reason.endswith("(first in row 5)") for _, reason in result.reasons)


def test_a_list_that_cannot_be_read_to_its_end_is_kept_and_no_row_of_it_entered(
    archive: Archive, tmp_path: Path
) -> None:
    from accounted.record.models import Item, Person, PersonList

    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    mapping = guess(read_table(path)).mapping
    lines = "7;Гора;Іван;ч;1990;;\n" * 40 + '8;"' + "Гора;Іван\n" * 120_000
    path.write_text(LIST + lines, encoding="utf-8")
    with pytest.raises(UnreadableTable, match=r"list.csv, row 49 \(from line 49\): a cell of more than 1,0"):
        lists.import_list(archive, path, mapping)
    assert not PersonList.objects.exists() and not Person.objects.exists()
    kept = archive.store.object_path(Item.objects.get().sha256)
    assert kept.read_bytes() == path.read_bytes()


def test_a_list_destroyed_by_order_leaves_no_word_of_anybody(
    archive: Archive,
    imported: Callable[..., lists.ImportedList],
    anna: decisions.Reviewer,
    borys: decisions.Reviewer,
) -> None:
    from accounted.record.models import ListRow, Person, PersonName, Value

    imported()
    people = list(Person.objects.order_by("id").values_list("id", flat=True))
    decisions.destroy(
        archive,
        ["ACC-000001"],
        order=decisions.Order("a court", "12/31"),
        by=anna,
        second=borys,
        reason="as ordered",
    )
    assert list(Person.objects.order_by("id").values_list("id", flat=True)) == people
    assert not PersonName.objects.exists() and not Value.objects.exists()
    assert set(ListRow.objects.values_list("given_id", "failed")) == {("", None), ("", "[destroyed]")}
    assert archive.verify_record().ok
    kept = b"".join(path.read_bytes() for path in archive.path.rglob("*") if path.is_file())
    assert "Сокирко".encode() not in kept


def test_places_the_gazetteer_knows_are_proposed_and_the_cell_stands_as_written(
    archive: Archive, imported: Callable[..., lists.ImportedList]
) -> None:
    from accounted.record.models import Person, Place, Value
    from accounted.record.verification import verify_record

    result = imported(
        "ID;Name;Place of birth\n1;Taras Hladun;Харків\n2;Lidia Sokyrko;Суми\n"
        "3;Ivan Yarchuk;Хутір Невідомий\n4;Oksana Berezhna;Харків\n"
    )
    assert result.entered == 4
    kharkiv = Place.objects.get(pk=Person.objects.get(names__as_written="Taras Hladun").birth_place_id)
    assert kharkiv.country == "UA" and kharkiv.geonames
    assert Place.objects.count() == 2
    assert Person.objects.get(names__as_written="Ivan Yarchuk").birth_place is None
    value = Value.objects.get(field="birth_place", value=kharkiv.id, row__given_id="1")
    assert "proposed by the gazetteer" in value.ground
    row = rows_of(archive, [value.subject_id])[value.subject_id]
    assert next(cell.written for cell in row.cells if cell.field == "birth_place") == "Харків"
    assert verify_record(archive).ok
