"""How fast claims are written through decisions with logging, how large the database is, how fast it answers.

    .venv/bin/python bench/record.py [--scale 1.0] [--claims-in-a-document 25] [--only sqlite|postgresql]

Claims are put on record as they are in an intake: each document kept, its text and structure derived, its
reading recorded, one line in the log for all its claims; groups of documents share a transaction. The bar:
the claims of one document in less than 100 ms at 100,000 claims.

PostgreSQL is a server of our own on a private socket, with its default settings for durability; without an
installed server that half is left out, and said so.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import platform
import random
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE.parent / "tests/record")]

from accounted.claims import (  # noqa: E402
    Claim,
    Count,
    DateMention,
    Document,
    Excerpt,
    PlaceMention,
    ReaderIdentity,
    Reading,
    Segment,
    Speaker,
    Tally,
)
from accounted.record import queries  # noqa: E402
from accounted.record.archive import Archive  # noqa: E402
from accounted.record.decisions import material, record_document, record_reading  # noqa: E402

DOCUMENTS_IN_A_GROUP = 100
ASKED = 200
BAR_MS = 100.0


@dataclass
class Figures:
    """What one database did."""

    name: str
    claims: int
    documents: int
    wall: float
    cpu: float
    database_mb: float
    log_mb: float
    median_ms: float
    slowest_ms: float
    rebuild: float
    verify: float


def document(number: int, claims: int) -> tuple[Document, Reading]:
    """An invented document in which every sentence is a tally, and its reading."""
    chance = random.Random(number)
    sentences, made, at = [], [], 0
    for _ in range(claims):
        count = chance.randrange(1, 600)
        speaker, words = f"Officer {chance.randrange(40)}", f"{count} bodies"
        sentence = f"{speaker} said that {words} were found at site {chance.randrange(90)} on that day. "
        start = at + sentence.index(words)
        made.append((start, words, count, speaker, at))
        sentences.append(sentence)
        at += len(sentence)
    text = "".join(sentences)
    read = tuple(
        Claim(
            id=f"c{n}",
            kind="tally",
            excerpt=Excerpt(start, start + len(words), words),
            speaker=Speaker(speaker, at, at + len(speaker)),
            place=PlaceMention("site", name="Quarry", kind="settlement", country="UA", lat=49.2, lon=37.2),
            date=DateMention("that day", "2022-09-15", "discovery"),
            tally=Tally("bodies_found", Count("exact", count, count, count), group=("civilian",)),
            segment=0,
            rule="bench",
        )
        for n, (start, words, count, speaker, at) in enumerate(made)
    )
    made_document = Document(
        text, segments=(Segment(0, len(text)),), language="en", publisher=f"Paper {number % 50}"
    )
    return made_document, Reading(made_document, ReaderIdentity("bench", "1", "none"), read)


def fill(archive: Archive, documents: int, claims: int) -> None:
    """Put documents with their claims on record, in groups, through the same decisions as an intake."""
    from accounted.record.models import Item

    for first in range(0, documents, DOCUMENTS_IN_A_GROUP):
        group = [
            document(number, claims) for number in range(first, min(documents, first + DOCUMENTS_IN_A_GROUP))
        ]
        numbers = archive.reserve_numbers(len(group))
        with archive.store.batch() as batch:
            kept = [
                batch.keep(
                    made.text.encode(), event="ingest", agent=archive.agent.pseudonym, item=number,
                    detail=material.taking_in(archive, number=number, facts={}, parent=None),
                )
                for (made, _), number in zip(group, numbers, strict=True)
            ]  # fmt: skip
        with archive.deciding():
            items = dict(
                Item.objects.filter(sha256__in=[one.sha256 for one in kept]).values_list("sha256", "id")
            )
            for (made, reading), one, number in zip(group, kept, numbers, strict=True):
                recorded = record_document(
                    archive, made, item=items[one.sha256], item_number=number, item_sha256=one.sha256,
                    extractor="bench", version="1", tool="bench 1",
                )  # fmt: skip
                record_reading(archive, recorded, reading)


def ask(archive: Archive) -> tuple[float, float]:
    """Median and slowest time, in ms, to ask for the claims of one document."""
    chance = random.Random(7)
    asked = chance.sample([row.id for row in queries.documents(archive)], ASKED)
    times = []
    for identifier in asked:
        start = time.perf_counter()
        found = queries.claims(archive, document=identifier)
        times.append((time.perf_counter() - start) * 1000)
        assert found
    return statistics.median(times), max(times)


def database_size(archive: Archive) -> int:
    """Bytes of the database on disk."""
    if archive.database == "sqlite":
        return sum(path.stat().st_size for path in archive.path.glob("accounted.sqlite3*"))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def run(name: str, folder: Path, url: str | None, documents: int, claims: int) -> Figures:
    """One database from empty to full, asked, rebuilt and verified."""
    with Archive.create(folder / name, title=name, agent="Bench", database_url=url or "") as archive:
        wall, cpu = time.perf_counter(), time.process_time()
        fill(archive, documents, claims)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        median, slowest = ask(archive)
        size = database_size(archive)
        log = sum(path.stat().st_size for path in (archive.path / "log").rglob("*") if path.is_file())
        start = time.perf_counter()
        found = archive.verify_record()
        verify = time.perf_counter() - start
        assert found.ok and found.claims == documents * claims, found.problems[:3]
        start = time.perf_counter()
        archive.rebuild()
        rebuild = time.perf_counter() - start
        return Figures(
            name,
            documents * claims,
            documents,
            wall,
            cpu,
            size / 1e6,
            log / 1e6,
            median,
            slowest,
            rebuild,
            verify,
        )


def server() -> object | None:
    """The server the tests use; None where PostgreSQL or its driver is missing."""
    from postgresql_server import Server, installed

    binaries = installed()
    if binaries is None or importlib.util.find_spec("psycopg") is None:
        return None
    return Server(binaries, durable=True)


def main() -> int:
    """Run and print one table; 1 if the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 is 100,000 claims")
    parser.add_argument("--claims-in-a-document", type=int, default=25)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    claims = arguments.claims_in_a_document
    documents = max(ASKED, int(100_000 * arguments.scale) // claims)
    folder = Path(tempfile.mkdtemp(prefix="accounted-bench-"))
    rows: list[Figures] = []
    try:
        if arguments.only != "postgresql":
            rows.append(run("sqlite", folder, None, documents, claims))
        if arguments.only != "sqlite":
            postgres = server()
            if postgres is None:
                print(
                    "PostgreSQL left out: no server or no driver here (make system; pip install "
                    "'accounted[postgres]')"
                )
            else:
                try:
                    rows.append(run("postgresql", folder, postgres.new_database(), documents, claims))  # type: ignore[attr-defined]
                finally:
                    postgres.stop()  # type: ignore[attr-defined]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if arguments.json:
        print(json.dumps([vars(row) for row in rows]))
    else:
        report(rows)
    return 0 if all(row.median_ms < BAR_MS for row in rows) else 1


def report(rows: list[Figures]) -> None:
    """One table."""
    print(f"{platform.machine()}, Python {platform.python_version()}, {rows[0].documents:,} documents")
    print(
        f"{'':12}{'claims':>9}{'wall s':>9}{'cpu s':>8}{'claims/s':>10}{'db MB':>8}{'log MB':>8}"
        f"{'ask ms':>8}{'slowest':>9}{'verify s':>10}{'rebuild s':>11}"
    )
    for r in rows:
        print(
            f"{r.name:12}{r.claims:>9,}{r.wall:>9.1f}{r.cpu:>8.1f}{r.claims / r.wall:>10,.0f}"
            f"{r.database_mb:>8.0f}{r.log_mb:>8.0f}{r.median_ms:>8.1f}{r.slowest_ms:>9.1f}{r.verify:>10.1f}{r.rebuild:>11.1f}"
        )
    print(f"bar: the claims of one document in less than {BAR_MS:.0f} ms (median of {ASKED})")


if __name__ == "__main__":
    raise SystemExit(main())
