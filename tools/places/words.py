"""Write the finder's lists of common words and given names from published packages.

    python tools/places/words.py UNPACKED OUT

UNPACKED holds stopwords-iso, an-array-of-english-words (npm) and faker (PyPI).
Run after regions.py, since common words are kept only where the gazetteer knows them as names.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

from accounted.places.cache import open_index
from accounted.places.folding import fold_plain, plain

STOPWORDS = ["en", "uk", "ru", "es", "fr", "de", "it", "pt", "pl", "ar", "he", "tr"]
NAMES = [
    "en_GB",
    "en_US",
    "en_NG",
    "en_KE",
    "en_IN",
    "en_PK",
    "uk_UA",
    "ru_RU",
    "ar_SA",
    "ar_PS",
    "ar_DZ",
    "ar_AA",
    "fr_FR",
    "es_ES",
    "es_MX",
    "es_CO",
    "de_DE",
    "it_IT",
    "pl_PL",
    "ro_RO",
    "tr_TR",
    "he_IL",
    "fa_IR",
    "hy_AM",
    "ka_GE",
    "az_AZ",
    "bg_BG",
    "hr_HR",
    "cs_CZ",
    "sk_SK",
    "hu_HU",
    "nl_NL",
    "sv_SE",
    "pt_BR",
    "sw",
    "ha_NG",
    "yo_NG",
    "ig_NG",
]


def common(unpacked: Path) -> tuple[set[str], set[str]]:
    """Words in everyday use, and the wider dictionary."""
    stop = json.loads((unpacked / "stopwords-iso/stopwords-iso.json").read_text(encoding="utf-8"))
    frequent = {word for language in STOPWORDS for word in stop.get(language, [])}
    dictionary = set(
        json.loads((unpacked / "an-array-of-english-words/index.json").read_text(encoding="utf-8"))
    )
    return {fold_plain(plain(w)) for w in frequent}, {fold_plain(plain(w)) for w in dictionary}


def given_names(unpacked: Path) -> set[str]:
    """Given names of the locales, and those romanised by hand in given_names.txt beside this file."""
    names: set[str] = set()
    sys.path.insert(0, str(unpacked / "faker"))
    for locale in NAMES:
        path = unpacked / "faker/faker/providers/person" / locale / "__init__.py"
        if not path.exists():
            continue
        spec = importlib.util.spec_from_file_location(f"person_{locale}", path)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        module.__package__ = f"faker.providers.person.{locale}"
        spec.loader.exec_module(module)
        for key in dir(module.Provider):
            if key.startswith("first_names"):
                names |= set(getattr(module.Provider, key))
    names |= set((Path(__file__).parent / "given_names.txt").read_text(encoding="utf-8").split())
    return {fold_plain(plain(n)) for n in names if n.strip() and " " not in n and len(n) > 2}


def main() -> None:
    """Both lists."""
    unpacked, out = Path(sys.argv[1]), Path(sys.argv[2])
    index = open_index(Path(sys.argv[3]) if len(sys.argv) > 3 else None)
    frequent, dictionary = common(unpacked)
    marked = [f"!{w}" for w in frequent if index.has(w)] + [w for w in dictionary - frequent if index.has(w)]
    for name, note, words in (
        (
            "common_words.txt",
            "Common words that are also place names; ! marks those in everyday use.",
            marked,
        ),
        ("given_names.txt", "Given names of persons, folded.", given_names(unpacked)),
    ):
        lines = sorted(w for w in words if len(w.strip("!")) > 1)
        (out / name).write_text(f"# {note}\n" + "\n".join(lines) + "\n", encoding="utf-8")
        print(name, len(lines))


if __name__ == "__main__":
    main()
