"""Ukrainian, by its lexicon alone. Every sentence was written for the test."""

from __future__ import annotations

import pytest

from accounted.claims import Claim, Document
from accounted.reading import load_lexicon, read


def tallies(text: str, no_places: object) -> list[Claim]:
    document = Document(text, language="uk", published="2023-05-20")
    reading = read(document, lexicon=load_lexicon("uk"), gazetteer=no_places)  # type: ignore[arg-type]
    return [c for c in reading.claims if c.tally is not None and c.tally.victims]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Загинуло 12 людей, ще 30 поранено.", [("killed", 12), ("injured", 30)]),
        ("Унаслідок обстрілу загинули щонайменше 5 людей.", [("killed", 5)]),
        ("Поранень зазнали понад 40 мешканців.", [("injured", 41)]),
        ("Понад 40 мешканців зазнали поранень.", [("injured", 41)]),
        ("Загинули двоє, постраждали четверо.", [("killed", 2), ("casualties", 4)]),
        ("12 загиблих, 30 поранених.", [("killed", 12), ("injured", 30)]),
        ("Кількість загиблих зросла до 47.", [("killed", 47)]),
        ("Вбито троє дітей.", [("killed", 3)]),
        (
            "Ексгумовано 194 тіла, серед них 96 чоловіків і 71 жінка.",
            [("bodies_exhumed", 194), ("bodies_exhumed", 96), ("bodies_exhumed", 71)],
        ),
        ("Знайдено тіла 132 мирних жителів.", [("bodies_found", 132)]),
        ("Ідентифіковано 58 загиблих.", [("identified", 58)]),
        ("Щонайменше 37 мешканців району вважаються зниклими безвісти.", [("missing", 37)]),
        ("Виявлено десять катівень.", [("sites", 10)]),
        ("Депортовано близько 19 тисяч дітей.", [("deported", 19_000)]),
        ("У полоні перебувають 2 500 військових.", [("detained", 2500)]),
        ("15 військових взято в полон.", [("detained", 15)]),
        ("Понад 200 цивільних потрапили в полон.", [("detained", 201)]),
        ("Постраждали 1 448 дітей.", [("casualties", 1448)]),
        ("Бригада знищила 12 танків і 3 дрони.", []),
        ("У селі живе 1 200 людей.", []),
    ],
)
def test_counts_are_read_with_their_basis(
    sentence: str, expected: list[tuple[str, int]], no_places: object
) -> None:
    found = []
    for claim in tallies(sentence, no_places):
        assert claim.tally is not None
        count = claim.tally.count
        found.append((claim.tally.basis, count.best or count.low or count.high))
    assert found == expected


@pytest.mark.parametrize(
    ("sentence", "group"),
    [
        ("Загинули 12 українських військових.", {"ukrainian", "soldier"}),
        ("Загинули 12 українських поліцейських.", {"ukrainian", "police"}),
        ("Поранено трьох українських солдатів.", {"ukrainian", "soldier"}),
        ("Знайдено тіла 30 українських громадян.", {"ukrainian"}),
        ("Загинули 7 російських військових.", {"russian", "soldier"}),
        ("Загинули 9 сирійських солдатів.", {"syrian", "soldier"}),
        ("Загинули 12 місцевих військових.", {"soldier"}),
    ],
)
def test_the_nationality_of_those_counted_is_theirs(
    sentence: str, group: set[str], no_places: object
) -> None:
    (claim,) = tallies(sentence, no_places)
    assert claim.tally is not None
    nations = {"ukrainian", "russian", "syrian"}
    assert group <= {*claim.tally.group} and nations & {*claim.tally.group} == nations & group


def test_a_breakdown_is_tied_to_its_whole(no_places: object) -> None:
    whole, men, women = tallies("Ексгумовано 194 тіла, серед них 96 чоловіків і 71 жінка.", no_places)
    assert men.tally is not None
    assert women.tally is not None
    assert men.tally.partition_of == women.tally.partition_of == whole.id
    assert "male" in men.tally.group
    assert "female" in women.tally.group


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Загинуло 12 людей, повідомила прокуратура.", "прокуратура"),
        (
            "За словами голови адміністрації Лесі Гончар, загинуло 12 людей.",
            "голови адміністрації Лесі Гончар",
        ),
        ("Прокурори: 12 людей загинуло.", "Прокурори"),
        ("Голова області заявив, що загинуло 12 людей.", "Голова області"),
    ],
)
def test_speakers_before_and_after(text: str, speaker: str, no_places: object) -> None:
    (claim,) = tallies(text, no_places)
    assert claim.speaker is not None
    assert claim.speaker.text == speaker


def test_one_figure_for_each_place(no_places: object) -> None:
    text = "Найбільше постраждало дітей у Донецькій області - 455, Харківській - 275."
    first, second = tallies(text, no_places)
    assert first.tally is not None
    assert second.place is not None
    assert (first.tally.basis, first.tally.group) == ("casualties", ("child",))
    assert second.place.text == "Харківській"
