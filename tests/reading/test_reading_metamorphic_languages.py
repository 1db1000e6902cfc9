"""Changes that leave the meaning alone leave the claims alone, in every language."""

from __future__ import annotations

import re
import textwrap

import pytest

from accounted.claims import Document
from accounted.reading import load_lexicon, read

TEXTS = {
    "en": (
        "At least 59 people were killed and more than 200 wounded when a missile hit the station, "
        "police said. "
        "Five of the dead were children.\n\n"
        "Olena Kovalchuk, a regional official, said: “We have found the bodies of 17 civilians. "
        "Twelve people are missing.” According to Kovalchuk, 40 neighbours were hospitalised in the "
        "labour centre.\n\n"
        "Between 3 and 7 March, 31 villagers were shot dead. "
        "Reports that 50 had died were false, the mayor said."
    ),
    "uk": (
        "Унаслідок удару загинули щонайменше 59 людей, понад 200 поранено. Про це повідомила поліція. "
        "Серед загиблих — п’ятеро дітей.\n\n"
        "«Ми знайшли тіла 17 цивільних. Дванадцятеро людей зникли безвісти», — сказала речниця "
        "Олена Ковальчук. "
        "За словами Ковальчук, 40 мешканців госпіталізовано.\n\n"
        "Військові розстріляли 31 жителя села. Повідомлення про загибель 50 осіб не відповідають дійсності."
    ),
    "ru": (
        "В результате удара погибли по меньшей мере 59 человек, более 200 ранены. Об этом сообщила полиция. "
        "Среди погибших — пятеро детей.\n\n"
        "«Мы нашли тела 17 мирных жителей. Двенадцать человек пропали без вести», — сказала Елена Ковальчук. "
        "По словам Ковальчук, 40 жителей госпитализированы.\n\n"
        "Военные расстреляли 31 жителя села. Сообщения о гибели 50 человек не соответствуют действительности."
    ),
}
ASIDE = {
    "en": "The league resumes in August with 18 clubs, and tickets cost 20 euros.",
    "uk": "Ліга відновлює ігри в серпні, у ній 18 клубів, а квиток коштує 200 гривень.",
    "ru": "Лига возобновляет игры в августе, в ней 18 клубов, а билет стоит 200 рублей.",
}
Shape = list[tuple[object, ...]]


def shape(text: str, language: str, no_places: object, *, speakers: bool = True) -> Shape:
    """What the tallies say, whatever the case and spacing of the words."""
    document = Document(text, language=language, published="2022-10-05")
    reading = read(document, lexicon=load_lexicon(language), gazetteer=no_places)  # type: ignore[arg-type]
    tallies = [c for c in reading.claims if c.tally is not None]
    order = {c.id: n for n, c in enumerate(tallies)}
    out: Shape = []
    for claim in tallies:
        tally = claim.tally
        assert tally is not None
        count = tally.count
        spoken = " ".join(claim.speaker.text.lower().split()) if claim.speaker and speakers else None
        out.append(
            (
                tally.basis, count.quantifier, count.low, count.best, count.high, tally.group,
                order.get(tally.partition_of or ""), spoken, claim.modality,
            )
        )  # fmt: skip
    return out


@pytest.fixture(scope="module", params=sorted(TEXTS))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def plain(language: str, no_places: object) -> Shape:
    found = shape(TEXTS[language], language, no_places)
    assert len(found) >= 8
    return found


def test_the_width_of_the_lines_changes_nothing(language: str, plain: Shape, no_places: object) -> None:
    for width in (50, 66, 90):
        wrapped = "\n\n".join(textwrap.fill(p, width) for p in TEXTS[language].split("\n\n"))
        assert shape(wrapped, language, no_places) == plain, width


def test_the_shape_of_quotation_marks_and_apostrophes_changes_nothing(
    language: str, plain: Shape, no_places: object
) -> None:
    text = TEXTS[language]
    assert shape(re.sub("[“”«»]", '"', text).replace("’", "'"), language, no_places) == plain
    curly = text.replace("«", "“").replace("»", "”").replace("“", "„" if language == "uk" else "“")
    assert shape(curly.replace("„", "“"), language, no_places) == plain


def test_capitals_change_no_figure_basis_group_or_part(
    language: str, plain: Shape, no_places: object
) -> None:
    loud = shape(TEXTS[language].upper(), language, no_places, speakers=False)
    assert [c[:7] for c in loud] == [c[:7] for c in plain]


def test_an_unrelated_paragraph_changes_nothing(language: str, plain: Shape, no_places: object) -> None:
    text, aside = TEXTS[language], ASIDE[language]
    assert shape(f"{text}\n\n{aside}", language, no_places) == plain
    assert shape(f"{aside}\n\n{text}", language, no_places) == plain
    first, rest = text.split("\n\n", 1)
    assert shape(f"{first}\n\n{aside}\n\n{rest}", language, no_places) == plain


@pytest.mark.parametrize(
    ("language", "written", "other"),
    [
        ("en", "Olena Kovalchuk", "Elena Kovalchuk"), ("en", "Kovalchuk", "Kovaltchouk"),
        ("uk", "Олена Ковальчук", "Єлена Ковальчук"), ("ru", "Елена Ковальчук", "Олена Ковальчук"),
    ],
)  # fmt: skip
def test_another_spelling_of_a_name_changes_only_the_name(
    language: str, written: str, other: str, no_places: object
) -> None:
    text = TEXTS[language]
    before = [c[:7] + c[8:] for c in shape(text, language, no_places)]
    renamed = shape(text.replace(written, other), language, no_places)
    assert [c[:7] + c[8:] for c in renamed] == before
    assert [c[7] for c in renamed] == [
        c[7] and str(c[7]).replace(written.lower(), other.lower()) for c in shape(text, language, no_places)
    ]


def test_british_or_american_spelling_changes_nothing(no_places: object) -> None:
    text = TEXTS["en"]
    american = (
        text.replace("hospitalised", "hospitalized").replace("neighbours", "neighbors")
        .replace("labour centre", "labor center")
    )  # fmt: skip
    assert american != text
    assert shape(american, "en", no_places) == shape(text, "en", no_places)


def test_figures_in_words_or_digits_change_nothing(no_places: object) -> None:
    for language, words, figure in (
        ("en", "Twelve people", "12 people"), ("uk", "Дванадцятеро людей", "12 людей"),
        ("ru", "Двенадцать человек", "12 человек"),
    ):  # fmt: skip
        text = TEXTS[language]
        assert words in text
        changed = shape(text.replace(words, figure), language, no_places)
        assert changed == shape(text, language, no_places), language
