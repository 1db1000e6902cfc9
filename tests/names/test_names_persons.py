"""Personal names: what is told of them, how it was told, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.names import languages_of, parse_name, script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Bolvinov", "Latn"), ("Møse", "Latn"), ("Болвінов", "Cyrl"), ("Вʼюник", "Cyrl"), ("محمد", "Arab"),
        ("Иван Petrov", "mixed"), ("Khаrkiv", "mixed"),
        ("Γιώργος", "Grek"), ("42 – 17", "Zyyy"), ("", "Zyyy"),
        ("გიორგი", "Geor"), ("李明", "Hani"), ("Shcherbanʹ", "Latn"),
    ],
)  # fmt: skip
def test_the_script_of_a_name(text, script):
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Сергій", ("be", "uk")), ("Їжакевич", ("uk",)), ("Крылов", ("be", "ru")), ("Объезд", ("bg", "ru")),
        ("Роман", ()), ("Bolvinov", ()), ("Ђорђевић", ("sr",)), ("Іван Крыўко", ("be",)),
    ],
)  # fmt: skip
def test_letters_allow_some_languages_and_not_others(text, languages):
    assert languages_of(text) == languages


@pytest.mark.parametrize(
    ("written", "language", "given", "patronymic", "family"),
    [
        ("Сергій Вікторович Болвінов", None, "Сергій", "Вікторович", "Болвінов"),
        ("Болвінов Сергій Вікторович", None, "Сергій", "Вікторович", "Болвінов"),
        ("Анна Ивановна Петрова", "ru", "Анна", "Ивановна", "Петрова"),
        ("Serhii Viktorovych Bolvinov", None, "Serhii", "Viktorovych", "Bolvinov"),
        ("Ольга Іванівна", "uk", "Ольга", "Іванівна", None),
        ("БОЛВІНОВ Сергій", None, "Сергій", None, "БОЛВІНОВ"),
        ("Bolvinov, Serhiy", None, "Serhiy", None, "Bolvinov"),
        ("Bolvinov, Serhii Viktorovych", None, "Serhii", "Viktorovych", "Bolvinov"),
        ("С. В. Болвінов", None, "С.", "В.", "Болвінов"),
        ("Болвінов С.В.", None, "С.", "В.", "Болвінов"),
        ("S. Bolvinov", "en", "S.", None, "Bolvinov"),
        ("Serhiy Bolvinov", "en", "Serhiy", None, "Bolvinov"),
        ("Kovalenko Olena", "en", "Olena", None, "Kovalenko"),
        ("Erik Møse", "en", "Erik", None, "Møse"),
        ("Ludwig van Beethoven", "de", "Ludwig", None, "van Beethoven"),
        ("Muhammad ibn Abdullah al-Hashimi", None, "Muhammad", "ibn Abdullah", "al-Hashimi"),
        ("محمد بن عبد الله", None, "محمد", "بن عبد الله", None),
        ("José Ortega y Gasset", "es", "José", None, "Ortega y Gasset"),
    ],
)
def test_parts_are_told_by_signs_in_the_name(written, language, given, patronymic, family):
    name = parse_name(written, language)
    assert (name.given, name.patronymic, name.family) == (given, patronymic, family)


def test_the_usual_order_is_an_assumption_and_says_so():
    name = parse_name("Bel Trew", "en")
    assert (name.given, name.family) == ("Bel", "Trew")
    assert all(p.assumed for p in name.parts)
    assert not any(p.assumed for p in parse_name("Serhiy Bolvinov", "en").parts)


@pytest.mark.parametrize(
    ("written", "language", "undecided"),
    [
        ("María García López", "es", ("García", "López")),
        ("Madonna", None, ("Madonna",)),
        ("Остап Ярович", "uk", ()),
        ("Кукуй Янович", "uk", ("Кукуй", "Янович")),
        ("Kossuth Lajos", "hu", ("Kossuth", "Lajos")),
        ("Nguyen Van Minh", "vi", ("Nguyen", "Van", "Minh")),
    ],
)
def test_what_cannot_be_told_stays_undecided(written, language, undecided):
    assert parse_name(written, language).undecided == undecided


@pytest.mark.parametrize(
    ("written", "titles", "bare"),
    [
        ("Colonel Serhiy Bolvinov", ("Colonel",), "Serhiy Bolvinov"),
        ("Lt. Gen. Valerii Zaluzhnyi", ("Lt.", "Gen."), "Valerii Zaluzhnyi"),
        ("полковник Сергій Болвінов", ("полковник",), "Сергій Болвінов"),
        ("Judge", (), "Judge"),
    ],
)
def test_titles_and_ranks_are_kept_apart(written, titles, bare):
    name = parse_name(written)
    assert (name.titles, name.bare) == (titles, bare)
    assert name.as_written == written


def test_parts_stand_at_their_place():
    written = "Colonel Serhii  Viktorovych Bolvinov"
    for part in parse_name(written).parts:
        assert written[part.start : part.end] == part.text


def test_the_name_as_written_never_changes():
    name = parse_name(" Serhiy  Bolvinov ")
    assert name.as_written == " Serhiy  Bolvinov "
    with pytest.raises(AttributeError):
        name.as_written = "x"  # type: ignore[misc]


def test_a_name_has_letters():
    with pytest.raises(ValueError, match="is no name: it has no letters"):
        parse_name("№ 319")


@given(st.text(min_size=1, max_size=40))
def test_any_name_is_kept_as_written_and_no_word_is_lost_or_told_twice(text):
    if not any(c.isalpha() for c in text) or script_of(text) == "Zyyy":
        return
    name = parse_name(text)
    assert name.as_written == text
    spans = [(p.start, p.end) for p in name.parts]
    assert spans == sorted(set(spans))
    assert all(text[p.start : p.end] == p.text for p in name.parts)
