"""Transliteration: each system against its own published examples, and the one that can be undone undone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.names import SYSTEMS, NoTable, back, transliterate
from accounted.vocabulary import vocabulary

# The examples that stand beside the letters in resolution 55 of 2010, with зг, initial and other positions.
EXAMPLES = """
Алушта Alushta  Андрій Andrii  Борщагівка Borshchahivka  Борисенко Borysenko  Вінниця Vinnytsia
Володимир Volodymyr  Гадяч Hadiach  Богдан Bohdan  Згурський Zghurskyi  Ґалаґан Galagan  Ґорґани Gorgany
Донецьк Donetsk  Дмитро Dmytro  Рівне Rivne  Олег Oleh  Есмань Esman  Єнакієве Yenakiieve  Гаєвич Haievych
Короп'є Koropie  Житомир Zhytomyr  Жанна Zhanna  Жежелів Zhezheliv  Закарпаття Zakarpattia
Казимирчук Kazymyrchuk  Медвин Medvyn  Михайленко Mykhailenko  Іванків Ivankiv  Іващенко Ivashchenko
Їжакевич Yizhakevych  Кадиївка Kadyivka  Мар'їне Marine  Йосипівка Yosypivka  Стрий Stryi  Олексій Oleksii
Київ Kyiv  Коваленко Kovalenko  Лебедин Lebedyn  Леонід Leonid  Миколаїв Mykolaiv  Маринич Marynych
Ніжин Nizhyn  Наталія Nataliia  Онищенко Onyshchenko  Решетилівка Reshetylivka  Рибчинський Rybchynskyi
Суми Sumy  Соломія Solomiia  Троць Trots  Ужгород Uzhhorod  Уляна Uliana  Філіпчук Filipchuk  Харків Kharkiv
Христина Khrystyna  Церква Tserkva  Стеценко Stetsenko  Чернівці Chernivtsi  Шевченко Shevchenko
Кишеньки Kyshenky  Щербухи Shcherbukhy  Гоща Hoshcha  Гаращенко Harashchenko  Юрій Yurii
Корюківка Koriukivka  Яготин Yahotyn  Костянтин Kostiantyn  Знам'янка Znamianka  Феодосія Feodosiia
Згорани Zghorany  Розгон Rozghon
"""
RESOLUTION_55 = re.findall(r"(\S+) (\S+)", EXAMPLES)


@pytest.mark.parametrize(("cyrillic", "latin"), RESOLUTION_55)
def test_the_ukrainian_system_of_2010_gives_its_published_examples(cyrillic, latin):
    assert transliterate(cyrillic, "uk_2010").text == latin


@pytest.mark.parametrize(
    ("system", "language", "cyrillic", "latin"),
    [
        ("bgnpcgn_uk_1965", "uk", "Згурський", "Z·hurs’kyy"),
        ("bgnpcgn_uk_1965", "uk", "Знам’янка", "Znam”yanka"),
        ("bgnpcgn_uk_1965", "uk", "Ізюм", "Izyum"),
        ("bgnpcgn_uk_1965", "uk", "Ґалаґан", "Galagan"),
        ("bgnpcgn_ru_1947", "ru", "Ельцин", "Yel’tsin"),
        ("bgnpcgn_ru_1947", "ru", "Андреевич", "Andreyevich"),
        ("bgnpcgn_ru_1947", "ru", "Подъездный", "Pod”yezdnyy"),
        ("bgnpcgn_ru_1947", "ru", "Пётр", "Pëtr"),
        ("bgnpcgn_ru_1947", "ru", "Ёлкин", "Yëlkin"),
        ("bgnpcgn_ru_1947", "ru", "Щукин", "Shchukin"),
        ("iso9", "uk", "Щербань Юрій Ґалаґан", "Ŝerbanʹ Ûrìj G̀alag̀an"),
        ("iso9", "ru", "Объезд Жуковой", "Obʺezd Žukovoj"),
        ("iso9", "uk", "Єнін Їжак", "Ênìn Ïžak"),
        ("gost779b", "ru", "Цыпкин Щукин Хорьков", "Cy`pkin Shhukin Xor`kov"),
        ("gost779b", "ru", "Цой Объезд", "Czoj Ob``ezd"),
        ("alalc", "ru", "Юрьев Цой", "I͡urʹev T͡soĭ"),
        ("alalc", "uk", "Євген Жук", "I͡evhen Z͡huk"),
        ("scientific", "uk", "Щербань Їжак Хома", "Ščerbanʹ Jižak Xoma"),
        ("scientific", "ru", "Юрьев Щукин", "Jurʹev Ščukin"),
        ("icao9303", "ru", "Юрий Подъячев Сергей", "Iurii Podieiachev Sergei"),
        ("icao9303", "uk", "Юрій Євген", "Yurii Yevhen"),
        ("press_en", "uk", "Сергій", "Serhiy"),
        ("press_de", "uk", "Щербаков", "Schtscherbakow"),
        ("press_fr", "ru", "Пушкин", "Pouchkin"),
        ("press_pl", "uk", "Щербаков", "Szczerbakow"),
    ],
)
def test_other_systems_by_their_tables(system, language, cyrillic, latin):
    assert transliterate(cyrillic, system, language).text == latin


def test_a_derived_form_says_what_made_it():
    made = transliterate("Сергій", "uk_2010")
    assert (made.text, made.system, made.language, made.of) == ("Serhii", "uk_2010", "uk", "Сергій")
    assert str(made) == "Serhii"


def test_the_letters_decide_the_language_where_they_can():
    assert transliterate("Сергій", "bgnpcgn_ru_1947", "ru").language == "ru"
    assert transliterate("Крылов", "icao9303").language == "ru"
    assert transliterate("Єнін", "icao9303").language == "uk"


@pytest.mark.parametrize(
    ("written", "latin"),
    [("ЮРІЙ ЩЕРБАНЬ", "YURII SHCHERBAN"), ("Щ", "Shch"), ("Щербань-Юрченко", "Shcherban-Yurchenko")],
)
def test_capitals_follow_the_word(written, latin):
    assert transliterate(written, "uk_2010").text == latin


@pytest.mark.parametrize("apostrophe", list("'’ʼ"))
def test_every_apostrophe_is_the_apostrophe(apostrophe):
    assert transliterate(f"Знам{apostrophe}янка", "uk_2010").text == "Znamianka"


@given(st.text(alphabet=st.characters(codec="ascii", exclude_characters="'`")))
def test_what_is_not_cyrillic_stays(text):
    assert transliterate(text, "uk_2010").text == text


ISO9_LETTERS = "".join(letter for letter in SYSTEMS["iso9"]._tables["any"].letters if letter.isalpha())
words = st.text(ISO9_LETTERS, min_size=2, max_size=12)


@given(st.lists(st.one_of(words, words.map(str.capitalize), words.map(str.upper)), min_size=1, max_size=4))
def test_iso_9_can_be_undone(name):
    # ʹ and ʺ have no case: it takes two other letters to see that they stood among capitals.
    text = " ".join(w for w in name if w[0] not in "ьъЬЪ" and len(w) - len(re.findall("[ьъ]", w, re.I)) > 1)
    assert back(transliterate(text, "iso9").text, "iso9").text == text


def test_what_cannot_be_undone_says_so():
    with pytest.raises(
        NoTable, match="uk_2010 writes different letters alike, so it cannot be undone; iso9 can"
    ):
        back("Serhii", "uk_2010")


def test_an_unknown_system_or_language_is_refused():
    with pytest.raises(NoTable, match="no transliteration system 'uk2010'; there are alalc"):
        transliterate("Сергій", "uk2010")
    with pytest.raises(NoTable, match="uk_2010 has no table for the language 'ru'; it has uk"):
        transliterate("Сергей", "uk_2010", "ru")


@pytest.mark.parametrize("system", list(SYSTEMS))
def test_a_system_is_whole_and_knows_where_it_comes_from(system):
    known = SYSTEMS[system]
    assert known.id == system and known.title and known.source and known.languages
    alphabets = {"uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"}
    for language in known.languages:
        for letter in alphabets.get(language, "".join(alphabets.values())):
            assert letter in known._tables[language].letters, (language, letter)
    assert known.comparison_only == system.startswith("press_")


def test_every_official_system_is_a_term_of_the_vocabulary():
    official = {s for s in SYSTEMS if not SYSTEMS[s].comparison_only}
    assert official == set(vocabulary("translit_system").codes) - {"press", "unknown"}
