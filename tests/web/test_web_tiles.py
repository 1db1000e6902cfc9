"""Tiles out of one file: what is read of it, what is refused and why, and what the browser draws."""

from __future__ import annotations

import gzip
import random

import pytest
import tiles_made
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.tile import Compression, TileType
from tiles_made import at, lies_at, picture, vector, write

from accounted.record import decisions, queries
from accounted.record.decisions import stated
from accounted.web import settings as web_settings
from accounted.web import tile_file
from accounted.web.tile_file import TileFile, TilesUnusable

RED = (200, 30, 90)
WEST, EAST = (36.6, 49.2), (37.9, 49.2)  # of the incident: water, and land


@pytest.fixture
def raster(tmp_path):
    return write(
        tmp_path / "country.pmtiles", {(0, 0, 0): picture(RED)}, TileType.PNG, name="Red",
        attribution='<a href="https://example.org" onclick="x()">© Everybody &amp; others</a>',
    )  # fmt: skip


@pytest.fixture
def vectors(tmp_path):
    west, east = at(37.0, 0)[0], tiles_made.EXTENT
    tile = vector(
        water=[(3, [[(0, 0), (west, 0), (west, east), (0, east)]], {"kind": "ocean"})],
        landuse=[(3, [[at(37.4, 49.0), at(37.9, 49.0), at(37.9, 48.4), at(37.4, 48.4)]], {"kind": "park"})],
        roads=[(2, [[at(37.05, 49.75), at(38.9, 49.75)]], {"kind": "highway"})],
        boundaries=[(2, [[at(37.05, 50.2), at(38.9, 50.2)]], {"admin_level": 2})],
        places=[(1, [[at(38.4, 49.4)]], {"kind": "locality", "name": "Місто", "name:en": "A Town",
                                         "population": 5})],
        unheard_of=[(3, [[(0, 0), (9, 0), (9, 9)]], {"kind": 1.5, "sure": True})],
    )  # fmt: skip
    return write(
        tmp_path / "vector.pmtiles", {(0, 0, 0): tile}, TileType.MVT, packing=Compression.GZIP,
        vector_layers=[],
    )  # fmt: skip


@pytest.fixture
def incident(workspace):
    """One incident, known to ten metres, for the map to be drawn around."""
    archive, by = workspace.archive, workspace.reviewer("analyst")
    claim = next(one for one in queries.claims(archive) if one.claim.kind == "tally").id
    with archive.acting_as(by):
        return decisions.record_incident(
            archive, title="Shelling", by=by, reason="named",
            values={"lat": stated(49.2, claim), "lon": stated(37.25, claim),
                    "geo_precision": stated("1", claim)},
        )  # fmt: skip


@pytest.fixture
def serving(monkeypatch):
    """Let the settings name a file of tiles."""
    from django.conf import settings

    return lambda path: monkeypatch.setattr(settings, "ACCOUNTED_PMTILES", str(path))


# ---- the file


@pytest.mark.parametrize(
    ("kind", "form", "media_type"),
    [(TileType.PNG, "PNG", "image/png"), (TileType.JPEG, "JPEG", "image/jpeg"),
     (TileType.WEBP, "WEBP", "image/webp")],
)  # fmt: skip
def test_pictures_are_given_as_they_lie_in_the_file(tmp_path, kind, form, media_type):
    tile = picture(RED, form)
    file = TileFile(write(tmp_path / "a.pmtiles", {(0, 0, 0): tile}, kind))
    assert (file.about.form, file.about.media_type) == ("raster", media_type)
    assert file.tile(0, 0, 0) == tile


def test_every_tile_is_found_through_leaf_directories(tmp_path):
    chance = random.Random(7)
    places = [(z, x, y) for z in (0, 1, 8) for x in range(1 << z) for y in range(1 << z)]
    tiles = {place: chance.randbytes(chance.randint(4, 400)) for place in places if chance.random() < 0.3}
    tiles[0, 0, 0] = b"the whole world"
    tiles.pop((8, 9, 9), None)
    file = TileFile(write(tmp_path / "many.pmtiles", tiles, TileType.PNG))
    assert file._header["leaf_directory_length"] > 0
    assert all(file.tile(*place) == tile for place, tile in tiles.items())
    assert all(
        file.tile(*place) is None for place in ((8, 9, 9), (5, 3, 3), (9, 0, 0), (8, 256, 0), (8, 0, -1))
    )


def test_what_a_file_says_of_itself_is_words_without_markup(raster):
    about = TileFile(raster).about
    assert (about.name, about.thanks) == ("Red", "© Everybody & others")


def test_a_file_that_was_exchanged_is_read_anew(raster, tmp_path):
    first = tile_file.opened(raster)
    assert tile_file.opened(raster) is first
    other = write(tmp_path / "other", {(0, 0, 0): picture((1, 2, 3))}, TileType.PNG)
    other.replace(raster)
    second = tile_file.opened(raster)
    assert second.about.version != first.about.version
    assert second.tile(0, 0, 0) == picture((1, 2, 3)) and first.tile(0, 0, 0) == picture(RED)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda b: b"", "is no PMTiles file"),
        (lambda b: b"SQLite format 3\0" + bytes(200), "is no PMTiles file"),
        (lambda b: b"\xff" * 300, "is no PMTiles file"),
        (lambda b: b[:7] + b"\x02" + b[8:], "older form"),
        (lambda b: b[:99] + b"\x05" + b[100:], "AVIF"),
        (lambda b: b[:99] + b"\x06" + b[100:], "MLT"),
        (lambda b: b[:99] + b"\x63" + b[100:], "nothing here knows"),
        (lambda b: b[:98] + b"\x03" + b[99:], "packed with brotli"),
        (lambda b: b[:97] + b"\x04" + b[98:], "directories are packed with zstd"),
        (lambda b: b[:100] + b"\x09\x02" + b[102:], "levels"),
        (lambda b: b[:130], "points beyond its end"),
        (lambda b: b[:127] + bytes(20) + b[147:], "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_what_to_do(raster, change, told):
    raster.write_bytes(change(raster.read_bytes()))
    with pytest.raises(TilesUnusable, match=told) as trouble:
        TileFile(raster)
    assert str(raster) in str(trouble.value) and ";" in str(trouble.value)


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(TilesUnusable, match="cannot be read"):
        tile_file.opened(tmp_path / "none.pmtiles")


@given(st.integers(0, 500), st.integers(0, 255))
def test_whatever_byte_is_wrong_the_answer_is_a_tile_or_a_refusal(tmp_path_factory, place, byte):
    path = tmp_path_factory.mktemp("tiles") / "a.pmtiles"
    write(path, {(0, 0, 0): picture(RED), (1, 1, 1): b"x" * 40}, TileType.PNG)
    data = bytearray(path.read_bytes())
    data[place % len(data)] = byte
    path.write_bytes(data)
    try:
        file = TileFile(path)
        for where in ((0, 0, 0), (1, 1, 1), (1, 0, 0)):
            file.tile(*where)
    except TilesUnusable as trouble:
        assert str(path) in str(trouble)


# ---- settings


def test_the_file_is_named_in_the_settings_relative_to_the_archive(tmp_path):
    (tmp_path / "workspace.toml").write_text('pmtiles = "maps/country.pmtiles"\n')
    assert web_settings.options_of(tmp_path).pmtiles == str(tmp_path / "maps/country.pmtiles")
    (tmp_path / "workspace.toml").write_text('pmtiles = "/srv/country.pmtiles"\n')
    assert web_settings.options_of(tmp_path).pmtiles == "/srv/country.pmtiles"


def test_an_address_and_a_file_together_are_refused(tmp_path):
    (tmp_path / "workspace.toml").write_text('pmtiles = "a"\ntile_url = "https://example.org/{z}/{x}/{y}"\n')
    with pytest.raises(web_settings.SettingsInvalid, match="keep one"):
        web_settings.options_of(tmp_path)


# ---- our own address


def test_a_tile_is_kept_by_the_browser_and_an_empty_place_is_no_error(client_as, raster, serving):
    serving(raster)
    client = client_as("analyst")
    answer = client.get("/map/tiles/0/0/0/")
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "image/png", picture(RED))
    assert "immutable" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    assert client.get("/map/tiles/3/1/1/").status_code == 204


def test_a_packed_tile_is_unpacked_for_whoever_cannot(client_as, vectors, serving):
    serving(vectors)
    client = client_as("analyst")
    packed = client.get("/map/tiles/0/0/0/", headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert client.get("/map/tiles/0/0/0/").content == gzip.decompress(packed.content)


def test_without_a_file_there_is_no_tile(client_as):
    assert client_as("analyst").get("/map/tiles/0/0/0/").status_code == 404


def test_a_tile_is_for_those_who_may_see_the_map(client_as, raster, serving):
    serving(raster)
    assert client_as("intake").get("/map/tiles/0/0/0/").status_code == 403
    assert client_as(None).get("/map/tiles/0/0/0/").status_code == 302


def test_the_map_goes_on_without_a_file_that_cannot_be_used_and_names_no_path(
    client_as, incident, raster, serving
):
    raster.write_bytes(b"nothing of the kind")
    serving(raster)
    answer = client_as("analyst").get("/map/").content.decode()
    assert "country.pmtiles: is no PMTiles file" in answer and str(raster.parent) not in answer
    assert 'id="map"' in answer


def test_the_doctor_looks_at_the_file(workspace, raster, serving):
    from accounted.web import doctor

    serving(raster)
    (good,) = doctor._tiles(workspace.archive)
    raster.write_bytes(b"")
    (wrong,) = doctor._tiles(workspace.archive)
    assert (good.state, wrong.state) == (doctor.GOOD, doctor.WRONG)
    assert str(raster) in wrong.told


# ---- in a real browser

# The view at the beginning: two degrees around the one incident.
PIXEL = """([lon, lat]) => {
  const canvas = document.querySelector("#map canvas"), ratio = canvas.width / canvas.clientWidth;
  const at = (lon, lat) => { const s = Math.sin(lat * Math.PI / 180);
    return [(lon + 180) / 360, 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)]; };
  const [x0, y0] = at(35.25, 51.2), [x1, y1] = at(39.25, 47.2), [x, y] = at(lon, lat);
  const w = canvas.clientWidth, h = canvas.clientHeight, scale = Math.min(w / (x1 - x0), h / (y1 - y0));
  const px = (x - (x0 + x1) / 2) * scale + w / 2, py = (y - (y0 + y1) / 2) * scale + h / 2;
  const found = canvas.getContext("2d").getImageData(Math.round(px * ratio), Math.round(py * ratio), 1, 1);
  return [...found.data].slice(0, 3);
}"""
COLOUR = """(name) => {
  const told = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return [1, 3, 5].map((n) => parseInt(told.slice(n, n + 2), 16));
}"""


def near(one, other, by=6):
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


@pytest.fixture
def map_page(live, chromium):
    """The map in Chromium, and whatever was complained of there or asked of another host."""
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(120_000)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: told.append(request.url)
            if not request.url.startswith((live.address, "data:", "blob:")) else None)  # fmt: skip
    page.goto(live.way_in("analyst"))
    page.goto(f"{live.address}/map/")
    page.wait_for_selector("#map canvas")
    yield page
    page.close()
    assert told == []


def until(page, place, colour, by=6):
    """Wait until a point of the map has a colour; `by`: as nearly as that, where it is the edge of a line."""
    for _ in range(300):
        found = page.evaluate(PIXEL, place)
        if near(found, colour, by):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{place}: {found}, not {colour}")


@pytest.mark.browser
def test_pictures_of_the_file_are_the_ground_of_the_map(raster, serving, incident, request):
    serving(raster)
    page = request.getfixturevalue("map_page")
    until(page, WEST, RED)
    until(page, EAST, RED)
    assert "© Everybody & others" in page.locator("main").inner_text()


@pytest.mark.browser
def test_vector_tiles_are_drawn_in_a_plain_style_with_names(vectors, serving, incident, request):
    serving(vectors)
    page = request.getfixturevalue("map_page")
    colours = {name: page.evaluate(COLOUR, f"--map-{name}") for name in ("water", "land", "green", "major")}
    until(page, WEST, colours["water"])
    until(page, EAST, colours["land"])
    until(page, (37.65, 48.7), colours["green"])
    until(page, lies_at(38.0, 49.75), colours["major"], 25)
    # A border of a country is drawn through, and a name where its place is: dark on light.
    until(page, lies_at(38.0, 50.2), page.evaluate(COLOUR, "--map-country"), 25)
    lon, lat = lies_at(38.4, 49.4)
    row = [page.evaluate(PIXEL, (lon + n / 400, lat + m / 400)) for n in range(-24, 24) for m in (-6, 0, 6)]
    assert min(sum(pixel) for pixel in row) < 250


@pytest.mark.browser
def test_a_file_that_cannot_be_used_leaves_the_shipped_outlines(raster, serving, incident, request):
    raster.write_bytes(b"")
    serving(raster)
    page = request.getfixturevalue("map_page")
    until(page, EAST, page.evaluate(COLOUR, "--panel"))
