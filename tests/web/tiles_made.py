"""Files of tiles for tests, made here: pictures of one colour, and vector tiles written byte by byte."""

from __future__ import annotations

import gzip
import io
import math
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

EXTENT = 4096


def write(path: Path, tiles: Mapping[tuple[int, int, int], bytes], kind: TileType, *,
          packing: Compression = Compression.NONE, **said: Any) -> Path:  # fmt: skip
    """A PMTiles file of these tiles; `said` is what it says of itself."""
    with path.open("wb") as file:
        writer = Writer(file)
        for (z, x, y), data in sorted(tiles.items(), key=lambda told: zxy_to_tileid(*told[0])):
            writer.write_tile(zxy_to_tileid(z, x, y), data)
        writer.finalize({"tile_type": kind, "tile_compression": packing}, said)
    return path


def picture(colour: tuple[int, int, int], form: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(made, form, **({"lossless": True} if form == "WEBP" else {}))
    return made.getvalue()


def vector(**layers: Iterable[tuple[int, list[list[tuple[int, int]]], Mapping[str, Any]]]) -> bytes:
    """A tile of layers of features: (1 points, 2 lines, 3 areas; their lines; what is told of them)."""
    return gzip.compress(b"".join(_part(3, _layer(name, list(told))) for name, told in layers.items()))


def at(lon: float, lat: float) -> tuple[int, int]:
    """Where a point lies in the one tile of level 0."""
    s = math.sin(math.radians(lat))
    y = 0.5 - math.log((1 + s) / (1 - s)) / (4 * math.pi)
    return round((lon + 180) / 360 * EXTENT), round(y * EXTENT)


def lies_at(lon: float, lat: float) -> tuple[float, float]:
    """The point of the tile's grid that is nearest to a point of the earth, as longitude and latitude."""
    x, y = at(lon, lat)
    return x / EXTENT * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / EXTENT))))


def _layer(name: str, features: list[Any]) -> bytes:
    keys: list[str] = []
    values: list[Any] = []
    made = b""
    for kind, lines, told in features:
        tags = b""
        for key, value in told.items():
            for known, one in ((keys, key), (values, value)):
                if one not in known:
                    known.append(one)
            tags += _number(keys.index(key)) + _number(values.index(value))
        made += _part(2, _part(2, tags) + b"\x18" + _number(kind) + _part(4, _geometry(kind, lines)))
    return (
        b"\x78\x02" + _part(1, name.encode()) + made
        + b"".join(_part(3, key.encode()) for key in keys)
        + b"".join(_part(4, _value(value)) for value in values)
        + b"\x28" + _number(EXTENT)
    )  # fmt: skip


def _value(value: Any) -> bytes:
    if isinstance(value, bool):
        return b"\x38" + _number(int(value))
    if isinstance(value, int):
        return b"\x30" + _number(_zigzag(value))
    if isinstance(value, float):
        return b"\x19" + struct.pack("<d", value)
    return _part(1, value.encode())


def _geometry(kind: int, lines: list[list[tuple[int, int]]]) -> bytes:
    made, here = b"", (0, 0)
    for line in lines:
        for n, (x, y) in enumerate(line):
            if n < 2:
                made += _number((len(line) - 1) << 3 | 2 if n else 1 << 3 | 1)
            made += _number(_zigzag(x - here[0])) + _number(_zigzag(y - here[1]))
            here = x, y
        if kind == 3:
            made += _number(1 << 3 | 7)
    return made


def _zigzag(n: int) -> int:
    return n << 1 if n >= 0 else (-n << 1) - 1


def _number(n: int) -> bytes:
    made = b""
    while n > 127:
        made += bytes([n & 127 | 128])
        n >>= 7
    return made + bytes([n])


def _part(field: int, data: bytes) -> bytes:
    return _number(field << 3 | 2) + _number(len(data)) + data
