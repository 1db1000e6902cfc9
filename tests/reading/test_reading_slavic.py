"""Ukrainian and Russian as bulletins are written: who speaks, who denies, where, by whom. All is invented."""

from __future__ import annotations

import pytest

from accounted.claims import Claim, Document
from accounted.places import Gazetteer
from accounted.reading import load_lexicon, read


def claims(text: str, language: str, gazetteer: object, kind: str = "tally") -> list[Claim]:
    document = Document(text, language=language, published="2024-05-20")
    reading = read(document, lexicon=load_lexicon(language), gazetteer=gazetteer)  # type: ignore[arg-type]
    return [c for c in reading.claims if c.kind == kind]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("uk", "Загинуло 12 людей. Про це повідомив речник поліції Полтавщини Павло Зимовець.",
         "речник поліції Полтавщини Павло Зимовець"),
        ("uk", "Загинуло 12 людей. Про це голова громади Олена Гай повідомила у Facebook.",
         "голова громади Олена Гай"),
        ("uk", "«Загинуло 12 людей», — сказав журналістам прокурор області Лев Гнатюк.",
         "прокурор області Лев Гнатюк"),
        ("uk", "Загинуло 12 людей, підрахували правозахисники «Нового обрію».",
         "правозахисники «Нового обрію»"),
        ("ru", "Погибли 12 человек. Об этом в своём канале сообщил глава района Антон Лужин.",
         "глава района Антон Лужин"),
        ("ru", "Задержаны 12 человек, подсчитал «Наблюдатель-Сводка».", "«Наблюдатель-Сводка»"),
    ],
)  # fmt: skip
def test_a_speaker_is_named_in_full(language: str, text: str, speaker: str, no_places: object) -> None:
    claim = claims(text, language, no_places)[0]
    assert claim.speaker is not None
    assert claim.speaker.text == speaker


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("uk", "У місті загинули 12 людей. МЗС РФ назвало кадри з міста постановкою.", "МЗС РФ"),
        ("uk", "Викрадено 12 дітей. Росія називає це евакуацією та заперечує факт викрадень.", "Росія"),
        ("uk", "Загинули 12 людей. Міський голова назвав це цинічною брехнею.", "Міський голова"),
        ("ru", "Погибли 12 человек. Представитель МИД РФ Анна Белова осудила доклад, назвав его лживым.",
         "Представитель МИД РФ Анна Белова"),
        ("ru", "Погибли 12 человек. Российские чиновники называют эти данные фейком.",
         "Российские чиновники"),
    ],
)  # fmt: skip
def test_whoever_calls_it_false_denies_it(language: str, text: str, speaker: str, no_places: object) -> None:
    (denial,) = claims(text, language, no_places, "denial")
    assert denial.speaker is not None
    assert denial.speaker.text == speaker


def test_what_is_denied_after_that_belongs_to_the_denial(no_places: object) -> None:
    text = "В театре погибли 12 человек. Минобороны отрицает, что наносило удар по театру."
    (denial,) = claims(text, "ru", no_places, "denial")
    assert denial.excerpt.exact == "Минобороны отрицает, что наносило удар по театру"
    assert claims(text, "ru", no_places, "act") == []


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [
        ("uk", "«Ще 14 тіл чекають на ДНК-експертизу в морзі Дніпра», — додав він.", ["Дніпра"]),
        ("uk", "Російська армія вдарила двома ракетами по Одесі. Загинуло 16 людей.", ["Одесі"]),
        ("uk", "На залізничній станції Лозиця загинули 25 людей.", ["Лозиця"]),
        ("uk", "На відступі військові РФ залишили у Мотижині могилу. Ще одне тіло знайшли в колодязі.",
         ["Мотижині"]),
        ("ru", "Власти Мариуполя сообщили о 130 раненых. Горсовет утверждает, что погибли 2500 жителей.",
         ["Мариуполя", "Мариуполя"]),
        ("ru", "Правозащитники насчитали в урочище Чёрный Бор не менее 600 расстрелянных.", ["Чёрный Бор"]),
    ],
)  # fmt: skip
def test_places_of_bulletins(language: str, text: str, places: list[str], gazetteer: Gazetteer) -> None:
    found = claims(text, language, gazetteer)
    assert [c.place.text if c.place else None for c in found] == places


@pytest.mark.parametrize(
    ("language", "text", "party"),
    [
        ("uk", "Російська армія вдарила ракетами по місту. Загинуло 16 людей.", "Російська армія"),
        ("uk", "Окупанти обстріляли село. За даними поліції, загинуло 16 людей.", "Окупанти"),
        ("uk", "Україні повернули тіла 62 захисників, перемовини вели прикордонники.", None),
        ("ru", "На акциях в 36 городах России задержаны 366 человек.", None),
        ("ru", "В архиве ФСБ нашли документы о расстреле 1 200 ссыльных.", None),
    ],
)  # fmt: skip
def test_parties_of_bulletins(language: str, text: str, party: str | None, no_places: object) -> None:
    claim = claims(text, language, no_places)[0]
    assert (claim.party.text if claim.party else None) == party


def test_a_year_of_birth_dates_nothing(no_places: object) -> None:
    (claim,) = claims("Поранено хлопчика 2019 року народження.", "uk", no_places)
    assert claim.date is None


def test_a_column_of_cars_is_no_prison(no_places: object) -> None:
    text = "Окупанти вдарили ракетами по колоні цивільних автомобілів. Загинуло 30 людей."
    assert claims(text, "uk", no_places, "site") == []
