"""Places of claims: as stated or inherited, in cases and as adjectives, their parts, and what is not told."""

from __future__ import annotations

import pytest

from accounted.claims import Document, PlaceMention, Reading
from accounted.places import Gazetteer
from accounted.reading import read


def _reading(text: str, language: str, gazetteer: Gazetteer) -> Reading:
    return read(Document(text, language=language, published="2022-05-06"), gazetteer=gazetteer)


def _places(text: str, language: str, gazetteer: Gazetteer) -> list[PlaceMention | None]:
    return [c.place for c in _reading(text, language, gazetteer).claims if c.tally is not None]


@pytest.mark.parametrize(
    ("text", "written", "name"),
    [
        ("Police found 31 bodies in Lubny on Monday.", "Lubny", "Lubny"),
        ("Six people were killed in the town of Lubny.", "Lubny", "Lubny"),
        ("A rocket hit Okhtyrka, killing six people.", "Okhtyrka", "Okhtyrka"),
        ("A missile struck the city of Vinnytsia and killed six people.", "Vinnytsia", "Vinnytsya"),
        ("The attack on Dnipro left 40 dead.", "Dnipro", "Dnipro"),
        ("Shelling of Nikopol killed six people.", "Nikopol", "Nikopol"),
        ("Six people were killed in the village of Hroza in Kharkiv region.", "Hroza", "Hroza"),
        (
            "Six people were killed on the north-western outskirts of Izium.",
            "north-western outskirts of Izium", "Izyum",
        ),
        ("Six people were killed in the centre of Kharkiv.", "centre of Kharkiv", "Kharkiv"),
        ("Six people were killed in eastern Ukraine.", "eastern Ukraine", "Ukraine"),
        ("Residents of Bucha said six people were killed there.", "Bucha", "Bucha"),
        ("In Lubny, the mayor said on Monday that, as far as he knew, six had died.", "Lubny", "Lubny"),
    ],
)  # fmt: skip
def test_english(text: str, written: str, name: str, gazetteer: Gazetteer) -> None:
    (place,) = _places(text, "en", gazetteer)
    assert place is not None
    assert (place.text, place.name, place.inferred) == (written, name, False)


@pytest.mark.parametrize(
    ("text", "written", "name"),
    [
        ("У понеділок поліція виявила 31 тіло в Лубнах.", "Лубнах", "Lubny"),
        ("На Донеччині загинули троє цивільних.", "Донеччині", "Donetsk oblast"),
        ("У Харківській області загинули троє людей.", "Харківській області", "Kharkiv oblast"),
        ("На північно-західній околиці Ізюма знайшли 440 могил.", "північно-західній околиці Ізюма", "Izyum"),
        ("У м. Чугуїв загинули троє людей.", "Чугуїв", "Chuhuyiv"),
        ("Обстріл Нікополя: загинули троє людей.", "Нікополя", "Nikopol"),
        ("Внаслідок удару по Краматорську загинули троє людей.", "Краматорську", "Kramatorsk"),
        ("Окупанти обстріляли Херсон, загинули троє людей.", "Херсон", "Kherson"),
        ("Маріуполь мав уже 58 поранених цивільних.", "Маріуполь", "Mariupol"),
        ("На Сумщині, у Білопіллі, загинули троє людей.", "Білопіллі", "Bilopillia"),
        ("Вони вбили 3 мирних жителів Донеччини.", "Донеччини", "Donetsk oblast"),
        ("У Торецьку загинули троє людей.", "Торецьку", "Toretsk"),
    ],
)
def test_ukrainian(text: str, written: str, name: str, gazetteer: Gazetteer) -> None:
    (place,) = _places(text, "uk", gazetteer)
    assert place is not None
    assert (place.text, place.name, place.inferred) == (written, name, False)


@pytest.mark.parametrize(
    ("text", "written", "name"),
    [
        ("В Лубнах полиция обнаружила 31 тело.", "Лубнах", "Lubny"),
        ("После освобождения г. Изюм Харьковской области нашли 440 тел.", "Изюм", "Izyum"),
        ("На окраине Изюма нашли 440 тел.", "окраине Изюма", "Izyum"),
        ("Обстрел Никополя: погибли трое.", "Никополя", "Nikopol"),
        ("В результате удара по Краматорску погибли 12 человек.", "Краматорску", "Kramatorsk"),
        ("В освобожденной Балаклее нашли 12 тел.", "Балаклее", "Balakliya"),
        ("Под Киевом погибли 5 человек.", "Киевом", "Kyiv"),
    ],
)
def test_russian(text: str, written: str, name: str, gazetteer: Gazetteer) -> None:
    (place,) = _places(text, "ru", gazetteer)
    assert place is not None
    assert (place.text, place.name, place.inferred) == (written, name, False)


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("Missiles struck Vinnytsia at noon. At least 23 people were killed.", "en", "Vinnytsia"),
        ("The mayor of Chuhuiv said that six people had been killed.", "en", "Chuhuiv"),
        ("Мешканці Бородянки розповіли, що загинули 40 людей.", "uk", "Бородянки"),
        ("Бої йшли на території заводу “Азовсталь”. Звідти вийшли 40 поранених.", "uk", "Азовсталь"),
    ],
)
def test_a_place_is_inherited_and_marked_so(
    text: str, language: str, written: str, gazetteer: Gazetteer
) -> None:
    place = _places(text, language, gazetteer)[-1]
    assert place is not None
    assert (place.text, place.inferred) == (written, True)


def test_a_state_that_acts_is_no_place(gazetteer: Gazetteer) -> None:
    assert _places("Russia said six people had been killed.", "en", gazetteer) == [None]
    assert _places("Ukraine lost 300 soldiers.", "en", gazetteer) == [None]


def test_two_counts_of_a_sentence_have_each_their_place(gazetteer: Gazetteer) -> None:
    text = "Two people were killed in Kherson and three were wounded in Odesa."
    assert [p.text if p else None for p in _places(text, "en", gazetteer)] == ["Kherson", "Odesa"]


def test_a_misspelt_name_is_a_suggestion_that_a_person_confirms(gazetteer: Gazetteer) -> None:
    reading = _reading("Six people were killed in Kharviv region.", "en", gazetteer)
    (claim,) = reading.claims
    assert claim.place is not None
    assert (claim.place.text, claim.place.match) == ("Kharviv", "typo")
    assert "D-25" in [w.rule for w in reading.warnings]


def test_a_level_that_the_gazetteer_does_not_confirm_is_remarked_on(gazetteer: Gazetteer) -> None:
    reading = _reading("Six people were killed in the region of Trostyanets in Sumy.", "en", gazetteer)
    assert "D-26" in [w.rule for w in reading.warnings]


def test_a_name_that_the_gazetteer_has_not_is_kept_as_written(gazetteer: Gazetteer) -> None:
    (place,) = _places("Six people were killed in the village of Qwxarthin.", "en", gazetteer)
    assert place is not None
    assert (place.text, place.name) == ("Qwxarthin", None)
    assert place.reason


def test_candidates_and_the_reason_for_the_choice_are_given(gazetteer: Gazetteer) -> None:
    (place,) = _places("Six people were killed in Lubny, Poltava region.", "en", gazetteer)
    assert place is not None
    assert place.candidates
    assert place.candidates > 1
    assert "Poltava" in (place.reason or "")
