"""Comparing names beside rapidfuzz's plain Jaro-Winkler and token_sort_ratio, in one run on one core.

    python bench/names.py [PAIRS.csv]

Names are invented: given names of the alias table, made-up families, each in Ukrainian or in one of the
romanisations. Speed is pairs a second of processor time, the best of three rounds in turns, so that a busy
machine matters less. With PAIRS.csv (columns a, b, match and, if there, category) it also says how well
each tells the pairs apart: area under the curve, and recall where 5 % of the pairs that are none pass.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import distance, fuzz, process

from accounted.names import SYSTEMS, transliterate
from accounted.names.aliases import row
from accounted.names.comparing import Names, similarities

JARO_WINKLER = distance.JaroWinkler.normalized_similarity
PEOPLE = 60_000
PAIRS = 500_000
SYLLABLES = re.findall(
    r"\w+",
    "ба ве гу до жи зо ке ли мо ну пе ра си та фе хо ча ши ще ян бур дуб кор лев мар пол руд сол тим ход",
)
ENDINGS = re.findall(r"\w+", "енко ук чук ський ко ич ець ів ин ак як ий")


def people(rng: random.Random) -> list[str]:
    """Invented names, in a mixture of scripts."""
    given = []
    for number in range(200):
        sex, forms, _ = row(number)
        if sex == "m" and any("а" <= letter <= "я" for letter in forms[0].casefold()):
            given.append(forms[0])
    families = sorted(
        {
            "".join(rng.choices(SYLLABLES, k=rng.choice((2, 2, 3)))).capitalize() + rng.choice(ENDINGS)
            for _ in range(8000)
        }
    )
    written = ["", "", "", "uk_2010", "press_en", "bgnpcgn_uk_1965", "scientific"]
    made = []
    for _ in range(PEOPLE):
        name = f"{rng.choice(given)} {rng.choice(given)}ович {rng.choice(families)}"
        system = rng.choice(written)
        made.append(transliterate(name, system, "uk").text if system and system in SYSTEMS else name)
    return made


def best(works: dict[str, Callable[[], object]], rounds: int = 3) -> dict[str, float]:
    """Processor seconds of each, the best of several rounds in turns."""
    seconds = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            started = time.process_time()
            work()
            seconds[name] = min(seconds[name], time.process_time() - started)
    return seconds


def speed() -> None:
    rng = random.Random(7)
    names = people(rng)
    similarities(["а"], ["б"])  # compiled now, or read from where it was kept
    known = Names()
    started = time.process_time()
    numbers = known.numbers(names)
    known.compare(numbers[:1], numbers[:1])
    folded = time.process_time() - started
    chance = np.random.default_rng(7)
    pairs = {"any two names": (chance.integers(0, len(names), PAIRS), chance.integers(0, len(names), PAIRS))}
    by_family = np.argsort([name.split()[-1][:4] for name in names], kind="stable")
    first = np.concatenate([by_family[:-step] for step in range(1, 9)])
    second = np.concatenate([by_family[step:] for step in range(1, 9)])
    pairs["neighbours by family name"] = (first, second)
    print(f"{'pairs a second, one core':<36}{'ours':>12}{'Jaro-Winkler':>14}{'token_sort':>12}{'to J-W':>9}")
    for what, (a, b) in pairs.items():
        texts = [names[n] for n in a.tolist()], [names[n] for n in b.tolist()]
        done = best({
            "ours": lambda a=a, b=b: known.compare(numbers[a], numbers[b]),
            "text": lambda t=texts: known.compare(known.numbers(t[0]), known.numbers(t[1])),
            "jw": lambda t=texts: process.cpdist(*t, scorer=JARO_WINKLER, workers=1),
            "sort": lambda t=texts: process.cpdist(*t, scorer=fuzz.token_sort_ratio, workers=1),
        })  # fmt: skip
        rate = {name: len(a) / seconds for name, seconds in done.items()}
        for ours, label in (("ours", what), ("text", f"{what}, as text")):
            print(
                f"{label:<36}{rate[ours]:>12,.0f}{rate['jw']:>14,.0f}{rate['sort']:>12,.0f}"
                f"{rate[ours] / rate['jw']:>9.2f}"
            )
    print(f"{'names read for the first time, a second':<36}{len(names) / folded:>9,.0f}")


def quality(path: Path) -> None:
    with path.open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    a, b = [r["a"] for r in rows], [r["b"] for r in rows]
    same = np.array([r["match"] == "1" for r in rows])
    kinds = np.array([r.get("category", "") for r in rows])
    scorers: dict[str, Any] = {
        "ours": similarities(a, b),
        "Jaro-Winkler": process.cpdist(a, b, scorer=JARO_WINKLER),
        "token_sort_ratio": process.cpdist(a, b, scorer=fuzz.token_sort_ratio),
    }
    print(f"\n{f'{len(rows)} labelled pairs':<36}{'AUC':>8}{'recall':>8}{'worst kind':>12}")
    for name, scores in scorers.items():
        print(f"{name:<36}" + _told(np.asarray(scores), same, kinds))


def _told(scores: Any, same: Any, kinds: Sequence[str]) -> str:
    ahead = scores[same][:, None] - scores[~same][None]
    threshold = np.sort(scores[~same])[::-1][int(0.05 * (~same).sum())]
    found = scores > threshold
    worst = min(found[same & (np.asarray(kinds) == kind)].mean() for kind in set(kinds))
    return f"{((ahead > 0) + 0.5 * (ahead == 0)).mean():>8.3f}{found[same].mean():>8.3f}{worst:>12.2f}"


if __name__ == "__main__":
    speed()
    if len(sys.argv) > 1:
        quality(Path(sys.argv[1]))
