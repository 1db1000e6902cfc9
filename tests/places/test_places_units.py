"""Codes, containment and levels: rule A21, codes are keys and the crosswalk is explicit."""

from __future__ import annotations

import pytest

from accounted.places import Gazetteer, Place, UnknownPlace

# ISO 3166-2, OCHA P-code, GeoNames id: the five units whose digits differ, and some that do not.
CROSSWALK = [
    ("UA-09", "UA44", 702657),
    ("UA-30", "UA80", 703447),
    ("UA-40", "UA85", 694422),
    ("UA-43", "UA01", 703883),
    ("UA-77", "UA73", 710720),
    ("UA-63", "UA63", 706482),
    ("UA-59", "UA59", 692196),
    ("UA-32", "UA32", 703446),
]


@pytest.mark.parametrize(("iso", "pcode", "geonames"), CROSSWALK)
def test_every_code_of_a_unit_leads_to_the_same_place(
    gazetteer: Gazetteer, iso: str, pcode: str, geonames: int
) -> None:
    place = gazetteer.by_code("iso3166_2", iso)
    assert place is not None
    assert place.id == f"iso:{iso}"
    assert (place.pcode, place.geonames) == (pcode, geonames)
    assert gazetteer.by_code("pcode", pcode) == place
    assert gazetteer.by_geonames(geonames) == place
    assert place.katotth is not None and gazetteer.by_code("katotth", place.katotth) == place


def test_ukraine_has_27_units_and_136_raions_each_with_its_own_codes(gazetteer: Gazetteer) -> None:
    units = [u for u in gazetteer.units("UA") if u.unit != "area"]
    raions = gazetteer.units("UA", "district")
    assert (len(units), len(raions)) == (27, 136)
    for codes in ([u.iso3166_2 for u in units], [u.pcode for u in units], [r.pcode for r in raions]):
        assert None not in codes and len(set(codes)) == len(codes)
    assert sum(u.iso3166_2[3:] != u.pcode[2:] for u in units if u.iso3166_2 and u.pcode) == 5


@pytest.mark.parametrize(
    ("town", "raion", "oblast"),
    [
        ("Izium", "UA6304", "iso:UA-63"),
        ("Trostyanets", "UA5904", "iso:UA-59"),
        ("Bucha", "UA3208", "iso:UA-32"),
        ("Kapytolivka", "UA6304", "iso:UA-63"),
    ],
)
def test_a_town_lies_in_its_raion_oblast_and_country(
    gazetteer: Gazetteer, town: str, raion: str, oblast: str
) -> None:
    oblast_place = gazetteer.by_code("id", oblast)
    assert oblast_place is not None
    place = gazetteer.find(town, within=oblast_place)[0].place
    assert [p.pcode or p.id for p in gazetteer.parents(place)] == [raion, oblast_place.pcode, "iso:UA"]
    assert gazetteer.contains(oblast_place, place)
    assert gazetteer.contains(gazetteer.country("UA"), place)
    assert not gazetteer.contains(place, oblast_place)


def test_an_area_contains_what_its_units_contain(gazetteer: Gazetteer) -> None:
    donbas, mariupol = gazetteer.find("Donbas")[0].place, gazetteer.find("Mariupol")[0].place
    assert gazetteer.contains(donbas, mariupol)
    assert not gazetteer.contains(donbas, gazetteer.find("Izium")[0].place)


def test_a_governorate_lies_in_the_larger_unit_that_holds_it(gazetteer: Gazetteer) -> None:
    rafah = gazetteer.by_code("iso3166_2", "PS-RFH")
    assert rafah is not None
    assert [p.name for p in gazetteer.parents(rafah)][:1] == ["Gaza Strip"]


COUNTRIES = (
    "UA", "RU", "BY", "MD", "GE", "AZ", "AM", "SY", "IQ", "YE", "LY", "SD", "SS", "ET", "SO", "NG",
    "ML", "BF", "CD", "CF", "MM", "AF", "PK", "BD", "LK", "IL", "PS", "LB", "CO", "MX", "SV", "GT",
    "PE", "BA", "XK", "RS", "HR", "RW", "BI",
)  # fmt: skip


@pytest.mark.parametrize("country", COUNTRIES)
def test_where_the_field_works_regions_are_known_and_hold_their_towns(
    gazetteer: Gazetteer, country: str
) -> None:
    units = [u for u in gazetteer.units(country) if u.unit != "area"]
    assert len(units) >= 3
    capital = gazetteer.country(country)
    assert all(gazetteer.contains(capital, unit) for unit in units)
    if country != "XK":  # ISO 3166-2 has no codes for Kosovo
        assert sum(u.iso3166_2 is not None for u in units) >= 0.75 * len(units)


def test_an_unknown_code_is_an_error_that_says_what_to_give(gazetteer: Gazetteer) -> None:
    with pytest.raises(UnknownPlace, match="ISO 3166-1 alpha-2"):
        gazetteer.country("XX")
    assert gazetteer.by_code("iso3166_2", "UA-99") is None
    assert gazetteer.by_geonames(1) is None
    with pytest.raises(ValueError, match="known: iso3166_1"):
        gazetteer.by_code("fips", "UP07")
    with pytest.raises(UnknownPlace, match="of another version"):
        gazetteer.parents(Place("gn:1", "Nowhere", "settlement", "UA"))


def test_a_place_is_found_again_by_its_id(gazetteer: Gazetteer) -> None:
    for name in ("Izium", "Kharkiv oblast", "Ізюмський район", "Donbas", "Ukraine", "Капитолівка"):
        place = gazetteer.find(name)[0].place
        assert gazetteer.by_code("id", place.id) == place
