"""Dates in running text, in each language that has a phrase file."""

from __future__ import annotations

import pytest

from accounted.dates import parse
from accounted.dates.phrases import find, languages, resolve

ANCHOR = parse("2022-10-06")


def read(text, language="en", anchor=ANCHOR, **options):
    return [
        (f.text, f.resolved.date.edtf, f.resolved.inferred)
        for f in find(text, anchor, language=language, **options)
    ]


@pytest.mark.parametrize(
    ("words", "edtf", "inferred"),
    [
        ("15 September 2022", "2022-09-15", False),
        ("September 15th, 2022", "2022-09-15", False),
        ("Monday, 5 September 2022", "2022-09-05", False),
        ("2022-09-15", "2022-09-15", False),
        ("September 2022", "2022-09", False),
        ("early September 2022", "[2022-09-01..2022-09-10]", False),
        ("mid-May 2021", "[2021-05-11..2021-05-20]", False),
        ("the end of August 2022", "[2022-08-21..2022-08-31]", False),
        ("early September", "[2022-09-01..2022-09-10]", True),
        ("5 May", "2022-05-05", True),
        ("7 October", "2021-10-07", True),
        ("last month", "2022-09", False),
        ("LAST YEAR", "2021", False),
        ("late last month", "[2022-09-21..2022-09-30]", False),
        ("yesterday", "2022-10-05", False),
        ("overnight", "[2022-10-05..2022-10-06]", False),
        ("last Thursday", "2022-09-29", False),
        ("Thursday", "2022-10-06", False),
        ("three weeks ago", "[2022-09-12..2022-09-18]", False),
        ("10 days ago", "2022-09-26", False),
        ("a year ago", "2021~", False),
        ("in the past 48 hours", "2022-10-04/2022-10-06", False),
        ("from 24 February to 30 March 2022", "2022-02-24/2022-03-30", False),
        ("between 1 and 10 September", "2022-09-01/2022-09-10", True),
        ("1–10 September 2022", "2022-09-01/2022-09-10", False),
        ("from December to February 2022", "2021-12/2022-02", False),
        ("24 February–30 March 2022", "2022-02-24/2022-03-30", False),
        ("since 24 February", "2022-02-24/..", True),
        ("until September 10, 2022", "../2022-09-10", False),
        ("as of 6 October 2022", "../2022-10-06", False),
        ("about 15 September 2022", "2022-09-15~", False),
        ("on the night of 15 September 2022", "[2022-09-15..2022-09-16]", False),
        ("spring 2022", "2022-21", False),
        ("late 2021", "[2021-09..2021-12]", False),
        ("so far", "../2022-10-06", False),
    ],
)
def test_english_words_for_dates(words, edtf, inferred):
    made = resolve(words, ANCHOR)
    assert made is not None
    assert (made.date.edtf, made.inferred) == (edtf, inferred)
    assert made.rule


@pytest.mark.parametrize(
    ("language", "words", "edtf"),
    [
        ("uk", "15 вересня 2022 року", "2022-09-15"),
        ("uk", "15.09.2022", "2022-09-15"),
        ("uk", "на початку вересня", "[2022-09-01..2022-09-10]"),
        ("uk", "минулого місяця", "2022-09"),
        ("uk", "торік", "2021"),
        ("uk", "вчора", "2022-10-05"),
        ("uk", "три тижні тому", "[2022-09-12..2022-09-18]"),
        ("uk", "з 24 лютого по 30 березня 2022 року", "2022-02-24/2022-03-30"),
        ("uk", "з 24 лютого 2022 року", "2022-02-24/.."),
        ("uk", "у ніч на 15 вересня 2022 року", "[2022-09-14..2022-09-15]"),
        ("uk", "станом на 6 жовтня 2022 року", "../2022-10-06"),
        ("uk", "восени 2022 року", "2022-23"),
        ("ru", "15 сентября 2022 года", "2022-09-15"),
        ("ru", "в прошлом месяце", "2022-09"),
        ("ru", "в конце августа", "[2022-08-21..2022-08-31]"),
        ("ru", "в ночь на 15 сентября 2022 года", "[2022-09-14..2022-09-15]"),
        ("ru", "за последние три дня", "2022-10-04/2022-10-06"),
    ],
)
def test_other_languages_are_data(language, words, edtf):
    made = resolve(words, ANCHOR, language=language)
    assert made is not None and made.date.edtf == edtf


def test_dates_stand_at_their_place_in_the_text():
    text = "Officials said on Monday that in early September the town was retaken."
    found = list(find(text, ANCHOR))
    assert [text[f.start : f.end] for f in found] == [f.text for f in found] == ["Monday", "early September"]


def test_a_month_alone_needs_a_word_that_makes_it_a_date():
    assert read("Theresa May said that he may go; the March; in May, since March") == [
        ("May", "2022-05", True),
        ("since March", "2022-03/..", True),
    ]


def test_an_inferred_anchor_makes_the_date_inferred_and_wider():
    assert read("yesterday", anchor_inferred=True) == [("yesterday", "2022-10-05~", True)]
    assert read("last month", anchor=parse("2022-10~")) == [("last month", "2022-09~", True)]


def test_a_date_that_needs_no_anchor_is_not_inferred_from_one():
    assert read("on 15 September 2022", anchor=parse("2022-10~"), anchor_inferred=True) == [
        ("15 September 2022", "2022-09-15", False)
    ]


def test_without_an_anchor_only_whole_dates_are_found():
    assert read("last month, on Monday, 5 May, 15 September 2022", anchor=None) == [
        ("15 September 2022", "2022-09-15", False)
    ]
    assert resolve("yesterday", parse("2022-02-24/..")) is None


@pytest.mark.parametrize(
    "words", ["534 bodies", "the 2022 budget", "16 towns", "12.5 km", "mayor", "Sunflower", "1 in 5"]
)
def test_what_is_no_date_is_not_found(words):
    assert read(words) == []


def test_every_language_has_what_the_phrases_need():
    assert set(languages()) == {"en", "ru", "uk"}
    for language in languages():
        assert resolve("2022-09-15", language=language).date.edtf == "2022-09-15"


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="no date phrases for the language 'xx'; there are en, ru, uk"):
        list(find("yesterday", ANCHOR, language="xx"))
