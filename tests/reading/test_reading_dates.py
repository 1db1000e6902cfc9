"""Dates of a text: what the words mean, and what they are the date of. Published on Friday, 6 May 2022."""

from __future__ import annotations

from typing import Any

import pytest

from accounted.claims import Document
from accounted.reading import load_lexicon, read
from accounted.reading.dating import DateReader
from accounted.reading.passages import Passage

FRIDAY = "2022-05-06"


def _dates(text: str, language: str, published: str | None = FRIDAY) -> list[tuple[str, str]]:
    passage = Passage(Document(text, language=language, published=published), load_lexicon(language))
    dates = DateReader(passage)
    return [(d.edtf, d.role) for s in passage.sentences for d in dates.of(s)]


def _edtf(text: str, language: str, published: str | None = FRIDAY) -> list[str]:
    return [edtf for edtf, _ in _dates(text, language, published)]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Five people were killed on Friday.", FRIDAY),  # the weekday of publication is that day
        ("Five people were killed last Friday.", "2022-04-29"),
        ("Five people were killed on Monday last week.", "2022-04-25"),
        ("Five people were killed in early April.", "[2022-04-01..2022-04-10]"),
        ("Five people were killed in mid-April.", "[2022-04-11..2022-04-20]"),
        ("Five people were killed in the first half of April.", "[2022-04-01..2022-04-15]"),
        ("Five people were killed at the end of last month.", "[2022-04-21..2022-04-30]"),
        ("Five people were killed in late 2014.", "[2014-09..2014-12]"),
        ("Five people were killed in the summer of 2014.", "[2014-06..2014-08]"),
        ("Five people were killed last summer.", "[2021-06..2021-08]"),
        ("Five people were killed in May last year.", "2021-05"),
        ("Five people were killed overnight.", "[2022-05-05..2022-05-06]"),
        ("Shelling overnight into Monday killed five.", "[2022-05-01..2022-05-02]"),
        ("Shelling overnight on Monday killed five.", "[2022-05-01..2022-05-03]"),
        ("Five people were killed on the night of 3 May.", "[2022-05-03..2022-05-04]"),
        ("The town was shelled overnight from Sunday to Monday.", "[2022-05-01..2022-05-02]"),
        ("Since February, 300 people have been detained.", "2022-02/2022-05-06"),
        ("From May 1 to 5, 40 people were killed.", "2022-05-01/2022-05-05"),
        ("Between 1 and 5 May, 40 people were killed.", "2022-05-01/2022-05-05"),
        ("From 24 February to 2 April 2022 some 400 people were killed.", "2022-02-24/2022-04-02"),
        ("Some 30 people died in March and April 2021.", "2021-03/2021-04"),
        ("In the past three days 25 people have died.", "2022-05-04/2022-05-06"),
        ("In the past 24 hours 25 people have died.", "2022-05-05/2022-05-06"),
        ("Over the past week 25 people have died.", "2022-04-29/2022-05-06"),
        ("Three weeks ago 25 people died.", "[2022-04-12..2022-04-18]"),
        ("Over the weekend 25 people died.", "[2022-04-30..2022-05-01]"),
        ("Since the start of the year 25 people died.", "2022-01-01/2022-05-06"),
        ("In the 1990s hundreds disappeared.", "199X"),
        ("On 02/03/2022 ten people died.", "[2022-02-03,2022-03-02]"),  # either way of writing it
        ("On 2022-03-04 ten people died.", "2022-03-04"),
        ("On 28 April – 2 May ten people died.", "2022-04-28/2022-05-02"),
        ("Around 5 May ten people vanished.", "2022-05-05~"),
        ("So far ten people have been found.", "../2022-05-06"),
        ("After 12 April bodies were found.", "2022-04-12/2022-05-06"),
        ("Since Russia invaded Ukraine, 8,000 civilians have been killed.", "2022-02-24/2022-05-06"),
        ("Since the town was retaken on 11 April, 63 bodies were found.", "2022-04-11/2022-05-06"),
        ("Since the siege began, 1,200 people have been killed.", "/2022-05-06"),  # nobody says when
        ("On the 70th day of the full-scale war in Ukraine five died.", "2022-05-04"),
    ],
)
def test_english(text: str, edtf: str) -> None:
    assert _edtf(text, "en") == [edtf]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("У п'ятницю загинули двоє.", FRIDAY),
        ("Минулої п'ятниці загинули двоє.", "2022-04-29"),
        ("У п'ятницю, 29 квітня, загинули двоє.", "2022-04-29"),
        ("В ніч на 4 травня загинули двоє.", "[2022-05-03..2022-05-04]"),
        ("У ніч із 3 на 4 травня загинули двоє.", "[2022-05-03..2022-05-04]"),
        ("За минулу добу загинули двоє.", "2022-05-05/2022-05-06"),
        ("Учора ввечері загинули двоє.", "2022-05-05"),
        ("Позавчора загинули двоє.", "2022-05-04"),
        ("З 1 по 5 травня загинули двоє.", "2022-05-01/2022-05-05"),
        ("У період із 24 лютого до 2 квітня 2022 року загинули двоє.", "2022-02-24/2022-04-02"),
        ("Протягом березня–квітня 2022 року загинули двоє.", "2022-03/2022-04"),
        ("Минулого тижня загинули двоє.", "[2022-04-25..2022-05-01]"),
        ("На минулих вихідних загинули двоє.", "[2022-04-30..2022-05-01]"),
        ("З початку повномасштабного вторгнення загинули сотні.", "2022-02-24/2022-05-06"),
        ("Внаслідок повномасштабної агресії загинули сотні.", "2022-02/2022-05-06"),
        ("У травні минулого року загинули двоє.", "2021-05"),
        ("Торік у березні загинули двоє.", "2021-03"),
        ("Першого травня загинули двоє.", "2022-05-01"),
        ("Двадцять четвертого лютого загинули двоє.", "2022-02-24"),
        ("На початку березня 2022 року загинули двоє.", "[2022-03-01..2022-03-10]"),
        ("Наприкінці березня 2022-го загинули двоє.", "[2022-03-21..2022-03-31]"),
        ("Три дні тому загинули двоє.", "2022-05-03"),
        ("За останні три дні загинули двоє.", "2022-05-04/2022-05-06"),
        ("Влітку 2014 року загинули двоє.", "[2014-06..2014-08]"),
        ("5 травня вночі загинули двоє.", "2022-05-05"),
        ("02.03.2022 загинули двоє.", "2022-03-02"),
        ("З понеділка до середи загинули двоє.", "2022-05-02/2022-05-04"),
        ("Близько 5 травня зникли двоє.", "2022-05-05~"),
        ("З початку облоги загинули сотні.", "/2022-05-06"),
        ("На 70-й день повномасштабної війни загинули двоє.", "2022-05-04"),
    ],
)
def test_ukrainian(text: str, edtf: str) -> None:
    assert _edtf(text, "uk") == [edtf]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("В пятницу погибли двое.", FRIDAY),
        ("В прошлую пятницу погибли двое.", "2022-04-29"),
        ("В ночь на 4 мая погибли двое.", "[2022-05-03..2022-05-04]"),
        ("В ночь с 3 на 4 мая погибли двое.", "[2022-05-03..2022-05-04]"),
        ("За минувшие сутки погибли двое.", "2022-05-05/2022-05-06"),
        ("Вчера вечером погибли двое.", "2022-05-05"),
        ("С 1 по 5 мая погибли двое.", "2022-05-01/2022-05-05"),
        ("С 1 по 15 мая 2021 года погибли двое.", "2021-05-01/2021-05-15"),
        ("02.03.2022 погибли двое.", "2022-03-02"),
        ("На прошлой неделе погибли двое.", "[2022-04-25..2022-05-01]"),
        ("На минувших выходных погибли двое.", "[2022-04-30..2022-05-01]"),
        ("С начала полномасштабного вторжения погибли сотни.", "2022-02-24/2022-05-06"),
        ("В мае прошлого года погибли двое.", "2021-05"),
        ("Первого мая погибли двое.", "2022-05-01"),
        ("В первых числах мая погибли двое.", "[2022-05-01..2022-05-10]"),
        ("В конце марта 2022-го погибли двое.", "[2022-03-21..2022-03-31]"),
        ("Три дня назад погибли двое.", "2022-05-03"),
        ("За последние три дня погибли двое.", "2022-05-04/2022-05-06"),
        ("Летом 2014 года погибли двое.", "[2014-06..2014-08]"),
        ("В 2014–2015 годах погибли двое.", "2014/2015"),
        ("С понедельника по среду погибли двое.", "2022-05-02/2022-05-04"),
    ],
)
def test_russian(text: str, edtf: str) -> None:
    assert _edtf(text, "ru") == [edtf]


@pytest.mark.parametrize(
    ("text", "language", "dates"),
    [
        ("Police found six bodies on Monday.", "en", [("2022-05-02", "discovery")]),
        ("Police said on Monday that six people were killed.", "en", [("2022-05-02", "statement")]),
        ("On Monday, the mayor said that six people were killed.", "en", [("2022-05-02", "statement")]),
        ("Medics said that on Monday six people were killed.", "en", [("2022-05-02", "act")]),
        ("Six people were reported killed on Monday.", "en", [("2022-05-02", "act")]),
        ("A report published in March names six dead.", "en", [("2022-03", "publication")]),
        ("Izium was retaken on 10 April.", "en", [("2022-04-10", "control_change")]),
        ("Gunmen killed six people in occupied Bucha in March 2022.", "en", [("2022-03", "act")]),
        ("The rebels seized a hospital on 3 May, killing six.", "en", [("2022-05-03", "act")]),
        (
            "Після звільнення Бучі 31 березня на вулицях лежали тіла.",
            "uk",
            [("2022-03-31", "control_change")],
        ),
        ("КИЇВ. 5 травня. УНІАН. Загинули двоє.", "uk", [("2022-05-05", "publication")]),
        ("Updated 4 May 2022\n\nSix people were killed.", "en", [("2022-05-04", "publication")]),
        ("The remains were exhumed on 3 May.", "en", [("2022-05-03", "exhumation")]),
        ("As of 10 a.m. on May 5, six people had died.", "en", [("2022-05-05", "as_of")]),
        ("By 5 May, six bodies had been found.", "en", [("2022-05-05", "as_of")]),
        ("Станом на 10 ранку 5 травня загинули двоє.", "uk", [("2022-05-05", "as_of")]),
        ("Станом на ранок загинули двоє.", "uk", [(FRIDAY, "as_of")]),
        ("Мер заявив у вівторок, що загинули двоє.", "uk", [("2022-05-03", "statement")]),
        ("У вівторок мер заявив, що загинули двоє.", "uk", [("2022-05-03", "statement")]),
        ("У вівторок поліція виявила два тіла.", "uk", [("2022-05-03", "discovery")]),
        ("По состоянию на утро 5 мая погибли двое.", "ru", [("2022-05-05", "as_of")]),
        ("К началу мая погибли двое.", "ru", [("[2022-05-01..2022-05-10]", "as_of")]),
        ("Во вторник мэр сообщил, что погибли двое.", "ru", [("2022-05-03", "statement")]),
    ],
)
def test_the_roles_of_dates_are_kept_apart(text: str, language: str, dates: list[tuple[str, str]]) -> None:
    assert _dates(text, language) == dates


def test_a_day_in_a_quotation_is_reckoned_from_the_day_it_was_said() -> None:
    text = "“Yesterday they shelled the market again,” the mayor said on April 12."
    assert _dates(text, "en") == [("2022-04-11", "act"), ("2022-04-12", "statement")]


@pytest.mark.parametrize(
    ("text", "language", "edtf"),
    [
        ("On 2 May gunmen killed ten. The next day they killed two.", "en", ["2022-05-02", "2022-05-03"]),
        ("On 2 May gunmen killed ten. Two days later six died.", "en", ["2022-05-02", "2022-05-04"]),
        ("On 2 May ten died. Since then six have died.", "en", ["2022-05-02", "2022-05-02/2022-05-06"]),
        ("On 2 May ten died. Over the following weeks six died.", "en", ["2022-05-02", "2022-05-02/"]),
        ("2 травня вбили двох. Наступного дня вбили ще двох.", "uk", ["2022-05-02", "2022-05-03"]),
        ("2 травня вбили двох. Через два дні знайшли шість тіл.", "uk", ["2022-05-02", "2022-05-04"]),
        ("2 мая убили двоих. В тот же день ранили троих.", "ru", ["2022-05-02", "2022-05-02"]),
    ],
)
def test_days_counted_from_the_day_told_last(text: str, language: str, edtf: list[str]) -> None:
    assert _edtf(text, language) == edtf


def test_the_year_of_a_text_of_unknown_date_is_that_of_its_neighbours() -> None:
    text = "26 лютого загинули двоє. На 17 березня 2022 року місто трималося. У квітні загинули ще троє."
    assert _edtf(text, "uk", None) == ["2022-02-26", "2022-03-17", "2022-04"]


def test_without_a_day_of_speaking_relative_words_have_no_date() -> None:
    assert _edtf("Five people were killed on Monday.", "en", None) == []


def test_an_approximate_day_of_publication_widens_what_is_reckoned_from_it() -> None:
    """Rule D-22."""
    passage = Passage(
        Document("Five people were killed last month.", language="en", published="2022-10~"),
        load_lexicon("en"),
    )
    (dated,) = DateReader(passage).of(passage.sentences[0])
    assert dated.edtf == "2022-09~"
    assert dated.inferred


def test_a_war_begins_when_the_text_says_so() -> None:
    text = "The conflict erupted in April 2021. Since the start of the war, 30 hospitals were hit."
    assert _edtf(text, "en")[-1] == "2021-04/2022-05-06"


def test_words_that_only_look_like_dates() -> None:
    assert _dates("He may have been killed. They march on. The second man sat down.", "en") == []
    assert _dates("Through 5 people they heard of it. By 3 gunmen he was killed.", "en") == []


@pytest.mark.parametrize(
    ("text", "date", "inferred"),
    [
        ("On Monday shells hit the market. Six people were killed.", "2022-05-02", True),
        ("Six people were killed.\n\nThe market was shelled on Monday. Two were hurt.", "2022-05-02", True),
        ("Six people were killed on Monday.", "2022-05-02", False),
    ],
)
def test_a_claim_without_a_date_has_that_of_its_passage(
    text: str, date: str, inferred: bool, no_places: Any
) -> None:
    reading = read(Document(text, language="en", published=FRIDAY), gazetteer=no_places)
    claim = next(c for c in reading.claims if c.tally is not None and c.tally.basis == "killed")
    assert claim.date is not None
    assert (claim.date.edtf, claim.date.inferred) == (date, inferred)


def test_a_figure_counted_up_to_a_day_is_of_that_day_and_dates_no_deed(no_places: Any) -> None:
    text = "As of 5 May, 219 children had been killed."
    (claim,) = read(Document(text, language="en", published=FRIDAY), gazetteer=no_places).claims
    assert claim.tally is not None
    assert claim.tally.as_of == "2022-05-05"
    assert claim.date is not None
    assert claim.date.role == "as_of"


def test_as_of_within_a_war_gives_the_stretch_that_was_counted(no_places: Any) -> None:
    text = "Станом на ранок 5 травня 219 дітей загинули внаслідок повномасштабної агресії."
    (claim,) = read(Document(text, language="uk", published=FRIDAY), gazetteer=no_places).claims
    assert claim.date is not None
    assert (claim.date.edtf, claim.date.role) == ("2022-02/2022-05-05", "act")
    assert claim.tally is not None
    assert claim.tally.as_of == "2022-05-05"
