"""Rows and columns as text files: CSV and TSV."""

from __future__ import annotations

import re
from collections import Counter

from accounted.sources.decoding import decode
from accounted.sources.extraction import RefusedFile
from accounted.sources.job import Job, Outcome
from accounted.sources.manuscript import Manuscript
from accounted.sources.media_types import TSV
from accounted.sources.quoted_rows import CellTooLong, quoted_rows

NAME = "csv"
VERSION = "1.1"
_SEPARATORS = ",;\t|"
_TOLD = 20  # rows whose quotation marks are told of one by one


def read(job: Job) -> Outcome:
    """A table with every cell's place in the text; the separator is the one that parts lines most evenly."""
    decoded = decode(job.read_text_bytes(), job.hints.charset)
    separator = "\t" if job.media_type == TSV else separator_of(decoded.text)
    manuscript = Manuscript(job.limits)
    manuscript.metadata["encoding"] = decoded.encoding + (" with byte-order mark" if decoded.bom else "")
    manuscript.metadata["separator"] = {"\t": "tab"}.get(separator, separator)
    warnings = list(decoded.warnings)
    rows = _rows(decoded.text, separator, job.limits.columns, warnings)
    width = max(map(len, rows), default=0)
    uneven = sum(1 for row in rows if len(row) not in (0, width))
    if uneven and width > 1:
        warnings.append(f"{uneven} of {len(rows)} rows have fewer cells than the widest ({width})")
    manuscript.table((row for row in rows if row), has_header=looks_like_header(rows))
    return Outcome(NAME, VERSION, manuscript, warnings)


def separator_of(text: str) -> str:
    """The separator of a delimited text: even counts per line, outside quotes; a comma if nothing speaks."""
    head = text[:65_536]
    bare = re.sub(r'"(?:[^"]|"")*"', "q", head)
    lines = [line for line in bare.splitlines() if line.strip()][:100]
    best, separator = 0.0, ","
    for candidate in _SEPARATORS:
        counts = Counter(line.count(candidate) for line in lines)
        counts.pop(0, None)
        if not counts:
            continue
        common, times = counts.most_common(1)[0]
        score = times / len(lines) + min(common, 20) * 0.01
        if score > best:
            best, separator = score, candidate
    return separator


def looks_like_header(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: words, none twice, no numbers."""
    first = next((row for row in rows if any(cell.strip() for cell in row)), [])
    named = [cell.strip() for cell in first if cell.strip()]
    return (
        len(rows) > 1
        and len(named) >= max(1, len(first) - 1)
        and len(set(named)) == len(named)
        and not any(re.fullmatch(r"[\d.,\s%/:-]+", cell) for cell in named)
    )


def _rows(text: str, separator: str, columns: int, warnings: list[str]) -> list[list[str]]:
    # Lines keep their ends, so that line breaks inside quotes survive as they are.
    lines = re.finditer(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)
    rows, wrong = [], 0
    try:
        for row in quoted_rows((match.group() for match in lines), separator):
            if len(row.cells) > columns:
                raise RefusedFile(
                    "too-many-cells",
                    f"line {row.line} has {len(row.cells):,} columns, more than {columns:,}",
                    "check that the file is a table with this separator, or raise the limit `columns`",
                )
            if row.trouble is not None:
                wrong += 1
                if wrong <= _TOLD:
                    warnings.append(f"row {row.number}: {row.trouble}; rows may stand in it that nobody sees")
            rows.append(row.cells)
    except CellTooLong as error:
        raise RefusedFile(
            "too-large", str(error), "look for a quotation mark that is never closed"
        ) from error
    if wrong > _TOLD:
        warnings.append(f"so it is in {wrong - _TOLD:,} more rows")
    return rows
