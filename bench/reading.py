"""How fast the reader is: articles and characters a second on one core, in English, Ukrainian and Russian,
beside spaCy's blank English pipeline that only splits the same texts into tokens and sentences, in the same
run; how long it takes to start; and, with --many, a hundred thousand documents through the worker processes.

    python bench/reading.py                   speed and start
    ACCOUNTED_COMPILED=0 python bench/reading.py    the same of the plain sources, where the compiled are used
    python bench/reading.py --many 100000     also many documents: memory, a kill in the middle, going on

The texts are composed here, so that each is another; their words are few. With ACCOUNTED_SHARED set, the
annotated documents and the press article found there are timed too, which are as people write. spaCy is no
part of Accounted: it is looked for in this interpreter, then in .venv-bench (`make bench-peers` makes it);
without it those figures are missing, loudly.

Two questions are asked of each set, and both answers printed. "Anew": each document is read once, by a
process that has read other texts before, as in an archive; the least of several processes. "Again": the same
documents are read over and over, so that every word is one that both readers remember; the least of several
rounds. Times are of the processor, since machines are shared.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from accounted.claims import Document

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 7
PROCESSES = 3
WARM = 10_000  # the first of the composed documents that are read before others
ARTICLES = 40
KILOBYTES = 3 * 1024
LIMIT_MS, LIMIT_RATIO, LIMIT_START = 6.0, 3.0, 0.8

TEXTS = tomllib.loads(Path(__file__).with_name("articles.toml").read_text(encoding="utf-8"))
DAYS = ("Monday", "Tuesday", "Friday", "Sunday")
MONTHS = ("March", "June", "September", "November")


def article(language: str, seed: int, size: int = KILOBYTES) -> str:
    """An article of about `size` bytes, another for each seed."""
    draw, texts = random.Random(f"{language} {seed}"), TEXTS[language]

    def said(pattern: str) -> str:
        return pattern.format(
            place=draw.choice(texts["places"]), name=draw.choice(texts["names"]), n=draw.randint(12, 480),
            m=draw.randint(3, 90), k=draw.randint(3, 11), year=draw.randint(1950, 1989),
            day=draw.choice(DAYS), month=draw.choice(MONTHS),
        )  # fmt: skip

    paragraphs, length = [said(draw.choice(texts["heads"]))], 0
    while length < size - 200:
        sentences = [
            said(draw.choice(texts["counting" if draw.random() < 0.35 else "telling"]))
            for _ in range(draw.randint(1, 4))
        ]
        paragraphs.append(" ".join(sentences))
        length = len("\n\n".join(paragraphs).encode())
    return "\n\n".join(paragraphs) + "\n"


def document(language: str, seed: int, size: int = KILOBYTES) -> Document:
    return Document(article(language, seed, size), language=language, published="2022-10-05")


def articles() -> dict[str, list[Document]]:
    """The press article, where it is at hand."""
    path = Path(os.environ.get("ACCOUNTED_SHARED") or "/nowhere", "sources", "press-report.txt")
    if not path.exists():
        return {}
    return {"en, article": [Document(path.read_bytes().decode(), language="en", published="2022-10-05")]}


def every_set() -> dict[str, list[Document]]:
    """The documents that are timed, by language and kind."""
    sets = {f"{language}, composed": [document(language, n) for n in range(ARTICLES)] for language in TEXTS}
    sets |= articles()
    return sets | {f"{language}, annotated": documents for language, documents in annotated().items()}


def annotated() -> dict[str, list[Document]]:
    """The annotated documents by language, where they are at hand."""
    shared = os.environ.get("ACCOUNTED_SHARED")
    found: dict[str, list[Document]] = {}
    for path in sorted(Path(shared or "/nowhere").glob("gold/dev/*.txt")):
        about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["document"]
        published = None if about["published"] == "unknown" else about["published"]
        found.setdefault(about["lang"], []).append(
            Document(path.read_bytes().decode(), language=about["lang"], published=published)
        )
    return found


# -- speed ------------------------------------------------------------------------------------------------

SPACY = """
import json, sys, time
import spacy
nlp = spacy.blank("en")
nlp.add_pipe("sentencizer")
print(spacy.__version__, flush=True)
for line in sys.stdin:
    texts = json.loads(line)
    began = time.process_time()
    for text in texts:
        list(nlp(text).sents)
    print(time.process_time() - began, flush=True)
"""


class Spacy:
    """spaCy's blank English pipeline in a process of its own; `seconds` is None where it is not installed."""

    def __init__(self) -> None:
        self.version: str | None = None
        for python in (sys.executable, str(ROOT / ".venv-bench" / "bin" / "python")):
            if Path(python).exists() and self._start(python):
                return

    def _start(self, python: str) -> bool:
        self._run = subprocess.Popen(
            [python, "-c", SPACY], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._run.stdout is not None
        self.version = self._run.stdout.readline().strip() or None
        return self.version is not None

    def seconds(self, texts: list[str]) -> float | None:
        if self.version is None:
            return None
        assert self._run.stdin is not None
        assert self._run.stdout is not None
        self._run.stdin.write(json.dumps(texts) + "\n")
        self._run.stdin.flush()
        return float(self._run.stdout.readline())

    def end(self) -> None:
        """Let its process go."""
        if self.version is not None:
            self._run.communicate()


def anew(name: str) -> None:
    """Read the documents of a set once, after others; print the seconds that they took."""
    from accounted.places import Gazetteer
    from accounted.reading import read
    from accounted.reading.many import settle

    gazetteer = Gazetteer.load()
    for language in TEXTS:
        for n in range(WARM, WARM + ARTICLES):
            read(document(language, n), gazetteer=gazetteer)
    documents = every_set()[name]
    settle()
    began = time.process_time()
    for one in documents:
        read(one, gazetteer=gazetteer)
    print(time.process_time() - began)


def of_new_texts(name: str, documents: list[Document]) -> tuple[float, float | None]:
    """Seconds of the reader and of spaCy for a set whose documents they have not met; the least of a few."""
    ours: list[float] = []
    theirs: list[float] = []
    warm = [document(language, n).text for language in TEXTS for n in range(WARM, WARM + ARTICLES)]
    for _ in range(PROCESSES):
        run = subprocess.run(
            [sys.executable, __file__, "--anew", name], capture_output=True, text=True, check=True
        )
        ours.append(float(run.stdout))
        spacy = Spacy()
        spacy.seconds(warm)
        seconds = spacy.seconds([one.text for one in documents])
        spacy.end()
        if seconds is not None:
            theirs.append(seconds)
    return min(ours), min(theirs, default=None)


def speed() -> None:
    from accounted import compiled
    from accounted.places import Gazetteer
    from accounted.reading import read
    from accounted.reading.many import settle

    print(
        "the reader is compiled to machine code"
        if compiled.in_use()
        else "the reader is plain Python (make compiled makes the other)"
    )
    gazetteer, spacy, sets = Gazetteer.load(), Spacy(), every_set()
    claims: dict[str, int] = {}
    for name, documents in sets.items():  # both readers remember words that they have met
        claims[name] = sum(len(read(one, gazetteer=gazetteer).claims) for one in documents)
        spacy.seconds([one.text for one in documents])
    settle()
    print("one core; milliseconds are for 3 KB")
    print(f"{'':15}{'claims':>9}{'again:':>8}{'characters':>12}{'ms':>8}{'spaCy':>7}{'ratio':>7}", end="")
    print(f"{'anew: ms':>11}{'spaCy':>7}{'ratio':>7}")
    print(f"{'':15}{'a KB':>9}{'docs/s':>8}{'a second':>12}")
    for name, documents in sets.items():
        ours = theirs = float("inf")
        for _ in range(ROUNDS):
            began = time.process_time()
            for one in documents:
                read(one, gazetteer=gazetteer)
            ours = min(ours, time.process_time() - began)
            theirs = min(theirs, spacy.seconds([one.text for one in documents]) or theirs)
        characters, size = (
            sum(len(one.text) for one in documents),
            sum(len(one.text.encode()) for one in documents),
        )
        unit = KILOBYTES / size * 1000
        new, their_new = of_new_texts(name, documents)
        peer = f"{theirs * unit:7.2f}{ours / theirs:7.1f}" if spacy.version else f"{'-':>7}{'-':>7}"
        peer_new = f"{their_new * unit:7.2f}{new / their_new:7.1f}" if their_new else f"{'-':>7}{'-':>7}"
        print(
            f"{name:15}{claims[name] / size * 1024:9.1f}{len(documents) / ours:8,.0f}"
            f"{characters / ours:12,.0f}{ours * unit:8.2f}{peer}{new * unit:11.2f}{peer_new}",
            flush=True,
        )
    print(f"bars: {LIMIT_MS:g} ms for 3 KB; {LIMIT_RATIO:g} times spaCy's blank English pipeline")
    if spacy.version:
        print(f"spaCy {spacy.version}: blank English with the sentencizer; it reads nothing")
    else:
        print("SKIPPED: spaCy, which is not installed (make bench-peers); it is no part of Accounted")


START = """
import time
from accounted.places import Gazetteer
from accounted.reading import languages, load_lexicon, read
Gazetteer.load()
for language in languages():
    load_lexicon(language)
print(time.process_time())
"""


def start() -> None:
    seconds = min(
        float(
            subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True).stdout
        )
        for _ in range(3)
    )
    print(f"start, interpreter included: {seconds:.2f} s (bar: {LIMIT_START:g} s)")


# -- many documents ---------------------------------------------------------------------------------------


def wanted(number: int) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """Notes of about a kilobyte, each another, in the three languages in turn."""
    languages = list(TEXTS)
    return ((f"{n:06}.txt", (languages[n % 3], n, 1024)) for n in range(number))


def composed(one: tuple[str, int, int]) -> Document:
    return document(*one)


def memory(process: int) -> int:
    """MiB that a process holds in memory; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0)


def journal_of(number: int, journal: Path, workers: int) -> None:
    """Read so many documents into a journal, with a bar; every tenth say how much memory is held."""
    import multiprocessing

    from accounted.cli import show
    from accounted.reading.many import read_many

    count = 0
    with show.progress("reading", number) as done:

        def on_done(key: str, trouble: str | None) -> None:
            nonlocal count
            count += 1
            done(key)
            if trouble is not None:
                sys.exit(f"{key}: {trouble}")
            if count % max(1, number // 10) == 0:
                held = [memory(os.getpid()), *(memory(p.pid or 0) for p in multiprocessing.active_children())]
                print(
                    f"  {count:>9,} documents: {held[0]} MiB, and the processes that read {held[1:]}",
                    flush=True,
                )

        outcome = read_many(wanted(number), journal, load=composed, workers=workers, on_done=on_done)
    print(f"  {outcome.read:,} read, {outcome.held:,} held already, {outcome.failed:,} failed")


def many(number: int, workers: int) -> None:
    from accounted.places import Gazetteer
    from accounted.reading import read, to_contract

    with tempfile.TemporaryDirectory(prefix="accounted-bench-") as folder:
        journal = Path(folder, "readings.jsonl")
        print(
            f"{number:,} documents, {workers} processes; the run is killed after a fourth and started again"
        )
        command = [
            sys.executable,
            __file__,
            "--journal",
            str(journal),
            "--many",
            str(number),
            "--workers",
            str(workers),
        ]
        began = time.perf_counter()
        run, target = subprocess.Popen(command), number // 4
        held = 0
        while run.poll() is None and held < target:
            time.sleep(0.5)
            held = lines(journal)
        run.send_signal(signal.SIGKILL)
        print(f"  killed (status {run.wait()}) with {lines(journal):,} lines in the journal")
        subprocess.run(command, check=True)
        took = time.perf_counter() - began
        gazetteer, checked = Gazetteer.load(), 0
        with journal.open(encoding="utf-8") as file:
            for at, (line, (key, one)) in enumerate(zip(file, wanted(number), strict=True)):
                if not line.startswith(json.dumps({"path": key})[:-1] + ","):
                    sys.exit(f"line {at + 1} of the journal is not of {key}")
                if at % 997 == 0:
                    again = json.dumps(
                        to_contract(read(composed(one), gazetteer=gazetteer), key), ensure_ascii=False
                    )
                    if line != again + "\n":
                        sys.exit(f"line {at + 1} of the journal is not what reading {key} alone gives")
                    checked += 1
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(
            f"{number:,} documents in {took:,.0f} s of the wall ({number / took:,.0f} a second), each once "
            f"and in order, {checked:,} compared; at most {most} MiB in one process"
        )


def lines(journal: Path) -> int:
    if not journal.exists():
        return 0
    with journal.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--many", type=int, default=0, metavar="NUMBER", help="documents for the processes")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--journal", type=Path, help=argparse.SUPPRESS)
    asked.add_argument("--anew", metavar="SET", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.anew is not None:
        anew(given.anew)
        return
    if given.journal is not None:
        journal_of(given.many, given.journal, given.workers)
        return
    speed()
    start()
    if given.many:
        many(given.many, given.workers)


if __name__ == "__main__":
    main()
