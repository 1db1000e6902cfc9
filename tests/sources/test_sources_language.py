"""The language of a text: told from enough words, not guessed from too few."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.sources import detect_language

unhurried = settings(deadline=None, max_examples=80)  # machines are shared: time says nothing


@pytest.mark.parametrize(("language", "text"), [
    ("en", "The bodies were found in the forest, said the head of the police."),
    ("uk", "Тіла знайшли біля міста, повідомили в поліції."),
    ("ru", "Тела нашли в лесу, сообщили в полиции."),
    ("be", "Целы знойдзены ў лесе каля горада."),
    ("bg", "Телата бяха открити в гората, съобщи полицията."),
    ("sr", "Тела су пронађена у шуми, саопштила је полиција."),
    ("pl", "Ciała znaleziono w lesie, poinformowała policja."),
    ("de", "Die Leichen wurden im Wald gefunden, sagte die Polizei."),
    ("fr", "Les corps ont été retrouvés dans la forêt."),
    ("es", "Los cuerpos fueron hallados en el bosque, según la policía."),
    ("it", "I corpi sono stati trovati nella foresta."),
    ("pt", "Os corpos foram encontrados na floresta."),
    ("ro", "Corpurile au fost găsite în pădure."),
    ("tr", "Cesetler ormanda bulundu ve polis açıklama yaptı."),
    ("nl", "De lichamen werden in het bos gevonden."),
    ("ar", "عثر على الجثث في الغابة"),
    ("fa", "جسدها در جنگل پیدا شد و پلیس گفت"),
    ("he", "הגופות נמצאו ביער"),
    ("zh", "尸体在森林中被发现"),
    ("ja", "遺体が森で発見された"),
])  # fmt: skip
def test_a_sentence_is_enough(language, text):
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text", ["", "447", "(EPA)", "Izium", "Тела", "Place | Bodies", "a, b, c", "12.10.2022", "OK ok"]
)
def test_a_word_or_two_is_not(text):
    assert detect_language(text) is None


@unhurried
@given(st.text(max_size=200))
def test_any_text_has_one_answer(text):
    assert detect_language(text) == detect_language(text)
