"""Pairs as columns and pairs as rows: however a table is written, the same comes out."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from accounted.cli import pair_table
from accounted.cli.pair_table import UnreadablePairs, read

PAIRS = [(f"{n}", f"Марія {n % 7} Дрозд", f"Mariia {n % 5} Drozd") for n in range(500)]
PLAIN = "n,a,b\n" + "".join(f"{n},{a},{b}\n" for n, a, b in PAIRS)


def written(content: str | bytes) -> str:
    """The table again, with a made-up likeness of each pair."""
    raw = content.encode() if isinstance(content, str) else content
    table = read(io.BytesIO(raw), Path("pairs.csv"))
    made = [table.header]
    for block in table.blocks:
        first, second = (
            np.array(names, dtype=object)[places]
            for names, places in (block.names(table.a), block.names(table.b))
        )
        scores = np.array([len(x + y) % 11 / 10 for x, y in zip(first, second, strict=True)], np.float32)
        made.append(block.text(scores, np.array([bool(x and y) for x, y in zip(first, second, strict=True)])))
    return "".join(made)


@pytest.mark.parametrize(
    "again",
    [
        "".join(",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in PLAIN.splitlines()),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        "\ufeff" + PLAIN,
        PLAIN.rstrip("\n"),
        PLAIN.replace("\n", "\n\n"),
        PLAIN[: len(PLAIN) // 2].replace("\n7,", '\n"7",') + PLAIN[len(PLAIN) // 2 :],
    ],
    ids=[
        "quoted",
        "semicolons",
        "tabs",
        "crlf",
        "cr",
        "mark",
        "no last line end",
        "empty lines",
        "one quoted",
    ],
)
def test_however_it_is_written_the_same_comes_out(again):
    assert written(again) == written(PLAIN)


@pytest.mark.parametrize("size", [1, 50, 997])
def test_blocks_of_any_size_give_the_same(monkeypatch, size):
    whole = written(PLAIN)
    monkeypatch.setattr(pair_table, "AT_ONCE", size)
    assert written(PLAIN) == whole


def test_cells_with_separators_quotes_and_line_ends_come_out_as_they_went_in():
    table = 'a,b,note\nx,y,"1, 2"\n"q ""r""",s,"two\nlines"\nshort\n'
    assert written(table) == (
        'a,b,note,similarity\nx,y,"1, 2",0.2000\n"q ""r""",s,"two\nlines",0.6000\nshort,,,\n'
    )


def test_a_similarity_that_is_there_is_made_anew():
    assert written("a,similarity,b\nx,9,y\n") == "a,b,similarity\nx,y,0.2000\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "in its first row, which has nothing"),
        (b"a,b\nx,y\n\xff,y\n", "not UTF-8"),
        (b"\xff\xfea,b\n", "not UTF-8"),
        (b"a,b\nx," + b"y" * 1_000_001 + b',"\n', "larger than field limit"),
    ],
)
def test_what_is_no_table_of_pairs_is_refused(content, said):
    with pytest.raises(UnreadablePairs, match=said):
        written(content)
