"""Mentions in a text and what they mean together: rules D-25 and D-26."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.places import Gazetteer


def resolved(gazetteer: Gazetteer, text: str) -> dict[str, str | None]:
    found = gazetteer.resolve(gazetteer.mentions_in(text))
    return {written: r.place.id if r.place else None for written, r in found.items()}


def test_a_misspelt_region_resolves_to_the_oblast_and_keeps_its_words(gazetteer: Gazetteer) -> None:
    found = gazetteer.resolve(["Kharviv", "Izium", "Ukraine"], level_hints={"Kharviv": "region"})
    kharkiv = found["Kharviv"]
    assert kharkiv.as_written == "Kharviv"
    assert kharkiv.place is not None and kharkiv.place.id == "iso:UA-63"
    assert kharkiv.match is not None and (kharkiv.match.how, kharkiv.match.distance) == ("typo", 1)
    assert any(w.startswith("D-25") for w in kharkiv.warnings)
    assert "gn:706483" in {c.place.id for c in kharkiv.candidates}


def test_the_words_beside_a_name_give_its_level(gazetteer: Gazetteer) -> None:
    text = "Bodies were found in Kharviv, a region of Ukraine. Police in Kharviv counted them near Izium."
    assert next(m.level for m in gazetteer.mentions_in(text) if m.as_written == "Kharviv") == "region"
    assert resolved(gazetteer, text)["Kharviv"] == "iso:UA-63"


def test_a_town_called_a_region_stays_a_town_with_a_warning(gazetteer: Gazetteer) -> None:
    text = "It happened in the region of Trostyanets in Sumy, in the north of Ukraine."
    found = gazetteer.resolve(gazetteer.mentions_in(text))
    town = found["Trostyanets"]
    assert town.place is not None and town.place.id == "gn:691255"
    assert any(w.startswith("D-26") for w in town.warnings)
    assert found["Sumy"].place is not None and found["Sumy"].place.id == "iso:UA-59"


def test_a_bare_name_is_the_town(gazetteer: Gazetteer) -> None:
    assert resolved(gazetteer, "Shells fell on Sumy and Kharkiv on Monday.") == {
        "Sumy": "gn:692194",
        "Kharkiv": "gn:706483",
    }


@pytest.mark.parametrize(
    ("neighbour", "place"),
    [("Sumy oblast", "gn:691255"), ("Okhtyrka", "gn:691255"), ("Vinnytsia oblast", "gn:691264")],
)
def test_what_is_named_beside_it_chooses_between_places_of_one_name(
    gazetteer: Gazetteer, neighbour: str, place: str
) -> None:
    found = gazetteer.resolve(["Trostyanets", neighbour, "Ukraine"])["Trostyanets"]
    assert found.place is not None and found.place.id == place
    assert {"gn:691255", "gn:691264"} <= {c.place.id for c in found.candidates}
    assert found.reason


def test_the_country_of_the_document_chooses_between_namesakes(gazetteer: Gazetteer) -> None:
    texas = gazetteer.resolve(["Odessa", "Texas", "Midland", "United States"])["Odessa"]
    ukraine = gazetteer.resolve(["Odessa", "Mykolaiv", "Kherson", "Ukraine"])["Odessa"]
    assert texas.place is not None and texas.place.country == "US"
    assert ukraine.place is not None and ukraine.place.country == "UA"


def test_a_famous_city_is_not_lost_to_a_small_namesake(gazetteer: Gazetteer) -> None:
    found = gazetteer.resolve(["США", "Женеве", "Кубе", "Ираке", "Афганистане", "Германии"])["Женеве"]
    assert found.place is not None and found.place.country == "CH"


def test_a_hint_of_country_counts(gazetteer: Gazetteer) -> None:
    found = gazetteer.resolve(["Odessa"], country_hint="US")["Odessa"]
    assert found.place is not None and found.place.country == "US"


def test_a_village_is_found_where_the_text_says_it_is_one(gazetteer: Gazetteer) -> None:
    assert resolved(gazetteer, "A missile struck the village of Hroza in Kharkiv region.") == {
        "Hroza": "katotth:UA63080150140087701",
        "Kharkiv region": "iso:UA-63",
    }
    assert resolved(gazetteer, "Ракета влучила в село Гроза на Харківщині.")["Гроза"] == (
        "katotth:UA63080150140087701"
    )


def test_adjectives_in_a_list_mean_regions(gazetteer: Gazetteer) -> None:
    text = "Обстріляно громади у Харківській, Сумській та Чернігівській областях."
    assert set(resolved(gazetteer, text).values()) == {"iso:UA-63", "iso:UA-59", "iso:UA-74"}


def test_cases_in_ukrainian_and_russian_are_read(gazetteer: Gazetteer) -> None:
    assert resolved(gazetteer, "У Бучі та Ізюмі знайдено тіла; на Донеччині йдуть бої.") == {
        "Бучі": "gn:711350",
        "Ізюмі": "gn:707292",
        "Донеччині": "iso:UA-14",
    }
    assert resolved(gazetteer, "Убитых нашли в Буче и Тростянце Сумской области.") == {
        "Буче": "gn:711350",
        "Тростянце": "gn:691255",
        "Сумской области": "iso:UA-59",
    }


def test_arabic_needs_no_capitals(gazetteer: Gazetteer) -> None:
    assert resolved(gazetteer, "قتل عشرة مدنيين في حلب وفي مدينة إدلب") == {
        "حلب": "gn:170063",
        "إدلب": "gn:169389",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Erik Mose spoke to Bel Trew. Serhiy Bolvinov listened.",
        "According to Yevhen Yenin, the men had ropes. Some had bullet wounds. Last month others spoke.",
        "Mr Bath said that Prince Edward would come on Monday.",
        "Verkhovna Rada members met. However, nothing was decided. Bags were seen.",
        "Засідання у Верховній Раді. В Офісі президента сказали інше. Слава Героям!",
        "The Independent and Al Jazeera were there in September. Press Association Images.",
        "Утром 16 мая представитель вооружённых сил выступил.",
        "Syrian and Russian soldiers met Ukrainian officials.",
    ],
)
def test_persons_common_words_and_adjectives_are_no_mentions(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.names_in(text) == []


def test_adjectives_are_given_when_asked_for(gazetteer: Gazetteer) -> None:
    mentions = gazetteer.mentions_in("Syrian troops entered Idlib.", adjectives=True)
    assert [(m.as_written, m.adjective) for m in mentions] == [("Syrian", True), ("Idlib", False)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Fighting near Ivano-Frankivsk and Bila Tserkva.", ["Ivano-Frankivsk", "Bila Tserkva"]),
        ("They fled Deir ez-Zor for Ar Raqqah, Syria.", ["Deir ez-Zor", "Ar Raqqah", "Syria"]),
        ("Ukraine’s army left Izium’s outskirts.", ["Ukraine", "Izium"]),
        ("KYIV, Ukraine — Officials said", ["KYIV", "Ukraine"]),
        ("in Russian-occupied Kherson", ["Kherson"]),
        (
            "SOLDIERS KILLED 12 PEASANTS IN THE VILLAGE OF CHAJUL, GUATEMALA, THE CHURCH SAID.",
            ["CHAJUL", "GUATEMALA"],
        ),
        ("The Kharkiv Regional Prosecutor's Office", ["Kharkiv"]),
        ("у м. Харків та смт. Великий Бурлук", ["Харків", "Великий Бурлук"]),
    ],
)
def test_names_are_taken_whole_and_without_their_endings(
    gazetteer: Gazetteer, text: str, names: list[str]
) -> None:
    found = gazetteer.names_in(text)
    assert [written for _, _, written in found] == names
    assert all(text[start:end] == written for start, end, written in found)


def test_the_article_of_the_standard(gazetteer: Gazetteer) -> None:
    shared = Path(os.environ.get("ACCOUNTED_SHARED", Path(__file__).parents[2].parent / "shared"))
    path = shared / "sources" / "press-report.txt"
    if not path.exists():
        pytest.skip(f"the real article is not at {path}; set ACCOUNTED_SHARED")
    text = path.read_text(encoding="utf-8")
    found = resolved(gazetteer, text)
    assert found == {
        "Kharviv": "iso:UA-63",
        "Ukraine": "iso:UA",
        "Izium": "gn:707292",
        "Russia": "iso:RU",
        "Bucha": "gn:711350",
        "Trostyanets": "gn:691255",
        "Sumy": "iso:UA-59",
    }
    assert [w for _, _, w in gazetteer.names_in(text)].count("Kharviv") == 4


def test_nothing_known_is_said_so(gazetteer: Gazetteer) -> None:
    found = gazetteer.resolve(["Qqzzyx"])["Qqzzyx"]
    assert (found.place, found.candidates) == (None, ())
    assert "no place" in found.reason


PIECES = st.sampled_from([
    "Kharkiv", "Харкові", "in", "у", ",", "’s", "-", "\n", ".", " ", "Bucha", "حلب", "region", "області", "A",
    "\u0301", "💥", "\u200f", "Київ-Київ", "of", "the", "У",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_gives_mentions_in_order_that_are_its_own_words(gazetteer: Gazetteer, text: str) -> None:
    mentions = gazetteer.mentions_in(text, adjectives=True)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.as_written
        end = mention.end
    found = gazetteer.resolve(mentions)
    assert set(found) == {m.as_written for m in mentions}
    assert all(r.candidates[0].place == r.place for r in found.values() if r.place)


def test_the_same_text_is_read_the_same_way(gazetteer: Gazetteer) -> None:
    text = "Trostyanets and Sumy, then Odessa and Kharviv region in Ukraine."
    first = gazetteer.resolve(gazetteer.mentions_in(text))
    assert first == gazetteer.resolve(gazetteer.mentions_in(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The raid came to Lubny on Monday.", ["Lubny"]),
        ("They were in Lubny Tuesday morning.", ["Lubny"]),
        ("Residents of Bucha said so.", ["Bucha"]),
        ("A flood in Mar del Plata in May.", ["Mar del Plata"]),
        ("Мешканці Бородянки чекали.", ["Бородянки"]),
        ("Обстрел Никополя продолжался.", ["Никополя"]),
        ("Двоє живуть у Торецьку, решта поїхала.", ["Торецьку"]),
        ("Вони прийшли в Торецьку громаду.", ["Торецьку громаду"]),
    ],
)
def test_a_date_or_an_opening_word_beside_a_name_is_no_part_of_it(
    gazetteer: Gazetteer, text: str, names: list[str]
) -> None:
    assert [w for _, _, w in gazetteer.names_in(text)] == names
