"""The parts by themselves: folding, edit distance, inflection, distance, public points, outlines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.places import Place, kilometres, outlines, public_point
from accounted.places.cache import open_index
from accounted.places.edits import edit_distance, letters_mask
from accounted.places.folding import folded, plain, skeleton
from accounted.places.index import Index
from accounted.places.inflection import adjective_lemma, forms
from accounted.places.layout import ADJECTIVE
from accounted.places.levels import take_apart

WORDS = st.text(alphabet="abcdeкаіїйь'- ", max_size=9)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Ḩamāh", "hamah"),
        ("Khar’kov", "kharkov"),
        ("Ivano-Frankivsk", "ivano frankivsk"),
        ("Łódź", "lodz"),
        ("Київ", "київ"),
        ("Артёмовск", "артемовск"),
        ("إدلب", "ادلب"),
        ("İzmir", "izmir"),
        ("São Tomé", "sao tome"),
        ("ΑΘΉΝΑ", "αθηνα"),
    ],
)
def test_folding_drops_marks_but_no_letters(written: str, key: str) -> None:
    assert folded(written) == key


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert plain(plain(text)) == plain(text)


def test_romanisations_of_one_name_share_a_skeleton() -> None:
    assert len({skeleton(n) for n in ("trostyanets", "trostianets", "trostjanetz", "trostianetz")}) == 1
    assert skeleton("mykolaiv") == skeleton("mykolayiv") == skeleton("mykolajiw")
    assert skeleton("kherson") != skeleton("kharkiv")


def levenshtein_with_swaps(a: str, b: str) -> int:
    """The full table, to check the banded one against."""
    table = [[i + j if i * j == 0 else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] != b[j - 1])
            )
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@given(WORDS, WORDS, st.integers(1, 3))
def test_the_banded_distance_is_the_distance_up_to_its_limit(a: str, b: str, limit: int) -> None:
    assert edit_distance(a, b, limit) == min(levenshtein_with_swaps(a, b), limit + 1)


def slips(name: str, wrong: str) -> Iterator[str]:
    """A name with one slip of the pen, of every kind and at every letter."""
    for i in range(len(name)):
        yield name[:i] + name[i + 1 :]
        yield name[:i] + wrong + name[i + 1 :]
        yield name[:i] + wrong + name[i:]
        yield name[:i] + name[i : i + 2][::-1] + name[i + 2 :]
    yield name + wrong


LARGE = 100  # the weight of a place of some hundred thousand inhabitants


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index(None)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("kharkiv", "w"),
        ("donetsk", "w"),
        ("warsaw", "a"),
        ("khmelnytskyi", "w"),
        ("харків", "ж"),
        ("القاهره", "ر"),
    ],
)
def test_the_name_of_a_large_place_is_seen_whichever_of_its_letters_is_wrong(
    name: str, wrong: str, index: Index
) -> None:
    for slip in {*slips(name, wrong)} - {name}:
        assert index.has_near(slip, LARGE), slip


NEARLY = [
    "kharkvi", "warsau", "yesterday", "prosecutor", "полтава", "херсно", "", "a", "ab", "abc", "x" * 30,
    "x" * 40,
]  # fmt: skip


@pytest.mark.parametrize("written", NEARLY)
@pytest.mark.parametrize("country", [None, "UA", "SY"])
def test_names_one_slip_away_are_those_that_a_look_at_every_name_finds(
    written: str, country: str | None, index: Index
) -> None:
    """Names two slips away are looked for in the whole list, those one slip away by their halves alone."""
    number = index.country_number(country) if country else None
    near = [found for found in index.near(written, distance=2, country=number) if found[0] == 1]
    assert list(index.near(written, distance=1, country=number)) == near


@pytest.mark.parametrize("written", NEARLY)
def test_a_large_place_is_near_a_name_where_one_of_the_names_near_it_is_of_one(
    written: str, index: Index
) -> None:
    large = any(
        index.weight[posting >> 36] >= LARGE and (posting >> 32) & 15 != ADJECTIVE
        for _, postings in index.near(written, distance=1)
        for posting in postings
    )
    assert index.has_near(written, LARGE) == large


@given(WORDS, WORDS)
def test_near_names_differ_in_few_letters(a: str, b: str) -> None:
    distance = levenshtein_with_swaps(a, b)
    assert (letters_mask(a) ^ letters_mask(b)).bit_count() <= 2 * distance


@pytest.mark.parametrize(
    ("written", "core", "level"),
    [
        ("the region of Trostyanets", "Trostyanets", "region"),
        ("Kharkiv Oblast", "Kharkiv", "region"),
        ("Харківській області", "Харківській", "region"),
        ("м. Харків", "Харків", "settlement"),
        ("село Мала Рогань", "Мала Рогань", "settlement"),
        ("محافظة حلب", "حلب", "region"),
        ("Ukraine’s", "Ukraine", None),
        ("oblast", "oblast", None),
        ("village", "village", None),
    ],
)
def test_a_word_of_level_is_taken_from_the_name(written: str, core: str, level: str | None) -> None:
    wording = take_apart(written)
    assert (wording.core, wording.level) == (core, level)


def test_adjectives_in_every_case_have_one_lemma() -> None:
    for word in ("харківська", "харківської", "харківській", "харківську", "харківських"):
        assert adjective_lemma(word) == "харківський"
    for word in ("харьковская", "харьковской", "харьковскую", "харьковских"):
        assert adjective_lemma(word) == "харьковский"
    assert adjective_lemma("харків") is None


@given(st.text(alphabet="абвгдеєжзиіїйклмнопрстуфхцчшщьюяы '", max_size=30))
def test_forms_are_few_and_never_the_word_itself(word: str) -> None:
    offered = forms(word)
    assert word not in {form.name for form in offered}
    assert len(offered) <= 512


def at(lat: float | None, lon: float | None) -> Place:
    return Place("gn:0", "somewhere", "settlement", "UA", lat=lat, lon=lon)


def test_distance_follows_the_great_circle() -> None:
    kyiv, kharkiv = at(50.45466, 30.5238), at(49.98081, 36.25272)
    distance = kilometres(kyiv, kharkiv)
    assert distance is not None and 408 < distance < 412
    assert kilometres(at(0, 0), at(0, 180)) == pytest.approx(20_015, abs=1)
    assert kilometres(kyiv, at(None, None)) is None


@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from("01234567"))
def test_a_public_point_is_never_finer_than_its_level(lat: float, lon: float, level: str) -> None:
    shown = public_point(lat, lon, level)
    decimals = {"1": 4, "2": 2, "3": 1, "4": 0, "7": 0}.get(level)
    if decimals is None:
        assert shown is None
    else:
        assert shown == (round(lat, decimals), round(lon, decimals))


def test_a_public_point_refuses_what_is_no_level_or_no_point() -> None:
    with pytest.raises(ValueError, match="geo_precision"):
        public_point(50, 30, "9")
    with pytest.raises(ValueError, match="no point on Earth"):
        public_point(91, 30, "2")


def crosses(point: tuple[float, float], geometry: dict[str, object]) -> bool:
    """Whether a point lies in a MultiPolygon (ray casting)."""
    x, y = point
    odd = False
    for polygon in geometry["coordinates"]:  # type: ignore[attr-defined]
        for ring in polygon:
            for (x1, y1), (x2, y2) in pairwise(ring):
                if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                    odd = not odd
    return odd


@pytest.mark.parametrize(
    ("country", "lon", "lat"),
    [
        ("UA", 36.25, 49.98),
        ("UA", 34.1, 44.95),  # Simferopol
        ("SY", 37.16, 36.2),
        ("SD", 25.35, 13.63),
        ("XK", 21.16, 42.66),
        ("SO", 44.06, 9.56),  # Hargeisa
    ],
)
def test_an_outline_holds_the_places_of_its_country(country: str, lon: float, lat: float) -> None:
    assert crosses((lon, lat), outlines.country_outline(country))


def test_no_place_lies_in_two_outlines() -> None:
    assert not crosses((34.1, 44.95), outlines.country_outline("RU"))


def test_rings_are_closed_and_on_the_globe() -> None:
    for code in outlines.outlined():
        for polygon in outlines.country_outline(code)["coordinates"]:
            for ring in polygon:
                assert ring[0] == ring[-1]
                assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)


def test_regions_have_borders_within_their_country() -> None:
    west, south, east, north = outlines.bounds(outlines.country_outline("UA"))
    for line in outlines.region_borders("UA")["coordinates"]:
        assert all(west - 0.1 <= x <= east + 0.1 and south - 0.1 <= y <= north + 0.1 for x, y in line)
    assert len(outlines.region_borders("UA")["coordinates"]) > 25
    assert outlines.region_borders("MC")["coordinates"] == []


def test_outlines_of_several_countries_come_as_features() -> None:
    features = outlines.outlines_for(["UA", "md", "UA"])["features"]
    assert [f["id"] for f in features] == ["UA", "MD"]
    assert {"UA", "MD", "PL", "BY"} <= set(outlines.countries_in((22, 44, 40, 52)))
    with pytest.raises(outlines.UnknownOutline, match="alpha-2"):
        outlines.country_outline("ZZ")
    with pytest.raises(ValueError, match="no bounds"):
        outlines.bounds({"type": "MultiPolygon", "coordinates": []})
