"""Names as the press, the police and witnesses write them, and the place each must give first."""

from __future__ import annotations

import pytest

from accounted.places import Gazetteer

# written, id of the place, how
NAMES = [
    # Ukrainian towns, romanised in many ways, in three scripts, with former names
    ("Kharkiv", "gn:706483", "exact"),
    ("Kharkov", "gn:706483", "alternate"),
    ("Khar'kov", "gn:706483", "alternate"),
    ("KHARKIV", "gn:706483", "exact"),
    ("Харків", "gn:706483", "alternate"),
    ("Харьков", "gn:706483", "alternate"),
    ("Charków", "gn:706483", "alternate"),
    ("Charkow", "gn:706483", "alternate"),
    ("خاركوف", "gn:706483", "alternate"),
    ("ハリコフ", "gn:706483", "alternate"),
    ("Izium", "gn:707292", "alternate"),
    ("Izyum", "gn:707292", "exact"),
    ("Izjum", "gn:707292", "alternate"),
    ("Ізюм", "gn:707292", "alternate"),
    ("Изюм", "gn:707292", "alternate"),
    ("Bucha", "gn:711350", "exact"),
    ("Буча", "gn:711350", "alternate"),
    ("Kyiv", "gn:703448", "exact"),
    ("Kiev", "gn:703448", "alternate"),
    ("Kiew", "gn:703448", "alternate"),
    ("Київ", "gn:703448", "alternate"),
    ("Киев", "gn:703448", "alternate"),
    ("Mariupol", "gn:701822", "exact"),
    ("Маріуполь", "gn:701822", "alternate"),
    ("Odessa", "gn:698740", "alternate"),
    ("Одеса", "gn:698740", "alternate"),
    ("Artemivsk", "gn:713174", "alternate"),
    ("Бахмут", "gn:713174", "alternate"),
    ("Dnipropetrovsk", "gn:709930", "alternate"),
    ("Slov’yansk", "gn:693468", "folded"),
    ("Слов'янськ", "gn:693468", "alternate"),
    ("Слов’янськ", "gn:693468", "alternate"),
    ("Borodyanka", "gn:711635", "alternate"),
    ("Ivano‑Frankivsk", "gn:707471", "exact"),
    ("Капитолівка", "katotth:UA63040130110044022", "alternate"),
    ("Kapytolivka", "katotth:UA63040130110044022", "exact"),
    # regions of Ukraine, formal and colloquial
    ("Kharkiv region", "iso:UA-63", "alternate"),
    ("Kharkiv oblast", "iso:UA-63", "exact"),
    ("Kharkiv province", "iso:UA-63", "alternate"),
    ("the Kharkiv Oblast", "iso:UA-63", "alternate"),
    ("Kharkivska oblast", "iso:UA-63", "alternate"),
    ("Kharkivshchyna", "iso:UA-63", "alternate"),
    ("Харківська область", "iso:UA-63", "alternate"),
    ("Харківській області", "iso:UA-63", "inflected"),
    ("Харківської обл.", "iso:UA-63", "inflected"),
    ("в Харьковской области", "iso:UA-63", "inflected"),
    ("Харківщини", "iso:UA-63", "inflected"),
    ("Донеччина", "iso:UA-14", "alternate"),
    ("Донеччини", "iso:UA-14", "inflected"),
    ("на Луганщині", "iso:UA-09", "inflected"),
    ("Sumy oblast", "iso:UA-59", "exact"),
    ("Sumy", "gn:692194", "exact"),
    ("Kyiv region", "iso:UA-32", "alternate"),
    ("Crimea", "iso:UA-43", "exact"),
    ("Автономна Республіка Крим", "iso:UA-43", "alternate"),
    ("Ізюмський район", "pcode:UA6304", "alternate"),
    ("Охтирського району", "pcode:UA5904", "inflected"),
    ("Donbas", "area:donbas", "exact"),
    ("Донбасу", "area:donbas", "inflected"),
    # cases and adjectives of towns
    ("Харкові", "gn:706483", "inflected"),
    ("Харкова", "gn:706483", "inflected"),
    ("Києві", "gn:703448", "inflected"),
    ("Бучі", "gn:711350", "inflected"),
    ("Буче", "gn:711350", "inflected"),
    ("Ізюмі", "gn:707292", "inflected"),
    ("Изюма", "gn:707292", "inflected"),
    ("Маріуполі", "gn:701822", "inflected"),
    ("Кривому Розі", "gn:703845", "inflected"),
    ("Білій Церкві", "gn:712165", "inflected"),
    ("Сумах", "gn:692194", "inflected"),
    ("Ірпені", "gn:707565", "inflected"),
    ("Слов'янську", "gn:693468", "inflected"),
    ("Енергодарі", "gn:709276", "inflected"),
    ("Бородянці", "gn:711635", "inflected"),
    ("Дамаске", "gn:170654", "inflected"),
    # countries
    ("Ukraine", "iso:UA", "exact"),
    ("Ukraine’s", "iso:UA", "exact"),
    ("Україні", "iso:UA", "inflected"),
    ("أوكرانيا", "iso:UA", "alternate"),
    ("Ukrainian", "iso:UA", "adjective"),
    ("російських", "iso:RU", "adjective"),
    ("РФ", "iso:RU", "alternate"),
    ("Syrian", "iso:SY", "adjective"),
    ("DR Congo", "iso:CD", "alternate"),
    ("Burma", "iso:MM", "alternate"),
    ("USA", "iso:US", "alternate"),
    ("Côte d'Ivoire", "iso:CI", "alternate"),
    ("Cote d'Ivoire", "iso:CI", "alternate"),
    # elsewhere
    ("Aleppo", "gn:170063", "exact"),
    ("حلب", "gn:170063", "alternate"),
    ("محافظة حلب", "iso:SY-HL", "alternate"),
    ("Aleppo governorate", "iso:SY-HL", "alternate"),
    ("Deir ez-Zor", "gn:170794", "exact"),
    ("Ţarţus", "gn:163345", "folded"),
    ("Deir ez-Zor governorate", "iso:SY-DY", "alternate"),
    ("Idlib province", "iso:SY-ID", "exact"),
    ("Srebrenica", "gn:3190159", "exact"),
    ("El Fasher", "gn:379555", "exact"),
    ("Darfur", "area:darfur", "exact"),
    ("North Kivu", "iso:CD-NK", "alternate"),
    ("Tigray", "iso:ET-TI", "alternate"),
    ("Bogota", "gn:3688689", "folded"),
    ("Bogotá", "gn:3688689", "exact"),
    ("Helmand province", "iso:AF-HEL", "exact"),
    ("Grozny", "gn:558418", "exact"),
    ("Грозном", "gn:558418", "inflected"),
    # misspellings (rule D-25)
    ("Kharviv", "gn:706483", "typo"),
    ("Mariupil", "gn:701822", "typo"),
    ("Bakmut", "gn:713174", "typo"),
    ("Chernihov", "gn:710735", "typo"),
    ("Damscus", "gn:170654", "typo"),
    ("Kharviv region", "iso:UA-63", "typo"),
]


@pytest.mark.parametrize(("written", "place", "how"), NAMES)
def test_a_name_as_written_gives_its_place_first(
    gazetteer: Gazetteer, written: str, place: str, how: str
) -> None:
    found = gazetteer.find(written)
    assert found, f"{written} is not found"
    assert (found[0].place.id, found[0].how) == (place, how), [
        (m.place.id, m.place.name, m.how) for m in found
    ]


def test_a_name_of_several_places_keeps_every_candidate(gazetteer: Gazetteer) -> None:
    ids = [match.place.id for match in gazetteer.find("Trostyanets")]
    assert {"gn:691255", "gn:691264"} <= set(ids)


def test_a_country_keeps_only_its_own_places(gazetteer: Gazetteer) -> None:
    assert {m.place.country for m in gazetteer.find("Odessa", country="US")} == {"US"}
    assert gazetteer.find("Odessa", country="ua")[0].place.id == "gn:698740"
    assert gazetteer.find("Odessa", country="ZZ") == []


def test_within_keeps_only_what_a_place_contains(gazetteer: Gazetteer) -> None:
    sumy = gazetteer.by_code("iso3166_2", "UA-59")
    assert sumy is not None
    assert gazetteer.find("Trostyanets", within=sumy)[0].place.id == "gn:691255"


def test_kinds_keep_only_places_of_those_kinds(gazetteer: Gazetteer) -> None:
    assert [m.place.id for m in gazetteer.find("Kharkiv", kinds={"region"})] == ["iso:UA-63"]


def test_typos_are_looked_for_only_when_asked(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Kharviv", fuzzy=False) == []


def test_a_small_place_is_found_under_a_misspelling_in_its_country(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Balaklyia", country="UA")
    assert found[0].place.name.startswith("Balakl")


@pytest.mark.parametrize("nothing", ["", " ", "-", "’", "Qqqzzx", "12345", "\u200f", "a" * 10_000])
def test_what_is_no_name_gives_nothing(gazetteer: Gazetteer, nothing: str) -> None:
    assert gazetteer.find(nothing) == []


def test_the_better_known_place_comes_first(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Paris")[0].place.country == "FR"
    assert gazetteer.find("Georgia")[0].place.id == "iso:GE"
    assert gazetteer.find("Punjab")[0].place.kind == "region"
