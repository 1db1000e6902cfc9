"""What was said of the dead, part by part and speaker by speaker. Every sentence was written for the test."""

from __future__ import annotations

import pytest

from accounted.claims import Document, Reading
from accounted.reading import load_lexicon, read


def reading(text: str, language: str, no_places: object) -> Reading:
    document = Document(text, language=language)
    return read(document, lexicon=load_lexicon(language), gazetteer=no_places)  # type: ignore[arg-type]


def told(reading: Reading) -> list[tuple[str, int | None, int | None]]:
    """Of each tally: basis and figure, and the figure of the whole it is a part of."""
    tallies = {c.id: c.tally for c in reading.claims if c.tally is not None}
    return [
        (t.basis, t.count.best, tallies[t.partition_of].count.best if t.partition_of else None)
        for t in tallies.values()
    ]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", "On 3 June, police found 12 bodies in Poltava, said Ihor Malenko, the regional police chief.",
         "Ihor Malenko"),
        ("en", "The office identified nine bodies in Poltava, the mayor said.", "the mayor"),
        ("en", "Rescue workers uncovered nine bodies, according to the mayor.", "the mayor"),
        ("en", "The mission found nine bodies in the village.", "The mission"),
        ("uk", "3 червня поліція знайшла 12 тіл у Полтаві, сказав Ігор Маленко.", "Ігор Маленко"),
        ("ru", "3 июня полиция нашла 12 тел в Полтаве, сказал Игорь Маленко.", "Игорь Маленко"),
    ],
)  # fmt: skip
def test_a_finder_speaks_only_where_nobody_is_credited(
    language: str, text: str, speaker: str, no_places: object
) -> None:
    claim = next(c for c in reading(text, language, no_places).claims if c.tally is not None)
    assert claim.speaker is not None
    assert (claim.speaker.text, claim.speaker.via) == (speaker, ())


@pytest.mark.parametrize(
    ("language", "text", "tallies"),
    [
        ("en", "Thirty of the 447 bodies exhumed in Izium had marks of torture, the prosecutor said.",
         [("with_sign", 30, 447), ("bodies_exhumed", 447, None)]),
        ("uk", "Тридцять із 447 тіл, ексгумованих в Ізюмі, мали сліди катувань, повідомила прокурорка.",
         [("with_sign", 30, 447), ("bodies_exhumed", 447, None)]),
        ("ru", "Тридцать из 447 тел, эксгумированных в Изюме, имели следы пыток, сообщила прокурор.",
         [("with_sign", 30, 447), ("bodies_exhumed", 447, None)]),
        ("en", "Of the 448 bodies exhumed, 414 were civilians, 22 servicemen and 11 could not be determined.",
         [("bodies_exhumed", 448, None), ("bodies_exhumed", 414, 448), ("bodies_exhumed", 22, 448),
          ("bodies_exhumed", 11, 448)]),
        ("uk", "Із 448 тіл, ексгумованих тут, 414 – цивільні, 22 – військові, а 11 встановити не вдалося.",
         [("bodies_exhumed", 448, None), ("bodies_exhumed", 414, 448), ("bodies_exhumed", 22, 448),
          ("bodies_exhumed", 11, 448)]),
        ("ru", "Из 448 тел, эксгумированных в Изюме, 414 – гражданские, а 11 установить не удалось.",
         [("bodies_exhumed", 448, None), ("bodies_exhumed", 414, 448), ("bodies_exhumed", 11, 448)]),
    ],
)  # fmt: skip
def test_a_part_keeps_its_whole(
    language: str, text: str, tallies: list[tuple[str, int, int | None]], no_places: object
) -> None:
    assert told(reading(text, language, no_places)) == tallies


EXHUMED = [("bodies_exhumed", 436, None), ("bodies_exhumed", 21, 436)]
DIVIDED = [("bodies_found", 448, None), ("bodies_found", 414, 448)]
SEXES = [("bodies_found", n, 414) for n in (194, 215, 5)]


@pytest.mark.parametrize(
    ("language", "text", "tallies"),
    [
        ("en", "Lund said 436 bodies had been exhumed in Izium. Among the 436 were 21 servicemen.", EXHUMED),
        ("en", "In Izium 436 bodies were exhumed. It took long. Of the 436, 21 were servicemen.", EXHUMED),
        ("uk", "В Ізюмі ексгумовано 436 тіл. Серед цих 436 був 21 військовослужбовець.", EXHUMED),
        ("ru", "В Изюме эксгумировано 436 тел. Из этих 436 – 21 военнослужащий.", EXHUMED),
        ("en", "In Izium 436 bodies were exhumed. Among the 500 were 21 servicemen.", EXHUMED[:1]),
        ("en", "Of the 448 bodies found, 414 were civilians. The civilians were 194 men, 215 women and "
         "5 children.", DIVIDED + SEXES),
        ("uk", "Із 448 тіл у лісі 414 – цивільні. Цивільні – це 194 чоловіки, 215 жінок і 5 дітей.",
         DIVIDED + SEXES),
        ("ru", "Из 448 тел в лесу 414 – гражданские. Гражданские – это 194 мужчины, 215 женщин и 5 детей.",
         DIVIDED + SEXES),
        ("en", "Of 448 bodies found, 414 were civilians. The rescuers were 194 men and 9 women.", DIVIDED),
    ],
)  # fmt: skip
def test_a_whole_may_be_named_again_in_the_next_sentence(
    language: str, text: str, tallies: list[tuple[str, int, int | None]], no_places: object
) -> None:
    assert told(reading(text, language, no_places)) == tallies


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            "On 3 June 2025, police found 12 bodies in Poltava.\n\nIn Izium 436 bodies had been exhumed.",
            ["2025-06-03", None],
        ),
        (
            "On 3 June 2025, shelling killed 12 people in Poltava.\n\nThe strike in Poltava also wounded 30.",
            ["2025-06-03", "2025-06-03"],
        ),
        (
            "On 3 June 2025, shelling killed 12 people in Poltava.\n\nThe strike also wounded 30 people.",
            ["2025-06-03", "2025-06-03"],
        ),
        (
            "3 червня 2025 року поліція знайшла 12 тіл у Полтаві.\n\nВ Ізюмі ексгумовано 436 тіл.",
            ["2025-06-03", None],
        ),
        (
            "3 июня 2025 года полиция нашла 12 тел в Полтаве.\n\nВ Изюме эксгумировано 436 тел.",
            ["2025-06-03", None],
        ),
    ],
)
def test_a_date_is_not_of_what_a_later_paragraph_tells_of_elsewhere(
    text: str, dates: list[str | None], gazetteer: object
) -> None:
    language = "en" if text.startswith("On") else "uk" if "червня" in text else "ru"
    claims = [c for c in reading(text, language, gazetteer).claims if c.tally is not None]
    assert [c.date.edtf if c.date else None for c in claims] == dates
