"""The index in its cache: built once, whole or not at all, made anew when it does not fit.

Most of these tests build from a handful of settlements, so that they take a second.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accounted.places import Gazetteer, PlacesNotCached, cache, material
from accounted.places.compiling import compile_index
from accounted.places.layout import UnreadableIndex, pack, unpack

TOWNS = [
    {"geonameid": 707292, "name": "Izium", "latitude": 49.2, "longitude": 37.3, "countrycode": "UA",
     "population": 45884, "admin1code": "07", "alternatenames": ["Ізюм", "Изюм", "IZM", "yi jiu mu"]},
    {"geonameid": 706483, "name": "Kharkiv", "latitude": 49.98, "longitude": 36.25, "countrycode": "UA",
     "population": 1421125, "admin1code": "07", "alternatenames": ["Харків", "Kharkov"]},
]  # fmt: skip


@pytest.fixture(scope="module")
def few() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(material, "_cities", lambda: iter(TOWNS))
        patch.setattr(material, "villages", lambda: iter(()))
        patch.setattr(material, "districts", lambda _: iter(()))
        yield


def found(gazetteer: Gazetteer) -> str:
    return gazetteer.find("Изюм")[0].place.id


@pytest.mark.usefixtures("few")
class TestCache:
    def test_the_index_is_built_once_and_then_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert found(Gazetteer.load(tmp_path)) == "gn:707292"
        held = cache.index_path(tmp_path)
        assert [p.name for p in tmp_path.iterdir()] == [held.name]

        def twice() -> bytes:
            raise AssertionError("built twice")

        monkeypatch.setattr("accounted.places.compiling.compile_index", twice)
        assert found(Gazetteer.load(tmp_path)) == "gn:707292"

    def test_the_same_material_gives_the_same_bytes(self) -> None:
        assert compile_index() == compile_index()

    @pytest.mark.parametrize(
        "damage",
        [
            lambda data: b"",
            lambda data: data[:100],
            lambda data: data[:-1],
            lambda data: b"X" + data[1:],
            lambda data: data[:20] + b"{" + data[21:],
            lambda data: (
                data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]
            ),
        ],
        ids=["empty", "cut to its head", "a byte short", "other magic", "broken header", "one bit flipped"],
    )
    def test_a_damaged_index_is_built_anew(self, tmp_path: Path, damage: Any) -> None:
        Gazetteer.load(tmp_path)
        held = cache.index_path(tmp_path)
        whole = held.read_bytes()
        held.write_bytes(damage(whole))
        assert found(Gazetteer.load(tmp_path)) == "gn:707292"
        assert held.read_bytes() == whole

    def test_an_index_of_another_version_is_built_anew_and_the_old_one_removed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(material, "version", lambda _: "1.0.0")
        Gazetteer.load(tmp_path)
        older = cache.index_path(tmp_path)
        monkeypatch.undo()
        newer = cache.index_path(tmp_path)
        newer.write_bytes(older.read_bytes())  # under the name of the new one, but made of the old
        with (
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr(material, "_cities", lambda: iter(TOWNS))
            patch.setattr(material, "villages", lambda: iter(()))
            patch.setattr(material, "districts", lambda _: iter(()))
            assert found(Gazetteer.load(tmp_path)) == "gn:707292"
        assert newer.exists() and not older.exists()

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; the next test covers the rest")
    def test_a_read_only_directory_is_no_obstacle(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o555)
        with pytest.warns(PlacesNotCached, match="writable cache directory"):
            assert found(Gazetteer.load(tmp_path)) == "gn:707292"

    def test_a_cache_that_cannot_be_made_is_said_and_memory_serves(self, tmp_path: Path) -> None:
        blocked = tmp_path / "a file"
        blocked.write_text("in the way")
        with pytest.warns(PlacesNotCached, match="cannot be kept in .*a file"):
            assert found(Gazetteer.load(blocked / "places")) == "gn:707292"

    def test_codes_and_machine_romanisations_are_no_names(self, tmp_path: Path) -> None:
        gazetteer = Gazetteer.load(tmp_path)
        assert gazetteer.find("IZM", fuzzy=False) == []
        assert gazetteer.find("yi jiu mu", fuzzy=False) == []


BUILD = """
import sys, warnings
from pathlib import Path
warnings.simplefilter("error")
sys.path.insert(0, {tests!r})
from accounted.places import Gazetteer, material
from test_places_cache import TOWNS
material._cities = lambda: iter(TOWNS)
material.villages = lambda: iter(())
print(Gazetteer.load(Path(sys.argv[1])).find("Изюм")[0].place.id)
"""


def test_processes_that_build_at_once_each_leave_a_whole_index(tmp_path: Path) -> None:
    script = BUILD.format(tests=str(Path(__file__).parent))
    builders = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for builder in builders:
        out, err = builder.communicate(timeout=120)
        assert (builder.returncode, out.strip()) == (0, "gn:707292"), err
    assert [p.suffix for p in tmp_path.iterdir()] == [".idx"]


def test_a_layout_tells_what_does_not_fit() -> None:
    data = pack({"numbers": ("I", b"\1\0\0\0")}, {"made": "a"})
    assert list(unpack(memoryview(data), {"made": "a"})["numbers"]) == [1]
    with pytest.raises(UnreadableIndex, match="made for made a, now b"):
        unpack(memoryview(data), {"made": "b"})


def test_the_cache_follows_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.user_cache_dir() == tmp_path / "accounted"
