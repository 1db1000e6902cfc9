"""Many documents: in order, few at a time, and going on from a journal as if nothing had happened."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from operator import call
from pathlib import Path

import pytest

from accounted.claims import Document
from accounted.places import Gazetteer
from accounted.reading import read, to_contract
from accounted.reading.many import ForeignJournal, JournalInUse, read_many

RUN = """\
import sys
from pathlib import Path
from accounted.claims import Document
from accounted.reading.many import read_many
if __name__ == "__main__":
    texts = Path(sys.argv[1]).read_text().splitlines()
    wanted = ((f"{n}.txt", text) for n, text in enumerate(texts))
    read_many(wanted, Path(sys.argv[2]), load=Document, workers=2)
"""


def texts(number: int) -> list[str]:
    return [f"Police said {n + 2} people were killed in Poltava on Monday." for n in range(number)]


def wanted(number: int) -> Iterator[tuple[str, str]]:
    return ((f"{n}.txt", text) for n, text in enumerate(texts(number)))


def journal_of(number: int) -> bytes:
    gazetteer = Gazetteer.load()
    lines = [
        json.dumps(to_contract(read(Document(text), gazetteer=gazetteer), key), ensure_ascii=False)
        for key, text in wanted(number)
    ]
    return "".join(line + "\n" for line in lines).encode()


def test_the_journal_has_the_readings_in_the_order_wanted(tmp_path: Path) -> None:
    journal = tmp_path / "readings.jsonl"
    outcome = read_many(wanted(30), journal, load=Document, workers=2)
    assert (outcome.read, outcome.held, outcome.failed) == (30, 0, 0)
    assert journal.read_bytes() == journal_of(30)


@pytest.mark.parametrize("torn", [0, 1, 700])
def test_what_the_journal_holds_is_passed_over_and_a_torn_line_is_written_anew(
    tmp_path: Path, torn: int
) -> None:
    journal = tmp_path / "readings.jsonl"
    whole = journal_of(12)
    lines = whole.splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:5]) + lines[5][:torn])
    outcome = read_many(wanted(12), journal, load=Document)
    assert (outcome.read, outcome.held) == (7, 5)
    assert journal.read_bytes() == whole


def test_a_finished_journal_is_left_as_it_is(tmp_path: Path) -> None:
    journal = tmp_path / "readings.jsonl"
    journal.write_bytes(journal_of(3))
    told: list[str] = []
    outcome = read_many(wanted(3), journal, load=Document, on_done=lambda key, trouble: told.append(key))
    assert (outcome.read, outcome.held) == (0, 3)
    assert told == ["0.txt", "1.txt", "2.txt"]
    assert journal.read_bytes() == journal_of(3)


def test_few_documents_wait_in_memory_however_many_there_are(tmp_path: Path) -> None:
    pulled = finished = furthest = 0

    def counted() -> Iterator[tuple[str, str]]:
        nonlocal pulled, furthest
        for key, text in wanted(400):
            pulled += 1
            furthest = max(furthest, pulled - finished)
            yield key, text

    def on_done(key: str, trouble: str | None) -> None:
        nonlocal finished
        finished += 1

    read_many(counted(), tmp_path / "readings.jsonl", load=Document, workers=2, on_done=on_done)
    assert finished == 400
    assert furthest <= 64


def test_a_document_that_cannot_be_read_is_named_and_tried_again(tmp_path: Path) -> None:
    journal, told = tmp_path / "readings.jsonl", dict[str, str | None]()
    good, bad = partial(Document, "Two men were killed."), partial(int, "no number")
    outcome = read_many([("a", good), ("b", bad), ("c", good)], journal, load=call, on_done=told.__setitem__)
    assert (outcome.read, outcome.failed) == (2, 1)
    assert "no number" in str(told["b"])
    assert [json.loads(line)["path"] for line in journal.read_bytes().splitlines()] == ["a", "c"]
    again = read_many([("a", good), ("b", good), ("c", good)], journal, load=call)
    assert (again.read, again.held) == (1, 2)


def test_a_document_that_ends_its_process_takes_no_other_with_it(tmp_path: Path) -> None:
    journal, told = tmp_path / "readings.jsonl", dict[str, str | None]()
    good, deadly = partial(Document, "Two men were killed."), partial(os._exit, 3)
    documents = [(str(n), deadly if n in (3, 17) else good) for n in range(24)]
    outcome = read_many(documents, journal, load=call, workers=2, on_done=told.__setitem__)
    assert (outcome.read, outcome.failed) == (22, 2)
    assert [key for key, trouble in told.items() if trouble] == ["3", "17"]
    assert [json.loads(line)["path"] for line in journal.read_bytes().splitlines()] == [
        str(n) for n in range(24) if n not in (3, 17)
    ]


@pytest.mark.parametrize(
    "content", [b"notes of mine\n", b"notes of mine", b'{"path": "a.txt", "reader": {"version": "0.1"}}\n']
)
def test_another_file_is_not_written_to(tmp_path: Path, content: bytes) -> None:
    journal = tmp_path / "readings.jsonl"
    journal.write_bytes(content)
    with pytest.raises(ForeignJournal, match=r"readings\.jsonl"):
        read_many(wanted(1), journal, load=Document)
    assert journal.read_bytes() == content


def test_two_runs_do_not_write_to_one_journal(tmp_path: Path) -> None:
    journal = tmp_path / "readings.jsonl"

    def meanwhile() -> Iterator[tuple[str, str]]:
        with pytest.raises(JournalInUse):
            read_many(wanted(1), journal, load=Document)
        yield from wanted(2)

    assert read_many(meanwhile(), journal, load=Document).read == 2


def test_half_a_surrogate_pair_is_written_as_json_allows(tmp_path: Path) -> None:
    journal = tmp_path / "readings.jsonl"
    assert read_many([("a", "Two men were killed. \ud800")], journal, load=Document).read == 1
    assert json.loads(journal.read_bytes())["document"]["text"].endswith("\ud800")


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_to_the_same_journal(tmp_path: Path) -> None:
    source, journal = tmp_path / "texts", tmp_path / "readings.jsonl"
    script = tmp_path / "run.py"
    script.write_text(RUN)
    source.write_text("\n".join(texts(3000)))
    command = [sys.executable, str(script), str(source), str(journal)]
    killed = 0
    for _ in range(3):
        run = subprocess.Popen(command)
        size = journal.stat().st_size if journal.exists() else 0
        while run.poll() is None and (not journal.exists() or journal.stat().st_size < size + 200_000):
            time.sleep(0.005)
        run.send_signal(signal.SIGKILL)
        killed += run.wait() == -signal.SIGKILL
    assert killed
    subprocess.run(command, check=True)
    assert journal.read_bytes() == journal_of(3000)
