"""Places on the map, numbers with check digits, times as intervals: what agrees, what contradicts."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from accounted.linking import LinkRecord, People
from accounted.linking.columns import made
from accounted.linking.comparisons import numbers
from accounted.linking.model import comparisons
from accounted.places import Gazetteer


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.load()


def level(a, b, name, *, gazetteer=None, lists=None):
    """In words, how two records agree in one comparison; None where it says nothing."""
    rows = [a, b] if lists is None else [a, b, *lists]
    people = People.of({f"list {n}": [LinkRecord(str(n), row)] for n, row in enumerate(rows)})
    table = made(people, gazetteer).table
    one = next((c for c in comparisons(frozenset(table.column_names)) if c.name == name), None)
    if one is None:
        return None
    cases = " ".join(
        [f"when {one.silent} then null"]
        + [f"when {at.sql} then '{at.words.replace(chr(39), chr(39) * 2)}'" for at in one.levels[:-1]]
    )
    sides = ", ".join(f"{side}.{column} as {column}_{side}" for side in "lr" for column in table.column_names)
    connection = duckdb.connect()
    connection.register("every", table)
    told = connection.execute(
        f"select case {cases} else '{one.levels[-1].words.replace(chr(39), chr(39) * 2)}' end from "
        f"(select {sides} from (select * from every where rec = 0) l, (select * from every where rec = 1) r)"
    ).fetchone()
    return told[0]


# -- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        ("Ізюм", "Izium", "same place"),
        ("Дніпро", "Dnipropetrovsk", "one place under two names"),
        ("Ізюм", "Харківська область", "one place lies in the other"),
        ("Ізюм, Харківська область", "Izyum", "one place under two names"),
        ("Буча", "Ірпінь", "place within ten kilometres"),
        ("Ізюм", "Львів", "another place"),
    ],
)
def test_places_are_compared_on_the_map(a, b, words, gazetteer):
    assert level({"place": a}, {"place": b}, "place", gazetteer=gazetteer) == words


def test_places_the_gazetteer_does_not_know_are_compared_by_name(gazetteer):
    people = People.of(
        {"x": [LinkRecord("1", {"place": "Вигадково"}), LinkRecord("2", {"place": "Небулиця"})]}
    )
    assert "place_at" not in made(people, gazetteer).table.column_names


def test_a_name_of_many_villages_is_no_point_on_the_map(gazetteer):
    people = People.of({"x": [LinkRecord("1", {"place": "Ізюм"}), LinkRecord("2", {"place": "Борова"})]})
    assert made(people, gazetteer).table["place_at"].to_pylist() == ["gn:707292", None]


# -- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "scheme"),
    [
        ("12345678z", "DNI"),  # the specimen of the Spanish police
        ("0101006500006", "JMBG"),
        ("11223344595", "SNILS"),
        ("000000018", "Luhn"),
        ("10000000146", "Turkish identity number"),
        ("0013542419", "Iranian national code"),
        ("123456785", "RUT"),
        ("1234567899", "RNOKPP"),
    ],
)
def test_published_specimens_have_the_right_check_digit(number, scheme):
    assert numbers.right(number, scheme)


@pytest.mark.parametrize("scheme", numbers.SCHEMES)
def test_one_wrong_digit_is_noticed(scheme):
    digits = numbers.SCHEMES[scheme][0][0]
    fits = (
        next(
            n for n in (f"{at:0{digits}d}" for at in range(10**digits)) if numbers.right(n, scheme) and int(n)
        )
        if scheme not in ("DNI", "Turkish identity number")
        else {"DNI": "12345678z"}.get(scheme, "10000000146")
    )
    changed = fits[:2] + str((int(fits[2]) + 1) % 10) + fits[3:]
    assert not numbers.right(changed, scheme)


@pytest.mark.parametrize("number", ["", "1", "abc", "١٢٣٤٥٦٧٨٩٠", "12345678²9", "k" * 9, "1" * 40])
def test_what_is_no_number_of_a_scheme_is_not_right(number):
    assert not any(numbers.right(number, scheme) for scheme in numbers.SCHEMES)


def _series(count):
    fitting = (f"{n:010d}" for n in range(3_000_000_000, 3_100_000_000, 7919))
    found = [n for n in fitting if numbers.right(n, "RNOKPP")]
    return found[:count]


def test_a_column_follows_a_scheme_when_most_of_its_numbers_fit():
    numbers_of_people = _series(20)
    assert numbers.scheme_of([*numbers_of_people, "1234567890"]) == "RNOKPP"
    assert numbers.scheme_of(numbers_of_people[:3]) is None
    assert numbers.scheme_of([f"{n:06d}" for n in range(50)]) is None


def test_two_right_numbers_one_digit_apart_are_two_numbers():
    others = [{"id_number": number} for number in _series(20)]
    right_one = _series(1)[0]
    slip = right_one[:-1] + str((int(right_one[-1]) + 1) % 10)
    two = next(
        (a, b)
        for a in _series(4000)
        for b in (a[:3] + d + a[4:8] + e + a[9:] for d in "0123456789" for e in "0123456789")
        if a != b and numbers.right(b, "RNOKPP")
    )
    assert (
        level({"id_number": right_one}, {"id_number": slip}, "id_number", lists=others)
        == "number but for a digit"
    )
    assert level({"id_number": two[0]}, {"id_number": two[1]}, "id_number", lists=others) == "another number"


# -- times ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        ({"disappearance": "2022-03-01"}, {"death": "2022-06-10"}, "times agree"),
        ({"disappearance": "2022-06-20"}, {"death": "2022-06-10"}, "times a month apart at most"),
        ({"disappearance": "2022-09-20"}, {"death": "2022-06-10"}, "at times that cannot agree"),
        ({"death": "2022-03"}, {"death": "2022-03-15"}, "times agree"),
        ({"death": "2022-03"}, {"death": "2022-07-15"}, "at times that cannot agree"),
        ({"discovery": "2022-09-16"}, {"death": "2022-03-15"}, "times agree"),
        ({"discovery": "2022-09-16"}, {"disappearance": "2022-03-15"}, "times agree"),
        ({"discovery": "2022-01-16"}, {"disappearance": "2022-03-15"}, "at times that cannot agree"),
    ],
)
def test_disappearance_death_and_discovery_are_one_event(a, b, words):
    assert level(a, b, "event_interval") == words


def test_days_of_one_thing_are_compared_as_days():
    a, b = {"death": "2022-03-01", "disappearance": "2022-02-20"}, {"death": "2022-03-04"}
    assert level(a, b, "event") == "within five days"
    assert level(a, b, "event_interval") is None


def test_whole_days_of_one_field_need_no_intervals():
    people = People.of(
        {"x": [LinkRecord("1", {"death": "2022-03-01"}), LinkRecord("2", {"death": "2022-03-02"})]}
    )
    assert not {"event_from", "event_kind"} & set(made(people).table.column_names)


def test_nothing_told_of_a_time_says_nothing():
    assert level({"death": "2022-03", "given": "Марія"}, {"given": "Марія"}, "event_interval") is None
    assert pa.types.is_integer(
        made(People.of({"x": [LinkRecord("1", {"death": "2022-03"})]})).table["event_from"].type
    )


def test_a_number_with_the_right_check_digit_tells_the_day_of_birth_and_the_sex():
    assert numbers.said("3184700018", "RNOKPP") == ("1987-03-12", "male")
    assert numbers.said("0101006500006", "JMBG") == ("2006-01-01", "male")
    assert numbers.said("3184700019", "RNOKPP") is None  # the check digit is wrong


def test_what_a_number_tells_is_compared_where_the_list_does_not_say_it():
    fitting = [
        n for n in map("{:010d}".format, range(3_184_700_000, 3_184_700_400)) if numbers.right(n, "RNOKPP")
    ]
    rows = [LinkRecord(n, {"name": f"Іван {n}", "id_number_1": n}) for n in fitting]
    rows.append(LinkRecord("own", {"name": "Олена", "id_number_1": fitting[0], "birth": "1990-01-02"}))
    table = made(People.of({"list": rows})).table
    assert table["birth"].to_pylist()[0] == "19870312"
    assert table["birth"].to_pylist()[-1] == "19900102"
    assert set(table["sex"].to_pylist()) == {"male", "female"}
