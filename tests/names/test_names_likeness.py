"""Which names in one document may be one person's: real spellings of the coverage, and names that are not."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.names import SYSTEMS, parse_name, same_name_possible, variants

ONE_PERSON = [
    [
        "Serhiy Bolvinov",
        "Serhii Bolvinov",
        "Serhii Bolnivov",
        "Sergei Bolvinov",
        "Сергій Болвінов",
        "Сергей Болвинов",
    ],
    ["Yevhen Yenin", "Yevhen Enin", "Євген Єнін", "Евгений Енин"],
    ["Erik Møse", "Erik Mose"],
    ["Oleh Syniehubov", "Oleh Synehubov", "Олег Синєгубов", "Oleg Sinegubov"],
    ["Shcherban", "Schtscherban", "Szczerbań", "Щербань", "Ščerbanʹ"],
]


@pytest.mark.parametrize(("a", "b"), [pair for names in ONE_PERSON for pair in combinations(names, 2)])
def test_spellings_of_one_name_may_be_one_person(a, b):
    likeness = same_name_possible(a, b)
    assert likeness.possible, likeness
    assert likeness.reasons


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Serhiy Bolvinov", "Bolvinov"),
        ("Serhiy Bolvinov", "S. Bolvinov"),
        ("Болвінов С.В.", "Serhiy Bolvinov"),
        ("Colonel Serhiy Bolvinov", "Bolvinov, Serhii Viktorovych"),
        ("Олена Володимирівна Жук", "Elena Vladimirovna Zhuk"),
        ("Jürgen Müller", "Jurgen Muller"),
    ],
)
def test_shorter_forms_may_be_the_same_person(a, b):
    assert same_name_possible(a, b).possible


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Serhiy Bolvinov", "Andriy Bolvinov"),
        ("Oleksandr Hryhorovych Shcherban", "Oleksii Hryhorovych Shcherban"),
        ("Maria Ivanova", "Maria Petrova"),
        ("Serhiy", "Serhiy Bolvinov"),
        ("S.", "Serhiy Bolvinov"),
        ("Bel Trew", "Tim White"),
        ("S. Bolvinov", "Andriy Bolvinov"),
        ("Олена Жук", "Олеся Жук"),
    ],
)
def test_other_names_are_other_people(a, b):
    assert not same_name_possible(a, b).possible


names = st.sampled_from(
    [n for group in ONE_PERSON for n in group] + ["Andriy Bolvinov", "S. B.", "محمد بن علي"]
)


@given(names, names)
def test_comparison_is_symmetric_repeatable_and_within_bounds(a, b):
    first = same_name_possible(a, b)
    assert first == same_name_possible(a, b)
    assert same_name_possible(b, a).score == first.score
    assert 0 <= first.score <= 1


@given(names)
def test_a_name_is_like_itself(name):
    likeness = same_name_possible(name, parse_name(name))
    assert likeness.possible or name == "S. B."


def test_the_reasons_name_the_words_and_the_system():
    reasons = same_name_possible("Шевченко", "Shevchenko").reasons
    assert reasons[0].startswith("Shevchenko ~ Шевченко: ")
    assert same_name_possible("Erik Møse", "Erik Mose").reasons == (
        "Erik = Erik",
        "Mose = Møse without marks",
    )


def test_variants_are_made_in_every_system_and_say_which():
    made = variants(parse_name("Сергій Болвінов"))
    texts = {d.text: d.system for d in made}
    assert {"Serhii Bolvinov", "Serhiy Bolvinov", "Sergìj Bolvìnov", "Serhij Bolwinow"} <= set(texts)
    assert len(made) == len(texts)
    assert all(d.of == "Сергій Болвінов" and d.system in SYSTEMS for d in made)


def test_press_habits_can_be_left_out():
    assert not any(SYSTEMS[d.system].comparison_only for d in variants("Сергій", comparison=False))


def test_a_name_of_no_telling_letters_is_read_in_both_languages():
    assert {d.language for d in variants("Роман Гончаренко")} >= {"uk", "ru"}


def test_a_latin_name_has_only_itself_without_marks():
    assert [(d.text, d.system) for d in variants("Erik Møse")] == [("Erik Mose", "without_marks")]
    assert variants("Serhiy Bolvinov") == ()
