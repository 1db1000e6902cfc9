"""Reading many files into a journal: folders, interruptions, wrong use."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ACCOUNTED = Path(sys.executable).with_name("accounted")


@pytest.fixture
def articles(accounted):
    folder = accounted.directory / "articles"
    for n in range(32):
        path = folder / f"{n % 3}" / f"{n:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Police said {n + 2} people were killed in Poltava on Monday.\n" * 20)
    return folder


def paths(journal):
    return [Path(json.loads(line)["path"]).name for line in journal.read_text().splitlines()]


def test_a_folder_is_read_in_a_fixed_order_and_what_is_no_text_is_named(accounted, articles):
    (articles / "empty.txt").write_bytes(b"")
    journal = articles / "readings.jsonl"  # which is itself no article
    told = accounted("read", "articles", "--journal", journal, "--workers", 2, "--published", "2024-05-07")
    assert told.code == 1
    assert "empty.txt: the file is empty" in told.err
    assert "32 documents read" in told.out and "1 not read" in told.out
    assert paths(journal) == [f"{n:03}.txt" for k in range(3) for n in range(k, 32, 3)]
    first = json.loads(journal.read_text().splitlines()[0])
    assert first["document"]["published"] == "2024-05-07"
    line = accounted("read", "articles/0/000.txt", "--published", "2024-05-07", "--json").json
    assert line == first


def test_a_run_that_was_killed_goes_on_and_leaves_the_same_journal(accounted, articles):
    whole, journal = accounted.directory / "whole.jsonl", accounted.directory / "readings.jsonl"
    assert accounted("read", "articles", "--journal", whole, "--workers", 2).code == 0
    command = [ACCOUNTED, "read", "articles", "--journal", journal, "--workers", "2"]
    environment = {**os.environ, "ACCOUNTED_CONFIG": str(accounted.home)}
    run = subprocess.Popen(command, cwd=accounted.directory, env=environment, stdout=subprocess.DEVNULL)
    while run.poll() is None and not (journal.exists() and journal.stat().st_size):
        time.sleep(0.001)
    run.send_signal(signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    held = len(journal.read_bytes().splitlines())
    again = accounted("read", "articles", "--journal", journal, "--workers", 2)
    assert again.code == 0
    assert 0 < held <= 32 and "held already" in again.out
    assert journal.read_bytes() == whole.read_bytes()


def test_wrong_use_of_a_journal_is_met_with_advice(accounted, articles):
    notes = accounted.directory / "notes.txt"
    notes.write_text("my notes\n")
    foreign = accounted("read", "articles", "--journal", notes)
    assert foreign.code == 2 and "no journal of readings" in foreign.err
    assert notes.read_text() == "my notes\n"
    alone = accounted("read", "articles/0/000.txt", "--workers", 4)
    assert alone.code == 2 and "--journal" in alone.err
