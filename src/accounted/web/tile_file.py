"""Tiles of a map in one file (PMTiles, version 3): read where they lie, one by one, with no other host.

Pictures (PNG, JPEG, WebP) and vector tiles (MVT), as they are or packed with gzip. Anything else is refused
with what to do. The file is the administrator's; still nothing it says of itself is believed beyond its own
length, and a file that is exchanged while it is served is opened anew.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import threading
import weakref
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_OF_A_TILE = 16 << 20
_MOST_OF_A_DIRECTORY = 16 << 20
_DIRECTORIES = 64  # held in memory; a leaf is some four thousand entries
_DEEPEST = 4
_HEADER = 127
_FORMS = {
    "MVT": ("vector", "application/vnd.mapbox-vector-tile"),
    "PNG": ("raster", "image/png"),
    "JPEG": ("raster", "image/jpeg"),
    "WEBP": ("raster", "image/webp"),
}
_TAG = re.compile(r"<[^>]*>")


class TilesUnusable(ValueError):
    """The file cannot be used for the map. The message names it and says what to do."""


@dataclass(frozen=True)
class About:
    """What a file of tiles says of itself.

    Attributes:
        form: `raster` or `vector`.
        media_type: of a tile.
        least, most: the first and the last level of nearness it has.
        box: west, south, east, north, in degrees.
        name, thanks: of the map, and who is to be named for it; without markup.
        version: another one when the file is another one.
    """

    form: str
    media_type: str
    least: int
    most: int
    box: tuple[float, float, float, float]
    name: str
    thanks: str
    version: str


class TileFile:
    """One open file of tiles; used by several threads at once."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            TilesUnusable: it is not there, is no PMTiles file of version 3, or holds what no map here draws.
        """
        self.path = path
        try:
            self._handle = os.open(path, os.O_RDONLY)
        except OSError as trouble:
            raise TilesUnusable(
                f"{path}: cannot be read ({trouble.strerror}); write the path of a PMTiles file in pmtiles"
            ) from None
        weakref.finalize(self, os.close, self._handle)
        self._directories: OrderedDict[tuple[int, int], list[Any]] = OrderedDict()
        self._lock = threading.Lock()
        stat = os.fstat(self._handle)
        self._length = stat.st_size
        self.stamp = _stamp(stat)
        self._header = self._read_header()
        self.about = self._about()

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """The tile as it lies in the file; None where the file has none there.

        Raises:
            TilesUnusable: the file is damaged.
        """
        from pmtiles.tile import find_tile, zxy_to_tileid

        if not (self.about.least <= z <= self.about.most and 0 <= x < 1 << z and 0 <= y < 1 << z):
            return None
        number = zxy_to_tileid(z, x, y)
        offset, length = self._header["root_offset"], self._header["root_length"]
        for _ in range(_DEEPEST):
            found = find_tile(self._directory(offset, length), number)
            if found is None:
                return None
            if found.run_length:
                return self._bytes(
                    self._header["tile_data_offset"] + found.offset, found.length, MOST_OF_A_TILE
                )
            offset, length = self._header["leaf_directory_offset"] + found.offset, found.length
        raise self._damaged("its directories go too deep")

    def _read_header(self) -> dict[str, Any]:
        from pmtiles.tile import MagicNumberNotFound, SpecVersionUnsupported, deserialize_header

        start = os.pread(self._handle, _HEADER, 0) if self._length else b""
        try:
            if len(start) < _HEADER:
                raise MagicNumberNotFound
            return dict(deserialize_header(start))
        except (MagicNumberNotFound, UnicodeDecodeError):
            raise TilesUnusable(
                f"{self.path}: is no PMTiles file; take one that ends in .pmtiles, or convert what you have "
                "(`pmtiles convert map.mbtiles map.pmtiles`)"
            ) from None
        except SpecVersionUnsupported:
            raise TilesUnusable(
                f"{self.path}: is a PMTiles file of an older form; bring it to version 3 (`pmtiles upgrade`)"
            ) from None
        except ValueError:
            raise TilesUnusable(
                f"{self.path}: holds a kind of tiles that nothing here knows; {_TAKE}"
            ) from None

    def _about(self) -> About:
        told = self._header
        kind, packing = told["tile_type"].name, told["tile_compression"].name
        if kind not in _FORMS:
            raise TilesUnusable(f"{self.path}: its tiles are {kind}, which the map does not draw; {_TAKE}")
        if packing not in ("NONE", "GZIP", "UNKNOWN"):
            raise TilesUnusable(f"{self.path}: its tiles are packed with {packing.lower()}; {_TAKE}")
        if told["internal_compression"].name != "GZIP":
            raise TilesUnusable(
                f"{self.path}: its directories are packed with {told['internal_compression'].name.lower()}; "
                "pack it with gzip (`pmtiles convert` does)"
            )
        if not 0 <= told["min_zoom"] <= told["max_zoom"] <= 24:
            raise self._damaged("its levels are not between 0 and 24")
        self._directory(told["root_offset"], told["root_length"])
        form, media_type = _FORMS[kind]
        metadata = self._metadata()
        west, south, east, north = (
            told[f"{one}_e7"] / 1e7 for one in ("min_lon", "min_lat", "max_lon", "max_lat")
        )
        return About(
            form, media_type, told["min_zoom"], told["max_zoom"],
            (west, south, east, north), _words(metadata.get("name")), _words(metadata.get("attribution")),
            hashlib.sha256(repr(self.stamp).encode()).hexdigest()[:12],
        )  # fmt: skip

    def _metadata(self) -> dict[str, Any]:
        import json

        offset, length = self._header["metadata_offset"], self._header["metadata_length"]
        if not length:
            return {}
        try:
            found = json.loads(_unpacked(self._bytes(offset, length, _MOST_OF_A_DIRECTORY)))
        except ValueError:
            raise self._damaged("its own description cannot be read") from None
        return found if isinstance(found, dict) else {}

    def _directory(self, offset: int, length: int) -> list[Any]:
        from pmtiles.tile import deserialize_directory

        key = offset, length
        with self._lock:
            if key in self._directories:
                self._directories.move_to_end(key)
                return self._directories[key]
        told = self._bytes(offset, length, _MOST_OF_A_DIRECTORY)
        try:
            _unpacked(told)  # never more than a directory can be
            found = deserialize_directory(told)
        except (ValueError, EOFError, IndexError):
            raise self._damaged("one of its directories cannot be read") from None
        with self._lock:
            self._directories[key] = found
            while len(self._directories) > _DIRECTORIES:
                self._directories.popitem(last=False)
        return found

    def _bytes(self, offset: int, length: int, most: int) -> bytes:
        if length > most or offset < 0 or offset + length > self._length:
            raise self._damaged("it points beyond its end")
        found = os.pread(self._handle, length, offset)
        if len(found) < length:
            raise self._damaged("it ends before what it points to")
        return found

    def _damaged(self, why: str) -> TilesUnusable:
        return TilesUnusable(f"{self.path}: is damaged: {why}; get the file anew")


_TAKE = "take a file of PNG, JPEG, WebP or MVT tiles, packed with gzip or not at all"


def packed(tile: bytes) -> bool:
    """Whether a tile is packed with gzip. The header need not say so; the bytes do."""
    return tile[:2] == b"\x1f\x8b"


def unpacked(tile: bytes) -> bytes:
    """A tile that was packed with gzip, for who cannot unpack it.

    Raises:
        TilesUnusable: it is not packed so, or is larger than a tile is.
    """
    try:
        return _unpacked(tile)
    except ValueError as trouble:
        raise TilesUnusable(f"a tile of the map is damaged: {trouble}") from None


def _unpacked(told: bytes) -> bytes:
    """Raises ValueError where the bytes are not gzip's, or are larger than anything here may be."""
    worker = zlib.decompressobj(wbits=31)
    try:
        found = worker.decompress(told, MOST_OF_A_TILE)
    except zlib.error as trouble:
        raise ValueError(f"not packed with gzip ({trouble})") from None
    if worker.unconsumed_tail or not worker.eof:
        raise ValueError("cut off, or larger than it may be")
    return found


def _words(told: Any) -> str:
    """What a file says in a few plain words; markup is dropped."""
    if not isinstance(told, str):
        return ""
    return " ".join(html.unescape(_TAG.sub(" ", told)).split())[:200]


def _stamp(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


# ---- the file that is served

_opened: dict[Path, TileFile] = {}
_opening = threading.Lock()


def opened(path: Path) -> TileFile:
    """The file at a path, open; opened anew where it was exchanged.

    Raises:
        TilesUnusable: it cannot be used.
    """
    try:
        stamp = _stamp(path.stat())
    except OSError:
        stamp = None
    with _opening:
        known = _opened.get(path)
        if known is not None and known.stamp == stamp:
            return known
        # The one before is left to whoever still reads it, and is closed when nobody does.
        _opened[path] = found = TileFile(path)
        return found
